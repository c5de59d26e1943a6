"""Runs of glued digits are cut where the sums leave one way, and only there."""

import contextlib
import random
from itertools import combinations, pairwise, product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.solving.decode import (
    _MOST_STEPS,
    Digits,
    TooLongError,
    balanced,
    cuts,
    row_alone,
    table,
    zeros,
)
from govinfo.parse.solving.glued import before_sign, decode_disputes, decode_filled, decode_requests
from govinfo.parse.solving.glued_blocks import blocks
from govinfo.parse.solving.joint import Sums
from govinfo.parse.solving.sums import request_sums

DIGITS = st.text(alphabet="0123456789", min_size=1, max_size=9)
PARTIES = [
    "natural_person", "business", "research", "public_interest", "legal_service", "other_org",
    "total",
]  # fmt: skip


def brute_force(runs, parts):
    """Cut at every set of places between digits; between two runs always."""
    digits = "".join(runs)
    sure, here = set(), 0
    for run in runs[:-1]:
        here += len(run)
        sure.add(here)
    found = set()
    for places in combinations(range(1, len(digits)), parts - 1):
        if not sure <= set(places):
            continue
        edges = [0, *places, len(digits)]
        texts = [digits[a:b] for a, b in pairwise(edges)]
        if all(text == "0" or text[0] != "0" for text in texts):
            found.add(tuple(map(int, texts)))
    return found


@settings(deadline=None)
@given(st.lists(DIGITS, min_size=1, max_size=3), st.integers(1, 7))
def test_cuts_are_all_ways_to_cut(runs, parts):
    assume(sum(map(len, runs)) <= 14)
    found = list(cuts(runs, parts))
    assert set(found) == brute_force(runs, parts)
    assert len(found) == len(set(found))


@settings(deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=6))
def test_the_printed_row_is_among_the_balanced_cuts(parts):
    row = (*parts, sum(parts))
    assert row in balanced(["".join(map(str, row))], len(row))


@settings(deadline=None)
@given(st.lists(DIGITS, min_size=1, max_size=3), st.integers(2, 7))
def test_balanced_cuts_are_all_cuts_that_end_in_their_sum(runs, parts):
    assume(sum(map(len, runs)) <= 14)
    wanted = {row for row in brute_force(runs, parts) if sum(row[:-1]) == row[-1]}
    assert balanced(runs, parts) == sorted(wanted)


def requests(**filled):
    rows = dict.fromkeys((row for row, _ in form_slots("requests.2021")), "0000000")
    sheet = Sheet("requests", rows_seen=set(rows))
    return sheet, {row: [filled.get(row.replace(".", "_"), run)] for row, run in rows.items()}


HOSTILE = ["1" * 200, "0" * 200, "12345678901234567890" * 10, "9" * 44, "1020304050" * 5, "1" * 40]


@pytest.mark.parametrize("run", HOSTILE)
def test_cutting_a_hostile_run_ends_after_so_many_steps(run):
    digits = None
    with contextlib.suppress(TooLongError):
        digits = Digits([run])
        digits.balanced(0, len(run), 7)
    assert digits is None or digits.steps <= 2 * _MOST_STEPS
    assert blocks([run], 3, 5) is None
    assert row_alone([run], 7) is None


@pytest.mark.parametrize("run", HOSTILE)
def test_a_table_of_hostile_runs_is_left_unread(run):
    sheet, runs = requests(**dict.fromkeys(("new", "granted", "concluded", "carried_in"), run))
    assert {"new", "granted", "concluded", "carried_in"}.isdisjoint(decode_requests(sheet, runs))


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), min_size=6, max_size=6))
def test_a_row_alone_is_the_printed_row_or_nothing(parts):
    row = (*parts, sum(parts))
    assert row_alone(["".join(map(str, row))], 7) in (row, None)


@pytest.mark.parametrize(
    ("runs", "row"),
    [
        (["3000003"], (3, 0, 0, 0, 0, 0, 3)),
        (["20000002"], None),  # eight digits: a zero too many
        (["2000020"], None),  # no cut into seven balances
        (["2100003"], None),  # three numbers may balance by chance
        (["0000011"], None),  # 11 and nothing beside it, or 1 and its total
        (["0000101"], (0, 0, 0, 0, 1, 0, 1)),
        (["0000000"], (0,) * 7),
        (["000000"], None),  # a lost cell
        (["10", "0", "00", "0", "10"], None),  # six numbers that balance, no seven
        (["200", "000", "2"], (2, 0, 0, 0, 0, 0, 2)),
        (["12000012"], None),  # six numbers: 12 0 0 0 0 12
        (["12000", "0012"], (12, 0, 0, 0, 0, 0, 12)),
    ],
)
def test_a_row_stands_alone_only_where_one_cut_balances(runs, row):
    assert row_alone(runs, 7) == row


