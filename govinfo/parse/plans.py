"""Grids seen before: where the numbers go in tables of the same labels and spans.

Nearly all reports print the same tables. Once a set of grids has been read cell by cell
and nothing in it was in doubt, a set with the same spans, the same labels in the same
cells and numbers, blanks and dashes in the same places is read the same way, provided
that its sums hold; all others are read cell by cell.
"""

from __future__ import annotations

import copy
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from govinfo.frames import pack_state
from govinfo.model import FactColumns, Table
from govinfo.parse.cells import read_number
from govinfo.parse.labels import STATUTORY, has_han, is_label
from govinfo.parse.placed import Placed, absent_note, unit_notes
from govinfo.parse.sheet import Sheet, form_slots, read_cell
from govinfo.parse.solving.sums import form_sums
from govinfo.registry import metric_rows

_MOST_PLANS = 1_024
_MOST_TEXTS = 65_536
_FEWEST = 2  # facts that a plan is for
_SPECIAL = ("change", "money")  # kinds of metric whose cells carry signs and units
_PLAIN = ("reported", "blank", "not_applicable")
_ABSENT = pack_state("absent")
_METHODS = ("cell", "stream")
_CERTAIN = frozenset(
    [_ABSENT, *(pack_state(status, method) for status in _PLAIN for method in _METHODS)]
)


#: Places of numbers on both sides of a sum.
_Sum: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]


class _Sums:
    """Sums that must hold: one row of signs each, over the places that print a number."""

    def __init__(self, sums: Sequence[_Sum], values: Sequence[float]) -> None:
        self._places = np.array([i for i, v in enumerate(values) if v == v], dtype=np.intp)
        column = {place: j for j, place in enumerate(self._places.tolist())}
        self._signs = np.zeros((len(sums), len(column)))
        for row, sides in zip(self._signs, sums, strict=True):
            for sign, side in zip((1.0, -1.0), sides, strict=True):
                for place in side:
                    row[column[place]] = sign

    def any_fails(self, values: array[float]) -> bool:
        """Whether any sum does not hold; whole numbers are added up without rounding."""
        return bool((self._signs @ np.frombuffer(values)[self._places]).any())


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where each fact's cell stands among the prints of all tables, and what must hold.

    ``columns`` are those of the report it was learned from. ``special`` are the places of
    facts whose cell may carry a sign or a unit, with metric and the unit in the head.
    ``sums`` are pairs of places whose numbers have equal sums.
    """

    placed: Placed
    first_table: int
    pick: Callable[[Sequence[str]], tuple[str, ...]]
    special: tuple[tuple[int, str, str], ...]
    sums: _Sums
    notes: tuple[str, ...]


class _Classes(dict[str, Hashable]):
    """What counts of a print for the place of the others: that it is a number, or its words."""

    def __missing__(self, text: str) -> Hashable:
        status = "" if has_han(text) else read_number(text).status
        if len(self) >= _MOST_TEXTS:
            self.clear()
        found = self[text] = _PLAIN.index(status) if status in _PLAIN else text
        return found


class _Values(dict[str, float]):
    """The number that a plain cell prints, NaN where it prints none."""

    def __missing__(self, text: str) -> float:
        if len(self) >= _MOST_TEXTS:
            self.clear()
        found = self[text] = read_number(text).value
        return found


class _Labels(dict[str, bool]):
    """Whether a print is a label of a form."""

    def __missing__(self, text: str) -> bool:
        if len(self) >= _MOST_TEXTS:
            self.clear()
        found = self[text] = has_han(text) and is_label(text)
        return found


class Plans:
    """Remembers how sets of grids were read."""

    def __init__(self) -> None:
        self._plans: dict[tuple[Hashable, ...], _Plan] = {}
        self._classes = _Classes()
        self._values = _Values()
        self._labels = _Labels()

    def recall(self, tables: tuple[Table, ...]) -> Placed | None:
        """Read grids as ones like them were read; None where that can't be done safely."""
        own = self._relevant(tables)
        if not own:
            return None
        plan = self._plans.get(self._key(own))
        if plan is None:
            return None
        raws = plan.pick([*chain.from_iterable(table.texts for table in own), ""])
        values = list(map(self._values.__getitem__, raws))
        before = plan.placed.columns
        unstated = []
        for at, metric, unit in plan.special:
            number, is_unstated = read_cell(raws[at], metric_rows()[metric], unit)
            if (number.status == "reported") != (before.value[at] == before.value[at]):
                return None
            values[at] = number.value
            if is_unstated:
                unstated.append((metric, raws[at]))
        filled = array("d", values)
        if plan.sums.any_fails(filled):
            return None
        shift = own[0].number - plan.first_table
        columns = FactColumns(
            before.metric[:],
            before.form[:],
            filled,
            before.state[:],
            list(raws),
            array("i", [n and n + shift for n in before.table]) if shift else before.table[:],
            before.first[:],
            before.last[:],
            frozenset(metric for metric, _ in unstated),
        )
        notes = (*plan.notes, *unit_notes(unstated)) if unstated else plan.notes
        taken = plan.placed.taken
        if shift:
            taken = frozenset(number + shift for number in taken)
        return replace(plan.placed, columns=columns, notes=notes, tables=tables, taken=taken)

    def learn(
        self,
        tables: tuple[Table, ...],
        sheets: Mapping[str, Sheet],
        placed: Placed,
        *,
        copies: int = 1,
    ) -> None:
        """Remember how a set of grids was read, if nothing in it was in doubt.

        ``copies`` tells that the grids are so many times the same one.
        """
        own = self._relevant(tables)
        # What grids lack is sought in the text, which is another one each time.
        complete = own and set(STATUTORY).issubset(sheets)
        if not complete or not _CERTAIN.issuperset(placed.columns.state):
            return
        plan = _plan(own, sheets, placed, copies)
        if plan is not None:
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[self._key(own)] = plan

    def _relevant(self, tables: tuple[Table, ...]) -> tuple[Table, ...]:
        """All tables from the first one that names a row or column of a form."""
        known = self._labels.__getitem__
        for i, table in enumerate(tables):
            if any(map(known, table.texts)):
                return tables[i:]
        return ()

    def _key(self, tables: Sequence[Table]) -> tuple[Hashable, ...]:
        classes = self._classes.__getitem__
        return (
            *(table.layout for table in tables),
            *chain.from_iterable(map(classes, table.texts) for table in tables),
        )


