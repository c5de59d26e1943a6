"""How a number came to be wrong, as far as the number itself tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import combinations, pairwise

from govinfo import registry
from govinfo.analyse._grid import Ints
from govinfo.analyse.repairing.locate import Cells
from govinfo.analyse.repairing.operations import parts_of, printed_lines
from govinfo.analyse.repairing.systems import System

BLANK_MEANT, OTHER = "blank_as_value", "other"


@cache
def likelihood() -> Mapping[str, int]:
    """The causes and their rank, the likeliest first."""
    return {name: rank for rank, name in enumerate(registry.tree("causes")["cause"])}


def causes(
    system: System, printed: Sequence[float], blank: Sequence[bool], cells: Cells
) -> tuple[tuple[str, ...], int]:
    """The cause of each cell of an alternative, and how unlikely they are together.

    One slip that explains several cells counts once.
    """
    rank = likelihood()
    new = dict(cells)
    if len(cells) > 1 and (slip := _of_rows(system, printed, new)):
        return (slip,) * len(cells), rank[slip]
    told: dict[int, str] = {}
    cost = 0
    for one, other in combinations(new, 2):
        if one not in told and other not in told:
            slip = _of_pair(system, printed, one, other, new)
            if slip:
                told[one] = told[other] = slip
                cost += rank[slip]
    for cell, value in cells:
        if cell not in told:
            told[cell] = _of_cell(system, printed, blank, cell, value)
            cost += rank[told[cell]]
    return tuple(told[cell] for cell, _ in cells), cost


def _of_rows(system: System, printed: Sequence[float], new: Mapping[int, float]) -> str:
    """A row that stands one column off, or two rows that stand in each other's place."""
    lines = printed_lines(system)
    for line in lines:
        if not set(new) <= set(line) or len(new) < 3:
            continue
        if any(_shifted(cells, printed, new) for cells in (line, parts_of(system, line))):
            return "row_shifted"
    for line, below in pairwise(lines):
        if set(new) <= {*line, *below} and len(new) > 3 and len(line) == len(below):
            pairs = list(zip(line, below, strict=True))
            if all(
                new.get(a, printed[a]) == printed[b] and new.get(b, printed[b]) == printed[a]
                for a, b in pairs
            ):
                return "rows_exchanged"
    return ""


def _shifted(line: tuple[int, ...], printed: Sequence[float], new: Mapping[int, float]) -> bool:
    """Whether each new value stands in the next cell; what was at the end is lost."""
    place = {cell: number for number, cell in enumerate(line)}
    if not set(new) <= set(place):
        return False
    for way in (1, -1):
        source = {cell: place[cell] + way for cell in new}
        inner = [cell for cell in new if 0 <= source[cell] < len(line)]
        if all(new[cell] == printed[line[source[cell]]] for cell in inner):
            return True
    return False


def _of_pair(
    system: System, printed: Sequence[float], one: int, other: int, new: Mapping[int, float]
) -> str:
    for taken, given in ((one, other), (other, one)):
        # The value of `given` was printed into `taken`: in place of what belongs there, or
        # on top of it.
        moved = new[given]
        wrong = printed[taken] == moved or printed[taken] - new[taken] == moved
        if printed[given] == 0 and wrong and moved > 0:
            if _beside(system.row, system.column, one, other):
                return "neighbouring_row"
            if _beside(system.column, system.row, one, other):
                return "neighbouring_column"
    swapped = new[one] == printed[other] and new[other] == printed[one]
    near = system.row[one] == system.row[other] or system.column[one] == system.column[other]
    return "cells_exchanged" if swapped and near else ""


def _beside(along: Ints, across: Ints, one: int, other: int) -> bool:
    same = across[one] == across[other] >= 0
    return bool(same and abs(int(along[one]) - int(along[other])) == 1)


def _of_cell(
    system: System, printed: Sequence[float], blank: Sequence[bool], cell: int, value: float
) -> str:
    if blank[cell]:
        return BLANK_MEANT
    before = printed[cell]
    for name, fits in _CELL.items():
        if fits(before, value):
            return name
    if value > before and system.total[cell] and _stale(system, printed, cell, value):
        return "total_not_updated"
    return "digit_dropped" if _dropped(before, value) else OTHER


def _stale(system: System, printed: Sequence[float], cell: int, value: float) -> bool:
    """Whether a total is 0 or lacks exactly one of its parts."""
    if printed[cell] == 0:
        return True
    for equation, sign in system.code.columns[cell]:
        others = [each for each in system.code.cells_of[equation] if each != cell]
        signs = {system.code.matrix[equation, each] * sign > 0 for each in others}
        alone = signs == {False} and len(others) > 1
        if alone and any(printed[each] == value - printed[cell] for each in others):
            return True
    return False


def _digits(value: float) -> str:
    return str(int(value)) if value >= 0 and value == int(value) else ""


def _sign(before: float, value: float) -> bool:
    return before == -value != 0


def _ten_thousand(before: float, value: float) -> bool:
    return before != 0 and (before == value * 10_000 or value == before * 10_000)


def _swapped(before: float, value: float) -> bool:
    old, new = _digits(before), _digits(value)
    if len(old) != len(new) or old == new:
        return False
    places = [place for place, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
    return len(places) == 2 and places[1] == places[0] + 1 and sorted(old) == sorted(new)


def _ten_one(before: float, value: float) -> bool:
    return before != 0 and (before == value * 10 or value == before * 10)


def _doubled(before: float, value: float) -> bool:
    old, new = _digits(before), _digits(value)
    return len(old) == len(new) + 1 and any(
        new == old[:place] + old[place + 1 :] and old[place] == old[place - 1]
        for place in range(1, len(old))
    )


def _dropped(before: float, value: float) -> bool:
    old, new = _digits(before), _digits(value)
    return len(new) == len(old) + 1 > 1 and any(
        old == new[:place] + new[place + 1 :] for place in range(len(new))
    )


# In the order in which they are tried: what is rarer by chance first.
_CELL: Mapping[str, Callable[[float, float], bool]] = {
    "sign": _sign,
    "ten_thousand": _ten_thousand,
    "digit_swapped": _swapped,
    "ten_one": _ten_one,
    "digit_doubled": _doubled,
}
