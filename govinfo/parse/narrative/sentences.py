"""Sentences of a masked section: heading, parts, the time and the bodies they speak of.

The words that decide are data: ``registry/narrative.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from govinfo import registry
from govinfo.parse.narrative.wordings import (
    COUNT,
    NOISE,
    compile_kinds,
    compile_wording,
    finds,
    plain,
    wording,
)

Spans = tuple[tuple[int, int], ...]

_OPENING = re.compile("[（(]")
_CLOSING = {"（": "）)", "(": ")）"}  # its own mark before the other
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")


@dataclass(slots=True)
class Sentence:
    """A masked sentence, its offset and surroundings; what it is asked for is kept.

    ``heading`` stands above it; ``before`` is the sentence before it under that heading.
    Either is left out where no rule looks at it: what is alike is then read once.
    """

    text: str
    start: int
    heading: str
    before: str
    _parts: Spans | None = field(default=None, init=False)
    _soft_parts: Spans | None = field(default=None, init=False)
    _names_several: bool | None = field(default=None, init=False)
    _clauses: list[int] | None = field(default=None, init=False)

    @property
    def parts(self) -> Spans:
        """Where parts of a total stand: in brackets, and after words like 其中 to the end."""
        if self._parts is None:
            self._parts = _parts(self.text, to_the_end=True)
        return self._parts

    @property
    def soft_parts(self) -> Spans:
        """The same, where a list of parts ends at a semicolon unless a colon opened it."""
        if self._soft_parts is None:
            self._soft_parts = _parts(self.text, to_the_end=False)
        return self._soft_parts

    @property
    def names_several(self) -> bool:
        """Whether several bodies are named one after another, so that none is the whole."""
        if self._names_several is None:
            self._names_several = (
                len(plain("scope", "named_end").findall(self.text)) > 1
                and len(plain("scope", "named").findall(self.text)) > 1
            )
        return self._names_several

    def clause_start(self, offset: int) -> int:
        """Find where the clause before ``offset`` starts: after a comma or the last number."""
        if self._clauses is None:
            self._clauses = [0, *_clause_ends(self.text)]
        return self._clauses[bisect_right(self._clauses, offset) - 1]


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a masked section into sentences and give those that may state a number.

    What is too long or too full of numbers for a sentence is left out, so that the
    work on a section grows with its length only. So are sentences that go on with plans.
    """
    may_state = wording("text", "telling").search
    looks_up = _words_with("heading", "needs_context").search
    looks_back = _words_with("or_before", "unless_near").search
    heading_length = registry.tree("narrative")["text"]["heading_length"]
    lines = _one_to_a_line(text)
    headings = [found.span("all") for found in finds(wording("text", "heading"), text)]
    offset = 0
    for end, next_start in [*headings, (len(text), len(text))]:
        found = may_state(text, offset, end)
        if found:
            heading = text[offset : min(offset + heading_length, end)].strip() if offset else ""
            plans = _plans(text, lines, offset, end)
            stop = offset
            while found:
                start = lines.rfind("\n", stop, found.start()) + 1 or stop
                stop = _end_of_line(lines, start, end)
                sentence = text[start:stop]
                if start not in plans and not _is_overfull(sentence):
                    above = heading if looks_up(sentence) else ""
                    before = _before(text, lines, offset, start) if looks_back(sentence) else ""
                    yield Sentence(sentence, start, above, before)
                found = may_state(text, stop, end)
        offset = next_start


def _one_to_a_line(text: str) -> str:
    """The text with a line for each sentence, as long as it was."""
    for mark in registry.tree("narrative")["text"]["stops"]:
        text = text.replace(mark, "\n")
    return text


def _end_of_line(lines: str, start: int, end: int) -> int:
    stop = lines.find("\n", start, end)
    return end if stop < 0 else stop


def _is_overfull(piece: str) -> bool:
    """Whether a piece is longer or has more numbers than a sentence."""
    longest, most_numbers = _limits()
    length = len(piece)
    return length > most_numbers and (
        length > longest or piece.count(COUNT) + piece.count(NOISE) > most_numbers
    )


@cache
def _limits() -> tuple[int, int]:
    limits = registry.tree("narrative")["text"]
    return limits["longest"], limits["most_numbers"]


