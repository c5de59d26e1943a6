"""Tables that a page break cuts: which go on, which rows are repeated, which are cut in two.

Rows and cells that the break cuts are put together only where the halves cannot be two:
where in doubt, they stay apart. No two halves with digits are ever joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from govinfo.read.grid import RawCell, RawTable, settle
from govinfo.read.page import Grid
from govinfo.read.pages.halves import Half, are_halves, is_one_cell
from govinfo.read.pages.paragraphs import margins_of, paragraphs
from govinfo.read.pages.shapes import Box, Line, RuledTable

_NEAR = 0.5  # of the text's height, by which edges may differ
_SHIFT = 6.0  # by which all may, together: left and right pages have other margins
_LONG = 60  # characters in several lines of a cell, which then are paragraphs
_MOST_REPEATED = 10  # rows of a head


class LongTable:
    """A table over one or more pages."""

    def __init__(self, first: RuledTable) -> None:
        heights = [line.height for box in first.boxes for line in box.lines]
        self._height = median(heights) if heights else 1.0
        self._edges = list(first.columns)
        self._parts = [first]

    def goes_on(self, other: RuledTable) -> bool:
        """Whether another table, at the top of the next page, may be the rest of this one."""
        near = _NEAR * self._height
        shift = self._edges[0] - other.columns[0]
        own = [edge + shift for edge in other.columns]
        if abs(shift) > _SHIFT * self._height or abs(own[-1] - self._edges[-1]) > 2 * near:
            return False
        known = self._edges
        return all(_has(known, edge, near) for edge in own) or all(
            _has(own, edge, near) for edge in known
        )

    def add(self, other: RuledTable) -> None:
        """Put the rest behind."""
        shift = self._edges[0] - other.columns[0]
        near = _NEAR * self._height
        inner = [edge + shift for edge in other.columns[1:-1]]
        self._edges += [edge for edge in inner if not _has(self._edges, edge, near)]
        self._edges.sort()
        self._parts.append(other)

    def blocks(self) -> list[str | Grid]:
        """The table as one grid, or its text where it only lays out the page."""
        head, cells = self._cells(self._parts[0]), self._cells(self._parts[0])
        n_rows = len(self._parts[0].rows) - 1
        for part in self._parts[1:]:
            own = self._cells(part)
            repeated = _rows_repeated(head, own)
            own = [cell for cell in own if cell.row >= repeated]
            if own:
                cells = _appended(cells, n_rows - repeated, own)
                n_rows = max(cell.row_end for cell in cells)
        return _settled(cells, n_rows)

    def _cells(self, part: RuledTable) -> list[Half]:
        shift = self._edges[0] - part.columns[0]
        at = [_nearest(self._edges, edge + shift) for edge in part.columns]
        paddings = [
            line.left - part.columns[box.column] for box in part.boxes for line in box.lines
        ]
        padding = min(max(min(paddings, default=0.0), 0.0), self._height)
        n_rows = len(part.rows) - 1
        cells = []
        for box in part.boxes:
            own = slice(box.column, box.column + box.column_span)
            end = box.row + box.row_span
            cells.append(
                Half(
                    box.row,
                    end,
                    at[own.start],
                    at[own.stop],
                    list(box.lines),
                    _is_full(box, part.columns[own.stop] - padding),
                    box.row == 0 and all(part.open_above[own]),
                    end == n_rows and all(part.open_below[own]),
                )
            )
        return cells


def _is_full(box: Box, right: float) -> bool:
    """Whether the last line of a cell has no room for another character before the edge."""
    return bool(box.lines) and right - box.lines[-1].right < box.lines[-1].height


def _has(edges: Iterable[float], edge: float, near: float) -> bool:
    return any(abs(edge - other) <= near for other in edges)


def _nearest(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - edge))


def _rows_repeated(head: Sequence[Half], own: Sequence[Half]) -> int:
    """How many rows a page repeats from the head of the table: words alone, and the same."""
    for n in range(_MOST_REPEATED, 0, -1):
        rows = [_first_rows(cells, n) for cells in (head, own)]
        if rows[0] is not None and rows[0] == rows[1] and any(text for *_, text in rows[0]):
            return n
    return 0


def _first_rows(cells: Sequence[Half], n: int) -> list[tuple[int, int, int, int, str]] | None:
    """The cells of the first rows; None where one reaches below them or is a number."""
    first = [cell for cell in cells if cell.row < n]
    if any(cell.row_end > n or cell.is_value for cell in first):
        return None
    if max((cell.row_end for cell in first), default=0) < n:
        return None
    return [(c.row, c.row_end, c.left, c.right, "".join(c.text.split())) for c in first]


def _appended(cells: list[Half], n_rows: int, own: list[Half]) -> list[Half]:
    """The cells of a table with those of its next page; ``n_rows`` is what these move down."""
    end = max(cell.row_end for cell in cells)
    first = min(cell.row for cell in own)
    last = [cell for cell in cells if cell.row_end == end]
    below = {(cell.left, cell.right): cell for cell in own if cell.row == first}
    pairs = [
        (cell, below[cell.left, cell.right]) for cell in last if (cell.left, cell.right) in below
    ]
    alone = [cell for cell in last if cell.row == end - 1]
    alone += [cell for cell in below.values() if cell.row_end == first + 1]
    same = len(pairs) == len(last) == len(below)
    cut = same and any(cell.row == end - 1 for cell, _ in pairs) and are_halves(pairs)
    if not cut:
        heads = not same and not any(cell.is_value for cell in alone)
        pairs = [pair for pair in pairs if is_one_cell(*pair, heads=heads)]
    joined = {id(other) for _, other in pairs}
    down = n_rows - cut
    for cell, other in pairs:
        cell.row_end = other.row_end + down
        cell.lines = [*cell.lines, *other.lines]
        cell.full, cell.open_below = other.full, other.open_below
    for cell in own:
        cell.row, cell.row_end = cell.row + down, cell.row_end + down
    return [*cells, *(cell for cell in own if id(cell) not in joined)]


def _settled(cells: Sequence[Half], n_rows: int) -> list[str | Grid]:
    rows: list[list[RawCell]] = [[] for _ in range(n_rows)]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.left)):
        raw = RawCell(cell.right - cell.left, cell.row_end - cell.row, _blocks(cell.lines))
        rows[cell.row].append(raw)
    return settle(RawTable([("", rows)]))


def _blocks(lines: Sequence[Line]) -> list[str | Grid]:
    if sum(len(line.text) for line in lines) > _LONG:
        return [*paragraphs(lines, margins_of(lines))]
    return [line.text for line in lines]
