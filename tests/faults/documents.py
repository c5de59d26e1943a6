"""Faults between documents: copied prose, other versions, missing years, sums of a county."""

from __future__ import annotations

import re
from random import Random

import pandas as pd

from faults.desk import Desk
from faults.planting import Cells, put

_PART = re.compile(r"类\d+条")
_OVERVIEW = "[overview]\n"


def overview(desk: Desk, source_id: str) -> tuple[int, int]:
    """Where section one begins and ends in the narrative."""
    text = desk.documents[source_id]["narrative"]
    start = text.index(_OVERVIEW) + len(_OVERVIEW)
    stop = text.find("\n\n[", start)
    return start, len(text) if stop < 0 else stop


def _told(desk: Desk, source_id: str) -> dict[str, bool]:
    """The figures of section one, and whether each is a plain number."""
    stop = overview(desk, source_id)[1]
    return {
        metric: desk.sayable(source_id, metric)
        for metric in sorted(desk.place(source_id))
        if metric.startswith("narrative.") and desk.span(source_id, metric)[0] < stop
    }


def _copy(desk: Desk, source_id: str, model: str) -> Cells:
    """Put the model's section one in place of the report's own, with its own figures and names."""
    theirs, ours = desk.documents[model], desk.documents[source_id]
    if _told(desk, model) != _told(desk, source_id):
        return None
    start, stop = overview(desk, model)
    text = theirs["narrative"][start:stop]
    if _PART.search(text):
        return None
    own = {metric: desk.value(source_id, metric) for metric in _told(desk, source_id)}
    if any(not plain and desk.value(model, m) != own[m] for m, plain in _told(desk, model).items()):
        return None
    spans = {metric: desk.span(model, metric) for metric in own}
    old = overview(desk, source_id)
    desk.replace_told(
        source_id, old, text, {m: (a - start, b - start) for m, (a, b) in spans.items()}
    )
    for metric, plain in _told(desk, source_id).items():
        if plain:
            desk.say(source_id, metric, own[metric])
    for words, ours_ in (
        (str(theirs["year"]), str(ours["year"])),
        (theirs["agency"], ours["agency"]),
    ):
        while (
            words != ours_
            and (place := ours["narrative"].find(words, 0, overview(desk, source_id)[1])) >= 0
        ):
            desk.rewrite(source_id, place, place + len(words), ours_)
    return []


def copied_from_self(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Section one is that of the year before with other figures and another year."""
    before = desk.beside(source_id, -1)
    return before and _copy(desk, source_id, before)


def copied_from_other(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Section one is that of an agency elsewhere, with one's own name and figures."""
    one = desk.documents[source_id]
    for model, other in rng.sample(sorted(desk.documents.items()), 60):
        alike = all(one[name] == other[name] for name in ("level", "kind"))
        elsewhere = one["region_code"][:2] != other["region_code"][:2]
        elsewhere &= other["published"] < one["published"]
        if alike and elsewhere and (cells := _copy(desk, source_id, model)) is not None:
            # Of two reports on one year none is known to be the first.
            desk.elsewhere.append(("copied_from_other", model))
            return cells
    return None


def county_template(desk: Desk, source_id: str, rng: Random) -> Cells:
    """Section one is that of a neighbouring town of the same county and year."""
    one = desk.documents[source_id]
    for model, other in desk.documents.items():
        same = all(one[name] == other[name] for name in ("region_code", "level", "year"))
        if one["level"] != "township" or not same or model == source_id:
            continue
        cells = _copy(desk, source_id, model)
        if cells is not None:
            desk.elsewhere.append(("copied_from_other", model))
            return cells
    return None


def another_name(desk: Desk, source_id: str, rng: Random) -> Cells:
    """In the place of the agency's own name stands that of one elsewhere: a copy betrays itself."""
    one = desk.documents[source_id]
    start, stop = overview(desk, source_id)
    place = one["narrative"].find(one["agency"], start, stop)
    trade = one["agency"][-3:]
    others = [
        each["agency"]
        for each in desk.documents.values()
        if (each["level"], each["kind"]) == (one["level"], one["kind"])
        and each["region_code"][:2] != one["region_code"][:2]
        and each["agency"].endswith(trade)
    ]
    if place < 0 or not others:
        return None
    desk.rewrite(source_id, place, place + len(one["agency"]), rng.choice(others))
    return []


def two_versions(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A second document for the same year has another number of licences."""
    value = desk.get(source_id, "licensing.decisions")
    if not value > 0:
        return None
    other = f"{rng.getrandbits(64):016x}"
    earlier = desk.documents[source_id]["published"] - pd.Timedelta(days=7)
    desk.copy(source_id, other, current=False, published=earlier)
    desk.change_copy(other, "licensing.decisions", value + 1)
    return [(other, "licensing.decisions", value, value + 1)]


def missing_year(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A year between others has no report."""
    if desk.beside(source_id, -1) is None or desk.beside(source_id, 1) is None:
        return None
    desk.remove(source_id)
    return []


def parent_too_small(desk: Desk, source_id: str, rng: Random) -> Cells:
    """A county that reports for all below it has fewer decisions than one department."""
    one = desk.documents[source_id]
    metric = "licensing.decisions"
    below = [
        desk.get(id_, metric)
        for id_, each in desk.documents.items()
        if each["region_code"] == one["region_code"]
        and each["year"] == one["year"]
        and id_ != source_id
    ]
    if one["scope"] != "aggregate" or not max(below, default=0) >= 20:
        return None
    return put(desk, source_id, {metric: float(int(max(below) // 2))})


def heaped(desk: Desk, source_id: str, rng: Random) -> Cells:
    """All decisions of 20 and more of one level and year are rounded to end in 0 or 5."""
    one = desk.documents[source_id]
    new = {}
    for id_, each in desk.documents.items():
        if (each["level"], each["year"]) != (one["level"], one["year"]):
            continue
        for metric in ("licensing.decisions", "penalties.decisions", "other_services.decisions"):
            value = desk.get(id_, metric)
            if value >= 20 and value == value // 1:
                new[id_, metric] = float(5 * round(value / 5))
    if len(new) < 100:
        return None
    return [
        cell for (id_, metric), value in new.items() for cell in put(desk, id_, {metric: value})
    ]
