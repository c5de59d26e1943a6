"""The table of units, read once: provinces, prefectures and counties dated by year, and towns.

``govinfo/registry/regions.parquet`` holds one row per unit and period in which its code
and its name stayed the same; towns stand in a part of their own, read when a town is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

from govinfo.errors import UnknownNameError

#: Years after the last that the table knows for which its newest units are given: reports on
#: a year are read before its changes are known.
_AHEAD = 5


class Unit(NamedTuple):
    """A province, prefecture, county or town while its code and name stay the same.

    ``parent``, ``province`` and ``prefecture`` are codes, empty where there is none.
    ``first`` and ``last`` are the first and last year on whose 31 December this holds, None
    where the table begins or the unit still exists. ``successors`` are the codes of the
    year after ``last``; ``change`` says how (renamed, recoded, merged, split), and is empty
    where that is not known.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str
    province: str
    prefecture: str
    first: int | None
    last: int | None
    successors: tuple[str, ...]
    change: str
    name_en: str
    tile_row: int | None
    tile_column: int | None

    def holds(self, year: int | None) -> bool:
        """Whether this is valid on 31 December of the year; None for the newest."""
        if year is None:
            return self.last is None
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )

    def lies_in(self, other: Unit) -> bool:
        """Whether ``other`` is the province, prefecture or county that this lies in."""
        return other.code in (self.parent, self.province, self.prefecture)


def full_names(name: str, short: str, level: str) -> tuple[str, ...]:
    """A unit's full name, and that without its peoples.

    Examples
    --------
    >>> full_names("恩施土家族苗族自治州", "恩施", "prefecture")
    ('恩施土家族苗族自治州', '恩施州')
    """
    named_for_peoples = "自治" in name and level != "province"
    if named_for_peoples or name.endswith("族区"):
        return tuple(dict.fromkeys((name, short + name[-1])))
    return (name,)


@cache
def _file() -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    data = (files("govinfo") / "registry" / "regions.parquet").read_bytes()
    return pq.ParquetFile(pa.BufferReader(data))


def _read(group: int) -> Iterator[Unit]:
    columns = _file().read_row_group(group).to_pydict()
    columns["successors"] = [tuple(text.split()) for text in columns["successors"]]
    return map(Unit._make, zip(*(columns[name] for name in Unit._fields), strict=True))


@cache
def periods() -> tuple[Unit, ...]:
    """All provinces, prefectures and counties of all years, by code and first year."""
    return tuple(_read(0))


@cache
def known_years() -> tuple[int, int]:
    """The first and the last year that the table knows.

    Examples
    --------
    >>> from govinfo.gazetteer import known_years
    >>> known_years()
    (1980, 2024)
    """
    return _told("first_year"), _told("last_year")


def towns_year() -> int:
    """The year for which towns are known."""
    return _told("towns_year")


@cache
def _told(name: str) -> int:
    return int(_file().schema_arrow.metadata[name.encode()])


def checked_year(year: int | None) -> int | None:
    """``year``, or None for a year after the last that the table knows.

    Raises
    ------
    UnknownNameError
        If the table does not reach that year.
    """
    if year is None:
        return None
    first, last = known_years()
    if not first <= year <= last + _AHEAD:
        raise UnknownNameError(
            f"No regions are known for {year}. The table knows {first} to {last}; for up to "
            f"{_AHEAD} years more it gives the units of the end of {last}."
        )
    return int(year) if year <= last else None


def units(year: int | None = None) -> Mapping[str, Unit]:
    """Provinces, prefectures and counties valid on 31 December of a year, by code.

    Examples
    --------
    >>> from govinfo.gazetteer import units
    >>> units()["320803"].name, units(2010)["320803"].name
    ('淮安区', '楚州区')
    """
    return valid_units(checked_year(year))


@cache
def valid_units(year: int | None) -> Mapping[str, Unit]:
    """`units` of a year that was checked."""
    return MappingProxyType({unit.code: unit for unit in periods() if unit.holds(year)})


def towns_of(code: str) -> tuple[Unit, ...]:
    """Towns, townships and subdistricts of a county (mid-2023), or of a city without counties.

    Examples
    --------
    >>> from govinfo.gazetteer import towns_of
    >>> [town.code for town in towns_of("130528") if town.name == "大曹庄镇"]
    ['130528111']
    >>> towns_of("441900")[0].name
    '东城街道'
    """
    return _towns_by_parent().get(code, ())


@cache
def towns() -> tuple[Unit, ...]:
    """All 41,352 towns, as of mid-2023: the one date for which they are known."""
    return tuple(_read(1))


@cache
def _towns_by_parent() -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for town in towns():
        found.setdefault(town.parent, []).append(town)
    return {code: tuple(below) for code, below in found.items()}


@cache
def towns_by_name() -> Mapping[str, tuple[Unit, ...]]:
    """Towns by their full names."""
    found: dict[str, list[Unit]] = {}
    for town in towns():
        found.setdefault(town.name, []).append(town)
    return {name: tuple(alike) for name, alike in found.items()}
