"""The facts of many reports as arrays: one row per report, one column per metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
_OF_SOURCES = (
    *("source_id", "agency_id", "agency", "level", "kind", "region_code", "year", "scope"),
    *("tables_lost", "current"),
)
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
    ``facts`` are the facts themselves, ``fact_row`` and ``fact_column`` where each stands.
    The cells of one metric lie side by side in memory, as sums are taken over reports.
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
    facts: pd.DataFrame
    fact_row: Ints
    fact_column: Ints

    def columns(self, names: Sequence[str]) -> Ints:
        """Positions of metrics of the registry."""
        return np.array([self.place[name] for name in names], dtype=np.int64)

    def has_form(self, form: str) -> Bools:
        """Which reports have a table of this form."""
        if form not in self.form_names:
            return np.zeros(len(self.forms), dtype=bool)
        return self.forms[:, self.form_names.index(form)]

    def details(self, metric: str) -> pd.DataFrame:
        """Give the facts of one metric, with ``report``, the row where they stand."""
        where = np.flatnonzero(self.fact_column == self.place.get(metric, -1))
        return self.facts.iloc[where].assign(report=self.fact_row[where])


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
    extra = sorted(set(_distinct(facts["metric"])).difference(names))
    metrics = (*names, *extra)
    columns = positions(facts["metric"], metrics)
    status = _small(facts["status"], schema.STATUSES)
    value = facts["value"].to_numpy(dtype="float64", na_value=np.nan)
    _refuse_bad_cells(columns, status, value)
    shape = (n_rows, len(metrics))
    flat = columns * n_rows + rows
    _refuse_repeats(facts, flat, n_rows * len(metrics), (*key, "metric"))
    reported = status == REPORTED
    bounded = _small(facts["bound"], schema.BOUNDS[1:]) >= 0
    decoded = (_small(facts["method"], ("decoded", "ocr")) >= 0) & reported
    form_names = tuple(dict.fromkeys((*registry.form_names(), *_distinct(facts["form"]))))
    return Grid(
        reports=facts.iloc[first][list(dict.fromkeys((*key, *_DETAILS)))].reset_index(drop=True),
        metrics=metrics,
        value=_spread(shape, flat[reported], value[reported], np.nan),
        status=_spread(shape, flat, status, NO_ROW),
        exact=_spread(shape, flat, ~bounded, False),
        decoded=_spread(shape, flat[decoded], True, False),
        forms=_forms(rows, n_rows, facts["form"], form_names),
        form_names=form_names,
        place={name: number for number, name in enumerate(metrics)},
        facts=facts,
        fact_row=rows,
        fact_column=columns,
    )


def _forms(rows: Ints, n_rows: int, column: pd.Series[Any], names: Sequence[str]) -> Bools:
    """Which reports have a fact of which form."""
    # The column after the last is for facts without a form.
    form = _small(column, names)
    found = np.zeros(n_rows * (len(names) + 1), dtype=bool)
    found[rows * (len(names) + 1) + np.where(form < 0, len(names), form)] = True
    return found.reshape(n_rows, len(names) + 1)[:, :-1]


def with_sources(cells: Grid, sources: pd.DataFrame) -> tuple[Grid, pd.DataFrame]:
    """The grid with a row for every document of ``sources``, and the sources in its order.

    Raises
    ------
    SchemaError
        If a column is missing, or facts speak of a document that sources lack.
    """
    schema.require(sources, _OF_SOURCES, what="sources")
    documents = sources.drop_duplicates("source_id")[list(_OF_SOURCES)]
    documents = documents.assign(source_id=documents["source_id"].astype("string"))
    named = cells.reports["source_id"].astype("string")
    strangers = named[~named.isin(documents["source_id"])]
    if len(strangers):
        raise SchemaError(
            f"facts speaks of {len(strangers)} documents that sources lacks, for example "
            f"{strangers.iloc[0]!r}. Give the sources that belong to the facts."
        )
    others = documents.loc[~documents["source_id"].isin(named)]
    order = pd.DataFrame({"source_id": pd.concat([named, others["source_id"]], ignore_index=True)})
    reports = order.merge(documents, on="source_id", how="left", validate="one_to_one")
    wide = ((0, len(others)), (0, 0))
    added = others.reindex(columns=cells.reports.columns).astype("object")
    grown = replace(
        cells,
        reports=pd.concat([cells.reports.astype("object"), added], ignore_index=True),
        value=np.pad(cells.value, wide, constant_values=np.nan),
        status=np.pad(cells.status, wide, constant_values=NO_ROW),
        exact=np.pad(cells.exact, wide, constant_values=False),
        decoded=np.pad(cells.decoded, wide, constant_values=False),
        forms=np.pad(cells.forms, wide, constant_values=False),
    )
    return grown, reports


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
        places: Ints = np.append(known, -1).astype(np.int64)[column.cat.codes.to_numpy()]
        return places
    return index.get_indexer(pd.Index(column.astype("object"))).astype(np.int64)


def _small(column: pd.Series[Any], names: Sequence[str]) -> npt.NDArray[np.int8]:
    """The same of a few names, in an eighth of the room."""
    if isinstance(column.dtype, pd.CategoricalDtype) and len(names) < 2**7:
        index = pd.Index(list(names), dtype="object")
        known = index.get_indexer(pd.Index(column.cat.categories.astype("object")))
        places: npt.NDArray[np.int8] = np.append(known, -1).astype(np.int8)[
            column.cat.codes.to_numpy()
        ]
        return places
    return positions(column, names).astype(np.int16 if len(names) >= 2**7 else np.int8)


def _distinct(column: pd.Series[Any]) -> list[Any]:
    """Values that occur or, of a categorical, may occur."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.categories.tolist()
    return column.dropna().unique().tolist()


