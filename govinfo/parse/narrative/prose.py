"""Numbers that a report states in its prose: items published, requests, cases, fees.

The wordings are data (``registry/narrative.toml``); here is only how they are
applied, and what to do when a report gives several numbers for one metric.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from govinfo import registry
from govinfo.parse.narrative.masking import Number, mask, may_hold_count
from govinfo.parse.narrative.sentences import Sentence, sentences
from govinfo.parse.narrative.stated import Stated, stated_in
from govinfo.parse.narrative.subjects import is_of_another
from govinfo.parse.narrative.wordings import wording


class Finding(NamedTuple):
    """One narrative metric as read in the prose.

    ``value`` is in the metric's unit, NaN unless ``status`` is ``reported``;
    ``start`` and ``end`` are offsets into the text of ``section``.
    """

    metric: str
    value: float
    status: str
    method: str
    bound: str
    raw: str
    section: str
    start: int
    end: int


def read_narrative(
    sections: Mapping[str, str], *, year: int | None, agency: str | None = None
) -> list[Finding]:
    """Read the narrative metrics in the prose of a report.

    Parameters
    ----------
    sections : mapping of str to str
        Folded text by section key: ``overview``, ``problems``, ``other``, or
        ``body`` for reports without the outline of 2019.
    year : int or None
        The year reported on; numbers of other years are left out.
    agency : str, optional
        Full name of the agency that reports; what a clause says of another body is
        left out.

    Returns
    -------
    list of Finding
        At most one per metric, in the registry's order. Where the report gives
        several numbers and no one of them alone as the total, the finding is
        ``unplaced``; a vague one (数百条) is ``unreadable``.

    Examples
    --------
    >>> found = read_narrative({"overview": "全年共收到政府信息公开申请12件。"}, year=2023)
    >>> [(one.metric, one.value, one.raw) for one in found]
    [('narrative.requests_received', 12.0, '12件')]
    """
    found: dict[str, list[_Candidate]] = {}
    for section, text in sections.items():
        for one in _candidates(section, text, year, agency):
            found.setdefault(one.stated.metric, []).append(one)
    return [_settle(found[name]) for name in sorted(found, key=_places().__getitem__)]


@cache
def _places() -> Mapping[str, int]:
    return {name: place for place, name in enumerate(registry.metric_names())}


class _Candidate(NamedTuple):
    """A number as some sentence of a section states it; zero for a denial."""

    number: Number
    stated: Stated
    sentence: Sentence
    section: str
    text: str

    @property
    def is_total(self) -> bool:
        """Whether the clause calls the number a total."""
        at = self.stated.start
        clause = self.sentence.text[self.sentence.clause_start(at) : at]
        return wording("text", "total").search(clause) is not None


def _candidates(
    section: str, text: str, year: int | None, agency: str | None
) -> Iterator[_Candidate]:
    denies = wording("text", "denial").search(text) or wording("numbers", "zero").search(text)
    if not (denies or may_hold_count(text)):
        return
    masked = mask(text, year=year)
    for sentence in sentences(masked.text):
        for stated in stated_in(sentence):
            if not stated.holds(section, year):
                continue
            if is_of_another(sentence, stated.start, stated.end, agency):
                continue
            start, end = sentence.start + stated.start, sentence.start + stated.end
            if stated.is_denial:
                first, last = masked.original(start), masked.original(end - 1) + 1
                number = Number(0.0, "reported", "=", first, last)
            else:
                number = masked.number(start)
            yield _Candidate(number, stated, sentence, section, text)


def _settle(found: Sequence[_Candidate]) -> Finding:
    """One finding of several: the same number, the only total, or none of them."""
    if len(found) == 1:
        return _finding(found[0])
    readable = [one for one in found if one.number.status == "reported"]
    if not readable:
        return _finding(found[0])
    if len(_distinct(readable)) == 1:
        return _finding(readable[0])
    if not any(one.stated.is_denial for one in readable):
        totals = [one for one in readable if one.is_total]
        if len(_distinct(totals)) == 1:
            return _finding(totals[0])
    return _finding(readable[0])._replace(value=math.nan, status="unplaced", bound="=")


def _distinct(found: Iterable[_Candidate]) -> set[tuple[float, str]]:
    return {(one.number.value, one.number.bound) for one in found}


def _finding(one: _Candidate) -> Finding:
    value, status, bound, start, end = one.number
    method = "statement" if one.stated.is_denial else "text"
    raw = one.text[start:end]
    return Finding(one.stated.metric, value, status, method, bound, raw, one.section, start, end)
