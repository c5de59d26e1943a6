"""Which runs of glued digits may be cut, table by table.

A run is cut only where the table is a glued one: no row of it came whole, or a run
begins with a 0 that no number could begin with. A short row in a table with its cells
apart has lost a cell; cutting its numbers would invent some.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from govinfo.parse.cells import read_number
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import Sheet, choose_form, form_slots, forms_of
from govinfo.parse.solving.decode import (
    all_balanced,
    may_be_short,
    row_alone,
    table,
    table_but_one,
    zeros,
)
from govinfo.parse.solving.glued_blocks import blocks
from govinfo.parse.solving.joint import Row
from govinfo.parse.solving.sums import request_sums
from govinfo.registry import metric_rows

_CELLS = re.compile(r"[0-9/\\–—-]+")
_DASH = re.compile(r"[/\\–—-]")
_RUN = re.compile(r"[0-9]+")
_BEFORE_SIGN = re.compile(r"(0|[1-9][0-9]*)[-+][1-9][0-9 ]*")
_MOST_COUNT = 7  # digits of a count
_PROOFS = 3  # rows of zeros that show that a table without sums lost no cell


def decode_requests(sheet: Sheet, pending: Mapping[str, Sequence[str]]) -> dict[str, Row]:
    """The rows of the requests table whose cut is proven.

    First the whole table: of all cuts, those under which rows and columns add up. Where
    none does (published sums do fail) or a row is missing, the table with any one row
    in error; then each row alone, if all rows of zeros show that no cell was lost.

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
        if all(map(_CELLS.fullmatch, runs)) and (not placed or any(map(_no_number, runs)))
    }
    candidates = _candidates(glued, len(parties))
    whole = {row: [cells] for row, cells in placed.items() if cells is not None}
    candidates = {row: candidates.get(row) or whole.get(row, []) for row in rows}
    proven = {row: (0,) * len(parties) for row, runs in glued.items() if zeros(runs, len(parties))}
    missing = [row for row in rows if row not in pending and row not in placed]
    if missing and any(len("".join(runs)) < len(parties) for runs in glued.values()):
        # Where blanks are lost and a label too, seven zeros may be those of two rows.
        proven = {}
    # Rows of zeros that lost one, or have dashes among them, add nothing to the sums;
    # which cells they fill stays open.
    filled = {row: runs for row, runs in glued.items() if row in proven or _has_numbers(runs)}
    sums = request_sums(rows)
    joint = table(candidates, sums)
    if joint:
        return {row: joint[row] for row in filled if row in joint}
    but_one = table_but_one(candidates, sums, missing)
    # Where one row lost a cell for certain, others may have lost one too.
    lost = any(not candidates.get(row) for row in glued)
    proven |= {
        row: but_one[row]
        for row, runs in filled.items()
        if row in but_one and not (lost and may_be_short(runs, len(parties)))
    }
    if proven and len(filled) == len(glued):
        for row, runs in filled.items():
            alone = row_alone(runs, len(parties))
            if alone is not None:
                proven.setdefault(row, alone)
    return proven


def _candidates(glued: Mapping[str, Sequence[str]], parts: int) -> dict[str, list[Row]]:
    """What each row can add to the columns; a dash is a cell of its own that adds nothing."""
    cells = {row: _RUN.findall(_DASH.sub(" 0 ", " ".join(runs))) for row, runs in glued.items()}
    found = all_balanced(cells, parts)
    for row, runs in cells.items():
        digits = "".join(runs)
        if len(digits) <= parts and not digits.strip("0"):
            found[row] = [(0,) * parts]
    return found


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
    sums = request_sums(needed)
    for i, party in enumerate(parties[:-1]):
        column = {
            row: read_number(odd[row][i] if row in odd else sheet.entries[row, party].raw)
            for row in needed
        }
        if any(number.status != "reported" for number in column.values()):
            return False
        flows = [sum(column[row].value for row in rows) for rows in (sums.inflow, sums.outflow)]
        outcomes = sum(column[row].value for row in sums.parts)
        if flows[0] != flows[1] or outcomes != column[sums.whole].value:
            return False
    return True


def decode_filled(pending: Mapping[str, tuple[Sequence[str], int]]) -> dict[str, Row]:
    """The rows of the proactive table of one digit a cell, all zero but one at most.

    There is no sum to prove a cut. What can be told is that no cell was lost: several
    rows of exactly as many zeros as columns stand beside, and no row is too short. Even
    then 180 may be 18 and 0 with a cell lost, and 2001 one zero printed twice.

    Parameters
    ----------
    pending : mapping
        Row key to its runs of digits and the number of its columns; rows of a single
        column have nothing to cut.
    """
    glued = {
        row: entry for row, entry in pending.items() if entry[1] > 1 and all(map(_digits, entry[0]))
    }
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
        digits = "".join(runs)
        if len(digits) == n and digits.count("0") == n - 1:
            proven.setdefault(row, tuple(map(int, digits)))
    return proven


def before_sign(runs: Sequence[str], columns: Sequence[str]) -> int | None:
    """The number before the sign in the runs of a row of the proactive table, or None.

    A sign is a sure break, and only the column of changes has one: where it is the
    second, what stands before the sign fills the first. What follows stays unread: the
    sign may be a dash, the cell of no change, and the digits those of two cells.

    Parameters
    ----------
    runs : sequence of str
        The prints of the row.
    columns : sequence of str
        Its columns as printed.

    Examples
    --------
    >>> before_sign(["2648-18538"], ["items_last_year", "items_change", "decisions"])
    2648
    >>> before_sign(["2648-18538"], ["issued", "repealed", "in_force"])
    """
    match = _BEFORE_SIGN.fullmatch(" ".join(runs))
    if match is None or [column in _signed_columns() for column in columns[:2]] != [False, True]:
        return None
    digits = match[1]
    half = len(digits) // 2
    # 1212: perhaps 12, printed twice.
    return None if len(digits) > _MOST_COUNT or digits == digits[:half] * 2 else int(digits)


def decode_disputes(runs: Sequence[str], slots: Sequence[tuple[str, str]]) -> Row | None:
    """The one cut of a glued dispute row under which every block adds up."""
    if not all(map(_digits, runs)):
        return None
    sizes = [len(list(group)) for _, group in groupby(slots, key=lambda slot: slot[0])]
    return blocks(runs, len(sizes), sizes[0])


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


def _has_numbers(runs: Sequence[str]) -> bool:
    """Whether runs are digits alone, and not all zeros."""
    digits = "".join(runs)
    return _digits(digits) and bool(digits.strip("0"))


def _digits(run: str) -> bool:
    return run.isascii() and run.isdigit()


def _no_number(run: str) -> bool:
    return len(run) > 1 and run.startswith("0")


@cache
def _signed_columns() -> frozenset[str]:
    """The columns of the proactive table in which numbers have signs."""
    known = metric_rows()
    return frozenset(
        column
        for form in forms_of("proactive")
        for (_, column), metric in form_slots(form).items()
        if known[metric]["kind"] == "change"
    )
