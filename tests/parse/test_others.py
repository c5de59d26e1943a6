"""Tables of no registered form are kept whole; what is no table of data is not kept."""

import json
import math
from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import Table
from govinfo.parse import parse
from govinfo.parse.leftover.grids import read_other_grid
from govinfo.parse.lists.paths import Paths
from govinfo.read import read_document
from govinfo.schema import STATUSES

HEADS = ["2012年度", "历年累计"]
STATUTORY_TABLE = """<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>
<tr><td>行政许可</td><td>12</td></tr></table>"""


def html(*rows):
    cells = "".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<table>{cells}</table>"


def td(text, across=1, down=1):
    return f"<td colspan='{across}' rowspan='{down}'>{text}</td>"


def report_of(body, path="page.html"):
    page = f"临河县水利局2012年政府信息公开工作年度报告\n一、概述\n略。\n{body}\n"
    page += "六、存在的主要问题及改进措施\n略。\n七、其他需要报告的事项\n无。"
    if path.endswith("html"):
        lines = "".join(
            line if line.startswith(("<table", "<tr")) else f"<p>{line}</p>"
            for line in page.split("\n")
        )
        page = f"<html><body>{lines}</body></html>"
    return parse(read_document(page.encode(), path=path))


def kept(report):
    """Row label, column label and value (or status) of every cell kept."""
    found = report.others
    if found is None:
        return []
    values = [
        value if value == value else STATUSES[(state & 7) - 1]
        for value, state in zip(found.value, found.state, strict=True)
    ]
    return list(zip(found.row_label, found.column_label, values, strict=True))


SHEET = html(
    [td("指标"), td("单位"), td("2012年"), td("历年累计")],
    [td("主动公开数"), td("条"), td("15"), td("1,204")],
    [td("其中：网站"), td("条"), td("5"), td("—")],
    [td("收费"), td("元"), td(""), td("12.5")],
)


def test_a_sheet_of_no_registered_form_is_kept_whole():
    report = report_of(f"附：统计表\n{SHEET}")
    assert kept(report) == [
        ("主动公开数", "2012年", 15),
        ("主动公开数", "历年累计", 1204),
        ("主动公开数/其中：网站", "2012年", 5),
        ("主动公开数/其中：网站", "历年累计", "not_applicable"),
        ("收费", "2012年", "blank"),
        ("收费", "历年累计", 12.5),
    ]
    assert report.others.unit == ["条", "条", "条", "条", "元", "元"]
    assert list(report.others.row) == [2, 2, 3, 3, 4, 4]
    assert list(report.others.column) == [3, 4] * 3
    assert report.others.titles == {1: "附：统计表"}


def test_a_table_of_a_registered_form_is_no_other_table():
    report = report_of(STATUTORY_TABLE)
    assert "proactive.2021" in report.forms or "proactive.2019" in report.forms
    assert report.others is None


def test_a_sheet_beside_a_registered_form_is_kept_with_its_own_number():
    report = report_of(STATUTORY_TABLE + SHEET)
    assert set(report.others.table) == {2}
    assert not [warning for warning in report.warnings if warning.startswith("extra_row")]


def test_a_table_printed_twice_is_no_other_table():
    assert report_of(STATUTORY_TABLE + STATUTORY_TABLE).others is None


def test_parents_are_read_from_spanning_cells_and_group_rows():
    page = html(
        [td("类别", 2), td("数量", 2)],
        [td("一、主动公开情况", 4)],
        [td("主动公开", 1, 2), td("网站"), td("3", 2)],
        [td("公报"), td("4", 2)],
        [td("二、申请情况", 4)],
        [td("1.当面", 2), td("5", 2)],
        [td("2.网上", 2), td("6", 2)],
        [td("合计", 2), td("18", 2)],
    )
    assert [(row, value) for row, _, value in kept(report_of(page))] == [
        ("一、主动公开情况/主动公开/网站", 3),
        ("一、主动公开情况/主动公开/公报", 4),
        ("二、申请情况/1.当面", 5),
        ("二、申请情况/2.网上", 6),
        ("合计", 18),
    ]


