"""Sheets of xlsx, xls and ods workbooks as paragraphs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError
from govinfo.read.ole import open_container
from govinfo.read.package import Package
from govinfo.read.page import Grid
from govinfo.read.sheets.blocks import Blocks
from govinfo.read.sheets.ods import read_ods
from govinfo.read.sheets.page import Page, shown_part
from govinfo.read.sheets.xls import read_xls
from govinfo.read.sheets.xlsx import read_xlsx

_COMPOUND = b"\xd0\xcf\x11\xe0"
_PROPERTIES_PARTS = ("docProps/core.xml", "meta.xml")
_PROPERTIES = {
    **{name: name for name in ("title", "subject", "creator", "created", "modified")},
    **{"initial-creator": "creator", "creation-date": "created", "date": "modified"},
}
_MOST_PROPERTY = 10_000  # characters
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

    Notes
    -----
    Libraries that give the values of cells alone do not do: 5 with a raised note 1 is 51 to
    them, 50% is 0.5, hidden rows are shown, and a single cell in the last row and column
    ends the process for want of memory.
    """
    warnings: list[str] = []
    if data.startswith(_COMPOUND):
        with open_container(data) as container:
            pages, hidden = read_xls(container, limits)
            metadata = container.metadata()
    else:
        package = Package(data, limits)
        read_pages = read_ods if "content.xml" in package else read_xlsx
        pages, hidden = read_pages(package, limits)
        metadata = _properties(package, warnings)
    warnings += [f"hidden_left_out: the sheet {name} is hidden" for name in hidden]
    cut = Blocks(limits)
    blocks: list[str | Grid] = []
    for page in pages:
        shown, n_rows, n_columns = shown_part(page)
        warnings += _doubts(page, n_rows, n_columns)
        found = cut.of(shown)
        if found and not _UNNAMED.fullmatch(page.name.strip()):
            blocks.append(page.name)
        blocks += found
    return Content(blocks, metadata, warnings=(*warnings, *cut.warnings))


def _properties(package: Package, warnings: list[str]) -> tuple[tuple[str, str], ...]:
    """Title, author and dates that a workbook gives of itself."""
    part = next((name for name in _PROPERTIES_PARTS if name in package), None)
    if part is None:
        return ()
    try:
        root = package.tree(part)
    except RefusalError as error:
        warnings.append(f"metadata: its properties cannot be read: it {error.problem}")
        return ()
    pairs = ((entry.tag.rpartition("}")[2], (entry.text or "").strip()) for entry in root.iter())
    return tuple(
        (_PROPERTIES[name], text)
        for name, text in pairs
        if name in _PROPERTIES and 0 < len(text) <= _MOST_PROPERTY
    )


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
