from __future__ import annotations

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from variants.lists import COLUMNS, DAMAGES, GLUED, LAYOUTS, WHOLE, make_list

import govinfo as gi
from govinfo.parse import parse
from govinfo.read import read_document

FORMS = ("statistics.2014", "statistics.fujian")
INTRO = (
    "某县水利局2016年政府信息公开工作年度报告\n统计期限为2016年1月1日至2016年12月31日。\n"
    "一、总体情况\n二、存在的主要问题及改进情况\n"
)
FUJIAN = (
    "主动公开文件数",
    "其中：1、政府网站公开数",
    "2、政府公报公开数",
    "受理依申请公开信息总数",
    "其中：1、当面申请数",
    "2、网上申请数",
    "3、信函、传真申请数",
    "对申请的答复总数",
    "其中：1、同意公开答复数",
)


def _parse(text: str) -> gi.Report:
    return parse(read_document(text.encode(), path="page"))


def _values(report: gi.Report) -> dict[str, float]:
    columns = report.columns
    facts = zip(columns.metric, columns.form, columns.value, strict=True)
    return {
        metric: value for metric, form, value in facts if form != "narrative" and value == value
    }


def _statuses(report: gi.Report) -> dict[str, str]:
    return dict(report.facts().set_index("metric")["status"].astype("str"))


def _table(heads: list[str], rows: list[list[str]]) -> str:
    body = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [heads, *rows]
    )
    intro = "".join(f"<p>{line}</p>" for line in INTRO.splitlines())
    return f"<html><body>{intro}<table>{body}</table></body></html>"


def _fujian(*columns: str) -> list[list[str]]:
    """Rows of the Fujian form: number, then what stands in the other columns."""
    return [
        [label, "件", *(column.format(i) for column in columns)]
        for i, label in enumerate(FUJIAN, start=3)
    ]


HEADS = ["统计指标", "单位", "统计数"]


def _national(changed: dict[str, list[str]]) -> list[list[str]]:
    """All rows of the national form, each with its place as its number."""
    cells = gi.forms().query("form == 'statistics.2014'")
    rows = []
    for order, path, unit in zip(cells["order"], cells["row_path"], cells["unit"], strict=True):
        label = path.split("/")[-1]
        other = [cells for start, cells in changed.items() if label.startswith(start)]
        rows.append([label, *(other[0] if other else [unit, str(order + 1)])])
    return rows


@given(
    form=st.sampled_from(FORMS),
    columns=st.sampled_from(COLUMNS),
    layout=st.sampled_from((*LAYOUTS, *GLUED)),
    damage=st.sampled_from(DAMAGES),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=150)
def test_no_number_of_a_damaged_list_is_wrong(
    form: str, columns: str, layout: str, damage: str, seed: int
) -> None:
    # A page's number in one long line leaves no trace.
    assume(damage != "bare_page" or layout not in ("spaced", *GLUED))
    page = make_list(form, columns, layout, damage, seed)
    for metric, value in _values(parse(read_document(page.data, path="page"))).items():
        assert page.truth.get(metric) == value, metric


@given(
    form=st.sampled_from(FORMS),
    columns=st.sampled_from(COLUMNS),
    layout=st.sampled_from(LAYOUTS),
    damage=st.sampled_from(WHOLE),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=100)
def test_every_number_of_an_undamaged_list_is_placed(
    form: str, columns: str, layout: str, damage: str, seed: int
) -> None:
    # A bare number alone on its line below a label may be a page's.
    assume((columns, layout) != ("plain", "lines"))
    page = make_list(form, columns, layout, damage, seed)
    values = _values(parse(read_document(page.data, path="page")))
    # Behind a column that lost its blanks, the last number may be that of the page.
    assert len(page.printed - values.keys()) <= (page.lost_blanks > 0)


def test_the_years_own_column_is_told_by_its_head_not_by_its_place() -> None:
    rows = _fujian("9{0}0", "{0}")
    report = _parse(_table(["指标名称", "计量单位", "历年累计", "2016年度"], rows))
    assert _values(report)["fujian.disclosed.total"] == 3
    assert report.forms == ("statistics.fujian",)


def test_a_head_of_another_year_is_taken_and_told() -> None:
    report = _parse(_table(["指标名称", "计量单位", "2015年度", "历年累计"], _fujian("{}", "9{}")))
    assert _values(report)["fujian.disclosed.website"] == 4
    assert any(warning.startswith("year_conflict") for warning in report.warnings)


