"""Tables in text whose lines are rows: cells between pipes or tabs.

Only blocks whose lines all have the same number of cells are grids; anything else is
left to the reading by labels.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govinfo.model import Document, Layout, Paragraph, Table

_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?)?[ \t]*")
_BREAK = re.compile(r"<br\s*/?>")
_FEWEST_ROWS = 3
_FEWEST_CELLS = 3


def row_tables(document: Document) -> list[Table]:
    """Grids of lines with a constant number of cells, numbered after the page's own tables."""
    found: list[Table] = []
    number = sum(isinstance(block, Table) for block in document.blocks)
    block: list[tuple[list[str], int]] = []
    for paragraph in document.blocks:
        if not isinstance(paragraph, Paragraph):
            continue
        if not paragraph.text.strip() or _RULE.fullmatch(paragraph.text):
            continue
        cells = split_row(paragraph.text)
        if block and len(cells) != len(block[-1][0]):
            found += _table(block, number + len(found) + 1)
            block = []
        if len(cells) >= _FEWEST_CELLS:
            block.append((cells, paragraph.start))
    return found + _table(block, number + len(found) + 1)


def split_row(line: str) -> list[str]:
    """The cells of one line, or an empty list where neither pipes nor tabs part it.

    Examples
    --------
    >>> split_row("| 规章 | 0 |  | 2 |")
    ['规章', '0', '', '2']
    """
    if "|" in line:
        text = line.strip()
        inner = text.removeprefix("|").removesuffix("|")
        return [_BREAK.sub("\n", cell).strip() for cell in inner.split("|")]
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return []


def _table(block: list[tuple[list[str], int]], number: int) -> list[Table]:
    if len(block) < _FEWEST_ROWS:
        return []
    texts = tuple(text for cells, _ in block for text in cells)
    return [Table(number, texts, _layout(len(block), len(block[0][0])), block[0][1])]


@lru_cache(maxsize=256)
def _layout(n_rows: int, n_columns: int) -> Layout:
    """Cells without spans."""
    rows, columns = zip(*((i, j) for i in range(n_rows) for j in range(n_columns)), strict=True)
    ones = (1,) * (n_rows * n_columns)
    return Layout(rows, columns, ones, ones, n_rows, n_columns)
