"""The statutory tables of a document, from real grids and from running text together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from govinfo.model import Document, Table
from govinfo.parse import running
from govinfo.parse.cells import Number, read_number
from govinfo.parse.fold import Folded, fold
from govinfo.parse.grids.disputes import Waiting, read_disputes
from govinfo.parse.grids.heads import Heads
from govinfo.parse.grids.proactive import read_proactive
from govinfo.parse.grids.requests import read_requests
from govinfo.parse.grids.settling import borne_out, form_rows, settle
from govinfo.parse.labels import STATUTORY
from govinfo.parse.lists.sheets import holds_list, read_lists
from govinfo.parse.placed import Placed, place_facts
from govinfo.parse.plans import Plans
from govinfo.parse.running.plans import TextPlans
from govinfo.parse.running.rows import ragged_tables, row_tables
from govinfo.parse.running.text import Running
from govinfo.parse.sheet import Sheet, distrust, merge
from govinfo.registry import NO_FORMS, OwnForms


class _GridReader(Protocol):
    def __call__(self, table: Table, sheet: Sheet, method: str) -> bool: ...


_plans = Plans()
_text_plans = TextPlans()


def read_tables(
    document: Document,
    folded: Folded | None = None,
    *,
    year: int | None = None,
    own: OwnForms = NO_FORMS,
) -> Placed:
    """The facts of every table of a form found, and all tables that were looked at.

    Parameters
    ----------
    document : Document
        As read.
    folded : Folded, optional
        Its text, folded, if at hand.
    year : int, optional
        The year of the report, which tells columns of several years apart.
    own : OwnForms
        Forms of the user's own.
    """
    grids = tuple(block for block in document.blocks if isinstance(block, Table))
    # Plans are for the statutory tables, whose columns no year decides.
    planned = not holds_list(grids, own)
    known = _plans.recall(grids) if planned else None
    if known is not None:
        return known
    folded = folded or fold(document.text)
    lists = read_lists(document, folded, grids, year=year, own=own)
    known = None if grids or lists else _text_plans.recall(document, folded)
    if known is not None:
        return known
    sheets, tables = read_sheets(document, folded)
    placed = place_facts({**sheets, **lists}, tables)
    if planned and not lists:
        _plans.learn(grids, sheets, placed)
        if not grids:
            _text_plans.learn(document, folded, sheets, placed)
    return placed


def read_sheets(document: Document, folded: Folded) -> tuple[dict[str, Sheet], tuple[Table, ...]]:
    """The sheet of each statutory table found, and all tables that were looked at.

    Real grids come first. What they do not hold is sought in the running text, both
    line by line and by labels; readings that contradict one another are disputed.
    """
    grids = tuple(block for block in document.blocks if isinstance(block, Table))
    sheets = _from_grids(grids, "cell")
    missing = [kind for kind in STATUTORY if kind not in sheets]
    lines: tuple[Table, ...] = ()
    if missing:
        lines = tuple(row_tables(document))
        by_line = _from_grids(lines, "stream")
        text = Running(folded)
        readers: dict[str, Callable[[Running, Sheet], bool]] = {
            "proactive": running.read_proactive,
            "requests": running.read_requests,
            "disputes": running.read_disputes,
        }
        for kind in missing:
            by_label = Sheet(kind)
            found = readers[kind](text, by_label)
            if kind in by_line:
                sheets[kind] = merge(by_line[kind], by_label) if found else by_line[kind]
            elif found:
                sheets[kind] = by_label
        if "requests" in missing and _is_open(sheets.get("requests")):
            whole = _from_ragged(document) or _as_grid(lines)
            if whole is not None:
                sheets["requests"] = _prefer(whole, sheets["requests"])
    for sheet in sheets.values():
        distrust(sheet)
    order = [*STATUTORY, *(kind for kind in sheets if kind not in STATUTORY)]
    return {kind: sheets[kind] for kind in order if kind in sheets}, (*grids, *lines)


def _is_open(sheet: Sheet | None) -> bool:
    """Whether a table was found, and not all of its rows could be placed."""
    return sheet is not None and any(
        entry.status not in (None, "blank") for entry in sheet.entries.values()
    )


def _from_ragged(document: Document) -> Sheet | None:
    """The requests table from lines that lost their spans, where every row is placed."""
    ragged = ragged_tables(document)
    sheet = _every_row([lines.table for lines in ragged])
    if sheet is None:
        return None
    for entry in sheet.entries.values():
        number, row, column = entry.place
        entry.place = ragged[number - 1].places[row, column]
    sheet.tables.clear()
    return sheet


def _as_grid(lines: Sequence[Table]) -> Sheet | None:
    """The requests table from lines that are read as a real grid, if all its sums hold."""
    sheet = _every_row(lines)
    if sheet is None:
        return None
    table: dict[str, dict[str, Number]] = {}
    for (row, column), entry in sheet.entries.items():
        table.setdefault(row, {})[column] = read_number(entry.raw)
    return sheet if borne_out(form_rows(sheet), table) else None


def _every_row(tables: Sequence[Table]) -> Sheet | None:
    """The requests table of grids in which nothing is in doubt."""
    sheet = _from_grids(tables, "cell").get("requests")
    if sheet is None or sheet.disputed or sheet.strangers or sheet.extra_columns:
        return None
    if any(entry.status is not None for entry in sheet.entries.values()):
        return None
    if not sheet.columns_seen.issuperset(column for _, column in sheet.entries):
        return None  # a column whose head is lost may be any other
    placed = {entry.place[:2] for entry in sheet.entries.values()}
    own = {number for number, _ in placed}
    if any(not _filled_rows(table) <= placed for table in tables if table.number in own):
        return None  # a row of numbers that belongs to nothing
    for entry in sheet.entries.values():
        entry.method = "stream"
    return sheet


def _filled_rows(table: Table) -> set[tuple[int, int]]:
    """Table and row, from 1, of the rows that hold several numbers."""
    rows = Counter(cell.row for cell in table.cells if read_number(cell.text).status == "reported")
    return {(table.number, row + 1) for row, n in rows.items() if n > 1}


def _prefer(whole: Sheet, other: Sheet) -> Sheet:
    """A table that came whole, with what another reading disputes; its doubts are settled."""
    if whole.rows_seen < other.rows_seen:
        return other
    merged = merge(whole, other)
    merged.notes = list(whole.notes)
    return merged


def _from_grids(tables: Iterable[Table], method: str) -> dict[str, Sheet]:
    sheets = {kind: Sheet(kind) for kind in STATUTORY}
    carried = {"proactive": Heads(), "requests": Heads()}
    waiting = Waiting()

    def proactive(table: Table, sheet: Sheet, method: str) -> bool:
        return read_proactive(table, sheet, carried["proactive"], method)

    def requests(table: Table, sheet: Sheet, method: str) -> bool:
        return read_requests(table, sheet, carried["requests"], method)

    def disputes(table: Table, sheet: Sheet, method: str) -> bool:
        return read_disputes(table, sheet, waiting, method)

    readers: dict[str, _GridReader] = {
        "proactive": proactive,
        "requests": requests,
        "disputes": disputes,
    }
    found: set[str] = set()
    for table in tables:
        for kind, read in readers.items():
            sheet = sheets[kind]
            n = len(sheet.strangers)
            if read(table, sheet, method):
                found.add(kind)
                sheet.tables.add(table.number)
            else:
                del sheet.strangers[n:]  # rows of a table that is none of this kind
    settle(sheets["requests"])
    return {kind: sheets[kind] for kind in STATUTORY if kind in found}
