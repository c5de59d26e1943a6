"""What deserves a second look: contradictions, jumps, repeats, late and empty reports."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._evidence import Case, Judge, case, without_switches
from govinfo.analyse._judge_cells import all_zero, impossible_value, version_conflict
from govinfo.analyse._judge_peers import late, peer_outlier
from govinfo.analyse._judge_prose import narrative_parts, text_table
from govinfo.analyse._judge_sums import sums
from govinfo.analyse._judge_years import (
    fee_unit_slip,
    repeated_figures,
    scope_switch,
    sudden_change,
)
from govinfo.analyse._terms import named

#: Ways to judge that the registry's flag rules name.
_JUDGES: MappingProxyType[str, Judge] = MappingProxyType(
    {
        "all_zero": all_zero,
        "fee_unit_slip": fee_unit_slip,
        "impossible_value": impossible_value,
        "late": late,
        "narrative_parts": narrative_parts,
        "peer_outlier": peer_outlier,
        "repeated_figures": repeated_figures,
        "scope_switch": scope_switch,
        "sudden_change": sudden_change,
        "sums": sums,
        "text_table": text_table,
        "version_conflict": version_conflict,
    }
)
_SWITCH = "scope_switch"


def flag(
    facts: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    rules: str | Iterable[str] | None = None,
    blank_as_zero: bool = False,
) -> pd.DataFrame:
    """Find what a careful reader would ask the agency about.

    Parameters
    ----------
    facts : DataFrame
        The facts frame; all versions of a report may be in it.
    sources : DataFrame
        The sources frame, with a row for every document of the facts.
    rules : str or iterable of str, optional
        Ids of `govinfo.flags`; all where left out.
    blank_as_zero : bool, default False
        Count a blank as 0 in sums; the evidence then says so.

    Returns
    -------
    DataFrame
        One row per finding: ``rule``, ``severity`` (error, warning, info), ``agency_id``,
        ``year``, ``source_id``, ``evidence`` in words and ``score`` (the gap, z, share or
        days, as the rule has it). A document for which a rule could not be judged at all
        has one row of severity ``na`` with the reason as evidence; no row means that
        the rule was judged and found nothing.

    Raises
    ------
    SchemaError
        If a column is missing, a document repeats a metric, or facts speak of a
        document that sources lack.
    UnknownNameError
        If a rule does not exist.

    Notes
    -----
    A flag changes no value. Only current versions are compared with other years and
    other agencies. Where the scope seems to have changed since the year before, rules
    that need the same scope are ``na``.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS, SOURCES
    >>> report = {"source_id": "x", "agency_id": "a", "year": 2023, "level": "county"}
    >>> fact = {"metric": "penalties.decisions", "value": -3, "status": "reported"}
    >>> facts = pd.DataFrame([report | fact], columns=list(FACTS.columns))
    >>> sources = pd.DataFrame([report | {"current": True}], columns=list(SOURCES.columns))
    >>> found = gi.flag(facts, sources, rules="impossible_value")
    >>> found.loc[0, "severity"], found.loc[0, "evidence"]
    ('error', 'administrative penalties, decisions this year is -3, below 0')
    """
    names = named("flag", rules, "govinfo.flags()")
    found = case(facts, sources, blank_as_zero=blank_as_zero)
    tree = registry.tree("flags")
    switches = scope_switch(found, tree[_SWITCH])
    fired = switches.loc[switches["severity"] != "na", "report"].to_numpy(dtype="int64")
    steady = without_switches(found, fired)
    parts = []
    for name in names:
        judged = _JUDGES[tree[name]["judge"]](steady, tree[name])
        parts.append(_once(judged).assign(rule=name))
    if not any(len(part) for part in parts):
        return schema.empty(schema.FLAGS)
    return _named(pd.concat([part for part in parts if len(part)], ignore_index=True), found)


def _once(judged: pd.DataFrame) -> pd.DataFrame:
    """At most one ``na`` row per report."""
    open_ = judged["severity"] == "na"
    repeated = open_ & judged.duplicated(["report", "severity"])
    return judged.loc[~repeated]


def _named(judged: pd.DataFrame, found: Case) -> pd.DataFrame:
    rows = judged["report"].to_numpy(dtype="int64")
    reports = found.reports.iloc[rows].reset_index(drop=True)
    frame = judged.assign(
        agency_id=reports["agency_id"], year=reports["year"], source_id=reports["source_id"]
    )
    return schema.conform(frame, schema.FLAGS)