def test_heads_of_several_storeys_are_a_path():
    page = html(
        [td("序号", 1, 2), td("项目", 1, 2), td("数量", 2), td("备注", 1, 2)],
        [td("本级"), td("乡镇")],
        [td("1"), td("网站"), td("3"), td("4"), td("含微博")],
        [td("2"), td("公报"), td("5"), td("6①"), td("")],
    )
    assert kept(report_of(page)) == [
        ("网站", "数量/本级", 3),
        ("网站", "数量/乡镇", 4),
        ("网站", "备注", "unreadable"),
        ("公报", "数量/本级", 5),
        ("公报", "数量/乡镇", "unreadable"),
    ]


def test_two_lists_side_by_side_keep_their_own_labels():
    page = html(
        [td("项目"), td("数量"), td("项目"), td("数量")],
        [td("网站"), td("3"), td("复议"), td("1")],
        [td("公报"), td("4"), td("诉讼"), td("2")],
    )
    assert [(row, value) for row, _, value in kept(report_of(page))] == [
        ("网站", 3),
        ("复议", 1),
        ("公报", 4),
        ("诉讼", 2),
    ]


def test_a_number_over_two_columns_is_given_to_neither():
    page = html(
        [td("项目"), td("2011年"), td("2012年")],
        [td("网站"), td("3"), td("4")],
        [td("公报"), td("5"), td("6")],
        [td("合计"), td("18", 2)],
    )
    report = report_of(page)
    assert kept(report)[-1] == ("合计", "", "unplaced")
    assert report.others.raw[-1] == "18"


@pytest.mark.parametrize(
    "page",
    [
        html(
            [td("索引号"), td("12"), td("年度"), td("2012")],
            [td("发布机构"), td("局"), td("序"), td("33")],
        ),
        html(*[[td(day) for day in row] for row in ("日一二三四五六", "1234567")]),
        html([td("首页"), td("1"), td("2"), td("3"), td("末页")]),
        html([td("首页"), td("机构"), td("动态")], [td("公开"), td("互动"), td("服务")]),
        html([td("项目"), td("数量")], [td("网站"), td("")], [td("公报"), td("")]),
        html([td("1"), td("2")], [td("3"), td("4")]),
    ],
    ids=["card", "calendar", "pages", "menu", "blank form", "bare numbers"],
)
def test_cards_calendars_menus_and_blank_sheets_are_no_tables_of_data(page):
    assert report_of(page).others is None


ROWS = [
    ("主动公开数", "条", "15"),
    ("其中：1．网站", "条", "12"),
    ("2．公报", "条", "3"),
    ("咨询数", "件", "0"),
]


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", " | ", "\t"])
def test_a_sheet_in_running_text_is_kept_with_the_place_of_each_number(gap):
    sheet = gap.join(["附表", "指 标 名 称", "单位", "数量", *(gap.join(row) for row in ROWS)])
    page = f"六、附表{gap}{sheet}{gap}附件下载"
    report = report_of(page, path="page.txt")
    assert kept(report) == [
        ("主动公开数", "数量", 15),
        ("主动公开数/其中：1．网站", "数量", 12),
        ("主动公开数/2．公报", "数量", 3),
        ("咨询数", "数量", 0),
    ]
    assert report.others.unit == ["条", "条", "条", "件"]
    assert all(
        last >= first > 0
        for first, last in zip(report.others.first, report.others.last, strict=True)
    )


def test_a_sheet_in_traditional_characters_has_its_units_too():
    rows = "主動公開數 條 15 諮詢數 件 3 複議數 件 0"
    report = report_of(f"附表 指標名稱 單位 數量 {rows}", path="page.txt")
    assert report.others.unit == ["條", "件", "件"]
    page = html(
        [td("指標"), td("計量"), td("數量")],
        [td("主動公開數"), td("條"), td("15")],
        [td("諮詢數"), td("次"), td("3")],
    )
    assert report_of(page).others.unit == ["條", "次"]


def test_lines_of_cells_are_a_grid():
    lines = ["| 指标 | 单位 | 2011年 | 2012年 |", "|---|---|---|---|"]
    lines += [f"| {label} | {unit} | {value} |  |" for label, unit, value in ROWS]
    report = report_of("\n".join(lines), path="page.txt")
    assert kept(report)[:2] == [("主动公开数", "2011年", 15), ("主动公开数", "2012年", "blank")]
    assert len(kept(report)) == 2 * len(ROWS)


