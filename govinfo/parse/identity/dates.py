"""Dates as pages print them, and which of them is that of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

from govinfo.registry import tree

_ZEROS = "○〇零OoОＯ0０"
_DIGIT = dict.fromkeys(_ZEROS, "0") | dict(zip("一二三四五六七八九", "123456789", strict=True))
TWO, _ARABIC, _HAN = "[2２二]", r"\s?[0０]\s?\d\s?\d", rf"[{_ZEROS}][{''.join(_DIGIT)}]{{2}}"
#: A year as printed: 2023, 2 0 2 3, 二○二三; its parts are for patterns that begin with it.
YEAR = rf"(?:[2２]{_ARABIC}|二{_HAN})"
REST = rf"(?:(?<=[2２]){_ARABIC}|(?<=二){_HAN})"
_NUMBER = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# Dates and periods begin with the two of a year, to which a search skips, and then look back.
DATE = re.compile(
    rf"(?P<two>{TWO})(?:"
    rf"(?<![\d.]{TWO})(?P<rest>{REST})\s*[年\-/.](?:\s*)(?P<month>{_NUMBER})\s*[月\-/.]"
    rf"\s*(?P<day>{_NUMBER})(?!\d)\s*日?"
    rf"|(?<=2)(?<!\d2)(?P<run>0\d{{2}}[01]\d[0-3]\d)(?!\d))"
)
_URL = re.compile(r"[hHwW](?:(?<=[hH])(?i:ttps?://)|(?<=[wW])(?i:ww\.))[^\s）)]*")


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
        matches = _labelled(label).finditer(head) if label in packed else ()
        dates = {found for match in matches if (found := _date(match)) is not None}
        # Of several the others are those of pages that this one leads to.
        if len(dates) == 1:
            return dates.pop()
    return signature(tail)


@lru_cache(maxsize=4096)
def _label(key: str) -> str:
    return key.strip(" \u3000:：").lower().replace(" ", "")


@cache
def _labelled(label: str) -> re.Pattern[str]:
    # Not behind a word that makes it another date: 采集时间 is the crawl.
    words = tree("agencies")["dates"]
    first, rest = label[0], r"\s*".join(label[1:])
    others = "".join(f"(?<!{word}{first})" for word in words["not_after"])
    if label in words["alone"]:
        others += f"(?<![^{words['alone_after']}\\W\\da-zA-Z]{first})"
    return re.compile(rf"{first}{others}\s*{rest}\s*(?:[:：】\]]|[\s|]+)[\s|]*(?:{DATE.pattern})")


def _first_date(text: str) -> date | None:
    for match in DATE.finditer(text):
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
        return date(*parts) if possible(parts[0]) else None
    except ValueError:
        return None


def signature(tail: str) -> date | None:
    """The date under a report, before what the page carries below it.

    Of several dates only one that has a line of its own is certain.

    Examples
    --------
    >>> signature("通渭县教育局 2024年1月17日 下一篇：2024-02-01")
    datetime.date(2024, 1, 17)
    """
    words = tree("agencies")["dates"]
    plain = _URL.sub(" ", tail) if "://" in tail or "w" in tail or "W" in tail else tail
    below = _below().search(plain)
    end = (plain[: below.start()] if below else plain)[-words["signature_reach"] :]
    found, alone = set(), set()
    for match in DATE.finditer(end):
        before = end[: match.start()].rstrip()[-1:]
        after = end[match.end() :].lstrip(" \u3000\t")[:1]
        if before and before in words["signature_not_before"]:
            continue
        if after and after in words["signature_not_after"]:
            continue
        if (signed := _date(match)) is not None:
            found.add(signed)
            line = end[: match.start()].rpartition("\n")[2] + end[match.end() :].partition("\n")[0]
            if not line.strip():
                alone.add(signed)
    certain = found if len(found) < 2 else alone
    return certain.pop() if len(certain) == 1 else None


@cache
def _below() -> re.Pattern[str]:
    return re.compile("|".join(tree("agencies")["dates"]["signature_below"]))


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


def possible(year: int) -> bool:
    """Whether a year may be one of a report."""
    words = tree("agencies")["year"]
    return bool(words["first"] <= year <= words["last"])
