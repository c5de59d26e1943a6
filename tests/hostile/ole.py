"""Old Office containers, written by hand."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ROOT, _STREAM = 5, 2
_LEAST = 4096  # bytes below which a stream would lie in the small sectors


def ole(streams: Mapping[str, bytes], *, loop: bool = False) -> bytes:
    """A container of named streams.

    Parameters
    ----------
    streams : mapping of str to bytes
        Each is filled up to the size from which it has sectors of its own.
    loop : bool
        Let the chain of every stream end in its own beginning.
    """
    names = list(streams)
    bodies = [_filled(streams[name]) for name in names]
    entries = len(names) + 1
    n_directory = -(-entries * 128 // SECTOR)
    n_body = sum(len(body) // SECTOR for body in bodies)
    n_fat = 1
    while n_fat * SECTOR // 4 < n_fat + n_directory + n_body:
        n_fat += 1
    fat = [_FAT] * n_fat
    fat += _chain(n_fat, n_directory, loop=False)
    starts = []
    for body in bodies:
        starts.append(len(fat))
        fat += _chain(len(fat), len(body) // SECTOR, loop=loop)
    fat += [_FREE] * (n_fat * SECTOR // 4 - len(fat))
    directory = _entry("Root Entry", _ROOT, _END, 0, child=1 if names else _FREE)
    for number, (name, body, start) in enumerate(zip(names, bodies, starts, strict=True), start=1):
        right = number + 1 if number < len(names) else _FREE
        directory += _entry(name, _STREAM, start, len(body), right=right)
    directory = directory.ljust(n_directory * SECTOR, b"\0")
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b""),
        *(0, n_fat, n_fat, 0, _LEAST, _END, 0, _END, 0, 0),
    )[:-4]
    head += struct.pack("<109I", *range(n_fat), *[_FREE] * (109 - n_fat))
    return head + struct.pack(f"<{len(fat)}I", *fat) + directory + b"".join(bodies)


def _chain(start: int, sectors: int, *, loop: bool) -> list[int]:
    return [*range(start + 1, start + sectors), start if loop else _END]


def _filled(body: bytes) -> bytes:
    size = max(_LEAST, -(-len(body) // SECTOR) * SECTOR)
    return body.ljust(size, b"\0")


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE
) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        *(wide, len(wide), kind, 1, _FREE, right, child, b"", 0, 0, 0, start, size),
    )


def doc(text: str, *, pieces: list[tuple[int, int, int]] | None = None) -> bytes:
    """A Word 97 file: its text in one piece of two bytes a character.

    Parameters
    ----------
    text : str
        With the marks of Word: CR ends a paragraph, BEL a cell.
    pieces : list of (int, int, int), optional
        A piece table of one's own: first character, end, place in the file.
    """
    start = 1024
    body = text.encode("utf-16-le")
    pieces = pieces if pieces is not None else [(0, len(text), start)]
    bounds = [first for first, _, _ in pieces] + [pieces[-1][1]]
    table = struct.pack(f"<{len(bounds)}I", *[bound & 0xFFFFFFFF for bound in bounds])
    for _, _, place in pieces:
        table += struct.pack("<HIH", 0, place & 0xFFFFFFFF, 0)
    clx = b"\x02" + struct.pack("<I", len(table)) + table
    fib = bytearray(start)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 10, 0x0200)  # the table stream is 1Table
    struct.pack_into("<II", fib, 24, start, start + len(body))
    struct.pack_into("<H", fib, 32, 14)
    struct.pack_into("<H", fib, 62, 22)
    struct.pack_into("<i", fib, 64, start + len(body))
    struct.pack_into("<i", fib, 76, len(text))
    struct.pack_into("<H", fib, 152, 93)
    struct.pack_into("<II", fib, 154 + 33 * 8, 0, len(clx))
    return ole({"WordDocument": bytes(fib) + body, "1Table": clx})


def xls(rows: list[list[str]], *, more: bytes = b"") -> bytes:
    """A workbook of Excel 97 with one sheet of texts."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 6))
    end = record(0x000A, b"")
    name = "表".encode("utf-16-le")
    place = len(start) + 4 + 8 + len(name) + len(end)
    sheet = record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 1) + name)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 6))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            wide = text.encode("utf-16-le")
            body += record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + wide)
    return ole({"Workbook": start + sheet + end + body + more + end})
