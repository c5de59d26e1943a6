"""Panels of whole years on the maps of others, against successors followed year by year."""

from __future__ import annotations

import math
from functools import cache
from random import Random

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govinfo as gi
from govinfo import gazetteer
from govinfo.errors import SchemaError
from govinfo.gazetteer import Unit

YEARS = range(2005, 2024)
METRIC = "requests.new.total"


@cache
def units(year: int) -> dict[str, Unit]:
    return {
        unit.code: unit
        for unit in gazetteer.periods()
        if (unit.first or 0) <= year <= (unit.last or 9999)
    }


@cache
def pairs(year: int, to_year: int) -> frozenset[tuple[str, str]]:
    """Every unit of the one year with every unit of the other that shares its ground."""
    if year > to_year:
        return frozenset((first, then) for then, first in pairs(to_year, year))
    if year == to_year:
        return frozenset((code, code) for code in units(year))
    last, found = units(to_year - 1), set()
    for code, before in pairs(year, to_year - 1):
        ends = last[before].last == to_year - 1
        found |= {(code, after) for after in (last[before].successors if ends else [before])}
    return frozenset(found)


def grounds(year: int, to_year: int) -> dict[str, tuple[set[str], set[str]]]:
    """By unit: all units of both years that its ground hangs together with."""
    found: dict[str, tuple[set[str], set[str]]] = {code: ({code}, set()) for code in units(year)}
    after: dict[str, set[str]] = {}
    for code, there in pairs(year, to_year):
        after.setdefault(there, set()).add(code)
    for there, codes in after.items():
        here, wholes = set[str](), {there}
        for code in codes:
            here |= found[code][0]
            wholes |= found[code][1]
        for code in here:
            found[code] = (here, wholes)
    return found


def panel(year: int, seed: int) -> pd.DataFrame:
    """A number for nearly every unit; some are blank, some have no row."""
    random = Random(seed)
    rows = []
    for code, unit in units(year).items():
        if (lot := random.random()) < 0.05:
            continue
        name, blank = f"{unit.name}人民政府", lot < 0.1
        rows.append(
            {
                "agency_id": f"{code}:{name}",
                "agency": name,
                "level": unit.level,
                "region_code": code,
                "year": year,
                "metric": METRIC,
                "value": math.nan if blank else float(random.randrange(1, 10**6)),
                "status": "blank" if blank else "reported",
                "bound": None if blank else "=",
                "source_id": code,
            }
        )
    return pd.DataFrame(rows)


@settings(max_examples=6)
@given(st.sampled_from(YEARS), st.sampled_from(YEARS), st.integers(0, 9))
def test_every_number_goes_where_its_ground_goes(year: int, to_year: int, seed: int) -> None:
    facts = panel(year, seed)
    values = dict(zip(facts["region_code"], facts["value"], strict=True))
    known, met = grounds(year, to_year), list[str]()
    for row in gi.crosswalk_regions(facts, to_year=to_year).to_dict("records"):
        codes = row["region_before"].split()
        parts, wholes = known[codes[0]]
        if row["crosswalk"] in ("merged", "incomplete"):
            assert set(codes) == parts
        else:
            assert len(codes) == 1
            assert (row["crosswalk"] != "open") == (len(parts) == len(wholes) == 1)
        if row["crosswalk"] == "open":
            assert pd.isna(row["region_code"])
        else:
            assert {row["region_code"]} == wholes
        total = sum(values.get(code, math.nan) for code in codes)
        assert row["value"] == total or (math.isnan(row["value"]) and math.isnan(total))
        met += [code for code in codes if code in values]
    assert sorted(met) == sorted(values)


def test_versions_are_never_added_up_from_pieces() -> None:
    first = panel(2009, 0)
    first = first[first["region_code"].isin(["110101", "110103"])]
    other = first[first["region_code"] == "110101"].assign(
        metric="requests.concluded.total", source_id="another"
    )
    with pytest.raises(SchemaError, match="repeats its key"):
        gi.crosswalk_regions(pd.concat([first, other]), to_year=2023)
    both = pd.concat([first, other.assign(metric=METRIC)])
    on_own = gi.crosswalk_regions(both, to_year=2009)
    assert len(on_own) == len(both)


def test_numbers_of_any_dtype_are_added_up_and_years_of_letters_refused() -> None:
    facts = panel(2009, 0)
    facts = facts[facts["region_code"] == "110101"].assign(value=3)
    (row,) = gi.crosswalk_regions(facts, to_year=2023).to_dict("records")
    assert row["crosswalk"] == "incomplete"
    assert math.isnan(row["value"])
    with pytest.raises(SchemaError, match="years"):
        gi.crosswalk_regions(facts.assign(year="2009"), to_year=2023)
