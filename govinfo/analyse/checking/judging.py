"""Sums judged over the grid: one pass of numpy per equation, reasons where it needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import BLANK, NO_ROW, REPORTED, Bools, Floats, Grid, Ints
from govinfo.analyse.checking.bounds import ranges
from govinfo.analyse.checking.family import Family
from govinfo.analyse.checking.gaps import add_up
from govinfo.analyse.checking.reasons import Reasons, named_metric, state
from govinfo.analyse.checking.terms import Condition, Instance, Term

Small = npt.NDArray[np.int32]
Marks = npt.NDArray[np.int8]

_COMPARED = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


class Sums:
    """Sides of equations over all reports, with what is wrong with their cells.

    ``no_previous`` numbers the reasons why a report has none of the year before.
    """

    def __init__(
        self,
        cells: Grid,
        back: Ints,
        no_previous: Small,
        reasons: Reasons,
        family: Family | None,
        *,
        blank_as_zero: bool,
        no_family: str = "no_sources",
    ) -> None:
        self.cells, self.back, self.no_previous = cells, back, no_previous
        self.reasons, self.family, self.blank_as_zero = reasons, family, blank_as_zero
        self.no_family = no_family
        self._usable: dict[str, Floats] = {}
        self._placed: dict[str, Bools | None] = {}

    def usable(self, metric: str) -> Floats:
        """Values that are reported and exact, NaN elsewhere, side by side in memory."""
        if metric not in self._usable:
            self._usable[metric] = self._values(metric)
        return self._usable[metric]

    def _values(self, metric: str) -> Floats:
        column = self.cells.place.get(metric)
        if column is None:
            return np.full(len(self.cells.status), np.nan)
        value = np.ascontiguousarray(self.cells.value[:, column])
        inexact = ~self.cells.exact[:, column] & (self.cells.status[:, column] == REPORTED)
        return np.where(inexact, np.nan, value) if inexact.any() else value

    def judged(self, instance: Instance, rows: Ints) -> tuple[Marks, Floats, Floats, Small]:
        """Give ok (-1 where not judged), both sides and the number of the reason."""
        apart = any(term.of for term in instance.right)
        if instance.others or instance.when or instance.bounds or apart:
            return self._awkward(instance, rows)
        left, right = self._fast(instance.left, rows), self._fast(instance.right, rows)
        ok, reason = _holds(instance, left, right), np.zeros(len(rows), dtype=np.int32)
        odd = np.flatnonzero(np.isnan(left) | np.isnan(right))
        if len(odd):
            left[odd], right[odd], ok[odd], reason[odd] = self._slow(instance, rows[odd])
        if instance.identity:
            self._doubt(instance, rows, ok, reason)
        return ok, left, right, reason

    def _fast(self, terms: Sequence[Term], rows: Ints) -> Floats:
        return add_up(
            ((term.sign, self._column(term, rows)) for term in terms), np.empty(len(rows))
        )

    def _column(self, term: Term, rows: Ints) -> Floats:
        values = self.usable(term.metric)
        if term.back:
            at = self.back[rows]
            return np.where(at >= 0, values[at], np.nan)
        return values if len(rows) == len(values) else values[rows]

    def _slow(self, instance: Instance, rows: Ints) -> tuple[Floats, Floats, Marks, Small]:
        """Judge rows with a cell that has no value: mostly to say which."""
        left, reason, n_blank = self._side(instance.left, rows)
        right, why, more = self._side(instance.right, rows)
        reason = np.where(reason == 0, why, reason)
        n_blank += more
        everything = len(instance.left) + len(instance.right)
        reason[(reason == 0) & (n_blank == everything)] = self.reasons.of("all_blank")
        known = reason == 0
        reason[known & (n_blank > 0)] = self.reasons.of("filled")
        left[~known] = right[~known] = np.nan
        return left, right, np.where(known, _holds(instance, left, right), -1), reason

    def _doubt(self, instance: Instance, rows: Ints, ok: Marks, reason: Small) -> None:
        """A sum that fails cannot have placed the cells, so only one that holds is in doubt."""
        placed = np.zeros(len(rows), dtype=bool)
        for term in (*instance.left, *instance.right):
            if (found := self._decoded(term.metric)) is not None:
                placed |= found[rows]
        doubtful = placed & (ok > 0)
        ok[doubtful] = -1
        reason[doubtful] = self.reasons.of("decoded")

    def _decoded(self, metric: str) -> Bools | None:
        """Which cells were placed by identities; None where none was."""
        if metric not in self._placed:
            column = self.cells.place.get(metric)
            found = None if column is None else self.cells.decoded[:, column]
            self._placed[metric] = found if found is not None and found.any() else None
        return self._placed[metric]

    def _side(self, terms: Sequence[Term], rows: Ints) -> tuple[Floats, Small, Ints]:
        """Sum, number of the first thing wrong with it (0: nothing), blanks counted as 0."""
        total = np.zeros(len(rows))
        reason = np.zeros(len(rows), dtype=np.int32)
        n_blank = np.zeros(len(rows), dtype=np.int64)
        for term in terms:
            value, problem, blank = (
                self._relative(term, rows) if term.of else self._cell(term, rows)
            )
            reason = np.where(reason == 0, problem, reason)
            n_blank += blank
            total += term.sign * value
        return total, reason, n_blank

    def _cell(self, term: Term, rows: Ints) -> tuple[Floats, Small, Bools]:
        at = self.back[rows] if term.back else rows
        there = at >= 0
        status = self._status(term.metric)[at]
        value = np.where(there, self.usable(term.metric)[at], np.nan)
        blank = there & (status == BLANK) & self.blank_as_zero
        value[blank] = 0.0
        problem = self._wrong(term, np.where(there, status, NO_ROW), np.isnan(value))
        if term.back:
            problem[~there] = self.no_previous[rows[~there]]
        return value, problem, blank

    def _status(self, metric: str) -> Marks:
        column = self.cells.place.get(metric)
        if column is None:
            return np.full(len(self.cells.status), NO_ROW, dtype=np.int8)
        return self.cells.status[:, column]

    def _wrong(self, term: Term, status: Marks, where: Bools) -> Small:
        """Number what is wrong with the cells marked in ``where``."""
        problem = np.zeros(len(status), dtype=np.int32)
        template = "cell_before" if term.back else "cell"
        for code in np.unique(status[where]).tolist():
            word = "no_row" if code == NO_ROW else schema.STATUSES[code]
            told = state("only_bound" if code == REPORTED else word)
            number = self.reasons.of(template, metric=named_metric(term.metric), state=told)
            problem[where & (status == code)] = number
        return problem

    def _relative(self, term: Term, rows: Ints) -> tuple[Floats, Small, Bools]:
        """The largest child, or own and all children."""
        problem = np.zeros(len(rows), dtype=np.int32)
        blank = np.zeros(len(rows), dtype=bool)
        if self.family is None:
            problem[:] = self.reasons.of(self.no_family)
            return np.full(len(rows), np.nan), problem, blank
        values = self.usable(term.metric)
        one = term.of == "child"
        value = (self.family.largest(values) if one else self.family.total(values))[rows]
        name = "no_child_figure" if one else "children_lacking"
        problem[np.isnan(value)] = self.reasons.of(name, metric=named_metric(term.metric))
        if not one:
            alone = (self.family.own < 0) & ~self.family.within
            problem[alone[rows]] = self.reasons.of("own_unknown")
            problem[~self.family.complete[rows]] = self.reasons.of("no_roster")
        problem[(self.family.sizes() == 0)[rows]] = self.reasons.of("no_child")
        return value, problem, blank

    def _awkward(self, instance: Instance, rows: Ints) -> tuple[Marks, Floats, Floats, Small]:
        """Judge what has conditions, bounds or several sums to choose from."""
        reason = np.zeros(len(rows), dtype=np.int32)
        for condition in instance.when:
            reason = np.where(reason == 0, self._unmet(condition, rows), reason)
        if instance.bounds is None:
            left, why, n_blank = self._side(instance.left, rows)
            low = high = left
        else:
            left, low, high, why = self._figure(instance, rows)
            n_blank = np.zeros(len(rows), dtype=np.int64)
        reason = np.where(reason == 0, why, reason)
        sums, lacking, filled = self._choices(instance, rows, len(instance.left) - n_blank == 0)
        far = np.where(np.isnan(sums), np.inf, _distance(instance, low, high, sums))
        best = np.argmin(far, axis=0)
        each = np.arange(len(rows))
        right, fits = sums[best, each], far[best, each] <= instance.tolerance
        # One that fits is enough; that none fits is known only where all are.
        reason = np.where((reason == 0) & ~fits, lacking, reason)
        known = reason == 0
        blank = (n_blank > 0) | filled[best, each]
        reason[known & blank] = self.reasons.of("filled")
        ok = np.where(known, fits, -1).astype(np.int8)
        return ok, np.where(known, left, np.nan), np.where(known, right, np.nan), reason

    def _choices(
        self, instance: Instance, rows: Ints, all_blank: Bools
    ) -> tuple[Floats, Small, Bools]:
        """All sums that may fit, the first thing wrong with any, and where blanks count as 0."""
        sums, blanks = [], []
        lacking = np.zeros(len(rows), dtype=np.int32)
        for terms in instance.sums:
            value, why, n_blank = self._side(terms, rows)
            # Cells that are blank throughout tell nothing, not even with blanks as 0.
            silent = (why == 0) & (n_blank == len(terms)) & (all_blank | (len(terms) > 0))
            why[silent] = self.reasons.of("all_blank")
            sums.append(np.where(why == 0, value, np.nan))
            lacking = np.where(lacking == 0, why, lacking)
            blanks.append(n_blank > 0)
        return np.stack(sums), lacking, np.stack(blanks)

    def _figure(self, instance: Instance, rows: Ints) -> tuple[Floats, Floats, Floats, Small]:
        """The one figure on the left, the range that it may mean, and what is wrong with it."""
        (term,) = instance.left
        facts = self.cells.details(term.metric)
        at = facts["report"].to_numpy(dtype=np.int64)
        said = self.cells.value[at, self.cells.place[term.metric]] if len(at) else np.zeros(0)
        assert instance.bounds is not None
        bound, raw = (_words(facts, column) for column in ("bound", "raw"))
        found = np.full((3, len(self.cells.status)), np.nan)
        found[0, at] = said
        found[1, at], found[2, at] = ranges(said, bound, raw, instance.bounds)
        status = self._status(term.metric)[rows]
        problem = self._wrong(term, status, status != REPORTED)
        return *(found[:, rows] * term.sign), problem

    def _unmet(self, condition: Condition, rows: Ints) -> Small:
        """Number why nothing follows: the cell is not known, or the condition does not hold."""
        facts = self.cells.details(condition.metric)
        at = facts["report"].to_numpy(dtype=np.int64)
        holds = np.ones(len(at), dtype=bool)
        if condition.op:
            value = self.usable(condition.metric)[at]
            holds &= _COMPARED[condition.op](value, condition.number)
        if condition.method:
            by = _words(facts, "method") == condition.method
            holds &= by != condition.other_method
        if condition.words:
            raw = [text if isinstance(text, str) else "" for text in _words(facts, "raw")]
            holds &= np.array([any(word in text for word in condition.words) for text in raw], bool)
        met = np.zeros(len(self.cells.status), dtype=bool)
        met[at] = holds
        status = self._status(condition.metric)[rows]
        problem = self._wrong(Term(condition.metric), status, status != REPORTED)
        other = self.reasons.of("does_not_apply", condition=condition.text)
        return np.where((problem == 0) & ~met[rows], other, problem).astype(np.int32)


def _words(facts: pd.DataFrame, column: str) -> npt.NDArray[np.object_]:
    if column not in facts:
        return np.full(len(facts), None, dtype=object)
    return facts[column].astype("object").to_numpy(dtype=object)


def _holds(instance: Instance, left: Floats, right: Floats) -> Marks:
    """Whether the equation holds within its tolerance; NaN holds nothing."""
    if instance.op == "=":
        return (np.abs(left - right) <= instance.tolerance).astype(np.int8)
    over = left - right if instance.op == "<=" else right - left
    return (over <= instance.tolerance).astype(np.int8)


def _distance(instance: Instance, low: Floats, high: Floats, sums: Floats) -> Floats:
    """How far each sum lies outside the range, on the side that the rule forbids."""
    below, above = low - sums, sums - high
    wrong: dict[str, Any] = {
        "=": np.maximum(below, above),
        "<=": below,
        ">=": above,
    }
    found: Floats = np.maximum(wrong[instance.op], 0.0)
    return found


def numbered(why: npt.NDArray[np.object_], reasons: Reasons, told: Mapping[str, Any]) -> Small:
    """Number reasons told in English by what they are in both languages."""
    codes, uniques = pd.factorize(np.asarray(why, dtype=object).astype(str))
    numbers = [reasons.number(told[text]) if text else 0 for text in uniques]
    return np.array(numbers, dtype=np.int32)[codes] if len(uniques) else np.zeros(0, np.int32)
