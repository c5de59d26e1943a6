"""Figures of the prose and conditions, in engines that do not hold them in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govinfo import schema
from govinfo.analyse.checking.beside import beside
from govinfo.analyse.checking.bounds import DIGITS
from govinfo.analyse.checking.lazy_terms import FIGURE, NO_ROW, STATES, UNMET, WHEN, Tables

if TYPE_CHECKING:
    import narwhals as nw

    Lazy = nw.LazyFrame[Any]

#: What is told of every cell that an equation asks for.
FIGURED = (
    *("source_id", "equation", "choice", "left", "right", "filled_left", "filled_right"),
    *("wrong_left", "wrong_right", "low", "high", "is_placed"),
)


def figures(base: Lazy, cases: Lazy, told: Tables) -> Lazy:
    """Every figure that is read within its bound, and every cell of a condition."""
    import narwhals as nw

    col = nw.col
    asked = beside(base, told.asked)
    names = asked.select("metric").unique()
    facts = base.join(names, on="metric", how="inner").drop("agency_id", "year", "form")
    wanted = cases.join(asked, on="equation", how="inner")
    found = wanted.join(facts, on=["source_id", "metric"], how="left")
    found = _with_ranges(_with_conditions(found, told), told)
    status = col("status")
    wrong: Any = nw.when(status.is_null()).then(nw.lit(NO_ROW))
    for place, name in enumerate(schema.STATUSES):
        if name != "reported":
            wrong = wrong.when(status == name).then(nw.lit(place + 1))
    wrong = wrong.when((col("kind") == WHEN) & ~col("met")).then(nw.lit(UNMET))
    nothing = nw.lit(None, nw.Float64)
    return (
        found.with_columns(wrong=wrong)
        .select(
            "source_id",
            "equation",
            "choice",
            (col("said") * col("sign")).alias("left"),
            nothing.alias("right"),
            nw.lit(0).alias("filled_left"),
            nw.lit(0).alias("filled_right"),
            (col("term") * STATES + col("wrong")).alias("wrong_left"),
            nw.lit(None, nw.Int64).alias("wrong_right"),
            "low",
            "high",
            nw.lit(0).alias("is_placed"),
        )
        .select(FIGURED)
    )


def _with_conditions(found: Lazy, told: Tables) -> Lazy:
    """Add ``met``: whether the cell of each condition is as it asks."""
    import narwhals as nw

    col = nw.col
    exact = ~col("bound").is_in(list(schema.BOUNDS[1:])).fill_null(False)
    value = nw.when(exact & (col("status") == "reported")).then(col("value"))
    bar, op = col("bar"), col("condition")
    holds = (
        nw.when(op == "=")
        .then(value == bar)
        .when(op == "<")
        .then(value < bar)
        .when(op == "<=")
        .then(value <= bar)
        .when(op == ">")
        .then(value > bar)
        .when(op == ">=")
        .then(value >= bar)
        .otherwise(nw.lit(True))
    ).fill_null(False)
    by = (col("method") == col("by")).fill_null(False)
    holds = holds & ((col("by") == "") | (by != col("not_by")))
    for number, words in enumerate(told.sayings):
        said = nw.lit(False)
        for word in words:
            said = said | col("raw").str.contains(word, literal=True).fill_null(False)
        holds = holds & ((col("saying") != number) | said)
    return found.with_columns(met=holds)


def _with_ranges(found: Lazy, told: Tables) -> Lazy:
    """Add ``said``, ``low`` and ``high`` of the figures, null elsewhere; see `ranges`."""
    import narwhals as nw

    value, bound = nw.col("said"), nw.col("bound")
    figure = (nw.col("kind") == FIGURE) & (nw.col("status") == "reported").fill_null(False)
    found = found.with_columns(said=nw.when(figure).then(nw.col("value")))
    if not told.bounds:
        return found.with_columns(low=nw.col("said"), high=nw.col("said"))
    place = nw.lit(1.0)
    for digits in range(1, DIGITS):
        whole = (value != 0) & (value % 10.0**digits == 0)
        place = nw.when(whole).then(nw.lit(10.0**digits)).otherwise(place)
    found = found.with_columns(place=place)
    low, high = value, value
    for number, how in enumerate(told.bounds):
        here = nw.col("reading") == number
        rounded = nw.col("raw").str.contains(how.rounded, literal=True).fill_null(False)
        exact = (~bound.is_in(["≥", "≤", "≈"])).fill_null(True)
        half = nw.col("place") / 2
        low = (
            nw.when(here & (bound == "≤"))
            .then(value * how.at_most_from)
            .when(here & (bound == "≈"))
            .then(value * (1 - how.about))
            .when(here & exact & rounded)
            .then(value - half)
            .otherwise(low)
        )
        high = (
            nw.when(here & (bound == "≥") & (nw.col("place") > 1))
            .then(value + nw.col("place"))
            .when(here & (bound == "≈"))
            .then(value * (1 + how.about))
            .when(here & exact & rounded)
            .then(value + half)
            .otherwise(high)
        )
    return found.with_columns(low=low, high=high)
