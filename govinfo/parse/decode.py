"""Runs of glued digits cut into numbers by what the form itself guarantees.

The printed sums make a form an error-correcting code: of all ways to cut a run into
the form's cells, the sums leave one, several or none. Only what is left alone is
taken. Every cut assumes that all cells are filled; the rules below are those under
which a lost blank was never read as a number in made-up tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

Row = tuple[int, ...]

_MOST_DIGITS = 44  # in one run; beyond that, nothing can be told apart
_MOST_STEPS = 200_000  # of a search; beyond that, the table stays unread
_MOST_SOLUTIONS = 50
_ALONE_DIGITS = 10  # a row that only its own sum proves


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
    if not runs:
        if parts == 0:
            yield ()
        return
    first, rest = runs[0], runs[1:]
    for here in range(1, min(parts - len(rest), len(first)) + 1):
        for head in _cut_run(first, here):
            for tail in cuts(rest, parts - here):
                yield head + tail


@lru_cache(maxsize=4096)
def _cut_run(run: str, parts: int) -> tuple[Row, ...]:
    if parts == 1:
        return ((int(run),),) if run == "0" or not run.startswith("0") else ()
    found: list[Row] = []
    longest = 1 if run.startswith("0") else len(run) - parts + 1
    for length in range(1, longest + 1):
        number = int(run[:length])
        found += [(number, *tail) for tail in _cut_run(run[length:], parts - 1)]
    return tuple(found)


def balanced(runs: Sequence[str], parts: int) -> list[Row]:
    """The cuts into ``parts`` numbers whose last is the sum of the others."""
    if sum(map(len, runs)) > _MOST_DIGITS:
        return []
    return [row for row in cuts(runs, parts) if sum(row[:-1]) == row[-1]]


def row_alone(runs: Sequence[str], parts: int) -> Row | None:
    """The one cut of a row that its own sum proves, or None.

    A run of as many zeros as cells is proven by itself. Else exactly one cut must
    balance, none into fewer numbers may, and the run must be short.
    """
    if sum(map(len, runs)) > _ALONE_DIGITS:
        return None
    found = balanced(runs, parts)
    fewer = any(balanced(runs, n) for n in range(2, parts))
    return found[0] if len(found) == 1 and not fewer else None


def zeros(runs: Sequence[str], parts: int) -> bool:
    """Whether the runs are exactly as many zeros as there are cells."""
    return "".join(runs) == "0" * parts


def only_cut(runs: Sequence[str], parts: int) -> Row | None:
    """The one cut there is at all, or None."""
    if sum(map(len, runs)) > _MOST_DIGITS:
        return None
    found: Row | None = None
    for row in cuts(runs, parts):
        if found is not None:
            return None
        found = row
    return found


def blocks(run: str, n_blocks: int, size: int) -> Row | None:
    """The one cut of a run into blocks that each end in their sum, or None.

    None also where the run could be blocks with lost cells.
    """
    if len(run) > _MOST_DIGITS:
        return None
    whole = _block_cuts(run, (size,) * n_blocks)
    if len(whole) != 1 or _with_lost_cells(run, n_blocks, size):
        return None
    return whole[0]


def _block_cuts(run: str, sizes: tuple[int, ...]) -> list[Row]:
    if not sizes:
        return [()] if not run else []
    found: list[Row] = []
    shortest = sum(sizes[1:])
    for end in range(sizes[0], len(run) - shortest + 1):
        heads = balanced([run[:end]], sizes[0])
        if heads:
            tails = _block_cuts(run[end:], sizes[1:])
            found += [head + tail for head in heads for tail in tails]
            if len(found) > 1:
                return found
    return found


def _with_lost_cells(run: str, n_blocks: int, size: int) -> bool:
    """Whether blocks of fewer cells, or none, could print the same run."""

    def fits(rest: str, left: int, short: bool) -> bool:
        if left == 0:
            return short and not rest
        if fits(rest, left - 1, True):
            return True
        for n in range(2, size + 1):
            for end in range(n, len(rest) + 1):
                if balanced([rest[:end]], n) and fits(rest[end:], left - 1, short or n < size):
                    return True
        return False

    return fits(run, n_blocks, False)


def table(
    candidates: Mapping[str, Sequence[Row]],
    inflow: Sequence[str],
    outflow: Sequence[str],
    whole: str,
    parts: Sequence[str],
) -> dict[str, Row]:
    """The rows on which all ways to balance a whole table agree.

    Parameters
    ----------
    candidates : mapping
        Row key to its possible cuts; every row of the form.
    inflow, outflow : sequence of str
        Rows whose sums are equal in every column.
    whole : str
        The row that is the sum of ``parts`` in every column.
    parts : sequence of str
        The rows that ``whole`` adds up.

    Returns
    -------
    dict
        Row key to its cut, for the rows that are the same in every solution; empty
        where there is no solution or the search was too long.
    """
    search = _Search(candidates, inflow, outflow, whole, parts)
    solutions = search.run()
    if not solutions:
        return {}
    first = solutions[0]
    return {
        key: first[key]
        for key in candidates
        if all(other[key] == first[key] for other in solutions)
    }


class _Search:
    """Depth first through the rows, bounded by what the rows left can still add."""

    def __init__(
        self,
        candidates: Mapping[str, Sequence[Row]],
        inflow: Sequence[str],
        outflow: Sequence[str],
        whole: str,
        parts: Sequence[str],
    ) -> None:
        self.candidates = candidates
        self.inflow, self.outflow, self.whole = inflow, outflow, whole
        # Rows with most candidates first would multiply; with fewest first, they prune.
        self.parts = sorted(parts, key=lambda key: len(candidates[key]))
        self.steps = 0
        self.possible = all(candidates.values())
        if not self.possible:
            return
        zero = (0,) * len(next(iter(candidates.values()))[0])
        self.least, self.most = [zero], [zero]
        for key in reversed(self.parts):
            columns = list(zip(*candidates[key], strict=True))
            self.least.insert(0, _add(self.least[0], tuple(map(min, columns))))
            self.most.insert(0, _add(self.most[0], tuple(map(max, columns))))

    def run(self) -> list[dict[str, Row]]:
        """All solutions; none where a row has no candidate or the search is too long."""
        if not self.possible:
            return []
        found: list[dict[str, Row]] = []
        for flow in self._flows():
            for outcome in self._fill(0, flow[self.whole]):
                found.append({**flow, **outcome})
                if len(found) > _MOST_SOLUTIONS:
                    return []
            if self.steps > _MOST_STEPS:
                return []
        return [] if self.steps > _MOST_STEPS else found

    def _flows(self) -> Iterator[dict[str, Row]]:
        keys = [*self.inflow, *self.outflow]

        def choose(i: int, chosen: dict[str, Row]) -> Iterator[dict[str, Row]]:
            self.steps += 1
            if self.steps > _MOST_STEPS:
                return
            if i == len(keys):
                into = _add(*(chosen[key] for key in self.inflow))
                if into == _add(*(chosen[key] for key in self.outflow)):
                    yield dict(chosen)
                return
            for row in self.candidates[keys[i]]:
                yield from choose(i + 1, {**chosen, keys[i]: row})

        yield from choose(0, {})

    def _fill(self, i: int, left: Row) -> Iterator[dict[str, Row]]:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return
        if i == len(self.parts):
            if not any(left):
                yield {}
            return
        bounds = zip(self.least[i], left, self.most[i], strict=True)
        if any(not low <= value <= high for low, value, high in bounds):
            return
        for row in self.candidates[self.parts[i]]:
            rest = tuple(a - b for a, b in zip(left, row, strict=True))
            for tail in self._fill(i + 1, rest):
                yield {self.parts[i]: row, **tail}


def _add(*rows: Row) -> Row:
    return tuple(map(sum, zip(*rows, strict=True)))
