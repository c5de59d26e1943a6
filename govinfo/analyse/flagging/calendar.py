"""Flags from the calendar: published late, years without a report."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import Bools, Floats
from govinfo.analyse.flagging.case import Objects, unset
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    findings,
    not_judged,
    say,
    together,
)

_DAY = np.timedelta64(1, "D")
_EPOCH = 1970


def late(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports published after every deadline that may be theirs."""
    stamps = case.reports["published"]
    if isinstance(stamps.dtype, pd.DatetimeTZDtype):
        stamps = stamps.dt.tz_localize(None)  # the day on the agency's own calendar
    published = stamps.astype("datetime64[s]").to_numpy().astype("datetime64[D]")
    year = case.years
    earliest, latest, severity, basis = _deadlines(case, entry, year)
    days = (published - latest) / _DAY
    why = np.full(len(year), None, dtype=object)
    kind = case.reports["kind"].isin(entry["not_judged"]).to_numpy(dtype=bool)
    premature = published.astype("datetime64[Y]").astype(float) + _EPOCH <= year
    for where, reason in (
        (np.isnat(published), "no_date"),
        (np.isnan(year), "year_unknown"),
        (kind, "no_deadline_kind"),
        (np.isnat(latest), "no_deadline_year"),
        (premature, "premature"),
        (days > entry["repost_after"], "repost"),
        (published > _first(case, published), "earlier_version"),
        ((days <= 0) & (published > earliest), "deadline_open"),
    ):
        why[unset(why) & where] = say(entry, reason)
    judged = unset(why)
    rows = np.flatnonzero(judged & (days > 0))
    words = [
        say(
            entry,
            "late",
            published=str(published[row]),
            days=days[row],
            deadline=str(latest[row]),
        )
        for row in rows
    ]
    return together(
        [
            findings(rows, severity[rows], words, days[rows], basis=basis[rows]),
            not_judged(~judged, why),
        ]
    )


def _first(case: Case, published: npt.NDArray[np.datetime64]) -> npt.NDArray[np.datetime64]:
    """When the first document of each agency and year was out: a revised one is not late."""
    frame = case.reports[["agency_id", "year"]].assign(published=published)
    # What has no agency or no year is a group of its own.
    first = frame.groupby(["agency_id", "year"], observed=True)["published"].transform("min")
    return first.fillna(frame["published"]).to_numpy().astype("datetime64[D]")


def missing_year(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag agencies of the roster without a report for a year in which they existed."""
    if case.roster is None:
        return not_judged(np.ones(len(case.reports), dtype=bool), say(entry, "no_roster"))
    wanted = _expected(case.roster, case.years[~np.isnan(case.years)], entry["first"])
    seen = pd.MultiIndex.from_frame(_keys(case.reports))
    lacking = wanted.loc[~pd.MultiIndex.from_frame(_keys(wanted)).isin(seen)]
    words = [
        say(entry, "missing", agency=agency, year=int(year))
        for agency, year in zip(lacking["agency"], lacking["year"], strict=True)
    ]
    return findings(
        np.full(len(lacking), -1),
        entry["severity"],
        words,
        agency_id=lacking["agency_id"],
        year=lacking["year"],
    )


def _keys(frame: pd.DataFrame) -> pd.DataFrame:
    plain = frame[["agency_id", "year"]].astype({"agency_id": "object", "year": "Int64"})
    return plain.loc[plain["agency_id"].notna() & plain["year"].notna()]


def _expected(roster: pd.DataFrame, years: Floats, first: int) -> pd.DataFrame:
    """Agencies and years in which a report was due, each once.

    A roster without years expects every agency in all years from the first to the last
    of the sources, within its ``first_year`` and ``last_year`` where it has them.
    """
    schema.require(roster, ("agency_id",), what="roster")
    frame = roster.loc[roster["agency_id"].notna()]
    if "year" not in frame:
        span = range(int(years.min()), int(years.max()) + 1) if len(years) else range(0)
        frame = frame.merge(pd.DataFrame({"year": list(span)}, dtype="int64"), how="cross")
    frame = frame.loc[frame["year"].notna() & (frame["year"] >= first)]
    for column, within in (("first_year", np.greater_equal), ("last_year", np.less_equal)):
        if column in frame:
            bound = frame[column].to_numpy(dtype="float64", na_value=np.nan)
            kept = within(frame["year"].to_numpy(dtype="float64"), bound)
            frame = frame.loc[kept | np.isnan(bound)]
    named = frame["agency"] if "agency" in frame else frame["agency_id"]
    named = named.astype("object").where(named.notna(), frame["agency_id"].astype("object"))
    frame = frame.assign(
        agency=named,
        agency_id=frame["agency_id"].astype("object"),
        year=frame["year"].astype("int64"),
    )
    return frame.drop_duplicates(["agency_id", "year"])[["agency_id", "agency", "year"]]


def _deadlines(
    case: Case, entry: Entry, year: Floats
) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.datetime64], Objects, Objects]:
    """First and last deadline that fits what is known of a report, and what the last means."""
    earliest = np.full(len(year), np.datetime64("NaT", "D"), dtype="datetime64[D]")
    latest = earliest.copy()
    severity, basis = (np.full(len(year), "", dtype=object) for _ in range(2))
    level, kind = (case.reports[name].astype("object") for name in ("level", "kind"))
    graded = {each["kind"] for each in entry["deadlines"] if "kind" in each}
    for each in entry["deadlines"]:
        fits: Bools = (year >= each["first"]) & (year <= each.get("last", np.inf))
        fits &= (level.isin(each["levels"]) | level.isna()).to_numpy(dtype=bool)
        if "kind" in each:
            # A kind without a deadline of its own, such as an office, may have either.
            fits &= ((kind == each["kind"]) | ~kind.isin(graded)).to_numpy(dtype=bool)
        rows = np.flatnonzero(fits)
        months = (year[rows].astype(np.int64) + 1 - _EPOCH) * 12 + each["month"] - 1
        day = months.astype("datetime64[M]").astype("datetime64[D]") + (each["day"] - 1) * _DAY
        later = np.isnat(latest[rows]) | (day > latest[rows])
        severity[rows[later]] = each["severity"]
        basis[rows[later]] = each.get("basis", "")
        latest[rows] = np.where(later, day, latest[rows])
        earlier = np.isnat(earliest[rows]) | (day < earliest[rows])
        earliest[rows] = np.where(earlier, day, earliest[rows])
    return earliest, latest, severity, basis
