from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.analyse.checking.terms import Instance, Term, instances
from govinfo.analyse.repairing import milp
from govinfo.analyse.repairing.blanks import fill
from govinfo.analyse.repairing.locate import search, single_cells
from govinfo.analyse.repairing.settle import Table, settle
from govinfo.analyse.repairing.systems import systems, without

ROWS = ("new", "carried_in", "concluded")
COLUMNS = ("natural_person", "business", "total")
HIGHEST = 9


def equation(rule, left, right):
    return Instance(
        rule=rule,
        party="",
        form="requests.2021",
        left=tuple(Term(f"requests.{name}") for name in left),
        right=tuple(Term(f"requests.{name}") for name in right),
        op="=",
        identity=False,
        tolerance=1e-6,
    )


def small_system():
    """Three rows by three columns: the last column and the last row are sums."""
    equations = [
        equation("row", [f"{row}.total"], [f"{row}.{c}" for c in COLUMNS[:2]]) for row in ROWS
    ]
    equations += [
        equation("column", [f"concluded.{c}"], [f"new.{c}", f"carried_in.{c}"]) for c in COLUMNS
    ]
    (system,) = systems(equations)
    return system


SMALL = small_system()


def system_of(form, rules=("A1", "A2", "A3")):
    (system,) = systems(each for rule in rules for each in instances(rule) if each.form == form)
    return system


REQUESTS = system_of("requests.2021")


def values_of(a, b, c, d):
    """A table of the small system in which everything adds up, in the order of its cells."""
    rows = {"new": (a, b, a + b), "carried_in": (c, d, c + d)}
    rows["concluded"] = tuple(x + y for x, y in zip(rows["new"], rows["carried_in"], strict=True))
    cells = {
        f"requests.{row}.{column}": value
        for row, three in rows.items()
        for column, value in zip(COLUMNS, three, strict=True)
    }
    return np.array([cells[metric] for metric in SMALL.metrics], dtype=float)


def settled(system, printed, unknown=None, most=10_000):
    unknown = np.zeros(len(printed), dtype=bool) if unknown is None else unknown
    printed = np.where(unknown, 0.0, printed)
    code = without(system.code, unknown)
    found = single_cells(code, (code.matrix @ printed)[None, :])
    singles = zip(found.cell.tolist(), found.change.tolist(), strict=True)
    table = Table(system, code, printed, unknown, np.zeros_like(unknown))
    return settle(table, singles, most)


def smallest_by_trial(system, printed, unknown):
    """Every smallest set of cells and values, by trying all whole numbers."""
    matrix = system.code.matrix
    known, free = np.flatnonzero(~unknown), np.flatnonzero(unknown)
    numbers = np.arange(2 * HIGHEST + 1)
    for size in range(len(known) + 1):
        found = set()
        for cells in combinations(known.tolist(), size):
            tried = np.array(list(product(numbers, repeat=size + len(free))), dtype=float)
            tables = np.repeat(printed[None, :], len(tried), axis=0)
            tables[:, [*cells, *free]] = tried
            holds = (np.abs(tables @ matrix.T) < 1e-9).all(axis=1)
            found |= {
                tuple(zip(cells, table[list(cells)].tolist(), strict=True))
                for table in tables[holds]
            }
        if found:
            return found
    raise AssertionError("no set settles the table")


@pytest.mark.parametrize("form", ["requests.2021", "requests.2019"])
def test_three_cells_of_a_request_table_can_be_told_one_after_the_other(form):
    assert system_of(form).code.triangular
    assert system_of(form).code.separate


def test_a_dispute_block_does_not_tell_its_cells_apart():
    blocks = systems(instances("B1"))
    assert [block.name for block in blocks] == [
        "reconsideration",
        "litigation_direct",
        "litigation_after_reconsideration",
    ]
    assert not any(block.code.triangular or block.code.separate for block in blocks)


def test_rules_over_years_or_with_conditions_join_no_system():
    rules = ("B1", "C1", "C4", "D1", "D3", "E1", "E1_sum")
    names = {system.name for system in systems(e for rule in rules for e in instances(rule))}
    assert names == {"reconsideration", "litigation_direct", "litigation_after_reconsideration"}


