"""The parts of the text of an old Word file to paragraphs and grids."""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from govinfo.model import Limits
from govinfo.read.flow import Flow
from govinfo.read.msdoc.fonts import font_names
from govinfo.read.msdoc.lists import read_lists
from govinfo.read.msdoc.pieces import Piece, read_pieces
from govinfo.read.msdoc.runs import character_runs, paragraph_runs, runs_in
from govinfo.read.msdoc.shown import Shown
from govinfo.read.msdoc.sprms import (
    HIDDEN,
    Look,
    Shape,
    changes_in,
    look_of,
    paragraph_changes,
    shape_of,
)
from govinfo.read.msdoc.streams import Streams
from govinfo.read.msdoc.styles import read_styles
from govinfo.read.ole import damaged
from govinfo.read.page import Grid
from govinfo.read.word.lists import joined

_STYLES = 1
_MARK = re.compile("[\r\x07\x0c]")
_CELL, _PAGE = "\x07", "\x0c"
_NOTE = "\x02"


class Story:
    """The text of a file, ready to be read part by part.

    Raises
    ------
    RefusalError
        If what the file says of its text does not make sense.
    """

    def __init__(self, streams: Streams, limits: Limits, warnings: dict[str, None]) -> None:
        self._streams = streams
        self._limits = limits
        self._warnings = warnings
        self._styles = read_styles(streams.structure(_STYLES))
        self._lists = read_lists(streams, warnings)
        text, pieces = read_pieces(streams)
        self._shown = Shown(text, self._looks(pieces))
        shapes = list(self._shapes(pieces))
        self._starts = [start for start, _, _, _ in shapes]
        self._shaped = shapes

    def blocks(self) -> list[str | Grid]:
        """The main text, footnotes, endnotes and text boxes; headers and comments are left out."""
        of = self._streams.lengths
        notes = of.main
        endnotes = notes + of.footnotes + of.headers + of.macros + of.comments
        boxes = endnotes + of.endnotes
        end = len(self._shown.text)
        if of.main > end:
            raise damaged("its text is cut off")
        found = self._part(0, of.main)
        found += self._part(notes, notes + of.footnotes)
        found += self._part(endnotes, endnotes + of.endnotes)
        found += self._part(boxes, boxes + of.boxes)
        unknown = ", ".join(sorted(self._lists.unknown))
        if unknown:
            self._warnings[f"numbering: numbers of lists are left out ({unknown})"] = None
        return found

    def _looks(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, Look]]:
        known: dict[tuple[bytes, bytes], Look] = {}
        fonts = font_names(self._streams)
        for start, end, piece, properties in runs_in(pieces, character_runs(self._streams)):
            key = properties, piece.changes
            if key not in known:
                known[key] = look_of(properties + piece.changes, self._styles.looks, fonts)
            look = known[key]
            if look.bits or look.symbol:
                yield start, end, look

    def _shapes(self, pieces: Sequence[Piece]) -> Iterator[tuple[int, int, Shape, bool]]:
        """First character, the one after the last, their paragraph, and whether it is hidden."""
        known: dict[tuple[bytes, bytes], tuple[Shape, bool]] = {}
        for start, end, piece, properties in runs_in(pieces, paragraph_runs(self._streams)):
            key = properties, piece.changes
            if key not in known:
                known[key] = self._shape(properties, piece.changes)
            yield start, end, *known[key]

    def _shape(self, properties: bytes, changes: bytes) -> tuple[Shape, bool]:
        style = struct.unpack_from("<H", properties)[0] if len(properties) >= 2 else 0
        base = self._styles.shapes.get(style, Shape())
        all_changes = paragraph_changes(properties[2:], self._streams.data)
        all_changes += changes_in(changes)
        hidden = self._styles.looks.get(style, Look()).bits & HIDDEN
        return shape_of(all_changes, base), bool(hidden)

    def _part(self, start: int, end: int) -> list[str | Grid]:
        flow = Flow(self._limits, self._warnings)
        start_of_part = start
        text = self._shown.text
        end = min(end, len(text))
        carried = ""
        for match in _MARK.finditer(text, start, end):
            at = match.start()
            number = bisect_right(self._starts, at) - 1
            _, shape_end, shape, hidden = self._shaped[number]
            if match[0] == _PAGE and shape_end != at + 1:
                continue  # a new page within a paragraph
            line = self._shown.between(start, at, hidden=hidden).lstrip(_NOTE)
            start = at + 1
            carried = self._end(flow, match[0], at, shape, carried, line)
        if start < end or carried:
            flow.paragraph(carried + self._shown.between(start, end), 0)
        blocks = flow.finish()
        if start_of_part and blocks and not blocks[-1]:
            blocks.pop()  # every part but the first ends with a mark of its own
        return blocks

    def _end(self, flow: Flow, mark: str, at: int, shape: Shape, carried: str, line: str) -> str:
        """End a paragraph; what is carried over to the next one is given back."""
        gone = self._shown.is_gone(at)
        depth = 1 if mark == _CELL and shape.depth else shape.depth
        if depth and shape.row_end and (mark == _CELL) == (depth == 1):
            if carried or line.strip():
                flow.paragraph(carried + line, depth)
            flow.row(shape.boxes, depth, deleted=gone)
            return ""
        ends_cell = depth > 0 and (mark == _CELL or (shape.cell_end and depth > 1))
        if gone and not ends_cell:
            return carried + line
        text = carried + line
        if not text.strip() and not ends_cell and self._shown.is_hidden(at):
            return ""
        if shape.list:
            text = joined(self._lists.label(str(shape.list), shape.level), text)
        if ends_cell:
            flow.cell(text, depth)
        else:
            flow.paragraph(text, depth)
        return ""