def _before(text: str, lines: str, offset: int, start: int) -> str:
    """The sentence before the one at ``start``, if there is one under its heading."""
    while start > offset:
        stop = start - 1
        start = max(lines.rfind("\n", offset, stop) + 1, offset)
        piece = text[start:stop]
        if piece and not piece.isspace():
            return "" if _is_overfull(piece) else piece
    return ""


def _plans(text: str, lines: str, offset: int, end: int) -> set[int]:
    """Where the sentences begin that go on with plans."""
    plans: set[int] = set()
    if not wording("time", "planned").search(text, offset, end):
        return plans
    is_planned = False
    start = offset
    while start < end:
        stop = _end_of_line(lines, start, end)
        piece = text[start:stop]
        if not _is_overfull(piece):
            is_planned = is_planned and not wording("time", "done").search(piece)
            if is_planned:
                plans.add(start)
            else:
                is_planned = wording("time", "planned").search(piece) is not None
        start = stop + 1
    return plans


@cache
def _words_with(*names: str) -> re.Pattern[str]:
    """The words of the rules and statements that have one of these entries."""
    tree = registry.tree("narrative")
    words = [
        word
        for rule in (*tree["rule"], *tree["statement"])
        if any(name in rule for name in names)
        for word in rule["words"]
    ]
    return compile_wording("|".join(words))


def _parts(text: str, *, to_the_end: bool) -> Spans:
    brackets = []
    if "（" in text or "(" in text:
        brackets = [(found.start(), _closing(text, found)) for found in _OPENING.finditer(text)]
    spans = brackets.copy()
    for found in finds(wording("text", "part"), text):
        start, end = found.span("all")
        if text[start] in "，," and COUNT not in text[:start]:
            continue  # 主要包括… before any number opens no list of parts
        around = [span for span in brackets if span[0] < start < span[1]]
        last = around[0][1] if around else len(text)
        if not to_the_end and not wording("text", "part_to_the_end").match(text, start):
            stop = plain("text", "segment").search(text, end, last)
            last = stop.start() if stop else last
        spans.append((start, last))
    return tuple(spans)


def _closing(text: str, opening: re.Match[str]) -> int:
    """Where a bracket closes, half width or full width; the end of the text if nowhere."""
    for mark in _CLOSING[opening[0]]:
        end = text.find(mark, opening.end())
        if end >= 0:
            return end
    return len(text)


def inside(spans: Iterable[tuple[int, int]], offset: int) -> bool:
    """Tell whether an offset lies in one of the spans."""
    return any(start <= offset < end for start, end in spans) if spans else False


def without_brackets(text: str) -> str:
    """Leave out what stands in brackets, the brackets with it."""
    return _BRACKETS.sub("", text) if _OPENING.search(text) else text


def last_clause_start(text: str, offset: int) -> int:
    """Find where the clause before ``offset`` starts in a piece of a sentence."""
    return max((end for end in _clause_ends(text) if end <= offset), default=0)


def _clause_ends(text: str) -> list[int]:
    return [found.end() for found in plain("text", "clause_end").finditer(text)]


def is_of_the_year(sentence: Sentence, offset: int, *, is_stock: bool) -> bool:
    """Tell whether what stands at ``offset`` speaks of the whole year and the whole agency.

    The last word of time before it decides. A running total (累计) needs one.
    """
    text = sentence.text
    clause = text[sentence.clause_start(offset) : offset]
    if is_subordinate(clause) or wording("scope", "leading").search(text, 0, offset):
        return False
    if sentence.names_several:
        return False
    before = text[:offset]
    if "《" in before:
        before = plain("text", "title").sub("", before)
    times = finds(_times(), before)
    last = times[-1].lastgroup if times else ""
    if last == "bad" or (last == "bad_flow" and not is_stock):
        return False
    if is_stock:
        return True
    if plain("time", "running_after").match(text, offset + len(COUNT)):
        return False
    return last == "good" or not wording("time", "running").search(clause)


@cache
def _times() -> re.Pattern[str]:
    table = registry.tree("narrative")["time"]
    return compile_kinds({name: table[name] for name in ("bad_flow", "bad", "good")})


def is_subordinate(clause: str) -> bool:
    """Tell whether a clause speaks of parts of the administration and not of the whole."""
    below = wording("scope", "subordinate").search(clause)
    return below is not None and not wording("scope", "whole").search(clause)
