"""Labels of statistics forms in running text, which keeps its gaps but not its spaces."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govinfo.parse.fold import Folded
from govinfo.parse.labels import has_han
from govinfo.parse.lists.heads import head_word
from govinfo.parse.lists.rowforms import LEAD_AT_END, RowForm, split_label
from govinfo.parse.running.furniture import furniture
from govinfo.registry import tree

#: A space before a character; a tab or pipe; and one more for each line break.
SOFT, HARD = 1, 2
LONGEST_HEAD = 14
_PARTING = "|｜\u200b\ufeff"
_WIDEST = 250
_REACH = 160  # characters between two labels of one table, at most
_LONGEST_LEAD = 12


@dataclass(frozen=True, slots=True)
class Spaced:
    """Text without spaces and pipes; ``gap[i]`` tells what stood before ``text[i]``.

    ``at[i]`` is its place in the folded text; ``doubtful`` are places there of numbers
    that may be those of pages.
    """

    text: str
    at: Sequence[int]
    gap: bytearray
    doubtful: frozenset[int]


def spaced(folded: Folded, source: str) -> Spaced:
    """Folded text, squeezed; gaps that folding took out count as gaps all the same."""
    parts: list[str] = []
    at = array("i")
    gap = bytearray()
    before = HARD
    last = -1
    marks = furniture(folded.text)
    for i, character in enumerate(marks.removed(folded.text)):
        origin = folded.origin[i]
        for skipped in source[last + 1 : origin]:
            before = _widened(before, skipped)
        last = origin
        if character.isspace() or character in _PARTING:
            before = _widened(before, character)
        else:
            parts.append(character)
            at.append(i)
            gap.append(before)
            before = 0
    return Spaced("".join(parts), at, gap, marks.doubtful)


def _widened(gap: int, character: str) -> int:
    """A gap and one more character in it."""
    if character == "\n":
        return min(max(gap, HARD) + 1, _WIDEST)
    if character in "\t|｜":
        return max(gap, HARD)
    return max(gap, SOFT) if character.isspace() or character in _PARTING else gap


@dataclass(frozen=True, slots=True)
class Label:
    """A label: ``lead`` is where its number begins, ``start`` and ``end`` bound its words.

    ``glued`` tells that its number touches the digits before it.
    """

    lead: int
    start: int
    end: int
    glued: bool


def find_labels(form: RowForm, text: Spaced) -> list[Label]:
    """Every label that stands free on both sides."""
    found: list[Label] = []
    ends: set[int] = set()
    matches = list(form.scan.finditer(text.text))
    starts = {_lead(form, text, match.start(), match[0])[0] for match in matches}
    for match in matches:
        lead, glued = _lead(form, text, match.start(), match[0])
        if not _free_right(text, match.end(), starts):
            continue
        if lead == match.start() and not text.gap[lead]:
            # 12同意…: the 2 may be the number of a label that lost the mark behind it.
            glued = any(text.text.endswith(number, 0, lead) for number in _numbers(form, match[0]))
        ends.add(match.end())
        before = text.text[lead - 1 : lead]
        touching = lead < len(text.gap) and not text.gap[lead] and has_han(before)
        if (
            not touching
            or lead in ends
            or _behind_unit(text.text, lead)
            or behind_head(form, text.text, lead)
        ):
            found.append(Label(lead, match.start(), match.end(), glued))
    return found


def _lead(form: RowForm, text: Spaced, start: int, printed: str) -> tuple[int, bool]:
    """Where the numbers before a label begin, and whether the last touches a digit."""
    here, glued = start, False
    while True:
        match = LEAD_AT_END.search(text.text, max(0, here - _LONGEST_LEAD), here)
        if match is None:
            return here, glued
        first = match.start()
        if text.text[first].isdigit():
            # 0 | 2、: the 0 is a cell, the 2 a number.
            digits = first
            while digits < here and text.text[digits].isdigit():
                if digits > first and text.gap[digits]:
                    first = digits
                digits += 1
            touching = first > 0 and not text.gap[first] and text.text[first - 1].isdigit()
            numbers = _numbers(form, printed)
            if touching or (digits - first > 1 and text.text[first:digits] not in numbers):
                glued, first = True, digits - 1
        here = first


def _numbers(form: RowForm, printed: str) -> set[str]:
    """The numbers that the form prints before a label."""
    lines = form.named.get(split_label(printed)[0], ())
    return {form.lines[line].number for line in lines} - {""}


def _free_right(text: Spaced, end: int, starts: set[int]) -> bool:
    rest = text.text[end : end + 4]
    if not rest or text.gap[end] or end in starts or not has_han(rest[0]):
        return True
    return unit_before_number().match(rest) is not None


def _behind_unit(text: str, place: int) -> bool:
    return number_before_unit().search(text, max(0, place - 6), place) is not None


def behind_head(form: RowForm, text: str, place: int) -> bool:
    """Whether a head ends at a place."""
    words = (
        head_word(form, text[place - length : place])
        for length in range(2, min(place, LONGEST_HEAD) + 1)
    )
    return any(word.kind and word.exact for word in words)


@cache
def unit_before_number() -> re.Pattern[str]:
    """A unit and the first character of the number behind it."""
    units = "|".join(sorted(tree("labels")["statistics"]["units"], key=len, reverse=True))
    return re.compile(rf"(?:{units})[\d+—–-]")


@cache
def number_before_unit() -> re.Pattern[str]:
    """The last digit of a number and the unit behind it, at the end."""
    units = "|".join(sorted(tree("labels")["statistics"]["units"], key=len, reverse=True))
    return re.compile(rf"\d(?:{units})$")


def regions(labels: Sequence[Label]) -> Iterator[list[Label]]:
    """Labels so close together that they may be of one table."""
    group: list[Label] = []
    for label in labels:
        if group and label.lead - group[-1].end > _REACH:
            yield group
            group = []
        group.append(label)
    if group:
        yield group
