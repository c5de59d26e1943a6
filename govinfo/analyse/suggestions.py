"""The fewest cells whose change would settle the sums that fail: named, never applied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import BLANK, REPORTED, Bools, Grid, Ints, grid
from govinfo.analyse.checking.judged import Rule
from govinfo.analyse.checking.own_rules import Rules, rulebook
from govinfo.analyse.checking.terms import Instance
from govinfo.analyse.checks import held
from govinfo.analyse.repairing.causes import BLANK_MEANT, OTHER
from govinfo.analyse.repairing.locate import single_cells
from govinfo.analyse.repairing.settle import Settled, Table, settle
from govinfo.analyse.repairing.systems import System, systems, without
from govinfo.analyse.repairing.told import told
from govinfo.registry import Forms, read_forms

# So many reports at a time fit the processor's cache with all their cells.
_BLOCK = 4096
_COLUMNS = list(schema.SUGGESTIONS.columns)[3:]
_NAN = float("nan")
# A cell without print that must have a value, and one whose print could not be read.
_EMPTY, _UNREAD = ("blank", "not_applicable"), ("unreadable", "unplaced")


def suggest(
    facts: pd.DataFrame,
    *,
    rules: Rules = None,
    forms: Forms | None = None,
    most: int = 20,
    blank_as_zero: bool = False,
) -> pd.DataFrame:
    """Name the fewest cells whose change would settle the sums that a report fails.

    Equations of one report that share cells are settled together, as one system: all
    equations of a system hold with an alternative, not only those that failed. Nothing
    is changed: `correct` applies what the analyst chooses.

    Parameters
    ----------
    facts : DataFrame
        The facts frame: one row per document and metric.
    rules : str, Path, DataFrame or a list of these, optional
        Ids of `govinfo.rules` and rules of your own, as `check` takes them; all of the
        registry where left out. Only sums of one year that must be equal on no condition
        are settled.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own (see `govinfo.registry.read_forms`).
    most : int, default 20
        Alternatives to list for one system of one report.
    blank_as_zero : bool, default False
        Count a blank as 0, as `check` does; an alternative may then give it a value.

    Returns
    -------
    DataFrame
        One row per cell of each alternative, of reports with a sum that fails:
        ``agency_id``, ``year``, ``source_id``, ``system`` (what its metrics have in
        common), ``alternative`` (from 1, the likeliest first), ``n_alternatives``,
        ``complete`` (whether all sets of the smallest size are listed), ``n_cells``
        (printed values that the alternative changes), ``metric``, ``value`` (as printed)
        and ``suggested`` [unit of the metric], ``cause``, ``method`` and ``settles`` (the
        failed rules with their party).

        ``method`` says how it was found: signature (the one cell that explains all that is
        wrong), search, milp (the solver), operation (a slip that moves several values,
        such as a row shifted by a column), peeling (blanks that count as 0, filled one after
        the other from sums in which all else is known) or deduced (a cell without a number
        that must have had this one if the others are right; not counted in ``n_cells``).
        ``suggested`` is NaN where the sums do not determine it. A system for which nothing
        was found has one row with ``alternative`` 0, no metric, and as ``method`` why:
        limit (more cells than is searched for) or no_solver (highspy is not installed:
        ``pip install govinfo[repair]``).

    Raises
    ------
    SchemaError
        If a column is missing or a document repeats a metric.
    UnknownNameError
        If a rule does not exist.
    ReadError
        If a file of rules or forms cannot be read.

    Notes
    -----
    The principle is that of Fellegi and Holt (1976): change as few fields as possible.
    Counts stay whole and not negative. Cells that are not reported, or known as a bound
    only, are unknown: a set is offered only if they can take values with which every
    equation holds. One cell is found by the pattern of the equations that fail, two and
    three by search, more by a mixed-integer programme, which gets half a second for a
    table. Alternatives of one size are ranked: first those with which all blanks can be 0,
    then those that agree with the prose, then by the likelihood of their causes
    (``registry/causes.toml``), then by the order of print. Where a rule allows for rounding
    the suggested value is the one with which it holds exactly.

    References
    ----------
    Fellegi, I. P., and D. Holt (1976): A systematic approach to automatic edit and
    imputation. Journal of the American Statistical Association 71, 17–35.

    Examples
    --------
    >>> import pandas as pd
    >>> from govinfo.analyse.suggestions import suggest
    >>> from govinfo.schema import FACTS
    >>> cells = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    >>> facts = pd.DataFrame(
    ...     {
    ...         "metric": [f"reconsideration.{name}" for name in cells],
    ...         "value": list(cells.values()),
    ...     }
    ... ).assign(agency_id="a", year=2023, form="disputes", status="reported", source_id="x")
    >>> found = suggest(facts.reindex(columns=list(FACTS.columns)))
    >>> found[["alternative", "metric", "value", "suggested"]]
       alternative                 metric  value  suggested
    0            1  reconsideration.total    0.0       11.0
    """
    own = read_forms(forms)
    book = rulebook(rules, lambda: held(facts), own)
    cells = grid(facts)
    found = _Rows(cells)
    for reports, equations in _vintages(cells, book):
        for system in systems(equations, own):
            for start in range(0, len(reports), _BLOCK):
                _settle_block(
                    cells, system, reports[start : start + _BLOCK], found, most, blank_as_zero
                )
    return found.frame()


def _vintages(cells: Grid, book: Sequence[Rule]) -> Iterator[tuple[Ints, list[Instance]]]:
    """Reports with the same forms, and the equations that these prescribe.

    A report with two vintages of one table is judged by the first that the rule names.
    """
    which = np.zeros(len(cells.forms), dtype=np.int64)
    for there in cells.forms.T:
        which = pd.factorize(which * 2 + there)[0]
    _, first = np.unique(which, return_index=True)
    masks = cells.forms[first]
    for number, mask in enumerate(masks):
        present = {name for name, there in zip(cells.form_names, mask, strict=True) if there}
        equations: list[Instance] = []
        for rule in book:
            taken: dict[str, str] = {}
            for each in rule.equations:
                table = each.form.partition(".")[0]
                if each.form in present and taken.setdefault(table, each.form) == each.form:
                    equations.append(each)
        yield np.flatnonzero(which == number), equations


def _settle_block(
    cells: Grid, system: System, reports: Ints, found: _Rows, most: int, blank_as_zero: bool
) -> None:
    """Settle the reports of a block that fail an equation of the system."""
    places = np.array([cells.place.get(metric, -1) for metric in system.metrics])
    if (places < 0).any():
        return
    at = np.ix_(reports, places)
    status = cells.status[at]
    blank = status == BLANK
    usable = (status == REPORTED) & cells.exact[at]
    if blank_as_zero:
        usable |= blank
    printed = np.where(usable & ~blank, cells.value[at], 0.0)
    support = system.code.matrix != 0
    residual = printed @ system.code.matrix.T
    judged = usable.astype(np.float64) @ support.T.astype(np.float64) == support.sum(axis=1)
    failed = judged & (np.abs(residual) > system.code.tolerance)
    faulty = np.flatnonzero(failed.any(axis=1))
    unknown = ~usable[faulty]
    for rows in _alike(unknown):
        code = without(system.code, unknown[rows[0]])
        single = single_cells(code, printed[faulty[rows]] @ code.matrix.T)
        of_report: dict[int, list[tuple[int, float]]] = {}
        for report, cell, change in zip(
            single.report.tolist(), single.cell.tolist(), single.change.tolist(), strict=True
        ):
            of_report.setdefault(report, []).append((cell, change))
        for number, row in enumerate(rows.tolist()):
            here = faulty[row]
            table = Table(
                system,
                code,
                printed[here],
                unknown[row],
                blank[here] & usable[here],
                told(cells, int(reports[here]), system),
            )
            settled = settle(table, of_report.get(number, ()), most)
            found.add(int(reports[here]), table, settled, failed[here])


def _alike(unknown: Bools) -> Iterator[Ints]:
    """Rows with the same unknown cells."""
    if len(unknown):
        keys = np.array([row.tobytes() for row in unknown], dtype=object)
        codes, uniques = pd.factorize(keys)
        order = np.argsort(codes, kind="stable")
        yield from np.split(order, np.cumsum(np.bincount(codes, minlength=len(uniques)))[:-1])


class _Rows:
    """Rows of the public frame, gathered report by report."""

    def __init__(self, cells: Grid) -> None:
        self._cells = cells
        self._reports: list[int] = []
        self._rows: list[tuple[object, ...]] = []

    def add(self, report: int, table: Table, settled: Settled, failed: Bools) -> None:
        """Take what was found for one system of one report."""
        system = table.system
        settles = " ".join(
            name for name, wrong in zip(system.equations, failed.tolist(), strict=True) if wrong
        )
        count = len(settled.alternatives)
        before = len(self._rows)
        if not count:
            self._rows.append(
                (system.name, 0, 0, False, 0, None, _NAN, _NAN, None, settled.why, settles)
            )
        for number, each in enumerate(settled.alternatives, start=1):
            head = (system.name, number, count, settled.complete, len(each.cells))
            for (cell, value), cause in zip(each.cells, each.causes, strict=True):
                metric = system.metrics[cell]
                printed = _NAN if table.blank[cell] else float(table.printed[cell])
                told = (metric, printed, value, cause or None, each.method, settles)
                self._rows.append((*head, *told))
            for cell, value in each.deduced:
                metric = system.metrics[cell]
                status = schema.STATUSES[self._cells.status[report, self._cells.place[metric]]]
                if (status in _EMPTY and value) or status in _UNREAD:
                    cause = BLANK_MEANT if status in _EMPTY else OTHER
                    self._rows.append((*head, metric, _NAN, value, cause, "deduced", settles))
        self._reports += [report] * (len(self._rows) - before)

    def frame(self) -> pd.DataFrame:
        """All rows, report by report in the order of the facts."""
        if not self._rows:
            return schema.empty(schema.SUGGESTIONS)
        order = np.argsort(self._reports, kind="stable")
        frame = pd.DataFrame([self._rows[number] for number in order], columns=_COLUMNS)
        reports = self._cells.reports.iloc[np.array(self._reports)[order]].reset_index(drop=True)
        who = {name: reports[name] for name in ("agency_id", "year", "source_id")}
        return schema.conform(frame.assign(**who), schema.SUGGESTIONS)
