"""A table as rows of cells: repeated labels joined, turned or stacked where need be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from govinfo.model import Cell, Table
from govinfo.parse.cells import read_number
from govinfo.parse.labels import has_han
from govinfo.parse.sheet import Place

_FEWEST_CODES = 5  # rows that show a column of row numbers


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a table by row, left to right; row-spanning ones in each of their rows.

    ``first_row`` is the row at which the table named by ``number`` begins, where another
    was stacked above it. A ``turned`` one has rows and columns exchanged.
    """

    number: int
    rows: Sequence[Sequence[Cell]]
    n_columns: int
    first_row: int = 0
    turned: bool = False

    def own(self, row: int) -> list[Cell]:
        """The cells that begin in a row."""
        return [cell for cell in self.rows[row] if cell.row == row]

    def place(self, cell: Cell) -> Place:
        """Where a cell stands in its table, from 1."""
        row, column = cell.row - self.first_row + 1, cell.column + 1
        return (self.number, column, row) if self.turned else (self.number, row, column)


def lattice(table: Table) -> Lattice:
    """The rows of a table.

    A converter that has no spans repeats the text of a spanned cell: labels that stand
    side by side with the same text are one.
    """
    return _of(table.number, table.cells, table.n_rows, table.n_columns)


def turn(table: Table) -> Lattice:
    """The rows of a table whose rows and columns are exchanged."""
    cells = [
        Cell(cell.text, cell.column, cell.row, cell.column_span, cell.row_span)
        for cell in table.cells
    ]
    return _of(table.number, cells, table.n_columns, table.n_rows, turned=True)


def stack(upper: Table, lower: Table) -> Lattice:
    """Two halves of one table, as if a page had not cut it."""
    moved = [
        Cell(cell.text, cell.row + upper.n_rows, cell.column, cell.row_span, cell.column_span)
        for cell in lower.cells
    ]
    n_rows, n_columns = upper.n_rows + lower.n_rows, max(upper.n_columns, lower.n_columns)
    return _of(lower.number, [*upper.cells, *moved], n_rows, n_columns, first_row=upper.n_rows)


def _of(
    number: int,
    cells: Iterable[Cell],
    n_rows: int,
    n_columns: int,
    *,
    first_row: int = 0,
    turned: bool = False,
) -> Lattice:
    begun: list[list[Cell]] = [[] for _ in range(n_rows)]
    for cell in cells:
        begun[cell.row].append(cell)
    found: list[list[Cell]] = [[] for _ in range(n_rows)]
    for row, own in enumerate(begun):
        own.sort(key=lambda cell: cell.column)
        for cell in _joined(own):
            found[row].append(cell)
            for below in range(row + 1, min(row + cell.row_span, n_rows)):
                found[below].append(cell)
    for row_cells in found:
        row_cells.sort(key=lambda cell: cell.column)
    return Lattice(number, found, n_columns, first_row, turned)


def _joined(own: Sequence[Cell]) -> list[Cell]:
    joined: list[Cell] = []
    for cell in own:
        last = joined[-1] if joined else None
        if (
            last is not None
            and cell.text == last.text
            and cell.row_span == last.row_span
            and cell.column == last.column + last.column_span
            and is_words(cell.text)
        ):
            width = last.column_span + cell.column_span
            joined[-1] = Cell(last.text, last.row, last.column, last.row_span, width)
        else:
            joined.append(cell)
    return joined


@lru_cache(maxsize=65536)
def is_words(text: str) -> bool:
    """Whether a cell holds words, not a number or a sign that there is none.

    Examples
    --------
    >>> is_words("规章"), is_words("12件"), is_words("减3"), is_words("无")
    (True, False, False, False)
    """
    kinds = ("flow", "change", "money")
    return has_han(text) and all(read_number(text, k).status == "unreadable" for k in kinds)


def reported(cells: Iterable[Cell]) -> bool:
    """Whether there is a number in any of the cells."""
    return any(read_number(cell.text).status == "reported" for cell in cells)


def run_of(cells: Iterable[Cell]) -> str:
    """The prints of cells, one behind the other."""
    return " ".join(cell.text.strip() for cell in cells).strip()


def without_codes(rows: Sequence[Sequence[Cell]], n: int) -> list[Sequence[Cell]]:
    """Rows of values without the column of row numbers between label and values.

    The first value of every row is such a number if there are more than ``n`` and
    they count up from row to row.

    Parameters
    ----------
    rows : sequence of sequence of Cell
        The cells behind each row's label, in printed order.
    n : int
        Columns of the form.
    """
    filled = [row for row in rows if row]
    if len(filled) < _FEWEST_CODES or any(len(row) <= n for row in filled):
        return list(rows)
    codes = [read_number(row[0].text.strip().lstrip("0") or "0").value for row in filled]
    steps = [after - before for before, after in pairwise(codes)]
    if all(step >= 1 for step in steps) and sum(steps) <= 2 * len(filled):
        return [row[1:] for row in rows]
    return list(rows)
