"""The passages that two texts share, as the first prints them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from govinfo.analyse._hashes import Ints, found_in
from govinfo.analyse._shingles import LENGTH, Cleaned, Shingles

#: So many passages are shown.
_SHOWN = 3
_BETWEEN = " … "


def shared_passages(
    text: str, cleaned: Cleaned, shingles: Shingles, one: int, other: int
) -> tuple[int, str]:
    """Length of the longest passage that two texts share, and the longest ones as printed.

    Parameters
    ----------
    text : str
        Text ``one`` as printed.
    cleaned, shingles : Cleaned, Shingles
        Of several texts, ``one`` and ``other`` among them; all shingles, boilerplate too.
    one, other : int
        Which two.

    Returns
    -------
    tuple of int and str
        Characters as cleaned, and up to three passages, the longest first.
    """
    shared = np.flatnonzero(found_in(shingles.of(one), shingles.of(other)))
    if not len(shared):
        return 0, ""
    at = shingles.at[shingles.bounds[one] : shingles.bounds[one + 1]][shared]
    their = _words(cleaned, cleaned.bounds[other], cleaned.bounds[other + 1])
    found: list[tuple[int, int]] = []
    for length, begin in _runs(at):
        if len(found) >= _SHOWN and length < found[_SHOWN - 1][0]:
            break  # no part of this run, nor of a shorter one, is shown
        found = sorted([*found, *_held(cleaned, begin, length, their)], key=_longest_first)
    printed = dict.fromkeys(_printed(text, cleaned, one, span) for span in found)
    return found[0][0], _BETWEEN.join([*printed][:_SHOWN])


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return -span[0], span[1]


def _runs(at: Ints) -> list[tuple[int, int]]:
    """Length and begin of the runs of shingles that follow one another, the longest first."""
    breaks = np.flatnonzero(np.diff(at) != 1)
    begins = at[np.append(0, breaks + 1)]
    lengths = at[np.append(breaks, -1)] - begins + LENGTH
    return sorted(zip(lengths.tolist(), begins.tolist(), strict=True), key=_longest_first)


def _held(cleaned: Cleaned, begin: int, length: int, their: str) -> Iterator[tuple[int, int]]:
    """The longest parts of a run that stand in the other text as a whole.

    Shingles that follow each other here may stand apart there.
    """
    words = _words(cleaned, begin, begin + length)
    if words in their:
        yield length, begin
        return
    stop = LENGTH
    for start in range(length - LENGTH + 1):
        reached = stop
        while stop <= length and words[start:stop] in their:
            stop += 1
        if stop > reached:
            yield stop - 1 - start, begin + start
        stop = max(stop, start + 1 + LENGTH)


def _words(cleaned: Cleaned, begin: int, end: int) -> str:
    return cleaned.codes[begin:end].astype("<u2").tobytes().decode("utf-16-le")


def _printed(text: str, cleaned: Cleaned, one: int, span: tuple[int, int]) -> str:
    """A span of cleaned characters as it is printed, with its digits and marks."""
    length, begin = span
    start = cleaned.starts[one]
    first, last = cleaned.places[begin] - start, cleaned.places[begin + length - 1] - start
    return " ".join(text[first : last + 1].split())
