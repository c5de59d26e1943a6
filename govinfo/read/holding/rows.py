"""Tables of crawled pages as CSV and the like: a page a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding.fields import Found, header_of_crawl, page_of
from govinfo.read.holding.flow import Opened, Part, Watch
from govinfo.read.holding.lines import watch_records, with_pages
from govinfo.read.holding.textlines import lines, utf8_or_wide

_MOST_LINES = 1_000_000  # of a row
_MEND = "Save the table again with its cells quoted."


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the pages of a table, named by their rows: the header is row 1.

    Raises
    ------
    RefusalError
        If no row holds a page, or a cell has no end.
    """
    yield from with_pages(_rows(_Lines(opened, watch.limits)))


@dataclass(slots=True)
class _Lines:
    """The lines that the table's reader takes, and what was seen in them for one row."""

    opened: Opened
    limits: Limits
    delimiter: str = ","
    quotes: int = 0
    count: int = 0
    problem: RefusalError | BeyondLimitError | None = None

    def __iter__(self) -> Iterator[str]:
        for line in lines(utf8_or_wide(self.opened), self.limits.document_bytes):
            if isinstance(line, str):
                self.quotes += line.count('"')
                self.count += 1
                if self.count > _MOST_LINES:
                    raise RefusalError(f"has a row of more than {_MOST_LINES:,} lines", _MEND)
                if len(line) > _MOST_LINES and line.count(self.delimiter) > _MOST_LINES:
                    raise RefusalError(f"has a row of more than {_MOST_LINES:,} cells", _MEND)
                yield line
            else:
                self.problem = self.problem or line
                yield "\n"


def _rows(source: _Lines) -> Iterator[tuple[str, Found | RefusalError | BeyondLimitError]]:
    incoming = iter(source)
    header = header_of_crawl(next(incoming, "").strip("\r\n"))
    if header is None:
        raise RefusalError("is no table of pages", "Name its columns url, title and content.")
    source.delimiter, columns = header
    reader = csv.reader(incoming, delimiter=source.delimiter)
    number = 1
    while True:
        number += 1
        watch_records(number - 1, source.limits)
        source.quotes, source.count, source.problem = 0, 0, None
        try:
            row = _row(reader, source.limits)
        except csv.Error as error:
            # Behind a cell without an end nothing can be told apart.
            raise RefusalError(f"has a row that is none ({error})", _MEND) from error
        if row is None:
            return
        item = _item(row, columns, source)
        if item is not None:
            yield f"row {number}", item


def _row(reader: Iterator[list[str]], limits: Limits) -> list[str] | None:
    """The next row; the module's bound on a cell holds for others too and is put back."""
    before = csv.field_size_limit(limits.document_bytes)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def _item(
    row: list[str], columns: list[str], source: _Lines
) -> Found | RefusalError | BeyondLimitError | None:
    if source.problem is not None:
        return source.problem
    if not any(cell.strip() for cell in row):
        return None
    if source.quotes % 2:
        return RefusalError("has a quotation mark without its other half", _MEND)
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        return RefusalError("has more cells than the table has columns", _MEND)
    return page_of(dict(zip(columns, row, strict=False)))
