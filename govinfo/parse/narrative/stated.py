"""What a masked sentence states: numbers of a metric, or that there was none.

The wordings are data: ``registry/narrative.toml``. A ``[[rule]]`` finds a number, a
``[[statement]]`` denies that there was any. Numbers being masked, sentences recur from
report to report, so what they state is kept for the latest of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from govinfo import registry
from govinfo.parse.narrative.channels import channel_of, without_channels
from govinfo.parse.narrative.sentences import (
    Sentence,
    inside,
    is_of_the_year,
    is_subordinate,
    without_brackets,
)
from govinfo.parse.narrative.wordings import COUNT, compile_wording, finds, plain, wording


class Stated(NamedTuple):
    """The number at ``start`` of a sentence, or a denial from ``start`` to ``end``.

    It counts in ``section`` if one is named, and in reports on ``since`` and after.
    """

    metric: str
    start: int
    end: int
    is_denial: bool
    section: str = ""
    since: int = 0

    def holds(self, section: str, year: int | None) -> bool:
        """Whether this is said of such a section and such a year."""
        if self.section and self.section != section:
            return False
        return not self.since or (year is not None and year >= self.since)


def stated_in(sentence: Sentence) -> tuple[Stated, ...]:
    """List what a sentence states, without regard to the section and the year."""
    return _stated(sentence.text, sentence.heading, sentence.before)


@lru_cache(maxsize=4096)
def _stated(text: str, heading: str, before: str) -> tuple[Stated, ...]:
    sentence = Sentence(text, 0, heading, before)
    stated: list[Stated] = []
    if COUNT in text:
        if plain("items", "counted").search(text):
            stated += [
                Stated(metric, at, at + 1, is_denial=False) for metric, at in _items(sentence)
            ]
        for rule in _rules_for("rule", sentence):
            stated += [rule.states(at, at + 1) for at in _counts(rule, sentence)]
    if wording("text", "denial").search(text):
        for rule in _rules_for("statement", sentence):
            stated += [rule.states(*span, is_denial=True) for span in _denials(rule, sentence)]
    return tuple(dict.fromkeys(stated))


# ── rules ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Rule:
    """One ``[[rule]]`` or ``[[statement]]``, compiled."""

    metric: str
    words: tuple[str, ...]
    text: tuple[re.Pattern[str], ...]
    heading_text: tuple[re.Pattern[str], ...]
    heading: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None
    unless_near: re.Pattern[str] | None
    needs_context: re.Pattern[str] | None
    or_before: re.Pattern[str] | None
    needs_clause: re.Pattern[str] | None
    channels: re.Pattern[str] | None
    section: str
    since: int
    parts: bool
    soft_parts: bool
    any_time: bool
    is_stock: bool

    def fits(self, sentence: Sentence) -> bool:
        """Whether the sentence, its heading and the sentence before it allow the rule."""
        if self.needs_context and not self.needs_context.search(sentence.text + sentence.heading):
            before = self.or_before.search(sentence.before) if self.or_before else None
            if before is None:
                return False
        near = self.unless_near
        return near is None or not near.search(sentence.before + sentence.text)

    def states(self, start: int, end: int, *, is_denial: bool = False) -> Stated:
        """What the rule says of a place in a sentence."""
        return Stated(self.metric, start, end, is_denial, self.section, self.since)


def _rules_for(kind: str, sentence: Sentence) -> list[_Rule]:
    """Rules that may find something in a sentence, in the registry's order."""
    places: set[int] = set()
    for word, needed_by in _places_by_word(kind).items():
        if word in sentence.text:
            places |= needed_by
    rules = [_rule(kind, place) for place in sorted(places)]
    return [rule for rule in rules if rule.fits(sentence)]


@cache
def _places_by_word(kind: str) -> Mapping[str, set[int]]:
    """Word to the places in the registry of the rules that need it."""
    by_word: dict[str, set[int]] = {}
    for place, entry in enumerate(registry.tree("narrative")[kind]):
        for word in entry["words"]:
            by_word.setdefault(word, set()).add(place)
    return by_word


