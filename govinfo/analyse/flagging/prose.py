"""Flags from the prose: lists that do not fit their total, figures that fit no cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from govinfo.analyse.flagging.evidence import (
    Case,
    Entry,
    Words,
    findings,
    not_judged,
    say,
    together,
)
from govinfo.analyse.flagging.sums import failed_sums

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_CLOSING = re.compile(r"[)）。\n]")
_STOP_LINE = re.compile(r"[。！？!?\n]")
_STOP = re.compile(r"[()（）。！？!?\n]")
_SPACE = re.compile(r"[ \t\u00a0\u3000]+")
_SEPARATOR = re.compile(r"([,，、;；])")
_STRONG = ("；", ";")
_DIGIT = re.compile(r"\d")
_WITHIN = re.compile(r"(?:[\d.]|\d[,，]|\d[^\W\d]?[-—–~～至到])$")
_CLAUSE = re.compile(r"[^,，。；;\n]*$")
_SENTENCE = re.compile(r"[^。；;！!？?\n]*$")
#: Characters before a figure that may make it inexact.
_LEAD = 3
#: No list is longer.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Listed:
    """A total and the parts that the prose lists after it.

    ``more`` is the sum of the totals named before it in the same sentence, of which the
    parts may be as well.
    """

    total: float
    parts: tuple[float, ...]
    unit: str
    full: bool
    words: str
    more: float = 0.0


def narrative_parts(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag lists whose parts exceed their total, or fall short where all are claimed."""
    prose = case.text("narrative")
    said = np.zeros(len(prose), dtype=bool)
    wrong: list[tuple[int, str, Words, float]] = []
    for report, text in enumerate(prose):
        found = listed(text, entry) if text else []
        said[report] = bool(found)
        wrong += [(report, *fault) for each in found if (fault := _fault(each, entry))]
    failed, open_ = failed_sums(case, entry)
    unsure = np.zeros(len(prose), dtype=bool)
    unsure[open_["report"].to_numpy(dtype=np.int64)] = True
    missing = np.array([not text for text in prose], dtype=bool)
    rows, severities, words, gaps = list(zip(*wrong, strict=True)) or ((),) * 4
    return together(
        [
            findings(rows, severities, words, gaps),
            failed,
            not_judged(unsure & missing, say(entry, "no_prose")),
            not_judged(unsure & ~said & ~missing, say(entry, "no_list")),
        ]
    )


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
    words = _words(*(tuple(entry[name]) for name in ("units", "subset", "full", "about")))
    plain = _SPACE.sub("", text)
    found = []
    for match in words.start.finditer(plain):
        # A figure that begins within another, or that is no exact one, is no total.
        lead = plain[max(match.start() - _LEAD, 0) : match.start()]
        if match["more"] or _WITHIN.search(lead) or words.vague.search(lead):
            continue
        told = plain[max(match.start() - _LONGEST, 0) : match.start()]
        if _holds(_last(_CLAUSE, told), entry["bounds"]):
            continue
        rest = plain[match.end() : match.end() + _LONGEST]
        if match["bare"] and not _is_list(rest, match["unit"], entry):
            continue
        parts, finished = _parts(rest, match, words, entry)
        if parts:
            whole = match["full"] is not None and finished and len(parts) > 1
            others = re.findall(rf"\d+(?={re.escape(match['unit'])})", _last(_SENTENCE, told))
            more = float(sum(map(int, others)))
            said = plain[match.start() : match.end()]
            found.append(Listed(float(match["total"]), parts, match["unit"], whole, said, more))
    return found


def _last(piece: re.Pattern[str], text: str) -> str:
    """What stands since the last mark: of a clause, or of a sentence."""
    match = piece.search(text)
    return match[0] if match else ""


def _is_list(rest: str, unit: str, entry: Entry) -> bool:
    """Whether a bracket that no word opens holds names, each with a figure, and nothing else."""
    inside, closed = _CLOSING.split(rest, maxsplit=1)[0], _CLOSING.search(rest)
    pieces = _SEPARATOR.split(inside)[::2]
    part = re.compile(rf"\D*[^\d,，]\d+{re.escape(unit)}")
    return (
        closed is not None
        and closed[0] in "）)"
        and len(pieces) > 1
        and all(part.fullmatch(piece) for piece in pieces)
        and not any(word in inside for word in entry["no_list"])
    )


class _Words(NamedTuple):
    """What a list begins with, what makes a figure inexact, a part in each unit."""

    start: re.Pattern[str]
    vague: re.Pattern[str]
    part: Mapping[str, re.Pattern[str]]


