"""The units of the region table by name and year, and the chain of units a name begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from govinfo.gazetteer.table import full_names
from govinfo.parse.identity.atlas import Region, all_units, called, dated, region
from govinfo.registry import tree

__all__ = ["Chain", "Region", "chain", "decide", "inside", "mentioned", "named", "region"]


@dataclass(frozen=True, slots=True)
class Chain:
    """The units that a name begins with, as in 河北省邢台市宁晋县.

    ``regions`` are the units that the last link may be in the year asked for (several
    where the name is shared; none where it was of other years and what became of it is
    not certain: then ``former`` are the units that bore the name). ``start`` and ``end``
    tell where the last link stands, ``upper`` is the unit named before it, and ``full``
    whether it carries its kind (通渭县) or is shortened (通渭).
    """

    regions: tuple[Region, ...]
    start: int
    end: int
    full: bool
    upper: Region | None = None
    former: tuple[Region, ...] = field(default=(), compare=False)


@cache
def _names() -> Mapping[str, tuple[Region, ...]]:
    """Full names, and those without the peoples: 恩施州, 前郭尔罗斯县."""
    found: dict[str, list[Region]] = {}
    for unit in all_units():
        for name in full_names(unit.name, unit.short, unit.level):
            found.setdefault(name, []).append(unit)
    return {name: tuple(units) for name, units in found.items()}


@cache
def _shorts() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for unit in all_units():
        if unit.short != unit.name:
            found.setdefault(unit.short, []).append(unit)
    return {name: tuple(units) for name, units in found.items()}


@cache
def _lengths(full: bool) -> Mapping[str, tuple[int, ...]]:
    """How long the names may be that begin with these two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for name in _names() if full else _shorts():
        found.setdefault(name[:2], set()).add(len(name))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in found.items()}


@cache
def _lengths_by_end() -> Mapping[str, tuple[int, ...]]:
    """How long the full names may be that end with this character."""
    found: dict[str, set[int]] = {}
    for name in _names():
        found.setdefault(name[-1], set()).add(len(name))
    return {end: tuple(lengths) for end, lengths in found.items()}


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_lengths_by_end())}]")


def named(name: str, year: int | None = None) -> tuple[Region, ...]:
    """All units that bear this full name in a year; without one, at any time since 2007.

    Examples
    --------
    >>> [unit.code for unit in named("朝阳区")]
    ['110105', '220104']
    """
    return dated(_names().get(name, ()), year)


def chain(text: str, start: int = 0, year: int | None = None) -> Chain | None:
    """Follow the units with which a name begins; the last is what it is about.

    Every link must lie in the one before it. A shortened name counts only as the
    first link: 天津滨海 may be anything, 天津市滨海新区 is a district.

    Examples
    --------
    >>> found = chain("河北省邢台市宁晋县大曹庄镇")
    >>> found.regions[0].code, found.end
    ('130528', 9)
    >>> len(chain("鼓楼区教育局").regions)
    4
    >>> chain("市区民政") is None
    True
    """
    best: Chain | None = None
    for full, table in ((True, _names()), (False, _shorts())):
        for length in _fitting(text, start, full):
            units = table.get(text[start : start + length])
            if units is None:
                continue
            found = _follow(text, Chain(units, start, start + length, full))
            if best is None or (found.full, found.end) > (best.full, best.end):
                best = found
        if best is not None and best.full:
            break
    if best is None:
        return None
    regions = dated(best.regions, year)
    if regions is best.regions:
        return best
    return replace(best, regions=regions, former=() if regions else best.regions)


def _fitting(text: str, start: int, full: bool) -> Iterator[int]:
    """How long a name may be that begins here, the longest first."""
    room = len(text) - start
    return (length for length in _lengths(full).get(text[start : start + 2], ()) if length <= room)


def _follow(text: str, last: Chain) -> Chain:
    for length in _fitting(text, last.end, True):
        units = _names().get(text[last.end : last.end + length], ())
        below = tuple(unit for unit in units if any(map(unit.lies_in, last.regions)))
        if below:
            upper = next(upper for upper in last.regions if below[0].lies_in(upper))
            return _follow(text, Chain(below, last.end, last.end + length, True, upper))
    return last


def inside(text: str, start: int, upper: Region, year: int | None = None) -> Chain | None:
    """Find the unit of a province or prefecture whose full or shortened name stands here."""
    for full, table in ((True, _names()), (False, _shorts())):
        for length in _fitting(text, start, full):
            units = table.get(text[start : start + length], ())
            below = dated(tuple(unit for unit in units if unit.lies_in(upper)), year)
            if below:
                return Chain(below, start, start + length, full, upper)
    return None


def mentioned(text: str, year: int | None = None) -> tuple[Region, ...]:
    """Find the units that a running text names in full, each once, in order.

    Names shared by several units count only behind the unit that decides between
    them; two-character names (城区, 东区) are words as well and count only there too.
    """
    found: dict[Region, None] = {}
    here = 0
    for start in sorted(set(_name_starts(text))):
        link = chain(text, start, year) if start >= here else None
        if link is None or not link.full:
            continue
        if len(link.regions) == 1 and (link.upper is not None or link.end - link.start > 2):
            found[link.regions[0]] = None
        here = link.end
    return tuple(found)


def _name_starts(text: str) -> Iterator[int]:
    """Where full names begin: their last characters are few, and rare in a text."""
    for end in _ends().finditer(text):
        for length in _lengths_by_end()[end[0]]:
            start = end.end() - length
            if start >= 0 and text[start : end.end()] in _names():
                yield start


def decide(candidates: tuple[Region, ...], context: str) -> tuple[Region, ...]:
    """Those candidates whose prefecture or province the context names; all if none.

    A full name decides before a shortened one, the prefecture before the province (of
    a municipality's district its province). A street that is called after a city
    decides nothing, nor does the name itself (毕节 in 毕节市) or a candidate for another
    (淮安市 for 淮安区).

    Examples
    --------
    >>> [unit.code for unit in decide(named("朝阳区"), "吉林省长春市")]
    ['220104']
    >>> len(decide(named("朝阳区"), "北京时间"))
    2
    """
    if len(candidates) < 2:
        return candidates
    own = tuple({unit.name for unit in candidates})
    codes = {unit.code for unit in candidates}
    for word in ("name", "short"):
        for level in ("prefecture", "province"):
            said = {
                unit.code
                for unit in candidates
                if (upper := getattr(unit, level) or unit.province) not in codes
                and _says(context, called(upper, word), own)
            }
            kept = tuple(unit for unit in candidates if said & {unit.code, unit.prefecture})
            if kept:
                return kept
    return candidates


def _says(context: str, names: Iterable[str], own: tuple[str, ...]) -> bool:
    others = tuple(tree("agencies")["context"]["not_before"])
    return any(
        not context.startswith(others, at.end()) and not context.startswith(own, at.start())
        for name in names
        if name in context
        for at in re.finditer(name, context)
    )