def test_of_two_years_the_reports_own_counts() -> None:
    heads = ["指标名称", "计量单位", "2015年度", "2016年度"]
    assert _values(_parse(_table(heads, _fujian("{}", "9{}"))))["fujian.disclosed.total"] == 93


@pytest.mark.parametrize(
    "heads",
    [
        ["指标名称", "计量单位", "2014年度", "2015年度"],
        ["指标名称", "计量单位", "区政府", "区直"],
        ["指标名称", "计量单位", "历年累计", "上年数"],
        ["指标名称", "计量单位", "甲", "乙"],
    ],
)
def test_where_no_head_names_the_year_nothing_is_placed(heads: list[str]) -> None:
    report = _parse(_table(heads, _fujian("{}", "9{}")))
    assert _values(report) == {}
    assert _statuses(report)["fujian.disclosed.total"] == "unplaced"


def test_heads_over_two_storeys_are_read_together() -> None:
    page = _table(["指标名称", "单位", "数量", ""], _fujian("9{}", "{}")).replace(
        "<td>指标名称</td><td>单位</td><td>数量</td><td></td>",
        "<td rowspan=2>指标名称</td><td rowspan=2>单位</td><td colspan=2>数量</td></tr>"
        "<tr><td>累计</td><td>2016年</td>",
    )
    assert _values(_parse(page))["fujian.disclosed.total"] == 3


def test_numbers_that_run_together_are_unreadable() -> None:
    rows = _fujian("{}", "9{}")
    rows[0][2:] = ["346085376"]
    lines = [["指标名称", "计量单位", "2016年度", "历年累计"], *rows]
    report = _parse(INTRO + " ".join(" ".join(line) for line in lines))
    assert _statuses(report)["fujian.disclosed.total"] == "unreadable"
    rows[0].append("")
    report = _parse(_table(lines[0], rows))
    assert _statuses(report)["fujian.disclosed.total"] == "unreadable"
    assert _values(report)["fujian.disclosed.website"] == 4


def test_a_digit_before_a_label_that_lost_its_mark_may_be_its_number() -> None:
    page = make_list("statistics.fujian", "one", "joined", "altered_label", 0)
    assert "12同意部分公开" in page.data.decode()
    statuses = _statuses(parse(read_document(page.data, path="page")))
    assert statuses["fujian.requests.answered.granted"] == "unreadable"


def test_a_row_is_never_shifted_by_one_that_the_form_lacks() -> None:
    rows = _fujian("{}", "9{}")
    rows.insert(2, ["其中：1、自助终端公开数", "件", "77", "78"])
    report = _parse(_table(["指标名称", "单位", "年度", "历年累计"], rows))
    assert _values(report)["fujian.disclosed.gazette"] == 5
    assert any("extra_row" in warning and "自助终端" in warning for warning in report.warnings)


def test_a_blank_is_no_zero_and_a_row_not_printed_is_absent() -> None:
    rows = _fujian("{}", "9{}")
    rows[1][2:] = ["", ""]
    statuses = _statuses(_parse(_table(["指标名称", "单位", "年度", "历年累计"], rows)))
    assert statuses["fujian.disclosed.website"] == "blank"
    assert statuses["fujian.litigation"] == "absent"


def test_rows_of_the_same_label_are_told_apart_by_those_above_them() -> None:
    rows = _national({})
    values = _values(_parse(_table(HEADS, rows)))
    assert values["statistics.reconsideration.corrected"] == 43
    assert values["statistics.litigation.corrected"] == 47
    first = next(i for i, row in enumerate(rows) if row[0].startswith("五、"))
    del rows[first : first + 2]  # without them, whose the next two are is open
    values = _values(_parse(_table(HEADS, rows)))
    assert not {"statistics.litigation.corrected", "statistics.litigation.other"} & values.keys()
    assert values["statistics.complaints"] == 49


def test_another_sheet_that_shares_some_labels_is_not_the_form() -> None:
    mine = ["受理的投诉数", "窗口接待数", "电话接听数", "信件处理数", "现场查阅数", "网上查阅数"]
    shared = [label for label in FUJIAN if "申请" in label]
    rows = [[label, "件", "3"] for label in [*mine, *shared, *(f"其他{x}" for x in mine)]]
    assert _parse(_table(["指标名称", "单位", "数量"], rows)).forms == ()