@cache
def _words(
    units: tuple[str, ...], subset: tuple[str, ...], full: tuple[str, ...], about: tuple[str, ...]
) -> _Words:
    # Without anything before the digits, so that the search goes from digit to digit.
    start = re.compile(
        rf"(?P<total>\d+(?:\.\d+)?)(?P<more>{_either(about)})?(?P<unit>{_either(units)})"
        rf"(?:[,，;；。]?(?P<open>[(（])?(?:(?P<subset>{_either(subset)})|(?P<full>{_either(full)}))"
        r"[,，:：]?|(?P<bare>[(（]))"
    )
    part = {
        unit: re.compile(
            rf"\D*?(?P<number>\d+)(?P<more>{_either(about)})?{re.escape(unit)}(?P<after>\D*)"
        )
        for unit in units
    }
    return _Words(start, re.compile(rf"(?:{_either(about)})$"), part)


def _parts(
    rest: str, match: re.Match[str], words: _Words, entry: Entry
) -> tuple[tuple[float, ...], bool]:
    """Read the numbers of a list, and whether it fills its sentence; none if one is inexact."""
    bracketed = bool(match["open"] or match["bare"])
    clause, closed = _clause(rest, bracketed=bracketed)
    if not bracketed and any(
        _holds(aside, entry["twice"]) for aside in _BRACKETS.findall(_STOP_LINE.split(rest, 1)[0])
    ):
        return (), False
    # A list within the list starts anew: its parts are parts of a part. What is
    # carried in or concluded is another count.
    ends = (*entry["subset"], *entry["another"])
    numbers: list[float] = []
    pending, weak, sorts = "", False, set[int]()
    # A list parted by semicolons begins with a colon; else one that is told at length is new.
    colon = bool(match["full"]) or match[0].endswith((":", "："))
    pieces = _SEPARATOR.split(clause)
    before = ""
    for piece, after in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        pending += piece
        if not _DIGIT.search(pending):
            # 其中 after a part: that part was a total of its own.
            if _holds(pending, entry["subset"]):
                return tuple(numbers[:-1]), False
            continue
        new = before in _STRONG and not colon and _is_new(pending, entry)
        hit = None if new else words.part[match["unit"]].fullmatch(pending)
        if hit is None or _holds(pending, ends):
            inner = _holds(pending, entry["subset"])
            return tuple(numbers[:-1] if inner else numbers), False
        if hit["more"] or words.vague.search(pending[: hit.start("number")]):
            return (), False
        numbers.append(float(hit["number"]))
        sorts.update(number for number, kind in enumerate(entry["sorts"]) if _holds(pending, kind))
        if len(sorts) > 1 or _holds(pending, entry["overlapping"]):
            # What stands on two channels, or in two sorts, counts once in the total.
            return (), False
        # After parts that commas part, a semicolon ends the list.
        if any(hit["after"].startswith(word) for word in entry["unfinished"]) or (
            weak and after in _STRONG
        ):
            return tuple(numbers), False
        weak, before = weak or after not in _STRONG, after
        pending = ""
    return tuple(numbers), closed and pending == ""


def _is_new(piece: str, entry: Entry) -> bool:
    """Whether what follows a semicolon tells of another matter, and is no further part."""
    return len(piece) > entry["part_length"] or _holds(piece, entry["anew"])


def _clause(rest: str, *, bracketed: bool) -> tuple[str, bool]:
    """Cut the text at the end of the sentence or bracket; say whether the end was seen."""
    plain = _BRACKETS.sub("", rest)
    end = (_CLOSING if bracketed else _STOP).search(plain)
    if end is None:
        return plain, False
    # A line may end in the middle of a list.
    return plain[: end.start()], end[0] != "\n"


def _fault(found: Listed, entry: Entry) -> tuple[str, Words, float] | None:
    """Severity, evidence and gap of a list that does not fit its total."""
    total = sum(found.parts)
    if found.total in np.cumsum(found.parts):
        # What follows a list that has come to its total is something else.
        return None
    gap = total - found.total
    if 0 < gap <= found.more:
        # Parts of all that the sentence counted before.
        return None
    short = max(entry["short_count"], entry["short_share"] * found.total)
    if gap <= 0 and not (found.full and -gap > short):
        return None
    severity = entry["severity"] if gap > 0 else entry["short_severity"]
    told = "above" if gap > 0 else "below"
    return severity, say(entry, told, said=found.words, sum=total, total=found.total), gap


def _holds(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
