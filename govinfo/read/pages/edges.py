"""Ruling lines out of the pieces in which they are drawn, and the grid that they span."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from govinfo.read.pages.fields import Field
from govinfo.read.pages.shapes import Rule, Word

_DOUBLE = 0.4  # of the text's height apart, two lines are one drawn twice
_THIN = 0.9  # apart, two lines have no room for text between them
_COVERED = 0.5  # of a field's side that a line must cover to part it
_MOST_COLUMNS = 200
_MOST_ROWS = 1000  # on one page
_FEWEST_LINES = 4
_OUTER_COLUMN = 0.3  # of a table's width
_MOST_ASKED = 20  # tables of a page


class Segment(NamedTuple):
    """A straight line: where it lies across, and from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Mesh:
    """The edges of a table, and which sides of its fields are drawn.

    ``right[row][column]`` tells whether a field is parted from the next one in its row,
    ``below[row][column]`` whether from the one below; ``open_above[column]`` and
    ``open_below[column]``, that the first and the last row have no line around them there.
    """

    columns: list[float]
    rows: list[float]
    right: list[list[bool]]
    below: list[list[bool]]
    open_above: list[bool]
    open_below: list[bool]

    def area(self) -> float:
        """The table's size."""
        return (self.columns[-1] - self.columns[0]) * (self.rows[-1] - self.rows[0])

    def encloses(self, other: Mesh) -> bool:
        """Whether another table stands in this one."""
        across = (other.columns[0] + other.columns[-1]) / 2
        down = (other.rows[0] + other.rows[-1]) / 2
        return self.columns[0] < across < self.columns[-1] and self.rows[0] < down < self.rows[-1]

    def column_of(self, at: float) -> int:
        """The column in which a place is, or the nearest one."""
        return bisect_right(self.columns, at, 1, len(self.columns) - 1) - 1

    def field_of(self, word: Word) -> Field:
        """The field in which the centre of a word is."""
        down = (word.top + word.bottom) / 2
        row = bisect_right(self.rows, down, 1, len(self.rows) - 1) - 1
        return row, self.column_of((word.left + word.right) / 2)

    def open_sides(self) -> Iterator[tuple[Field, Field]]:
        """Neighbours between which no line is drawn."""
        for row, sides in enumerate(self.right):
            for column, drawn in enumerate(sides):
                if not drawn:
                    yield (row, column), (row, column + 1)
        for row, sides in enumerate(self.below):
            for column, drawn in enumerate(sides):
                if not drawn:
                    yield (row, column), (row + 1, column)


def straight_lines(rules: Iterable[Rule], gap: float) -> tuple[list[Segment], list[Segment]]:
    """Horizontal and vertical lines; pieces of one that lie a gap apart are joined."""
    across: list[Segment] = []
    down: list[Segment] = []
    for left, top, right, bottom in rules:
        if right - left >= bottom - top:
            across.append(Segment((top + bottom) / 2, left, right))
        else:
            down.append(Segment((left + right) / 2, top, bottom))
    return _joined(across, gap), _joined(down, gap)


def _joined(pieces: list[Segment], gap: float) -> list[Segment]:
    """Pieces that lie on one line joined; what is no longer than a gap then is no line."""
    found: list[Segment] = []
    for group in _grouped(pieces, gap / 4):
        group.sort(key=lambda piece: piece.start)
        at = sum(piece.at for piece in group) / len(group)
        start, end = group[0].start, group[0].end
        for piece in group[1:]:
            if piece.start - end > gap:
                found.append(Segment(at, start, end))
                start, end = piece.start, piece.end
            end = max(end, piece.end)
        found.append(Segment(at, start, end))
    return [line for line in found if line.end - line.start > gap]


