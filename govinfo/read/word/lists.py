"""The numbers that Word puts before the paragraphs of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from govinfo.read.word.names import W, child_value, value

_LEVELS = 9
_MOST = 1_000_000_000
_PLACE = re.compile(r"%([1-9])")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾", "佰")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾", "佰")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 3999
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class _List:
    """A list in use: whose counters it moves, and what it does otherwise."""

    counters: list[int | None]
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Lists:
    """The lists of a document and how far each has counted.

    Parameters
    ----------
    root : Element or None
        ``w:numbering``, where the document has it.
    of_style : mapping of str to str
        The list that a numbering style names, for lists defined by one.
    """

    def __init__(self, root: Element | None, of_style: dict[str, str]) -> None:
        self.unknown: set[str] = set()
        self._lists: dict[str, _List] = {}
        if root is None:
            return
        abstract = {value(each, "abstractNumId"): each for each in root.findall(W + "abstractNum")}
        numbers = {value(each, "numId"): each for each in root.findall(W + "num")}
        counters: dict[str, list[int | None]] = {}
        for number, element in numbers.items():
            name = child_value(element, "abstractNumId") or ""
            link = abstract[name].find(W + "numStyleLink") if name in abstract else None
            linked = numbers.get(of_style.get(value(link), "")) if link is not None else None
            if linked is not None:
                name = child_value(linked, "abstractNumId") or ""
            if name not in abstract:
                continue
            found = _List(counters.setdefault(name, [None] * _LEVELS), _levels(abstract[name]))
            for override in element.findall(W + "lvlOverride"):
                at = whole(value(override, "ilvl"), -1)
                found.levels.update(_levels(override))
                if (start := child_value(override, "startOverride")) is not None:
                    found.starts[at] = whole(start, 1)
            self._lists[number] = found

    def level_of(self, number: str, style: str) -> int:
        """The level of a list that a paragraph style stands for, 0 where none says so."""
        levels = self._lists[number].levels if number in self._lists else {}
        return next((at for at, level in levels.items() if level.style == style), 0)

    def label(self, number: str, at: int) -> str:
        """Count one paragraph and give what stands before it, as ``一、`` or ``1.``."""
        found = self._lists.get(number)
        if found is None or at not in found.levels:
            return ""
        counters, level = found.counters, found.levels[at]
        if at in found.starts:
            counters[at] = found.starts.pop(at)
        else:
            before = counters[at]
            counters[at] = level.start if before is None else before + 1
        for deeper in range(at + 1, _LEVELS):
            restart = found.levels.get(deeper, level).restart
            if restart is None or at < restart:
                counters[deeper] = None
        return self._print(found, level)

    def _print(self, found: _List, shown: Level) -> str:
        if shown.kind == "bullet":
            return ""
        printed = ""
        for index, part in enumerate(_PLACE.split(shown.text)):
            if index % 2 == 0:
                printed += part
                continue
            level = found.levels.get(int(part) - 1, Level())
            count = found.counters[int(part) - 1]
            count = level.start - 1 if count is None else count
            kind = "decimal" if shown.legal else level.kind
            number = numeral(kind, count)
            if number is None:
                self.unknown.add(kind)
                return ""
            printed += number
        return printed


def _levels(element: Element) -> dict[int, Level]:
    levels = {}
    for level in element.findall(W + "lvl"):
        # A form unknown to old programs stands before the one that they know.
        kinds = list(level.iter(W + "numFmt"))
        restart = child_value(level, "lvlRestart")
        legal = level.find(W + "isLgl")
        levels[whole(value(level, "ilvl"), -1)] = Level(
            whole(child_value(level, "start"), 0),
            value(kinds[-1]) if kinds else "decimal",
            child_value(level, "lvlText") or "",
            None if restart is None else whole(restart, 0),
            legal is not None and value(legal, default="1") not in ("0", "false", "off"),
            child_value(level, "pStyle") or "",
        )
    return {at: level for at, level in levels.items() if 0 <= at < _LEVELS}


def whole(printed: str | None, default: int) -> int:
    """Read a whole number of the markup, at most 1,000,000,000; ``default`` if it is none.

    Examples
    --------
    >>> whole("3", 1), whole(None, 1), whole("-2", 1), whole("9" * 5000, 1)
    (3, 1, 1, 1000000000)
    """
    digits = printed.strip() if printed else ""
    if not digits.isascii() or not digits.isdigit():
        return default
    return int(digits) if len(digits) < 10 else _MOST


def numeral(kind: str, count: int) -> str | None:
    """A number as a list prints it; None where that is not known.

    Examples
    --------
    >>> [numeral(kind, 12) for kind in ("decimal", "chineseCounting", "upperLetter", "thai")]
    ['12', '十二', 'L', None]
    """
    return _KINDS[kind](count) if kind in _KINDS else None


def joined(label: str, text: str) -> str:
    """A list number before its paragraph, kept from growing into the number after it.

    Examples
    --------
    >>> joined("一、", "总体情况"), joined("1.", "26"), joined("第一条", "为了")
    ('一、总体情况', '1. 26', '第一条 为了')
    """
    if not label or not text:
        return label + text
    apart = label[-1].isalnum() or (text[0].isascii() and text[0].isalnum())
    return f"{label} {text}" if apart else label + text


def _counted(count: int, digits: str = _DIGITS, ten: str = "十", hundred: str = "百") -> str | None:
    """Counting with tens: 二十一; a legal number says 壹拾 for 10, the plain one 十."""
    if not 0 <= count < 1000:
        return None
    hundreds, tens, ones = count // 100, count // 10 % 10, count % 10
    if count < 10:
        return digits[count]
    printed = digits[hundreds] + hundred if hundreds else ""
    if tens:
        bare = ten == "十" and tens == 1 and not hundreds
        printed += ten if bare else digits[tens] + ten
    elif ones:
        printed += "零"
    return printed + (digits[ones] if ones else "")


def _digit_by_digit(count: int) -> str | None:
    return "".join(_DIGITS[int(digit)] for digit in str(count)) if count >= 0 else None


def _letters(count: int) -> str | None:
    return chr(97 + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count < 1000 else None


def _roman(count: int) -> str | None:
    if not 0 < count <= _MOST_ROMAN:
        return None
    printed = ""
    for size, letters in _ROMAN:
        printed += letters * (count // size)
        count %= size
    return printed


def _one_of(signs: Iterable[str]) -> Callable[[int], str | None]:
    row = tuple(signs)
    return lambda count: row[count - 1] if 0 < count <= len(row) else None


def _upper(numeral: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda count: None if (printed := numeral(count)) is None else printed.upper()


_CIRCLED = _one_of(map(chr, range(0x2460, 0x2474)))
_KINDS: dict[str, Callable[[int], str | None]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02}",
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"), lambda count: str(count).translate(_FULL_WIDTH)
    ),
    "numberInDash": lambda count: f"- {count} -",
    "lowerLetter": _letters,
    "upperLetter": _upper(_letters),
    "lowerRoman": _roman,
    "upperRoman": _upper(_roman),
    **dict.fromkeys(("chineseCounting", "chineseCountingThousand"), _counted),
    **dict.fromkeys(("japaneseCounting", "taiwaneseCounting"), _counted),
    "taiwaneseCountingThousand": _counted,
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital"), _digit_by_digit),
    "japaneseDigitalTenThousand": _digit_by_digit,
    "chineseLegalSimplified": lambda count: _counted(count, *_LEGAL),
    "ideographLegalTraditional": lambda count: _counted(count, *_LEGAL_TRADITIONAL),
    "ideographTraditional": _one_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _one_of("子丑寅卯辰巳午未申酉戌亥"),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _CIRCLED),
    "decimalEnclosedParen": _one_of(map(chr, range(0x2474, 0x2488))),
    "decimalEnclosedFullstop": _one_of(map(chr, range(0x2488, 0x249C))),
    "ideographEnclosedCircle": _one_of(map(chr, range(0x3280, 0x328A))),
    **dict.fromkeys(("none", "bullet"), lambda count: ""),
}
