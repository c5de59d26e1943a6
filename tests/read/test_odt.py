"""OpenDocument texts as they are shown."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import LIMITS
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.opendocument import odt as reader

from .words import ODF_SPACES, odt


def read(body, automatic="", styles="", **parts):
    return reader.read(odt(body, automatic, styles, **parts), LIMITS)


def blocks(body, automatic="", styles=""):
    return read(body, automatic, styles).blocks


def para(text=""):
    return f"<text:p>{text}</text:p>"


def cell(text="", attributes=""):
    return f"<table:table-cell {attributes}>{para(text)}</table:table-cell>"


def row(*cells, attributes=""):
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def table(*rows):
    return f"<table:table><table:table-column/>{''.join(rows)}</table:table>"


def spans(columns=1, rows=1):
    return f'table:number-columns-spanned="{columns}" table:number-rows-spanned="{rows}"'


def covered(text="", times=1):
    inner = para(text) if text else ""
    return (
        f'<table:covered-table-cell table:number-columns-repeated="{times}">{inner}'
        "</table:covered-table-cell>"
    )


def cells(body):
    (grid,) = blocks(body)
    at = grid.layout
    places = zip(at.rows, at.columns, at.row_spans, at.column_spans, strict=True)
    return dict(zip(places, grid.texts, strict=True))


def style(name, properties, family="text", more=""):
    return (
        f'<style:style style:name="{name}" style:family="{family}" {more}>'
        f"<style:text-properties {properties}/></style:style>"
    )


def test_spans_of_a_paragraph_are_one_text():
    body = para("收到<text:span>2</text:span><text:a>6</text:a>件") + para() + "<text:h>完</text:h>"
    assert blocks(body) == ["收到26件", "", "完"]


def test_white_space_is_read_as_it_is_shown():
    text = "\n  一<text:s/>二<text:s text:c='3'/>三\n四<text:tab/>五<text:line-break/>六  "
    assert blocks(para(text)) == ["一 二   三 四\t五", "六"]
    assert blocks(para("<text:s/>\u3000")) == [" \u3000"]


def test_deleted_text_and_comments_are_dropped():
    gone = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>31</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    note = "<office:annotation><text:p>97</text:p></office:annotation>"
    assert blocks(gone + para(f"2<text:change/>{note}6<text:change-start/>件")) == ["26件"]


def test_hidden_text_is_dropped():
    hidden = style("h", 'text:display="none"') + style("p", 'text:display="none"', "paragraph")
    shown = style("s", 'text:display="true"', more='style:parent-style-name="h"')
    body = '<text:p text:style-name="p">9</text:p>'
    body += para('收<text:span text:style-name="h">9</text:span>')
    body += para('到<text:span text:style-name="s">26</text:span>')
    body += para('<text:hidden-text text:is-hidden="true">9</text:hidden-text>件')
    body += '<text:section text:display="none"><text:p>9</text:p></text:section>'
    body += (
        '<text:section text:display="condition" text:is-hidden="true"><text:p>9</text:p>'
        "</text:section><text:section><text:p>完</text:p></text:section>"
    )
    assert blocks(body, hidden + shown) == ["收", "到26", "件", "完"]
    assert blocks(body, styles=hidden + shown) == ["收", "到26", "件", "完"]


def test_raised_and_struck_digits_do_not_join_a_number():
    marks = style("u", 'style:text-position="super 58%"')
    marks += style("l", 'style:text-position="-33% 58%"')
    marks += style("k", 'style:text-line-through-style="solid"')
    spanned = '<text:span text:style-name="{}">{}</text:span>'
    assert blocks(para("5" + spanned.format("u", 1)), marks) == ["5¹"]
    assert blocks(para("H" + spanned.format("l", 2)), marks) == ["H₂"]
    assert blocks(para(spanned.format("k", 12) + "13"), marks) == ["12 13"]


def test_frames_follow_their_paragraph_and_notes_the_text():
    frame = f"<draw:frame><draw:text-box>{para('框')}{table(row('甲', '1'), row('乙', '2'))}"
    frame += "</draw:text-box></draw:frame>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
    note += f"{para('注')}</text:note-body></text:note>"
    first, boxed, grid, last, below = blocks(para(f"5{note}{frame}件") + para("完"))
    assert (first, boxed, last, below) == ("5件", "框", "完", "注")
    assert grid.texts == ("甲", "1", "乙", "2")
    assert blocks(para(frame))[0] == "框"
    assert blocks(frame)[0] == "框"


def test_an_embedded_object_is_said():
    content = read(para("表<draw:frame><draw:object/><draw:image/></draw:frame>"))
    assert (content.blocks, content.warnings[0].split(":")[0]) == (["表"], "embedded")


def test_of_characters_with_their_reading_the_characters_are_read():
    ruby = "<text:ruby><text:ruby-base>关</text:ruby-base><text:ruby-text>guān</text:ruby-text>"
    assert blocks(para(f"{ruby}</text:ruby>于")) == ["关于"]


# Numbers of lists


def level(at, form, around=("", ""), more=""):
    return (
        f'<text:list-level-style-number text:level="{at}" style:num-format="{form}" '
        f'style:num-prefix="{around[0]}" style:num-suffix="{around[1]}" {more}/>'
    )


LIST = (
    '<text:list-style style:name="L">'
    + level(1, "一, 二, 三, ...", ("", "、"))
    + level(2, "一, 二, 三, ...", ("（", "）"))
    + level(3, "1", ("", "."), 'text:display-levels="2"')
    + "</text:list-style>"
)


def listed(*items, attributes=""):
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="L" {attributes}>{inside}</text:list>'


def test_items_have_the_numbers_of_their_list():
    body = listed(para("总体情况") + para("续"), para("公开") + listed(para("甲"), para("乙")))
    assert blocks(body, LIST) == ["一、总体情况", "续", "二、公开", "（一）甲", "（二）乙"]
    deep = listed(listed(listed(para("26"), para("5件"))))
    assert blocks(deep, LIST) == ["一.1. 26", "一.2. 5件"]


def test_a_list_goes_on_where_it_says_so():
    body = listed(para("甲"), attributes='xml:id="a"') + para("间") + listed(para("乙"))
    body += listed(para("丙"), attributes='text:continue-numbering="true"')
    body += listed(para("丁"), attributes='text:continue-list="a"')
    assert blocks(body, LIST) == ["一、甲", "间", "一、乙", "二、丙", "二、丁"]
    start = listed(para("甲")).replace("list-item>", 'list-item text:start-value="3">', 1)
    assert blocks(start, LIST) == ["三、甲"]


def test_headings_have_the_numbers_of_the_outline():
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="1" '
        'style:num-suffix="、"/></text:outline-style>'
    )
    heading = '<text:h text:outline-level="1">{}</text:h>'
    body = heading.format("甲") + para("间") + heading.format("乙")
    assert blocks(body, styles=outline) == ["1、甲", "间", "2、乙"]


def test_a_number_that_is_written_down_is_taken_as_it_is():
    item = "<text:number>（三）</text:number>" + para("不予公开")
    assert blocks(listed(item)) == ["（三）不予公开"]


def test_a_number_that_cannot_be_written_is_left_out_and_said():
    styles = f'<text:list-style style:name="L">{level(1, "๑, ๒, ๓, ...")}</text:list-style>'
    content = read(listed(para("甲")), styles)
    assert content.blocks == ["甲"]
    assert content.warnings == ("numbering: numbers of lists are left out (๑, ๒, ๓, ...)",)


# Tables


@pytest.mark.parametrize("written", [True, False])
def test_merged_cells_have_their_spans(written):
    gap = [covered()] if written else []
    body = table(
        row(cell("项目", spans(2, 2)), *gap, cell("合计", spans(2)), *gap),
        row(*gap, *gap, "甲", "乙"),
        row("一", "", "3", "4"),
    )
    assert cells(body) == {
        (0, 0, 2, 2): "项目",
        (0, 2, 1, 2): "合计",
        (1, 2, 1, 1): "甲",
        (1, 3, 1, 1): "乙",
        (2, 0, 1, 1): "一",
        (2, 1, 1, 1): "",
        (2, 2, 1, 1): "3",
        (2, 3, 1, 1): "4",
    }


def test_repeated_cells_and_rows_are_all_there():
    body = table(
        row("项目", cell("0", 'table:number-columns-repeated="2"')),
        row("甲", "", "1", attributes='table:number-rows-repeated="3"'),
    )
    assert list(cells(body).values()) == ["项目", "0", "0", *["甲", "", "1"] * 3]


def test_rows_may_be_wrapped_in_groups():
    head = f"<table:table-header-rows>{row('项目', '数')}</table:table-header-rows>"
    group = f"<table:table-row-group><table:table-rows>{row('甲', '1')}</table:table-rows>"
    body = table(head, f"{group}</table:table-row-group>")
    assert list(cells(body).values()) == ["项目", "数", "甲", "1"]


@pytest.mark.parametrize(
    "rows",
    [
        (row("甲", covered("9"), "1"), row("乙", "2", "3")),  # covered by nothing
        (row(cell("甲", spans(2)), "1"), row("乙", covered(), "3")),  # one is, one is not
        (row(cell("甲", spans(101)), covered(times=100)), row("乙", "3")),
    ],
)
def test_a_table_that_contradicts_itself_is_given_as_its_lines(rows):
    found = blocks(table(*rows))
    assert all(isinstance(block, str) for block in found)
    assert {"甲", "乙", "3"} <= set(found)


def test_text_in_a_covered_cell_is_said():
    content = read(table(row(cell("甲", spans(2)), covered("9")), row("乙", "1")))
    assert content.blocks[0].texts == ("甲", "乙", "1")
    assert content.warnings[0].startswith("merged_away")


def test_a_table_within_a_cell_takes_the_outer_one_apart():
    inner = f"<table:table-cell>{table(row('甲', '1'), row('乙', '2'))}</table:table-cell>"
    first, grid = blocks(table(row("外", inner)))
    assert first == "外"
    assert grid.texts == ("甲", "1", "乙", "2")


# The file


def test_what_the_file_says_of_itself_is_kept_as_printed():
    meta = (
        f'<office:document-meta {ODF_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<office:meta><dc:title>年报</dc:title><meta:creation-date>2024-01-09</meta:creation-date>"
        "<dc:date>2024-02-01</dc:date><dc:subject/></office:meta></office:document-meta>"
    )
    metadata = (("title", "年报"), ("created", "2024-01-09"), ("modified", "2024-02-01"))
    assert read(para("文"), meta=meta).metadata == metadata
    damaged = read(para("文"), meta="<a>")
    assert (damaged.metadata, damaged.warnings[0].split(":")[0]) == ((), "metadata")


def test_an_encrypted_file_is_refused():
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(RefusalError, match="password"):
        reader.read(odt(para("文"), **{"META-INF/manifest": manifest}), LIMITS)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<a>", "is damaged"),
        (f"<office:document-content {ODF_SPACES}/>", "holds no text document"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares entities"),
    ],
)
def test_what_is_not_a_sound_text_document_is_refused(content, problem):
    with pytest.raises(RefusalError) as caught:
        reader.read(odt("", content=content), LIMITS)
    assert problem in caught.value.problem


@pytest.mark.parametrize("depth", [9, 5_000])
def test_tables_nested_too_deeply_are_beyond_the_limit(depth):
    begin, end = "<table:table><table:table-row><table:table-cell>", ""
    end = "</table:table-cell></table:table-row></table:table>"
    with pytest.raises(BeyondLimitError) as caught:
        read(begin * depth + end * depth)
    assert caught.value.limit == "nesting"


@pytest.mark.parametrize("around", ["text:section", "text:list", "text:span", "draw:frame"])
def test_other_parts_nested_too_deeply_are_refused(around):
    name = "text:list><text:list-item" if around == "text:list" else around
    end = "text:list-item></text:list" if around == "text:list" else around
    body = f"<{name}>" * 5_000 + para("文") + f"</{end}>" * 5_000
    with pytest.raises(RefusalError, match="deeply"):
        read(body if "span" not in around else para(body))


@pytest.mark.parametrize("places", ["columns", "rows"])
def test_cells_repeated_beyond_the_limit_are_not_made(places):
    times = f'table:number-{places}-repeated="999999999999"'
    filled = row("1", cell("", times)) if places == "columns" else row("1", "2", attributes=times)
    empty = row(attributes=times)
    began = time.perf_counter()
    for rows in ([filled], [empty] if places == "rows" else [filled]):
        with pytest.raises(BeyondLimitError) as caught:
            read(table(*rows))
        assert caught.value.limit == "cells"
    assert time.perf_counter() - began < 2
    few = replace(LIMITS, cells=3)
    with pytest.raises(BeyondLimitError):
        reader.read(odt(table(row("1", "2"), row("3", "4"))), few)


SMALL = odt(para("收到26件") + table(row("甲", "1"), row("乙", "2")) + listed(para("完")), LIST)


def test_a_file_cut_anywhere_is_refused():
    for end in range(len(SMALL)):
        with pytest.raises(RefusalError):
            reader.read(SMALL[:end], LIMITS)


PIECES = [
    *(para("1"), row("1", "2"), table(row("1", "2")), cell("3"), listed(para("4")), covered("5")),
    *("<text:p>", "</text:p>", "<table:table>", "</table:table>", "<text:span>6", "</text:span>"),
    *("<text:list>", "</text:list>", "<text:s text:c='99999999999'/>", "<draw:frame>"),
    *("</draw:frame>", "<text:note/>", "7", "<text:h text:outline-level='0'>8</text:h>"),
    *("<text:list text:style-name='L'><text:list-header/></text:list>", "<table:table-row/>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.binary(max_size=3), st.floats(0, 1))
def test_whatever_is_in_it_it_is_read_or_refused(pieces, noise, where):
    data = odt("".join(pieces), LIST)
    at = int(where * len(data))
    for each in (data, data[:at] + noise + data[at + len(noise) :]):
        try:
            content = reader.read(each, LIMITS)
        except (RefusalError, BeyondLimitError):
            continue
        assert not any("\n" in block for block in content.blocks if isinstance(block, str))
