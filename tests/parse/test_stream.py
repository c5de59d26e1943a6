"""Tables in running text: full rows are placed by their labels, short rows are not."""

import pytest

from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.registry import rows

LABELS = list(dict.fromkeys(r["row_path"] for r in rows("forms") if r["form"] == "requests.2021"))
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
PARTIES = [
    "natural_person", "business", "research", "public_interest", "legal_service", "other_org",
    "total",
]  # fmt: skip
ZERO = "0 0 0 0 0 0 0"
# 3 + 1 new and 1 carried in are 3 granted, 1 not held and 1 carried out.
FILLED = {
    "一、本年新收政府信息公开申请数量": "3 1 0 0 0 0 4",
    "二、上年结转政府信息公开申请数量": "1 0 0 0 0 0 1",
    "（一）予以公开": "2 1 0 0 0 0 3",
    "1.本机关不掌握相关政府信息": "1 0 0 0 0 0 1",
    "（七）总计": "3 1 0 0 0 0 4",
    "四、结转下年度继续办理": "1 0 0 0 0 0 1",
}
DISPUTE_HEADS = (
    """行政复议
行政诉讼
结果维持
结果纠正
其他结果
尚未审结
总计
未经复议直接起诉
复议后起诉
"""
    + "结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n" * 2
)


def facts_of(table, section="三、收到和处理政府信息公开申请情况"):
    text = f"""临河县水利局2023年政府信息公开工作年度报告
一、总体情况
我局按时更新网站栏目。
{section}
{table.rstrip()}
五、存在的主要问题及改进情况
个别栏目更新慢。
六、其他需要报告的事项
无。
"""
    report = parse(read_document(text.encode(), path="report.txt"))
    frame = report.facts()
    frame = frame[frame["form"] != "narrative"].set_index("metric")
    return frame, report


def requests_text(heads=HEADS, gap="\n", **changed):
    """The requests table with one cell per line; ``changed`` replaces rows by their print."""
    filled = {**FILLED, **changed}
    lines = list(heads)
    for path in LABELS:
        label = path.split("/")[-1]
        row = filled.get(label, ZERO)
        lines += [label, row.replace(" ", gap)] if row else [label]
    return "\n".join(lines)


def values(frame, row, kind="requests"):
    return frame.loc[[f"{kind}.{row}.{party}" for party in PARTIES], "value"].tolist()


def statuses(frame, row):
    return set(frame.loc[[f"requests.{row}.{party}" for party in PARTIES], "status"])


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\t", " | "])
def test_full_rows_are_placed_in_order(gap):
    frame, report = facts_of(requests_text(gap=gap))
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]
    assert values(frame, "unavailable.not_held") == [1, 0, 0, 0, 0, 0, 1]
    assert set(frame["status"]) == {"reported"}
    assert set(frame["method"]) == {"stream"}
    assert frame["value"].sum() == 2 * (4 + 1 + 3 + 1 + 4 + 1)
    assert report.forms == ("requests.2021",)


def test_a_label_torn_over_lines_opens_its_row():
    text = requests_text().replace("1.本机关不掌握相关政府信息", "1.本机关不掌\n握相关政\n府信息")
    frame, _ = facts_of(text)
    assert values(frame, "unavailable.not_held") == [1, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("row", ["2 1 0 0 3", "2 1 0 0 0 3", "3", "2 1 0 0 0 0 3 3", "2 1"])
def test_a_short_or_long_row_is_unplaced_whole(row):
    frame, report = facts_of(requests_text(**{"（一）予以公开": row}))
    assert statuses(frame, "granted") == {"unplaced"}
    assert frame.loc["requests.granted.total", "raw"] == row
    assert any(warning.startswith("unplaced_numbers") for warning in report.warnings)


def test_one_short_row_leaves_the_rows_whose_own_sum_holds():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1 0 0 3"}))
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_beside_a_short_row_a_row_whose_sum_fails_is_not_placed():
    changed = {"（一）予以公开": "2 1 0 0 3", "2.重复申请": "5 0 0 0 0 0 1"}
    frame, _ = facts_of(requests_text(**changed))
    assert statuses(frame, "unprocessed.repeat") == {"unplaced"}


def test_a_misprinted_total_stays_as_printed_where_all_columns_balance():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1 0 0 0 0 9"}))
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 9]


def test_a_row_that_neither_its_sum_nor_the_columns_prove_is_not_placed():
    # A lost blank and a page number make seven cells too.
    frame, _ = facts_of(requests_text(**{"2.重复申请": "5 0 0 0 0 0 1"}))
    assert statuses(frame, "unprocessed.repeat") == {"unplaced"}


def test_rows_without_numbers_are_blank_and_never_zero():
    text = requests_text(**dict.fromkeys([path.split("/")[-1] for path in LABELS], ""))
    frame, _ = facts_of(text)
    assert set(frame["status"]) == {"blank"}
    assert frame["value"].isna().all()


@pytest.mark.parametrize("mark", ["- 3 -", "— 5 —", "–12–", "第3页", "第3页共9页"])
def test_page_marks_are_no_values(mark):
    text = requests_text().replace("（二）部分公开", f"{mark}\n（二）部分公开")
    frame, _ = facts_of(text)
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]
    assert set(frame["status"]) == {"reported"}


def test_a_stray_number_after_a_row_leaves_the_row_unplaced():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1 0 0 0 0 3 17"}))
    assert statuses(frame, "granted") == {"unplaced"}


