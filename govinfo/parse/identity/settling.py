"""An agency as it comes out of its name, and what settles where it lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from govinfo.parse.identity.atlas import Region, is_elsewhere, town_code
from govinfo.parse.identity.bodies import Name, town_name
from govinfo.parse.identity.names import read_name
from govinfo.parse.identity.places import decide, mentioned
from govinfo.parse.identity.surroundings import decide_on_page, speaks_for


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that reports.

    ``name`` is the canonical full name (towns and departments carry their county or
    city), None if no agency is named. ``level`` is central, province, prefecture,
    county or township; ``kind`` government, office, department, institution, university
    or company, or court, congress or party where such a body is named, which is no
    administrative agency and gets no name. ``region_code`` is the six-digit code, valid
    in the year reported on, of the county, prefecture or province it belongs to, None
    where that is open, and ``town_code`` the nine-digit code of a town (of mid-2023).
    ``basis`` is the evidence used, ``spellings`` are the prints of the name in it, the
    chosen one first. ``warnings`` read ``agency_conflict: …``, ``region_open: …``,
    ``region_former: …`` (a name that is not of that year) or ``level_doubtful: …``.
    """

    name: str | None
    agency_id: str
    level: str | None
    kind: str | None
    region_code: str | None
    basis: str
    warnings: tuple[str, ...] = ()
    town_code: str | None = None
    spellings: tuple[str, ...] = ()


def unknown(
    source_id: str, basis: str, warnings: Sequence[str] = (), kind: str | None = None
) -> Agency:
    """No agency, and why; ``kind`` where a body is named that is no administrative agency."""
    agency_id = f"unknown:{source_id}" if source_id else "unknown"
    return Agency(None, agency_id, None, kind, None, basis, tuple(warnings))


def agency_of(
    name: Name,
    basis: str,
    *,
    source_id: str,
    warnings: Iterable[str] = (),
    spellings: tuple[str, ...] = (),
) -> Agency:
    """The agency of a name: its full name, its id, and what is open about it."""
    about = [name.doubt] if name.doubt else []
    full = name.full
    if not name.regions and name.stem is None:
        full = (name.marker or "") + full
    level = name.level
    unit = name.region
    if unit is not None and level is None and name.kind not in ("university", "company"):
        level = unit.level
    if name.regions and name.regions[0].former:
        codes = " or ".join(unit.code for unit in name.regions)
        about.append(f"region_former: {name.regions[0].name} is {codes} under another name")
    if len(name.regions) > 1:
        names = " or ".join(dict.fromkeys(unit.name for unit in name.regions))
        codes = " or ".join(unit.code for unit in name.regions)
        about.append(f"region_open: {names} may be {codes}")
    elif unit is None and level != "central" and not (name.doubt or "").startswith("region_"):
        about.append(f"region_open: no place is named for {full}")
    if unit is not None:
        agency_id = f"{unit.code}:{full}"
    elif level == "central" or name.kind == "university":
        agency_id = f"000000:{full}"
    else:
        # Two towns of one name must not become one agency.
        agency_id = f"open:{full}" + (f":{source_id}" if source_id else "")
    code = None if unit is None else unit.code
    town = town_code(town_name(name.body), unit) if name.town and unit is not None else None
    told = (*about, *warnings)
    return Agency(full, agency_id, level, name.kind, code, basis, told, town, spellings)


def settle(
    name: Name, context: Callable[[], str], year: int | None, *, of_page: bool = False
) -> Name:
    """Tell same-named units apart by the context, or leave them open.

    A town or 县教育局 takes the one county that the context names. Where it is a page, which
    also speaks of others, only that counts which stands for the agency.
    """
    if len(name.regions) > 1:
        decided = decide_on_page if of_page else decide
        return replace(name, regions=decided(name.regions, context()))
    if name.regions or name.stem or name.kind in ("university", "company"):
        return name
    if not name.town and name.marker is None:
        return name
    # 市教育局 may be a prefecture's or a county's: both kinds of 市 must be one.
    end = name.marker or ""
    level = "county" if name.town else name.level
    units = [
        unit
        for unit in mentioned(context(), year)
        if not unit.former and (unit.level == level or (end == "市" and unit.name.endswith(end)))
    ]
    if len(units) != 1 or not units[0].name.endswith(end):
        return name
    if of_page and not speaks_for(context(), units[0].name):
        return name
    if name.town and is_elsewhere(town_name(name.body), units[0]):
        return name
    return replace(name, regions=(units[0],), level=name.level if name.town else units[0].level)


def agency_within(
    name: str, unit: Region, *, year: int | None = None, basis: str = "", source_id: str = ""
) -> Agency | None:
    """Settle an agency whose region is open in a unit that it is known to lie in.

    Parameters
    ----------
    name : str
        Its full name.
    unit : Region
        A province, prefecture or county.
    year : int, optional
        The year reported on.
    basis, source_id : str
        Go into the result.

    Returns
    -------
    Agency or None
        None unless exactly one of the units that it may be of lies there; a town must be
        one that is known there, and 县教育局 is settled by a county alone.

    Examples
    --------
    >>> from govinfo.parse.identity.atlas import region
    >>> agency_within("朝阳区教育局", region("220100")).agency_id
    '220104:朝阳区教育局'
    >>> agency_within("城关镇人民政府", region("320826")) is None
    True
    """
    found = read_name(name, year)
    if found is None or found.region is not None or found.stem is not None:
        return None
    if found.regions:
        regions = tuple(each for each in found.regions if each == unit or each.lies_in(unit))
    elif found.town:
        known = unit.level == "county" and town_code(town_name(found.body), unit) is not None
        regions = (unit,) if known else ()
    else:
        regions = (unit,) if found.marker and _is_marked(found, unit) else ()
    if len(regions) != 1 or regions[0].former:
        return None
    level = found.level if found.town else regions[0].level
    return agency_of(replace(found, regions=regions, level=level), basis, source_id=source_id)


def _is_marked(name: Name, unit: Region) -> bool:
    """Whether a unit is the 县 of 县教育局; 市 may be a prefecture or a county."""
    fits = name.marker == "市" or unit.level == name.level
    return fits and unit.name.endswith(name.marker or "-")
