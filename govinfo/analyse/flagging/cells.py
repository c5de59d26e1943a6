"""Flags for single cells and whole tables of one report, and for its versions."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import NO_ROW, UNNAMED, Bools, Ints
from govinfo.analyse.checking.terms import select
from govinfo.analyse.flagging.case import UNKNOWN_SCOPE
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    either,
    findings,
    joined,
    label,
    not_judged,
    number,
    reported,
    say,
    somewhere,
    together,
)

_SHOWN = 3
_SCOPE = "scope"


def impossible_value(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag cells that no agency of this rank can have, or that no count can be."""
    rows = registry.metric_rows()
    known = [name for name in case.cells.metrics if name in rows]
    value = case.values(known)
    kind = np.array([rows[name]["kind"] for name in known])
    share = np.array([rows[name]["unit"] in entry["percentages"] for name in known])
    whole = ~np.isin(kind, entry["divisible_kinds"]) & ~share
    broken = ~np.isnan(value) & (value != np.round(value))
    parts = [
        _cells(
            case, entry, known, (value < 0) & ~np.isin(kind, entry["signed_kinds"]), "below_zero"
        ),
        _cells(case, entry, known, broken & whole, "fraction"),
        _cells(case, entry, known, (value > 100) & share, "percentage"),
        _rules_without_power(case, entry),
        not_judged(~somewhere(reported(case)), say(entry, "nothing_reported")),
    ]
    return together(parts)


def _cells(
    case: Case, entry: Entry, names: list[str], where: Bools, said: str, **settings: str
) -> pd.DataFrame:
    rows, columns = np.nonzero(where)
    metrics = [names[column] for column in columns]
    values = np.array(
        [
            case.cells.value[row, case.cells.place[name]]
            for row, name in zip(rows, metrics, strict=True)
        ],
        dtype=np.float64,
    )
    words = [
        say(entry, said, metric=label(name), value=value)
        for name, value in zip(metrics, values, strict=True)
    ]
    severity = settings.get("severity", entry["severity"])
    basis = settings.get("basis", "")
    return findings(rows, severity, words, values, metrics=metrics, basis=basis)


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
    odd = {"said": "no_power", "basis": "power"}
    return together(
        [
            _cells(case, entry, names, any_rules & without[:, None], severity="error", **odd),
            _cells(case, entry, names, any_rules & powerless[:, None], severity="warning", **odd),
            not_judged(open_, say(entry, "power_open")),
        ]
    )


def all_zero(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports of which every table figure is 0."""
    n_cells, n_reported, zero = _zeros(case, entry)
    told = select(entry["prose"])
    figures = case.values(told)
    texts = case.text("narrative")
    pattern = re.compile(entry["told"])
    high = case.reports["level"].isin(entry["warning_levels"]).to_numpy(dtype=bool)
    parts = []
    for row in np.flatnonzero(zero):
        named = [name for name, value in zip(told, figures[row], strict=True) if value > 0]
        examples = [
            say(entry, "example", metric=label(name), value=value)
            for name, value in zip(told, figures[row], strict=True)
            if value > 0
        ]
        if match := pattern.search(texts[row] or ""):
            examples.append(say(entry, "quoted", said=match[0]))
        said = "told_requests" if examples else "zero"
        words = say(entry, said, n=int(n_reported[row]), told=joined(examples))
        severity = entry["higher"] if high[row] or examples else entry["severity"]
        parts.append((row, severity, words, n_reported[row], " ".join(named)))
    rows, severities, said_words, scores, metrics = list(zip(*parts, strict=True)) or ((),) * 5
    return together(
        [
            findings(rows, severities, said_words, scores, metrics=metrics),
            not_judged(n_cells == 0, say(entry, "no_tables")),
            not_judged((n_cells > 0) & _lost(case), say(entry, "tables_lost")),
            not_judged(
                (n_cells > 0) & ~_lost(case) & (n_reported < entry["reported_from"] * n_cells),
                say(entry, "too_few"),
            ),
        ]
    )


def _zeros(case: Case, entry: Entry) -> tuple[Ints, Ints, Bools]:
    """How many cells the tables have, how many are reported, and whether all of them are 0."""
    rows = registry.metric_rows()
    in_tables = np.array(
        [name in rows and rows[name]["section"] in entry["sections"] for name in case.cells.metrics]
    )
    cells = case.cells.status[:, in_tables]
    n_cells, n_reported = (cells != NO_ROW).sum(axis=1), reported(case)[:, in_tables].sum(axis=1)
    enough = (n_cells > 0) & ~_lost(case) & (n_reported >= entry["reported_from"] * n_cells)
    zero = enough & ~(np.nan_to_num(case.cells.value[:, in_tables]) != 0).any(axis=1)
    return n_cells, n_reported, zero


def _lost(case: Case) -> Bools:
    """Mark the reports of which a table was lost, and with it figures that may not be 0."""
    return np.array([bool(text) for text in case.text("tables_lost")], dtype=bool)


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
        rows = members.index.to_numpy()
        order = np.lexsort((case.ids(rows).astype(str), case.current[rows]))
        parts.append(_conflict(case, rows[order], entry))
    return together(
        [
            *parts,
            not_judged(~usable, say(entry, "agency_or_year_unknown")),
            not_judged(usable & (sizes < 2), say(entry, "one_version")),
        ]
    )


def _conflict(case: Case, rows: Ints, entry: Entry) -> pd.DataFrame:
    values = case.cells.value[rows]
    both = (~np.isnan(values)).sum(axis=0) > 1
    differ = np.zeros(len(both), dtype=bool)
    differ[both] = np.nanmax(values[:, both], axis=0) != np.nanmin(values[:, both], axis=0)
    columns = np.flatnonzero(differ)
    if not len(columns):
        return findings([], entry["severity"], [])
    current = rows[case.current[rows]]
    here = int(current[0] if len(current) else rows[0])
    metrics = [case.cells.metrics[column] for column in columns]
    examples = [
        say(entry, "example", metric=label(name), values=_either(values[:, column]))
        for name, column in zip(metrics[:_SHOWN], columns, strict=False)
    ]
    ids = [str(name) for name in case.reports["source_id"].iloc[rows]]
    words = say(
        entry, "differ", n=len(columns), documents=", ".join(ids), examples=joined(examples)
    )
    others = " ".join(name for row, name in zip(rows, ids, strict=True) if row != here)
    severity, by = entry["severity"], None
    # One agency may publish a report of its own and one of its whole system.
    if len({scope for scope in case.text("scope")[rows] if scope not in (None, UNKNOWN_SCOPE)}) > 1:
        severity, by, words = "na", _SCOPE, say(entry, "other_scope", found=words)
    return findings(
        [here],
        severity,
        words,
        len(columns),
        metrics=" ".join(metrics),
        compared_with=others,
        suppressed_by=by,
    )


def _either(values: np.ndarray) -> Words:
    told = (number(value) for value in np.unique(values) if value == value)
    return either(Words(text, text) for text in told)
