"""Who wrote a report: the evidence on the page, weighed and combined.

The year and the date of publication are found in `govinfo.parse.identity.when`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from govinfo.parse.identity.bodies import Name, clean, no_agency_kind, vocabulary
from govinfo.parse.identity.combine import combine, owner_first, within
from govinfo.parse.identity.evidence import (
    Evidence,
    Page,
    evidence,
    site_name,
    who_of_title,
    without_urls,
)
from govinfo.parse.identity.names import read_name
from govinfo.parse.identity.settling import Agency, agency_of, settle, unknown
from govinfo.parse.identity.surroundings import decide_on_page
from govinfo.parse.identity.when import When, find_published, find_year

__all__ = ["Agency", "When", "agency_from_name", "find_agency", "find_published", "find_year"]

#: As much of a page as names its agency; the rest is the report.
_REACH = 6000


def agency_from_name(
    name: str, *, within: str = "", year: int | None = None, source_id: str = ""
) -> Agency:
    """Read an agency's name as a manifest gives it.

    Parameters
    ----------
    name : str
        The name, in full or in a common short form.
    within : str
        Text that names the prefecture or province, where the name alone is shared.
    year : int, optional
        Names and codes of regions are those of this year; all since 2007 without one.
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
    found = read_name(name, year)
    if found is None:
        return unknown(source_id, "name", (), no_agency_kind(clean(name)))
    settled = settle(found, lambda: within, year)
    basis = "name" if settled == found else "name and context"
    return agency_of(settled, basis, source_id=source_id, spellings=(clean(name),))


def find_agency(
    *,
    title: str,
    head: str,
    intro: str,
    metadata: Sequence[tuple[str, str]],
    source_id: str,
    given: str | None = None,
    named: str | None = None,
    year: int | None = None,
    stem: str = "",
) -> Agency:
    """Find the agency that a report is about.

    The report's title is believed first, then the index card (发布机构, 信息来源 …), the
    page's own title and meta elements, the sentence that says who compiled the report,
    the file's name, and last a manifest. Lesser evidence completes better evidence (a
    county for a town, a full form for a short one), stands where nothing better is,
    and otherwise only warns. An office that posts a report yields to its government
    where a quoted title or the manifest names that.

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
    given : str, optional
        The agency as the user names it for this one report: believed first of all.
    named : str, optional
        The agency as a manifest names it.
    year : int, optional
        The year reported on: names and codes of regions are those of that year.
    stem : str, optional
        The file's name without its suffix.

    Examples
    --------
    >>> find_agency(title="大曹庄镇2022年政府信息公开工作年度报告", head="", intro="",
    ...             metadata=[("发布机构", "宁晋县大曹庄镇")], source_id="0").name
    '宁晋县大曹庄镇人民政府'
    """
    page = Page(title, head[:_REACH], intro[:_REACH], metadata, stem, given, named, year)
    found = list(evidence(page))
    unread = _unread(page, found)
    refused = next((kind for _, who in unread if (kind := no_agency_kind(who))), None)
    if not found or no_agency_kind(given or who_of_title(title)):
        return unknown(source_id, "none", tuple(_about(unread, found)), refused)
    found, issued = owner_first(found, title)
    chosen, basis, spellings, conflicts = combine(found)
    warnings = [*_about(unread, found), *issued, *conflicts]
    settled = chosen
    for where, text in _contexts(page):
        better = settle(settled, text, year, of_page=where == "page")
        if better != settled:
            settled = better
            basis = basis if where in basis else f"{basis} and {where}"
            if settled.region is not None:
                break
    settled = _undenied(settled, found[0].name, page)
    return agency_of(
        settled,
        basis,
        source_id=source_id,
        warnings=dict.fromkeys(warnings),
        spellings=spellings,
    )


def _undenied(settled: Name, printed: Name, page: Page) -> Name:
    """Leave open which of same-named units it is where the page itself says another."""
    if settled.region is None or len(printed.regions) < 2:
        return settled
    said = decide_on_page(printed.regions, _text_of(page))
    if len(said) == len(printed.regions) or settled.region in said:
        return settled
    return replace(settled, regions=(settled.region, *said))


def _contexts(page: Page) -> Iterator[tuple[str, Callable[[], str]]]:
    """Texts whose places may tell same-named places apart, the most trusted first."""
    site = site_name(page.metadata)
    if site:
        yield "metadata", lambda: site
    yield "page", lambda: _text_of(page)
    if page.stem:
        yield "file name", lambda: page.stem
    if page.named:
        yield "manifest", lambda: page.named or ""


def _text_of(page: Page) -> str:
    parts = (page.title, *(value for _, value in page.metadata), page.head, page.intro)
    return without_urls("\n".join(parts))[: 2 * _REACH]


def _unread(page: Page, found: Sequence[Evidence]) -> list[tuple[str, str]]:
    """Whom the user, the title or the manifest names, if that is not read and not completed.

    大芦 is completed by a card that says 大芦镇人民政府, 我镇 by any town.
    """
    named = (("given", page.given), ("title", who_of_title(page.title)), ("manifest", page.named))
    return [(basis, who) for basis, who in named if who and _left_unread(who, found, page.year)]


def _left_unread(who: str, found: Sequence[Evidence], year: int | None) -> bool:
    if no_agency_kind(who):
        return True
    if read_name(who, year) is not None:
        return False
    nobody = (word for word in vocabulary()["phrases"]["not_names"] if who.startswith(word))
    printed = who.removeprefix(max(nobody, key=len, default=""))
    return not (found and within(printed, found[0].name.full))


def _about(unread: Sequence[tuple[str, str]], found: Sequence[Evidence]) -> Iterator[str]:
    for says, who in unread:
        if no_agency_kind(who):
            yield f"agency_conflict: {says} says {who}, which is no administrative agency"
        elif found or says != "title":
            taken = f"{found[0].basis} says {found[0].name.full}" if found else "nothing else is"
            yield f"agency_conflict: {says} says {who}, which is not read as an agency; {taken}"
