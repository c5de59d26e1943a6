"""Workbooks of Office Open XML: sheets as they are shown, from their XML parts."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from govinfo.model import Limits
from govinfo.read.content import RefusalError
from govinfo.read.package import Package
from govinfo.read.sheets.formats import BUILT_IN, GENERAL, Format, format_of, shown
from govinfo.read.sheets.page import MOST_COLUMNS, MOST_ROWS, Area, Page, Tally
from govinfo.read.word.lists import whole
from govinfo.read.word.styles import Look

_LETTERS = re.compile("[A-Za-z]{1,3}")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*", re.ASCII)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)
_BOX_SIDES = 2  # a line under a heading is no box


def read_xlsx(package: Package, limits: Limits) -> tuple[list[Page], list[str]]:
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
        If the file is damaged or its parts are binary.
    BeyondLimitError
        If its cells are more than ``limits`` allow.
    """
    main = _main_part(package)
    if main.endswith(".bin"):
        raise RefusalError("is a binary workbook (.xlsb), which is not read", "Save it as .xlsx.")
    book = package.tree(main)
    related = _relations(package, main)
    kinds = {kind: target for kind, target in related.values()}
    styles = _styles(package, kinds.get("styles"))
    strings = _strings(package, kinds.get("sharedStrings"))
    settings = next(_all(book, "workbookPr"), None)
    from_1904 = settings is not None and _is_true(settings.get("date1904"))
    tally = Tally(limits)
    pages, hidden = [], []
    for entry in _all(book, "sheet"):
        name = entry.get("name") or ""
        kind, part = related.get(_relation_id(entry), ("worksheet", ""))
        if kind != "worksheet":
            continue
        if (entry.get("state") or "visible") != "visible":
            hidden.append(name)
            continue
        page = Page(name)
        _Sheet(page, tally, styles, strings, from_1904=from_1904).read(package.tree(part))
        page.drawn = _is_drawn_on(package, part)
        pages.append(page)
    return pages, hidden


class _Sheet:
    """Reads one sheet's XML onto its page."""

    def __init__(
        self,
        page: Page,
        tally: Tally,
        styles: dict[str | None, tuple[Format, bool]],
        strings: list[str],
        *,
        from_1904: bool,
    ) -> None:
        self._page, self._tally = page, tally
        self._styles, self._strings, self._from_1904 = styles, strings, from_1904
        self._zeros_shown = True

    def read(self, root: Element) -> None:
        page = self._page
        for view in _all(root, "sheetView"):
            self._zeros_shown = _is_true(view.get("showZeros", "1"))
        for column in _all(root, "col"):
            first, last = whole(column.get("min"), 1), whole(column.get("max"), 1)
            if _is_hidden(column, "width"):
                page.hidden_columns.append((first - 1, last - 1))
        at = -1
        for row in _all(root, "row"):
            at = whole(row.get("r"), at + 2) - 1
            if 0 <= at < MOST_ROWS:
                if _is_hidden(row, "ht"):
                    page.hidden_rows.append((at, at))
                self._row(row, at)
        for merged in _all(root, "mergeCell"):
            area = _area(merged.get("ref") or "")
            if area is not None:
                page.merges.append(area)

    def _row(self, row: Element, at: int) -> None:
        column, boxes = -1, []
        tag = row.tag[:-3] + "c"
        for cell in row:
            if cell.tag != tag:
                continue
            letters = (cell.get("r") or "").rstrip("0123456789")
            column = _column(letters) if letters else column + 1
            style, boxed = self._styles.get(cell.get("s"), (GENERAL, False))
            if boxed:
                boxes.append(column)
            if len(cell) and column < MOST_COLUMNS:
                self._tally.put(self._page, at, (column,), self._text(cell, style))
        if len(boxes) > 1:
            self._page.ruled[at] = (min(boxes), max(boxes))

    def _text(self, cell: Element, style: Format) -> str:
        kind = cell.get("t") or "n"
        value = formula = inline = None
        for child in cell:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                value = child
            elif tag == "f":
                formula = child
            elif tag == "is":
                inline = child
        if inline is not None:
            return _string(inline)
        text = (value.text or "") if value is not None else ""
        if not text and formula is not None and kind != "str":
            # Not blank: whoever opens the sheet sees a number.
            self._page.uncalculated += 1
            return f"={formula.text or ''}"
        if kind == "s":
            place = whole(text, -1)
            return self._strings[place] if 0 <= place < len(self._strings) else f"#{text}"
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(text.strip(), text)
        if kind != "n" or not _NUMBER.fullmatch(text):
            return _unescaped(text)
        number = float(text)
        return (
            ""
            if number == 0 and not self._zeros_shown
            else shown(number, style, from_1904=self._from_1904)
        )


