"""How often each rule finds something, among the reports that it could judge."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import Bools, positions
from govinfo.analyse._groups import key_columns, with_keys
from govinfo.analyse.checking.terms import named
from govinfo.analyse.flagging.case import somewhere
from govinfo.errors import UnknownNameError

_RULE, _ZERO, _NA = "rule", "all_zero", "na"
_SEVERITIES = ("error", "warning", "info")
_PLACES = ("province", "city", "county")


def flag_rates(
    flags: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    by: str | Iterable[str] = ("rule", "level"),
    rules: str | Iterable[str] | None = None,
    severities: str | Iterable[str] = _SEVERITIES,
    regions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count findings, reports that could be judged and all reports, group by group.

    Parameters
    ----------
    flags : DataFrame
        What `govinfo.flag` gave.
    sources : DataFrame
        The sources that it was given; only current versions are counted.
    by : str or iterable of str, default ("rule", "level")
        ``rule``, columns of the sources such as level, kind, year, scope, agency_id, and
        province, city or county. Without ``rule`` a report counts as flagged where any
        rule found something.
    rules : str or iterable of str, optional
        The ids that `govinfo.flag` was asked for, which its column ``rule`` keeps as
        categories; all where left out and that column has lost them. A rule that it was
        not asked for would look as if it had found nothing.
    severities : str or iterable of str, default ("error", "warning", "info")
        Which findings count.
    regions : DataFrame, optional
        Codes and names of places as in `govinfo.regions`, if not the registry's.

    Returns
    -------
    DataFrame
        One row per rule and group, also where nothing was found: the columns of ``by``
        (of places code and name), ``n_flagged``, ``n_assessable`` and ``n_reports``
        [reports], ``rate`` = n_flagged / n_assessable [1], NaN where none could be
        judged; ``n_all_zero``, assessable reports of which every figure is 0 (NA where
        the rule all_zero is not among ``rules``), and ``rate_without_all_zero`` [1].

    Raises
    ------
    SchemaError
        If a column is missing.
    UnknownNameError
        If a rule, a severity or a grouping does not exist.

    Notes
    -----
    Reports of zeros pass every sum trivially, hence the second rate. What a rule finds of
    agencies without a report or of groups of reports is no share of reports: such rules
    have no assessable report here.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> flags = pd.DataFrame(
    ...     {"rule": ["late", "late"], "severity": ["warning", "na"], "source_id": ["x", "z"]}
    ... )
    >>> sources = pd.DataFrame(
    ...     {"source_id": ["x", "y", "z"], "level": "county", "current": True}
    ... )
    >>> rates = gi.flag_rates(flags, sources, rules="late")
    >>> rates[["rule", "level", "n_flagged", "n_assessable", "n_reports", "rate"]]
       rule   level  n_flagged  n_assessable  n_reports  rate
    0  late  county          1             2          3   0.5
    """
    schema.require(flags, (_RULE, "severity", "source_id"), what="flags")
    if rules is None and isinstance(flags["rule"].dtype, pd.CategoricalDtype):
        rules = flags["rule"].cat.categories.tolist()
    names = named("flag", rules, "govinfo.flags()")
    counted = _known(severities)
    keys = [by] if isinstance(by, str) else list(by)
    reports, columns = _groups(sources, keys, regions)
    found, open_ = _marks(flags, reports["source_id"], names, counted)
    tree = registry.tree("flags")
    of_one = np.array([tree[name].get("per_report", True) for name in names], dtype=bool)
    judged = np.where(of_one, ~open_, False)
    found = np.where(of_one, found, False)
    zero = found[:, names.index(_ZERO)] if _ZERO in names else None
    if zero is not None and counted != list(_SEVERITIES):
        zero = _marks(flags, reports["source_id"], [_ZERO], list(_SEVERITIES))[0][:, 0]
    if _RULE not in keys:
        names = [""]
        found, judged = somewhere(found)[:, None], somewhere(judged)[:, None]
    counts = [
        _counted(reports[columns], found[:, place], judged[:, place], zero).assign(rule=name)
        for place, name in enumerate(names)
    ]
    frame = pd.concat(counts, ignore_index=True)
    order = [column for key in keys for column in (key_columns([key]) if key in _PLACES else [key])]
    return frame[[*order, *_COUNTS]]


