"""Markdown, plain text and tables of text."""

from __future__ import annotations

import csv as tables
from collections.abc import Collection
from io import StringIO
from random import Random
from typing import Literal

from formats.blocks import filled, texts_of, title_of
from govinfo.model import Document, Table

MARKDOWN_HABITS = (
    "bare",  # no pipes at the ends of a line
    "padded",  # columns of equal width
    "aligned",
    "repeat",  # spanned places repeat the text
    "escaped",  # marks of Markdown behind backslashes
    "blank_head",  # an empty header, the table's own below it
    "front_matter",
    "html_tables",
    "bold",
)
CSV_HABITS = ("gbk", "bom", "tabs", "semicolons", "quoted", "utf16", "repeat", "ragged")


def text(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """One cell per line, as copied from a page."""
    return "\n".join(texts_of(document)).encode()


def markdown(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as Markdown."""
    parts = []
    if "front_matter" in habits:
        parts.append(f"---\ntitle: {title_of(document)}\npages: 97\n---")
    for block in document.blocks:
        if not isinstance(block, Table):
            parts.append(_escaped(block.text, habits))
        elif "html_tables" in habits:
            parts.append(_html(block))
        else:
            parts.append(_pipes(block, habits))
    return ("\n\n".join(parts) + "\n").encode()


def _escaped(line: str, habits: Collection[str], *, cell: bool = False) -> str:
    bold = "bold" in habits and line.strip() == line != "" and "*" not in line and len(line) < 30
    for mark in "\\`*_[]<>" if "escaped" in habits else "\\":
        line = line.replace(mark, f"\\{mark}")
    if cell:
        line = line.replace("|", "\\|").replace("\n", "<br>")
    return f"**{line}**" if bold else line


def _pipes(table: Table, habits: Collection[str]) -> str:
    rows = [
        [_escaped(place, habits, cell=True) for place in row]
        for row in filled(table, repeat="repeat" in habits)
    ]
    if "blank_head" in habits:
        rows.insert(0, [""] * table.n_columns)
    widths = [3] * table.n_columns
    if "padded" in habits:
        widths = [max(3, *(len(row[n]) for row in rows)) for n in range(table.n_columns)]
    rule = [(":" if "aligned" in habits else "-") + "-" * (width - 1) for width in widths]
    out = []
    for row in [rows[0], rule, *rows[1:]]:
        inner = " | ".join(place.ljust(width) for place, width in zip(row, widths, strict=True))
        if "bare" in habits and table.n_columns > 1 and row[0].strip() and row[-1].strip():
            out.append(inner)
        else:
            out.append(f"| {inner} |")
    return "\n".join(out)


def _html(table: Table) -> str:
    rows = []
    for number in range(table.n_rows):
        cells = "".join(
            f'<td rowspan="{c.row_span}" colspan="{c.column_span}">{c.text}</td>'.replace(
                "\n", "<br>"
            )
            for c in table.cells
            if c.row == number
        )
        rows.append(f"<tr>{cells}</tr>")
    return "\n".join(["<table>", *rows, "</table>"])


def csv(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as lines of values, paragraphs in the first column."""
    rows: list[list[str]] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows += filled(block, repeat="repeat" in habits)
        else:
            rows.append([block.text])
    mark = "\t" if {"tabs", "utf16"} & {*habits} else ";" if "semicolons" in habits else ","
    width = max(map(len, rows), default=1)
    if "ragged" in habits and mark != "\t":  # lines of tabs that differ are copied, not saved
        width = 1
    quoting: Literal[0, 1] = tables.QUOTE_ALL if "quoted" in habits else tables.QUOTE_MINIMAL
    out = StringIO()
    writer = tables.writer(out, delimiter=mark, quoting=quoting)
    writer.writerows([*row, *[""] * (width - len(row))] for row in rows)
    if "utf16" in habits:
        return out.getvalue().encode("utf-16")
    if "gbk" in habits:
        return out.getvalue().encode("gb18030")
    return out.getvalue().encode("utf-8-sig" if "bom" in habits else "utf-8")
