"""The statutory tables of a document, from real grids and from running text together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from govinfo.model import Document, Table
from govinfo.parse import running
from govinfo.parse.fold import Folded, fold
from govinfo.parse.grids.disputes import Waiting, read_disputes
from govinfo.parse.grids.heads import Heads
from govinfo.parse.grids.proactive import read_proactive
from govinfo.parse.grids.requests import read_requests
from govinfo.parse.labels import STATUTORY
from govinfo.parse.lists.sheets import holds_list, read_lists
from govinfo.parse.placed import Placed, place_facts
from govinfo.parse.plans import Plans
from govinfo.parse.running.plans import TextPlans
from govinfo.parse.running.rows import row_tables
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
    for sheet in sheets.values():
        distrust(sheet)
    order = [*STATUTORY, *(kind for kind in sheets if kind not in STATUTORY)]
    return {kind: sheets[kind] for kind in order if kind in sheets}, (*grids, *lines)


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
    return {kind: sheets[kind] for kind in STATUTORY if kind in found}
