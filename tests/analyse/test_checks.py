import numpy as np
import pandas as pd
import pytest

from govinfo import registry, schema
from govinfo.analyse._grid import grid, previous
from govinfo.analyse.checking.gaps import gaps
from govinfo.analyse.checking.terms import instances
from govinfo.analyse.checks import check, judge
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


def test_a_report_without_a_table_has_one_row_with_the_reason_for_each_of_its_rules(make_facts):
    checks = check(make_facts(DISPUTES), rules=["A1", "B1"])
    assert checks["rule"].tolist() == ["A1", "B1", "B1", "B1"]
    row = checks.iloc[0]
    assert (row["party"], row["metrics"]) == ("", "")
    assert pd.isna(row["ok"])
    assert row["reason"] == "no figures of requests.2019 or requests.2021"


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


PROSE = "narrative.requests_received"


@pytest.mark.parametrize(
    ("said", "bound", "raw", "ok", "expected"),
    [
        (10, "=", "10件", True, 10),
        (12, "=", "12件", True, 12),
        (11, "=", "11件", False, 10),
        (13, "=", "13件", False, 12),
        (10, "≥", "10余件", True, 10),
        (9, "≥", "9余件", False, 10),
        (11, "≤", "近11件", True, 10),
        (15, "≤", "近15件", False, 12),
        (11, "≈", "约11件", True, 10),
        (0, "=", "0件", False, 10),
    ],
)
def test_a_figure_of_the_prose_fits_one_of_several_sums_within_its_bound(
    make_facts, join, balanced, said, bound, raw, ok, expected
):
    prose = make_facts({PROSE: said}, bound=bound, raw=raw, method="text")
    row = check(join(make_facts(balanced()), prose), rules="D1").set_index("party")
    row = row.loc["requests_received"]
    assert (row["ok"], row["observed"], row["expected"]) == (ok, said, expected)
    assert row["gap"] == said - expected
    assert row["metrics"] == f"{PROSE} requests.new.total requests.carried_in.total"


def test_one_sum_that_fits_is_enough_but_that_none_fits_needs_all_cells(make_facts, join, balanced):
    cells = make_facts(balanced() | {"requests.carried_in.total": "blank"})
    for said, ok in ((10, True), (99, None)):
        facts = join(cells, make_facts({PROSE: said}, method="text"))
        row = check(facts, rules="D1").set_index("party").loc["requests_received"]
        assert pd.isna(row["ok"]) if ok is None else row["ok"] == ok
    assert row["reason"] == "requests.carried_in.total is blank"


def test_a_statement_that_there_was_none_needs_a_total_of_0(make_facts, join, balanced):
    said = make_facts({PROSE: 0}, method="statement", raw="未收到政府信息公开申请")
    for new, ok in ((10, False), (0, True)):
        cells = make_facts(balanced(new=new, carried_in=12 - new))
        found = check(join(cells, said), rules=["D1", "D3"]).query("party == 'requests_received'")
        assert pd.isna(found["ok"].iloc[0])
        assert found["ok"].iloc[1] == ok
        assert found["reason"].iloc[0] == f"does not apply: not {PROSE} not by statement"
    counted = make_facts({PROSE: 0}, method="text", raw="0件")
    row = check(join(cells, counted), rules="D3").query("party == 'requests_received'").iloc[0]
    assert row["reason"] == f"does not apply: not {PROSE} = 0 by statement"


@pytest.mark.parametrize(
    ("said", "ok"),
    [("未发出收费通知", False), ("未产生信息处理费", False), ("未收取信息处理费", None)],
)
def test_that_no_money_came_in_does_not_deny_that_notices_were_issued(
    make_facts, join, balanced, said, ok
):
    cells = balanced() | {"requests.other.fee_unpaid.total": 1.0}
    fee = make_facts({"narrative.information_fee": 0}, method="statement", raw=said)
    row = check(join(make_facts(cells), fee), rules="D4").iloc[0]
    assert pd.isna(row["ok"]) if ok is None else row["ok"] == ok


@pytest.fixture
def county(make_facts, join, balanced, sources_of):
    """A county that reports for all, its office, a bureau, a tax bureau and a town."""
    sizes = {"县政府": (12, "county", "government"), "办公室": (4, "county", "office")}
    sizes |= {"水利局": (5, "county", "department"), "税务局": (90, "county", "department")}
    sizes |= {"某镇": (3, "township", "government")}
    facts = join(
        *(
            make_facts(
                balanced(new=new, carried_in=0, granted=new, denied=0, carried_out=0),
                agency_id=f"620421:{name}",
                level=level,
            )
            for name, (new, level, _) in sizes.items()
        )
    )
    sources = sources_of(facts).astype({"scope": "object", "kind": "object"})
    sources["kind"] = [kind for _, _, kind in sizes.values()]
    sources["scope"] = ["aggregate", *["own"] * 4]
    return facts, sources


def new_total(checks):
    rows = checks.query("party == 'requests.new.total'")
    return rows.set_index("agency_id")[["ok", "observed", "expected"]].to_dict("index")


