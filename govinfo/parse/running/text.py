"""Running text in which labels are sought: compact, by place, table by table.

Labels are found in a copy without spaces and pipes, so that a label torn over lines
is still one label.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from govinfo.parse.fold import Folded
from govinfo.parse.labels import ENUMERATOR, Vocabulary, core, has_han
from govinfo.parse.running.furniture import furniture
from govinfo.parse.running.layout import untorn
from govinfo.parse.running.rows import fences
from govinfo.parse.running.segments import Piece, Segment, segment
from govinfo.parse.sheet import Place
from govinfo.registry import tree

_DROP = re.compile(
    r"(?m)^[ \t]*+\|?(?:[ \t]*+:?-{3,}:?[ \t]*+\|)++[ \t]*+:?-*:?[ \t]*$"  # a markdown rule
    r"|<!--.*?-->|<br\s*/?>|[\s|｜\u200b-\u200f\ufeff]+"
)
_LONG = 5  # a label of so many characters is unmistakable wherever it stands
_PARTING = frozenset("\n\t|｜")
_DASHES = frozenset("-–—―/／\\")
_STARTS_NUMBERED = re.compile(ENUMERATOR)
_ENDS_NUMBERED = re.compile(rf"{ENUMERATOR}$")


_LONGEST_NUMBER = 4  # characters of an enumerator before a label
_REACH = 400  # characters in which the last row of a table must end


@dataclass(frozen=True, slots=True)
class Compact:
    """Text without spaces and pipes; ``at[i]`` is where ``text[i]`` stood.

    ``gaps`` are the places before which anything stood, ``breaks`` those before which
    it was a line break, tab or pipe.
    """

    text: str
    at: Sequence[int]
    gaps: frozenset[int]
    breaks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the compact text."""

    name: str
    start: int
    end: int


def compact(text: str) -> Compact:
    """``text`` without white space, pipes and markdown rules."""
    parts: list[str] = []
    at = array("i")
    here = 0
    gaps: set[int] = set()
    breaks: set[int] = set()
    for match in _DROP.finditer(_without_open_comments(text)):
        parts.append(text[here : match.start()])
        at.extend(range(here, match.start()))
        here = match.end()
        gaps.add(len(at))
        if not _PARTING.isdisjoint(match[0]):
            breaks.add(len(at))
    parts.append(text[here:])
    at.extend(range(here, len(text)))
    return Compact("".join(parts), at, frozenset(gaps), frozenset(breaks))


def _without_open_comments(text: str) -> str:
    """``text`` of the same length, without what would begin a comment that has no end."""
    if "<!--" not in text:
        return text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        # Each would be followed to the end of its line.
        last = max(line.rfind("-->"), 0)
        lines[number] = line[:last] + line[last:].replace("<!--", "<!__")
    return "\n".join(lines)


def find_labels(packed: Compact, words: Vocabulary, start: int, end: int) -> list[Label]:
    """All labels between two places of the compact text.

    A label behind other words is none (党组规范性文件), but a head may begin a line below
    words. A short one counts only where it stands free on both sides: 其他 inside 其他情形
    is none.
    """
    heads = {*words.columns, *words.others}
    matches = list(words.scan.finditer(packed.text, start, end))
    found: list[Label] = []
    ends: set[int] = set()
    for i, match in enumerate(matches):
        first, last = match.span()
        last = _without_dash(packed, first, last)
        name = core(packed.text[first:last])
        if first + 1 in packed.gaps and packed.text[first].isdigit():
            first += 1  # 2915 | .无正当理由: the 5 belongs to the cell before
        free = last in packed.breaks or not has_han(packed.text[last : last + 1])
        # Right behind a head: the next head, whatever follows.
        before = found[-1] if found and found[-1].end == first else None
        beside = before is not None and {name, before.name} <= words.columns.keys()
        if len(name) < _LONG and not (free or beside):
            follower = matches[i + 1] if i + 1 < len(matches) else None
            if (
                follower is None
                or follower.start() != last
                or not _may_touch(name, follower, words)
            ):
                continue
        ends.add(last)
        below = first in packed.breaks and name in heads
        if first == start and first in packed.gaps:
            # The first row, right behind the last head.
            below = below or packed.text.endswith(tuple(heads), 0, first)
        free = below or not has_han(packed.text[first - 1 : first])
        if free or first in ends or _is_numbered(match):
            found.append(Label(name, first, last))
    return found


def _without_dash(packed: Compact, first: int, last: int) -> int:
    """Where a label ends: a dash behind a gap is the cell beside it, no bracket of its own."""
    end = last
    while last - 1 > first and packed.text[last - 1] in _DASHES:
        last -= 1
        if last in packed.gaps:
            end = last
    return end