_COUNTS = (
    *("n_flagged", "n_assessable", "n_reports", "rate"),
    *("n_all_zero", "rate_without_all_zero"),
)


def _known(severities: str | Iterable[str]) -> list[str]:
    wanted = [severities] if isinstance(severities, str) else list(severities)
    for name in wanted:
        if name not in _SEVERITIES:
            raise UnknownNameError.of("severity", name, _SEVERITIES, "govinfo.flag")
    return [name for name in _SEVERITIES if name in wanted]


def _groups(
    sources: pd.DataFrame, keys: list[str], regions: pd.DataFrame | None
) -> tuple[pd.DataFrame, list[str]]:
    """Current documents, each once, with the columns to group by."""
    places = [key for key in keys if key in _PLACES]
    plain = [key for key in keys if key not in (*_PLACES, _RULE)]
    known = [_RULE, *_PLACES, *sources.columns]
    for key in plain:
        if key not in sources:
            raise UnknownNameError.of("grouping", key, known, "govinfo.flag_rates")
    schema.require(sources, ("source_id", "current", *plain), what="sources")
    reports = sources.loc[sources["current"].astype(bool)].drop_duplicates("source_id")
    reports = reports.reset_index(drop=True)
    if places:
        reports = with_keys(reports, places, regions, what="sources")
    return reports, [*key_columns(places), *plain]


def _marks(
    flags: pd.DataFrame, ids: pd.Series, names: list[str], counted: list[str]
) -> tuple[Bools, Bools]:
    """Which report each rule found something of, and which it could not judge."""
    row = positions(flags["source_id"], ids.astype("object").tolist())
    column = positions(flags[_RULE], names)
    severity = flags["severity"].astype("object").to_numpy()
    here = (row >= 0) & (column >= 0)
    found, any_, na = (np.zeros((len(ids), len(names)), dtype=bool) for _ in range(3))
    for marks, wanted in ((found, counted), (any_, list(_SEVERITIES)), (na, [_NA])):
        hit = here & np.isin(severity, wanted)
        marks[row[hit], column[hit]] = True
    # A rule may find one thing and leave another open: then it was judged.
    return found, na & ~any_


def _counted(groups: pd.DataFrame, found: Bools, judged: Bools, zero: Bools | None) -> pd.DataFrame:
    zeros = np.zeros(len(groups), dtype=bool) if zero is None else zero & judged
    marks = groups.assign(
        n_flagged=found.astype("int64"),
        n_assessable=judged.astype("int64"),
        n_reports=np.ones(len(groups), dtype="int64"),
        n_all_zero=zeros.astype("int64"),
        _flagged_zeros=(found & zeros).astype("int64"),
    )
    keys = list(groups.columns)
    if keys:
        sums = marks.groupby(keys, dropna=False, observed=True).sum(min_count=1).reset_index()
    else:
        sums = marks.sum(min_count=1).to_frame().T
    sums = sums.astype(dict.fromkeys(("n_flagged", "n_assessable", "n_reports"), "int64"))
    told = np.full(len(sums), zero is not None)
    other = sums["n_assessable"] - sums["n_all_zero"]
    without = (sums["n_flagged"] - sums["_flagged_zeros"]) / other.where(other > 0)
    return sums.assign(
        rate=(sums["n_flagged"] / sums["n_assessable"].where(sums["n_assessable"] > 0)),
        n_all_zero=sums["n_all_zero"].astype("Int64").where(told),
        rate_without_all_zero=without.where(told),
    ).astype({"rate": "float64", "rate_without_all_zero": "float64"})
