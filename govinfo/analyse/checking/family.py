"""Which reports cover which: a government of scope aggregate, and agencies below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo.analyse.checking.reasons import Reasons

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: What sources must tell of documents for their families to be known.
NEEDED = ("agency_id", "agency", "level", "kind", "region_code", "year", "scope", "current")

# A county's code of GB/T 2260; the codes of its towns go on from there.
_CODE = 6


@dataclass(frozen=True, slots=True)
class Family:
    """Rows of reports by who covers whom.

    ``parent`` and ``child`` are pairs. ``own`` is the row of the parent's report for
    itself alone, -1 where there is none; ``within`` marks those whose own figures are in
    a child, their office. ``complete`` marks the parents of which a roster shows that all
    children are in.
    """

    reason: npt.NDArray[np.int32]
    parent: Ints
    child: Ints
    own: Ints
    within: Bools
    complete: Bools

    def largest(self, values: Floats) -> Floats:
        """For each report the largest value among its children, NaN where none has one."""
        found = np.full(len(self.reason), -np.inf)
        known = ~np.isnan(values[self.child])
        np.maximum.at(found, self.parent[known], values[self.child[known]])
        return np.where(np.isneginf(found), np.nan, found)

    def total(self, values: Floats) -> Floats:
        """For each report its own and all its children's values, NaN where one is not known."""
        own = np.where(self.within, 0.0, np.where(self.own >= 0, values[self.own], np.nan))
        below = np.bincount(self.parent, values[self.child], minlength=len(own))
        found: Floats = np.where(self.complete, own + below, np.nan)
        return found

    def sizes(self) -> Ints:
        """How many children each report has."""
        return np.bincount(self.parent, minlength=len(self.reason)).astype(np.int64)


def family(
    reports: pd.DataFrame,
    covers: Mapping[str, Mapping[str, list[str]]],
    apart: list[str],
    own_kinds: list[str],
    reasons: Reasons,
    roster: pd.DataFrame | None = None,
) -> Family:
    """Find the governments of scope aggregate and the agencies that they surely cover.

    ``covers`` gives for the level of a parent the levels and kinds of agencies of the
    same region code that are below it; names with a word of ``apart`` answer to a
    ministry instead. The report of a child of ``own_kinds`` is that of the parent itself.
    """
    frame = reports[list(NEEDED)].astype("object").reset_index(drop=True)
    frame["region"] = frame["region_code"].astype("string").str[:_CODE]
    frame["row"] = np.arange(len(frame))
    current = frame["current"].fillna(False).astype(bool).to_numpy()
    known = (frame["region"].notna() & frame["year"].notna()).to_numpy(dtype=bool)
    speaks = (frame["scope"].eq("aggregate") & frame["kind"].eq("government")).fillna(False)
    is_parent = speaks.to_numpy(dtype=bool) & known & frame["level"].isin(list(covers)).to_numpy()
    reason = np.zeros(len(frame), dtype=np.int32)
    reason[~is_parent] = reasons.of("no_parent")
    reason[is_parent & ~current] = reasons.of("not_current")
    parents = frame.loc[is_parent & current]
    allowed = pd.DataFrame(
        [
            (above, level, kind)
            for above, levels in covers.items()
            for level, kinds in levels.items()
            for kind in kinds
        ],
        columns=["above", "level", "kind"],
    )
    below = frame.loc[current & known]
    pairs = _pairs(parents, below.loc[~_answers_elsewhere(below, apart)], allowed)
    # Two current documents of one agency and year: which of them counts is not known.
    pairs = pairs.loc[~pairs.duplicated(["row", "agency_id_child"], keep=False)]
    own = _own(parents, frame)
    within = np.zeros(len(frame), dtype=bool)
    within[pairs.loc[pairs["kind"].isin(own_kinds), "row"].to_numpy(dtype=np.int64)] = True
    complete = np.zeros(len(frame), dtype=bool)
    if roster is not None:
        complete[_complete(parents, pairs, allowed, apart, roster)] = True
    parent, child = (pairs[name].to_numpy(dtype=np.int64) for name in ("row", "row_child"))
    return Family(reason, parent, child, own, within & (own < 0), complete)


