"""Rows of the requests table whose columns only their order tells, proven by their sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govinfo.model import Cell
from govinfo.parse.cells import read_number
from govinfo.parse.grids.heads import Heads, full
from govinfo.parse.grids.lattice import Lattice, reported, without_codes
from govinfo.parse.grids.order import Order, settle_order
from govinfo.parse.grids.settling import borne_out, form_rows, wait
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import Entry, Sheet
from govinfo.parse.solving.glued import columns_confirm
from govinfo.parse.solving.sums import adds_up

_MANY_ROWS = 10  # that show that a table without spans has all its cells
_FEWEST_ROWS = 5  # that show that a table without spans lacks a column


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row of the form: its key and the cells behind its label."""

    key: str
    values: Sequence[Cell]


def place_in_order(
    grid: Lattice, sheet: Sheet, rows: Sequence[Row], left: Sequence[Row], heads: Heads
) -> list[Row]:
    """Place rows whose cells stand in the order of the heads; return those left over.

    Parameters
    ----------
    grid : Lattice
        The table.
    sheet : Sheet
        Where the numbers go.
    rows : sequence of Row
        All rows under one header.
    left : sequence of Row
        Those of them that are not placed yet.
    heads : Heads
        The header, of which only the order counts.
    """
    form = vocabulary("requests").column_keys
    order = settle_order(heads.order, form, headless=not heads.heads)
    trimmed = _trimmed(grid, rows, len(order) if order else len(form))
    kept = {id(row) for row in left}
    pairs = zip(rows, trimmed, strict=True)
    waiting = [cells for row, cells in pairs if id(row) in kept]
    if order is None or _lacks_column(rows, heads, form):
        return _place_fewer(grid, sheet, waiting, len(rows), heads)
    exact = len(rows) >= _MANY_ROWS and all(len(row.values) == len(order) for row in rows)
    left = _place_proven(grid, sheet, waiting, order, exact=exact)
    if len({len(row.values) for row in rows}) == 1:
        # No row has a cell more or less than another: its empty cells are its own.
        unproven = {id(row) for row in left}
        for row in waiting:
            if id(row) in unproven and (named := _in_columns(row, order)) is not None:
                wait(grid, sheet, row.key, {key: named[key] for key in form}, "stream")
    return left


def _place_proven(
    grid: Lattice, sheet: Sheet, rows: Sequence[Row], order: Order, *, exact: bool
) -> list[Row]:
    """Place the rows that have a cell for each column of ``order`` and prove it.

    Each row must add up. One that does not is placed if all columns of the table do.
    ``exact`` says that no row of the table has a cell too many or too few: then its
    empty cells are its own.
    """
    form = vocabulary("requests").column_keys
    left: list[Row] = []
    odd: dict[str, dict[str, Cell]] = {}
    proven: list[tuple[Row, dict[str, Cell]]] = []
    for row in rows:
        named = _in_columns(row, order)
        if named is None:
            left.append(row)
            continue
        texts = [named[key].text for key in form]
        whole = full([named[key] for key in form], len(form), sums=True)
        if (whole and _adds_up_so_far(texts)) or (exact and _balances(texts)):
            proven.append((row, named))
            continue
        left.append(row)
        if all(read_number(text).status == "reported" for text in texts):
            odd[row.key] = named
    if len(odd) > len(proven):
        return list(rows)  # a row that adds up does so by chance
    for row, named in proven:
        _put_all(grid, sheet, row.key, named)
        for key, cell in zip(order, row.values, strict=True):
            if key is None and reported([cell]):
                sheet.extra_columns.append(f"{row.key}: {cell.text.strip()}")
    prints = {key: [named[name].text for name in form] for key, named in odd.items()}
    if len(left) == len(odd) and columns_confirm(sheet, prints):
        for key, named in odd.items():
            _put_all(grid, sheet, key, named)
        return []
    return left


