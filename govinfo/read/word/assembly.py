"""Paragraphs and tables put together from the steps that Word's markup takes."""

from __future__ import annotations

from collections.abc import Callable

from govinfo.read.grid import is_prose
from govinfo.read.page import Grid
from govinfo.read.word.lists import Lists, joined
from govinfo.read.word.markup import (
    BEGIN_CELL,
    BEGIN_PARAGRAPH,
    BEGIN_ROW,
    BEGIN_TABLE,
    CELL,
    COLUMN,
    END_PARAGRAPH,
    END_TABLE,
    TEXT,
    Step,
)
from govinfo.read.word.tables import (
    ALONE,
    WordCell,
    WordRow,
    cell_code,
    grid_of,
    narrow_columns,
    row_code,
    settle_rows,
)


class Assembly:
    """Puts a document together, step by step; tables in tables are none of it.

    ``covered`` tells whether text in merged cells was left out.
    """

    def __init__(self, lists: Callable[[], Lists]) -> None:
        self.blocks: list[str | Grid] = []
        self.covered = False
        self._lists = lists
        self._into = self.blocks
        self._shape: list[int] = []
        self._widths: list[int] = []
        self._cells: list[str | list[str | Grid]] = []  # of one plain line, or of several
        self._parts: list[str] = []
        self._number: tuple[str, int] | None = None

    def take(self, steps: tuple[Step, ...]) -> None:
        """Do what a piece of markup asks for."""
        for action, text, first, second in steps:
            if action == CELL:
                self._cells.append(text)
                self._shape.append(first)
            elif action == TEXT:
                self._parts.append(text)
            elif action == BEGIN_PARAGRAPH:
                self._parts = []
                self._number = (text, first) if text else None
            elif action == END_PARAGRAPH:
                self._end_paragraph()
            elif action == BEGIN_CELL:
                self._into = []
                self._cells.append(self._into)
                self._shape.append(cell_code(first, second))
            elif action == BEGIN_ROW:
                self._shape.append(row_code(first))
            elif action == COLUMN:
                self._widths.append(first)
            elif action == BEGIN_TABLE:
                self._shape, self._cells, self._widths = [], [], []
            elif action == END_TABLE:
                self._end_table()
                self._into = self.blocks

    def _end_paragraph(self) -> None:
        text = "".join(self._parts)
        if "\f" in text:
            text = text.strip("\f").replace("\f", "\n")
        if self._number is not None:
            text = joined(self._lists().label(*self._number), text)
        if "\n" in text:
            self._into += text.split("\n")
        else:
            self._into.append(text)

    def _end_table(self) -> None:
        narrow = narrow_columns(self._widths)
        found = grid_of(tuple(self._shape), narrow)
        if found is not None:
            layout, shown, covered = found
            texts = [cell if isinstance(cell, str) else _lines(cell) for cell in self._cells]
            texts.append("")  # for the columns that rows leave free
            printed = tuple([texts[number] for number in shown])
            if not is_prose(printed):
                self.blocks.append(Grid(printed, layout))
                self.covered |= any(texts[number] for number in covered)
                return
        blocks, hidden = settle_rows(self._rows(), narrow)
        self.blocks += blocks
        self.covered |= hidden

    def _rows(self) -> list[WordRow]:
        rows: list[WordRow] = []
        cells = iter(self._cells)
        for code in self._shape:
            if code < 0:
                rows.append(WordRow([], -1 - code))
            else:
                cell = next(cells)
                blocks: list[str | Grid] = [cell] if isinstance(cell, str) else cell
                rows[-1].cells.append(WordCell(code // 3, code % 3, ALONE, blocks))
        return rows


def _lines(blocks: list[str | Grid]) -> str:
    return "\n".join(block for block in blocks if isinstance(block, str) and block)