def test_two_columns_in_running_text_are_told_apart_by_their_heads():
    rows = " ".join(f"{label} {unit} {value} 99" for label, unit, value in ROWS)
    report = report_of(f"情况表 指标名称 计量单位 2012年度 历年累计 {rows}", path="page.txt")
    assert kept(report)[:2] == [("主动公开数", "2012年度", 15), ("主动公开数", "历年累计", 99)]


def test_where_a_number_is_missing_none_of_the_row_is_placed():
    rows = " ".join(f"{label} {unit} {value} 99" for label, unit, value in ROWS)
    rows = rows.replace("12 99", "12")
    report = report_of(f"情况表 指标名称 计量单位 2012年度 历年累计 {rows}", path="page.txt")
    by_row = {row: value for row, _, value in kept(report)}
    assert by_row["主动公开数/其中：1．网站"] == "unplaced"
    assert by_row["咨询数"] == 99


def test_numbers_of_rows_are_no_values():
    rows = " ".join(f"{i} {label} {value}" for i, (label, _, value) in enumerate(ROWS, start=1))
    report = report_of(f"附表 序号 项目 数量 {rows}", path="page.txt")
    assert [value for _, _, value in kept(report)] == [15, 12, 3, 0]


def test_a_value_lost_before_the_number_of_the_next_row_is_not_replaced_by_it():
    rows = " ".join(f"{i} {label} {value}" for i, (label, _, value) in enumerate(ROWS, start=1))
    report = report_of(f"附表 序号 项目 数量 {rows.replace(' 12 ', ' ')}", path="page.txt")
    assert [value for _, _, value in kept(report)] == [15, "unplaced", 3, 0]


def test_columns_with_names_of_their_own_are_told_apart_where_each_is_one_word():
    rows = " ".join(f"{label} {unit} {value} 7 8" for label, unit, value in ROWS)
    report = report_of(f"附表 指标名称 单位 区政府 区直 乡镇 {rows}", path="page.txt")
    assert kept(report)[:3] == [
        ("主动公开数", "区政府", 15),
        ("主动公开数", "区直", 7),
        ("主动公开数", "乡镇", 8),
    ]
    report = report_of(f"附表 指标名称 单位 区 政府 区直 乡镇 {rows}", path="page.txt")
    assert {value for _, _, value in kept(report)} == {"unplaced"}
    assert report.others.raw[0] == "15 7 8"


def test_an_annex_without_a_header_needs_a_unit_in_every_row():
    rows = " ".join(chain.from_iterable([*ROWS, ("复议数", "件", "0")]))
    report = report_of(f"附表一 {rows}", path="page.txt")
    assert [value for _, _, value in kept(report)] == [15, 12, 3, 0, 0]
    assert report.others.titles == {1: "附表一"}
    assert (
        report_of(f"附表一 {rows.replace('条', '').replace('件', '')}", path="page.txt").others
        is None
    )


def test_a_heading_before_a_label_is_its_parent():
    rows = "一、主动公开 （一）网站数 条 15 （二）公报数 条 3 二、申请 （一）收到数 件 4"
    report = report_of(f"附表 指标名称 单位 数量 {rows}", path="page.txt")
    assert [row for row, _, _ in kept(report)] == [
        "一、主动公开/（一）网站数",
        "一、主动公开/（二）公报数",
        "二、申请/（一）收到数",
    ]


def test_a_row_that_lost_its_label_is_not_placed():
    rows = "网站数 条 15 条 3 收到数 件 4 答复数 件 4"
    report = report_of(f"附表 指标名称 单位 数量 {rows}", path="page.txt")
    assert [(row, value) for row, _, value in kept(report)][1] == ("", "unplaced")


def test_a_header_repeated_in_the_body_names_the_columns_below_it():
    page = html(
        [td("项目"), td("新增"), td("废止")],
        [td("网站"), td("3"), td("4")],
        [td("项目"), td("收到"), td("答复")],
        [td("申请"), td("5"), td("6")],
        [td("投诉"), td("见附件"), td("略去")],
    )
    found = kept(report_of(page))
    assert found[2:4] == [("申请", "收到", 5), ("申请", "答复", 6)]
    assert found[4:] == [("投诉", "收到", "unreadable"), ("投诉", "答复", "unreadable")]


