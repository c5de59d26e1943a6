"""Tables that fit no registered form: every value kept with the labels it stands under."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from govinfo.frames import pack_state
from govinfo.model import Document, OtherColumns, Paragraph, Table
from govinfo.parse.fold import Folded
from govinfo.parse.leftover.cells import OtherCell
from govinfo.parse.leftover.grids import is_data, read_other_grid
from govinfo.parse.leftover.text import as_title, text_tables
from govinfo.parse.placed import Placed

_Found = tuple[int, str, Sequence[OtherCell]]


def find_others(document: Document, folded: Folded, placed: Placed) -> OtherColumns | None:
    """The tables of data of which no cell belongs to a registered form.

    Parameters
    ----------
    document : Document
        As read.
    folded : Folded
        Its text, folded.
    placed : Placed
        What the readers of the registered forms took from it.

    Returns
    -------
    OtherColumns or None
        None where there is no such table, as in most reports.
    """
    grids: set[int] = set()
    if placed.tables:
        grids = {block.number for block in document.blocks if isinstance(block, Table)}
    found: list[_Found] = []
    for table in placed.tables:
        if table.number in grids and table.number not in placed.taken and is_data(table):
            title, cells = read_other_grid(table)
            found.append((table.number, title or _title_before(document, table), cells))
    # Where grids of the page hold a form, its tables are grids and not lines of text.
    if grids.isdisjoint(placed.taken):
        lines = [table for table in placed.tables if table.number not in grids]
        found += _in_text(document, folded, placed, lines)
    found = [one for one in found if one[2]]
    return _columns(found) if found else None


def _in_text(
    document: Document, folded: Folded, placed: Placed, lines: Sequence[Table]
) -> list[_Found]:
    """Tables whose rows are lines of text, then those in running text."""
    text = document.text
    loose = [table for table in lines if table.number not in placed.taken]
    running = list(text_tables(text, folded))
    if not (loose or running):
        return []
    columns = placed.columns
    places = set(zip(columns.table, columns.first, columns.last, strict=True))
    used = [(first, last + 1) for table, first, last in places if table == 0 and last > 0]
    used += [(table.start, _end(text, table)) for table in lines if table not in loose]

    def is_free(start: int, end: int) -> bool:
        return not any(first < end and start < last for first, last in used)

    found: list[_Found] = []
    for table in loose:
        span = (table.start, _end(text, table))
        title, cells = read_other_grid(table) if is_free(*span) else ("", [])
        if cells:
            used.append(span)
            found.append((table.number, title or as_title(text, table.start), cells))
    number = max((table.number for table in placed.tables), default=0)
    for one in running:
        if is_free(one.start, one.end):
            number += 1
            found.append((number, one.title, one.cells))
    return found


def _end(text: str, table: Table) -> int:
    """Where the lines of a table end in the text."""
    here = table.start
    for cell in table.cells:
        at = text.find(cell.text, here)
        here = here if at < 0 else at + len(cell.text)
    return here


def _title_before(document: Document, table: Table) -> str:
    """The line right above a table, if it is short and no sentence."""
    above = ""
    for block in document.blocks:
        if block is table:
            break
        if isinstance(block, Table):
            above = ""
        elif isinstance(block, Paragraph) and block.text.strip():
            above = block.text
    return as_title(above, len(above), whole=True)


def _columns(tables: Sequence[_Found]) -> OtherColumns:
    numbers = [number for number, _, cells in tables for _ in cells]
    cells = [cell for _, _, found in tables for cell in found]
    return OtherColumns(
        table=array("i", numbers),
        row=array("i", [cell.row for cell in cells]),
        column=array("i", [cell.column for cell in cells]),
        row_label=[cell.row_label for cell in cells],
        column_label=[cell.column_label for cell in cells],
        value=array("d", [cell.number.value for cell in cells]),
        state=bytearray(pack_state(cell.number.status) for cell in cells),
        unit=[cell.unit for cell in cells],
        raw=[cell.raw for cell in cells],
        first=array("i", [cell.start for cell in cells]),
        last=array("i", [max(cell.end - 1, cell.start) for cell in cells]),
        titles={number: title for number, title, _ in tables if title},
    )
