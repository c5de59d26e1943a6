"""Tables in running text seen before: where the numbers go between the same lines.

From its first label to its last number, a report with one cell per line is a table of
one column, and one with pipes a table of ragged lines. Seen so, how one was read is
remembered as for real grids, and the next of the same labels, lines, blanks and dashes
is read at once, provided that its sums hold.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from govinfo.model import Document, Layout, Table
from govinfo.parse.cells import read_number
from govinfo.parse.fold import Folded
from govinfo.parse.labels import has_han, is_label
from govinfo.parse.placed import Placed
from govinfo.parse.plans import Plans
from govinfo.parse.running.furniture import furniture
from govinfo.parse.running.rows import Edges, fences, is_rule, row_tables, split_row
from govinfo.parse.sheet import Place, Sheet

_LONGEST = 60  # characters of a line that may be a cell
_PRINTED = ("reported", "not_applicable")


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a document from its first label to its last number, as one table.

    ``seen`` is the table as a plan sees it; twice where its cells may be told in two ways:
    in the first, cells stand where the grids of lines have them, in the second where the
    text has them.
    ``lines`` are the lines from the first label on, ``starts`` their places in the text.
    ``tables`` are the grids of lines, and ``rows`` tells which row of which one a line is.
    """

    seen: tuple[Table, ...]
    lines: Sequence[str]
    starts: Sequence[int]
    edges: Edges
    tables: tuple[Table, ...]
    rows: Mapping[int, tuple[int, int]]

    def printed(self, table: int, row: int, column: int) -> Place:
        """Where a cell of a table seen stands in the document; all count from 1."""
        if table < len(self.seen) and row in self.rows:
            return (*self.rows[row], column)
        start = self.starts[row - 1]
        begin, end = _spans(self.lines[row - 1], self.edges)[column - 1]
        return (0, start + begin, start + max(end - 1, begin))

    def cells(self) -> dict[Place, Place]:
        """The cell of a table seen at each place in the document."""
        found: dict[Place, Place] = {}
        for table in self.seen:
            inside = zip(table.layout.rows, table.layout.columns, strict=True)
            for row, column in inside:
                own = (table.number, row + 1, column + 1)
                found[self.printed(*own)] = own
        return found


class TextPlans:
    """Remembers how tables in running text were read."""

    def __init__(self) -> None:
        self._plans = Plans()

    def recall(self, document: Document, folded: Folded) -> Placed | None:
        """Read a text as one like it was read; None where that can't be done safely."""
        lines = _lines(document, folded)
        placed = self._plans.recall(lines.seen) if lines else None
        if lines is None or placed is None:
            return None
        columns = placed.columns
        places = zip(columns.table, columns.first, columns.last, strict=True)
        moved = [
            lines.printed(table, row, column) if table else (0, row, column)
            for table, row, column in places
        ]
        for part, places_in in zip(
            (columns.table, columns.first, columns.last), zip(*moved, strict=True), strict=True
        ):
            part[:] = array("i", places_in)
        return replace(placed, tables=lines.tables)

    def learn(
        self, document: Document, folded: Folded, sheets: Mapping[str, Sheet], placed: Placed
    ) -> None:
        """Remember how a text was read, if each of its numbers went to one cell."""
        lines = _lines(document, folded)
        if lines is None or furniture(folded.text).doubtful:
            return
        columns = placed.columns
        cells = lines.cells()
        printed = zip(columns.table, columns.first, columns.last, strict=True)
        places = [cells.get(place, (0, 0, 0)) for place in printed]
        found = [place for place in places if place[0]]
        numbers = [i for i, text in enumerate(lines.seen[0].texts) if _is_number(text)]
        if (
            not found
            or len(set(found)) != len(found)
            or len(numbers) != sum(map(_is_number, columns.raw))
        ):
            return
        table, first, last = (array("i", part) for part in zip(*places, strict=True))
        moved = replace(columns, table=table, first=first, last=last)
        self._plans.learn(
            lines.seen, sheets, replace(placed, columns=moved), copies=len(lines.seen)
        )


