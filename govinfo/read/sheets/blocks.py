"""Take a sheet apart into paragraphs and tables."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from govinfo.model import Limits
from govinfo.read.content import watch_cells
from govinfo.read.grid import RawCell, RawTable, settle
from govinfo.read.page import Grid
from govinfo.read.sheets.page import MOST_COLUMNS, Area, Page, Ranges, lines_of_cell, shown_part
from govinfo.read.sheets.rows import Row, are_text

_WIDEST = 100  # columns; what spans more stands in no form
_MOST_BLANK_ROWS = 2  # in boxes, within a table
_MOST_BLANK_LINES = 50


@dataclass(slots=True)
class _Block:
    """Rows without an empty one between them; ``texts`` are their cells in reading order.

    ``parts`` are lines of text and the rows of tables.
    """

    texts: dict[tuple[int, int], str]
    areas: dict[tuple[int, int], Area]
    covered: set[tuple[int, int]]
    ends: dict[int, int]
    parts: list[str | list[Row]] = field(default_factory=list)


class Blocks:
    """Takes the sheets of one workbook apart, within its limit of cells.

    ``warnings`` gather what could not be done.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = 0
        self.warnings: list[str] = []

    def of(self, page: Page) -> list[str | Grid]:
        """Paragraphs and tables of a sheet, from top to bottom.

        Tables end at empty rows and at lines of text (see `are_text`). Their columns are
        counted from the same one all over the sheet.

        Raises
        ------
        BeyondLimitError
            If the tables become too large.
        """
        used = {column for cells in page.rows.values() for column in cells}
        if len(used) <= 1:
            return [*_one_column(page)]
        if max(used) - min(used) >= _WIDEST:
            page, used = _narrowed(page, used)
        merges = _clipped(page, max(used))
        tops = [top for top, *_ in merges]
        blocks = []
        for run in _runs(page, merges):
            inside = merges[bisect_left(tops, run[0]) : bisect_left(tops, run[-1] + 1)]
            blocks.append(self._block(page, run, inside))
        tables = [part for block in blocks for part in block.parts if isinstance(part, list)]
        start = min((row.start for rows in tables for row in rows), default=0)
        out: list[str | Grid] = []
        for block in blocks:
            out.extend(self._settled(block, start))
        return out

    def _block(self, page: Page, run: range, merges: Sequence[Area]) -> _Block:
        watch_cells(len(run), self._limits)
        texts = {
            (row, column): text
            for row in run
            for column, text in sorted(page.rows.get(row, {}).items())
        }
        areas = {area[:2]: area for area in merges}
        end = max(areas[at][3] if at in areas else at[1] for at in texts)
        width = end + 1 - min(column for _, column in texts)
        covered = _covered(merges, width * len(run))
        if width > _WIDEST or covered is None:
            why = "overlap" if covered is None else "are spread too wide"
            self._warn(f"table_as_lines: cells of {page.name} {why}; they are given one a line")
            lines = [line for text in texts.values() for line in lines_of_cell(text)]
            return _Block({}, {}, set(), {}, [*lines])
        shown = {at: texts[at] for at in texts if at not in covered}
        block = _Block(shown, areas, covered, page.ends)
        rows = _rows(run, block, page.ruled, end)
        for is_text, found in groupby(zip(are_text(rows), rows, strict=True), lambda pair: pair[0]):
            part = [row for _, row in found]
            if not is_text:
                block.parts.append(part)
                continue
            block.parts += [line for row in part for line in lines_of_cell(row.text or "")]
        return block

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _settled(self, block: _Block, start: int) -> Iterator[str | Grid]:
        """Turn the tables of a block into grids."""
        for part in block.parts:
            if isinstance(part, str):
                yield part
                continue
            columns = range(start, max(row.end for row in part))
            self._cells += len(part) * len(columns)
            watch_cells(self._cells, self._limits)
            yield from _table(part, columns, block)


def _one_column(page: Page) -> Iterator[str]:
    """Lines of a sheet that holds text; an empty cell may be a blank among numbers."""
    last = min(page.rows, default=0) - 1
    for row in sorted(page.rows):
        yield from [""] * min(row - last - 1, _MOST_BLANK_LINES)
        for text in page.rows[row].values():
            yield from lines_of_cell(text)
        last = row


