"""Running text whose numbers stand elsewhere than behind their labels, or in part."""

from __future__ import annotations

import pytest
from variants.written import PARTIES, RESULTS, report_of, reported

from govinfo.model import Report
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import form_slots


def _status(report: Report, kind: str) -> dict[str, str]:
    facts = report.facts()
    own = facts[facts["form"].str.startswith(kind)]
    return dict(zip(own["metric"], own["status"], strict=True))


def _rows() -> dict[str, str]:
    """The first label of each row of the form, by its key."""
    keys = dict.fromkeys(row for row, _ in form_slots("requests.2021"))
    labels = vocabulary("requests").rows
    return {key: next(name for name, row in labels.items() if row == key) for key in keys}


def _balanced(*, spread: bool = True) -> dict[str, list[str]]:
    """Rows that add up both ways; persons and totals alone where not ``spread``."""
    rows = dict.fromkeys(_rows(), 0)
    rows |= {"new": 9, "carried_in": 2, "granted": 4, "denied.state_secret": 3}
    rows |= {"unprocessed.repeat": 1, "concluded": 8, "carried_out": 3}
    others = ["0" if spread else ""] * 5
    return {key: [str(number), *others, str(number)] for key, number in rows.items()}


def test_a_table_whose_organisations_are_blank_in_every_row_is_read_as_printed() -> None:
    lines = [*PARTIES]
    for key, cells in _balanced(spread=False).items():
        lines += [_rows()[key], *cells]
    told = reported(report_of("requests", lines))
    assert told["requests.new.natural_person"] == 9
    assert told["requests.concluded.total"] == 8
    assert "requests.new.business" not in told


def test_a_table_with_blanks_whose_columns_fail_is_not() -> None:
    lines = [*PARTIES]
    for key, cells in _balanced(spread=False).items():
        lines += [_rows()[key], *(["5", *cells[1:]] if key == "granted" else cells)]
    assert reported(report_of("requests", lines)) == {}


def test_labels_without_their_numbers_are_rows_too() -> None:
    lines = ["自然人", "总计", *PARTIES[1:-1]]
    for key, cells in _balanced().items():
        lines += [_rows()[key], *cells]
    assert reported(report_of("requests", lines))["requests.new.natural_person"] == 9


def test_damaged_labels_of_the_first_rows_are_found_behind_the_heads() -> None:
    lines = [*PARTIES]
    for key, cells in _balanced().items():
        label = {
            "new": "一、本年新收政府资讯公开申请数量",
            "carried_in": "二、上年结轉政府资讯公开申请数量",
        }
        lines += [label.get(key, _rows()[key]), *cells]
    told = reported(report_of("requests", lines))
    assert told["requests.new.total"] == 9
    assert told["requests.carried_in.total"] == 2


@pytest.mark.parametrize("heads", [PARTIES, []])
def test_numbers_above_their_labels_are_never_those_of_the_next_row(heads: list[str]) -> None:
    lines = [*heads]
    for key, cells in _balanced().items():
        lines += [*cells, _rows()[key]]
    told = reported(report_of("requests", lines))
    assert told.get("requests.new.total", 9) == 9
    assert told.get("requests.granted.total", 4) == 4


def test_where_numbers_above_are_few_no_row_is_blank() -> None:
    lines = [*PARTIES]
    for key, cells in _balanced().items():
        lines += [cells[0], cells[-1], _rows()[key]]
    assert set(_status(report_of("requests", lines), "requests").values()) == {"unplaced"}


def test_dispute_rows_above_their_labels_are_unplaced() -> None:
    lines = [*RESULTS, *"30014", "行政复议", *"70029", "未经复议直接起诉", *"20002", "复议后起诉"]
    statuses = _status(report_of("disputes", lines), "disputes")
    assert set(statuses.values()) == {"unplaced"}


def test_dispute_numbers_column_by_column_leave_no_blank() -> None:
    lines = ["行政复议"]
    for result in RESULTS:
        lines += [result, "2"]
    lines += ["行政诉讼", "未经复议直接起诉"]
    for result in RESULTS:
        lines += [result, "1"]
    lines += ["复议后起诉", *RESULTS]
    assert "blank" not in _status(report_of("disputes", lines), "disputes").values()


