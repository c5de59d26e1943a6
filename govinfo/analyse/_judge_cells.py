"""Flags for single cells and whole tables of one report, and for its versions."""

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
    reported,
    somewhere,
    together,
)
from govinfo.analyse._grid import NO_ROW, UNNAMED, Bools, Ints
from govinfo.analyse._terms import select

_SHOWN = 3


def impossible_value(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag cells that no agency of this rank can have, or that no count can be."""
    rows = registry.metric_rows()
    known = [name for name in case.cells.metrics if name in rows]
    value = case.values(known)
    kind = np.array([rows[name]["kind"] for name in known])
    parts = [
        _cells(case, known, (value < 0) & (kind != "change"), "error", "below 0"),
        _cells(
            case,
            known,
            (kind != "money") & ~np.isnan(value) & (value != np.round(value)),
            "error",
            "a fraction of a count",
        ),
        _rules_without_power(case, entry),
        _odd_fees(case, entry),
        not_judged(~somewhere(reported(case)), "nothing reported"),
    ]
    return together(parts)


def _cells(case: Case, names: list[str], where: Bools, severity: str, words: str) -> pd.DataFrame:
    rows, columns = np.nonzero(where)
    values = [
        float(case.cells.value[row, case.cells.place[names[column]]])
        for row, column in zip(rows, columns, strict=True)
    ]
    evidence = [
        f"{label(names[column])} is {number(value)}, {words}"
        for column, value in zip(columns, values, strict=True)
    ]
    return findings(rows, severity, evidence, np.array(values, dtype=np.float64))


def _rules_without_power(case: Case, entry: Entry) -> pd.DataFrame:
    names = select(entry["rule_metrics"])
    any_rules: Bools = case.values(names) > 0
    level = case.reports["level"].astype("object")
    kind = case.reports["kind"].astype("object")
    without = level.isin(entry["error_levels"]).to_numpy()
    local = level.isin(entry["warning_levels"]).to_numpy()
    powerless = local & kind.isin(entry["kinds_without_power"]).to_numpy()
    unsure = local & ~powerless & ~kind.isin(entry["kinds_with_power"]).to_numpy()
    open_ = somewhere(any_rules) & (level.isna().to_numpy() | unsure)
    words = "but the agency has no power to make rules"
    return together(
        [
            _cells(case, names, any_rules & without[:, None], "error", words),
            _cells(case, names, any_rules & powerless[:, None], "warning", words),
            not_judged(open_, "level or kind leave it open whether the agency may make rules"),
        ]
    )


def _odd_fees(case: Case, entry: Entry) -> pd.DataFrame:
    names = select(entry["fee_metrics"])
    value = case.values(names)
    year = case.reports["year"].to_numpy(dtype="float64", na_value=np.nan)
    odd = (np.mod(value, entry["fee_step"]) != 0) & ~np.isnan(value)
    words = f"which is no multiple of {entry['fee_step']} 元"
    return _cells(case, names, odd & (year >= entry["fee_from"])[:, None], "warning", words)


def all_zero(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports of which every table figure is 0."""
    rows = registry.metric_rows()
    in_tables = np.array(
        [name in rows and rows[name]["section"] in entry["sections"] for name in case.cells.metrics]
    )
    cells = case.cells.status[:, in_tables]
    n_cells, n_reported = (cells != NO_ROW).sum(axis=1), reported(case)[:, in_tables].sum(axis=1)
    enough = (n_cells > 0) & (n_reported >= entry["reported_from"] * n_cells)
    zero = enough & ~(np.nan_to_num(case.cells.value[:, in_tables]) != 0).any(axis=1)
    told = somewhere(case.values(select(entry["prose"])) > 0)
    high = case.reports["level"].isin(entry["warning_levels"]).to_numpy(dtype=bool)
    flagged = np.flatnonzero(zero)
    severity = np.where((high | told)[flagged], "warning", entry["severity"])
    evidence = [
        f"all {n_reported[row]} reported cells of the tables are 0"
        f"{', but the prose tells of requests' if told[row] else ''}"
        for row in flagged
    ]
    why = np.where(n_cells > 0, "too few cells reported", "no tables").astype(object)
    return together(
        [findings(flagged, severity, evidence, n_reported[flagged]), not_judged(~enough, why)]
    )


def version_conflict(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag agency-years whose documents differ in a reported cell, on the current one."""
    reports = case.reports
    unnamed = reports["agency_id"].astype("string").str.startswith(UNNAMED).fillna(True)
    usable = ~unnamed.to_numpy(dtype=bool) & reports["year"].notna().to_numpy()
    keys = reports.loc[usable].groupby(["agency_id", "year"], observed=True, sort=False)
    sizes = np.zeros(len(reports), dtype=np.int64)
    sizes[usable] = keys["source_id"].transform("size").to_numpy()
    parts = []
    for _, members in reports.loc[sizes > 1].groupby(["agency_id", "year"], observed=True):
        parts.append(_conflict(case, members.index.to_numpy(), entry["severity"]))
    why = np.where(usable, "one version", "agency or year unknown").astype(object)
    return together([*parts, not_judged(sizes < 2, why)])


def _conflict(case: Case, rows: Ints, severity: str) -> pd.DataFrame:
    values = case.cells.value[rows]
    both = (~np.isnan(values)).sum(axis=0) > 1
    differ = np.zeros(len(both), dtype=bool)
    differ[both] = np.nanmax(values[:, both], axis=0) != np.nanmin(values[:, both], axis=0)
    columns = np.flatnonzero(differ)
    if not len(columns):
        return findings([], severity, [])
    current = rows[case.reports["current"].to_numpy(dtype=bool)[rows]]
    examples = [
        f"{label(case.cells.metrics[column])} "
        f"{' or '.join(number(value) for value in np.unique(values[:, column]) if value == value)}"
        for column in columns[:_SHOWN]
    ]
    documents = ", ".join(case.reports["source_id"].iloc[rows].astype(str))
    evidence = f"{len(columns)} cells differ between {documents}: {'; '.join(examples)}"
    return findings([current[0] if len(current) else rows[0]], severity, evidence, len(columns))
