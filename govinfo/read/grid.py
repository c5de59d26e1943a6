"""Put the cells of an HTML table on a grid, as browsers do."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from govinfo.model import Cell
from govinfo.read.page import Grid

_MOST_COLUMNS_SPANNED = 100
_MOST_COLUMNS = 512
_LONG = 400  # characters in a cell of a table that lays out a page
_MANY_NUMBERS = 10  # number cells that make a table hold data, however long its notes
_NUMBER = re.compile(r"\s*[+-]?[0-9][0-9,.]*\s*")
_SPAN = re.compile(r"[ \t\n\f\r]*\+?([0-9]{1,9})")


@dataclass(slots=True)
class RawCell:
    """A cell as the tree gives it: its blocks and the spans it asks for."""

    column_span: int
    row_span: int
    blocks: list[str | Grid] = field(default_factory=list)


@dataclass(slots=True)
class RawTable:
    """A table being read: row groups of rows of cells, and what stands outside cells."""

    groups: list[tuple[str, list[list[RawCell]]]] = field(default_factory=list)
    outside: list[str | Grid] = field(default_factory=list)


def span_of(printed: str | None, *, zero: int = 1) -> int:
    """Read a ``rowspan`` or ``colspan`` by its leading digits.

    Parameters
    ----------
    printed : str or None
        The attribute.
    zero : int, default 1
        What an explicit 0 means.

    Examples
    --------
    >>> [span_of(text) for text in ("3", "1ter", "", "-2", None)]
    [3, 1, 1, 1, 1]
    """
    match = _SPAN.match(printed or "")
    if match is None:
        return 1
    return int(match[1]) or zero


def settle(table: RawTable) -> list[str | Grid]:
    """Turn a table into a grid, or into its text where it only lays out the page.

    Layout is a table that holds a table, one cell, one column, or a long text and
    few numbers.
    """
    rows = [row for _, group in table.groups for row in group]
    outside = [block for block in table.outside if block]
    if not any(rows):
        return outside
    grid = None if _is_layout(rows) else place(table)
    if grid is not None:
        return [*outside, grid]
    if sum(map(len, rows)) == 1:
        return [*outside, *(block for row in rows for cell in row for block in cell.blocks)]
    # An empty cell stays an empty line: it may be a blank among numbers.
    return [*outside, *(block for row in rows for cell in row for block in cell.blocks or [""])]


def place(table: RawTable) -> Grid | None:
    """Expand spans: every cell gets its row and column in the full grid.

    A cell goes to the next column that no cell from above reaches into. Row spans end
    with their row group; a span of 0 reaches to that end.

    Returns
    -------
    Grid or None
        None where the table is wider than any form, which only damage makes.
    """
    cells: list[Cell] = []
    taken: list[int] = []  # per column, the first row that is free again
    row = 0
    for rows in _in_order(table.groups):
        end = row + len(rows)
        for raw_cells in rows:
            column = 0
            for raw in raw_cells:
                while column < len(taken) and taken[column] > row:
                    column += 1
                width = min(raw.column_span, _MOST_COLUMNS_SPANNED)
                height = 1 if raw.row_span == 1 else min(raw.row_span or end, end - row)
                after = column + width
                if after > _MOST_COLUMNS:
                    return None
                if after > len(taken):
                    taken.extend([0] * (after - len(taken)))
                for spanned in range(column, after):
                    if taken[spanned] < row + height:
                        taken[spanned] = row + height
                cells.append(Cell(cell_text(raw), row, column, height, width))
                column = after
            row += 1
    return Grid(tuple(cells), row, len(taken))


def cell_text(raw: RawCell) -> str:
    """Join the blocks of a cell with line breaks, so that no two numbers ever join."""
    if len(raw.blocks) == 1 and isinstance(raw.blocks[0], str):
        return raw.blocks[0]
    return "\n".join(block for block in raw.blocks if isinstance(block, str) and block)


def _is_layout(rows: list[list[RawCell]]) -> bool:
    if max(map(len, rows)) == 1:
        return True
    long = False
    for row in rows:
        for cell in row:
            length = 0
            for block in cell.blocks:
                if isinstance(block, Grid):
                    return True
                length += len(block)
            if length > _LONG:
                long = True
    return long and sum(map(_is_number, itertools.chain.from_iterable(rows))) < _MANY_NUMBERS


def _is_number(cell: RawCell) -> bool:
    return _NUMBER.fullmatch(cell_text(cell)) is not None


def _in_order(groups: list[tuple[str, list[list[RawCell]]]]) -> list[list[list[RawCell]]]:
    """Order row groups as shown: the first foot comes last, wherever it is written."""
    feet = [index for index, (tag, _) in enumerate(groups) if tag == "tfoot"][:1]
    order = [index for index in range(len(groups)) if index not in feet] + feet
    return [groups[index][1] for index in order]
