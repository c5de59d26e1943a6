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


@pytest.mark.parametrize("row", ["3", "2 1", "2 1 7"])
def test_a_row_that_nothing_proves_is_unplaced_whole(row):
    frame, report = facts_of(requests_text(**{"（一）予以公开": row}))
    assert statuses(frame, "granted") == {"unplaced"}
    assert frame.loc["requests.granted.total", "raw"] == row
    assert any(warning.startswith("unplaced_numbers") for warning in report.warnings)


@pytest.mark.parametrize("row", ["2 1 0 0 3", "2 1 0 0 0 3"])
def test_of_a_short_row_the_columns_place_the_numbers_but_no_zero(row):
    frame, _ = facts_of(requests_text(**{"（一）予以公开": row}))
    placed = frame.loc[[f"requests.granted.{party}" for party in PARTIES], "value"]
    assert placed.dropna().tolist() == [2, 1, 3]
    assert placed.notna().tolist() == [True, True, False, False, False, False, True]
    assert set(frame.loc[placed.dropna().index, "method"]) == {"decoded"}


def test_a_short_row_between_pipes_has_lost_more_than_blanks():
    lines = ["| " + " | ".join(["", *HEADS]) + " |"]
    for path in LABELS:
        label = path.split("/")[-1]
        row = "2 1 0 0 0 3" if label == "（一）予以公开" else FILLED.get(label, ZERO)
        lines.append(f"| {label} | {' | '.join(row.split())} |")
    frame, _ = facts_of("\n".join(lines))
    assert statuses(frame, "granted") == {"unplaced"}
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]


@pytest.mark.parametrize("row", ["2 1 0 0 0 0 3 3", "2 1 0 0 0 0 3 17", "5 2 1 0 0 0 0 3"])
def test_a_number_too_many_is_left_out_where_all_columns_prove_the_others(row):
    frame, _ = facts_of(requests_text(**{"（一）予以公开": row}))
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]


def test_a_number_too_many_is_not_left_out_where_the_columns_fail():
    changed = {"（一）予以公开": "2 1 0 0 0 0 3 17", "2.重复申请": "5 0 0 0 0 0 5"}
    frame, _ = facts_of(requests_text(**changed))
    assert statuses(frame, "granted") == {"unplaced"}


def test_an_empty_line_stands_for_a_blank_cell_where_each_cell_has_its_line():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1  0 0 0 3".replace("  ", " \xa0 ")}))
    assert frame.loc["requests.granted.research", "status"] == "blank"
    assert frame.loc["requests.granted.total", "value"] == 3


def test_seven_numbers_and_an_empty_line_are_the_seven():
    text = requests_text().replace("（一）予以公开\n2\n1\n", "（一）予以公开\n2\n\n1\n")
    frame, _ = facts_of(text)
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]


def test_a_cell_that_cannot_be_read_leaves_those_beside_it():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2① 1 0 0 0 0 3"}))
    assert frame.loc["requests.granted.natural_person", "status"] == "unreadable"
    assert frame.loc["requests.granted.business", "value"] == 1


def test_a_dash_behind_a_label_with_a_note_is_a_cell():
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    frame, _ = facts_of(requests_text(**{label: "- 0 0 0 0 0 0"}, gap=" "))
    assert frame.loc["requests.partially_granted.natural_person", "status"] == "not_applicable"
    assert frame.loc["requests.partially_granted.total", "value"] == 0


def numbers_above(**changed):
    filled = {**FILLED, **changed}
    lines = list(HEADS)
    for path in LABELS:
        label = path.split("/")[-1]
        lines += [*filled.get(label, ZERO).split(), label]
    return facts_of("\n".join(lines))[0]


def test_numbers_above_their_labels_are_placed_where_all_columns_prove_it():
    frame = numbers_above()
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]
    assert values(frame, "granted") == [2, 1, 0, 0, 0, 0, 3]
    assert set(frame["status"]) == {"reported"}


def test_numbers_above_their_labels_are_not_given_to_the_labels_before():
    frame = numbers_above(**{"（一）予以公开": "1 1 0 0 0 0 2"})
    assert set(frame["status"]) == {"unplaced"}
    frame = proactive(*TWO, "0", "0", "2", "规章", "3", "1", "12", "行政规范性文件", *REST)
    assert not {"reported", "blank"} & set(frame.loc[["rules.issued"], "status"])


def test_rows_without_numbers_are_not_blank_where_other_rows_have_too_many():
    text = requests_text(**{"（一）予以公开": ""}).replace(
        "二、上年结转政府信息公开申请数量\n1\n0\n0\n0\n0\n0\n1",
        "二、上年结转政府信息公开申请数量\n1\n0\n0\n0\n0\n0\n1\n2\n1\n0\n0\n0\n0\n3",
    )
    frame, _ = facts_of(text)
    assert statuses(frame, "granted") == {"unplaced"}
    assert statuses(frame, "carried_in") == {"unplaced"}


