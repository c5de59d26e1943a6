"""Statistics forms in grids: the cell of a row under the head of its column.

A number counts only where the head above it says what it is and the row is whole:
where a cell is lost, all behind it stand under the wrong heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from govinfo.model import Cell, Table
from govinfo.parse.cells import read_number
from govinfo.parse.labels import core, has_han
from govinfo.parse.lists.heads import HeadWord, head_word, is_unit, value_heads
from govinfo.parse.lists.rowforms import RowForm, split_label
from govinfo.parse.lists.statistics import Printed
from govinfo.parse.sheet import Place

_NO_WORDS = ("blank", "not_applicable")


@dataclass(frozen=True, slots=True)
class GridHead:
    """A head over columns of the grid (end exclusive)."""

    word: HeadWord
    start: int
    end: int


@dataclass(slots=True)
class GridHeads:
    """The heads of a table, left to right, kept for its continuation.

    ``columns`` maps each column of the form to its head; it is empty where the heads do
    not say which is which.
    """

    heads: list[GridHead] = field(default_factory=list)
    columns: dict[str, GridHead] = field(default_factory=dict)
    n_columns: int = 0

    @property
    def year(self) -> int | None:
        """The year that the head of the year's own column names."""
        return next((head.word.year for head in self.columns.values() if head.word.year), None)


def read_grid(form: RowForm, table: Table, heads: GridHeads, year: int | None) -> list[Printed]:
    """The rows of a grid as a form sees them.

    Parameters
    ----------
    form : RowForm
        The form whose labels are sought.
    table : Table
        The grid.
    heads : GridHeads
        Those of the table before, which hold for a second half without its own; changed.
    year : int or None
        The year of the report.
    """
    rows = _rows(table)
    found: list[Printed] = []
    for start, end in _panels(form, rows, table.n_columns):
        panel = [
            [cell for cell in cells if start < cell.column + cell.column_span and cell.column < end]
            for cells in rows
        ]
        found += _read_panel(form, table, panel, end - start, heads, year)
    return found


def _panels(form: RowForm, rows: Sequence[Sequence[Cell]], n_columns: int) -> list[tuple[int, int]]:
    """Columns of the halves of a list that is printed side by side: each has a head of labels."""
    for cells in rows:
        starts = []
        for i, cell in enumerate(cells):
            if head_word(form, cell.text).kind == "label" and has_han(cell.text):
                coded = i > 0 and head_word(form, cells[i - 1].text).kind == "code"
                beside = i > 0 and head_word(form, cells[i - 1].text).kind == "label"
                if not beside:
                    starts.append(cells[i - 1].column if coded else cell.column)
        if len(starts) > 1:
            return list(pairwise([0, *starts[1:], n_columns]))
    return [(0, n_columns)]


def _read_panel(
    form: RowForm,
    table: Table,
    rows: Sequence[Sequence[Cell]],
    n_columns: int,
    heads: GridHeads,
    year: int | None,
) -> list[Printed]:
    """The rows of one list."""
    labels = [_label(form, cells) for cells in rows]
    if not any(at is not None and _is_known(form, rows[i][at]) for i, at in enumerate(labels)):
        return []
    if heads.n_columns != n_columns:
        heads.heads, heads.columns, heads.n_columns = [], {}, n_columns
    found: list[Printed] = []
    begun: int | None = None
    for i, cells in enumerate(rows):
        if _is_head_row(form, [cell for cell in cells if cell.row == i]):
            begun = i if begun is None else begun
            _take(form, rows[begun : i + 1], heads, year)
            continue
        at = labels[i]
        if at is None or (not heads.heads and not _is_known(form, cells[at])):
            continue
        begun = None
        found.append(_printed(table, cells, i, at, heads))
    return found


def _rows(table: Table) -> list[list[Cell]]:
    """Cells by the rows they reach into, left to right."""
    found: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            found[row].append(cell)
    for cells in found:
        cells.sort(key=lambda cell: cell.column)
    return found


def _is_known(form: RowForm, cell: Cell) -> bool:
    return split_label(cell.text)[0] in form.named


def _label(form: RowForm, cells: Sequence[Cell]) -> int | None:
    """The place of the cell that names the row.

    The last that the form knows, else the last words before the first number.
    """
    known = [at for at, cell in enumerate(cells) if has_han(cell.text) and _is_known(form, cell)]
    if known:
        return known[-1]
    found: int | None = None
    for at, cell in enumerate(cells):
        if found is not None and read_number(cell.text).status == "reported":
            break
        if has_han(cell.text) and not is_unit(cell.text) and core(cell.text) != "无":
            found = at
    return found


def _is_head_row(form: RowForm, cells: Sequence[Cell]) -> bool:
    """Whether a row holds heads and no data."""
    words = [head_word(form, cell.text) for cell in cells if core(cell.text)]
    if not any(word.kind for word in words):
        return False
    if all(word.kind == "numbering" or not word.kind for word in words):
        return any(word.kind for word in words)
    data = any(
        _is_known(form, cell) or read_number(cell.text).status == "reported" for cell in cells
    )
    return not data and any(word.kind not in ("", "remark") for word in words)


