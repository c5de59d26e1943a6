"""Rows of a Word table to cells with row and column spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TypeAlias
from xml.etree.ElementTree import Element

from govinfo.model import Layout
from govinfo.read.grid import RawCell, RawTable, is_column, place, settle
from govinfo.read.page import Grid
from govinfo.read.word.names import W, value

#: How a cell is merged with the one above it or before it.
ALONE, STARTS, CONTINUES = range(3)
#: Columns that a row can leave free before its cells; more make no grid.
MOST_BEFORE = 1000
#: What is said where text in merged cells is left out.
COVERED = "merged_away: text in a cell merged into another is not shown"
#: The rows and cells of a table as numbers.
Shape: TypeAlias = tuple[int, ...]
_WIDEST = 100  # columns that one cell spans
_LONGEST_SHAPE = 4_000
_NARROW = 100  # [twip], less than any digit takes
_MOST_COLUMNS = 512


@dataclass(slots=True)
class WordCell:
    """A cell as Word writes it: merged cells are all there, each saying how it is merged."""

    span: int = 1
    down: int = ALONE
    across: int = ALONE
    blocks: list[str | Grid] = field(default_factory=list)


@dataclass(slots=True)
class WordRow:
    """A row: its cells, and the columns that it leaves free before them."""

    cells: list[WordCell] = field(default_factory=list)
    before: int = 0


def merging(properties: Element, name: str) -> int:
    """How a cell is merged, by its ``w:vMerge`` or ``w:hMerge``."""
    merge = properties.find(W + name)
    if merge is None:
        return ALONE
    return STARTS if value(merge) == "restart" else CONTINUES


def narrow_columns(widths: Iterable[int]) -> tuple[int, ...]:
    """Which columns of a table's grid are too narrow to hold a cell, by their widths [twip]."""
    return tuple([number for number, width in enumerate(widths) if width <= _NARROW])


def settle_rows(
    rows: Sequence[WordRow], narrow: tuple[int, ...] = ()
) -> tuple[list[str | Grid], bool]:
    """Turn the rows of a table into a grid, or into its text where it only lays out a page.

    A merged cell that has nothing above to be merged with, or something of another width,
    is a cell of its own.

    Parameters
    ----------
    rows : sequence of WordRow
        As Word writes them.
    narrow : tuple of int
        What `narrow_columns` gives. Where a border is not quite where it is in other rows,
        Word has such a column between the two; it is none, unless a cell stands in it.

    Returns
    -------
    blocks : list of str or Grid
        What `govinfo.read.grid.settle` gives.
    covered : bool
        Whether text in a cell that is merged away was left out, as Word leaves it out.
    """
    placed, covered = _placed(_snapped(rows, narrow))
    hidden = any(block for cell in covered for block in cell.blocks)
    if _is_wide(placed):
        return [block for line in placed for cell in line for block in cell.blocks or [""]], hidden
    return settle(RawTable([("tbody", placed)])), hidden


def grid_of(
    shape: Shape, narrow: tuple[int, ...]
) -> tuple[Layout, tuple[int, ...], tuple[int, ...]] | None:
    """Where the cells of a table stand, which may hold data by its shape.

    Parameters
    ----------
    shape : tuple of int
        What `row_code` and `cell_code` give for its rows and cells, in order.
    narrow : tuple of int
        As in `settle_rows`.

    Returns
    -------
    layout : Layout
        Of the cells that are shown.
    shown : tuple of int
        Which they are, -1 for columns that a row leaves free.
    covered : tuple of int
        Which are merged away.

        None in place of all where the table only lays out a page.
    """
    long = len(shape) + len(narrow) > _LONGEST_SHAPE
    return _grid_of.__wrapped__(shape, narrow) if long else _grid_of(shape, narrow)


def row_code(before: int) -> int:
    """A row that leaves so many columns free."""
    return -1 - before


def cell_code(span: int, down: int) -> int:
    """A cell of so many columns, merged so."""
    return 3 * span + down


