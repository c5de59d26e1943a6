"""A glued row of blocks, each ending in its sum: the dispute row.

Three sums hold fifteen numbers, so a cut counts only if nothing near it would print the
same digits: no block with lost cells, no single misprint, no number too many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice, pairwise

from govinfo.parse.solving.decode import Digits, TooLongError, cuts
from govinfo.parse.solving.joint import Row

_MOST_CUTS = 500  # of a row, whatever they add up to; of more, one balances by chance
_MOST_STEPS = 20_000  # of trying to do without one of the spaces
_CLOSE = 2  # how far a number is miscounted


def blocks(runs: Sequence[str], n_blocks: int, size: int) -> Row | None:
    """The one cut of runs of digits into blocks that each end in their sum, or None.

    None also where the print might be another row with one error in it.

    Examples
    --------
    >>> blocks(["1324019", "10001"], 2, 5)
    (13, 2, 4, 0, 19, 1, 0, 0, 0, 1)
    >>> blocks(["2300032", "10001"], 2, 5)  # 23 and 32 are rather a misprint
    """
    try:
        row = _Blocks(runs, size).only_cut(n_blocks)
        return row if row is not None and not _doubtful(runs, row, size) else None
    except TooLongError:
        return None


def _doubtful(runs: Sequence[str], row: Row, size: int) -> bool:
    """Whether another row with one error would print the same."""
    ways = list(islice(cuts(runs, len(row)), _MOST_CUTS + 1))
    longer = list(islice(cuts(runs, len(row) + 1), _MOST_CUTS + 1))
    if max(len(ways), len(longer)) > _MOST_CUTS:
        return True
    longer_number = sum(map(len, runs)) > len(row)
    return (
        any(longer_number and _may_be_one(row[i : i + size]) for i in range(0, len(row), size))
        or any(_is_misprint(way, size) for way in ways)
        or any(_balances(less, size) for way in longer for less in _with_one_less(way))
        or any(way != row for way in _without_a_break(runs, len(row) // size, size))
    )


def _balances(row: Row, size: int) -> bool:
    return not any(_surplus(row[i : i + size]) for i in range(0, len(row), size))


def _surplus(block: Row) -> int:
    """How much the total is above the sum of the others."""
    return block[-1] - sum(block[:-1])


def _is_misprint(row: Row, size: int) -> bool:
    """Whether all blocks balance once one number of one block is corrected a little."""
    odd = [block for i in range(0, len(row), size) if _surplus(block := row[i : i + size])]
    if len(odd) != 1:
        return False
    (block,) = odd
    surplus = _surplus(block)
    meant = [*(number + surplus for number in block[:-1]), block[-1] - surplus]
    return any(map(_is_near, block, meant))


def _is_near(printed: int, meant: int) -> bool:
    """Whether a number may be misprinted so: miscounted, a digit wrong or digits swapped."""
    one, other = str(printed), str(meant)
    if meant < 0 or (len(one) != len(other) and abs(printed - meant) > _CLOSE):
        return False
    wrong = sum(a != b for a, b in zip(one, other, strict=False))
    return wrong < 2 or abs(printed - meant) <= _CLOSE or sorted(one) == sorted(other)


def _with_one_less(row: Row) -> Iterator[Row]:
    """A row without its first or last number, or without one of two equal neighbours."""
    yield row[1:]
    yield row[:-1]
    for i, (one, other) in enumerate(pairwise(row)):
        if one == other:
            yield row[:i] + row[i + 1 :]


def _without_a_break(runs: Sequence[str], n_blocks: int, size: int) -> Iterator[Row]:
    """Balanced rows where one space stands in the midst of a number."""
    steps = 0
    for i in range(1, len(runs)):
        found = _Blocks([*runs[: i - 1], runs[i - 1] + runs[i], *runs[i + 1 :]], size)
        yield from found.ways(0, n_blocks)
        steps += found.digits.steps
        if steps > _MOST_STEPS:
            raise TooLongError


def _may_be_one(block: Row) -> bool:
    """Whether a block's only number stands right before its total: 22 may be one number."""
    return block[-1] > 0 and block[-2] == block[-1]


class _Blocks:
    """A row of blocks, each ending in its sum, by places between its digits."""

    def __init__(self, runs: Sequence[str], size: int) -> None:
        self.digits = Digits(runs)
        self.end = len(self.digits.digits)
        self.size = size
        self.block = cache(self.digits.balanced)
        self.ways = cache(self._ways)
        self.short = cache(self._short)

    def only_cut(self, n_blocks: int) -> Row | None:
        """The one cut into so many full blocks, if none with lost cells fits."""
        found = self.ways(0, n_blocks)
        lost = len(found) == 1 and self.short(0, n_blocks, whole=True)
        return found[0] if len(found) == 1 and not lost else None

    def _ways(self, start: int, n_blocks: int) -> list[Row]:
        """Cuts of all digits from a place on into full blocks; two are as good as many."""
        if not n_blocks:
            return [()] if start == self.end else []
        found: list[Row] = []
        for end in range(start + self.size, self.end - self.size * (n_blocks - 1) + 1):
            tails = self.ways(end, n_blocks - 1)
            if tails:
                heads = self.block(start, end, self.size)
                found += [head + tail for head in heads for tail in tails]
            if len(found) > 1:
                break
        return found

    def _short(self, start: int, n_blocks: int, *, whole: bool) -> bool:
        """Whether blocks of which one lost cells, or all, print the digits from a place on."""
        if not n_blocks:
            return start == self.end and not whole
        if self.short(start, n_blocks - 1, whole=False):
            return True
        for cells in range(2, self.size + 1):
            still = whole and cells == self.size
            for end in range(start + cells, self.end + 1):
                if self.short(end, n_blocks - 1, whole=still) and self.block(start, end, cells):
                    return True
        return False
