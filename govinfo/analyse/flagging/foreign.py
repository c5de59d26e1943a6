"""Where a report names another place in the stead of its own.

Only what opens a sentence is read: after the year, in the place of the agency itself, stands
the full name of a county or city, and the sentence goes on to tell of disclosure work. A
place that the agency's own lies in, holds, came from or became is never foreign.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from govinfo import registry
from govinfo.analyse.flagging.case import Case, Entry
from govinfo.analyse.flagging.evidence import findings, say
from govinfo.analyse.likeness.prose import section_of
from govinfo.gazetteer import Unit, periods

_QUOTED = 60  # characters of a sentence that are quoted
_FEWEST = 3  # characters of a name that needs no agency behind it


class Foreign(NamedTuple):
    """A sentence that begins with the name of another place."""

    name: str
    sentence: str


def foreign_names(case: Case, entry: Entry) -> pd.DataFrame:
    """Flag reports with a sentence in which another place stands for their own."""
    rows, words, scores = [], [], []
    columns = (
        case.text(name) for name in ("narrative", "region_code", "kind", "warnings", "agency")
    )
    current = case.current
    for row, (narrative, code, kind, warnings, agency) in enumerate(zip(*columns, strict=True)):
        if not current[row] or not code or kind not in entry["foreign_kinds"]:
            continue
        if any(f"{doubt}:" in (warnings or "") for doubt in entry["foreign_doubts"]):
            continue
        found = [*foreign_sentences(section_of(narrative, "overview"), code, entry)]
        if found:
            rows.append(row)
            values = {"agency": agency or "", "place": found[0].name}
            words.append(say(entry, "foreign", quote=_short(found[0].sentence), **values))
            scores.append(float(len(found)))
    return findings(rows, entry["foreign_severity"], words, scores, basis="foreign")


def foreign_sentences(text: str, code: str, entry: Entry) -> Iterator[Foreign]:
    """Give the sentences of a text that begin with a place foreign to a unit.

    Examples
    --------
    >>> entry = registry.tree("flags")["copied_from_other"]
    >>> text = "2023年，射阳县坚持以公开促落实，全年公开信息120条。"
    >>> [found.name for found in foreign_sentences(text, "621121", entry)]
    ['射阳县']
    >>> [*foreign_sentences(text, "320924", entry)], [*foreign_sentences(text, "320900", entry)]
    ([], [])
    """
    opening, goes_on = _patterns()
    others = (*registry.tree("agencies")["context"]["elsewhere"], *entry["foreign_not"])
    for match in opening.finditer(text):
        name, end = _named(text, match.end())
        if name is None or not (after := goes_on.match(text, end)):
            continue
        sentence = text[match.end() : after.end()]
        if any(word in sentence for word in others):
            continue
        if name in entry["foreign_words"]:
            continue
        if (after["tail"] or len(name) >= _FEWEST) and _foreign(name, code):
            yield Foreign(name, sentence)


def _named(text: str, start: int) -> tuple[str | None, int]:
    """Read the names of units that follow one another; the last of them and where it ends."""
    name, end = None, start
    while text[end : end + 2] in _beginnings():
        lengths = range(_longest(), 1, -1)
        fitting = (text[end : end + n] for n in lengths if text[end : end + n] in _by_name())
        found = next(fitting, None)
        if found is None:
            break
        name, end = found, end + len(found)
    return name, end


def _foreign(name: str, code: str) -> bool:
    """Whether no unit of this name has to do with the unit of a code."""
    nameless = registry.tree("agencies")["government"]["nameless"]
    units = _by_name()[name]
    if name in nameless:
        return False
    own = grounds().get(code)
    if own is None:
        return False
    around = _around(own)
    if any(unit.name == name or unit.short == name[:-1] for unit in around.units):
        return False
    return not any(_touches(unit, around) for unit in units)


class _Around(NamedTuple):
    """Units of all years on the ground of one, and the codes of all that they lay in."""

    units: tuple[Unit, ...]
    codes: frozenset[str]
    uppers: frozenset[str]


@cache
def _around(ground: int) -> _Around:
    units = tuple(unit for unit in periods() if grounds()[unit.code] == ground)
    uppers = {code for unit in units for code in (unit.parent, unit.prefecture, unit.province)}
    return _Around(units, frozenset(unit.code for unit in units), frozenset(uppers - {""}))


def _touches(unit: Unit, around: _Around) -> bool:
    """Whether a unit is of that ground, holds it, or lies in it, in any year."""
    there = _around(grounds()[unit.code])
    return (
        bool(there.codes & around.codes)
        or bool(there.codes & around.uppers)
        or bool(there.uppers & around.codes)
    )


@cache
def grounds() -> Mapping[str, int]:
    """Give each code the number of its ground: codes that succeed one another share it."""
    root: dict[str, str] = {}

    def of(code: str) -> str:
        while root.setdefault(code, code) != code:
            code = root[code]
        return code

    for unit in periods():
        for each in unit.successors:
            root[of(each)] = of(unit.code)
        of(unit.code)
    numbers = {code: number for number, code in enumerate(sorted({of(code) for code in root}))}
    return {code: numbers[of(code)] for code in list(root)}


@cache
def _by_name() -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for unit in periods():
        found.setdefault(unit.name, []).append(unit)
    return {name: tuple(units) for name, units in found.items()}


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:2] for name in _by_name())


@cache
def _longest() -> int:
    return max(map(len, _by_name()))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a sentence opens with before a name, and how it goes on behind it."""
    entry = registry.tree("flags")["copied_from_other"]
    behind = f"(?P<tail>{entry['foreign_tail']}){entry['foreign_goes_on']}"
    return re.compile(entry["foreign_opening"]), re.compile(behind)


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= _QUOTED else sentence[:_QUOTED] + "…"