def test_one_short_row_leaves_the_rows_whose_own_sum_holds():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1"}))
    assert values(frame, "new") == [3, 1, 0, 0, 0, 0, 4]


def test_beside_a_short_row_a_row_whose_sum_fails_is_not_placed():
    changed = {"（一）予以公开": "2 1 0 0 3", "2.重复申请": "5 0 0 0 0 0 1"}
    frame, _ = facts_of(requests_text(**changed))
    assert statuses(frame, "unprocessed.repeat") == {"unplaced"}


def test_a_total_that_fails_where_all_columns_balance_is_misprinted_or_a_page_number():
    frame, _ = facts_of(requests_text(**{"（一）予以公开": "2 1 0 0 0 0 9"}))
    assert values(frame, "granted")[:-1] == [2, 1, 0, 0, 0, 0]
    assert frame.loc["requests.granted.total", "status"] == "unplaced"
    frame, _ = facts_of(requests_text(gap=" | ", **{"（一）予以公开": "2 1 0 0 0 0 9"}))
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


TORN = ["自然人", "商业企", "业", "科研机", "构", "社会公益", "组织", "总计"]


@pytest.mark.parametrize(
    ("heads", "placed"),
    [
        ([*TORN, "法律服务", "其他", "机构"], True),
        ([*TORN, "其他", "法律服务", "机构"], False),
        ([*TORN, "法律服务", "其他"], False),
        (["自然人", "科研机", "构", "商业企", "业", *TORN[5:], "法律服务", "其他", "机构"], False),
    ],
)
def test_heads_in_pieces_count_where_they_begin_in_the_order_of_the_form(heads, placed):
    frame, _ = facts_of(requests_text(["申请人情况", "法人或其他组织", *heads]))
    assert ("reported" in set(frame["status"])) is placed


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
    assert statuses(frame, "denied.state_secret") == {"unreadable"}


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


def test_a_sentence_that_lists_the_results_is_no_row_of_disputes():
    told = (
        "（五）全年发生行政复议351件，其中结果维持72件，结果纠正64件，其他结果178件，尚未审结37件；"
        "行政诉讼46件，其中结果维持25件，结果纠正5件，其他结果9件，尚未审结7件。"
    )
    row = "2 1 3 1 7 0 0 0 0 0 13 2 4 0 19"
    table = DISPUTE_HEADS + row.replace(" ", "\n")
    section = "四、政府信息公开行政复议、行政诉讼情况"
    for page in (f"{table}\n{told}", f"{told}\n{section}\n{table}"):
        frame, report = facts_of(page, section)
        own = frame[frame["form"] == "disputes"]
        assert own["value"].tolist() == [float(number) for number in row.split()]
        assert not any("twice" in warning for warning in report.warnings)


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


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FIFTEEN = ["2", "1", "3", "1", "7", "0", "0", "0", "0", "0", "13", "2", "4", "0", "19"]
BLOCKS = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def placed_disputes(*lines):
    frame, _ = facts_of("\n".join(lines), "四、政府信息公开行政复议、行政诉讼情况")
    frame = frame[frame["form"] == "disputes"]
    return frame["value"].tolist() if "reported" in set(frame["status"]) else None


def test_a_dispute_row_of_three_blocks_as_rows_is_placed():
    lines = [*RESULTS, *(x for i in range(3) for x in (BLOCKS[i], *FIFTEEN[5 * i : 5 * i + 5]))]
    assert placed_disputes(*lines) == [float(x) for x in FIFTEEN]
    lines[lines.index("13")] = "14"
    assert 14.0 not in (placed_disputes(*lines) or [])


def test_a_dispute_table_cut_in_two_is_placed():
    first = ["行政复议", *RESULTS, *FIFTEEN[:5]]
    second = ["行政诉讼", *BLOCKS[1:], *RESULTS, *RESULTS, *FIFTEEN[5:]]
    assert placed_disputes(*first, *second) == [float(x) for x in FIFTEEN]


@pytest.mark.parametrize("label", ["数量", "件数"])
def test_a_label_before_the_dispute_row_is_no_value(label):
    assert placed_disputes(*DISPUTE_HEADS.split(), label, *FIFTEEN) == [float(x) for x in FIFTEEN]


@pytest.mark.parametrize("extra", [["72", *FIFTEEN], [*FIFTEEN, "72"]])
def test_a_number_beside_the_dispute_row_is_left_out_where_the_blocks_prove_it(extra):
    assert placed_disputes(*DISPUTE_HEADS.split(), *extra) == [float(x) for x in FIFTEEN]


