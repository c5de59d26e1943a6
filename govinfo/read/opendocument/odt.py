"""OpenDocument texts to paragraphs and grids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, Content, RefusalError, watch_cells
from govinfo.read.opendocument.lists import Counters, Numbering
from govinfo.read.opendocument.names import DRAW, OFFICE, SVG, TABLE, TEXT
from govinfo.read.opendocument.styles import Looks
from govinfo.read.opendocument.tables import TextCell, TextRow, many, settle_rows
from govinfo.read.package import Package
from govinfo.read.page import Grid
from govinfo.read.word.lists import joined, whole
from govinfo.read.word.styles import PLAIN

_DEEPEST = 100  # elements within elements, as far as they are of interest
_MOST_SPACES = 1000
_MOST_PROPERTY = 10_000  # characters
_SPACES = re.compile("[ \t\r\n]+")
_MANY = re.compile("  +")
_KEPT = "\x1f"  # a space that is not white space of the markup; XML itself has no such sign
_PROPERTIES = {"creation-date": "created", "date": "modified", "initial-creator": "creator"}
# What is not shown: deleted text, comments, code, numbers that are counted anew.
_DROPPED = frozenset(
    (
        *(TEXT + name for name in ("tracked-changes", "ruby-text", "script", "number")),
        *(TEXT + name for name in ("note-citation", "sequence-decls", "variable-decls")),
        *(OFFICE + name for name in ("annotation", "annotation-end", "forms", "event-listeners")),
        *(OFFICE + "scripts", SVG + "title", SVG + "desc"),
    )
)
_Enter: TypeAlias = "Callable[[Walk, Element], None]"


def read(data: bytes, limits: Limits) -> Content:
    """Read a text document as it is shown with all tracked changes accepted.

    Text frames follow the paragraph that they are anchored in, footnotes and endnotes the
    whole text. Headers and footers are left out.

    Raises
    ------
    RefusalError
        If it is damaged, protected by a password, or holds no text document.
    BeyondLimitError
        If it goes beyond a limit.
    """
    package = Package(data, limits)
    # Not parsed: old ones name an outer grammar, which is refused elsewhere.
    manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else b""
    if b"encryption-data" in manifest.replace(b"\0", b""):
        raise RefusalError("is protected by a password", "Remove the password and save it again.")
    content = package.tree("content.xml")
    styles = package.tree("styles.xml") if "styles.xml" in package else None
    walk = Walk(content, styles, limits)
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise RefusalError("holds no text document", "Open it and save it again.")
    blocks = walk.blocks(body)
    for note in walk.notes:
        blocks += walk.blocks(note)
    metadata = _metadata(package, walk)
    if walk.numbering.unknown:
        unknown = ", ".join(sorted(walk.numbering.unknown))
        walk.warn("numbering", f"numbers of lists are left out ({unknown})")
    return Content(blocks, metadata, warnings=tuple(walk.warnings))


def _metadata(package: Package, walk: Walk) -> tuple[tuple[str, str], ...]:
    if "meta.xml" not in package:
        return ()
    try:
        root = package.tree("meta.xml")
    except RefusalError as error:
        walk.warn("metadata", f"its properties cannot be read: it {error.problem}")
        return ()
    pairs = []
    for each in root.iterfind(f"{OFFICE}meta/*"):
        name, said = each.tag.rpartition("}")[2], (each.text or "").strip()
        if 0 < len(said) <= _MOST_PROPERTY and name != "user-defined":
            pairs.append((_PROPERTIES.get(name, name), said))
    return tuple(pairs)


class Walk:
    """Reads the parts of one document; ``warnings`` gather what could not be read."""

    def __init__(self, content: Element, styles: Element | None, limits: Limits) -> None:
        self.warnings: dict[str, None] = {}
        self.notes: list[Element] = []
        self.numbering = Numbering(content, styles)
        self._looks = Looks(content, styles)
        self._limits = limits
        self._cells = 0
        self._tables = 0
        self._depth = 0
        self._out: list[str | Grid] = []
        self._parts: list[str] = []
        self._boxes: list[str | Grid] = []
        self._look = PLAIN
        self._counters: Counters | None = None
        self._item: Element | None = None  # a list item whose number is not yet given

    def warn(self, diagnostic: str, explanation: str) -> None:
        """Say what could not be read."""
        self.warnings[f"{diagnostic}: {explanation}"] = None

    def blocks(self, container: Element) -> list[str | Grid]:
        """The paragraphs and tables of a body, a cell, a note or a frame."""
        outer = self._out, self._counters, self._item
        self._out, self._counters, self._item = [], None, None
        self._each(container, _BLOCKS)
        found = self._out
        self._out, self._counters, self._item = outer
        return found

    def _each(self, parent: Element, known: dict[str, _Enter]) -> None:
        """Read the children; those not known are taken for wrappers of others."""
        self._down()
        for child in parent:
            enter = known.get(child.tag)
            if enter is not None:
                enter(self, child)
            elif len(child) and child.tag not in _DROPPED:
                self._each(child, known)
        self._depth -= 1

    def _down(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusalError("nests its parts too deeply", "Open it and save it again.")

    def _section(self, element: Element) -> None:
        shown = element.get(TEXT + "display", "true")
        hidden = shown == "condition" and element.get(TEXT + "is-hidden") == "true"
        if shown != "none" and not hidden:
            self._each(element, _BLOCKS)

    def _list(self, element: Element) -> None:
        outer = self._counters, self._item
        self._counters = self.numbering.begin(element, self._counters)
        self._item = None
        self._down()
        for item in element:
            if item.tag in (TEXT + "list-item", TEXT + "list-header"):
                self._item = item if item.tag == TEXT + "list-item" else None
                self._each(item, _BLOCKS)
        self._depth -= 1
        self._counters, self._item = outer

    def _paragraph(self, element: Element) -> None:
        outer = self._parts, self._boxes, self._look
        self._parts, self._boxes = [], []
        self._look = self._looks.paragraph(element.get(TEXT + "style-name", ""))
        hidden = self._look.hidden
        self._inline(element)
        parts, boxes = self._parts, self._boxes
        self._parts, self._boxes, self._look = outer
        if not hidden:
            line = _MANY.sub(" ", "".join(parts)).strip(" ").replace(_KEPT, " ")
            line = joined(self._label(element), line)
            if line or not boxes:  # the empty line that holds a frame is no blank
                self._out += line.split("\n")
        self._out += boxes

    def _label(self, element: Element) -> str:
        """The number before a paragraph: that of its list item, or of its heading."""
        printed, counted = element.find(TEXT + "number"), ""
        if self._counters is not None:
            item, self._item = self._item, None
            if item is not None:
                counted = self._counters.label(item.get(TEXT + "start-value"))
                printed = item.find(TEXT + "number") if printed is None else printed
        elif element.tag == TEXT + "h" and element.get(TEXT + "is-list-header") != "true":
            counted = self.numbering.heading(whole(element.get(TEXT + "outline-level"), 1))
        return counted if printed is None else _SPACES.sub(" ", "".join(printed.itertext()))

    def _inline(self, element: Element) -> None:
        """The text of an element and of all within it, in order."""
        self._down()
        self._add(element.text)
        for child in element:
            enter = _INLINE.get(child.tag)
            if enter is not None:
                enter(self, child)
            elif child.tag.startswith(DRAW):
                self._drawing(child)
            elif child.tag not in _DROPPED:
                self._inline(child)
            self._add(child.tail)
        self._depth -= 1

    def _add(self, text: str | None) -> None:
        if text and not self._look.hidden:
            self._parts.append(self._look.shown(_SPACES.sub(" ", text)))

    def _put(self, signs: str) -> None:
        if not self._look.hidden:
            self._parts.append(signs)

    def _span(self, element: Element) -> None:
        outer = self._look
        self._look = self._looks.within(outer, element.get(TEXT + "style-name", ""))
        self._inline(element)
        self._look = outer

    def _spaces(self, element: Element) -> None:
        self._put(_KEPT * min(whole(element.get(TEXT + "c"), 1), _MOST_SPACES))

    def _tab(self, element: Element) -> None:
        self._put("\t")

    def _break(self, element: Element) -> None:
        self._put("\n")

    def _hiding(self, element: Element) -> None:
        if element.get(TEXT + "is-hidden") != "true":
            self._inline(element)

    def _note(self, element: Element) -> None:
        body = element.find(TEXT + "note-body")
        if body is not None and not self._look.hidden:
            self.notes.append(body)

    def _drawing(self, element: Element) -> None:
        """Frames and shapes: their text stands after the paragraph."""
        if not self._look.hidden:
            found = self.blocks(element)
            self._boxes += found

    def _object(self, element: Element) -> None:
        self.warn("embedded", "an embedded object or document is not read")

    def _table(self, element: Element) -> None:
        self._tables += 1
        if self._tables > self._limits.nesting:
            found = f"its tables stand {self._tables} deep in one another"
            raise BeyondLimitError("nesting", found)
        rows = (self._row(row) for row in self._within(element, (TABLE + "table-row",)))
        self._out += settle_rows(rows, self)
        self._tables -= 1

    def _row(self, element: Element) -> TextRow:
        times = many(element.get(TABLE + "number-rows-repeated"))
        row = TextRow(times)
        for cell in self._within(element, _CELLS):
            repeated = many(cell.get(TABLE + "number-columns-repeated"))
            self._cells += repeated * times
            watch_cells(self._cells, self._limits)
            row.cells.append(
                TextCell(
                    repeated,
                    many(cell.get(TABLE + "number-columns-spanned")),
                    many(cell.get(TABLE + "number-rows-spanned")),
                    cell.tag == TABLE + "covered-table-cell",
                    self.blocks(cell),
                )
            )
        if not row.cells:
            self._cells += times
            watch_cells(self._cells, self._limits)
        return row

    def _within(self, parent: Element, names: tuple[str, ...]) -> Iterator[Element]:
        """The rows of a table or the cells of a row, whatever they are wrapped in."""
        self._down()
        for child in parent:
            if child.tag in names:
                yield child
            elif len(child) and child.tag not in _DROPPED:
                yield from self._within(child, names)
        self._depth -= 1


_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
_BLOCKS: dict[str, _Enter] = {
    TEXT + "p": Walk._paragraph,
    TEXT + "h": Walk._paragraph,
    TEXT + "list": Walk._list,
    TEXT + "section": Walk._section,
    TABLE + "table": Walk._table,
    DRAW + "object": Walk._object,
    DRAW + "object-ole": Walk._object,
}
_INLINE: dict[str, _Enter] = {
    TEXT + "span": Walk._span,
    TEXT + "s": Walk._spaces,
    TEXT + "tab": Walk._tab,
    TEXT + "line-break": Walk._break,
    TEXT + "note": Walk._note,
    TEXT + "hidden-text": Walk._hiding,
    TEXT + "hidden-paragraph": Walk._hiding,
    TABLE + "table": Walk._drawing,
}
