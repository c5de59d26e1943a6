"""One walk over a page's tree: lines of text, and cells gathered into tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govinfo.read.grid import RawCell, RawTable, cell_text, settle, span_of
from govinfo.read.page import Grid
from govinfo.read.web.quick import MARK

_SPACE = " \t\n\f\r"
_SPACES = re.compile(r"[ \t\n\r]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Inline markup that parts what it stands in: hidden and struck text, links to notes.
_NOT_DISPLAYED = re.compile(rb"display\s*:\s*none")
_TO_NOTE = re.compile(rb"href\s*=\s*[\"']?#")
_PARTING_WORDS = (b"hidden", b"line-through", b"<input")
_DROPPED = {
    *("audio", "button", "canvas", "datalist", "del", "head", "iframe", "noembed", "noframes"),
    *("noscript", "script", "select", "style", "svg", "template", "textarea", "title", "video"),
    *("-comment", "!doctype"),
}
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
    *("dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
    *("frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend"),
    *("li", "main", "menu", "nav", "ol", "search", "section", "summary", "ul"),
)
_LINES_KEPT = ("pre", "listing", "plaintext", "xmp")
_SHOWN_RAW = ("plaintext", "xmp")  # the markup in them is shown as it is written
_CELLS = ("td", "th")
_ROW_GROUPS = ("thead", "tbody", "tfoot")
# Raised and lowered digits are notes and powers: joined plainly, 5 and its note 1 would be 51.
_SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")

# What a cell of one line may hold, and how many elements are looked at to see that.
_ONE_LINE = frozenset(
    ("td", "th", "p", "span", "font", "b", "strong", "u", "em", "i", "a", "o:p", "-comment")
)
_MANY_ELEMENTS = 12
_DEEP_TABLES = 5  # markup of cells is compared down to this depth of tables in tables
_MOST_SEEN = 4096
_LONGEST_SEEN = 2000

_Leave: TypeAlias = "Callable[[Walk], None]"


class OutOfPlaceError(Exception):
    """A table was taken out of a place in which its cells read otherwise."""


class Walk:
    """One pass over the tree without recursion; blocks gather in ``out``.

    ``taken`` are the tables that were taken out of the page beforehand.
    """

    def __init__(self, text: str, taken: Sequence[Grid] = ()) -> None:
        self._parting = _may_part(text)
        self._taken = taken
        self.out: list[str | Grid] = []
        self.n_cells = 0
        self._parts: list[str] = []
        self._sinks: list[list[str | Grid]] = []
        self._tables: list[RawTable] = []
        self._marks: list[int] = []
        self._scripts: list[dict[int, int]] = []
        self._lines_kept = 0

    def over(self, tree: LexborHTMLParser) -> None:
        """Read the body of a page."""
        body = tree.body
        node = body.first_child if body is not None else None
        path: list[tuple[LexborNode, _Leave | None]] = []
        parts = self._parts
        while node is not None or path:
            if node is None:
                node, leave = path.pop()
                if leave is not None:
                    leave(self)
                node = node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                text = node.text_content or ""
                if "\f" in text or self._scripts or self._lines_kept:
                    self._special_text(text)
                elif parts or text.strip(_SPACE):
                    parts.append(text)  # white space before a line is none of it
            elif tag not in _DROPPED:
                leave = None
                enter = _ENTER.get(tag)
                if enter is not None:
                    leave = enter(self, node)
                    if leave is _skipped:
                        node = node.next
                        continue
                elif self._parting:
                    leave = self._inline(node)
                    if leave is _skipped:
                        node = node.next
                        continue
                child = node.first_child
                if child is not None:
                    path.append((node, leave))
                    node = child
                    continue
                if leave is not None:
                    leave(self)
            node = node.next
        self._break()

    def _special_text(self, text: str) -> None:
        if self._scripts:
            text = text.translate(self._scripts[-1])
        breaks = "\f\n" if self._lines_kept else "\f"
        lines = re.split(f"[{breaks}]", text)
        for line in lines[:-1]:
            self._parts.append(line)
            self._break(printed=True)
        self._parts.append(lines[-1])

    def _break(self, *, printed: bool = False) -> None:
        """End the line; an empty one counts only where it is printed."""
        parts = self._parts
        if parts:
            line = _one_line("".join(parts))
            parts.clear()
            if line or printed:
                self.out.append(line)
        elif printed:
            self.out.append("")

    def _block(self, node: LexborNode) -> _Leave | None:
        self._break()
        return Walk._break

    def _line_break(self, node: LexborNode) -> _Leave | None:
        self._break(printed=True)
        return None

    def _paragraph(self, node: LexborNode) -> _Leave | None:
        self._break()
        if not (self._parting or self._scripts or self._lines_kept):
            # Nearly all paragraphs: one line, whose markup parts nothing.
            tags = [child.tag for child in node.traverse()]
            text = node.text() if _ONE_LINE.issuperset(tags) and tags.count("p") == 1 else "\f"
            if "\f" not in text:
                self.out.append(_one_line(text))
                return _skipped
        self._marks.append(len(self.out))
        return Walk._leave_paragraph

    def _leave_paragraph(self) -> None:
        self._break()
        if self._marks.pop() == len(self.out):
            self.out.append("")

    def _kept_lines(self, node: LexborNode) -> _Leave | None:
        if self._taken and node.tag in _SHOWN_RAW:
            raise OutOfPlaceError
        self._break()
        self._lines_kept += 1
        return Walk._leave_kept_lines

    def _leave_kept_lines(self) -> None:
        self._break()
        self._lines_kept -= 1

    def _raised(self, node: LexborNode) -> _Leave | None:
        self._scripts.append(_SUPERSCRIPT)
        return Walk._leave_script

    def _lowered(self, node: LexborNode) -> _Leave | None:
        self._scripts.append(_SUBSCRIPT)
        return Walk._leave_script

    def _leave_script(self) -> None:
        self._scripts.pop()

    def _inline(self, node: LexborNode) -> _Leave | None:
        """Keep apart what a reader of the page sees apart: 12 and a hidden 3 are not 123."""
        attributes = node.attributes
        style = attributes.get("style") or ""
        if "hidden" in attributes or _HIDDEN.search(style):
            self._parts.append(" ")
            return self._hidden(node)
        to_note = (attributes.get("href") or "").startswith("#")
        return self._struck(node) if to_note or "line-through" in style.lower() else None

    def _struck(self, node: LexborNode) -> _Leave | None:
        # 12 struck out beside 13 must not become 1213.
        self._parts.append(" ")
        return Walk._leave_struck

    def _leave_struck(self) -> None:
        self._parts.append(" ")

    def _field(self, node: LexborNode) -> _Leave | None:
        """Read the value that a visible input shows in a cell."""
        attributes = node.attributes
        if self._tables and (attributes.get("type") or "text") in ("text", "number"):
            self._parts.append(f" {attributes.get('value') or ''} ")
        return None

    def _table(self, node: LexborNode) -> _Leave | None:
        self._break()
        if self._taken:
            number = node.attributes.get(MARK)
            if number is not None:
                if self._scripts or self._lines_kept or len(self._tables) >= _DEEP_TABLES:
                    raise OutOfPlaceError
                self.out.append(self._taken[int(number)])
                return _skipped
        table = RawTable()
        self._tables.append(table)
        self._sinks.append(self.out)
        self.out = table.outside
        return Walk._leave_table

    def _leave_table(self) -> None:
        self._break()
        self.out = self._sinks.pop()
        self.out.extend(settle(self._tables.pop()))

    def _row_group(self, node: LexborNode) -> _Leave | None:
        self._break()
        if self._tables:
            self._tables[-1].groups.append((node.tag or "", []))
        return Walk._break

    def _row(self, node: LexborNode) -> _Leave | None:
        self._break()
        if _is_hidden(node.attributes):
            return self._hidden(node)
        if not self._tables or not self._tables[-1].groups:
            return Walk._break
        row: list[RawCell] = []
        self._tables[-1].groups[-1][1].append(row)
        if self._scripts or self._lines_kept or len(self._tables) > _DEEP_TABLES:
            return Walk._break
        cells = [_plain_cell(child) for child in node.iter() if child.tag in _CELLS]
        plain = [cell for cell in cells if cell is not None]
        if len(plain) < len(cells):
            return Walk._break
        self.n_cells += len(plain)
        row.extend(plain)
        return _skipped

    def _cell(self, node: LexborNode) -> _Leave | None:
        self._break()
        attributes = node.attributes
        if _is_hidden(attributes):
            return self._hidden(node)
        self.n_cells += 1
        groups = self._tables[-1].groups if self._tables else None
        if not groups or not groups[-1][1]:
            return Walk._break
        cell = _raw_cell(attributes, [])
        groups[-1][1][-1].append(cell)
        self._sinks.append(self.out)
        self.out = cell.blocks
        return Walk._leave_cell

    def _hidden(self, node: LexborNode) -> _Leave:
        self.n_cells += len(node.css("td, th"))
        return _skipped

    def _leave_cell(self) -> None:
        self._break()
        self.out = self._sinks.pop()


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style")
    return style is not None and "isplay" in style.lower() and _HIDDEN.search(style) is not None


def _may_part(markup: str) -> bool:
    """Whether inline markup that parts digits may be there."""
    # As bytes: lowering and searching them is ten times as quick as with wide characters.
    lower = markup.encode(errors="surrogatepass").lower()
    return (
        any(word in lower for word in _PARTING_WORDS)
        or (b"display" in lower and _NOT_DISPLAYED.search(lower) is not None)
        or (b"href" in lower and _TO_NOTE.search(lower) is not None)
    )


def _raw_cell(attributes: dict[str, str | None], blocks: list[str | Grid]) -> RawCell:
    column_span = span_of(attributes.get("colspan"))
    return RawCell(column_span, span_of(attributes.get("rowspan"), zero=0), blocks)


_UNSEEN = RawCell(0, 0)
_seen: dict[str, RawCell | None] = {}


def _plain_cell(node: LexborNode) -> RawCell | None:
    """Read a cell of one line, once for all that are marked up alike; None for others."""
    markup = node.html or ""
    found = _seen.get(markup, _UNSEEN)
    if found is not _UNSEEN:
        return found
    attributes = node.attributes
    odd = _is_hidden(attributes) or _may_part(markup)
    line = None if odd else _plain_line(node)
    cell = None if line is None else _raw_cell(attributes, [line] if line else [])
    if len(_seen) >= _MOST_SEEN:
        _seen.clear()
    if len(markup) <= _LONGEST_SEEN:
        _seen[markup] = cell
    return cell


def lone_cell(markup: str) -> tuple[int, int, str] | None:
    """Read the markup of one cell: its spans and text; None where it is not shown as lines."""
    page = f"<table><tr>{markup}</tr></table>"
    tree = LexborHTMLParser(page)
    cells = tree.css("td, th")
    if len(cells) != 1 or _is_hidden(cells[0].attributes):
        return None
    walk = Walk(page)
    walk.over(tree)
    lines = [block for block in walk.out if isinstance(block, str)]
    if len(lines) < len(walk.out):
        return None
    cell = _raw_cell(cells[0].attributes, [*lines])
    return cell.column_span, cell.row_span, cell_text(cell)


def _plain_line(cell: LexborNode) -> str | None:
    """Read a cell that is one line at sight; None where it takes a walk to tell."""
    tags = [node.tag for node in islice(cell.traverse(), _MANY_ELEMENTS)]
    if len(tags) == _MANY_ELEMENTS or not _ONE_LINE.issuperset(tags):
        return None
    text = cell.text()
    if "p" in tags:
        child = cell.first_child
        while child is not None and child.tag != "p":
            child = child.next
        inner = "" if child is None else child.text()
        if tags.count("p") > 1 or inner.strip(_SPACE) != text.strip(_SPACE):
            return None
        text = inner
    return None if "\f" in text else _one_line(text)


def _one_line(text: str) -> str:
    line = text.strip(_SPACE)
    if "\n" in line or "  " in line or "\t" in line or "\r" in line:
        return _SPACES.sub(" ", line)
    return line


def _skipped(walk: Walk) -> None:
    """Stands for elements whose content is not read."""


_ENTER: dict[str, Callable[[Walk, LexborNode], _Leave | None]] = {
    **dict.fromkeys(_BLOCKS, Walk._block),
    "p": Walk._paragraph,
    "br": Walk._line_break,
    **dict.fromkeys(_LINES_KEPT, Walk._kept_lines),
    "sup": Walk._raised,
    "sub": Walk._lowered,
    "s": Walk._struck,
    "strike": Walk._struck,
    "input": Walk._field,
    "table": Walk._table,
    **dict.fromkeys(_ROW_GROUPS, Walk._row_group),
    "tr": Walk._row,
    **dict.fromkeys(_CELLS, Walk._cell),
}