SHEETS = st.lists(
    st.tuples(st.sampled_from("条件元"), st.lists(st.integers(0, 3000), min_size=2, max_size=2)),
    min_size=4,
    max_size=8,
)


@given(SHEETS, st.data())
def test_whatever_a_line_loses_no_number_goes_to_another_cell(sheet, data):
    names = [f"{numeral}类公开信息总数" for numeral in "甲乙丙丁戊己庚辛"]
    rows = [
        [name, unit, *map(str, values)] for name, (unit, values) in zip(names, sheet, strict=False)
    ]
    truth = {
        (row[0], head): float(value)
        for row in rows
        for head, value in zip(HEADS, row[2:], strict=True)
    }
    row = data.draw(st.integers(0, len(rows) - 1))
    del rows[row][data.draw(st.integers(0, 3))]
    line = " ".join(chain.from_iterable(rows))
    report = report_of(f"附表 指标名称 单位 {' '.join(HEADS)} {line}", path="page.txt")
    for label, head, value in kept(report):
        if not isinstance(value, str):
            assert truth.get((label, head)) == value


@pytest.mark.parametrize(
    "prose",
    [
        "主要内容 数量 较多，网站公开 15 条，公报公开 3 条，其他 2 条。",
        "详见附表。2012年公开15条、网站12条、公报3条。",
        "指标名称 数量 略。",
    ],
)
def test_prose_is_no_table(prose):
    assert report_of(prose, path="page.txt").others is None


@pytest.mark.parametrize(
    ("labels", "last"),
    [
        (["总数", "其中：网站"], "总数/其中：网站"),
        (["总数", "其中：网站", "其中：公报"], "总数/其中：公报"),
        (["总数", "其中：网站", "复议数"], "复议数"),
        (["一、公开", "（一）总数", "1.网站", "2.公报"], "一、公开/（一）总数/2.公报"),
        (["一、公开", "（一）总数", "1.网站", "（二）其他"], "一、公开/（二）其他"),
        (["一、公开", "（一）总数", "二、申请"], "二、申请"),
        (["一、公开", "3.网站"], "一、公开/3.网站"),
        (["总数", "3.网站"], "3.网站"),
        (["甲", "其中：1．乙", "2．丙", "其中：1．丁", "2．戊"], "甲/2．丙/2．戊"),
    ],
)
def test_a_parent_is_named_where_the_print_leaves_no_doubt(labels, last):
    paths = Paths()
    assert [paths.step(label) for label in labels][-1] == last


TEXTS = st.sampled_from(
    [
        "",
        "0",
        "12",
        "1,204",
        "—",
        "5①",
        "网站",
        "一、公开",
        "其中：公报",
        "数量",
        "单位",
        "条",
        "2012年",
        "合计",
    ]
)


@given(
    st.lists(
        st.lists(st.tuples(TEXTS, st.integers(1, 3), st.integers(1, 3)), max_size=5), max_size=7
    )
)
def test_whatever_the_grid_a_value_is_there_exactly_when_it_was_reported(rows):
    page = html(*[[td(*cell) for cell in row] for row in rows])
    document = read_document(f"<p>表</p>{page}".encode(), path="page.html")
    for table in document.blocks:
        if isinstance(table, Table):
            _, cells = read_other_grid(table)
            places = [(cell.row, cell.column) for cell in cells]
            assert len(set(places)) == len(places)
            assert all(one <= other for one, other in pairwise(row for row, _ in places))
            for cell in cells:
                assert math.isnan(cell.number.value) == (cell.number.status != "reported")


def test_the_local_sheet_of_a_real_report_is_kept_row_by_row(goldens):
    path = goldens / "pingtan_2011_civil_air_defence.txt"
    meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
    (wanted,) = meta["tables_unregistered"]
    found = parse(read_document(path.read_bytes(), path=path.name)).others
    assert list(found.titles.values()) == [wanted["title"]]
    rows = zip(found.row_label, found.unit, found.value, strict=True)
    own = [[label.rpartition("/")[2], unit, value] for label, unit, value in rows]
    assert own == wanted["rows"]
    assert found.row_label[11].split("/")[:3] == [wanted["rows"][i][0] for i in (1, 3, 5)]
