"""Column heads of a grid, and which cell lies under which head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govinfo.model import Cell
from govinfo.parse.cells import read_number
from govinfo.parse.labels import Vocabulary, core
from govinfo.parse.sums import adds_up


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: its key and the grid columns it covers (end exclusive)."""

    key: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Heads:
    """The heads of a table, kept for its continuation after a page break.

    ``covered`` are the grid columns over which some other cell of the header stands:
    there, a cell may stand that belongs to no column of the form; under an empty one,
    which is ``padding``, only an empty cell. ``extra`` are columns
    with a name of their own between or behind the form's. ``printed`` are the keys in
    reading order, storey by storey. ``row`` is the key of the last row read.
    """

    heads: list[Head] = field(default_factory=list)
    covered: frozenset[int] = frozenset()
    padding: frozenset[int] = frozenset()
    extra: bool = False
    n_columns: int = 0
    printed: tuple[str, ...] = ()
    row: str = ""

    def take(self, other: Heads) -> None:
        """Carry the heads of another table; the last row read stays."""
        self.heads, self.printed = other.heads, other.printed
        self.covered, self.padding = other.covered, other.padding
        self.extra, self.n_columns = other.extra, other.n_columns

    def complete(self, keys: Sequence[str]) -> bool:
        """Whether each key has one head, and no two heads overlap."""
        if sorted(head.key for head in self.heads) != sorted(keys):
            return False
        return all(one.end <= other.start for one, other in pairwise(self.heads))

    def in_order(self, keys: Sequence[str]) -> bool:
        """Whether the heads are those of the form, all of them, as the form prints them.

        First and last stand over all storeys, so that both come before the others.
        """
        first, *middle, last = keys
        return not self.extra and self.printed in (tuple(keys), (first, last, *middle))


def find_heads(rows: Sequence[Sequence[Cell]], words: Vocabulary, n_columns: int) -> Heads | None:
    """The heads in the rows above a table's body.

    Parameters
    ----------
    rows : sequence of sequence of Cell
        The rows of the header; a cell over several rows in each of them.
    words : Vocabulary
        The labels of the table.
    n_columns : int
        Columns of the grid.

    Returns
    -------
    Heads or None
        None where there is no header, or where it names a column twice.
    """
    found: dict[str, Head] = {}
    printed: dict[str, tuple[int, int]] = {}
    others: list[Cell] = []
    for cells in rows:
        for cell in cells:
            key = words.columns.get(core(cell.text))
            if key is None:
                others.append(cell)
                continue
            head = Head(key, cell.column, cell.column + cell.column_span, cell.text)
            known = found.get(key)
            if known is not None and known.end == head.start and known.text == head.text:
                # A converter repeats the text of a spanned cell.
                head = Head(key, known.start, head.end, head.text)
            elif known is not None and (known.start, known.end) != (head.start, head.end):
                return None
            found[key] = head
            printed.setdefault(key, (cell.row, cell.column))
    if not found:
        return None
    heads = sorted(found.values(), key=lambda head: head.start)
    named = {column for head in heads for column in range(head.start, head.end)}
    covered = set().union(*(_columns(cell) for cell in others)) - named
    titled = set().union(*(_columns(cell) for cell in others if core(cell.text)))
    extra = any(
        cell.column_span == 1
        and cell.column in covered
        and core(cell.text)
        and core(cell.text) not in words.others
        for cell in others
    )
    order = tuple(sorted(printed, key=lambda key: printed[key]))
    return Heads(heads, frozenset(covered), frozenset(covered - titled), extra, n_columns, order)


def align(values: Sequence[Cell], heads: Heads) -> list[Head | None] | None:
    """The head of each value cell, or None where no placement is certain.

    Every head must have exactly one cell. A cell under no head gets None; there may
    be such cells only where the header has another cell above them. Where spans of head
    and body differ, the row is placed in order if it has as many cells as there are
    heads and each lies at least partly under its own.
    """
    if any(cell.row_span > 1 for cell in values):
        return None  # a number over two rows belongs to neither
    under = [
        [h for h in heads.heads if h.start < c.column + c.column_span and c.column < h.end]
        for c in values
    ]
    single = [found[0].key for found in under if len(found) == 1]
    if all(len(found) <= 1 for found in under) and sorted(single) == sorted(
        head.key for head in heads.heads
    ):
        loose = [cell for cell, found in zip(values, under, strict=True) if not found]
        if all(
            _columns(cell) <= heads.covered - (heads.padding if cell.text.strip() else frozenset())
            for cell in loose
        ):
            return [found[0] if found else None for found in under]
        return None
    if len(values) == len(heads.heads) and all(
        head in found for head, found in zip(heads.heads, under, strict=True)
    ):
        return list(heads.heads)
    return None


def full(values: Sequence[Cell], n: int, *, sums: bool) -> bool:
    """Whether a row has exactly its ``n`` cells, so that they are in order.

    All are filled; or, where the last is the sum of the others, first and last are,
    and the sum holds: an empty cell may be padding.
    """
    if len(values) != n or any(cell.row_span > 1 for cell in values):
        return False
    numbers = [read_number(cell.text) for cell in values]
    if all(number.status != "blank" for number in numbers):
        return True
    if not sums or numbers[0].status != "reported" or numbers[-1].status != "reported":
        return False
    return adds_up([cell.text for cell in values])


def _columns(cell: Cell) -> set[int]:
    return set(range(cell.column, cell.column + cell.column_span))


def blocks_in_order(printed: Sequence[str], slots: Sequence[tuple[str, str]]) -> bool:
    """Whether the blocks of the disputes table are named in the form's order.

    ``printed`` are block and head labels in reading order, as the vocabulary names
    them. The section heading above names 行政复议 and 行政诉讼 once more; the last mention
    of each counts.
    """
    order = [f"blocks:{item}" for item in dict.fromkeys(item for item, _ in slots)]
    last = {name: i for i, name in enumerate(printed)}
    places = [last[name] for name in (order[0], "heads:litigation", *order[1:]) if name in last]
    return places == sorted(places)