def test_a_row_of_more_than_ten_digits_is_not_proven_by_its_own_sum():
    # 1234 0 0 0 0 0 1234 would be the only cut.
    assert balanced(["1234000001234"], 7) == [(1234, 0, 0, 0, 0, 0, 1234)]
    assert row_alone(["1234000001234"], 7) is None


def test_zeros_prove_themselves_only_in_full_number():
    assert zeros(["0000000"], 7)
    assert zeros(["00", "00000"], 7)
    assert not zeros(["000000"], 7)
    assert not zeros(["00000000"], 7)
    assert not zeros(["0000001"], 7)


@settings(deadline=None)
@given(st.lists(st.integers(0, 12), min_size=12, max_size=12))
def test_blocks_are_the_printed_blocks_or_nothing(parts):
    row = tuple(number for i in (0, 4, 8) for number in (*parts[i : i + 4], sum(parts[i : i + 4])))
    assert blocks(["".join(map(str, row))], 3, 5) in (row, None)


def test_a_run_of_blocks_with_one_cut_is_read():
    wanted = (2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19)
    assert blocks(["21317000001324019"], 3, 5) == wanted
    assert blocks(["0" * 15], 3, 5) == (0,) * 15


def test_blocks_that_might_have_lost_cells_are_not_read():
    # 2 0 0 0 2, 0 1 0 0 1, 0 0 0 0 0 or, with cells lost, 20 0 0 20, 100 100, 0 0 0.
    assert blocks(["200020100100000"], 3, 5) is None


@pytest.mark.parametrize("run", ["0" * 14, "0" * 10, "1", "2131700000", "10110000000000"])
def test_blocks_that_lost_a_cell_are_not_read(run):
    assert blocks([run], 3, 5) is None


SUMS = Sums(("new", "old"), ("done", "left"), "done", ("granted", "denied"))


def joint(printed):
    """The table of rows as glued runs, solved together."""
    found = {key: balanced(["".join(map(str, row))], len(row)) for key, row in printed.items()}
    return table(found, SUMS), found


TABLE = {
    "new": (11, 1, 0, 12),
    "old": (1, 0, 0, 1),
    "granted": (10, 1, 0, 11),
    "denied": (1, 0, 0, 1),
    "done": (11, 1, 0, 12),
    "left": (1, 0, 0, 1),
}


def test_rows_that_are_ambiguous_alone_are_decided_together():
    solved, candidates = joint(TABLE)
    assert len(candidates["done"]) > 1
    assert solved == TABLE


@settings(deadline=None)
@given(st.data())
def test_a_table_is_solved_as_any_search_would(data):
    """Only rows that agree in every solution are given, and there are no others."""
    small = st.lists(st.integers(0, 12), min_size=2, max_size=2)
    granted, denied, left = (tuple(data.draw(small)) for _ in range(3))
    done = tuple(a + b for a, b in zip(granted, denied, strict=True))
    whole = tuple(a + b for a, b in zip(done, left, strict=True))
    old = tuple(data.draw(st.integers(0, total)) for total in whole)
    new = tuple(a - b for a, b in zip(whole, old, strict=True))
    rows = {
        "new": new,
        "old": old,
        "granted": granted,
        "denied": denied,
        "done": done,
        "left": left,
    }
    solved, candidates = joint({key: (*row, sum(row)) for key, row in rows.items()})
    solutions = []
    for choice in product(*candidates.values()):
        one = dict(zip(candidates, choice, strict=True))
        sums = list(zip(*one.values(), strict=True))
        if all(
            new + old == done + left and done == granted + denied
            for new, old, granted, denied, done, left in sums
        ):
            solutions.append(one)
    agreed = {key: solutions[0][key] for key in rows if len({one[key] for one in solutions}) == 1}
    assert solved == agreed


def test_a_table_whose_sums_fail_has_no_solution():
    solved, _ = joint({**TABLE, "left": (2, 0, 0, 2)})
    assert solved == {}


def test_a_table_with_a_row_without_cut_has_no_solution():
    solved, candidates = joint({**TABLE, "old": (1, 0, 0, 2)})
    assert candidates["old"] == []
    assert solved == {}


