import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse import check
from govinfo.errors import SchemaError, UnknownNameError

DISPUTES = dict.fromkeys(
    [
        f"{block}.{result}"
        for block in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
        for result in ("upheld", "corrected", "other", "pending", "total")
    ],
    0.0,
)


def by_party(checks, rule):
    found = checks.loc[checks["rule"] == rule]
    return dict(zip(found["party"].astype(str), found["ok"], strict=True))


def test_a_balanced_report_passes_all_42_equations(make_facts, balanced):
    checks = check(make_facts(balanced() | DISPUTES), rules=["A1", "A2", "A3", "B1"])
    assert len(checks) == 42
    assert checks["ok"].all()
    assert (checks["gap"] == 0).all()


def test_the_2019_form_has_37_equations_and_one_row_for_other_outcomes(make_facts, balanced):
    cells = balanced(form="requests.2019")
    cells |= {"requests.other.total.total": 1.0, "requests.concluded.total": 10.0}
    checks = check(make_facts(cells, forms=("requests.2019",)), rules=["A1", "A2", "A3"])
    assert len(checks) == 37
    assert by_party(checks, "A2")["total"]
    failed = checks.loc[~checks["ok"], ["rule", "party", "gap"]]
    assert set(failed.itertuples(index=False, name=None)) == {
        ("A1", "total", -1.0),
        ("A3", "concluded", 1.0),
        ("A3", "other.total", 1.0),
    }


def test_a_gap_is_the_left_side_less_the_right(make_facts):
    cells = DISPUTES | {"reconsideration.upheld": 10.0, "reconsideration.corrected": 1.0}
    row = check(make_facts(cells), rules="B1").iloc[0]
    assert (row["party"], row["observed"], row["expected"], row["gap"]) == (
        "reconsideration",
        0.0,
        11.0,
        -11.0,
    )


@pytest.mark.parametrize("status", ["blank", "unreadable", "unplaced", "absent", "not_applicable"])
def test_a_sum_with_a_cell_that_is_not_reported_is_neither_passed_nor_failed(make_facts, status):
    checks = check(make_facts(DISPUTES | {"reconsideration.other": status}), rules="B1")
    row = checks.iloc[0]
    assert pd.isna(row["ok"])
    assert pd.isna(row["gap"])
    assert row["reason"] == f"reconsideration.other is {status.replace('_', ' ')}"
    assert checks["ok"].iloc[1:].all()


def test_a_blank_counts_as_zero_only_where_the_caller_asks(make_facts):
    facts = make_facts(DISPUTES | {"reconsideration.other": "blank"})
    assert pd.isna(check(facts, rules="B1")["ok"].iloc[0])
    row = check(facts, rules="B1", blank_as_zero=True).iloc[0]
    assert row["ok"]
    assert row["reason"] == "blank counted as 0"


def test_cells_that_are_blank_throughout_are_not_judged(make_facts):
    facts = make_facts(dict.fromkeys(DISPUTES, "blank"))
    checks = check(facts, rules="B1", blank_as_zero=True)
    assert checks["ok"].isna().all()
    assert set(checks["reason"]) == {"all blank"}


@pytest.mark.parametrize("method", ["decoded", "ocr"])
def test_a_sum_that_placed_or_confirmed_its_own_cells_judges_nothing(make_facts, method):
    checks = check(make_facts(DISPUTES, method=method), rules="B1")
    assert checks["ok"].isna().all()
    assert set(checks["reason"]) == {"decoded"}


def test_a_decoded_sum_that_fails_cannot_have_placed_its_cells(make_facts):
    facts = make_facts(DISPUTES | {"reconsideration.total": 5.0}, method="decoded")
    assert check(facts, rules="B1")["ok"].iloc[0] == False  # noqa: E712


def test_a_report_without_a_table_has_no_rows_for_its_rules(make_facts):
    checks = check(make_facts(DISPUTES), rules=["A1", "B1"])
    assert set(checks["rule"]) == {"B1"}


