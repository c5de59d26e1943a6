"""Names of places in texts, as one sign whatever the place."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from govinfo import registry
from govinfo.analyse.likeness.hashes import (
    BASE,
    WORD,
    Codes,
    Ints,
    Known,
    endings,
    looked_up,
    values,
)
from govinfo.gazetteer import periods, towns

#: The code of a name; no Han character has it.
MASK = 1


def without_places(codes: Codes, bounds: Ints) -> Codes:
    """Mask the longest name of a unit that ends at each character."""
    table = _places()
    ends = np.flatnonzero(looked_up(table.ends, codes) != 0)
    hashed = np.zeros(len(ends), dtype=np.uint64)
    longest = np.zeros(len(ends), dtype=np.int64)
    power, value = 1, values()
    rows, at = np.arange(len(ends)), ends
    first = bounds[np.searchsorted(bounds, ends, side="right") - 1]
    for length in range(1, table.longest + 1):
        hashed[rows] += value[codes[at]] * np.uint64(power)
        power = power * BASE & WORD
        # Only what a name ends with may grow into one.
        rows = rows[table.tails.maybe(hashed[rows])]
        longest[rows[table.names.where(hashed[rows])]] = length
        rows = rows[ends[rows] - length >= first[rows]]
        at = ends[rows] - length
        if not len(rows):
            break
    masked = codes.copy()
    for length in range(1, longest.max(initial=0)):
        masked[ends[longest > length] - length + 1] = 0
    named = longest > 0
    masked[ends[named]] = 0
    masked[ends[named] - longest[named] + 1] = MASK
    return masked


class _Places(NamedTuple):
    """Names of units, and what they end with."""

    names: Known
    tails: Known
    ends: npt.NDArray[np.uint8]
    longest: int


@cache
def _places() -> _Places:
    known = {unit.name for unit in (*periods(), *towns())}
    ends = registry.tree("boilerplate")["names"]["ends"]
    names = sorted(name for name in known if name[-1] in ends and len(name) > 1)
    marked = np.zeros(1 << 16, dtype=np.uint8)
    marked[[ord(end) for end in ends]] = 1
    whole, tails = endings(names)
    return _Places(Known.of(whole), Known.of(tails), marked, max(map(len, names)))
