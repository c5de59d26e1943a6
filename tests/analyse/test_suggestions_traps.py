"""Suggestions against an exhaustive search, on tables with blanks and without."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govinfo.analyse import check, correct, suggest
from govinfo.analyse.checking.terms import instances

SUMS = ["A1", "A2", "A3", "B1"]


def equations(form):
    """Coefficients of every equation of a form, by metric."""
    found = []
    for rule in SUMS:
        for each in instances(rule):
            if each.form == form:
                terms = {term.metric: term.sign for term in each.left}
                terms |= {term.metric: -term.sign for term in each.right}
                found.append(terms)
    return found


def fewest(cells, sums):
    """All sets of one cell, else of two, whose change makes every equation hold."""
    gaps = [sum(sign * cells[metric] for metric, sign in terms.items()) for terms in sums]
    wrong = {number for number, gap in enumerate(gaps) if gap}
    of = {metric: [n for n, terms in enumerate(sums) if metric in terms] for metric in cells}
    singles = set()
    for metric, inside in of.items():
        steps = {-gaps[number] / sums[number][metric] for number in inside}
        if wrong <= set(inside) and len(steps) == 1 and cells[metric] + min(steps) >= 0:
            singles.add(frozenset([(metric, cells[metric] + min(steps))]))
    return singles or pairs(cells, sums, gaps, wrong, of)


def pairs(cells, sums, gaps, wrong, of):
    """Pairs of cells that settle everything; solved by the first equation with one of them."""
    found = set()
    for one, two in itertools.combinations(cells, 2):
        inside = set(of[one]) | set(of[two])
        if not wrong <= inside:
            continue
        rows = [(sums[n].get(one, 0), sums[n].get(two, 0), -gaps[n]) for n in inside]
        for (a, b, c), (d, e, f) in itertools.combinations(rows, 2):
            whole = a * e - b * d
            if whole:
                x, y = Fraction(int(c * e - b * f), whole), Fraction(int(a * f - c * d), whole)
                break
        else:
            continue
        holds = all(p * x + q * y == r for p, q, r in rows)
        values = cells[one] + float(x), cells[two] + float(y)
        if holds and x and y and min(values) >= 0 and all(v == int(v) for v in values):
            found.add(frozenset(zip((one, two), values, strict=True)))
    return found


def offered(found):
    """Sets of cells and values, of the fewest cells offered."""
    sets = [
        frozenset(zip(rows["metric"].astype(str), rows["suggested"], strict=True))
        for _, rows in found.groupby("alternative")
    ]
    smallest = min(map(len, sets), default=0)
    return {each for each in sets if len(each) == smallest}


@pytest.mark.parametrize("form", ["requests.2021", "requests.2019"])
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_is_offered_is_all_that_an_exhaustive_search_finds(make_facts, balanced, form, data):
    cells = balanced(new=40, carried_in=3, granted=25, denied=13, carried_out=5, form=form)
    wrong = data.draw(st.lists(st.sampled_from(sorted(cells)), min_size=1, max_size=2, unique=True))
    for metric in wrong:
        values = st.integers(0, 60).filter(lambda value, was=cells[metric]: value != was)
        cells[metric] = float(data.draw(values))
    facts = make_facts(cells, forms=(form,))
    before = facts.copy(deep=True)
    found = suggest(facts, rules=SUMS, most=10_000)
    expected = fewest(cells, equations(form))
    assert offered(found) == expected
    assert facts.equals(before)
    if expected:
        assert found["complete"].all()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_each_alternative_settles_every_sum_that_can_be_judged(make_facts, balanced, data):
    cells = balanced(new=40, carried_in=3, granted=25, denied=13, carried_out=5)
    zeros = [metric for metric, value in cells.items() if value == 0]
    for metric in data.draw(st.lists(st.sampled_from(zeros), max_size=25, unique=True)):
        cells[metric] = data.draw(st.sampled_from(["blank", "not_applicable"]))
    printed = sorted(metric for metric, value in cells.items() if not isinstance(value, str))
    for metric in data.draw(st.lists(st.sampled_from(printed), min_size=1, max_size=2)):
        cells[metric] = float(data.draw(st.integers(0, 60)))
    facts = make_facts(cells)
    found = suggest(facts, rules=SUMS)
    for _, chosen in found.loc[found["alternative"] > 0].groupby("alternative"):
        if chosen["suggested"].isna().any():
            continue
        corrected, log = correct(facts, chosen)
        assert not check(corrected, rules=SUMS)["ok"].eq(False).any()
        assert len(log) == len(chosen)