def _in_columns(row: Row, order: Order) -> dict[str, Cell] | None:
    """The cells of a row by column of the form, or None where it has too many or too few."""
    if len(row.values) != len(order) or any(cell.row_span > 1 for cell in row.values):
        return None
    return {key: cell for key, cell in zip(order, row.values, strict=True) if key}


def _balances(texts: Sequence[str]) -> bool:
    """Whether a row with empty cells adds up, an empty total being nothing."""
    numbers = [read_number(text) for text in texts]
    if any(number.status == "unreadable" for number in numbers):
        return False
    total = numbers[-1].value if numbers[-1].status == "reported" else 0
    return sum(part.value for part in numbers[:-1] if part.status == "reported") == total


def _adds_up_so_far(texts: Sequence[str]) -> bool:
    """Whether a row adds up, as far as its cells can be read."""
    numbers = [read_number(text) for text in texts]
    if all(number.status != "unreadable" for number in numbers):
        return adds_up(texts)
    parts = sum(number.value for number in numbers[:-1] if number.status == "reported")
    return not parts > numbers[-1].value


def _lacks_column(rows: Sequence[Row], heads: Heads, form: Sequence[str]) -> bool:
    """Whether there are fewer heads than the form's, and as many cells in every row."""
    n = len(heads.order or ())
    return 0 < n < len(form) and all(len(row.values) == n for row in rows)


def _place_fewer(
    grid: Lattice, sheet: Sheet, rows: list[Row], n_rows: int, heads: Heads
) -> list[Row]:
    """Place the rows of a table without spans that lacks a column of the form.

    Its heads must be those of the form in their order, and every single row must have
    just as many cells, whose parts don't exceed their total; no column's sum may fail.
    """
    form = vocabulary("requests").column_keys
    order = heads.order or ()
    whole = (
        len(rows) == n_rows >= _FEWEST_ROWS
        and (order[:1], order[-1:]) == (form[:1], form[-1:])
        and list(order) == [key for key in form if key in order]
        and all(len(row.values) == len(order) for row in rows)
    )
    if not whole:
        return rows
    table = {
        row.key: {
            key: read_number(cell.text)
            for key, cell in zip(order, row.values, strict=True)
            if key is not None
        }
        for row in rows
    }
    if not borne_out(form_rows(sheet), table):
        return rows
    for row in rows:
        cells = zip(order, row.values, strict=True)
        _put_all(grid, sheet, row.key, {key: cell for key, cell in cells if key})
    return []


def _trimmed(grid: Lattice, rows: Sequence[Row], n: int) -> list[Row]:
    """Rows without the empty cells around their values and without row numbers.

    Empty cells are no cells of the row where they stand in columns that are empty in all
    rows, and at the end of rows that a converter made all of one width.
    """
    filled = [cell.column for row in rows for cell in row.values if cell.text.strip()]
    low, high = (min(filled), max(filled)) if filled else (0, 0)
    padded = all(row.values and _end(row.values[-1]) == grid.n_columns for row in rows)
    values: list[Sequence[Cell]] = []
    for row in rows:
        cells = [cell for cell in row.values if low <= cell.column <= high]
        inner = cells[
            : 1 + max((i for i, cell in enumerate(cells) if cell.text.strip()), default=0)
        ]
        if len(row.values) <= n:
            values.append(row.values)
        elif padded and inner and reported(inner[-1:]):
            values.append(inner)
        else:
            values.append(cells)
    return [Row(row.key, cells) for row, cells in zip(rows, without_codes(values, n), strict=True)]


def _end(cell: Cell) -> int:
    return cell.column + cell.column_span


def _put_all(grid: Lattice, sheet: Sheet, row: str, cells: dict[str, Cell]) -> None:
    for column, cell in cells.items():
        put(grid, sheet, row, column, cell, "stream")


def put(grid: Lattice, sheet: Sheet, row: str, column: str, cell: Cell, method: str) -> None:
    """Put a cell of the table into a slot of the sheet."""
    sheet.put(row, column, Entry(cell.text, grid.place(cell), method))
