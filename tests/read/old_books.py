"""Workbooks of Excel 97, written by hand."""

from __future__ import annotations

import struct

from hostile.ole import ole

#: Fonts beside the plain ones, by the numbers that runs of strings give them.
RAISED, STRUCK = 5, 6


class Rich(str):
    """A string with runs: where in it which font begins."""

    __slots__ = ("runs",)

    def __new__(cls, text, *runs):
        made = super().__new__(cls, text)
        made.runs = runs
        return made


def record(kind, *bodies):
    """A record, and those that continue it."""
    kinds = [kind, *[0x3C] * (len(bodies) - 1)]
    return b"".join(
        struct.pack("<HH", each, len(body)) + body for each, body in zip(kinds, bodies, strict=True)
    )


def begin(kind, version=0x600):
    """The record that begins what all sheets share (5) or a sheet (16)."""
    return record(0x809, struct.pack("<HHHHII", version, kind, 0, 0, 0, 6))


END = record(0x0A, b"")


def wide(text, size="H"):
    """A string of BIFF 8, two bytes a character."""
    runs = getattr(text, "runs", ())
    head = struct.pack(f"<{size}B", len(text), 1 | 8 * bool(runs))
    head += struct.pack("<H", len(runs)) if runs else b""
    return head + text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)


def xls(*sheets, formats=(), style=None, more=b"", shared=None):
    """A workbook of Excel 97; ``more`` are records within its sheets, ``shared`` before them."""
    strings = list(dict.fromkeys(
        value for sheet in sheets for value in sheet.cells.values() if isinstance(value, str)
    ))  # fmt: skip
    fonts = [(0, 0)] * 4 + [(0, 1), (8, 0)]
    head = begin(5)
    head += b"".join(record(0x31, struct.pack("<5H", 200, f, 0, 400, s)) for f, s in fonts)
    head += b"".join(
        record(0x41E, struct.pack("<H", 164 + i) + wide(code)) for i, code in enumerate(formats)
    )
    numbers = [0, *range(164, 164 + len(formats))]
    for lines in (0, 0x1111):
        head += b"".join(
            record(0xE0, struct.pack("<HH6xH8x", 0, number, lines)) for number in numbers
        )
    if shared is None:
        table = struct.pack("<II", len(strings), len(strings)) + b"".join(map(wide, strings))
        shared = b"".join(_in_pieces(table))
    bodies = [_records(sheet, strings, len(numbers), style or {}) + more for sheet in sheets]
    names = [wide(sheet.name, "B") for sheet in sheets]
    place = len(head) + len(shared) + len(END) + sum(4 + 6 + len(name) for name in names)
    listed = b""
    for sheet, name, body in zip(sheets, names, bodies, strict=True):
        state = sheet.state != "visible"
        listed += record(0x85, struct.pack("<IBB", place, state, 0) + name)
        place += len(begin(16)) + len(body) + len(END)
    parts = (begin(16) + body + END for body in bodies)
    return ole({"Workbook": head + listed + shared + END + b"".join(parts)})


def _in_pieces(table):
    """The table of shared strings, cut where the next string begins."""
    yield record(0xFC, table) if len(table) < _LONGEST else _cut(table)


_LONGEST = 8224


def _cut(table):
    pieces, at = [], 8
    start = 0
    while at < len(table):
        count, flags = struct.unpack_from("<HB", table, at)
        runs = struct.unpack_from("<H", table, at + 3)[0] if flags & 8 else 0
        size = 3 + 2 * bool(flags & 8) + 2 * count + 4 * runs
        if at + size - start > _LONGEST:
            pieces.append(table[start:at])
            start = at
        at += size
    return record(0xFC, *pieces, table[start:])


def _records(sheet, strings, n_styles, style):
    found = b""
    for row in sorted({row for row, _ in {*sheet.cells, *sheet.boxed}}):
        hidden = 0x20 * (row in sheet.hidden_rows)
        found += record(0x208, struct.pack("<HHHHHHHH", row, 0, 256, 300, 0, 0, hidden, 0))
    for column in sheet.hidden_columns:
        found += record(0x7D, struct.pack("<6H", column, column, 2000, 0, 1, 0))
    for at in sorted({*sheet.cells, *sheet.boxed}):
        number = style.get(at, -1) + 1 + n_styles * (at in sheet.boxed)
        value = sheet.cells.get(at)
        head = struct.pack("<HHH", *at, number)
        if value is None:
            found += record(0x201, head)
        elif isinstance(value, str):
            found += record(0xFD, head + struct.pack("<I", strings.index(value)))
        else:
            found += record(0x203, head + struct.pack("<d", value))
    areas = b"".join(
        struct.pack("<4H", top, bottom, left, right) for top, left, bottom, right in sheet.merges
    )
    return found + (record(0xE5, struct.pack("<H", len(sheet.merges)) + areas) if areas else b"")
