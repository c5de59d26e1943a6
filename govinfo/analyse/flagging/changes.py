"""Flags for single figures that are out of line with those of peers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats
from govinfo.analyse.checking.terms import select
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    before,
    findings,
    label,
    not_judged,
    reasons,
    say,
    somewhere,
    together,
)
from govinfo.analyse.flagging.robust import Compared, allowed, compared


def sudden_change(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag changes out of line with those of the reports of the same level and year."""
    names = select(entry["metrics"])
    money = np.array([registry.metric(name)["kind"] in entry["money_kinds"] for name in names])
    group, group_why = case.peers(("level", "year"))
    now, then = case.values(names), case.values(names, case.back)
    both = (now >= 0) & (then >= 0) & (group >= 0)[:, None]
    # Nothing in both years is no change among others; of money, neither is none in one year.
    active = both & np.where(money, (now > 0) & (then > 0), (now > 0) | (then > 0))
    now, then = np.where(active, now, np.nan), np.where(active, then, np.nan)
    noise = np.where(money, 0.0, 2 / (1 + (now + then) / 2))
    change = np.log1p(now) - np.log1p(then)
    found = compared(change, group, entry["peers"], noise=noise, peers=~case.switched)
    limit = _limit(entry, found, active)
    ratio = np.divide(now, then, out=np.full_like(now, np.nan), where=then > 0)
    unusual = _unusual(entry, found, limit, now, then, ratio)
    rows, columns = np.nonzero(unusual)
    by_z = ~np.isnan(found.z[rows, columns])
    words = [
        _changed(entry, found, row, column, label(names[column]), now, then, ratio, limit)
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    metrics = [f"{names[column]} {before(names[column])}" for column in columns]
    score = np.where(by_z, found.z[rows, columns], ratio[rows, columns])
    open_ = ~somewhere(both)
    return together(
        [
            findings(
                rows,
                entry["severity"],
                words,
                score,
                metrics=metrics,
                compared_with=case.ids(case.back[rows]),
            ),
            not_judged(case.back < 0, reasons(case.why)),
            not_judged(open_ & (group < 0), reasons(group_why)),
            not_judged(open_, say(entry, "not_comparable")),
        ]
    )


def _limit(entry: Entry, found: Compared, figures: Bools) -> Floats:
    """How far from its peers chance may carry one of so many figures of a report."""
    n = figures.sum(axis=1).astype(np.int64)
    return allowed(n, found.n, entry["false_share"], entry["small_sample"])


def _unusual(
    entry: Entry, found: Compared, limit: Floats, now: Floats, then: Floats, ratio: Floats
) -> Bools:
    """Out of line by z or, where there is none, by the ratio; and beyond the noise."""
    large = (now >= entry["both_at_least"]) & (then >= entry["both_at_least"])
    jump = large & ((ratio > entry["ratio"]) | (ratio < 1 / entry["ratio"]))
    odd = np.where(np.isnan(found.z), jump, np.abs(found.z) > entry["z"])
    beyond = np.isnan(found.times) | (np.abs(found.times) > limit)
    unusual: Bools = odd & beyond & (np.abs(now - then) >= entry["change_at_least"])
    return unusual


def _changed(
    entry: Entry,
    found: Compared,
    row: int,
    column: int,
    metric: Words,
    now: Floats,
    then: Floats,
    ratio: Floats,
    limit: Floats,
) -> Words:
    said = "by_z"
    if np.isnan(found.z[row, column]):
        said = "few" if np.isnan(found.times[row, column]) else "no_spread"
    return say(
        entry,
        said,
        metric=metric,
        then=then[row, column],
        now=now[row, column],
        z=found.z[row, column],
        n=int(found.n[row, column]),
        times=abs(found.times[row, column]),
        limit=limit[row, column],
        ratio=ratio[row, column],
    )


def peer_outlier(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag figures far from those of the reports of the same level, kind and year."""
    names = select(entry["metrics"])
    group, group_why = case.peers(("level", "kind", "year"))
    values = case.values(names)
    # Zeros are a matter of their own: an agency without any such case is no outlier.
    positive = np.where((values > 0) & (group >= 0)[:, None], values, np.nan)
    found = compared(np.log1p(positive), group, entry["peers"])
    judged = ~np.isnan(found.z)
    limit = np.maximum(entry["z"], _limit(entry, found, judged))
    far = (np.abs(found.z) > entry["z"]) & (np.abs(found.times) > limit)
    rows, columns = np.nonzero(far)
    words = [
        say(
            entry,
            "far",
            metric=label(names[column]),
            value=values[row, column],
            z=found.z[row, column],
            times=abs(found.times[row, column]),
            limit=limit[row, column],
            n=int(found.n[row, column]),
            median=round(float(np.expm1(found.median[row, column])), 2),
        )
        for row, column in zip(rows, columns, strict=True)
    ]
    open_ = ~somewhere(judged)
    return together(
        [
            findings(
                rows,
                entry["severity"],
                words,
                found.z[rows, columns],
                metrics=[names[column] for column in columns],
            ),
            not_judged(open_ & (group < 0), reasons(group_why)),
            not_judged(open_, say(entry, "too_few")),
        ]
    )
