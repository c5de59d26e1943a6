"""Which few cells, changed, would make every equation hold: by residuals, then by search."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from govinfo.analyse._grid import Floats, Ints
from govinfo.analyse.repairing.systems import Code

#: Whether a cell may take a value.
Allows = Callable[[int, float], bool]
#: The cells of a set with their new values, in printed order.
Cells = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Single:
    """One cell that settles a report: row of the residuals, cell, and what it must gain."""

    report: Ints
    cell: Ints
    change: Floats


@dataclass(frozen=True, slots=True)
class _Signatures:
    """The cells sorted by the hash of the equations that they stand in."""

    weights: Ints
    keys: Ints
    cells: Ints
    first: Ints
    coefficient: Floats


def single_cells(code: Code, residual: Floats) -> Single:
    """Every cell that alone settles a report, for many reports at once.

    ``residual`` has a row per report and a column per equation: left less right.
    """
    table = _signatures(code)
    wrong = np.abs(residual) > code.tolerance
    key = wrong.astype(np.int64) @ table.weights
    start = np.searchsorted(table.keys, key, side="left")
    count = np.searchsorted(table.keys, key, side="right") - start
    count[~wrong.any(axis=1)] = 0
    report = np.repeat(np.arange(len(residual)), count)
    within = np.arange(len(report)) - np.repeat(np.cumsum(count) - count, count)
    found = np.repeat(start, count) + within
    cell = table.cells[found]
    change = -residual[report, table.first[found]] / table.coefficient[found]
    left = residual[report] + change[:, None] * code.matrix.T[cell]
    settled = (np.abs(left) <= code.tolerance).all(axis=1)
    return Single(report[settled], cell[settled], change[settled])


@lru_cache(maxsize=256)
def _signatures(code: Code) -> _Signatures:
    # A hash stands for a set of equations; what it finds is verified, so that no
    # coincidence does harm.
    generator = np.random.default_rng(len(code.matrix))
    weights = generator.integers(1 << 62, size=len(code.matrix))
    support = code.matrix.T != 0
    cells = np.flatnonzero(support.any(axis=1))
    keys = support[cells].astype(np.int64) @ weights
    order = np.argsort(keys, kind="stable")
    cells = cells[order]
    first = support[cells].argmax(axis=1) if len(cells) else cells
    return _Signatures(weights, keys[order], cells, first, code.matrix[first, cells])


def search(code: Code, residual: Floats, printed: Floats, allows: Allows, size: int) -> set[Cells]:
    """Every set of exactly ``size`` cells that settles one report.

    A set is found where its cells can be told one after the other, each by an equation in
    which no other cell of the set is left. Where the code is ``triangular``, these are all
    sets of three cells or fewer.
    """
    plain = {
        number: int(value) if value == int(value) else value
        for number, value in enumerate(residual.tolist())
        if abs(value) > code.tolerances[number]
    }
    found: set[Cells] = set()
    if plain:
        _extend(code, plain, printed.tolist(), allows, size, (), found)
    return found


def _extend(
    code: Code,
    residual: Mapping[int, float],
    printed: list[float],
    allows: Allows,
    size: int,
    chosen: Cells,
    found: set[Cells],
) -> None:
    """Add one cell and its value to a set, in every way that an equation suggests."""
    if size == 1:
        for cell, change in _single(code, residual):
            value = printed[cell] + change
            if all(cell != other for other, _ in chosen) and allows(cell, value):
                found.add(tuple(sorted((*chosen, (cell, value)))))
        return
    tolerances = code.tolerances
    equations = list(residual)
    if code.triangular:
        equations = [min(equations, key=lambda each: len(code.cells_of[each]))]
    taken = {cell for cell, _ in chosen}
    for equation in equations:
        for cell in code.cells_of[equation]:
            if cell in taken:
                continue
            column = code.columns[cell]
            for change in {
                -residual[each] / factor if factor not in (1, -1) else -residual[each] * factor
                for each, factor in column
                if each in residual
            }:
                value = printed[cell] + change
                if not allows(cell, value):
                    continue
                left = dict(residual)
                for each, factor in column:
                    rest = left.get(each, 0) + change * factor
                    if abs(rest) <= tolerances[each]:
                        left.pop(each, None)
                    else:
                        left[each] = rest
                if left and _reachable(code, left, size - 1):
                    _extend(code, left, printed, allows, size - 1, (*chosen, (cell, value)), found)


def _reachable(code: Code, residual: Mapping[int, float], size: int) -> bool:
    """Whether so few cells can touch every equation that fails."""
    mask = 0
    for equation in residual:
        mask |= 1 << equation
    return all((mask & group).bit_count() <= size for group in code.groups)


def _single(code: Code, residual: Mapping[int, float]) -> list[tuple[int, float]]:
    mask = 0
    for equation in residual:
        mask |= 1 << equation
    found = []
    for cell in code.by_support.get(mask, ()):
        (first, factor), *others = code.columns[cell]
        change = -residual[first] / factor
        if all(abs(residual[each] + change * by) <= code.tolerances[each] for each, by in others):
            found.append((cell, change))
    return found
