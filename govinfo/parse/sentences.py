"""Sentences of a masked section: heading, parts, the time and the channel they speak of.

The words that decide are data: ``registry/narrative.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from govinfo import registry
from govinfo.parse.numerals import COUNT, MARKS, NOISE, expand

_CLOSING = {"（": "）", "(": ")"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A masked sentence, its offset and surroundings, and where parts of totals stand.

    ``heading`` stands above it; ``before`` is the sentence before it under that heading.
    """

    text: str
    start: int
    heading: str
    before: str
    parts: tuple[tuple[int, int], ...]
    soft_parts: tuple[tuple[int, int], ...]


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the registry, its pieces and marks put in."""
    return re.compile(expand(pattern, registry.tree("narrative")["pieces"]))


@cache
def pattern_of(table: str, name: str) -> re.Pattern[str]:
    """Compile the pattern ``name`` of a table of the registry."""
    return compile_pattern(registry.tree("narrative")[table][name])


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a masked section into sentences, each with the outline heading above it.

    What is too long or too full of numbers for a sentence is left out, so that the
    work on a section grows with its length only.
    """
    limits = registry.tree("narrative")["text"]
    heading_length = limits["heading_length"]
    heading = ""
    for start, end in _spans(pattern_of("text", "heading"), text):
        heading = text[start : min(end, start + heading_length)].strip() if start else ""
        before = ""
        for first, last in _spans(pattern_of("text", "sentence"), text, start, end):
            piece = text[first:last]
            numbers = piece.count(COUNT) + piece.count(NOISE)
            if len(piece) > limits["longest"] or numbers > limits["most_numbers"]:
                before = ""
                continue
            if piece.strip():
                yield Sentence(
                    piece,
                    first,
                    heading,
                    before,
                    tuple(_parts(piece, to_the_end=True)),
                    tuple(_parts(piece, to_the_end=False)),
                )
                before = piece


def _spans(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[tuple[int, int]]:
    """Spans of ``text`` between the matches of ``pattern``."""
    end = len(text) if end is None else end
    for found in pattern.finditer(text, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _parts(text: str, *, to_the_end: bool) -> Iterator[tuple[int, int]]:
    """Where parts of a total stand: in brackets, and after words like 其中.

    Such a list runs to the end of the sentence; with ``to_the_end`` false, to the
    next semicolon unless a colon opens it.
    """
    brackets = list(_brackets(text))
    yield from brackets
    for found in pattern_of("text", "part").finditer(text):
        first = found[0][0] in "，,"
        if first and COUNT not in text[: found.start()]:
            continue  # 主要包括… before any number opens no list of parts
        around = [span for span in brackets if span[0] < found.start() < span[1]]
        end = around[0][1] if around else len(text)
        opened = pattern_of("text", "part_to_the_end").match(text, found.start())
        if not to_the_end and not opened:
            stop = pattern_of("text", "segment").search(text, found.end(), end)
            end = stop.start() if stop else end
        yield found.start(), end


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(r"[（(]", text):
        end = text.find(_CLOSING[found[0]], found.end())
        end = end if end >= 0 else text.find("）" if found[0] == "(" else ")", found.end())
        yield found.start(), end if end >= 0 else len(text)


def inside(spans: Iterable[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of the spans."""
    return any(start <= offset < end for start, end in spans)


def without_brackets(text: str) -> str:
    """Leave out what stands in brackets, the brackets with it."""
    return re.sub(r"（[^（）]*）|\([^()]*\)", "", text)


def clause_start(text: str, offset: int) -> int:
    """Find where the clause before ``offset`` starts: after a comma or the last number."""
    start = text.rfind(COUNT, 0, offset) + 1
    for found in pattern_of("text", "clause").finditer(text, start, offset):
        start = found.end()
    return start


def is_of_the_year(text: str, offset: int, *, is_stock: bool) -> bool:
    """Tell whether what stands at ``offset`` speaks of the whole year and the whole agency.

    The last word of time before it decides. A running total (累计) needs one.
    """
    clause = text[clause_start(text, offset) : offset]
    if is_subordinate(clause) or pattern_of("scope", "leading").search(text, 0, offset):
        return False
    if len(pattern_of("scope", "named").findall(text)) > 1:
        return False
    before = pattern_of("text", "title").sub("", text[:offset])
    last = ""
    for found in _times().finditer(before):
        last = found.lastgroup or ""
    if last == "bad" or (last == "bad_flow" and not is_stock):
        return False
    if is_stock:
        return True
    if pattern_of("time", "running_after").match(text, offset + len(COUNT)):
        return False
    return last == "good" or not pattern_of("time", "running").search(clause)


@cache
def _times() -> re.Pattern[str]:
    table = registry.tree("narrative")["time"]
    names = ("bad_flow", "bad", "good")
    return compile_pattern("|".join(f"(?P<{name}>{expand(table[name], MARKS)})" for name in names))


def is_subordinate(clause: str) -> bool:
    """Tell whether a clause speaks of parts of the administration and not of the whole."""
    below = pattern_of("scope", "subordinate").search(clause)
    return bool(below) and not pattern_of("scope", "whole").search(clause)


# ── channels ────────────────────────────────────────────────────────────────


@cache
def _channels() -> Mapping[str, re.Pattern[str]]:
    channels = registry.tree("narrative")["items"]["channels"]
    return {name: compile_pattern(pattern) for name, pattern in channels.items()}


def without_channels(text: str) -> str:
    """Leave out the words that name a channel."""
    for pattern in _channels().values():
        text = pattern.sub("", text)
    return text


def channel_of(text: str, start: int, clause: str) -> str:
    """Name the one channel that a count is tied to, ``none``, ``several`` or ``unclear``."""
    kinds = _kinds(clause)
    if not kinds:
        since = 0
        for found in pattern_of("items", "counted").finditer(text, 0, start):
            since = found.end()
        before = text[since:start]
        if not _kinds(before):
            return "none"
        end = len(before.rstrip("，,：:；; "))
        clause = before[clause_start(before, end) : end]
        kinds = _kinds(clause)
        if kinds != _kinds(before) or not pattern_of("items", "from_channel").search(clause):
            return "unclear"
    pooled = registry.tree("narrative")["items"]["pooled"]
    if kinds == {pooled["named"]} or (len(kinds) > 1 and kinds <= set(pooled["together"])):
        if kinds > {pooled["named"]} and not compile_pattern(pooled["clear"]).search(clause):
            return "unclear"
        return str(pooled["named"])
    if len(kinds) == 1:
        listed = kinds < set(pooled["together"]) and pattern_of("items", "listed").search(clause)
        return "unclear" if listed else kinds.pop()
    joined = pattern_of("items", "joined").search(clause)
    return "several" if joined and "website" in kinds else "unclear"


def _kinds(text: str) -> set[str]:
    """Name the kinds of channel in a piece of text, each word counted once."""
    kinds = set()
    text = pattern_of("items", "account").sub("", text)
    for name, pattern in _channels().items():
        text, times = pattern.subn(" ", text)
        if times:
            kinds.add(name)
    return kinds
