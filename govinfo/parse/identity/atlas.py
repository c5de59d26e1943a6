"""The units of the region table, each in its years, and what they are in another year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from govinfo.gazetteer import code_in, known_years, periods, towns_by_name, towns_of
from govinfo.registry import tree


@dataclass(frozen=True, slots=True)
class Region:
    """One province, prefecture or county under the code that it bears in its years.

    Two are the same if their codes are. ``first`` and ``last`` are the years of this
    name and code, None where they are open; ``within`` is the name of the prefecture
    or province. ``former`` tells a name that was not the unit's in the year asked for.
    """

    code: str
    name: str = field(compare=False)
    short: str = field(compare=False)
    level: str = field(compare=False)
    parent: str = field(compare=False)
    province: str = field(compare=False)
    prefecture: str = field(compare=False)
    first: int | None = field(default=None, compare=False)
    last: int | None = field(default=None, compare=False)
    former: bool = field(default=False, compare=False)

    def lies_in(self, other: Region) -> bool:
        """Whether ``other`` is the province or prefecture of this unit."""
        return other.code in (self.parent, self.province, self.prefecture)

    def holds(self, year: int) -> bool:
        """Whether this name and code were valid at the end of a year."""
        return (self.first is None or self.first <= year) and (
            self.last is None or year <= self.last
        )


@cache
def all_units() -> tuple[Region, ...]:
    """Every unit in each of its periods, as far as reports may name them."""
    since = tree("agencies")["regions"]["since"]
    return tuple(
        Region(
            unit.code,
            unit.name,
            unit.short,
            unit.level,
            unit.parent,
            unit.province,
            unit.prefecture,
            unit.first,
            unit.last,
        )
        for unit in periods()
        if unit.last is None or unit.last >= since
    )


@cache
def _by_code() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for unit in all_units():
        found.setdefault(unit.code, []).append(unit)
    return {code: tuple(sorted(each, key=_first)) for code, each in found.items()}


def _first(unit: Region) -> int:
    return unit.first or 0


def region(code: str, year: int | None = None) -> Region:
    """Look a unit up by its code; without a year as it was last; else a `KeyError`."""
    periods = _by_code()[code]
    if year is None:
        return periods[-1]
    return next((unit for unit in periods if unit.holds(year)), periods[-1])


def called(code: str, word: str) -> tuple[str, ...]:
    """What a unit was called under this code: its names, or its short ones.

    Examples
    --------
    >>> called("320803", "name")
    ('楚州区', '淮安区')
    """
    return tuple(dict.fromkeys(getattr(unit, word) for unit in _by_code().get(code, ())))


def below(upper: Region, year: int | None = None) -> tuple[Region, ...]:
    """Return the units right below a province or prefecture."""
    return tuple(
        unit
        for unit in _below().get(upper.code, ())
        if (unit.last is None if year is None else unit.holds(year))
    )


@cache
def _below() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for unit in all_units():
        for upper in {unit.parent, unit.prefecture} - {""}:
            found.setdefault(upper, []).append(unit)
    return {upper: tuple(each) for upper, each in found.items()}


def dated(candidates: tuple[Region, ...], year: int | None) -> tuple[Region, ...]:
    """Bring candidates of one name to a year.

    Those of the year count, those of the year after under the code before (a unit may be
    renamed before its report is out) and those of the year before under the code after
    (it may be late to use its new name). Where there is none of the year, a name of other years
    is led to the one unit that bears its place in that year; where a candidate leads
    nowhere or to several, nothing is certain and nothing is given back.
    """
    if year is None:
        return _undated(candidates)
    year = min(max(year, tree("agencies")["regions"]["since"]), known_years()[1])
    if len(candidates) == 1 and candidates[0].holds(year):
        return candidates
    found: dict[Region, None] = {unit: None for unit in candidates if unit.holds(year)}
    for unit in candidates:
        if unit not in found and unit.holds(year + 1) and (before := lead(unit, year)) is not None:
            found.setdefault(replace(before, former=False))
    if found:
        for unit in candidates:  # another may bear its old name in its last report still
            if unit not in found and unit.holds(year - 1):
                after = lead(unit, year)
                if after is not None and after not in found:
                    found[replace(after, former=False)] = None
        return tuple(found)
    led = [lead(unit, year) for unit in candidates]
    if any(unit is None for unit in led):
        return ()
    recent = any(unit.holds(year - 1) for unit in candidates)
    return tuple(
        dict.fromkeys(replace(unit, former=not recent) for unit in led if unit is not None)
    )


def lead(unit: Region, year: int) -> Region | None:
    """Lead a unit to the one that bears its place in a year, under its own name.

    None where that is open, or where the unit was only a part of the one there: what is
    written of 临平区 is not of the 余杭区 that it was cut out of.
    """
    if unit.holds(year):
        return unit
    start = unit.first if unit.last is None or unit.last > year else unit.last
    code = _code_in(unit.code, start, year)
    if code is None:
        return None
    target = region(code, year)
    return replace(target, name=unit.name, short=unit.short, former=True)


@lru_cache(maxsize=65536)
def _code_in(code: str, start: int | None, year: int) -> str | None:
    led = code_in(code, start, year)
    return led.codes[0] if len(led.codes) == 1 and led.how not in ("split", "open") else None


def _undated(candidates: tuple[Region, ...]) -> tuple[Region, ...]:
    """Each unit once, as it was last; one that became another of them is left to it."""
    since = tree("agencies")["regions"]["undated_since"]
    recent = tuple(unit for unit in candidates if unit.last is None or unit.last >= since)
    if len(recent) < 2:
        return recent or candidates
    latest = {unit: unit for unit in sorted(recent, key=_first)}
    found = tuple(latest[unit] for unit in dict.fromkeys(recent))
    return tuple(unit for unit in found if not _became(unit, found))


def _became(unit: Region, others: Iterable[Region]) -> bool:
    return unit.last is not None and any(
        other != unit
        and other.first is not None
        and other.first > unit.last
        and (led := lead(unit, other.first)) is not None
        and led == other
        for other in others
    )


def town_code(name: str, unit: Region) -> str | None:
    """The nine-digit code of the one town of this name in a county, as far as it is known.

    Towns are known as they were in one year only; the county is led to it.

    Examples
    --------
    >>> town_code("大曹庄镇", region("130528")), town_code("大曹庄乡", region("130528"))
    ('130528111', None)
    """
    county = lead(unit, tree("agencies")["regions"]["towns_of_year"])
    codes = (
        [] if county is None else [town.code for town in towns_of(county.code) if town.name == name]
    )
    return codes[0] if len(codes) == 1 else None


def is_elsewhere(name: str, unit: Region) -> bool:
    """Whether a town of this name is known, and none of them in this county.

    Examples
    --------
    >>> is_elsewhere("大曹庄镇", region("130528")), is_elsewhere("大曹庄镇", region("621121"))
    (False, True)
    """
    return name in towns_by_name() and town_code(name, unit) is None
