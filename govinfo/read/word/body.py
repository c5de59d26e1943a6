"""The body of a Word document to paragraphs and grids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias
from xml.etree.ElementTree import Element

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError, watch_cells
from govinfo.read.page import Grid
from govinfo.read.word.lists import Lists, joined, whole
from govinfo.read.word.names import MC, M, W, child_value, switched, value
from govinfo.read.word.styles import Look, Style, Styles, numbered
from govinfo.read.word.symbols import LOST, symbol
from govinfo.read.word.tables import (
    COVERED,
    MOST_BEFORE,
    WordCell,
    WordRow,
    merging,
    narrow_columns,
    settle_rows,
)

_DEEPEST = 100  # elements within elements, as far as they are of interest
_PAGE_BREAK = "\f"
_PROPERTIES = (
    *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx", "sectPr"),
    *("customXmlPr", "smartTagPr", "rubyPr", "tblPrChange"),
)
#: What is not shown: properties, deleted and moved text, readings above characters.
DROPPED = frozenset(W + name for name in (*_PROPERTIES, "del", "moveFrom", "rt", "delText"))

_Enter: TypeAlias = "Callable[[Walk, Element], None]"


class Walk:
    """Reads the parts of one document; ``warnings`` gather what could not be read."""

    def __init__(self, styles: Styles, lists: Callable[[], Lists], limits: Limits) -> None:
        self.warnings: dict[str, None] = {}
        self.notes: list[tuple[str, str]] = []
        self._styles = styles
        self._lists = lists
        self._limits = limits
        self._cells = 0
        self._tables = 0
        self._depth = 0
        self._out: list[str | Grid] = []
        self._carried = ""
        self._parts: list[str] = []
        self._boxes: list[str | Grid] = []
        self._look = Look()
        self._style = Style()
        self._fields: list[bool] = []  # for each open field, whether its code is being read
        self._codes: list[int] = []  # which parts stand in a field's code

    def blocks(self, container: Element) -> list[str | Grid]:
        """The paragraphs and tables of a body, a cell, a note or a text box."""
        outer = self._out, self._carried
        self._out, self._carried = [], ""
        self._each(container, _BLOCKS)
        if self._carried:
            self._out.append(self._carried)
        found = self._out
        self._out, self._carried = outer
        return found

    def _each(self, parent: Element, known: dict[str, _Enter]) -> None:
        """Read the children; those not known are taken for wrappers of others."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusalError("nests its parts too deeply", "Open it and save it again.")
        for child in parent:
            enter = known.get(child.tag)
            if enter is not None:
                enter(self, child)
            elif len(child) and child.tag not in DROPPED:
                self._each(child, known)
        self._depth -= 1

    def _paragraph(self, element: Element) -> None:
        outer = self._parts, self._boxes, self._style, self._codes
        self._parts, self._boxes, self._codes = [], [], []
        properties = element.find(W + "pPr")
        mark = None if properties is None else properties.find(W + "rPr")
        name = None if properties is None else child_value(properties, "pStyle")
        name = self._styles.usual if name is None else name
        self._style = style = self._styles[name]
        self._each(element, _INLINE)
        text = self._line()
        boxes = self._boxes
        self._parts, self._boxes, self._style, self._codes = outer
        if mark is not None and _removed(mark):
            # The paragraph goes on in the next one.
            self._carried += text
            self._out += boxes
            return
        text, self._carried = self._carried + text, ""
        if text or not self._styles.look(mark, style).hidden:
            number, level = numbered(properties)
            if number is None:
                number = style.number
                level = style.level if level is None else level
                linked = level is None and number
                at = self._lists().level_of(number, name) if linked else whole(level, 0)
            else:
                at = whole(level, 0)
            line = joined(self._lists().label(number, at) if number else "", text)
            if line or not boxes:  # the empty line that holds a box is no blank
                self._out += line.split("\n")
        self._out += boxes

    def _line(self) -> str:
        """The text of the paragraph just read."""
        if True in self._fields:
            # A field whose code never ends: better too much than text lost.
            self._fields = [False] * len(self._fields)
            self._warn("field", "a field has no end; what may be its code is kept as text")
        elif self._codes:
            for index in self._codes:
                self._parts[index] = ""
        text = "".join(self._parts)
        return text.strip(_PAGE_BREAK).replace(_PAGE_BREAK, "\n") if _PAGE_BREAK in text else text

    def _add(self, text: str) -> None:
        if True in self._fields:
            self._codes.append(len(self._parts))
        self._parts.append(self._look.shown(text))

    def _run(self, element: Element) -> None:
        self._look = look = self._styles.look(element.find(W + "rPr"), self._style)
        if not look.hidden:
            self._each(element, _IN_RUN)

    def _text(self, element: Element) -> None:
        text = (element.text or "") if not len(element) else "".join(element.itertext())
        self._add(text.replace("\n", " ").replace("\r", " "))

    def _tab(self, element: Element) -> None:
        self._add("\t")

    def _break(self, element: Element) -> None:
        self._parts.append(_PAGE_BREAK if value(element, "type") in ("page", "column") else "\n")

    def _hyphen(self, element: Element) -> None:
        self._add("-")

    def _symbol(self, element: Element) -> None:
        sign = symbol(value(element, "char"), value(element, "font"))
        if sign == LOST:
            font = value(element, "font") or "a font without a name"
            self._warn("symbol", f"a sign of {font} is not known; it is shown as {LOST}")
        self._add(sign)

    def _formula(self, element: Element) -> None:
        # Fractions and powers are not told from what stands beside them.
        self._look = Look()
        for text in element.iter(M + "t"):
            self._add(f" {text.text or ''} ")

    def _field(self, element: Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _note(self, element: Element) -> None:
        kind = "footnote" if element.tag == W + "footnoteReference" else "endnote"
        self.notes.append((kind, value(element, "id")))

    def _drawing(self, element: Element) -> None:
        look, fields = self._look, self._fields
        self._fields = []
        self._each(element, _IN_DRAWING)
        self._look, self._fields = look, fields

    def _box(self, element: Element) -> None:
        self._boxes += self.blocks(element)

    def _embedded(self, element: Element) -> None:
        self._warn("embedded", "an embedded object or document is not read")
        if element.tag == W + "object":
            self._drawing(element)

    def _table(self, element: Element) -> None:
        if self._carried:
            self._out.append(self._carried)
            self._carried = ""
        self._tables += 1
        if self._tables > self._limits.nesting:
            found = f"its tables stand {self._tables} deep in one another"
            raise BeyondLimitError("nesting", found)
        rows = [self._row(row) for row in self._within(element, "tr")]
        grid = element.find(W + "tblGrid")
        columns = [] if grid is None else grid.findall(W + "gridCol")
        narrow = narrow_columns(whole(value(column, "w"), 0) for column in columns)
        blocks, covered = settle_rows([row for row in rows if row is not None], narrow)
        if covered:
            self.warnings[COVERED] = None
        self._out += blocks
        self._tables -= 1

    def _row(self, element: Element) -> WordRow | None:
        properties = element.find(W + "trPr")
        row = WordRow()
        if properties is not None:
            if _removed(properties) or switched(properties, "hidden"):
                return None
            row.before = min(whole(child_value(properties, "gridBefore"), 0), MOST_BEFORE)
        for cell in self._within(element, "tc"):
            properties = cell.find(W + "tcPr")
            if properties is None:
                row.cells.append(WordCell(blocks=self._cell(cell)))
            elif properties.find(W + "cellDel") is None:
                span = whole(child_value(properties, "gridSpan"), 1) or 1
                down, across = merging(properties, "vMerge"), merging(properties, "hMerge")
                row.cells.append(WordCell(span, down, across, self._cell(cell)))
        return row

    def _cell(self, element: Element) -> list[str | Grid]:
        self._cells += 1
        watch_cells(self._cells, self._limits)
        return self.blocks(element)

    def _within(self, parent: Element, name: str) -> Iterator[Element]:
        """The rows of a table or the cells of a row, whatever they are wrapped in."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RefusalError("nests its parts too deeply", "Open it and save it again.")
        for child in parent:
            if child.tag == W + name:
                yield child
            elif len(child) and child.tag not in DROPPED:
                chosen = _chosen(child) if child.tag == MC + "AlternateContent" else child
                if chosen is not None:
                    yield from self._within(chosen, name)
        self._depth -= 1

    def _warn(self, diagnostic: str, explanation: str) -> None:
        self.warnings[f"{diagnostic}: {explanation}"] = None


def _removed(properties: Element) -> bool:
    return properties.find(W + "del") is not None or properties.find(W + "moveFrom") is not None


def _chosen(alternatives: Element) -> Element | None:
    """The first of several ways to write one thing; never two of them."""
    found = alternatives.find(MC + "Choice")
    return alternatives.find(MC + "Fallback") if found is None else found


def _alternatives(known: dict[str, _Enter]) -> _Enter:
    def enter(walk: Walk, element: Element) -> None:
        chosen = _chosen(element)
        if chosen is not None:
            walk._each(chosen, known)

    return enter


_BLOCKS: dict[str, _Enter] = {
    W + "p": Walk._paragraph,
    W + "tbl": Walk._table,
    W + "altChunk": Walk._embedded,
    W + "subDoc": Walk._embedded,
}
_INLINE: dict[str, _Enter] = {
    W + "r": Walk._run,
    W + "subDoc": Walk._embedded,
    M + "oMath": Walk._formula,
}
_IN_RUN: dict[str, _Enter] = {
    W + "t": Walk._text,
    W + "tab": Walk._tab,
    W + "ptab": Walk._tab,
    W + "br": Walk._break,
    W + "cr": Walk._break,
    W + "noBreakHyphen": Walk._hyphen,
    W + "sym": Walk._symbol,
    W + "fldChar": Walk._field,
    W + "footnoteReference": Walk._note,
    W + "endnoteReference": Walk._note,
    W + "drawing": Walk._drawing,
    W + "pict": Walk._drawing,
    W + "object": Walk._embedded,
    W + "r": Walk._run,
}
_IN_DRAWING: dict[str, _Enter] = {W + "txbxContent": Walk._box}
for _known in (_BLOCKS, _INLINE, _IN_RUN, _IN_DRAWING):
    _known[MC + "AlternateContent"] = _alternatives(_known)
