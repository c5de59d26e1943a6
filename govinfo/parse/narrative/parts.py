"""Numbers of a sentence with what stands between them, for lists of parts.

The words are data: ``registry/breakdowns.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from govinfo.parse.narrative.masking import mask
from govinfo.parse.narrative.wordings import COUNT, NOISE, expand
from govinfo.registry import tree

_BRACKETS = re.compile("[（(）)]")
_HAN_GAP = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")


class Count(NamedTuple):
    """A number of a sentence with its unit.

    ``before`` is where the text before it begins, ``at`` where it stands and ``end``
    where its unit, share and bracket end, in the masked text; ``start`` and ``stop`` are
    offsets into the section. ``inner`` is the bracket behind it, if that holds numbers.
    """

    before: int
    at: int
    end: int
    unit: str
    value: float
    bound: str
    start: int
    stop: int
    inner: tuple[int, int] | None


class Total(NamedTuple):
    """What a list is a part of: its words, its value (NaN if only words name it)."""

    words: str
    value: float
    bound: str
    unit: str


class Part(NamedTuple):
    """A category of a list and its number."""

    name: str
    number: Count


@dataclass(slots=True)
class Parts:
    """A list of parts: of what, after which words, how deep."""

    total: Total
    cue: str
    depth: int
    colon: bool = False
    parts: list[Part] = field(default_factory=list)
    separators: set[str] = field(default_factory=set)

    @property
    def sum(self) -> float:
        """Of the parts in the total's unit."""
        unit = self.total.unit or self.parts[0].number.unit
        return sum(part.number.value for part in self.parts if part.number.unit == unit)

    @property
    def exact(self) -> bool:
        """Whether the parts are all in the total's unit and add up to it."""
        same = all(part.number.unit == self.total.unit for part in self.parts)
        firm = all(part.number.bound == "=" for part in self.parts) and self.total.bound == "="
        return same and firm and round(self.sum - self.total.value, 6) == 0

    @property
    def possible(self) -> bool:
        """Whether no part, and unless the print leaves no doubt no sum, is above the total."""
        total = self.total
        if total.bound not in {"=", "≤"} or not total.value >= 0:
            return True
        near = [part.number for part in self.parts if alike(part.number.unit, total.unit)]
        if any(number.value > total.value for number in near):
            return False
        same = [number.value for number in near if number.unit == total.unit]
        uniform = self.colon and len(self.separators) <= 1
        return uniform or round(sum(same) - total.value, 6) <= 0


class Opening(NamedTuple):
    """Words that open a list, from ``start`` to ``end`` of the masked text."""

    cue: str
    kind: str
    start: int
    end: int
    colon: bool


