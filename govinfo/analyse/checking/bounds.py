"""What a figure of the prose may mean: 余, 多, 近, 约 and figures rounded to 万."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from govinfo.analyse.checking.terms import Bounds

Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]

# Numbers from 2**53 on have gaps in float64.
DIGITS = 15


def ranges(value: Floats, bound: Objects, raw: Objects, how: Bounds) -> tuple[Floats, Floats]:
    """Lowest and highest count that each figure may stand for.

    Examples
    --------
    >>> how = Bounds(at_most_from=0.9, about=0.1, rounded="万")
    >>> said = np.array([500.0, 2300.0, 20.0, 28000.0])
    >>> bound = np.array(["≥", "≤", "≈", "="], dtype=object)
    >>> raw = np.array(["500余件", "近2300件", "约20件", "2.8万"], dtype=object)
    >>> low, high = ranges(said, bound, raw, how)
    >>> low.tolist(), high.tolist()
    ([500.0, 2070.0, 18.0, 27500.0], [600.0, 2300.0, 22.0, 28500.0])
    """
    place = last_place(value)
    low, high = value.copy(), value.copy()
    least = (bound == "≥") & (place > 1)
    high[least] += place[least]
    low[bound == "≤"] *= how.at_most_from
    about = bound == "≈"
    low[about] *= 1 - how.about
    high[about] *= 1 + how.about
    exact = ~np.isin(bound, ["≥", "≤", "≈"])
    coarse = exact & np.array([isinstance(text, str) and how.rounded in text for text in raw], bool)
    low[coarse] -= place[coarse] / 2
    high[coarse] += place[coarse] / 2
    return low, high


def last_place(value: Floats) -> Floats:
    """Find the place of the last digit that is not 0.

    Examples
    --------
    >>> last_place(np.array([2300.0, 5.0, 0.0, 2.5])).tolist()
    [100.0, 1.0, 1.0, 1.0]
    """
    place = np.ones_like(value)
    for digits in range(1, DIGITS):
        place[(value != 0) & (value % 10**digits == 0)] = 10.0**digits
    return place
