from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govinfo.read.page import Grid
from govinfo.read.pages.geometry import (
    Line,
    Rule,
    RuledTable,
    Word,
    join_pages,
    lay_out_page,
    page_blocks,
)

WIDTH, HEIGHT = 600, 800


def word(text, left, top, size=10):
    """A word whose characters are half as wide as high, Chinese ones as wide as high."""
    width = sum(size if ord(sign) > 0x2E80 else size / 2 for sign in text)
    return Word(text, left, top, left + width, top + size)


def across(at, left, right):
    return Rule(left, at, right, at)


def down(at, top, bottom):
    return Rule(at, top, at, bottom)


def mesh(columns, rows):
    """All lines of a table with these edges."""
    return [
        *(across(row, columns[0], columns[-1]) for row in rows),
        *(down(column, rows[0], rows[-1]) for column in columns),
    ]


def the_table(words, rules):
    (table,) = page_blocks(words, rules, WIDTH, HEIGHT)
    assert isinstance(table, RuledTable)
    return table


def cells(table):
    return [(b.row, b.column, b.row_span, b.column_span, b.text) for b in table.boxes]


def grids(pages):
    blocks = join_pages([lay_out_page(i, *page, WIDTH, HEIGHT) for i, page in enumerate(pages, 1)])
    return [
        list(zip(b.layout.rows, b.layout.columns, b.texts, strict=True))
        if isinstance(b, Grid)
        else b
        for b in blocks
    ]


# --- Ruled tables ---------------------------------------------------------------------------


def test_a_word_is_in_the_cell_of_its_centre() -> None:
    words = [word("规章", 55, 52), word("3", 105, 52), word("件数", 105, 72)]
    table = the_table(words, mesh([50, 100, 150], [50, 70, 90]))
    assert cells(table) == [
        (0, 0, 1, 1, "规章"),
        (0, 1, 1, 1, "3"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "件数"),
    ]


def test_fields_that_no_line_parts_are_one_cell() -> None:
    rules = [
        *mesh([50, 150], [50, 70, 90]),
        down(100, 70, 90),
    ]
    words = [word("申请人情况", 60, 55), word("1", 55, 75), word("2", 105, 75)]
    assert cells(the_table(words, rules)) == [
        (0, 0, 1, 2, "申请人情况"),
        (1, 0, 1, 1, "1"),
        (1, 1, 1, 1, "2"),
    ]


