"""The parts of agencies' names: governments, townships, development zones, kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from govinfo.parse.identity.places import Chain, Region, chain, region
from govinfo.registry import rows, tree

_UNSEEN = re.compile("[\u200b\ufeff]")
_GOVERNMENT = re.compile(r"^(?:人民)?政府(?=.{3,})")
_FRINGE = "\"'“”‘’《》〈〉<>[]【】-—_|·:：,，、。.;；*?？"


@dataclass(frozen=True, slots=True)
class Name:
    """An agency's name, taken apart.

    ``regions`` are the units it may lie in: none where the name has no unit, several
    where the unit's name is shared. ``stem`` is what the full name puts before
    ``body`` in place of a unit (a development zone, a central prefix, a county that
    the table does not hold); ``body`` is the rest in full. ``marker`` is the level
    said without a name (县教育局). ``doubt`` is a warning that belongs to the name.
    """

    body: str
    kind: str
    level: str | None
    regions: tuple[Region, ...] = ()
    stem: str | None = None
    marker: str | None = None
    town: bool = False
    doubt: str | None = None

    @property
    def region(self) -> Region | None:
        """The unit, where exactly one is possible."""
        return self.regions[0] if len(self.regions) == 1 else None

    @property
    def full(self) -> str:
        """The canonical full name; towns carry their county."""
        if self.stem is not None:
            return self.stem + self.body
        names = {unit.name for unit in self.regions}
        return (names.pop() if len(names) == 1 else "") + self.body


def clean(text: str) -> str:
    """Drop blanks, and quotes and marks around a name."""
    if text.isalnum():
        return text
    return _UNSEEN.sub("", "".join(text.split())).strip(_FRINGE)


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the words of ``registry/agencies.toml``."""
    return tree("agencies")


@cache
def terms(*path: str) -> tuple[str, ...]:
    """Return the words under this path of the vocabulary, the longest first."""
    found: Any = vocabulary()
    for key in path:
        found = found[key]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def any_of(*path: str) -> re.Pattern[str]:
    """Return the pattern of any word under this path of the vocabulary."""
    return re.compile("|".join(map(re.escape, terms(*path))))


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """Return the pattern under this path of the vocabulary."""
    found: Any = vocabulary()
    for key in path:
        found = found[key]
    return re.compile(found)


def one_level(regions: tuple[Region, ...]) -> str | None:
    """Return the level of these units, None where they differ."""
    levels = {unit.level for unit in regions}
    return levels.pop() if len(levels) == 1 else None


def government_of(regions: tuple[Region, ...]) -> Name:
    """Return the government of a unit: a people's government, or a commission of the province."""
    words = vocabulary()["government"]
    commission = all(unit.name.endswith(tuple(words["commission_of"])) for unit in regions)
    body = words["commission"] if commission else words["suffix"]
    return Name(body, "government", one_level(regions), regions)


def kind_of(rest: str) -> str | None:
    """Return the kind of an agency by how its name ends."""
    for kind, long, short in _endings():
        # A short ending is none without something before it.
        if rest.endswith(long) or rest[1:].endswith(short):
            return kind
    return None


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Kinds with their endings of three and more characters, and of one or two."""
    return tuple(
        (
            group["kind"],
            tuple(end for end in group["ends"] if len(end) > 2),
            tuple(end for end in group["ends"] if len(end) <= 2),
        )
        for group in vocabulary()["departments"]["endings"]
    )


def in_full(rest: str) -> str:
    """Write a department in full where its short form can only mean one."""
    bare = _GOVERNMENT.sub("", rest)
    full: str = vocabulary()["departments"]["full"].get(bare, rest)
    return full


def below(upper: Region) -> tuple[Region, ...]:
    """Return the units right below a province or prefecture."""
    return _below().get(upper.code, ())


@cache
def _below() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    for row in rows("regions"):
        for upper in {row["parent"], row["prefecture"]} - {""}:
            found.setdefault(upper, []).append(region(row["code"]))
    return {upper: tuple(units) for upper, units in found.items()}


def town_of(rest: str, regions: tuple[Region, ...], stem: str | None = None) -> Name | None:
    """Read a town, township or subdistrict."""
    words = vocabulary()["township"]
    found = pattern("township", "pattern").match(rest)
    if found is None or len(found["name"]) < 2 + bool(found["street"]):
        return None
    body = found["name"] + (words["street_suffix"] if found["street"] else words["town_suffix"])
    doubt = None
    lowest = all(unit.level == "county" or not below(unit) for unit in regions)
    if regions and not lowest and stem is None:
        names = "".join(unit.name for unit in regions[:1])
        doubt = f"region_open: {found['name']} of {names} is named without its county"
        return Name(body, "government", "township", (), stem=names, town=True, doubt=doubt)
    return Name(body, "government", "township", regions, stem=stem, town=True)


def division_of(name: str) -> Name | None:
    """Read a division of the Corps, which is one body with its city: 第八师石河子市."""
    if any_of("zones", "divisions", "codes").search(name) is None:
        return None
    words = vocabulary()["zones"]["divisions"]
    start = max((start for start in words["prefixes"] if name.startswith(start)), key=len)
    for division, code in words["codes"].items():
        if not name.startswith(start + division):
            continue
        rest = name[len(start + division) :]
        full = words["full"] + division
        found = _zone(full, rest, (region(code),), words["level"])
        if found is None:
            return None
        doubt = f"level_doubtful: {full} is one with a city of county rank"
        return replace(found, doubt=None if found.town else doubt, body=found.body if rest else "")
    return None


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
        found = _zone(zone, rest, (region(place["code"]),), place["level"])
        if found is None:
            return None
        return replace(
            found, doubt=None, body=found.body if rest else place.get("body", found.body)
        )
    return None


def generic_zone(name: str, link: Chain | None) -> Name | None:
    """Read a development zone by its form; its unit is the one its name begins with."""
    start = link.end if link is not None else 0
    suffix = any_of("zones", "suffixes").search(name, start)
    if suffix is None:
        return None
    end = suffix.end()
    if end - start > 20 or kind_of(name[start:end]) is not None:
        return None
    regions = link.regions if link is not None else ()
    upper = regions[0] if len(regions) == 1 else None
    under_province = upper is not None and upper.level == "province" and upper.name[-1] != "市"
    return _zone(name[:end], name[end:], regions, "prefecture" if under_province else "county")


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
