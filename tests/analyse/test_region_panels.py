"""Panels of facts brought onto one year's map: nothing lost, nothing counted twice."""

from __future__ import annotations

import math
from itertools import groupby

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govinfo as gi
from govinfo import gazetteer, schema
from govinfo.errors import SchemaError, UnknownNameError

METRIC = "requests.new.total"
ADDED = ["region_before", "crosswalk", "map_year", "note"]


def facts_of(*rows: tuple[object, ...], body: str = "人民政府") -> pd.DataFrame:
    """Facts from code, year and value (None: blank), and perhaps metric, level or body."""
    found = []
    for code, year, value, *more in rows:
        told: dict[str, object] = dict(more)  # type: ignore[call-overload]
        unit = gazetteer.units(year).get(str(code))  # type: ignore[arg-type]
        name = f"{unit.name if unit else ''}{told.pop('body', body)}"
        found.append(
            {
                **dict.fromkeys(schema.FACTS.columns),
                "agency_id": f"{code}:{name}",
                "agency": name,
                "level": unit.level if unit else "county",
                "region_code": code,
                "year": year,
                "metric": METRIC,
                "value": value,
                "status": "blank" if value is None else "reported",
                "bound": None if value is None else "=",
                "unit": "件",
                "form": "requests.2021",
                "source_id": f"{code}-{year}-{name}",
                **told,
            }
        )
    return schema.conform(pd.DataFrame(found, columns=list(schema.FACTS.columns)), schema.FACTS)


def plain(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    cells = frame[list(columns)].astype(object)
    return cells.where(cells.notna(), None).to_numpy().tolist()


def test_a_renamed_unit_keeps_its_code_and_takes_its_name_on_the_map() -> None:
    found = gi.crosswalk_regions(facts_of(("320803", 2010, 5)), to_year=2015)
    assert plain(found, "agency_id", "agency", "region_code", "crosswalk", "value") == [
        ["320803:淮安区人民政府", "淮安区人民政府", "320803", "renamed", 5.0]
    ]


@pytest.mark.parametrize(
    ("code", "year", "to_year", "agency_id", "level"),
    [
        ("320124", 2012, 2023, "320117:溧水区人民政府", "county"),
        ("320117", 2013, 2009, "320124:溧水县人民政府", "county"),
        ("522401", 2010, 2023, "520502:七星关区人民政府", "county"),
        ("522400", 2010, 2023, "520500:毕节市人民政府", "prefecture"),
        ("469003", 2014, 2023, "460400:儋州市人民政府", "prefecture"),
        ("341521", 2014, 2023, "340422:寿县人民政府", "county"),
    ],
)
def test_a_recoded_unit_takes_code_name_and_level(
    code: str, year: int, to_year: int, agency_id: str, level: str
) -> None:
    found = gi.crosswalk_regions(facts_of((code, year, 5)), to_year=to_year)
    assert plain(found, "agency_id", "level", "crosswalk", "region_before") == [
        [agency_id, level, "recoded", code]
    ]


def test_a_commission_of_the_province_becomes_a_peoples_government() -> None:
    facts = facts_of(("522400", 2010, 5), body="行政公署")
    assert plain(gi.crosswalk_regions(facts, to_year=2023), "agency") == [["毕节市人民政府"]]


def test_a_branch_takes_the_name_inside_its_own() -> None:
    agency = "国家税务总局溧水县税务局"
    facts = facts_of(("320124", 2012, 5)).assign(agency=agency, agency_id=f"320124:{agency}")
    found = gi.crosswalk_regions(facts, to_year=2023)
    assert plain(found, "agency") == [["国家税务总局溧水区税务局"]]


def test_agencies_of_merged_units_are_added_up_by_their_names() -> None:
    facts = facts_of(
        ("110101", 2009, 3),
        ("110103", 2009, 4),
        ("110101", 2009, 1, ("body", "教育局")),
        ("110103", 2009, 2, ("body", "教育局")),
        ("110101", 2010, 9),
    )
    found = gi.crosswalk_regions(facts, to_year=2023)
    assert plain(found, "agency", "year", "value", "crosswalk", "region_before") == [
        ["东城区人民政府", 2009, 7.0, "merged", "110101 110103"],
        ["东城区教育局", 2009, 3.0, "merged", "110101 110103"],
        ["东城区人民政府", 2010, 9.0, "same", "110101"],
    ]
    assert found["source_id"].iloc[0] == "110101-2009-东城区人民政府+110103-2009-崇文区人民政府"
    assert found["form"].iloc[0] == "requests.2021"


def test_a_sum_that_lacks_a_part_says_which_and_gives_no_number() -> None:
    facts = facts_of(
        ("110101", 2009, 3),
        ("110103", 2009, None),
        ("310101", 2009, 8),
        ("310103", 2008, 2),
    )
    found = gi.crosswalk_regions(facts, to_year=2023)
    assert plain(found, "region_code", "value", "status", "crosswalk", "note") == [
        ["110101", None, "blank", "incomplete", "崇文区: blank"],
        ["310101", None, "absent", "incomplete", "卢湾区: no row"],
        ["310101", None, "absent", "incomplete", "黄浦区: no row"],
    ]


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [("=", "=", "="), ("=", "≥", "≥"), ("≤", "=", "≤"), ("≥", "≤", "≈"), ("≈", "=", "≈")],
)
def test_the_bound_of_a_sum_holds_for_it(one: str, other: str, both: str) -> None:
    facts = facts_of(("110101", 2009, 3, ("bound", one)), ("110103", 2009, 4, ("bound", other)))
    assert gi.crosswalk_regions(facts, to_year=2023)["bound"].tolist() == [both]