def test_a_glued_requests_table_is_read_whole():
    sheet, runs = requests(new="21710000218", granted="21610000217", denied_third_party="1000001",
                           concluded="21710000218")  # fmt: skip
    solved = decode_requests(sheet, runs)
    assert solved["new"] == (217, 1, 0, 0, 0, 0, 218)
    assert solved["granted"] == (216, 1, 0, 0, 0, 0, 217)
    assert solved["concluded"] == (217, 1, 0, 0, 0, 0, 218)
    assert len(solved) == 25


def test_a_row_that_lost_a_zero_is_not_read_but_all_others_are():
    sheet, runs = requests(new="21710000218", granted="2171000218", concluded="21710000218")
    solved = decode_requests(sheet, runs)
    assert "granted" not in solved
    assert solved["new"] == (217, 1, 0, 0, 0, 0, 218)
    assert len(solved) == 24


def test_where_two_rows_lost_a_zero_only_rows_that_prove_themselves_are_read():
    sheet, runs = requests(new="21710000218", granted="2171000218", concluded="2171000218",
                           carried_in="3000003")  # fmt: skip
    solved = decode_requests(sheet, runs)
    assert {"new", "granted", "concluded"}.isdisjoint(solved)
    assert solved["carried_in"] == (3, 0, 0, 0, 0, 0, 3)


def test_a_row_that_may_be_the_one_in_error_is_not_read():
    # 27 was printed for 72: 2 70 0 0 0 0 72 balances too, but not with the other rows.
    sheet, runs = requests(new="720000072", granted="270000072", concluded="720000072")
    solved = decode_requests(sheet, runs)
    assert "granted" not in solved
    assert solved["new"] == solved["concluded"] == (72, 0, 0, 0, 0, 0, 72)


def test_rows_of_zeros_that_lost_a_cell_forbid_reading_rows_alone():
    sheet, runs = requests(new="3000003", granted="200010012")
    del runs["carried_out"], runs["carried_in"]
    assert decode_requests(sheet, runs)["new"] == (3, 0, 0, 0, 0, 0, 3)
    runs["denied.state_secret"] = ["000000"]
    assert decode_requests(sheet, runs) == {}


def test_zeros_that_lost_a_cell_still_add_up():
    sheet, runs = requests(new="21710000218", granted="21710000218", concluded="21710000218")
    runs["denied.state_secret"] = ["000000"]
    runs["denied.third_party"] = ["0-0000/"]
    solved = decode_requests(sheet, runs)
    assert solved["new"] == solved["granted"] == (217, 1, 0, 0, 0, 0, 218)
    assert "denied.state_secret" not in solved  # which cell is empty stays open
    assert "denied.third_party" not in solved
    assert len(solved) == 23


def test_short_rows_in_a_table_with_its_cells_apart_are_not_cut():
    sheet, runs = requests(granted="300003")
    for party, text in zip(PARTIES, "3000003", strict=True):
        sheet.entries["new", party] = Entry(text, (0, 0, 1), "stream")
    assert decode_requests(sheet, {"granted": runs["granted"]}) == {}


def test_nothing_to_cut_gives_nothing():
    assert decode_requests(Sheet("requests"), {}) == {}


ZEROS = {"rules": (["000"], 3), "licensing": (["000"], 3), "penalties": (["000"], 3)}


@pytest.mark.parametrize(
    ("beside", "run", "row"),
    [
        (ZEROS, "300", (3, 0, 0)),
        (ZEROS, "180", None),  # 18 and 0, and a cell lost
        (ZEROS, "2000", None),  # 200 and 0, or a zero twice
        (ZEROS, "6233440", None),  # many cuts
        (ZEROS, "2648-18538", None),
        (ZEROS, "30", None),  # too short
        ({}, "300", None),
        ({"rules": (["000"], 3), "penalties": (["0"], 1), "coercion": (["0"], 1)}, "300", None),
        ({**ZEROS, "coercion": (["00"], 3)}, "300", None),  # a lost cell
        ({**ZEROS, "coercion": (["00", "0"], 3)}, "300", None),  # spaces, perhaps not all
    ],
)
def test_rows_without_sums_are_cut_only_beside_proof_that_no_cell_was_lost(beside, run, row):
    found = decode_filled({**beside, "normative_documents": ([run], 3)})
    assert found.get("normative_documents") == row


