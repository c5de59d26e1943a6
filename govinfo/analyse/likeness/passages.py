"""The passages that two texts share, as the first prints them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from govinfo.analyse.likeness.hashes import Bools
from govinfo.analyse.likeness.shingles import LENGTH, Cleaned

#: So many passages are shown.
_SHOWN = 3
_BETWEEN = " … "


def shared_passages(
    text: str, cleaned: Cleaned, shared: Bools, one: int, other: int
) -> tuple[int, str]:
    """Length of the longest passage that two texts share, and the longest ones as printed.

    Parameters
    ----------
    text : str
        Text ``one`` as printed.
    cleaned : Cleaned
        Several texts, ``one`` and ``other`` among them.
    shared : array of bool
        Which shingles of ``one``, boilerplate too, stand in ``other``.
    one, other : int
        Which two.

    Returns
    -------
    tuple of int and str
        Characters as cleaned, and up to three passages, the longest first.
    """
    own, their = _words(cleaned, one), _words(cleaned, other)
    found: list[tuple[int, int]] = []
    for length, begin in _runs(shared):
        if len(found) >= _SHOWN and length < found[_SHOWN - 1][0]:
            break  # no part of this run, nor of a shorter one, is shown
        held = _held(own[begin : begin + length], begin, their)
        found = sorted([*found, *held], key=_longest_first)
    if not found:
        return 0, ""
    printed = dict.fromkeys(_printed(text, cleaned, one, span) for span in found)
    return found[0][0], _BETWEEN.join([*printed][:_SHOWN])


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return -span[0], span[1]


def _runs(shared: Bools) -> list[tuple[int, int]]:
    """Length and begin of the runs of shingles that follow one another, the longest first."""
    edged = np.zeros(len(shared) + 2, dtype=bool)
    edged[1:-1] = shared
    turns = np.flatnonzero(edged[1:] != edged[:-1]).tolist()
    runs = zip(turns[::2], turns[1::2], strict=True)
    return sorted(((end - begin + LENGTH - 1, begin) for begin, end in runs), key=_longest_first)


def _held(words: str, begin: int, their: str) -> Iterator[tuple[int, int]]:
    """The longest parts of a run that stand in the other text as a whole.

    Shingles that follow each other here may stand apart there.
    """
    length = len(words)
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


def _words(cleaned: Cleaned, text: int) -> str:
    codes = cleaned.codes[cleaned.bounds[text] : cleaned.bounds[text + 1]]
    return codes.astype("<u2").tobytes().decode("utf-16-le")


def _printed(text: str, cleaned: Cleaned, one: int, span: tuple[int, int]) -> str:
    """A span of cleaned characters as it is printed, with its digits and marks."""
    length, begin = span
    begin += cleaned.bounds[one]
    start = cleaned.starts[one]
    first, last = cleaned.places[begin] - start, cleaned.places[begin + length - 1] - start
    return " ".join(text[first : last + 1].split())
