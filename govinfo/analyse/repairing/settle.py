"""One table that does not add up: the smallest sets of cells that would settle it, ranked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats
from govinfo.analyse.repairing import milp
from govinfo.analyse.repairing.blanks import Filled, deduce, fill
from govinfo.analyse.repairing.causes import causes
from govinfo.analyse.repairing.locate import Cells, search
from govinfo.analyse.repairing.operations import operations
from govinfo.analyse.repairing.systems import Code, System
from govinfo.analyse.repairing.told import Sum, agreeing

SIGNATURE, SEARCH, MILP = "signature", "search", "milp"
OPERATION, PEELING = "operation", "peeling"


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one system in one report: ``printed`` holds 0 where ``unknown``.

    ``told`` is what the prose says of them.
    """

    system: System
    code: Code
    printed: Floats
    unknown: Bools
    blank: Bools
    told: tuple[tuple[Sum, ...], ...] = ()

    def allows(self, cell: int, value: float) -> bool:
        """Whether a cell may take a value; of an unknown cell nothing is suggested."""
        return not self.unknown[cell] and self.system.allows(cell, value)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A set of cells with new values that settles a table; NaN where the sums leave it open."""

    cells: Cells
    method: str
    causes: tuple[str, ...]
    deduced: Cells = ()
    rank: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found, the best first; ``why`` names what the search could not do."""

    alternatives: list[Alternative] = field(default_factory=list)
    complete: bool = False
    why: str = ""


def settle(table: Table, singles: Iterable[tuple[int, float]], most: int) -> Settled:
    """Find all smallest sets of cells, and the single slips that explain more of them.

    ``singles`` are the cells that alone make the residuals vanish, as `single_cells` gives
    them.
    """
    code = table.code
    found = _Found(table)
    for cell, change in singles:
        value = float(table.printed[cell] + change)
        if table.allows(cell, value):
            found.add(((cell, value),), SIGNATURE)
    complete, why = code.exact, ""
    slips = [] if code.separate and found.size == 1 else _slips(table)
    if not found.sets:
        complete, why = _larger(table, found, most, explained=bool(slips))
    for cells, method in slips:
        found.add(cells, method)
    ranked = sorted(found.sets.values(), key=lambda each: each.rank)
    complete = complete and not found.doubt and len(ranked) <= most and bool(ranked)
    listed = _listed(ranked, {cells for cells, _ in slips}, most)
    return Settled(listed, complete, "" if ranked else why)


def _listed(ranked: list[Alternative], slips: set[Cells], most: int) -> list[Alternative]:
    """As many as are wanted; what one slip explains even where many other sets do as well."""
    room = most - sum(each.cells in slips for each in ranked)
    found = []
    for each in ranked:
        if each.cells in slips or room > 0:
            room -= each.cells not in slips
            found.append(each)
    return found[:most]


def _slips(table: Table) -> list[tuple[Cells, str]]:
    """What a single slip explains, however many cells it moved."""
    moved = operations(table.system, table.printed, table.unknown)
    slips = [(cells, OPERATION) for cells in sorted(moved)]
    filled = _filled_blanks(table)
    return [*slips, (filled, PEELING)] if filled else slips


def _filled_blanks(table: Table) -> Cells:
    """Blanks that count as 0, filled one after the other, if that settles everything."""
    blank = np.flatnonzero(table.blank).tolist()
    if not blank or table.unknown.any():
        return ()
    deduced = deduce(table.system, table.printed.tolist(), blank)
    cells = tuple(sorted((cell, value) for cell, value in deduced.items() if value))
    printed = table.printed.copy()
    printed[[cell for cell, _ in cells]] = [value for _, value in cells]
    left = np.abs(table.system.code.matrix @ printed) > table.system.code.tolerance
    return () if left.any() else cells


