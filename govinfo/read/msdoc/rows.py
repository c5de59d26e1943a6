"""The cells of a row of a table in an old Word file."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from govinfo.read.edges import Box

_DEFINE, _LEFT, _GAP = 0xD608, 0x9601, 0x9602
_INSERT, _DELETE, _WIDTH = 0x7621, 0x5622, 0x7623
_MERGE, _SPLIT, _MERGE_DOWN = 0x5624, 0x5625, 0xD62B
_MOST_CELLS = 64
_CELL_BYTES = 20

_ACROSS = 0x03
_DOWN, _DOWN_FIRST = 0x20, 0x40


@dataclass(slots=True)
class _Cell:
    width: int
    across: int = 0
    down: str = ""
    joined: bool = False


def boxes_of(changes: Iterable[tuple[int, bytes]]) -> tuple[Box, ...]:
    """Where the cells of a row stand.

    Parameters
    ----------
    changes : iterable of (int, bytes)
        The changes of the row ([MS-DOC] table properties), with their operands.
    """
    left = gap = 0
    cells: list[_Cell] = []
    for code, operand in changes:
        if code == _DEFINE:
            left, cells = _defined(operand)
        elif code == _GAP:
            (gap,) = struct.unpack("<h", operand)
        elif code == _LEFT:
            left = struct.unpack("<h", operand)[0] - gap
        elif code == _INSERT:
            first, count, width = struct.unpack("<BBh", operand)
            new = [_Cell(width) for _ in range(max(count, first + count - len(cells)))]
            cells[first:first] = new
            del cells[_MOST_CELLS + 1 :]
        elif code == _DELETE:
            del cells[operand[0] : operand[1]]
        elif code == _WIDTH:
            first, end, width = struct.unpack("<BBh", operand)
            for cell in cells[first:end]:
                cell.width = width
        elif code in (_MERGE, _SPLIT):
            for cell in cells[operand[0] : operand[1]]:
                cell.across, cell.joined = 0, code == _MERGE
            for cell in cells[operand[0] : operand[0] + 1]:
                cell.joined = False
        elif code == _MERGE_DOWN and len(operand) >= 2 and operand[0] < len(cells):
            cells[operand[0]].down = {1: "next", 2: "first", 3: "first"}.get(operand[1], "")
    _join(cells)
    boxes: list[Box] = []
    for cell in cells:
        boxes.append(Box(left, left + cell.width, cell.joined, cell.down))
        left += cell.width
    return tuple(boxes)


def _defined(operand: bytes) -> tuple[int, list[_Cell]]:
    """The left edge and the cells of a definition of a row; no cells where it is torn."""
    count = operand[0] if operand else 0
    if len(operand) < 1 + 2 * (count + 1):
        return 0, []
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = [_Cell(right - left) for left, right in pairwise(edges)]
    at = 1 + 2 * (count + 1)
    for number, cell in enumerate(cells):
        if at + _CELL_BYTES * number + 2 > len(operand):
            break
        (flags,) = struct.unpack_from("<H", operand, at + _CELL_BYTES * number)
        cell.across = flags & _ACROSS
        if flags & _DOWN_FIRST:
            cell.down = "first"
        elif flags & _DOWN:
            cell.down = "next"
    return edges[0], cells


def _join(cells: list[_Cell]) -> None:
    """Join cells merged across.

    The first edition of the format gave the first of them a 1 and the others a 2, the
    published one a 2 and a 1: whichever comes first tells.
    """
    flagged = [cell.across for cell in cells if cell.across]
    first = flagged[0] if flagged else 0
    before = False
    for cell in cells:
        if cell.across and cell.across != first and before:
            cell.joined = True
        before = bool(cell.across)
