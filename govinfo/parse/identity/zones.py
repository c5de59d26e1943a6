"""Development zones and divisions of the Corps, which have no code of their own."""

from __future__ import annotations

from dataclasses import replace

from govinfo.parse.identity.atlas import Region, region
from govinfo.parse.identity.bodies import (
    Name,
    any_of,
    in_full,
    kind_of,
    pattern,
    terms,
    town_of,
    vocabulary,
)
from govinfo.parse.identity.places import Chain, chain, inside


def division_of(name: str) -> Name | None:
    """Read a division of the Corps, which is one body with its city: 第八师石河子市."""
    if any_of("zones", "divisions", "numbers").search(name) is None:
        return None
    words = vocabulary()["zones"]["divisions"]
    start = max((start for start in words["prefixes"] if name.startswith(start)), key=len)
    number = next((each for each in words["numbers"] if name.startswith(each, len(start))), None)
    if number is None:
        return None
    division = next((each for each in words["codes"] if name.startswith(each, len(start))), None)
    rest = name[len(start) + len(division or number) :]
    regiment = pattern("zones", "divisions", "regiment").fullmatch(rest)
    if division is None and not start and regiment is None:
        return None  # 第一师 alone may be anything, 第一师范学校 too
    regions = (region(words["codes"][division]),) if division else ()
    full = words["full"] + (division or number)
    if regiment is not None:
        return Name(regiment["name"], "government", "township", regions, stem=full, town=True)
    found = _zone(full, rest, regions, words["level"])
    if found is None:
        return None
    doubt = f"level_doubtful: {full} is one with a city of county rank" if division else None
    return replace(found, doubt=None if found.town else doubt, body=found.body if rest else "")


def known_zone(name: str) -> Name | None:
    """Read a zone that the vocabulary places."""
    if any_of("zones", "known").search(name) is None:
        return None
    for zone, place in vocabulary()["zones"]["known"].items():
        at = name.find(zone)
        if at < 0:
            continue
        before = chain(name[:at]) if at else None
        if at and (before is None or before.end != at):
            continue
        rest = name[at + len(zone) :]
        regions = (region(place["code"]),) if place["code"] else ()
        found = _zone(zone, rest, regions, place["level"])
        if found is None:
            return None
        return replace(
            found,
            doubt=None if regions else f"region_open: no place is known for {zone}",
            body=found.body if rest else place.get("body", found.body),
        )
    return None


def generic_zone(name: str, link: Chain | None, year: int | None = None) -> Name | None:
    """Read a development zone by its form; its unit is the one its name begins with."""
    start = link.end if link is not None else 0
    suffix = any_of("zones", "suffixes").search(name, start)
    if suffix is None:
        return None
    end = suffix.end()
    for inner in any_of("zones", "suffixes").finditer(name, end):  # a zone in a zone
        if name[inner.end() :] in ("", *vocabulary()["zones"]["printed"]):
            end = inner.end()
    if suffix.end() - start > 20 or kind_of(name[start:end]) is not None:
        return None
    if link is None or (not link.full and _of_others(name[start : suffix.start()], link)):
        return _zone(name[:end], name[end:], (), "county")
    upper = link.regions[0] if len(link.regions) == 1 else None
    if upper is None or upper.level != "province" or upper.name.endswith("市"):
        if name[start:end].endswith(terms("zones", "of_counties")) and _all_counties(link):
            found = _zone(name[:end], name[end:], link.regions, "township")
            return None if found is None else replace(found, town=True)
        return _zone(name[:end], name[end:], _container(link.regions), "county")
    lower = inside(name, start, upper, year)
    if lower is not None and _is_place(lower, name):  # 江苏淮安经济技术开发区
        return _zone(name[:end], name[end:], _container(lower.regions), "county")
    # A zone that a province calls its own may lie anywhere in it.
    found = _zone(name[:end], name[end:], (), "county")
    if found is None:
        return None
    return replace(found, level=None, doubt=f"region_open: {name[:end]} lies in {upper.name}")


def _of_others(inner: str, link: Chain) -> bool:
    """Whether a zone bears the name of a city and lies elsewhere: 苏州宿迁工业园, 北京工业园.

    In 武汉东湖新技术开发区 it is only a name: that there is a 东湖区 elsewhere is no matter.
    """
    if not inner:
        return False
    for start in range(len(inner)):
        other = chain(inner, start)
        if other is None or any(unit.lies_in(up) for unit in other.regions for up in link.regions):
            continue
        behind = start > 0 and (other.end == len(inner) or inner[start - 1] in "（(")
        if behind or any(unit.level == "prefecture" for unit in other.regions):
            return True
    return False


def _is_place(lower: Chain, name: str) -> bool:
    """Whether a short name behind a province is a place, and not the zone's own name."""
    city = len(units := _container(lower.regions)) == 1 and units[0].level == "prefecture"
    if lower.full or name.startswith(terms("zones", "starts"), lower.end):
        return True
    return city and not name.startswith(terms("zones", "scenic"), lower.end)


def _all_counties(link: Chain) -> bool:
    return bool(link.regions) and all(unit.level == "county" for unit in link.regions)


def _container(regions: tuple[Region, ...]) -> tuple[Region, ...]:
    """Keep the unit that all others lie in: a prefecture and its district of one name."""
    for upper in regions:
        if all(unit == upper or unit.lies_in(upper) for unit in regions):
            return (upper,)
    return regions


def _zone(zone: str, rest: str, regions: tuple[Region, ...], level: str) -> Name | None:
    words = vocabulary()["zones"]
    doubt = f"level_doubtful: {zone} is a development zone, ranked as a {level}"
    if not rest or rest in words["printed"]:
        return Name(words["committee"], "government", level, regions, stem=zone, doubt=doubt)
    if rest in vocabulary()["government"]["printed"]:
        body = vocabulary()["government"]["suffix"]
        return Name(body, "government", level, regions, stem=zone, doubt=doubt)
    office = pattern("zones", "office").match(rest)
    if office is not None:
        printed = "办公室" if office["office"] == "办" else office["office"]
        return Name(words["committee"] + printed, "office", level, regions, stem=zone, doubt=doubt)
    for printed in words["printed"]:
        rest = rest.removeprefix(printed)
    town = town_of(rest, regions, stem=zone)
    if town is not None:
        return town
    kind = kind_of(rest)
    if kind is None:
        return None
    return Name(in_full(rest), kind, level, regions, stem=zone, doubt=doubt)
