"""Where a series breaks, and whether a line may go on across the break."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import filter as matching
from functools import cache
from typing import Any

from govinfo import registry
from govinfo.show.words import charts, is_indicator

#: From comparable to not, as the crosswalk grades its links.
_GRADES = ("exact", "approx", "weak", "none")


@dataclass(frozen=True, slots=True)
class Break:
    """The first year of a new form or law, and how comparable the years before are."""

    year: int
    label: str
    grade: str


def breaks(name: str, first: int, last: int, lang: str) -> list[Break]:
    """List the breaks of a metric or an indicator after year ``first``, up to year ``last``.

    The grade is the worst of the crosswalk's grades among the metric's rows on the
    forms of both sides; ``none`` where a side has no such row.
    """
    parts = components(name)
    links = {_core(part) for part in parts} if is_indicator(name) else set(parts)
    sections = {registry.metric(part)["section"] for part in parts}
    return [
        Break(found["year"], found[f"label_{lang}"], found.get("grade") or _worst(links, found))
        for found in charts()["breaks"]["list"]
        if first < found["year"] <= last and sections & set(found["sections"])
    ]


def components(name: str) -> tuple[str, ...]:
    """List the metrics that a metric or an indicator is made of."""
    if not is_indicator(name):
        return (registry.metric(name)["metric"],)
    row = registry.tree("indicators")[name]
    patterns = [
        str(part).lstrip("+-−* ")
        for side in ("numerator", "denominator")
        for part in _flat(row[side])
    ]
    return tuple(
        dict.fromkeys(
            metric for pattern in patterns for metric in matching(registry.metric_names(), pattern)
        )
    )


def _flat(side: Any) -> Iterable[Any]:
    return side.split() if isinstance(side, str) else side


def _worst(parts: Iterable[str], found: Any) -> str:
    grades = [_grade(part, tuple(found[side])) for part in parts for side in ("before", "after")]
    return max(grades, key=_GRADES.index)


@cache
def _core(metric: str) -> str:
    """Find what a metric is linked to: an indicator goes on though its rows were split."""
    cores = [row["core"] for row in registry.rows("crosswalk") if row["metric"] == metric]
    return next((core for core in cores if core), metric)


@cache
def _grade(metric: str, forms: tuple[str, ...]) -> str:
    grades = [
        row["grade"]
        for row in registry.rows("crosswalk")
        if row["core"] == metric and row["form"] in forms
    ]
    return max(grades, key=_GRADES.index) if grades else "none"
