"""Column heads of a grid, and which cell lies under which head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from govinfo.model import Cell
from govinfo.parse.cells import read_number
from govinfo.parse.grids.lattice import is_words
from govinfo.parse.grids.order import Order, printed_order
from govinfo.parse.labels import Vocabulary, core
from govinfo.parse.solving.sums import adds_up


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
    which is ``padding``, only an empty cell. ``foreign`` are those under a name that is
    in no form; ``extra`` says whether such a column stands between or behind the form's.
    ``order`` is the order of the columns where spans are lost. ``own`` says whether the
    heads stand in the table that is read; ``row`` is the key of the last row read.
    """

    heads: list[Head] = field(default_factory=list)
    covered: frozenset[int] = frozenset()
    padding: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()
    extra: bool = False
    n_columns: int = 0
    order: Order | None = ()
    own: bool = False
    row: str = ""

    def take(self, other: Heads) -> None:
        """Carry the heads of another table; the last row read stays."""
        self.heads, self.order = other.heads, other.order
        self.covered, self.padding = other.covered, other.padding
        self.foreign, self.extra = other.foreign, other.extra
        self.n_columns = other.n_columns

    def apart(self) -> bool:
        """Whether there are heads, each column named once, and no two of them overlap."""
        keys = [head.key for head in self.heads]
        return (
            bool(keys)
            and len(set(keys)) == len(keys)
            and all(one.end <= other.start for one, other in pairwise(self.heads))
        )

    def complete(self, keys: Sequence[str]) -> bool:
        """Whether each key has one head, and no two heads overlap."""
        return sorted(head.key for head in self.heads) == sorted(keys) and self.apart()


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
        None where there is no header. Where it names a column twice, only the order of
        the columns is told, if that.
    """
    found: dict[str, Head] = {}
    others: list[Cell] = []
    twice = False
    for cells in rows:
        for cell in cells:
            key = words.columns.get(core(cell.text))
            if key is None:
                others.append(cell)
                continue
            head = Head(key, cell.column, cell.column + cell.column_span, cell.text)
            known = found.get(key)
            if known is not None and (known.start, known.end) != (head.start, head.end):
                twice = True
            found[key] = head
    if not found:
        return None
    order = printed_order([[c for c in cells if c.row == i] for i, cells in _numbered(rows)], words)
    heads = sorted(found.values(), key=lambda head: head.start)
    named = {column for head in heads for column in range(head.start, head.end)}
    unknown = [
        cell
        for cell in others
        if is_words(cell.text) and core(cell.text) not in ("", *words.others)
    ]
    heads = _with_damaged(heads, [cell for cell in unknown if not _columns(cell) & named], words)
    named = {column for head in heads for column in range(head.start, head.end)}
    covered = set().union(*(_columns(cell) for cell in others)) - named
    titled = set().union(*(_columns(cell) for cell in others if core(cell.text)))
    beside = [_columns(cell) for cell in unknown]
    foreign = set().union(*(columns for columns in beside if not columns & named))
    extra = any(
        cell.column_span == 1
        and cell.column in covered
        and core(cell.text)
        and core(cell.text) not in words.others
        for cell in others
    )
    return Heads(
        [] if twice else heads,
        frozenset(covered),
        frozenset(covered - titled),
        frozenset(foreign),
        extra,
        n_columns,
        order,
    )


def _numbered(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, Sequence[Cell]]]:
    """Each row with its place in the grid: the lowest row in which one of its cells begins."""
    return [(max(cell.row for cell in cells), cells) for cells in rows if cells]


def _with_damaged(heads: list[Head], unknown: Sequence[Cell], words: Vocabulary) -> list[Head]:
    """The heads with those whose print is damaged, where the form's order proves them."""
    form = words.column_keys
    known = {head.key for head in heads}
    missing = [key for key in form if key not in known]
    if not missing or len(known) < 2:
        return heads
    for cell in unknown:
        meant = [key for key in missing if words.is_damaged_column(cell.text, key)]
        if len(meant) != 1:
            continue
        head = Head(meant[0], cell.column, cell.column + cell.column_span, cell.text)
        longer = sorted([*heads, head], key=lambda head: head.start)
        if [h.key for h in longer] == [key for key in form if key in {h.key for h in longer}]:
            heads = longer
            missing = [key for key in missing if key != head.key]
    return heads


def align(values: Sequence[Cell], heads: Heads) -> list[tuple[Cell, Head | None]] | None:
    """Each value cell with its head, or None where no placement is certain.

    Every head must have a cell; several only if they are alike or, under a head that is
    alone, all but one are empty.
    A cell under no head gets None; there may be such a cell only where the header has
    another cell above it, for a number one whose name is in no form. Where spans of head
    and body differ, the row is placed in order if it has as many cells as there are
    heads and each lies at least partly under its own.
    """
    if any(cell.row_span > 1 for cell in values):
        return None  # a number over two rows belongs to neither
    under = [
        [h for h in heads.heads if h.start < c.column + c.column_span and c.column < h.end]
        for c in values
    ]
    if all(len(found) <= 1 for found in under):
        return _under_their_heads(values, under, heads)
    if len(values) == len(heads.heads) and all(
        head in found for head, found in zip(heads.heads, under, strict=True)
    ):
        return list(zip(values, heads.heads, strict=True))
    return None


def _under_their_heads(
    values: Sequence[Cell], under: Sequence[Sequence[Head]], heads: Heads
) -> list[tuple[Cell, Head | None]] | None:
    aligned: list[tuple[Cell, Head | None]] = []
    loose: list[Cell] = []
    cells: dict[str, Cell] = {}
    for cell, found in zip(values, under, strict=True):
        if not found:
            loose.append(cell)
            continue
        known = cells.setdefault(found[0].key, cell)
        if known is not cell and not _alike(known, cell, alone=len(heads.heads) == 1):
            return None
        if not known.text.strip():
            cells[found[0].key] = cell
    for head in heads.heads:
        if head.key not in cells:
            return None
        aligned.append((cells[head.key], head))
    if _moved_left(values, loose, heads):
        return None
    end = heads.heads[-1].end
    for cell in loose:
        if cell.text.strip():
            if not _columns(cell) <= heads.foreign:
                return None  # a number under no head, or under one that names the rows
        elif not _columns(cell) <= heads.covered:
            return None
        elif cell.column >= end and not cells[heads.heads[-1].key].text.strip():
            return None  # padding behind: the row may have lost a cell
        aligned.append((cell, None))
    return aligned


def _moved_left(values: Sequence[Cell], loose: Sequence[Cell], heads: Heads) -> bool:
    """Whether a row begins before the first head, and lacks a column that is no form's."""
    first = heads.heads[0].start
    beyond = {column for column in heads.foreign if column > first}
    standing = set().union(*map(_columns, values))
    return any(cell.column < first for cell in loose) and not beyond <= standing


def _alike(one: Cell, other: Cell, *, alone: bool) -> bool:
    """Whether two cells under one head are one: repeated, or empty but for one of them."""
    prints = {one.text.strip(), other.text.strip()}
    single = len(prints) == 1 or (alone and "" in prints)
    return single and one.column_span == other.column_span == 1


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