def test_a_glued_dispute_row_is_read_under_its_three_sums():
    slots = list(form_slots("disputes"))
    assert decode_disputes(["21317000001324019"], slots) is not None
    assert decode_disputes(["0" * 15], slots) == (0,) * 15
    assert decode_disputes(["0" * 14], slots) is None
    assert decode_disputes(["2131700000", "1324019"], slots) is not None
    assert decode_disputes(["21317000001", "324019"], slots) is None  # 13 torn
    assert decode_disputes(["213-7000001324019"], slots) is None


ITEMS = ["items_last_year", "items_change", "decisions"]


@pytest.mark.parametrize(
    ("runs", "heads", "number"),
    [
        (["2648-18538"], ITEMS, 2648),
        (["0+312"], ITEMS, 0),
        (["12-5", "38"], ITEMS, 12),
        (["5-2"], ITEMS[:2], 5),
        (["2648-18538"], ["made", "newly_disclosed", "disclosed_total"], None),
        (["2648-18538"], ["items_change", "items_last_year", "decisions"], None),
        (["26480-"], ITEMS, None),  # a dash in the last cell
        (["50-3-"], ITEMS, None),  # the mark of a page
        (["-18538"], ITEMS, None),
        (["02648-18538"], ITEMS, None),
        (["26", "48-18538"], ITEMS, None),
        (["2648", "-18538"], ITEMS, None),  # 2648 may be a page's number
        (["1212-5"], ITEMS, None),  # 12 twice
        (["26482648-5"], ITEMS, None),
        ([], ITEMS, None),
    ],
)
def test_what_stands_before_a_sign_fills_the_cell_before_the_signed_column(runs, heads, number):
    assert before_sign(runs, heads) == number


def made_up(rng):
    """A requests table of a small, middling or large agency whose sums hold."""
    size = rng.choice([3, 30, 2500])
    sums = request_sums(row for row, _ in form_slots("requests.2021"))
    body = {row: [rng.choice([0, 0, rng.randint(1, size)]) for _ in range(6)] for row in sums.rows}
    body["concluded"] = [sum(column) for column in zip(*map(body.get, sums.parts), strict=True)]
    whole = [a + b for a, b in zip(body["concluded"], body["carried_out"], strict=True)]
    body["carried_in"] = [rng.randint(0, total // 2) for total in whole]
    body["new"] = [a - b for a, b in zip(whole, body["carried_in"], strict=True)]
    return {row: [*map(str, cells), str(sum(cells))] for row, cells in body.items()}


def spoilt(rng, cells):
    """A row with one error in it."""
    at = rng.randrange(len(cells))
    match rng.choice(["blank", "double", "drop", "mark", "alter"]):
        case "blank":
            return [cell for i, cell in enumerate(cells) if cell != "0" or i < at]
        case "double":
            return [*cells[: at + 1], *cells[at:]]
        case "drop":
            return cells[:at] + cells[at + 1 :]
        case "mark":
            return [*cells, str(rng.randint(1, 30))]
        case _:
            return [*cells[:at], str(int(cells[at]) + rng.choice([1, 2, 10])), *cells[at + 1 :]]


@pytest.mark.parametrize("seed", range(25))
def test_a_glued_form_yields_all_its_rows_and_with_one_row_spoilt_no_wrong_one(seed):
    rng = random.Random(seed)
    printed = made_up(rng)
    runs = {row: ["".join(cells)] for row, cells in printed.items()}
    sheet = Sheet("requests", rows_seen=set(runs))
    solved = decode_requests(sheet, runs)
    assert len(solved) >= len(runs) - 1
    assert all([*map(str, row)] == printed[key] for key, row in solved.items())
    bad = rng.choice(list(runs))
    solved = decode_requests(sheet, {**runs, bad: ["".join(spoilt(rng, printed[bad]))]})
    assert all([*map(str, row)] == printed[key] for key, row in solved.items() if key != bad)


@pytest.mark.parametrize(
    "runs",
    [
        ["230003200000", "00000"],  # 23 and 32, not 2 and 30
        ["00000000000100111"],  # 1 0 0 1 and the number of a page, or 10 0 1 11
        ["000000000003", "300033"],  # 33 torn
        ["000220000000000", "1"],
        ["2131700000132401", "9"],
    ],
)
def test_a_dispute_row_that_one_error_would_explain_is_not_read(runs):
    assert blocks(runs, 3, 5) is None


@pytest.mark.parametrize("runs", [["2131700000", "1324019"], ["000330000011002"], ["0" * 5] * 3])
def test_dispute_rows_parted_by_spaces_are_read_as_glued_ones(runs):
    assert blocks(runs, 3, 5) is not None
