"""Take an agency's name apart: where it stands, what it is, what its full name is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

from govinfo.parse.places import Chain, Region, chain, named, region
from govinfo.registry import tree

_BLANK = re.compile(r"[\s\u3000\xa0\u200b\ufeff]+")
_FRINGE = "\"'“”‘’《》〈〉<>[]【】-—_|·:：,，、。.;；*?？"
_HAN_ONLY = re.compile(r"[\u3400-\u9fff（）()、·〇○]+")


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
    return _BLANK.sub("", text).strip(_FRINGE)


@lru_cache(maxsize=4096)
def read_name(text: str) -> Name | None:
    """Take a name apart; None where it is not the name of an agency.

    Examples
    --------
    >>> read_name("宁晋县大曹庄镇").full
    '宁晋县大曹庄镇人民政府'
    >>> name = read_name("通渭县人社局")
    >>> name.full, name.level, name.region.code
    ('通渭县人力资源和社会保障局', 'county', '621121')
    >>> read_name("市区民政") is None
    True
    """
    name = clean(text)
    if len(name) < 2 or _HAN_ONLY.fullmatch(name) is None:
        return None
    link = chain(name)
    if (link is None or not link.full) and name.startswith(tuple(_words()["phrases"]["not_names"])):
        return None
    return (
        _central(name)
        or _branch(name)
        or _known_zone(name)
        or _in_region(name)
        or _unknown_region(name, ())
        or _marked(name)
        or _somewhere(name)
    )


@cache
def _words() -> Mapping[str, Any]:
    return tree("agencies")


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    found: Any = _words()
    for key in path:
        found = found[key]
    return re.compile(found)


def _central(name: str) -> Name | None:
    words = _words()["central"]
    bare = name.removeprefix(words["prefix"])
    if bare in words["names"] or (_pattern("central", "pattern").match(name) and not _inside(name)):
        return Name(bare, "office" if bare.endswith("办公厅") else "department", "central", stem="")
    return None


def _inside(name: str) -> Chain | None:
    """Find the unit named behind a central organ's own name."""
    for prefix in _words()["central"]["branch_prefixes"]:
        if name.startswith(prefix) and (found := chain(name, len(prefix))) is not None:
            return found
    return None


def _branch(name: str) -> Name | None:
    """Read a central organ's branch: the unit stands inside the name."""
    link = _inside(name)
    if link is None or not name.endswith(tuple(_words()["central"]["branch_ends"])):
        return None
    regions = link.regions
    if not link.full and any(unit.level == "county" for unit in regions):
        regions = ()  # 黄埔海关 is not of 黄埔区
    return Name(name, "department", _one_level(regions), regions, stem="")


def _known_zone(name: str) -> Name | None:
    for zone, place in _words()["zones"]["known"].items():
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


def _in_region(name: str) -> Name | None:
    link = chain(name)
    if link is None:
        return None
    rest = name[link.end :]
    if not link.full:
        return _shortened(name, link)
    found = _town(rest, link.regions) or _generic_zone(name, link)
    found = found or _unknown_region(rest, link.regions)
    if found is not None:
        return found
    if not rest:
        return _government(link.regions)
    return _of_unit(rest, _one_level(link.regions), link)


def _shortened(name: str, link: Chain) -> Name | None:
    """Read a name whose unit is shortened: 通渭教育局, 兰州新区.

    Only where what follows cannot belong to the place name: 金水路街道 is no street
    of 金水区, 太湖流域管理局 and 太湖新城 are not in 太湖县.
    """
    words = _words()
    rest = name[link.end :]
    if rest.startswith(tuple(words["departments"]["starts"])):
        found = _of_unit(rest, _one_level(link.regions), link)
        return None if found is None or found.kind in ("university", "company") else found
    if rest.startswith(tuple(words["zones"]["scenic"])):
        return None
    counties = any(unit.level == "county" for unit in link.regions)
    if counties and not rest.startswith(tuple(words["zones"]["starts"])):
        return None
    return _generic_zone(name, link)