def _may_touch(name: str, follower: re.Match[str], words: Vocabulary) -> bool:
    """Whether a label may stand right behind a short one.

    Heads run together where a copy lost its cells (自然人法人或其他组织); of rows, only a
    numbered one follows without a value between.
    """
    after = core(follower[0])
    if _is_numbered(follower):
        return True
    heads = {*words.columns, *words.others}
    group = words.others.get(after, "").startswith("groups:")
    return name in heads and not group and (after in heads or name not in words.rows)


def _is_numbered(match: re.Match[str]) -> bool:
    return _STARTS_NUMBERED.match(match[0]) is not None


class Running:
    """One running text, folded and compact."""

    def __init__(self, folded: Folded) -> None:
        self.folded = untorn(folded)
        self.furniture = furniture(self.folded.text)
        self.text = self.furniture.removed(self.folded.text)
        self.packed = compact(self.text)

    @cached_property
    def closed(self) -> bool:
        """Whether lines with pipes end with one."""
        return fences(self.text).closed

    def labels(self, words: Vocabulary, start: int, end: int) -> list[Label]:
        """The labels of a table between two places of the compact text."""
        return find_labels(self.packed, words, max(0, start), min(end, len(self.packed.text)))

    def regions(
        self, names: Iterable[str], *, gap: int, at_least: int, distinct: bool = True
    ) -> Iterator[tuple[int, int]]:
        """Where labels stand so close together that they must be a table.

        Parameters
        ----------
        names : iterable of str
            Cores of labels that prose hardly holds.
        gap : int
            Characters between two labels of one table, at most.
        at_least : int
            Labels that make a table.
        distinct : bool
            Whether a repeated label counts once.

        Yields
        ------
        tuple of int
            Start of the first and end of the last label, in the compact text. An
            enumerator before the first belongs to it.
        """
        pattern = _any_of(tuple(names))
        group: list[re.Match[str]] = []
        for match in [*pattern.finditer(self.packed.text), None]:
            if match is not None and (not group or match.start() - group[-1].end() <= gap):
                group.append(match)
                continue
            names_found = [found[0] for found in group]
            if len(set(names_found) if distinct else names_found) >= at_least:
                yield self._with_number(group[0].start()), group[-1].end()
            group = [match] if match is not None else []

    def count(self, names: Iterable[str], start: int, end: int) -> int:
        """How many of the names stand between two places of the compact text."""
        return len(_any_of(tuple(names)).findall(self.packed.text, start, end))

    def _with_number(self, start: int) -> int:
        """Where a label begins that has a number of its own before its words."""
        before = self.packed.text[max(0, start - _LONGEST_NUMBER) : start]
        number = _ENDS_NUMBERED.search(before)
        return start - len(number[0]) if number else start

    def limit(self, end: int, reach: int) -> int:
        """How far a table may go on behind its last certain label: not into a heading."""
        limit = min(end + reach, len(self.packed.text))
        heading = _headings().search(self.packed.text, end, limit)
        return heading.start() if heading else limit

    def segments(self, labels: Sequence[Label]) -> Iterator[tuple[Label, Segment]]:
        """Each label with what stands between it and the next label or heading."""
        text, at = self.text, self.packed.at
        for i, label in enumerate(labels):
            begin = at[label.end - 1] + 1
            if i + 1 < len(labels):
                end = at[labels[i + 1].start]
            else:
                limit = self.limit(label.end, _REACH)
                end = at[limit] if limit < len(at) else len(text)
            yield label, segment(text, begin, end, closed=self.closed)

    def between(self, start: int, end: int) -> Segment:
        """What stands between two places of the compact text."""
        begin = self.packed.at[start - 1] + 1 if start else 0
        return segment(self.text, begin, self.packed.at[end], closed=self.closed)

    def walls(self, at: int) -> int:
        """How many pipes and tabs part the cells of the line at a place of the text."""
        first = self.text.rfind("\n", 0, at) + 1
        last = self.text.find("\n", at)
        line = self.text[first : last if last >= 0 else len(self.text)]
        return line.count("|") + line.count("\t")

    def line_of(self, label: Label, more: int) -> str:
        """A label with what follows it on its line, so many characters at most."""
        start, end = self.packed.at[label.start], self.packed.at[label.end - 1]
        return self.text[start : end + more].split("\n")[0]

    def place(self, first: Piece, last: Piece) -> Place:
        """Where pieces stood in the document's text."""
        start, end = self.folded.span(first.start, max(last.end, first.start))
        return (0, start, max(end - 1, start))


@cache
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


@cache
def _headings() -> re.Pattern[str]:
    """Any numbered section heading."""
    words: dict[str, str] = tree("labels")["headings"]
    return re.compile(rf"(?:{ENUMERATOR}|[一二三四五六])(?:{'|'.join(words.values())})")
