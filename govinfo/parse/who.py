"""Who wrote a report: the evidence on the page, weighed and combined.

The year and the date of publication are found in `govinfo.parse.when`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from govinfo.parse.names import Name, clean, read_name
from govinfo.parse.places import decide, mentioned
from govinfo.parse.when import YEAR, When, find_published, find_year
from govinfo.registry import tree

__all__ = ["Agency", "When", "agency_from_name", "find_agency", "find_published", "find_year"]

_URL = re.compile(r"(?:https?://|www\.)[\w./?=&%#:-]*|[\w.-]+@[\w.-]+", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(rf"[（(]?{YEAR}\s*年?度?")
_QUOTED = re.compile("《([^《》]{4,80})》")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
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


@dataclass(frozen=True, slots=True)
class _Evidence:
    basis: str
    name: Name


def agency_from_name(name: str, *, within: str = "") -> Agency:
    """Read an agency's name as a manifest gives it.

    Parameters
    ----------
    name : str
        The name, in full or in a common short form.
    within : str
        Text that names the prefecture or province, where the name alone is shared.

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
        return Agency(None, "unknown", None, None, None, "name")
    return _agency(_settle(found, within), "name", source_id="")


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
    evidence = list(_evidence(title, head[:_REACH], intro[:_REACH], metadata, named))
    if not evidence:
        return Agency(None, f"unknown:{source_id}", None, None, None, "none")
    first = evidence[0]
    chosen, basis = first.name, first.basis
    warnings: list[str] = []
    for other in evidence[1:]:
        joined = _join(chosen, other.name)
        if joined is None:
            if _conflict(chosen, other.name) and other.basis in ("index card", "heading"):
                warnings.append(
                    f"agency_conflict: {basis} says {chosen.full}, {other.basis} {other.name.full}"
                )
        elif joined != chosen:
            chosen = joined
            if other.basis not in basis:
                basis = f"{basis} and {other.basis}"
    context = _URL.sub(" ", " ".join((title, *(value for _, value in metadata), head, intro)))
    settled = _settle(chosen, context[: 2 * _REACH])
    agency = _agency(settled, basis, source_id=source_id)
    return replace(agency, warnings=(*agency.warnings, *dict.fromkeys(warnings)))


def _words() -> Mapping[str, Any]:
    return tree("agencies")


def _evidence(
    title: str, head: str, intro: str, metadata: Sequence[tuple[str, str]], named: str | None
) -> Iterator[_Evidence]:
    if named and (found := read_name(named)) is not None:
        yield _Evidence("manifest", found)
    if (found := read_name(_who_of_title(title))) is not None:
        yield _Evidence("title", found)
    for basis, text in (*_card(metadata, head), *_meta(metadata)):
        if (found := read_name(text)) is not None:
            yield _Evidence(basis, found)
    for text in _sentences(intro or head):
        found = _without_inner_office(text) or read_name(text)
        # A sentence alone may say 县政府办公室: no name without a place.
        if found is not None and (found.regions or found.stem):
            yield _Evidence("contact", found)


def _who_of_title(title: str) -> str:
    """Cut the agency out of a title: before its year and its subject.

    The year may also come first: 2019年上海市人民政府办公厅政府信息公开工作年度报告.
    """
    words = _words()["title"]
    text = "".join(_URL.sub("", title).split())
    for quoted in _QUOTED.findall(text):
        if any(report in quoted for report in words["reports"]) and _YEAR.search(quoted):
            text = quoted
    text = _QUOTED.sub("", text)
    for lead in words["leads"]:
        text = text.removeprefix(lead)
    text = text.lstrip(":：《【[ ")
    if (year := _YEAR.match(text)) is not None:
        text = text[year.end() :]
    ends = [at for stop in words["stops"] if (at := text.find(stop)) >= 0]
    if (year := _YEAR.search(text)) is not None:
        ends.append(year.start())
    if not ends:
        return ""
    who = clean(text[: min(ends)])
    if who.endswith("人民") and text[min(ends) :].startswith("政府"):
        who += "政府"
    return _BRACKETED.sub("", who).removesuffix("的")