def _one_level(regions: tuple[Region, ...]) -> str | None:
    levels = {unit.level for unit in regions}
    return levels.pop() if len(levels) == 1 else None


def _government(regions: tuple[Region, ...]) -> Name:
    words = _words()["government"]
    commission = all(unit.name.endswith(tuple(words["commission_of"])) for unit in regions)
    body = words["commission"] if commission else words["suffix"]
    return Name(body, "government", _one_level(regions), regions)


def _of_unit(rest: str, level: str | None, link: Chain) -> Name | None:
    """Read a government, its office or a department by what follows the unit's name."""
    regions = link.regions
    if not link.full and rest.endswith("厅"):  # a short form shared by a province and a county
        regions = tuple(unit for unit in regions if unit.level == "province") or regions
        level = regions[0].level if len(regions) == 1 else level
    words = _words()["government"]
    if regions and rest in words["commission_printed"]:
        found = _government(regions)
        if rest in words["printed"] or found.body == words["commission"]:
            return found
    if rest in words["printed"]:
        return Name(words["suffix"], "government", level)
    office = _pattern("government", "office").match(rest)
    if office is not None:
        printed = office["office"]
        if printed == "办":
            printed = "办公厅" if level == "province" else "办公室"
        return Name(words["suffix"] + printed, "office", level, regions)
    kind = _kind(rest)
    if kind is None:
        return None
    regions, level, doubt = _sub_office(rest, regions, level)
    stem = None if regions == link.regions or len(link.regions) != 1 else link.regions[0].name
    if kind in ("university", "company"):
        level = None
    return Name(_in_full(rest), kind, level, regions, stem=stem, doubt=doubt)


def _sub_office(
    rest: str, regions: tuple[Region, ...], level: str | None
) -> tuple[tuple[Region, ...], str | None, str | None]:
    """Find the county of a bureau's branch: 淮安市生态环境局涟水分局."""
    found = re.search(r"局(?P<place>[\u4e00-\u9fff]{1,8})分局$", rest)
    if found is None or len(regions) != 1 or regions[0].level == "county":
        return regions, level, None
    below = [
        unit
        for unit in _below(regions[0])
        if found["place"] in (unit.name, unit.short, unit.name[:-1])
    ]
    if len(below) == 1:
        return (below[0],), below[0].level, None
    return regions, level, f"region_open: {found['place']} is no unit of {regions[0].name}"


@lru_cache(maxsize=512)
def _below(upper: Region) -> tuple[Region, ...]:
    from govinfo.registry import rows

    return tuple(
        region(row["code"])
        for row in rows("regions")
        if upper.code in (row["parent"], row["prefecture"])
    )


def _kind(rest: str) -> str | None:
    for group in _words()["departments"]["endings"]:
        if any(
            rest.endswith(end) and len(rest) > len(end) - (len(end) > 2) for end in group["ends"]
        ):
            return str(group["kind"])
    return None


def _in_full(rest: str) -> str:
    """Write a department in full where its short form can only mean one."""
    bare = re.sub(r"^(?:人民)?政府(?=.{3,})", "", rest)
    full: str = _words()["departments"]["full"].get(bare, rest)
    return full


def _town(rest: str, regions: tuple[Region, ...], stem: str | None = None) -> Name | None:
    words = _words()["township"]
    found = _pattern("township", "pattern").match(rest)
    if found is None or len(found["name"]) < 2 + bool(found["street"]):
        return None
    tail = found["rest"] or ""
    body = found["name"] + (words["street_suffix"] if found["street"] else words["town_suffix"])
    kind = "government"
    if tail.endswith(("办公室", "党政办")):
        kind, body = "office", found["name"] + tail
    doubt = None
    lowest = all(unit.level == "county" or not _below(unit) for unit in regions)
    if regions and not lowest and stem is None:
        names = "".join(unit.name for unit in regions[:1])
        doubt = f"region_open: {found['name']} of {names} is named without its county"
        return Name(body, kind, "township", (), stem=names, town=True, doubt=doubt)
    return Name(body, kind, "township", regions, stem=stem, town=True)


