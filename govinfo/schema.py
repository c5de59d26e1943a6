"""Columns, dtypes and key of every public frame, and the one function that checks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govinfo.errors import SchemaError

if TYPE_CHECKING:
    import pandas as pd

#: Version of the frames and of what is written to disk; raised when either changes.
VERSION = 5

STATUSES = ("reported", "blank", "not_applicable", "unreadable", "unplaced", "absent")
METHODS = ("cell", "stream", "decoded", "text", "statement", "ocr", "corrected")
BOUNDS = ("=", "≥", "≤", "≈")
LEVELS = ("central", "province", "prefecture", "county", "township")


@dataclass(frozen=True, slots=True)
class Schema:
    """What a public frame looks like.

    ``columns`` maps each column to its pandas dtype; ``key`` names the columns
    that identify a row.
    """

    name: str
    columns: dict[str, str]
    key: tuple[str, ...] = ()


FACTS = Schema(
    "facts",
    {
        "agency_id": "category",
        "agency": "category",
        "level": "category",
        "region_code": "category",
        "year": "Int16",
        "form": "category",
        "metric": "category",
        "value": "float64",
        "unit": "category",
        "status": "category",
        "method": "category",
        "bound": "category",
        "raw": "string",
        "source_id": "category",
        "at": "string",
    },
    key=("source_id", "metric"),
)

SOURCES = Schema(
    "sources",
    {
        "source_id": "string",
        "path": "string",
        "url": "string",
        "sha256": "string",
        "format": "category",
        "bytes": "int64",
        "agency_id": "string",
        "agency": "string",
        "level": "category",
        "kind": "category",
        "region_code": "string",
        "town_code": "string",
        "year": "Int16",
        "title": "string",
        "published": "datetime64[s]",
        "scope": "category",
        "scope_evidence": "string",
        "agency_basis": "string",
        "year_basis": "string",
        "spellings": "string",
        "forms": "string",
        "tables_lost": "string",
        "sections": "string",
        "n_reported": "int64",
        "narrative": "string",
        "warnings": "string",
        "parser_version": "string",
        "current": "bool",
    },
    key=("source_id", "path"),
)

FAILURES = Schema(
    "failures",
    {
        "path": "string",
        "member": "string",
        "format": "category",
        "stage": "category",
        "error": "string",
        "message": "string",
    },
    key=("path", "member"),
)

OTHER_TABLES = Schema(
    "other_tables",
    {
        "source_id": "category",
        "agency_id": "category",
        "agency": "category",
        "year": "Int16",
        "table": "int32",
        "title": "string",
        "row": "int32",
        "column": "int32",
        "row_label": "string",
        "column_label": "string",
        "raw": "string",
        "value": "float64",
        "unit": "category",
        "status": "category",
        "at": "string",
    },
    key=("source_id", "table", "row", "column"),
)

CHECKS = Schema(
    "checks",
    {
        "rule": "category",
        "agency_id": "category",
        "year": "Int16",
        "source_id": "category",
        "party": "category",
        "ok": "boolean",
        "observed": "float64",
        "expected": "float64",
        "gap": "float64",
        "metrics": "category",
        "reason": "string",
    },
    key=("rule", "source_id", "party"),
)

SUGGESTIONS = Schema(
    "suggestions",
    {
        "agency_id": "category",
        "year": "Int16",
        "source_id": "category",
        "system": "category",
        "alternative": "int32",
        "n_alternatives": "int32",
        "complete": "bool",
        "n_cells": "int32",
        "metric": "category",
        "value": "float64",
        "suggested": "float64",
        "cause": "category",
        "method": "category",
        "settles": "string",
    },
    key=("source_id", "system", "alternative", "metric"),
)

CORRECTIONS = Schema(
    "corrections",
    {
        "agency_id": "category",
        "year": "Int16",
        "source_id": "category",
        "metric": "category",
        "value": "float64",
        "corrected": "float64",
        "status": "category",
        "method": "category",
        "raw": "string",
        "at": "string",
        "cause": "category",
    },
    key=("source_id", "metric"),
)

FLAGS = Schema(
    "flags",
    {
        "rule": "category",
        "severity": "category",
        "agency_id": "category",
        "year": "Int16",
        "source_id": "category",
        "evidence": "string",
        "evidence_zh": "string",
        "score": "float64",
        "metrics": "string",
        "compared_with": "string",
        "suppressed_by": "category",
        "basis": "category",
    },
)

SIMILARITIES = Schema(
    "similarities",
    {
        "source_id": "category",
        "other_id": "category",
        "agency_id": "category",
        "other_agency_id": "category",
        "year": "Int16",
        "other_year": "Int16",
        "relation": "category",
        "score": "float64",
        "contained": "float64",
        "n_shared": "int64",
        "longest": "int64",
        "passages": "string",
    },
    key=("source_id", "other_id"),
)


def require(
    frame: pd.DataFrame, columns: Iterable[str], *, what: str, key: Sequence[str] = ()
) -> None:
    """Raise `SchemaError` where ``frame`` lacks a column or repeats ``key``."""
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise SchemaError.missing_columns(what, missing, [str(name) for name in frame.columns])
    if key:
        repeated = frame.duplicated(list(key))
        if repeated.any():
            example = tuple(frame.loc[repeated, list(key)].iloc[0])
            raise SchemaError.repeated_key(
                what, key, example, "Keep one row per key before you go on."
            )


def conform(frame: pd.DataFrame, schema: Schema) -> pd.DataFrame:
    """``frame`` with exactly the schema's columns, in its order and its dtypes.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    require(frame, schema.columns, what=schema.name)
    return frame[list(schema.columns)].astype(schema.columns)


def empty(schema: Schema) -> pd.DataFrame:
    """No rows, the right columns."""
    import pandas as pd

    return pd.DataFrame({name: [] for name in schema.columns}).astype(schema.columns)


BREAKDOWNS = Schema(
    "breakdowns",
    {
        "source_id": "category",
        "agency_id": "category",
        "agency": "category",
        "year": "Int16",
        "section": "category",
        "list": "int32",
        "depth": "int8",
        "parent": "string",
        "parent_value": "float64",
        "parent_bound": "category",
        "category": "string",
        "value": "float64",
        "unit": "category",
        "bound": "category",
        "cue": "category",
        "raw": "string",
        "at": "string",
    },
)

ITEMS = Schema(
    "items",
    {
        "source_id": "category",
        "agency_id": "category",
        "agency": "category",
        "year": "Int16",
        "kind": "category",
        "item": "int32",
        "number": "string",
        "level": "int8",
        "heading": "string",
        "text": "string",
        "at": "string",
    },
    key=("source_id", "item"),
)
