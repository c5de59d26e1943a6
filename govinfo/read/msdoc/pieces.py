"""The text of an old Word file, put together from its pieces."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from govinfo.read.msdoc.streams import Streams
from govinfo.read.ole import damaged

_CLX = 33
_PROPERTIES, _PIECES = 1, 2
_COMPRESSED = 0x40000000
_OFFSET = 0x3FFFFFFF

# What one byte a character means where it is not Latin-1: the code page 1252.
_BYTES = range(0x80, 0xA0)
_WESTERN = {
    byte: bytes([byte]).decode("cp1252") for byte in _BYTES if byte not in b"\x81\x8d\x8f\x90\x9d"
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text.

    ``start`` and ``end`` count characters of the text; ``offset`` is the place of its
    first byte in the stream and ``width`` the bytes of a character. ``changes`` are the
    properties that the piece itself gives to what stands in it.
    """

    start: int
    end: int
    offset: int
    width: int
    changes: bytes


def read_pieces(streams: Streams) -> tuple[str, list[Piece]]:
    """Put the text together.

    Returns
    -------
    text : str
        One character per 16 bits, so that halves of rare characters stand by themselves.
    pieces : list of Piece
        In the order of the text.

    Raises
    ------
    RefusalError
        If the pieces do not fit one another or the stream.
    """
    table, grpprls = _piece_table(streams.structure(_CLX))
    n_pieces = (len(table) - 4) // 12
    if n_pieces < 1:
        raise damaged("it has no text")
    ends = struct.unpack_from(f"<{n_pieces + 1}I", table)
    pieces: list[Piece] = []
    texts: list[str] = []
    used = 0
    for number in range(n_pieces):
        start, end = ends[number], ends[number + 1]
        place, modifier = struct.unpack_from("<2xIH", table, 4 * (n_pieces + 1) + 8 * number)
        compressed = bool(place & _COMPRESSED)
        width = 1 if compressed else 2
        offset = (place & _OFFSET) // 2 if compressed else place & _OFFSET
        size = (end - start) * width
        used += size
        if start > end or offset + size > len(streams.word):
            raise damaged("a piece of its text is not where it should be")
        if used > len(streams.word):
            raise damaged("the pieces of its text overlap")
        raw = streams.word[offset : offset + size]
        texts.append(_western(raw) if compressed else _wide(raw))
        pieces.append(Piece(start, end, offset, width, _changes(modifier, grpprls)))
    if ends[0]:
        raise damaged("its text has no beginning")
    return "".join(texts), pieces


def _piece_table(clx: bytes) -> tuple[bytes, list[bytes]]:
    """The piece table, and the lists of properties that pieces refer to."""
    grpprls: list[bytes] = []
    at = 0
    while at + 3 <= len(clx) and clx[at] == _PROPERTIES:
        (size,) = struct.unpack_from("<H", clx, at + 1)
        grpprls.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at + 5 > len(clx) or clx[at] != _PIECES:
        raise damaged("it has no piece table")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    if at + 5 + size > len(clx):
        raise damaged("its piece table is cut off")
    return clx[at + 5 : at + 5 + size], grpprls


def _western(raw: bytes) -> str:
    return raw.decode("latin-1").translate(_WESTERN)


def _wide(raw: bytes) -> str:
    text = raw.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) < len(raw):
        # A character of 32 bits counts twice here.
        return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
    return text


def _changes(modifier: int, grpprls: list[bytes]) -> bytes:
    """The properties that a piece gives to what stands in it ([MS-DOC] Prm)."""
    if modifier & 1:
        number = modifier >> 1
        return grpprls[number] if number < len(grpprls) else b""
    sprm = _SHORT.get(modifier >> 1 & 0x7F)
    return b"" if sprm is None else struct.pack("<HB", sprm, modifier >> 8)


#: The properties that matter here among those that a piece can name in seven bits.
_SHORT = {
    0x0C: 0x260A,  # level in a list
    0x18: 0x2416,  # in a table
    0x19: 0x2417,  # end of a row
    0x41: 0x0800,  # deleted, as a tracked change
    0x53: 0x2A33,  # plain
    0x57: 0x0837,  # struck through
    0x5C: 0x083C,  # hidden
    0x68: 0x2A48,  # raised or lowered
    0x73: 0x2A53,  # struck through twice
}
