"""Properties of characters, paragraphs and rows: lists of small changes ([MS-DOC] Sprm)."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from govinfo.read.edges import Box
from govinfo.read.msdoc.rows import boxes_of
from govinfo.read.word.symbols import symbol

# Bytes of what follows a change, by the three highest bits of its code; 6 gives its own.
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_OWN_SIZE = 6
_TABS = 0xC615
_CELLS = 0xD608
_OLD_CELLS = 0xD606
_ELSEWHERE = (0x6645, 0x6646, 0x646B)
_TABLE_GROUP = 5

# Bits that say how a character is shown.
RAISED, LOWERED, STRUCK, HIDDEN, GONE, SHOWN = 1, 2, 4, 8, 16, 32
#: A toggle may also say: as the style, or the opposite of it.
_AS_STYLE, _NOT_AS_STYLE = 0x80, 0x81

_IN_TABLE, _ROW_END, _DEPTH, _DEEPER = 0x2416, 0x2417, 0x6649, 0x664A
_INNER_CELL, _INNER_ROW_END = 0x244B, 0x244C
_LIST, _LEVEL = 0x460B, 0x260A
_DELETED, _VANISH = 0x0800, 0x083C
_STRIKES = (0x0837, 0x2A53)
_SCRIPT, _STYLE, _PLAIN, _SYMBOL = 0x2A48, 0x4A30, 0x2A33, 0x6A09


def changes_in(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """The changes of a list, each with its operand; a torn one ends it."""
    at, end = 0, len(grpprl)
    while at + 3 <= end:
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        kind = code >> 13
        if code in (_CELLS, _OLD_CELLS):
            if at + 2 > end:
                return
            size = struct.unpack_from("<H", grpprl, at)[0] - 1
            at += 2
        elif kind != _OWN_SIZE:
            size = _SIZES[kind]
        else:
            size = grpprl[at]
            at += 1
            if code == _TABS and size == 0xFF:
                size = _size_of_tabs(grpprl, at)
        if size < 0 or at + size > end:
            return
        yield code, grpprl[at : at + size]
        at += size


def _size_of_tabs(grpprl: bytes, at: int) -> int:
    """Tab stops may take more bytes than their count can say."""
    gone = 1 + 4 * grpprl[at] if at < len(grpprl) else 0
    new = 1 + 3 * grpprl[at + gone] if at + gone < len(grpprl) else 0
    return gone + new


def paragraph_changes(grpprl: bytes, data: bytes) -> list[tuple[int, bytes]]:
    """The changes of a paragraph; long lists lie in the data stream.

    What a list says of its table beside the one it refers to is for older programs.
    """
    changes: list[tuple[int, bytes]] = []
    found = False
    for code, operand in changes_in(grpprl):
        if code in _ELSEWHERE:
            (at,) = struct.unpack("<I", operand)
            size = struct.unpack_from("<H", data, at)[0] if at + 2 <= len(data) else 0
            long = [*changes_in(data[at + 2 : at + 2 + size])]
            found = found or bool(long)
            changes += long
        elif not (found and group_of(code) == _TABLE_GROUP):
            changes.append((code, operand))
    return changes


def group_of(code: int) -> int:
    """What a change is of: 1 a paragraph, 2 characters, 5 a row."""
    return code >> 10 & 7


@dataclass(frozen=True, slots=True)
class Look:
    """How characters are shown: the bits set, and the sign that a font of signs shows."""

    bits: int = 0
    symbol: str = ""


def look_of(
    grpprl: bytes, styles: Mapping[int, Look], fonts: Sequence[str] = (), base: Look = Look()
) -> Look:
    """Apply changes of characters.

    Parameters
    ----------
    grpprl : bytes
        The changes.
    styles : mapping of int to Look
        Looks of the character styles.
    fonts : sequence of str
        Names of the fonts.
    base : Look
        What they change.
    """
    look = own = base
    for code, operand in changes_in(grpprl):
        value = operand[0] if operand else 0
        if code == _STYLE:
            own = styles.get(struct.unpack("<H", operand)[0], Look())
            look = replace(look, bits=look.bits | own.bits)
        elif code == _PLAIN:
            look = replace(look, bits=own.bits)
        elif code == _DELETED:
            look = _with(look, GONE, own, value)
        elif code == _VANISH:
            look = _with(look, HIDDEN, own, value)
            if not look.bits & HIDDEN:
                look = replace(look, bits=look.bits | SHOWN)
        elif code in _STRIKES:
            look = _with(look, STRUCK, own, value)
        elif code == _SCRIPT:
            bits = look.bits & ~(RAISED | LOWERED) | {1: RAISED, 2: LOWERED}.get(value, 0)
            look = replace(look, bits=bits)
        elif code == _SYMBOL:
            font, sign = struct.unpack("<HH", operand)
            name = fonts[font] if font < len(fonts) else ""
            look = replace(look, symbol=symbol(f"{sign:X}", name))
    return look


def _with(look: Look, bit: int, own: Look, value: int) -> Look:
    if value == _AS_STYLE:
        on = bool(own.bits & bit)
    elif value == _NOT_AS_STYLE:
        on = not own.bits & bit
    else:
        on = value == 1
    return replace(look, bits=look.bits | bit if on else look.bits & ~bit)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is in: tables, a list; and what its mark ends.

    ``depth`` counts tables within one another. ``boxes`` are the cells of the row that
    the mark ends.
    """

    depth: int = 0
    cell_end: bool = False
    row_end: bool = False
    list: int = 0
    level: int = 0
    boxes: tuple[Box, ...] = field(default=(), repr=False)


def shape_of(changes: Iterable[tuple[int, bytes]], base: Shape) -> Shape:
    """Apply changes of paragraphs and rows."""
    depth, in_table = base.depth, False
    cell_end = row_end = False
    number, level = base.list, base.level
    table: list[tuple[int, bytes]] = []
    for code, operand in changes:
        if group_of(code) == _TABLE_GROUP:
            table.append((code, operand))
        elif code == _IN_TABLE:
            in_table = bool(operand[0])
        elif code in (_ROW_END, _INNER_ROW_END):
            row_end = bool(operand[0])
        elif code == _INNER_CELL:
            cell_end = bool(operand[0])
        elif code == _DEPTH:
            (depth,) = struct.unpack("<I", operand)
        elif code == _DEEPER:
            depth += struct.unpack("<i", operand)[0]
        elif code == _LIST:
            (number,) = struct.unpack("<H", operand)
        elif code == _LEVEL:
            level = operand[0]
    depth = max(depth, 1) if in_table else max(depth, 0)
    boxes = boxes_of(table) if row_end else ()
    return Shape(depth, cell_end, row_end, number, level, boxes)