@given(st.integers(0, 174), st.integers(1, 10**6))
def test_any_one_cell_of_a_request_table_is_told_by_the_equations_that_fail(cell, change):
    residual = change * REQUESTS.code.matrix[:, cell]
    found = single_cells(REQUESTS.code, residual[None, :])
    assert found.cell.tolist() == [cell]
    assert found.change.tolist() == [-change]


def test_many_reports_are_located_at_once_and_those_that_hold_left_alone():
    residual = REQUESTS.code.matrix.T[[3, 170, 3]] * np.array([[2.0], [0.0], [-5.0]])
    found = single_cells(REQUESTS.code, residual)
    assert found.report.tolist() == [0, 2]
    assert found.cell.tolist() == [3, 3]
    assert found.change.tolist() == [-2.0, 5.0]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 174), min_size=2, max_size=3, unique=True),
    st.lists(st.integers(1, 40), min_size=3, max_size=3),
)
def test_planted_cells_are_found_unless_fewer_explain_the_same(cells, changes):
    planted = np.zeros(175)
    planted[cells] = changes[: len(cells)]
    residual = REQUESTS.code.matrix @ planted
    sets = [
        {
            tuple(cell for cell, _ in found)
            for found in search(REQUESTS.code, residual, planted, REQUESTS.allows, size)
        }
        for size in (1, 2, 3)
    ]
    smallest = next(found for found in sets if found)
    assert tuple(sorted(cells)) in smallest or len(next(iter(smallest))) < len(cells)


@settings(max_examples=80, deadline=None)
@given(st.tuples(*[st.integers(0, 2)] * 4), st.data())
def test_what_is_found_is_what_trying_everything_finds(parts, data):
    printed = values_of(*parts)
    wrong = data.draw(st.lists(st.integers(0, 8), min_size=1, max_size=2, unique=True))
    for cell in wrong:
        printed[cell] = data.draw(st.integers(0, HIGHEST))
    residual = SMALL.code.matrix @ printed
    if not residual.any():
        return
    nothing = np.zeros(9, dtype=bool)
    expected = smallest_by_trial(SMALL, printed, nothing)
    result = settled(SMALL, printed)
    size = len(next(iter(expected)))
    found = {each.cells for each in result.alternatives if len(each.cells) == size}
    assert result.complete
    assert found == expected


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 2)] * 4), st.data())
def test_a_set_is_offered_only_if_the_unknown_cells_can_still_be_filled(parts, data):
    printed = values_of(*parts)
    unknown = np.zeros(9, dtype=bool)
    unknown[data.draw(st.lists(st.integers(0, 8), min_size=1, max_size=2, unique=True))] = True
    printed[data.draw(st.integers(0, 8))] = data.draw(st.integers(0, HIGHEST))
    code = without(SMALL.code, unknown)
    if not (code.matrix @ np.where(unknown, 0.0, printed)).any():
        return
    expected = smallest_by_trial(SMALL, printed, unknown)
    result = settled(SMALL, printed, unknown)
    size = len(next(iter(expected)))
    cells = {tuple(c for c, _ in each) for each in expected}
    found = {
        tuple(c for c, _ in each.cells) for each in result.alternatives if len(each.cells) == size
    }
    assert found == cells
    determined = {each.cells for each in result.alternatives if len(each.cells) == size}
    assert {each for each in determined if not any(v != v for _, v in each)} <= expected


def test_blanks_that_follow_are_deduced_and_impossible_ones_refused():
    values = [1.0, 2.0, 3.0, 0.0, 1.0, 1.0, 1.0, 3.0, 4.0]
    filled = fill(SMALL, values, [0, 4])
    assert filled.possible
    assert filled.deduced == {0: 1.0, 4: 1.0}
    assert not filled.zeros
    values[1] = 4.0
    assert fill(SMALL, values, [0]).possible is False


@settings(max_examples=40, deadline=None)
@given(st.tuples(*[st.integers(0, 3)] * 4), st.data())
def test_without_the_solver_blanks_are_never_wrongly_refused(parts, data):
    values = values_of(*parts)
    unknown = data.draw(st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(milp, "installed", lambda: False)
        assert fill(SMALL, values.tolist(), unknown).possible is not False
    assert fill(SMALL, values.tolist(), unknown).possible is True
