"""The quick core of checks: equations over blocks of cells, one array per metric."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from govinfo.analyse.checking.terms import Instance

Floats = npt.NDArray[np.float64]

# So many tables of some two hundred cells lie in the cache of a processor.
_CHUNK = 1024


def add_up(columns: Iterable[tuple[int, Floats]], out: Floats) -> Floats:
    """Add up columns, each with its sign, into ``out``; NaN where any is.

    Examples
    --------
    >>> add_up([(1, np.array([3.0, 5.0])), (-1, np.array([1.0, np.nan]))], np.empty(2)).tolist()
    [2.0, nan]
    """
    fresh = True
    for sign, column in columns:
        if fresh:
            np.multiply(column, sign, out=out)
            fresh = False
        else:
            (np.add if sign > 0 else np.subtract)(out, column, out=out)
    if fresh:
        out[:] = 0.0
    return out


def gaps(values: Floats, place: Mapping[str, int], equations: Sequence[Instance]) -> Floats:
    """Left less right side of plain equations for many tables at once.

    Parameters
    ----------
    values : array of shape (metrics, tables)
        Cells, those of one metric side by side; NaN where a cell has no number.
    place : mapping
        The row of each metric.
    equations : sequence of Instance
        Equations among the cells of one report.

    Returns
    -------
    array of shape (equations, tables)
        NaN where a cell of the equation has no number.

    Examples
    --------
    >>> from govinfo.analyse.checking.terms import instances
    >>> cells = ("upheld", "corrected", "other", "pending", "total")
    >>> place = {f"reconsideration.{name}": row for row, name in enumerate(cells)}
    >>> values = np.array([[10.0, 1.0], [1.0, 0.0], [0.0, np.nan], [0.0, 0.0], [0.0, 1.0]])
    >>> gaps(values, place, instances("B1")[:1]).tolist()
    [[-11.0, nan]]
    """
    signed = [
        [(sign * term.sign, place[term.metric]) for sign, side in sides for term in side]
        for sides in (((1, each.left), (-1, each.right)) for each in equations)
    ]
    n = values.shape[1]
    found = np.empty((len(equations), n))
    for start in range(0, n, _CHUNK):
        block = values[:, start : start + _CHUNK]
        for row, plan in enumerate(signed):
            gap = found[row, start : start + _CHUNK]
            add_up(((sign, block[cell]) for sign, cell in plan), gap)
    return found
