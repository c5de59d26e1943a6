"""Take an agency's name apart: where it stands, what it is, what its full name is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from govinfo.parse.identity.bodies import (
    Name,
    below,
    clean,
    division_of,
    generic_zone,
    government_of,
    in_full,
    kind_of,
    known_zone,
    one_level,
    pattern,
    terms,
    town_of,
    vocabulary,
)
from govinfo.parse.identity.places import Chain, Region, chain, named

_HAN_ONLY = re.compile(r"[\u3400-\u9fff（）()、·〇○]+")


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
    if len(name) < 2 or _HAN_ONLY.fullmatch(name) is None or is_no_agency(name):
        return None
    link = chain(name)
    if (link is None or not link.full) and name.startswith(terms("phrases", "not_names")):
        return None
    return (
        _of_inner_office(name)
        or _central(name)
        or _branch(name)
        or division_of(name)
        or known_zone(name)
        or (None if link is None else _in_region(name, link))
        or _unknown_region(name, ())
        or _marked(name)
        or _somewhere(name)
    )


@lru_cache(maxsize=4096)
def is_no_agency(name: str) -> bool:
    """Whether this is a court, a procuratorate, a congress or a party organ.

    Examples
    --------
    >>> is_no_agency("宁晋县人民法院")
    True
    """
    return pattern("phrases", "not_agency").search(name) is not None


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


def _of_inner_office(name: str) -> Name | None:
    """Read the agency of an inner office: 通渭县教育局办公室 is 通渭县教育局.

    The office of a whole government is an agency of its own, and so is that of many
    a commission (安全生产委员会办公室).
    """
    base = without_inner_office(name)
    if base == name:
        return None
    found = read_name(base)
    if found is None or found.town or name[len(base) :] not in terms("inner", "shared"):
        return found
    return found if base.endswith(terms("inner", "of")) else None


def _central(name: str) -> Name | None:
    bare = name.removeprefix(vocabulary()["central"]["prefix"])
    if bare in terms("central", "names") or (
        pattern("central", "pattern").match(name) and not _inside(name)
    ):
        return Name(bare, "office" if bare.endswith("办公厅") else "department", "central", stem="")
    return None


def _inside(name: str) -> Chain | None:
    """Find the unit named behind a central organ's own name."""
    for prefix in vocabulary()["central"]["branch_prefixes"]:
        if name.startswith(prefix) and (found := chain(name, len(prefix))) is not None:
            return found
    return None


def _branch(name: str) -> Name | None:
    """Read a central organ's branch: the unit stands inside the name."""
    link = _inside(name) if name.endswith(terms("central", "branch_ends")) else None
    if link is None:
        return None
    regions = link.regions
    if not link.full and any(unit.level == "county" for unit in regions):
        regions = ()  # 黄埔海关 is not of 黄埔区
    return Name(name, "department", one_level(regions), regions, stem="")


def _in_region(name: str, link: Chain) -> Name | None:
    rest = name[link.end :]
    if not link.full:
        return _shortened(name, link)
    found = town_of(rest, link.regions) or generic_zone(name, link)
    found = found or _unknown_region(rest, link.regions)
    if found is not None:
        return found
    if not rest:
        return government_of(link.regions)
    return _of_unit(rest, one_level(link.regions), link)


def _shortened(name: str, link: Chain) -> Name | None:
    """Read a name whose unit is shortened: 通渭教育局, 兰州新区.

    Only where what follows cannot belong to the place name: 金水路街道 is no street
    of 金水区, 太湖流域管理局 and 太湖新城 are not in 太湖县.
    """
    rest = name[link.end :]
    if rest.startswith(terms("departments", "starts")):
        found = _of_unit(rest, one_level(link.regions), link)
        return None if found is None or found.kind in ("university", "company") else found
    if rest.startswith(terms("zones", "scenic")):
        return None
    counties = any(unit.level == "county" for unit in link.regions)
    if counties and not rest.startswith(terms("zones", "starts")):
        return None
    return generic_zone(name, link)


def _of_unit(rest: str, level: str | None, link: Chain) -> Name | None:
    """Read a government, its office or a department by what follows the unit's name."""
    regions = link.regions
    if not link.full and rest.endswith("厅"):  # a short form shared by a province and a county
        regions = tuple(unit for unit in regions if unit.level == "province") or regions
        level = regions[0].level if len(regions) == 1 else level
    words = vocabulary()["government"]
    if regions and rest in words["commission_printed"]:
        found = government_of(regions)
        if rest in words["printed"] or found.body == words["commission"]:
            return found
    if rest in words["printed"]:
        return Name(words["suffix"], "government", level)
    office = pattern("government", "office").match(rest)
    if office is not None:
        printed = office["office"]
        if printed == "办":
            printed = "办公厅" if level == "province" else "办公室"
        return Name(words["suffix"] + printed, "office", level, regions)
    kind = kind_of(rest)
    if kind is None:
        return None
    regions, level, doubt = _sub_office(rest, regions, level)
    stem = None if regions == link.regions or len(link.regions) != 1 else link.regions[0].name
    if kind in ("university", "company"):
        level = None
    return Name(in_full(rest), kind, level, regions, stem=stem, doubt=doubt)


def _sub_office(
    rest: str, regions: tuple[Region, ...], level: str | None
) -> tuple[tuple[Region, ...], str | None, str | None]:
    """Find the county of a bureau's branch: 淮安市生态环境局涟水分局."""
    found = re.search(r"局(?P<place>[\u4e00-\u9fff]{1,8})分局$", rest)
    if found is None or len(regions) != 1 or regions[0].level == "county":
        return regions, level, None
    inside = [
        unit
        for unit in below(regions[0])
        if found["place"] in (unit.name, unit.short, unit.name[:-1])
    ]
    if len(inside) == 1:
        return (inside[0],), inside[0].level, None
    return regions, level, f"region_open: {found['place']} is no unit of {regions[0].name}"


def _unknown_region(rest: str, regions: tuple[Region, ...]) -> Name | None:
    """Read a county that the table does not hold by its form, never as another."""
    if any(unit.level == "county" for unit in regions):
        return None
    found = pattern("unknown_regions", "pattern").match(rest)
    if found is None:
        return None
    name = found["name"]
    if name.endswith(terms("unknown_regions", "not_endings")) or named(name) or len(name) < 2:
        return None
    if name[-1] == "市" and rest.startswith(terms("markers", "not_markers"), len(name) - 1):
        return None
    after = rest[len(name) :]
    stand_in = Chain((), 0, len(name), True)
    body = (
        _government_body()
        if not after
        else town_of(after, ()) or _of_unit(after, "county", stand_in)
    )
    if body is None:
        return None
    within = f" of {regions[0].name}" if len(regions) == 1 else ""
    doubt = f"region_open: {name}{within} is not in the table of regions"
    level = body.level if body.town else "county"
    upper = regions[0].name if len(regions) == 1 and regions[0].level == "prefecture" else ""
    return replace(body, stem=upper + name, level=level, regions=(), marker=None, doubt=doubt)


def _government_body() -> Name:
    return Name(vocabulary()["government"]["suffix"], "government", "county")


def _marked(name: str) -> Name | None:
    """Read a department whose level is said without a name: 县教育局."""
    if name.startswith(terms("markers", "not_markers")):
        return None
    words = vocabulary()["markers"]
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
    found = town_of(name, ()) or generic_zone(name, None)
    if found is not None:
        return found
    kind = kind_of(name)
    if kind is None:
        return None
    return Name(in_full(name), kind, None)
