"""Put the cells of an HTML table on a grid, as browsers do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from govinfo.model import Layout
from govinfo.read.page import Grid

_MOST_COLUMNS_SPANNED = 100
_MOST_COLUMNS = 512
_LONG = 400  # characters in a cell of a table that lays out a page
_MANY_NUMBERS = 10  # number cells that make a table hold data, however long its notes
_NUMBER = re.compile(r"\s*[+-]?[0-9][0-9,.]*\s*")
_SPAN = re.compile(r"[ \t\n\f\r]*\+?([0-9]{1,9})")

#: Row groups, rows, and the column span and row span of each cell.
Spans: TypeAlias = tuple[tuple[tuple[tuple[int, int], ...], ...], ...]


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
    groups = in_order(table.groups)
    rows = [row for group in groups for row in group]
    outside = [block for block in table.outside if block]
    if not any(rows):
        return outside
    cells = [cell for row in rows for cell in row]
    nested = any(isinstance(block, Grid) for cell in cells for block in cell.blocks)
    texts = [cell_text(cell) for cell in cells]
    spans = tuple(
        tuple(tuple((cell.column_span, cell.row_span) for cell in row) for row in group)
        for group in groups
    )
    frame = nested or is_column(spans) or is_prose(texts)
    layout = None if frame else place(spans)
    if layout is not None:
        return [*outside, Grid(tuple(texts), layout)]
    if len(cells) == 1:
        return [*outside, *(block for cell in cells for block in cell.blocks)]
    # An empty cell stays an empty line: it may be a blank among numbers. Written order.
    written = (cell for _, group in table.groups for row in group for cell in row)
    return [*outside, *(block for cell in written for block in cell.blocks or [""])]


@lru_cache(maxsize=1024)
def place(groups: Spans) -> Layout | None:
    """Expand spans: every cell gets its row and column in the full grid.

    A cell goes to the next column that no cell from above reaches into. Row spans end
    with their row group; a span of 0 reaches to that end.

    Returns
    -------
    Layout or None
        None where the table is wider than any form, which only damage makes.
    """
    placed: list[tuple[int, int, int, int]] = []
    taken: list[int] = []  # per column, the first row that is free again
    row = 0
    for rows in groups:
        end = row + len(rows)
        for spans in rows:
            column = 0
            for column_span, row_span in spans:
                while column < len(taken) and taken[column] > row:
                    column += 1
                width = min(column_span, _MOST_COLUMNS_SPANNED)
                height = 1 if row_span == 1 else min(row_span or end, end - row)
                after = column + width
                if after > _MOST_COLUMNS:
                    return None
                if after > len(taken):
                    taken.extend([0] * (after - len(taken)))
                for spanned in range(column, after):
                    if taken[spanned] < row + height:
                        taken[spanned] = row + height
                placed.append((row, column, height, width))
                column = after
            row += 1
    at_rows, at_columns, heights, widths = zip(*placed, strict=True) if placed else ((),) * 4
    return Layout(at_rows, at_columns, heights, widths, row, len(taken))


def cell_text(raw: RawCell) -> str:
    """Join the blocks of a cell with line breaks, so that no two numbers ever join."""
    if len(raw.blocks) == 1 and isinstance(raw.blocks[0], str):
        return raw.blocks[0]
    return "\n".join(block for block in raw.blocks if isinstance(block, str) and block)


def is_column(groups: Spans) -> bool:
    """Whether a table has a single column, as the frame of a page has."""
    return max((len(spans) for rows in groups for spans in rows), default=0) <= 1


def is_prose(texts: Sequence[str]) -> bool:
    """Whether the cells of a table hold long prose and few numbers."""
    return max(map(len, texts)) > _LONG and sum(map(_is_number, texts)) < _MANY_NUMBERS


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def in_order(groups: Iterable[tuple[str, list[list[RawCell]]]]) -> list[list[list[RawCell]]]:
    """Order row groups as shown: the first foot comes last, wherever it is written."""
    found = list(groups)
    feet = [index for index, (tag, _) in enumerate(found) if tag == "tfoot"][:1]
    order = [index for index in range(len(found)) if index not in feet] + feet
    return [found[index][1] for index in order]
