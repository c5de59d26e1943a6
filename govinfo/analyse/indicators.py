"""Ratios of the reported sums, as the registry defines them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import REPORTED, Floats, Grid, grid
from govinfo.analyse._groups import groupings, key_columns, plain, with_keys
from govinfo.analyse.checking.terms import form_metrics, terms
from govinfo.errors import UnknownNameError

_BY = ("province", "city", "county", "level", "year", "agency")
_EACH = ("agency_id", "agency", "level", "region_code", "year")


def indicator(
    facts: pd.DataFrame,
    name: str,
    *,
    by: str | Iterable[str] | None = None,
    regions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Compute a rate or share, per report or as a ratio of sums over groups.

    Parameters
    ----------
    facts : DataFrame
        The facts frame, one version of each report.
    name : str
        Id of `govinfo.indicators`, such as ``disclosure_rate.of_concluded``.
    by : str or iterable of str, optional
        Any of province, city, county, level, year and agency. Left out: one row per
        agency and year.
    regions : DataFrame, optional
        Codes and names of places as in `govinfo.regions`, if not the registry's.

    Returns
    -------
    DataFrame
        The columns of the groups; ``value`` [unit of the indicator], NaN where the
        denominator is 0 or nothing could be used; ``numerator`` and ``denominator``
        [unit of their metrics]; ``n``, the reports used, and ``n_missing``, those left
        out; ``small``, whether the denominator is too small to rank.

    Raises
    ------
    SchemaError
        If a column is missing, or an agency, a year and a metric come twice.
    UnknownNameError
        If the indicator or a grouping does not exist.

    Notes
    -----
    A report counts only where every part of numerator and denominator is reported and
    exact: a sum with one missing part is missing. Groups give the ratio of the sums, not
    the mean of the ratios.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS
    >>> facts = pd.DataFrame(
    ...     {
    ...         "agency_id": ["a", "a", "b", "b"],
    ...         "metric": ["requests.granted.total", "requests.concluded.total"] * 2,
    ...         "value": [10.0, 40.0, 30.0, 40.0],
    ...     }
    ... ).assign(year=2023, form="requests.2021", status="reported")
    >>> facts = facts.reindex(columns=list(FACTS.columns))
    >>> gi.indicator(facts, "full_disclosure_rate.of_concluded", by="year")
       year  value  numerator  denominator  n  n_missing  small
    0  2023    0.5       40.0         80.0  2          0  False
    """
    known = registry.tree("indicators")
    if name not in known:
        raise UnknownNameError.of("indicator", name, known, "govinfo.indicators()")
    entry = known[name]
    cells = grid(facts, key=("agency_id", "year"))
    numerator, denominator = (_sums(cells, entry, side) for side in ("numerator", "denominator"))
    used = ~np.isnan(numerator) & ~np.isnan(denominator)
    reports = cells.reports.assign(
        numerator=np.where(used, numerator, np.nan),
        denominator=np.where(used, denominator, np.nan),
        n=used.astype(np.int64),
        n_missing=(~used).astype(np.int64),
    )
    if by is None:
        found = reports.sort_values(["agency_id", "year"], kind="stable", ignore_index=True)
        return _ratio(found, entry, list(_EACH))
    names = groupings(by, known=_BY)
    return _ratio(
        _grouped(with_keys(reports, names, regions, what="facts"), names), entry, key_columns(names)
    )


def _grouped(reports: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    keys = key_columns(by)
    sums = ["numerator", "denominator", "n", "n_missing"]
    if not keys:
        return reports[sums].sum(min_count=1).to_frame().T
    groups = reports.groupby(keys, dropna=False, observed=True)
    return plain(groups[sums].sum(min_count=1).reset_index())


def _ratio(frame: pd.DataFrame, entry: dict[str, Any], keys: list[str]) -> pd.DataFrame:
    below = frame["denominator"]
    value = entry["scale"] * frame["numerator"] / below.where(below > 0)
    found = frame.assign(
        value=value.astype("float64"),
        n=frame["n"].astype("int64"),
        n_missing=frame["n_missing"].astype("int64"),
        small=(below < entry["small_below"]).astype("bool"),
    )
    return found[[*keys, "value", "numerator", "denominator", "n", "n_missing", "small"]]


def _sums(cells: Grid, entry: dict[str, Any], side: str) -> Floats:
    """Add up each report, by the first form in which every part is reported."""
    total = np.full(len(cells.reports), np.nan)
    for form in entry["forms"]:
        total = np.where(np.isnan(total), _sum(cells, entry[side], form), total)
    return total


def _sum(cells: Grid, texts: Sequence[str], form: str) -> Floats:
    parts = terms(texts, form_metrics(form), {})
    # A wildcard that fits nothing in this form leaves no sum of this form.
    if not all(terms([text], form_metrics(form), {}) for text in texts):
        return np.full(len(cells.reports), np.nan)
    columns = cells.columns([part.metric for part in parts])
    usable = (cells.status[:, columns] == REPORTED) & cells.exact[:, columns]
    signs = np.array([part.sign for part in parts], dtype=np.float64)
    sums: Floats = (cells.value[:, columns] * signs).sum(axis=1)
    return np.where(usable.all(axis=1), sums, np.nan)
