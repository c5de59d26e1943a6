"""Flags for groups of reports, never for one: final and first digits of their counts."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import Floats, Ints
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    either,
    findings,
    joined,
    say,
    together,
)
from govinfo.analyse.flagging.robust import members

_BASE = 10
_YEAR = "year"


def digit_heaping(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag groups whose counts end in 0 and 5 too often, or begin as numbers do not."""
    names = [
        name
        for name, row in registry.metric_rows().items()
        if row["kind"] in entry["kinds"] and row["role"] in entry["roles"]
    ]
    values = case.values(names)
    group, _ = case.peers(entry["by"])
    groups = members(group)
    # All groups together may err with probability p.
    p = entry["p"] / max(len(groups), 1)
    parts = []
    for rows in groups:
        counts = _distinct(values[rows])
        about = _about(case, entry, int(rows[0]))
        year = case.years[rows[0]] if _YEAR in entry["by"] else None
        for severity, words, score in _judged(counts, about, entry, p):
            parts.append(findings([-1], severity, words, score, metrics="", year=year))
    return together(parts)


def _distinct(values: Floats) -> Floats:
    """Counts of reports, each value once per report: most others are the same cases again."""
    rows = np.repeat(np.arange(len(values)), values.shape[1])
    flat = values.ravel()
    known = flat > 0
    if not known.any():
        return np.zeros(0)
    return np.unique(np.column_stack([rows[known], flat[known]]), axis=0)[:, 1]


def _about(case: Case, entry: Entry, row: int) -> Words:
    told = [say(entry, name, value=str(case.reports[name].iloc[row])) for name in entry["by"]]
    return joined(told, ", ", "、")


def _judged(
    counts: Floats, about: Words, entry: Entry, p: float
) -> Iterator[tuple[str, Words, float]]:
    counts = counts[np.isfinite(counts)]
    final = counts[counts >= entry["counts_from"]].astype(np.int64)
    if len(final) < entry["counts"]:
        yield "na", say(entry, "too_few", group=about, n=len(final)), math.nan
        return
    hits = int(np.isin(final % _BASE, entry["digits"]).sum())
    chance = binomial_tail(hits, len(final), entry["expected"])
    if chance < p:
        digits = either(Words(str(digit), str(digit)) for digit in entry["digits"])
        yield (
            entry["severity"],
            say(
                entry,
                "heaped",
                group=about,
                k=hits,
                n=len(final),
                from_=float(entry["counts_from"]),
                digits=digits,
                share=hits / len(final),
                expected=entry["expected"],
                p=chance,
            ),
            hits / len(final),
        )
    first = counts[counts >= entry["benford_from"]]
    if len(first) >= entry["benford_counts"] and _decades(first, entry) >= entry["benford_decades"]:
        distance, chance = _benford(first)
        if chance < p and distance > entry["benford_distance"]:
            told = {"group": about, "n": len(first), "distance": distance, "p": chance}
            yield entry["severity"], say(entry, "benford", **told), distance


def _decades(counts: Floats, entry: Entry) -> float:
    low, high = np.quantile(np.log10(counts), entry["benford_share"])
    return float(high - low)


def binomial_tail(hits: int, n: int, p: float) -> float:
    """Probability of at least so many hits in n trials, exactly.

    Examples
    --------
    >>> round(binomial_tail(3, 3, 0.2), 6), round(binomial_tail(1, 2, 0.5), 6)
    (0.008, 0.75)
    """
    if hits <= 0:
        return 1.0
    k = np.arange(hits, n + 1, dtype=np.float64)
    # The first term by logarithms, the others from it by their ratios.
    first = (
        math.lgamma(n + 1)
        - math.lgamma(hits + 1)
        - math.lgamma(n - hits + 1)
        + hits * math.log(p)
        + (n - hits) * math.log1p(-p)
    )
    ratios = np.log((n - k[:-1]) / (k[:-1] + 1) * (p / (1 - p)))
    logs = first + np.concatenate([[0.0], np.cumsum(ratios)])
    return min(1.0, float(np.exp(logs).sum()))


def _benford(counts: Floats) -> tuple[float, float]:
    """Mean absolute deviation from Benford's law, and the chance of its chi-squared."""
    digits: Ints = (counts / _BASE ** np.floor(np.log10(counts))).astype(np.int64)
    seen = np.bincount(np.clip(digits, 1, _BASE - 1), minlength=_BASE)[1:]
    law = np.log10(1 + 1 / np.arange(1, _BASE))
    expected = law * len(counts)
    statistic = float(((seen - expected) ** 2 / expected).sum())
    # Eight degrees of freedom: the tail has a closed form.
    half = statistic / 2
    chance = math.exp(-half) * sum(half**k / math.factorial(k) for k in range(4))
    return float(np.abs(seen / len(counts) - law).mean()), chance
