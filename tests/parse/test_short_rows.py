"""Numbers of short rows are placed where every placement under the sums agrees, and only there."""

import random
from itertools import combinations, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govinfo.parse.sheet import form_slots
from govinfo.parse.solving import joint
from govinfo.parse.solving.joint import Sums, supported
from govinfo.parse.solving.short_rows import agreed_disputes, agreed_requests
from govinfo.parse.solving.sums import request_sums

COLUMNS = [
    "natural_person", "business", "research", "public_interest", "legal_service", "other_org",
    "total",
]  # fmt: skip
ROWS = list(dict.fromkeys(row for row, _ in form_slots("requests.2021")))
SLOTS = list(form_slots("disputes"))


def table(**filled):
    """Rows of zeros but for those given, as prints."""
    rows = {row: ["0"] * 7 for row in ROWS}
    return rows | {key.replace("__", "."): row.split() for key, row in filled.items()}


TRUE = {
    "new": "40 31 0 0 0 2 73",
    "carried_in": "5 0 0 0 0 0 5",
    "granted": "21 18 0 0 0 2 41",
    "unavailable__not_held": "13 0 0 0 0 0 13",
    "unprocessed__repeat": "4 9 0 0 0 0 13",
    "concluded": "38 27 0 0 0 2 67",
    "carried_out": "7 4 0 0 0 0 11",
}


def test_a_row_that_lost_a_blank_is_placed_by_the_columns():
    found = agreed_requests(table(**TRUE | {"granted": "21 18 0 0 2 41"}), COLUMNS)
    assert found == {
        ("granted", "natural_person"): "21",
        ("granted", "business"): "18",
        ("granted", "other_org"): "2",
        ("granted", "total"): "41",
    }


def test_zeros_of_a_short_row_are_not_placed():
    assert agreed_requests(table(**TRUE, denied__state_secret="0 0 0 0"), COLUMNS) == {}


def test_a_number_that_fits_two_columns_is_not_placed():
    small = {"new": "1 1 0 0 0 0 2", "granted": "1 1", "unprocessed__repeat": "1 1",
             "concluded": "1 1 0 0 0 0 2"}  # fmt: skip
    assert agreed_requests(table(**small), COLUMNS) == {
        ("granted", "total"): "1",
        ("unprocessed.repeat", "total"): "1",
    }


@pytest.mark.parametrize(
    "damage",
    [
        {"granted": "21 18 2 42"},  # a wrong total
        {"granted": "21 18 2 41 17"},  # a page mark
        {"granted": "21 18 18 2 41"},  # a number printed twice
        {"granted": "21 18 2"},  # a lost total
        {"granted": "21 18 2 41", "concluded": "38 26 0 0 0 2 66"},  # sums that fail
        {"granted": "21 18 2 41", "denied__state_secret": ""},  # nothing is left of a row
        {"granted": "21 18 2 41", "denied__state_secret": "3"},  # a total alone
        {"granted": "21 18 2 41", "new": "40 31 2 73", "concluded": "38 27 2 67"},
        {"granted": "21 18 2 41", "denied__state_secret": "0 0 0 0 0 0 0 0"},  # too many
        {"granted": "21 18 2 4①"},
        {"granted": "21 18 2 41.5"},
    ],
)
def test_a_table_with_an_error_in_it_places_nothing(damage):
    assert agreed_requests(table(**TRUE | damage), COLUMNS) == {}


def test_a_table_without_its_sums_places_nothing():
    rows = table(**TRUE | {"granted": "21 18 2 41"})
    del rows["concluded"]
    assert agreed_requests(rows, COLUMNS) == {}


def test_a_number_typed_into_the_wrong_column_of_another_row_moves_none():
    # The 9 of 重复申请 was typed under 科研机构; the sums would put granted's 9 there instead.
    rows = {
        "new": "9 9 0 0 0 0 18", "granted": "9 0 9", "unprocessed__repeat": "9 0 0 0 0 0 9",
        "concluded": "9 9 0 0 0 0 18",
    }  # fmt: skip
    found = agreed_requests(table(**rows), COLUMNS)
    assert ("granted", "natural_person") not in found
    assert ("granted", "business") not in found


