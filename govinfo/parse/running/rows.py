"""Tables in text whose lines are rows: cells between pipes or tabs.

Only blocks whose lines all have the same number of cells are grids; anything else is
left to the reading by labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from govinfo.model import Document, Layout, Paragraph, Table
from govinfo.parse.sheet import Place

_RULE = re.compile(r"[ \t]*+\|?(?:[ \t]*+:?-{3,}:?[ \t]*+\|)++[ \t]*+(?::?-{3,}:?)?[ \t]*")
_BREAK = re.compile(r"<br\s*/?>")
_LINES_PER_TORN = 20
_FEWEST_ROWS = 3
_FEWEST_CELLS = 3


class Edges(NamedTuple):
    """Whether a line with pipes begins and ends with one."""

    opened: bool
    closed: bool


_FENCED = Edges(opened=True, closed=True)


def row_tables(document: Document) -> list[Table]:
    """Grids of lines with a constant number of cells, numbered after the page's own tables."""
    if "|" not in document.text and "\t" not in document.text:
        return []
    found: list[Table] = []
    number = sum(isinstance(block, Table) for block in document.blocks)
    block: list[tuple[list[str], int]] = []
    edges = fences(document.text)
    for paragraph in document.blocks:
        if not isinstance(paragraph, Paragraph):
            continue
        line = paragraph.text
        if not line.strip() or is_rule(line):
            continue
        cells = split_row(line, edges)
        if block and len(cells) != len(block[-1][0]):
            found += _table(block, number + len(found) + 1)
            block = []
        if len(cells) >= _FEWEST_CELLS:
            block.append((cells, paragraph.start))
    return found + _table(block, number + len(found) + 1)


class Ragged(NamedTuple):
    """Lines of cells that lost their spans, and where each of their cells stands in the text."""

    table: Table
    places: Mapping[tuple[int, int], Place]


def ragged_tables(document: Document) -> list[Ragged]:
    """Lines parted by pipes or tabs, each with its own cells alone, numbered from 1.

    Lines of always as many cells are none: they are grids.
    """
    if "|" not in document.text and "\t" not in document.text:
        return []
    edges = fences(document.text)
    found: list[Ragged] = []
    block: list[tuple[list[str], str, int]] = []
    for paragraph in (*document.blocks, None):
        if isinstance(paragraph, Paragraph):
            line = paragraph.text
            if not line.strip() or is_rule(line):
                continue
            cells = split_row(line, edges)
            if cells:
                block.append((cells, line, paragraph.start))
                continue
        counts = tuple(len(cells) for cells, _, _ in block)
        if len(block) >= _FEWEST_ROWS and len(set(counts)) > 1 and max(counts) >= _FEWEST_CELLS:
            found.append(_ragged(block, counts, len(found) + 1))
        block = []
    return found


def _ragged(
    block: list[tuple[list[str], str, int]], counts: tuple[int, ...], number: int
) -> Ragged:
    rows = tuple(row for row, n in enumerate(counts) for _ in range(n))
    columns = tuple(column for n in counts for column in range(n))
    ones = (1,) * len(rows)
    texts = tuple(text for cells, _, _ in block for text in cells)
    layout = Layout(rows, columns, ones, ones, len(counts), max(counts))
    places: dict[tuple[int, int], Place] = {}
    for row, (cells, line, start) in enumerate(block, start=1):
        at = 0
        for column, cell in enumerate(cells, start=1):
            begin = max(at, line.find(cell, at))
            at = begin + len(cell)
            places[row, column] = (0, start + begin, max(start + at - 1, start + begin))
    return Ragged(Table(number, texts, layout, block[0][2]), places)


def is_rule(line: str) -> bool:
    """Whether a line is the rule under the head of a Markdown table."""
    return "---" in line and _RULE.fullmatch(line) is not None


def fences(text: str) -> Edges:
    r"""How the lines with pipes begin and end, a torn line aside.

    Examples
    --------
    >>> fences("规章 | 0 |\n | 2 |")
    Edges(opened=False, closed=True)
    """
    lines = [line.strip() for line in text.split("\n") if "|" in line]
    # Where all lines have as many pipes, none is torn: those at the edge are not fences.
    whole = len({line.count("|") for line in lines}) == 1
    most = 0 if whole else len(lines) // _LINES_PER_TORN
    return Edges(
        sum(not line.startswith("|") for line in lines) <= most,
        sum(not line.endswith("|") for line in lines) <= most,
    )


def split_row(line: str, edges: Edges = _FENCED) -> list[str]:
    """The cells of one line, or an empty list where neither pipes nor tabs part it.

    A pipe at an edge is no wall between two cells, unless the other lines do without.

    Examples
    --------
    >>> split_row("| 规章 | 0 |  | 2 |")
    ['规章', '0', '', '2']
    """
    if "|" in line:
        inner = line.strip().removeprefix("|" if edges.opened else "")
        inner = inner.removesuffix("|" if edges.closed else "")
        cells = inner.split("|")
        if "<" in line:
            cells = [_BREAK.sub("\n", cell) for cell in cells]
        return [cell.strip() for cell in cells]
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
