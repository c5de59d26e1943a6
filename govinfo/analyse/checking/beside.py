"""Small tables in the same engine as a lazy frame, so that the two can be joined there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from govinfo.errors import SchemaError

if TYPE_CHECKING:
    import narwhals as nw

#: A column: its type (int, float, bool or str) and its values.
Columns = Mapping[str, tuple[type, Sequence[Any]]]

_DUCKDB = {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", str: "VARCHAR"}
_SPARK = {int: "bigint", float: "double", bool: "boolean", str: "string"}


def beside(frame: nw.LazyFrame[Any], columns: Columns) -> nw.LazyFrame[Any]:
    """Make a table where ``frame`` lives.

    Raises
    ------
    SchemaError
        If the engine is none that govinfo knows.
    """
    import narwhals as nw

    native = frame.to_native()
    engine = frame.implementation
    if engine.is_polars():
        import polars as pl

        kinds = {int: pl.Int64, float: pl.Float64, bool: pl.Boolean, str: pl.String}
        table: Any = pl.LazyFrame(
            {name: list(values) for name, (_, values) in columns.items()},
            schema={name: kinds[kind] for name, (kind, _) in columns.items()},
        )
    elif engine.is_duckdb():
        # A relation of another connection could not be joined; this one stems from the
        # frame itself: an aggregate of it has one row, whatever it holds.
        lists = ", ".join(
            f'unnest([{", ".join(map(_literal, values))}]::{_DUCKDB[kind]}[]) AS "{name}"'
            for name, (kind, values) in columns.items()
        )
        table = native.aggregate("count(*) AS n").project(lists)
    elif engine.is_pyspark():
        ddl = ", ".join(f"{name} {_SPARK[kind]}" for name, (kind, _) in columns.items())
        rows = list(zip(*(values for _, values in columns.values()), strict=True))
        table = native.sparkSession.createDataFrame(rows, ddl)
    else:
        raise SchemaError(
            f"The facts are a lazy frame of {engine}. Give one of polars, DuckDB or PySpark, or "
            "a frame in memory."
        )
    found: nw.LazyFrame[Any] = nw.from_native(table)
    return found


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value)
