"""Blocks of a report that was read, as rows to write it again in another format."""

from __future__ import annotations

from govinfo.read import read_document

WIDTH = 400  # of a column


def sample(samples, name="by_hand/putian_2021_nested.html"):
    """The blocks of a sample report."""
    path = samples / name
    return read_document(path.read_bytes(), path=path.name).blocks


def rows_of(table):
    """Rows of cells, each a text, its edges, and whether it is first or next down the column."""
    rows = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            down = "" if cell.row_span == 1 else "first" if row == cell.row else "next"
            text = cell.text if row == cell.row else ""
            edges = cell.column * WIDTH, (cell.column + cell.column_span) * WIDTH
            rows[row].append((text, *edges, down))
    return [sorted(row, key=lambda cell: cell[1]) for row in rows]


def same(found, blocks):
    """Whether two documents say the same in the same places."""

    def plain(block):
        return block.cells if hasattr(block, "cells") else block.text

    return [plain(block) for block in found] == [plain(block) for block in blocks]
