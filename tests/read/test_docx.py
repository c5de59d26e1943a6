"""Word documents as they are shown, by the quick way and by the full reader alike."""

import io
import random
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import LIMITS
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.package import Package
from govinfo.read.page import Grid
from govinfo.read.word import docx as reader
from govinfo.read.word import quick as shortcut

from . import words
from .words import SPACES, STRICT, W, cell, docx, para, row, run, table


def full(data):
    """What the full reader gives."""
    return reader._Parts(Package(data, LIMITS), LIMITS).content(quick=False)


def read(data):
    content = reader.read(data, LIMITS)
    assert content == full(data)
    return content


def blocks(body, **more):
    return read(docx(body, **more)).blocks


def is_quick(data):
    parts = reader._Parts(Package(data, LIMITS), LIMITS)
    try:
        shortcut.Quick().read(parts._markup(parts._main), parts._styles(), parts._numbering, LIMITS)
    except shortcut.UnusualError:
        return False
    return True


def cells(body, **more):
    """The cells of a document of one table, by row and column, with their spans."""
    (grid,) = blocks(body, **more)
    at = grid.layout
    places = zip(at.rows, at.columns, at.row_spans, at.column_spans, strict=True)
    return dict(zip(places, grid.texts, strict=True))


def outcome(way, data):
    """What a way of reading gives, or why it refuses."""
    try:
        return way(data)
    except (RefusalError, BeyondLimitError) as refused:
        return refused.args


def test_runs_of_a_paragraph_are_one_text():
    body = para("收到申请", "2", run("6", "<w:b/>"), "件") + para() + "<w:p/>"
    assert blocks(body) == ["收到申请26件", "", ""]


def test_tabs_hyphens_and_breaks_are_kept():
    inner = "<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:noBreakHyphen/></w:r>"
    assert blocks(para(inner)) == ["一\t二", "三-"]


def test_a_page_break_parts_numbers_and_leaves_no_empty_line():
    page = '<w:r><w:br w:type="page"/></w:r>'
    assert blocks(para(page, "12", page, "3", page) + para(page)) == ["12", "3", ""]


def test_line_ends_in_the_markup_are_spaces():
    assert blocks(para("12\n3")) == ["12 3"]


