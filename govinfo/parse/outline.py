"""The outline of a report: title, head, introduction, sections.

The number before a heading is never trusted, the words are. The introduction names
all six sections in one sentence and a table of contents repeats every heading, so a
heading counts where it is numbered or alone on its line, and its last such place wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.model import Document, Layout, Table
from govinfo.parse.fold import Folded, fold, is_folded
from govinfo.parse.labels import core, statutory_labels
from govinfo.parse.titles import find_title
from govinfo.registry import tree

_NUMERAL = "[一二三四五六七八九十]"
_HAN_NUMBER = f"{_NUMERAL}{{1,3}}"
_MARK = "[、.．,，]"
_OTHER_NUMBER = rf"(?:[（(]{_HAN_NUMBER}[）)][、.．]?|\d{{1,2}}[、.．]|[-—•] ?)"
_FIRST_PART = re.compile(rf"{_NUMERAL}(?<![^\s。；;！!]{_NUMERAL}){_NUMERAL}{{0,2}}{_MARK}")
_MAIN_NUMBER = re.compile(rf"{_HAN_NUMBER}(?:{_MARK}|\s)")
_WITHOUT_NUMBER = re.compile(rf"^{_HAN_NUMBER}(?:{_MARK}|\s)?\s*")
_STOPS = r"\n。；;！!：:"
_SHORT_LINE = re.compile(
    rf"(?:(?<=[\n。；;])|\A)[^\S\n]*[^\s{_STOPS}][^{_STOPS}]{{1,32}}(?=[:：]?(?:\n|\Z))"
)
_HEAD = 1500  # characters, where no heading ends the head
_LARGEST_CARD = 40  # cells
_LONGEST_LABEL = 12  # of an index card
_MOST_STATUTORY = 2  # labels, for the subject of a page may be 行政许可 or 其他


@dataclass(frozen=True, slots=True)
class Section:
    """A section's text between two places of the folded text."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a report's parts stand in its folded text.

    ``modern`` tells the outline of 2019 and after from the older ones; an older
    report has its text in one section, ``body``. ``reworded`` are the sections whose
    heading seems to be there in other words, or in one with another's.
    """

    folded: Folded
    title: str
    metadata: tuple[tuple[str, str], ...]
    head: str
    intro: str
    tail: str
    sections: tuple[Section, ...]
    headings: frozenset[str]
    modern: bool
    reworded: frozenset[str] = frozenset()

    def text(self, key: str) -> str:
        """A section's folded text, empty where there is none."""
        for section in self.sections:
            if section.key == key:
                return self.folded.text[section.start : section.end]
        return ""


def outline(document: Document) -> Outline:
    """Find title, metadata, introduction and sections of a document."""
    folded = fold(document.text)
    text = folded.text
    headings = _headings(text)
    modern = _is_modern(text, headings)
    begins = [start for start, _ in headings.values()]
    if not modern and (part := _FIRST_PART.search(text)) is not None:
        begins.append(part.start())
    first = min(begins, default=0)
    sections = _sections(text, headings, first) if modern else (Section("body", first, len(text)),)
    metadata = (*document.metadata, *_cards(document))
    head = text[: first or _HEAD]
    tail = text[sections[-1].start :] if sections else ""
    return Outline(
        folded,
        find_title(head, text, metadata),
        metadata,
        head,
        head[-3000:],
        tail,
        sections,
        frozenset(headings),
        modern,
        _reworded(text, headings) if modern else frozenset(),
    )


def _headings(text: str) -> dict[str, tuple[int, int]]:
    """Key to the start of the heading and the end of its words."""
    found: dict[str, tuple[int, int]] = {}
    lines = f"\n{text}"
    for numbered, on_a_line in _heading_patterns():
        if len(found) == len(_words()):
            break
        last: dict[str, tuple[int, int]] = {}
        for match in numbered.finditer(text) if numbered is not None else ():
            last[str(match.lastgroup)] = match.span()
        for match in on_a_line.finditer(lines):
            key = str(match.lastgroup)
            span = (match.start(), match.end() - 1)  # in the text, which has no first break
            last[key] = max(span, last.get(key, span))
        found = last | found
    return found


