"""One statutory table as it fills up: cells by row and column, conflicts, strangers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from govinfo.parse.cells import Number, in_unit, read_number
from govinfo.parse.lists.rowforms import RowForm
from govinfo.registry import metric_rows, rows

#: Where a cell stands: (table, row, column) from 1, or (0, first, last character).
Place = tuple[int, int, int]

_UNPLACED = Number(math.nan, "unplaced")
_UNREADABLE = Number(math.nan, "unreadable")


@dataclass(frozen=True, slots=True)
class Fact:
    """One cell of a form with its reading."""

    metric: str
    form: str
    value: float
    status: str
    method: str
    raw: str
    place: Place
    unit_unstated: bool = False


@dataclass(slots=True)
class Entry:
    """What was read for one slot before its form is known.

    ``status`` is set where the print could not be placed; ``value`` where it was cut
    out of a run of digits, which is then the ``raw``.
    """

    raw: str
    place: Place
    method: str
    status: str | None = None
    stated_unit: str = ""
    value: float | None = None


@dataclass(slots=True)
class Sheet:
    """A statutory table of one document, by row key and column key.

    ``entries`` holds what is certain to belong to a slot; a slot that two different
    prints claim is in ``disputed``. ``strangers`` are rows of no form. ``tables`` are the
    numbers of the tables that hold any part of it. ``layout`` is the form where it is a
    list of rows and known from the start. ``waiting`` are rows whose cells are known, by
    column, but not proven.
    """

    kind: str
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    disputed: set[tuple[str, str]] = field(default_factory=set)
    strangers: list[str] = field(default_factory=list)
    extra_columns: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows_seen: set[str] = field(default_factory=set)
    columns_seen: set[str] = field(default_factory=set)
    tables: set[int] = field(default_factory=set)
    layout: RowForm | None = None
    waiting: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def put(self, row: str, column: str, entry: Entry) -> None:
        """Claim a slot; a second, different print makes it disputed."""
        slot = (row, column)
        known = self.entries.get(slot)
        if known is None:
            self.entries[slot] = entry
        elif _print(known) != _print(entry):
            self.disputed.add(slot)

    def row_uncertain(
        self, row: str, columns: Iterable[str], status: str, raw: str, place: Place
    ) -> None:
        """Mark all cells of a row ``unplaced`` or ``unreadable``; ``raw`` is the run."""
        for column in columns:
            self.put(row, column, Entry(raw, place, "", status))


def _print(entry: Entry) -> tuple[str, str | None, float | None]:
    return entry.raw.strip(), entry.status, entry.value


def merge(one: Sheet, other: Sheet) -> Sheet:
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
        tables=one.tables | other.tables,
        layout=one.layout,
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


def distrust(sheet: Sheet) -> None:
    """Take back a table whose printed sums mostly fail: its heads stand over other columns.

    One row or block that does not add up is a finding about the report; where most
    don't, it is our reading that is wrong. Where the page lacks a column, the parts may
    only fall short of the total.
    """
    if sheet.kind == "proactive":
        return
    holds = fails = 0
    by_row: dict[str, dict[str, Entry]] = {}
    for (row, column), entry in sheet.entries.items():
        by_row.setdefault(row, {})[column] = entry
    for cells in by_row.values():
        if any(entry.status is not None or entry.value is not None for entry in cells.values()):
            continue
        numbers = {column: read_number(entry.raw) for column, entry in cells.items()}
        total = numbers.pop("total", None)
        if total is None or any(n.status != "reported" for n in (total, *numbers.values())):
            continue
        parts = sum(number.value for number in numbers.values())
        if parts or total.value:
            whole = len(cells) == len(form_columns(sheet.kind))
            right = parts == total.value if whole else parts <= total.value
            holds, fails = holds + right, fails + (not right)
    if fails >= 2 and fails > holds:
        sheet.notes.append(
            f"header_conflict: {fails} of {fails + holds} rows or blocks of the {sheet.kind} table "
            "do not add up as they stand under its heads"
        )
        for entry in sheet.entries.values():
            entry.status = "unplaced"


@cache
def form_columns(kind: str) -> frozenset[str]:
    """The column keys of a statutory table."""
    return frozenset(column for form in forms_of(kind) for _, column in form_slots(form))


@cache
def form_slots(form: str) -> dict[tuple[str, str], str]:
    """Slot (row key, column key) to metric id, in the form's printed order."""
    slots: dict[tuple[str, str], str] = {}
    known = metric_rows()
    for row in rows("forms"):
        if row["form"] != form:
            continue
        name = row["metric"]
        info = known[name]
        if info["section"] == "requests":
            slots[info["item"], info["party"]] = name
        else:
            item, _, column = name.partition(".")
            slots[item, column] = name
    return slots


