"""Which year a report is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from govinfo.parse.identity.dates import (
    DATE,
    REST,
    TWO,
    YEAR,
    find_published,
    possible,
    read_year,
    signature,
)
from govinfo.registry import tree

__all__ = ["YEAR", "When", "find_published", "find_year", "read_year"]

_PERIOD = re.compile(
    rf"(?P<year>{TWO}(?<!\d{TWO}){REST})\s*年\s*度?\s*(?P<month>\d{{1,2}}|一)\s*月\s*(?P<day>\d{{1,2}}|一)\s*日?\s*起?\s*[，,]?\s*"
    rf"(?:至|到|[-—–~～一]+)\s*(?:(?P<last>{YEAR})\s*年)?(?:(?P<same>当年|同年|本年)\s*)?"
    rf"\s*(?P<last_month>\d{{1,2}}|十二)\s*月"
)
_YEAR_WORD = re.compile(rf"(?<!\d)(?P<year>{YEAR})(?!\s*学年)\s*(?=年|$|[^\d\s.．/-])")
# A report on several years is of none of them: 2021—2022年. School years are no matter here.
_SEVERAL = re.compile(rf"{YEAR}\s*年?度?\s*[-—–~～至到、和及与]+\s*{YEAR}\s*年(?!\d)")


@dataclass(frozen=True, slots=True)
class When:
    """The year reported on: None if nothing says it.

    ``doubtful`` where sources disagree, where the report was out before the year was
    over, or where only running text or a signature names a year. ``basis`` is the
    evidence used: ``period``, ``title``, ``body`` or ``signature``.
    """

    year: int | None
    doubtful: bool
    basis: str
    warnings: tuple[str, ...] = ()


def find_year(
    *, title: str, period_text: str, body: str, published: date | None, tail: str = ""
) -> When:
    """Find the year a report is about.

    The statistical period is believed first, then the title, then the body. Where none
    of them names a year, a report signed by its deadline is on the year before; a date
    of publication only bounds the year, for old reports are posted anew, and decides
    for the title where the period is of an earlier year than that before publication.

    Parameters
    ----------
    title : str
        The report's title line, or empty.
    period_text : str
        Text that holds the sentence on the statistical period, or empty.
    body : str
        The running text.
    published : date or None
        Date of publication.
    tail : str
        The text after the last section, at whose end a report is signed.

    Returns
    -------
    When
        The year with its basis, and warnings ``year_conflict: …``.

    Examples
    --------
    >>> find_year(title="大芦镇年报", published=None, body="",
    ...           period_text="数据统计期限为2023年1月1日到12月31日").year
    2023
    >>> find_year(title="2023年工作报告", period_text="", body="", published=date(2023, 4, 14))
    When(year=2023, doubtful=True, basis='title', warnings=('year_conflict: 2023 was ...
    """
    warnings: list[str] = []
    doubtful = False
    period, broken = _period_year(period_text)
    if period is None and not broken:
        period, broken = _period_year(body)
    if broken:
        warnings.append(f"year_conflict: the statistical period is no calendar year: {broken}")
    titled = _title_year(title)
    if period is not None and titled is not None and period != titled:
        doubtful = True
        why = _period_is_not_its_own(period, titled, published)
        chosen = f"the title, since it was published {why}," if why else "it"
        warnings.append(
            f"year_conflict: the statistical period says {period}, the title {titled}; "
            f"{chosen} is followed"
        )
        if why:
            period = None
    year, basis = (period, "period") if period is not None else (titled, "title")
    if year is None:
        year, doubtful = _body_year(body)
        basis = "body" if year is not None else ""
    if year is None and (signed := signature(tail)) is not None and _by_deadline(signed):
        year, doubtful, basis = signed.year - 1, True, "signature"
        warnings.append(f"year_doubtful: no year is named; signed {signed}, so taken for {year}")
    if year is not None and published is not None and published < date(year, 12, 31):
        doubtful = True
        warnings.append(f"year_conflict: {year} was not over when this was published ({published})")
    return When(year, doubtful, basis, tuple(warnings))


def _period_is_not_its_own(period: int, titled: int, published: date | None) -> str:
    """Why the date of publication decides for the title; empty where it does not."""
    if published is None:
        return ""
    if published < date(period, 12, 31):
        return "before that period ended"
    # A report is written in the year after: the period was copied from an older one.
    return "the year after" if period < titled == published.year - 1 else ""


def _by_deadline(signed: date) -> bool:
    latest: int = tree("agencies")["year"]["signed_by_month"]
    return signed.month <= latest


def _period_year(text: str) -> tuple[int | None, str]:
    """Read the year of the statistical period, and its print if it is no calendar year."""
    words = tree("agencies")["year"]
    cues: list[str] = words["period_cues"]
    matches = list(_PERIOD.finditer(text))
    cued = [
        match
        for match in matches
        if any(cue in text[max(0, match.start() - 30) : match.start()] for cue in cues)
    ]
    part: int | None = None
    broken = ""
    for match in cued or [match for match in matches if _whole_year(match)]:
        first = read_year(match["year"])
        last = read_year(match["last"]) if match["last"] else first
        if first == last and possible(first):
            before = text[max(0, match.start() - 30) : match.start()]
            statistical = any(word in before for word in words["statistical"])
            if _whole_year(match) or not statistical or first in words["partial_years"]:
                return first, ""
            part = part or first
        broken = broken or re.sub(r"\s+", "", match[0])
    return part, broken


def _whole_year(match: re.Match[str]) -> bool:
    return match["month"] in ("1", "01", "一") and match["last_month"] in ("12", "十二")


def _title_year(title: str) -> int | None:
    """Read the one year a title names; full dates are not years of a report."""
    undated = DATE.sub(" ", title)
    if _SEVERAL.search(undated):
        return None
    years = set(_years(undated))
    if len(years) > 1:
        years = {read_year(match["year"]) for match in _self_named().finditer(undated)}
    return years.pop() if len(years) == 1 else None


def _years(text: str) -> Iterator[int]:
    for match in _YEAR_WORD.finditer(text):
        year = read_year(match["year"])
        if possible(year):
            yield year


def _body_year(body: str) -> tuple[int | None, bool]:
    """Read the year by which the body calls itself, else the one most sentences open with."""
    words = tree("agencies")["year"]
    for match in _self_named().finditer(body):
        before = body[max(0, match.start() - 12) : match.start()]
        if not any(word in before for word in words["quoted_before"]) and possible(
            year := read_year(match["year"])
        ):
            return year, False
    openings: Counter[int] = Counter()
    for match in re.finditer(rf"(?:^|[。；;\n：:])\s*(?P<year>{YEAR})\s*年度?[，,]", body):
        openings[read_year(match["year"])] += 1
    counted = [(count, year) for year, count in openings.items() if possible(year)]
    if not counted or max(counted)[0] < words["body_at_least"]:
        return None, False
    return max(counted)[1], True


@cache
def _self_named() -> re.Pattern[str]:
    topics = "|".join(tree("agencies")["year"]["report_words"])
    return re.compile(
        rf"(?P<year>{YEAR})\s*年度?(?:(?!{YEAR}\s*年)[^。；;，,\n]){{0,12}}?(?:{topics})(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
    )
