"""Problems and improvements as a report lists them: 一是 … 二是 ….

Numbering is kept as printed, broken or not. What a list is about is told by the words
above it. The words are data: ``registry/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from govinfo.parse.narrative.numbering import Mark, marks_in
from govinfo.parse.numerals import chinese_number
from govinfo.registry import tree

_EDGES = " \t\r\n\u3000；;，,、。：:"
_WRAP = re.compile(
    r"\n(?<=[^\n]{20}\n)(?<![。！？；：!?;:]\n)"
    r"(?!\s*(?:[（(]?[一二三四五六七八九十]{1,3}(?:[）)、.．]|是)|[（(]?[0-9]{1,2}[）)、.．]|[①-⑳]))"
)
_HAN_GAP = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")


class Item(NamedTuple):
    """One problem or improvement.

    ``kind`` is ``problem``, ``improvement`` or ``other``; ``number`` the numbering as
    printed, empty where there is none; ``level`` is 2 for the items of an item;
    ``heading`` are the words above the list. ``text`` is the print from ``start`` to ``end``.
    """

    kind: str
    number: str
    level: int
    heading: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _List:
    """A list that is being read: its numbering, and what the words above it say.

    The items of a ``container`` are headings: 存在问题, 改进措施.
    """

    style: str
    last: int
    kind: str
    heading: str
    place: int
    container: bool = False


def read_items(section_text: str) -> list[Item]:
    """Read the problems and improvements of a section.

    Parameters
    ----------
    section_text : str
        Folded text of the section on problems and improvements.

    Returns
    -------
    list of Item
        In the order of the text. Where nothing is numbered, the sentences that clearly
        state a problem or an improvement.

    Examples
    --------
    >>> text = "存在问题：一是更新不及时；二是解读较少。下一步，一是加强培训。二是丰富解读。"
    >>> for one in read_items(text):
    ...     print(one.kind, one.number, one.text)
    problem 一是 更新不及时
    problem 二是 解读较少
    improvement 一是 加强培训
    improvement 二是 丰富解读
    """
    return _Reader(section_text).items()


class _Reader:
    """Goes through a section from mark to mark."""

    def __init__(self, text: str) -> None:
        self.printed = text
        # A line break within a sentence is a blank, so that places stay what they are.
        self.text = _WRAP.sub(lambda found: " " * len(found[0]), text)
        self.open: list[_List] = []
        self.found: list[tuple[int, Item]] = []  # the list of each item, 0 for none
        self.lists = 0

    def items(self) -> list[Item]:
        marks = marks_in(self.text)
        if not marks:
            self._unnumbered(0, len(self.text), "", "")
            return [item for _, item in self.found]
        lead = self._lead(marks[0].start)
        for i, mark in enumerate(marks):
            following = marks[i + 1] if i + 1 < len(marks) else None
            lead = self._take(mark, following, lead)
        kinds = _kinds_by_words(self.found)
        return [item._replace(kind=item.kind or kinds[place]) for place, item in self.found]

    def _lead(self, stop: int) -> tuple[str, str]:
        """What the words before the first mark say the list is about."""
        sentences = list(_pieces(self.text, 0, stop, "turn"))
        for start, end in reversed(sentences):
            sentence = self.text[start:end]
            if _pattern("turns", "improvement").match(sentence):
                self._unnumbered(0, start, "", "")
                return "improvement", self._words(start, stop)
            if _pattern("turns", "problem").search(sentence):
                return "problem", self._words(start, stop)
        return "", self._words(sentences[-1][0], stop) if sentences else ""

    def _take(self, mark: Mark, following: Mark | None, lead: tuple[str, str]) -> tuple[str, str]:
        """Take what stands behind a mark; tell what leads to the next list."""
        here = self._list_of(mark, lead)
        stop = following.start if following else len(self.text)
        clause = _pattern("headings", "clause").match(self.text, mark.end, stop)
        kind = _heading_kind(clause["words"]) if clause else ""
        goes_on = following is not None and any(
            each.style == following.style and following.ordinal > each.last for each in self.open
        )
        is_parent = following is not None and not goes_on and self._is_new(following)
        if clause and kind:
            here.container = True
            heading = self._words(mark.end, clause.end("words"))
            if not is_parent:
                self._unnumbered(clause.end(), stop, kind, heading)
            return kind, heading
        turn = None if goes_on else self._turn(here, mark.end, stop, is_last=following is None)
        self._add(here, mark, stop if turn is None else turn)
        if turn is None:
            return here.kind, self._words(mark.end, stop) if is_parent else here.heading
        heading = self._words(turn, stop)
        self.open = []
        if following is None:
            self._unnumbered(turn, stop, "improvement", "")
        return "improvement", heading

    def _list_of(self, mark: Mark, lead: tuple[str, str]) -> _List:
        """The list that a mark belongs to: one that is open, or a new one."""
        for i, each in enumerate(self.open):
            if each.style == mark.style:
                self.open = self.open[: i + 1]
                if mark.ordinal <= each.last and lead != (each.kind, each.heading):
                    self.open.pop()
                    break
                if mark.ordinal == 1 < each.last:  # another list, of which nothing is said
                    self.open.pop()
                    lead = ("", "")
                    break
                each.last = mark.ordinal
                return each
        self.lists += 1
        self.open.append(_List(mark.style, mark.ordinal, *lead, self.lists))
        return self.open[-1]

    def _is_new(self, mark: Mark) -> bool:
        return all(each.style != mark.style for each in self.open)

    def _turn(self, here: _List, start: int, stop: int, *, is_last: bool) -> int | None:
        """Where, behind an item, words begin that open what is to be done."""
        if is_last and here.kind == "improvement":
            return None
        for begin, end in list(_pieces(self.text, start, stop, "turn"))[1:]:
            if _pattern("turns", "improvement").match(self.text, begin, end):
                return begin
        heading = _pattern("turns", "heading").search(self.text, start, stop)
        return heading.start() if heading else None

    def _add(self, here: _List, mark: Mark, stop: int) -> None:
        start, stop = _bare(self.text, mark.end, stop)
        if start < stop:
            level = 1 + sum(not each.container for each in self.open[:-1])
            words = self.printed[start:stop]
            item = Item(here.kind, mark.printed, level, here.heading, words, start, stop)
            self.found.append((here.place, item))

    def _unnumbered(self, start: int, stop: int, kind: str, heading: str) -> None:
        """Sentences that clearly state a problem or an improvement, each an item."""
        sure = bool(heading)  # what stands right behind a heading needs no other words
        for begin, end in _pieces(self.text, start, stop, "end"):
            clause = _pattern("headings", "clause").match(self.text, begin, end)
            if clause and (told := _heading_kind(clause["words"])):
                kind, heading, sure = told, clause["words"], True
                begin = clause.end()
            sentence = self.text[begin:end]
            if _pattern("turns", "improvement").match(sentence):
                heading = heading if kind == "improvement" else ""
                kind, sure = "improvement", True
            clear = sure or _pattern("clear", kind or "problem").search(sentence)
            over = not kind and _pattern("clear", "over").search(sentence)
            sure = False
            if not clear or over or _pattern("leads", "only").search(sentence.rstrip()):
                continue
            first, last = _bare(self.text, begin, end)
            if first < last:
                words = self.printed[first:last]
                self.found.append((0, Item(kind or "problem", "", 1, heading, words, first, last)))

    def _words(self, start: int, stop: int) -> str:
        """The words above a list, breaks and what is too long left out."""
        words = _HAN_GAP.sub("", self.text[start:stop].strip(_EDGES))
        return words[: tree("items")["limits"]["lead"]]


def problems_in(body: str) -> tuple[int, int]:
    """Find the part on problems in a report without the outline of 2019; empty if none.

    Examples
    --------
    >>> body = "六、收费情况 无。七、存在的主要问题 1、人手不足。八、附表"
    >>> body[slice(*problems_in(body))]
    ' 1、人手不足。'
    """
    found = list(_pattern("body", "heading").finditer(body))
    if not found:
        return 0, 0
    start, place = found[-1].end(), chinese_number(found[-1]["han"]) or 0
    for following in _pattern("body", "next").finditer(body, start):
        if chinese_number(following["han"]) == place + 1:
            return start, following.start()
    return start, len(body)


def _pieces(text: str, start: int, stop: int, by: str) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences between two places, blank ones left out."""
    for found in _pattern("sentence", by).finditer(text, start, stop):
        if text[start : found.end()].strip(_EDGES):
            yield _bare(text, start, found.end())[0], found.end()
        start = found.end()
    if text[start:stop].strip(_EDGES):
        yield _bare(text, start, stop)[0], stop


def _bare(text: str, start: int, stop: int) -> tuple[int, int]:
    """Leave out blanks and marks at both ends."""
    while start < stop and text[start] in _EDGES:
        start += 1
    while start < stop and text[stop - 1] in _EDGES:
        stop -= 1
    return start, stop


def _heading_kind(words: str) -> str:
    if _pattern("headings", "both").search(words):
        return ""
    for kind in ("improvement", "problem"):
        if _pattern("headings", kind).fullmatch(words.strip()):
            return kind
    return ""


def _kinds_by_words(found: Sequence[tuple[int, Item]]) -> dict[int, str]:
    """What lists are about that no words lead to: all their items must say it."""
    texts: dict[int, list[str]] = {}
    for place, item in found:
        texts.setdefault(place, []).append(item.text)
    kinds = {}
    for place, told in texts.items():
        kinds[place] = "other"
        if all(_pattern("clear", "problem").search(text) for text in told):
            kinds[place] = "problem"
        elif all(_pattern("clear", "improvement").search(text[:10]) for text in told):
            kinds[place] = "improvement"
    return kinds


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    return re.compile(tree("items")[table][name])
