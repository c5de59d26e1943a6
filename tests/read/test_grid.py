"""Spans and layout tables."""

import pytest

from govinfo.read.web.html import read_html


def cells(page):
    (grid,) = (block for block in read_html(page)[0] if not isinstance(block, str))
    at = grid.layout
    places = (at.rows, at.columns, at.row_spans, at.column_spans)
    return list(zip(grid.texts, *places, strict=True))


def plain(page):
    return [cell[:3] for cell in cells(page)]


def test_spans_are_expanded():
    page = """<table>
      <tr><td rowspan=2>甲<td colspan=2>乙</tr>
      <tr><td>1<td>2</tr>
      <tr><td>丙<td>3<td>4</tr></table>"""
    assert cells(page) == [
        ("甲", 0, 0, 2, 1),
        ("乙", 0, 1, 1, 2),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("丙", 2, 0, 1, 1),
        ("3", 2, 1, 1, 1),
        ("4", 2, 2, 1, 1),
    ]


@pytest.mark.parametrize("span", ["1ter", "", "x", "-3", " 1 ", "+1", "１"])
def test_damaged_spans_count_once(span):
    page = (
        f"<table><tr><td rowspan='{span}' colspan='{span}'>1<td>2</tr><tr><td>3<td>4</tr></table>"
    )
    assert plain(page) == [("1", 0, 0), ("2", 0, 1), ("3", 1, 0), ("4", 1, 1)]


@pytest.mark.parametrize("span", ["100000", "9" * 5000, "0"])
def test_row_spans_end_with_the_rows_there_are(span):
    page = f"<table><tr><td rowspan={span}>甲<td>1</tr><tr><td>2</tr></table>"
    assert cells(page)[0] == ("甲", 0, 0, 2, 1)
    assert plain(page)[1:] == [("1", 0, 1), ("2", 1, 1)]


def test_row_spans_end_with_their_row_group():
    page = """<table><thead><tr><td rowspan=5>甲<td>乙</tr></thead>
      <tbody><tr><td>1<td>2</tr></tbody></table>"""
    assert plain(page) == [("甲", 0, 0), ("乙", 0, 1), ("1", 1, 0), ("2", 1, 1)]


def test_column_spans_are_capped():
    assert cells("<table><tr><td colspan=9999>甲<td>乙</tr></table>")[1][2] == 100


def test_an_overlapped_cell_moves_to_the_next_free_column():
    page = """<table><tr><td>1<td rowspan=2>2<td>3</tr><tr><td colspan=2>4<td>5</tr></table>"""
    assert cells(page)[3:] == [("4", 1, 0, 1, 2), ("5", 1, 2, 1, 1)]


def test_the_foot_comes_last():
    page = (
        """<table><tfoot><tr><td>尾<td>9</tr></tfoot><tbody><tr><td>体<td>1</tr></tbody></table>"""
    )
    assert plain(page) == [("体", 0, 0), ("1", 0, 1), ("尾", 1, 0), ("9", 1, 1)]


def test_hidden_cells_and_rows_are_not_there():
    page = """<table><tr><td style="DISPLAY: none">0<td>1<td>2</tr>
      <tr style="display:none"><td>7<td>8</tr><tr><td>3<td>4</tr></table>"""
    assert plain(page) == [("1", 0, 0), ("2", 0, 1), ("3", 1, 0), ("4", 1, 1)]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<p>商业</p><p>企业</p>", "商业\n企业"),
        ("商业<p>企业</p>", "商业\n企业"),
        ("<p>12</p>34", "12\n34"),
        ("12<br>34", "12\n34"),
        ("<span>12<p>34</p></span>", "12\n34"),
        ("<div>12</div><div>34</div>", "12\n34"),
        ("<ul><li>12<li>34</ul>", "12\n34"),
        ("12\n34", "12 34"),
        ("<p> <span>2</span><b>6</b><o:p></o:p> </p>", "26"),
        ("<span>2</span> <span>6</span>", "2 6"),
        ("&nbsp;", "\xa0"),
        ("<p>&nbsp;5 </p>", "\xa05"),
        ("<p></p>", ""),
        ("<br>", ""),
        ("<!-- 1 -->2<script>3</script><style>4</style><template>5</template>", "2"),
        ("5<sup>1</sup>", "5¹"),
        ("5<sup><span>2</span></sup>", "5²"),
        ("5<sub>1</sub>", "5₁"),
        ("<del>12</del>13", "13"),
        ("<s>12</s>13", "12 13"),
        ("<input type=hidden value=1><input value=2><select><option>3</select>", "2"),
        ("12\f34", "12\n34"),
        ("12\x0034", "12\ufffd34"),
        ("<pre>12\n34</pre>", "12\n34"),
    ],
)
def test_a_cell_reads_as_it_is_seen_and_no_two_numbers_join(inside, text):
    page = f"<table><tr><td>甲</td><td style='x'>{inside}</td></tr></table>"
    assert plain(page)[1] == (text, 0, 1)


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>1</td></tr></table>",
        "<table><tr><td>1</td></tr><tr><td>2</td></tr></table>",
        f"<table><tr><td>目录</td><td>{'<p>一、总体情况</p>' * 80}</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_the_page_is_text(page):
    assert all(isinstance(block, str) for block in read_html(page)[0])


def test_a_table_in_a_layout_table_stays_a_table():
    inner = "<table><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></table>"
    page = f"<table><tr><td>首页<td><p>前</p>{inner}<p>后</p><td></tr></table>"
    blocks, _ = read_html(page)
    assert [block for block in blocks if isinstance(block, str)] == ["首页", "前", "后", ""]
    assert plain(page) == [("甲", 0, 0), ("1", 0, 1), ("乙", 1, 0), ("2", 1, 1)]


def test_a_long_note_leaves_a_table_of_numbers_a_table():
    rows = "".join(f"<tr><td>第{n}项<td>{n}</tr>" for n in range(12))
    assert len(cells(f"<table>{rows}<tr><td colspan=2>{'注：说明。' * 100}</tr></table>")) == 25


def test_a_caption_stands_before_its_table():
    blocks, _ = read_html("<table><caption>表一</caption><tr><td>甲<td>1</tr></table>")
    assert blocks[0] == "表一"


@pytest.mark.parametrize(
    "page",
    [
        "<tr><td>12</td><td>34</td></tr>",
        "<p>总计</p></table><tr><td>12</td><td></td><td>34</td></tr>",
        "<TD>12</TD><TH>34</TH>",
    ],
)
def test_cells_that_lost_their_table_stay_apart(page):
    blocks, _ = read_html(page)
    assert "12" in blocks
    assert "34" in blocks


def test_a_row_of_mixed_cells_keeps_their_order():
    page = "<table><tr><td>1<td>2<br>3<td>4<td style='display:none'>5<td>6</tr></table>"
    assert plain(page) == [("1", 0, 0), ("2\n3", 0, 1), ("4", 0, 2), ("6", 0, 3)]
