"""The outcomes of concluded requests, counted so that nothing missing passes as zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from govinfo.errors import SchemaError
from govinfo.schema import require
from govinfo.show.panel import is_facts, numbers
from govinfo.show.words import charts

_NAN = float("nan")


def outcomes(data: pd.DataFrame, by: str) -> pd.DataFrame:
    """Count requests by outcome, one row per value of ``by``.

    Parameters
    ----------
    data : DataFrame
        A facts or an aggregate frame.
    by : str
        The column whose values become rows.

    Returns
    -------
    DataFrame
        ``by`` (key), a column per outcome of ``registry/charts.toml`` [requests], NaN
        where a part is not reported, and ``reported``, ``expected``: the agencies whose
        outcomes are counted and those that should have reported [1]. ``uneven`` says that
        not all outcomes were reported by equally many agencies.

    Raises
    ------
    SchemaError
        If a column is missing, a metric is repeated, or groups other than years mix
        several years.

    Examples
    --------
    >>> import pandas as pd
    >>> from govinfo.show.outcomes import outcomes
    >>> frame = pd.DataFrame({"year": [2023], "metric": ["requests.granted.total"],
    ...                       "value": [7.0], "n_reported": [3], "n_expected": [3]})
    >>> outcomes(frame, "year")[["year", "granted", "denied"]].values.tolist()
    [[2023.0, 7.0, nan]]
    """
    what = "The data of composition"
    if is_facts(data):
        require(data, ["agency_id", "year", "metric", "value", by], what=what)
        unit = ["agency_id"]
    else:
        require(data, ["metric", "value", by], what=what)
        unit = []
    rows = data[data["metric"].astype("str").isin(_all_parts())].dropna(subset=[by])
    years = set(rows["year"].dropna()) if "year" in rows.columns else set()
    if by != "year" and len(years) > 1:
        raise SchemaError(f"{what} mixes {len(years)} years in bars by {by!r}. Choose one year.")
    require(rows, [], what=what, key=[by, *unit, "metric"])
    if rows.empty:
        return pd.DataFrame(columns=[by, *charts()["outcomes"], "reported", "expected", "uneven"])
    keys = [rows[column].astype("object") for column in (by, *unit)]
    values = _wide(rows, keys, "value")
    return _of_facts(values, by) if unit else _of_aggregates(rows, keys, values, by)


def _all_parts() -> set[str]:
    found = charts()["outcomes"].values()
    return {metric for outcome in found for parts in outcome["parts"] for metric in parts}


def _wide(rows: pd.DataFrame, keys: Sequence[pd.Series[Any]], column: str) -> pd.DataFrame:
    """One row per bar (and agency), one column per metric."""
    long = pd.DataFrame({str(one.name): one.to_numpy() for one in keys})
    long["metric"] = rows["metric"].astype("str").to_numpy()
    long["value"] = numbers(rows, column)
    # Not pivot_table, which would average what is repeated.
    wide = long.pivot(  # noqa: PD010
        index=[str(one.name) for one in keys], columns="metric", values="value"
    )
    return wide.reindex(columns=sorted(_all_parts()))


def _sums(values: pd.DataFrame, outcome: Mapping[str, Sequence[Sequence[str]]]) -> pd.DataFrame:
    """Add up each alternative, NaN where one of its metrics is missing."""
    return pd.DataFrame(
        {
            number: values[list(parts)].sum(axis=1, min_count=len(parts))
            for number, parts in enumerate(outcome["parts"])
        }
    )


def _of_facts(values: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sum the agencies whose outcomes are all known."""
    known = {}
    for name, outcome in charts()["outcomes"].items():
        sums = _sums(values, outcome)
        # Two alternatives that disagree are no number at all.
        known[name] = sums.max(axis=1).where(sums.max(axis=1) == sums.min(axis=1))
    agencies = pd.DataFrame(known)
    complete = agencies.dropna()
    bars = complete.groupby(level=by).sum(min_count=1)
    expected = agencies.groupby(level=by).size()
    bars = bars.reindex(expected.index)
    bars["reported"] = complete.groupby(level=by).size().reindex(expected.index, fill_value=0)
    bars["expected"] = expected
    bars["uneven"] = False
    return bars.reset_index()


def _of_aggregates(
    rows: pd.DataFrame, keys: Sequence[pd.Series[Any]], values: pd.DataFrame, by: str
) -> pd.DataFrame:
    """Add up the metrics; agencies on different forms stand in different alternatives."""
    reported = _wide(rows, keys, "n_reported")
    expected = _wide(rows, keys, "n_expected")
    bars = pd.DataFrame(index=values.index)
    least = pd.DataFrame(index=values.index)
    for name, outcome in charts()["outcomes"].items():
        bars[name] = _sums(values, outcome).sum(axis=1, min_count=1)
        counts = [reported[list(parts)].min(axis=1, skipna=False) for parts in outcome["parts"]]
        least[name] = pd.concat(counts, axis=1).sum(axis=1, min_count=1)
    bars["reported"] = least.min(axis=1)
    bars["expected"] = expected.max(axis=1)
    bars["uneven"] = least.max(axis=1) > least.min(axis=1)
    return bars.reset_index()
