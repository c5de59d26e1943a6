"""Agencies of several units added up to those of the one unit that they make up."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import gazetteer, schema

Integers = npt.NDArray[np.integer[Any]]

_OF_SUM = ["agency_id", "year", "metric"]
_OF_PART = ["agency_id", "year", "region_before"]
# What a sum says of itself; of the other columns it keeps what its parts share.
_TOLD = frozenset(
    [
        *("agency_id", "agency", "level", "region_code", "year", "map_year", "metric"),
        *("value", "status", "bound", "source_id", "region_before", "crosswalk", "note", "parts"),
    ]
)
# These tell of one cell.
_OF_CELL = frozenset(["raw", "at"])


def summed(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per agency, year and metric, at the place of its first part.

    ``rows`` are facts under the agency's id on the map, with ``region_before`` and
    ``parts``, the codes that a sum must have, parted by blanks. No column is a category.

    Raises
    ------
    SchemaError
        If a part comes twice, or from several documents.
    """
    # What one document leaves out must not be filled from another version of it.
    documents = rows.drop_duplicates([*_OF_PART, "source_id"])
    schema.require(documents, _OF_PART, what="documents to be added up", key=_OF_PART)
    key = [*_OF_SUM, "region_before"]
    schema.require(rows, key, what="facts", key=key)
    number = rows.groupby(_OF_SUM, sort=False).ngroup().to_numpy()
    found = rows.iloc[np.unique(number, return_index=True)[1]].copy()
    groups = rows.groupby(number, sort=True)
    for column in rows.columns.difference(sorted(_TOLD)):
        shared = groups[column].nunique(dropna=False).to_numpy() == 1
        found[column] = found[column].where(shared & (column not in _OF_CELL))
    reported = (rows["status"] == "reported").to_numpy()
    needed = np.array([len(parts.split()) for parts in found["parts"]])
    complete = np.bincount(number, reported) == needed
    values = np.bincount(number, rows["value"].where(reported, 0.0).to_numpy())
    found["value"] = np.where(complete, values, np.nan)
    found["bound"] = pd.Series(_bound(rows["bound"], number), found.index).where(complete)
    found["status"] = np.where(complete, "reported", _worst(rows["status"], number, needed))
    found["crosswalk"] = np.where(complete, "merged", "incomplete")
    found["source_id"] = _sources(rows)
    found["note"] = _lacking(rows, number, found["parts"], complete)
    found["region_before"] = found["parts"]
    return found.drop(columns="parts")


def _bound(bounds: pd.Series, number: Integers) -> npt.NDArray[Any]:
    """The bound of a sum: that of its parts besides =, and ≈ where they go apart."""
    exact, least, most, near = schema.BOUNDS
    above, below, about = (
        np.bincount(number, bounds.eq(bound).fillna(False).astype("float64")) > 0
        for bound in (least, most, near)
    )
    found = np.select([about | (above & below), above, below], [near, least, most], exact)
    return found.astype(object)


def _worst(statuses: pd.Series, number: Integers, needed: Integers) -> npt.NDArray[Any]:
    """The status that stands last in the schema; a part without a row is absent."""
    ranks = statuses.map({status: rank for rank, status in enumerate(schema.STATUSES)})
    worst = ranks.groupby(number).max().to_numpy()
    worst = np.where(np.bincount(number) < needed, len(schema.STATUSES) - 1, worst)
    return np.array(schema.STATUSES, dtype=object)[worst]


def _sources(rows: pd.DataFrame) -> list[str]:
    """The documents behind every sum of an agency and year, joined."""
    once = rows[["agency_id", "year", "source_id"]].drop_duplicates()
    joined = once.groupby(["agency_id", "year"], sort=False)["source_id"].agg("+".join)
    firsts = rows.drop_duplicates(_OF_SUM)
    return joined.loc[pd.MultiIndex.from_frame(firsts[["agency_id", "year"]])].tolist()


def _lacking(
    rows: pd.DataFrame,
    number: Integers,
    parts: pd.Series,
    complete: npt.NDArray[Any],
) -> list[str | None]:
    """Name the parts that an incomplete sum lacks, with their status."""
    found: list[str | None] = [None] * len(parts)
    wanted = ~complete[number]
    statuses: dict[int, dict[str, str]] = {
        group: {} for group in np.flatnonzero(~complete).tolist()
    }
    columns = (number[wanted], rows.loc[wanted, "region_before"], rows.loc[wanted, "status"])
    for group, code, status in zip(*columns, strict=True):
        statuses[group][code[:6]] = status
    years = rows.drop_duplicates(_OF_SUM)["year"].tolist()
    for group, told in statuses.items():
        lacks = (
            f"{_name(code, years[group])}: {told.get(code, 'no row')}"
            for code in parts.iloc[group].split()
            if told.get(code) != "reported"
        )
        found[group] = "; ".join(lacks)
    return found


def _name(code: str, year: int) -> str:
    unit = gazetteer.units(year).get(code)
    return code if unit is None else unit.name
