"""Tables of text with delimiters: CSV, and the TSV that spreadsheets call Unicode text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError, watch_cells
from govinfo.read.encoding import decode
from govinfo.read.page import Grid
from govinfo.read.plain.text import lines_of
from govinfo.read.sheets.blocks import Blocks
from govinfo.read.sheets.page import Page, Tally

_DELIMITERS = (",", "\t", ";")
_SAID = re.compile(r"sep=([,;|:\t ])[ \t]*\n")
_FEWEST = 3  # fields in a row, rows that are alike
_NEARLY_ALL = 0.9
_BLANKS = 20  # empty fields for each that prints something, at most
_CUT = "truncated: the table breaks off within a row, whose last number may be longer"
#: The warning where a table is not read as one.
AS_LINES = "table_as_lines: the rows of a table contradict one another; it is given as lines"


def read(data: bytes, limits: Limits) -> Content:
    """Read a table of text, or its lines where it turns out to be none.

    Raises
    ------
    RefusalError
        If it cannot be decoded.
    BeyondLimitError
        If it has too many cells.
    """
    try:
        text, encoding, warnings = decode(data)
    except UnicodeError as error:
        raise RefusalError(
            f"cannot be decoded ({error}; it declares no encoding)", "Save it as UTF-8 first."
        ) from error
    watch_cells(max(map(text.count, _DELIMITERS)) // _BLANKS, limits)
    rows = rows_of(text)
    if rows is None:
        return Content([*lines_of(text)], (), encoding, (*warnings, AS_LINES))
    if _breaks_off(text, rows):
        rows[-1][-1] += "\ufffd"  # which makes it unreadable
        warnings = (*warnings, _CUT)
    blocks, doubts = blocks_of(rows, limits)
    return Content(blocks, (), encoding, (*warnings, *doubts))


def _breaks_off(text: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a file ends in a number amid its last row."""
    widths = [len(row) for row in rows[:-1] if len(row) > 1]
    return text[-1:].isdigit() and 1 < len(rows[-1]) < max(widths, default=0)


def blocks_of(rows: Iterable[Sequence[str]], limits: Limits) -> tuple[list[str | Grid], list[str]]:
    """Take rows of cells apart as those of a sheet: its blocks, and warnings."""
    tally = Tally(limits)
    page = Page("the table")
    for number, row in enumerate(rows):
        page.ends[number] = len(row)
        for column, field in enumerate(row):
            tally.put(page, number, (column,), field)
    cut = Blocks(limits)
    return cut.of(page), cut.warnings


def rows_of(text: str, *, part: bool = False) -> list[list[str]] | None:
    r"""Take a table of text apart; None where it is running text.

    Spreadsheets save a row of text without delimiters or with as many as the rows of a
    table near it have. With tabs nearly all rows must have the same number of fields, as
    tabs part the cells of tables in running text too. With ``part``, the text may end
    amid a row.

    Examples
    --------
    >>> rows_of('总计,26,"1,234"\n规章,0,\n其他,-,1\n')
    [['总计', '26', '1,234'], ['规章', '0', ''], ['其他', '-', '1']]
    >>> rows_of("全年收到申请26件,办结26件。\n无。\n") is None
    True
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    said = _SAID.match(text)
    if said:
        return _parsed(text[said.end() :], said[1], part=part)
    for mark in _DELIMITERS:
        enough = text.count(mark) >= _FEWEST * (_FEWEST - 1)
        rows = _parsed(text, mark, part=part) if enough else None
        if rows is not None and _is_table(rows, strict=mark == "\t"):
            return rows
    return None


def looks_parted(head: str) -> bool:
    """Tell a table by the lines that a file begins with."""
    return head.count("\n") >= _FEWEST and rows_of(head, part=True) is not None


def _parsed(text: str, mark: str, *, part: bool) -> list[list[str]] | None:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text), delimiter=mark, strict=True):
            rows.append(row)
    except csv.Error:  # an open quote, or a field longer than any cell
        return rows if part else None
    return rows


def _is_table(rows: Sequence[Sequence[str]], *, strict: bool) -> bool:
    """Whether nearly all rows, or all that are parted, stand among others like them."""
    if strict:
        counts = Counter(len(row) for row in rows if row)
        usual, number = counts.most_common(1)[0] if counts else (0, 0)
        enough = number >= max(_FEWEST, _NEARLY_ALL * counts.total())
        return enough and _FEWEST <= usual == max(counts)
    parted = [len(row) for row in rows if len(row) > 1]
    runs = [(fields, len([*run])) for fields, run in groupby(parted)]
    alike = sum(number for fields, number in runs if fields >= _FEWEST <= number)
    return alike >= max(_FEWEST, _NEARLY_ALL * len(parted))
