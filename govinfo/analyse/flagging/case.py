"""All reports at once, as the flag rules judge them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import NO_ROW, REPORTED, Bools, Floats, Grid, Ints, grid, previous
from govinfo.errors import SchemaError

Entry = Mapping[str, Any]
Judge = Callable[["Case", Entry], pd.DataFrame]
Objects = npt.NDArray[np.object_]

_META = (
    *("source_id", "agency_id", "agency", "level", "kind", "region_code", "town_code", "year"),
    *("published", "scope", "year_basis", "forms", "tables_lost", "sections"),
    *("narrative", "warnings"),
    "spellings",
)
#: Scope of a report that declares none.
UNKNOWN_SCOPE = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """All reports at once: their cells, who they are, and the reports of the year before.

    ``reports`` has a row for each row of ``cells``. ``back`` is the row of the report of
    the year before, -1 where there is none for the reason in ``why`` (in English); only
    current versions are compared. ``switched`` marks the reports whose scope is, or seems
    to be, another than the year before. ``roster`` and ``similarities`` are the user's
    own frames, None where none was given. ``shared`` keeps what several judges need and
    only one shall compute.
    """

    facts: pd.DataFrame
    cells: Grid
    reports: pd.DataFrame
    back: Ints
    why: Objects
    switched: Bools
    blank_as_zero: bool
    roster: pd.DataFrame | None = None
    similarities: pd.DataFrame | None = None
    shared: dict[str, Any] = field(default_factory=dict)

    def values(self, names: Sequence[str], rows: Ints | None = None) -> Floats:
        """Take the reported and exact values of metrics, NaN elsewhere; row -1 gives NaN."""
        columns = self.cells.columns(names)
        at = np.arange(len(self.reports)) if rows is None else rows
        found = np.where(
            self.cells.exact[np.ix_(at, columns)], self.cells.value[np.ix_(at, columns)], np.nan
        )
        return np.where((at >= 0)[:, None], found, np.nan)

    def ids(self, rows: Ints) -> Objects:
        """Take the ids of documents, empty for row -1."""
        known = self.reports["source_id"].astype("object").to_numpy()
        found: Objects = np.append(known, "")[rows]
        return found

    def text(self, column: str) -> Objects:
        """Take a column of words, None where it is missing."""
        values = self.reports[column].astype("object")
        found: Objects = values.where(values.notna(), None).to_numpy(dtype=object)
        return found

    @property
    def current(self) -> Bools:
        """Which reports are the current version."""
        return self.reports["current"].to_numpy(dtype=bool)

    @property
    def years(self) -> Floats:
        """Years reported on, NaN where unknown."""
        return self.reports["year"].to_numpy(dtype="float64", na_value=np.nan)

    def peers(self, names: Sequence[str]) -> tuple[Ints, Objects]:
        """Group the current reports that are alike in ``names``; -1 where one is unknown."""
        group = np.zeros(len(self.reports), dtype=np.int64)
        why = np.full(len(self.reports), "", dtype=object)
        for name in names:
            codes = pd.factorize(self.reports[name])[0]
            why[(why == "") & (codes < 0)] = f"{name} unknown"
            group = group * (codes.max(initial=0) + 1) + codes
        why[(why == "") & ~self.current] = "not the current version"
        return np.where(why == "", group, -1), why


def case(
    facts: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    blank_as_zero: bool,
    roster: pd.DataFrame | None = None,
    similarities: pd.DataFrame | None = None,
) -> Case:
    """Bring facts and sources together, one row per document.

    Raises
    ------
    SchemaError
        If a column is missing or facts speak of a document that sources lack.
    """
    schema.require(sources, (*_META, "current"), what="sources")
    cells = grid(facts)
    documents = sources.drop_duplicates("source_id")
    documents = documents.assign(
        source_id=documents["source_id"].astype("string"),
        year=documents["year"].astype("Float64").astype("Int64"),
    )
    named = cells.reports["source_id"].astype("string")
    strangers = named[~named.isin(documents["source_id"])]
    if len(strangers):
        raise SchemaError(
            f"facts speaks of {len(strangers)} documents that sources lacks, for example "
            f"{strangers.iloc[0]!r}. Give the sources that belong to the facts."
        )
    others = documents.loc[~documents["source_id"].isin(named), "source_id"]
    order = pd.DataFrame({"source_id": pd.concat([named, others], ignore_index=True)})
    reports = order.merge(
        documents[[*_META, "current"]], on="source_id", how="left", validate="one_to_one"
    )
    padded = _pad(cells, reports, len(others))
    back, why = previous(reports, reports["current"].to_numpy(dtype=bool))
    switched = scope_differs(reports, back)
    return Case(facts, padded, reports, back, why, switched, blank_as_zero, roster, similarities)


def with_switches(found: Case, more: Ints) -> Case:
    """Mark the reports of ``more`` as well as those whose scope seems to have changed."""
    switched = found.switched.copy()
    switched[more] = True
    return replace(found, switched=switched)


def scope_differs(reports: pd.DataFrame, back: Ints) -> Bools:
    """Where this year's and last year's scope are both known and not the same."""
    values = reports["scope"].astype("object").fillna(UNKNOWN_SCOPE).to_numpy()
    known = values != UNKNOWN_SCOPE
    differs: Bools = (back >= 0) & known & known[back] & (values != values[back])
    return differs


def _pad(cells: Grid, reports: pd.DataFrame, more: int) -> Grid:
    """Rows without a cell for documents of which there is no fact."""
    wide = ((0, more), (0, 0))
    return replace(
        cells,
        reports=reports,
        value=np.pad(cells.value, wide, constant_values=np.nan),
        status=np.pad(cells.status, wide, constant_values=NO_ROW),
        exact=np.pad(cells.exact, wide, constant_values=False),
        decoded=np.pad(cells.decoded, wide, constant_values=False),
        forms=np.pad(cells.forms, wide, constant_values=False),
    )


def reported(found: Case) -> Bools:
    """Mark the cells that have a value."""
    cells: Bools = found.cells.status == REPORTED
    return cells


def unset(values: Objects) -> Bools:
    """Mark what is None."""
    return np.array([value is None for value in values], dtype=bool)


def somewhere(cells: Bools) -> Bools:
    """Mark the rows with a marked cell."""
    rows: Bools = np.asarray(cells.any(axis=1))
    return rows
