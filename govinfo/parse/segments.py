"""What stands between two labels of running text: cells, and perhaps a stranger.

Line breaks, tabs and pipes part cells for certain; spaces part cells only where
nothing else does. Two numbers in one line of a table with one cell per line are one
torn cell, not two cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govinfo.parse.cells import read_number
from govinfo.parse.labels import has_han

_GAP = r"[ \t\xa0]*"
_PAGE_MARK = re.compile(
    rf"(?m)^{_GAP}(?:[-–—]{{1,2}}{_GAP}\d{{1,3}}{_GAP}[-–—]{{1,2}}"
    rf"|第\d{{1,3}}页(?:共\d{{1,3}}页)?){_GAP}$"
)
_PIECE = re.compile(r"[^\s|｜]+")
_CELL = re.compile(r"[^\n\t|｜]+")
_VALUE_THEN_TEXT = re.compile(r"((?:[\d.,+-]+(?:万元|元|件)?)?)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A value in the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Values, then perhaps a stranger with values of its own.

    ``pieces`` are parted by any space, ``cells`` by line breaks, tabs and pipes alone.
    ``fields`` are the cells of the label's own line where tabs or pipes mark them,
    blanks included; empty where they don't. ``even`` tells that the same number of
    line breaks stands between all cells.
    """

    pieces: tuple[Piece, ...]
    cells: tuple[Piece, ...]
    fields: tuple[Piece, ...]
    even: bool
    stranger: str
    foreign: tuple[Piece, ...]

    @property
    def runs(self) -> list[str]:
        """The prints of the values."""
        return [piece.text for piece in self.pieces]

    @property
    def run(self) -> str:
        """The values as one print."""
        return " ".join(self.runs)

    def row(self, n: int) -> tuple[Piece, ...] | None:
        """The ``n`` cells of a full row, or None.

        Blank fields count only where the first and the last field are filled; the
        caller proves such a row by its sum.
        """
        marked = [field for field in self.fields if field.text.strip()]
        if len(marked) > 1 or (n == 1 and marked):
            row = self.fields
            # Pipes of spanned cells go on behind the last value.
            while len(row) > n and not row[-1].text.strip():
                row = row[:-1]
            if len(row) != n or not row[0].text.strip() or not row[-1].text.strip():
                return None
        else:
            # A single line: spaces part its cells.
            row = self.cells if len(self.cells) > 1 else self.pieces
            if len(row) != n:
                return None
        return row if all(map(whole, row)) else None

    @property
    def one_line(self) -> bool:
        """Whether nothing but spaces parts the values."""
        return len(self.cells) == 1


def whole(piece: Piece) -> bool:
    """Whether a piece is one cell's print, not a run of several cells' digits."""
    return any(read_number(piece.text, kind).status != "unreadable" for kind in ("change", "money"))


def segment(text: str, start: int, end: int) -> Segment:
    """Take apart what stands between two places of the folded text."""
    raw = _PAGE_MARK.sub(lambda match: " " * len(match[0]), text[start:end])
    pieces: list[Piece] = []
    foreign: list[Piece] = []
    stranger: list[str] = []
    stop = len(raw)
    for match in _PIECE.finditer(raw):
        piece = Piece(match[0], start + match.start(), start + match.end())
        if whole(piece) or not _has_words(piece.text):
            (foreign if stranger else pieces).append(piece)
            continue
        digits, rest = _leading_value(piece.text)
        if digits and not stranger:
            pieces.append(Piece(digits, piece.start, piece.start + len(digits)))
        if has_han(rest):
            if not stranger:
                stop = match.start() + len(digits)
            stranger.append(rest)
    return _settled(raw[:stop], start, tuple(pieces), "".join(stranger), tuple(foreign))


def values_only(pieces: Sequence[Piece], text: str) -> Segment:
    """A segment of pieces that stood behind a stranger in ``text``."""
    begin, end = pieces[0].start, pieces[-1].end
    return _settled(text[begin:end], begin, tuple(pieces), "", (), fields=False)


def _settled(
    raw: str,
    start: int,
    pieces: tuple[Piece, ...],
    stranger: str,
    foreign: tuple[Piece, ...],
    *,
    fields: bool = True,
) -> Segment:
    cells = tuple(
        Piece(match[0].strip(), start + match.start(), start + match.end())
        for match in _CELL.finditer(raw)
        if _is_value(match[0])
    )
    gaps = {raw.count("\n", one.end - start, other.start - start) for one, other in pairwise(cells)}
    marked = _fields(raw, start) if fields else ()
    return Segment(pieces, cells, marked, len(gaps) <= 1, stranger, foreign)


def _is_value(printed: str) -> bool:
    """Whether a cell holds a value, not a stray mark of punctuation."""
    digits = any(character.isdigit() for character in printed)
    return digits or read_number(printed).status not in ("blank", "unreadable")


def _has_words(printed: str) -> bool:
    return has_han(printed) or not any(character.isdigit() for character in printed)


def _leading_value(printed: str) -> tuple[str, str]:
    """``0000000四、政府`` is a run of digits and the text that follows it."""
    match = _VALUE_THEN_TEXT.fullmatch(printed)
    return (match[1], match[2]) if match else ("", printed)


def _fields(raw: str, start: int) -> tuple[Piece, ...]:
    """The cells behind a label on its own line, by tabs or pipes, blank ones too."""
    line = raw.split("\n", 1)[0]
    mark = "\t" if "\t" in line else "|" if "|" in line else ""
    if not mark:
        return ()
    found: list[Piece] = []
    here = 0
    for text in line.split(mark):
        found.append(Piece(text, start + here, start + here + len(text)))
        here += len(text) + 1
    found = found[1:]  # between the label and the first mark
    if found and mark == "|" and line.rstrip().endswith("|"):
        found = found[:-1]
    return tuple(found)
