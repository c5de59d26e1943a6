"""Flags from the comparison with the year before, and with an agency's other years."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats, Ints
from govinfo.analyse.checking.terms import select
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    before,
    findings,
    joined,
    label,
    not_judged,
    reasons,
    say,
    scope_differs,
    together,
)
from govinfo.analyse.flagging.robust import compared, members

_SHOWN = 4
#: Above this mean the chance of two equal Poisson counts is what it tends to.
_MANY = 50.0


def scope_switch(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports that seem to speak for more or fewer offices than the year before."""
    names = select(entry["metrics"])
    now, then = case.values(names), case.values(names, case.back)
    both = (now > 0) & (then > 0)
    ratio = np.divide(now, then, out=np.ones_like(now), where=both)
    up, down = ratio > entry["fold"], ratio < 1 / entry["fold"]
    declared = scope_differs(case.reports, case.back)
    moved = np.maximum(up.sum(axis=1), down.sum(axis=1))
    rows = np.flatnonzero(declared | (moved >= entry["at_least"]))
    scope = case.text("scope")
    words, metrics = [], []
    for row in rows:
        if declared[row]:
            here, there = (say(entry, scope[at]) for at in (row, case.back[row]))
            words.append(say(entry, "declared", now=here, then=there))
            metrics.append("")
            continue
        rose = up[row].sum() >= down[row].sum()
        columns = np.flatnonzero(up[row] if rose else down[row])
        examples = [
            say(
                entry,
                "example",
                metric=label(names[column]),
                then=then[row, column],
                now=now[row, column],
            )
            for column in columns[:_SHOWN]
        ]
        said = "rose" if rose else "fell"
        words.append(
            say(entry, said, n=int(moved[row]), fold=entry["fold"], examples=joined(examples))
        )
        metrics.append(two_years(names[column] for column in columns))
    return together(
        [
            findings(
                rows,
                entry["severity"],
                words,
                moved[rows],
                metrics=metrics,
                compared_with=case.ids(case.back[rows]),
            ),
            not_judged(case.back < 0, reasons(case.why)),
        ]
    )


def two_years(names: Iterable[str]) -> str:
    """Write metrics as those of this year and of the year before.

    Examples
    --------
    >>> two_years(["rules.issued"])
    'rules.issued rules.issued[t-1]'
    """
    return " ".join(f"{name} {before(name)}" for name in names)


