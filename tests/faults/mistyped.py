"""Typing errors in the tables of requests and disputes: each breaks at least one printed sum.

A change that breaks none (two equal digits changed about, a row of noughts moved) is drawn
again: the sums of `oracle.broken_sums` decide, written out from the forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from faults.desk import Desk
from faults.figures import BLOCKS, PARTIES, cells_of
from faults.oracle import broken_sums
from faults.planting import Cell, Fault, Make

Table = Mapping[str, float]
Changes = dict[str, float]
Choose = Callable[[Table, list[str], Random], "Changes | None"]
Mistype = Callable[[int, Random], "int | None"]
REQUESTS = ("requests.2021", "requests.2019")
DRAWS = 12
LARGE = (
    "sudden_change",
    "peer_outlier",
    "repeated_figures",
    "scope_switch",
    "cross_logic",
    "all_zero",
)


def swapped(value: int, rng: Random) -> int | None:
    """Two neighbouring digits change places: 52 for 25."""
    digits = str(value)
    places = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1]]
    places = [i for i in places if i or digits[1] != "0"]
    if not places:
        return None
    i = rng.choice(places)
    return int(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def dropped(value: int, rng: Random) -> int | None:
    """A digit is left out: 13 for 113."""
    digits = str(value)
    cut = {digits[:i] + digits[i + 1 :] for i in range(len(digits))} if len(digits) > 1 else set()
    kept = sorted(each for each in cut if not each.startswith("0"))
    return int(rng.choice(kept)) if kept else None


def doubled(value: int, rng: Random) -> int | None:
    """A digit is typed twice: 113 for 13."""
    digits = str(value)
    i = rng.randrange(len(digits))
    return int(digits[:i] + digits[i] + digits[i:]) if value else None


def nought(value: int, rng: Random) -> int | None:
    """A nought too many or too few: 10 for 1, 1 for 10."""
    if not value:
        return None
    return value // 10 if value % 10 == 0 else value * 10


def sign(value: int, rng: Random) -> int | None:
    """A dash before the number was read as its sign, or typed."""
    return -value if value else None


def ten_thousandfold(value: int, rng: Random) -> int | None:
    """The number was brought from one unit to another that it does not have."""
    return value * 10_000 if value else None


def another(value: int, rng: Random) -> int | None:
    """Any other number of about the same size."""
    found = rng.randrange(2 * value + 12)
    return found if found != value else None


def one_cell(mistype: Mistype) -> Choose:
    """The error in one cell drawn at random."""

    def choose(table: Table, cells: list[str], rng: Random) -> Changes | None:
        metric = rng.choice(cells)
        value = mistype(int(table[metric]), rng)
        return None if value is None else {metric: float(value)}

    return choose


def several(n: int) -> Choose:
    """Other numbers in ``n`` cells drawn at random."""

    def choose(table: Table, cells: list[str], rng: Random) -> Changes | None:
        found = {}
        for metric in rng.sample(cells, n):
            value = another(int(table[metric]), rng)
            if value is None:
                return None
            found[metric] = float(value)
        return found

    return choose


def row_shifted(table: Table, cells: list[str], rng: Random) -> Changes | None:
    """The six parts of a row stand one column too far to the right or left."""
    row = rng.choice(cells).rpartition(".")[0]
    values = [table[f"{row}.{party}"] for party in PARTIES]
    if sum(value > 0 for value in values) == 0:
        return None
    moved = [0.0, *values[:-1]] if values[-1] == 0 else [*values[1:], 0.0]
    if values[-1] and values[0]:
        return None
    return _changed(table, {f"{row}.{party}": v for party, v in zip(PARTIES, moved, strict=True)})


def neighbouring_row(table: Table, cells: list[str], rng: Random) -> Changes | None:
    """A part stands in the row above or below, where nothing stood."""
    metric = rng.choice(cells)
    place = cells.index(metric) + rng.choice((-1, 1)) * (len(PARTIES) + 1)
    if metric.endswith(".total") or not 0 <= place < len(cells):
        return None
    if not table[metric] or table[cells[place]]:
        return None
    return {metric: 0.0, cells[place]: table[metric]}


def rows_exchanged(table: Table, cells: list[str], rng: Random) -> Changes | None:
    """Two neighbouring rows stand in each other's place."""
    width = len(PARTIES) + 1
    first = width * rng.randrange(len(cells) // width - 1)
    one, other = cells[first : first + width], cells[first + width : first + 2 * width]
    pairs = list(zip(one, other, strict=True))
    return _changed(table, {a: table[b] for a, b in pairs} | {b: table[a] for a, b in pairs})


def stale_total(table: Table, cells: list[str], rng: Random) -> Changes | None:
    """A total was not brought up to date when a part of its row was."""
    part = rng.choice(cells)
    total = f"{part.rpartition('.')[0]}.total"
    if part == total or not 0 < table[part] < table[total]:
        return None
    return {total: table[total] - table[part]}


def _changed(table: Table, new: Changes) -> Changes | None:
    return {metric: value for metric, value in new.items() if table[metric] != value} or None


def in_requests(choose: Choose) -> Make:
    """Make the error in the table of requests of a report that has all its cells."""

    def make(desk: Desk, source_id: str, rng: Random) -> list[Cell] | None:
        form = next(f for f in desk.documents[source_id]["forms"].split() if f in REQUESTS)
        return _mistype(desk, source_id, form, list(cells_of(form)), choose, rng)

    return make


def in_disputes(choose: Choose) -> Make:
    """Make the error in a block of the dispute table."""

    def make(desk: Desk, source_id: str, rng: Random) -> list[Cell] | None:
        block = rng.choice(BLOCKS)
        cells = [metric for metric in cells_of("disputes") if metric.startswith(f"{block}.")]
        return _mistype(desk, source_id, "disputes", cells, choose, rng)

    return make


def _mistype(
    desk: Desk, source_id: str, form: str, cells: list[str], choose: Choose, rng: Random
) -> list[Cell] | None:
    table = desk.table(source_id)
    if any(metric not in table for metric in cells):
        return None
    for _ in range(DRAWS):
        new = choose(table, cells, rng)
        if new and broken_sums({**table, **new}, form):
            found = [(source_id, metric, table[metric], value) for metric, value in new.items()]
            for metric, value in new.items():
                desk.put(source_id, metric, value)
            return found
    return None


_SINGLE = {
    "digit_swapped": swapped,
    "digit_dropped": dropped,
    "digit_doubled": doubled,
    "nought": nought,
    "sign": sign,
    "ten_thousandfold": ten_thousandfold,
    "another_number": another,
}
#: What the causes of suggestions are called; errors without a name of their own are left out.
CAUSE_OF = {
    "digit_swapped": "digit_swapped",
    "digit_dropped": "digit_dropped",
    "digit_doubled": "digit_doubled",
    "nought": "ten_one",
    "sign": "sign",
    "ten_thousandfold": "ten_thousand",
    "stale_total": "total_not_updated",
    "row_shifted": "row_shifted",
    "neighbouring_row": "neighbouring_row",
    "rows_exchanged": "rows_exchanged",
}


def causes(cause: str, cells: Sequence[Cell]) -> set[str]:
    """All errors that turn the true values into the printed ones, not only the one planted.

    Examples
    --------
    >>> sorted(causes("digit_dropped", [("x", "a", 110.0, 11.0)]))
    ['digit_dropped', 'ten_one']
    """
    found = {CAUSE_OF[cause]} if cause in CAUSE_OF else set()
    if cause == "row_shifted":
        # A row of which two cells change is also a value in another column.
        return found | {"neighbouring_column", "cells_exchanged"} if len(cells) == 2 else found
    if len(cells) != 1 or not found:
        return found
    old, new = (int(value) for value in cells[0][2:])
    for name, mistype in _SINGLE.items():
        if name in CAUSE_OF and any(mistype(old, Random(seed)) == new for seed in range(40)):
            found.add(CAUSE_OF[name])
    return found


def _typed(name: str, make: Make, cause: str, n_cells: int) -> Fault:
    negative = ("impossible_value",) if cause == "sign" else ()
    return Fault(name, make, possible=(*LARGE, *negative), cause=cause, n_cells=n_cells)


_IN_BLOCKS = ("digit_swapped", "digit_doubled", "nought", "another_number")
#: Every typing error that a printed sum betrays; 0 cells: as many as the row has.
IDENTITY = (
    *(_typed(name, in_requests(one_cell(typed)), name, 1) for name, typed in _SINGLE.items()),
    _typed("stale_total", in_requests(stale_total), "stale_total", 1),
    _typed("row_shifted", in_requests(row_shifted), "row_shifted", 0),
    _typed("rows_exchanged", in_requests(rows_exchanged), "rows_exchanged", 0),
    _typed("neighbouring_row", in_requests(neighbouring_row), "neighbouring_row", 2),
    _typed("two_cells", in_requests(several(2)), "", 2),
    _typed("three_cells", in_requests(several(3)), "", 3),
    *(
        _typed(f"disputes_{name}", in_disputes(one_cell(_SINGLE[name])), name, 1)
        for name in _IN_BLOCKS
    ),
)
