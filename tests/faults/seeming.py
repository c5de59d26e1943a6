"""What only seems wrong: a careful reader accuses nobody of it."""

from __future__ import annotations

from random import Random

import pandas as pd

from faults.desk import Desk
from faults.documents import overview
from faults.figures import PARTIES
from faults.planting import Cells, put
from govinfo import gazetteer


def blank_left(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A cell of the requests table is left empty; nothing can be said of its sums."""
    table = desk.table(source_id)
    metric = "requests.granted.natural_person"
    if not table.get(metric, 0) > 0:
        return None
    desk.blank(source_id, metric)
    return [(source_id, metric, table[metric], float("nan"))]


def posted_again(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The date is that of a new website, three years later."""
    one = desk.documents[source_id]
    one["published"] = pd.Timestamp(one["year"] + 4, 6, 15)
    return []


def neighbour_named(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Another county is named in passing, for what was learnt there."""
    one = desk.documents[source_id]
    others = [
        each["agency"].removesuffix("人民政府")
        for each in desk.documents.values()
        if (each["level"], each["kind"]) == ("county", "government")
        and each["region_code"] != one["region_code"]
    ]
    if not others:
        return None
    stop = overview(desk, source_id)[1]
    words = rng.choice(
        (
            "组织人员赴{}学习交流公开经验。",
            "与{}开展对口协作，互派信息员跟岗。",
            "参加由{}承办的片区业务座谈。",
        )
    )
    desk.rewrite(source_id, stop, stop, words.format(rng.choice(others)))
    return []


def older_version(desk: Desk, source_id: str, rng: Random) -> Cells:
    """An older version had carried out more; the current one, and the next year, agree."""
    if (
        desk.beside(source_id, 1) is None
        or not desk.get(source_id, "requests.granted.natural_person") >= 9
    ):
        return None
    other = f"{rng.getrandbits(64):016x}"
    earlier = desk.documents[source_id]["published"] - pd.Timedelta(days=7)
    desk.copy(source_id, other, current=False, published=earlier)
    for row, sign in (("carried_out", 1), ("concluded", -1), ("granted", -1)):
        for party in ("natural_person", "total"):
            metric = f"requests.{row}.{party}"
            desk.change_copy(other, metric, desk.get(source_id, metric) + 8 * sign)
    return []


def subset_short(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Of a total, one kind is named with 其中, and it is far smaller."""
    if not desk.sayable(source_id, "narrative.disclosed_total"):
        return None
    _, stop = desk.span(source_id, "narrative.disclosed_total")
    text = desk.documents[source_id]["narrative"]
    if text[stop] != "。":
        return None
    desk.rewrite(source_id, stop, stop, "，其中，民生保障类9条，行政执法类5条")
    return []


def pending_left_out(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The prose counts only the disputes that were closed."""
    name = "narrative.reconsideration_cases"
    table = desk.table(source_id)
    if not desk.sayable(source_id, name) or not table["reconsideration.pending"] > 0:
        return None
    if table["reconsideration.total"] == table["reconsideration.pending"]:
        return None
    desk.say(source_id, name, table["reconsideration.total"] - table["reconsideration.pending"])
    return []


def tables_lost(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The file has lost a table: its heading may be lost with it."""
    one = desk.documents[source_id]
    for metric in list(desk.place(source_id)):
        if metric.startswith("requests."):
            desk.drop(source_id, metric)
    one["forms"] = " ".join(
        form for form in one["forms"].split() if not form.startswith("requests")
    )
    one["tables_lost"] = "requests"
    one["sections"] = one["sections"].replace("requests ", "")
    one["warnings"] = "table_lost: the heading of the requests table is there, the table is not"
    return []


def only_totals(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Only the column of all applicants is filled in, the others are left empty."""
    if desk.get(source_id, "requests.new.total") != 0:
        return None
    for metric in list(desk.place(source_id)):
        if metric.startswith("requests.") and not metric.endswith(".total"):
            desk.blank(source_id, metric)
    return []


def dashes(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A dash wherever there is nothing to count."""
    for metric, value in desk.table(source_id).items():
        if value == 0 and not metric.startswith("narrative."):
            desk.blank(source_id, metric, status="not_applicable", raw="-")
    return []


def undated(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The page does not say when it was published."""
    desk.documents[source_id]["published"] = pd.NaT
    return []


def superior_named(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The opening sentence names the city or province that leads."""
    one = desk.documents[source_id]
    units = gazetteer.units(one["year"])
    unit = units.get(one["region_code"])
    above = units.get((unit.prefecture or unit.province) if unit else "")
    if one["level"] not in ("county", "township") or above is None:
        return None
    start, _ = overview(desk, source_id)
    words = f"在{above.name}人民政府的统一部署和{above.name}政务公开主管部门的指导下开展工作。"
    desk.rewrite(source_id, start, start, words)
    return []


def load_told(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The prose counts what was carried in among what was received."""
    name = "narrative.requests_received"
    load = sum(desk.get(source_id, f"requests.{row}.total") for row in ("new", "carried_in"))
    if not desk.get(source_id, name) > 0 or load == desk.get(source_id, name):
        return None
    if desk.has(source_id, "narrative.requests_carried_in") or not load > 0:
        return None
    desk.say(source_id, name, load)
    return []


def told_about(desk: Desk, source_id: str, rng: Random) -> Cells:
    """The prose says about how many requests came in: 近, so many and a few less."""
    name = "narrative.requests_received"
    value = desk.get(source_id, name)
    if not value >= 100 or desk.has(source_id, "narrative.requests_carried_in"):
        return None
    desk.say(source_id, name, 10.0 * (value // 10 + 1))
    start, _ = desk.span(source_id, name)
    desk.rewrite(source_id, start, start, "近")
    desk.bound(source_id, name, "≤")
    return []


def fees_and_no_fee(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Fees charged by the county are no information-processing fee, which it denies."""
    if desk.get(source_id, "narrative.information_fee") != 0:
        return None
    if desk.get(source_id, "fees.amount") != 0:
        return None
    return put(desk, source_id, {"fees.amount": 12.7})


def fee_not_collected(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Requests lapsed for want of payment, and so no fee came in."""
    table = desk.table(source_id)
    rows = {"requests.granted": -1, "requests.other.fee_unpaid": 1}
    cells = {f"{row}.{party}": by for row, by in rows.items() for party in (PARTIES[0], "total")}
    if table.get("narrative.information_fee") != 0 or any(cell not in table for cell in cells):
        return None
    if not table["requests.granted.natural_person"] >= 2:
        return None
    return put(desk, source_id, {cell: table[cell] + by for cell, by in cells.items()})


def all_repealed(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Everything that was in force or was issued has been repealed."""
    name = "normative_documents"
    before = desk.beside(source_id, -1)
    if before is None or desk.beside(source_id, 1) is not None:
        return None
    most = desk.get(before, f"{name}.in_force") + desk.get(source_id, f"{name}.issued")
    if not most > 0 or not desk.has(source_id, f"{name}.in_force"):
        return None
    return put(desk, source_id, {f"{name}.in_force": 0.0, f"{name}.repealed": most})


def few_repeat(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A town has the same three or four small figures as the year before."""
    before = desk.beside(source_id, -1)
    if before is None or desk.documents[source_id]["forms"] != desk.documents[before]["forms"]:
        return None
    was, now = desk.table(before), desk.table(source_id)
    if desk.documents[source_id]["level"] != "township" or was.keys() != now.keys():
        return None
    tables = [metric for metric in was if not metric.startswith("narrative.")]
    none = ("requests.carried_in.total", "requests.carried_out.total")
    if any(was.get(metric, 1.0) for metric in none) or not was.get("requests.new.total", 0.0):
        return None
    if any(was[m] > 3 for m in tables if not m.endswith(".in_force")):
        return None
    for metric in [metric for metric in now if metric.startswith("narrative.requests")]:
        desk.unsay_if_there(source_id, metric)
    return put(desk, source_id, {m: was[m] for m in tables if was[m] != now[m]})


def from_none_to_nine(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Nine decisions after none: many times as much, and nothing."""
    before = desk.beside(source_id, -1)
    metric = "coercion.decisions"
    if before is None or desk.beside(source_id, 1) is not None:
        return None
    if desk.get(before, metric) != 0 or not desk.has(source_id, metric):
        return None
    return put(desk, source_id, {metric: 9.0})


def university(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A university reports on its school year, and in autumn."""
    one = desk.documents[source_id]
    year = one["year"]
    if one["kind"] != "department" or one["level"] != "province":
        return None
    one |= {"kind": "university", "published": pd.Timestamp(year + 1, 10, 20), "sections": None}
    one["warnings"] = (
        "year_conflict: the statistical period is no calendar year: "
        f"{year - 1}年9月1日至{year}年8月31日"
    )
    return []
