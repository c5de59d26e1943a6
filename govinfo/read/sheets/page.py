"""A sheet before it is taken apart: what its cells show, and where they stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeAlias

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, watch_cells

#: More rows and columns than a sheet can have are damage.
MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
_SPACE = " \t"
_BLANK = " \t\n\v\f\r\0\xa0\u3000\ufeff"
#: First row, first column, last row and last column.
Area: TypeAlias = tuple[int, int, int, int]


@dataclass(slots=True)
class Page:
    """One sheet. Rows and columns count from 0.

    Parameters
    ----------
    name : str
        As on its tab.
    rows : dict of int to dict of int to str
        What is printed, by row and column, without blank cells.
    ruled : dict of int to (int, int)
        The rows with two or more cells in boxes, and the first and last of these.
    merges : list of Area
        Cells made one; only the first shows its content.
    hidden_rows, hidden_columns : list of (int, int)
        First and last of those that are not shown.
    ends : dict of int to int
        The column after the last one of a row, where rows end before the others do.
    uncalculated : int
        Formulas whose value the file does not hold.
    drawn : bool
        Whether there is text in shapes above the cells.
    """

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    ruled: dict[int, tuple[int, int]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)
    uncalculated: int = 0
    drawn: bool = False


class Tally:
    """Puts cells on pages and stops where a workbook holds more than allowed."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = self._characters = 0

    def put(self, page: Page, row: int, columns: Iterable[int], text: str) -> None:
        """Print a text in some columns of a row, if there is anything to see of it.

        Raises
        ------
        BeyondLimitError
            If the cells, or their characters, become too many.
        """
        if not text.strip(_BLANK):
            return
        cells = page.rows.setdefault(row, {})
        for column in columns:
            self._cells += 1
            self._characters += len(text)
            watch_cells(self._cells, self._limits)
            if self._characters > self._limits.unpacked_bytes:
                found = f"its cells print {self._characters:,} characters or more"
                raise BeyondLimitError("unpacked_bytes", found)
            before = cells.get(column, text)
            # A damaged file may hold a cell twice: two numbers, so that none is read.
            cells[column] = text if before == text else f"{before} {text}"


def lines_of_cell(text: str) -> list[str]:
    r"""Split what a cell prints at its line breaks.

    Examples
    --------
    >>> lines_of_cell("商业\r\n企业 ")
    ['商业', '企业']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.strip(_SPACE) for line in lines]


def shown_part(page: Page) -> tuple[Page, int, int]:
    """Leave out hidden rows and columns.

    Returns
    -------
    page : Page
        With rows and columns counted anew.
    n_rows, n_columns : int
        How many of those left out print anything.
    """
    rows, columns = Ranges(page.hidden_rows), Ranges(page.hidden_columns)
    lost_rows = {row for row in page.rows if row in rows}
    lost_columns = {n for cells in page.rows.values() for n in cells if n in columns}
    shown = Page(page.name)
    for row in page.rows.keys() - lost_rows:
        cells = {
            columns.outside(n): text for n, text in page.rows[row].items() if n not in lost_columns
        }
        if cells:
            shown.rows[rows.outside(row)] = cells
    for top, left, bottom, right in page.merges:
        first, last = rows.outside(top), rows.outside(bottom + 1) - 1
        start, end = columns.outside(left), columns.outside(right + 1) - 1
        if first <= last and start <= end:
            shown.merges.append((first, start, last, end))
            text = page.rows.get(top, {}).get(left)
            if text is not None:  # what is left of merged cells shows the first one's content
                shown.rows.setdefault(first, {})[start] = text
    shown.ruled = {
        rows.outside(row): (columns.outside(first), columns.outside(last + 1) - 1)
        for row, (first, last) in page.ruled.items()
        if row not in rows
    }
    return shown, len(lost_rows), len(lost_columns)


class Ranges:
    """Ranges of whole numbers, each given by its first and last.

    Examples
    --------
    >>> hidden = Ranges([(2, 3), (3, 4), (9, 8)])
    >>> [n for n in range(7) if n in hidden], hidden.outside(6)
    ([2, 3, 4], 3)
    """

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._firsts: list[int] = []
        self._ends: list[int] = []
        for first, last in sorted(ranges):
            if self._ends and first <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], last + 1)
            elif first <= last:
                self._firsts.append(first)
                self._ends.append(last + 1)
        lengths = (end - first for first, end in zip(self._firsts, self._ends, strict=True))
        self._inside = [0, *accumulate(lengths)]

    def __contains__(self, n: int) -> bool:
        at = bisect_right(self._firsts, n)
        return at > 0 and n < self._ends[at - 1]

    def outside(self, n: int) -> int:
        """How many numbers from 0 up to below ``n`` are in none of them."""
        at = bisect_right(self._firsts, n)
        beyond = max(0, self._ends[at - 1] - n) if at else 0
        return n - self._inside[at] + beyond
