"""The streams of an old Word file and the head that tells where its parts lie."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from govinfo.read.content import RefusalError
from govinfo.read.ole import damaged, open_container

_MAGIC = 0xA5EC
_OLD_MAGICS = (0xA5DC, 0xA5DB, 0xA59B, 0xA699, 0xA697)
_FIRST_OF_97 = 0xC0
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_BASE = 32
_LEAST_COUNTS = 11


class OldWordError(RefusalError):
    """The file was made before Word 97."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Characters in each part of the text, in their order."""

    main: int
    footnotes: int
    headers: int
    macros: int
    comments: int
    endnotes: int
    boxes: int
    header_boxes: int


@dataclass(frozen=True, slots=True)
class Streams:
    """An old Word file, opened.

    ``places`` are start and length of each structure in the table stream, in the order of
    [MS-DOC] FibRgFcLcb97. ``embedded`` tells that other documents are embedded.
    """

    word: bytes
    table: bytes
    data: bytes
    lengths: Lengths
    places: tuple[tuple[int, int], ...]
    metadata: tuple[tuple[str, str], ...]
    embedded: bool

    def structure(self, index: int) -> bytes:
        """The bytes of a structure; none where the file lacks it.

        Raises
        ------
        RefusalError
            If they lie outside the table stream.
        """
        start, length = self.places[index] if index < len(self.places) else (0, 0)
        if start + length > len(self.table):
            raise damaged(f"its part {index} is cut off")
        return self.table[start : start + length]

    def behind(self, index: int) -> bytes:
        """What follows a structure in the table stream."""
        start, length = self.places[index] if index < len(self.places) else (0, 0)
        return self.table[start + length :] if length else b""


def open_streams(data: bytes) -> Streams:
    """Open an old Word file.

    Raises
    ------
    RefusalError
        If it is damaged, holds no document, or is encrypted; `OldWordError` if it was
        made before Word 97.
    """
    with open_container(data) as container:
        word = container.stream("WordDocument")
        flags = _flags(word)
        table = container.stream("1Table" if flags & _TABLE_1 else "0Table")
        more = container.stream("Data") if "Data" in container else b""
        metadata = container.metadata()
        embedded = "ObjectPool" in container.names()
    return Streams(word, table, more, *_sizes(word), metadata, embedded)


def _flags(word: bytes) -> int:
    """The flags in the head of a file that can be read."""
    if len(word) < _BASE:
        raise damaged("its head is cut off")
    magic, version = struct.unpack_from("<HH", word)
    flags: int = struct.unpack_from("<H", word, 10)[0]
    if magic in _OLD_MAGICS or (magic == _MAGIC and version < _FIRST_OF_97):
        raise OldWordError("was made by Word before Word 97", "Save it as .docx first.")
    if magic != _MAGIC:
        raise damaged("it does not begin as Word files do")
    if flags & _ENCRYPTED:
        raise RefusalError("is protected by a password", "Remove the password and save it again.")
    return flags


def _sizes(word: bytes) -> tuple[Lengths, tuple[tuple[int, int], ...]]:
    try:
        (words,) = struct.unpack_from("<H", word, _BASE)
        at = _BASE + 2 + 2 * words
        (n_counts,) = struct.unpack_from("<H", word, at)
        counts = struct.unpack_from(f"<{n_counts}I", word, at + 2)
        at += 2 + 4 * n_counts
        (n_places,) = struct.unpack_from("<H", word, at)
        flat = struct.unpack_from(f"<{2 * n_places}I", word, at + 2)
    except struct.error as error:
        raise damaged("its head is cut off") from error
    if n_counts < _LEAST_COUNTS:
        raise damaged("its head is too short")
    return Lengths(*counts[3:11]), tuple(zip(flat[::2], flat[1::2], strict=True))