def _grouped(lines: Iterable[Segment], within: float) -> list[list[Segment]]:
    """Lines by where they lie across; those of one group lie no farther apart than ``within``."""
    groups: list[list[Segment]] = []
    for line in sorted(lines):
        if groups and line.at - groups[-1][0].at <= within:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def connected(
    across: Sequence[Segment], down: Sequence[Segment], near: float
) -> list[tuple[list[Segment], list[Segment]]]:
    """Lines that meet one another, enough of them to be a table."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(down)), key=lambda j: down[j].at)
    places = [down[j].at for j in order]
    for i, line in enumerate(across):
        first = bisect_left(places, line.start - near)
        for j in order[first : bisect_right(places, line.end + near)]:
            if down[j].start - near <= line.at <= down[j].end + near:
                parent[root(len(across) + j)] = root(i)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, line in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(line)
    found = [
        (rows, columns)
        for rows, columns in groups.values()
        if len(rows) > 1 and columns and len(rows) + len(columns) >= _FEWEST_LINES
    ]
    for rows, columns in groups.values():
        if not rows and len(found) <= _MOST_ASKED:
            for group in found:
                if _stands_beside(columns[0], *group, near):
                    group[1].append(columns[0])
                    break
    return found


def _stands_beside(
    line: Segment, across: Sequence[Segment], down: Sequence[Segment], near: float
) -> bool:
    """Whether a line is the outer edge of a table whose first or last cell fills the page."""
    top, bottom = min(one.start for one in down), max(one.end for one in down)
    left, right = min(one.start for one in across), max(one.end for one in across)
    room = _OUTER_COLUMN * (right - left)
    return (
        abs(line.start - top) <= near
        and abs(line.end - bottom) <= near
        and (left - room <= line.at < left or right < line.at <= right + room)
    )


def mesh_of(
    across: Sequence[Segment], down: Sequence[Segment], height: float, words: Sequence[Word]
) -> Mesh | None:
    """The grid that lines span, or None where they span none or a drawing's.

    Parameters
    ----------
    across, down : sequence of Segment
        Lines that meet.
    height : float
        Of the text between them.
    words : sequence of Word
        What stands between them: lines that are close together and have none between
        are one.
    """
    centres = [(word.left + word.right) / 2 for word in words]
    columns = _edges(down, across, height, centres)
    centres = [(word.top + word.bottom) / 2 for word in words]
    rows = _edges(across, down, height, centres)
    n_rows, n_columns = len(rows) - 1, len(columns) - 1
    if min(n_rows, n_columns) < 1 or n_columns > _MOST_COLUMNS or n_rows > _MOST_ROWS:
        return None
    near = _THIN * height
    right = _drawn(columns, rows, down, near)[1:-1]
    top, *below, bottom = _drawn(rows, columns, across, near)
    return Mesh(
        columns,
        rows,
        [[side[row] for side in right] for row in range(n_rows)],
        below,
        [not drawn for drawn in top],
        [not drawn for drawn in bottom],
    )


def _edges(
    lines: Sequence[Segment], crossing: Sequence[Segment], height: float, centres: Sequence[float]
) -> list[float]:
    """The places of parallel lines; one more where those that cross them go on beyond the last."""
    groups = _grouped(lines, _DOUBLE * height)
    filled = sorted(centres)
    kept: list[float] = []
    for group in groups:
        edge = sum(line.at for line in group) / len(group)
        near = bool(kept) and edge - kept[-1] < _THIN * height
        if near and bisect_right(filled, edge) == bisect_right(filled, kept[-1]):
            kept[-1] = (kept[-1] + edge) / 2
        else:
            kept.append(edge)
    starts, ends = [line.start for line in crossing], [line.end for line in crossing]
    first, last = min(starts), max(ends)
    if kept[0] - first > _THIN * height and _several_at(starts, first, height):
        kept.insert(0, first)
    if last - kept[-1] > _THIN * height and _several_at(ends, last, height):
        kept.append(last)
    return kept


def _several_at(ends: Sequence[float], end: float, height: float) -> bool:
    """Whether several lines end where the outermost does: the table is open there."""
    return sum(abs(other - end) < _THIN * height for other in ends) >= 2


def _drawn(
    edges: Sequence[float], across: Sequence[float], lines: Sequence[Segment], near: float
) -> list[list[bool]]:
    """For each edge, which of its pieces between the edges across it are drawn."""
    pieces: list[list[tuple[float, float]]] = [[] for _ in edges]
    last = len(edges) - 1
    for line in lines:
        after = bisect_right(edges, line.at)
        off, i = min((abs(edges[i] - line.at), i) for i in {max(after - 1, 0), min(after, last)})
        if off < near:
            pieces[i].append((line.start, line.end))
    fields = list(pairwise(across))
    return [
        [_covered(sorted(own), *field) >= _COVERED * (field[1] - field[0]) for field in fields]
        for own in pieces
    ]


def _covered(pieces: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """How much of a stretch pieces cover that may overlap."""
    covered, here = 0.0, start
    for first, last in pieces:
        if last > here:
            covered += max(0.0, min(last, end) - max(first, here))
            here = max(here, last)
    return covered
