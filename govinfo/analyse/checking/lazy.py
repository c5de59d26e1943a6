"""Sums judged where the facts live: polars lazy frames, DuckDB relations, PySpark frames.

Facts stay long. They are joined with a table of the terms of all equations, added up by
report and equation, and nothing is fetched but the count of rows that must not be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govinfo import registry, schema
from govinfo.analyse.checking.beside import beside
from govinfo.analyse.checking.judged import Rule
from govinfo.analyse.checking.lazy_facts import based, refuse, with_previous
from govinfo.analyse.checking.lazy_figures import FIGURED, figures
from govinfo.analyse.checking.lazy_terms import (
    ALL_BLANK,
    BOUND,
    LEFT,
    NO_PREVIOUS,
    NO_ROW,
    RIGHT,
    STATES,
    UNMET,
    Tables,
    tables,
)
from govinfo.analyse.checking.reasons import reason

if TYPE_CHECKING:
    import narwhals as nw

    Lazy = nw.LazyFrame[Any]

_KEY = ["source_id", "equation", "choice"]


def check_lazy(facts: Lazy, book: Sequence[Rule], *, blank_as_zero: bool) -> Lazy:
    """Give the rows of `check`, in no order, without fetching them."""
    import narwhals as nw

    base = based(facts)
    refuse(base)
    told = tables(book)
    reports = with_previous(base)
    slots = beside(facts, told.slots)
    here = base.select("source_id", "form").unique().join(slots, on="form", how="inner")
    # A report with two vintages of one table is judged by the first that the rule names.
    chosen = here.group_by("source_id", "rule", "table").agg(nw.col("slot").min())
    cases = chosen.select("source_id", "slot").join(
        beside(facts, told.equations), on="slot", how="inner"
    )
    sums = _sums(base, reports, cases, told, blank_as_zero)
    judged = _judged(sums, blank_as_zero)
    rows = _named(judged, reports, beside(facts, told.names), beside(facts, told.words))
    return nw.concat([rows, _open(reports, chosen, beside(facts, told.rules))])


def _sums(base: Lazy, reports: Lazy, cases: Lazy, told: Tables, blank_as_zero: bool) -> Lazy:
    """One row per report, equation and choice: both sides and what is wrong with them."""
    import narwhals as nw

    cases = cases.select("source_id", "equation")
    found = _cells(base, reports, cases, told, blank_as_zero)
    if told.asked["metric"][1]:
        found = nw.concat([found, figures(base, cases, told)])
    added = found.group_by(_KEY).agg(
        *(nw.col(name).sum().fill_null(0.0) for name in ("left", "right")),
        *(nw.col(name).sum() for name in ("filled_left", "filled_right")),
        *(nw.col(name).min() for name in ("wrong_left", "wrong_right")),
        *(nw.col(name).max() for name in ("low", "high", "is_placed")),
    )
    return added.join(beside(base, told.choices), on=["equation", "choice"], how="inner")


def _cells(base: Lazy, reports: Lazy, cases: Lazy, told: Tables, blank_as_zero: bool) -> Lazy:
    """Every cell that an equation adds up, whether the report has it or not."""
    import narwhals as nw

    col = nw.col
    status = col("status")
    bounded = col("bound").is_in(list(schema.BOUNDS[1:])).fill_null(False)
    placed = col("method").is_in(["decoded", "ocr"]).fill_null(False)
    state: Any = nw.when((status == "reported") & ~bounded).then(nw.lit(0))
    for place, name in enumerate(schema.STATUSES):
        if name != "reported":
            state = state.when(status == name).then(nw.lit(place + 1))
    cells = base.join(beside(base, told.metrics), on="metric", how="inner").with_columns(
        state=state.otherwise(nw.lit(BOUND))
    )
    # What follows knows cells by numbers alone: joins of text would take most of the time.
    cells = cells.select(
        col("source_id").alias("at"),
        "code",
        "state",
        nw.when(col("state") == 0).then(col("value")).alias("number"),
        nw.when(placed & (col("state") == 0)).then(nw.lit(1)).otherwise(nw.lit(0)).alias("placed"),
    )
    wanted = cases.join(beside(base, told.terms), on="equation", how="inner")
    wanted = wanted.join(reports.select("source_id", "before_id"), on="source_id", how="left")
    at = nw.when(col("back")).then(col("before_id")).otherwise(col("source_id"))
    found = wanted.with_columns(at=at).join(cells, on=["at", "code"], how="left")
    blank = schema.STATUSES.index("blank") + 1
    filled = (col("state") == blank).fill_null(False) & nw.lit(blank_as_zero)
    wrong = (
        nw.when(col("back") & col("at").is_null())
        .then(nw.lit(NO_PREVIOUS))
        .when(col("state").is_null())
        .then(nw.lit(NO_ROW))
        .when((col("state") > 0) & ~filled)
        .then(col("state"))
    )
    found = found.with_columns(
        filled=nw.when(filled).then(nw.lit(1)).otherwise(nw.lit(0)),
        wrong=col("term") * STATES + wrong,
        signed=col("number") * col("sign"),
    )
    left, right = col("kind") == LEFT, col("kind") == RIGHT
    nothing = nw.lit(None, nw.Float64)
    return found.select(
        *_KEY,
        nw.when(left).then(col("signed")).alias("left"),
        nw.when(right).then(col("signed")).alias("right"),
        nw.when(left).then(col("filled")).otherwise(nw.lit(0)).alias("filled_left"),
        nw.when(right).then(col("filled")).otherwise(nw.lit(0)).alias("filled_right"),
        nw.when(left).then(col("wrong")).alias("wrong_left"),
        nw.when(right).then(col("wrong")).alias("wrong_right"),
        nothing.alias("low"),
        nothing.alias("high"),
        col("placed").fill_null(0).alias("is_placed"),
    ).select(FIGURED)


def _judged(sums: Lazy, blank_as_zero: bool) -> Lazy:
    """One row per report and equation: the choice that comes nearest, judged."""
    import narwhals as nw

    col = nw.col
    awkward = col("awkward")
    all_left = col("filled_left") == col("n_left")
    all_right = col("filled_right") == col("n_right")
    silent_choice = all_right & ((col("n_right") > 0) | all_left)
    silent = nw.when(awkward).then(silent_choice).otherwise(all_left & all_right)
    silent = silent & nw.lit(blank_as_zero) & col("wrong_right").is_null()
    sums = sums.with_columns(
        low=nw.when(col("figure")).then(col("low")).otherwise(col("left")),
        high=nw.when(col("figure")).then(col("high")).otherwise(col("left")),
        wrong_right=nw.when(silent)
        .then(col("first_right") * STATES + ALL_BLANK)
        .otherwise(col("wrong_right")),
    )
    below, above = col("low") - col("right"), col("right") - col("high")
    over = (
        nw.when(col("op") == "<=")
        .then(below)
        .when((col("op") == ">=") | (above > below))
        .then(above)
        .otherwise(below)
    )
    known = col("wrong_left").is_null() & col("wrong_right").is_null()
    over = nw.when(over < 0).then(nw.lit(0.0)).otherwise(over)
    sums = sums.with_columns(far=nw.when(known).then(over))
    group = ("source_id", "equation")
    sums = sums.with_columns(
        nearest=col("far").min().over(*group), lacking=col("wrong_right").min().over(*group)
    )
    sums = sums.filter(
        (col("far") == col("nearest")).fill_null(False) | col("nearest").is_null()
    ).with_columns(first=col("choice").min().over(*group))
    sums = sums.filter(col("choice") == col("first"))
    fits = (col("far") <= col("tolerance")).fill_null(False)
    wrong = (
        nw.when(~col("wrong_left").is_null())
        .then(col("wrong_left"))
        .when(~fits)
        .then(col("lacking"))
        .otherwise(nw.lit(None, nw.Int64))
    )
    return sums.with_columns(
        wrong=wrong,
        fits=fits,
        was_filled=(col("filled_left") > 0) | (col("filled_right") > 0),
    )


def _named(judged: Lazy, reports: Lazy, names: Lazy, told: Lazy) -> Lazy:
    """The columns of checks."""
    import narwhals as nw

    col = nw.col
    known = col("wrong").is_null()
    doubtful = known & col("fits") & col("identity") & (col("is_placed") > 0)
    rows = judged.with_columns(
        known=known,
        doubtful=doubtful,
        bad=col("wrong") // STATES,
        state=col("wrong") % STATES,
    )
    rows = rows.join(told, on="bad", how="left").join(names, on="equation", how="inner")
    rows = rows.join(reports, on="source_id", how="inner")
    words: Any = nw.when(col("state") == NO_ROW).then(nw.lit(_state("no_row")))
    for number, name in enumerate(schema.STATUSES):
        words = words.when(col("state") == number + 1).then(nw.lit(_state(name)))
    words = words.otherwise(nw.lit(_state("only_bound")))
    rows = rows.with_columns(state_words=words)
    why = (
        nw.when(col("doubtful"))
        .then(nw.lit(reason("decoded").en))
        .when(col("known") & col("was_filled"))
        .then(nw.lit(reason("filled").en))
        .when(col("known"))
        .then(nw.lit(None, nw.String))
        .when(col("state") == NO_PREVIOUS)
        .then(col("why_not"))
        .when(col("state") == UNMET)
        .then(col("unmet"))
        .when(col("state") == ALL_BLANK)
        .then(nw.lit(reason("all_blank").en))
        .otherwise(nw.concat_str([col("words_before"), col("state_words"), col("words_after")]))
    )
    return rows.select(
        "rule",
        "agency_id",
        col("year").cast(nw.Int16),
        "source_id",
        "party",
        nw.when(col("known") & ~col("doubtful")).then(col("fits")).alias("ok"),
        nw.when(col("known")).then(col("left")).alias("observed"),
        nw.when(col("known")).then(col("right")).alias("expected"),
        nw.when(col("known")).then(col("left") - col("right")).alias("gap"),
        "metrics",
        why.alias("reason"),
    )


def _state(name: str) -> str:
    words: str = registry.tree("reasons")["states"][name]["en"]
    return words


def _open(reports: Lazy, chosen: Lazy, rules: Lazy) -> Lazy:
    """One row per report and rule of which no equation speaks."""
    import narwhals as nw

    seen = chosen.select(nw.col("source_id"), nw.col("rule")).unique()
    seen = seen.with_columns(there=nw.lit(True))
    every = reports.join(rules, how="cross").join(seen, on=["source_id", "rule"], how="left")
    there = ~nw.col("there").is_null()
    every = every.filter(~there | nw.col("relative"))
    nothing = nw.lit(None, nw.Float64)
    return every.select(
        nw.col("name").alias("rule"),
        "agency_id",
        nw.col("year").cast(nw.Int16),
        "source_id",
        nw.lit("").alias("party"),
        nw.lit(None, nw.Boolean).alias("ok"),
        nothing.alias("observed"),
        nothing.alias("expected"),
        nothing.alias("gap"),
        nw.lit("").alias("metrics"),
        nw.when(there)
        .then(nw.lit(reason("no_sources").en))
        .otherwise(nw.col("no_form"))
        .alias("reason"),
    )
