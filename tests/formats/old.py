"""DOC and XLS, in the compound files of the old Office programs."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Sequence
from random import Random

from read import docs

from formats.blocks import Slot, is_number, other_number, rows_of, title_of
from formats.books import sheets_of
from govinfo.model import Document, Table

DOC_HABITS = (
    "wide_cells",  # merged columns as one wide cell
    "pieces",  # text saved in pieces
    "scattered",  # the pieces in another order, as fast saving leaves them
    "tracked",  # deleted numbers beside what was put in
    "hidden",
    "breaks",  # line breaks rather than paragraphs within cells
    "header_footer",
)
XLS_HABITS = (
    "sheets",  # a sheet for each table
    "texts",  # numbers kept as text
    "short_numbers",  # whole numbers in the short form
    "formulas",
    "stale",  # text in cells that a merged cell covers
    "no_borders",
)
_DOWN_NEXT, _DOWN_FIRST = 0x20, 0x60
_ACROSS_FIRST, _ACROSS_NEXT = 1, 2
_LONGEST = 8224  # bytes in a record
_MOST_MERGED = 1000


def doc(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as DOC."""
    paragraphs: list[docs.P] = []
    for block in document.blocks:
        if isinstance(block, Table):
            for row in rows_of(block):
                paragraphs += _row(row, habits, draw)
            paragraphs.append(docs.P())
        else:
            paragraphs.append(_paragraph(block.text, habits, draw))
    headers = (docs.P("年度报告 2088"), docs.P("- 3 -")) if "header_footer" in habits else ()
    text = "".join(each.text + each.mark for each in paragraphs)
    pieces = None
    if {"pieces", "scattered"} & {*habits}:
        pieces = [*_pieces(text), (0, False, 0)]
    return docs.word(
        paragraphs,
        headers=headers,
        pieces=pieces,
        scattered="scattered" in habits,
        properties=docs.summary(title_of(document), "王"),
    )


def _pieces(text: str) -> Iterator[tuple[int, bool, int]]:
    """Cut a text where it turns from bytes to characters, in numbers too."""
    for at in range(1, len(text)):
        narrow = text[at - 1].isascii()
        if narrow != text[at].isascii() or at % 97 == 0:
            yield at, narrow, 0


def _paragraph(text: str, habits: Collection[str], draw: Random) -> docs.P:
    runs: list[tuple[int, int, bytes]] = []
    if "tracked" in habits and draw.random() < 0.3:
        at = draw.randint(0, len(text))
        gone = other_number(text, draw)
        runs.append((at, at + len(gone), docs.DELETED))
        if len(text) > at:
            runs.append((at + len(gone), len(text) + len(gone), docs.INSERTED))
        text = text[:at] + gone + text[at:]
    if "hidden" in habits and draw.random() < 0.2:
        runs.append((len(text), len(text) + 2, docs.HIDDEN))
        text += "97"
    return docs.P(text, runs=runs)


def _row(row: Sequence[Slot], habits: Collection[str], draw: Random) -> list[docs.P]:
    edges, flags, found = [0], [], []
    for slot in row:
        cell = slot.cell
        down = _DOWN_NEXT if slot.above else _DOWN_FIRST if cell.row_span > 1 else 0
        ends = range(cell.column + 1, cell.column + cell.column_span + 1)
        if "wide_cells" in habits:
            ends = range(cell.column + cell.column_span, cell.column + cell.column_span + 1)
        for number, end in enumerate(ends):
            across = 0 if len(ends) == 1 else _ACROSS_NEXT if number else _ACROSS_FIRST
            edges.append(end * 900)
            flags.append(down | across)
            found += _cell([""] if number or slot.above else slot.lines, habits, draw)
    definition = docs.cells(edges, flags)
    return [*found, docs.P("", "\x07", docs.IN_TABLE + docs.ROW_END + definition)]


def _cell(lines: list[str], habits: Collection[str], draw: Random) -> list[docs.P]:
    if "breaks" in habits:
        lines = ["\v".join(lines)]
    found = [_paragraph(line, habits, draw) for line in lines]
    for paragraph in found:
        paragraph.changes = docs.IN_TABLE
    found[-1].mark = "\x07"
    return found


