"""Facts that stay where they are: their columns, what is wrong with them, their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govinfo import registry, schema
from govinfo.analyse._grid import UNNAMED
from govinfo.errors import SchemaError

if TYPE_CHECKING:
    import narwhals as nw

    Lazy = nw.LazyFrame[Any]

_WORDS = ("source_id", "agency_id", "form", "metric", "status", "bound", "method", "raw")


def held_lazily(facts: Lazy) -> dict[str, list[str]]:
    """The metrics of each form in the facts."""
    import narwhals as nw

    words = [nw.col("form").cast(nw.String), nw.col("metric").cast(nw.String)]
    pairs = facts.select(*words).unique().collect().to_dict(as_series=False)
    found: dict[str, list[str]] = {}
    for form, metric in sorted(zip(pairs["form"], pairs["metric"], strict=True), key=str):
        if form is not None and metric is not None:
            found.setdefault(form, []).append(metric)
    return found


def based(facts: Lazy) -> Lazy:
    """The columns that checks need, as plain text and numbers.

    Raises
    ------
    SchemaError
        If one is missing.
    """
    import narwhals as nw

    names = facts.collect_schema().names()
    needed = [name for name in (*_WORDS, "value", "year") if name != "raw"]
    missing = [name for name in needed if name not in names]
    if missing:
        raise SchemaError.missing_columns("facts", missing, names)
    raw = nw.col("raw") if "raw" in names else nw.lit(None)
    return facts.with_columns(raw.alias("raw")).select(
        *(nw.col(name).cast(nw.String) for name in _WORDS),
        nw.col("year").cast(nw.Int64),
        nw.col("value").cast(nw.Float64),
    )


def refuse(base: Lazy) -> None:
    """Raise where the frame in memory would: a cell twice, an unknown status, no value."""
    import narwhals as nw

    value = nw.col("value")
    good = ~value.is_null() & ~value.is_nan()
    wrong = base.with_columns(
        nameless=nw.col("source_id").is_null().cast(nw.Int64),
        without=nw.col("metric").is_null().cast(nw.Int64),
        strange=(~nw.col("status").is_in(list(schema.STATUSES))).fill_null(True).cast(nw.Int64),
        void=((nw.col("status") == "reported") & ~good).fill_null(False).cast(nw.Int64),
    )
    marks = ["nameless", "without", "strange", "void"]
    cells = wrong.group_by("source_id", "metric").agg(
        nw.len().alias("n"), *(nw.col(name).sum() for name in marks)
    )
    found = cells.with_columns(repeated=(nw.col("n") > 1).cast(nw.Int64)).select(
        *(nw.col(name).sum() for name in (*marks, "repeated"))
    )
    row = found.collect().to_dict(as_series=False)
    count = {name: int(values[0] or 0) for name, values in row.items()}
    if count["nameless"]:
        raise SchemaError("facts has rows without source_id. Drop them or name their document.")
    if count["without"]:
        raise SchemaError(f"facts has {count['without']} rows without a metric.")
    if count["strange"]:
        raise SchemaError(
            f"facts has {count['strange']} rows whose status is none of "
            f"{', '.join(schema.STATUSES)}."
        )
    if count["void"]:
        raise SchemaError(
            f"facts has {count['void']} reported cells without a value. "
            "A cell is reported exactly when it has one."
        )
    if count["repeated"]:
        raise SchemaError.repeated_key(
            "facts",
            ("source_id", "metric"),
            f"in {count['repeated']} cells",
            "Keep one version of each report.",
        )


def with_previous(base: Lazy) -> Lazy:
    """One row per report: who, when, the report of the year before or why there is none."""
    import narwhals as nw

    words = registry.tree("reasons")["previous"]
    reports = base.group_by("source_id").agg(nw.col("agency_id").min(), nw.col("year").min())
    agency = nw.col("agency_id")
    unnamed = agency.is_null() | agency.str.starts_with(UNNAMED)
    known = reports.filter(~nw.col("year").is_null(), ~unnamed.fill_null(True))
    years = known.group_by("agency_id", "year").agg(
        nw.len().alias("n_here"), nw.col("source_id").min().alias("before_id")
    )
    before = years.with_columns(nw.col("year") + 1).rename({"n_here": "n_before"})
    found = reports.join(years.drop("before_id"), on=["agency_id", "year"], how="left").join(
        before, on=["agency_id", "year"], how="left"
    )
    why = (
        nw.when(nw.col("year").is_null())
        .then(nw.lit(words["year_unknown"]["en"]))
        .when(unnamed.fill_null(True))
        .then(nw.lit(words["agency_unknown"]["en"]))
        .when(nw.col("before_id").is_null())
        .then(nw.lit(words["no_report"]["en"]))
        .when((nw.col("n_here") > 1) | (nw.col("n_before") > 1))
        .then(nw.lit(words["several"]["en"]))
        .otherwise(nw.lit(None, nw.String))
    )
    found = found.with_columns(why_not=why)
    before_id = nw.when(nw.col("why_not").is_null()).then(nw.col("before_id"))
    return found.with_columns(before_id=before_id).select(
        "source_id", "agency_id", "year", "before_id", "why_not"
    )