def repeated_figures(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports whose figures are those of the year before."""
    names = [
        name
        for name, row in registry.metric_rows().items()
        if row["kind"] in entry["kinds"] and row["role"] in entry["roles"]
    ]
    now, then = case.values(names), case.values(names, case.back)
    counted = ~np.isnan(now) & ~np.isnan(then) & ((now != 0) | (then != 0))
    equal = counted & (now == then)
    told_twice = np.isin(names, select(entry["told_twice"]))
    in_prose = np.array(
        [registry.metric(name)["section"] in entry["prose_sections"] for name in names]
    )
    n, n_equal = counted.sum(axis=1), equal.sum(axis=1)
    enough = n >= entry["at_least"]
    share = np.divide(n_equal, n, out=np.zeros(len(n)), where=enough)
    rows = np.flatnonzero(enough & (share >= entry["warning_from"]))
    words, severities, metrics = [], [], []
    for row in rows:
        columns = np.flatnonzero(equal[row])
        own = columns[~told_twice[columns]]
        chance = _chance(
            now[row, own[~in_prose[own]]], now[row, own[in_prose[own]]], int(n[row] - n_equal[row])
        )
        whole = share[row] >= entry["error_from"]
        routine = chance > entry["warning_chance"]
        certain = whole and chance <= entry["error_chance"]
        severities.append("info" if routine else "error" if certain else entry["severity"])
        examples = joined(
            say(entry, "example", metric=label(names[column]), value=now[row, column])
            for column in columns[np.argsort(-now[row, columns], kind="stable")][:_SHOWN]
        )
        words.append(
            say(
                entry,
                "routine" if routine else "equal",
                n_equal=int(n_equal[row]),
                n=int(n[row]),
                examples=examples,
                chance=chance,
            )
        )
        metrics.append(two_years(names[column] for column in columns))
    return together(
        [
            findings(
                rows,
                severities,
                words,
                share[rows],
                metrics=metrics,
                compared_with=case.ids(case.back[rows]),
            ),
            not_judged(case.back < 0, reasons(case.why)),
            not_judged((case.back >= 0) & ~enough, say(entry, "too_few")),
        ]
    )


def _chance(cells: Floats, prose: Floats, n_other: int) -> float:
    """Chance that these figures, and not ``n_other`` more, agree with a year counted anew.

    Equal values count once, and in the prose what is the sum of two others not at all: most
    are the same cases told in several places.
    """
    told = np.unique(prose)
    told = told[[not np.isin(value - told[told < value], told).any() for value in told]]
    mean = np.unique(np.concatenate([cells, told]))
    small = np.minimum(mean, _MANY)
    agree = np.where(
        mean <= _MANY,
        np.exp(-2 * small) * np.i0(2 * small),
        0.5 / np.sqrt(np.pi * np.maximum(mean, 1)),
    )
    n = len(mean) + n_other
    ways = math.lgamma(n + 1) - math.lgamma(len(mean) + 1) - math.lgamma(n_other + 1)
    return min(1.0, math.exp(ways + float(np.log(agree).sum())))


def fee_unit_slip(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag amounts that are some ten thousand times too large or too small."""
    metric = entry["metric"]
    amount = case.values([metric])[:, 0]
    usable = case.current & (amount > 0)
    positive = np.where(usable, amount, np.nan)
    agency = pd.factorize(case.reports["agency_id"])[0]
    group = case.peers(("level", "year"))[0]
    own, n_own = _leave_one_out(positive, agency)
    peer, n_peers = _leave_one_out(positive, group)
    by_own = n_own >= entry["own_years"]
    # Peers that differ by as much as a slip themselves say nothing of it.
    among = compared(np.log10(positive)[:, None], group, entry["peers"] + 1)
    close = entry["z"] * among.scale[:, 0] < entry["slip"] - entry["within"]
    by_peers = ~by_own & (n_peers >= entry["peers"]) & close
    reference = np.where(by_own, own, np.where(by_peers, peer, np.nan))
    distance = np.log10(positive) - np.log10(reference)
    rows = np.flatnonzero(np.abs(np.abs(distance) - entry["slip"]) <= entry["within"])
    unit = registry.metric(metric)["unit"]
    words = [
        say(
            entry,
            "own" if by_own[row] else "peers",
            metric=label(metric),
            value=amount[row],
            unit=unit,
            n=int(n_own[row] if by_own[row] else n_peers[row]),
            reference=reference[row],
        )
        for row in rows
    ]
    others = _others(case, rows[by_own[rows]], agency, usable)
    return together(
        [
            findings(
                rows,
                entry["severity"],
                words,
                distance[rows],
                metrics=metric,
                compared_with=[others.get(int(row), "") for row in rows],
            ),
            not_judged(~case.current, say(entry, "not_current")),
            not_judged(case.current & ~usable, say(entry, "not_positive", metric=label(metric))),
            not_judged(usable & ~by_own & ~by_peers, say(entry, "too_few")),
        ]
    )


def _others(case: Case, rows: Ints, agency: Ints, usable: Bools) -> dict[int, str]:
    """Ids of the other reports of each report's agency that state an amount."""
    ids = case.ids(np.arange(len(agency)))
    order = np.lexsort((ids.astype(str), case.years))
    found = {}
    for row in rows:
        others = order[(agency[order] == agency[row]) & usable[order] & (order != row)]
        found[int(row)] = " ".join(ids[others])
    return found


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
