"""What the prose of a report tells of its tables: it ranks alternatives, and settles nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from govinfo import registry
from govinfo.analyse._grid import REPORTED, Grid
from govinfo.analyse.checking.terms import Instance, instances
from govinfo.analyse.repairing.systems import System

#: A constant and signed cells of a system, which add up to 0 where the prose agrees.
Sum = tuple[float, tuple[tuple[int, int], ...]]
_EQUAL = 1e-6


def told(cells: Grid, report: int, system: System) -> tuple[tuple[Sum, ...], ...]:
    """What the prose says of the cells of a system: for each figure sums of which one fits."""
    place = {metric: number for number, metric in enumerate(system.metrics)}
    figures = []
    for equation in _figures(system):
        sums = []
        for right in equation.sums:
            constant, inside = 0.0, []
            for side, terms in ((1, equation.left), (-1, right)):
                for term in terms:
                    if term.metric in place:
                        inside.append((place[term.metric], side * term.sign))
                    else:
                        constant += side * term.sign * _value(cells, report, term.metric)
            if inside and constant == constant:
                sums.append((constant, tuple(inside)))
        if sums:
            figures.append(tuple(sums))
    return tuple(figures)


def agreeing(figures: tuple[tuple[Sum, ...], ...], values: Mapping[int, float]) -> int:
    """How many figures agree with the cells, given values for the cells that are known."""
    return sum(
        any(
            all(cell in values for cell, _ in inside)
            and abs(constant + sum(sign * values[cell] for cell, sign in inside)) <= _EQUAL
            for constant, inside in sums
        )
        for sums in figures
    )


@cache
def _figures(system: System) -> tuple[Instance, ...]:
    metrics = set(system.metrics)
    return tuple(
        each
        for rule in registry.tree("causes")["evidence"]["rules"]
        for each in instances(rule)
        if metrics & {term.metric for side in (each.left, *each.sums) for term in side}
    )


def _value(cells: Grid, report: int, metric: str) -> float:
    """The value of a cell, NaN unless it is reported and exact."""
    column = cells.place[metric]
    known = cells.status[report, column] == REPORTED and cells.exact[report, column]
    return float(cells.value[report, column]) if known else float("nan")
