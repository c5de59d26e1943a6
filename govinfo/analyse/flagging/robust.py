"""Distance from the median of one's peers: by their median absolute deviation, by their noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from govinfo.analyse._grid import Bools, Floats, Ints

#: Makes the median absolute deviation of normal data their standard deviation.
_NORMAL = 0.6745
#: Standard deviations within which half and 90 % of normal data lie.
_HALF, _MOST, _MOST_SHARE = 0.6745, 1.645, 0.9


@dataclass(frozen=True, slots=True)
class Compared:
    """What `compared` gives, each of the shape of the values.

    ``z`` is the robust z, ``times`` the distance in standard deviations of the peers'
    noise, ``scale`` one such deviation, ``n`` the number of peers with a value, ``median``
    theirs.
    """

    z: Floats
    times: Floats
    scale: Floats
    n: Ints
    median: Floats


def members(group: Ints) -> list[Ints]:
    """Rows of each group, without those of group -1."""
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-2))
    return [rows for rows in np.split(order, starts[1:]) if len(rows) and group[rows[0]] >= 0]


def compared(
    values: Floats,
    group: Ints,
    at_least: int,
    *,
    noise: Floats | None = None,
    peers: Bools | None = None,
) -> Compared:
    """Compare each value with the median of its group, column by column.

    Parameters
    ----------
    values : array of shape (reports, figures)
        NaN where there is none.
    group : array of int
        The group of each report, -1 for none.
    at_least : int
        With fewer known values of peers, z and times are NaN.
    noise : array, optional
        The variance that each value would have if peers were all alike; 0 where left
        out. What peers differ beyond it is added, so that half of them lie within 0.6745
        and 90 % within 1.645 standard deviations: whichever asks for more. So many who
        differ widely make the scale of all wider, but a few do not hide themselves.
    peers : array of bool, optional
        The reports whose values make up median and spread; all where left out.

    Returns
    -------
    Compared
        z is NaN where peers do not differ (median absolute deviation 0).

    Examples
    --------
    >>> import numpy as np
    >>> found = compared(np.array([[1.0], [2.0], [3.0], [9.0]]), np.zeros(4, dtype=int), 4)
    >>> found.z[:, 0].round(2).tolist(), found.n[:, 0].tolist()
    ([-1.01, -0.34, 0.34, 4.38], [4, 4, 4, 4])
    >>> found.times[:, 0].round(2).tolist()
    [-0.9, -0.3, 0.3, 3.92]
    """
    z, times, scale, median = (np.full(values.shape, np.nan) for _ in range(4))
    n = np.zeros(values.shape, dtype=np.int64)
    own = np.zeros_like(values) if noise is None else noise
    theirs = values if peers is None else np.where(peers[:, None], values, np.nan)
    for rows in members(group):
        known = (~np.isnan(theirs[rows])).sum(axis=0)
        n[rows] = known
        columns = np.flatnonzero(known >= at_least)
        if not len(columns):
            continue
        at = np.ix_(rows, columns)
        middle = np.nanmedian(theirs[at], axis=0)
        median[at] = middle
        distance, apart = values[at] - middle, theirs[at] - middle
        spread = np.nanmedian(np.abs(apart), axis=0)
        z[at] = _NORMAL * distance / np.where(spread > 0, spread, np.nan)
        scale[at] = np.sqrt(own[at] + _beyond(apart, own[at]))
        # Among peers that are all alike whatever differs is infinitely far.
        far = np.where(distance == 0, 0.0, np.copysign(np.inf, distance))
        times[at] = np.divide(distance, scale[at], out=far, where=scale[at] > 0)
    times[np.isnan(values)] = np.nan
    return Compared(z, times, scale, n, median)


def _beyond(apart: Floats, noise: Floats) -> Floats:
    """Variance that peers have beyond their noise, column by column."""
    half = np.nanmedian(apart**2 / _HALF**2 - noise, axis=0)
    # The lower of two neighbours: among few peers the farthest does not measure itself.
    most = np.nanquantile(apart**2 / _MOST**2 - noise, _MOST_SHARE, axis=0, method="lower")
    extra: Floats = np.maximum(0.0, np.maximum(half, most))
    return extra


def allowed(n_figures: Ints, n_peers: Ints, false_share: float, small_sample: float) -> Floats:
    """How many standard deviations chance may show among so many figures of one report.

    As if tails were those of the exponential distribution, which are heavier than those of
    counts, matched where 90 % of the data lie; and more where few peers tell the scale.

    Examples
    --------
    >>> allowed(np.array([1, 10, 40]), np.full((3, 1), 1000), 0.01, 8)[:, 0].round(1).tolist()
    [3.3, 5.0, 6.0]
    >>> allowed(np.array([10]), np.array([[8, 80]]), 0.01, 8).round(1).tolist()
    [[9.9, 5.4]]
    """
    decay = _MOST / math.log(1 / (1 - _MOST_SHARE))
    among = decay * np.log(np.maximum(n_figures, 1) / false_share)
    limits: Floats = among[:, None] * (1 + small_sample / np.maximum(n_peers, 1))
    return limits