class Page:
    """A section, masked: ``prose`` is the masked text with the breaks of lists mended."""

    def __init__(self, text: str, year: int | None) -> None:
        self.text = text
        self.masked = mask(text, year=year)
        prose = self.masked.text
        if "\n" in prose:
            prose = pattern("numbered_line").sub(lambda found: "；".ljust(len(found[0])), prose)
        self.prose = pattern("shared_sentence").sub("，", prose)

    def printed(self, start: int, stop: int) -> str:
        """Give the print between two places of the masked text, breaks within words left out."""
        original = self.masked.original
        return _HAN_GAP.sub("", self.text[original(start) : original(stop)].strip())


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give start and stop of every sentence; what is too long to be one has no numbers."""
    start = 0
    for found in pattern("sentence").finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def counts_in(page: Page, start: int, stop: int) -> list[Count]:
    """List the numbers between two places, but for those in brackets."""
    text, limits = page.prose, tree("breakdowns")["limits"]
    if stop - start > limits["longest_sentence"]:
        return []
    if not 0 < text.count(COUNT, start, stop) <= limits["most_numbers"]:
        return []
    counts: list[Count] = []
    before = at = start
    while found := pattern("number_or_bracket").search(text, at, stop):
        at = found.start()
        if text[at] == COUNT:
            counts.append(_count(page, before, at, stop))
            before = at = counts[-1].end
        else:
            at = _closing(text, at, stop)
    return counts


def _count(page: Page, before: int, at: int, stop: int) -> Count:
    text = page.prose
    printed = pattern("unit").match(text, at + 1)
    unit = printed["unit"] if printed else ""
    end = _after(text, printed.end() if printed else at + 1, stop)
    inner = None
    if text[end : end + 1] in {"（", "("}:
        close = _closing(text, end, stop)
        inner = (end + 1, close - 1) if COUNT in text[end:close] else None
        end = _after(text, close, stop)
    number = page.masked.number(at)
    money: dict[str, str] = tree("breakdowns")["units"]["money"]
    return Count(
        before,
        at,
        end,
        money.get(unit, unit),
        number.value,
        number.bound,
        number.start,
        number.end,
        inner,
    )


def _after(text: str, at: int, stop: int) -> int:
    """Where the shares and changes behind a number end."""
    found = pattern("aside").match(text, at, stop)
    return found.end() if found else at


def _closing(text: str, at: int, stop: int) -> int:
    """Behind the bracket that closes; what is never closed reaches to the end."""
    depth = 0
    for found in _BRACKETS.finditer(text, at, stop):
        depth += 1 if found[0] in "（(" else -1
        if depth == 0:
            return found.end()
    return stop


def opening_of(page: Page, count: Count) -> Opening | None:
    """Find the words before a number that open a list."""
    gap = page.prose[count.before : count.at]
    for entry in _openers():
        found = entry.text.search(gap)
        if found and (entry.anywhere or pattern("lead").fullmatch(gap[: found.start()])):
            colon = found[0].rstrip().endswith(("：", ":"))
            start, end = count.before + found.start(), count.before + found.end()
            return Opening(entry.cue, entry.kind, start, end, colon)
    return None


def total_of(page: Page, count: Count, stop: int | None = None) -> Total:
    """Take a number, or words that end before ``stop``, for a total."""
    end = count.at if stop is None else stop
    start = count.before
    for found in pattern("clause").finditer(page.prose, start, end):
        start = found.end()
    words = pattern("around_total").sub("", name_in(page, start, end, strict=False) or "")
    if stop is not None:
        return Total(words, float("nan"), "=", "")
    return Total(words, count.value, count.bound, count.unit)


def is_of_year(page: Page, count: Count) -> bool:
    """Whether the last time named before a number is not another year."""
    start = max(page.prose.rfind(mark, 0, count.at) for mark in "。\n") + 1
    times = list(pattern("time").finditer(page.prose, start, count.at))
    return not times or times[-1].lastgroup == "good"


def name_in(page: Page, start: int, stop: int, *, strict: bool = True) -> str | None:
    """Name a category without what leads to it and on to its number; None if in doubt."""
    text = page.prose
    while found := pattern("filler").match(text, start, stop) or pattern("numbering").match(
        text, start, stop
    ):
        start = found.end()
    for found in pattern("link").finditer(text, start, stop):
        if found.end() == stop:
            stop = found.start()
            break
    if strict and not _is_name(page, start, stop):
        return None
    name = page.printed(start, stop)
    return pattern("spare").sub("", name) if strict else name


def _is_name(page: Page, start: int, stop: int) -> bool:
    name = page.prose[start:stop]
    if len(name) > tree("breakdowns")["limits"]["longest_name"] or pattern("clause").search(name):
        return False
    if pattern("no_name").search(name):
        return False
    for found in pattern("marks").finditer(name):
        at = start + found.start()
        if found[0] != NOISE or not pattern("named_numbers").fullmatch(page.printed(at, at + 1)):
            return False
    return True


class _Opener(NamedTuple):
    cue: str
    kind: str
    text: re.Pattern[str]
    anywhere: bool


@cache
def _openers() -> tuple[_Opener, ...]:
    return tuple(
        _Opener(
            entry["cue"],
            entry.get("kind", "of_total"),
            _compiled(entry["text"]),
            entry.get("anywhere", False),
        )
        for entry in tree("breakdowns")["opener"]
    )


@cache
def alike(one: str, other: str) -> bool:
    """Tell whether two units may count the same things."""
    if one == other:
        return True
    return any({one, other} <= set(group) for group in tree("breakdowns")["units"]["alike"])


def deepest() -> int:
    """How deep lists within lists are read."""
    return int(tree("breakdowns")["limits"]["depth"])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Compile a wording of ``[words]``."""
    if name == "unit":
        units = sorted(tree("narrative")["numbers"]["units"], key=len, reverse=True)
        return _compiled(f"(?P<unit>{'|'.join(units)}){tree('breakdowns')['words']['tail']}")
    return _compiled(tree("breakdowns")["words"][name])


def _compiled(text: str) -> re.Pattern[str]:
    pieces: dict[str, Any] = tree("breakdowns")["pieces"]
    return re.compile(expand(text, pieces))
