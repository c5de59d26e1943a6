"""Numbers in prose, with their bound and unit.

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
from functools import cache, lru_cache
from itertools import filterfalse
from typing import Any, NamedTuple

from govinfo import registry
from govinfo.parse.narrative.wordings import (
    ANY_YEAR,
    COUNT,
    DATE,
    LAST_YEAR,
    NEXT_YEAR,
    NOISE,
    OTHER_YEAR,
    PERIOD,
    THIS_YEAR,
    compile_kinds,
    first_characters,
    where_it_may_begin,
)
from govinfo.parse.numerals import SCALES, arabic_number, chinese_number

_DIGIT = "[0-9０-９]"
_HAN = "[一二两三四五六七八九十百千万亿零〇]"
_GAP = r"\s{0,8}+"  # without going back: what follows is never a space
_WRAP_AFTER = 25  # a shorter line that ends without punctuation is a heading, not a wrap
# Longer runs of digits are numbers run together, or no counts at all.
_LONGEST_COUNT = 8
_LONGEST_SUM = 10
_BLANKS = " \u3000\xa0\t\r"
_MARK_OF = {
    "wrap": "",
    "period": PERIOD,
    "date": DATE,
    "noise_of_digits": NOISE,
    "noise": NOISE,
    "zero": "零",
    "left": NOISE,
}


class Number(NamedTuple):
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
    _counts: Mapping[int, re.Match[str]]
    _cuts: list[int]  # where what follows a mark begins
    _origins: list[int]  # where it began in the section

    @property
    def numbers(self) -> Mapping[int, Number]:
        """The number that stood at each ``COUNT``, by its offset in ``text``."""
        return {offset: self.number(offset) for offset in self._counts}

    def number(self, offset: int) -> Number:
        """Read the number that stood at the ``COUNT`` at ``offset``."""
        return _number(self._counts[offset])

    def original(self, offset: int) -> int:
        """Lead back from a masked offset to the offset in the section."""
        cut = bisect_right(self._cuts, offset) - 1
        return offset - self._cuts[cut] + self._origins[cut]


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
    counts: dict[int, re.Match[str]] = {}
    cuts = [0]
    origins = [0]
    done = length = 0
    search = _tokens().search
    found = search(text)
    while found:  # as `finds` does, without keeping every place
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        if kind == "count" or kind == "wrap":  # blanks before it go with it
            while start > done and text[start - 1] in _BLANKS:
                start -= 1
        pieces.append(text[done:start])
        length += start - done
        done = end
        if kind == "count":
            mark = COUNT
            counts[length] = found
            done = found.start("unit")
        elif kind == "year":
            mark = _year_mark(found[kind], year)
        elif kind == "period" and found["of"] and year is not None:
            mark = _year_mark(found["of"], year).replace(THIS_YEAR, PERIOD)
        else:
            mark = _MARK_OF[kind]
        pieces.append(mark)
        length += len(mark)
        cuts.append(length)
        origins.append(done)
        found = search(text, end)
    pieces.append(text[done:])
    return Masked("".join(pieces), counts, cuts, origins)


@lru_cache(maxsize=256)
def _year_mark(printed: str, year: int | None) -> str:
    digits = printed.strip().rstrip("度").rstrip("年").strip()
    value = arabic_number(digits) if digits[0].isdecimal() else chinese_number(digits)
    if year is None or value is None:
        return ANY_YEAR
    marks = {year: THIS_YEAR, year - 1: LAST_YEAR, year + 1: NEXT_YEAR}
    return marks.get(int(value), OTHER_YEAR)


def _number(found: re.Match[str]) -> Number:
    start, end = found.span("printed")
    value = _value(*found.group("vague", "han", "digits", "scale", "unit"))
    bound = _bound(*found.group("more", "less", "about", "mid", "post", "tail"))
    if value is None or not bound:
        return Number(math.nan, "unreadable", bound or "=", start, end)
    return Number(value, "reported", bound, start, end)


def _bound(
    more: str | None,
    less: str | None,
    about: str | None,
    mid: str | None,
    post: str | None,
    tail: str | None,
) -> str:
    """The bound that the words around a number give; empty if they give two (近1000余)."""
    if not (more or less or about or mid or post or tail):
        return "="
    tails = _words()["tail"]
    bounds = {
        sign
        for sign, word, name in (
            ("≥", more or mid or post, "more"),
            ("≤", less, "less"),
            ("≈", about, "about"),
        )
        if word or tail in tails.get(name, ())
    }
    return bounds.pop() if len(bounds) == 1 else ""


def _value(
    vague: str | None, han: str | None, digits: str, scale: str | None, unit: str
) -> float | None:
    if vague:
        return None
    unit_scale = 10_000 if unit == "万元" else 1
    if han:
        # 百余条, 近千条: the bare scale is one of it.
        counted = SCALES[han] if han in {"百", "千", "万"} else chinese_number(han)
        return None if counted is None else float(counted * unit_scale)
    value = arabic_number(digits)
    if value is None:
        return None
    for char in scale or "":
        value *= SCALES[char]
    value *= unit_scale
    money = unit in _words()["money"]
    if len(digits) > _LONGEST_COUNT:
        whole = sum(map(str.isdecimal, digits.replace("．", ".").partition(".")[0]))
        if whole > (_LONGEST_SUM if money else _LONGEST_COUNT):
            return None
    if value.is_integer():
        return value
    value = round(value, 6)
    return value if money or value.is_integer() else None


def may_hold_count(text: str) -> bool:
    """Tell whether a number with a unit stands in a text; if not, it needs no masking."""
    return _counts().search(text) is not None


@cache
def _counts() -> re.Pattern[str]:
    words = _words()
    number = rf"(?:{_DIGIT}|{_HAN}|{words['vague']}){_GAP}[余多]?[百千万亿]{{0,2}}[余多]?{_GAP}"
    return compile_kinds({"count": f"{number}(?:{'|'.join(words['units'])})"})


@cache
def _words() -> Mapping[str, Any]:
    numbers: Mapping[str, Any] = registry.tree("narrative")["numbers"]
    return numbers


def _begins_with_digit(wording: str) -> bool:
    return re.search(f"[{first_characters(wording)}]", "0123456789") is not None


@cache
def _tokens() -> re.Pattern[str]:
    words = _words()
    in_number = "[0-9０-９.．一二两三四五六七八九十百千万亿零〇余多]"
    digits = rf"(?<!{in_number})(?<!{_DIGIT} ){_DIGIT}(?:[0-9０-９,，.． ]{{0,30}}{_DIGIT})?"
    units = "|".join(sorted(words["units"], key=len, reverse=True))
    tails = "|".join(word for tail in words["tail"].values() for word in tail)
    year = rf"(?:19|20){_DIGIT}{{2}}|[一二][九〇○零][〇○零一二三四五六七八九]{{2}}"
    day = rf"份|底|初|[上中下]旬|{_GAP}(?:{_DIGIT}{{1,2}}|{_HAN}{{1,3}}){_GAP}[日号]"
    month = rf"(?:{_DIGIT}{{1,2}}|{_HAN}{{1,2}}){_GAP}月(?:{day})?"
    full_year = (
        rf"1{_GAP}月{_GAP}1{_GAP}日起?{_GAP}(?:至|到|[-—–~～]{{1,3}}){_GAP}(?:(?:{year}){_GAP}年)?{_GAP}"
        rf"12{_GAP}月{_GAP}31{_GAP}日"
        rf"|1{_GAP}月?份?{_GAP}(?:至|到|[-—–~～]{{1,3}}){_GAP}12{_GAP}月份?(?!{_GAP}{_DIGIT})"
    )
    bound = rf"(?P<more>{words['more']})|(?P<less>{words['less']})|(?P<about>{words['about']})"
    han = rf"(?<![{words['not_after']}])(?<!{in_number})(?P<han>{_HAN}{{1,20}})"
    number = (
        f"{where_it_may_begin(f'(?P<digits>{digits})')}"
        rf"|{where_it_may_begin(han)}"
        rf"|(?P<vague>{words['vague']})"
    )
    parts = {
        "wrap": (
            rf"\n(?<=[^\n]{{{_WRAP_AFTER}}}\n)(?<![。！？；：!?;:]\n)(?<![。！？；：!?;:]\s\n)\s{{0,8}}"
            rf"(?![（(]?[一二三四五六七八九十]{{1,3}}[）)、.．])(?=\S)"
        ),
        "period": rf"(?<!{_DIGIT})(?:(?P<of>(?:{year}){_GAP}年){_GAP})?(?:{full_year})",
        "date": rf"(?:(?:{year}){_GAP}年{_GAP})?{month}",
        "year": rf"(?<!{_DIGIT})(?:{year}){_GAP}年度?(?!{_GAP}{_DIGIT}{{1,2}}{_GAP}月)",
        # Apart, so that words and digits are each tried only where such noise may begin.
        "noise_of_digits": "|".join(filter(_begins_with_digit, words["noise"])),
        "noise": "|".join(filterfalse(_begins_with_digit, words["noise"])),
        "count": (
            rf"(?P<printed>(?:{where_it_may_begin(f'(?:{bound})')}[为有了计]?{_GAP})?(?:{number})"
            rf"(?=[\s余多百千万亿{first_characters(units)}]){_GAP}"
            rf"(?P<mid>[余多])?(?P<scale>[百千万亿]{{0,2}})(?P<post>[余多])?{_GAP}"
            rf"(?P<unit>{units})(?!{words['not_before']})(?P<tail>{tails})?)"
        ),
        # 申请数为0: no count, for it has no unit, but as good as the word.
        "zero": words["zero"],
        "left": rf"{_DIGIT}{{1,99}}(?:[.．,，]{_DIGIT}{{1,99}}){{0,9}}",
    }
    return compile_kinds(parts)
