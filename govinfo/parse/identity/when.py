"""Which year a report is about, and when it was published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from govinfo.registry import tree

_ZEROS = "○〇零OoОＯ0０"
_DIGIT = dict.fromkeys(_ZEROS, "0") | dict(zip("一二三四五六七八九", "123456789", strict=True))
_TWO, _ARABIC, _HAN = "[2２二]", r"\s?[0０]\s?\d\s?\d", rf"[{_ZEROS}][{''.join(_DIGIT)}]{{2}}"
#: A year as printed: 2023, 2 0 2 3, 二○二三.
YEAR = rf"(?:[2２]{_ARABIC}|二{_HAN})"
_REST = rf"(?:(?<=[2２]){_ARABIC}|(?<=二){_HAN})"
_NUMBER = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# Dates and periods begin with the two of a year, to which a search skips, and then look back.
_DATE = re.compile(
    rf"(?P<two>{_TWO})(?:"
    rf"(?<![\d.]{_TWO})(?P<rest>{_REST})\s*[年\-/.](?:\s*)(?P<month>{_NUMBER})\s*[月\-/.]"
    rf"\s*(?P<day>{_NUMBER})(?!\d)\s*日?"
    rf"|(?<=2)(?<!\d2)(?P<run>0\d{{2}}[01]\d[0-3]\d)(?!\d))"
)
_PERIOD = re.compile(
    rf"(?P<year>{_TWO}(?<!\d{_TWO}){_REST})\s*年\s*度?\s*(?P<month>\d{{1,2}}|一)\s*月\s*(?P<day>\d{{1,2}}|一)\s*日?\s*起?\s*"
    rf"(?:至|到|[-—–~～一]+)\s*(?:(?P<last>{YEAR})\s*年)?(?:(?P<same>当年|同年|本年)\s*)?"
    rf"\s*(?P<last_month>\d{{1,2}}|十二)\s*月"
)
_YEAR_WORD = re.compile(rf"(?<!\d)(?P<year>{YEAR})(?!\s*学年)\s*(?=年|$|[^\d\s.．/-])")
_URL = re.compile(r"[hHwW](?:(?<=[hH])(?i:ttps?://)|(?<=[wW])(?i:ww\.))[^\s）)]*")


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
    of publication only bounds the year, for old reports are posted anew.

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
        too_early = published is not None and published < date(period, 12, 31)
        chosen = "the title, since it was published before that period ended" if too_early else "it"
        warnings.append(
            f"year_conflict: the statistical period says {period}, the title {titled}; "
            f"{chosen} is followed"
        )
        if too_early:
            period = None
    year, basis = (period, "period") if period is not None else (titled, "title")
    if year is None:
        year, doubtful = _body_year(body)
        basis = "body" if year is not None else ""
    if year is None and (signed := _signature(tail)) is not None and _by_deadline(signed):
        year, doubtful, basis = signed.year - 1, True, "signature"
        warnings.append(f"year_doubtful: no year is named; signed {signed}, so taken for {year}")
    if year is not None and published is not None and published < date(year, 12, 31):
        doubtful = True
        warnings.append(f"year_conflict: {year} was not over when this was published ({published})")
    return When(year, doubtful, basis, tuple(warnings))


def find_published(*, head: str, metadata: Sequence[tuple[str, str]], tail: str) -> date | None:
    """Find the date of publication: a labelled date, else the date of the signature.

    Parameters
    ----------
    head : str
        What stands before the first section.
    metadata : sequence of (str, str)
        What the page says of itself: meta elements and pairs of an index card.
    tail : str
        The text after the last section.

    Examples
    --------
    >>> find_published(head="发布时间: 2023-01-19 发布机构:大曹庄镇", metadata=[], tail="")
    datetime.date(2023, 1, 19)
    >>> find_published(head="采集时间：2025-12-30", metadata=[], tail="某局 2024年1月17日")
    datetime.date(2024, 1, 17)
    """
    words = tree("agencies")["dates"]
    values: dict[str, list[str]] = {}
    for key, value in metadata:
        values.setdefault(_label(key), []).append(value)
    for label in (*words["meta"], *words["labels"]):
        for value in values.get(label, ()):
            if (found := _first_date(value)) is not None:
                return found
    packed = "".join(head.split())
    for label in words["labels"]:
        for match in _labelled(label).finditer(head) if label in packed else ():
            if (found := _date(match)) is not None:
                return found
    return _signature(tail)


@lru_cache(maxsize=4096)
def _label(key: str) -> str:
    return key.strip(" \u3000:：").lower().replace(" ", "")


@cache
def _labelled(label: str) -> re.Pattern[str]:
    # Not behind a word that makes it another date: 采集时间 is the crawl.
    first, rest = label[0], r"\s*".join(label[1:])
    others = "".join(f"(?<!{word}{first})" for word in tree("agencies")["dates"]["not_after"])
    return re.compile(rf"{first}{others}\s*{rest}\s*(?:[:：】\]]|[\s|]+)[\s|]*(?:{_DATE.pattern})")


def _by_deadline(signed: date) -> bool:
    latest: int = tree("agencies")["year"]["signed_by_month"]
    return signed.month <= latest


def _first_date(text: str) -> date | None:
    for match in _DATE.finditer(text):
        if (found := _date(match)) is not None:
            return found
    return None


def _date(match: re.Match[str]) -> date | None:
    if match["run"]:
        run = match["two"] + match["run"]
        parts = (int(run[:4]), int(run[4:6]), int(run[6:]))
    else:
        parts = (
            read_year(match["two"] + match["rest"]),
            _small(match["month"]),
            _small(match["day"]),
        )
    try:
        return date(*parts) if _possible(parts[0]) else None
    except ValueError:
        return None


def _signature(tail: str) -> date | None:
    words = tree("agencies")["dates"]
    plain = _URL.sub(" ", tail) if "://" in tail or "w" in tail or "W" in tail else tail
    end = plain[-words["signature_reach"] :]
    found = None
    for match in _DATE.finditer(end):
        before = end[: match.start()].rstrip()[-1:]
        after = end[match.end() :].lstrip(" \u3000\t")[:1]
        if before and before in words["signature_not_before"]:
            continue
        if after and after in words["signature_not_after"]:
            continue
        found = _date(match) or found
    return found


def _period_year(text: str) -> tuple[int | None, str]:
    """Read the calendar year of the statistical period, or the broken period as printed."""
    cues: list[str] = tree("agencies")["year"]["period_cues"]
    matches = list(_PERIOD.finditer(text))
    cued = [
        match
        for match in matches
        if any(cue in text[max(0, match.start() - 30) : match.start()] for cue in cues)
    ]
    broken = ""
    for match in cued or [match for match in matches if _whole_year(match)]:
        first = read_year(match["year"])
        last = read_year(match["last"]) if match["last"] else first
        if first == last and _possible(first):
            return first, ""
        broken = broken or re.sub(r"\s+", "", match[0])
    return None, broken


def _whole_year(match: re.Match[str]) -> bool:
    return match["month"] in ("1", "01", "一") and match["last_month"] in ("12", "十二")


def _title_year(title: str) -> int | None:
    """Read the one year a title names; full dates are not years of a report."""
    undated = _DATE.sub(" ", title)
    years = set(_years(undated))
    if len(years) > 1:
        years = {read_year(match["year"]) for match in _self_named().finditer(undated)}
    return years.pop() if len(years) == 1 else None


def _years(text: str) -> Iterator[int]:
    for match in _YEAR_WORD.finditer(text):
        year = read_year(match["year"])
        if _possible(year):
            yield year


def _body_year(body: str) -> tuple[int | None, bool]:
    """Read the year by which the body calls itself, else the one most sentences open with."""
    words = tree("agencies")["year"]
    for match in _self_named().finditer(body):
        before = body[max(0, match.start() - 12) : match.start()]
        if not any(word in before for word in words["quoted_before"]) and _possible(
            year := read_year(match["year"])
        ):
            return year, False
    openings: Counter[int] = Counter()
    for match in re.finditer(rf"(?:^|[。；;\n：:])\s*(?P<year>{YEAR})\s*年度?[，,]", body):
        openings[read_year(match["year"])] += 1
    counted = [(count, year) for year, count in openings.items() if _possible(year)]
    if not counted or max(counted)[0] < words["body_at_least"]:
        return None, False
    return max(counted)[1], True


@cache
def _self_named() -> re.Pattern[str]:
    topics = "|".join(tree("agencies")["year"]["report_words"])
    return re.compile(
        rf"(?P<year>{YEAR})\s*年度?[^。；;，,\n]{{0,12}}?(?:{topics})(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
    )


def read_year(text: str) -> int:
    """Read a year as printed: 2023, 2 0 2 3, 二○二三."""
    return int("".join(_DIGIT.get(sign, sign) for sign in text if not sign.isspace()))


def _small(text: str) -> int:
    bare = "".join(text.split())
    if bare.isdecimal():  # full-width digits too
        return int(bare)
    tens, found, ones = bare.partition("十")
    if not found:
        return int(_DIGIT[bare])
    return 10 * int(_DIGIT.get(tens, "1")) + int(_DIGIT.get(ones, "0"))


def _possible(year: int) -> bool:
    words = tree("agencies")["year"]
    return bool(words["first"] <= year <= words["last"])
