"""Take an agency's name apart: where it stands, what it is, what its full name is."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from govinfo.parse.identity.atlas import Region
from govinfo.parse.identity.bodies import (
    Name,
    clean,
    government_of,
    in_full,
    kind_of,
    no_agency_kind,
    one_level,
    pattern,
    post_of,
    terms,
    town_of,
    vocabulary,
    without_inner_office,
)
from govinfo.parse.identity.branches import (
    branch_of,
    central_of,
    names_two,
    of_town,
    sub_office,
)
from govinfo.parse.identity.places import Chain, chain, inside, named
from govinfo.parse.identity.zones import division_of, generic_zone, known_zone

# Only a regiment has a number in its name: 121团.
_HAN_ONLY = re.compile(r"(?:[\u3400-\u9fff（）()、·〇○]|(?<!\d)\d{1,3}(?=团))+")
# Universities of one name: 中国石油大学（北京） and （华东）.
_CAMPUS = re.compile(r"(?P<name>.+(?:大学|学院))[（(](?P<place>[\u4e00-\u9fff]{2,6})[）)]")


@lru_cache(maxsize=4096)
def read_name(text: str, year: int | None = None) -> Name | None:
    """Take a name apart; None where it is not the name of an agency.

    Units are those of the year; without one, all since 2007.

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
    if len(name) < 2 or _HAN_ONLY.fullmatch(name) is None or no_agency_kind(name):
        return None
    campus = _CAMPUS.fullmatch(name)
    if campus is not None and (found := read_name(campus["name"], year)) is not None:
        return replace(found, body=f"{found.body}（{campus['place']}）")
    link = chain(name, 0, year)
    if link is not None and name.startswith(terms("phrases", "not_after_unit"), link.end):
        return None  # 吉林市场监督管理局 is not of 吉林市
    if (link is None or not link.full) and name.startswith(terms("phrases", "not_names")):
        return None
    return (
        _of_inner_office(name, year)
        or central_of(name, year)
        or branch_of(name, year)
        or division_of(name)
        or known_zone(name)
        or (None if link is None else _in_region(name, link, year))
        or _unknown_region(name, (), year)
        or _marked(name, year)
        or _somewhere(name, link)
    )


def _of_inner_office(name: str, year: int | None) -> Name | None:
    """Read the agency of an inner office: 通渭县教育局办公室 is 通渭县教育局.

    The office of a whole government is an agency of its own, and so is that of many
    a commission (安全生产委员会办公室).
    """
    base = without_inner_office(name)
    if base == name:
        return None
    found = read_name(base, year)
    if found is None or found.town or name[len(base) :] not in terms("inner", "shared"):
        return found
    return found if base.endswith(terms("inner", "of")) else None


def _in_region(name: str, link: Chain, year: int | None) -> Name | None:
    rest = name[link.end :]
    if link.former:
        return _in_former(name, link) if link.full else None
    if not link.full:
        return _shortened(name, link, year)
    found = town_of(rest, link.regions, year=year) or post_of(rest, link.regions)
    found = found or generic_zone(name, link, year)
    if found is None and (lower := _shortened_inside(name, link, year)) is not None:
        return lower
    found = found or _unknown_region(rest, link.regions, year)
    if found is None:
        found = (
            _of_unit(rest, one_level(link.regions), link, year)
            if rest
            else government_of(link.regions)
        )
    return _with_print(found, name, link)


def _with_print(found: Name | None, name: str, link: Chain) -> Name | None:
    if found is None or len(found.regions) < 2:
        return found
    return replace(found, printed=name[link.start : link.end])


def _in_former(name: str, link: Chain) -> Name | None:
    """Read an agency of a unit that was no more, and of which it is open what it became."""
    units = link.former
    rest, level = name[link.end :], one_level(units)
    found = (
        (town_of(rest, ()) or _of_unit(rest, level, Chain((), 0, link.end, True), None))
        if rest
        else government_of(units)
    )
    if found is None:
        return None
    codes = " or ".join(dict.fromkeys(unit.code for unit in units))
    doubt = f"region_former: {units[0].name} was {codes} in other years, what it is is open"
    level = found.level if found.town else level
    return replace(found, stem=units[0].name, level=level, regions=(), marker=None, doubt=doubt)