def test_money_is_brought_to_the_metrics_unit() -> None:
    rows = _national(
        {
            "七、": ["元", "251000"],
            "（二）设置": ["万个", "2"],
            "1.专职": ["人", "3人"],
            "（四）政府信息公开专项经费": ["", "7"],
            "（一）召开": ["次", "2次"],
            "（二）举办": ["次", "5①"],
            "（三）接受": ["人次", "1，234"],
        }
    )
    report = _parse(_table(HEADS, rows))
    values, statuses = _values(report), _statuses(report)
    assert values["statistics.fees_charged"] == 25.1
    assert values["statistics.meetings"] == 2
    assert values["statistics.staff.full_time"] == 3
    assert values["statistics.trainees"] == 1234
    assert statuses["statistics.reading_rooms"] == "unreadable"  # tens of thousands of rooms
    assert statuses["statistics.training_sessions"] == "unreadable"
    assert any("unit_unstated: statistics.budget" in warning for warning in report.warnings)


def test_a_list_printed_in_two_halves_side_by_side_is_one_list() -> None:
    rows = _national({})
    halves = [[*left, *right] for left, right in zip(rows[:29], rows[29:], strict=True)]
    values = _values(_parse(_table([*HEADS, *HEADS], halves)))
    assert list(values.values()) == list(range(2, 60))


def test_a_contents_that_repeats_the_labels_does_not_hide_the_table() -> None:
    lines = [" ".join(row) for row in [HEADS, *_national({})]]
    contents = "。".join(row[0] for row in _national({}))
    values = _values(_parse(f"{INTRO}{contents}\n" + "\n".join(lines)))
    assert list(values.values()) == list(range(2, 60))


def test_labels_torn_over_lines_and_traditional_characters_are_the_same_labels() -> None:
    rows = [[row[0][:6] + "\n" + row[0][6:], *row[1:]] for row in _national({})]
    text = INTRO + "\n".join(" ".join(row) for row in [HEADS, *rows])
    values = list(_values(_parse(text.replace("数", "數").replace("开", "開"))).values())
    assert values == list(range(2, 60))


def test_a_head_may_write_its_year_in_chinese_numerals() -> None:
    heads = ["指标名称", "计量单位", "二〇一五年度", "二○一六年度"]
    assert _values(_parse(_table(heads, _fujian("{}", "9{}"))))["fujian.disclosed.total"] == 93


def test_a_number_before_the_word_year_is_no_cell() -> None:
    lines = [f"{label} 件 {i}" for i, label in enumerate(FUJIAN[:-1])]
    text = f"{INTRO}指标名称 单位 年度 {' '.join(lines)} {FUJIAN[-1]} 件 2017 年1月5日"
    values = _values(_parse(text))
    assert values["fujian.requests.answered.total"] == 7
    assert "fujian.requests.answered.granted" not in values


def test_a_cell_before_words_of_time_is_not_lost_with_them() -> None:
    lines = [f"{label} 件 {i}" for i, label in enumerate(FUJIAN)]
    text = f"{INTRO}指标名称 单位 年度 {' '.join(lines)} 2017 年1月5日"
    assert _values(_parse(text))["fujian.requests.answered.granted"] == 8


def test_labels_without_a_table_give_nothing_but_their_cells() -> None:
    text = f"{INTRO}本年{'，'.join(f'{label}为{i}件' for i, label in enumerate(FUJIAN))}。"
    assert _values(_parse(text)) == {}


def test_facts_of_a_list_are_numbers_or_reasons() -> None:
    facts = _parse(_table(["指标名称", "单位", "年度"], _fujian("{}"))).facts()
    lists = facts[facts["form"] == "statistics.fujian"]
    assert len(lists) == 16
    assert all(
        math.isnan(v) == (s != "reported")
        for v, s in zip(lists["value"], lists["status"], strict=True)
    )


def test_a_heading_that_spans_a_cumulative_column_does_no_harm() -> None:
    rows = "".join(
        f"<tr><td colspan=2>{label}</td><td>条</td><td>{total}</td><td>{own}</td></tr>"
        for label, total, own in (
            ("主动公开政府信息数", 440, 5),
            ("主动公开规范性文件数", 40, 2),
            ("制发规范性文件总数", 41, 3),
        )
    )
    page = (
        "<p>某县水利局2016年政府信息公开工作年度报告</p><p>一、概述</p><p>略。</p>"
        "<p>二、主动公开政府信息情况</p><p>略。</p><table>"
        "<tr><td colspan=2>统计指标</td><td>单位</td><td>历年累计</td><td>统计数</td></tr>"
        f"<tr><td colspan=4>一、主动公开情况</td><td></td></tr>{rows}</table>"
    )
    facts = parse(read_document(page.encode(), path="x.html")).facts()
    assert set(facts["value"].dropna()) <= {5, 2, 3}
