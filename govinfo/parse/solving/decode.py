"""Runs of glued digits cut into numbers by what the form itself guarantees.

The printed sums make a form an error-correcting code: of all ways to cut a run into
the form's cells, the sums leave one, several or none. Only what is left alone is
taken. Every cut assumes that all cells are filled; the rules below are those under
which a lost blank was never read as a number in made-up tables.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise

from govinfo.parse.solving.joint import Row, Sums, supported, supported_but_one

_MOST_DIGITS = 60  # in one row; beyond that, nothing can be told apart
_MOST_STEPS = 30_000  # of cutting one row; beyond that, it stays unread
_MOST_TABLE_STEPS = 100_000  # of cutting the rows of one table
_ALONE_DIGITS = 10  # a row that only its own sum proves


class TooLongError(Exception):
    """Digits that can be cut in too many ways to try them all."""


def cuts(runs: Sequence[str], parts: int) -> Iterator[Row]:
    """All ways to cut runs of digits into ``parts`` numbers that don't begin with 0.

    Between two runs there is always a cut.

    Examples
    --------
    >>> list(cuts(["300"], 3))
    [(3, 0, 0)]
    >>> sorted(cuts(["1077"], 3))
    [(1, 0, 77), (10, 7, 7)]
    """
    if not runs or parts < len(runs):
        if not runs and not parts:
            yield ()
        return
    run, rest = runs[0], runs[1:]
    longest = 1 if run[0] == "0" else len(run)
    for length in range(1, longest + 1):
        left = [run[length:], *rest] if length < len(run) else rest
        if sum(map(len, left)) < parts - 1:
            return
        for row in cuts(left, parts - 1):
            yield (int(run[:length]), *row)


def zeros(runs: Sequence[str], parts: int) -> bool:
    """Whether the runs are exactly as many zeros as there are cells."""
    return "".join(runs) == "0" * parts


def balanced(runs: Sequence[str], parts: int) -> list[Row]:
    """The cuts into ``parts`` numbers whose last is the sum of the others.

    Raises
    ------
    TooLongError
        Where there are too many ways to cut.

    Examples
    --------
    >>> balanced(["21710000218"], 7)
    [(217, 1, 0, 0, 0, 0, 218)]
    """
    digits = Digits(runs)
    return digits.balanced(0, len(digits.digits), parts)


def all_balanced(rows: Mapping[str, Sequence[str]], parts: int) -> dict[str, list[Row]]:
    """The balanced cuts of each row; none of rows that would take too long.

    Parameters
    ----------
    rows : mapping
        Row key to its runs of digits.
    parts : int
        Cells of a row.
    """
    found: dict[str, list[Row]] = {row: [] for row in rows}
    steps = 0
    for row in sorted(rows, key=lambda row: sum(map(len, rows[row]))):
        if steps > _MOST_TABLE_STEPS:
            break
        try:
            digits = Digits(rows[row])
            found[row] = digits.balanced(0, len(digits.digits), parts)
            steps += digits.steps
        except TooLongError:
            steps += _MOST_STEPS
    return found


def row_alone(runs: Sequence[str], parts: int) -> Row | None:
    """The one cut of a row that its own sum proves, or None.

    A run of as many zeros as cells is proven by itself. Else exactly one cut must
    balance, none into fewer numbers may, and the run must be short. Only one number
    may stand before the total, and not right before it: more add up by chance where a
    number is misprinted or lost, and 22 alone may be 2 and its total.
    """
    if sum(map(len, runs)) > _ALONE_DIGITS:
        return None
    found = balanced(runs, parts)
    if len(found) != 1 or may_be_short(runs, parts):
        return None
    return found[0] if _is_lone(found[0]) else None


def may_be_short(runs: Sequence[str], parts: int) -> bool:
    """Whether a cut into fewer numbers balances too: a row of which a blank may be lost."""
    return any(balanced(runs, n) for n in range(2, parts))


def _is_lone(row: Row) -> bool:
    """Whether a row is zeros but for one number, not right before the total."""
    return not any(row) or (row.count(0) == len(row) - 2 and not row[-2])


def table(candidates: Mapping[str, Sequence[Row]], sums: Sums) -> dict[str, Row]:
    """The rows on which all ways to balance a whole table agree.

    Parameters
    ----------
    candidates : mapping
        Row key to its possible cuts; every row of the form.
    sums : Sums
        Which rows add up in every column.

    Returns
    -------
    dict
        Row key to its cut, for the rows that are the same in every solution; empty
        where there is no solution or the search was too long.
    """
    fitting = supported(candidates, sums)
    return {row: found[0] for row, found in fitting.items() if len(found) == 1}


def table_but_one(
    candidates: Mapping[str, Sequence[Row]], sums: Sums, missing: Collection[str] = ()
) -> dict[str, Row]:
    """The rows of a table in which one row is in error, as far as they can't be that row.

    Published sums do fail: a number is mistyped, or one row lost a blank. Whichever row
    that is, the others balance.

    Parameters
    ----------
    candidates : mapping
        Row key to its possible cuts; one row may have none.
    sums : Sums
        Which rows add up in every column.
    missing : collection of str
        Rows that are not on the page. Of the rows in a sum with one of them, only those
        are given that hardly can be in error too.
    """
    fitting = supported_but_one(candidates, sums)
    loose: set[str] = set()
    for row in missing:
        if row != sums.whole:
            loose |= {*sums.parts} if row in sums.parts else {*sums.inflow, *sums.outflow}
    return {
        row: found[0]
        for row, found in fitting.items()
        if len(found) == 1 and (row not in loose - {sums.whole} or _is_lone(found[0]))
    }


class Digits:
    """The digits of some runs, cut at places between them, in so many steps at most."""

    def __init__(self, runs: Sequence[str]) -> None:
        self.digits = "".join(runs)
        edges = [0, *accumulate(map(len, runs))]
        #: How far a number that begins at a place may reach.
        self.reach = [end for start, end in pairwise(edges) for _ in range(start, end)]
        self.steps = 0
        self.pieces = cache(self._pieces)
        self.by_sum = cache(self._by_sum)
        if len(self.digits) > _MOST_DIGITS:
            raise TooLongError

    def balanced(self, start: int, end: int, parts: int) -> list[Row]:
        """The cuts between two places into numbers of which the last is the sum of the others.

        The others are cut in two halves, which meet where their sums do.
        """
        others = parts - 1
        half = others // 2
        found: list[Row] = []
        for first in range(start + others, end):
            for total, _ in self.pieces(first, end, 1):
                # No number is longer than the total, which is hardly longer than the longest.
                if not (end - first - 2) <= first - start - others <= others * (end - first - 1):
                    continue
                for middle in range(start + half, first - others + half + 1):
                    heads = self.by_sum(start, middle, half)
                    tails = self.pieces(middle, first, others - half) if heads else []
                    self._count(len(tails))
                    found += [
                        (*head, *tail, total)
                        for rest, tail in tails
                        for head in heads.get(total - rest, ())
                    ]
        return sorted(found)

    def _pieces(self, start: int, end: int, parts: int) -> list[tuple[int, Row]]:
        """The cuts between two places into so many numbers, each with their sum."""
        if not parts:
            return [(0, ())] if start == end else []
        if end - start < parts:
            return []
        found: list[tuple[int, Row]] = []
        farthest = start + 1 if self.digits[start] == "0" else min(self.reach[start], end)
        nearest = end if parts == 1 else start + 1
        for stop in range(nearest, farthest + 1):
            number = int(self.digits[start:stop])
            found += [
                (number + total, (number, *row)) for total, row in self.pieces(stop, end, parts - 1)
            ]
        self._count(len(found))
        return found

    def _by_sum(self, start: int, end: int, parts: int) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = {}
        for total, row in self.pieces(start, end, parts):
            found.setdefault(total, []).append(row)
        return found

    def _count(self, steps: int) -> None:
        self.steps += steps + 1
        if self.steps > _MOST_STEPS:
            raise TooLongError
