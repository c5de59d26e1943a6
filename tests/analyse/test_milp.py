import math
from itertools import takewhile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.analyse.checking.terms import instances
from govinfo.analyse.repairing import milp
from govinfo.analyse.repairing.locate import search, single_cells
from govinfo.analyse.repairing.settle import Table, settle
from govinfo.analyse.repairing.systems import System, systems, without

pytest.importorskip("highspy")


def system_of(form, rules) -> System:
    (system,) = systems(each for rule in rules for each in instances(rule) if each.form == form)
    return system


REQUESTS = system_of("requests.2021", ("A1", "A2", "A3"))
BLOCK = systems(instances("B1"))[0]
NONE = np.zeros(175, dtype=bool)


def planted(cells, changes):
    printed = np.zeros(175)
    printed[cells] = changes[: len(cells)]
    return printed


def settled(system, printed, unknown=None, most=20):
    unknown = np.zeros(len(printed), dtype=bool) if unknown is None else unknown
    code = without(system.code, unknown)
    found = single_cells(code, (code.matrix @ printed)[None, :])
    singles = zip(found.cell.tolist(), found.change.tolist(), strict=True)
    table = Table(system, code, printed, unknown, np.zeros_like(unknown))
    return settle(table, singles, most)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(0, 174), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(1, 40), min_size=3, max_size=3),
)
def test_the_solver_finds_the_sets_that_the_search_finds(cells, changes):
    printed = planted(cells, changes)
    residual = REQUESTS.code.matrix @ printed
    sizes = [search(REQUESTS.code, residual, printed, REQUESTS.allows, size) for size in (1, 2, 3)]
    expected = {tuple(cell for cell, _ in each) for each in next(each for each in sizes if each)}
    size = len(next(iter(expected)))
    solved = takewhile(
        lambda each: each is not None and len(each) == size,
        milp.smallest_sets(REQUESTS, printed, NONE, 10.0),
    )
    assert set(solved) == expected


def test_more_cells_than_the_search_goes_to_are_found_by_the_solver():
    printed = planted([0, 15, 30, 45, 80], [1, 2, 4, 8, 16])
    result = settled(REQUESTS, printed)
    assert result.complete
    assert [each.method for each in result.alternatives] == ["milp"]
    assert result.alternatives[0].cells == tuple((cell, 0.0) for cell in (0, 15, 30, 45, 80))


def test_without_the_solver_what_it_would_have_found_is_said_to_be_missing(monkeypatch):
    monkeypatch.setattr(milp, "installed", lambda: False)
    result = settled(REQUESTS, planted([0, 15, 30, 45, 80], [1, 2, 4, 8, 16]))
    assert result.alternatives == []
    assert (result.complete, result.why) == (False, "no_solver")


def test_a_set_whose_values_the_sums_leave_open_gets_none():
    # Two negative cells in one sum must change, and no sum says how they share the rest.
    result = settled(BLOCK, np.array([-3.0, -4.0, 0.0, 0.0, 7.0]))
    opened = [each for each in result.alternatives if each.method == "milp"]
    assert [tuple(cell for cell, _ in each.cells) for each in opened] == [(0, 1)]
    assert all(math.isnan(value) for _, value in opened[0].cells)
    signs = [each for each in result.alternatives if each.method == "operation"]
    assert [each.cells for each in signs] == [((0, 3.0), (1, 4.0))]
    assert signs[0].causes == ("sign", "sign")
    assert signs[0].rank < opened[0].rank


def test_no_alternative_beyond_the_limit_is_listed_and_the_list_says_so():
    printed = planted(list(range(0, 42, 7)), [3, 5, 7, 11, 13, 17])
    result = settled(REQUESTS, printed, most=1)
    assert len(result.alternatives) == 1
    assert len(settled(REQUESTS, printed).alternatives) == 1 or not result.complete
