"""Rows shorter than the form: blanks vanished, and the numbers stand apart.

Each number may have moved left by as many cells as are missing. Of all ways to put
the numbers of a row back in their order, the printed sums leave some; a number counts
only where all of them agree. Blanks add nothing to a sum, and a total may itself be
blank: then its row is not checked.

Zeros are never placed: no sum holds them where they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, combinations_with_replacement, groupby, pairwise

from govinfo.parse.cells import read_number
from govinfo.parse.solving.joint import Row, Sums, supported
from govinfo.parse.solving.sums import request_sums

#: The cell that each number of a row stands in, in order.
_Places = tuple[int, ...]
#: What the cells but the total add to their columns, with the placements that do so.
_Choices = Mapping[Row, Sequence[_Places]]

_NOTHING = -1
_LEAST_TOTAL = 10  # of a dispute block; less adds up by chance
_MOST_OPEN = 3  # short rows that sums alone hold; with more, errors make up for each other


def agreed_requests(
    rows: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> dict[tuple[str, str], str]:
    """The numbers of short rows that all placements under the form's sums put alike.

    Zeros are left out: no sum holds them in their place. So is everything where too few
    rows came whole to hold the others. Placements that keep the sums once a number of
    another row changes its column count too: reports do have such errors.

    Parameters
    ----------
    rows : mapping
        Row key to the numbers printed there, blanks left out; every row of the form,
        also those that came whole.
    columns : sequence of str
        The columns in the form's order, the total last.

    Returns
    -------
    dict
        Row and column key to the print, for rows shorter than ``columns``. Empty where
        no placement keeps all sums or a row has no numbers, or too many.
    """
    sums = request_sums(rows)
    counts = {row: _counts(texts) for row, texts in rows.items()}
    width = len(columns)
    # Where nothing stands, numbers may be lost; a lone number may be a total alone.
    if not {*sums.inflow, *sums.outflow} <= set(rows) or any(
        not row or len(row) > width or (len(row) == 1 and row[0]) for row in counts.values()
    ):
        return {}
    opened = {row for row, numbers in counts.items() if len(numbers) < width and any(numbers)}
    if len(opened) > _MOST_OPEN or len(opened.intersection(sums.inflow + sums.outflow)) > 1:
        return {}
    choices = {row: _choices(numbers, width) for row, numbers in counts.items()}
    candidates = {row: list(found) for row, found in choices.items()}
    fitting = supported(candidates, sums)
    # A total that must be missing is rather a wrong one, or a number was put in.
    if not all(_has_total(fitting[row], counts[row]) for row in fitting):
        return {}
    possible = {row: {*fitting[row]} for row in opened.intersection(fitting)}
    for row, others in _with_one_moved(candidates, sums) if possible else ():
        for key in opened.intersection(others) - {row}:
            possible[key] |= {*others[key]}
    agreed: dict[tuple[str, str], str] = {}
    for row, vectors in possible.items():
        ways = [places for vector in vectors for places in choices[row][vector]]
        for cell, number in _agreed(ways, width):
            if counts[row][number]:
                agreed[row, columns[cell]] = rows[row][number]
    return agreed


def agreed_disputes(
    run: Sequence[str], slots: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The numbers of a short dispute row that all placements under its sums put alike.

    Only of blocks that came whole and whose sum nothing but the block itself explains;
    zeros are left out.

    Parameters
    ----------
    run : sequence of str
        The numbers printed, blanks left out.
    slots : sequence of tuple
        Block and column of each cell in the form's order; each block's total is last.

    Returns
    -------
    dict
        Slot to print.

    Examples
    --------
    >>> slots = [(block, key) for block in "ab" for key in ("x", "y", "total")]
    >>> agreed_disputes(["5", "20", "25", "4", "4"], slots)[("a", "y")]
    '20'
    >>> agreed_disputes(["1", "1", "0"], slots)
    {}
    """
    numbers = _counts(run)
    if not 0 < len(numbers) < len(slots):
        return {}
    sizes = tuple(len(list(group)) for _, group in groupby(slots, key=lambda slot: slot[0]))
    partings = list(_partings(numbers, sizes))
    # A total that must be missing is rather a wrong one, or a number was put in.
    if not any(all(_balances(numbers[a:b]) for a, b in pairwise(edges)) for edges in partings):
        return {}
    agreed: dict[tuple[str, str], str] = {}
    for i, size in enumerate(sizes):
        ends = {(edges[i], edges[i + 1]) for edges in partings}
        begin, end = ends.pop()
        if not ends and end - begin == size and _stands(numbers, begin, end):
            start = sum(sizes[:i])
            found = {slots[start + k]: run[begin + k] for k in range(size) if numbers[begin + k]}
            agreed |= found
    return agreed


