"""The parts of agencies' names: governments, townships, kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from govinfo.parse.identity.atlas import Region, below, region
from govinfo.registry import tree

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
    said without a name (县教育局). ``doubt`` is a warning that belongs to the name, and
    ``printed`` the unit as it is printed, for where it may be units of other names.
    """

    body: str
    kind: str
    level: str | None
    regions: tuple[Region, ...] = ()
    stem: str | None = None
    marker: str | None = None
    town: bool = False
    doubt: str | None = None
    printed: str = field(default="", compare=False)

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
        name = names.pop() if len(names) == 1 else self.printed
        unit = self.region
        if unit is not None and name in terms("government", "nameless"):
            name = region(unit.prefecture or unit.province).name + name
        return name + self.body


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


def town_of(
    rest: str,
    regions: tuple[Region, ...],
    stem: str | None = None,
    year: int | None = None,
) -> Name | None:
    """Read a town, township or subdistrict."""
    words = vocabulary()["township"]
    found = pattern("township", "pattern").match(rest)
    if found is None or len(found["name"]) < 2 + bool(found["street"]):
        return None
    if found["name"].startswith(terms("township", "not_names")):
        return None
    body = found["name"] + (words["street_suffix"] if found["street"] else words["town_suffix"])
    doubt = None
    lowest = all(unit.level == "county" or not below(unit, year) for unit in regions)
    if regions and not lowest and stem is None:
        names = "".join(unit.name for unit in regions[:1])
        doubt = f"region_open: {found['name']} of {names} is named without its county"
        return Name(body, "government", "township", (), stem=names, town=True, doubt=doubt)
    return Name(body, "government", "township", regions, stem=stem, town=True)


def town_name(body: str) -> str:
    """The town's own name in that of its government: 中关村街道 in 中关村街道办事处."""
    words = vocabulary()["township"]
    return body.removesuffix(words["town_suffix"]).removesuffix(words["street_suffix"])


def post_of(rest: str, regions: tuple[Region, ...]) -> Name | None:
    """Read what stands in a county where others have a town: a farm, a post of a district."""
    if not regions or any(unit.level != "county" for unit in regions):
        return None
    words = vocabulary()["township"]
    post = pattern("township", "post").fullmatch(rest)
    if post is not None:
        return Name(rest, "government", "township", regions, town=True)
    farm = pattern("township", "farm").fullmatch(rest)
    if farm is None:
        return None
    body = farm["name"] + (words["committee"] if farm["zone"] or farm["rest"] else "")
    doubt = f"level_doubtful: {farm['name']} is no town, ranked as a township"
    return Name(body, "government", "township", regions, town=True, doubt=doubt)


@lru_cache(maxsize=4096)
def no_agency_kind(name: str) -> str | None:
    """Tell the kind of a body that is no administrative agency, None for all others.

    Courts and procuratorates are ``court``, congresses and consultative conferences
    ``congress``, organs of the party ``party``.

    Examples
    --------
    >>> no_agency_kind("宁晋县人民法院"), no_agency_kind("宁晋县教育局")
    ('court', None)
    """
    for kind in vocabulary()["no_agencies"]:
        if pattern("no_agencies", kind).search(name) is not None:
            return str(kind)
    return None


def without_inner_office(text: str) -> str:
    """Drop the inner office that writes for an agency from the end of its name.

    Examples
    --------
    >>> without_inner_office("大曹庄镇政府党政办公室")
    '大曹庄镇政府'
    """
    name = clean(text)
    offices = terms("inner", "offices")
    if not name.endswith(offices):
        return name
    return name.removesuffix(next(office for office in offices if name.endswith(office)))
