"""Flags for prose that stands in another report: the agency's own of last year, or another's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import Bools, Floats, Ints, positions
from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    findings,
    joined,
    not_judged,
    reasons,
    say,
    together,
)
from govinfo.analyse.flagging.foreign import foreign_names, grounds
from govinfo.analyse.likeness.prose import prose
from govinfo.analyse.similarities import compare

_QUOTED = 60  # characters of a shared passage that are quoted
_OTHER = "other"
_LOWEST = ("info_from", "different_parents_from", "same_parent_from")


def copied_from_self(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag prose that is that of the year before."""
    edges, length = _compared(case)
    short = length < entry["characters"]
    last_short = (case.back >= 0) & short[case.back]
    score, passage = _against(case, edges, case.back)
    judged = (case.back >= 0) & ~short & ~last_short
    rows = np.flatnonzero(judged & (score >= entry["info_from"]))
    grave = score[rows] >= entry["warning_from"]
    words = [
        say(entry, "found", share=_share(score[row]), passage=_quoted(passage[row])) for row in rows
    ]
    # An unknown year goes before a short text: it is the stronger reason.
    why = reasons(case.why)
    why[(case.back >= 0) & last_short] = say(entry, "short_before", characters=entry["characters"])
    why[(case.back >= 0) & short] = say(entry, "short", characters=entry["characters"])
    return together(
        [
            findings(
                rows,
                np.where(grave, entry["severity"], entry["lower_severity"]),
                words,
                score[rows],
                compared_with=case.ids(case.back[rows]),
            ),
            not_judged(~judged, why),
        ]
    )


