"""Which agency goes on as which: by the names of bodies, and by the units they lie in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from govinfo.gazetteer import code_in
from govinfo.parse.identity.atlas import lead, region
from govinfo.parse.identity.names import read_name
from govinfo.registry import tree


@dataclass(frozen=True, slots=True)
class Change:
    """One change of names: what the body was called, what after it, from which year."""

    number: int
    year: int
    link: str
    before: re.Pattern[str]
    after: re.Pattern[str]


@cache
def changes() -> tuple[Change, ...]:
    """The changes of ``registry/successors.toml``."""
    return tuple(
        Change(
            number,
            each["year"],
            each["link"],
            re.compile(each["before"]),
            re.compile(each["after"]),
        )
        for number, each in enumerate(tree("successors")["changes"])
    )


@cache
def body_of(agency: str) -> str:
    """What stands behind the unit in an agency's full name.

    Examples
    --------
    >>> body_of("通渭县旅游局"), body_of("国家旅游局")
    ('旅游局', '国家旅游局')
    """
    found = read_name(agency)
    return found.body if found is not None and agency.endswith(found.body) else agency


@cache
def sides(body: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The changes before which, and those after which, a body is called so.

    Examples
    --------
    >>> before, after = sides("应急管理局")
    >>> before, [changes()[number].year for number in after]
    ((), [2018])
    """
    return (
        tuple(each.number for each in changes() if each.before.fullmatch(body)),
        tuple(each.number for each in changes() if each.after.fullmatch(body)),
    )


@cache
def town_rank(body: str) -> tuple[str, int] | None:
    """The name of a town without its kind, and how high the kind stands."""
    words: list[str] = tree("successors")["towns"]["kinds"]
    for rank, kind in sorted(enumerate(words), key=lambda each: -len(each[1])):
        if body.endswith(kind):
            return body.removesuffix(kind), rank
    return None


def place_in(code: str, year: int, to_year: int) -> tuple[str, bool]:
    """The code under which a unit goes on in another year, and whether others joined it there.

    Its own where that is open.

    Examples
    --------
    >>> place_in("310108", 2014, 2023), place_in("320124", 2012, 2023)
    (('310106', True), ('320117', False))
    """
    unit = region(code, year)
    led = lead(unit, to_year) if unit.holds(year) else None
    if led is None:
        return code, False
    return led.code, code_in(code, year, to_year).how == "merged"


def links(body: str, after: str) -> Iterator[tuple[str, int]]:
    """How one body may go on as another of the same unit: kinds of link with their first year."""
    for number in sorted(set(sides(body)[0]) & set(sides(after)[1])):
        yield changes()[number].link, changes()[number].year
    first, second = town_rank(body), town_rank(after)
    if first is not None and second is not None and first[0] == second[0] and first[1] < second[1]:
        yield str(tree("successors")["towns"]["link"]), 0
