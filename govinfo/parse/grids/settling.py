"""Rows whose cells are all there but which prove nothing by themselves: the columns decide.

A row without its total, or with no number for any organisation, has no sum. Where it
has a cell for each head, in their order, it waits until the whole table is read; it is
placed if no sum of the table fails and those of the columns bear out its numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from govinfo.model import Cell
from govinfo.parse.cells import Number, read_number
from govinfo.parse.grids.lattice import Lattice
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import Entry, Sheet, choose_form, form_slots
from govinfo.parse.solving.sums import request_sums

_ENOUGH = 2  # sums of numbers other than 0 that must hold

#: Row key to the numbers under the form's columns.
Table = Mapping[str, Sequence[Number]]


def wait(grid: Lattice, sheet: Sheet, row: str, cells: Mapping[str, Cell], method: str) -> None:
    """Keep a row that has a cell for each column until the whole table is read.

    What was kept first stays: cells under their heads, before cells in order. A row that
    is printed twice is disputed by the runs put on the sheet.
    """
    entries = {key: Entry(cell.text, grid.place(cell), method) for key, cell in cells.items()}
    sheet.waiting.setdefault(row, entries)


def settle(sheet: Sheet) -> None:
    """Place the rows of a requests table that wait, where the table's sums bear them out.

    No sum of any row or column may fail, and two at least must hold. Then a row is placed
    if each of its numbers is part of a column's sum that holds; or, beside a total, if
    most rows of the table have their blank cells in the same columns.

    Parameters
    ----------
    sheet : Sheet
        With all rows of the table, placed or waiting; those placed go to its entries.
    """
    form = vocabulary("requests").column_keys
    waiting = {
        row: entries
        for row, entries in sheet.waiting.items()
        if not any(name == row for name, _ in sheet.disputed)
    }
    placed = {row: cells for row in sheet.rows_seen if (cells := _placed(sheet, row, form))}
    waiting = {row: entries for row, entries in waiting.items() if row not in placed}
    if not waiting:
        return
    kept = {
        row: [read_number(entries[key].raw) for key in form] for row, entries in waiting.items()
    }
    table: Table = {**placed, **kept}
    by_row = [holds for cells in table.values() if (holds := _adds_up(cells)) is not None]
    by_column = list(_columns(form_rows(sheet), table, len(form)))
    if not all(by_row) or not all(holds for holds, _ in by_column):
        return
    if len(by_row) + len(by_column) < _ENOUGH:
        return
    borne = {place for _, places in by_column for place in places}
    usual, times = Counter(map(_blanks, table.values())).most_common(1)[0]
    alike = 2 * times > len(table) and set(table) == sheet.rows_seen
    for row, entries in waiting.items():
        cells = kept[row]
        filled = [j for j, cell in enumerate(cells) if cell.status == "reported" and cell.value]
        if all((row, j) in borne for j in filled) or (
            alike and _blanks(cells) == usual and cells[-1].status == "reported"
        ):
            for key, entry in entries.items():
                sheet.entries[row, key] = entry


def borne_out(rows: Iterable[str], table: Mapping[str, Mapping[str, Number]]) -> bool:
    """Whether no sum of a table that may lack a column of the form fails.

    Where it lacks one, the parts of a row may fall short of its total. A sum of a column
    is told where all its rows are there.

    Parameters
    ----------
    rows : iterable of str
        Keys of all rows of the form.
    table : mapping
        Row key to its numbers by column.
    """
    form = vocabulary("requests").column_keys
    for cells in table.values():
        numbers = [cells[key] for key in form if key in cells]
        if any(number.status == "unreadable" for number in numbers):
            return False
        if len(numbers) == len(form):
            if _adds_up(numbers) is False:
                return False
            continue
        known = sum(number.value for number in numbers[:-1] if number.status == "reported")
        if form[-1] not in cells or numbers[-1].status == "blank":
            return False
        if known > (numbers[-1].value if numbers[-1].status == "reported" else 0):
            return False
    keys = [key for key in form if all(key in cells for cells in table.values())]
    columns = {row: [cells[key] for key in keys] for row, cells in table.items()}
    return all(holds for holds, _ in _columns(rows, columns, len(keys)))


def _placed(sheet: Sheet, row: str, form: Sequence[str]) -> list[Number] | None:
    """The numbers of a row that is placed as a whole."""
    entries = [sheet.entries.get((row, key)) for key in form]
    if any(entry is None or entry.status is not None for entry in entries):
        return None
    return [read_number(entry.raw) for entry in entries if entry is not None]


def _blanks(cells: Sequence[Number]) -> tuple[bool, ...]:
    return tuple(cell.status == "blank" for cell in cells)


def _adds_up(cells: Sequence[Number]) -> bool | None:
    """Whether a row adds up; None where a blank may stand for what lacks, or for nothing."""
    *parts, total = cells
    if any(cell.status == "unreadable" for cell in cells) or total.status == "blank":
        return None
    known = sum(part.value for part in parts if part.status == "reported")
    whole = total.value if total.status == "reported" else 0.0
    if known < whole and any(part.status == "blank" for part in parts):
        return None
    return None if known == whole == 0 else known == whole


def form_rows(sheet: Sheet) -> list[str]:
    """The keys of all rows of the form of a sheet."""
    return list(dict.fromkeys(row for row, _ in form_slots(choose_form(sheet))))


def _columns(
    rows: Iterable[str], table: Table, n: int
) -> Iterator[tuple[bool, list[tuple[str, int]]]]:
    """Each sum of a column that can be told, whether it holds, and the cells in it."""
    sums = request_sums(rows)
    for left, right in ((sums.inflow, sums.outflow), ((sums.whole,), sums.parts)):
        if not table.keys() >= {*left, *right}:
            continue
        for j in range(n):
            number = partial(_number, table, j)
            numbers = [number(row) for row in (*left, *right)]
            if any(cell.status == "unreadable" for cell in numbers):
                continue
            one, other = (
                sum(cell.value for cell in map(number, side) if cell.status == "reported")
                for side in (left, right)
            )
            if one or other:
                yield one == other, [(row, j) for row in (*left, *right)]


def _number(table: Table, column: int, row: str) -> Number:
    return table[row][column]
