"""Flags from the prose: lists that do not fit their total, figures that fit no cell."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from govinfo.analyse._evidence import (
    Case,
    Entry,
    findings,
    label,
    not_judged,
    number,
    together,
)
from govinfo.analyse._grid import Floats, Ints, positions
from govinfo.analyse._judge_sums import failed_sums
from govinfo.analyse._terms import terms

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CLOSING = re.compile(r"[)）。\n]")
_STOP = re.compile(r"[()（）。！？!?\n]")
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_SEPARATOR = re.compile(r"[,，、;；]")


@dataclass(frozen=True, slots=True)
class Listed:
    """A total and the parts that the prose lists after it."""

    total: float
    parts: tuple[float, ...]
    unit: str
    full: bool
    words: str


def narrative_parts(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag lists whose parts exceed their total, or fall short where all are claimed."""
    prose = case.reports["narrative"].astype("object")
    said = np.zeros(len(prose), dtype=bool)
    wrong = []
    for report, text in enumerate(prose):
        found = listed(text, entry) if isinstance(text, str) else []
        said[report] = bool(found)
        wrong += [(report, *fault) for each in found if (fault := _fault(each, entry))]
    failed, open_ = failed_sums(case, entry)
    unsure = np.zeros(len(prose), dtype=bool)
    unsure[open_["report"].to_numpy(dtype=np.int64)] = True
    missing = prose.isna().to_numpy() | (prose == "").to_numpy(dtype=bool)
    why = np.where(missing, "no prose", "the prose lists no parts of an exact total")
    columns = list(zip(*wrong, strict=True)) or [(), (), (), ()]
    return together([findings(*columns), failed, not_judged(unsure & ~said, why.astype(object))])


def listed(text: str, entry: Entry) -> list[Listed]:
    """Find totals followed by their parts, all of them exact and in one unit.

    Examples
    --------
    >>> from govinfo import registry
    >>> words = registry.tree("flags")["narrative_parts"]
    >>> found = listed("公开信息9条，其中，政策类5条，人事类4条。", words)
    >>> found[0].total, found[0].parts, found[0].full
    (9.0, (5.0, 4.0), False)
    """
    units, leads = (_either(entry[name]) for name in ("units", "subset"))
    full, about = _either(entry["full"]), _either(entry["about"])
    start = re.compile(
        rf"(?<![\d.])(?<!\d[,，])(?P<about>{about})?(?P<total>\d+(?:\.\d+)?)(?P<more>{about})?(?P<unit>{units})"
        rf"[,，;；。]?(?P<open>[(（])?(?:(?P<subset>{leads})|(?P<full>{full}))[,，:：]?"
    )
    plain = _SPACE.sub("", text)
    found = []
    for match in start.finditer(plain):
        if match["about"] or match["more"]:
            continue
        parts, finished = _parts(plain[match.end() :], match, about, entry)
        if parts:
            whole = match["full"] is not None and finished and len(parts) > 1
            words = plain[match.start() : match.end()]
            found.append(Listed(float(match["total"]), parts, match["unit"], whole, words))
    return found


def _parts(
    rest: str, match: re.Match[str], about: str, entry: Entry
) -> tuple[tuple[float, ...], bool]:
    """Read the numbers of a list, and whether it fills its sentence; none if one is inexact."""
    clause, closed = _clause(rest, bracketed=match["open"] is not None)
    part = re.compile(
        rf"\D*?(?P<number>\d+)(?P<more>{about})?{re.escape(match['unit'])}(?P<after>\D*)"
    )
    vague = re.compile(rf"(?:{about})$")
    numbers: list[float] = []
    pending = ""
    for piece in _SEPARATOR.split(clause):
        pending += piece
        if not re.search(r"\d", pending):
            continue
        hit = part.fullmatch(pending)
        # A list within the list starts anew: its parts are parts of a part. What is
        # carried in or concluded is another count.
        ends = (*entry["subset"], *entry["another"])
        if hit is None or any(word in pending for word in ends):
            return tuple(numbers), False
        if hit["more"] or vague.search(pending[: hit.start("number")]):
            return (), False
        numbers.append(float(hit["number"]))
        if any(hit["after"].startswith(word) for word in entry["unfinished"]):
            return tuple(numbers), False
        pending = ""
    return tuple(numbers), closed and pending == ""


