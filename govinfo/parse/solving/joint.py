"""All ways to fill a table whose columns must add up, told by what each row can be.

A row has candidates. Outcomes are taken off the whole one row after the other; what is
left is all that the rows still to come need to know, so that ways that leave the same
are followed together. Thus the candidates that are part of any solution are found
without listing the solutions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

Row = tuple[int, ...]

_MOST_STEPS = 100_000  # of a search; beyond that, the table stays unread


@dataclass(frozen=True, slots=True)
class Sums:
    """Which rows of a table must add up, in every column.

    The sums of ``inflow`` and ``outflow`` are equal, and ``whole``, one of
    ``outflow``, is the sum of ``parts``.
    """

    inflow: tuple[str, ...]
    outflow: tuple[str, ...]
    whole: str
    parts: tuple[str, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """All rows."""
        return (*self.inflow, *self.outflow, *self.parts)


def supported(candidates: Mapping[str, Sequence[Row]], sums: Sums) -> dict[str, list[Row]]:
    """The candidates of each row that are part of at least one solution.

    Parameters
    ----------
    candidates : mapping
        Row key to the numbers that may stand there, all of one length and not
        negative; every row of the form.
    sums : Sums
        What must add up in every column.

    Returns
    -------
    dict
        Row key to candidates, in their order; empty where there is no solution or the
        search would be too long.

    Examples
    --------
    >>> rows = {"new": [(1, 2), (2, 1)], "old": [(0, 0)], "granted": [(1, 2), (1, 0)],
    ...         "done": [(1, 2), (2, 1)], "left": [(0, 0)]}
    >>> supported(rows, Sums(("new", "old"), ("done", "left"), "done", ("granted",)))["new"]
    [(1, 2)]
    """
    if not all(candidates.values()):
        return {}
    try:
        return _Search(candidates, sums).solve()
    except _TooLongError:
        return {}


def supported_but_one(candidates: Mapping[str, Sequence[Row]], sums: Sums) -> dict[str, list[Row]]:
    """What the other rows can be where one row, whichever it is, may be in error.

    Parameters
    ----------
    candidates : mapping
        As in `supported`; one row may have none.
    sums : Sums
        What must add up in every column.

    Returns
    -------
    dict
        Row key to the candidates that solve the table when any number is allowed in
        the row in error; only of rows that can't be in error themselves. Empty where
        no single error explains the table, or the search would be too long.

    Examples
    --------
    >>> rows = {"new": [(3, 2)], "old": [(0, 0)], "granted": [(1, 2)], "denied": [(1, 0)],
    ...         "done": [(3, 2)], "left": [(0, 0)]}
    >>> sums = Sums(("new", "old"), ("done", "left"), "done", ("granted", "denied"))
    >>> sorted(supported_but_one(rows, sums))
    ['done', 'left', 'new', 'old']
    """
    without = [row for row in sums.rows if not candidates.get(row)]
    if len(without) > 1:
        return {}
    found: dict[str, dict[str, list[Row]]] = {}
    steps = 0
    try:
        for row in without or sums.rows:
            known = {key: rows for key, rows in candidates.items() if key != row}
            search = _Search(known, sums, free=row, steps=steps)
            solved = search.solve()
            if solved:
                found[row] = solved
            steps = search.steps
    except _TooLongError:
        return {}
    return {
        row: list(dict.fromkeys(chain.from_iterable(solved[row] for solved in found.values())))
        for row in sums.rows
        if found and row not in found
    }


class _TooLongError(Exception):
    """A search of more steps than allowed: a bound that doesn't depend on the machine."""


