"""Units by their codes, names and chains of names: every candidate, never a guess."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from govinfo.gazetteer.lead import after, leading
from govinfo.gazetteer.table import (
    Unit,
    checked_year,
    full_names,
    periods,
    towns,
    towns_by_name,
    towns_year,
    valid_units,
)


class Candidate(NamedTuple):
    """A unit that a code or a name may mean, and the codes that it has in the year asked for."""

    unit: Unit
    status: str
    successors: tuple[str, ...] = ()


def find(text: str, year: int | None = None, within: str | None = None) -> list[Candidate]:
    """All units that a code, a name or a chain of names may mean in a year.

    Examples
    --------
    >>> from govinfo.gazetteer.search import find
    >>> [(found.unit.code, found.status) for found in find("朝阳区")]
    [('110105', 'ambiguous'), ('220104', 'ambiguous')]
    >>> [(found.unit.code, found.successors) for found in find("楚州区", 2015)]
    [('320803', ('320803',))]
    """
    year = checked_year(year)
    name = "".join(text.split())
    inside = _inside(year, within)
    if name.isascii():
        return _with_status((unit for unit in _of_code(name) if inside(unit)), year)
    full, short = (
        [unit for unit in _named(name, table) if inside(unit)]
        for table in (_by_name(), _by_any_name())
    )
    for found in (_valid(full, year), _valid(short, year), full, short):
        if found:
            return _with_status(found, year)
    return _with_status((town for town in _towns(name, year) if inside(town)), year)


def _of_code(code: str) -> Iterable[Unit]:
    if len(code) == 9:
        return (town for town in towns() if town.code == code)
    return (unit for unit in periods() if unit.code == code)


def _inside(year: int | None, within: str | None) -> Callable[[Unit], bool]:
    """Whether a unit lies in what ``within`` may mean, under its codes of any year."""
    if within is None:
        return lambda unit: True
    codes = {
        code
        for found in find(within, year)
        for code in (found.unit.code, *found.successors, *_codes_of_towns(found.unit, year))
    }
    return lambda unit: not codes.isdisjoint((unit.parent, unit.prefecture, unit.province))


def _codes_of_towns(unit: Unit, year: int | None) -> tuple[str, ...]:
    """What a unit is at the time of the towns' snapshot."""
    if unit.level == "township" or not unit.holds(year):
        return ()
    return leading(year, towns_year())[unit.code]


@cache
def _by_name() -> Mapping[str, tuple[Unit, ...]]:
    """Full names, and those without the peoples: 恩施州, 前郭尔罗斯县."""
    found: dict[str, list[Unit]] = {}
    for unit in periods():
        for name in full_names(unit.name, unit.short, unit.level):
            found.setdefault(name, []).append(unit)
    return {name: tuple(alike) for name, alike in found.items()}


@cache
def _by_any_name() -> Mapping[str, tuple[Unit, ...]]:
    """Full and short names."""
    found = {name: list(alike) for name, alike in _by_name().items()}
    for unit in periods():
        alike = found.setdefault(unit.short, [])
        if unit not in alike:
            alike.append(unit)
    return {name: tuple(alike) for name, alike in found.items()}


def _valid(found: Iterable[Unit], year: int | None) -> list[Unit]:
    return [unit for unit in found if unit.holds(year)]


def _named(name: str, table: Mapping[str, tuple[Unit, ...]]) -> list[Unit]:
    """Units that a name or a chain of names ends with, each lying in the one before it."""
    return list(dict.fromkeys(_chained(name, None, table)))


def _chained(
    name: str, uppers: tuple[Unit, ...] | None, table: Mapping[str, tuple[Unit, ...]]
) -> Iterator[Unit]:
    for end in range(2, len(name) + 1):
        alike = table.get(name[:end], ())
        if uppers is not None:
            alike = tuple(unit for unit in alike if any(_lay_in(unit, upper) for upper in uppers))
        if alike and end == len(name):
            yield from alike
        elif alike:
            yield from _chained(name[end:], alike, table)


def _lay_in(unit: Unit, upper: Unit) -> bool:
    """Whether a unit lay in another in some year."""
    return unit.lies_in(upper) and (
        (unit.first or 0) <= (upper.last or 9999) and (upper.first or 0) <= (unit.last or 9999)
    )


def _towns(name: str, year: int | None) -> Iterator[Unit]:
    """Towns of this name, alone or behind the units that they lie in."""
    for start in range(len(name) - 1):
        alike = towns_by_name().get(name[start:], ())
        if not alike:
            continue
        inside = _inside(year, name[:start]) if start else _inside(year, None)
        yield from (town for town in alike if inside(town))


def _with_status(found: Iterable[Unit], year: int | None) -> list[Candidate]:
    every = list(dict.fromkeys(found))
    valid = _valid(every, year)
    if valid:
        status = "unique" if len(valid) == 1 else "ambiguous"
        return [Candidate(unit, status) for unit in valid]
    # Of a name held several times under one code, the last time counts.
    others = {unit.code: unit for unit in every}.values()
    return [Candidate(unit, *_elsewhen(unit, year)) for unit in others]


def _elsewhen(unit: Unit, year: int | None) -> tuple[str, tuple[str, ...]]:
    if unit.last is not None and (year is None or unit.last < year):
        return "former", after(unit, year)
    return "later", leading(unit.first, year)[unit.code]


def uppers_of(unit: Unit, year: int | None) -> tuple[str, str]:
    """Names of the province and the prefecture of a unit, as of the year or its own last."""
    if unit.level == "township":
        year = towns_year()
    elif not unit.holds(year):
        year = unit.last if unit.last is not None else unit.first
    there = valid_units(year)
    province, prefecture = (
        there[code].name if code in there else "" for code in (unit.province, unit.prefecture)
    )
    return province, prefecture
