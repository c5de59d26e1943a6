"""Which properties hold where: the pages of runs of an old Word file."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

from govinfo.read.msdoc.pieces import Piece
from govinfo.read.msdoc.streams import Streams
from govinfo.read.ole import damaged

_CHARACTERS, _PARAGRAPHS = 12, 13
_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_CHARACTER_ENTRY, _PARAGRAPH_ENTRY = 1, 13

#: First byte of a run in the stream, the byte after its last, and its properties.
Run = tuple[int, int, bytes]


def character_runs(streams: Streams) -> list[Run]:
    """The runs of characters, with their changes."""
    return [*_runs(streams, _CHARACTERS, _CHARACTER_ENTRY, _of_characters)]


def paragraph_runs(streams: Streams) -> list[Run]:
    """The paragraphs: two bytes for the number of the style, then the changes."""
    return [*_runs(streams, _PARAGRAPHS, _PARAGRAPH_ENTRY, _of_paragraph)]


def _runs(
    streams: Streams, index: int, entry: int, properties: Callable[[bytes, int], bytes]
) -> Iterator[Run]:
    """The runs of all pages in the order of the stream, none over another.

    Raises
    ------
    RefusalError
        If the table of pages does not make sense.
    """
    table = streams.structure(index)
    n_pages = (len(table) - 4) // 8
    if n_pages < 1:
        return
    if n_pages > len(streams.word) // _PAGE:
        raise damaged("it has more pages of properties than bytes")
    numbers = struct.unpack_from(f"<{n_pages}I", table, 4 * (n_pages + 1))
    end = 0
    for number in numbers:
        at = (number & _PAGE_NUMBER) * _PAGE
        page = streams.word[at : at + _PAGE]
        if len(page) < _PAGE:
            raise damaged("a page of properties is cut off")
        count = page[-1]
        if 4 * (count + 1) + entry * count >= _PAGE:
            raise damaged("a page of properties is overfull")
        edges = struct.unpack_from(f"<{count + 1}I", page)
        places = page[4 * (count + 1) : 4 * (count + 1) + entry * count : entry]
        for start, after, place in zip(edges, edges[1:], places, strict=False):
            start = max(start, end)
            if start < after:
                yield start, after, properties(page, 2 * place) if place else b""
                end = after


def _of_characters(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def _of_paragraph(page: bytes, at: int) -> bytes:
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def runs_in(
    pieces: Sequence[Piece], runs: Sequence[Run]
) -> Iterator[tuple[int, int, Piece, bytes]]:
    """The runs of each piece, counted in characters of the text.

    Yields
    ------
    tuple of (int, int, Piece, bytes)
        First character, the one after the last, the piece, and the properties; in the
        order of the text, without gaps.
    """
    starts = [start for start, _, _ in runs]
    for piece in pieces:
        width, offset = piece.width, piece.offset
        at, end = piece.start, piece.end
        number = max(bisect_right(starts, offset) - 1, 0)
        while at < end and number < len(runs):
            start, after, properties = runs[number]
            first = max((start - offset + width - 1) // width + piece.start, at)
            last = min((after - offset + width - 1) // width + piece.start, end)
            if first >= end:
                break
            if first > at:
                yield at, first, piece, b""
                at = first
            if last > at:
                yield at, last, piece, properties
                at = last
            number += 1
        if at < end:
            yield at, end, piece, b""
