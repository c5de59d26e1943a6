"""Tables in real grids: a number belongs to the row and the head it stands under."""

import pytest
from variants.written import html_of as html

from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.registry import rows

REQUESTS = list(dict.fromkeys(r["row_path"] for r in rows("forms") if r["form"] == "requests.2021"))
OLDER = list(dict.fromkeys(r["row_path"] for r in rows("forms") if r["form"] == "requests.2019"))
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
HEAD = [
    [("", 3, 3), ("申请人情况", 1, 7)],
    [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
    ORGANISATIONS,
]
ZERO = "0 0 0 0 0 0 0"
FILLED = {
    "本年新收政府信息公开申请数量": "3 1 0 0 0 0 4",
    "上年结转政府信息公开申请数量": "1 0 0 0 0 0 1",
    "予以公开": "2 1 0 0 0 0 3",
    "本机关不掌握相关政府信息": "1 0 0 0 0 0 1",
    "总计": "3 1 0 0 0 0 4",
    "结转下年度继续办理": "1 0 0 0 0 0 1",
}
COLUMNS = [
    "natural_person", "business", "research", "public_interest", "legal_service", "other_org",
    "total",
]  # fmt: skip


def numbers(printed):
    return printed.split()


def name(path):
    label = path.split("/")[-1]
    return label.split("（区分")[0].lstrip("一二三四五六七八（）、0123456789.")


def body(paths=REQUESTS, *, filled=FILLED, parents=True, cells=numbers):
    """Rows of the requests table, each parent in a cell over its rows."""
    lines, open_ = [], ()
    for path in paths:
        *above, label = path.split("/")
        line = []
        for depth, parent in enumerate(above):
            if parents and open_[: depth + 1] != tuple(above[: depth + 1]):
                prefix = "/".join(above[: depth + 1]) + "/"
                line.append((parent, sum(other.startswith(prefix) for other in paths), 1))
        open_ = tuple(above)
        width = 3 - len(above) if parents else 1
        lines.append([*line, (label, 1, width), *cells(filled.get(name(path), ZERO))])
    return lines


def read(*tables, section="三、收到和处理政府信息公开申请情况", year=2023):
    between = "<p>- 3 -</p>".join(tables)
    page = (
        f"<html><body><p>临河县水利局{year}年政府信息公开工作年度报告</p><p>一、总体情况</p>"
        f"<p>我局按时更新网站栏目。</p><p>{section}</p>{between}"
        "<p>五、存在的主要问题及改进情况</p><p>个别栏目更新慢。</p>"
        "<p>六、其他需要报告的事项</p><p>无。</p></body></html>"
    )
    report = parse(read_document(page.encode(), path="report.html"))
    frame = report.facts()
    return frame[frame["form"] != "narrative"].set_index("metric"), report


def row(frame, item, what="value"):
    return frame.loc[[f"requests.{item}.{column}" for column in COLUMNS], what].tolist()


def assert_filled(frame):
    for item, label in [
        ("new", "本年新收政府信息公开申请数量"),
        ("granted", "予以公开"),
        ("unavailable.not_held", "本机关不掌握相关政府信息"),
        ("concluded", "总计"),
        ("carried_out", "结转下年度继续办理"),
    ]:
        assert row(frame, item) == [float(text) for text in FILLED[label].split()]
    assert frame["value"].sum() == 28


def test_a_spanned_table_is_read_cell_by_cell():
    frame, report = read(html([*HEAD, *body()]))
    assert_filled(frame)
    assert set(frame["status"]) == {"reported"}
    assert set(frame["method"]) == {"cell"}
    assert report.forms == ("requests.2021",)


def test_the_form_follows_the_rows_and_not_the_year():
    frame, report = read(html([*HEAD, *body(OLDER)]))
    assert_filled(frame)
    assert report.forms == ("requests.2019",)
    assert any(warning.startswith("form_lag") for warning in report.warnings)


def test_a_number_stays_under_its_head_when_columns_are_swapped():
    swapped = [HEAD[0], HEAD[1], [ORGANISATIONS[1], ORGANISATIONS[0], *ORGANISATIONS[2:]]]
    frame, _ = read(html([*swapped, *body()]))
    assert row(frame, "new") == [3, 0, 1, 0, 0, 0, 4]


def test_a_table_cut_by_a_page_is_joined():
    lines = body(parents=False)
    head = [["", "自然人", *ORGANISATIONS, "总计"]]
    for second in ([], head):
        frame, _ = read(html([*head, *lines[:9]]), html([*second, *lines[9:]]))
        assert_filled(frame)


def test_rows_of_seven_without_any_head_are_in_the_form_s_order():
    frame, _ = read(html(body(parents=False)))
    assert_filled(frame)
    assert set(frame["method"]) == {"stream"}


def test_a_row_that_lost_a_cell_is_unplaced():
    lines = body(parents=False)
    lines[2] = lines[2][:-1]
    frame, _ = read(html([["", "自然人", *ORGANISATIONS, "总计"], *lines]))
    assert set(row(frame, "granted", "status")) == {"unplaced"}
    assert row(frame, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_a_number_over_several_columns_belongs_to_none():
    lines = body()
    lines[0] = [("一、本年新收政府信息公开申请数量", 1, 3), ("4", 1, 7)]
    frame, _ = read(html([*HEAD, *lines]))
    assert set(row(frame, "new", "status")) == {"unplaced"}


@pytest.mark.parametrize(("printed", "status"), [("无", "not_applicable"), ("", "blank")])
def test_nothing_over_several_columns_holds_for_all(printed, status):
    lines = body()
    lines[0] = [("一、本年新收政府信息公开申请数量", 1, 3), (printed, 1, 7)]
    frame, _ = read(html([*HEAD, *lines]))
    assert set(row(frame, "new", "status")) == {status}


def test_a_number_over_two_rows_belongs_to_neither():
    lines = body(parents=False)
    lines[0] = [lines[0][0], ("3", 2, 1), *lines[0][2:]]
    lines[1] = [lines[1][0], *lines[1][2:]]
    frame, _ = read(html([["", "自然人", *ORGANISATIONS, "总计"], *lines]))
    assert set(row(frame, "new", "status")) == {"unplaced"}
    assert "reported" not in row(frame, "carried_in", "status")


def test_a_row_printed_twice_with_other_numbers_is_disputed_whole():
    lines = body(parents=False)
    lines.append([lines[2][0], *numbers("5 1 0 0 0 0 6")])
    frame, report = read(html([["", "自然人", *ORGANISATIONS, "总计"], *lines]))
    assert set(row(frame, "granted", "status")) == {"unplaced"}
    assert row(frame, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert any("printed twice" in warning for warning in report.warnings)


def test_blank_forms_are_blank_and_never_zero():
    frame, _ = read(html([*HEAD, *body(cells=lambda _: [""] * 7)]))
    assert len(frame) == 25 * 7
    assert set(frame["status"]) == {"blank"}
    assert frame["value"].isna().all()


def test_a_row_that_is_not_printed_is_absent():
    lines = [line for path, line in zip(REQUESTS, body(parents=False), strict=True)
             if "重复申请" not in path]  # fmt: skip
    frame, report = read(html([["", "自然人", *ORGANISATIONS, "总计"], *lines]))
    assert set(row(frame, "unprocessed.repeat", "status")) == {"absent"}
    assert any(warning.startswith("cell_count: 7 ") for warning in report.warnings)


def test_where_most_rows_fail_their_sums_the_heads_are_not_believed():
    # The total is printed first, under heads that say it comes last.
    filled = {key: " ".join(text.split()[-1:] + text.split()[:-1]) for key, text in FILLED.items()}
    frame, report = read(html([*HEAD, *body(filled=filled)]))
    assert set(frame["status"]) == {"unplaced"}
    assert any(warning.startswith("header_conflict") for warning in report.warnings)


def test_a_single_row_that_fails_its_sum_is_a_finding_and_stays():
    frame, _ = read(html([*HEAD, *body(filled={**FILLED, "重复申请": "5 0 0 0 0 0 1"})]))
    assert row(frame, "unprocessed.repeat") == [5, 0, 0, 0, 0, 0, 1]


def test_an_extra_row_is_a_warning_and_no_fact():
    extra = [("其他主动情形", 1, 3), *numbers("9 0 0 0 0 0 9")]
    frame, report = read(html([*HEAD, *body(), extra]))
    assert_filled(frame)
    assert any(warning.startswith("extra_row") for warning in report.warnings)


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
DISPUTE_HEAD = [
    [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
    [*[(text, 2, 1) for text in RESULTS], ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
    RESULTS * 2,
]
DISPUTES = "2 1 3 1 7 0 0 0 0 0 13 2 4 0 19"


def disputes(*lines, head=DISPUTE_HEAD):
    return read(html([*head, *lines]), section="四、政府信息公开行政复议、行政诉讼情况")


def test_the_dispute_row_is_read_under_its_blocks():
    frame, _ = disputes(DISPUTES.split())
    assert frame["value"].tolist() == [float(text) for text in DISPUTES.split()]
    assert frame.loc["litigation_after_reconsideration.corrected", "value"] == 2


def test_blocks_in_another_order_keep_their_numbers():
    *first, direct, after = DISPUTE_HEAD[1]
    head = [DISPUTE_HEAD[0], [*first, after, direct], DISPUTE_HEAD[2]]
    frame, _ = disputes(DISPUTES.split(), head=head)
    assert frame.loc["litigation_direct.total", "value"] == 19
    assert frame.loc["litigation_after_reconsideration.total", "value"] == 0


def test_a_short_dispute_row_is_unplaced_all_fifteen():
    frame, _ = disputes(numbers("0 1 0 0 1 0 0 0 0"))
    assert frame["status"].tolist() == ["unplaced"] * 15


def test_an_empty_dispute_row_is_blank():
    frame, _ = disputes([""] * 15)
    assert frame["status"].tolist() == ["blank"] * 15


def test_two_dispute_rows_with_different_numbers_are_disputed():
    frame, _ = disputes(DISPUTES.split(), numbers("1 1 3 1 6 0 0 0 0 0 13 2 4 0 19"))
    assert "reported" not in set(frame.loc[frame.index.str.startswith("recons"), "status"])


def proactive(*lines):
    return read(html(lines), section="二、主动公开政府信息情况")


def block(article, head, *lines):
    wide = {1: 3, 2: 1, 3: 1}[len(head)]
    yield [(article, 1, 4)]
    yield ["信息内容", *[(text, 1, wide) for text in head]]
    yield from ([label, *[(text, 1, wide) for text in cells]] for label, *cells in lines)


DOCUMENTS = ["本年制发件数", "本年废止件数", "现行有效件数"]
NORMATIVE = "行政规范性文件"
SERVICES = ["上一年项目数量", "本年增/减", "处理决定数量"]


@pytest.mark.parametrize(
    ("head", "fee", "value"),
    [
        ("本年收费金额（单位：万元）", "96171.6", 96171.6),
        ("本年收费金额（单位：元）", "573802895.90", 57380.28959),
        ("本年收费金额（单位：百元）", "5", 0.05),
        ("本年收费金额（单位：元）", "12万元", 12),
    ],
)
def test_the_unit_of_a_header_is_converted_to_the_metric_s(head, fee, value):
    frame, report = proactive(
        *block(
            "第二十条第（一）项", DOCUMENTS, ["规章", "0", "-", ""], [NORMATIVE, "3", "1", "12"]
        ),
        *block("第二十条第（八）项", [head], ["行政事业性收费", fee]),
    )
    assert frame["status"].tolist()[:3] == ["reported", "not_applicable", "blank"]
    assert frame["value"].tolist()[3:6] == [3, 1, 12]
    assert frame.loc["fees.amount", "value"] == value
    assert frame.loc["licensing.decisions", "status"] == "absent"
    assert report.forms == ("proactive.2021",)


def test_a_change_is_signed_and_money_without_unit_is_told():
    frame, report = proactive(
        *block("第二十条第（五）项", SERVICES, ["行政许可", "120", "减3", "4000"]),
        *block("第二十条第（九）项", ["采购项目数量", "采购总金额"], ["政府集中采购", "7", "88.5"]),
    )
    assert frame.loc["licensing.items_change", "value"] == -3
    assert frame.loc["procurement.amount", "value"] == 88.5
    assert frame["unit"].isna()["procurement.amount"]
    assert any(warning.startswith("unit_unstated") for warning in report.warnings)
    assert report.forms == ("proactive.2019",)