@pytest.mark.parametrize(
    ("code", "year", "to_year", "reason"),
    [
        ("330104", 2020, 2023, "上城区, 江干区, 萧山区 became 上城区, 萧山区, 钱塘区"),
        ("330102", 2020, 2023, "上城区, 江干区, 萧山区 became 上城区, 萧山区, 钱塘区"),
        ("330110", 2020, 2023, "余杭区 became 余杭区, 临平区"),
        ("110101", 2023, 2009, "东城区 became 东城区, 崇文区"),
        ("659011", 2023, 2015, "新星市: no unit is known that it is there"),
        ("999999", 2023, 2015, "no unit had the code 999999 in 2023"),
        (None, 2023, 2015, "no region"),
    ],
)
def test_what_cannot_be_told_keeps_its_number_without_a_region(
    code: str | None, year: int, to_year: int, reason: str
) -> None:
    facts = facts_of((code, year, 5))
    found = gi.crosswalk_regions(facts, to_year=to_year)
    assert plain(found, "region_code", "crosswalk", "note", "value") == [[None, "open", reason, 5]]
    assert found["agency_id"].tolist() == facts["agency_id"].tolist()


def test_a_county_cut_in_two_is_whole_again_on_an_older_map() -> None:
    facts = facts_of(("330110", 2022, 5), ("330113", 2022, 6))
    found = gi.crosswalk_regions(facts, to_year=2020)
    assert plain(found, "agency_id", "value", "crosswalk") == [
        ["330110:余杭区人民政府", 11.0, "merged"]
    ]


def test_towns_of_merged_counties_are_not_added_up() -> None:
    town = ("level", "township")
    facts = facts_of(
        ("320124", 2012, 5, town, ("body", "永阳镇人民政府")),
        ("310101", 2009, 5, town, ("body", "外滩街道办事处")),
        ("310103", 2009, 6, town, ("body", "五里桥街道办事处")),
    )
    found = gi.crosswalk_regions(facts, to_year=2023)
    assert plain(found, "agency", "value", "crosswalk") == [
        ["溧水区永阳镇人民政府", 5.0, "recoded"],
        ["黄浦区外滩街道办事处", 5.0, "same"],
        ["黄浦区五里桥街道办事处", 6.0, "recoded"],
    ]


def test_two_towns_that_would_get_one_name_are_left_open() -> None:
    town = (("level", "township"), ("body", "城关镇人民政府"))
    facts = facts_of(("110101", 2009, 5, *town), ("110103", 2009, 6, *town))
    found = gi.crosswalk_regions(facts, to_year=2023)
    assert found["crosswalk"].tolist() == ["open", "open"]
    assert found["value"].tolist() == [5.0, 6.0]


def test_central_agencies_need_no_region() -> None:
    facts = facts_of((None, 2023, 5, ("level", "central")), body="财政部")
    assert plain(gi.crosswalk_regions(facts, to_year=2010), "crosswalk") == [["same"]]


def test_a_report_without_a_year_is_left_open() -> None:
    facts = facts_of(("110101", 2023, 5)).assign(year=pd.array([None], dtype="Int16"))
    assert plain(gi.crosswalk_regions(facts, to_year=2010), "note") == [["no year"]]


def test_a_part_that_comes_twice_is_refused() -> None:
    facts = facts_of(("110101", 2009, 3), ("110103", 2009, 4), ("110103", 2009, 4))
    with pytest.raises(SchemaError, match="repeats its key"):
        gi.crosswalk_regions(facts, to_year=2023)


def test_facts_on_another_years_map_are_refused() -> None:
    found = gi.crosswalk_regions(facts_of(("320803", 2010, 5)), to_year=2015)
    with pytest.raises(SchemaError, match="map of 2015 already"):
        gi.crosswalk_regions(found, to_year=2020)


def test_a_year_beyond_the_table_and_a_missing_column_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="1980"):
        gi.crosswalk_regions(facts_of(("320803", 2010, 5)), to_year=1850)
    with pytest.raises(SchemaError, match="'level'"):
        gi.crosswalk_regions(facts_of(("320803", 2010, 5)).drop(columns="level"), to_year=2015)


