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
from itertools import pairwise

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
    ``firsts`` is the index of each line's first cell; ``begins`` and ``ends`` are the
    cells' places in the text. ``tables`` are the grids of lines, and ``rows`` tells
    which row of which one a line is.
    """

    seen: tuple[Table, ...]
    firsts: Sequence[int]
    begins: Sequence[int]
    ends: Sequence[int]
    tables: tuple[Table, ...]
    rows: Mapping[int, tuple[int, int]]

    def printed(self, table: int, row: int, column: int) -> Place:
        """Where a cell of a table seen stands in the document; all count from 1."""
        if table < len(self.seen) and row in self.rows:
            return (*self.rows[row], column)
        cell = self.firsts[row - 1] + column - 1
        begin = self.begins[cell]
        return (0, begin, max(self.ends[cell] - 1, begin))

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
        for i, (table, row, column) in enumerate(places):
            if table:
                place = lines.printed(table, row, column)
                columns.table[i], columns.first[i], columns.last[i] = place
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
    texts: list[str] = []
    firsts: list[int] = []
    begins, ends = array("i"), array("i")
    start = sum(map(len, lines[:first])) + first
    for line in lines[first:last]:
        firsts.append(len(texts))
        if "|" in line or "\t" in line or " " in line or "\xa0" in line:
            for cell, begin, end in _spans(line, edges):
                texts.append(cell)
                begins.append(start + begin)
                ends.append(start + end)
        elif len(line) > _LONGEST:
            return None
        else:
            texts.append(line)
            begins.append(start)
            ends.append(start + len(line))
        start += len(line) + 1
    tables = tuple(row_tables(document))
    rows: dict[int, tuple[int, int]] = {}
    for table in tables:
        at = text.count("\n", 0, table.start)
        row = 0
        while row < table.n_rows and at < last:
            if lines[at].strip() and not is_rule(lines[at]):
                row += 1
                rows[at - first + 1] = (table.number, row)
            at += 1
    counts = tuple(b - a for a, b in pairwise([*firsts, len(texts)]))
    whole = Table(1, tuple(texts), _layout(counts), 0)
    seen = (whole, replace(whole, number=2)) if tables else (whole,)
    return _Lines(seen, firsts, begins, ends, tables, rows)


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


def _spans(line: str, edges: Edges) -> list[tuple[str, int, int]]:
    """The cells of a line by pipes, tabs or, between numbers, spaces, each with its place."""
    found: list[tuple[str, int, int]] = []
    if "|" in line or "\t" in line:
        if is_rule(line):
            return []
        at = 0
        if "|" in line:
            at = len(line) - len(line.lstrip())
            at += edges.opened and line[at] == "|"
        parts = line[at:].split("|" if "|" in line else "\t")
        for cell, part in zip(split_row(line, edges), parts, strict=False):
            begin = at + len(part) - len(part.lstrip())
            found.append((cell, begin, begin + len(part.strip())))
            at += len(part) + 1
        return found
    at = 0
    cells = line.split()
    if not any(map(_is_number, cells)):
        cells = [line.strip()]
    for cell in cells:
        begin = line.find(cell, at)
        at = begin + len(cell)
        found.append((cell, begin, at))
    return found


@lru_cache(maxsize=1024)
def _layout(counts: tuple[int, ...]) -> Layout:
    """Lines of so many cells."""
    at = [(row, column) for row, n in enumerate(counts) for column in range(n)]
    rows, columns = zip(*at, strict=True)
    ones = (1,) * len(at)
    return Layout(rows, columns, ones, ones, len(counts), max(counts))