def _lines(document: Document, folded: Folded) -> _Lines | None:
    """The lines that hold the tables; None where something else stands among or before them."""
    text = document.text
    # Whether pinyin is taken out of a label depends on the whole text.
    if "\f" in text or folded.pinyin:
        return None
    lines = text.split("\n")
    edges = fences(text) if "|" in text else Edges(opened=True, closed=True)
    first, last = 0, len(lines)
    while first < last and not _holds_label(lines[first], edges):
        first += 1
    while first < last and not _holds_cell(lines[last - 1], edges):
        last -= 1
    if first == last or any(_is_number(line) for line in lines[:first] if len(line) < _LONGEST):
        return None
    start = sum(map(len, lines[:first])) + first
    tables = tuple(row_tables(document))
    rows: dict[int, tuple[int, int]] = {}
    known: dict[int, Sequence[str]] = {}
    for table in tables:
        at = text.count("\n", 0, table.start)
        row = 0
        while row < table.n_rows and at < last:
            if lines[at].strip() and not is_rule(lines[at]):
                known[at] = table.texts[row * table.n_columns : (row + 1) * table.n_columns]
                row += 1
                rows[at - first + 1] = (table.number, row)
            at += 1
    texts: list[str] = []
    counts: list[int] = []
    for at in range(first, last):
        line = lines[at]
        if at in known:
            texts += known[at]
            counts.append(len(known[at]))
        elif "|" in line or "\t" in line or " " in line or "\xa0" in line:
            cells = _cells(line, edges)
            texts += cells
            counts.append(len(cells))
        elif len(line) > _LONGEST:
            return None
        else:
            texts.append(line)
            counts.append(1)
    lines = lines[first:last]
    starts = [*accumulate(map(len, lines), lambda at, n: at + n + 1, initial=start)]
    whole = Table(1, tuple(texts), _layout(tuple(counts)), 0)
    seen = (whole, replace(whole, number=2)) if tables else (whole,)
    return _Lines(seen, lines, starts, edges, tables, rows)


@lru_cache(maxsize=65536)
def _is_number(text: str) -> bool:
    return not has_han(text) and read_number(text).status in _PRINTED


@lru_cache(maxsize=65536)
def _is_label(text: str) -> bool:
    return has_han(text) and is_label(text)


def _holds_label(line: str, edges: Edges) -> bool:
    if "|" in line or "\t" in line:
        return any(map(_is_label, split_row(line, edges)))
    return len(line) <= _LONGEST and _is_label(line.partition(" ")[0])


def _holds_cell(line: str, edges: Edges) -> bool:
    if "|" in line or "\t" in line:
        return any(_is_label(cell) or _is_number(cell) for cell in split_row(line, edges))
    return len(line) <= _LONGEST and any(
        _is_label(cell) or _is_number(cell) for cell in line.split()
    )


def _cells(line: str, edges: Edges) -> list[str]:
    """The cells of a line by pipes, tabs or, between numbers, spaces."""
    if "|" in line or "\t" in line:
        return [] if is_rule(line) else split_row(line, edges)
    cells = line.split()
    return cells if any(map(_is_number, cells)) else [line.strip()]


@lru_cache(maxsize=64)  # asked for once per cell of a line
def _spans(line: str, edges: Edges) -> Sequence[tuple[int, int]]:
    """Where each cell of a line begins and ends in it."""
    found: list[tuple[int, int]] = []
    at = 0
    if "|" in line or "\t" in line:
        if "|" in line:
            at = len(line) - len(line.lstrip())
            at += edges.opened and line[at] == "|"
        for part in line[at:].split("|" if "|" in line else "\t"):
            begin = at + len(part) - len(part.lstrip())
            found.append((begin, begin + len(part.strip())))
            at += len(part) + 1
        return found
    for cell in _cells(line, edges):
        begin = line.find(cell, at)
        at = begin + len(cell)
        found.append((begin, at))
    return found


@lru_cache(maxsize=1024)
def _layout(counts: tuple[int, ...]) -> Layout:
    """Lines of so many cells."""
    at = [(row, column) for row, n in enumerate(counts) for column in range(n)]
    rows, columns = zip(*at, strict=True)
    ones = (1,) * len(at)
    return Layout(rows, columns, ones, ones, len(counts), max(counts))