def copied_from_other(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag prose that is another agency's, and prose that speaks of another as of itself."""
    edges, length = _compared(case)
    short = length < entry["characters"]
    judged = case.current & ~short
    foreign = foreign_names(case, entry)
    why = np.full(len(short), say(entry, "short", characters=entry["characters"]), dtype=object)
    why[~case.current] = say(entry, "not_current")
    open_ = ~judged
    open_[foreign["report"].to_numpy(dtype=np.int64)] = False
    return together([_copies(case, entry, edges, judged), foreign, not_judged(open_, why)])


def _copies(case: Case, entry: Entry, edges: pd.DataFrame, judged: Bools) -> pd.DataFrame:
    """For each report the other agency's report that is most like it, not of a later year."""
    edges = edges.loc[edges["relation"] == _OTHER]
    names = case.reports["source_id"].tolist()
    pairs = pd.DataFrame(
        {
            "one": positions(edges["source_id"], names),
            "two": positions(edges["other_id"], names),
            "score": edges["score"].to_numpy(dtype="float64"),
            "passages": edges["passages"].astype("object").to_numpy(),
        }
    )
    turned = pairs.rename(columns={"one": "two", "two": "one"})
    pairs = pd.concat([pairs, turned], ignore_index=True)
    pairs = pairs.loc[(pairs["one"] >= 0) & (pairs["two"] >= 0)]
    one, two = (pairs[side].to_numpy(dtype=np.int64) for side in ("one", "two"))
    # Whoever wrote first copied from nobody; who that was in one year is not known.
    keep = judged[one] & case.current[two] & ~(case.years[two] > case.years[one])
    parents = _parents(case)
    kin = (parents[one] == parents[two]) & (parents[one] != "")
    keep &= pairs["score"].to_numpy() >= np.where(
        kin, entry["same_parent_from"], entry["different_parents_from"]
    )
    keep[np.flatnonzero(keep)] &= ~_of_one_house(case, one[keep], two[keep])
    pairs = pairs.loc[keep].sort_values(["one", "score", "two"], ascending=[True, False, True])
    counts = pairs.groupby("one")["two"].size()
    best = pairs.drop_duplicates("one")
    words = [
        _said(
            case, entry, int(row.one), int(row.two), row.score, row.passages, int(counts[row.one])
        )
        for row in best.itertuples()
    ]
    rows, others = (best[side].to_numpy(dtype=np.int64) for side in ("one", "two"))
    return findings(
        rows, entry["severity"], words, best["score"].to_numpy(), compared_with=case.ids(others)
    )


def _of_one_house(case: Case, one: Ints, two: Ints) -> Bools:
    """Which pairs may be one agency: an office and its government, one before and one after.

    Within one region an agency that falls silent before another begins may be that other
    under its old name.
    """
    names = case.text("agency")
    regions = [grounds().get(code, code) for code in case.text("region_code")]
    span = pd.DataFrame({"agency_id": case.text("agency_id"), "year": case.years})
    years = span.groupby("agency_id")["year"]
    first, last = (years.transform(edge).to_numpy() for edge in ("min", "max"))
    house = np.zeros(len(one), dtype=bool)
    for at, (a, b) in enumerate(zip(one.tolist(), two.tolist(), strict=True)):
        joint = (names[a] or "").startswith(names[b] or "") or names[b].startswith(names[a] or "")
        in_turn = not (first[a] <= last[b] and first[b] <= last[a])
        house[at] = joint or (regions[a] == regions[b] and in_turn)
    return house


def _said(
    case: Case, entry: Entry, one: int, two: int, score: float, passages: object, count: int
) -> Words:
    agency, year = case.text("agency")[two], case.years[two]
    unknown = say(entry, "unknown_agency")
    values = {
        "share": _share(score),
        "agency": agency or unknown,
        "year": say(entry, "of_year", year=int(year)) if year == year else say(entry, "of_no_year"),
        "passage": _quoted(passages),
    }
    parts = [say(entry, "found" if year < case.years[one] else "found_same_year", **values)]
    if count > 1:
        parts.append(say(entry, "more", n=count - 1))
    return joined(parts)


def _compared(case: Case) -> tuple[pd.DataFrame, Ints]:
    """Pairs of current reports that are alike, and how much prose each report has: once a case."""
    if "copies" not in case.shared:
        found = prose(case.reports.loc[case.current], section="overview")
        signed, length = found.sketched()
        at = positions(case.reports["source_id"], found.documents["source_id"].tolist())
        edges = case.similarities
        if edges is None:
            lowest, characters = _settings()
            edges = compare(found, signed, length, lowest, characters)
        schema.require(edges, schema.SIMILARITIES.columns, what="similarities")
        case.shared["copies"] = edges, np.append(length, 0)[at]
    compared: tuple[pd.DataFrame, Ints] = case.shared["copies"]
    return compared


def _settings() -> tuple[float, int]:
    """Give the lowest score and the fewest characters that either rule looks at."""
    rules = [registry.tree("flags")[name] for name in ("copied_from_self", "copied_from_other")]
    scores = [rule[name] for rule in rules for name in _LOWEST if name in rule]
    return min(scores), min(rule["characters"] for rule in rules)


def _against(case: Case, edges: pd.DataFrame, others: Ints) -> tuple[Floats, np.ndarray]:
    """Score and passages of each report with one other, 0 where there is no edge."""
    names = case.reports["source_id"].tolist()
    one, two = (positions(edges[side], names) for side in ("source_id", "other_id"))
    score = np.zeros(len(others))
    passage = np.full(len(others), None, dtype=object)
    values = edges["score"].to_numpy(dtype="float64")
    texts = edges["passages"].astype("object").to_numpy()
    for this, that in ((one, two), (two, one)):
        hit = np.flatnonzero((this >= 0) & (that >= 0))
        hit = hit[others[this[hit]] == that[hit]]
        score[this[hit]], passage[this[hit]] = values[hit], texts[hit]
    return score, passage


def _parents(case: Case) -> np.ndarray:
    """What a report's agency lies under: a county's its county, that of a county its city."""
    from govinfo.gazetteer import periods

    above = {unit.code: unit.parent for unit in periods()}
    codes, levels, kinds = (case.text(name) for name in ("region_code", "level", "kind"))
    return np.array(
        [
            above.get(code, "") if kind == "government" and level != "township" else code
            for code, level, kind in zip((code or "" for code in codes), levels, kinds, strict=True)
        ],
        dtype=object,
    )


def _share(score: float) -> str:
    return f"{100 * score:.0f}%"


def _quoted(passages: object) -> str:
    """The beginning of the longest passage."""
    if not isinstance(passages, str) or not passages:
        return ""
    first = passages.split(" … ")[0]
    return first if len(first) <= _QUOTED else first[:_QUOTED] + "…"