def choose_form(sheet: Sheet) -> str:
    """The form whose cells a sheet holds, from its labels alone, never from the year.

    The one of whose own rows and columns, which no other form of the table has, most
    were seen; the first in the registry where none was.
    """
    seen = sheet.rows_seen | sheet.columns_seen
    return max(forms_of(sheet.kind), key=lambda form: len(_own_labels(form, sheet.kind) & seen))


@cache
def forms_of(kind: str) -> tuple[str, ...]:
    """The forms of a statutory table, in the registry's order."""
    known = metric_rows()
    return tuple(
        dict.fromkeys(
            row["form"] for row in rows("forms") if known[row["metric"]]["section"] == kind
        )
    )


@cache
def _own_labels(form: str, kind: str) -> frozenset[str]:
    """Keys of rows and columns that only this form of the table has."""
    keys = {name: {key for slot in form_slots(name) for key in slot} for name in forms_of(kind)}
    others = (keys[name] for name in keys if name != form)
    return frozenset(keys[form].difference(*others))


def facts_of(sheet: Sheet) -> list[Fact]:
    """Every cell of the sheet's form, in printed order; what was not found is absent."""
    layout = sheet.layout
    form = choose_form(sheet) if layout is None else layout.name
    slots = form_slots(form) if layout is None else layout.slots
    known = metric_rows() if layout is None else layout.info
    found: list[Fact] = []
    # Two prints of one row are two rows: where they differ in one cell, none of the
    # row's cells is certain; where most rows do, none of the table's is.
    disputed = {row for row, _ in sheet.disputed}
    if 2 * len(disputed) > len(sheet.rows_seen or disputed):
        disputed = {row for row, _ in sheet.entries}
    for slot, name in slots.items():
        entry = sheet.entries.get(slot)
        if entry is None:
            found.append(Fact(name, form, math.nan, "absent", "", "", (0, 0, 0)))
            continue
        unstated = False
        if slot[0] in disputed:
            number = _UNPLACED
        elif entry.status is not None:
            number = Number(math.nan, entry.status)
        elif entry.value is not None:
            number = Number(entry.value, "reported")
        else:
            number, unstated = read_cell(entry.raw, known[name], entry.stated_unit)
        method = entry.method if number.status in ("reported", "blank", "not_applicable") else ""
        found.append(
            Fact(name, form, number.value, number.status, method, entry.raw, entry.place, unstated)
        )
    return found


def read_cell(raw: str, info: Mapping[str, str], stated_unit: str) -> tuple[Number, bool]:
    """The number in a metric's cell, in its unit, and whether a unit it wants is nowhere."""
    number = read_number(raw, info["kind"])
    if number.status != "reported" or info["kind"] != "money":
        return number, False
    if not (number.unit or stated_unit):
        return number, number.value != 0
    value = in_unit(number, info["unit"], stated_unit)
    # A unit that is no unit of 元 says nothing about 万元.
    return Number(value, "unreadable" if math.isnan(value) else "reported"), False
