"""The lists of an old Word file, said in the words of the new format."""

from __future__ import annotations

import struct
from xml.etree.ElementTree import Element, SubElement

from govinfo.read.msdoc.streams import Streams
from govinfo.read.word.lists import Lists
from govinfo.read.word.names import W

_LISTS, _OVERRIDES = 73, 74
_LIST_BYTES, _OVERRIDE_BYTES, _START_BYTES = 28, 16, 8
_LEVELS = 9
_SIMPLE = 0x01
_STARTS, _FORMATS = 0x10, 0x20
_LEGAL, _OWN_RESTART = 0x04, 0x08

# [MS-OSHARED] MSONFC; others are called by their number, which is no kind that is known.
_KINDS = dict(
    enumerate(
        (
            *("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal"),
            *("cardinalText", "ordinalText", "hex", "chicago", "ideographDigital"),
            *("japaneseCounting", "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth"),
            *("japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle"),
            *("decimalFullWidth2", "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet"),
            *("ganada", "chosung", "decimalEnclosedFullstop", "decimalEnclosedParen"),
            *("decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional"),
            *("ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting"),
            *("ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital"),
            *("chineseCounting", "chineseLegalSimplified", "chineseCountingThousand"),
        )
    )
)
_KINDS[0xFF] = "none"


def read_lists(streams: Streams, warnings: dict[str, None]) -> Lists:
    """Read the lists of a file.

    Returns
    -------
    Lists
        Called by ``"1"``, ``"2"`` … as paragraphs call them; none where they are torn.
    """
    root = Element(W + "numbering")
    try:
        _define(root, streams.structure(_LISTS), streams.behind(_LISTS))
        _override(root, streams.structure(_OVERRIDES))
    except (struct.error, IndexError):
        warnings["numbering: the lists are damaged; their numbers are left out"] = None
        root = Element(W + "numbering")
    return Lists(root, {})


def _define(root: Element, table: bytes, levels: bytes) -> None:
    """Read the lists ([MS-DOC] PlfLst); their levels lie behind them."""
    count = struct.unpack_from("<h", table)[0] if table else 0
    at = 0
    for number in range(count):
        (name,) = struct.unpack_from("<i", table, 2 + _LIST_BYTES * number)
        simple = table[2 + _LIST_BYTES * number + 26] & _SIMPLE
        parent = _with(root, "abstractNum", "abstractNumId", name)
        for level in range(1 if simple else _LEVELS):
            at = _level(parent, level, levels, at)


def _override(root: Element, table: bytes) -> None:
    """Read what paragraphs call ([MS-DOC] PlfLfo): a list, with some levels changed."""
    count = struct.unpack_from("<i", table)[0] if table else 0
    at = 4 + _OVERRIDE_BYTES * count
    for number in range(count):
        (name,) = struct.unpack_from("<i", table, 4 + _OVERRIDE_BYTES * number)
        n_levels = table[4 + _OVERRIDE_BYTES * number + 12]
        parent = _with(root, "num", "numId", number + 1)
        _with(parent, "abstractNumId", "val", name)
        at += 4
        for _ in range(n_levels):
            start, flags = struct.unpack_from("<iI", table, at)
            at += _START_BYTES
            level = _with(parent, "lvlOverride", "ilvl", flags & 0xF)
            if flags & _STARTS:
                _with(level, "startOverride", "val", start)
            if flags & _FORMATS:
                at = _level(level, flags & 0xF, table, at)


def _level(parent: Element, number: int, table: bytes, at: int) -> int:
    """Read one level ([MS-DOC] LVL); where the next one begins."""
    start, kind, flags = struct.unpack_from("<iBB", table, at)
    places = table[at + 6 : at + 6 + _LEVELS]
    characters, paragraph, restart = table[at + 24], table[at + 25], table[at + 26]
    at += _LIST_BYTES + characters + paragraph
    length: int = struct.unpack_from("<H", table, at)[0]
    raw = table[at + 2 : at + 2 + 2 * length]
    level = _with(parent, "lvl", "ilvl", number)
    _with(level, "start", "val", start)
    _with(level, "numFmt", "val", _KINDS.get(kind, f"kind {kind}"))
    _with(level, "lvlText", "val", _pattern(raw, places))
    if flags & _OWN_RESTART:
        _with(level, "lvlRestart", "val", restart)
    if flags & _LEGAL:
        SubElement(level, W + "isLgl")
    return at + 2 + 2 * length


def _pattern(raw: bytes, places: bytes) -> str:
    """The text of a level; the places of numbers, given as 0 to 8, become %1 to %9."""
    text = raw.decode("utf-16-le", errors="replace")
    numbers = set(places)
    return "".join(
        f"%{ord(sign) + 1}" if at in numbers and ord(sign) < _LEVELS else sign
        for at, sign in enumerate(text, start=1)
    )


def _with(parent: Element, tag: str, name: str, value: object) -> Element:
    return SubElement(parent, W + tag, {W + name: str(value)})