def _reworded(text: str, headings: dict[str, tuple[int, int]]) -> frozenset[str]:
    """Sections that a heading in other words may open, in the place where they belong.

    Nothing is read from there: it only keeps a section from being called absent.
    """
    order = list(_words())
    loose: dict[str, str] = tree("labels")["headings_reworded"]
    starts = {key: span[0] for key, span in headings.items()}
    found = set()
    for key in loose.keys() - headings.keys():
        place = order.index(key)
        first = max((starts[name] for name in order[:place] if name in starts), default=0)
        last = min((starts[name] for name in order[place + 1 :] if name in starts), default=None)
        # The line of the heading before holds both, where two sections are one.
        if any(_numbered(line) or re.search(loose[key], line) for line in _lines(text[first:last])):
            found.add(key)
    return frozenset(found)


def _lines(part: str) -> Iterator[str]:
    """Lines that may be headings: the first with which a section begins only by its words."""
    for number, match in enumerate(_SHORT_LINE.finditer(part)):
        line = match[0].strip()
        yield line if number or match.start() else _WITHOUT_NUMBER.sub("", line)


def _numbered(line: str) -> bool:
    return _MAIN_NUMBER.match(line) is not None


def _is_modern(text: str, headings: dict[str, tuple[int, int]]) -> bool:
    """Whether the six sections of 2019 and after are there, at least by their own words."""
    if "other" in headings:
        return True
    words: dict[str, str] = tree("labels")["headings_since_2019"]
    return any(
        key in headings and re.search(body, text[slice(*headings[key])]) is not None
        for key, body in words.items()
    )


def _words() -> dict[str, str]:
    words: dict[str, str] = tree("labels")["headings"]
    return words


@cache
def _heading_patterns() -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
    """Numbered like a main heading, alone on a line, numbered otherwise.

    For each, what may stand anywhere and what begins a line; a group names the section.
    A heading at the start of a line may have lost the mark behind its number. A line
    begins with its break, not with "^", for a search skips to a sign that must be there.
    """
    words = "|".join(f"(?P<{key}>{body})" for key, body in _words().items())
    line, end = r"\n[^\S\n]*", r"[^\S\n]*[:：]?(?=\n|\Z)"
    return (
        (
            re.compile(rf"{_HAN_NUMBER}{_MARK}\s*(?:{words})"),
            re.compile(rf"{line}{_HAN_NUMBER}\s?(?:{words})"),
        ),
        (None, re.compile(rf"{line}(?:{words}){end}")),
        (None, re.compile(rf"{line}{_OTHER_NUMBER}\s*(?:{words}){end}")),
    )


def _sections(text: str, headings: dict[str, tuple[int, int]], first: int) -> tuple[Section, ...]:
    ordered = sorted(headings.items(), key=lambda pair: pair[1])
    found: list[Section] = []
    if ordered and "overview" not in headings:
        # The heading is lost, its text is not: what precedes the next one.
        found.append(Section("overview", 0, ordered[0][1][0]))
    for i, (key, (_, words_end)) in enumerate(ordered):
        end = ordered[i + 1][1][0] if i + 1 < len(ordered) else len(text)
        found.append(Section(key, words_end, end))
    return tuple(found)


def _cards(document: Document) -> Iterator[tuple[str, str]]:
    """Label and content pairs of index cards: small tables with no statutory labels."""
    for block in document.blocks:
        if not isinstance(block, Table) or len(block.texts) > _LARGEST_CARD:
            continue
        texts = block.texts
        if len(statutory_labels().intersection(texts)) > _MOST_STATUTORY:
            continue
        if not is_folded("\n".join(texts)):
            texts = tuple(fold(text).text for text in texts)
        for label, content in _pairs(block.layout):
            name, said = texts[label].strip(), texts[content].strip()
            if name and said and len(name) <= _LONGEST_LABEL:
                yield core(name), said


@lru_cache(maxsize=256)
def _pairs(layout: Layout) -> tuple[tuple[int, int], ...]:
    """First and second, third and fourth … cell of each row."""
    by_row: dict[int, list[int]] = {}
    for cell, row in enumerate(layout.rows):
        by_row.setdefault(row, []).append(cell)
    return tuple(
        pair for cells in by_row.values() for pair in zip(cells[::2], cells[1::2], strict=False)
    )