def satisfying(rows, width, sums):
    """Every way to put the numbers of all rows into cells, one by one."""
    ways = {
        row: [
            dict(zip(cells, numbers, strict=True))
            for cells in combinations(range(width), len(numbers))
        ]
        for row, numbers in rows.items()
    }
    for choice in product(*ways.values()):
        cells = dict(zip(ways, choice, strict=True))

        def column(keys, i, cells=cells):
            return sum(cells[key].get(i, 0) for key in keys)

        if all(
            column(sums.inflow, i) == column(sums.outflow, i)
            and column([sums.whole], i) == column(sums.parts, i)
            for i in range(width - 1)
        ) and all(
            width - 1 not in row or 2 * row[width - 1] == sum(row.values())
            for row in cells.values()
        ):
            yield cells


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_what_is_placed_stands_there_in_every_placement(data):
    width, size = 4, data.draw(st.sampled_from([2, 30]))
    cell = st.one_of(st.just(0), st.integers(1, size))
    granted, denied, left = (data.draw(st.lists(cell, min_size=3, max_size=3)) for _ in range(3))
    done = [a + b for a, b in zip(granted, denied, strict=True)]
    old = [data.draw(st.integers(0, a + b)) for a, b in zip(done, left, strict=True)]
    new = [a + b - c for a, b, c in zip(done, left, old, strict=True)]
    whole = {"new": new, "carried_in": old, "granted": granted, "denied": denied,
             "concluded": done, "carried_out": left}  # fmt: skip
    rows = {
        key: [n for n in (*row, sum(row)) if n or data.draw(st.integers(0, 3))]
        for key, row in whole.items()
    }
    assume(any(len(row) < width for row in rows.values()))
    columns = ["a", "b", "c", "total"]
    found = agreed_requests({key: list(map(str, row)) for key, row in rows.items()}, columns)
    for cells in satisfying(rows, width, request_sums(rows)) if found else ():
        for (row, column), text in found.items():
            assert str(cells[row].get(columns.index(column))) == text


def test_the_search_ends_where_too_many_ways_are_open():
    rows = {f"row{i}": [(j, 19 - j) for j in range(20)] for i in range(6)}
    rows |= {"new": [(60, 54)], "old": [(0, 0)], "done": [(60, 54)], "left": [(0, 0)]}
    parts = tuple(key for key in rows if key.startswith("row"))
    sums = Sums(("new", "old"), ("done", "left"), "done", parts)
    assert supported(rows, sums)  # ways that leave the same are followed together
    for i, key in enumerate(parts):
        rows[key] = [(j**3 + i, j * 2**i) for j in range(99)]
    rows["done"] = rows["new"] = [(10**9, 10**9 - j) for j in range(99)]
    assert supported(rows, sums) == {}
    assert joint._MOST_STEPS <= 100_000


def disputes(text):
    return agreed_disputes(text.split(), SLOTS)


def test_nine_numbers_of_a_dispute_row_have_no_agreed_cell():
    run = "0 1 0 0 1 0 0 0 0"
    numbers = list(map(int, run.split()))
    ways = []
    for cells in combinations(range(15), 9):
        row = dict(zip(cells, numbers, strict=True))
        if all(
            row.get(i + 4) in (None, sum(row.get(j, 0) for j in range(i, i + 4)))
            for i in (0, 5, 10)
        ):
            ways.append(row)
    assert len(ways) == 965
    assert not any(len({row.get(i) for row in ways}) == 1 for i in range(15))
    assert disputes(run) == {}


def test_whole_blocks_beside_a_short_one_are_placed():
    run = ["12", "1", "3", "1", "17", "0", "6", "4", "0", "10", "13", "5", "4", "22"]
    full = dict(zip(SLOTS, run, strict=False))
    assert disputes(" ".join(run)) == {slot: full[slot] for slot in SLOTS[:10] if full[slot] != "0"}


@pytest.mark.parametrize(
    "run",
    [
        "1 0 0 0 1 2 0 0 0 2 0 0 0 0",  # sums of small numbers hold by chance
        "12 0 0 5 17 6 4 3 13 5 4 22",  # of two zeros, one may be a double
        "12 1 3 1 18 0 6 4 0 10 5 4 9",  # a wrong total
        "12 1 3 1 17 17 0 6 4 10 5 4 9 2 1 22",
        "12 1 3 1 17 ① 3",
        "",
    ],
)
def test_blocks_whose_place_is_uncertain_are_not_placed(run):
    found = disputes(run)
    assert found == {}


def damaged(rng, row):
    """A dispute row that lost its blanks and has one more error."""
    run = [str(n) for n in row if n or rng.random() < 0.8]
    at = rng.randrange(len(run))
    match rng.choice(["double", "mark", "drop", "alter"]):
        case "double":
            run.insert(at, run[at])
        case "mark":
            run.append(str(rng.randint(1, 30)))
        case "drop":
            del run[at]
        case _:
            run[at] = str(int(run[at]) + rng.choice([1, 2, 10]))
    return run


def test_a_damaged_dispute_row_yields_no_number_that_is_not_printed_there():
    rng = random.Random(7)
    for _ in range(300):
        kinds = [[rng.choice([0, rng.randint(1, 40)]) for _ in range(4)] for _ in range(3)]
        row = [n for kind in kinds for n in (*kind, sum(kind))]
        printed = dict(zip(SLOTS, map(str, row), strict=True))
        found = agreed_disputes(damaged(rng, row), SLOTS)
        for i in range(0, 15, 5):
            block = {slot: found[slot] for slot in SLOTS[i : i + 5] if slot in found}
            altered = sum(printed[slot] != text for slot, text in block.items())
            assert altered <= 1, (row, found)
