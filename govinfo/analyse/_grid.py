"""The facts of many reports as arrays: one row per report, one column per metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import registry, schema
from govinfo.errors import SchemaError

#: Status of a metric for which a report has no row at all.
NO_ROW = -1
REPORTED = schema.STATUSES.index("reported")
BLANK = schema.STATUSES.index("blank")
#: How the id of an agency begins that no document names.
UNNAMED = "unknown:"

_DETAILS = ("agency_id", "agency", "level", "region_code", "year")
_READ = ("metric", "value", "status", "method", "bound", "form")

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Grid:
    """Facts as arrays of shape (reports, metrics).

    ``value`` is NaN unless ``status`` is `REPORTED`; ``exact`` is false where only a
    bound is known, ``decoded`` true where identities placed the cell. ``forms`` has a
    column for each of ``form_names``; ``place`` gives the column of each metric.
    """

    reports: pd.DataFrame
    metrics: tuple[str, ...]
    value: Floats
    status: npt.NDArray[np.int8]
    exact: Bools
    decoded: Bools
    forms: Bools
    form_names: tuple[str, ...]
    place: Mapping[str, int]

    def columns(self, names: Sequence[str]) -> Ints:
        """Positions of metrics of the registry."""
        return np.array([self.place[name] for name in names], dtype=np.int64)

    def has_form(self, form: str) -> Bools:
        """Which reports have a table of this form."""
        return self.forms[:, self.form_names.index(form)]


def grid(facts: pd.DataFrame, key: Sequence[str] = ("source_id",)) -> Grid:
    """Spread facts over reports and metrics.

    Raises
    ------
    SchemaError
        If a column is missing, ``key`` and metric repeat, the key of a report is
        missing, a status is unknown, or a reported cell has no value.
    """
    schema.require(facts, dict.fromkeys((*key, *_DETAILS, *_READ)), what="facts")
    rows, n_rows, first = number_rows(facts, key)
    names = registry.metric_names()
    extra = sorted(set(facts["metric"].unique()).difference(names))
    metrics = (*names, *extra)
    columns = positions(facts["metric"], metrics)
    status = positions(facts["status"], schema.STATUSES)
    value = facts["value"].to_numpy(dtype="float64", na_value=np.nan)
    _refuse_bad_cells(columns, status, value)
    shape = (n_rows, len(metrics))
    flat = rows * len(metrics) + columns
    _refuse_repeats(facts, flat, n_rows * len(metrics), (*key, "metric"))
    reported = status == REPORTED
    bounded = positions(facts["bound"], schema.BOUNDS[1:]) >= 0
    decoded = positions(facts["method"], ("decoded", "ocr")) >= 0
    form_names = tuple(dict.fromkeys((*registry.form_names(), *facts["form"].dropna().unique())))
    forms = np.zeros((n_rows, len(form_names)), dtype=bool)
    form = positions(facts["form"], form_names)
    forms[rows[form >= 0], form[form >= 0]] = True
    return Grid(
        reports=facts.iloc[first][list(dict.fromkeys((*key, *_DETAILS)))].reset_index(drop=True),
        metrics=metrics,
        value=_spread(shape, flat, np.where(reported, value, np.nan), np.nan),
        status=_spread(shape, flat, status.astype(np.int8), NO_ROW),
        exact=_spread(shape, flat, ~bounded, False),
        decoded=_spread(shape, flat, decoded & reported, False),
        forms=forms,
        form_names=form_names,
        place={name: number for number, name in enumerate(metrics)},
    )


def number_rows(frame: pd.DataFrame, key: Sequence[str]) -> tuple[Ints, int, Ints]:
    """Give each row the number of its key, the number of keys, and the first row of each.

    A missing value in a key of several columns is a value of its own; a key of one
    column must not be missing.
    """
    numbers = np.zeros(len(frame), dtype=np.int64)
    for name in key:
        codes, uniques = pd.factorize(frame[name], use_na_sentinel=len(key) == 1)
        if len(codes) and codes.min() < 0:
            raise SchemaError(f"facts has rows without {name}. Drop them or name their document.")
        numbers = numbers * max(len(uniques), 1) + codes
    if len(key) > 1:
        numbers = pd.factorize(numbers)[0].astype(np.int64)
    n_rows = int(numbers.max()) + 1 if len(numbers) else 0
    first = np.full(n_rows, len(frame), dtype=np.int64)
    np.minimum.at(first, numbers, np.arange(len(frame)))
    return numbers, n_rows, first


def positions(column: pd.Series[Any], names: Sequence[str]) -> Ints:
    """Where each value stands in ``names``; -1 where it does not."""
    index = pd.Index(list(names), dtype="object")
    if isinstance(column.dtype, pd.CategoricalDtype):
        known = index.get_indexer(pd.Index(column.cat.categories.astype("object")))
        # The last place answers the code -1 of a missing value.
        return np.append(known, -1)[column.cat.codes.to_numpy()].astype(np.int64)
    return index.get_indexer(pd.Index(column.astype("object"))).astype(np.int64)


def previous(
    reports: pd.DataFrame, current: Bools | None = None
) -> tuple[Ints, npt.NDArray[np.object_]]:
    """For each report the row of the same agency's report for the year before.

    Returns the row, -1 where there is none, and then the reason in words. With
    ``current`` only the reports marked there are compared.
    """
    agency = pd.factorize(reports["agency_id"])[0].astype(np.int64)
    unnamed = reports["agency_id"].astype("string").str.startswith(UNNAMED).fillna(True)
    year = reports["year"].to_numpy(dtype="float64", na_value=np.nan)
    reason = np.full(len(reports), "", dtype=object)
    eligible = np.ones(len(reports), dtype=bool)
    if current is not None:
        _exclude(eligible, reason, ~current, "not the current version")
    _exclude(eligible, reason, np.isnan(year), "year unknown")
    _exclude(eligible, reason, unnamed.to_numpy(dtype=bool) | (agency < 0), "agency unknown")
    key = np.where(eligible, agency * 100_000 + np.nan_to_num(year).astype(np.int64), -1)
    known, first, counts = np.unique(key, return_index=True, return_counts=True)
    here = np.searchsorted(known, key)
    before = np.clip(np.searchsorted(known, key - 1), 0, max(len(known) - 1, 0))
    found = eligible & (known[before] == key - 1) if len(known) else eligible
    _exclude(eligible, reason, ~found, "no report for the year before")
    several = (counts[here] > 1) | (counts[before] > 1) if len(known) else eligible
    _exclude(eligible, reason, several, "several versions")
    return np.where(eligible, first[before] if len(known) else -1, -1), reason


def _exclude(
    eligible: Bools, reason: npt.NDArray[np.object_], where: npt.NDArray[Any], words: str
) -> None:
    reason[eligible & where] = words
    eligible &= ~where


def _spread(shape: tuple[int, int], flat: Ints, values: npt.NDArray[Any], empty: Any) -> Any:
    spread = np.full(shape[0] * shape[1], empty, dtype=values.dtype)
    spread[flat] = values
    return spread.reshape(shape)


def _refuse_bad_cells(columns: Ints, status: Ints, value: Floats) -> None:
    if (columns < 0).any():
        raise SchemaError(f"facts has {int((columns < 0).sum())} rows without a metric.")
    if (status < 0).any():
        raise SchemaError(
            f"facts has {int((status < 0).sum())} rows whose status is none of "
            f"{', '.join(schema.STATUSES)}."
        )
    without = (status == REPORTED) & np.isnan(value)
    if without.any():
        raise SchemaError(
            f"facts has {int(without.sum())} reported cells without a value. "
            "A cell is reported exactly when it has one."
        )


def _refuse_repeats(facts: pd.DataFrame, flat: Ints, size: int, key: Sequence[str]) -> None:
    counts = np.bincount(flat, minlength=size) if len(flat) else np.zeros(0, dtype=np.int64)
    if (counts > 1).any():
        row = facts.iloc[int(np.flatnonzero(counts[flat] > 1)[0])]
        example = tuple(row[name] for name in key)
        raise SchemaError.repeated_key("facts", key, example, "Keep one version of each report.")
