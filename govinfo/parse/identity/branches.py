"""Central organs, branches in whose name the unit stands inside, and two agencies in one."""

from __future__ import annotations

import re

from govinfo.parse.identity.atlas import Region, below, town_code
from govinfo.parse.identity.bodies import Name, in_full, one_level, pattern, terms, vocabulary
from govinfo.parse.identity.places import Chain, chain


def central_of(name: str, year: int | None) -> Name | None:
    """Read an organ of the central government."""
    bare = name.removeprefix(vocabulary()["central"]["prefix"])
    if bare in terms("central", "names") or (
        pattern("central", "pattern").match(name) and not _inside(name, "central_prefixes", year)
    ):
        kind = "office" if bare.endswith("办公厅") else "department"
        return Name(in_full(bare), kind, "central", stem="")
    return None


def branch_of(name: str, year: int | None) -> Name | None:
    """Read a branch of a central organ or of a state firm: the unit stands inside the name."""
    words = vocabulary()["branches"]
    for group, kind in words["kinds"].items():
        ends, prefixes = f"{group}_ends", f"{group}_prefixes"
        link = _inside(name, prefixes, year) if name.endswith(terms("branches", ends)) else None
        if link is None:
            continue
        regions = link.regions
        if not link.full and any(unit.level == "county" for unit in regions):
            regions = ()  # 黄埔海关 is not of 黄埔区
        level = None if kind == "company" else one_level(regions)
        return Name(name, kind, level, regions, stem="")
    return None


def names_two(rest: str) -> bool:
    """Whether a second agency follows the first, with its own unit.

    Examples
    --------
    >>> names_two("教育局和通渭县科技局"), names_two("生态环境局涟水县分局")
    (True, False)
    """
    if rest.endswith(terms("departments", "two", "parts")):
        return False
    for first in pattern("departments", "two", "after").finditer(rest):
        link = chain(rest, first.end())
        if link is not None and link.full and link.end - link.start > 2:
            return True
    return False


def _inside(name: str, prefixes: str, year: int | None) -> Chain | None:
    """Find the unit named behind a central organ's own name."""
    for prefix in terms("branches", prefixes):
        if name.startswith(prefix) and (found := chain(name, len(prefix), year)) is not None:
            return found
    return None


def of_town(rest: str, unit: Region) -> bool:
    """Whether a body is of a town of the county: 太白镇中心卫生院."""
    town = pattern("township", "leading").match(rest)
    return town is not None and town_code(town[0], unit) is not None


def sub_office(
    rest: str, regions: tuple[Region, ...], level: str | None, year: int | None
) -> tuple[tuple[Region, ...], str | None, str | None]:
    """Find the county of a bureau's branch: 淮安市生态环境局涟水分局."""
    found = re.search(r"局(?P<place>[\u4e00-\u9fff]{1,8})分局$", rest)
    if found is None or len(regions) != 1 or regions[0].level == "county":
        return regions, level, None
    inside = [
        unit
        for unit in below(regions[0], year)
        if found["place"] in (unit.name, unit.short, unit.name[:-1])
    ]
    if len(inside) == 1:
        return (inside[0],), inside[0].level, None
    return regions, level, f"region_open: {found['place']} is no unit of {regions[0].name}"