def _main_part(package: Package) -> str:
    for kind, target in _relations(package, "").values():
        if kind == "officeDocument":
            return target
    return "xl/workbook.xml"


def _relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and name of the other part, by its id."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found = {}
    if listing in package:
        for entry in _all(package.tree(listing), "Relationship"):
            if entry.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target") or ""))
                kind = (entry.get("Type") or "").rpartition("/")[2]
                found[entry.get("Id") or ""] = (kind, target.lstrip("/"))
    return found


def _relation_id(entry: Element) -> str:
    return next((text for name, text in entry.items() if name.endswith("}id")), "")


def _styles(package: Package, part: str | None) -> dict[str | None, tuple[Format, bool]]:
    """Of each style of cells, by its number: how it shows numbers, whether it draws a box."""
    if part is None or part not in package:
        return {}
    root = package.tree(part)
    codes = dict(BUILT_IN)
    for entry in _all(root, "numFmt"):
        codes[whole(entry.get("numFmtId"), 0)] = entry.get("formatCode") or "General"
    boxes = [_is_box(border) for border in _all(root, "border")]
    styles = []
    for group in _all(root, "cellXfs"):
        for entry in group:
            code = codes.get(whole(entry.get("numFmtId"), 0), "General")
            border = whole(entry.get("borderId"), 0)
            styles.append((format_of(code), border < len(boxes) and boxes[border]))
    return {None: styles[0], **{str(i): style for i, style in enumerate(styles)}} if styles else {}


def _is_box(border: Element) -> bool:
    sides = [side.get("style", "none") != "none" for side in border if "diag" not in side.tag]
    return sum(sides) >= _BOX_SIDES


def _strings(package: Package, part: str | None) -> list[str]:
    if part is None or part not in package:
        return []
    return [_string(entry) for entry in _all(package.tree(part), "si")]


def _string(entry: Element) -> str:
    """Join the runs of a string; struck, raised and lowered ones stay told apart."""
    parts = []
    for child in entry:
        tag = child.tag.rpartition("}")[2]
        if tag == "t":
            parts.append(_unescaped(child.text or ""))
        elif tag == "r":
            text = "".join(_unescaped(piece.text or "") for piece in _all(child, "t"))
            script = next((mark.get("val", "") for mark in _all(child, "vertAlign")), "")
            struck = any(_is_true(mark.get("val", "1")) for mark in _all(child, "strike"))
            parts.append(Look(struck=struck, script=script).shown(text))
    return "".join(parts)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return "\ufffd" if code in _SURROGATES else chr(code)


def _is_drawn_on(package: Package, part: str) -> bool:
    """Whether shapes over a sheet hold text, as boxes and banners do."""
    return any(
        kind == "drawing"
        and drawing in package
        and any(_prints(entry) for entry in package.tree(drawing).iter())
        for kind, drawing in _relations(package, part).values()
    )


def _prints(entry: Element) -> bool:
    return entry.tag.endswith("}t") and bool((entry.text or "").strip())


def _all(root: Element, tag: str) -> Iterator[Element]:
    """Elements of a name, in whichever namespace the part is written."""
    return root.iter(root.tag[: root.tag.rfind("}") + 1] + tag)


def _is_true(text: str | None) -> bool:
    return text in ("1", "true", "on")


def _is_hidden(entry: Element, size: str) -> bool:
    return _is_true(entry.get("hidden")) or entry.get(size) in ("0", "0.0")


@lru_cache(maxsize=4096)
def _column(letters: str) -> int:
    """The number of a column from its letters; beyond all columns where they are none."""
    if not _LETTERS.fullmatch(letters):
        return MOST_COLUMNS
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _area(reference: str) -> Area | None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    if start is None or end is None:
        return None
    return int(start[2]) - 1, _column(start[1]), int(end[2]) - 1, _column(end[1])