def test_empty_facts_give_empty_facts_with_all_columns() -> None:
    found = gi.crosswalk_regions(schema.empty(schema.FACTS), to_year=2023)
    assert found.empty
    assert list(found.columns) == [*schema.FACTS.columns, *ADDED]


def test_the_facts_given_are_not_changed() -> None:
    facts = facts_of(("110101", 2009, 3), ("110103", 2009, 4))
    before = facts.copy(deep=True)
    gi.crosswalk_regions(facts, to_year=2023)
    pd.testing.assert_frame_equal(facts, before)


MOVED = sorted(
    {unit.code for unit in gazetteer.periods() if (unit.last or 0) >= 2007}
    | {code for unit in gazetteer.periods() if (unit.last or 0) >= 2007 for code in unit.successors}
)


# A few years, since the map between two is worked out once.
YEARS = st.sampled_from([2007, 2010, 2014, 2019, 2021, 2024])


@st.composite
def panels(draw: st.DrawFn) -> pd.DataFrame:
    year = draw(YEARS)
    here = gazetteer.units(year)
    codes = draw(st.lists(st.sampled_from(MOVED), min_size=1, max_size=12, unique=True))
    # Whole grounds, so that many a sum is complete.
    near = gazetteer.on_map(year, draw(YEARS))
    known = {part for code in codes if code in here for part in near[code].parts}
    values = st.none() | st.integers(0, 50)
    rows = [
        (code, year, draw(values), ("metric", metric), ("body", body))
        for code in sorted(known)
        for metric in (METRIC, "requests.concluded.total")
        for body in ("人民政府", "教育局")
    ]
    return facts_of(*rows)


@settings(max_examples=60)
@given(panels(), YEARS)
def test_nothing_is_lost_or_counted_twice(facts: pd.DataFrame, to_year: int) -> None:
    found = gi.crosswalk_regions(facts, to_year=to_year)
    lost = set().union(
        *(each.split() for each in found.loc[found["crosswalk"] == "incomplete", "region_before"])
    )
    kept = facts.loc[~facts["region_code"].astype(str).isin(lost)]
    there = found.loc[~found["region_before"].map(lambda codes: set(codes.split()) <= lost)]
    for metric in facts["metric"].unique():
        before = kept.loc[kept["metric"] == metric, "value"].sum()
        after = there.loc[there["metric"] == metric, "value"].sum()
        assert math.isclose(before, after)
    assert not found.duplicated(["agency_id", "year", "metric"]).any()
    assert not found.duplicated(["source_id", "metric"]).any()
    assert set(facts["region_code"]) == {
        code for codes in found["region_before"] for code in codes.split()
    } & set(facts["region_code"])


@settings(max_examples=60)
@given(panels(), YEARS)
def test_the_map_holds_only_units_of_its_year(facts: pd.DataFrame, to_year: int) -> None:
    found = gi.crosswalk_regions(facts, to_year=to_year)
    assert set(found["region_code"].dropna()) <= gazetteer.units(to_year).keys()
    assert (found["region_code"].isna() == (found["crosswalk"] == "open")).all()
    assert (found["value"].isna() | (found["status"] == "reported")).all()
    explained = found["crosswalk"].isin(["open", "incomplete"])
    assert (found["note"].notna() == explained).all()


@settings(max_examples=60)
@given(panels(), YEARS)
def test_twice_is_once(facts: pd.DataFrame, to_year: int) -> None:
    once = gi.crosswalk_regions(facts, to_year=to_year)
    pd.testing.assert_frame_equal(gi.crosswalk_regions(once, to_year=to_year), once)


@settings(max_examples=60)
@given(panels())
def test_on_the_map_of_their_own_year_facts_stay_as_they_are(facts: pd.DataFrame) -> None:
    for year, rows in groupby(facts.index, key=lambda row: facts["year"][row]):
        own = facts.loc[list(rows)].reset_index(drop=True)
        found = gi.crosswalk_regions(own, to_year=int(year))
        assert set(found["crosswalk"]) == {"same"}
        pd.testing.assert_frame_equal(
            found[list(own.columns)].astype(object), own.astype(object), check_dtype=False
        )


def test_facts_of_a_county_of_the_past_are_grouped_under_its_name() -> None:
    facts = facts_of(("110103", 2009, 3), ("420600", 2009, 4), ("420600", 2012, 5))
    counties = gi.aggregate(facts, "county")
    assert plain(counties.dropna(subset="county"), "county_code", "county", "value") == [
        ["110103", "崇文区", 3.0]
    ]
    cities = gi.aggregate(facts, "city")
    assert plain(cities.dropna(subset="city"), "city", "value") == [["襄阳市", 9.0]]
