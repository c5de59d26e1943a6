"""Tables that a page break cuts: which go on, which rows are repeated, which are cut in two.

Rows and cells that the break cuts are put together only where the halves cannot be two:
where in doubt, they stay apart. No two halves with digits are ever joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from govinfo.read.grid import RawCell, RawTable, settle
from govinfo.read.page import Grid
from govinfo.read.pages.paragraphs import ENUMERATED, margins_of, paragraphs
from govinfo.read.pages.shapes import Box, Line, RuledTable

_NEAR = 0.5  # of the text's height, by which edges may differ
_SHIFT = 6.0  # by which all may, together: left and right pages have other margins
_LONG = 60  # characters in several lines of a cell, which then are paragraphs
_MOST_REPEATED = 10  # rows of a head
_BARE_NUMBER = re.compile(r"[\s.,，+%％0-9０-９-]*[0-9０-９][\s.,，%％0-9０-９]*")
_DIGIT = re.compile("[0-9０-９]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Cell:
    """A cell of a long table; ``left`` and ``right`` count its edges.

    ``full`` tells that its last line has no room for another character; ``open_above`` and
    ``open_below``, that no line is drawn between it and the end of the page.
    """

    row: int
    row_end: int
    left: int
    right: int
    lines: list[Line]
    full: bool
    open_above: bool = False
    open_below: bool = False

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def is_number(self) -> bool:
        return _BARE_NUMBER.fullmatch(self.text) is not None

    @property
    def has_words(self) -> bool:
        return _LETTER.search(self.text) is not None

    @property
    def spans(self) -> bool:
        return self.row_end - self.row > 1


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

    def _cells(self, part: RuledTable) -> list[_Cell]:
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
                _Cell(
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


def _rows_repeated(head: Sequence[_Cell], own: Sequence[_Cell]) -> int:
    """How many rows a page repeats from the head of the table: words alone, and the same."""
    for n in range(_MOST_REPEATED, 0, -1):
        rows = [_first_rows(cells, n) for cells in (head, own)]
        if rows[0] is not None and rows[0] == rows[1] and any(text for *_, text in rows[0]):
            return n
    return 0


def _first_rows(cells: Sequence[_Cell], n: int) -> list[tuple[int, int, int, int, str]] | None:
    """The cells of the first rows; None where one reaches below them or is a number."""
    first = [cell for cell in cells if cell.row < n]
    if any(cell.row_end > n or cell.is_number for cell in first):
        return None
    if max((cell.row_end for cell in first), default=0) < n:
        return None
    return [(c.row, c.row_end, c.left, c.right, "".join(c.text.split())) for c in first]


def _appended(cells: list[_Cell], n_rows: int, own: list[_Cell]) -> list[_Cell]:
    """The cells of a table with those of its next page; ``n_rows`` is what these move down."""
    end = max(cell.row_end for cell in cells)
    first = min(cell.row for cell in own)
    last = [cell for cell in cells if cell.row_end == end]
    below = {(cell.left, cell.right): cell for cell in own if cell.row == first}
    pairs = [
        (cell, below[cell.left, cell.right]) for cell in last if (cell.left, cell.right) in below
    ]
    cut = len(pairs) == len(last) == len(below) and _is_cut(pairs, end)
    if not cut:
        pairs = [pair for pair in pairs if _is_one_cell(*pair)]
    joined = {id(other) for _, other in pairs}
    down = n_rows - cut
    for cell, other in pairs:
        cell.row_end = other.row_end + down
        cell.lines = [*cell.lines, *other.lines]
        cell.full, cell.open_below = other.full, other.open_below
    for cell in own:
        cell.row, cell.row_end = cell.row + down, cell.row_end + down
    return [*cells, *(cell for cell in own if id(cell) not in joined)]


def _is_cut(pairs: Sequence[tuple[_Cell, _Cell]], end: int) -> bool:
    """Whether the last row of a page and the first of the next are halves of one row.

    They are if no line is drawn between them. Else a label must go on from one to the
    other, and numbers stand in one half of each cell.
    """
    if all(cell.row < end - 1 for cell, _ in pairs) or any(_both_count(*pair) for pair in pairs):
        return False
    if all(_is_open(*pair) for pair in pairs):
        return True
    halves = [(one, other) for one, other in pairs if one.text and other.text]
    numbers = any(one.is_number or other.is_number for one, other in pairs)
    return numbers and bool(halves) and all(_words_go_on(*pair) for pair in halves)


def _is_one_cell(one: _Cell, other: _Cell) -> bool:
    """Whether a cell goes on over the break, alone of its row."""
    if one.is_number or other.is_number or _both_count(one, other):
        return False
    if _is_open(one, other):
        return True
    if not (one.spans or other.spans):
        return False
    if not one.text:
        return other.has_words and one.spans and other.spans
    return one.has_words and (not other.text or _words_go_on(one, other))


def _is_open(one: _Cell, other: _Cell) -> bool:
    return one.open_below and other.open_above


def _both_count(one: _Cell, other: _Cell) -> bool:
    """Whether both halves of a cell hold digits: they are not joined in any case."""
    return _DIGIT.search(one.text) is not None and _DIGIT.search(other.text) is not None


def _words_go_on(one: _Cell, other: _Cell) -> bool:
    """Whether words seem to be cut by the end of the page."""
    words = one.has_words and other.has_words and not ENUMERATED.match(other.text)
    return words and (one.full or one.open_below or other.open_above)


def _settled(cells: Sequence[_Cell], n_rows: int) -> list[str | Grid]:
    rows: list[list[RawCell]] = [[] for _ in range(n_rows)]
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.left)):
        raw = RawCell(cell.right - cell.left, cell.row_end - cell.row, _blocks(cell.lines))
        rows[cell.row].append(raw)
    return settle(RawTable([("", rows)]))


def _blocks(lines: Sequence[Line]) -> list[str | Grid]:
    if sum(len(line.text) for line in lines) > _LONG:
        return [*paragraphs(lines, margins_of(lines))]
    return [line.text for line in lines]
