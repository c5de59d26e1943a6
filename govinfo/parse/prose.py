"""Numbers that a report states in its prose: items published, requests, cases, fees.

The wordings are data (``registry/narrative.toml``); here is only how they are
applied: sentences, their parts, the time they speak of, the channel a count is
tied to, and what to do when a report gives several numbers for one metric.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from govinfo import registry
from govinfo.parse.numerals import COUNT, Masked, mask
from govinfo.parse.sentences import (
    Sentence,
    channel_of,
    clause_start,
    compile_pattern,
    inside,
    is_of_the_year,
    is_subordinate,
    pattern_of,
    sentences,
    without_brackets,
    without_channels,
)


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class _Candidate:
    finding: Finding
    is_total: bool


def read_narrative(sections: Mapping[str, str], *, year: int | None) -> list[Finding]:
    """Read the narrative metrics in the prose of a report.

    Parameters
    ----------
    sections : mapping of str to str
        Folded text by section key: ``overview``, ``problems``, ``other``, or
        ``body`` for reports without the outline of 2019.
    year : int or None
        The year reported on; numbers of other years are left out.

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
        masked = mask(text, year=year)
        for sentence in sentences(masked.text):
            for one in _read_sentence(sentence, masked, section, text, year):
                found.setdefault(one.finding.metric, []).append(one)
    return [_settle(found[name]) for name in registry.metric_names() if name in found]


def _read_sentence(
    sentence: Sentence, masked: Masked, section: str, text: str, year: int | None
) -> Iterator[_Candidate]:
    def candidate(metric: str, count: int) -> _Candidate:
        number = masked.numbers[sentence.start + count]
        clause = sentence.text[clause_start(sentence.text, count) : count]
        one = Finding(
            metric=metric,
            value=number.value,
            status=number.status,
            method="text",
            bound=number.bound,
            raw=text[number.start : number.end],
            section=section,
            start=number.start,
            end=number.end,
        )
        return _Candidate(one, bool(pattern_of("text", "total").search(clause)))

    if COUNT in sentence.text:
        for metric, count in _items(sentence):
            yield candidate(metric, count)
        for rule in _rules("rule"):
            if rule.holds(section, year):
                for count in _counts(rule, sentence):
                    yield candidate(rule.metric, count)
    for rule in _rules("statement"):
        if not rule.holds(section, year):
            continue
        for start, end in _statements(rule, sentence):
            first = masked.original(sentence.start + start)
            last = masked.original(sentence.start + end - 1) + 1
            raw = text[first:last]
            one = Finding(rule.metric, 0.0, "reported", "statement", "=", raw, section, first, last)
            yield _Candidate(one, is_total=False)


def _settle(found: list[_Candidate]) -> Finding:
    """One finding of several: the same number, the only total, or none of them."""
    readable = [one for one in found if one.finding.status == "reported"]
    if not readable:
        return found[0].finding
    first = readable[0].finding
    if len(_distinct(readable)) == 1:
        return first
    totals = [one for one in readable if one.is_total]
    if len(_distinct(totals)) == 1 and all(one.finding.method == "text" for one in readable):
        return totals[0].finding
    return replace(first, value=math.nan, status="unplaced", bound="=")


def _distinct(found: Iterable[_Candidate]) -> set[tuple[float, str]]:
    return {(one.finding.value, one.finding.bound) for one in found}


# ── rules ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Rule:
    """One ``[[rule]]`` or ``[[statement]]``, compiled."""

    metric: str
    text: tuple[re.Pattern[str], ...]
    heading_text: tuple[re.Pattern[str], ...]
    heading: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_near: re.Pattern[str] | None
    needs_context: re.Pattern[str] | None
    needs_clause: re.Pattern[str] | None
    channels: re.Pattern[str] | None
    section: str
    since: int
    parts: bool
    soft_parts: bool
    any_time: bool
    is_stock: bool

    def holds(self, section: str, year: int | None) -> bool:
        """Whether the rule speaks of this section and this year."""
        if self.section and self.section != section:
            return False
        return not self.since or (year is not None and year >= self.since)

    def fits(self, sentence: Sentence) -> bool:
        """Whether the sentence, its heading and the sentence before it allow the rule."""
        context = sentence.text + sentence.heading
        if self.needs_context and not self.needs_context.search(context):
            return False
        near = sentence.before + sentence.text
        return not (self.unless_near and self.unless_near.search(near))


