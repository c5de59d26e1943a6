"""Facts added up over groups of agencies, with what is missing beside every figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import numpy as np
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._groups import (
    expected,
    groupings,
    key_columns,
    plain,
    refuse_repeats,
    with_keys,
)
from govinfo.errors import UnknownNameError

_HOW = ("sum", "mean", "median")


def aggregate(
    facts: pd.DataFrame,
    by: str | Iterable[str],
    *,
    metrics: str | Iterable[str] | None = None,
    how: Literal["sum", "mean", "median"] = "sum",
    roster: pd.DataFrame | None = None,
    regions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add up each metric over the agencies of a group.

    Parameters
    ----------
    facts : DataFrame
        The facts frame, one version of each report.
    by : str or iterable of str
        Any of province, city, county, level, year, agency and form.
    metrics : str or iterable of str, optional
        The metrics to keep; all where left out.
    how : {"sum", "mean", "median"}, default "sum"
        How the reported values of a group become one.
    roster : DataFrame, optional
        Who should have reported: ``agency_id`` and, as ``by`` needs them,
        ``region_code``, ``level`` and ``year``. Without ``year`` an agency is expected
        in every year of the facts. Left out, those seen in the group are expected.
    regions : DataFrame, optional
        Codes and names of places as in `govinfo.regions`, if not the registry's.

    Returns
    -------
    DataFrame
        One row per group and metric that occurs in it. Province, city and county each
        give a code and a name, agency its id and name. ``value`` [unit of the metric] is
        NaN where nothing is reported; ``n_reported`` counts the values behind it,
        ``n_inexact`` those of them that are bounds (余, 近, 约), ``n_expected`` the agencies
        and years that could have reported, ``coverage`` is the share of the two [1].

    Raises
    ------
    SchemaError
        If a column is missing, or an agency, a year and a metric come twice.
    UnknownNameError
        If a grouping, a metric or ``how`` does not exist.

    Notes
    -----
    Only ``status == "reported"`` counts: a blank is no zero. Totals stay apart from
    their parts, since the metric is always a key. Counties that report for their
    departments must not be added to them: see ``sources.scope``.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> facts = pd.DataFrame(
    ...     {
    ...         "agency_id": ["a", "b", "c"],
    ...         "year": 2023,
    ...         "level": "county",
    ...         "metric": "requests.new.total",
    ...         "value": [3.0, 4.0, None],
    ...         "status": ["reported", "reported", "blank"],
    ...         "bound": "=",
    ...     }
    ... )
    >>> gi.aggregate(facts, ["level", "year"]).drop(columns=["metric", "n_inexact"])
        level  year  value  n_reported  n_expected  coverage
    0  county  2023    7.0           2           3  0.666667
    """
    names = groupings(by)
    if how not in _HOW:
        raise UnknownNameError.of("way to aggregate", how, _HOW, "govinfo.aggregate")
    needed = ("agency_id", "year", "metric", "value", "status", "bound")
    schema.require(facts, needed, what="facts")
    refuse_repeats(facts)
    keyed = with_keys(facts, names, regions, what="facts")
    keys = key_columns(names)
    chosen = keyed if metrics is None else keyed.loc[keyed["metric"].isin(_known(metrics, keyed))]
    reported = chosen["status"] == "reported"
    values = chosen[[*keys, "metric"]].assign(
        metric=chosen["metric"].astype("category"),
        value=chosen["value"].where(reported),
        n_inexact=(reported & chosen["bound"].isin(schema.BOUNDS[1:])).astype("int64"),
    )
    groups = values.groupby([*keys, "metric"], dropna=False, observed=True, sort=False)
    value = groups["value"]
    one = value.sum(min_count=1) if how == "sum" else value.agg(how)
    found = pd.DataFrame(
        {
            "value": one,
            "n_reported": value.count(),
            "n_inexact": groups["n_inexact"].sum(),
        }
    ).reset_index()
    sizes = plain(expected(keyed, names, roster, regions))
    found = plain(found)
    shared = [column for column in sizes if column != "n_expected"]
    if shared:
        found = found.merge(sizes, on=shared, how="left", validate="many_to_one")
    else:
        found["n_expected"] = int(sizes["n_expected"].iloc[0])
    n_expected = found["n_expected"].fillna(0).astype("int64")
    coverage = found["n_reported"] / n_expected.where(n_expected > 0)
    found = found.assign(n_expected=n_expected, coverage=coverage.astype("float64"))
    return _sorted(found, keys)


def _known(metrics: str | Iterable[str], facts: pd.DataFrame) -> list[str]:
    return registry.known_metrics(metrics, set(facts["metric"].unique()))


def _sorted(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """By group, then by the order of the registry."""
    order = {name: number for number, name in enumerate(registry.metric_names())}
    place = frame["metric"].map(order).astype("float64").fillna(np.inf)
    sortable = frame.assign(_place=place)
    return sortable.sort_values([*keys, "_place"], kind="stable", ignore_index=True).drop(
        columns="_place"
    )
