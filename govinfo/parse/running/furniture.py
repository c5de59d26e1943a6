"""What a page prints beside its text: page numbers, told from the cells of a table.

A mark with dashes or words around its number is furniture wherever it stands. A bare
number is not: it may be a cell. Where bare numbers between paragraphs count the pages,
a number in a table may be one of those that are missing in between.
"""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from govinfo.parse.labels import STATUTORY, core, has_han, vocabulary

_GAP = r"[ \t\xa0\u3000\f]*+"  # a page of a PDF begins with a form feed
_DASH = "[-–—―－·~～]"
_NUMBER = "[0-9０-９]{1,3}"
_CERTAIN = re.compile(
    rf"(?m)^{_GAP}(?:{_DASH}{{1,2}}{_GAP}{_NUMBER}{_GAP}{_DASH}{{1,2}}"
    rf"|{_DASH}?{_GAP}第{_GAP}{_NUMBER}{_GAP}页{_GAP}(?:[,，/／]?{_GAP}共{_GAP}{_NUMBER}{_GAP}页)?"
    rf"{_GAP}{_DASH}?|[Pp]age{_GAP}{_NUMBER}(?:{_GAP}of{_GAP}{_NUMBER})?){_GAP}(?:\n|\Z)"
)
_FRACTION = re.compile(rf"(?m)^{_GAP}({_NUMBER}){_GAP}[/／]{_GAP}({_NUMBER}){_GAP}(?:\n|\Z)")
_BARE = re.compile(rf"(?m)^{_GAP}([1-9]\d{{0,2}}){_GAP}$")
_STOPS = ("。", "；", "：", "！")
_PROSE = 12  # characters of a line that is a sentence, not a cell
_PAGES_BEHIND = 5  # pages that may follow the last number met


@dataclass(frozen=True, slots=True)
class Furniture:
    """Page marks of a text: ``marks`` are certain, each a span with its line break.

    ``doubtful`` are the places of bare numbers that may be page numbers.
    """

    marks: tuple[tuple[int, int], ...]
    doubtful: frozenset[int]

    def removed(self, text: str) -> str:
        """``text`` of the same length, with blanks for the certain marks."""
        parts: list[str] = []
        here = 0
        for start, end in self.marks:
            parts += (text[here:start], " " * (end - start))
            here = end
        return "".join([*parts, text[here:]]) if parts else text


def furniture(text: str) -> Furniture:
    r"""Find the page marks of a text.

    Examples
    --------
    >>> furniture("总计\n- 3 -\n4").marks
    ((3, 9),)
    """
    marks = [_with_break(text, *match.span()) for match in _CERTAIN.finditer(text)]
    if "/" in text or "／" in text:
        marks = sorted([*marks, *_fractions(text)])
    return Furniture(tuple(marks), _bare_numbers(text))


def _with_break(text: str, start: int, end: int) -> tuple[int, int]:
    """A mark with one of the empty lines beside it, where there is one on both sides."""
    alone = text.endswith("\n\n", 0, start) and text.startswith("\n", end)
    return start, end + alone


def _fractions(text: str) -> list[tuple[int, int]]:
    """Lines such as 3/10 that count the pages of one whole."""
    found = list(_FRACTION.finditer(text))
    pages = [int(match[1]) for match in found]
    same = len({match[2] for match in found}) == 1
    return (
        [_with_break(text, *match.span()) for match in found]
        if len(found) > 1 and same and _count_up(pages)
        else []
    )


def _bare_numbers(text: str) -> frozenset[int]:
    """Where a number alone on its line may be that of a page.

    Those between paragraphs and those at a form feed tell that the pages are numbered so.
    """
    counted: list[tuple[int, int]] = []
    at_feeds: set[int] = set()
    inside: list[tuple[int, int]] = []
    feeds = "\f" in text
    for match in _BARE.finditer(text):
        number = match.start(1), int(match[1])
        if feeds and _at_feed(text, *match.span()):
            at_feeds.add(match.start(1))
            counted.append(number)
        elif _in_prose(text, *match.span()):
            counted.append(number)
        else:
            inside.append(number)
    values = [value for _, value in counted]
    if (len(values) < 2 and not at_feeds) or not _count_up(values):
        return frozenset(at_feeds)
    found = set(at_feeds)
    places = [place for place, _ in counted]
    bounds = [0, *values, values[-1] + _PAGES_BEHIND]
    for place, value in inside:
        i = bisect(places, place)
        if bounds[i] < value < bounds[i + 1]:
            found.add(place)
    return frozenset(found)


def _count_up(values: list[int]) -> bool:
    return all(one < other for one, other in pairwise(values))


def _at_feed(text: str, start: int, end: int) -> bool:
    """Whether a line begins a page or ends one."""
    while end < len(text) and text[end] in " \t\n\xa0":
        end += 1
    return "\f" in text[start:end] or text.startswith("\f", end)


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether a line stands behind a sentence, or a piece of one, and before other words."""
    while start and text[start - 1].isspace():
        start -= 1
    before = text[text.rfind("\n", 0, start) + 1 : start]
    if not before.endswith(_STOPS) and len(before) < _PROSE:
        return False
    while end < len(text) and text[end].isspace():
        end += 1
    stop = text.find("\n", end)
    after = text[end : stop if stop >= 0 else len(text)]
    return all(has_han(line) and core(line) not in _labels() for line in (before, after))


@cache
def _labels() -> frozenset[str]:
    """The labels of all tables: a number beside one is a cell."""
    known = [vocabulary(kind) for kind in STATUTORY]
    return frozenset(chain.from_iterable((*w.rows, *w.columns, *w.others) for w in known))
