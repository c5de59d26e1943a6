"""The numbers that OpenDocument puts before list items and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from govinfo.read.opendocument.names import LOEXT, OFFICE, STYLE, TEXT, XML_ID
from govinfo.read.word.lists import numeral, whole

_LEVELS = 10
_PLACE = re.compile("%([0-9]{1,2})%")
# Formats are named by their first numbers; the first sign tells them apart.
_KINDS = {
    **{"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman"},
    **{"I": "upperRoman", "一": "chineseCounting", "①": "decimalEnclosedCircle"},
    **{"甲": "ideographTraditional", "子": "ideographZodiac", "１": "decimalFullWidth"},
    **{"0": "decimalZero", "〇": "ideographDigital", "": "none"},
    **{"壹, 贰": "chineseLegalSimplified", "壹, 貳": "ideographLegalTraditional"},
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level is numbered; ``shape`` holds ``%1%`` where the first level's number goes."""

    kind: str
    shape: str
    start: int


@dataclass(slots=True)
class Counters:
    """A list at one depth; all depths of a list share their counts."""

    numbering: Numbering
    style: str
    depth: int = 0
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)

    def label(self, start: str | None) -> str:
        """Count one item and give what stands before it, as ``一、`` or ``1.``."""
        levels = self.numbering.styles.get(self.style, {})
        return self.numbering.count(levels, self.counts, self.depth, start)


class Numbering:
    """The list styles of a document and how far each list has counted."""

    def __init__(self, content: Element, styles: Element | None) -> None:
        self.unknown: set[str] = set()
        self.styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        self._headings: list[int | None] = [None] * _LEVELS
        self._by_name: dict[str | None, Counters] = {}
        self._last: dict[str, Counters] = {}
        if styles is not None:
            outline = styles.find(f"{OFFICE}styles/{TEXT}outline-style")
            self._outline = {} if outline is None else _levels(outline)
            self._add(styles.find(OFFICE + "styles"))
        self._add(content.find(OFFICE + "automatic-styles"))

    def begin(self, element: Element, around: Counters | None) -> Counters:
        """A list begins: a new one, one that goes on, or a deeper part of another."""
        style = element.get(TEXT + "style-name", around.style if around else "")
        name = element.get(XML_ID, "")
        if around is not None:
            depth = min(around.depth + 1, _LEVELS - 1)
            return Counters(self, style, depth, around.counts)
        before = self._by_name.get(element.get(TEXT + "continue-list"))
        if before is None and element.get(TEXT + "continue-numbering") == "true":
            before = self._last.get(style)
        found = Counters(self, style) if before is None else Counters(self, style, 0, before.counts)
        self._last[style] = found
        if name:
            self._by_name[name] = found
        return found

    def heading(self, level: int) -> str:
        """Count one heading outside of lists and give its number."""
        depth = min(max(level, 1), _LEVELS) - 1
        return self.count(self._outline, self._headings, depth, None)

    def count(
        self, levels: dict[int, _Level], counts: list[int | None], depth: int, start: str | None
    ) -> str:
        """Move the counts of a list by one item and print its number."""
        level = levels.get(depth)
        if level is None:
            return ""
        before = counts[depth]
        first = level.start if before is None else before + 1
        counts[depth] = whole(start, first)
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        printed = ""
        for index, part in enumerate(_PLACE.split(level.shape)):
            if index % 2 == 0:
                printed += part
                continue
            at = int(part) - 1
            shown = levels.get(at)
            counted = counts[at] if 0 <= at < _LEVELS else None
            if shown is None:
                continue
            number = numeral(shown.kind, shown.start if counted is None else counted)
            if number is None:
                self.unknown.add(shown.kind)
                return ""
            printed += number
        return printed

    def _add(self, styles: Element | None) -> None:
        for each in () if styles is None else styles.findall(TEXT + "list-style"):
            self.styles[each.get(STYLE + "name", "")] = _levels(each)


def _levels(style: Element) -> dict[int, _Level]:
    levels = {}
    for each in style:
        depth = whole(each.get(TEXT + "level"), 0) - 1
        numbered = each.tag in (TEXT + "list-level-style-number", TEXT + "outline-level-style")
        if not numbered or not 0 <= depth < _LEVELS:
            continue
        form = each.get(STYLE + "num-format", "")
        shape = each.get(STYLE + "num-list-format", each.get(LOEXT + "num-list-format"))
        if shape is None:
            shown = min(whole(each.get(TEXT + "display-levels"), 1), depth + 1)
            places = ".".join(f"%{at + 1}%" for at in range(depth + 1 - shown, depth + 1))
            before = each.get(STYLE + "num-prefix", "")
            shape = before + (places if form else "") + each.get(STYLE + "num-suffix", "")
        kind = _KINDS.get(form[:1], _KINDS.get(form[:4], form))
        levels[depth] = _Level(kind, shape, whole(each.get(TEXT + "start-value"), 1))
    return levels
