"""Numbers in prose: Chinese numerals, and counts with their bound and unit.

`mask` rewrites a section so that patterns can be written about it: every number
becomes one character that says what kind of number it is, and only numbers that
can be counts become ``COUNT``. Dates, document and telephone numbers, shares and
changes never do. The words that decide are data: ``registry/narrative.toml``.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from govinfo import registry

# Private-use characters, which no folded text contains.
COUNT = "\ue000"
NOISE = "\ue001"
THIS_YEAR = "\ue002"
LAST_YEAR = "\ue003"
NEXT_YEAR = "\ue004"
OTHER_YEAR = "\ue005"
DATE = "\ue006"
PERIOD = "\ue007"
ANY_YEAR = "\ue008"

MARKS: Mapping[str, str] = {
    "n": COUNT,
    "noise": NOISE,
    "this_year": THIS_YEAR,
    "last_year": LAST_YEAR,
    "next_year": NEXT_YEAR,
    "other_year": OTHER_YEAR,
    "date": DATE,
    "period": PERIOD,
}

_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")
_PIECE = re.compile(r"(?<!\?P)<([a-z_]+)>")
_WRAP_AFTER = 25  # a shorter line that ends without punctuation is a heading, not a wrap


@dataclass(frozen=True, slots=True)
class Number:
    """A count as printed: ``value`` is NaN unless ``status`` is ``reported``.

    ``start`` and ``end`` are offsets into the section and hold the bound words,
    the number and its unit.
    """

    value: float
    status: str
    bound: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Masked:
    """A section with its numbers masked, and the way back to its own offsets."""

    text: str
    numbers: Mapping[int, Number]
    _cuts: tuple[int, ...]
    _shifts: tuple[int, ...]

    def original(self, offset: int) -> int:
        """Lead back from a masked offset to the offset in the section."""
        return offset + self._shifts[bisect_right(self._cuts, offset)]


def chinese_number(text: str) -> int | None:
    """Value of a number written in Chinese numerals; None if it is not well formed.

    Digit strings (二○一○) are read digit by digit from four digits on, as in
    years; shorter ones (三五) mean "three to five" and are no number.

    Examples
    --------
    >>> [chinese_number(text) for text in ("十二", "两千三百", "二○一○", "三五")]
    [12, 2300, 2010, None]
    """
    if not text or any(char not in _DIGITS and char not in _SCALES for char in text):
        return None
    if all(char in _DIGITS for char in text):
        if len(text) == 1:
            return _DIGITS[text]
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) >= 4 else None
    for scale, mark in ((100_000_000, "亿"), (10_000, "万")):
        head, found, tail = text.partition(mark)
        if found:
            above, below = chinese_number(head), chinese_number(tail.lstrip("零〇")) if tail else 0
            # 一万二 is 12000 in speech, never 10002; without 零 only 一万二千 is certain.
            loose = tail and tail[0] not in "零〇" and (below or 0) < scale // 10
            if above is None or below is None or below >= scale or loose:
                return None
            return above * scale + below
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    found = re.fullmatch(
        r"(?:([一二两三四五六七八九])千)?(?:零?([一二两三四五六七八九])百)?"
        r"(?:零?([一二三四五六七八九]?)十)?(零)?([一二两三四五六七八九])?",
        text,
    )
    if not found or not text or text[0] == "零":
        return None
    thousands, hundreds, tens, gap, units = found.groups()
    skips = hundreds is None and tens is None and thousands is not None
    skips = skips or (tens is None and hundreds is not None)
    if units and skips and not gap:  # 两千三 is 2300 to some and 2003 to none: left alone
        return None
    if gap and not units:
        return None
    value = 1_000 * _DIGITS[thousands] if thousands else 0
    value += 100 * _DIGITS[hundreds] if hundreds else 0
    value += 0 if tens is None else 10 * (_DIGITS[tens] if tens else 1)
    return value + (_DIGITS[units] if units else 0)


def arabic_number(text: str) -> float | None:
    """Value of digits as printed: ``1159``, ``1,234``, ``2.8``; None if in doubt.

    Examples
    --------
    >>> [arabic_number(text) for text in ("1159", "1，234", "2.8", "1,20", "12 34", "007")]
    [1159.0, 1234.0, 2.8, None, None, None]
    """
    plain = text.translate(_FULL_WIDTH)
    if len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        return None
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _PLAIN.fullmatch(plain) or _DECIMAL.fullmatch(plain):
        return float(plain)
    return None


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Replace every ``<name>`` of ``pattern`` by that piece or mark, however nested.

    Examples
    --------
    >>> expand("共<number>", {"number": "<digit>+", "digit": "[0-9]"})
    '共(?:(?:[0-9])+)'
    """
    while found := _PIECE.search(pattern):
        name = found[1]
        piece = MARKS[name] if name in MARKS else f"(?:{pieces[name]})"
        pattern = pattern[: found.start()] + piece + pattern[found.end() :]
    return pattern


def mask(text: str, *, year: int | None) -> Masked:
    """Mask the numbers of a folded section.

    Parameters
    ----------
    text : str
        Folded text: simplified characters, half- or full-width punctuation.
    year : int or None
        The year reported on, against which years in the text are told apart.

    Returns
    -------
    Masked
        ``text`` with one character per number; ``numbers`` maps the offset of
        each ``COUNT`` to the number that stood there.

    Examples
    --------
    >>> masked = mask("2023年收到申请1000余件", year=2023)
    >>> list(masked.numbers.values())
    [Number(value=1000.0, status='reported', bound='≥', start=9, end=15)]
    """
    pieces: list[str] = []
    numbers: dict[int, Number] = {}
    cuts: list[int] = []
    shifts = [0]
    done = length = 0
    for found in _tokens().finditer(text):
        before = text[done : found.start()]
        pieces.append(before)
        length += len(before)
        mark, end = _mark(found, year)
        if mark == COUNT:
            number = _number(found)
            numbers[length] = number
            end = found.start("unit")
        pieces.append(mark)
        length += len(mark)
        cuts.append(length)
        shifts.append(end - length)
        done = end
    pieces.append(text[done:])
    return Masked("".join(pieces), numbers, tuple(cuts), tuple(shifts))


