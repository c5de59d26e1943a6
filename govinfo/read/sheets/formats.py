"""What a number in a sheet looks like: number formats, dates, percentages, units."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

_DIGITS = 15  # what sheets keep and show of a number
_DAY = 86400  # seconds
_LAST_DAY = 2958466  # 31 December 9999
_EPOCH = datetime(1899, 12, 30)
_LEAP_DAY = 60  # 29 February 1900, which never was; days before it are one off
_EPOCH_1904 = 1462  # days

#: Number formats that files name by number alone.
BUILT_IN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    **{9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47, 55, 56), "hh:mm:ss"),
    **{22: "yyyy-mm-dd hh:mm:ss", 46: "[h]:mm:ss", 48: "0.0E+0", 49: "@"},
    **dict.fromkeys((41, 42), '0;-0;"-"'),
    **dict.fromkeys((43, 44), '0.00;-0.00;"-"??'),
}
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<word>General|G/通用格式|AM/PM|A/P|上午/下午|E[+-])|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
_CURRENCY = re.compile(r"\$([^-]*)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"[<>=]")


@dataclass(frozen=True, slots=True)
class Format:
    """How a cell shows its number.

    ``kind`` is ``"number"``, ``"text"`` (the words in ``before``, whatever the number),
    ``"date"``, ``"time"``, ``"moment"``, ``"elapsed"`` or ``"unknown"``. Numbers are shown
    times ten to the power ``power``, between ``before`` and ``after``; ``zero`` is what
    stands for 0, None where that is a number too.
    """

    code: str
    kind: str = "number"
    before: str = ""
    after: str = ""
    power: int = 0
    zero: str | None = None


GENERAL = Format("General")


def number_text(value: float) -> str:
    """Print a number in full, as stored, without an exponent.

    Examples
    --------
    >>> [number_text(value) for value in (26.0, 96171.6, 0.1 + 0.2, 1e15, -0.0, 1e-7)]
    ['26', '96171.6', '0.3', '1000000000000000', '0', '0.0000001']
    """
    if not math.isfinite(value):
        return str(value)
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    return f"{Decimal(format(value, f'.{_DIGITS}g')):f}"


def shown(value: float, style: Format, *, from_1904: bool = False) -> str:
    """Print a number as its cell shows it, but unrounded; dates as in ISO 8601.

    Examples
    --------
    >>> shown(0.5, format_of("0%")), shown(251000, format_of('#,##0"元"')), shown(0, GENERAL)
    ('50%', '251000元', '0')
    >>> shown(45309, format_of('yyyy"年"m"月"d"日"')), shown(0, format_of('0;-0;"-"'))
    ('2024-01-18', '-')
    >>> shown(1, format_of('[=1]"是";"否"'))
    '[=1]"是";"否": 1'
    """
    if style.kind == "text":
        return style.before
    if style.kind == "unknown":
        # The print can't be told, and the stored number may be another one.
        return f"{style.code}: {number_text(value)}"
    if style.kind != "number":
        return _moment(value + _EPOCH_1904 * from_1904, style.kind) or number_text(value)
    if value == 0 and style.zero is not None:
        return style.zero
    digits = number_text(value * 10.0**style.power)
    if digits.startswith("-"):
        return f"-{style.before.lstrip('+')}{digits[1:]}{style.after}"
    return f"{style.before}{digits}{style.after}"


def _moment(value: float, kind: str) -> str:
    """Date, time or both of a day number; empty where there is no such day."""
    if kind == "elapsed" and math.isfinite(value):
        minutes, seconds = divmod(round(abs(value) * _DAY), 60)
        return f"{'-' * (value < 0)}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if not 0 <= value < _LAST_DAY or int(value) == _LEAP_DAY:
        return ""
    days = value + (value < _LEAP_DAY)
    then = _EPOCH + timedelta(seconds=round(days * _DAY))
    if kind == "time":
        return f"{then:%H:%M:%S}"
    return f"{then:%Y-%m-%d}" if kind == "date" else f"{then:%Y-%m-%d %H:%M:%S}"


@lru_cache(maxsize=1024)
def format_of(code: str) -> Format:
    """Read a format code.

    Examples
    --------
    >>> format_of('0.00,,"百万元"').power, format_of('[$¥-804]#,##0').before
    (-6, '¥')
    """
    sections = _sections(code)
    if any(_CONDITION.search(match["bracket"] or "") for part in sections for match in part):
        return Format(code, "unknown")
    first = _section(code, sections[0])
    if len(sections) < _WITH_ZERO or first.kind != "number":
        return first
    zero = _section(code, sections[2])
    if zero.kind != "text":
        return first
    return Format(code, "number", first.before, first.after, first.power, zero.before)


_WITH_ZERO = 3  # sections: positive, negative, zero, text


def _sections(code: str) -> list[list[re.Match[str]]]:
    sections: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code):
        if match["sign"] == ";":
            sections.append([])
        else:
            sections[-1].append(match)
    return sections


def _section(code: str, tokens: list[re.Match[str]]) -> Format:
    letters = "".join(_letter(match) for match in tokens)
    if any(_ELAPSED.fullmatch(match["bracket"] or "") for match in tokens):
        return Format(code, "elapsed")
    if "@" in letters or any(map(_is_general, tokens)):
        return _number(code, tokens)
    date = bool(set(letters) & set("yde")) or "aaa" in letters
    time = bool(set(letters) & set("hs"))
    if date or time or "m" in letters:
        return Format(code, ("moment" if date else "time") if time else "date")
    return _number(code, tokens)


def _is_general(match: re.Match[str]) -> bool:
    return (match["word"] or "")[:1].upper() == "G"


def _letter(match: re.Match[str]) -> str:
    return (match["sign"] or "").lower()


def _number(code: str, tokens: list[re.Match[str]]) -> Format:
    """A section of digits with words before and after them."""
    words = ["", "", ""]  # before, among and after the digits
    power = pending = after_point = 0
    seen = zeros = False
    for match in tokens:
        sign = match["sign"] or ""
        if _is_general(match) or (sign and sign in "0#?@"):
            if words[2]:
                words[1:] = [words[1] + words[2], ""]
            after_point += words[1] == "."
            seen, pending = True, 0
            zeros |= sign != "#"
        elif sign == "," and seen:
            pending += 1  # at the end of the digits each divides by a thousand
        elif match["word"] or (sign and sign in "./" and seen):
            continue
        else:
            word = match["quoted"] or match["escaped"] or (sign.strip() and sign)
            if match["bracket"]:
                found = _CURRENCY.match(match["bracket"])
                word = found[1] if found else ""
            words[2 if seen else 0] += word or ""
            power += 2 * (sign == "%")
    if not seen:
        return Format(code, "text", "".join(words))
    power -= 3 * pending
    if words[1] == ".":
        power -= after_point  # 0!.0, shows the tenth of what it counts
    elif words[1].strip() or "-" in words[0]:
        return Format(code, "unknown")
    before, after = words[0].lstrip(), words[2].rstrip()
    return Format(code, "number", before, after, power, None if zeros else before + after)
