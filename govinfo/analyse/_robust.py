"""Distance from the median of one's peers, by the median absolute deviation."""

from __future__ import annotations

import numpy as np

from govinfo.analyse._grid import Floats, Ints

#: Makes the median absolute deviation of normal data their standard deviation.
_NORMAL = 0.6745


def members(group: Ints) -> list[Ints]:
    """Rows of each group, without those of group -1."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-2))
    return [rows for rows in np.split(order, starts[1:]) if len(rows) and group[rows[0]] >= 0]


def deviations(values: Floats, group: Ints, at_least: int) -> tuple[Floats, Ints]:
    """Robust z of each value within its group and column, and how many values stand behind it.

    z is NaN where fewer than ``at_least`` values are known or they do not differ.

    Examples
    --------
    >>> import numpy as np
    >>> z, n = deviations(np.array([[1.0], [2.0], [3.0], [9.0]]), np.zeros(4, dtype=int), 4)
    >>> z[:, 0].round(2).tolist(), n[:, 0].tolist()
    ([-1.01, -0.34, 0.34, 4.38], [4, 4, 4, 4])
    """
    z = np.full(values.shape, np.nan)
    n = np.zeros(values.shape, dtype=np.int64)
    for rows in members(group):
        known = (~np.isnan(values[rows])).sum(axis=0)
        n[rows] = known
        columns = np.flatnonzero(known >= at_least)
        if not len(columns):
            continue
        block = values[np.ix_(rows, columns)]
        distance = block - np.nanmedian(block, axis=0)
        spread = np.nanmedian(np.abs(distance), axis=0)
        z[np.ix_(rows, columns)] = _NORMAL * distance / np.where(spread > 0, spread, np.nan)
    return z, n