@given(st.sampled_from(["dashes", "doubled", "boxes", "thick"]))
def test_a_table_is_the_same_however_its_lines_are_drawn(how: str) -> None:
    columns, rows = [50, 100, 150], [50, 70, 90]
    words = [word(str(i), 60 + 50 * (i % 2), 55 + 20 * (i // 2)) for i in range(4)]
    rules = []
    for rule in mesh(columns, rows):
        flat = rule.right - rule.left > rule.bottom - rule.top
        if how == "dashes":
            start, end = (rule.left, rule.right) if flat else (rule.top, rule.bottom)
            for i in range(int((end - start) // 5)):
                at = start + 5 * i, start + 5 * i + 3
                rules.append(across(rule.top, *at) if flat else down(rule.left, *at))
        elif how == "doubled":
            shift = (0, 2, 0, 2) if flat else (2, 0, 2, 0)
            rules += [rule, Rule(*(a + b for a, b in zip(rule, shift, strict=True)))]
        elif how == "thick":
            grown = (0, -1, 0, 1) if flat else (-1, 0, 1, 0)
            rules.append(Rule(*(a + b for a, b in zip(rule, grown, strict=True))))
    if how == "boxes":
        for left, right in ((50, 99), (101, 150)):
            for top, bottom in ((50, 69), (71, 90)):
                rules += mesh([left, right], [top, bottom])
    assert [text for *_, text in cells(the_table(words, rules))] == ["0", "1", "2", "3"]


def test_a_line_below_words_is_no_row() -> None:
    words = [word("1", 55, 55), word("2", 105, 55), word("3", 55, 75), word("4", 105, 75)]
    rules = [*mesh([50, 100, 150], [50, 70, 90]), across(66, 105, 112)]
    assert len(the_table(words, rules).boxes) == 4


def test_a_number_over_a_line_belongs_to_no_one_column() -> None:
    words = [word("39857", 90, 55), word("1", 55, 75), word("2", 105, 75)]
    table = the_table(words, mesh([50, 100, 150], [50, 70, 90]))
    assert cells(table)[0] == (0, 0, 1, 2, "39857")


def test_a_table_without_outer_lines_has_its_outer_columns() -> None:
    rules = [*(across(at, 50, 200) for at in (50, 70, 90)), down(100, 50, 90), down(150, 50, 90)]
    words = [word(text, at, 55) for text, at in (("规章", 55), ("3", 110), ("4", 160))]
    assert [text for *_, text in cells(the_table(words, rules))][:3] == ["规章", "3", "4"]


def test_lines_that_part_fields_in_no_shape_of_a_cell_take_them_together() -> None:
    # The field in the corner is open to both its neighbours.
    rules = [
        *mesh([50, 100, 150, 200], [50, 70, 90, 110]),
    ]
    rules = [r for r in rules if r not in (down(100, 50, 110), across(70, 50, 200))]
    rules += [down(100, 70, 110), across(70, 100, 200)]
    words = [word(str(i), 60 + 50 * (i % 3), 55 + 20 * (i // 3)) for i in range(9)]
    found = cells(the_table(words, rules))
    assert found[0] == (0, 0, 2, 2, "0 1\n3 4")
    assert [text for *_, text in found[1:]] == ["2", "5", "6", "7", "8"]


def test_a_frame_around_a_table_is_none() -> None:
    rules = [*mesh([20, 500], [20, 300]), *mesh([50, 100, 150], [50, 70, 90])]
    words = [word("1", 55, 55), word("2", 105, 55), word("4", 105, 75), word("题", 30, 25)]
    blocks = page_blocks(words, rules, WIDTH, HEIGHT)
    assert [type(block) for block in blocks] == [Line, RuledTable]


def test_many_lines_are_a_drawing_and_its_words_stay() -> None:
    rules = [across(2 * (i // 7), i % 7 * 40, i % 7 * 40 + 15) for i in range(5000)]
    page = lay_out_page(4, [word("图", 50, 50)], rules, WIDTH, HEIGHT)
    assert [block.text for block in page.blocks] == ["图"]
    assert page.warnings[0].startswith("drawing: page 4: ")


# --- Lines ----------------------------------------------------------------------------------


def test_numbers_never_join_however_close_they_stand() -> None:
    words = [word("12", 50, 50), word("34", 60, 50), word("件", 70, 50)]
    (line,) = page_blocks(words, [], WIDTH, HEIGHT)
    assert line.text == "12 34件"


def test_a_word_printed_over_itself_counts_once() -> None:
    words = [word("12", 50, 50), word("12", 50.4, 50)]
    (line,) = page_blocks(words, [], WIDTH, HEIGHT)
    assert line.text == "12"


def test_columns_without_lines_keep_their_places() -> None:
    rows = [("信息内容", "制发", "现行"), ("规章", "1", "11"), ("行政规范性文件", "8", "66")]
    words = [
        word(text, left, 50 + 20 * i)
        for i, row in enumerate(rows)
        for text, left in zip(row, (50, 123, 200), strict=True)
    ]
    lines = [block.text for block in page_blocks(words, [], WIDTH, HEIGHT)]
    places = [[line.index(text) for text in row] for line, row in zip(lines, rows, strict=True)]
    assert places == [[0, 15, 30]] * 3
    assert not any("文件8" in line for line in lines)


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 60)), max_size=40, unique=True))
def test_no_word_is_lost_or_changed(places: list[tuple[int, int]]) -> None:
    words = [word(f"{i}", 12 * x, 12 * y) for i, (x, y) in enumerate(places)]
    rules = mesh([0, 130, 300, 400], [0, 200, 310, 500])
    found = []
    for block in page_blocks(words, rules, WIDTH, HEIGHT):
        texts = [block.text] if isinstance(block, Line) else [box.text for box in block.boxes]
        found += [number for text in texts for number in text.split()]
    assert sorted(found) == sorted(text for text, *_ in words)


# --- Pages ----------------------------------------------------------------------------------

COLUMNS = [50, 150, 200, 250]


def rows_of(texts, top):
    """Words and rules of rows, each 20 high."""
    rows = [top + 20 * i for i in range(len(texts) + 1)]
    words = [
        word(text, COLUMNS[j] + 5, rows[i] + 5)
        for i, row in enumerate(texts)
        for j, text in enumerate(row)
        if text
    ]
    return words, mesh(COLUMNS, rows)


def test_a_table_goes_on_over_the_end_of_a_page_and_its_head_is_printed_once() -> None:
    head = ["信息内容", "制发", "废止"]
    pages = [
        rows_of([head, ["规章", "1", "0"]], 700),
        rows_of([head, ["规范性文件", "8", "26"]], 50),
    ]
    (grid,) = grids(pages)
    assert [text for *_, text in grid] == [*head, "规章", "1", "0", "规范性文件", "8", "26"]


def test_a_page_number_does_not_part_a_table() -> None:
    words, rules = rows_of([["规章", "1", "0"], ["其他", "2", "0"]], 600)
    pages = [
        ([*words, word("- 3 -", 280, 770)], rules),
        rows_of([["规范性文件", "8", "26"], ["许可", "5", "0"]], 50),
    ]
    (grid,) = grids(pages)
    assert len(grid) == 12


def test_words_between_two_tables_part_them() -> None:
    words, rules = rows_of([["许可", "5", "0"], ["处罚", "2", "0"]], 80)
    pages = [
        rows_of([["规章", "1", "0"], ["其他", "2", "0"]], 600),
        ([word("第八项", 50, 55), *words], rules),
    ]
    assert [type(block) for block in grids(pages)] == [list, str, list]


def test_tables_with_other_columns_stay_apart() -> None:
    words = [word("1", 55, 55), word("2", 130, 55), word("3", 55, 75), word("4", 130, 75)]
    pages = [
        rows_of([["规章", "1", "0"], ["其他", "2", "0"]], 600),
        (words, mesh([50, 120, 250], [50, 70, 90])),
    ]
    assert len(grids(pages)) == 2


def test_a_label_cut_by_the_page_is_one_label() -> None:
    pages = [
        rows_of([["信息内容", "制发", "废止"], ["要求确认或者重新出", "1", "0"]], 700),
        rows_of([["具已获取信息", "", ""], ["其他", "3", "4"]], 50),
    ]
    (grid,) = grids(pages)
    assert [text for row, _, text in grid if row == 1] == [
        "要求确认或者重新出\n具已获取信息",
        "1",
        "0",
    ]
    assert [text for row, _, text in grid if row == 2] == ["其他", "3", "4"]


def test_numbers_of_a_row_cut_by_the_page_stand_in_either_half() -> None:
    pages = [
        rows_of([["信息内容", "制发", "废止"], ["行政强制", "", ""]], 700),
        rows_of([["", "1", "0"], ["其他", "3", "4"]], 50),
    ]
    (grid,) = grids(pages)
    assert [text for row, _, text in grid if row == 1] == ["行政强制", "1", "0"]


def test_rows_that_both_hold_numbers_stay_two() -> None:
    pages = [
        rows_of([["信息内容", "制发", "废止"], ["要求确认或者重新出", "1", "0"]], 700),
        rows_of([["具已获取信息", "1", "0"], ["其他", "3", "4"]], 50),
    ]
    (grid,) = grids(pages)
    assert len({row for row, *_ in grid}) == 4


def test_a_blank_row_of_its_own_label_stays_a_row() -> None:
    pages = [
        rows_of([["信息内容", "制发", "废止"], ["行政处罚", "1", "0"]], 700),
        rows_of([["行政强制", "", ""], ["其他", "3", "4"]], 50),
    ]
    (grid,) = grids(pages)
    assert [text for row, _, text in grid if row == 2] == ["行政强制", "", ""]


def test_a_cell_over_several_rows_goes_on_over_the_page() -> None:
    def part(top, label):
        rows = [top, top + 20, top + 40]
        rules = [r for r in mesh(COLUMNS, rows) if r != across(rows[1], 50, 250)]
        words = [word(str(i), 155 + 50 * (i % 2), rows[i // 2] + 5) for i in range(4)]
        return [*words, *([word(label, 55, top + 5)] if label else [])], [
            *rules,
            across(rows[1], 150, 250),
        ]

    (grid,) = grids([part(700, "三"), part(50, "")])
    assert [(row, text) for row, column, text in grid if column == 0] == [(0, "三")]


@given(st.integers(2, 6), st.sampled_from(["{0}", "{0}/9", "第{0}页", "- {0} -"]))
def test_what_counts_the_pages_is_no_text(n: int, mark: str) -> None:
    pages = [
        ([word(f"第{'甲乙丙丁戊己'[i]}段。", 50, 300), word(mark.format(i + 1), 280, 770)], [])
        for i in range(n)
    ]
    assert grids(pages) == [f"第{sign}段。" for sign in "甲乙丙丁戊己"[:n]]


def test_a_number_at_the_foot_that_counts_nothing_is_text() -> None:
    pages = [([word("合计", 50, 300), word(text, 280, 770)], []) for text in ("7", "7", "7")]
    assert grids(pages) == ["合计", "7"] * 3


def test_a_running_title_stands_once() -> None:
    pages = [([word("某市年报", 50, 20), word(f"正文{n}。", 50, 300)], []) for n in "甲乙丙"]
    assert grids(pages) == ["某市年报", "正文甲。", "正文乙。", "正文丙。"]


def test_a_number_cut_by_the_end_of_a_line_is_whole() -> None:
    full = "全市共受理政府信息公开申请并按时逐件作出答复的一共有3"
    lines = [
        "本年度全市各级行政机关办理情况说明如下各县区另行报告",
        full,
        "119件，其中自然人3001件。",
    ]
    words = [word(text, 50, 50 + 20 * i) for i, text in enumerate(lines)]
    assert grids([(words, [])])[-1].endswith("一共有3119件，其中自然人3001件。")


def test_a_heading_is_not_joined_with_what_follows() -> None:
    lines = ["五、存在的主要问题及改进情况", "无。"]
    words = [word(text, 50, 50 + 20 * i) for i, text in enumerate(lines)]
    assert grids([(words, [])]) == lines