def test_dispute_numbers_that_stand_apart_are_never_cut() -> None:
    names = "行政复议 行政诉讼 " + " ".join(RESULTS) + " 未经复议直接起诉 复议后起诉 "
    names += " ".join(RESULTS * 2)
    report = report_of("disputes", [f"{names} 14 5 26 27 20 0 2 15 37 13 0 27 25 65"])
    assert reported(report) == {}


PROACTIVE = ["上一年项目数量", "本年增/减", "处理决定数量"]


def _proactive(*block: str) -> list[str]:
    first = [
        "第二十条第（一）项",
        "本年新制作数量",
        "本年新公开数量",
        "对外公开总数量",
        "规章 0 1 2",
    ]
    lines = ["第二十条第（五）项", *PROACTIVE, "行政许可", "3 0 5", "其他对外管理服务事项", "2 0 1"]
    lines += ["第二十条第（六）项", *PROACTIVE, "行政处罚", "3 +1 5", "行政强制", "2 0 1"]
    return [line.replace(" ", "\n") for line in [*first, *lines, *block]]


def test_a_number_parted_by_another_mark_is_none_of_the_row() -> None:
    block = ["第二十条第（九）项", "采购项目数量", "采购总金额", "政府集中采购", "580"]
    lines = [*(f"| {line}" for line in "\n".join(_proactive(*block)).split("\n")), "3"]
    told = reported(report_of("proactive", lines))
    assert told["penalties.items_change"] == 1
    assert "procurement.projects" not in told


def test_a_head_of_no_form_leaves_its_block_unplaced() -> None:
    block = [
        "第二十条第（八）项",
        "上一年项目数量",
        "累计",
        "本年增/减",
        "行政事业性收费",
        "7",
        "9",
    ]
    told = reported(report_of("proactive", _proactive(*block)))
    assert "fees.items_last_year" not in told
    assert told["licensing.decisions"] == 5


def test_a_short_number_before_unknown_words_may_be_their_own() -> None:
    line = "第二十条第（六）项 本年处理决定数量 行政处罚 7 行政强制 9 其他事项 16"
    heads = "第二十条第（一）项 本年制发件数 本年废止件数 现行有效件数 规章 0 0 3"
    told = reported(report_of("proactive", [f"{heads} 行政规范性文件 1 2 3 {line}"]))
    assert "coercion.decisions" not in told


def test_a_row_with_a_cell_more_than_the_others_has_one_twice_or_too_many() -> None:
    lines = ["| 项目 | " + " | ".join(PARTIES) + " |"]
    for key, cells in _balanced().items():
        row = ["", "1", "0", "0", "0", "0", "0", "1"] if key == "unprocessed.repeat" else cells
        lines.append(f"| {_rows()[key]} | " + " | ".join(row) + " |")
    told = reported(report_of("requests", lines))
    assert told["requests.granted.total"] == 4
    assert "requests.unprocessed.repeat.natural_person" not in told or (
        told["requests.unprocessed.repeat.natural_person"] == 1
    )
    lines[-1] = lines[-1].replace("3", "4")  # columns that no longer add up
    assert "requests.unprocessed.repeat.natural_person" not in reported(
        report_of("requests", lines)
    )


def test_numbers_above_their_rows_behind_a_running_head_are_given_to_no_row():
    head = ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    lines = [*head, "2023年工作年度报告", "332", "368", "1636", "规章", "235", "7", "9"]
    report = report_of("proactive", [*lines, "行政规范性文件"])
    assert reported(report) == {}
    assert "blank" not in _status(report, "proactive").values()


@pytest.mark.parametrize(("row", "placed"), [("11  1 0", False), ("11  1  0", True)])
def test_single_spaces_among_wider_gaps_may_be_within_a_torn_number(row, placed):
    head = ["第二十条第（一）项", "信息内容  本年制发件数  本年废止件数  现行有效件数"]
    report = report_of("proactive", [*head, f"规章  {row}", "行政规范性文件  3  4  5"])
    assert ("rules.issued" in reported(report)) is placed
    assert reported(report)["normative_documents.in_force"] == 5
