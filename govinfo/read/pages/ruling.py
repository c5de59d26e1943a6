"""Ruled tables: cells are what lines enclose, and a word is in the cell of its centre.

The lines of a table span a grid of edges. Two of its fields are one cell where no line
parts them. Where lines part fields in a shape that no cell has, or a number stands over
a line, the cells concerned are taken together: a number in several columns belongs to none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from govinfo.read.pages.edges import Mesh, Segment, connected, mesh_of, straight_lines
from govinfo.read.pages.fields import Field, Fields
from govinfo.read.pages.lines import lines_of
from govinfo.read.pages.shapes import Box, Rule, RuledTable, Word
from govinfo.read.pages.tidying import tidied

_GAP = 0.5  # of the text's height: between dashes, and between lines that meet
_TOUCH = 0.2
_WORDS_OVER = 1.0  # by which words may stand over a line: recognition makes boxes too wide
_TOO_HIGH = 1.6  # times its cell, a word was printed across the table
_MOST_LINES = 4000
_MOST_TABLES = 200
_MOST_MENDED = 0.25  # of the cells, that may be taken together …
_FEW_MENDED = 4  # … or so many
_BEYOND = 1.2  # times the text's height, a line of a cell that a page's end cuts may stand out
_LOW = 10  # the lowest tenth of the words


@dataclass(slots=True)
class Found:
    """The ruled tables of a page, the words outside them, and what could not be told."""

    tables: list[RuledTable]
    words: list[Word]
    warnings: list[str]


def ruled_tables(words: Sequence[Word], rules: Iterable[Rule], height: float) -> Found:
    """Find the ruled tables of a page.

    Parameters
    ----------
    words : sequence of Word
        All words of the page.
    rules : iterable of Rule
        Its ruling lines, in pieces.
    height : float
        The usual height of its text.
    """
    across, down = straight_lines(rules, _GAP * height)
    groups = []
    if len(across) + len(down) <= _MOST_LINES:
        groups = connected(across, down, _TOUCH * height)
    if len(across) + len(down) > _MOST_LINES or len(groups) > _MOST_TABLES:
        note = f"drawing: {len(across) + len(down):,} lines are no table; text is read as lines"
        return Found([], list(words), [note])
    by_place = sorted((((word.top + word.bottom) / 2, word) for word in words), key=itemgetter(0))
    tables: list[_Table] = []
    warnings: list[str] = []
    for group in groups:
        table = _table(*group, by_place, height)
        if table is None:
            continue
        if table.mended > max(_FEW_MENDED, _MOST_MENDED * len(table.boxes)):
            warnings.append("irregular_table: its lines part it into no cells")
        elif len(table.boxes) > 1:
            tables.append(table)
    tables = _without_frames(tables)
    taken = {id(word) for table in tables for word in table.words}
    rest = [word for word in words if id(word) not in taken]
    tables.sort(key=lambda table: table.mesh.rows[0])
    return Found([table.ruled() for table in tables], rest, warnings)


def _table(
    across: Sequence[Segment],
    down: Sequence[Segment],
    by_place: Sequence[tuple[float, Word]],
    height: float,
) -> _Table | None:
    """The table that lines make, None where they make none or hold no text."""
    left, right = min(line.start for line in across), max(line.end for line in across)
    top, bottom = min(line.start for line in down), max(line.end for line in down)

    def between(upper: float, lower: float) -> list[Word]:
        first, last = (bisect_right(by_place, at, key=itemgetter(0)) for at in (upper, lower))
        words = (word for _, word in by_place[first:last])
        return [word for word in words if left <= (word.left + word.right) / 2 <= right]

    inside = between(top, bottom)
    if not inside:
        return None
    heights = sorted(word.bottom - word.top for word in inside)
    own = heights[len(heights) // _LOW]
    mesh = mesh_of(across, down, own, inside)
    if mesh is None:
        return None
    beyond = [
        word
        for words, is_open in (
            (between(top - _BEYOND * own, top), mesh.open_above),
            (between(bottom, bottom + _BEYOND * own), mesh.open_below),
        )
        if not any(_has_digit(word) or not is_open[mesh.field_of(word)[1]] for word in words)
        for word in words
    ]
    return _Table(mesh, own, [*inside, *beyond])


def _has_digit(word: Word) -> bool:
    return any(map(str.isdigit, word.text))


class _Table:
    """A table being made of its mesh and of the words in it."""

    def __init__(self, mesh: Mesh, height: float, words: Iterable[Word]) -> None:
        self.mesh, self.height = mesh, height
        self._fields = fields = Fields(len(mesh.rows) - 1, len(mesh.columns) - 1)
        for one, other in mesh.open_sides():
            fields.unite(one, other)
        placed = [(mesh.field_of(word), word) for word in words]
        self.mended = fields.straighten([field for field, _ in placed])
        for field, word in placed:
            for column in self._over(word, field):
                self.mended += fields.unite(field, (field[0], column))
        self.mended += fields.straighten([field for field, _ in placed])
        cells = fields.rectangles()
        inside: dict[int, list[Word]] = {}
        for field, word in placed:
            top, _, bottom, _ = cells[fields.root(field)]
            room = mesh.rows[bottom] - mesh.rows[top]
            if word.bottom - word.top <= _TOO_HIGH * room:
                inside.setdefault(fields.root(field), []).append(word)
        self.words = [word for words in inside.values() for word in words]
        self.boxes = [
            Box(top, left, bottom - top, right - left, tuple(lines_of(inside.get(i, ()))))
            for i, (top, left, bottom, right) in cells.items()
        ]

    def ruled(self) -> RuledTable:
        """The table as it is passed on."""
        mesh = self.mesh
        return tidied(
            RuledTable(mesh.columns, mesh.rows, self.boxes, mesh.open_above, mesh.open_below)
        )

    def filled(self) -> int:
        """How many of its cells hold text."""
        return sum(bool(box.lines) for box in self.boxes)

    def _over(self, word: Word, field: Field) -> Iterator[int]:
        """Columns of other cells that a word reaches into."""
        if any(map(str.isalpha, word.text)) or not _has_digit(word):
            reach = _WORDS_OVER * self.height
        else:
            reach = (word.right - word.left) / len(word.text) / 2  # the middle of a digit
        row, own = field
        first, last = (self.mesh.column_of(at) for at in (word.left + reach, word.right - reach))
        for column in range(min(first, own), max(last, own) + 1):
            if self._fields.root((row, column)) != self._fields.root(field):
                yield column


def _without_frames(tables: list[_Table]) -> list[_Table]:
    """Tables without those that only frame another, or are framed and less of a table."""
    kept: list[_Table] = []
    for table in sorted(tables, key=lambda table: table.mesh.area()):
        inner = [other for other in kept if table.mesh.encloses(other.mesh)]
        if sum(other.filled() for other in inner) <= table.filled() / 2:
            kept = [other for other in kept if other not in inner]
            kept.append(table)
    return kept
