"""Running text and metadata of pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import Table
from govinfo.read import read_document
from govinfo.read.web.html import declared_encoding, read_html

TAGS = ["p", "div", "span", "table", "tr", "td", "th", "tbody", "thead", "br", "sup", "pre", "s"]
TAGS += ["caption", "select", "option", "template", "script", "title", "math", "svg", "o:p", "li"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<td rowspan=3>", "<td colspan=0>", "<tr style='display:none'>", "<!--", "-->"]
    ),
    st.sampled_from(["12", "总计", " ", "\n", "\f", "&nbsp;", "<", "&#0;", "\r"]),
)


def lines(page):
    return [block for block in read_html(page)[0] if isinstance(block, str)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>一</p><p>二</p>", ["一", "二"]),
        ("<p>一<br>二</p>", ["一", "二"]),
        ("<p>一<br><br>二<br></p>", ["一", "", "二"]),
        ("一<div>二<p>三</div>四", ["一", "二", "三", "四"]),
        ("<h1>题</h1><ul><li>甲<li>乙</ul>", ["题", "甲", "乙"]),
        ("<span>20</span><span>23</span>年", ["2023年"]),
        ("<p>共\n   26 \t件</p>", ["共 26 件"]),
        ("<p>&nbsp;</p>", ["\xa0"]),
        ("<p>0</p><p></p><p><br></p><p>3</p>", ["0", "", "", "3"]),
        ("<div></div><div> </div>", []),
        ("<p>甲<o:p></o:p><font>乙</font><publishtime>丙</publishtime></p>", ["甲乙丙"]),
        ("<p><![if !supportLists]>1.<![endif]>甲</p>", ["1.甲"]),
        ("<p>甲<!--[if gte mso 9]><xml>乙</xml><![endif]--></p>", ["甲"]),
        ("<p>甲</p><script>乙</script><style>丙</style><noscript>丁</noscript>", ["甲"]),
        ("<template>甲</template><select><option>乙</select><textarea>丙</textarea>丁", ["丁"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("标题: 年报\n日期: 2024\n<p>正文</p>", ["标题: 年报", "日期: 2024", "正文"]),
        ("<!doctype html>\n<html><head><title>题</title></head><body>文</body>", ["文"]),
        ("<frameset><frame src=x></frameset>", []),
    ],
)
def test_lines_are_what_a_browser_shows(page, expected):
    assert lines(page) == expected


def test_metadata_is_title_and_named_meta_elements_as_printed():
    page = """<head><title> 年报
      2023 </title><meta charset=utf-8><meta http-equiv=x content=y>
      <meta name="PubDate" content="2024-01-17 "><meta property="og:title" content="题">
      <meta name="empty"></head><p>文"""
    assert read_html(page)[1] == (
        ("title", "年报 2023"),
        ("PubDate", "2024-01-17 "),
        ("og:title", "题"),
    )


def test_the_title_of_a_drawing_is_not_the_title():
    assert read_html("<svg><title>图标</title></svg><p>文")[1] == ()


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb2312"),
        (b"<META CHARSET=GBK>", "GBK"),
        (b'<?xml version="1.0" encoding="big5"?><html>', "big5"),
        (b"<p>charset=gbk</p>", None),
    ],
)
def test_the_declared_encoding_is_found(head, label):
    assert declared_encoding(head) == label


def test_deep_nesting_is_read():
    assert lines("<div>" * 5000 + "底") == ["底"]
    assert lines("<table><tr><td>" * 5000 + "底") == ["底"]
    assert "".join(lines("<p>" + "<b>" * 5000 + "底")) == "底"


def test_a_megabyte_of_digits_is_one_paragraph():
    assert lines("<p>" + "1" * 1_000_000) == ["1" * 1_000_000]


def test_a_huge_row_span_costs_nothing():
    page = "<table>" + "<tr><td rowspan=100000 colspan=100000>1<td>2</tr>" * 500 + "</table>"
    assert sum(text in ("1", "2") for text in lines(page)) == 1000


@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_markup_gives_a_sound_document(markup):
    document = read_document(f"<p>总计</p>{markup}".encode(), path="page.html")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [table.number for table in tables] == list(range(1, len(tables) + 1))
    for block in document.blocks:
        if isinstance(block, Table):
            assert 0 <= block.start <= len(document.text)
            for cell in block.cells:
                assert cell.row + cell.row_span <= block.n_rows
                assert cell.column + cell.column_span <= block.n_columns
        else:
            assert document.text[block.start : block.start + len(block.text)] == block.text


@given(
    st.lists(st.sampled_from(["<td>", "</td>", "<tr>", "<table>", "</table>", "<p>"]), max_size=20)
)
def test_a_cell_tag_always_parts_two_numbers(tags):
    page = "<p>总计</p>" + "<td>12</td>".join(tags) + "<td>12</td><td>12</td>"
    document = read_document(page.encode(), path="page.html")
    cells = [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]
    assert "1212" not in document.text
    assert not any("1212" in cell for cell in cells)
