"""Which agencies of a corpus go on from which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from govinfo.parse.identity.atlas import called, region, town_code
from govinfo.parse.identity.bodies import town_name
from govinfo.parse.identity.succession import body_of, links, place_in, sides, town_rank


@dataclass(frozen=True, slots=True)
class _Member:
    """An agency as far as its links go; ``home`` is the unit that it lies in at the end."""

    agency_id: str
    home: tuple[str, str, str]
    code: str
    unit: str
    body: str
    merged: bool
    first: int
    last: int


def followed(agencies: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Find the predecessors of agencies among them.

    Parameters
    ----------
    agencies : DataFrame
        ``agency_id`` (key), ``agency``, ``level``, ``region_code``, ``first_year`` and
        ``last_year``.

    Returns
    -------
    dict
        By ``agency_id``: ``predecessors``, ``link`` and ``link_years``, each parted by
        blanks and in the same order.
    """
    homes: dict[tuple[str, str, str], list[_Member]] = defaultdict(list)
    for each in _members(agencies):
        homes[each.home].append(each)
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for home in homes.values():
        for earlier, later, link in _pairs(home):
            years = f"{earlier.last}-{later.first}"
            found[later.agency_id].append((earlier.agency_id, link, years))
    return {agency_id: _columns(each) for agency_id, each in found.items()}


def _columns(links_of_one: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    ids, kinds, years = zip(*links_of_one, strict=True)
    return {"predecessors": " ".join(ids), "link": " ".join(kinds), "link_years": " ".join(years)}


def _members(agencies: pd.DataFrame) -> Iterator[_Member]:
    """Agencies of known years that have a region, and the central ones."""
    dated = agencies[agencies["last_year"].notna()]
    newest = int(dated["last_year"].max()) if len(dated) else 0
    for row in dated.to_dict("records"):
        code = row["region_code"] if isinstance(row["region_code"], str) else ""
        if called(code, "name") or row["level"] == "central":
            yield _member(row, code, newest)


def _member(row: dict[Any, Any], code: str, newest: int) -> _Member:
    agency, last = str(row["agency"]), int(row["last_year"])
    body = body_of(agency)
    unit = agency.removesuffix(body)
    place, merged = place_in(code, last, newest) if code else ("", False)
    # A development zone that lies in a county is not the county; a city's branch there is of it.
    own = unit if code and not unit.endswith(_names_of(code, last)) else ""
    home = (place, str(row["level"]), own)
    return _Member(
        str(row["agency_id"]), home, code, unit, body, merged, int(row["first_year"]), last
    )


def _names_of(code: str, year: int) -> tuple[str, ...]:
    upper = region(code, year).prefecture
    return called(code, "name") + called(upper, "name")


def _pairs(home: Sequence[_Member]) -> Iterator[tuple[_Member, _Member, str]]:
    """Agencies of one unit of which one goes on from the other, with the kind of link."""
    by_body, by_change, by_town = defaultdict(list), defaultdict(list), defaultdict(list)
    for each in home:
        by_body[each.body].append(each)
        for number in sides(each.body)[0]:
            by_change[number].append(each)
        if (town := town_rank(each.body)) is not None:
            by_town[town[0]].append(each)
    for later in home:
        town = town_rank(later.body)
        likely = {each.agency_id: each for each in by_body[later.body]}
        for number in sides(later.body)[1]:
            likely |= {each.agency_id: each for each in by_change[number]}
        if town is not None:
            likely |= {each.agency_id: each for each in by_town[town[0]]}
        for agency_id in sorted(likely):
            if link := _link(likely[agency_id], later):
                yield likely[agency_id], later, link


def _link(earlier: _Member, later: _Member) -> str:
    if earlier is later:
        return ""
    elsewhere = earlier.code != later.code
    if elsewhere and earlier.body == later.body and earlier.merged and later.code == later.home[0]:
        return "merged" if earlier.last < later.last else ""
    if earlier.last > later.first:
        return ""
    if earlier.body == later.body:
        return "recoded" if elsewhere else "renamed"
    if town_rank(earlier.body) is not None and _is_still_there(earlier):
        return ""
    fitting = (link for link, year in links(earlier.body, later.body) if later.first >= year - 1)
    return next(fitting, "")


def _is_still_there(town: _Member) -> bool:
    """Whether the table still knows the town: 城关乡 and 城关镇 may lie side by side."""
    unit = region(town.code, town.last)
    return town_code(town_name(town.body), unit) is not None