def test_a_report_for_all_is_at_least_each_agency_that_it_surely_covers(county):
    facts, sources = county
    checks = check(facts, sources=sources, rules="E1")
    assert new_total(checks) == {"620421:县政府": {"ok": True, "observed": 12.0, "expected": 5.0}}
    open_ = checks.query("party == ''").set_index("agency_id")["reason"]
    assert set(open_) == {"not a government of scope aggregate"}
    assert len(open_) == 4
    less = facts.copy()
    less.loc[(less["agency_id"] == "620421:水利局") & (less["value"] == 5), "value"] = 50.0
    assert not new_total(check(less, sources=sources, rules="E1"))["620421:县政府"]["ok"]


def test_a_report_for_all_is_the_sum_of_them_once_a_roster_shows_that_all_are_in(county):
    facts, sources = county
    roster = sources[["agency_id", "level", "kind", "region_code"]]
    roster = roster.loc[roster["agency_id"] != "620421:税务局"]
    found = check(facts, sources=sources, roster=roster, rules="E1_sum")
    assert new_total(found)["620421:县政府"] == {"ok": True, "observed": 12.0, "expected": 12.0}
    alone = check(facts, sources=sources, rules="E1_sum").query("party == 'requests.new.total'")
    unknown = "not known whether all agencies that it covers are in, and no others"
    assert alone["reason"].tolist() == [unknown]
    taxes = check(facts, sources=sources, roster=sources, rules="E1_sum")
    assert taxes["ok"].isna().all()
    another = pd.concat([roster, roster.tail(1).assign(agency_id="620421:他镇")])
    found = check(facts, sources=sources, roster=another, rules="E1_sum")
    assert found["ok"].isna().all()


def test_without_sources_who_covers_whom_is_not_known(county):
    checks = check(county[0], rules=["E1", "E1_sum"])
    assert len(checks) == 10
    assert set(checks["reason"]) == {"no sources given"}


def test_an_agency_of_which_two_versions_are_current_covers_and_is_covered_by_nothing_sure(county):
    facts, sources = county
    sources = sources.assign(current=[False, True, True, True, True])
    checks = check(facts, sources=sources, rules="E1")
    assert "not the current version" in set(checks["reason"])


def test_lost_tables_and_documents_without_facts_are_told(make_facts, sources_of):
    facts = make_facts(DISPUTES)
    sources = sources_of(facts)
    more = sources.assign(source_id="empty", tables_lost="requests", agency_id="b:b", year=2020)
    checks = check(facts, sources=pd.concat([sources, more], ignore_index=True), rules="A1")
    assert checks["source_id"].tolist() == [facts["source_id"].iloc[0], "empty"]
    assert checks["year"].tolist() == [2023, 2020]
    assert checks["reason"].tolist() == [
        "no figures of requests.2019 or requests.2021",
        "no figures of requests.2019 or requests.2021; tables lost: requests",
    ]


def test_with_sources_only_current_versions_are_compared_across_years(
    make_facts, join, balanced, sources_of
):
    facts = join(
        make_facts(balanced(), year=2022, source_id="before"),
        make_facts(balanced(), year=2023, source_id="old"),
        make_facts(balanced(9, 3), year=2023, source_id="new"),
    )
    sources = sources_of(facts).assign(current=[True, False, True])
    checks = check(facts, sources=sources, rules="C1").query("party == 'total'")
    assert checks.set_index("source_id")["reason"].fillna("").to_dict() == {
        "before": "no report for the year before",
        "old": "not the current version",
        "new": "",
    }


def test_a_corrected_cell_is_judged_as_any_other(make_facts):
    assert check(make_facts(DISPUTES, method="corrected"), rules="B1")["ok"].all()


def test_the_metrics_of_a_sum_are_written_as_rules_write_them(make_facts):
    rows = check(make_facts({"rules.issued": 1.0}), rules="C2").set_index("party")["metrics"]
    assert rows["rules"] == "rules.in_force rules.in_force[t-1] rules.issued -rules.repealed"


def test_every_reason_is_told_in_both_languages(make_facts, join, balanced):
    facts = join(
        make_facts(balanced() | {"requests.new.total": "blank"}, year=2022),
        make_facts(DISPUTES | {PROSE: 3}, bound="≥", method="text"),
    )
    cells = grid(facts)
    rules = list(registry.tree("rules"))
    for blank_as_zero in (False, True):
        judged = judge(cells, rules, *previous(cells.reports), blank_as_zero=blank_as_zero)
        told = judged.loc[judged["reason"].notna()]
        assert (told["ok"].isna() | (told["reason"] == "blank counted as 0")).all()
        assert told["reason_zh"].str.contains("[一-鿿]").all()
        assert not told["reason"].str.contains("{", regex=False).any()
    assert judged["reason_zh"].isna().equals(judged["reason"].isna())


def test_the_quick_core_gives_the_gaps_of_check(make_facts, join, balanced):
    facts = join(
        make_facts(balanced() | DISPUTES, agency_id="a:a"),
        make_facts(balanced() | {"requests.granted.total": 7.0}, agency_id="b:b"),
        make_facts(balanced() | {"requests.granted.business": "blank"}, agency_id="c:c"),
    )
    cells = grid(facts)
    equations = [
        each
        for rule in ("A1", "A2", "A3")
        for each in instances(rule)
        if each.form == "requests.2021"
    ]
    found = gaps(cells.value.T, cells.place, equations)
    checks = check(facts, rules=["A1", "A2", "A3"])
    assert np.array_equal(found.ravel(), checks["gap"].to_numpy(), equal_nan=True)
    assert np.count_nonzero(found[np.isfinite(found)]) == 2
