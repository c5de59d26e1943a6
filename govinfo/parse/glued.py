"""Which runs of glued digits may be cut, table by table.

A run is cut only where the table is a glued one: no row of it came whole, or a run
begins with a 0 that no number could begin with. A short row in a table with its cells
apart has lost a cell; cutting its numbers would invent some.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from govinfo.parse.cells import read_number
from govinfo.parse.decode import Row, balanced, blocks, only_cut, row_alone, table, zeros
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import Sheet, choose_form, form_slots
from govinfo.registry import tree

_PROOFS = 3  # rows of zeros that show that a table without sums lost no cell


def decode_requests(sheet: Sheet, pending: Mapping[str, Sequence[str]]) -> dict[str, Row]:
    """The rows of the requests table whose cut is proven.

    First the whole table: of all cuts, those under which rows and columns add up. Where
    none does (published sums do fail) or a row is missing, each row alone, if all
    rows of zeros show that no cell was lost.

    Parameters
    ----------
    sheet : Sheet
        With the rows that came whole.
    pending : mapping
        Row key to the runs of digits printed there.
    """
    if not pending:
        return {}
    rows = list(dict.fromkeys(row for row, _ in form_slots(choose_form(sheet))))
    parties = vocabulary("requests").column_keys
    placed = {row: _placed(sheet, row, parties) for row, _ in sheet.entries}
    glued = {
        row: runs
        for row, runs in pending.items()
        if all(map(_digits, runs)) and (not placed or any(_no_number(run) for run in runs))
    }
    proven = {row: (0,) * len(parties) for row, runs in glued.items() if zeros(runs, len(parties))}
    candidates: dict[str, Sequence[Row]] = {}
    for row in rows:
        if row in glued:
            candidates[row] = balanced(glued[row], len(parties))
        elif placed.get(row) is not None:
            candidates[row] = [placed[row] or ()]
    if set(candidates) == set(rows):
        inflow, outflow, whole = _flows()
        parts = [row for row in rows if row not in {*inflow, *outflow}]
        joint = table(candidates, inflow, outflow, whole, parts)
        if joint:
            return {row: joint[row] for row in glued if row in joint}
    filled = bool(proven) and all(
        row in proven for row, runs in glued.items() if not "".join(runs).strip("0")
    )
    if filled:
        for row, runs in glued.items():
            alone = row_alone(runs, len(parties))
            if alone is not None:
                proven.setdefault(row, alone)
    return proven


def columns_confirm(sheet: Sheet, odd: Mapping[str, Sequence[str]]) -> bool:
    """Whether the columns of a table prove rows whose own sum fails.

    A row of seven that does not add up may be a misprinted total, or have lost a blank
    and gained a page number. With all its rows in, the columns of the six kinds of
    applicant tell: they balance only as printed.

    Parameters
    ----------
    sheet : Sheet
        With the rows that add up.
    odd : mapping
        Row key to the seven prints of a row that does not.
    """
    if not odd:
        return False
    parties = vocabulary("requests").column_keys
    seen = {row for row, _ in sheet.entries} | set(odd)
    needed = list(dict.fromkeys(row for row, _ in form_slots(choose_form(sheet))))
    if not seen.issuperset(needed):
        return False
    inflow, outflow, whole = _flows()
    for i, party in enumerate(parties[:-1]):
        column = {
            row: read_number(odd[row][i] if row in odd else sheet.entries[row, party].raw)
            for row in needed
        }
        if any(number.status != "reported" for number in column.values()):
            return False
        flows = [sum(column[row].value for row in rows) for rows in (inflow, outflow)]
        outcomes = sum(column[row].value for row in needed if row not in {*inflow, *outflow})
        if flows[0] != flows[1] or outcomes != column[whole].value:
            return False
    return True


def decode_filled(pending: Mapping[str, tuple[Sequence[str], int]]) -> dict[str, Row]:
    """The rows of the proactive table that have one cut only.

    There is no sum to prove a cut. What can be told is that no cell was lost: several
    rows of exactly as many zeros as columns stand beside, and no row is too short.

    Parameters
    ----------
    pending : mapping
        Row key to its runs of digits and the number of its columns.
    """
    glued = {row: entry for row, entry in pending.items() if all(map(_digits, entry[0]))}
    proven = {row: (0,) * n for row, (runs, n) in glued.items() if zeros(runs, n)}
    lost = any(
        len("".join(runs)) < n or (row not in proven and not "".join(runs).strip("0"))
        for row, (runs, n) in glued.items()
    )
    # Runs parted by spaces: a copy that also lost spaces may have joined cells anywhere.
    parted = any(len(runs) > 1 for runs, _ in pending.values())
    if len(proven) < _PROOFS or lost or parted:
        return proven
    for row, (runs, n) in glued.items():
        only = only_cut(runs, n)
        if only is not None:
            proven.setdefault(row, only)
    return proven


def decode_disputes(runs: Sequence[str], slots: Sequence[tuple[str, str]]) -> Row | None:
    """The one cut of a glued dispute row under which every block adds up."""
    if len(runs) != 1 or not _digits(runs[0]):
        return None
    sizes = [len(list(group)) for _, group in groupby(slots, key=lambda slot: slot[0])]
    return blocks(runs[0], len(sizes), sizes[0])


def _placed(sheet: Sheet, row: str, parties: Sequence[str]) -> Row | None:
    """A row that came whole, where all its cells are counts."""
    numbers = []
    for party in parties:
        entry = sheet.entries.get((row, party))
        number = read_number(entry.raw) if entry is not None and entry.status is None else None
        if number is None or math.isnan(number.value) or number.value != int(number.value):
            return None
        numbers.append(int(number.value))
    return tuple(numbers)


def _digits(run: str) -> bool:
    return run.isascii() and run.isdigit()


def _no_number(run: str) -> bool:
    return len(run) > 1 and run.startswith("0")


@cache
def _flows() -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Rows that flow in, rows that flow out, and the row that adds up the outcomes."""
    rules = tree("rules")

    def items(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text.removeprefix("requests.").removesuffix(".{party}") for text in texts)

    return items(rules["A1"]["left"]), items(rules["A1"]["right"]), items(rules["A2"]["left"])[0]
