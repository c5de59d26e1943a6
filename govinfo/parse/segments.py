"""What stands between two labels of running text: cells, and perhaps a stranger.

Line breaks, tabs and pipes part cells for certain; spaces part cells only where
nothing else does. Two numbers in one line of a table with one cell per line are one
torn cell, not two cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from govinfo.parse.cells import read_number
from govinfo.parse.labels import has_han

_GAP = r"[ \t\xa0\f]*"  # a page of a PDF begins with a form feed
_PAGE_MARK = re.compile(
    rf"(?m)^{_GAP}(?:[-–—]{{1,2}}{_GAP}\d{{1,3}}{_GAP}[-–—]{{1,2}}"
    rf"|第\d{{1,3}}页(?:共\d{{1,3}}页)?){_GAP}$"
)
_PIECE = re.compile(r"[^\s|｜]+")
_CELL = re.compile(r"[^\n\t|｜]+")
# 0000000四、政府…: a run of digits, then the number of a heading.
_RUN_THEN_NUMBER = re.compile(
    r"(\d[\d.,+-]*(?:万元|元|件)?)(?=[（(]?[一二三四五六七八九十]{1,3}[、.．,，）)])"
)


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
    words: tuple[Piece, ...]
    foreign: tuple[Piece, ...]

    @property
    def stranger(self) -> str:
        """The words, as one."""
        return "".join(piece.text for piece in self.words)

    @property
    def has_digits(self) -> bool:
        """Whether digits stand among or behind the words."""
        return bool(self.foreign) or any(map(str.isdigit, self.stranger))

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
        if self.fields:
            row = self.fields
            # Pipes of spanned cells stand before the first and behind the last value.
            while len(row) > n and not row[-1].text.strip():
                row = row[:-1]
            while len(row) > n and not row[0].text.strip():
                row = row[1:]
            if len(row) != n or not row[0].text.strip() or not row[-1].text.strip():
                return None
        else:
            # A single line: spaces part its cells.
            row = self.cells if len(self.cells) > 1 else self.pieces
            if len(row) != n:
                return None
        return row if all(map(whole, row)) else None

    def is_plain(self, n: int) -> bool:
        """Whether the row came as exactly ``n`` filled cells, evenly spaced."""
        row = self.row(n)
        if row is None or not all(piece.text.strip() for piece in row):
            return False
        exact = not any(field.text.strip() for field in self.fields) or len(self.fields) == n
        return (exact and self.even) or n == 1

    @property
    def one_line(self) -> bool:
        """Whether nothing but spaces parts the values."""
        return len(self.cells) == 1


def whole(piece: Piece) -> bool:
    """Whether a piece is one cell's print, not a run of several cells' digits."""
    return any(read_number(piece.text, kind).status != "unreadable" for kind in ("change", "money"))


def segment(text: str, start: int, end: int) -> Segment:
    """Take apart what stands between two places of the folded text.

    Digits before other words on a line are the words' own (9、属于…, 2023年…), unless the
    words begin with the number of a heading or row glued to a run of digits.
    """
    marks = [match.span() for match in _PAGE_MARK.finditer(text, start, end)]
    raw = text[start:end]
    for first, last in marks:
        raw = raw[: first - start] + " " * (last - first) + raw[last - start :]
    pieces: list[Piece] = []
    foreign: list[Piece] = []
    strangers: list[Piece] = []
    stop = len(raw)
    followed = False
    for number, cell in enumerate(_CELL.finditer(raw)):
        found, words = _split_cell(cell[0], start + cell.start())
        if strangers:
            foreign += found
        elif not words or number == 0:
            pieces += found
            followed = bool(words and found)
        if words:
            if not strangers:
                stop = found[-1].end - start if found and number == 0 else cell.start()
            strangers += words
    settled = _settled(raw[:stop], start, tuple(pieces), tuple(strangers), tuple(foreign), marks)
    return replace(settled, even=settled.even and not followed)


def _split_cell(printed: str, start: int) -> tuple[list[Piece], list[Piece]]:
    """The values of a cell, and its words from the first on."""
    found: list[Piece] = []
    words: list[Piece] = []
    for match in _PIECE.finditer(printed):
        piece = Piece(match[0], start + match.start(), start + match.end())
        if not words and (whole(piece) or not _has_words(piece.text)):
            found.append(piece)
            continue
        glued = None if words else _RUN_THEN_NUMBER.match(piece.text)
        if glued:
            found.append(Piece(glued[1], piece.start, piece.start + len(glued[1])))
            piece = Piece(piece.text[len(glued[1]) :], found[-1].end, piece.end)
        if words or has_han(piece.text):
            words.append(piece)
    return found, words


def values_only(pieces: Sequence[Piece], text: str) -> Segment:
    """A segment of pieces that stood behind a stranger in ``text``."""
    begin, end = pieces[0].start, pieces[-1].end
    return replace(_settled(text[begin:end], begin, tuple(pieces), (), (), ()), fields=())


def _settled(
    raw: str,
    start: int,
    pieces: tuple[Piece, ...],
    words: tuple[Piece, ...],
    foreign: tuple[Piece, ...],
    marks: Sequence[tuple[int, int]],
) -> Segment:
    cells = tuple(
        Piece(match[0].strip(), start + match.start(), start + match.end())
        for match in _CELL.finditer(raw)
        if _is_value(match[0])
    )
    gaps = {
        raw.count("\n", one.end - start, other.start - start)
        for one, other in pairwise(cells)
        if not any(one.end <= first < other.start for first, _ in marks)
    }
    return Segment(pieces, cells, _fields(raw, start), len(gaps) <= 1, words, foreign)


def _is_value(printed: str) -> bool:
    """Whether a cell holds a value, not a stray mark of punctuation."""
    digits = any(character.isdigit() for character in printed)
    return digits or read_number(printed).status not in ("blank", "unreadable")


def _has_words(printed: str) -> bool:
    return has_han(printed) or not any(character.isdigit() for character in printed)


def _fields(raw: str, start: int) -> tuple[Piece, ...]:
    """The cells of a row's line by tabs or pipes, blank ones too.

    The row's line is the label's own; where nothing stands behind the label, the next
    one that holds several cells.
    """
    here = 0
    for number, line in enumerate(raw.split("\n")):
        mark = "\t" if "\t" in line else "|" if "|" in line else ""
        fields = _split(line, mark, start + here) if mark else []
        here += len(line) + 1
        if number == 0 and fields:
            fields = fields[1:]  # between the label and the first mark
        elif mark == "|" and line.lstrip().startswith("|"):
            fields = fields[1:]
        if mark == "|" and line.rstrip().endswith("|"):
            fields = fields[:-1]
        filled = sum(bool(field.text.strip()) for field in fields)
        # A blank field behind the label is the row's own cell, not the next line's.
        if filled > 1 or (number == 0 and (filled or (mark == "|" and fields))):
            return tuple(fields)
        if line.strip(" \t|"):
            return ()
    return ()


def _split(line: str, mark: str, start: int) -> list[Piece]:
    found: list[Piece] = []
    for text in line.split(mark):
        first = start + len(text) - len(text.lstrip())
        found.append(Piece(text.strip(), first, first + len(text.strip())))
        start += len(text) + 1
    return found