def _pairs(parents: pd.DataFrame, below: pd.DataFrame, allowed: pd.DataFrame) -> pd.DataFrame:
    levels = parents.rename(columns={"level": "above"})[
        ["row", "agency_id", "region", "year", "above"]
    ]
    # Many parents and many children: versions and namesakes are sorted out by the caller.
    met = levels.merge(
        below, on=["region", "year"], suffixes=("", "_child"), validate="many_to_many"
    )
    met = met.merge(allowed, on=["above", "level", "kind"], validate="many_to_one")
    return met.loc[met["agency_id"] != met["agency_id_child"]]


def _answers_elsewhere(frame: pd.DataFrame, apart: list[str]) -> Bools:
    name = frame["agency"].fillna(frame["agency_id"]).astype("string")
    found: Bools = name.str.contains("|".join(apart)).fillna(True).to_numpy(dtype=bool)
    return found


def _own(parents: pd.DataFrame, frame: pd.DataFrame) -> Ints:
    own = np.full(len(frame), -1, dtype=np.int64)
    alone = frame.loc[frame["scope"].eq("own").fillna(False)]
    alone = alone.loc[~alone.duplicated(["agency_id", "year"], keep=False)]
    met = parents[["row", "agency_id", "year"]].merge(
        alone[["row", "agency_id", "year"]],
        on=["agency_id", "year"],
        suffixes=("", "_own"),
        validate="many_to_one",
    )
    own[met["row"].to_numpy(dtype=np.int64)] = met["row_own"].to_numpy(dtype=np.int64)
    return own


def _complete(
    parents: pd.DataFrame,
    pairs: pd.DataFrame,
    allowed: pd.DataFrame,
    apart: list[str],
    roster: pd.DataFrame,
) -> Ints:
    """Rows of parents of which the roster lists children, all of them in and none a sum."""
    none = np.zeros(0, dtype=np.int64)
    if not {"agency_id", "level", "kind", "region_code"} <= set(roster.columns):
        return none
    listed = roster.astype("object").drop_duplicates()
    listed["region"] = listed["region_code"].astype("string").str[:_CODE]
    listed["agency"] = listed.get("agency", listed["agency_id"])
    if "year" not in listed:
        listed = listed.merge(parents[["year"]].drop_duplicates(), how="cross")
    due = _pairs(parents, listed.loc[~_answers_elsewhere(listed, apart)], allowed)
    due = due.drop_duplicates(["row", "agency_id_child"])
    there = due[["row", "agency_id_child"]].merge(
        pairs[["row", "agency_id_child", "scope"]],
        on=["row", "agency_id_child"],
        how="left",
        validate="one_to_one",
    )
    whole = there["scope"].notna() & ~there["scope"].isin(["aggregate", "mixed"])
    found = whole.groupby(there["row"]).all()
    rows = found.index[found.to_numpy(dtype=bool)]
    # Neither a child that the roster does not know nor one that may be covered or not
    # leaves the sum certain.
    open_ = {*_strangers(pairs, due), *_unsure(parents, listed, due)}
    return rows[~rows.isin(list(open_))].to_numpy(dtype=np.int64)


def _strangers(pairs: pd.DataFrame, due: pd.DataFrame) -> list[int]:
    """Rows of parents with a child that the roster lacks."""
    met = pairs.merge(
        due[["row", "agency_id_child"]],
        on=["row", "agency_id_child"],
        how="left",
        indicator=True,
        validate="one_to_one",
    )
    rows: list[int] = met.loc[met["_merge"] == "left_only", "row"].tolist()
    return rows


def _unsure(parents: pd.DataFrame, listed: pd.DataFrame, due: pd.DataFrame) -> list[int]:
    """Rows of parents in whose region the roster has agencies of which nothing is said."""
    near = parents[["row", "agency_id", "region", "year"]].merge(
        listed[["agency_id", "region", "year"]].drop_duplicates(),
        on=["region", "year"],
        suffixes=("", "_child"),
        validate="many_to_many",
    )
    near = near.loc[near["agency_id"] != near["agency_id_child"]]
    n_near = near.groupby("row")["agency_id_child"].nunique()
    n_due = due.groupby("row")["agency_id_child"].nunique()
    rows: list[int] = n_near.index[n_near > n_due.reindex(n_near.index, fill_value=0)].tolist()
    return rows
