"""A grid of no registered form: which cells are heads, labels, units and values."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from govinfo.model import Cell, Table
from govinfo.parse.cells import Number, read_number
from govinfo.parse.labels import core, has_han
from govinfo.parse.leftover.cells import OtherCell, clean, is_unit, read_other, words
from govinfo.parse.lists.paths import Paths
from govinfo.parse.units import stated_unit

_FEWEST_NUMBERS = 2
_MOST_STOREYS = 5
_YEARS = range(1990, 2100)


def is_data(table: Table) -> bool:
    """Whether a table holds so many numbers that a closer look is worth it."""
    found = sum(read_number(text).status == "reported" for text in table.texts)
    return found >= _FEWEST_NUMBERS


def read_other_grid(table: Table) -> tuple[str, list[OtherCell]]:
    """The title inside a grid and its value cells; no cells where it holds no data.

    Menus, calendars and index cards hold none: their numbers have no labels, or stand
    alone among contents that are text.

    Parameters
    ----------
    table : Table
        A grid of which no cell belongs to a registered form.
    """
    if not is_data(table):
        return "", []
    grid = _Grid(table)
    cells = list(grid.values())
    return (grid.title, cells) if grid.holds_data(cells) else ("", [])


class _Grid:
    """A table with its cells by row and column and the kind of each column."""

    def __init__(self, table: Table) -> None:
        at: list[list[Cell | None]] = [[None] * table.n_columns for _ in range(table.n_rows)]
        for cell in table.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
                for column in range(cell.column, cell.column + cell.column_span):
                    at[row][column] = cell
        # Columns that no row tells apart are one.
        kept = [
            column
            for column in range(table.n_columns)
            if not column or any(cells[column] is not cells[column - 1] for cells in at)
        ]
        self.at = [[cells[column] for column in kept] for cells in at]
        self.n_columns = len(kept)
        self.title = ""
        self.top = 0
        self.head = self._find_head()
        self.body = max(self.head, default=self.top - 1) + 1
        self.kinds = [self._kind(column) for column in range(self.n_columns)]
        self._find_serial()

    def printed(self, row: int) -> list[Cell]:
        """The cells of a row that are not empty, each once, with those that reach into it."""
        cells = (cell for cell in self.at[row] if cell and cell.text.strip())
        return list({id(cell): cell for cell in cells}.values())

    def _find_head(self) -> list[int]:
        """The rows of the header; rows of one cell above it are the title."""
        n_rows = len(self.at)
        many = (row for row in range(n_rows) if len(self.printed(row)) > 1)
        top = self.top = next(many, n_rows)
        above = dict.fromkeys(clean(cell.text) for row in range(top) for cell in self.printed(row))
        self.title = " ".join(above)
        if top == n_rows or not self._may_be_head(top):
            return []
        row, bottom = top, top + 1
        while row < min(bottom, n_rows, top + _MOST_STOREYS):
            if row > top and (len(self.printed(row)) == 1 or not self._may_be_head(row)):
                break
            cells = [cell for cell in self.printed(row) if cell.row == row]
            bottom = max([bottom, *(cell.row + cell.row_span for cell in cells)])
            # A head over several columns of values has their own heads below it.
            if any(cell.column and self._width(cell, row) > 1 for cell in cells):
                bottom = max(bottom, row + 2)
            row += 1
        if row < n_rows and any(core(c.text) in words("numbering") for c in self.printed(row)):
            row += 1  # 甲 乙 1 2: the numbers of the columns
        return list(range(top, row))

    def _width(self, cell: Cell, row: int) -> int:
        return sum(other is cell for other in self.at[row])

    def _may_be_head(self, row: int) -> bool:
        cells = self.printed(row)
        numbers = [read_number(cell.text) for cell in cells]
        found = [number.value for number in numbers if number.status == "reported"]
        years = len(found) > 1 and all(value in _YEARS for value in found)
        named = any(core(cell.text) in words("names") for cell in cells[:1])
        return not found or (years and len(set(found)) == len(found)) or named

    def _kind(self, column: int) -> str:
        """``value``, ``unit``, ``serial``, ``label`` or ``empty``."""
        heads = {core(text) for text in self.heads(column)}
        if heads & words("serials"):
            return "serial"
        if heads & words("units"):
            return "unit"
        texts = []
        for row in range(self.body, len(self.at)):
            cell = self.at[row][column]
            first = cell is not None and (not column or self.at[row][column - 1] is not cell)
            if cell and first and cell.row == row and len(self.printed(row)) > 1:
                texts.append(cell.text.strip())
        texts = [text for text in texts if text]
        if not texts:
            return "value" if any(heads) else "empty"
        if all(map(is_unit, texts)):
            return "unit"
        statuses = [read_other(text, "")[0].status for text in texts]
        numbers = sum(status in ("reported", "not_applicable") for status in statuses)
        return "value" if "reported" in statuses and 2 * numbers >= len(texts) else "label"

    def _find_serial(self) -> None:
        """1, 2, 3 down the first column before one of labels are the rows' numbers."""
        named = [column for column, kind in enumerate(self.kinds) if kind != "empty"]
        if len(named) < 3 or [self.kinds[column] for column in named[:2]] != ["value", "label"]:
            return
        cells = [self.at[row][named[0]] for row in range(self.body, len(self.at))]
        texts = [cell.text.strip() for cell in cells if cell and cell.text.strip()]
        if texts == [str(number) for number in range(1, len(texts) + 1)]:
            self.kinds[named[0]] = "serial"

    def heads(self, column: int) -> list[str]:
        """The heads over a column, storey by storey."""
        cells = [self.at[row][column] for row in self.head]
        texts = (clean(cell.text) for cell in cells if cell)
        return list(dict.fromkeys(text for text in texts if text))

    def values(self) -> Iterator[OtherCell]:
        """The value cells, row by row, with their labels."""
        groups, group = Paths(), ""
        paths: dict[tuple[str, ...], Paths] = {}
        for row in range(self.body, len(self.at)):
            cells = self.printed(row)
            if self._is_new_head(row):
                self.head = [row]
                continue
            if len(cells) == 1 and self._is_group(cells[0], row):
                group, paths = groups.step(clean(cells[0].text)), {}
                continue
            labels: dict[tuple[str, ...], str] = {}
            for column in range(self.n_columns):
                if not self._holds_value(row, column):
                    continue
                names = self._labels(row, column)
                if names not in labels:
                    path = paths.setdefault(names[:-1], Paths())
                    own = [path.step(names[-1])] if names else []
                    total = bool(names) and core(names[-1]) in words("totals")
                    above = [group] if group and not total else []
                    labels[names] = "/".join([*above, *names[:-1], *own])
                yield self._read(row, column, labels[names])

    def _is_group(self, cell: Cell, row: int) -> bool:
        """Whether the one cell of a row names those below: it reaches over the values."""
        reach = {
            kind for other, kind in zip(self.at[row], self.kinds, strict=True) if other is cell
        }
        return cell.row == row and "value" in reach and has_han(cell.text)

    def _holds_value(self, row: int, column: int) -> bool:
        cell = self.at[row][column]
        if cell is None or cell.row != row or (column and self.at[row][column - 1] is cell):
            return False
        before = self.kinds[:column]
        # Words behind the last value, as under 备注, are kept with it.
        remark = "value" in before and "value" not in self.kinds[column:] and cell.text.strip()
        return self.kinds[column] == "value" or (self.kinds[column] == "label" and bool(remark))

    def _read(self, row: int, column: int, row_label: str) -> OtherCell:
        cell = self.at[row][column]
        assert cell is not None
        heads = self.heads(column)
        covered = [i for i, other in enumerate(self.at[row]) if other is cell]
        one = all(self.heads(i) == heads for i in covered)
        unit = self._unit(row, column) or stated_unit("".join(heads)) or stated_unit(row_label)
        number, unit = read_other(cell.text, unit)
        if number.status == "reported" and (not one or cell.row_span > 1):
            number = Number(math.nan, "unplaced")  # it belongs to no one of its cells
        label = "/".join(heads) if one else ""
        return OtherCell(row + 1, cell.column + 1, row_label, label, cell.text, number, unit)

    def _labels(self, row: int, column: int) -> tuple[str, ...]:
        """The labels left of a cell, from the outermost, back to the values before them."""
        at = column - 1
        while at >= 0 and self.kinds[at] != "label":
            at -= 1
        found: list[Cell] = []
        while at >= 0 and self.kinds[at] != "value":
            cell = self.at[row][at]
            if self.kinds[at] == "label" and cell and cell.text.strip() and cell not in found:
                found.append(cell)
            at -= 1
        return tuple(clean(cell.text) for cell in reversed(found))

    def _unit(self, row: int, column: int) -> str:
        """What stands in the column of units beside a value, left or else right of it."""
        left = range(column - 1, -1, -1)
        right = range(column + 1, self.n_columns)
        for way in (left, right):
            for at in way:
                if self.kinds[at] == "label":
                    break
                cell = self.at[row][at]
                if self.kinds[at] == "unit" and cell and cell.text.strip():
                    return clean(cell.text)
        return ""

    def _is_new_head(self, row: int) -> bool:
        """Whether a row in the body is a header again: words over all value columns."""
        first = [core(cell.text) for cell in self.printed(row)[:1]]
        above = [core(cell.text) for top in self.head[:1] for cell in self.printed(top)[:1]]
        if not first or (first != above and first[0] not in words("names")):
            return False
        cells = [self.at[row][i] for i, kind in enumerate(self.kinds) if kind == "value"]
        return all(
            cell is not None
            and cell.row == row
            and has_han(cell.text)
            and read_other(cell.text, "")[0].status == "unreadable"
            for cell in cells
        )

    def holds_data(self, cells: Sequence[OtherCell]) -> bool:
        """Whether there are numbers under labels, and no card or calendar."""
        texts = [core(cell.text) for row in range(len(self.at)) for cell in self.printed(row)]
        if len(words("cards") & set(texts)) > 1:
            return False
        numbers = [cell for cell in cells if cell.number.status in ("reported", "unplaced")]
        labelled = [cell for cell in numbers if has_han(cell.row_label) or _is_head(cell)]
        # One row without heads is a line of page numbers.
        told = len({cell.row for cell in labelled}) > 1 or any(map(_is_head, labelled))
        return told and len(numbers) >= _FEWEST_NUMBERS and 2 * len(labelled) >= len(numbers)


def _is_head(cell: OtherCell) -> bool:
    name = core(cell.column_label)
    return len(name) > 1 and has_han(name) and name not in words("weekdays")
