"""Flags for printed sums that do not hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._evidence import (
    Case,
    Entry,
    findings,
    label,
    not_judged,
    number,
    together,
)
from govinfo.analyse._terms import Instance, Term, instances
from govinfo.analyse.checks import judge


def sums(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag what `check` finds false; ``na`` where no sum of the rule could be judged."""
    failed, open_ = failed_sums(case, entry)
    return together([failed, open_])


def failed_sums(case: Case, entry: Entry) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give findings, and ``na`` rows for the reports of which no sum could be judged."""
    judged = judge(
        case.cells,
        entry["checks"],
        case.steady_back,
        case.steady_why,
        blank_as_zero=case.blank_as_zero,
    )
    failed = judged.loc[judged["ok"].eq(False).fillna(False)]
    return _failed(case, entry, failed), _open(case, entry, judged)


def _failed(case: Case, entry: Entry, failed: pd.DataFrame) -> pd.DataFrame:
    size = failed["gap"].abs()
    expected = failed["expected"].abs()
    if "ignored_to_count" in entry:
        limit = np.maximum(entry["ignored_to_count"], entry["ignored_to_share"] * expected)
        kept = ~failed["rule"].isin(entry["ignored_in"]) | (size > limit)
        failed, size, expected = failed.loc[kept], size.loc[kept], expected.loc[kept]
    by_rule = {rule: registry.tree("rules")[rule]["severity"] for rule in entry["checks"]}
    severity = failed["rule"].map(by_rule).astype("object")
    if "error_from_count" in entry:
        limit = np.maximum(entry["error_from_count"], entry["error_from_share"] * expected)
        severity = severity.mask(size >= limit, "error")
    evidence = [_evidence(case, row) for row in failed.to_dict("records")]
    return findings(failed["report"], severity.to_numpy(), evidence, failed["gap"].to_numpy())


def _open(case: Case, entry: Entry, judged: pd.DataFrame) -> pd.DataFrame:
    known = np.zeros(len(case.reports), dtype=bool)
    known[judged.loc[judged["ok"].notna(), "report"].to_numpy(dtype=np.int64)] = True
    why = np.full(len(case.reports), "", dtype=object)
    forms = {form for rule in entry["checks"] for form in registry.tree("rules")[rule]["forms"]}
    why[:] = f"no figures of {' or '.join(sorted(forms))}"
    first = judged.loc[judged["ok"].isna()].drop_duplicates("report")
    why[first["report"].to_numpy(dtype=np.int64)] = first["reason"].to_numpy(dtype=object)
    return not_judged(~known, why)


def _evidence(case: Case, row: dict[Any, Any]) -> str:
    instance = _equations(row["rule"])[row["instance"]]
    report = row["report"]
    entry = registry.tree("rules")[instance.rule]
    party = f" ({instance.party})" if instance.party else ""
    left, right = (_side(case, side, report) for side in (instance.left, instance.right))
    filled = f"; {row['reason']}" if isinstance(row["reason"], str) else ""
    return f"{entry['label_en']}{party}: {left} against {right}, gap {row['gap']:+.12g}{filled}"


def _side(case: Case, terms: Sequence[Term], report: int) -> str:
    """Name what is not 0, and the sum of it."""
    words, total = [], 0.0
    for term in terms:
        row = int(case.steady_back[report]) if term.back else report
        value = case.cells.value[row, case.cells.place[term.metric]]
        # A blank that was counted as 0 has no value.
        value = 0.0 if np.isnan(value) else float(value)
        total += term.sign * value
        if value:
            before = " (year before)" if term.back else ""
            words.append(
                f"{'-' if term.sign < 0 else ''}{number(value)} {label(term.metric)}{before}"
            )
    if len(words) < 2:
        return words[0] if words else f"0 {label(terms[0].metric)}" if len(terms) == 1 else "0"
    return f"{number(total)} ({' + '.join(words)})"


@cache
def _equations(rule: str) -> tuple[Instance, ...]:
    return tuple(instances(rule))
