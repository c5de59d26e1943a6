"""Rules judged for all reports at once: one row per rule, report and party, none left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import Bools, Floats, Grid, Ints
from govinfo.analyse.checking.family import Family, family
from govinfo.analyse.checking.judging import Marks, Small, Sums, numbered
from govinfo.analyse.checking.reasons import Reasons, either, previous_reasons
from govinfo.analyse.checking.terms import Entry, Instance, instances


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all its equations."""

    name: str
    entry: Entry
    equations: tuple[Instance, ...]

    @property
    def relative(self) -> bool:
        """Whether it compares agencies with those that they cover."""
        return any(term.of for each in self.equations for term in each.right)

    def table(self, form: str) -> str:
        """Name what a report is judged by once: a table, of whatever vintage.

        Sums that are the same in every form are judged once a report.
        """
        sides = (self.entry.get(name) for name in ("left", "right", "any_of"))
        by_form = "over" in self.entry and not any(isinstance(side, Mapping) for side in sides)
        return form.partition(".")[0] if by_form else ""


def registered(names: Iterable[str]) -> list[Rule]:
    """Rules of the registry."""
    tree = registry.tree("rules")
    return [Rule(name, tree[name], instances(name)) for name in names]


def judge(
    cells: Grid,
    rules: Sequence[str] | Sequence[Rule],
    back: Ints,
    why: npt.NDArray[np.object_],
    *,
    blank_as_zero: bool,
    reports: pd.DataFrame | None = None,
    roster: pd.DataFrame | None = None,
    lost: npt.NDArray[np.object_] | None = None,
) -> pd.DataFrame:
    """Give the rows of `check` with ``report``, the row of the grid, and ``instance``.

    ``back`` and ``why`` are what `previous` gives; ``reports`` tells who covers whom,
    ``lost`` which tables each report has lost. ``instance`` numbers the equations of a
    rule, -1 where none of them was tried; ``reason_zh`` is the reason in Chinese.
    """
    reasons = Reasons()
    no_previous = numbered(why, reasons, previous_reasons())
    found = _Rows()
    for each in rules:
        rule = each if isinstance(each, Rule) else registered([each])[0]
        whole = None
        if reports is not None and rule.relative:
            whole = kin(rule.entry, reports, roster, reasons)
        sums = Sums(cells, back, no_previous, reasons, whole, blank_as_zero=blank_as_zero)
        open_ = _forms(rule, cells, sums, found)
        unjudged = np.flatnonzero(open_ > 0)
        if len(unjudged):
            found.add_open(rule, unjudged, open_[unjudged])
        nothing = np.flatnonzero(open_ < 0)
        if len(nothing):
            found.add_open(rule, nothing, _no_form(rule, nothing, lost, reasons))
    return found.frame(reasons)


def kin(
    entry: Entry,
    reports: pd.DataFrame,
    roster: pd.DataFrame | None,
    reasons: Reasons | None = None,
) -> Family:
    """Find who covers whom, as a rule has it."""
    apart, own_kinds = entry.get("apart", []), entry.get("own_kinds", [])
    covers = entry.get("covers", {})
    return family(reports, covers, apart, own_kinds, reasons or Reasons(), roster)


def _forms(rule: Rule, cells: Grid, sums: Sums, found: _Rows) -> Small:
    """Judge the reports with a form of the rule; say why others are open, -1 for want of one.

    A report with two vintages of one table is judged by the first that the rule names.
    """
    n = len(cells.status)
    open_ = np.full(n, -1, dtype=np.int32)
    taken: dict[str, Bools] = {}
    rows, form = np.zeros(0, dtype=np.int64), ""
    for number, instance in enumerate(rule.equations):
        if instance.form != form:
            form = instance.form
            table = taken.setdefault(rule.table(form), np.zeros(n, dtype=bool))
            here = cells.has_form(form) & ~table
            table |= here
            open_[here] = 0
            if rule.relative:
                away = _away(sums, n)
                open_[here] = np.maximum(open_, away)[here]
                here &= away == 0
            rows = np.flatnonzero(here)
        if len(rows):
            found.add(rule, number, rows, sums.judged(instance, rows))
    return open_


