"""Flags for sums that do not hold, within a report, across its years and across agencies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse.checking.family import Family
from govinfo.analyse.checking.terms import Instance, Term, instances
from govinfo.analyse.checks import judge, kin
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    before,
    findings,
    joined,
    label,
    not_judged,
    number,
    say,
    together,
)

_PLUS = {"en": " + ", "zh": " + "}


def sums(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag what `check` finds false; ``na`` where no sum of the rule could be judged."""
    failed, open_ = failed_sums(case, entry)
    return together([failed, open_])


def failed_sums(case: Case, entry: Entry) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give findings, and ``na`` rows for the reports of which no sum could be judged."""
    judged = judge(
        case.cells,
        entry["checks"],
        case.back,
        case.why,
        blank_as_zero=case.blank_as_zero,
        reports=case.reports,
        roster=case.roster,
        lost=case.text("tables_lost"),
    )
    failed = judged.loc[judged["ok"].eq(False).fillna(False)]
    return _failed(case, entry, failed), _open(case, judged)


def _failed(case: Case, entry: Entry, failed: pd.DataFrame) -> pd.DataFrame:
    size = failed["gap"].abs()
    expected = failed["expected"].abs()
    if "ignored_to_count" in entry:
        limit = np.maximum(entry["ignored_to_count"], entry["ignored_to_share"] * expected)
        kept = ~failed["rule"].isin(entry["ignored_in"]) | (size > limit)
        failed, size, expected = failed.loc[kept], size.loc[kept], expected.loc[kept]
    by_rule = {rule: registry.tree("rules")[rule]["severity"] for rule in entry["checks"]}
    severity = failed["rule"].astype("object").map(by_rule)
    if "error_from_count" in entry:
        limit = np.maximum(entry["error_from_count"], entry["error_from_share"] * expected)
        severity = severity.mask(size >= limit, "error")
    teller = _Teller(case)
    told = [teller.tell(row) for row in failed.to_dict("records")]
    words, metrics, others = list(zip(*told, strict=True)) or ((), (), ())
    return findings(
        failed["report"],
        severity.to_numpy(),
        words,
        failed["gap"].to_numpy(),
        metrics=metrics,
        compared_with=others,
    )


def _open(case: Case, judged: pd.DataFrame) -> pd.DataFrame:
    known = np.zeros(len(case.reports), dtype=bool)
    known[judged.loc[judged["ok"].notna(), "report"].to_numpy(dtype=np.int64)] = True
    why = np.full(len(case.reports), None, dtype=object)
    first = judged.loc[judged["ok"].isna()].drop_duplicates("report")
    told = [Words(*each) for each in zip(first["reason"], first["reason_zh"], strict=True)]
    for report, words in zip(first["report"], told, strict=True):
        why[report] = words
    return not_judged(~known, why)


class _Teller:
    """Words, metrics and other documents of a sum that does not hold."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.templates: Entry = {"words": registry.tree("reasons")["evidence"]}
        self.families: dict[str, Family] = {}
        self.facts: dict[str, dict[int, dict[Any, Any]]] = {}
        self.ids = case.reports["source_id"].astype("object").to_numpy()

    def tell(self, row: dict[Any, Any]) -> tuple[Words, str, str]:
        instance = instances(row["rule"])[row["instance"]]
        report = int(row["report"])
        metrics = [
            before(term.metric) if term.back else term.metric
            for side in (instance.left, *instance.sums)
            for term in side
        ]
        metrics += [condition.metric for condition in instance.when]
        words = self._prose(instance, report) if instance.bounds else self._gap(instance, row)
        if isinstance(row["reason"], str):
            words = self._say("filled", found=words)
        for condition in instance.when:
            fact = self._fact(condition.metric, report)
            if not instance.bounds and isinstance(fact["raw"], str):
                words = self._say("none_stated", said=fact["raw"], found=words)
        return words, " ".join(dict.fromkeys(metrics)), self._others(instance, report)

    def _say(self, name: str, **values: Any) -> Words:
        return say(self.templates, name, **values)

    def _gap(self, instance: Instance, row: dict[Any, Any]) -> Words:
        entry = registry.tree("rules")[instance.rule]
        report = int(row["report"])
        left, right = (
            self._side(instance, side, report) for side in (instance.left, instance.right)
        )
        party = self._say("party", party=instance.party) if instance.party else Words("", "")
        found = self._say(
            "gap",
            rule=Words(entry["label_en"], entry["label_zh"]),
            party=party,
            left=left,
            right=right,
            gap=f"{row['gap']:+.12g}",
        )
        if any(term.of for term in instance.right):
            size = int(self._family(instance.rule).sizes()[report])
            found = self._say("covered", found=found, n=float(size))
        return found

    def _side(self, instance: Instance, terms: Sequence[Term], report: int) -> Words:
        """Name what is not 0, and the sum of it."""
        told, total = [], 0.0
        for term in terms:
            value, words = self._term(instance, term, report)
            total += value
            if value or len(terms) == 1:
                told.append(words)
        if not told:
            return Words("0", "0")
        if len(told) == 1:
            return told[0]
        return self._say("total", total=total, parts=joined(told, " + ", " + "))

    def _term(self, instance: Instance, term: Term, report: int) -> tuple[float, Words]:
        cells = self.case.cells
        metric = label(term.metric)
        if term.of:
            family = self._family(instance.rule)
            values = cells.value[:, cells.place[term.metric]]
            if term.of == "children":
                n = float(family.sizes()[report])
                value = float(family.total(values)[report])
                return value, self._say("term_children", value=value, metric=metric, n=n)
            child = self._largest(instance, report)
            agency = self.case.text("agency")[child] or self.case.text("agency_id")[child]
            value = float(values[child])
            return value, self._say("term_child", value=value, metric=metric, agency=agency)
        row = int(self.case.back[report]) if term.back else report
        value = cells.value[row, cells.place[term.metric]]
        # A blank that was counted as 0 has no value.
        value = 0.0 if np.isnan(value) else float(value)
        name = "term_before" if term.back else "term"
        sign = "-" if term.sign < 0 else ""
        return term.sign * value, self._say(name, sign=sign, value=value, metric=metric)

    def _prose(self, instance: Instance, report: int) -> Words:
        (term,) = instance.left
        fact = self._fact(term.metric, report)
        candidates = []
        for side in instance.sums:
            values = [self._term(instance, each, report)[0] for each in side]
            names = [
                label(each.metric)
                if each.sign > 0
                else self._say("minus", metric=label(each.metric))
                for each in side
            ]
            value = Words(*[number(sum(values))] * 2)
            candidates.append(joined([joined(names, " + ", " + "), value], " ", ""))
        return self._say(
            "prose",
            metric=label(term.metric),
            bound=str(fact["bound"]),
            value=float(fact["value"]),
            candidates=joined(candidates),
        )

    def _fact(self, metric: str, report: int) -> dict[str, Any]:
        if metric not in self.facts:
            found = self.case.cells.details(metric)[["report", "value", "bound", "raw"]]
            rows = found.astype("object").to_dict("records")
            self.facts[metric] = {row["report"]: row for row in rows}
        return self.facts[metric][report]

    def _family(self, rule: str) -> Family:
        if rule not in self.families:
            entry = registry.tree("rules")[rule]
            self.families[rule] = kin(entry, self.case.reports, self.case.roster)
        return self.families[rule]

    def _children(self, instance: Instance, report: int) -> list[int]:
        family = self._family(instance.rule)
        below: list[int] = family.child[family.parent == report].tolist()
        return below

    def _largest(self, instance: Instance, report: int) -> int:
        cells = self.case.cells
        (term,) = instance.right
        below = self._children(instance, report)
        values = cells.value[below, cells.place[term.metric]]
        exact = cells.exact[below, cells.place[term.metric]]
        return below[int(np.nanargmax(np.where(exact, values, np.nan)))]

    def _others(self, instance: Instance, report: int) -> str:
        rows: list[int] = []
        terms = [term for side in (instance.left, *instance.sums) for term in side]
        if any(term.back for term in terms):
            rows.append(int(self.case.back[report]))
        if any(term.of == "child" for term in terms):
            rows.append(self._largest(instance, report))
        if any(term.of == "children" for term in terms):
            own = int(self._family(instance.rule).own[report])
            rows += [*([own] if own >= 0 else []), *self._children(instance, report)]
        return " ".join(str(self.ids[row]) for row in rows)
