"""Typing errors are what their names say, and those that no sum can betray are drawn again."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import mistyped, oracle
from faults.desk import Desk
from faults.mistyped import IDENTITY
from faults.panel import panel
from faults.planting import plant

COUNTS = st.integers(0, 99_999)
SEEDS = st.integers(0, 50)


@given(COUNTS, SEEDS)
def test_two_digits_changed_about_are_the_same_digits(value, seed):
    new = mistyped.swapped(value, Random(seed))
    if new is not None:
        assert new != value
        assert sorted(str(new)) == sorted(str(value))


@given(COUNTS, SEEDS)
def test_a_dropped_or_doubled_digit_changes_the_length_by_one(value, seed):
    for mistype, step in ((mistyped.dropped, -1), (mistyped.doubled, 1)):
        new = mistype(value, Random(seed))
        if new is not None:
            assert len(str(new)) == len(str(value)) + step


@given(COUNTS, SEEDS)
def test_another_number_is_another(value, seed):
    assert mistyped.another(value, Random(seed)) != value


@pytest.mark.parametrize("value", [0, 7, 11, 33, 10])
def test_digits_that_cannot_be_changed_about_are_left(value):
    assert mistyped.swapped(value, Random(0)) is None


@pytest.mark.parametrize("fault", IDENTITY, ids=lambda fault: fault.name)
def test_a_planted_typing_error_breaks_a_sum_and_changes_only_its_cells(clean, fault):
    facts, sources = clean
    after, _, planted = plant(facts, sources, fault, Random(2))
    changed = facts["value"].ne(after["value"]) & facts["value"].notna()
    rows = zip(facts.loc[changed, "source_id"], facts.loc[changed, "metric"], strict=True)
    assert set(rows) == {cell[:2] for cell in planted.cells}
    desk = Desk(after, sources)
    for source_id, metric, old, new in planted.cells:
        assert desk.get(source_id, metric) == new != old
    one = desk.documents[planted.source_ids[0]]
    assert oracle.broken_sums(desk.table(planted.source_ids[0]), one["forms"])
    assert set(planted.rules) <= set(oracle.FLAG_OF.values())


def test_a_change_that_keeps_every_sum_is_not_planted():
    facts, sources = panel(60, seed=3)
    desk = Desk(facts, sources)

    def nothing(table, cells, rng):
        return {cells[0]: table[cells[0]]}

    make = mistyped.in_requests(nothing)
    assert all(make(desk, source_id, Random(1)) is None for source_id in desk.documents)


def test_several_errors_may_explain_one_wrong_number():
    assert mistyped.causes("nought", [("x", "a", 1.0, 10.0)]) == {"ten_one"}
    assert mistyped.causes("digit_dropped", [("x", "a", 10.0, 1.0)]) == {"ten_one", "digit_dropped"}