def xls(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as XLS, paragraphs in the first column."""
    return _Book(habits, draw).file(document)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _string(text: str) -> bytes:
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


class _Book:
    def __init__(self, habits: Collection[str], draw: Random) -> None:
        self.habits, self.draw = habits, draw
        self.strings: dict[str, int] = {}

    def file(self, document: Document) -> bytes:
        sheets = [
            self.sheet(blocks) for blocks in sheets_of(document, many="sheets" in self.habits)
        ]
        names = [f"表{number}" for number in range(1, len(sheets) + 1)]
        size = sum(4 + 8 + 2 * len(name) for name in names)
        head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x2775, 1997, 0, 6))
        head += _record(0x42, struct.pack("<H", 1200))
        lines = 0 if "no_borders" in self.habits else 0x1111
        for border in (0, lines):
            head += _record(0xE0, struct.pack("<HHH4xI6x", 0, 0, 1, border))
        tail = self.shared() + _record(0x0A, b"")
        at = len(head) + size + len(tail)
        for name, sheet in zip(names, sheets, strict=True):
            shown = struct.pack("<IHBB", at, 0, len(name), 1) + name.encode("utf-16-le")
            head += _record(0x85, shown)
            at += len(sheet)
        book = head + tail + b"".join(sheets)
        about = docs.summary(title_of(document), "王")
        return docs.container({"Workbook": book, "\x05SummaryInformation": about})

    def shared(self) -> bytes:
        """The strings of the book, in as many records as they take."""
        count = len(self.strings)
        parts = [struct.pack("<II", count, count)]
        for text in self.strings:
            string = _string(text)
            if len(parts[-1]) + len(string) > _LONGEST:
                parts.append(b"")
            parts[-1] += string
        return b"".join(_record(0x3C if n else 0xFC, part) for n, part in enumerate(parts))

    def sheet(self, blocks: Sequence[str | Table]) -> bytes:
        out = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x2775, 1997, 0, 6))]
        out.append(_record(0x200, struct.pack("<IIHHH", 0, 65535, 0, 255, 0)))
        merged: list[bytes] = []
        top = 0
        for block in blocks:
            if isinstance(block, str):
                out.append(self.cell(top, 0, block, 0))
                top += 1
                continue
            for at, row in enumerate(rows_of(block), top):
                for slot in row:
                    out += self.places(at, slot)
            for c in block.cells:
                last = top + c.row + c.row_span - 1, c.column + c.column_span - 1
                if last != (top + c.row, c.column):
                    merged.append(struct.pack("<4H", top + c.row, last[0], c.column, last[1]))
            top += block.n_rows
        for first in range(0, len(merged), _MOST_MERGED):
            some = merged[first : first + _MOST_MERGED]
            out.append(_record(0xE5, struct.pack("<H", len(some)) + b"".join(some)))
        return b"".join([*out, _record(0x0A, b"")])

    def places(self, row: int, slot: Slot) -> Iterator[bytes]:
        first = slot.cell.column
        for column in range(first, first + slot.cell.column_span):
            text = "" if slot.above or column > first else slot.cell.text
            stale = column > first or slot.above
            if stale and "stale" in self.habits and self.draw.random() < 0.3:
                text = "97"
            yield self.cell(row, column, text)

    def cell(self, row: int, column: int, text: str, style: int = 1) -> bytes:
        place = struct.pack("<HHH", row, column, style)
        if not text:
            return _record(0x201, place)
        if not is_number(text) or "texts" in self.habits:
            number = self.strings.setdefault(text, len(self.strings))
            return _record(0xFD, place + struct.pack("<I", number))
        if "formulas" in self.habits and self.draw.random() < 0.3:
            value = struct.pack("<dHIH3s", float(text), 0, 0, 3, b"\x1e\x61\x00")
            return _record(0x06, place + value)
        if "short_numbers" in self.habits and text.isdigit() and int(text) < 1 << 29:
            return _record(0x27E, place + struct.pack("<i", int(text) << 2 | 2))
        return _record(0x203, place + struct.pack("<d", float(text)))
