"""Frames of any of the three kinds as the rows that a chart draws.

Charts take a facts frame, an aggregate frame (``metric``, ``value``, ``n_reported``,
``n_expected`` and group columns) or an indicator frame (``value``, ``numerator``,
``denominator``, ``n`` and group columns; its id in ``indicator`` or named in the call).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from govinfo import registry
from govinfo.errors import SchemaError, UnknownNameError
from govinfo.schema import require
from govinfo.show.words import is_indicator, small_below

#: What tells the facts frame from the frames that are made of it.
_FACT_COLUMNS = ("agency_id", "year", "metric", "value", "status")


@dataclass(frozen=True, slots=True)
class Panel:
    """What is drawn: one row per key.

    ``frame`` has the key columns and ``value`` [unit of ``name``], ``reported`` and
    ``expected`` (agencies [1], NaN where unknown), ``inexact`` (how many of them gave a
    bound [1]) and ``few`` (the denominator is too small to be ranked). ``name`` is the
    metric or indicator, ``None`` in an empty frame.
    """

    name: str | None
    frame: pd.DataFrame


def panel(
    data: pd.DataFrame,
    name: str | None,
    keys: Sequence[str],
    *,
    what: str,
    value: str = "value",
    hint: str = "Aggregate it first.",
) -> Panel:
    """Choose one metric or indicator and bring the frame to one row per key.

    Raises
    ------
    SchemaError
        If a column is missing, if ``name`` is ``None`` and there are several metrics, or
        if a key is repeated.
    UnknownNameError
        If ``name`` is neither a metric nor an indicator.
    """
    if is_facts(data):
        data = _from_facts(data, name, keys, what)
    column = _naming_column(data, name, what)
    require(data, [*keys, value, *([column] if column else [])], what=what)
    if column:
        name = _chosen(data[column], name, what)
        data = data[data[column].astype("str") == name] if name is not None else data.iloc[:0]
    rows = data.dropna(subset=list(keys))
    repeated = rows.duplicated(list(keys))
    if repeated.any():
        example = tuple(rows.loc[repeated, list(keys)].iloc[0])
        raise SchemaError.repeated_key(what, keys, example, hint)
    frame = rows[list(keys)].reset_index(drop=True)
    if "year" in frame.columns:
        frame["year"] = frame["year"].astype("int64")
    frame["value"] = numbers(rows, value)
    frame["reported"] = numbers(rows, "n_reported" if "n_reported" in rows.columns else "n")
    frame["expected"] = numbers(rows, "n_expected")
    if "n_missing" in rows.columns and "n_expected" not in rows.columns:
        frame["expected"] = frame["reported"] + numbers(rows, "n_missing")
    frame["inexact"] = numbers(rows, "n_inexact").fillna(0)
    frame["few"] = numbers(rows, "denominator") < (small_below(name) if name else 0)
    return Panel(name, frame)


def is_facts(data: pd.DataFrame) -> bool:
    """Whether this is a facts frame, one row per agency, year and metric."""
    return {"agency_id", "status"} <= set(data.columns)


def numbers(rows: pd.DataFrame, column: str) -> pd.Series[float]:
    """Take a column as floats from row 0 on; NaN throughout where there is no such column."""
    if column not in rows.columns:
        return pd.Series(float("nan"), index=range(len(rows)), dtype="float64")
    return pd.to_numeric(rows[column]).astype("float64").reset_index(drop=True)


def _from_facts(
    facts: pd.DataFrame, name: str | None, keys: Sequence[str], what: str
) -> pd.DataFrame:
    """Add up the facts by the keys, or take the ratio of sums for an indicator."""
    from govinfo.analyse import aggregate, indicator

    require(facts, _FACT_COLUMNS, what=what)
    if name is not None and is_indicator(name):
        return indicator(facts, name, by=list(keys))
    return aggregate(facts, list(keys), metrics=name)


def _naming_column(data: pd.DataFrame, name: str | None, what: str) -> str | None:
    """Find the column that says what a row is about; an indicator's own frame has none."""
    for column in ("indicator", "metric"):
        if column in data.columns:
            return column
    if not {"numerator", "denominator"} <= set(data.columns):
        return "metric"
    if name is None or not is_indicator(name):
        raise SchemaError(
            f"{what} has a numerator and a denominator, but does not say of what. "
            "Name the indicator with metric=; see govinfo.indicators()."
        )
    return None


def _chosen(column: pd.Series[str], name: str | None, what: str) -> str | None:
    present = [str(found) for found in column.dropna().unique()]
    if name is None:
        if len(present) > 1:
            raise SchemaError(
                f"{what} holds {len(present)} metrics or indicators ({', '.join(present[:3])} …). "
                "Name the one to draw with metric=."
            )
        return present[0] if present else None
    if name not in present and name not in registry.metric_rows():
        known = [*registry.metric_names(), *registry.tree("indicators")]
        if name not in known:
            raise UnknownNameError.of("metric or indicator", name, known, "govinfo.metrics()")
    return name
