"""Single slips that move many values at once: rows shifted or exchanged, signs lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

import numpy as np

from govinfo.analyse._grid import Bools, Floats, Ints
from govinfo.analyse.repairing.locate import Cells
from govinfo.analyse.repairing.systems import System

# A system of so few cells is searched for any two that were exchanged; of a greater one
# the search tells pairs.
_FEW = 12


@dataclass(frozen=True, slots=True)
class _Moves:
    """For each move and cell the cell that its value is taken from.

    One past the last cell stands for 0. ``hole`` is a cell that takes what ``equation``
    then lacks, -1 where there is none.
    """

    source: Ints
    hole: Ints
    equation: Ints
    touched: Bools


def operations(system: System, printed: Floats, unknown: Bools) -> set[Cells]:
    """Every single slip that, undone, makes all equations hold.

    A row or the rest of a row shifted by one column, with what was lost at its end
    restored by the row's own sum; neighbouring rows exchanged; two cells exchanged in
    systems of a few cells; the sign lost or added throughout.
    """
    moves = _moves(system)
    known = np.where(unknown, np.nan, printed)
    wrong = np.abs(np.nan_to_num(system.code.matrix @ np.nan_to_num(known))) > system.code.tolerance
    found = set()
    if not unknown.any():
        chosen = ~(wrong & ~moves.touched).any(axis=1)
        tried = np.append(known, 0.0)[moves.source[chosen]]
        tried = _fill_holes(system, tried, moves.hole[chosen], moves.equation[chosen])
        tried = np.vstack([tried, np.abs(known)[None, :]])
        holds = np.abs(tried @ system.code.matrix.T) <= system.code.tolerance
        fine = system.allowed(tried)
        for values in tried[holds.all(axis=1) & fine.all(axis=1)]:
            changed = np.flatnonzero(np.abs(values - known) > 1e-9)
            found.add(tuple((int(cell), float(values[cell])) for cell in changed))
    return found - {()}


def _fill_holes(system: System, tried: Floats, hole: Ints, equation: Ints) -> Floats:
    at = np.flatnonzero(hole >= 0)
    cell, row = hole[at], system.code.matrix[equation[at]]
    tried[at, cell] = 0.0
    tried[at, cell] = -(tried[at] * row).sum(axis=1) / row[np.arange(len(at)), cell]
    return tried


@cache
def _moves(system: System) -> _Moves:
    n_cells = len(system.metrics)
    support = system.code.matrix != 0
    sources, holes, equations, touched = [], [], [], []
    for moved, hole, equation in _each(system):
        source = np.arange(n_cells)
        for cell, taken_from in moved.items():
            source[cell] = taken_from
        sources.append(source)
        holes.append(hole)
        equations.append(equation)
        touched.append(support[:, [*moved]].any(axis=1))
    return _Moves(
        np.array(sources, dtype=np.int64).reshape(-1, n_cells),
        np.array(holes, dtype=np.int64),
        np.array(equations, dtype=np.int64),
        np.array(touched, dtype=bool).reshape(-1, len(support)),
    )


def _each(system: System) -> Iterator[tuple[dict[int, int], int, int]]:
    """Moves as: cell and where its value comes from, the cell to restore, by which equation."""
    lines = printed_lines(system)
    for line in lines:
        equation = sum_of(system, line)
        # A restored cell proves nothing where its own sum is all that there is.
        checked = any(len(system.code.columns[cell]) > 1 for cell in line)
        for start in range(len(line) - 1):
            rest = line[start:]
            for way in (1, -1):
                # What falls off one end comes in at the other, or is told by the sum.
                moved = dict(zip(rest, [*rest[way:], *rest[:way]], strict=True))
                yield moved, -1, -1
                if equation >= 0 and checked:
                    yield moved, rest[-1] if way == 1 else rest[0], equation
        parts = parts_of(system, line)
        if 1 < len(parts) < len(line):
            for way in (1, -1):
                yield dict(zip(parts, [*parts[way:], *parts[:way]], strict=True)), -1, -1
    for line, below in pairwise(lines):
        same = [system.column[cell] for cell in line] == [system.column[cell] for cell in below]
        if same and system.row[below[0]] == system.row[line[0]] + 1:
            yield dict(zip((*line, *below), (*below, *line), strict=True)), -1, -1
    if len(system.metrics) <= _FEW:
        for one, other in combinations(range(len(system.metrics)), 2):
            yield {one: other, other: one}, -1, -1


@cache
def printed_lines(system: System) -> tuple[tuple[int, ...], ...]:
    """The printed rows of three cells or more, each from left to right."""
    lines: dict[int, list[int]] = {}
    for cell in np.lexsort((system.column, system.row)).tolist():
        if system.row[cell] >= 0:
            lines.setdefault(int(system.row[cell]), []).append(cell)
    return tuple(tuple(line) for line in lines.values() if len(line) > 2)


@cache
def sum_of(system: System, line: tuple[int, ...]) -> int:
    """The equation that adds up just the cells of a printed row, -1 where none does."""
    for number, cells in enumerate(system.code.cells_of):
        if set(cells) == set(line):
            return number
    return -1


@cache
def parts_of(system: System, line: tuple[int, ...]) -> tuple[int, ...]:
    """The cells of a printed row without its total."""
    equation = sum_of(system, line)
    if equation < 0:
        return line
    signs = np.sign(system.code.matrix[equation])
    return tuple(cell for cell in line if (signs == signs[cell]).sum() > 1)
