"""Heads that stand in another order, are unknown or lost: nothing is placed by habit."""

from __future__ import annotations

import pytest
from variants.written import HEADINGS, PARTIES, RESULTS, report_of, reported

from govinfo.parse import parse
from govinfo.read import read_document

ROWS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果",
    "（一）予以公开",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "（七）总计",
    "四、结转下年度继续办理",
]


def _requests(heads: list[str], first: str) -> list[str]:
    lines = ["申请人情况", *heads, ROWS[0], *first.split()]
    for row in ROWS[1:]:
        lines += [row] if row.startswith("三") else [row, *"0000000"]
    return lines


NUMBERS = ["2", "1", "3", "1", "7", "0", "0", "0", "0", "0", "13", "2", "4", "0", "19"]


def test_dispute_blocks_in_the_forms_order_are_read() -> None:
    names = ["行政复议", "行政诉讼", *RESULTS, "未经复议直接起诉", "复议后起诉", *RESULTS * 2]
    told = reported(report_of("disputes", [*names, *NUMBERS]))
    assert told["litigation_after_reconsideration.total"] == 19


@pytest.mark.parametrize(
    "names",
    [
        ["行政复议", *RESULTS, "复议后起诉", *RESULTS, "未经复议直接起诉", *RESULTS],
        ["行政诉讼", "行政复议", "未经复议直接起诉", *RESULTS, "复议后起诉", *RESULTS * 2],
    ],
)
def test_dispute_blocks_in_another_order_are_not(names: list[str]) -> None:
    report = report_of("disputes", [*names, *NUMBERS])
    assert reported(report) == {}
    assert any(warning.startswith("header_conflict") for warning in report.warnings)


def test_a_flat_grid_with_its_dispute_blocks_swapped_is_read_as_its_heads_say() -> None:
    rows = [
        ["行政复议", "行政诉讼"],
        [*RESULTS, "复议后起诉", "未经复议直接起诉"],
        RESULTS * 2,
        NUMBERS,
    ]
    cells = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in rows)
    page = (
        "<h1>乙县人民政府2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
        f"<p>{HEADINGS['disputes']}</p><table>{cells}</table><p>六、其他需要报告的事项</p>"
    )
    told = reported(parse(read_document(page.encode(), path="page.html")))
    assert told["litigation_direct.total"] == 19
    assert told["litigation_after_reconsideration.total"] == 0


def test_parties_in_the_forms_order_are_read() -> None:
    told = reported(report_of("requests", _requests(PARTIES, "3 1 0 0 0 0 4")))
    assert told["requests.new.natural_person"] == 3


@pytest.mark.parametrize(
    "heads",
    [
        ["商业企业", "自然人", *PARTIES[2:]],
        [*PARTIES[:5], "境外组织", "总计"],
        ["总计", *PARTIES[:-1]],
    ],
)
def test_parties_in_another_order_or_unknown_are_not(heads: list[str]) -> None:
    assert reported(report_of("requests", _requests(heads, "3 1 0 0 0 0 4"))) == {}


def test_the_first_head_below_a_heading_counts() -> None:
    lines = _requests(["商业企业", "自然人", *PARTIES[2:]], "3 1 0 0 0 0 4")[1:]
    assert reported(report_of("requests", lines)) == {}


def test_a_damaged_head_is_still_the_forms() -> None:
    heads = [*PARTIES[:2], "科研机沟", *PARTIES[3:]]
    told = reported(report_of("requests", _requests(heads, "3 1 0 0 0 0 4")))
    assert told["requests.new.business"] == 1


def test_a_head_of_no_form_between_the_forms_own_leaves_every_row_unplaced() -> None:
    heads = [*PARTIES[:4], "境外组织", *PARTIES[4:]]
    lines = _requests(heads, "3 0 0 1 0 0 4")
    assert reported(report_of("requests", lines)) == {}


def test_a_proactive_row_that_lost_a_blank_is_unplaced_below_a_heading() -> None:
    lines = ["本年制发件数", "本年废止件数", "现行有效件数", "规章", "3", "5"]
    lines += ["行政规范性文件", "1", "0", "2", "本年处理决定数量", "行政许可", "4"]
    facts = report_of("proactive", lines).facts()
    status = facts.set_index("metric")["status"]
    assert set(status[["rules.issued", "rules.repealed", "rules.in_force"]]) == {"unplaced"}
    assert status["normative_documents.issued"] == "reported"


def test_a_blank_short_row_is_blank_and_the_row_behind_it_is_read() -> None:
    lines = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines += ["规章", "", "", "", "行政规范性文件", "1", "2", "3"]
    lines += ["信息内容", "本年处理决定数量", "行政处罚", "", "行政强制", "26"]
    facts = report_of("proactive", lines).facts().set_index("metric")
    assert facts.loc["rules.issued", "status"] == "blank"
    assert facts.loc["normative_documents.in_force", "value"] == 3
    assert facts.loc["penalties.decisions", "status"] == "blank"
    assert facts.loc["coercion.decisions", "value"] == 26


def test_a_row_of_another_year_is_not_taken_for_new_requests() -> None:
    rows = [
        ("一、本年收到政府信息公开申请数量", "3 1 0 0 0 0 4"),
        *((row, "0 0 0 0 0 0 0") for row in ROWS[1:-1] if not row.startswith("三")),
        ("四、本年结转政府信息公开申请数量", "1 0 0 0 0 0 1"),
    ]
    body = "".join(
        f"<tr><td>{label}</td>{''.join(f'<td>{n}</td>' for n in numbers.split())}</tr>"
        for label, numbers in rows
    )
    head = "".join(f"<td>{name}</td>" for name in ["", *PARTIES])
    page = (
        "<h1>乙县人民政府2023年政府信息公开工作年度报告</h1><p>一、总体情况</p>"
        f"<table><tr>{head}</tr>{body}</table><p>六、其他需要报告的事项</p>"
    )
    report = parse(read_document(page.encode(), path="page.html"))
    assert "requests.new.total" not in reported(report)
    assert any(warning.startswith("extra_row") for warning in report.warnings)


@pytest.mark.parametrize("gap", ["\n", " | ", " "])
def test_a_label_that_lost_its_number_takes_no_digit_of_the_cell_before(gap: str) -> None:
    lines = _requests(PARTIES, "15 0 0 0 0 0 15")
    lines[lines.index(ROWS[1])] = ".上年结转政府信息公开申请数量"
    told = reported(report_of("requests", [gap.join(lines)]))
    assert told["requests.new.total"] == 15


def test_a_row_of_pipes_that_lost_a_value_is_not_shifted_under_the_heads() -> None:
    lines = [
        " |  |  | 自然人 | 法人或其他组织 |  |  |  |  | 总计 |",
        " |  |  |  | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |  |",
        f"{ROWS[0]} |  |  | 11 | 12 | 13 | 14 | 15 | 16 |",
        *(f"{row} |  |  | 0 | 0 | 0 | 0 | 0 | 0 | 0 |" for row in ROWS[1:] if row != ROWS[2]),
    ]
    facts = report_of("requests", lines).facts()
    new = facts[facts["metric"].astype("str").str.startswith("requests.new.")]
    assert set(new["status"]) == {"unplaced"}
