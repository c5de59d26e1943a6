"""Faults between the reports of one agency on different years."""

from __future__ import annotations

from random import Random

from faults.desk import Desk
from faults.planting import Cells, Make, put
from govinfo import registry

DECISIONS = ("licensing.decisions", "penalties.decisions")


def is_last(desk: Desk, source_id: str) -> bool:
    """Whether the agency has no later report and one for the year before."""
    return desk.beside(source_id, 1) is None and desk.beside(source_id, -1) is not None


def same_form(desk: Desk, source_id: str) -> str | None:
    """The report of the year before, if both are on the same forms."""
    before = desk.beside(source_id, -1)
    if before is None:
        return None
    forms = [desk.documents[each]["forms"] for each in (source_id, before)]
    return before if forms[0] == forms[1] else None


def carried(by: tuple[int, int]) -> Make:
    """More carried in than was carried out the year before; the table itself adds up."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        table = desk.table(source_id)
        before = desk.beside(source_id, -1)
        rows = ("carried_in", "concluded", "granted")
        cells = [f"requests.{row}.{party}" for row in rows for party in ("natural_person", "total")]
        told = {"narrative.requests_concluded", "narrative.requests_carried_in"}
        if (
            before is None
            or any(c not in table for c in cells)
            or told & desk.place(source_id).keys()
        ):
            return None
        # The prose may tell of what came in with or without what was carried in.
        if table.get("narrative.requests_received") == 0:
            return None
        was = desk.get(before, "requests.carried_out.total")
        if not was >= 0 or (by[0] < 5 and was == 0):
            return None
        more = rng.randint(*by) + (int(0.2 * was) if by[0] >= 5 else 0)
        if by[0] < 5 and more >= max(5, 0.2 * was):
            return None
        return put(desk, source_id, {metric: table[metric] + more for metric in cells})

    return make


def repeated(but: int) -> Make:
    """The flows of the year before once more, all of them or all but one."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        before = same_form(desk, source_id)
        if before is None:
            return None
        now, was = desk.table(source_id), desk.table(before)
        flows = [m for m in was if m in now and registry.metric_rows()[m]["kind"] != "stock"]
        copied = [m for m in flows if not m.startswith("narrative.")]
        decided = next((m for m in DECISIONS if was.get(m, 0) >= 20 and now.get(m) != was[m]), "")
        single = [m for m in copied if was[m] and "carried" not in m and not m.endswith(".total")]
        if len(single) < 12 or not decided:
            return None
        if but:
            copied.remove(decided)
        for metric in [m for m in desk.place(source_id) if m.startswith("narrative.")]:
            # What the prose says is repeated as well, or not said.
            if desk.has(before, metric) and desk.sayable(source_id, metric):
                desk.say(source_id, metric, desk.value(before, metric))
            elif "requests" in metric or "cases" in metric or "fee" in metric:
                desk.unsay_if_there(source_id, metric)
        carried = [m for m in was if m in now and "carried" in m]
        return put(desk, source_id, {m: was[m] for m in (*copied, *carried) if was[m] != now[m]})

    return make


def sudden(factor: float) -> Make:
    """One figure many times that of the year before, or a small part of it."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        before = desk.beside(source_id, -1)
        if before is None:
            return None
        large = [m for m in DECISIONS if desk.get(before, m) >= 150 and desk.has(source_id, m)]
        if not large:
            return None
        return put(desk, source_id, {large[0]: round(desk.get(before, large[0]) * factor) * 1.0})

    return make


def scope_declared(desk: Desk, source_id: str, rng: Random) -> Cells:
    """From now on the report says that it speaks for all below it, and its figures grow."""
    if not is_last(desk, source_id) or desk.documents[source_id]["level"] == "township":
        return None
    cells = _scaled(desk, source_id, 3)
    if cells:
        for each in desk.years(source_id):
            desk.documents[each]["scope"] = "own"
        desk.documents[source_id]["scope"] = "mixed"
    return cells


def scope_jump(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The report speaks for all below it and does not say so: everything is 40 times as much."""
    before = same_form(desk, source_id)
    if not is_last(desk, source_id) or before is None:
        return None
    was = desk.table(before)
    now = desk.table(source_id)
    steady = [
        m
        for m in now
        if not m.startswith("narrative.")
        and m.endswith((".decisions", ".total", ".in_force"))
        and was.get(m, 0) >= 4
        and now[m] >= was[m]
    ]
    if len(steady) < 5:
        return None
    return _scaled(desk, source_id, 40)


def _scaled(desk: Desk, source_id: str, factor: int) -> Cells:
    table = desk.table(source_id)
    if not table.get("requests.carried_in.total"):
        return None
    for metric in list(desk.place(source_id)):
        if metric.startswith(("narrative.requests", "narrative.recons", "narrative.liti")):
            desk.unsay_if_there(source_id, metric)
    new = {m: v * factor for m, v in table.items() if v and not m.startswith("narrative.")}
    return put(desk, source_id, new)


def out_of_peers(desk: Desk, source_id: str, rng: Random) -> Cells:
    """In every year a thousand times the decisions of its peers."""
    ids = desk.years(source_id)
    values = [desk.get(each, "licensing.decisions") for each in ids]
    # An agency that has as much as most of its kind.
    if desk.documents[source_id]["kind"] != "department" or not all(60 < v < 200 for v in values):
        return None
    return [
        cell
        for each in ids
        for cell in put(
            desk, each, {"licensing.decisions": desk.get(each, "licensing.decisions") * 3000}
        )
    ]


def fees_in_yuan(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The amount in 元 where the form asks for 万元."""
    years = [desk.get(each, "fees.amount") for each in desk.years(source_id)]
    if sum(value > 0 for value in years) < 4 or not desk.get(source_id, "fees.amount") > 0:
        return None
    return put(desk, source_id, {"fees.amount": desk.get(source_id, "fees.amount") * 10_000})


def stock(*, repealed: bool) -> Make:
    """More in force than follows from the year before; or more repealed than there was."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        before = same_form(desk, source_id)
        name = "normative_documents"
        if (
            before is None
            or not is_last(desk, source_id)
            or not desk.has(source_id, f"{name}.in_force")
        ):
            return None
        in_force = desk.get(source_id, f"{name}.in_force")
        if not repealed:
            return put(desk, source_id, {f"{name}.in_force": in_force + 6 + round(in_force * 0.4)})
        most = desk.get(before, f"{name}.in_force") + desk.get(source_id, f"{name}.issued")
        return put(desk, source_id, {f"{name}.repealed": most + rng.randint(1, 4)})

    return make


def items_lost(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The items of last year are not those that the report of last year left."""
    before = same_form(desk, source_id)
    if before is None or not desk.get(source_id, "licensing.items_last_year") >= 8:
        return None
    value = desk.get(source_id, "licensing.items_last_year") * 2 + 6
    return put(desk, source_id, {"licensing.items_last_year": value})
