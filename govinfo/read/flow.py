"""Paragraphs that follow one another, some of them in the cells of rows of tables.

Word's two old formats know no tables: a paragraph says how deep in tables it stands, a
mark ends a cell, another ends the row and says where its cells lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, watch_cells
from govinfo.read.edges import Box, table_by_edges
from govinfo.read.grid import settle
from govinfo.read.page import Grid

# Raised and lowered digits are notes and powers: joined plainly, 5 and its note 1 would be 51.
RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

_BREAKS = re.compile("[\n\v\f\r\x0e\x85\u2028\u2029]")
# Marks of pictures, notes and fields, and what no file should hold: none joins digits.
_CONTROLS: dict[int, str | None] = {
    code: " " for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E)
}
_CONTROLS |= {0x1E: "-", 0x1F: None, 0x7F: " "}
_ODD = re.compile("[\x00-\x08\x0f-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_AS_LINES = (
    "table_as_lines: the edges and the cells of a table contradict one another; "
    "its cells are given one a line"
)
_MERGED_AWAY = "merged_away: text in a cell merged into another is not shown"


@dataclass(slots=True)
class _Table:
    rows: list[tuple[Sequence[Box], list[list[str | Grid]]]] = field(default_factory=list)
    cells: list[list[str | Grid]] = field(default_factory=list)
    open: list[str | Grid] = field(default_factory=list)


class Flow:
    """Gathers paragraphs, cells and rows, and puts tables together.

    Parameters
    ----------
    limits : Limits
        ``nesting`` and ``cells`` hold.
    warnings : dict of str
        Its keys tell what could not be done.
    """

    def __init__(self, limits: Limits, warnings: dict[str, None]) -> None:
        self._limits = limits
        self._warnings = warnings
        self._blocks: list[str | Grid] = []
        self._tables: list[_Table] = []
        self._n_cells = 0

    def paragraph(self, text: str, depth: int, after: Sequence[str | Grid] = ()) -> None:
        """End a paragraph that stands in ``depth`` tables, one within the other.

        ``after`` is what follows it: the text boxes that it holds.
        """
        sink = self._sink(depth)
        lines = lines_of(text)
        sink += [line.strip(" \t") for line in lines] if depth else lines
        sink += after

    def cell(self, text: str, depth: int, after: Sequence[str | Grid] = ()) -> None:
        """End a paragraph and its cell."""
        self.paragraph(text, depth, after)
        table = self._tables[-1]
        table.cells.append(table.open)
        table.open = []
        self._n_cells += 1
        watch_cells(self._n_cells, self._limits)

    def row(self, boxes: Sequence[Box], depth: int, *, deleted: bool = False) -> None:
        """End a row; its cells lie as ``boxes`` say."""
        self._sink(depth)
        table = self._tables[-1]
        if table.open:
            table.cells.append(table.open)  # one cell too many, which is seen later
        if not deleted:
            table.rows.append((boxes, table.cells))
        table.cells, table.open = [], []

    def finish(self) -> list[str | Grid]:
        """End what is open.

        Returns
        -------
        list of str or Grid
            The blocks in their order.
        """
        return self._sink(0)

    def move_out(self) -> None:
        """Take what stands in a row in which no cell has ended for text before the row."""
        if len(self._tables) == 1 and not self._tables[0].cells and self._tables[0].open:
            blocks, self._tables[0].open = self._tables[0].open, []
            self.finish()
            self._blocks += blocks

    def _sink(self, depth: int) -> list[str | Grid]:
        """Where blocks in ``depth`` tables go; deeper tables end here."""
        if depth > self._limits.nesting:
            raise BeyondLimitError("nesting", f"nests {depth:,} tables")
        while len(self._tables) > depth:
            table = self._tables.pop()
            outer = self._tables[-1].open if self._tables else self._blocks
            outer += self._settled(table)
        while len(self._tables) < depth:
            self._tables.append(_Table())
        return self._tables[-1].open if self._tables else self._blocks

    def _settled(self, table: _Table) -> list[str | Grid]:
        found = table_by_edges(table.rows)
        blocks = _as_lines(cells for _, cells in table.rows) if found is None else settle(found[0])
        if found is None or table.cells or any(table.open):
            self._warnings[_AS_LINES] = None
        elif found[1]:
            self._warnings[_MERGED_AWAY] = None
        return [*blocks, *_as_lines([table.cells]), *table.open]


def _as_lines(rows: Iterable[Sequence[list[str | Grid]]]) -> list[str | Grid]:
    """One line or more a cell: an empty cell is an empty line."""
    return [block for row in rows for cell in row for block in cell or [""]]


def lines_of(text: str) -> list[str]:
    r"""Split a paragraph at its line breaks, without characters that are marks.

    Examples
    --------
    >>> lines_of("本年\x0b12\x013")
    ['本年', '12 3']
    """
    if _ODD.search(text):
        text = text.translate(_CONTROLS)
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _BREAKS.split(text)
