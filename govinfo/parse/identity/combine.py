"""Several names of one report, joined into one or told to contradict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from govinfo.parse.identity.bodies import Name
from govinfo.parse.identity.evidence import Evidence, issued_only

#: Evidence whose contradiction is told; what pages carry otherwise is too often stale.
_CARD = ("index card", "heading")
_TRUSTED = ("title", *_CARD)
#: Where a name alone may be that of whoever posted the report.
_POSTED = (*_CARD, "metadata", "contact")
#: Where the owner of a report that its office posts may be named.
_OWNERS = ("quoted title", "manifest")


def owner_first(found: Sequence[Evidence], title: str) -> tuple[list[Evidence], list[str]]:
    """Put a government before its office where the office only posts or issues the report."""
    first = found[0]
    if first.name.kind != "office":
        return list(found), []
    issues = first.basis == "title" and issued_only(title)
    if not issues and first.basis not in _POSTED:
        return list(found), []
    for other in found:
        if other.basis in _OWNERS and _is_government_of(first.name, other.name):
            return [other, *(each for each in found if each is not other)], []
    told = f"agency_conflict: title has {first.name.full} issue a report and does not say whose"
    return list(found), [told] if issues else []


def combine(found: Sequence[Evidence]) -> tuple[Name, str, tuple[str, ...], list[str]]:
    """Complete the most trusted name by the others.

    Returns
    -------
    tuple
        The name, its basis, every print of it, and the contradictions as warnings.
    """
    chosen, basis = found[0].name, found[0].basis
    spellings, warnings = {found[0].printed: None}, []
    for other in found[1:]:
        joined = join(chosen, other.name)
        if joined is None:
            if contradicts(chosen, other):
                said, others = chosen.full, other.name.full
                if said == others:  # 鼓楼区教育局 of two cities
                    said, others = (
                        f"{said} ({' or '.join(unit.code for unit in each.regions)})"
                        for each in (chosen, other.name)
                    )
                warnings.append(f"agency_conflict: {basis} says {said}, {other.basis} {others}")
            continue
        spellings[other.printed] = None
        if joined != chosen:
            chosen = joined
            if other.basis not in basis:
                basis = f"{basis} and {other.basis}"
    return chosen, basis, tuple(spellings), warnings


def join(chosen: Name, other: Name) -> Name | None:
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


def contradicts(chosen: Name, other: Evidence) -> bool:
    """Whether evidence that is not joined is worth a warning."""
    if other.basis == "manifest":
        return not _is_government_of(chosen, other.name) and not _is_government_of(
            other.name, chosen
        )
    if other.basis == "file name":
        return not _above(chosen, other.name) and bool(other.name.regions and chosen.regions)
    return other.basis in _TRUSTED and _conflict(chosen, other.name)


def _is_government_of(office: Name, other: Name) -> bool:
    same = (other.regions, other.stem) == (office.regions, office.stem)
    return same and other.kind == "government" and not other.town and office.kind == "office"


def _fuller(first: str, second: str) -> str | None:
    """Take the longer of two forms of one name: 文旅局 in 文化和旅游局."""
    if first == second:
        return first
    short, long = sorted((first, second), key=len)
    if len(short) < 3 or short[0] != long[0] or short[-1] != long[-1] or len(short) == len(long):
        return None
    return long if within(short, long) else None


def within(short: str, long: str) -> bool:
    """Whether the signs of the short form stand in the long one in order."""
    rest: Iterator[str] = iter(long)
    return all(sign in rest for sign in short)


def _conflict(chosen: Name, other: Name) -> bool:
    """Whether the other name contradicts: not where it is the office or the government above."""
    if other.kind == "office" and other.stem and other.stem == chosen.stem:
        return False
    if other.kind in ("office", "government") and not other.town:
        return not _above(chosen, other) or (
            chosen.kind == "government" == other.kind and not chosen.town
        )
    return True


def _above(chosen: Name, other: Name) -> bool:
    """Whether the other lies where the chosen one lies, or above it."""
    return bool(other.regions) and all(
        unit in other.regions or any(unit.lies_in(upper) for upper in other.regions)
        for unit in chosen.regions
    )