def test_insertions_are_kept_and_deletions_dropped():
    body = para(
        f"<w:ins>{run('26')}</w:ins>",
        "<w:del><w:r><w:delText>31</w:delText></w:r></w:del>",
        f"<w:moveFrom>{run('4')}</w:moveFrom><w:moveTo>{run('件')}</w:moveTo>",
    )
    assert blocks(body) == ["26件"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next():
    body = para("收到", marks="<w:rPr><w:del/></w:rPr>") + para("26件") + para("完")
    assert blocks(body) == ["收到26件", "完"]


def test_deleted_rows_and_cells_are_not_there():
    gone = cell("7", "<w:cellDel/>")
    body = table(
        row("甲", "1"), row("乙", "2", properties="<w:del/>"), row("丙", gone, "3"), row("丁", "4")
    )
    assert list(cells(body).values()) == ["甲", "1", "丙", "3", "丁", "4"]


@pytest.mark.parametrize("tail", ["", "<w:p/>"])
def test_hidden_text_is_dropped(tail):
    hidden = '<w:style w:styleId="h" w:type="character"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = '<w:style w:styleId="s" w:basedOn="h"><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    body = para(
        "收到",
        run("9", "<w:vanish/>"),
        run("8", '<w:rStyle w:val="h"/>'),
        run("26", '<w:vanish w:val="0"/>'),
        run("件", '<w:rStyle w:val="s"/>'),
    )
    wholly = para(run("7", "<w:vanish/>"), marks="<w:rPr><w:vanish/></w:rPr>")
    assert blocks(wholly + body + tail, styles=hidden + shown) == ["收到26件", ""][: 1 + bool(tail)]


def test_hidden_rows_are_dropped():
    body = table(row("甲", "1"), row("乙", "2", properties="<w:hidden/>"), row("丙", "3"))
    assert "2" not in cells(body).values()


def test_raised_and_lowered_digits_do_not_join_a_number():
    raised = '<w:vertAlign w:val="superscript"/>'
    note = f'<w:style w:styleId="n"><w:rPr>{raised}</w:rPr></w:style>'
    body = para("5", run("1", raised)) + para("5", run("2", '<w:rStyle w:val="n"/>'))
    body += para("H", run("2", '<w:vertAlign w:val="subscript"/>'), "O")
    assert blocks(body, styles=note) == ["5¹", "5²", "H₂O"]


def test_struck_out_numbers_stand_apart():
    assert blocks(para(run("12", "<w:strike/>"), "13")) == [" 12 13"]
    assert blocks(para(run("12", "<w:dstrike/>"), "13")) == [" 12 13"]


def test_of_a_field_its_result_is_read_and_not_its_code():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText>=SUM(ABOVE)</w:instrText></w:r>"
    nested = mark("begin") + run("3") + mark("separate") + run("4") + mark("end")
    body = para(mark("begin"), code, nested, mark("separate"), "26", mark("end"), "件")
    assert blocks(body) == ["26件"]
    simple = f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>'
    assert blocks(para("第", simple, "页")) == ["第3页"]


def test_a_field_without_an_end_hides_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    content = read(docx(para(begin, "26件") + para("办结20件")))
    assert content.blocks == ["26件", "办结20件"]
    assert [each.split(":")[0] for each in content.warnings] == ["field"]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:bdo>{}</w:bdo>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback><w:r><w:t>9</w:t></w:r>"
        "</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_what_wraps_text_rows_and_cells_does_not_hide_them(wrapper):
    assert blocks(para("收到", wrapper.format(run("26")), "件")) == ["收到26件"]
    if "Fallback" not in wrapper:
        assert blocks(wrapper.format(para("26"))) == ["26"]
    body = table(wrapper.format(row("甲", "1")), row("乙", wrapper.format(cell("2"))))
    assert list(cells(body).values()) == ["甲", "1", "乙", "2"]


def test_symbols_that_may_be_digits_are_shown_as_lost():
    def sign(code, font):
        return f'<w:r><w:sym w:char="{code}" w:font="{font}"/></w:r>'

    content = read(docx(para("1", sign("F0FC", "Wingdings"), sign("F032", "Symbol"), "3")))
    assert (content.blocks, content.warnings) == (["1 23"], ())
    content = read(docx(para("1", sign("F032", "Mystery"), "3")))
    assert content.blocks == ["1\ufffd3"]
    assert [each.split(":")[0] for each in content.warnings] == ["symbol"]


def test_of_characters_with_their_reading_the_characters_are_read():
    ruby = f"<w:ruby><w:rt>{run('guān')}</w:rt><w:rubyBase>{run('关')}</w:rubyBase></w:ruby>"
    assert blocks(para(f"<w:r>{ruby}</w:r>", "于")) == ["关于"]


def test_formulas_keep_their_parts_apart():
    power = "<m:oMath><m:r><m:t>5</m:t></m:r><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:oMath>"
    assert blocks(para("面积", power)) == ["面积 5  2 "]


def test_a_text_box_follows_its_paragraph_and_is_read_once():
    box = f"<w:txbxContent>{para('盒')}{table(row('甲', '1'), row('乙', '2'))}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    before, line, grid, after = blocks(para("前", drawn, "文") + para("后"))
    assert (before, line, after) == ("前文", "盒", "后")
    assert grid.texts == ("甲", "1", "乙", "2")
    assert blocks(para(drawn))[0] == "盒"


def test_notes_follow_the_text_in_the_order_of_their_marks():
    def mark(kind, name):
        return f'<w:r><w:{kind}Reference w:id="{name}"/></w:r>'

    notes = "".join(
        f'<w:footnote w:id="{name}">{para(text)}</w:footnote>'
        for name, text in (("0", "线"), ("1", "注一"), ("2", "注二"), ("3", "未用"))
    )
    ends = f'<w:endnote w:id="1">{para("尾注")}</w:endnote>'
    body = para("5", mark("footnote", "2"), mark("endnote", "1"), mark("footnote", "1"))
    found = blocks(body + para("完"), footnotes=notes, endnotes=ends)
    assert found == ["5", "完", "注二", "尾注", "注一"]


def test_headers_footers_and_comments_are_left_out():
    section = '<w:sectPr><w:headerReference w:type="default"/></w:sectPr>'
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    assert blocks(para("文", mark) + section, header1=para("页眉"), comments=para("批")) == ["文"]


def test_an_embedded_object_is_said():
    content = read(docx(para("表", "<w:r><w:object/></w:r>")))
    assert (content.blocks, content.warnings[0].split(":")[0]) == (["表"], "embedded")


# Numbers of lists


def numbering(*levels, more=""):
    printed = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{printed}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


def listed(text, number=1, level=0):
    marks = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return para(text, marks=marks)


def test_paragraphs_have_the_numbers_of_their_list():
    form = numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    body = listed("总体情况") + listed("公开", level=1) + listed("26件", level=2) + para("间")
    body += listed("甲", level=1) + listed("申请") + listed("乙", level=1)
    found = blocks(body, numbering=form)
    assert found == [
        "一、总体情况",
        "（一）公开",
        "1. 26件",
        "间",
        "（二）甲",
        "二、申请",
        "（一）乙",
    ]
    assert is_quick(docx(body, numbering=form))


def test_a_number_of_several_levels_shows_them_all():
    form = numbering(("chineseCounting", "%1、"), ("decimal", "%1.%2"))
    legal = form.replace('<w:lvlText w:val="%1.%2"/>', '<w:isLgl/><w:lvlText w:val="%1.%2"/>')
    body = listed("甲") + listed("乙", level=1) + listed("丙", level=1)
    assert blocks(body, numbering=form)[2] == "一.2 丙"
    assert blocks(body, numbering=legal)[2] == "1.2 丙"


def test_a_list_starts_anew_where_it_says_so():
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    body = listed("甲") + listed("乙", 2) + listed("丙", 2) + listed("丁", 3)
    found = blocks(body, numbering=numbering(("decimal", "%1)"), more=more))
    assert found == ["1)甲", "5)乙", "6)丙", "7)丁"]


def test_a_style_may_number_its_paragraphs():
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:styleId="h"><w:basedOn w:val="b"/></w:style>'
    )
    body = para("总体情况", marks='<w:pStyle w:val="h"/>')
    body += para("申请", marks='<w:pStyle w:val="h"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    found = blocks(body, styles=styles, numbering=numbering(("chineseCounting", "%1、")))
    assert found == ["一、总体情况", "申请"]


def test_the_level_of_a_numbered_style_is_the_one_that_names_it():
    form = numbering(("decimal", "%1、"), ("chineseCounting", "（%2）"))
    form = form.replace(
        'w:val="chineseCounting"/>', 'w:val="chineseCounting"/><w:pStyle w:val="h"/>'
    )
    style = (
        '<w:style w:styleId="h"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = para("甲", marks='<w:pStyle w:val="h"/>')
    assert blocks(body, styles=style, numbering=form) == ["（一）甲"]


def test_a_number_that_cannot_be_written_is_left_out_and_said():
    content = read(docx(listed("甲"), numbering=numbering(("thaiNumbers", "%1."))))
    assert content.blocks == ["甲"]
    assert content.warnings == ("numbering: numbers of lists are left out (thaiNumbers)",)


# Tables


def test_merged_cells_have_their_spans():
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("项目", f'{wide}<w:vMerge w:val="restart"/>'), cell("合计", wide)),
        row(cell("", f"{wide}<w:vMerge/>"), "甲", "乙"),
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
    assert is_quick(docx(body))


@pytest.mark.parametrize("above", ["", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'])
def test_a_cell_merged_with_nothing_that_fits_is_a_cell_of_its_own(above):
    body = table(row(cell("甲", above), "1"), row(cell("", "<w:vMerge/>"), "2", "3"))
    assert {place for place in cells(body) if place[0] == 1} == {
        (1, 0, 1, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
    }


def test_text_in_a_cell_that_is_merged_away_is_said():
    merged = cell("9", "<w:vMerge/>")
    body = table(row(cell("甲", '<w:vMerge w:val="restart"/>'), "1"), row(merged, "2"))
    content = read(docx(body))
    assert content.blocks[0].texts == ("甲", "1", "2")
    assert [each.split(":")[0] for each in content.warnings] == ["merged_away"]


def test_old_files_merge_cells_across():
    first, second = cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")
    body = table(row(first, second, "1"), row("a", "b", "2"))
    assert cells(body)[0, 0, 1, 2] == "甲"
    assert cells(body)[0, 2, 1, 1] == "1"


def test_columns_left_free_shift_nothing():
    body = table(row("甲", "乙", "丙"), row("1", "2", properties='<w:gridBefore w:val="1"/>'))
    assert cells(body)[1, 1, 1, 1] == "1"


def test_a_border_that_is_a_hair_off_makes_no_column():
    two = '<w:gridSpan w:val="2"/>'
    body = table(
        row(cell("甲", f'{two}<w:vMerge w:val="restart"/>'), "1"),
        row(cell("", "<w:vMerge/>"), cell("2", two)),
        row("乙", cell("3", two)),
        widths=(2000, 20, 1000),
    )
    assert cells(body) == {
        (0, 0, 2, 1): "甲",
        (0, 1, 1, 1): "1",
        (1, 1, 1, 1): "2",
        (2, 0, 1, 1): "乙",
        (2, 1, 1, 1): "3",
    }
    assert is_quick(docx(body))


def test_a_narrow_column_in_which_a_cell_stands_is_one():
    two = '<w:gridSpan w:val="2"/>'
    body = table(row("甲", "1", "2"), row("乙", cell("3", two)), widths=(2000, 20, 1000))
    assert cells(body)[0, 2, 1, 1] == "2"
    assert cells(body)[1, 1, 1, 2] == "3"


@pytest.mark.parametrize("wide", ["101", "1000000000", "99999"])
def test_a_table_wider_than_any_form_is_given_as_its_lines(wide):
    body = table(row(cell("甲", f'<w:gridSpan w:val="{wide}"/>'), "1"), row("乙", "2"))
    assert blocks(body) == ["甲", "1", "乙", "2"]


def test_rows_may_be_shorter_than_others():
    assert list(cells(table(row("甲", "1", ""), row("乙"))).values()) == ["甲", "1", "", "乙"]


def test_a_cell_of_several_paragraphs_keeps_its_lines():
    inner = para("1") + para() + para("2")
    assert cells(table(row("甲", cell(inner=inner)), row("乙", "")))[0, 1, 1, 1] == "1\n2"


def test_a_table_within_a_cell_takes_the_outer_one_apart():
    inner = table(row("甲", "1"), row("乙", "2")) + para("后")
    first, grid, after, last = blocks(table(row("外", cell(inner=inner)), row("末")))
    assert (first, after, last) == ("外", "后", "末")
    assert grid.texts == ("甲", "1", "乙", "2")


# The parts of the file


def test_the_main_part_is_the_one_that_relations_name():
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": words.relations({"officeDocument": "/word/document2.xml"}),
        "word/document.xml": words.document(para("旧")),
        "word/document2.xml": words.document(para("新")),
    }
    assert read(words.packed(parts)).blocks == ["新"]


def test_without_relations_the_main_part_is_the_one_declared():
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/word/a.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    parts = {"[Content_Types].xml": types, "word/a.xml": words.document(para("文"))}
    assert read(words.packed(parts)).blocks == ["文"]


@pytest.mark.parametrize("space", [W, STRICT])
@pytest.mark.parametrize("prefix", ["w", "x", ""])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_prefix_dialect_and_encoding_do_not_matter(space, prefix, codec):
    body = para("收到") + table(row("甲", "1"), row("乙", cell("2", '<w:gridSpan w:val="2"/>')))
    part = words.document(body).replace(W, space).replace('encoding="UTF-8"', "")
    attribute = prefix or "q"
    part = part.replace("xmlns:w=", f"xmlns:{prefix}=" if prefix else "xmlns=")
    part = part.replace("w:val", f"{attribute}:val")
    if not prefix:
        part = part.replace("xmlns=", f'xmlns:q="{space}" xmlns=')
    tag = f"{prefix}:" if prefix else ""
    part = part.replace("<w:", f"<{tag}").replace("</w:", f"</{tag}")
    found = read(docx("", {"word/document.xml": part.encode(codec)})).blocks
    assert found[0] == "收到"
    assert found[1].layout.column_spans == (1, 1, 1, 2)


def test_what_the_file_says_of_itself_is_kept_as_printed():
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.'
        'org/dc/terms/"><dc:title>年报</dc:title><dc:creator>王</dc:creator><dc:subject/>'
        "<dcterms:created>2024-01-09T08:00:00Z</dcterms:created></cp:coreProperties>"
    )
    links = words.relations(
        {"officeDocument": "word/document.xml", "core-properties": "docProps/core.xml"}
    )
    parts = {"_rels/.rels": links, "docProps/core.xml": core}
    metadata = (("title", "年报"), ("creator", "王"), ("created", "2024-01-09T08:00:00Z"))
    assert read(docx(para("文"), parts)).metadata == metadata
    damaged = read(docx(para("文"), parts | {"docProps/core.xml": "<a>"}))
    assert (damaged.metadata, damaged.warnings[0].split(":")[0]) == ((), "metadata")


def test_a_part_that_is_named_but_not_there_is_said():
    parts = {"word/_rels/document.xml.rels": words.relations({"styles": "none.xml"})}
    content = read(docx(para("文"), parts))
    assert content.warnings == ("missing_part: word/none.xml is named but not there",)


# Files that cannot be read


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"word/document.xml": "<w:document"}, "is damaged"),
        ({"word/document.xml": f"<w:hdr {SPACES}/>"}, "holds no Word document"),
        ({"word/document.xml": f"<w:document {SPACES}/>"}, "holds no Word document"),
        ({"word/document.xml": '<?xml version="1.0" encoding="gb2312"?><a/>'}, "gb2312"),
        ({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "declares entities"),
        ({"word/styles.xml": "<!DOCTYPE a><a/>"}, "declares entities"),
        ({"_rels/.rels": "<Relationships/>"}, "holds no Word document"),
    ],
)
def test_what_is_not_a_sound_word_document_is_refused(parts, problem):
    with pytest.raises(RefusalError) as caught:
        reader.read(docx(para("文"), parts, styles=""), LIMITS)
    assert problem in caught.value.problem