@lru_cache(maxsize=512)
def _grid_of(
    shape: Shape, narrow: tuple[int, ...]
) -> tuple[Layout, tuple[int, ...], tuple[int, ...]] | None:
    rows: list[WordRow] = []
    cells = 0
    for code in shape:
        if code < 0:
            rows.append(WordRow([], -1 - code))
        else:
            rows[-1].cells.append(WordCell(code // 3, code % 3, ALONE, [str(cells)]))
            cells += 1
    placed, covered = _placed(_snapped(rows, narrow))
    spans = (tuple(tuple((cell.column_span, cell.row_span) for cell in line) for line in placed),)
    layout = None if _is_wide(placed) or is_column(spans) else place(spans)
    if layout is None:
        return None
    shown = tuple(_number(cell.blocks) for line in placed for cell in line)
    return layout, shown, tuple(_number(cell.blocks) for cell in covered)


def _number(blocks: Sequence[str | Grid]) -> int:
    return int(str(blocks[0])) if blocks[0] else -1


def _is_wide(placed: Sequence[Sequence[RawCell]]) -> bool:
    return any(cell.column_span > _WIDEST for line in placed for cell in line)


def _snapped(rows: Sequence[WordRow], narrow: tuple[int, ...]) -> Sequence[WordRow]:
    """The rows without narrow columns in which no cell stands."""
    columns = max((row.before + sum(cell.span for cell in row.cells) for row in rows), default=0)
    if not narrow or columns > _MOST_COLUMNS:
        return rows
    thin = frozenset(narrow)
    groups = list(accumulate((column not in thin for column in range(columns)), initial=0))
    kept: set[int] = set()
    for row in rows:
        ends = list(accumulate((cell.span for cell in row.cells), initial=row.before))
        kept.update(groups[start] for start, end in pairwise(ends) if groups[start] == groups[end])
    steps = (groups[n] > groups[n - 1] or groups[n] in kept for n in range(1, columns + 1))
    places = list(accumulate(steps, initial=0))
    snapped: list[WordRow] = []
    for row in rows:
        ends = list(accumulate((cell.span for cell in row.cells), initial=row.before))
        spans = (places[end] - places[start] for start, end in pairwise(ends))
        cells = [replace(cell, span=span) for cell, span in zip(row.cells, spans, strict=True)]
        snapped.append(WordRow(cells, places[row.before]))
    return snapped


def _placed(rows: Sequence[WordRow]) -> tuple[list[list[RawCell]], list[WordCell]]:
    """The cells that are shown, with their row spans, and those that are merged away."""
    placed: list[list[RawCell]] = []
    covered: list[WordCell] = []
    above: dict[int, RawCell] = {}
    for row in rows:
        line: list[RawCell] = []
        here: dict[int, RawCell] = {}
        column = row.before
        if row.before:
            line.append(RawCell(row.before, 1, [""]))
        cells = row.cells
        if any(cell.across for cell in cells):
            cells, hidden = _merged_across(cells)
            covered += hidden
        for cell in cells:
            over = above.get(column) if cell.down == CONTINUES else None
            if over is not None and over.column_span == cell.span:
                over.row_span += 1
                here[column] = over
                covered.append(cell)
            else:
                raw = RawCell(cell.span, 1, cell.blocks)
                line.append(raw)
                if cell.down == STARTS:
                    here[column] = raw
            column += cell.span
        placed.append(line)
        above = here
    return placed, covered


def _merged_across(cells: Sequence[WordCell]) -> tuple[list[WordCell], list[WordCell]]:
    """Cells with those that old files merge into the one before them, and these."""
    merged: list[WordCell] = []
    covered: list[WordCell] = []
    started = False
    for cell in cells:
        if cell.across == CONTINUES and started:
            last = merged[-1]
            merged[-1] = WordCell(last.span + cell.span, last.down, last.across, last.blocks)
            covered.append(cell)
        else:
            merged.append(cell)
            started = cell.across == STARTS
    return merged, covered
