"""Rows of an OpenDocument table to cells with row and column spans."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from govinfo.read.grid import RawCell, RawTable, settle
from govinfo.read.page import Grid
from govinfo.read.word.lists import whole
from govinfo.read.word.tables import COVERED

_WIDEST = 100  # columns that one cell spans


class Warned(Protocol):
    """What takes warnings."""

    warnings: dict[str, None]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell as it is written, which may stand for several alike and be covered by another."""

    times: int
    columns: int
    rows: int
    covered: bool
    blocks: list[str | Grid]


@dataclass(slots=True)
class TextRow:
    """A row as it is written, which may stand for several alike."""

    times: int
    cells: list[TextCell] = field(default_factory=list)


def settle_rows(written: Iterable[TextRow], warned: Warned) -> list[str | Grid]:
    """Turn the rows of a table into a grid, or into its text where it only lays out a page.

    Every place of the grid is written down, those covered by a cell's spans as well. Where
    the two disagree the table is given as its text.
    """
    rows = list(written)
    placed: list[list[RawCell]] = []
    free: dict[int, int] = {}  # per column, the first row that no cell reaches into
    sound = True
    for row in rows:
        for _ in range(row.times):
            line: list[RawCell] = []
            number, column = len(placed), -1
            for cell in row.cells:
                for _ in range(cell.times):
                    column += 1
                    reached = free.get(column, 0) > number
                    if cell.covered:
                        sound = sound and reached
                        continue
                    sound = sound and not reached and cell.columns <= _WIDEST
                    line.append(RawCell(cell.columns, cell.rows, cell.blocks))
                    for spanned in range(column, column + min(cell.columns, _WIDEST)):
                        free[spanned] = max(free.get(spanned, 0), number + cell.rows)
            placed.append(line)
    cells = [cell for row in rows for _ in range(row.times) for cell in row.cells]
    covered = [cell for cell in cells if cell.covered]
    wide = any(cell.columns > _WIDEST for cell in cells)
    # Some programs write no covered cells at all, as in HTML.
    if sound or not (covered or wide):
        if any(block for cell in covered for block in cell.blocks):
            warned.warnings[COVERED] = None
        return settle(RawTable([("tbody", placed)]))
    return [
        block
        for cell in cells
        for _ in range(cell.times)
        for block in cell.blocks or ([] if cell.covered else [""])
    ]


def many(printed: str | None) -> int:
    """How often or how far, 1 where nothing sensible is said.

    Examples
    --------
    >>> many("3"), many(None), many("0"), many("-2")
    (3, 1, 1, 1)
    """
    return max(1, whole(printed, 1))