def test_carried_in_is_compared_with_carried_out_of_the_year_before(make_facts, join, balanced):
    facts = join(
        make_facts(balanced(), year=2022),
        make_facts(balanced(new=11, carried_in=1), year=2023),
    )
    checks = check(facts, rules="C1").set_index(["year", "party"])
    row = checks.loc[(2023, "total")]
    assert (row["ok"], row["observed"], row["expected"], row["gap"]) == (False, 1.0, 3.0, -2.0)
    assert checks.loc[(2022, "total"), "reason"] == "no report for the year before"


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ({"year": 2024}, "no report for the year before"),
        ({"year": None}, "year unknown"),
        ({"agency_id": "unknown:x"}, "agency unknown"),
    ],
)
def test_years_that_do_not_follow_are_not_compared(make_facts, join, balanced, second, reason):
    details = {"year": 2023} | second
    facts = join(
        make_facts(balanced(), year=2022), make_facts(balanced(), **details, source_id="x")
    )
    checks = check(facts, rules="C1")
    assert checks["ok"].isna().all()
    assert set(checks.loc[checks["source_id"] == "x", "reason"]) == {reason}


def test_several_versions_of_a_year_are_not_compared(make_facts, join, balanced):
    facts = join(
        make_facts(balanced(), year=2022, source_id="a"),
        make_facts(balanced(), year=2022, source_id="b"),
        make_facts(balanced(), year=2023, source_id="c"),
    )
    found = check(facts, rules="C1").groupby("source_id", observed=True)["reason"].unique()
    assert list(found["c"]) == ["several versions"]


def test_stock_follows_from_flow_and_from_the_year_before(make_facts, join):
    before = {"rules.issued": 2.0, "rules.repealed": 0.0, "rules.in_force": 10.0}
    now = {"rules.issued": 3.0, "rules.repealed": 1.0, "rules.in_force": 13.0}
    facts = join(make_facts(before, year=2022), make_facts(now, year=2023))
    row = check(facts, rules="C2").query("year == 2023 and party == 'rules'").iloc[0]
    assert (row["observed"], row["expected"], row["gap"]) == (13.0, 12.0, 1.0)
    assert check(facts, rules="C2_repealed").query("year == 2023")["ok"].iloc[0]


def test_channels_may_add_up_to_more_than_the_total_but_not_to_less(make_facts):
    channels = ("gazette", "website", "weibo", "wechat", "other")
    cells = {f"statistics.channel.{name}": 2.0 for name in channels}
    for total, ok in ((9.0, True), (10.0, True), (11.0, False)):
        facts = make_facts(
            cells | {"statistics.proactive.total": total}, forms=("statistics.2014",)
        )
        assert check(facts, rules="S_channels")["ok"].tolist() == [ok]


def test_a_figure_known_as_a_bound_cannot_be_added_up(make_facts):
    row = check(make_facts(DISPUTES, bound="≥"), rules="B1").iloc[0]
    assert pd.isna(row["ok"])
    assert "bound" in row["reason"]


def test_every_rule_gives_its_rows_for_every_report(make_facts, join, balanced):
    one = make_facts(balanced() | DISPUTES, agency_id="a:a")
    two = make_facts(balanced() | DISPUTES, agency_id="b:b")
    checks = check(join(one, two))
    assert not checks.duplicated(list(schema.CHECKS.key)).any()
    sizes = checks.groupby("source_id", observed=True).size()
    assert sizes["a:a-2023"] == sizes["b:b-2023"]
    assert checks.dtypes.astype(str).to_dict() == schema.CHECKS.columns


def test_no_facts_give_no_checks_with_the_right_columns():
    checks = check(schema.empty(schema.FACTS))
    assert checks.empty
    assert list(checks.columns) == list(schema.CHECKS.columns)


def test_the_facts_that_were_given_stay_as_they_were(make_facts, balanced):
    facts = make_facts(balanced() | DISPUTES)
    copy = facts.copy(deep=True)
    check(facts, blank_as_zero=True)
    pd.testing.assert_frame_equal(facts, copy)


def test_an_unknown_rule_is_named_with_its_neighbour(make_facts):
    with pytest.raises(UnknownNameError, match="A1"):
        check(make_facts(DISPUTES), rules="A11")


def test_a_metric_that_a_document_repeats_is_refused(make_facts, join):
    facts = make_facts(DISPUTES)
    with pytest.raises(SchemaError, match="repeats its key"):
        check(join(facts, facts))


def test_a_reported_cell_without_a_value_is_refused(make_facts):
    facts = make_facts(DISPUTES)
    with pytest.raises(SchemaError, match="reported cells without a value"):
        check(facts.assign(value=float("nan")))


def test_a_missing_column_is_named(make_facts):
    with pytest.raises(SchemaError, match="'status'"):
        check(make_facts(DISPUTES).drop(columns="status"))
