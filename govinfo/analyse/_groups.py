"""What facts may be grouped by, and the places that region codes lie in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from govinfo import gazetteer, schema
from govinfo.errors import SchemaError, UnknownNameError

#: Each grouping with the columns that it gives.
_KEYS = {
    "province": ("province_code", "province"),
    "city": ("city_code", "city"),
    "county": ("county_code", "county"),
    "level": ("level",),
    "year": ("year",),
    "agency": ("agency_id", "agency"),
    "form": ("form",),
}
# A six-digit code of GB/T 2260 nests: two digits name the province, four the prefecture.
_DIGITS = {"province": 2, "city": 4, "county": 6}
_LEVEL_OF = {"province": "province", "city": "prefecture", "county": "county"}
_NEEDS = {"agency": ("agency_id",), "year": ("year",), "level": ("level",), "form": ("form",)}


def groupings(by: str | Iterable[str], *, known: Iterable[str] = _KEYS) -> list[str]:
    """``by`` as a list of known groupings, without ``metric``, which always stays.

    Raises
    ------
    UnknownNameError
        If a grouping does not exist.
    """
    names = [by] if isinstance(by, str) else list(by)
    allowed = [*known, "metric"]
    for name in names:
        if name not in allowed:
            raise UnknownNameError.of("grouping", name, allowed, "govinfo.aggregate")
    return [name for name in dict.fromkeys(names) if name != "metric"]


def key_columns(by: Sequence[str]) -> list[str]:
    """List the columns that the groupings give."""
    return [column for name in by for column in _KEYS[name]]


def with_keys(
    frame: pd.DataFrame, by: Sequence[str], regions: pd.DataFrame | None, *, what: str
) -> pd.DataFrame:
    """``frame`` with the columns of the groupings.

    Raises
    ------
    SchemaError
        If a column that a grouping needs is missing.
    """
    schema.require(
        frame,
        [column for name in by for column in _NEEDS.get(name, ("region_code",))],
        what=what,
    )
    places = {name: _places(frame["region_code"], name, regions) for name in by if name in _DIGITS}
    added = {}
    for name, (code, label) in places.items():
        added[_KEYS[name][0]], added[_KEYS[name][1]] = code, label
    if "agency" in by and "agency" not in frame:
        added["agency"] = frame["agency_id"].astype("string")
    return frame.assign(**added)


def _places(
    codes: pd.Series, name: str, regions: pd.DataFrame | None
) -> tuple[pd.Series, pd.Series]:
    """Code and name of the unit of one level that each code lies in; NA where none is known."""
    level = _LEVEL_OF[name]
    if regions is None:
        # Of the names that a code had the last one, so that a unit renamed stays one group.
        names = {unit.code: unit.name for unit in gazetteer.periods() if unit.level == level}
    else:
        schema.require(regions, ("code", "name", "level"), what="regions")
        units = regions.loc[regions["level"] == level]
        names = dict(zip(units["code"].astype(str), units["name"].astype(str), strict=True))
    printed = codes.astype("category")
    wanted = printed.cat.categories.astype("string").str[: _DIGITS[name]].str.ljust(6, "0")
    unit = wanted.where(wanted.isin(list(names)))
    # The last place answers the code -1 of a missing code.
    rows = np.where(printed.cat.codes < 0, len(unit), printed.cat.codes)
    code, label = (
        pd.Series(pd.Categorical(values.insert(len(unit), None)).take(rows), index=codes.index)
        for values in (unit, unit.map(names))
    )
    return code, label


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Codes and names of places, and metrics, as strings."""
    columns = [*key_columns(list(_DIGITS)), "metric"]
    return frame.astype({name: "string" for name in columns if name in frame})


def refuse_repeats(facts: pd.DataFrame) -> None:
    """Raise `SchemaError` where an agency, a year and a metric come twice."""
    key = ["agency_id", "year", "metric"]
    repeated = facts.duplicated(key)
    if repeated.any():
        example = tuple(facts.loc[repeated, key].iloc[0])
        raise SchemaError.repeated_key(
            "facts", key, example, "Keep the current version of each report: sources.current."
        )


def expected(
    facts: pd.DataFrame,
    by: Sequence[str],
    roster: pd.DataFrame | None,
    regions: pd.DataFrame | None,
) -> pd.DataFrame:
    """How many reports each group should have: distinct agencies and years.

    A roster without years expects every agency in every year that the facts speak of;
    the roster knows nothing of forms.
    """
    if roster is None:
        seen = facts
    else:
        schema.require(roster, ("agency_id",), what="roster")
        seen = roster if "year" in roster else roster.merge(years(facts), how="cross")
        seen = with_keys(seen, [name for name in by if name != "form"], regions, what="roster")
    keys = [column for column in key_columns(by) if column in seen and column != "agency"]
    if "form" in by and roster is not None:
        keys = [column for column in keys if column != "form"]
    distinct = seen[list(dict.fromkeys([*keys, "agency_id", "year"]))].drop_duplicates()
    if not keys:
        return pd.DataFrame({"n_expected": [len(distinct)]})
    sizes = distinct.groupby(keys, dropna=False, observed=True, sort=False).size()
    return sizes.rename("n_expected").reset_index()


def years(facts: pd.DataFrame) -> pd.DataFrame:
    """Every year from the first to the last that the facts speak of, one row each."""
    seen = facts["year"].dropna()
    span = range(int(seen.min()), int(seen.max()) + 1) if len(seen) else range(0)
    return pd.DataFrame({"year": pd.Series(list(span), dtype="Int16")})
