"""What the form's own sums prove of a reading: of characters recognised, of a quick pass.

A recognised digit may be any other. It is believed where the form says so: every sum
that the cell takes part in holds, one at least can be told, and no other digit in its
place, wherever it was read, would do as well. The number of a cell that no sum bears
out stays in ``raw``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from govinfo.frames import pack_state
from govinfo.model import FactColumns, OtherColumns, Report
from govinfo.parse.labels import STATUTORY
from govinfo.parse.sheet import forms_of
from govinfo.parse.solving.sums import Sides, form_sums
from govinfo.schema import STATUSES

_READ = ("reported", "blank", "not_applicable")
_PLACED = ("cell", "stream")
_DIGIT = re.compile("[0-9０-９]")
_ASCII = str.maketrans("０１２３４５６７８９", "0123456789")
# Diagnostics of a table of which the reading left something over.
_LEFT_OVER = ("extra_row", "extra_column", "header_conflict", "unplaced_", "unreadable_")


def settled(report: Report) -> bool:
    """Whether a report read without the geometry of its page needs no other reading.

    Parameters
    ----------
    report : Report
        As read from running text.

    Returns
    -------
    bool
        True where its three tables are there, each cell of each holds a number that was
        placed by its labels, and every sum of the forms holds. Text shows no blank
        cells, so that a table with any other cell is never settled; nor is a report
        with other tables, or without a table.
    """
    columns = report.columns
    of_kind = {
        kind: [form for form in report.forms if form in forms_of(kind)] for kind in STATUTORY
    }
    if report.tables_lost or report.others or sorted(map(len, of_kind.values())) != [1, 1, 1]:
        return False
    if any(warning.startswith(_LEFT_OVER) for warning in report.warnings):
        return False
    forms = [form for found in of_kind.values() for form in found]
    certain = {pack_state("reported", method) for method in _PLACED}
    value: dict[str, float] = {}
    for i, form in enumerate(columns.form):
        if form in forms:
            if columns.state[i] not in certain:
                return False
            value[columns.metric[i]] = columns.value[i]
    return all(
        sum(value[name] for name in left) == sum(value[name] for name in right)
        for form in forms
        for left, right in form_sums(form)
    )


def confirm(columns: FactColumns, grids: Collection[int]) -> tuple[FactColumns, tuple[str, ...]]:
    """Keep of what was recognised in a picture only what the form's sums confirm.

    Parameters
    ----------
    columns : FactColumns
        All facts of the report, with those of its prose.
    grids : collection of int
        The numbers of the tables whose cells ruling lines part.

    Returns
    -------
    columns : FactColumns
        Every fact that was read has the method ``ocr``. Those that nothing proves are
        ``unreadable``: all numbers in prose, in running text, and in tables without sums.
    warnings : tuple of str
        How many were confirmed, if any number was read.

    Notes
    -----
    A sum is told where all its cells were read and both sides print a number. A blank
    is what the picture shows to be empty, unless a sum fails with it. Zeros bear one
    another out only where none of them is blank. In 12 = 12 and in 12 + 30 = 42 the 2
    may as well be a 7: each number, and each of its digits, must have decided some sum
    of the report, as 1 and 2 do in 1 + 2 = 3.
    """
    prints = _prints(columns, grids)
    proof = _weigh(prints, [sides for form in set(columns.form) for sides in form_sums(form)])
    value, state = columns.value[:], columns.state[:]
    read = confirmed = 0
    for i, name in enumerate(columns.metric):
        status = _status(state[i])
        if status not in _READ:
            continue
        kept = name in prints and proof.bears_out(name, prints[name])
        state[i] = pack_state(status if kept else "unreadable", "ocr")
        if status == "reported":
            read += 1
            confirmed += kept
            if not kept:
                value[i] = math.nan
    note = f"recognised: {confirmed} of {read} values confirmed by sums; the others are unreadable"
    return replace(columns, value=value, state=state), (note,) if read else ()


def unproven(others: OtherColumns) -> OtherColumns:
    """Tables of no registered form, recognised in a picture: no sum proves their numbers."""
    value, state = others.value[:], others.state[:]
    for i, was in enumerate(state):
        if _status(was) in ("reported", "not_applicable"):
            value[i], state[i] = math.nan, pack_state("unreadable", "ocr")
    return replace(others, value=value, state=state)


@dataclass(frozen=True, slots=True)
class _Print:
    """What a cell was seen to print; a blank or a dash counts 0 and has no digits."""

    status: str
    number: int = 0
    digits: str = ""


@dataclass(frozen=True, slots=True)
class _Proof:
    """Metrics in sums that hold and in sums that fail; the numbers and digits that decided one."""

    holds: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    numbers: set[str] = field(default_factory=set)
    digits: set[str] = field(default_factory=set)

    def bears_out(self, metric: str, seen: _Print) -> bool:
        """Whether the print of a cell may be believed."""
        if seen.status == "blank" or metric in self.fails:
            return metric not in self.fails
        if metric not in self.holds:
            return False
        return not seen.digits or (
            seen.digits in self.numbers and self.digits.issuperset(seen.digits)
        )


def _status(state: int) -> str:
    return STATUSES[(state & 0b111) - 1]


def _prints(columns: FactColumns, grids: Collection[int]) -> dict[str, _Print]:
    """The cells that a sum may be told with: of a grid, and a whole number if any."""
    by_state = {pack_state(status, method): status for status in _READ for method in _PLACED}
    found: dict[str, _Print] = {}
    for i, state in enumerate(columns.state):
        status = by_state.get(state)
        if status is None or columns.table[i] not in grids:
            continue
        if status != "reported":
            found[columns.metric[i]] = _Print(status)
            continue
        number = columns.value[i]
        digits = "".join(_DIGIT.findall(columns.raw[i])).translate(_ASCII)
        if number == int(number) and digits == str(int(abs(number))):
            found[columns.metric[i]] = _Print(status, int(number), digits)
    return found


def _weigh(prints: Mapping[str, _Print], sums: Iterable[Sides]) -> _Proof:
    proof = _Proof()
    for left, right in sums:
        if not all(name in prints for name in (*left, *right)):
            continue
        sides = [[prints[name] for name in side] for side in (left, right)]
        if not all(any(seen.digits for seen in side) for side in sides):
            continue
        one, other = (sum(seen.number for seen in side) for side in sides)
        if one != other:
            proof.fails.update(left, right)
        elif one or all(seen.digits for side in sides for seen in side):
            proof.holds.update(left, right)
            numbers, digits = _deciding(*sides)
            proof.numbers.update(numbers)
            proof.digits.update(digits)
    return proof


def _deciding(left: Iterable[_Print], right: Iterable[_Print]) -> tuple[set[str], set[str]]:
    """Numbers and digits of which no other in their stead keeps the sides equal."""
    numbers: Counter[str] = Counter()
    digits: Counter[str] = Counter()
    for sign, side in ((1, left), (-1, right)):
        for seen in side:
            numbers[seen.digits] += sign
            for power, digit in enumerate(reversed(seen.digits)):
                digits[digit] += sign * 10**power
    return {text for text, n in numbers.items() if n}, {text for text, n in digits.items() if n}
