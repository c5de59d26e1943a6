"""Numbering in prose: 一是, （二）, 3., 首先, 另一方面.

The styles are data: ``registry/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from govinfo.parse.numerals import chinese_number
from govinfo.registry import tree

_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ENDS = "。；;：:！!？?，,"


class Mark(NamedTuple):
    """Numbering: its style, what it counts, as printed, and its place."""

    style: str
    ordinal: int
    printed: str
    start: int
    end: int


_NONE = Mark("", 0, "", 0, 0)


def marks_in(text: str) -> list[Mark]:
    """All numbering in a text; of several readings of one place the longest."""
    marks: dict[int, Mark] = {}
    for style in tree("items")["marks"]:
        for found in _style(style).finditer(text):
            mark = Mark(style, _ordinal(found), found["number"], *found.span())
            old = marks.get(found.start("number"))
            if old is None or mark.end > old.end:
                marks[found.start("number")] = mark
    ordered = [marks[start] for start in sorted(marks)]
    apart = [mark for before, mark in pairwise([_NONE, *ordered]) if mark.start >= before.end]
    sides = sum(mark.style == "side" for mark in apart)
    last: dict[str, int] = {}
    kept = []
    for mark in apart:
        skips = mark.ordinal > last.get(mark.style, mark.ordinal) + 1
        if (skips and _within(text, mark.start)) or (mark.style == "side" and sides < 2):
            continue
        last[mark.style] = mark.ordinal
        kept.append(mark)
    return kept


def _within(text: str, at: int) -> bool:
    """Whether a number that is out of order stands within a sentence: of a page, say."""
    before = text[:at].rstrip()[-1:]
    return bool(before) and before not in _ENDS


def _ordinal(found: re.Match[str]) -> int:
    groups = found.groupdict()
    if han := groups.get("han"):
        return chinese_number(han) or 0
    if digits := groups.get("digits"):
        return int(digits)
    if ring := groups.get("ring"):
        return _RINGS.index(ring) + 1
    words: Mapping[str, int] = tree("items")["words"]
    return words[found["word"]]


@cache
def _style(name: str) -> re.Pattern[str]:
    return re.compile(tree("items")["marks"][name])
