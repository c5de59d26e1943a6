"""The outline of a report: title, head, introduction, sections.

The number before a heading is never trusted, the words are. The introduction names
all six sections in one sentence and a table of contents repeats every heading, so a
heading counts where it is numbered or alone on its line, and its last such place wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from govinfo.model import Document, Table
from govinfo.parse.fold import Folded, fold
from govinfo.parse.labels import core
from govinfo.registry import tree

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_MAIN_NUMBER = rf"{_HAN_NUMBER}[、.．,，]"
_OTHER_NUMBER = rf"(?:[（(]{_HAN_NUMBER}[）)][、.．]?|\d{{1,2}}[、.．]|[-—•] ?)"
_YEAR = re.compile(r"[12]\d{3}\s*年")
_FIRST_PART = re.compile(rf"(?:^|(?<=[\s。；;！!]))(?={_MAIN_NUMBER})", re.MULTILINE)
_YEAR_WORDS = re.compile(r"[12]\d{3}\s*年度?")
_SENTENCE = re.compile(r"[，。；：:,;>|【】\[\]]")
_FILE_ENDING = re.compile(r"\.(?:docx?|pdf|wps|html?|txt)$", re.IGNORECASE)
_LONGEST_TITLE = 80
_LONGEST_NAME = 30
_HEAD = 1500  # characters, where no heading ends the head


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
    report has its text in one section, ``body``.
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
    begins = [match.start() for match in _FIRST_PART.finditer(text)]
    named = sorted(start for start, _ in headings.values())
    first = named[0] if named else (begins[0] if begins else 0)
    if not modern and begins:
        first = min(first, begins[0])
    sections = _sections(text, headings, first) if modern else (Section("body", first, len(text)),)
    metadata = (*document.metadata, *_cards(document))
    head = text[: first or _HEAD]
    tail = text[sections[-1].start :] if sections else ""
    return Outline(
        folded,
        _title(head, text, metadata),
        metadata,
        head,
        head[-3000:],
        tail,
        sections,
        frozenset(headings),
        modern,
    )


def _headings(text: str) -> dict[str, tuple[int, int]]:
    """Key to the start of the heading and the end of its words."""
    found: dict[str, tuple[int, int]] = {}
    for key, pattern in _heading_patterns().items():
        for candidate in pattern:
            *_, last = [None, *candidate.finditer(text)]
            if last is not None:
                found[key] = last.span()
                break
    return found


def _is_modern(text: str, headings: dict[str, tuple[int, int]]) -> bool:
    """Whether the six sections of 2019 and after are there, at least by their own words."""
    if "other" in headings:
        return True
    words: dict[str, str] = tree("labels")["headings_since_2019"]
    return any(
        key in headings and re.search(body, text[slice(*headings[key])]) is not None
        for key, body in words.items()
    )


@cache
def _heading_patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Per section: numbered like a main heading, alone on a line, numbered otherwise.

    A heading at the start of a line may have lost the mark behind its number.
    """
    words: dict[str, str] = tree("labels")["headings"]
    return {
        key: (
            re.compile(rf"{_MAIN_NUMBER}\s*{body}|^[^\S\n]*{_HAN_NUMBER}\s?{body}", re.MULTILINE),
            re.compile(rf"^[^\S\n]*{body}[^\S\n]*[:：]?$", re.MULTILINE),
            re.compile(rf"^[^\S\n]*{_OTHER_NUMBER}\s*{body}[^\S\n]*[:：]?$", re.MULTILINE),
        )
        for key, body in words.items()
    }


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
    """Label and content pairs of index cards: small tables of two or four columns."""
    for block in document.blocks:
        if not isinstance(block, Table) or len(block.cells) > 40:
            continue
        by_row: dict[int, list[str]] = {}
        for cell in block.cells:
            by_row.setdefault(cell.row, []).append(fold(cell.text).text.strip())
        for texts in by_row.values():
            for label, content in zip(texts[::2], texts[1::2], strict=False):
                if label and content and len(label) <= 12:
                    yield core(label), content


def _title(head: str, text: str, metadata: tuple[tuple[str, str], ...]) -> str:
    labels = tree("labels")["title"]
    furniture = tuple(labels["furniture"])
    lines = [content for name, content in metadata if core(name) in {"title", *furniture}]
    above = ""
    for line in filter(None, (line.strip() for line in head.split("\n"))):
        label, mark, rest = line.partition(":" if ":" in line else "：")
        lines.append(rest if mark and core(label) in furniture else line)
        # A title over two lines: the agency alone, then the year and the rest.
        if re.match(labels["second_line"], line) and _is_name(above):
            lines.append(above + line)
        above = line
    for pattern in (labels["pattern"], labels["weak"]):
        found = [
            clean
            for clean in (_clean(line) for line in lines)
            if len(clean) <= _LONGEST_TITLE and re.search(pattern, clean)
        ]
        quoted = re.search(rf"《([^《》]{{0,40}}{pattern})》", head or text)
        if found or quoted is None:
            with_year = [line for line in found if _YEAR.search(line)]
            if with_year or found:
                return max(with_year or found, key=lambda line: _agency_length(line, pattern))
            continue
        return quoted[1]
    return ""


def _is_name(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_NAME and _SENTENCE.search(line) is None


def _agency_length(line: str, pattern: str) -> int:
    """Whether anything but a year stands before the words that all titles share."""
    match = re.search(pattern, line)
    before = _YEAR_WORDS.sub("", line[: match.start()]) if match else ""
    return min(len(before.strip()), 1)


def _clean(line: str) -> str:
    plain = _FILE_ENDING.sub("", fold(line).text.strip(" \t\xa0\u3000|>-_"))
    return plain.strip()