def _away(sums: Sums, n: int) -> Small:
    """Number why a report covers no other; 0 where it does."""
    if sums.family is None:
        return np.full(n, sums.reasons.of(sums.no_family), dtype=np.int32)
    return sums.family.reason


def _no_form(
    rule: Rule, rows: Ints, lost: npt.NDArray[np.object_] | None, reasons: Reasons
) -> Small:
    forms = either(rule.entry["forms"])
    if lost is None:
        return np.full(len(rows), reasons.of("no_form", forms=forms), dtype=np.int32)
    codes, tables = pd.factorize(lost[rows])
    plain = reasons.of("no_form", forms=forms)
    numbers = [
        reasons.of("no_form_lost", forms=forms, tables=text) if text else plain for text in tables
    ]
    return np.array([*numbers, plain], dtype=np.int32)[codes]


_NOTHING = (
    *(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int8)),
    *(np.zeros(0), np.zeros(0), np.zeros(0, dtype=np.int32)),
)


@dataclass(slots=True)
class _Rows:
    """The rows of the result, equation by equation; names as codes."""

    parts: list[tuple[Any, ...]] = field(default_factory=list)
    names: list[tuple[str, str, str, int]] = field(default_factory=list)

    def add(
        self, rule: Rule, number: int, rows: Ints, judged: tuple[Marks, Floats, Floats, Small]
    ) -> None:
        each = rule.equations[number]
        self.names.append((rule.name, each.party, each.metrics, number))
        self.parts.append((rows, *judged))

    def add_open(self, rule: Rule, rows: Ints, reason: Small) -> None:
        """One row per report that no equation of the rule speaks of."""
        nothing = np.full(len(rows), np.nan)
        self.names.append((rule.name, "", "", -1))
        self.parts.append((rows, np.full(len(rows), -1, dtype=np.int8), nothing, nothing, reason))

    def frame(self, reasons: Reasons) -> pd.DataFrame:
        parts = self.parts or [_NOTHING]
        sizes = [len(part[0]) for part in self.parts]
        report, ok, observed, expected, reason = (
            np.concatenate(column) for column in zip(*parts, strict=True)
        )
        rule, party, metrics, number = zip(*self.names, strict=True) if self.names else [()] * 4
        told = reasons.found
        return pd.DataFrame(
            {
                "report": report,
                "rule": repeated(rule, sizes),
                "party": repeated(party, sizes),
                "metrics": repeated(metrics, sizes),
                "instance": np.repeat(np.array(number, dtype=np.int64), sizes),
                "ok": pd.arrays.BooleanArray(ok > 0, ok < 0),
                "observed": observed,
                "expected": expected,
                "gap": observed - expected,
                "reason": coded(reason - 1, [each.en for each in told]),
                "reason_zh": coded(reason - 1, [each.zh for each in told]),
            }
        )


def repeated(names: Sequence[str], sizes: Sequence[int]) -> pd.Categorical:
    """Each name as often as its part has rows, as codes."""
    codes, uniques = pd.factorize(np.array(names, dtype=object))
    return _categorical(np.repeat(codes.astype(_width(len(uniques))), sizes), list(uniques))


def coded(codes: npt.NDArray[Any], names: Sequence[str]) -> pd.Categorical:
    """A categorical from codes; -1 is missing. Names that come twice are put together."""
    numbers, uniques = pd.factorize(np.array(names, dtype=object))
    places = np.append(numbers, -1).astype(_width(len(uniques)))
    return _categorical(places[codes], list(uniques))


def _width(n: int) -> type[np.signedinteger[Any]]:
    """The integers that pandas codes so many categories with: others it would copy."""
    return np.int8 if n < 2**7 else np.int16 if n < 2**15 else np.int32


def _categorical(codes: npt.NDArray[Any], names: list[str]) -> pd.Categorical:
    make: Any = pd.Categorical.from_codes  # the stubs know no numpy codes
    # Each code comes from a list of names just made, and needs no proof.
    found: pd.Categorical = make(codes, categories=pd.Index(names, dtype="str"), validate=False)
    return found
