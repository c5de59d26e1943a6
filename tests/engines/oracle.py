"""The checks by the letter of the rules: plain loops over one report after the other."""

from __future__ import annotations

import math

import pandas as pd

from govinfo import registry
from govinfo.analyse.checking.terms import instances

_COMPARED = {
    "=": lambda low, high, value, slack: low - slack <= value <= high + slack,
    "<=": lambda low, _, value, slack: low <= value + slack,
    ">=": lambda _, high, value, slack: high >= value - slack,
}


class Unknown(Exception):
    """A cell that has no number."""


def oracle(facts: pd.DataFrame, *, blank_as_zero: bool) -> dict[tuple, tuple]:
    """Rule, document and party to ok, observed and expected; None where not judged."""
    reports = {}
    for row in facts.astype("object").to_dict("records"):
        row["year"] = None if pd.isna(row["year"]) else row["year"]
        reports.setdefault(row["source_id"], {})[row["metric"]] = row
    found = {}
    for source, cells in reports.items():
        before = _before(source, reports)
        forms = {row["form"] for row in cells.values()}
        for rule, entry in registry.tree("rules").items():
            rows = _of_rule(rule, entry, cells, before, forms, blank_as_zero)
            found |= {(rule, source, party): judged for party, judged in rows.items()}
    return found


def _before(source, reports):
    who = {name: _who(cells) for name, cells in reports.items()}
    agency, year = who[source]
    if year is None or agency.startswith("unknown:"):
        return None
    here = [name for name in who if who[name] == (agency, year)]
    there = [name for name in who if who[name] == (agency, year - 1)]
    return reports[there[0]] if len(here) == len(there) == 1 else None


def _who(cells):
    row = next(iter(cells.values()))
    return row["agency_id"], row["year"]


def _of_rule(rule, entry, cells, before, forms, blank_as_zero):
    rows, tables = {}, set()
    for form in entry["forms"]:
        table = form.split(".")[0]
        if form in forms and table not in tables:
            tables.add(table)
            for each in instances(rule):
                if each.form == form:
                    relative = any(term.of for term in each.right)
                    party = "" if relative else each.party
                    judged = (None, None, None)
                    if not relative:
                        judged = _judged(each, cells, before, blank_as_zero)
                    rows[party] = judged
    return rows or {"": (None, None, None)}


def _judged(each, cells, before, blank_as_zero):
    try:
        if not all(_met(condition, cells) for condition in each.when):
            return None, None, None
        if each.bounds:
            fact = cells.get(each.left[0].metric)
            if fact is None or fact["status"] != "reported":
                return None, None, None
            left, n_blank = fact["value"], 0
            low, high = _range(fact, each.bounds)
        else:
            left, n_blank = _sum(each.left, cells, before, blank_as_zero)
            low = high = left
    except Unknown:
        return None, None, None
    plain = not (each.others or each.when or each.bounds)
    candidates, unknown = [], False
    for terms in each.sums:
        try:
            value, n_more = _sum(terms, cells, before, blank_as_zero)
        except Unknown:
            unknown = True
            continue
        if plain:
            silent = n_blank + n_more == len(each.left) + len(terms)
        else:
            silent = n_more == len(terms) and (len(terms) > 0 or n_blank == len(each.left))
        unknown |= silent
        if not silent:
            candidates.append(value)
    if not candidates:
        return None, None, None
    holds = [_COMPARED[each.op](low, high, value, each.tolerance) for value in candidates]
    if not any(holds) and unknown:
        return None, None, None
    best = min(candidates, key=lambda value: _far(each.op, low, high, value))
    ok = any(holds)
    if ok and each.identity and _placed(each, cells):
        ok = None
    return ok, left, best


def _far(op, low, high, value):
    below, above = low - value, value - high
    return max({"=": max(below, above), "<=": below, ">=": above}[op], 0.0)


def _met(condition, cells):
    fact = cells.get(condition.metric)
    if fact is None or fact["status"] != "reported":
        return False
    if condition.op:
        exact = fact["bound"] not in ("≥", "≤", "≈")
        value, bar = fact["value"], condition.number
        compared = {"=": value == bar, "<": value < bar, ">": value > bar}
        compared |= {"<=": value <= bar, ">=": value >= bar}
        if not exact or not compared[condition.op]:
            return False
    if condition.method and (fact["method"] == condition.method) == condition.other_method:
        return False
    raw = fact["raw"] if isinstance(fact["raw"], str) else ""
    return not condition.words or any(word in raw for word in condition.words)


def _sum(terms, cells, before, blank_as_zero):
    total, n_blank = 0.0, 0
    for term in terms:
        held = before if term.back else cells
        fact = None if held is None else held.get(term.metric)
        if fact is None:
            raise Unknown
        if fact["status"] == "blank" and blank_as_zero:
            n_blank += 1
        elif fact["status"] != "reported" or fact["bound"] in ("≥", "≤", "≈"):
            raise Unknown
        else:
            total += term.sign * fact["value"]
    return total, n_blank


def _placed(each, cells):
    facts = [cells[term.metric] for term in (*each.left, *each.right)]
    return any(
        fact["status"] == "reported" and fact["method"] in ("decoded", "ocr") for fact in facts
    )


def _range(fact, how):
    value, bound, raw = fact["value"], fact["bound"], fact["raw"]
    place = 1.0
    while value and value % (place * 10) == 0:
        place *= 10
    if bound == "≥":
        return value, value + (place if place > 1 else 0)
    if bound == "≤":
        return how.at_most_from * value, value
    if bound == "≈":
        return (1 - how.about) * value, (1 + how.about) * value
    if isinstance(raw, str) and how.rounded in raw:
        return value - place / 2, value + place / 2
    return value, value


def plain(value: object) -> object:
    """None for what is missing."""
    missing = value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))
    return None if missing else value
