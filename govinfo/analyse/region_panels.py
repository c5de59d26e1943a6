"""A panel of facts on the map of one year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import gazetteer, schema
from govinfo.analyse._parts import summed
from govinfo.errors import SchemaError
from govinfo.registry import tree

_NEEDED = (
    *("agency_id", "agency", "level", "region_code", "year"),
    *("metric", "value", "status", "bound", "source_id"),
)
_AGENCY = ["agency_id", "agency", "level", "region_code", "year"]
#: What is added to the facts, with dtypes.
ADDED = {
    "region_before": "string",
    "crosswalk": "category",
    "map_year": "Int16",
    "note": "string",
}


class _Led(NamedTuple):
    """An agency of one year on the map: its columns there, and how it came to them."""

    agency_id: str
    agency: str
    level: str
    region_code: str
    region_before: str
    crosswalk: str
    note: str = ""
    parts: tuple[str, ...] = ()


def crosswalk_regions(facts: pd.DataFrame, *, to_year: int) -> pd.DataFrame:
    """Bring a panel of facts onto the map of one year.

    Agencies of units that were renamed or got another code take the name and the code of
    that year. Where several units make up one of that year, their agencies of the same name
    are added up. What can't be told exactly keeps its row, without a region and with a reason.

    Parameters
    ----------
    facts : DataFrame
        The facts frame, one version of each report.
    to_year : int
        The year of the map: regions as of its 31 December. It may lie before the facts,
        too.

    Returns
    -------
    DataFrame
        The columns of the facts, and ``region_before`` (the codes that it had, parted by
        blanks), ``crosswalk``, ``map_year`` and ``note``. The crosswalk is

        - same, renamed or recoded: one unit then and on the map;
        - merged: the sum of the agencies of this name in all units that make up the one on
          the map. ``bound`` holds for the sum; ``source_id`` joins those of the parts by
          ``+``; what the parts don't share is NA;
        - incomplete: such a sum that lacks a part. ``value`` is NaN, ``status`` the worst
          of the parts', and ``note`` names those that lack it;
        - open: the unit was divided or shared its ground with others, what became of it is
          not known, or the report's region or year is not. ``region_code`` is NA, ``note``
          tells why, and the number stays with its agency.

    Raises
    ------
    SchemaError
        If a column is missing or years are no numbers, if agencies that are to be added up
        come twice in a year or in several documents, or if the facts are on the map of
        another year already.
    UnknownNameError
        If the region table does not reach ``to_year``.

    Notes
    -----
    Several versions of a report keep their rows where nothing is added up; where they would
    be, choose one first, by ``current`` of the sources.

    Only the region changes. An agency that was itself reorganized keeps its name, so that
    a bureau is added up with one of exactly the same name only; where just one of the units
    has such a bureau, the sum is incomplete. Towns are never added up. Units that ceded towns
    to their neighbours count as the same, as do prefectures that ceded counties. Mergers are
    known since 2002.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> facts = pd.DataFrame(
    ...     {
    ...         "agency_id": ["110101:东城区人民政府", "110103:崇文区人民政府"],
    ...         "agency": ["东城区人民政府", "崇文区人民政府"],
    ...         "level": "county",
    ...         "region_code": ["110101", "110103"],
    ...         "year": 2009,
    ...         "metric": "requests.new.total",
    ...         "value": [3.0, 4.0],
    ...         "status": "reported",
    ...         "bound": "=",
    ...         "source_id": ["a", "b"],
    ...     }
    ... )
    >>> merged = gi.crosswalk_regions(facts, to_year=2023)
    >>> merged[["agency", "region_before", "crosswalk", "value"]]
             agency  region_before crosswalk  value
    0  东城区人民政府  110101 110103    merged    7.0
    """
    schema.require(facts, _NEEDED, what="facts")
    gazetteer.checked_year(to_year)
    if "map_year" in facts:
        return _again(facts, to_year)
    if not pd.api.types.is_numeric_dtype(facts["year"]):
        raise SchemaError(f"facts has years as {facts['year'].dtype}. Make them Int16.")
    facts = facts.astype({"value": "float64"})
    number, agencies = _agencies(facts)
    led = _apart(agencies, [_lead(each, to_year) for each in agencies.itertuples(index=False)])
    frame = facts.reset_index(drop=True).assign(map_year=to_year)
    for column in (*_AGENCY[:-1], *ADDED):
        if column != "map_year":
            values = pd.Categorical([getattr(each, column) or None for each in led])
            frame[column] = values.take(number)
    adding = np.array([bool(each.parts) for each in led], dtype=bool)[number]
    if adding.any():
        parts = np.array([" ".join(each.parts) for each in led], dtype=object)
        frame = _plain(frame)
        sums = summed(frame.loc[adding].assign(parts=parts[number[adding]]))
        frame = pd.concat([frame.loc[~adding], sums.astype(frame.dtypes)]).sort_index()
    # A sum has sources that a category of the facts does not know.
    dtypes = {
        name: "category" if dtype == "category" else dtype for name, dtype in facts.dtypes.items()
    }
    return frame[[*facts.columns, *ADDED]].reset_index(drop=True).astype({**dtypes, **ADDED})


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    categories = [name for name, dtype in frame.dtypes.items() if dtype == "category"]
    return frame.astype(dict.fromkeys(categories, "object"))


def _again(facts: pd.DataFrame, to_year: int) -> pd.DataFrame:
    years = facts["map_year"].dropna().unique().tolist()
    if years and years != [to_year]:
        raise SchemaError(
            f"facts are on the map of {', '.join(map(str, years))} already. Begin with the facts "
            f"as they were read to bring them onto that of {to_year}."
        )
    return facts.copy()


def _agencies(facts: pd.DataFrame) -> tuple[npt.NDArray[np.integer[Any]], pd.DataFrame]:
    """Every agency and year once, and its number for each fact."""
    plain = facts[_AGENCY].astype(dict.fromkeys(_AGENCY, "category"))
    codes = pd.DataFrame({name: plain[name].cat.codes for name in _AGENCY})
    number = codes.groupby(_AGENCY, sort=False).ngroup().to_numpy()
    _, places = np.unique(number, return_index=True)
    return number, plain.iloc[places].astype("object").reset_index(drop=True)


def _lead(agency: Sequence[Any], to_year: int) -> _Led:
    """One agency of one year on the map."""
    agency_id, name, level, code = ("" if pd.isna(each) else str(each) for each in agency[:4])
    before, year = (agency_id, name, level), agency[4]
    if not code or pd.isna(year):
        if level == "central":
            return _Led(*before, code, code, "same")
        return _Led(*before, "", code, "open", "no region" if not code else "no year")
    unit_code = code[:6]
    here = _units_then(unit_code, int(year))
    if here is None:
        return _Led(*before, "", code, "open", f"no unit had the code {unit_code} in {year}")
    place = gazetteer.on_map(here, to_year)[unit_code]
    if place.how == "open":
        return _Led(*before, "", code, "open", place.reason)
    there = gazetteer.units(to_year)[place.code]
    old = gazetteer.units(here)[unit_code]
    how = place.how
    if how == "merged" and level == "township":
        how = "recoded" if place.code != unit_code else "same"
    if how == "same":
        return _Led(*before, code, code, "same")
    name = _renamed(name, old, there)
    return _Led(
        f"{there.code}:{name}",
        name,
        there.level if level == old.level else level,
        there.code,
        code,
        how,
        parts=place.parts if how == "merged" else (),
    )


def _units_then(code: str, year: int) -> int | None:
    """The year whose map has the code: its own, else one after it or before.

    A report of a unit renamed just before it was published may bear the new code.
    """
    first, last = gazetteer.known_years()
    for near in (year, year + 1, year - 1):
        if first <= near and code in gazetteer.units(min(near, last)):
            return min(near, last)
    return None


def _renamed(agency: str, old: gazetteer.Unit, new: gazetteer.Unit) -> str:
    """Put the unit's name on the map in place of its old one; a name without it stays."""
    words = tree("agencies")["government"]
    if agency == old.name + words["commission"] and not new.name.endswith(
        tuple(words["commission_of"])
    ):
        return f"{new.name}{words['suffix']}"
    return agency.replace(old.name, new.name, 1)


def _apart(agencies: pd.DataFrame, led: list[_Led]) -> list[_Led]:
    """Leave open what would take the place of another agency of the same year."""
    places: dict[tuple[str, object], set[str]] = {}
    for before, each in zip(agencies.itertuples(index=False), led, strict=True):
        whose = " ".join(each.parts) or str(before.agency_id)
        places.setdefault((each.agency_id, before.year), set()).add(whose)
    return [
        each if len(places[each.agency_id, before.year]) == 1 else _left_open(before, each)
        for before, each in zip(agencies.itertuples(index=False), led, strict=True)
    ]


def _left_open(before: Any, each: _Led) -> _Led:
    agency_id, agency, level = ("" if pd.isna(value) else str(value) for value in before[:3])
    note = f"several agencies would be {each.agency} on the map"
    return _Led(agency_id, agency, level, "", each.region_before, "open", note)
