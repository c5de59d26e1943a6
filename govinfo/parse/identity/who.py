"""Who wrote a report: the evidence on the page, weighed and combined.

The year and the date of publication are found in `govinfo.parse.identity.when`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from govinfo.parse.identity.bodies import Name, vocabulary
from govinfo.parse.identity.evidence import (
    Evidence,
    evidence,
    issued_only,
    who_of_title,
    without_urls,
)
from govinfo.parse.identity.names import is_no_agency, read_name
from govinfo.parse.identity.places import decide, mentioned
from govinfo.parse.identity.when import When, find_published, find_year

__all__ = ["Agency", "When", "agency_from_name", "find_agency", "find_published", "find_year"]

#: Evidence whose contradiction is told; what pages carry otherwise is too often stale.
_CARD = ("index card", "heading")
_TRUSTED = ("title", *_CARD)
#: As much of a page as names its agency; the rest is the report.
_REACH = 6000


@dataclass(frozen=True, slots=True)
class Agency:
    """The agency that reports.

    ``name`` is the canonical full name (towns and departments carry their county or
    city), None if no agency is named. ``level`` is central, province, prefecture,
    county or township; ``kind`` government, office, department, institution,
    university or company. ``region_code`` is the six-digit code of the county,
    prefecture or province it belongs to, None where that is open. ``basis`` is the
    evidence used. ``warnings`` read ``agency_conflict: …``, ``region_open: …`` or
    ``level_doubtful: …``.
    """

    name: str | None
    agency_id: str
    level: str | None
    kind: str | None
    region_code: str | None
    basis: str
    warnings: tuple[str, ...] = ()


def agency_from_name(name: str, *, within: str = "", source_id: str = "") -> Agency:
    """Read an agency's name as a manifest gives it.

    Parameters
    ----------
    name : str
        The name, in full or in a common short form.
    within : str
        Text that names the prefecture or province, where the name alone is shared.
    source_id : str
        The document's id: part of ``agency_id`` where the agency cannot be told, so
        that two towns of one name do not become one agency.

    Returns
    -------
    Agency
        With ``name`` None where the text names no agency.

    Examples
    --------
    >>> agency_from_name("通渭县人社局").agency_id
    '621121:通渭县人力资源和社会保障局'
    >>> agency_from_name("朝阳区教育局").warnings
    ('region_open: 朝阳区 may be 110105 or 220104',)
    >>> agency_from_name("朝阳区教育局", within="吉林省长春市").region_code
    '220104'
    """
    found = read_name(name)
    if found is None:
        return _unknown(source_id, "name")
    settled = _settle(found, lambda: within)
    basis = "name" if settled == found else "name and context"
    return _agency(settled, basis, source_id=source_id)


def find_agency(
    *,
    title: str,
    head: str,
    intro: str,
    metadata: Sequence[tuple[str, str]],
    source_id: str,
    named: str | None = None,
) -> Agency:
    """Find the agency that a report is about.

    A name given by the user is believed first, then the report's title, the index
    card (发布机构, 信息来源 …), the page's own title and meta elements, and last the
    sentence that says who compiled the report. Lesser evidence completes better
    evidence (a county for a town, a full form for a short one) and otherwise only
    warns.

    Parameters
    ----------
    title : str
        The report's title line, or empty.
    head : str
        What stands before the first section.
    intro : str
        The paragraphs before the first section.
    metadata : sequence of (str, str)
        Meta elements and index-card pairs.
    source_id : str
        The document's id: part of ``agency_id`` where the agency cannot be told.
    named : str, optional
        The agency as a manifest names it.

    Examples
    --------
    >>> find_agency(title="大曹庄镇2022年政府信息公开工作年度报告", head="", intro="",
    ...             metadata=[("发布机构", "宁晋县大曹庄镇")], source_id="0").name
    '宁晋县大曹庄镇人民政府'
    """
    found = list(evidence(title, head[:_REACH], intro[:_REACH], metadata, named))
    unread = _unread(named or who_of_title(title), found)
    if not found or is_no_agency(unread):
        return _unknown(source_id, "none", _about_unread(unread, named, found))
    found, issued = _owner_first(found, title)
    warnings = [*_about_unread(unread, named, found), *issued]
    chosen, basis = found[0].name, found[0].basis
    for other in found[1:]:
        joined = _join(chosen, other.name)
        if joined is None:
            if _conflict(chosen, other.name) and other.basis in _TRUSTED:
                warnings.append(
                    f"agency_conflict: {basis} says {chosen.full}, {other.basis} {other.name.full}"
                )
        elif joined != chosen:
            chosen = joined
            if other.basis not in basis:
                basis = f"{basis} and {other.basis}"

    def context() -> str:
        parts = (title, *(value for _, value in metadata), head, intro)
        return without_urls(" ".join(parts))[: 2 * _REACH]

    settled = _settle(chosen, context)
    if settled != chosen:
        basis = f"{basis} and page"
    return _agency(settled, basis, source_id=source_id, warnings=dict.fromkeys(warnings))


def _unknown(source_id: str, basis: str, warnings: Sequence[str] = ()) -> Agency:
    agency_id = f"unknown:{source_id}" if source_id else "unknown"
    return Agency(None, agency_id, None, None, None, basis, tuple(warnings))


def _unread(who: str, found: Sequence[Evidence]) -> str:
    """Keep whom the manifest or the title names if that is not read and not completed.

    大芦 is completed by a card that says 大芦镇人民政府, 我镇 by any town.
    """
    if is_no_agency(who):
        return who
    if read_name(who) is not None:
        return ""
    nobody = (word for word in vocabulary()["phrases"]["not_names"] if who.startswith(word))
    printed = who.removeprefix(max(nobody, key=len, default=""))
    return "" if found and _within(printed, found[0].name.full) else who


def _about_unread(who: str, named: str | None, found: Sequence[Evidence]) -> list[str]:
    says = "manifest" if named else "title"
    if is_no_agency(who):
        return [f"agency_conflict: {says} says {who}, which is no administrative agency"]
    if not who or not (named or found):
        return []
    taken = f"{found[0].basis} says {found[0].name.full}" if found else "nothing else is"
    return [f"agency_conflict: {says} says {who}, which is not read as an agency; {taken}"]


def _owner_first(found: list[Evidence], title: str) -> tuple[list[Evidence], list[str]]:
    """Put a government before its office where the office only posts or issues the report."""
    first = found[0]
    if first.name.kind != "office":
        return found, []
    issues = first.basis == "title" and issued_only(title)
    if not issues and first.basis not in _CARD:
        return found, []
    for other in found:
        if other.basis == "quoted title" and _is_government_of(first.name, other.name):
            return [other, *(each for each in found if each is not other)], []
    told = f"agency_conflict: title has {first.name.full} issue a report and does not say whose"
    return found, [told] if issues else []


def _is_government_of(office: Name, other: Name) -> bool:
    same = (other.regions, other.stem) == (office.regions, office.stem)
    return same and other.kind == "government" and not other.town


def _join(chosen: Name, other: Name) -> Name | None:
    """Complete the chosen name by the other; None if they are two agencies."""
    if chosen.stem and other.stem and chosen.stem != other.stem:
        return None
    if chosen.regions and other.regions:
        common = tuple(unit for unit in chosen.regions if unit in other.regions)
        if not common:
            return None
    else:
        common = chosen.regions or other.regions
    body = _fuller(chosen.body, other.body)
    if body is None or (chosen.level and other.level and chosen.level != other.level):
        return None
    if body == chosen.body and common == chosen.regions:
        return chosen
    better = chosen if chosen.regions or not other.regions else other
    return replace(better, body=body, regions=common)


def _fuller(first: str, second: str) -> str | None:
    """Take the longer of two forms of one name: 文旅局 in 文化和旅游局."""
    if first == second:
        return first
    short, long = sorted((first, second), key=len)
    if len(short) < 3 or short[0] != long[0] or short[-1] != long[-1] or len(short) == len(long):
        return None
    return long if _within(short, long) else None


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(sign in rest for sign in short)


def _conflict(chosen: Name, other: Name) -> bool:
    """Whether the other name contradicts: not where it is the office or the government above."""
    if other.kind == "office" and other.stem and other.stem == chosen.stem:
        return False
    if other.kind in ("office", "government") and not other.town:
        above = other.regions and all(
            unit in other.regions or any(unit.lies_in(upper) for upper in other.regions)
            for unit in chosen.regions
        )
        return not above or (chosen.kind == "government" == other.kind and not chosen.town)
    return True


def _settle(name: Name, context: Callable[[], str]) -> Name:
    """Tell same-named units apart by the context, or leave them open."""
    if len(name.regions) > 1:
        return replace(name, regions=decide(name.regions, context()))
    if name.regions or name.stem or name.kind in ("university", "company"):
        return name
    if not name.town and name.marker is None:
        return name
    # 市教育局 may be a prefecture's or a county's: both kinds of 市 must be one.
    end = name.marker or ""
    level = "county" if name.town else name.level
    units = [
        unit
        for unit in mentioned(context())
        if unit.level == level or (end == "市" and unit.name.endswith(end))
    ]
    if len(units) != 1 or not units[0].name.endswith(end):
        return name
    return replace(name, regions=(units[0],), level=name.level if name.town else units[0].level)


def _agency(name: Name, basis: str, *, source_id: str, warnings: Iterable[str] = ()) -> Agency:
    about = [name.doubt] if name.doubt else []
    full = name.full
    if not name.regions and name.stem is None:
        full = (name.marker or "") + full
    level = name.level
    unit = name.region
    if unit is not None and level is None and name.kind not in ("university", "company"):
        level = unit.level
    if len(name.regions) > 1:
        names = " or ".join(dict.fromkeys(unit.name for unit in name.regions))
        codes = " or ".join(unit.code for unit in name.regions)
        about.append(f"region_open: {names} may be {codes}")
    elif unit is None and level != "central" and not name.doubt:
        about.append(f"region_open: no place is named for {full}")
    if unit is not None:
        agency_id = f"{unit.code}:{full}"
    elif level == "central" or name.kind == "university":
        agency_id = f"000000:{full}"
    else:
        # Two towns of one name must not become one agency.
        agency_id = f"open:{full}" + (f":{source_id}" if source_id else "")
    code = None if unit is None else unit.code
    return Agency(full, agency_id, level, name.kind, code, basis, (*about, *warnings))