class _Search:
    """One search; rows are integers, so that they add up and compare in one operation.

    Each column has ``width`` bits, of which the highest stays free: ``guard`` holds
    them all. The row ``free``, if any, may be any number in any column.
    """

    def __init__(
        self,
        candidates: Mapping[str, Sequence[Row]],
        sums: Sums,
        *,
        free: str | None = None,
        steps: int = 0,
    ) -> None:
        self.sums, self.free, self.steps = sums, free, steps
        self.columns = len(next(iter(candidates.values()))[0])
        self.most = sum(max(map(max, rows)) for rows in candidates.values())
        self.width = self.most.bit_length() + 3
        self.guard = self.encode((1 << (self.width - 1),) * self.columns)
        self.rows = {
            key: {self.encode(row): row for row in rows} for key, rows in candidates.items()
        }

    def encode(self, row: Row) -> int:
        return sum(number << (self.width * i) for i, number in enumerate(row))

    def solve(self) -> dict[str, list[Row]]:
        """The candidates of each known row that are part of a solution."""
        flows = self._flows()
        found = self._outcomes({flow[self.sums.whole] for flow in flows})
        wholes = found.pop(self.sums.whole, set())
        for flow in flows:
            if flow[self.sums.whole] in wholes:
                for key, row in flow.items():
                    found.setdefault(key, set()).add(row)
        return (
            {
                key: [row for code, row in rows.items() if code in found[key]]
                for key, rows in self.rows.items()
            }
            if wholes
            else {}
        )

    def _count(self, steps: int) -> None:
        self.steps += steps
        if self.steps > _MOST_STEPS:
            raise _TooLongError

    def _not_less(self, one: int, other: int) -> bool:
        """Whether one row is at least another in every column: no guard bit is borrowed."""
        return (one + self.guard - other) & self.guard == self.guard

    def _flows(self) -> list[dict[str, int]]:
        """The ways to have as much flow out as in, by row."""
        inward = self._choices(self.sums.inflow)
        outward = self._choices(self.sums.outflow)
        if self.free not in (*self.sums.inflow, *self.sums.outflow):
            by_total: dict[int, list[dict[str, int]]] = {}
            for total, rows in inward:
                by_total.setdefault(total, []).append(rows)
            pairs = [(rows, one) for total, rows in outward for one in by_total.get(total, ())]
            self._count(len(pairs))
            return [{**rows, **one} for rows, one in pairs]
        self._count(len(inward) * len(outward))
        found: list[dict[str, int]] = []
        for total_in, rows_in in inward:
            for total_out, rows_out in outward:
                less, more = total_in, total_out
                if self.free in self.sums.outflow:
                    less, more = total_out, total_in
                if self._not_less(more, less):
                    flow = {**rows_in, **rows_out}
                    if self.free == self.sums.whole:
                        flow[self.free] = more - less
                    found.append(flow)
        return found

    def _choices(self, keys: Sequence[str]) -> list[tuple[int, dict[str, int]]]:
        """All choices of one candidate per known row, each with its sum."""
        found: list[tuple[int, dict[str, int]]] = [(0, {})]
        for key in keys:
            if key != self.free:
                self._count(len(found) * len(self.rows[key]))
                found = [
                    (total + row, {**rows, key: row})
                    for total, rows in found
                    for row in self.rows[key]
                ]
        return found

    def _outcomes(self, wholes: set[int]) -> dict[str, set[int]]:
        """The candidates of the whole and of its parts under which the parts add up to it."""
        # Rows with fewest candidates first: they prune the most.
        order = sorted(
            (key for key in self.sums.parts if key != self.free),
            key=lambda key: len(self.rows[key]),
        )
        moves = self._moves(order)
        guard = self.guard
        layers = [wholes]
        for options in moves:
            self._count(len(layers[-1]) * len(options))
            layers.append(
                {
                    left - row
                    for left in layers[-1]
                    for row, low, high in options
                    # Column by column low <= left <= high, as in _not_less.
                    if (left + guard - low) & (high + guard - left) & guard == guard
                }
            )
        alive = layers[-1] if self.free in self.sums.parts else layers[-1] & {0}
        found: dict[str, set[int]] = {}
        for key, options, layer in zip(order[::-1], moves[::-1], layers[-2::-1], strict=True):
            steps = [(left, row) for left in layer for row, *_ in options if left - row in alive]
            found[key] = {row for _, row in steps}
            alive = {left for left, _ in steps}
        return {**found, self.sums.whole: alive}

    def _moves(self, order: Sequence[str]) -> list[list[tuple[int, int, int]]]:
        """For each row its candidates, with the least and the most that must be left before."""
        found: list[list[tuple[int, int, int]]] = []
        low = 0
        high = self.encode((self.most,) * self.columns) if self.free in self.sums.parts else 0
        for key in reversed(order):
            found.append([(row, low + row, high + row) for row in self.rows[key]])
            columns = list(zip(*self.rows[key].values(), strict=True))
            low += self.encode(tuple(map(min, columns)))
            high += self.encode(tuple(map(max, columns)))
        return found[::-1]
