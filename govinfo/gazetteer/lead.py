"""What a unit of one year is in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from govinfo.errors import UnknownNameError
from govinfo.gazetteer.table import Unit, checked_year, known_years, units, valid_units


class Led(NamedTuple):
    """What a unit of one year is in another: the codes there, and how it came to them.

    ``how`` is same, renamed, recoded, merged (it is a part of the one unit there), split
    (several units there are parts of it) or open (it is not known, or there was none).
    """

    codes: tuple[str, ...]
    how: str


class OnMap(NamedTuple):
    """Where a unit of one year lies on the map of another.

    ``code`` is the one unit there whose whole ground is that of ``parts``, units of the
    first year; it is empty, and ``how`` open, where there is no such unit: ``reason`` says
    why. ``how`` else is same, renamed, recoded or merged (there are several parts).
    """

    code: str
    how: str
    parts: tuple[str, ...]
    reason: str = ""


def code_in(code: str, from_year: int | None, to_year: int | None) -> Led:
    """Lead a code that was valid in one year to what the unit is in another.

    Forwards along the successors, backwards to what led here. ``open`` with no code where
    that is not known: successors are complete from 2002 on.

    Raises
    ------
    UnknownNameError
        If no unit had that code in that year, or the table does not reach a year.

    Examples
    --------
    >>> from govinfo.gazetteer import code_in
    >>> code_in("110103", 2009, 2023)
    Led(codes=('110101',), how='merged')
    >>> code_in("522400", 2008, 2023), code_in("320803", 2010, 2015)
    (Led(codes=('520500',), how='recoded'), Led(codes=('320803',), how='renamed'))
    >>> code_in("330110", 2020, 2023)
    Led(codes=('330110', '330113'), how='split')
    """
    here, there = units(from_year), units(to_year)
    if code not in here:
        raise UnknownNameError.of("region", code, here, f"govinfo.regions(year={from_year})")
    codes = leading(from_year, to_year)[code]
    if not codes:
        return Led((), "open")
    if len(codes) > 1:
        forwards = _order(from_year) <= _order(to_year)
        return Led(codes, "split" if forwards else "merged")
    others = leading(to_year, from_year)[codes[0]]
    if others != (code,):
        forwards = _order(from_year) <= _order(to_year)
        return Led(codes, "merged" if forwards else "split")
    if codes != (code,):
        return Led(codes, "recoded")
    return Led(codes, "same" if here[code].name == there[code].name else "renamed")


def leading(from_year: int | None, to_year: int | None) -> Mapping[str, tuple[str, ...]]:
    """Every code valid in one year with those that the same ground has in another.

    None stands for the newest. Empty where that is not known.
    """
    return _leading(checked_year(from_year), checked_year(to_year))


def _order(year: int | None) -> int:
    return known_years()[1] if (year := checked_year(year)) is None else year


@lru_cache(maxsize=64)
def _leading(from_year: int | None, to_year: int | None) -> Mapping[str, tuple[str, ...]]:
    if _order(from_year) <= _order(to_year):
        return {code: after(unit, to_year) for code, unit in valid_units(from_year).items()}
    found: dict[str, list[str]] = {code: [] for code in valid_units(from_year)}
    for code, later in _leading(to_year, from_year).items():
        for each in later:
            found[each].append(code)
    return {code: tuple(earlier) for code, earlier in found.items()}


@lru_cache(maxsize=65536)
def after(unit: Unit, year: int | None) -> tuple[str, ...]:
    """Follow the successors of a unit to a later year; empty where one is not known."""
    if unit.holds(year):
        return (unit.code,)
    if unit.last is None:
        return ()
    below = valid_units(unit.last + 1)
    found = [after(below[each], year) for each in unit.successors]
    if not all(found):  # what is known of a part only tells nothing of the whole
        return ()
    return tuple(sorted({code for codes in found for code in codes}))


@lru_cache(maxsize=64)
def on_map(from_year: int | None, to_year: int | None) -> Mapping[str, OnMap]:
    """Lead every unit of one year to the map of another, where it can be told exactly.

    A unit that gave a county to be is not what it was before, nor are those that shared the
    ground of one that was divided: 上城区 of 2020 and 2021.

    Examples
    --------
    >>> from govinfo.gazetteer.lead import on_map
    >>> on_map(2009, 2023)["110101"]
    OnMap(code='110101', how='merged', parts=('110101', '110103'), reason='')
    >>> on_map(2020, 2021)["330102"].reason
    '上城区, 江干区, 萧山区 became 上城区, 萧山区, 钱塘区'
    """
    here, there = units(from_year), units(to_year)
    found = dict[str, OnMap]()
    for parts, wholes in _grounds(leading(from_year, to_year)):
        if len(wholes) == 1:
            code = wholes[0]
            name = there[code].name
            for part in parts:
                how = "renamed" if part == code else "recoded"
                if part == code and here[part].name == name:
                    how = "same"
                found[part] = OnMap(code, how if len(parts) == 1 else "merged", parts)
            continue
        reason = _names(parts, here) + (
            f" became {_names(wholes, there)}" if wholes else ": no unit is known that it is there"
        )
        found |= dict.fromkeys(parts, OnMap("", "open", parts, reason))
    return found


def _names(codes: tuple[str, ...], year: Mapping[str, Unit]) -> str:
    return ", ".join(year[code].name for code in codes)


def _grounds(
    leads: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Split both years into grounds that share nothing: their units here and there."""
    back: dict[str, list[str]] = {}
    for code, codes in leads.items():
        for each in codes:
            back.setdefault(each, []).append(code)
    seen: set[str] = set()
    for code in leads:
        if code in seen:
            continue
        parts, wholes, waiting = {code}, set[str](), [code]
        while waiting:
            for whole in leads[waiting.pop()]:
                wholes.add(whole)
                new = set(back[whole]) - parts
                parts |= new
                waiting += new
        seen |= parts
        yield tuple(sorted(parts)), tuple(sorted(wholes))
