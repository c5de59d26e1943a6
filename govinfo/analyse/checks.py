"""Do the printed sums hold? Every rule for every report, none left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import BLANK, NO_ROW, REPORTED, Bools, Floats, Grid, Ints, grid, previous
from govinfo.analyse._terms import Instance, Term, instances, named

# Reasons that name no cell, as negative codes; the others are a column, whether it is of
# the year before, and what is wrong with the cell.
_NONE, _DECODED, _FILLED, _ALL_BLANK, _NO_PREVIOUS = -1, -2, -3, -4, -5
_ONLY_BOUND = len(schema.STATUSES) + 1
_WIDTH = _ONLY_BOUND + 1
_WORDS = {
    _NONE: None,
    _DECODED: "decoded",
    _FILLED: "blank counted as 0",
    _ALL_BLANK: "all blank",
}


def check(
    facts: pd.DataFrame, *, rules: str | Iterable[str] | None = None, blank_as_zero: bool = False
) -> pd.DataFrame:
    """Judge every sum that the forms prescribe, for every report.

    Parameters
    ----------
    facts : DataFrame
        The facts frame: one row per document and metric.
    rules : str or iterable of str, optional
        Ids of `govinfo.rules`; all where left out.
    blank_as_zero : bool, default False
        Count a blank as 0 where not every cell of the sum is blank; the reason then says so.

    Returns
    -------
    DataFrame
        One row per rule, document and ``party`` (the column, row or block that the sum
        speaks of; empty where a rule has one sum): ``rule``, ``agency_id``, ``year``,
        ``source_id``, ``party``, ``ok`` (True, False, NA where it could not be judged),
        ``observed`` (left side), ``expected`` (right side), ``gap`` (observed less
        expected) [unit of the metrics] and ``reason``.

    Raises
    ------
    SchemaError
        If a column is missing or a document repeats a metric.
    UnknownNameError
        If a rule does not exist.

    Notes
    -----
    A sum with a cell that is not reported is NA, neither passed nor failed. So is a sum
    that holds for cells which the same identity placed or confirmed (``method`` decoded, ocr): it
    would be true by construction. Rules over two years need one document of the same
    named agency in each of two consecutive years.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS
    >>> cells = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    >>> facts = pd.DataFrame(
    ...     {
    ...         "metric": [f"reconsideration.{name}" for name in cells],
    ...         "value": list(cells.values()),
    ...     }
    ... ).assign(agency_id="a", year=2023, form="disputes", status="reported", source_id="x")
    >>> found = gi.check(facts.reindex(columns=list(FACTS.columns)), rules="B1")
    >>> found[["party", "ok", "observed", "expected", "gap"]].head(1)
                 party     ok  observed  expected   gap
    0  reconsideration  False       0.0      11.0 -11.0
    """
    names = named("rule", rules, "govinfo.rules()")
    cells = grid(facts)
    back, why = previous(cells.reports)
    judged = judge(cells, names, back, why, blank_as_zero=blank_as_zero)
    reports = cells.reports.iloc[judged["report"].to_numpy()].reset_index(drop=True)
    frame = judged.assign(
        agency_id=reports["agency_id"].astype("category"),
        year=reports["year"],
        source_id=reports["source_id"].astype("category"),
        rule=judged["rule"].astype("category"),
        party=judged["party"].astype("category"),
    )
    return schema.conform(frame, schema.CHECKS)


def judge(
    cells: Grid,
    rules: Sequence[str],
    back: Ints,
    why: npt.NDArray[np.object_],
    *,
    blank_as_zero: bool,
) -> pd.DataFrame:
    """Give the rows of `check` with ``report``, the row of the grid, and ``instance``.

    ``back`` and ``why`` are what `previous` gives.
    """
    parts = []
    reasons, no_previous = np.unique(why.astype(str), return_inverse=True)
    for name in rules:
        taken = np.zeros(len(cells.reports), dtype=bool)
        form = ""
        rows = np.zeros(0, dtype=np.int64)
        for number, instance in enumerate(instances(name)):
            # A report with two vintages of one table is judged by the first that the rule names.
            if instance.form != form:
                form = instance.form
                rows = np.flatnonzero(cells.has_form(form) & ~taken)
                taken[rows] = True
            part = _judge(cells, instance, rows, back, no_previous, blank_as_zero)
            parts.append(part.assign(rule=name, party=instance.party, instance=number))
    if not parts:
        columns = ("report", "ok", "observed", "expected", "gap", "reason", "rule", "party")
        return pd.DataFrame({column: [] for column in (*columns, "instance")})
    judged = pd.concat(parts, ignore_index=True)
    codes, inverse = np.unique(judged["reason"].to_numpy(), return_inverse=True)
    words = pd.Series([_words(int(code), cells.metrics, list(reasons)) for code in codes])
    return judged.assign(
        ok=(judged["ok"] > 0).astype("boolean").mask(judged["ok"] < 0),
        reason=words.astype("string").take(inverse).reset_index(drop=True),
    )


def _judge(
    cells: Grid,
    instance: Instance,
    rows: Ints,
    back: Ints,
    no_previous: npt.NDArray[np.intp],
    blank_as_zero: bool,
) -> pd.DataFrame:
    reason = np.full(len(rows), _NONE, dtype=np.int64)
    blanks = np.zeros(len(rows), dtype=np.int64)
    decoded = np.zeros(len(rows), dtype=bool)
    sums = []
    operands = (*instance.left, *instance.right)
    for side in (instance.left, instance.right):
        total = np.zeros(len(rows))
        for term in side:
            value, problem, blank, placed = _operand(cells, term, rows, back)
            if term.back:
                problem = np.where(back[rows] < 0, _NO_PREVIOUS - no_previous[rows], problem)
            if blank_as_zero:
                value = np.where(blank, 0.0, value)
                problem = np.where(blank, _NONE, problem)
            reason = np.where(reason == _NONE, problem, reason)
            blanks += blank
            decoded |= placed
            total += term.sign * value
        sums.append(total)
    reason[(reason == _NONE) & (blanks == len(operands))] = _ALL_BLANK
    return _outcome(instance, rows, sums[0], sums[1], reason, blanks > 0, decoded)


def _operand(cells: Grid, term: Term, rows: Ints, back: Ints) -> tuple[Floats, Ints, Bools, Bools]:
    """Value, what is wrong with the cell, whether it is blank, whether it was decoded."""
    column = cells.place[term.metric]
    at = back[rows] if term.back else rows
    there = at >= 0
    status = np.where(there, cells.status[at, column], NO_ROW).astype(np.int64)
    bounded = (status == REPORTED) & ~cells.exact[at, column]
    usable = (status == REPORTED) & ~bounded
    state = np.where(bounded, _ONLY_BOUND, status + 1)
    problem = np.where(usable, _NONE, (column * 2 + term.back) * _WIDTH + state)
    value = np.where(usable, cells.value[at, column], np.nan)
    return value, problem, status == BLANK, usable & cells.decoded[at, column]


def _outcome(
    instance: Instance,
    rows: Ints,
    observed: Floats,
    expected: Floats,
    reason: Ints,
    blank: Bools,
    decoded: Bools,
) -> pd.DataFrame:
    gap = observed - expected
    close = np.abs(gap) <= instance.tolerance
    holds = {"=": close, "<=": close | (gap < 0), ">=": close | (gap > 0)}[instance.op]
    known = reason == _NONE
    # A sum that fails cannot have placed the cells, so only one that holds is in doubt.
    doubtful = known & holds & decoded & instance.identity
    reason[known & blank] = _FILLED
    reason[doubtful] = _DECODED
    return pd.DataFrame(
        {
            "report": rows,
            "ok": np.where(known & ~doubtful, holds, -1).astype(np.int8),
            "observed": np.where(known, observed, np.nan),
            "expected": np.where(known, expected, np.nan),
            "gap": np.where(known, gap, np.nan),
            "reason": reason,
        }
    )


def _words(code: int, metrics: Sequence[str], no_previous: Sequence[str]) -> str | None:
    if code <= _NO_PREVIOUS:
        return str(no_previous[_NO_PREVIOUS - code])
    if code < 0:
        return _WORDS[code]
    place, state = divmod(code, _WIDTH)
    column, before = divmod(place, 2)
    what = "not in the report" if state == 0 else "known as a bound only"
    if 0 < state < _ONLY_BOUND:
        what = schema.STATUSES[state - 1].replace("_", " ")
    return f"{metrics[column]}{' of the year before' if before else ''} is {what}"
