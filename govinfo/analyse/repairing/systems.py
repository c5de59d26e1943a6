"""Equations that share cells, as one matrix: what a suggestion must settle as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import combinations, product

import numpy as np

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats, Ints
from govinfo.analyse.checking.terms import Instance
from govinfo.registry import NO_FORMS, OwnForms

Sparse = tuple[tuple[int, float], ...]


@dataclass(frozen=True, eq=False)
class Code:
    """Equations over cells as an error-correcting code.

    ``matrix`` has a row per equation, left less right, and a column per cell; cells that
    stand in no equation have a column of zeros.
    """

    matrix: Floats
    tolerance: Floats

    @cached_property
    def columns(self) -> tuple[Sparse, ...]:
        """For each cell the equations that it stands in, with its coefficient there."""
        return tuple(_sparse(column) for column in self.matrix.T)

    @cached_property
    def cells_of(self) -> tuple[tuple[int, ...], ...]:
        """For each equation the cells that stand in it."""
        return tuple(tuple(np.flatnonzero(row).tolist()) for row in self.matrix)

    @cached_property
    def by_support(self) -> Mapping[int, tuple[int, ...]]:
        """The cells that stand in exactly the equations of a bit mask."""
        found: dict[int, tuple[int, ...]] = {}
        for cell, column in enumerate(self.columns):
            mask = sum(1 << equation for equation, _ in column)
            found[mask] = (*found.get(mask, ()), cell)
        found.pop(0, None)
        return found

    @cached_property
    def tolerances(self) -> tuple[float, ...]:
        """The tolerances as plain numbers."""
        return tuple(self.tolerance.tolist())

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """Bit masks of equations of which a cell stands in one at most.

        So many cells must change as one group has equations that fail.
        """
        masks: list[int] = []
        supports = list(self.by_support)
        for equation in range(len(self.matrix)):
            bit = 1 << equation
            beside = [support & ~bit for support in supports if support & bit]
            for number, mask in enumerate(masks):
                if not any(mask & other for other in beside):
                    masks[number] = mask | bit
                    break
            else:
                masks.append(bit)
        return tuple(masks)

    @cached_property
    def exact(self) -> bool:
        """Whether no equation allows for rounding, so that a residual says how much is wrong."""
        return bool((self.tolerance <= registry.tree("causes")["limits"]["exact"]).all())

    @cached_property
    def separate(self) -> bool:
        """Whether no two cells stand in the same equations."""
        return all(len(cells) == 1 for cells in self.by_support.values())

    @cached_property
    def triangular(self) -> bool:
        """Whether any three cells can be told one after the other, each by an equation alone.

        So it is where every cell stands in two equations or more, two cells share one at
        most, and no three cells share three in turn.
        """
        supports = [{equation for equation, _ in column} for column in self.columns if column]
        if not self.exact or any(len(support) < 2 for support in supports):
            return False
        joined: dict[tuple[int, int], set[int]] = {}
        for cell, support in enumerate(supports):
            for pair in combinations(sorted(support), 2):
                joined.setdefault(pair, set()).add(cell)
        if any(len(cells) > 1 for cells in joined.values()):
            return False
        return not any(
            len({*joined[a, b], *joined[b, c], *joined[a, c]}) == 3
            for (a, b), (d, c) in product(joined, joined)
            if b == d and (a, c) in joined
        )


@dataclass(frozen=True, eq=False)
class System:
    """The equations of a report that hang together, and their cells in printed order.

    ``lowest`` and ``whole`` say which values a cell may take; ``row`` and ``column`` where
    it is printed (-1 where no form says so), and ``total`` whether it stands alone on the
    left of an equation.
    """

    name: str
    metrics: tuple[str, ...]
    equations: tuple[str, ...]
    code: Code
    lowest: Floats
    whole: Bools
    row: Ints
    column: Ints
    total: Bools

    @cached_property
    def lowest_values(self) -> tuple[float, ...]:
        """``lowest`` as plain numbers."""
        return tuple(self.lowest.tolist())

    @cached_property
    def whole_values(self) -> tuple[bool, ...]:
        """``whole`` as plain truth values."""
        return tuple(self.whole.tolist())

    def allows(self, cell: int, value: float) -> bool:
        """Whether a cell may take a value: counts are whole and not negative."""
        if value < self.lowest_values[cell]:
            return False
        return not self.whole_values[cell] or abs(value - round(value)) <= 1e-6

    def allowed(self, values: Floats) -> Bools:
        """Which of the values of all cells are such."""
        uneven = self.whole & (np.abs(values - np.round(values)) > 1e-6)
        return np.asarray((values >= self.lowest) & ~uneven, dtype=bool)


def systems(equations: Iterable[Instance], forms: OwnForms = NO_FORMS) -> tuple[System, ...]:
    """Part equations of one year into systems that share no cell."""
    return _systems(tuple(each for each in equations if each.op == "=" and each.plain), forms)


@cache
def _systems(equations: tuple[Instance, ...], forms: OwnForms) -> tuple[System, ...]:
    leader: dict[str, str] = {}

    def root(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for equation in equations:
        first, *others = (term.metric for term in (*equation.left, *equation.right))
        for other in others:
            leader[root(other)] = root(first)
    parts: dict[str, list[Instance]] = {}
    for equation in equations:
        parts.setdefault(root(equation.left[0].metric), []).append(equation)
    names = _names(list(parts.values()))
    each = zip(names, parts.values(), strict=True)
    return tuple(_system(name, part, forms) for name, part in each)


def _names(parts: Sequence[Sequence[Instance]]) -> list[str]:
    """The words that all metrics of a system begin with; its rules where that tells nothing."""
    names = [_common({t.metric for e in part for t in (*e.left, *e.right)}) for part in parts]
    return [
        name if name and names.count(name) == 1 else "+".join(dict.fromkeys(e.rule for e in part))
        for name, part in zip(names, parts, strict=True)
    ]


def _common(metrics: Iterable[str]) -> str:
    words = [metric.split(".") for metric in metrics]
    shared = []
    for column in zip(*words, strict=False):
        if len(set(column)) > 1:
            break
        shared.append(column[0])
    return ".".join(shared)


def _system(name: str, equations: Sequence[Instance], forms: OwnForms) -> System:
    named = dict.fromkeys(t.metric for e in equations for t in (*e.left, *e.right))
    printed = _printed({equation.form: None for equation in equations}, forms)
    metrics = tuple(sorted(named, key=lambda metric: printed.get(metric, (len(printed), -1, -1))))
    place = {metric: number for number, metric in enumerate(metrics)}
    matrix = np.zeros((len(equations), len(metrics)))
    total = np.zeros(len(metrics), dtype=bool)
    for number, equation in enumerate(equations):
        for side, terms in ((1, equation.left), (-1, equation.right)):
            for term in terms:
                matrix[number, place[term.metric]] += side * term.sign
        if len(equation.left) == 1 and len(equation.right) > 1:
            total[place[equation.left[0].metric]] = True
    known = registry.metric_rows(forms)
    kinds = [known[metric]["kind"] if metric in known else "" for metric in metrics]
    return System(
        name=name,
        metrics=metrics,
        equations=tuple(f"{e.rule}:{e.party}" if e.party else e.rule for e in equations),
        code=Code(matrix, np.array([equation.tolerance for equation in equations])),
        lowest=np.array([-np.inf if kind == "change" else 0.0 for kind in kinds]),
        whole=np.array([kind in ("flow", "stock", "change") for kind in kinds]),
        row=np.array([printed.get(metric, (0, -1, -1))[1] for metric in metrics]),
        column=np.array([printed.get(metric, (0, -1, -1))[2] for metric in metrics]),
        total=total,
    )


def _printed(names: Iterable[str], forms: OwnForms) -> dict[str, tuple[int, int, int]]:
    """For each metric of the forms its order, printed row and printed column."""
    found: dict[str, tuple[int, int, int]] = {}
    for form in names:
        rows: dict[str, int] = {}
        columns: dict[str, int] = {}
        for cell in registry.form_rows(forms):
            if cell["form"] == form:
                row = rows.setdefault(cell["row_path"], len(rows))
                column = columns.setdefault(cell["column_path"], len(columns))
                found.setdefault(cell["metric"], (len(found), row, column))
    return found


def without(code: Code, unknown: Bools) -> Code:
    """What the equations say of the cells that are known, whatever the others are.

    Combinations of equations in which no unknown cell is left over.
    """
    return _without(code, unknown.tobytes()) if unknown.any() else code


@lru_cache(maxsize=256)
def _without(code: Code, unknown: bytes) -> Code:
    matrix = code.matrix.copy()
    tolerance = code.tolerance.copy()
    left = np.ones(len(matrix), dtype=bool)
    for cell in np.flatnonzero(np.frombuffer(unknown, dtype=bool)):
        rows = np.flatnonzero(left & (matrix[:, cell] != 0))
        if not len(rows):
            continue
        # The shortest equation is spent on the cell; the others are freed of it.
        spent = rows[np.argmin((matrix[rows] != 0).sum(axis=1))]
        left[spent] = False
        for row in rows[rows != spent]:
            share = matrix[row, cell] / matrix[spent, cell]
            matrix[row] -= share * matrix[spent]
            matrix[row, np.abs(matrix[row]) < 1e-9] = 0.0
            tolerance[row] += abs(share) * tolerance[spent]
    left &= (matrix != 0).any(axis=1)
    return Code(matrix[left], tolerance[left])


def _sparse(column: Floats) -> Sparse:
    numbers = [int(value) if value == int(value) else value for value in column.tolist()]
    return tuple((equation, value) for equation, value in enumerate(numbers) if value)