def previous(
    reports: pd.DataFrame, current: Bools | None = None
) -> tuple[Ints, npt.NDArray[np.object_]]:
    """For each report the row of the same agency's report for the year before.

    Returns the row, -1 where there is none, and then the reason in English. With
    ``current`` only the reports marked there are compared.
    """
    words = registry.tree("reasons")["previous"]
    agency = pd.factorize(reports["agency_id"])[0].astype(np.int64)
    unnamed = reports["agency_id"].astype("string").str.startswith(UNNAMED).fillna(True)
    year = reports["year"].to_numpy(dtype="float64", na_value=np.nan)
    reason = np.full(len(reports), "", dtype=object)
    eligible = np.ones(len(reports), dtype=bool)
    if current is not None:
        _exclude(eligible, reason, ~current, words["not_current"]["en"])
    _exclude(eligible, reason, np.isnan(year), words["year_unknown"]["en"])
    _exclude(
        eligible, reason, unnamed.to_numpy(dtype=bool) | (agency < 0), words["agency_unknown"]["en"]
    )
    key = np.where(eligible, agency * 100_000 + np.nan_to_num(year).astype(np.int64), -1)
    known, first, counts = np.unique(key, return_index=True, return_counts=True)
    here = np.searchsorted(known, key)
    before = np.clip(np.searchsorted(known, key - 1), 0, max(len(known) - 1, 0))
    found = eligible & (known[before] == key - 1) if len(known) else eligible
    _exclude(eligible, reason, ~found, words["no_report"]["en"])
    several = (counts[here] > 1) | (counts[before] > 1) if len(known) else eligible
    _exclude(eligible, reason, several, words["several"]["en"])
    return np.where(eligible, first[before] if len(known) else -1, -1), reason


def _exclude(
    eligible: Bools, reason: npt.NDArray[np.object_], where: npt.NDArray[Any], words: str
) -> None:
    reason[eligible & where] = words
    eligible &= ~where


def _spread(shape: tuple[int, int], flat: Ints, values: Any, empty: Any) -> Any:
    size, dtype = shape[0] * shape[1], np.asarray(values).dtype
    # Memory that is all 0 costs nothing until it is written to.
    spread = np.zeros(size, dtype) if empty is False else np.full(size, empty, dtype)
    spread[flat] = values
    return spread.reshape(shape[::-1]).T


def _refuse_bad_cells(columns: Ints, status: npt.NDArray[Any], value: Floats) -> None:
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
    seen = np.zeros(size, dtype=bool)
    seen[flat] = True
    if np.count_nonzero(seen) < len(flat):
        row = facts.iloc[int(np.flatnonzero(pd.Series(flat).duplicated())[0])]
        example = tuple(row[name] for name in key)
        raise SchemaError.repeated_key("facts", key, example, "Keep one version of each report.")
