"""What must not hold in a report after a fault, from the relations written out once more.

Nothing of the project's own checks is asked: the sums come from the rows and columns of
the forms, the rest is said here in plain Python. A table is a dict of what is reported.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from variants.sums import sums_of

from faults.figures import BLOCKS, LISTED, PARTIES

Table = Mapping[str, float]
FORMS = ("requests.2021", "requests.2019", "disputes")
FLAG_OF = {
    "A1": "requests_balance",
    "A2": "requests_outcomes",
    "A3": "requests_parties",
    "B1": "disputes_sum",
}
COLUMNS = (*PARTIES, "total")
FEE_STEP = 10  # 元


def broken_sums(table: Table, forms: str) -> list[tuple[str, str]]:
    """The printed sums that do not hold, by rule and column, row or block."""
    found = []
    for form in FORMS:
        for each in sums_of(form) if form in forms.split() else ():
            if all(metric in table for metric in each.terms):
                gap = sum(sign * table[metric] for metric, sign in each.terms.items())
                if abs(gap) > 1e-6:
                    found.append((each.rule, each.party))
    return found


def flags(table: Table, before: Table | None, forms: str, level: str) -> dict[str, str]:
    """The flag rules that a report must raise, each with its severity."""
    found = {FLAG_OF[rule]: "error" for rule, _ in broken_sums(table, forms)}
    for rule, severity in (*_alone(table, level), *(_years(table, before) if before else ())):
        ranks = ("info", "warning", "error")
        found[rule] = max(found.get(rule, "info"), severity, key=ranks.index)
    return found


def _alone(table: Table, level: str) -> Iterator[tuple[str, str]]:
    for metric, value in table.items():
        money = metric.endswith((".amount", "_fee"))
        if value < 0 and not metric.endswith("change"):
            yield "impossible_value", "error"
        if not money and value != math.floor(value):
            yield "impossible_value", "error"
        if metric.startswith("rules.") and value > 0 and level in ("county", "township"):
            yield "impossible_value", "error"
    yield from _prose(table)


def _prose(table: Table) -> Iterator[tuple[str, str]]:
    new, carried_in = (table.get(f"requests.{row}.total") for row in ("new", "carried_in"))
    concluded = table.get("requests.concluded.total")
    said = {name.removeprefix("narrative."): table[name] for name in table if "narrative." in name}
    if new is not None and carried_in is not None and concluded is not None:
        load = new + carried_in
        if said.get("requests_received", new) not in (new, load):
            yield "text_table", "warning"
        if said.get("requests_concluded", new) not in (concluded, new, load):
            yield "text_table", "warning"
        if said.get("requests_received") == 0 and new > 0:
            yield "cross_logic", "warning"
    totals = [table.get(f"{block}.total", math.nan) for block in BLOCKS]
    pending = [table.get(f"{block}.pending", math.nan) for block in BLOCKS]
    allowed = {totals[0], totals[0] - pending[0]}
    if not math.isnan(totals[0]) and said.get("reconsideration_cases", totals[0]) not in allowed:
        yield "text_table", "warning"
    suits = totals[1] + totals[2]
    allowed = {suits, suits - pending[1] - pending[2], totals[1], totals[2]}
    allowed |= {totals[1] - pending[1], totals[2] - pending[2]}
    if not math.isnan(suits) and said.get("litigation_cases", suits) not in allowed:
        yield "text_table", "warning"
    four = [
        said.get(f"requests_{n}") for n in ("received", "carried_in", "concluded", "carried_out")
    ]
    if None not in four and four[0] + four[1] != four[2] + four[3]:
        yield "narrative_parts", "warning"
    if said.get("information_fee", 0) % FEE_STEP:
        yield "cross_logic", "warning"
    if said.get("information_fee") == 0 and table.get("requests.other.fee_unpaid.total", 0) > 0:
        yield "cross_logic", "info"


def _years(table: Table, before: Table) -> Iterator[tuple[str, str]]:
    for party in COLUMNS:
        now, was = (
            table.get(f"requests.carried_in.{party}"),
            before.get(f"requests.carried_out.{party}"),
        )
        if now is not None and was is not None and now != was:
            yield "carry_over", "error" if abs(now - was) >= max(5, 0.2 * abs(was)) else "warning"
    for name in ("rules", "normative_documents"):
        stock = before.get(f"{name}.in_force")
        cells = [table.get(f"{name}.{column}") for column in ("in_force", "issued", "repealed")]
        if stock is None or None in cells:
            continue
        expected = stock + cells[1] - cells[2]
        if abs(cells[0] - expected) > max(5, 0.2 * abs(expected)):
            yield "stock_flow", "info"
        if cells[2] > stock + cells[1]:
            yield "stock_flow", "error"
    for item in LISTED:
        now = table.get(f"{item}.items_last_year")
        was = [before.get(f"{item}.{column}") for column in ("items_last_year", "items_change")]
        if now is None or None in was:
            continue
        if abs(now - sum(was)) > max(5, 0.2 * abs(sum(was))):
            yield "stock_flow", "info"
    for block in BLOCKS:
        now, was = table.get(f"{block}.total"), before.get(f"{block}.pending")
        if now is not None and was is not None and was > now:
            yield "stock_flow", "info"
    first = [table.get(f"{block}.total") for block in BLOCKS[:2]]
    answered = [each.get("requests.concluded.total") for each in (table, before)]
    if None not in first and None not in answered and sum(first) > sum(answered):
        yield "cross_logic", "warning"
