"""Flags from the comparison with peers and with the calendar."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo.analyse._evidence import (
    Case,
    Entry,
    findings,
    label,
    not_judged,
    number,
    somewhere,
    together,
)
from govinfo.analyse._grid import Bools
from govinfo.analyse._robust import deviations
from govinfo.analyse._terms import select

_DAY = np.timedelta64(1, "D")


def peer_outlier(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag figures far from those of the reports of the same level, kind and year."""
    names = select(entry["metrics"])
    group, group_why = case.peers(("level", "kind", "year"))
    values = case.values(names)
    # Zeros are a matter of their own: an agency without any such case is no outlier.
    positive = np.where((values > 0) & (group >= 0)[:, None], values, np.nan)
    z, n = deviations(np.log1p(positive), group, entry["peers"])
    rows, columns = np.nonzero(np.abs(z) > entry["z"])
    evidence = [
        f"{label(names[column])} is {number(values[row, column])} (z = {z[row, column]:.1f} among "
        f"{n[row, column]} reports of this level, kind and year; not per resident)"
        for row, column in zip(rows, columns, strict=True)
    ]
    why = np.where(group < 0, group_why, "too few peers, or peers that do not differ")
    return together(
        [
            findings(rows, entry["severity"], evidence, z[rows, columns]),
            not_judged(~somewhere(~np.isnan(z)), why.astype(object)),
        ]
    )


def late(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports published after every deadline that may be theirs."""
    stamps = case.reports["published"].astype("datetime64[s]").to_numpy()
    published = stamps.astype("datetime64[D]")
    year = case.reports["year"].to_numpy(dtype="float64", na_value=np.nan)
    earliest, latest, severity = _deadlines(case, entry, year)
    days = (published - latest) / _DAY
    why = np.full(len(year), "", dtype=object)
    kind = case.reports["kind"].isin(entry["not_judged"]).to_numpy(dtype=bool)
    premature = published.astype("datetime64[Y]").astype(float) + 1970 <= year
    for where, words in (
        (np.isnat(published), "no date of publication"),
        (np.isnan(year), "year unknown"),
        (kind, "no deadline for this kind of agency"),
        (np.isnat(latest), "no deadline known for this year"),
        (premature, "dated before the year was over"),
        (days > entry["repost_after"], "dated so late that it is more likely a re-post"),
        ((days <= 0) & (published > earliest), "level or kind unknown, so the deadline is unknown"),
    ):
        why[(why == "") & where] = words
    rows = np.flatnonzero((why == "") & (days > 0))
    evidence = [
        f"published {published[row]}, {days[row]:.0f} days after {latest[row]}" for row in rows
    ]
    return together(
        [findings(rows, severity[rows], evidence, days[rows]), not_judged(why != "", why)]
    )


def _deadlines(
    case: Case, entry: Entry, year: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64], npt.NDArray[np.object_]]:
    """First and last deadline that fits what is known of a report, and what the last means."""
    earliest = np.full(len(year), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    latest = earliest.copy()
    severity = np.full(len(year), "", dtype=object)
    level, kind = (case.reports[name].astype("object") for name in ("level", "kind"))
    graded = {each["kind"] for each in entry["deadlines"] if "kind" in each}
    for each in entry["deadlines"]:
        fits: Bools = (year >= each["first"]) & (year <= each.get("last", np.inf))
        fits &= (level.isin(each["levels"]) | level.isna()).to_numpy(dtype=bool)
        if "kind" in each:
            # A kind without a deadline of its own, such as an office, may have either.
            fits &= ((kind == each["kind"]) | ~kind.isin(graded)).to_numpy(dtype=bool)
        rows = np.flatnonzero(fits)
        months = (year[rows].astype(np.int64) + 1 - 1970) * 12 + each["month"] - 1
        day = months.astype("datetime64[M]").astype("datetime64[D]") + (each["day"] - 1) * _DAY
        later = np.isnat(latest[rows]) | (day > latest[rows])
        severity[rows[later]] = each["severity"]
        latest[rows] = np.where(later, day, latest[rows])
        earlier = np.isnat(earliest[rows]) | (day < earliest[rows])
        earliest[rows] = np.where(earlier, day, earliest[rows])
    return earliest, latest, severity
