import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo import schema
from govinfo.analyse import aggregate
from govinfo.errors import SchemaError, UnknownNameError

NEW = "requests.new.total"


def small(values, **columns):
    frame = pd.DataFrame(
        {
            "agency_id": [f"a{number}" for number in range(len(values))],
            "value": [np.nan if value is None else float(value) for value in values],
            "status": ["blank" if value is None else "reported" for value in values],
        }
    )
    plain = {"year": 2023, "level": "county", "metric": NEW, "bound": "=", "region_code": "620421"}
    return frame.assign(**(plain | columns))


def test_values_are_added_up_and_the_missing_counted():
    row = aggregate(small([3, 4, None]), "year").iloc[0]
    assert (row["value"], row["n_reported"], row["n_expected"]) == (7.0, 2, 3)
    assert row["coverage"] == pytest.approx(2 / 3)


def test_a_group_of_which_nothing_is_reported_is_missing_and_not_zero():
    row = aggregate(small([None, None]), "year").iloc[0]
    assert np.isnan(row["value"])
    assert (row["n_reported"], row["coverage"]) == (0, 0.0)


@pytest.mark.parametrize(("how", "value"), [("sum", 12.0), ("mean", 4.0), ("median", 3.0)])
def test_the_way_to_aggregate_is_the_callers(how, value):
    assert aggregate(small([2, 3, 7, None]), "year", how=how)["value"].tolist() == [value]


def test_a_value_left_over_from_a_cell_that_is_not_reported_does_not_count():
    facts = small([3, 4]).assign(status=["reported", "unreadable"])
    assert aggregate(facts, "year")["value"].tolist() == [3.0]


def test_bounds_are_counted_beside_the_sum():
    facts = small([3, 4, 5], bound=["=", "≥", "≈"])
    assert aggregate(facts, "year")["n_inexact"].tolist() == [2]


def test_places_come_with_code_and_name():
    facts = small([1, 2, 4, 8], region_code=["620421", "621121", "320800", None])
    found = aggregate(facts, "province")
    assert found["province_code"].tolist() == ["320000", "620000", pd.NA]
    assert found["province"].tolist()[:2] == ["江苏省", "甘肃省"]
    assert found["value"].tolist() == [4.0, 3.0, 8.0]
    counties = aggregate(facts, "county").set_index("county")["value"]
    assert (counties["靖远县"], counties["通渭县"]) == (1.0, 2.0)
    assert aggregate(facts, "city")["city"].tolist()[:3] == ["淮安市", "白银市", "定西市"]


def test_a_town_code_lies_in_its_county():
    found = aggregate(small([1], region_code="621121100"), ["province", "county"])
    assert found.loc[0, ["province_code", "county_code"]].tolist() == ["620000", "621121"]


def test_regions_may_be_the_callers_own():
    regions = pd.DataFrame({"code": ["990000"], "name": ["某省"], "level": ["province"]})
    found = aggregate(small([1], region_code="990101"), "province", regions=regions)
    assert found["province"].tolist() == ["某省"]


def test_a_roster_says_who_was_expected():
    roster = pd.DataFrame({"agency_id": [f"a{n}" for n in range(5)], "level": "county"})
    row = aggregate(small([3, None]), ["level", "year"], roster=roster).iloc[0]
    assert (row["n_reported"], row["n_expected"], row["coverage"]) == (1, 5, 0.2)


def test_a_roster_with_years_counts_only_those_years():
    roster = pd.DataFrame({"agency_id": ["a0", "a1"], "year": [2023, 2022], "level": "county"})
    row = aggregate(small([3]), ["level", "year"], roster=roster).iloc[0]
    assert row["n_expected"] == 1


def test_metrics_stay_apart_and_in_the_order_of_the_registry():
    facts = pd.concat([small([5], metric=NEW), small([2], metric="requests.new.natural_person")])
    found = aggregate(facts, "year")
    assert found["metric"].tolist() == ["requests.new.natural_person", NEW]
    assert found["value"].tolist() == [2.0, 5.0]


def test_two_versions_of_a_report_are_refused():
    facts = small([3])
    with pytest.raises(SchemaError, match="current"):
        aggregate(pd.concat([facts, facts]), "year")


def test_names_that_do_not_exist_are_named_with_their_neighbours():
    with pytest.raises(UnknownNameError, match="'province'"):
        aggregate(small([3]), "provinc")
    with pytest.raises(UnknownNameError, match=NEW):
        aggregate(small([3]), "year", metrics="requests.new.totl")
    with pytest.raises(UnknownNameError, match="median"):
        aggregate(small([3]), "year", how="medien")


def test_no_facts_give_no_rows_with_the_right_columns():
    found = aggregate(schema.empty(schema.FACTS), ["province", "agency", "year"])
    assert list(found.columns) == [
        *("province_code", "province", "agency_id", "agency", "year", "metric"),
        *("value", "n_reported", "n_inexact", "n_expected", "coverage"),
    ]
    assert found.empty


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["county", "township", None]),
            st.one_of(st.none(), st.integers(-5, 1000)),
        ),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from(["sum", "mean", "median"]),
)
def test_groups_hold_what_numpy_finds_in_them(rows, how):
    facts = small([value for _, value in rows], level=[level for level, _ in rows])
    found = aggregate(facts.assign(level=facts["level"].astype("category")), "level", how=how)
    assert len(found) == len({level for level, _ in rows})
    for row in found.itertuples():
        level = None if pd.isna(row.level) else row.level
        group = [value for each, value in rows if each == level]
        known = np.array([value for value in group if value is not None], dtype=float)
        assert row.n_reported == len(known)
        assert row.n_expected == len(group)
        if len(known):
            assert row.value == pytest.approx(getattr(np, how)(known))
        else:
            assert np.isnan(row.value)