@pytest.mark.parametrize("depth", [9, 5_000])
def test_tables_nested_too_deeply_are_beyond_the_limit(depth):
    inner = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
    with pytest.raises(BeyondLimitError) as caught:
        reader.read(docx(inner), LIMITS)
    assert caught.value.limit == "nesting"


@pytest.mark.parametrize("around", ["sdt", "p", "r", "ins", "txbxContent"])
def test_other_parts_nested_too_deeply_are_refused(around):
    inner = f"<w:{around}>" * 5_000 + f"</w:{around}>" * 5_000
    body = f"<w:p><w:r>{inner}</w:r></w:p>" if around in ("r", "ins") else inner
    found = outcome(lambda data: reader.read(data, LIMITS), docx(body))
    # Paragraphs and bare boxes may not stand in themselves.
    assert "deeply" in str(found) or around in ("p", "txbxContent")


def test_more_cells_than_allowed_are_beyond_the_limit():
    few = replace(LIMITS, cells=5)
    reader.read(docx(table(row("1", "2"), row("3", "4"))), few)
    with pytest.raises(BeyondLimitError) as caught:
        reader.read(docx(table(row("1", "2", "3"), row("4", "5", "6"))), few)
    assert caught.value.limit == "cells"


SMALL = docx(
    para("收到26件") + table(row("甲", "1"), row("乙", cell("2", "<w:vMerge/>"))) + listed("完"),
    numbering=numbering(("decimal", "%1.")),
    styles='<w:style w:styleId="a"/>',
)