def _larger(table: Table, found: _Found, most: int, *, explained: bool) -> tuple[bool, str]:
    """Sets of two cells or more: by search, and where that is not exhaustive by the solver.

    Where a single slip explains what is wrong the solver gets less time.
    """
    code = table.code
    residual = code.matrix @ table.printed
    limits = registry.tree("causes")["limits"]
    for size in range(2, limits["search"] + 1):
        for cells in search(code, residual, table.printed, table.allows, size):
            found.add(cells, SEARCH)
        if found.sets and code.triangular:
            return True, ""
        if found.sets:
            break
    if not milp.installed():
        return False, "no_solver"
    return _solve(table, found, most, limits["explained" if explained else "seconds"])


def _solve(table: Table, found: _Found, most: int, seconds: float) -> tuple[bool, str]:
    best = found.size
    for cells in milp.smallest_sets(table.system, table.printed, table.unknown, seconds):
        if cells is None:
            return False, "limit"
        if best and len(cells) > best:
            return True, ""
        values = _values(table, cells)
        if values is not None and found.add(values, MILP):
            best = len(cells)
        if len(found.sets) > most:
            return False, ""
    return True, "limit"


def _values(table: Table, cells: Sequence[int]) -> Cells | None:
    """What the cells must be; NaN where the sums leave it open, None where they cannot be."""
    matrix = table.code.matrix[:, list(cells)]
    residual = table.code.matrix @ table.printed
    if np.linalg.matrix_rank(matrix) < len(cells) or not table.code.exact:
        return tuple((cell, float("nan")) for cell in cells)
    change = np.linalg.lstsq(matrix, -residual, rcond=None)[0]
    values = table.printed[list(cells)] + change
    whole = np.round(values)
    values = np.where(np.abs(values - whole) < 1e-6, whole, values) + 0.0  # no -0.0
    changed = zip(cells, values.tolist(), strict=True)
    settled = tuple((cell, value) for cell, value in changed if table.allows(cell, value))
    return settled if len(settled) == len(cells) else None


class _Found:
    """Sets that settle a table and leave its unknown cells possible, each once."""

    def __init__(self, table: Table) -> None:
        self.table = table
        bad = ~table.unknown & ~table.system.allowed(table.printed)
        self.must: set[int] = set(np.flatnonzero(bad).tolist()) if bad.any() else set()
        self._printed: list[float] = table.printed.tolist()
        self._blank: list[bool] = table.blank.tolist()
        self.sets: dict[Cells | tuple[int, ...], Alternative] = {}
        self.size = 0
        self.doubt = False

    def add(self, cells: Cells, method: str) -> bool:
        """Take a set if every equation can hold with it."""
        table = self.table
        new = dict(cells)
        if not self.must <= set(new):
            return False
        opened = any(value != value for value in new.values())
        key = tuple(new) if opened else cells
        if key in self.sets:
            return False
        filled = Filled(True, zeros=True)
        if table.unknown.any() and not opened:
            filled = self._fill(new)
            self.doubt |= filled.possible is None
            if not filled.possible:
                return False
        named, cost = ((), 0) if opened else causes(table.system, self._printed, self._blank, cells)
        self.sets[key] = Alternative(
            cells,
            method,
            named or ("",) * len(cells),
            tuple(sorted(filled.deduced.items())),
            self._rank(new, filled, cost),
        )
        self.size = min(self.size or len(cells), len(cells))
        return True

    def _rank(self, new: dict[int, float], filled: Filled, cost: int) -> tuple[float, ...]:
        """Few cells first, then what needs no more than 0 in the blanks and no guess.

        Then what the prose agrees with, then likely causes, cells that are printed in one
        row or column, and the order of print.
        """
        table, system = self.table, self.table.system
        agreed = 0
        if table.told:
            known = np.flatnonzero(~table.unknown).tolist()
            values = {cell: self._printed[cell] for cell in known}
            agreed = agreeing(table.told, values | filled.deduced | new)
        opened = any(value != value for value in new.values())
        lines = [len({int(place[cell]) for cell in new}) for place in (system.row, system.column)]
        return (len(new), not filled.zeros, opened, -agreed, cost, min(lines), *new)

    def _fill(self, new: dict[int, float]) -> Filled:
        values = list(self._printed)
        for cell, value in new.items():
            values[cell] = value
        return fill(self.table.system, values, np.flatnonzero(self.table.unknown).tolist())