@pytest.mark.parametrize(
    "heads",
    [
        [*HEADS[1:], HEADS[0]],
        [HEADS[0], HEADS[2], HEADS[1], *HEADS[3:]],
    ],
)
def test_heads_in_another_order_leave_all_unplaced(heads):
    frame, report = facts_of(requests_text(["申请人情况", *heads]))
    assert "reported" not in set(frame["status"])
    assert any(warning.startswith("header_conflict") for warning in report.warnings)


def test_heads_on_three_storeys_put_the_total_beside_the_persons():
    heads = ["申请人情况", "自然人", "法人或其他组织", "总计", *HEADS[1:-1]]
    frame, _ = facts_of(requests_text(heads))
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_a_row_printed_twice_with_two_values_is_disputed():
    text = requests_text().replace("（七）总计", "（一）予以公开\n9\n0\n0\n0\n0\n0\n9\n（七）总计")
    frame, _ = facts_of(text)
    assert statuses(frame, "granted") == {"unplaced"}


def test_glued_runs_are_cut_by_the_sums_of_the_table():
    frame, _ = facts_of(requests_text(gap=""))
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]
    assert set(frame["method"]) == {"decoded"}
    assert frame.loc["requests.new.total", "raw"] == "3100004"


def test_glued_runs_that_lost_a_zero_are_unreadable():
    frame, _ = facts_of(requests_text(gap="", **{"1.属于国家秘密": "000000"}))
    assert "reported" not in statuses(frame, "new") | statuses(frame, "denied.state_secret")


def test_sentences_about_requests_are_no_table():
    prose = "全年新收政府信息公开申请4件，予以公开3件，属于行政查询事项0件，结转下年度继续办理1件。"
    _, report = facts_of(prose)
    assert report.forms == ()
    assert "requests" in report.tables_lost


def disputes(numbers, gap="\n"):
    section = "四、政府信息公开行政复议、行政诉讼情况"
    return facts_of(DISPUTE_HEADS + numbers.replace(" ", gap), section)


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_a_dispute_row_of_fifteen_is_placed(gap):
    frame, _ = disputes("2 1 3 1 7 0 0 0 0 0 13 2 4 0 19", gap)
    assert frame["value"].tolist() == [2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19]
    assert set(frame["status"]) == {"reported"}


def test_a_glued_dispute_row_with_one_cut_is_decoded():
    frame, _ = disputes("21317000001324019")
    assert frame["value"].tolist() == [2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19]
    assert set(frame["method"]) == {"decoded"}


@pytest.mark.parametrize("row", ["0 1 0 0 1 0 0 0 0", "1 0 0 0 1", "1 0 0 0 1 2 0 0 0 2 0 0 0 0"])
def test_a_short_dispute_row_is_unplaced_all_fifteen(row):
    frame, _ = disputes(row)
    assert len(frame) == 15
    assert set(frame["status"]) == {"unplaced"}
    assert frame["value"].isna().all()


def proactive(*lines):
    return facts_of("\n".join(lines), "二、主动公开政府信息情况")[0]


DOCUMENTS = [
    "第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数",
    "规章", "0", "0", "0", "行政规范性文件", "3", "1", "12",
    "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "410",
    "第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "26", "行政强制", "0",
    "第二十条第（八）项", "信息内容",
]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "fee", "value"),
    [
        ("本年收费金额（单位：万元）", "96171.6", 96171.6),
        ("本年收费金额（单位：元）", "251000", 25.1),
        ("本年收费金额（单位：百元）", "5", 0.05),
        ("本年收费金额（单位：元）", "12万元", 12),
        ("本年收费金额", "12万元", 12),
    ],
)
def test_blocks_are_read_under_their_own_heads(head, fee, value):
    frame = proactive(*DOCUMENTS, head, "行政事业性收费", fee)
    assert frame["value"].tolist() == [0, 0, 0, 3, 1, 12, 410, 26, 0, value]
    assert frame.loc["fees.amount", "unit"] == "万元"


def test_money_without_a_unit_is_kept_without_a_unit():
    frame = proactive(*DOCUMENTS, "本年收费金额", "行政事业性收费", "12.5")
    assert frame.loc["fees.amount", "value"] == 12.5
    assert frame["unit"].isna()["fees.amount"]


def test_a_short_block_row_is_unplaced():
    lines = [*DOCUMENTS, "本年收费金额（单位：万元）", "行政事业性收费", "0"]
    del lines[lines.index("12")]
    frame = proactive(*lines)
    assert frame.loc["normative_documents.issued", "status"] == "unplaced"
    assert frame.loc["licensing.decisions", "value"] == 410


def test_lines_of_pipes_are_rows_with_their_blanks():
    lines = ["| | " + " | ".join(HEADS) + " |", "|" + " --- |" * 8]
    for path in LABELS:
        label = path.split("/")[-1]
        row = FILLED.get(label, ZERO).split()
        row[4] = ""  # nothing is printed under 法律服务机构
        lines.append(f"| {label} | {' | '.join(row)} |")
    frame, _ = facts_of("\n".join(lines))
    assert frame.loc["requests.new.legal_service", "status"] == "blank"
    assert frame.loc["requests.new.business", "value"] == 1
    assert frame.loc["requests.new.total", "value"] == 4
    assert frame["value"].sum() == 28


def test_a_page_mark_behind_a_form_feed_is_no_number_of_the_row_before():
    text = requests_text().replace("1.本机关不掌握", "\f- 5 -\n1.本机关不掌握")
    frame, _ = facts_of(text)
    assert values(frame, "denied.administrative_query") == [0] * 7