def test_a_file_cut_anywhere_is_refused():
    for end in range(len(SMALL)):
        with pytest.raises(RefusalError):
            reader.read(SMALL[:end], LIMITS)


@given(st.data())
def test_changed_bytes_give_a_document_or_a_refusal(data):
    changed = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(lambda each: reader.read(each, LIMITS), bytes(changed))


# The quick way

TEXTS = [
    "26",
    "总计",
    "",
    " ",
    "&lt;1&#50;&gt;",
    "a>b",
    '="',
    '=""',
    "\u3000",
    "1\n2",
    "&#12;",
    "&x;",
]
PIECES = [
    *(run(text) for text in TEXTS),
    "<w:r><w:br/><w:tab/></w:r>",
    '<w:r><w:br w:type="page"/></w:r>',
    '<w:r w:rsidR="00AB12CD"><w:rPr><w:rStyle w:val="c"/></w:rPr><w:t>7</w:t></w:r>',
    '<w:bookmarkStart w:id="0" w:name="_a"/>',
    f"<w:hyperlink>{run('3')}</w:hyperlink>",
    run("1", "<w:vanish/>"),
    run("1", '<w:vertAlign w:val="superscript"/>'),
    "<w:r/>",
    "<w:r><w:t/></w:r>",
]
MARKS = [
    "",
    '<w:pStyle w:val="a"/>',
    '<w:pStyle w:val="n"/>',
    '<w:pStyle w:val="00AB12CD"/>',
    '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    '<w:numPr><w:numId w:val="0"/></w:numPr>',
    "<w:rPr><w:b/></w:rPr>",
    "<w:rPr><w:del/></w:rPr>",
    '<w:pPrChange w:id="1"><w:pPr/></w:pPrChange>',
]
SPANS = [
    "",
    '<w:gridSpan w:val="2"/>',
    '<w:vMerge w:val="restart"/>',
    "<w:vMerge/>",
    '<w:gridSpan w:val="2"/><w:vMerge/>',
    '<w:tcW w:w="00000002" w:type="dxa"/>',
    '<w:hMerge w:val="restart"/>',
    '<w:gridSpan w:val="00000002"/>',
]
FAULTS = [
    *("<w:p>", "</w:p>", "<w:tc>", "</w:tc>", "</w:tr>", "<w:r>", "</w:r>", "</w:t>", "<w:t>", "7"),
    *(
        "<!-- 7 -->",
        "<![CDATA[7]]>",
        "&amp;",
        "<w:pPr/>",
        "<w:tcPr/>",
        "<w:rPr/>",
        "<o:p/>",
        "<q/>",
    ),
    *("</w:body>", "<w:sectPr/>", "<w:tbl/>", "<w:tr/>", "<w:tc/>", "<w:p/>", "<w:p a='1'/>"),
    *("<w:p w:a='1' w:a='2'/>", "<w:p w:a='<'/>", "<w:p w14:a='1'/>", "<w:t xmlns:w='x'>7</w:t>"),
    *(
        "<w:trPr><w:del/></w:trPr>",
        "<w:sdt>",
        "</w:sdt>",
        "\x01",
        "<",
        "<w:fldChar/>",
        "<w:br>7</w:br>",
    ),
    *("<w:footnoteReference w:id='1'/>", "<?a b?>", "<w:p\n/>", "</w:p >", "<w:p/ >"),
]
PARAS = st.builds(
    lambda inner, marks: para(*inner, marks=marks),
    st.lists(st.sampled_from(PIECES[:20] * 2 + PIECES), max_size=3),
    st.sampled_from([""] * 8 + MARKS),
)
CELLS = st.builds(
    lambda inner, spans: cell("", spans, "".join(inner)),
    st.lists(PARAS, min_size=1, max_size=2),
    st.sampled_from([""] * 4 + SPANS),
)
ROWS = st.builds(
    lambda inner, before: row(*inner, properties='<w:gridBefore w:val="1"/>' if before else ""),
    st.lists(CELLS, max_size=4),
    st.booleans(),
)
TABLES = st.builds(
    lambda rows, widths: table(*rows, widths=widths),
    st.lists(ROWS, max_size=4),
    st.lists(st.sampled_from([0, 20, 1000]), max_size=5),
)
BODIES = st.lists(st.one_of(PARAS, TABLES), max_size=4).map("".join)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="n"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="character" w:styleId="c"/>'
)