def _counts(texts: Sequence[str]) -> tuple[int, ...]:
    """The numbers of a row, a dash being none; empty where one can't be read as a count."""
    counts: list[int] = []
    for text in texts:
        number = read_number(text)
        if number.status == "not_applicable":
            counts.append(0)
        elif math.isnan(number.value) or number.value < 0 or number.value != int(number.value):
            return ()
        else:
            counts.append(int(number.value))
    return tuple(counts)


@lru_cache(maxsize=4096)
def _choices(numbers: tuple[int, ...], n: int) -> _Choices:
    """What a row of ``n`` cells can be, its total last."""
    found: dict[Row, list[_Places]] = {}
    for places in combinations(range(n), len(numbers)):
        if places and places[-1] == n - 1 and sum(numbers[:-1]) != numbers[-1]:
            continue
        cells = [0] * n
        for place, number in zip(places, numbers, strict=True):
            cells[place] = number
        found.setdefault(tuple(cells[:-1]), []).append(places)
    return found


def _has_total(vectors: Sequence[Row], numbers: Sequence[int]) -> bool:
    """Whether the last number may be the total of the others."""
    return any(2 * sum(vector) == sum(numbers) for vector in vectors)


def _with_one_moved(
    candidates: Mapping[str, Sequence[Row]], sums: Sums
) -> Iterator[tuple[str, Mapping[str, Sequence[Row]]]]:
    """Each row in which a number may stand in the wrong column, with what then fits."""
    for row, vectors in candidates.items():
        moved = {
            tuple(vector[j if k == i else i if k == j else k] for k in range(len(vector)))
            for vector in vectors
            for i, j in combinations(range(len(vector)), 2)
        }.difference(vectors)
        if moved:
            yield row, supported({**candidates, row: sorted(moved)}, sums)


def _partings(numbers: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The ways to part numbers into blocks: where each begins, and the end.

    A full block ends in its sum; one that is short may have lost its total.
    """
    for cuts in combinations_with_replacement(range(len(numbers) + 1), len(sizes) - 1):
        edges = (0, *cuts, len(numbers))
        blocks = [numbers[a:b] for a, b in pairwise(edges)]
        if all(
            len(block) < size or (len(block) == size and _balances(block))
            for block, size in zip(blocks, sizes, strict=True)
        ):
            yield edges


def _balances(block: Sequence[int]) -> bool:
    """Whether the last number is the sum of the others."""
    return not any(block) or 2 * block[-1] == sum(block)


def _stands(numbers: Sequence[int], begin: int, end: int) -> bool:
    """Whether the sum of a full block is no accident.

    Two zeros side by side may be one that was doubled; numbers of which all but the
    last add up as well may be followed by one that was put in.
    """
    block = numbers[begin:end]
    doubled = any(a == b == 0 for a, b in pairwise(numbers[max(begin - 1, 0) : end]))
    return block[-1] >= _LEAST_TOTAL and not doubled and not _balances(block[:-1])


def _agreed(ways: Iterable[_Places], n: int) -> Iterator[tuple[int, int]]:
    """Cells of ``n`` into which all placements put the same number, with it."""
    seen: list[set[int]] = [set() for _ in range(n)]
    for places in ways:
        for cell in range(n):
            seen[cell].add(places.index(cell) if cell in places else _NOTHING)
    for cell, numbers in enumerate(seen):
        number = numbers.pop()
        if not numbers and number != _NOTHING:
            yield cell, number
