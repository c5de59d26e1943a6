"""The statutory tables of a document, from real grids and from running text together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from govinfo.model import Document, Table
from govinfo.parse import stream
from govinfo.parse.fold import Folded
from govinfo.parse.grid import read_disputes, read_proactive, read_requests
from govinfo.parse.heads import Heads
from govinfo.parse.labels import STATUTORY
from govinfo.parse.placed import Placed, place_facts
from govinfo.parse.plans import Plans
from govinfo.parse.rows import row_tables
from govinfo.parse.running import Running
from govinfo.parse.sheet import Entry, Sheet, distrust


class _GridReader(Protocol):
    def __call__(self, table: Table, sheet: Sheet, method: str) -> bool: ...


_plans = Plans()


def read_tables(document: Document, folded: Folded) -> Placed:
    """The facts of every statutory table found, and all tables that were looked at.

    Parameters
    ----------
    document : Document
        As read.
    folded : Folded
        Its text, folded.
    """
    grids = tuple(block for block in document.blocks if isinstance(block, Table))
    known = _plans.recall(grids)
    if known is not None:
        return known
    sheets, tables = read_sheets(document, folded)
    placed = place_facts(sheets, tables)
    _plans.learn(grids, sheets, placed)
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
            "proactive": stream.read_proactive,
            "requests": stream.read_requests,
            "disputes": stream.read_disputes,
        }
        for kind in missing:
            by_label = Sheet(kind)
            found = readers[kind](text, by_label)
            if kind in by_line:
                sheets[kind] = _merge(by_line[kind], by_label) if found else by_line[kind]
            elif found:
                sheets[kind] = by_label
    for sheet in sheets.values():
        distrust(sheet)
    order = [*STATUTORY, *(kind for kind in sheets if kind not in STATUTORY)]
    return {kind: sheets[kind] for kind in order if kind in sheets}, (*grids, *lines)


def _from_grids(tables: Iterable[Table], method: str) -> dict[str, Sheet]:
    sheets = {kind: Sheet(kind) for kind in STATUTORY}
    carried = {"proactive": Heads(), "requests": Heads()}

    def proactive(table: Table, sheet: Sheet, method: str) -> bool:
        return read_proactive(table, sheet, carried["proactive"], method)

    def requests(table: Table, sheet: Sheet, method: str) -> bool:
        return read_requests(table, sheet, carried["requests"], method)

    readers: dict[str, _GridReader] = {
        "proactive": proactive,
        "requests": requests,
        "disputes": read_disputes,
    }
    found: set[str] = set()
    for table in tables:
        for kind, read in readers.items():
            if read(table, sheets[kind], method):
                found.add(kind)
    return {kind: sheets[kind] for kind in STATUTORY if kind in found}


def _merge(one: Sheet, other: Sheet) -> Sheet:
    """Two readings of one table: what either is certain of; contradictions are disputed."""
    merged = Sheet(
        one.kind,
        dict(one.entries),
        one.disputed | other.disputed,
        [*one.strangers] or [*other.strangers],
        [*one.extra_columns],
        [*one.notes, *other.notes],
        one.rows_seen | other.rows_seen,
        one.columns_seen | other.columns_seen,
    )
    for slot, entry in other.entries.items():
        known = merged.entries.get(slot)
        if known is None or _rank(known) < _rank(entry):
            merged.entries[slot] = entry
        elif _rank(known) == _rank(entry) and known.status is None:
            merged.put(*slot, entry)
    return merged


def _rank(entry: Entry) -> int:
    """A placed print counts more than a run that could not be placed."""
    if entry.status is None:
        return 2
    return 0 if entry.status == "blank" else 1
