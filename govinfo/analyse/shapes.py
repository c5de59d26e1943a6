"""One row per report, one column per metric: the shape that statistics packages want."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import number_rows, positions
from govinfo.analyse._groups import refuse_repeats

_INDEX = ("agency_id", "agency", "level", "region_code", "year")


def wide(
    facts: pd.DataFrame,
    *,
    metrics: str | Iterable[str] | None = None,
    values: str = "value",
) -> pd.DataFrame:
    """Spread the facts: one row per agency and year, one column per metric.

    Parameters
    ----------
    facts : DataFrame
        The facts frame, one version of each report.
    metrics : str or iterable of str, optional
        The metrics to keep, in this order; where left out, those that occur, in the
        registry's order.
    values : str, default "value"
        The column of the facts to spread: ``value``, ``status``, ``raw`` or another.

    Returns
    -------
    DataFrame
        ``agency_id``, ``agency``, ``level``, ``region_code`` and ``year``, then a column
        per metric. Values [unit of the metric] are NaN unless reported.

    Raises
    ------
    SchemaError
        If a column is missing, or an agency, a year and a metric come twice.
    UnknownNameError
        If a metric does not exist.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> facts = pd.DataFrame(
    ...     {
    ...         "agency_id": "a",
    ...         "agency": "甲县人民政府",
    ...         "level": "county",
    ...         "region_code": "620421",
    ...         "year": [2022, 2023],
    ...         "metric": "requests.new.total",
    ...         "value": [3.0, None],
    ...         "status": ["reported", "blank"],
    ...     }
    ... )
    >>> gi.wide(facts)[["agency_id", "year", "requests.new.total"]]
      agency_id  year  requests.new.total
    0         a  2022                 3.0
    1         a  2023                 NaN
    """
    schema.require(facts, dict.fromkeys((*_INDEX, "metric", "status", values)), what="facts")
    refuse_repeats(facts)
    names = _columns(facts, metrics)
    rows, n_rows, first = number_rows(facts, ("agency_id", "year"))
    place = positions(facts["metric"], names)
    column = facts[values]
    if values == "value":
        column = column.where(facts["status"] == "reported").astype("float64")
    numeric = pd.api.types.is_float_dtype(column.dtype)
    spread = np.full((n_rows, len(names)), np.nan if numeric else None)
    kept = place >= 0
    spread[rows[kept], place[kept]] = column.to_numpy(dtype=spread.dtype)[kept]
    index = facts.iloc[first][list(_INDEX)].reset_index(drop=True)
    body = pd.DataFrame(spread, columns=names, index=index.index)
    found = pd.concat([index, body], axis="columns")
    return found.sort_values(["agency_id", "year"], kind="stable", ignore_index=True)


def _columns(facts: pd.DataFrame, metrics: str | Iterable[str] | None) -> list[str]:
    present = set(facts["metric"].dropna().unique())
    if metrics is not None:
        return registry.known_metrics(metrics, present)
    known = [name for name in registry.metric_names() if name in present]
    return [*known, *sorted(present.difference(known))]