def _shortened(name: str, link: Chain, year: int | None) -> Name | None:
    """Read a name whose unit is shortened: 通渭教育局, 兰州新区.

    Only where what follows cannot belong to the place name: 金水路街道 is no street
    of 金水区, 太湖流域管理局 and 太湖新城 are not in 太湖县.
    """
    rest = name[link.end :]
    if all(unit.level == "county" for unit in link.regions) and (
        pattern("phrases", "no_short").fullmatch(name[: link.end]) is not None
    ):
        return None
    if rest.startswith(terms("departments", "starts")):
        found = _of_unit(rest, one_level(link.regions), link, year)
        if found is None or found.kind in ("university", "company"):
            return None
        as_printed = rest in terms("departments", "as_printed")
        return (
            replace(found, stem=name[: link.end]) if as_printed else _with_print(found, name, link)
        )
    if rest.startswith(terms("zones", "scenic")):
        return None
    if any(unit.level == "county" for unit in link.regions):
        if not rest.startswith(terms("zones", "starts")):
            return None
        # Names of districts are words, and 沙河工业园 may lie in a 沙河 of any county.
        surely = rest.startswith(terms("zones", "of_shortened"))
        if not surely or any(unit.name.endswith("区") for unit in link.regions):
            return generic_zone(name, None)
    elif rest.startswith(terms("zones", "of_nowhere")):
        return generic_zone(name, None)
    return generic_zone(name, link, year)


def _shortened_inside(name: str, link: Chain, year: int | None) -> Name | None:
    """Read a name whose second unit is shortened: 北京市东城教育局 is not of 北京市."""
    starts = terms("departments", "starts")
    upper = link.regions[0] if len(link.regions) == 1 else None
    if upper is None or upper.level == "county" or name.startswith(starts, link.end):
        return None
    lower = inside(name, link.end, upper, year)
    if lower is None or lower.full:
        return None
    short = name[lower.start : lower.end]
    if any(short in start for start in starts):
        return None  # 资源 is a county, and part of many a name
    rest = name[lower.end :]
    if rest.startswith(starts):
        found = _of_unit(rest, one_level(lower.regions), lower, year)
        return _with_print(found, name, lower)
    if kind_of(rest) != "department" or lower.regions[0].level == "county":
        return None
    doubt = f"region_open: {short} of {upper.name} is shortened"
    return Name(in_full(rest), "department", None, (), stem=upper.name + short, doubt=doubt)


def _of_unit(rest: str, level: str | None, link: Chain, year: int | None) -> Name | None:
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
        return Name(words["suffix"], "government", level, regions)
    office = pattern("government", "office").match(rest)
    if office is not None:
        printed = office["office"]
        if printed == "办":
            printed = "办公厅" if level == "province" else "办公室"
        return Name(words["suffix"] + printed, "office", level, regions)
    kind = None if names_two(rest) else kind_of(rest)
    if kind is None:
        return None
    regions, level, doubt = sub_office(rest, regions, level, year)
    stem = None if regions == link.regions or len(link.regions) != 1 else link.regions[0].name
    if kind in ("university", "company"):
        level = None
    elif len(regions) == 1 and of_town(rest, regions[0]):
        level = "township"
    return Name(in_full(rest), kind, level, regions, stem=stem, doubt=doubt)


def _unknown_region(rest: str, regions: tuple[Region, ...], year: int | None) -> Name | None:
    """Read a county that the table does not hold by its form, never as another."""
    if any(unit.level == "county" for unit in regions):
        return None
    found = pattern("unknown_regions", "pattern").match(rest)
    if found is None:
        return None
    name = found["name"]
    if name.endswith(terms("unknown_regions", "not_endings")) or len(name) < 2:
        return None
    if named(name) and (not regions or len(name) < 3):  # 南京市朝阳区 is not 南京市
        return None
    # 年报正定县 is no county of its own but words before one.
    if any(named(name[start:]) for start in range(1, len(name) - 2)):
        return None
    if name[-1] == "市" and rest.startswith(terms("markers", "not_markers"), len(name) - 1):
        return None
    after = rest[len(name) :]
    stand_in = Chain((), 0, len(name), True)
    body = (
        _government_body()
        if not after
        else town_of(after, ()) or _of_unit(after, "county", stand_in, year)
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


def _marked(name: str, year: int | None) -> Name | None:
    """Read a department whose level is said without a name: 县教育局."""
    if name.startswith(terms("markers", "not_markers")):
        return None
    words = vocabulary()["markers"]
    for level in ("county", "prefecture", "province"):
        for marker in words[level]:
            if not name.startswith(marker):
                continue
            found = _of_unit(name[len(marker) :], level, Chain((), 0, 0, True), year)
            if found is not None:
                return replace(found, marker=marker)
    return None


def _somewhere(name: str, link: Chain | None) -> Name | None:
    """Read an agency named without its unit; 东区街道 may be a town, 合水县乡镇 is none."""
    if link is not None and link.full and link.end - link.start > 2:
        return None
    found = town_of(name, ()) or generic_zone(name, None)
    if found is not None:
        return found
    kind = kind_of(name)
    if kind is None:
        return None
    return Name(in_full(name), kind, None)
