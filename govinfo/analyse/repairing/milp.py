"""The smallest sets of cells by a mixed-integer programme, where the search does not reach."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats, Ints
from govinfo.analyse.repairing.systems import System, without


def installed() -> bool:
    """Whether the solver is there: the extra ``repair``."""
    return find_spec("highspy") is not None


class Programme:
    """Zero-one variables say which cells change; the equations say by how much.

    Each known cell may rise by ``up`` and fall by ``down``; unknown cells are free within
    their bounds. The number of changed cells is least.
    """

    def __init__(self, system: System, printed: Floats, unknown: Bools, cells: Ints) -> None:
        """Build the programme in which ``cells`` may change."""
        highspy = import_module("highspy")
        self._highs = highspy.Highs()
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._cells = cells
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._infeasible = highspy.HighsModelStatus.kInfeasible
        self._infinite = highspy.kHighsInf
        self._highs.passModel(self._programme(highspy, system, printed, unknown, cells))

    def _programme(
        self, highspy: Any, system: System, printed: Floats, unknown: Bools, cells: Ints
    ) -> Any:
        matrix = system.code.matrix
        known = np.where(unknown, 0.0, printed)
        residual = matrix @ known
        free = np.flatnonzero(unknown)
        n_cells, n_free = len(cells), len(free)
        # Beyond all that is printed and all that is wrong no value need go.
        most = float(np.abs(residual).sum() + np.abs(known).sum() * bool(n_free)) + 1.0
        lowest, value = system.lowest[cells], known[cells]
        at_least = np.maximum(lowest - value, 0.0)
        fall = np.clip(np.minimum(value - lowest, most), 0.0, None)
        rise = np.full(n_cells, most) + at_least
        rows = np.flatnonzero((matrix[:, cells] != 0).any(axis=1) | (residual != 0))
        # In every equation that fails some cell changes: this spares the solver most of its work.
        failing = (np.abs(residual) > system.code.tolerance) & ~(matrix[:, free] != 0).any(axis=1)
        covers = matrix[failing][:, cells] != 0
        n_covers, n_sums = len(covers), len(rows)
        full = np.zeros((n_covers + n_sums + 2 * n_cells, 3 * n_cells + n_free))
        full[:n_covers, 2 * n_cells : 3 * n_cells] = covers
        sums = full[n_covers : n_covers + n_sums]
        sums[:, :n_cells] = matrix[rows][:, cells]
        sums[:, n_cells : 2 * n_cells] = -sums[:, :n_cells]
        sums[:, 3 * n_cells :] = matrix[rows][:, free]
        each, each_way = np.arange(n_cells), np.arange(2 * n_cells)
        bounds = full[n_covers + n_sums :]
        bounds[each_way, each_way] = 1.0
        bounds[each_way, 2 * n_cells + np.tile(each, 2)] = -np.concatenate([rise, fall])
        model = _model(highspy, full)
        model.col_cost_ = np.repeat([0.0, 1.0, 0.0], [2 * n_cells, n_cells, n_free])
        must = ~system.allowed(known)[cells]
        model.col_lower_ = np.concatenate(
            [at_least, np.zeros(n_cells), must, np.maximum(system.lowest[free], -most)]
        )
        model.col_upper_ = np.concatenate(
            [rise, fall, np.ones(n_cells), np.full(n_free, self._infinite)]
        )
        slack = system.code.tolerance[rows]
        slack = np.where(slack > registry.tree("causes")["limits"]["exact"], slack, 0.0)
        model.row_lower_ = np.concatenate(
            [np.ones(n_covers), -residual[rows] - slack, np.full(2 * n_cells, -self._infinite)]
        )
        model.row_upper_ = np.concatenate(
            [np.full(n_covers, self._infinite), -residual[rows] + slack, np.zeros(2 * n_cells)]
        )
        kinds = highspy.HighsVarType
        model.integrality_ = (
            [kinds.kContinuous] * (2 * n_cells)
            + [kinds.kInteger] * n_cells
            + [kinds.kContinuous] * n_free
        )
        return model

    def solve(self, seconds: float) -> tuple[int, ...] | None:
        """The cells of a smallest set; empty where there is none, None where time ran out."""
        if seconds <= 0:
            return None
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == self._infeasible:
            return ()
        if status != self._optimal:
            return None
        n_cells = len(self._cells)
        chosen = np.array(self._highs.getSolution().col_value[2 * n_cells : 3 * n_cells]) > 0.5
        return tuple(self._cells[chosen].tolist())

    def at_most(self, size: int) -> None:
        """Look for sets of no more cells than ``size``."""
        n_cells = len(self._cells)
        every = np.arange(2 * n_cells, 3 * n_cells, dtype=np.int32)
        self._highs.addRow(-self._infinite, size, n_cells, every, np.ones(n_cells))

    def forbid(self, cells: tuple[int, ...]) -> None:
        """Look for other sets than this one, and none that hold it."""
        n_cells = len(self._cells)
        at = np.searchsorted(self._cells, cells).astype(np.int32) + 2 * n_cells
        self._highs.addRow(-self._infinite, len(cells) - 1, len(cells), at, np.ones(len(cells)))


def smallest_sets(
    system: System, printed: Floats, unknown: Bools, seconds: float
) -> Iterator[tuple[int, ...] | None]:
    """Yield sets of cells by size, the smallest first; None where a limit cut the list short.

    No set holds another, and whoever asks may stop when they grow larger than it wants.
    """
    most = registry.tree("causes")["limits"]["cells"]
    ends = time.monotonic() + seconds
    code = without(system.code, unknown)
    failing = np.abs(code.matrix @ np.where(unknown, 0.0, printed)) > code.tolerance
    must = ~unknown & ~system.allowed(printed)
    cells = np.flatnonzero(((code.matrix[failing] != 0).any(axis=0) & ~unknown) | must)
    programme = Programme(system, printed, unknown, cells)
    found = programme.solve(ends - time.monotonic())
    size = len(found) if found else 0
    if size > most:
        yield None
        return
    if found and size == _fewest(code.groups, failing):
        # Then each cell stands in one equation of the group: no other cells come in question.
        yield found
        programme.forbid(found)
    else:
        programme = Programme(system, printed, unknown, np.flatnonzero(~unknown))
    programme.at_most(size or most)
    while True:
        found = programme.solve(ends - time.monotonic())
        if not found:
            if found is None or not size:
                yield None
            return
        size = size or len(found)
        yield found
        programme.forbid(found)


def _fewest(groups: Sequence[int], failing: Bools) -> int:
    """So many cells must change: a cell stands in one equation of a group at most."""
    mask = sum(1 << number for number in np.flatnonzero(failing).tolist())
    return max(((mask & group).bit_count() for group in groups), default=0)


def fillable(system: System, rest: Mapping[int, float], unknown: Sequence[int]) -> bool | None:
    """Whether the unknown cells can make up what the equations lack; None where time ran out."""
    highspy = import_module("highspy")
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", registry.tree("causes")["limits"]["seconds"])
    rows = list(rest)
    lacks, slack = np.array([rest[row] for row in rows]), system.code.tolerance[rows]
    lowest = np.where(np.isinf(system.lowest[unknown]), -highspy.kHighsInf, 0.0)
    kinds = highspy.HighsVarType
    model = _model(highspy, system.code.matrix[np.ix_(rows, unknown)])
    model.col_cost_ = np.zeros(len(unknown))
    model.col_lower_, model.col_upper_ = lowest, np.full(len(unknown), highspy.kHighsInf)
    model.row_lower_, model.row_upper_ = lacks - slack, lacks + slack
    model.integrality_ = [
        kinds.kInteger if whole else kinds.kContinuous for whole in system.whole[unknown]
    ]
    highs.passModel(model)
    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kOptimal:
        return True
    return False if status == highspy.HighsModelStatus.kInfeasible else None


def _model(highspy: Any, matrix: Floats) -> Any:
    """A model with the coefficients of a matrix, column by column."""
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    column, row = np.nonzero(matrix.T)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(column, np.arange(matrix.shape[1] + 1))
    model.a_matrix_.index_ = row
    model.a_matrix_.value_ = matrix.T[column, row]
    return model