def _clause(rest: str, *, bracketed: bool) -> tuple[str, bool]:
    """Cut the text at the end of the sentence or bracket; say whether the end was seen."""
    plain = _BRACKETS.sub("", rest)
    end = (_CLOSING if bracketed else _STOP).search(plain)
    if end is None:
        return plain, False
    # A line may end in the middle of a list.
    return plain[: end.start()], end[0] != "\n"


def _fault(found: Listed, entry: Entry) -> tuple[str, str, float] | None:
    """Severity, evidence and gap of a list that does not fit its total."""
    gap = sum(found.parts) - found.total
    said = f"{found.words}: parts add up to {number(sum(found.parts))}"
    if gap > 0:
        return entry["severity"], f"{said}, above {number(found.total)}", gap
    short = max(entry["short_count"], entry["short_share"] * found.total)
    if found.full and -gap > short:
        return "info", f"{said}, below {number(found.total)}", gap
    return None


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def text_table(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag figures of the prose that fit none of the cells they may stand for."""
    sure = np.zeros(len(case.reports), dtype=bool)
    parts = []
    for pair in entry["pairs"]:
        facts = case.facts.loc[case.facts["metric"] == pair["prose"]]
        facts = facts.loc[facts["status"] == "reported"]
        if facts.empty:
            continue
        rows = positions(facts["source_id"], case.reports["source_id"].tolist())
        sums = np.stack([_sum(case, texts, rows) for texts in pair["cells"]], axis=1)
        low, high = _ranges(facts, entry)
        fits = ((sums >= low[:, None]) & (sums <= high[:, None])).any(axis=1)
        known = ~np.isnan(sums).any(axis=1)
        sure[rows[fits | known]] = True
        wrong = np.flatnonzero(known & ~fits)
        said = facts["value"].to_numpy(dtype="float64")
        bound = facts["bound"].astype("object").to_numpy()
        evidence = [
            f"prose: {label(pair['prose'])} {bound[k]} {number(said[k])}; "
            f"tables: {_candidates(pair['cells'], sums[k])}"
            for k in wrong
        ]
        score = said[wrong] - sums[wrong, 0]
        parts.append(findings(rows[wrong], entry["severity"], evidence, score))
    why = "no figure in the prose with its cells reported"
    return together([*parts, not_judged(~sure, why)])


def _sum(case: Case, texts: list[str], rows: Ints) -> Floats:
    found = terms(texts, (), {})
    signs = np.array([term.sign for term in found], dtype=np.float64)
    total: Floats = (case.values([term.metric for term in found], rows) * signs).sum(axis=1)
    return total


def _ranges(facts: pd.DataFrame, entry: Entry) -> tuple[Floats, Floats]:
    """Give what each figure may mean, by its bound and by how it was rounded."""
    bounds = []
    for value, bound, raw in zip(facts["value"], facts["bound"], facts["raw"], strict=True):
        step = _step(float(value))
        if bound == "≥":
            bounds.append((value, value + step if step > 1 else value))
        elif bound == "≤":
            bounds.append((entry["at_most_from"] * value, value))
        elif bound == "≈":
            bounds.append(((1 - entry["about"]) * value, (1 + entry["about"]) * value))
        elif isinstance(raw, str) and entry["rounded"] in raw:
            bounds.append((value - step / 2, value + step / 2))
        else:
            bounds.append((value, value))
    low, high = np.array(bounds, dtype=np.float64).T
    return low, high


def _step(value: float) -> float:
    """Find the place of the last digit that is not 0: 100 for 2300."""
    step = 1.0
    while value and math.isclose(value % (step * 10), 0):
        step *= 10
    return step


def _candidates(cells: list[list[str]], sums: Floats) -> str:
    named = (
        " + ".join(
            label(term.metric) if term.sign > 0 else f"(-) {label(term.metric)}"
            for term in terms(texts, (), {})
        )
        for texts in cells
    )
    return "; ".join(f"{name} {number(value)}" for name, value in zip(named, sums, strict=True))
