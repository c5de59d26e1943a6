"""Sheets of xlsx, xls and ods workbooks as paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govinfo.model import Limits
from govinfo.read.content import Content
from govinfo.read.ole import open_container
from govinfo.read.package import Package
from govinfo.read.page import Grid
from govinfo.read.sheet_blocks import Blocks
from govinfo.read.sheet_ods import read_ods
from govinfo.read.sheet_page import Page, shown_part
from govinfo.read.sheet_xls import read_xls
from govinfo.read.sheet_xlsx import read_xlsx

_COMPOUND = b"\xd0\xcf\x11\xe0"
_UNNAMED = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Content:
    """Read a workbook: each sheet that is shown, its name before it.

    Hidden sheets, rows and columns are left out, and said so. Names that programs give
    (Sheet1) are no words of the document.

    Raises
    ------
    RefusalError
        If it is damaged or protected by a password.
    BeyondLimitError
        If it goes beyond a limit.
    """
    metadata: tuple[tuple[str, str], ...] = ()
    if data.startswith(_COMPOUND):
        with open_container(data) as container:
            pages, hidden = read_xls(container, limits)
            metadata = container.metadata()
    else:
        package = Package(data, limits)
        read_pages = read_ods if "content.xml" in package else read_xlsx
        pages, hidden = read_pages(package, limits)
    warnings = [f"hidden_left_out: the sheet {name} is hidden" for name in hidden]
    cut = Blocks(limits)
    blocks: list[str | Grid] = []
    for page in pages:
        shown, n_rows, n_columns = shown_part(page)
        warnings += _doubts(page, n_rows, n_columns)
        found = cut.of(shown)
        if found and not _UNNAMED.fullmatch(page.name.strip()):
            blocks.append(page.name)
        blocks += found
    return Content(blocks, metadata, warnings=tuple(warnings))


def _doubts(page: Page, n_rows: int, n_columns: int) -> Iterator[str]:
    if n_rows or n_columns:
        yield f"hidden_left_out: {n_rows} rows and {n_columns} columns of {page.name} are hidden"
    if page.uncalculated:
        yield (
            f"not_calculated: {page.uncalculated} formulas of {page.name} have no value; "
            "open it in a spreadsheet program and save it again"
        )
    if page.drawn:
        yield f"drawn_text: text in shapes over {page.name} is not read"
