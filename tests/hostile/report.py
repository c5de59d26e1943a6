"""A good report, whose paragraphs and tables go into files of every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from govinfo.model import Paragraph, Table
from govinfo.read import read_document

SAMPLES = Path(__file__).parents[2] / "data" / "reports"
PAGE = SAMPLES / "by_hand" / "putian_2021_nested.html"

Block = Paragraph | Table


@cache
def blocks() -> tuple[Block, ...]:
    """The paragraphs and tables of a report."""
    return read_document(PAGE.read_bytes(), path=PAGE.name).blocks


def rows(table: Table) -> list[list[tuple[str, int, int]]]:
    """The cells of a table by row, each with the rows and columns it spans."""
    found: list[list[tuple[str, int, int]]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        found[cell.row].append((cell.text, cell.row_span, cell.column_span))
    return found


def spread(table: Table) -> list[list[str]]:
    """The grid of a table; a cell's text stands where the cell begins."""
    grid = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text.replace("\n", " ")
    return grid


def lines() -> list[str]:
    """The report with one cell per line."""
    found: list[str] = []
    for block in blocks():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [cell.text.replace("\n", "") for cell in block.cells]
    return found


def all_rows() -> list[list[str]]:
    """The report as rows of one sheet."""
    found: list[list[str]] = []
    for block in blocks():
        found += [[block.text]] if isinstance(block, Paragraph) else spread(block)
    return found


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of the parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            # That name is packed in no OpenDocument file.
            own = zipfile.ZIP_STORED if name == "mimetype" else method
            archive.writestr(zipfile.ZipInfo(name), content, own)
    return file.getvalue()
