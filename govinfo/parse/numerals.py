"""Numerals: the value of what is written in Chinese numerals or in digits."""

from __future__ import annotations

import re

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
SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_DECIMAL = re.compile(r"[0-9]+\.[0-9]+")


def chinese_number(text: str) -> int | None:
    """Value of a number written in Chinese numerals; None if it is not well formed.

    Digit strings (二○一○) are read digit by digit from four digits on, as in
    years; shorter ones (三五) mean "three to five" and are no number.

    Examples
    --------
    >>> [chinese_number(text) for text in ("十二", "两千三百", "二○一○", "三五")]
    [12, 2300, 2010, None]
    """
    if not text or any(char not in _DIGITS and char not in SCALES for char in text):
        return None
    if all(char in _DIGITS for char in text):
        if len(text) == 1:
            return _DIGITS[text]
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) >= 4 else None
    for scale, mark in ((100_000_000, "亿"), (10_000, "万")):
        head, found, tail = text.partition(mark)
        if found:
            above, below = (
                chinese_number(head),
                chinese_number(tail.lstrip("零〇")) if tail else 0,
            )
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
    if text.isascii() and text.isdecimal() and text[0] != "0":
        return float(text)
    plain = text.translate(_FULL_WIDTH)
    if len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        return None
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _PLAIN.fullmatch(plain) or _DECIMAL.fullmatch(plain):
        return float(plain)
    return None
