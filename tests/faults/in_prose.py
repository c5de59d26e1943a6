"""Faults of the prose, alone or against the tables."""

from __future__ import annotations

import re
from random import Random

from faults.desk import Desk
from faults.figures import PARTIES
from faults.planting import Cells, Make, put

_LIST_END = re.compile(r"(?<=类)(\d+)条(?=[。）])")


def misquoted(metric: str) -> Make:
    """The prose gives another number than the table."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        name = f"narrative.{metric}"
        if not desk.sayable(source_id, name) or not desk.get(source_id, name) > 0:
            return None
        if metric == "requests_received" and desk.has(source_id, "narrative.requests_carried_in"):
            return None
        table, old = desk.table(source_id), desk.get(source_id, name)
        if not {"requests.new.total", "requests.carried_in.total"} <= table.keys():
            return None
        most = max(table["requests.new.total"] + table["requests.carried_in.total"], old)
        desk.say(source_id, name, most + rng.randint(2, 30))
        return [(source_id, name, old, desk.get(source_id, name))]

    return make


def unbalanced(desk: Desk, source_id: str, rng: Random) -> Cells:
    """What came in and what went out differ in the prose alone."""
    name = "narrative.requests_carried_out"
    if not desk.has(source_id, name):
        return None
    old = desk.get(source_id, name)
    desk.say(source_id, name, old + rng.randint(1, 9))
    return [(source_id, name, old, desk.get(source_id, name))]


def parts(*, too_large: bool) -> Make:
    """The last part of a list is too large for the total, or too small where all are listed."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        text = desk.documents[source_id]["narrative"]
        match = _LIST_END.search(text)
        total = desk.get(source_id, "narrative.disclosed_total")
        if match is None or not total >= 100:
            return None
        # Only 包括 claims that all are listed; 其中 and a bracket do not.
        if not too_large and "包括" not in text[max(match.start() - 60, 0) : match.start()]:
            return None
        value = int(total) + rng.randint(1, 50) if too_large else int(match[1]) // 2
        if not too_large and int(match[1]) - value < 3 + 0.02 * total:
            return None
        desk.rewrite(source_id, *match.span(1), str(value))
        return []

    return make


def none_told(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The prose says that no request came in; the table has some."""
    table = desk.table(source_id)
    if table.get("narrative.requests_received") != 0 or "requests.carried_in.total" not in table:
        return None
    if any(table[f"requests.carried_in.{party}"] for party in PARTIES):
        return None
    rows = ("new", "concluded", "granted")
    return put(
        desk,
        source_id,
        {
            f"requests.{r}.{p}": table[f"requests.{r}.{p}"] + 2
            for r in rows
            for p in ("natural_person", "total")
        },
    )


def odd_fee(desk: Desk, source_id: str, rng: Random) -> Cells:
    """An information-processing fee that no scale gives."""
    name = "narrative.information_fee"
    if not desk.get(source_id, name) > 0:
        return None
    old = desk.get(source_id, name)
    desk.say(source_id, name, old + rng.randint(1, 9))
    return [(source_id, name, old, desk.get(source_id, name))]


def many_suits(desk: Desk, source_id: str, rng: Random) -> Cells:
    """More disputes than two years' answers; the block itself adds up."""
    before = desk.beside(source_id, -1)
    if before is None or desk.has(source_id, "narrative.reconsideration_cases"):
        return None
    answers = sum(desk.get(each, "requests.concluded.total") for each in (source_id, before))
    block = "reconsideration"
    if not answers >= 0:
        return None
    more = answers + rng.randint(1, 20)
    return put(
        desk,
        source_id,
        {f"{block}.{c}": desk.get(source_id, f"{block}.{c}") + more for c in ("upheld", "total")},
    )


def fee_denied(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Requests lapsed for want of payment; the prose says that no fee ever fell due."""
    table = desk.table(source_id)
    cells = [
        f"requests.{r}.{p}"
        for r in ("granted", "other.fee_unpaid")
        for p in ("natural_person", "total")
    ]
    if table.get("narrative.information_fee") != 0 or any(c not in table for c in cells):
        return None
    if not table["requests.granted.natural_person"] >= 2:
        return None
    sign = {"requests.granted": -1, "requests.other.fee_unpaid": 1}
    desk.restate(source_id, "narrative.information_fee", "没有产生信息处理费")
    return put(desk, source_id, {c: table[c] + sign[c.rpartition(".")[0]] for c in cells})
