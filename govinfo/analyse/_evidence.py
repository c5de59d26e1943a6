"""What a flag rule works on, and how it words what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import NO_ROW, REPORTED, Bools, Floats, Grid, Ints, grid, previous
from govinfo.errors import SchemaError

Entry = Mapping[str, Any]
Judge = Callable[["Case", Entry], pd.DataFrame]

_META = ("source_id", "agency_id", "level", "kind", "year", "published", "scope", "narrative")
_COLUMNS = ("report", "severity", "evidence", "score")
_UNKNOWN_SCOPE = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """All reports at once: their cells, who they are, and the reports of the year before.

    ``reports`` has a row for each row of ``cells``. ``back`` is the row of the report of
    the year before, -1 where there is none for the reason in ``why``; only current
    versions are compared. ``steady_back`` and ``steady_why`` leave out those whose scope
    changed as well.
    """

    facts: pd.DataFrame
    cells: Grid
    reports: pd.DataFrame
    back: Ints
    why: npt.NDArray[np.object_]
    steady_back: Ints
    steady_why: npt.NDArray[np.object_]
    blank_as_zero: bool

    def values(self, names: Sequence[str], rows: Ints | None = None) -> Floats:
        """Take the reported and exact values of metrics, NaN elsewhere; row -1 gives NaN."""
        columns = self.cells.columns(names)
        at = np.arange(len(self.reports)) if rows is None else rows
        found = np.where(
            self.cells.exact[np.ix_(at, columns)], self.cells.value[np.ix_(at, columns)], np.nan
        )
        return np.where((at >= 0)[:, None], found, np.nan)

    def peers(self, names: Sequence[str]) -> tuple[Ints, npt.NDArray[np.object_]]:
        """Group the current reports that are alike in ``names``; -1 where one is unknown."""
        group = np.zeros(len(self.reports), dtype=np.int64)
        why = np.full(len(self.reports), "", dtype=object)
        for name in names:
            codes = pd.factorize(self.reports[name])[0]
            why[(why == "") & (codes < 0)] = f"{name} unknown"
            group = group * (codes.max(initial=0) + 1) + codes
        why[(why == "") & ~self.reports["current"].to_numpy(dtype=bool)] = "not the current version"
        return np.where(why == "", group, -1), why


def case(facts: pd.DataFrame, sources: pd.DataFrame, *, blank_as_zero: bool) -> Case:
    """Bring facts and sources together, one row per document.

    Raises
    ------
    SchemaError
        If a column is missing or facts speak of a document that sources lack.
    """
    schema.require(sources, (*_META, "current"), what="sources")
    cells = grid(facts)
    documents = sources.drop_duplicates("source_id")
    documents = documents.assign(source_id=documents["source_id"].astype("string"))
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
    steady_back, steady_why = _same_scope(reports, back, why)
    return Case(facts, padded, reports, back, why, steady_back, steady_why, blank_as_zero)


def without_switches(found: Case, switched: Ints) -> Case:
    """Compare no report of ``switched`` with the year before where scope must be the same."""
    back, why = found.steady_back.copy(), found.steady_why.copy()
    lost = switched[back[switched] >= 0]
    back[lost] = -1
    why[lost] = "scope seems to differ from the year before"
    return replace(found, steady_back=back, steady_why=why)


def findings(
    reports: npt.ArrayLike, severity: Any, evidence: Any, score: Any = np.nan
) -> pd.DataFrame:
    """One row per finding: ``report`` (row of the case), severity, evidence, score."""
    frame = pd.DataFrame({"report": np.asarray(reports, dtype=np.int64)})
    return frame.assign(severity=severity, evidence=evidence, score=score)


def not_judged(where: npt.NDArray[Any], why: npt.NDArray[np.object_] | str) -> pd.DataFrame:
    """``na`` rows for the reports marked in ``where``, with their reasons."""
    reasons = why if isinstance(why, str) else why[where]
    return findings(np.flatnonzero(where), "na", reasons)


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put findings one below the other."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return pd.DataFrame({name: [] for name in _COLUMNS})
    return pd.concat(kept, ignore_index=True)[list(_COLUMNS)]


def number(value: float) -> str:
    """Write a value as a report prints it.

    Examples
    --------
    >>> number(1234567.0), number(0.5)
    ('1234567', '0.5')
    """
    return f"{value:.12g}"


def label(metric: str) -> str:
    """Name a metric in English."""
    return registry.metric(metric)["label_en"]


def _same_scope(
    reports: pd.DataFrame, back: Ints, why: npt.NDArray[np.object_]
) -> tuple[Ints, npt.NDArray[np.object_]]:
    differs = scope_differs(reports, back)
    reasons = why.copy()
    reasons[differs] = "scope differs from the year before"
    return np.where(differs, -1, back), reasons


def scope_differs(reports: pd.DataFrame, back: Ints) -> Bools:
    """Where this year's and last year's scope are both known and not the same."""
    values = reports["scope"].astype("object").fillna(_UNKNOWN_SCOPE).to_numpy()
    known = values != _UNKNOWN_SCOPE
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


def somewhere(cells: Bools) -> Bools:
    """Mark the rows with a marked cell."""
    rows: Bools = np.asarray(cells.any(axis=1))
    return rows