def _take(
    form: RowForm, rows: Sequence[Sequence[Cell]], heads: GridHeads, year: int | None
) -> None:
    """Read the heads of one or more storeys: the lowest counts, those above explain it."""
    cells = list({(cell.row, cell.column): cell for row in rows for cell in row}.values())
    cells = [
        cell
        for cell in cells
        if has_han(cell.text) and head_word(form, cell.text).kind != "numbering"
    ]
    found: list[GridHead] = []
    for cell in cells:
        over = [other for other in cells if _overlap(cell, other) and other.row < cell.row]
        if any(_overlap(cell, other) and other.row > cell.row for other in cells):
            continue
        word = head_word(form, cell.text, tuple(other.text for other in over))
        for above in (head_word(form, other.text) for other in over):
            if above.kind in ("cumulative", "other"):
                word = above
            elif above.year is not None and word.kind == "value" and word.year is None:
                word = replace(word, year=above.year)
        found.append(GridHead(word, cell.column, cell.column + cell.column_span))
    heads.heads = _joined(sorted(found, key=lambda head: head.start))
    chosen = value_heads([head.word for head in heads.heads], year)
    heads.columns = {column: heads.heads[at] for column, at in chosen.items()}


def _joined(heads: Sequence[GridHead]) -> list[GridHead]:
    """A converter repeats the text of a spanned cell: one head."""
    found: list[GridHead] = []
    for head in heads:
        repeated = found and found[-1].word == head.word and found[-1].end == head.start
        if repeated and head.word.kind in ("label", "unit"):
            found[-1] = replace(found[-1], end=head.end)
            continue
        found.append(head)
    return found


def _overlap(one: Cell | GridHead, other: Cell) -> bool:
    start, end = (
        (one.start, one.end)
        if isinstance(one, GridHead)
        else (one.column, one.column + one.column_span)
    )
    return start < other.column + other.column_span and other.column < end


def _printed(table: Table, cells: Sequence[Cell], row: int, at: int, heads: GridHeads) -> Printed:
    label, right = cells[at], cells[at + 1 :]
    prints = [cell for cell in right if cell.text.strip() and not is_unit(cell.text)]
    run = " ".join(cell.text.strip() for cell in prints)
    first = prints[0] if prints else label
    found = Printed(label.text, run=run, place=(table.number, row + 1, first.column + 1))
    found.headed = bool(heads.columns)
    found.groups = tuple(
        cell.text for cell in cells[:at] if has_han(cell.text) and not is_unit(cell.text)
    )
    found.unit = next((core(cell.text) for cell in right if is_unit(cell.text)), "")
    placed = _under(cells, row, label, heads) or _by_order(right, row, heads)
    if placed is None:
        numbers = any(read_number(cell.text).status not in _NO_WORDS for cell in prints)
        found.status = "unplaced" if numbers else "blank"
        return found
    under_unit = [placed[head].text for head in heads.heads if head.word.kind == "unit"
                  and head in placed]  # fmt: skip
    if len(under_unit) == 1 and read_number(under_unit[0]).status not in _NO_WORDS:
        found.unit = core(under_unit[0])
    cells_of: dict[str, tuple[str, Place]] = {}
    for column, head in heads.columns.items():
        cell = placed[head]
        cells_of[column] = cell.text, (table.number, row + 1, cell.column + 1)
    found.cells = cells_of
    sums = [placed[head].text for head in heads.heads if head.word.kind == "cumulative"
            and head in placed]  # fmt: skip
    found.cumulative = sums[0] if len(sums) == 1 and len(heads.columns) == 1 else None
    return found


def _under(
    cells: Sequence[Cell], row: int, label: Cell, heads: GridHeads
) -> dict[GridHead, Cell] | None:
    """The cell under each head that matters, or None where the row is not whole."""
    if not heads.columns:
        return None
    behind = [head for head in heads.heads if head.start >= label.column + label.column_span]
    if any(head not in behind for head in heads.columns.values()):
        return None
    covered = {column for c in cells for column in range(c.column, c.column + c.column_span)}
    if not all(column in covered for head in behind for column in range(head.start, head.end)):
        return None
    found: dict[GridHead, Cell] = {}
    for head in behind:
        under = [cell for cell in cells if cell is not label and _overlap(head, cell)]
        if len(under) != 1 or under[0].row != row or under[0].row_span > 1:
            return None
        over = [other for other in behind if _overlap(other, under[0])]
        if len(over) > 1 and read_number(under[0].text).status not in _NO_WORDS:
            return None
        found[head] = under[0]
    return found if _fits(found) else None


def _by_order(right: Sequence[Cell], row: int, heads: GridHeads) -> dict[GridHead, Cell] | None:
    """Spans of head and body differ: as many cells as heads, each of its head's kind."""
    labels = [i for i, head in enumerate(heads.heads) if head.word.kind == "label"]
    if not heads.columns or len(labels) != 1:
        return None
    behind = heads.heads[labels[0] + 1 :]
    units = [head for head in behind if head.word.kind == "unit"]
    if len(behind) != len(right) or len(units) != 1:
        return None
    if any(cell.row != row or cell.row_span > 1 for cell in right):
        return None
    found = dict(zip(behind, right, strict=True))
    if not all(head in found for head in heads.columns.values()):
        return None
    return found if is_unit(found[units[0]].text) and _fits(found) else None


def _fits(found: dict[GridHead, Cell]) -> bool:
    """Whether units stand under the head of units, and under no other."""
    for head, cell in found.items():
        number = read_number(cell.text).status == "reported"
        if head.word.kind == "unit" and number:
            return False
        if head.word.kind in ("value", "cumulative") and is_unit(cell.text):
            return False
    return True