@given(BODIES, st.lists(st.tuples(st.sampled_from(FAULTS), st.floats(0, 1)), max_size=2))
def test_the_quick_way_gives_what_the_full_reader_gives(body, faults):
    for fault, where in faults:
        places = [match.start() for match in re.finditer("<|(?<=>)", body)] or [0]
        at = places[int(where * (len(places) - 1))]
        body = body[:at] + fault + body[at:]
    data = docx(body, styles=STYLES, numbering=numbering(("decimal", "%1.")))
    assert outcome(lambda each: reader.read(each, LIMITS), data) == outcome(full, data)


@given(st.lists(st.lists(st.sampled_from(PIECES[:4]), max_size=2), min_size=4, max_size=12))
def test_a_usual_document_needs_no_full_reader(texts):
    inside = [cell(inner=para(*inner)) for inner in texts]
    data = docx(para("收到26件") + table(row(*inside[:2]), row(*inside[2:])) + para())
    assert is_quick(data)


def test_what_was_seen_in_one_document_is_not_taken_for_another():
    text = '<w:p w:rsidR="00AB12CD"><w:r><w:t>="00AB12CD"</w:t></w:r></w:p>'
    assert blocks(text) == ['="00AB12CD"']
    odd = '<w:style w:styleId="a"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = para("甲", marks='<w:pStyle w:val="a"/>') + para("乙")
    assert blocks(body, styles='<w:style w:styleId="a"/>') == ["甲", "乙"]
    assert blocks(body, styles=odd) == ["乙"]


