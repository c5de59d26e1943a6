"""Faults of one report: values, dates, sections, what its reader was warned of."""

from __future__ import annotations

import re
from random import Random

import pandas as pd

from faults.desk import Desk
from faults.figures import cells_of
from faults.planting import Cells, Make, put

_ASSESSED = re.compile(r"[^。\n]*(?:考核|评议|追究)[^。\n]*。")


def impossible(kind: str) -> Make:
    """A count below 0, or a fraction of a count."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        value = desk.get(source_id, "licensing.decisions")
        if not value > 0:
            return None
        new = -value if kind == "negative" else value + 0.5
        return put(desk, source_id, {"licensing.decisions": new})

    return make


def rules_of_a_town(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A township or county makes a rule, and has it in force from then on."""
    one = desk.documents[source_id]
    if one["level"] not in ("township", "county") or not desk.has(source_id, "rules.issued"):
        return None
    ids = [id_ for id_ in desk.years(source_id) if desk.documents[id_]["year"] > one["year"]]
    cells = put(desk, source_id, {"rules.issued": 1.0, "rules.in_force": 1.0})
    return cells + [cell for id_ in ids for cell in put(desk, id_, {"rules.in_force": 1.0})]


def rules_of_a_department(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A department of a city makes rules, which only its government may."""
    one = desk.documents[source_id]
    if (one["level"], one["kind"]) != ("prefecture", "department"):
        return None
    if not desk.has(source_id, "rules.issued"):
        return None
    return put(desk, source_id, {"rules.issued": 2.0})


def late(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Published some weeks after the day that the law sets."""
    one = desk.documents[source_id]
    month = 3 if one["kind"] == "government" else 1
    deadline = pd.Timestamp(one["year"] + 1, month, 31)
    if one["level"] == "township" or one["kind"] == "office":
        return None
    one["published"] = deadline + pd.Timedelta(days=rng.randint(1, 90))
    return []


def town_late(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A township publishes after January."""
    one = desk.documents[source_id]
    if one["level"] != "township":
        return None
    one["published"] = pd.Timestamp(one["year"] + 1, 2, rng.randint(1, 28))
    return []


def all_zero(*, told: bool) -> Make:
    """Nothing but noughts in the tables, of an office above the townships or against the prose."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        one = desk.documents[source_id]
        table = desk.table(source_id)
        if (one["level"] == "township") != told or len(table) < 100:
            return None
        if told and not table.get("narrative.requests_received", 0) > 0:
            return None
        if not told:
            for metric in list(desk.place(source_id)):
                if metric.startswith(("narrative.requests", "narrative.recons", "narrative.liti")):
                    desk.unsay_if_there(source_id, metric)
        return put(
            desk, source_id, {m: 0.0 for m, v in table.items() if v and "narrative." not in m}
        )

    return make


def section_missing(desk: Desk, source_id: str, rng: Random) -> Cells:
    """One of the six sections is not there."""
    one = desk.documents[source_id]
    keys = one["sections"].split()
    gone = rng.choice(("disputes", "problems", "other"))
    if gone in ("problems", "other"):
        start = one["narrative"].index(f"[{gone}]")
        stop = one["narrative"].find("\n\n[", start)
        if gone == "other" and one["kind"] == "government":
            return None
        desk.rewrite(source_id, start, len(one["narrative"]) if stop < 0 else stop + 2, "")
    elif any(desk.get(source_id, metric) for metric in cells_of(gone)):
        return None
    else:
        for metric in cells_of("disputes"):
            desk.drop(source_id, metric)
        one["forms"] = " ".join(f for f in one["forms"].split() if f != "disputes")
    one["sections"] = " ".join(key for key in keys if key != gone)
    return []


def nothing_assessed(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A government says nothing of assessment, review and accountability."""
    one = desk.documents[source_id]
    if one["kind"] != "government" or one["level"] == "township":
        return None
    while (match := _ASSESSED.search(one["narrative"])) is not None:
        desk.rewrite(source_id, match.start(), match.end(), "")
    return []


def warned(words: str) -> Make:
    """The reader found what stands in its warnings."""

    def make(desk: Desk, source_id: str, rng: Random) -> Cells:
        one = desk.documents[source_id]
        one["warnings"] = words.format(year=one["year"], before=one["year"] - 1)
        return []

    return make