def _card(metadata: Sequence[tuple[str, str]], head: str) -> Iterator[tuple[str, str]]:
    labels: list[str] = _words()["labels"]["agency"]
    pairs = {clean(key): value for key, value in reversed(metadata)}
    for label in labels:
        if label in pairs and not _carrier(pairs[label]):
            yield "index card", pairs[label]
    ranked = []
    for match in _labelled().finditer(head):
        value = _next_label().split(match["value"], maxsplit=1)[0]
        if not _carrier(value):
            ranked.append((labels.index(match["label"]), match.start(), value))
    for _, _, value in sorted(ranked):
        yield "heading", value


def _meta(metadata: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    words = _words()["labels"]
    for key, value in metadata:
        bare = key.strip().lower()
        if bare in words["title_meta"]:
            yield "metadata", _who_of_title(value)
        elif bare in words["agency_meta"] and not _carrier(value):
            yield "metadata", value


def _carrier(value: str) -> bool:
    """Whether a value names who carries the page: a media centre, a website."""
    return clean(value).endswith(tuple(_words()["labels"]["carriers"]))


@cache
def _labelled() -> re.Pattern[str]:
    # A value runs on into the next label where the blank between is lost.
    labels = "|".join(sorted(_words()["labels"]["agency"], key=len, reverse=True))
    return re.compile(
        rf"(?P<label>{labels})(?:[:：】][\s|\xa0]*|[\s|\xa0]+)"
        rf"(?P<value>[\u3400-\u9fff（）()、]{{2,60}})"
    )


@cache
def _next_label() -> re.Pattern[str]:
    words = _words()["labels"]
    labels = sorted((*words["other"], *words["agency"]), key=len, reverse=True)
    return re.compile("|".join(labels))


def _sentences(intro: str) -> Iterator[str]:
    """Names in the sentences that say what this is, who compiled it and whom to ask."""
    words = _words()["sentences"]
    text = _URL.sub(" ", intro)
    for quoted in _QUOTED.findall(text):
        if quoted.endswith(tuple(_words()["title"]["reports"])) and _YEAR.search(quoted):
            yield _who_of_title(quoted)
    for pattern in words["patterns"]:
        for match in re.finditer(pattern, text):
            yield clean(match["who"])


def _without_inner_office(text: str) -> Name | None:
    """Read the agency of an inner office: 大曹庄镇政府党政办公室 writes for the town."""
    name = clean(text)
    for office in _words()["sentences"]["inner_offices"]:
        if name.endswith(office) and (found := read_name(name.removesuffix(office))) is not None:
            return found
    return None


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
    rest = iter(long)
    return long if all(sign in rest for sign in short) else None


def _conflict(chosen: Name, other: Name) -> bool:
    """Whether the other name contradicts: not where it is the office or the government above."""
    if other.kind in ("office", "government") and not other.town:
        above = other.regions and all(
            unit in other.regions or any(unit.lies_in(upper) for upper in other.regions)
            for unit in chosen.regions
        )
        return not above or (chosen.kind == "government" == other.kind and not chosen.town)
    return True


def _settle(name: Name, context: str) -> Name:
    """Tell same-named units apart by the context, or leave them open."""
    if len(name.regions) > 1:
        return replace(name, regions=decide(name.regions, context))
    if name.regions or name.stem or name.kind in ("university", "company"):
        return name
    if name.town:
        level = "county"
    elif name.marker is not None and name.level is not None:
        level = name.level
    else:
        return name
    units = [unit for unit in mentioned(context) if unit.level == level]
    return replace(name, regions=(units[0],)) if len(units) == 1 else name


def _agency(name: Name, basis: str, *, source_id: str) -> Agency:
    warnings = [name.doubt] if name.doubt else []
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
        warnings.append(f"region_open: {names} may be {codes}")
    elif unit is None and level != "central" and not name.doubt:
        warnings.append(f"region_open: no place is named for {full}")
    if unit is not None:
        agency_id = f"{unit.code}:{full}"
    elif level == "central" or name.kind == "university":
        agency_id = f"000000:{full}"
    else:
        # Two towns of one name must not become one agency.
        agency_id = f"open:{full}" + (f":{source_id}" if source_id else "")
    code = None if unit is None else unit.code
    return Agency(full, agency_id, level, name.kind, code, basis, tuple(warnings))