@cache
def _rules(kind: str) -> tuple[_Rule, ...]:
    return tuple(_rule(entry) for entry in registry.tree("narrative")[kind])


def _rule(entry: Mapping[str, Any]) -> _Rule:
    def optional(name: str) -> re.Pattern[str] | None:
        return compile_pattern(entry[name]) if name in entry else None

    return _Rule(
        metric=entry["metric"],
        text=tuple(compile_pattern(pattern) for pattern in entry["text"]),
        heading_text=tuple(compile_pattern(pattern) for pattern in entry.get("heading_text", ())),
        heading=optional("heading"),
        unless=optional("unless"),
        unless_before=optional("unless_before"),
        unless_near=optional("unless_near"),
        needs_context=optional("needs_context"),
        needs_clause=optional("needs_clause"),
        channels=optional("channels"),
        section=entry.get("section", ""),
        since=entry.get("since", 0),
        parts=entry.get("parts", False),
        soft_parts=entry.get("soft_parts", False),
        any_time=entry.get("any_time", False),
        is_stock=registry.metric(entry["metric"])["kind"] == "stock",
    )


def _counts(rule: _Rule, sentence: Sentence) -> Iterator[int]:
    """Offsets in the sentence of the numbers that the rule finds."""
    patterns = rule.text
    if not rule.fits(sentence):
        return
    if rule.heading and rule.heading.search(sentence.heading):
        patterns += rule.heading_text
    for found in _matches(patterns, sentence.text):
        count = _count(found)
        start = clause_start(sentence.text, min(found.start() + 1, count))
        clause = sentence.text[start : found.end()]
        if rule.unless and rule.unless.search(without_brackets(clause)):
            continue
        if rule.unless_before and rule.unless_before.search(sentence.text, 0, found.start()):
            continue
        if rule.needs_clause and not rule.needs_clause.search(clause):
            continue
        if rule.channels and rule.channels.search(found[0]) and sentence.text.count(COUNT) > 1:
            continue
        if not rule.parts and inside(
            sentence.soft_parts if rule.soft_parts else sentence.parts, count
        ):
            continue
        if rule.any_time or is_of_the_year(sentence.text, count, is_stock=rule.is_stock):
            yield count


def _statements(rule: _Rule, sentence: Sentence) -> Iterator[tuple[int, int]]:
    if not rule.fits(sentence):
        return
    for found in _matches(rule.text, sentence.text):
        start = clause_start(sentence.text, found.start() + 1)
        stop = pattern_of("text", "clause").search(sentence.text, found.end())
        clause = sentence.text[start : stop.start() if stop else len(sentence.text)]
        if rule.unless and rule.unless.search(clause):
            continue
        if is_subordinate(clause) or inside(sentence.parts, found.start()):
            continue
        if is_of_the_year(sentence.text, found.start(), is_stock=True):
            yield found.span()


def _matches(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def _count(found: re.Match[str]) -> int:
    """Where in the sentence the number of a match stands."""
    if "count" in found.re.groupindex:
        return found.start("count")
    return found.string.index(COUNT, found.start())


# ── items published, by channel ─────────────────────────────────────────────


def _items(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """Metric and place of every count of items published."""
    text = sentence.text
    entry = registry.tree("narrative")["items"]
    disclosed = {_count(found): found for found in _matches(_item_patterns("disclosed"), text)}
    channelled = {_count(found): found for found in _matches(_item_patterns("channelled"), text)}
    for count, found in sorted({**channelled, **disclosed}.items()):
        start = clause_start(text, found.start())
        clause = text[start:count]
        bare = without_channels(clause)
        if pattern_of("items", "not_in_clause").search(bare) or pattern_of(
            "items", "not_before"
        ).search(text[start : found.start()]):
            continue
        is_part = inside(sentence.parts, count)
        if is_part and not pattern_of("items", "parts_allowed").match(found[0]):
            continue
        if not is_of_the_year(text, count, is_stock=False):
            continue
        channel = channel_of(text, start, clause)
        if channel in {"none", "several"} and count not in disclosed:
            continue
        metric = entry["metrics"].get(channel)
        if metric:
            yield metric, count


@cache
def _item_patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(compile_pattern(pattern) for pattern in registry.tree("narrative")["items"][name])