def _narrowed(page: Page, used: set[int]) -> tuple[Page, set[int]]:
    """Leave out columns in which no cell prints anything, which make a sheet too wide."""
    ends = [-1, *sorted(used), MOST_COLUMNS]
    empty = [(column + 1, following - 1) for column, following in pairwise(ends)]
    narrow, *_ = shown_part(replace(page, hidden_rows=[], hidden_columns=empty))
    return narrow, set(range(len(used)))


def _clipped(page: Page, last_column: int) -> list[Area]:
    """Merged cells as far as there is something to see, by their first row."""
    last_row = max(page.rows) + 1
    clipped = (
        (top, left, min(bottom, last_row), min(right, last_column))
        for top, left, bottom, right in page.merges
    )
    return sorted(
        (top, left, bottom, right)
        for top, left, bottom, right in clipped
        if top <= bottom and left <= right and (top < bottom or left < right)
    )


def _runs(page: Page, merges: Sequence[Area]) -> Iterator[range]:
    """Rows that follow one another without an empty one.

    A row without content still belongs to a table where merged cells reach into it, or
    where boxes or merged cells are drawn in it; of the latter not many.
    """
    shown = [(top, left) for top, left, *_ in merges if left in page.rows.get(top, ())]
    filled = set(shown)
    reached = Ranges((top + 1, end) for top, left, end, _ in merges if (top, left) in filled)
    drawn = Ranges((top, end) for top, left, end, _ in merges if (top, left) not in filled)
    rows = sorted(page.rows)
    start = rows[0]
    for row, following in pairwise([*rows, rows[-1] + _MOST_BLANK_ROWS + 2]):
        gap = range(row + 1, following)
        few = gap[: _MOST_BLANK_ROWS + 1]
        blank = [n for n in few if n in reached or n in drawn or n in page.ruled]
        if reached.outside(row + 1) == reached.outside(following) or (
            len(blank) == len(gap) <= _MOST_BLANK_ROWS
        ):
            continue
        yield range(start, row + 1 + (blank[:1] == [row + 1]))
        start = following


def _covered(merges: Sequence[Area], most: int) -> set[tuple[int, int]] | None:
    """Places that cells merged with others have given up; None where cells overlap."""
    covered: set[tuple[int, int]] = set()
    expected = 0
    for top, left, bottom, right in merges:
        expected += (bottom - top + 1) * (right - left + 1) - 1
        if expected > 2 * most:
            return None
        covered.update(
            (row, column)
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        )
    firsts = {(top, left) for top, left, *_ in merges}
    overlap = len(covered) < expected or len(firsts) < len(merges) or covered & firsts
    return None if overlap else covered


def _rows(run: range, block: _Block, ruled: dict[int, tuple[int, int]], end: int) -> list[Row]:
    rows = [Row(number) for number in run]
    for row in rows:
        if row.number in ruled:
            first, last = ruled[row.number]
            row.ruled = True
            row.reach(first, min(last, end) + 1)
    for (number, column), text in block.texts.items():
        area = (number, column, number, column)
        _, left, bottom, right = block.areas.get((number, column), area)
        for row in rows[number - run[0] : bottom + 1 - run[0]]:
            row.add(left, right + 1, text if bottom == number else None)
    return rows


def _table(rows: Sequence[Row], columns: range, block: _Block) -> list[str | Grid]:
    filled = [i for i, row in enumerate(rows) if row.cells]
    if not filled:
        return []
    rows = rows[filled[0] : filled[-1] + 2]
    group: list[list[RawCell]] = []
    for row in rows:
        cells = []
        for column in range(columns.start, min(columns.stop, block.ends.get(row.number, 1 << 14))):
            at = (row.number, column)
            if at not in block.covered:
                _, _, bottom, right = block.areas.get(at, (*at, *at))
                height = min(bottom, rows[-1].number) - row.number + 1
                lines = lines_of_cell(block.texts[at]) if at in block.texts else []
                cells.append(RawCell(min(right + 1, columns.stop) - column, height, [*lines]))
        group.append(cells)
    return settle(RawTable([("", group)]))