def _plan(
    tables: Sequence[Table], sheets: Mapping[str, Sheet], placed: Placed, copies: int
) -> _Plan | None:
    """The plan of what was read; None where anything but labels and spans decided."""
    columns = placed.columns
    at: dict[tuple[int, ...], int] = {}
    for table in tables:
        for row, column in zip(table.layout.rows, table.layout.columns, strict=True):
            at[table.number, row + 1, column + 1] = len(at)
    places = zip(columns.table, columns.first, columns.last, strict=True)
    picked = [
        len(at) if state == _ABSENT else at.get(place, -1)
        for state, place in zip(columns.state, places, strict=True)
    ]
    texts = [*chain.from_iterable(table.texts for table in tables), ""]
    by_slot = {
        (form, slot): i
        for form in placed.forms
        for slot, i in zip(form_slots(form), _places_of(form, columns), strict=True)
    }
    notes = tuple(absent_note(_metrics_where(columns, _ABSENT)))
    amounts = [i for i, name in enumerate(columns.metric) if name in columns.unit_unstated]
    told = unit_notes((columns.metric[i], columns.raw[i]) for i in amounts)
    sums = _Sums(_sums(placed), columns.value)
    if -1 in picked or len(picked) < _FEWEST or placed.notes != (*notes, *told):
        return None
    if [texts[index] for index in picked] != columns.raw or sums.any_fails(columns.value):
        return None
    # A number that went nowhere, or to two places, was told from others by what it was.
    size = len(at) // copies
    printed = [i for i, text in enumerate(texts[:size]) if _is_number(text)]
    if sorted(i % size for i in picked if i < len(at) and _is_number(texts[i])) != printed:
        return None
    special = tuple(
        (by_slot[form, slot], columns.metric[by_slot[form, slot]], entry.stated_unit)
        for sheet, form in zip(sheets.values(), placed.forms, strict=True)
        for slot, entry in sheet.entries.items()
        if (form, slot) in by_slot
        and metric_rows()[columns.metric[by_slot[form, slot]]]["kind"] in _SPECIAL
    )
    # The report's prose is appended to its columns; the plan keeps a copy.
    kept = replace(placed, columns=copy.deepcopy(columns), tables=())
    return _Plan(kept, tables[0].number, itemgetter(*picked), special, sums, notes)


def _is_number(text: str) -> bool:
    return not has_han(text) and read_number(text).status == "reported"


def _places_of(form: str, columns: FactColumns) -> list[int]:
    return [i for i, name in enumerate(columns.form) if name == form]


def _metrics_where(columns: FactColumns, state: int) -> list[str]:
    return [name for name, its in zip(columns.metric, columns.state, strict=True) if its == state]


def _sums(placed: Placed) -> tuple[_Sum, ...]:
    """Places with equal sums, of the cells that print a number."""
    values = placed.columns.value
    place = {name: i for i, name in enumerate(placed.columns.metric) if values[i] == values[i]}

    def places(metrics: Iterable[str]) -> tuple[int, ...]:
        return tuple(place[name] for name in metrics if name in place)

    return tuple(
        (places(left), places(right)) for form in placed.forms for left, right in form_sums(form)
    )
