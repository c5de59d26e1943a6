import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo import registry
from govinfo.analyse import flag
from govinfo.analyse.rates import flag_rates
from govinfo.errors import SchemaError, UnknownNameError

SOURCES = pd.DataFrame(
    {
        "source_id": ["a", "b", "c", "d", "old"],
        "level": ["county", "county", "township", None, "county"],
        "year": [2022, 2023, 2023, 2023, 2022],
        "region_code": ["620421", "620421", "110101", None, "620421"],
        "current": [True, True, True, True, False],
    }
)
FLAGS = pd.DataFrame(
    [
        ("late", "warning", "a"),
        ("late", "warning", "a"),
        ("late", "na", "b"),
        ("late", "info", "c"),
        ("late", "warning", "old"),
        ("all_zero", "info", "c"),
        ("all_zero", "na", "d"),
        ("missing_year", "warning", None),
    ],
    columns=["rule", "severity", "source_id"],
)


def test_rates_are_shares_of_assessable_reports_each_counted_once():
    rates = flag_rates(FLAGS, SOURCES, rules=["late", "all_zero"]).set_index(["rule", "level"])
    late = rates.loc["late"]
    assert late.loc["county", ["n_flagged", "n_assessable", "n_reports"]].tolist() == [1, 1, 2]
    assert late.loc["township", "rate"] == 1
    assert late.loc["township", "n_all_zero"] == 1
    assert np.isnan(late.loc["township", "rate_without_all_zero"])
    assert late.loc["county", "rate_without_all_zero"] == 1
    assert rates.loc["all_zero"].loc["county", "rate"] == 0


def test_every_rule_and_group_has_a_row_with_nothing_found_too():
    rates = flag_rates(FLAGS, SOURCES)
    assert len(rates) == 3 * len(registry.tree("flags"))
    assert rates["n_reports"].sum() == 4 * len(registry.tree("flags"))
    assert rates.columns.tolist() == [
        *("rule", "level", "n_flagged", "n_assessable", "n_reports", "rate"),
        *("n_all_zero", "rate_without_all_zero"),
    ]
    assert rates.dtypes.astype(str).tolist()[2:6] == ["int64", "int64", "int64", "float64"]


def test_a_rule_of_no_single_report_has_no_rate():
    rates = flag_rates(FLAGS, SOURCES, by="rule").set_index("rule")
    for rule in ("missing_year", "digit_heaping"):
        assert rates.loc[rule, "n_assessable"] == 0
        assert np.isnan(rates.loc[rule, "rate"])


def test_without_the_rule_a_report_is_flagged_by_any():
    rates = flag_rates(FLAGS, SOURCES, by="year", rules=["late", "all_zero"]).set_index("year")
    assert rates["n_flagged"].tolist() == [1, 1]
    assert rates["n_assessable"].tolist() == [1, 3]
    (row,) = flag_rates(FLAGS, SOURCES, by=[]).to_dict("records")
    assert (row["n_flagged"], row["n_reports"]) == (2, 4)


def test_only_the_wanted_severities_count_but_all_make_a_report_assessable():
    rates = flag_rates(FLAGS, SOURCES, by="rule", rules=["late", "all_zero"], severities="warning")
    late = rates.set_index("rule").loc["late"]
    assert (late["n_flagged"], late["n_assessable"], late["n_all_zero"]) == (1, 3, 1)


def test_places_come_with_code_and_name():
    rates = flag_rates(FLAGS, SOURCES, by=["rule", "province"], rules="late")
    assert rates.columns[:3].tolist() == ["rule", "province_code", "province"]
    assert set(rates["province"].dropna()) == {"甘肃省", "北京市"}
    assert rates["province"].isna().sum() == 1


def test_without_the_rule_on_zeros_the_second_rate_is_not_known():
    rates = flag_rates(FLAGS, SOURCES, rules="late")
    assert rates["n_all_zero"].isna().all()
    assert rates["rate_without_all_zero"].isna().all()


def test_what_does_not_exist_is_named():
    with pytest.raises(UnknownNameError, match="level"):
        flag_rates(FLAGS, SOURCES, by="levl")
    with pytest.raises(UnknownNameError, match="warning"):
        flag_rates(FLAGS, SOURCES, severities="warnin")
    with pytest.raises(SchemaError, match="severity"):
        flag_rates(FLAGS[["rule"]], SOURCES)


def test_the_frames_of_flag_go_in_as_they_come(make_facts, balanced, sources_of):
    facts = make_facts(balanced() | {"requests.granted.total": 8.0})
    sources = sources_of(facts)
    rates = flag_rates(flag(facts, sources), sources).set_index("rule")
    assert rates.loc["requests_outcomes", "rate"] == 1
    assert rates.loc["requests_balance", "rate"] == 0
    assert rates.loc["sudden_change", "n_assessable"] == 0
    assert flag_rates(flag(facts.iloc[:0], sources.iloc[:0]), sources.iloc[:0]).empty


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["late", "all_zero"]),
            st.sampled_from(["error", "warning", "info", "na"]),
            st.sampled_from(["a", "b", "c", "d", "old", None]),
        ),
        max_size=12,
    )
)
def test_counts_agree_with_a_count_by_hand(rows):
    flags = pd.DataFrame(rows, columns=["rule", "severity", "source_id"])
    rates = flag_rates(flags, SOURCES, by="rule", rules=["late", "all_zero"]).set_index("rule")
    for rule in ("late", "all_zero"):
        told = {
            name: {each[1] for each in rows if each[0] == rule and each[2] == name}
            for name in "abcd"
        }
        flagged = sum(bool(each - {"na"}) for each in told.values())
        open_ = sum(each == {"na"} for each in told.values())
        assert rates.loc[rule, "n_flagged"] == flagged
        assert rates.loc[rule, "n_assessable"] == 4 - open_
