"""OpenDocument spreadsheets: sheets as they are shown, from their XML parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from govinfo.model import Limits
from govinfo.read.content import RefusalError
from govinfo.read.opendocument.names import DRAW, OFFICE, STYLE, TABLE, TEXT
from govinfo.read.opendocument.odt import Walk
from govinfo.read.package import Package
from govinfo.read.sheets.formats import number_text
from govinfo.read.sheets.page import MOST_COLUMNS, MOST_ROWS, Page, Tally
from govinfo.read.word.lists import whole

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SIDES = ("left", "right", "top", "bottom")
_GROUPS = frozenset(
    TABLE + name
    for kind in ("row", "column")
    for name in (f"table-{kind}-group", f"table-header-{kind}s", f"table-{kind}s")
)
_NUMBERS = ("float", "percentage", "currency")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[0-9]E[+-]?[0-9]")
_VALUE = re.compile(r"-?[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+)?", re.ASCII)
_SCALES = (1.0, 1e-3, 1e-4, 1e-6)  # 12.3 may stand for 12,345
_BLANK_ROWS = 3  # of rows without content that are repeated


def read_ods(package: Package, limits: Limits) -> tuple[list[Page], list[str]]:
    """Read the sheets of a workbook.

    Returns
    -------
    pages : list of Page
        Those that are shown, in their order.
    hidden : list of str
        Names of those that are not.

    Raises
    ------
    RefusalError
        If the file is damaged or protected by a password.
    BeyondLimitError
        If its cells are more than ``limits`` allow.
    """
    manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package else b""
    if b"encryption-data" in manifest.replace(b"\0", b""):
        raise RefusalError("is protected by a password", "Remove the password and save it again.")
    content = package.tree("content.xml")
    styles = package.tree("styles.xml") if "styles.xml" in package else None
    body = content.find(f"{OFFICE}body/{OFFICE}spreadsheet")
    if body is None:
        raise RefusalError("holds no spreadsheet", "Open it and save it again.")
    reader = _Reader(content, styles, limits)
    pages, hidden = [], []
    for table in body.findall(TABLE + "table"):
        name = table.get(TABLE + "name", "")
        if table.get(TABLE + "style-name", "") in reader.hidden_styles:
            hidden.append(name)
        else:
            pages.append(reader.page(name, table))
    return pages, hidden


class _Reader:
    """Reads the tables of one spreadsheet."""

    def __init__(self, content: Element, styles: Element | None, limits: Limits) -> None:
        self._walk = Walk(content, styles, limits)
        self._tally = Tally(limits)
        self._boxed = _boxed_styles([content] if styles is None else [styles, content])
        self.hidden_styles = {
            style.get(STYLE + "name", "")
            for style in content.iter(STYLE + "style")
            for properties in style.iter(STYLE + "table-properties")
            if properties.get(TABLE + "display") == "false"
        }

    def page(self, name: str, table: Element) -> Page:
        """One sheet."""
        page = Page(name)
        column = 0
        for entry in _all(table, "table-column"):
            repeated = whole(entry.get(TABLE + "number-columns-repeated"), 1)
            if _is_hidden(entry):
                page.hidden_columns.append((column, column + repeated - 1))
            column += repeated
        at = 0
        for row in _all(table, "table-row"):
            repeated = whole(row.get(TABLE + "number-rows-repeated"), 1)
            if _is_hidden(row):
                page.hidden_rows.append((at, at + repeated - 1))
            if at < MOST_ROWS:
                self._row(page, row, at, min(repeated, MOST_ROWS - at))
            at += repeated
        page.drawn = any(
            (text.text or "").strip()
            for shape in table.iter()
            if shape.tag.startswith(DRAW)
            for text in shape.iter(TEXT + "p")
        )
        return page

    def _row(self, page: Page, row: Element, at: int, repeated: int) -> None:
        column, boxes = 0, []
        texts: list[tuple[range, str]] = []
        spans: list[tuple[int, int, int]] = []
        for cell in row:
            if cell.tag not in (TABLE + "table-cell", TABLE + "covered-table-cell"):
                continue
            times = whole(cell.get(TABLE + "number-columns-repeated"), 1)
            columns = range(column, min(column + times, MOST_COLUMNS))
            column += times
            if not columns:
                break
            if self._boxed.get(cell.get(TABLE + "style-name", "")):
                boxes += [columns[0], columns[-1]]
            if cell.tag == TABLE + "covered-table-cell":
                continue
            down = whole(cell.get(TABLE + "number-rows-spanned"), 1)
            across = whole(cell.get(TABLE + "number-columns-spanned"), 1)
            if down > 1 or across > 1:
                spans.append((columns[0], down, across))
            if len(cell) or cell.get(OFFICE + "value-type") or cell.get(TABLE + "formula"):
                texts.append((columns, self._text(page, cell)))
        filled = any(text for _, text in texts)
        for number in range(at, at + (repeated if filled else min(repeated, _BLANK_ROWS))):
            for columns, text in texts:
                self._tally.put(page, number, columns, text)
            for first, down, across in spans:
                page.merges.append((number, first, number + down - 1, first + across - 1))
            if boxes and boxes[0] < boxes[-1]:
                page.ruled[number] = (boxes[0], boxes[-1])

    def _text(self, page: Page, cell: Element) -> str:
        lines = [block for block in self._walk.blocks(cell) if isinstance(block, str)]
        print_ = "\n".join(lines)
        kind = cell.get(OFFICE + "value-type", "")
        value = cell.get(OFFICE + "value", "")
        if cell.get(_CALC + "value-type") == "error":
            return print_ or "#ERROR!"
        if kind in _NUMBERS and _VALUE.fullmatch(value):
            return as_shown(print_, float(value)) if lines else number_text(float(value))
        date = cell.get(OFFICE + "date-value", "")
        if kind == "date" and _DATE.fullmatch(date):
            return date.replace("T", " ")
        if not kind and not print_ and cell.get(TABLE + "formula"):
            page.uncalculated += 1
            return f"={cell.get(TABLE + 'formula', '')}"
        return print_ or cell.get(OFFICE + "string-value", "")


def as_shown(print_: str, value: float) -> str:
    """Print a number unrounded, with the words and in the unit that its cell shows.

    Parameters
    ----------
    print_ : str
        What the cell shows.
    value : float
        What it holds.

    Examples
    --------
    >>> as_shown("96,172元", 96171.6), as_shown("12.3%", 0.1234), as_shown("-", 0)
    ('96171.6元', '12.34%', '-')
    """
    if _EXPONENT.search(print_):
        return number_text(value)
    numbers = [*_NUMBER.finditer(print_)]
    if len(numbers) != 1:
        return print_
    found = numbers[0]
    digits = found[0].replace(",", "")
    half = 0.5000001 * 10.0 ** -len(digits.partition(".")[2])
    scales = (100.0,) if "%" in print_ else _SCALES
    for scale in scales:
        if abs(float(digits) - abs(value) * scale) <= half:
            return (
                f"{print_[: found.start()]}{number_text(abs(value) * scale)}{print_[found.end() :]}"
            )
    return print_


def _all(parent: Element, tag: str) -> Iterator[Element]:
    """Rows or columns of a table, those in groups too, but not those of tables within it."""
    for child in parent:
        if child.tag == TABLE + tag:
            yield child
        elif child.tag in _GROUPS:
            yield from _all(child, tag)


def _is_hidden(entry: Element) -> bool:
    return entry.get(TABLE + "visibility") in ("collapse", "filter")


def _boxed_styles(roots: Iterable[Element]) -> dict[str, bool]:
    """Which styles of cells draw a box."""
    boxed: dict[str, bool] = {}
    for style in (style for root in roots for style in root.iter(STYLE + "style")):
        if style.get(STYLE + "family") != "table-cell":
            continue
        sides = dict.fromkeys(_SIDES, boxed.get(style.get(STYLE + "parent-style-name", ""), False))
        for properties in style.findall(STYLE + "table-cell-properties"):
            for side in _SIDES:
                line = properties.get(f"{_FO}border-{side}", properties.get(_FO + "border"))
                if line is not None:
                    sides[side] = line.split()[:1] != ["none"]
        boxed[style.get(STYLE + "name", "")] = sum(sides.values()) > 1
    return boxed
