"""Tables read off their markup are those that the parser reads."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from govinfo.read.web import html
from govinfo.read.web.quick import MARK, QuickTables
from govinfo.read.web.walk import Walk, lone_cell

CELLS = ["<td>12</td>", "<td><p class=x><span>3</span>4</p></td>", "<td>&nbsp;</td>", "<td></td>"]
CELLS += ["<th>总计</th>", '<td rowspan="2" style="width:3pt">规章</td>', "<td colspan=2>其他</td>"]
CELLS += ["<td>1<br>2</td>", "<td>5<sup>1</sup></td>", "<td><!-- 7 -->8</td>", "<td>a &lt; b</td>"]
TURNS = ["</tr><tr>", "</tr>\n<tr class=x>", "</tr></tbody><tbody><tr>", "</tr><!-- 1 --><tr>"]
FAULTS = [
    "<td>",
    "</td>",
    "<tr>",
    "</tr>",
    "<p>",
    "<tbody>",
    "</tbody>",
    "<table>",
    "</table>",
    "9",
]
FAULTS += [
    "<!--",
    "-->",
    "<s>",
    "<span style='display:none'>",
    "</span>",
    "<td hidden>5</td>",
    "\f",
]
FAULTS += [
    "<select>",
    "</select>",
    "<form>",
    "<caption>",
    "<thead>",
    "</TD>",
    "<td title='a>b'>6</td>",
]
FAULTS += [
    "<tr style='display:none'>",
    "<script>",
    "</script>",
    "<a href=#n>3</a>",
    "<xmp>",
    "<",
    '"',
]
TABLES = st.lists(st.sampled_from(CELLS * 2 + TURNS + FAULTS), max_size=24).map("".join)
SOUND = st.lists(st.sampled_from(CELLS * 3 + TURNS), min_size=2, max_size=24).map("".join)


def parsed(page):
    """The blocks of a page by the parser alone."""
    walk = Walk(page)
    walk.over(LexborHTMLParser(page))
    return walk.out


def quick(codec="utf-8"):
    return QuickTables(lone_cell, codec)


def read(page):
    return html.read_page(page.encode()).blocks


@given(TABLES, TABLES)
def test_whatever_is_amiss_a_page_reads_as_the_parser_reads_it(one, other):
    page = f"<p>一</p><table><tr>{one}</tr></table><p>二</p><table>{other}</table><p>三</p>"
    expected = parsed(page)
    rest, _ = quick().cut(page.encode())
    if not re.search(b"(?i)<t[dh]|<xmp", rest):  # the reader treats stray cells otherwise
        assert read(page) == expected


@given(SOUND)
def test_a_sound_table_needs_no_parser(body):
    page = f"<div><table border=1><tbody><tr><td>0</td>{body}</tr></tbody></table></div>"
    _, grids = quick().cut(page.encode())
    blocks = [block for block in parsed(page) if not isinstance(block, str)]
    assert grids == blocks


def test_two_tables_of_one_shape_share_their_layout():
    page = "".join(
        f"<table><tr><td>规章</td><td>{n}</td></tr><tr><td>总计</td><td>{n}</td></tr></table>"
        for n in (1, 2)
    )
    _, (one, other) = quick().cut(page.encode())
    assert one.layout is other.layout
    assert (one.texts, other.texts) == (("规章", "1", "总计", "1"), ("规章", "2", "总计", "2"))


@pytest.mark.parametrize(
    "fault",
    [
        "<td>2",  # no end
        "<td>2</th>",
        "<td>2<td>3</td>",
        "2<td>3</td>",
        "<td><table><tr><td>2</td></tr></table></td>",
        "<td style='display:none'>2</td>",
        "<td><script>2</script></td>",
        "<td><!-- 2</td>",
        "<td title='2>3'>4</td>",
        "</tr></tr><tr><td>2</td>",
        "</tr><tr style='display:none'><td>2</td>",
    ],
)
def test_a_table_with_a_fault_is_left_to_the_parser(fault):
    page = f"<table><tr><td>1</td>{fault}</tr><tr><td>5</td><td>6</td></tr></table>"
    rest, grids = quick().cut(page.encode())
    outer = [grid for grid in grids if "5" in grid.texts]
    assert not outer
    assert b"<td>5</td>" in rest


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_cells_are_decoded_as_the_page_is(codec):
    table = "<table><tr><td>规章</td><td>1</td></tr><tr><td>总计</td><td>２</td></tr></table>"
    page = f'<meta charset="{codec}"><p>总体情况，主动公开政府信息</p>{table}'.encode(codec)
    found = html.read_page(page)
    assert found.encoding == codec
    assert found.blocks[1].texts == ("规章", "1", "总计", "２")
    assert quick(codec).cut(page)[1] == found.blocks[1:]


def test_a_page_that_declares_another_encoding_than_it_has_is_read_whole():
    table = "<table><tr><td>规章</td><td>1</td></tr><tr><td>总计</td><td>2</td></tr></table>"
    page = f'<meta charset="gb2312"><p>总体情况，主动公开政府信息</p>{table}'.encode()
    found = html.read_page(page)
    assert found.encoding == "utf-8"
    assert found.blocks[1].texts == ("规章", "1", "总计", "2")


def test_a_page_that_holds_the_mark_is_left_whole():
    page = f"<table {MARK}=0><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    assert quick().cut(page.encode()) == (page.encode(), [])
    assert read(page) == parsed(page)


@pytest.mark.parametrize("around", ["<sup>{}</sup>", "<pre>{}</pre>", "<s>{}</s>"])
def test_what_stands_around_a_table_still_counts(around):
    table = "<table><tr><td>甲</td><td>1\n2</td></tr><tr><td>乙</td><td>3</td></tr></table>"
    page = around.format(table)
    assert read(page) == parsed(page)


def test_markup_that_is_shown_raw_is_shown_whole():
    table = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>3</td></tr></table>"
    assert "<td>3</td>" in "".join(map(str, read(f"<p>一<plaintext>{table}")))


def test_the_memo_is_bounded():
    reader = quick()
    rng = random.Random(1)
    for _ in range(40):
        cells = "".join(f"<td id=x{rng.random()}>1</td>" for _ in range(1000))
        reader.cut(f"<table><tr>{cells}</tr><tr><td>2</td></tr></table>".encode())
    assert len(reader._pieces) <= 32_768
