"""Blocks and results of the disputes table: what is named where in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from govinfo.model import Cell
from govinfo.parse.grids.lattice import Lattice, is_words, reported, run_of
from govinfo.parse.labels import STATUTORY, Vocabulary, core, vocabulary


@dataclass(slots=True)
class DisputePlan:
    """The labels of a grid: what each means, and the row in which the last result stands.

    ``new`` are the results in reading order without those that a converter repeats
    below themselves; ``end`` is the row behind the last that may belong to the table.
    """

    grid: Lattice
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    results: list[Cell] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    last: int = 0
    end: int = 0


def plan_disputes(grid: Lattice, words: Vocabulary) -> DisputePlan:
    """Find the labels of the disputes table in a grid; none of results if it holds none."""
    plan = DisputePlan(grid)
    start, plan.end = _region(grid, words)
    for i in range(start, plan.end):
        for cell in grid.own(i):
            if not is_words(cell.text):
                continue
            name = core(cell.text)
            meaning = words.columns.get(name) or words.others.get(name, "")
            if name in words.columns:
                plan.last = i
                plan.results.append(cell)
                if plan.labels.get((i - 1, cell.column)) != meaning:
                    plan.new.append(meaning)
            elif meaning:
                plan.named.append(meaning)
            for row in range(i, min(i + cell.row_span, len(grid.rows))):
                for column in range(cell.column, cell.column + cell.column_span):
                    plan.labels[row, column] = meaning or "?"
    _extend(plan)
    return plan


def _region(grid: Lattice, words: Vocabulary) -> tuple[int, int]:
    """The rows between those of the other statutory tables in the same grid."""
    others = [vocabulary(kind) for kind in STATUTORY if kind != "disputes"]
    certain = [i for i in range(len(grid.rows)) if _is_certain(grid.own(i), words)]
    if not certain:
        return 0, 0
    foreign = [
        i
        for i in range(len(grid.rows))
        for cell in grid.own(i)
        if is_words(cell.text)
        and core(cell.text) not in words.columns
        and any(
            core(cell.text) in other.rows or core(cell.text) in other.columns for other in others
        )
    ]
    start = max((i + 1 for i in foreign if i < certain[0]), default=0)
    return start, min((i for i in foreign if i > certain[-1]), default=len(grid.rows))


def _is_certain(own: Sequence[Cell], words: Vocabulary) -> bool:
    return any(words.columns.get(core(c.text), "total") != "total" for c in own if is_words(c.text))


def _extend(plan: DisputePlan) -> None:
    """Let a block reach over the empty cells behind it, where spans are padded."""
    end = max((cell.column + cell.column_span for cell in plan.results), default=0)
    for i in range(plan.last):
        own = plan.grid.own(i)
        if reported(own):
            continue
        meaning = ""
        for cell in own:
            here = plan.labels.get((i, cell.column), "")
            if here:
                meaning = here if here.startswith(("blocks:", "heads:")) else ""
            elif meaning and cell.column < end and not cell.text.strip():
                plan.labels[i, cell.column] = meaning


def rows_of_values(plan: DisputePlan) -> list[list[Cell]]:
    """The rows of values: behind the first result, not those of words alone."""
    words = vocabulary("disputes")
    first = min(cell.row for cell in plan.results)
    found: list[list[Cell]] = []
    for i in range(first, plan.end):
        own = plan.grid.own(i)
        labels = [cell for cell in own if is_words(cell.text)]
        values = [
            cell for cell in own if not is_words(cell.text) and (i, cell.column) not in plan.labels
        ]
        known = [cell for cell in labels if core(cell.text) in words.columns]
        if len(known) > 1 or not values:
            continue  # a row of heads
        if (
            labels
            and not reported(values)
            and not any(plan.labels[i, cell.column] != "?" for cell in labels)
        ):
            continue  # a remark
        found.append(values)
    filled = [values for values in found if run_of(values)]
    return filled or found[:1]


def labels_of(plan: DisputePlan, cell: Cell) -> tuple[set[str], set[tuple[int, int]]]:
    """What stands above and beside a cell, and where the results among it begin."""
    names: set[str] = set()
    near: set[tuple[int, int]] = set()
    for column in range(cell.column, cell.column + cell.column_span):
        seen = False
        for row in range(cell.row - 1, -1, -1):
            name = plan.labels.get((row, column))
            if name is not None:
                seen = True
                names.add(name)
                near.add((row, column))
            elif seen and _value_at(plan, row, column):
                break
    for column in range(cell.column):
        name = plan.labels.get((cell.row, column))
        if name is not None:
            names.add(name)
            near.add((cell.row, column))
    used = {
        (head.row, head.column)
        for head in plan.results
        if any(
            head.row <= row < head.row + head.row_span
            and head.column <= column < head.column + head.column_span
            for row, column in near
        )
    }
    return names, used


def _value_at(plan: DisputePlan, row: int, column: int) -> bool:
    return any(
        cell.column <= column < cell.column + cell.column_span and cell.text.strip()
        for cell in plan.grid.rows[row]
    )


def beside(plan: DisputePlan, cell: Cell) -> list[str]:
    """The blocks and results named in the row of a cell before it."""
    names = (plan.labels.get((cell.row, column), "?") for column in range(cell.column))
    return [name for name in dict.fromkeys(names) if name != "?" and not name.startswith("heads:")]