def _generic_zone(name: str, link: Chain | None) -> Name | None:
    """Read a development zone by its form; its unit is the one its name begins with."""
    start = link.end if link is not None else 0
    ends = [
        (at, -len(suffix))
        for suffix in _words()["zones"]["suffixes"]
        if (at := name.find(suffix, start)) >= start
    ]
    if not ends:
        return None
    at, length = min(ends)
    end = at - length
    if end - start > 20 or _kind(name[start:end]) is not None:
        return None
    regions = link.regions if link is not None else ()
    upper = regions[0] if len(regions) == 1 else None
    under_province = upper is not None and upper.level == "province" and upper.name[-1] != "市"
    return _zone(name[:end], name[end:], regions, "prefecture" if under_province else "county")


def _zone(zone: str, rest: str, regions: tuple[Region, ...], level: str) -> Name | None:
    words = _words()["zones"]
    doubt = f"level_doubtful: {zone} is a development zone, ranked as a {level}"
    if not rest or rest in words["printed"]:
        return Name(words["committee"], "government", level, regions, stem=zone, doubt=doubt)
    if rest in _words()["government"]["printed"]:
        body = _words()["government"]["suffix"]
        return Name(body, "government", level, regions, stem=zone, doubt=doubt)
    office = _pattern("zones", "office").match(rest)
    if office is not None:
        printed = "办公室" if office["office"] == "办" else office["office"]
        return Name(words["committee"] + printed, "office", level, regions, stem=zone, doubt=doubt)
    for printed in words["printed"]:
        rest = rest.removeprefix(printed)
    town = _town(rest, regions, stem=zone)
    if town is not None:
        return town
    kind = _kind(rest)
    if kind is None:
        return None
    return Name(_in_full(rest), kind, level, regions, stem=zone, doubt=doubt)


def _unknown_region(rest: str, regions: tuple[Region, ...]) -> Name | None:
    """Read a county that the table does not hold by its form, never as another."""
    if any(unit.level == "county" for unit in regions):
        return None
    found = _pattern("unknown_regions", "pattern").match(rest)
    if found is None:
        return None
    words = _words()["unknown_regions"]
    name = found["name"]
    if name.endswith(tuple(words["not_endings"])) or named(name) or len(name) < 2:
        return None
    if name[-1] == "市" and rest[len(name) - 1 :].startswith(
        tuple(_words()["markers"]["not_markers"])
    ):
        return None
    after = rest[len(name) :]
    stand_in = Chain((), 0, len(name), True)
    body = (
        _government_body() if not after else _town(after, ()) or _of_unit(after, "county", stand_in)
    )
    if body is None:
        return None
    within = f" of {regions[0].name}" if len(regions) == 1 else ""
    doubt = f"region_open: {name}{within} is not in the table of regions"
    level = body.level if body.town else "county"
    upper = regions[0].name if len(regions) == 1 and regions[0].level == "prefecture" else ""
    return replace(body, stem=upper + name, level=level, regions=(), marker=None, doubt=doubt)


def _government_body() -> Name:
    return Name(_words()["government"]["suffix"], "government", "county")


def _marked(name: str) -> Name | None:
    """Read a department whose level is said without a name: 县教育局."""
    words = _words()["markers"]
    if name.startswith(tuple(words["not_markers"])):
        return None
    for level in ("county", "prefecture", "province"):
        for marker in words[level]:
            if not name.startswith(marker):
                continue
            found = _of_unit(name[len(marker) :], level, Chain((), 0, 0, True))
            if found is not None:
                return replace(found, marker=marker)
    return None


def _somewhere(name: str) -> Name | None:
    """Read an agency named without its unit."""
    found = _town(name, ()) or _generic_zone(name, None)
    if found is not None:
        return found
    kind = _kind(name)
    if kind is None:
        return None
    return Name(_in_full(name), kind, None)