def test_a_number_on_a_line_of_its_own_completes_no_row_between_pipes():
    row = (
        "| "
        + " | ".join(["0", "1", "0", "1", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0"])
        + " |"
    )
    assert placed_disputes(*DISPUTE_HEADS.split(), "| 1 |", row) is None


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


TWO = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
REST = [
    "第二十条第（五）项", "信息内容", "本年处理决定数量", "行政许可", "410",
    "第二十条第（六）项", "信息内容", "本年处理决定数量", "行政处罚", "26", "行政强制", "0",
]  # fmt: skip


def test_a_row_under_heads_of_which_one_is_lost_is_unplaced():
    frame = proactive(*TWO[:-1], "规章", "0", "7", "行政规范性文件", "3", "1", *REST)
    assert set(frame.loc[["rules.issued", "rules.repealed"], "status"]) == {"unplaced"}
    assert frame.loc["licensing.decisions", "value"] == 410


def test_a_number_that_may_be_a_missing_page_number_leaves_its_row_unplaced():
    prose = "我局认真落实政府信息公开各项工作要求，\n{}\n稳步推进各项公开工作落到实处。"
    lines = [*TWO, "规章", "0", "0", "2", "行政规范性文件", "3", "1", "12", *REST]
    frame = proactive(prose.format(1), *lines, prose.format(3))
    assert set(frame.loc[["rules.issued", "rules.in_force"], "status"]) == {"unplaced"}
    assert frame.loc["normative_documents.in_force", "value"] == 12


def test_a_short_row_of_spaced_cells_leaves_the_others():
    line = " ".join([*TWO, "规章", "0 0 2", "行政规范性文件", "3 1", *REST])
    frame = proactive(line)
    assert frame.loc["rules.in_force", "value"] == 2
    assert frame.loc["normative_documents.issued", "status"] == "unplaced"
    assert frame.loc["licensing.decisions", "value"] == 410


def test_cells_that_a_converter_repeats_are_one_cell():
    lines = [
        "| 信息内容 | 本年处理决定数量 | 本年处理决定数量 | 本年处理决定数量 |",
        "| 行政处罚 | 26 | 26 | 26 |",
        "| 行政强制 | 3 | 4 | 3 |",
    ]
    frame = proactive(*TWO, "规章", "0", "0", "2", "行政规范性文件", "3", "1", "12", *lines)
    assert frame.loc["penalties.decisions", "value"] == 26
    assert frame.loc["coercion.decisions", "status"] != "reported"


def test_a_sign_or_a_fraction_out_of_its_column_leaves_the_row_unplaced():
    heads = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    lines = [
        "第二十条第（五）项",
        *heads,
        "行政许可",
        "40",
        "+3",
        "7",
        "第二十条第（六）项",
        *heads,
    ]
    made = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章", "0", "0", "9"]
    frame = proactive(*made, *lines, "行政处罚", "+3", "7", "12", "行政强制", "0", "-1", "0")
    assert frame.loc["licensing.items_change", "value"] == 3
    assert frame.loc["penalties.items_last_year", "status"] == "unplaced"
    assert frame.loc["coercion.items_change", "value"] == -1


def test_a_pipe_at_the_end_is_a_blank_cell_where_the_other_lines_do_without():
    lines = ["| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数", "| 规章 | 0 | 0 | 2"]
    frame = proactive(*lines, "| 行政规范性文件 | 21 | 21 | 0 | ", "| 行政许可 | 5")
    assert frame.loc["normative_documents.repealed", "status"] == "unplaced"
    assert frame.loc["rules.in_force", "value"] == 2


def test_a_number_torn_from_the_words_below_completes_no_row():
    frame = proactive(*TWO, "规章", "0", "7", "1234", "5热线转办", "1", "2", *REST)
    assert frame.loc["rules.in_force", "status"] == "unplaced"


def test_a_block_whose_head_was_missed_leaves_no_other_in_its_place() -> None:
    pieces = "结果维\n持\n结果纠\n正\n其他结\n果\n尚未审\n结\n总\n计\n"
    page = (
        "某县2022年政府信息公开工作年度报告\n一、总体情况\n2022年工作如下。\n"
        "四、政府信息公开行政复议、行政诉讼情况\n行政复议 行政诉讼\n"
        "结果维 结果纠 其他结 尚未审 总 未经复议直接起诉 复议后起诉\n持 正 果 结 计\n"
        f"{pieces}{pieces}3 2 1 0 8 1 0 0 0 1 2 0 0 0 2\n"
        "五、存在的主要问题及改进情况\n没有。\n六、其他需要报告的事项\n没有。\n"
    )
    facts = parse(read_document(page.encode(), path="a.txt")).facts().set_index("metric")
    assert not (facts["status"] == "reported").any()
