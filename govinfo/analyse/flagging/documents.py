"""Flags for a document as a whole: its basis, its sections, what contradicts across them."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from govinfo import registry
from govinfo.analyse._grid import Bools
from govinfo.analyse.checking.terms import select
from govinfo.analyse.flagging.case import Objects, unset
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    findings,
    label,
    not_judged,
    say,
    together,
)
from govinfo.analyse.flagging.sums import failed_sums


def stale_basis(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag periods that are no calendar year, and plans and notices of another time."""
    notes = case.text("warnings")
    school = case.reports["kind"].isin(entry["kinds_without"]).to_numpy(dtype=bool)
    found = [
        (int(row), *told)
        for row in np.flatnonzero(np.array([bool(text) for text in notes], dtype=bool) & ~school)
        for line in notes[row].split("\n")
        if (told := _stale(line, entry)) is not None
    ]
    rows, severities, kinds, words = list(zip(*found, strict=True)) or ((),) * 4
    # A year that the title gives is one that no statistical period gave; what is cited is
    # judged wherever there is prose.
    no_period = np.isin(case.text("year_basis"), entry["no_period_basis"])
    silent = np.array([not text for text in case.text("narrative")], dtype=bool)
    return together(
        [
            findings(rows, severities, words, basis=kinds),
            not_judged(school, say(entry, "other_period")),
            not_judged(no_period & silent & ~_marked(rows, len(notes)), say(entry, "no_period")),
        ]
    )


def _stale(line: str, entry: Entry) -> tuple[str, str, Words] | None:
    """Severity, kind and words of what a warning of the reader tells of period or basis."""
    for told in entry["told"]:
        match = re.match(told["text"], line)
        if match:
            return told["severity"], told["words"], say(entry, told["words"], **match.groupdict())
    return None


def missing_section(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag documents without one of the six sections, governments without assessment."""
    headings = case.text("sections")
    why = _unseen(case, entry, headings)
    absent: list[tuple[int, str]] = []
    for row in np.flatnonzero(unset(why)):
        there = set(headings[row].split())
        lacking = [name not in there for name in entry["sections"]]
        if _cut(lacking, entry["cut_run"]):
            why[row] = say(entry, "cut_at_end")
            continue
        names = [name for name, lacks in zip(entry["sections"], lacking, strict=True) if lacks]
        absent += [(int(row), name) for name in names]
    words = [
        say(entry, "absent", number=entry["sections"].index(name) + 1, name=say(entry, name))
        for _, name in absent
    ]
    silent = _without_assessment(case, entry, headings, unset(why))
    severity = entry["assessment_severity"]
    said = say(entry, "no_assessment")
    return together(
        [
            findings([row for row, _ in absent], entry["severity"], words),
            findings(np.flatnonzero(silent), severity, said, basis="assessment"),
            not_judged(~unset(why), why),
        ]
    )


def _unseen(case: Case, entry: Entry, headings: Objects) -> Objects:
    """Why the headings of a document say nothing of its sections, None where they do."""
    why = np.full(len(headings), None, dtype=object)
    cut = np.array([_is_cut(text, entry) for text in case.text("warnings")], dtype=bool)
    lost = np.array([bool(text) for text in case.text("tables_lost")], dtype=bool)
    old = unset(headings) | ~(case.years >= entry["first"])
    exempt = case.reports["kind"].isin(entry["kinds_without"]).to_numpy(dtype=bool)
    for where, reason in (
        (exempt, "not_prescribed"),
        (np.isnan(case.years), "year_unknown"),
        (old, "no_outline"),
        (lost, "table_lost"),
        (cut, "cut_off"),
    ):
        why[unset(why) & where] = say(entry, reason)
    return why


def _is_cut(warnings: str | None, entry: Entry) -> bool:
    return any(
        line.startswith(entry["cut"]) and not line.startswith(entry["not_cut"])
        for line in (warnings or "").split("\n")
    )


def _cut(lacking: list[bool], run: int) -> bool:
    """Whether so many sections in a row lack at one end, but not all."""
    return all(lacking[:run]) or all(lacking[-run:])


def _without_assessment(case: Case, entry: Entry, headings: Objects, judged: Bools) -> Bools:
    """Mark the governments whose prose is all there and names no assessment."""
    texts = case.text("narrative")
    government = case.reports["kind"].isin(entry["assessment_kinds"]).to_numpy(dtype=bool)
    silent = np.zeros(len(texts), dtype=bool)
    for row in np.flatnonzero(judged & government):
        text, there = texts[row] or "", set(headings[row].split())
        silent[row] = all(
            name in there and f"[{name}]" in text for name in entry["assessment_needs"]
        ) and not any(word in text for word in entry["assessment"])
    return silent


def cross_logic(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag tables and prose that contradict each other, and fees that no scale gives."""
    failed, open_ = failed_sums(case, entry)
    fees, any_fee = _odd_fees(case, entry)
    return together([failed, fees, open_.loc[~open_["report"].isin(np.flatnonzero(any_fee))]])


def _odd_fees(case: Case, entry: Entry) -> tuple[pd.DataFrame, Bools]:
    """Findings on fees, and which reports state one."""
    names = select(entry["fee_metrics"])
    value = case.values(names)
    known = ~np.isnan(value) & (case.years >= entry["fee_from"])[:, None]
    rows, columns = np.nonzero(known & (np.mod(value, entry["fee_step"]) != 0))
    words = [
        say(
            entry,
            "fee",
            metric=label(names[column]),
            value=value[row, column],
            unit=registry.metric(names[column])["unit"],
            step=entry["fee_step"],
        )
        for row, column in zip(rows, columns, strict=True)
    ]
    metrics = [names[column] for column in columns]
    scores = value[rows, columns]
    found = findings(rows, entry["severity"], words, scores, metrics=metrics, basis="fee")
    stated: Bools = np.asarray(known.any(axis=1))
    return found, stated


def _marked(rows: tuple[int, ...], size: int) -> Bools:
    marked = np.zeros(size, dtype=bool)
    marked[list(rows)] = True
    return marked