@cache
def _rule(kind: str, place: int) -> _Rule:
    entry = registry.tree("narrative")[kind][place]

    def optional(name: str) -> re.Pattern[str] | None:
        return compile_wording(entry[name]) if name in entry else None

    return _Rule(
        metric=entry["metric"],
        words=tuple(entry["words"]),
        text=tuple(compile_wording(pattern) for pattern in entry["text"]),
        heading_text=tuple(compile_wording(pattern) for pattern in entry.get("heading_text", ())),
        heading=optional("heading"),
        unless=optional("unless"),
        unless_before=optional("unless_before"),
        unless_near=optional("unless_near"),
        needs_context=optional("needs_context"),
        or_before=optional("or_before"),
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
    if rule.heading and rule.heading.search(sentence.heading):
        patterns += rule.heading_text
    for found in _places(patterns, sentence.text):
        count = found.start("count")
        start = sentence.clause_start(min(found.start() + 1, count))
        clause = sentence.text[start : found.end("all")]
        if rule.unless and rule.unless.search(without_brackets(clause)):
            continue
        if rule.unless_before and rule.unless_before.search(sentence.text, 0, found.start()):
            continue
        if rule.needs_clause and not rule.needs_clause.search(clause):
            continue
        if rule.channels and rule.channels.search(found["all"]) and sentence.text.count(COUNT) > 1:
            continue
        if not rule.parts and inside(
            sentence.soft_parts if rule.soft_parts else sentence.parts, count
        ):
            continue
        if rule.any_time or is_of_the_year(sentence, count, is_stock=rule.is_stock):
            yield count


def _denials(rule: _Rule, sentence: Sentence) -> Iterator[tuple[int, int]]:
    for found in _places(rule.text, sentence.text):
        start = sentence.clause_start(found.start() + 1)
        stop = plain("text", "clause").search(sentence.text, found.end("all"))
        clause = sentence.text[start : stop.start() if stop else len(sentence.text)]
        if rule.unless and rule.unless.search(clause):
            continue
        if wording("text", "of_some").search(clause, found.end("all") - start):
            continue
        if is_subordinate(clause) or inside(sentence.parts, found.start()):
            continue
        if is_of_the_year(sentence, found.start(), is_stock=True):
            yield found.span("all")


def _places(patterns: Iterable[re.Pattern[str]], text: str) -> list[re.Match[str]]:
    places: list[re.Match[str]] = []
    for pattern in patterns:
        places += finds(pattern, text)
    return places


# ── items published, by channel ─────────────────────────────────────────────


def _items(sentence: Sentence) -> list[tuple[str, int]]:
    """Metric and place of every count of items published."""
    text = sentence.text
    items = []
    entry = registry.tree("narrative")["items"]
    disclosed = _item_places("disclosed", text)
    places = _item_places("channelled", text) | disclosed
    for count, found in sorted(places.items()):
        start = sentence.clause_start(found.start())
        clause = text[start:count]
        bare = without_channels(clause)
        if wording("items", "not_in_clause").search(bare):
            continue
        if wording("items", "not_before").search(text[start : found.start()]):
            continue
        is_part = inside(sentence.parts, count)
        if is_part and not wording("items", "parts_allowed").match(found["all"]):
            continue
        if not is_of_the_year(sentence, count, is_stock=False):
            continue
        channel = channel_of(text, start, clause)
        if channel in {"none", "several"} and count not in disclosed:
            continue
        metric = entry["metrics"].get(channel)
        if metric:
            items.append((metric, count))
    return items


def _item_places(name: str, text: str) -> dict[int, re.Match[str]]:
    """List the wordings of a kind by the place of their count."""
    return {found.start("count"): found for found in _places(_item_patterns(name), text)}


@cache
def _item_patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(compile_wording(pattern) for pattern in registry.tree("narrative")["items"][name])