def test_the_memo_is_bounded():
    quick = shortcut.Quick()
    rng = random.Random(1)
    for _ in range(12):
        inside = [cell(str(n), f'<w:tcW w:w="{rng.random()}"/>') for n in range(1_000)]
        data = docx(table(row(*inside), row("1", "2")))
        parts = reader._Parts(Package(data, LIMITS), LIMITS)
        quick.read(parts._markup(parts._main), parts._styles(), parts._numbering, LIMITS)
    kept = sum(len(state.cells) + len(state.markup) for state in quick._states.values())
    assert kept <= shortcut._MOST_KEPT


# Real reports


def test_the_blank_form_is_blank_throughout(goldens: Path):
    data = (goldens / "blank_form_2021.docx").read_bytes()
    content = read(data)
    assert is_quick(data)
    grids = [block for block in content.blocks if isinstance(block, Grid)]
    assert [len(grid.texts) for grid in grids] == [30, 215, 34]
    facts = parse(read_document(data, path="a.docx")).facts()
    assert set(facts["status"]) == {"blank"}
    assert len(facts) == 200


def test_the_zip_may_be_stored_or_deflated():
    with zipfile.ZipFile(io.BytesIO(SMALL)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert read(words.packed(parts, zipfile.ZIP_STORED)) == read(SMALL)