def _mark(found: re.Match[str], year: int | None) -> tuple[str, int]:
    kind = found.lastgroup or ""
    if kind == "wrap":
        return "", found.end()
    if kind == "year":
        return _year_mark(found["year"], year), found.end()
    marks = {"period": PERIOD, "date": DATE, "count": COUNT}
    return marks.get(kind, NOISE), found.end()


def _year_mark(printed: str, year: int | None) -> str:
    digits = printed.strip().rstrip("度").rstrip("年").strip()
    value = arabic_number(digits) if digits[0].isdecimal() else chinese_number(digits)
    if year is None or value is None:
        return ANY_YEAR
    marks = {year: THIS_YEAR, year - 1: LAST_YEAR, year + 1: NEXT_YEAR}
    return marks.get(int(value), OTHER_YEAR)


def _number(found: re.Match[str]) -> Number:
    words = _words()
    bound = "="
    for sign, group in (("≥", "more"), ("≤", "less"), ("≈", "about")):
        if found[group] or (found["tail"] and found["tail"] in words["tail"].get(group, ())):
            bound = sign if bound == "=" else ""  # 近1000余: two bounds, none certain
    if found["mid"] or found["post"]:
        bound = "≥" if bound in {"=", "≥"} else ""
    value = _value(found)
    readable = value is not None and bound != ""
    return Number(
        value=float(value) if readable and value is not None else math.nan,
        status="reported" if readable else "unreadable",
        bound=bound or "=",
        start=found.start("printed"),
        end=found.end("printed"),
    )


def _value(found: re.Match[str]) -> float | None:
    unit_scale = 10_000 if found["unit"] == "万元" else 1
    if found["vague"]:
        return None
    if found["han"]:
        han = found["han"]
        # 百余条, 近千条: the bare scale is one of it.
        value = float(_SCALES[han]) if han in {"百", "千", "万"} else chinese_number(han)
        return None if value is None else value * unit_scale
    value = arabic_number(found["digits"])
    if value is None:
        return None
    for char in found["scale"] or "":
        value *= _SCALES[char]
    value = round(value * unit_scale, 6)
    money = found["unit"] in _words()["money"]
    long_run = len(found["digits"]) > 8 and not money
    return None if long_run or (not money and not value.is_integer()) else value


@cache
def _words() -> Mapping[str, Any]:
    numbers: Mapping[str, Any] = registry.tree("narrative")["numbers"]
    return numbers


@cache
def _tokens() -> re.Pattern[str]:
    words = _words()
    digit = "[0-9０-９]"
    in_number = "[0-9０-９.．一二两三四五六七八九十百千万亿零〇余多]"
    digits = rf"(?<!{in_number})(?<!{digit} ){digit}(?:[0-9０-９,，.． ]{{0,30}}{digit})?"
    han = "[一二两三四五六七八九十百千万亿零〇]"
    gap = r"\s{0,8}"
    units = "|".join(sorted(words["units"], key=len, reverse=True))
    tails = "|".join(word for tail in words["tail"].values() for word in tail)
    year = rf"(?:19|20){digit}{{2}}|[一二][九〇○零][〇○零一二三四五六七八九]{{2}}"
    day = rf"份|底|初|[上中下]旬|{gap}(?:{digit}{{1,2}}|{han}{{1,3}}){gap}[日号]"
    month = rf"(?:{digit}{{1,2}}|{han}{{1,2}}){gap}月(?:{day})?"
    full_year = (
        rf"1{gap}月{gap}1{gap}日起?{gap}(?:至|到|[-—–~～]{{1,3}}){gap}(?:(?:{year}){gap}年)?{gap}"
        rf"12{gap}月{gap}31{gap}日"
    )
    parts = {
        "wrap": (
            rf"(?=\s)(?<=[^\n]{{{_WRAP_AFTER}}})(?<![。！？；：!?;:]){gap}\n{gap}"
            rf"(?![（(]?[一二三四五六七八九十]{{1,3}}[）)、.．])(?=\S)"
        ),
        "period": rf"(?:(?:{year}){gap}年)?{gap}{full_year}",
        "date": rf"(?:(?:{year}){gap}年{gap})?{month}",
        "year": rf"(?<!{digit})(?:{year}){gap}年度?(?!{gap}{digit}{{1,2}}{gap}月)",
        "noise": "|".join(words["noise"]),
        "count": (
            r"[ \u3000]{0,8}"
            rf"(?P<printed>(?:(?:(?P<more>{words['more']})|(?P<less>{words['less']})"
            rf"|(?P<about>{words['about']}))[为有了计]?{gap})?(?:(?P<digits>{digits})"
            rf"|(?<![{words['not_after']}])(?<!{in_number})(?P<han>{han}{{1,20}})|(?P<vague>{words['vague']})){gap}"
            rf"(?P<mid>[余多])?(?P<scale>[百千万亿]{{0,2}})(?P<post>[余多])?{gap}"
            rf"(?P<unit>{units})(?!{words['not_before']})(?P<tail>{tails})?)"
        ),
        "left": rf"{digit}{{1,99}}(?:[.．,，]{digit}{{1,99}}){{0,9}}",
    }
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in parts.items()))
