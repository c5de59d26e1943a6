"""The requests table in real grids: cells matched by row label and column head.

A value goes to a column because its cell lies under that column's head. Where head
and body are spanned differently, the order of the heads places a row that has exactly
one cell per head and adds up; where nothing is certain the row is ``unplaced``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from govinfo.model import Cell, Table
from govinfo.parse.grids.heads import Heads, find_heads
from govinfo.parse.grids.lattice import Lattice, lattice, reported, turn
from govinfo.parse.grids.named import AMBIGUOUS, damaged_label, row_label, stranger
from govinfo.parse.grids.ordered import Row
from govinfo.parse.grids.placing import place_rows
from govinfo.parse.labels import STATUTORY, Vocabulary, core, has_han, vocabulary
from govinfo.parse.sheet import Sheet

_ROWS_OF_A_TABLE = 3
_HEADS_OF_A_TABLE = 5
_UNMISTAKABLE = 8  # characters of a label that stands in no other table
_ROWS_ACROSS = 5  # rows of the form in one row of the grid, which is turned then


def read_requests(table: Table, sheet: Sheet, carried: Heads, method: str = "cell") -> bool:
    """Read the rows of the requests table; return whether the table held any.

    ``carried`` holds the heads of the table before, for a second half without its own.
    """
    words = vocabulary("requests")
    grid = lattice(table)
    if any(_rows_across(cells, words) for cells in grid.rows):
        grid = turn(table)
    labelled = [row_label(cells, words) for cells in grid.rows]
    certain = {key for key, _ in labelled if key is not None and key not in AMBIGUOUS}
    if len(certain) < _ROWS_OF_A_TABLE and not (certain & _unmistakable()):
        _carry_header(grid, carried, words)
        return False
    carried.own = False
    pending: list[Row] = []
    header: list[Sequence[Cell]] = []
    headed = False
    for i, (key, at) in enumerate(labelled):
        cells = grid.rows[i]
        own = grid.own(i)
        if _is_header(own, words):
            if not headed and pending:
                place_rows(grid, sheet, pending, carried, method)
                pending, header = [], []
            headed = True
            header.append(cells)
            continue
        values = [cell for cell in cells[at + 1 :] if cell.row == i]
        if key in AMBIGUOUS and not _fits_context(key, carried.row, cells, values, words):
            key = None
        if key is None and at >= 0 and cells[at].row == i and values and (carried.row or headed):
            key = damaged_label(cells[at].text, words, sheet.rows_seen)
        if key is None or (not values and reported(own)):
            stranger(own, sheet)
            if _is_foreign(own):
                header = []
            elif not pending:
                header.append(cells)
            continue
        if headed:
            found = find_heads(header, words, grid.n_columns)
            if found is not None:
                carried.take(found)
                carried.own = True
                sheet.columns_seen.update(head.key for head in found.heads)
            headed, header = False, []
        if key == "other.total" and not values:
            continue
        carried.row = key
        sheet.rows_seen.add(key)
        pending.append(Row(key, values))
    place_rows(grid, sheet, pending, carried, method)
    return True


def _carry_header(grid: Lattice, carried: Heads, words: Vocabulary) -> None:
    """Keep the heads of a table that holds nothing else, for the one behind a page break."""
    found = find_heads(grid.rows, words, grid.n_columns)
    if found is None or any(reported(cells) for cells in grid.rows):
        return
    if len(set(found.order or ())) >= _HEADS_OF_A_TABLE:
        carried.take(found)


@cache
def _unmistakable() -> frozenset[str]:
    rows = vocabulary("requests").rows
    return frozenset(key for label, key in rows.items() if len(label) >= _UNMISTAKABLE)


def _rows_across(cells: Sequence[Cell], words: Vocabulary) -> bool:
    keys = {words.row(cell.text) for cell in cells if has_han(cell.text)}
    return len(keys - {None, *AMBIGUOUS}) >= _ROWS_ACROSS


def _is_header(own: Sequence[Cell], words: Vocabulary) -> bool:
    """Whether a row holds heads and no numbers."""
    heads = 0
    last = ""
    for cell in own:
        name = core(cell.text) if has_han(cell.text) else ""
        if name in words.columns or words.others.get(name, "").startswith("heads:"):
            heads, last = heads + (name != last), name
    return heads > 1 and not reported(own)


def _fits_context(
    key: str | None,
    previous: str,
    cells: Sequence[Cell],
    values: Sequence[Cell],
    words: Vocabulary,
) -> bool:
    """其他 and 总计 are rows only where the form has them, and values stand behind them."""
    if not values or _is_foreign(cells):
        return False
    if key == "other.other":
        parents = {words.row(cell.text) for cell in cells}
        return previous.startswith("other.") or "other.total" in parents
    return bool(previous)


def _is_foreign(own: Sequence[Cell]) -> bool:
    """Whether a row belongs to another statutory table in the same grid."""
    others = [vocabulary(kind) for kind in STATUTORY if kind != "requests"]
    names = [core(cell.text) for cell in own if has_han(cell.text)]
    mine = vocabulary("requests")
    return any(
        name not in mine.columns and (name in words.rows or name in words.columns)
        for name in names
        for words in others
    )
