"""Cells that are not known: what the equations say they must have been, if anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govinfo.analyse.repairing import milp
from govinfo.analyse.repairing.systems import System

_SLACK = 1e-6


@dataclass(frozen=True, slots=True)
class Filled:
    """Whether the unknown cells can take values so that every equation holds.

    ``possible`` is None where it could not be told; ``deduced`` holds the cells whose
    value follows, each by an equation in which all others are known; ``zeros`` is true
    where they can all be 0.
    """

    possible: bool | None
    deduced: dict[int, float] = field(default_factory=dict)
    zeros: bool = False


def fill(system: System, values: Sequence[float], unknown: Sequence[int]) -> Filled:
    """Fill the unknown cells, given values for all others."""
    open_cells = set(unknown)
    rest = _rest(system, values, open_cells)
    tolerance = system.code.tolerances
    zeros = all(abs(gap) <= tolerance[number] for number, gap in rest.items())
    deduced = _peel(system, rest, open_cells)
    if zeros or deduced is None:
        return Filled(zeros, deduced or {}, zeros)
    return Filled(_fits(system, rest, open_cells), deduced)


def deduce(system: System, values: Sequence[float], unknown: Sequence[int]) -> dict[int, float]:
    """Fill the cells that follow one after the other, if all do and every equation holds."""
    open_cells = set(unknown)
    deduced = _peel(system, _rest(system, values, open_cells), open_cells)
    return {} if deduced is None or open_cells else deduced


def _rest(system: System, values: Sequence[float], unknown: set[int]) -> dict[int, float]:
    """What each equation with an unknown cell lacks: minus the sum of its known terms."""
    code = system.code
    touched = {equation for cell in unknown for equation, _ in code.columns[cell]}
    return {
        equation: -sum(
            float(code.matrix[equation, cell]) * values[cell]
            for cell in code.cells_of[equation]
            if cell not in unknown
        )
        for equation in touched
    }


def _peel(system: System, rest: dict[int, float], unknown: set[int]) -> dict[int, float] | None:
    """Fill cells that stand alone in an equation, again and again; None where one cannot be."""
    code = system.code
    deduced: dict[int, float] = {}
    waiting = set(rest)
    while waiting:
        equation = waiting.pop()
        alone = [cell for cell in code.cells_of[equation] if cell in unknown]
        if not alone:
            if abs(rest[equation]) > code.tolerances[equation] + _SLACK:
                return None
            continue
        if len(alone) > 1:
            continue
        cell = alone[0]
        value = rest[equation] / float(code.matrix[equation, cell])
        value = float(round(value)) if abs(value - round(value)) <= _SLACK else value
        if not system.allows(cell, value):
            return None
        deduced[cell] = value
        unknown.discard(cell)
        for other, factor in code.columns[cell]:
            rest[other] -= factor * value
            waiting.add(other)
    return deduced


def _fits(system: System, rest: dict[int, float], unknown: set[int]) -> bool | None:
    """Whether the open cells can be filled; None where only the solver could tell."""
    if not unknown:
        return True
    high = _bounds(system, rest, unknown)
    if high is None:
        return False
    if milp.installed():
        return milp.fillable(system, rest, sorted(unknown))
    # Without the solver one try: as much as goes into one cell after the other.
    while high:
        cell, value = min(high.items(), key=lambda each: (each[1], each[0]))
        unknown.discard(cell)
        for equation, factor in system.code.columns[cell]:
            rest[equation] -= factor * value
        left = _bounds(system, rest, unknown) if _peel(system, rest, unknown) is not None else None
        if left is None:
            return None
        high = left
    return None if unknown else True


def _bounds(system: System, rest: dict[int, float], unknown: set[int]) -> dict[int, float] | None:
    """The most that each open cell can be; None where an equation cannot hold.

    Cells that an equation of one sign bounds: nothing in it exceeds what it lacks.
    """
    high: dict[int, float] = {}
    for equation, gap in rest.items():
        cells = [cell for cell in system.code.cells_of[equation] if cell in unknown]
        signs = {system.code.matrix[equation, cell] > 0 for cell in cells}
        bounded = all(system.lowest_values[cell] == 0 for cell in cells)
        if not cells or len(signs) > 1 or not bounded:
            continue
        if gap * (1 if signs.pop() else -1) < -system.code.tolerances[equation] - _SLACK:
            return None
        for cell in cells:
            most = abs(gap / float(system.code.matrix[equation, cell]))
            high[cell] = min(high.get(cell, most), most)
    return high
