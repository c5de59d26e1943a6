"""How a fault is planted: somewhere it can be, once an agency, with the truth about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import pandas as pd

from faults import oracle
from faults.desk import Desk

#: Document, metric, value before and after.
Cell = tuple[str, str, float, float]
Cells = list[Cell] | None
#: Changes the desk and says which cells; None where the report offers no place.
Make = Callable[[Desk, str, Random], Cells]
TRIES = 3000


@dataclass(frozen=True)
class Fault:
    """One way in which a report goes wrong, or only seems to.

    ``make`` changes the desk and returns the cells changed, or None where the report
    offers no place for the fault; it then has changed nothing. ``rules`` are the flag
    rules that must name the report, with severity; where empty, they are those that the
    oracle finds broken. ``possible`` are rules that a change of this size may raise besides,
    for any year of the agency. ``never`` are rules that must raise no warning or error,
    ``silenced`` those that must be shown as silenced. ``every_year`` plants it in each year
    of the agency. ``cause`` and ``n_cells`` say what a suggestion should find.
    """

    name: str
    make: Make
    rules: Mapping[str, str] = field(default_factory=dict)
    possible: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    silenced: tuple[str, ...] = ()
    every_year: bool = False
    cause: str = ""
    n_cells: int = 0


@dataclass(frozen=True)
class Planted:
    """The truth about one planted fault.

    ``rules`` are the flag rules that must be found on ``source_ids``; ``consequences`` are
    findings that follow by arithmetic, there or in other years, as pairs of rule and
    document; ``documents`` are all of the agency.
    """

    fault: Fault
    agency_id: str
    year: int
    source_ids: tuple[str, ...]
    rules: Mapping[str, str]
    cells: tuple[Cell, ...]
    consequences: frozenset[tuple[str, str]]
    documents: tuple[str, ...]


def put(desk: Desk, source_id: str, new: Mapping[str, float]) -> list[Cell]:
    """Print other numbers in cells and say what they were."""
    table = desk.table(source_id)
    for metric, value in new.items():
        desk.put(source_id, metric, value)
    return [(source_id, metric, table[metric], value) for metric, value in new.items()]


def plant(
    facts: pd.DataFrame, sources: pd.DataFrame, fault: Fault, rng: Random
) -> tuple[pd.DataFrame, pd.DataFrame, Planted]:
    """Plant one fault in a report drawn at random.

    Raises
    ------
    LookupError
        If no report offers a place for it.
    """
    return _one(*plant_all(facts, sources, [fault], rng, each=1), fault)


def _one(
    facts: pd.DataFrame, sources: pd.DataFrame, found: Sequence[Planted], fault: Fault
) -> tuple[pd.DataFrame, pd.DataFrame, Planted]:
    if not found:
        raise LookupError(f"no report offers a place for {fault.name}; take a larger panel")
    return facts, sources, found[0]


def plant_all(
    facts: pd.DataFrame, sources: pd.DataFrame, faults: Iterable[Fault], rng: Random, *, each: int
) -> tuple[pd.DataFrame, pd.DataFrame, list[Planted]]:
    """Plant every fault ``each`` times, no two in the reports of one agency.

    Agencies of counties that report for all below them are kept for faults of the
    hierarchy, since a change there shows in other agencies' sums.
    """
    desk = Desk(facts, sources)
    together = set(sources.loc[sources["scope"] == "aggregate", "region_code"])
    used: set[str] = set()
    found = []
    for fault in faults:
        ids = [
            id_
            for id_, one in desk.documents.items()
            if one["agency_id"] not in used
            and (one["region_code"] in together) == ("hierarchy" in fault.rules)
        ]
        rng.shuffle(ids)
        left = each
        for source_id in ids[:TRIES]:
            if not left:
                break
            agency = desk.documents[source_id]["agency_id"]
            if agency in used:
                continue
            planted = _planted(desk, fault, source_id, rng)
            if planted is not None:
                # What adds up in one county is one affair.
                county = {a for a in _agencies(desk, planted) if "hierarchy" in fault.rules}
                used |= {agency, *county}
                found.append(planted)
                left -= 1
    return desk.facts, desk.sources, found


def _agencies(desk: Desk, planted: Planted) -> set[str]:
    code = planted.agency_id.partition(":")[0]
    return {one["agency_id"] for one in desk.documents.values() if one["region_code"] == code}


def _planted(desk: Desk, fault: Fault, source_id: str, rng: Random) -> Planted | None:
    one = desk.documents[source_id]
    documents = tuple(desk.years(source_id))
    desk.elsewhere.clear()
    made = fault.make(desk, source_id, rng)
    if made is None:
        return None
    still = [id_ for id_ in documents if id_ in desk.documents]
    copies = desk.copies(still[0])
    raised = {id_: _raised(desk, id_) for id_ in (*still, *copies)}
    rules = dict(fault.rules)
    if not rules and not fault.never:
        rules = {
            rule: severity
            for rule, severity in raised[source_id].items()
            if rule in oracle.FLAG_OF.values()
        }
    on = documents if fault.every_year else (source_id,)
    follow = {
        (rule, id_)
        for id_, rules_there in raised.items()
        for rule in rules_there
        if not (rule in rules and id_ in on)
    }
    return Planted(
        fault,
        one["agency_id"],
        one["year"],
        on,
        rules,
        tuple(made),
        frozenset(follow.union(desk.elsewhere)),
        documents,
    )


def _raised(desk: Desk, source_id: str) -> dict[str, str]:
    one = desk.documents[source_id]
    before = desk.beside(source_id, -1) if one["current"] else None
    return oracle.flags(
        desk.table(source_id),
        desk.table(before) if before else None,
        one["forms"],
        one["level"],
    )
