"""What placing the numbers of a document's tables gives: fact columns and what to know of them."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from govinfo.frames import pack_state
from govinfo.model import FactColumns, Table
from govinfo.parse.sheet import Fact, Sheet, facts_of


@dataclass(frozen=True, slots=True)
class Placed:
    """The tables of a document, read.

    ``kinds`` are those found; ``notes`` are warnings, each ``"diagnostic: explanation"``;
    ``tables`` are all that were looked at, ``taken`` the numbers of those that hold a form.
    """

    kinds: tuple[str, ...]
    forms: tuple[str, ...]
    columns: FactColumns
    notes: tuple[str, ...]
    tables: tuple[Table, ...]
    taken: frozenset[int]


def place_facts(sheets: Mapping[str, Sheet], tables: tuple[Table, ...]) -> Placed:
    """The facts of all sheets, in the order of the report's sections, as columns."""
    facts = [fact for sheet in sheets.values() for fact in facts_of(sheet)]
    forms = tuple(dict.fromkeys(fact.form for fact in facts))
    notes = tuple(_notes(sheets, facts))
    columns = _columns(facts)
    held = (number for sheet in sheets.values() for number in sheet.tables)
    taken = frozenset({*held, *columns.table} - {0})
    return Placed(tuple(sheets), forms, columns, notes, tables, taken)


def _columns(facts: Sequence[Fact]) -> FactColumns:
    table, first, last = (array("i", [fact.place[i] for fact in facts]) for i in range(3))
    return FactColumns(
        [fact.metric for fact in facts],
        [fact.form for fact in facts],
        array("d", [fact.value for fact in facts]),
        bytearray(pack_state(fact.status, fact.method) for fact in facts),
        [fact.raw for fact in facts],
        table,
        first,
        last,
        frozenset(fact.metric for fact in facts if fact.unit_unstated),
    )


def _notes(sheets: Mapping[str, Sheet], facts: Sequence[Fact]) -> Iterator[str]:
    for kind, sheet in sheets.items():
        for stranger in dict.fromkeys(sheet.strangers):
            yield f"extra_row: in the {kind} table, of no form: {stranger}"
        for extra in dict.fromkeys(sheet.extra_columns):
            yield f"extra_column: in the {kind} table, under no head: {extra}"
        yield from dict.fromkeys(sheet.notes)
        for row, column in sorted(sheet.disputed):
            yield f"unplaced_numbers: {kind}, {row}.{column} is printed twice with two values"
    told = "\n".join(note for sheet in sheets.values() for note in sheet.notes)
    for status in ("unplaced", "unreadable"):
        by_raw = Counter(fact.raw for fact in facts if fact.status == status)
        for raw, cells in by_raw.items():
            if f"({raw.strip()})" in told:
                continue
            yield f"{status}_numbers: {cells} cells share the run “{raw.strip()[:60]}”"
    yield from absent_note([fact.metric for fact in facts if fact.status == "absent"])
    yield from unit_notes((fact.metric, fact.raw) for fact in facts if fact.unit_unstated)


def absent_note(metrics: Sequence[str]) -> Iterator[str]:
    """Say how many cells of the forms are not printed."""
    if metrics:
        yield f"cell_count: {len(metrics)} cells of the form are not printed, from {metrics[0]} on"


def unit_notes(unstated: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Name the amounts without a unit, given as metric and print."""
    for metric, raw in unstated:
        yield f"unit_unstated: {metric} is printed as {raw.strip()} without a unit"
