"""Flags from the comparison with the year before, and with an agency's other years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._evidence import (
    Case,
    Entry,
    findings,
    label,
    not_judged,
    number,
    scope_differs,
    somewhere,
    together,
)
from govinfo.analyse._grid import Floats, Ints
from govinfo.analyse._robust import deviations, members
from govinfo.analyse._terms import select

_SHOWN = 4


def scope_switch(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports that seem to speak for more or fewer offices than the year before."""
    names = select(entry["metrics"])
    now, before = case.values(names), case.values(names, case.back)
    both = (now > 0) & (before > 0)
    ratio = np.divide(now, before, out=np.ones_like(now), where=both)
    up, down = (ratio > entry["fold"]).sum(axis=1), (ratio < 1 / entry["fold"]).sum(axis=1)
    declared = scope_differs(case.reports, case.back)
    moved = np.maximum(up, down)
    rows = np.flatnonzero(declared | (moved >= entry["at_least"]))
    scope = case.reports["scope"].astype("object").to_numpy()
    evidence = [
        f"declared scope is {scope[row]}, the year before {scope[case.back[row]]}"
        if declared[row]
        else f"{moved[row]} figures {'rose' if up[row] >= down[row] else 'fell'} "
        f"more than {entry['fold']}-fold"
        for row in rows
    ]
    return together(
        [
            findings(rows, entry["severity"], evidence, moved[rows]),
            not_judged(case.back < 0, case.why),
        ]
    )


def repeated_figures(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports whose figures are those of the year before."""
    names = [
        name
        for name, row in registry.metric_rows().items()
        if row["kind"] in entry["kinds"] and row["role"] in entry["roles"]
    ]
    now, before = case.values(names), case.values(names, case.back)
    counted = ~np.isnan(now) & ~np.isnan(before) & ((now != 0) | (before != 0))
    equal = counted & (now == before)
    n, n_equal = counted.sum(axis=1), equal.sum(axis=1)
    enough = n >= entry["at_least"]
    share = np.divide(n_equal, n, out=np.zeros(len(n)), where=enough)
    rows = np.flatnonzero(enough & (share >= entry["warning_from"]))
    severity = np.where(share[rows] >= entry["error_from"], "error", entry["severity"])
    evidence = [
        f"{n_equal[row]} of {n[row]} figures equal those of the year before, such as "
        + "; ".join(
            f"{label(names[column])} {number(now[row, column])}"
            for column in np.flatnonzero(equal[row])[:_SHOWN]
        )
        for row in rows
    ]
    why = np.where(case.back < 0, case.why, "too few figures that are not 0")
    return together(
        [findings(rows, severity, evidence, share[rows]), not_judged(~enough, why.astype(object))]
    )


def sudden_change(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag changes out of line with those of the reports of the same level and year."""
    names = select(entry["metrics"])
    group, group_why = case.peers(("level", "year"))
    now, before = case.values(names), case.values(names, case.steady_back)
    usable = (now >= 0) & (before >= 0) & (group >= 0)[:, None]
    now, before = np.where(usable, now, np.nan), np.where(usable, before, np.nan)
    change = now - before
    z, n = deviations(np.log1p(now) - np.log1p(before), group, entry["peers"])
    ratio = np.divide(now, before, out=np.full_like(now, np.nan), where=usable & (before > 0))
    large = (now >= entry["both_at_least"]) & (before >= entry["both_at_least"])
    jump = large & ((ratio > entry["ratio"]) | (ratio < 1 / entry["ratio"]))
    # Without enough peers, or with peers that do not differ, z is NaN and the ratio decides.
    unusual = np.where(np.isnan(z), jump, np.abs(z) > entry["z"])
    rows, columns = np.nonzero(unusual & (np.abs(change) >= entry["change_at_least"]))
    score = np.where(np.isnan(z), ratio, z)[rows, columns]
    evidence = [
        f"{label(names[column])}: {number(before[row, column])} the year before, "
        f"now {number(now[row, column])} ({_measure(z[row, column], ratio[row, column])}, "
        f"{n[row, column]} reports of this level and year)"
        for row, column in zip(rows, columns, strict=True)
    ]
    why = np.where(
        case.steady_back < 0,
        case.steady_why,
        np.where(group < 0, group_why, "no figure reported in both years"),
    )
    return together(
        [
            findings(rows, entry["severity"], evidence, score),
            not_judged(~somewhere(usable), why.astype(object)),
        ]
    )


def _measure(z: float, ratio: float) -> str:
    return f"ratio {ratio:.3g}" if np.isnan(z) else f"z = {z:.1f}"


def fee_unit_slip(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag amounts that are some ten thousand times too large or too small."""
    amount = case.values([entry["metric"]])[:, 0]
    current = case.reports["current"].to_numpy(dtype=bool)
    usable = current & (amount > 0)
    positive = np.where(usable, amount, np.nan)
    own, n_own = _leave_one_out(positive, pd.factorize(case.reports["agency_id"])[0])
    peer, n_peers = _leave_one_out(positive, case.peers(("level", "year"))[0])
    by_own = n_own >= entry["own_years"]
    by_peers = ~by_own & (n_peers >= entry["peers"])
    reference = np.where(by_own, own, np.where(by_peers, peer, np.nan))
    distance = np.log10(positive) - np.log10(reference)
    rows = np.flatnonzero(np.abs(np.abs(distance) - entry["slip"]) <= entry["within"])
    evidence = [
        f"{label(entry['metric'])} is {number(amount[row])}, the median of "
        f"{f'{n_own[row]} other years' if by_own[row] else f'{n_peers[row]} peers'} "
        f"is {number(reference[row])}"
        for row in rows
    ]
    why = np.where(
        usable,
        "too few years and too few peers",
        np.where(
            current, f"{label(entry['metric'])} is not a positive figure", "not the current version"
        ),
    )
    return together(
        [
            findings(rows, entry["severity"], evidence, distance[rows]),
            not_judged(np.isnan(distance), why.astype(object)),
        ]
    )


def _leave_one_out(values: Floats, group: Ints) -> tuple[Floats, Ints]:
    """Median of the other values of each value's group, and how many they are."""
    medians = np.full(len(values), np.nan)
    counts = np.zeros(len(values), dtype=np.int64)
    for rows in members(np.where(np.isnan(values), -1, group)):
        counts[rows] = len(rows) - 1
        if len(rows) > 1:
            medians[rows] = _others_median(values[rows])
    return medians, counts


def _others_median(values: Floats) -> Floats:
    """Median without each value in turn, from one sort."""
    order = np.argsort(values, kind="stable")
    ranked, n = values[order], len(values)
    place = np.empty(n, dtype=np.int64)
    place[order] = np.arange(n)
    low, high = (n - 2) // 2, (n - 1) // 2
    picked: Floats = (ranked[low + (place <= low)] + ranked[high + (place <= high)]) / 2
    return picked
