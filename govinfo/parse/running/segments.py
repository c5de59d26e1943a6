"""What stands between two labels of running text: cells, and perhaps a stranger.

Line breaks, tabs and pipes part cells for certain; spaces part cells only where
nothing else does. Two numbers in one line of a table with one cell per line are one
torn cell, not two cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from govinfo.parse.cells import read_number
from govinfo.parse.labels import has_han

_PIECE = re.compile(r"[^\s|｜]+")
_CELL = re.compile(r"[^\n\t|｜]+")
_PARTED = re.compile(r"[\t|｜]")
# 5热线转办 below 1234, but neither 2.重复申请 nor 2023年.
_TORN_OFF = re.compile(r"(?![12]\d{3}年)\d+[^\d、.．,，)）]")
# 0000000四、政府…: a run of digits, then the number of a heading.
_RUN_THEN_NUMBER = re.compile(
    r"(\d[\d.,+-]*(?:万元|元|件)?)(?=[（(]?[一二三四五六七八九十]{1,3}[、.．,，）)])"
)


class Piece(NamedTuple):
    """A value in the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """Values, then perhaps a stranger with values of its own.

    ``raw`` is the text from ``start`` on up to the stranger; ``pieces`` are its values,
    parted by any space. ``words`` are the stranger, ``foreign`` the values behind it.
    ``followed`` tells that words stand in the cell of the values; ``labelled``, that the
    text begins behind a label; ``closed``, that the lines of the table end with a pipe.
    """

    raw: str
    start: int
    pieces: tuple[Piece, ...]
    words: tuple[Piece, ...]
    foreign: tuple[Piece, ...]
    followed: bool = False
    labelled: bool = True
    closed: bool = True

    @property
    def stranger(self) -> str:
        """The words, as one."""
        return "".join(piece.text for piece in self.words)

    @property
    def groups(self) -> list[tuple[str, tuple[Piece, ...]]]:
        """Each stranger with the values behind it, one after the other."""
        found: list[tuple[str, tuple[Piece, ...]]] = []
        values = {piece.start for piece in self.foreign}
        for piece in sorted((*self.words, *self.foreign), key=lambda piece: piece.start):
            words, own = found[-1] if found else ("", ())
            if piece.start in values:
                found[-1] = (words, (*own, piece))
            elif own or not found:
                found.append((piece.text, ()))
            else:
                found[-1] = (words + piece.text, ())
        return found

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

    @cached_property
    def cells(self) -> tuple[Piece, ...]:
        """The values as line breaks, tabs and pipes alone part them."""
        found: list[Piece] = []
        for match in _CELL.finditer(self.raw):
            if _is_value(match[0]):
                text = match[0].strip()
                start = self.start + match.start() + match[0].index(text[0])
                found.append(Piece(text, start, start + len(text)))
        return tuple(found)

    @cached_property
    def fields(self) -> tuple[Piece, ...]:
        """The cells of the row's own line where tabs or pipes mark them, blanks included."""
        if not self.labelled or _PARTED.search(self.raw) is None:
            return ()
        return _fields(self.raw, self.start, self.closed)

    @property
    def field_lines(self) -> list[tuple[Piece, ...]]:
        """The cells of each line that holds several, by tabs or pipes."""
        lines = (tuple(fields) for _, fields in _lines(self.raw, self.start, self.closed))
        return [fields for fields in lines if sum(bool(field.text) for field in fields) > 1]

    @cached_property
    def even(self) -> bool:
        """Whether the same number of line breaks stands between all cells."""
        gaps = {
            self.raw.count("\n", one.end - self.start, other.start - self.start)
            for one, other in pairwise(self.cells)
        }
        return len(gaps) <= 1 and not self.followed

    @property
    def mixed(self) -> bool:
        """Whether single spaces and wider gaps part the values of one line.

        The single ones may be within a torn number.
        """
        if not self.one_line or self.fields:
            return False
        return len({min(two.start - one.end, 2) for one, two in pairwise(self.pieces)}) > 1

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What parts each value from the next: a line break, a tab or pipe, both, or spaces."""
        found: list[str] = []
        for one, other in pairwise(self.pieces):
            between = self.raw[one.end - self.start : other.start - self.start]
            found.append("".join(mark for mark in "\n\t|" if mark in between))
        return tuple(found)

    @property
    def one_line(self) -> bool:
        """Whether nothing but spaces parts the values."""
        return len(self.cells) == 1

    @property
    def apart(self) -> tuple[Piece, ...]:
        """The values as parted here: by spaces only where nothing else does."""
        return self.pieces if self.one_line else self.cells

    def row(self, n: int) -> tuple[Piece, ...] | None:
        """The ``n`` cells of a full row, or None.

        Blank fields count only where the first and the last field are filled; the
        caller proves such a row by its sum.
        """
        if self.fields:
            row = self.fields
            # Pipes of spanned cells stand before the first and behind the last value.
            while len(row) > n and not row[-1].text:
                row = row[:-1]
            while len(row) > n and not row[0].text:
                row = row[1:]
            if len(row) != n or not row[0].text or not row[-1].text:
                return None
        else:
            row = self.apart
            if len(row) != n:
                return None
        return row if all(map(legible, row)) else None

    def is_plain(self, n: int) -> bool:
        """Whether the row came as exactly ``n`` filled cells, evenly spaced."""
        row = self.row(n)
        if row is None or not all(piece.text for piece in row):
            return False
        exact = not any(field.text for field in self.fields) or len(self.fields) == n
        return (exact and self.even) or n == 1

    def steps(self) -> tuple[int, ...]:
        """Line breaks before each cell and behind the last, in a row of one cell a line."""
        if self.fields or self.words or len(self.cells) < 1:
            return ()
        places = [0, *(cell.start - self.start for cell in self.cells), len(self.raw)]
        return tuple(self.raw.count("\n", one, other) for one, other in pairwise(places))

    def slots(self, n: int, pitch: int) -> tuple[Piece, ...] | None:
        """The ``n`` cells where each has ``pitch`` lines and blank ones are blank lines.

        None where a value stands on another line, or the next label not behind the last.
        """
        steps = self.steps()
        if not steps or sum(steps) != (n + 1) * pitch or any(step % pitch for step in steps):
            return None
        row = [Piece("", self.cells[0].start, self.cells[0].start)] * n
        at = -1
        for step, cell in zip(steps, self.cells, strict=False):
            at += step // pitch
            if not step or at >= n:
                return None
            row[at] = cell
        return tuple(row) if all(map(legible, self.cells)) else None


@lru_cache(maxsize=65536)
def _is_whole(text: str) -> bool:
    return any(read_number(text, kind).status != "unreadable" for kind in ("change", "money"))


def whole(piece: Piece) -> bool:
    """Whether a piece is one cell's print, not a run of several cells' digits."""
    return _is_whole(piece.text)


def legible(piece: Piece) -> bool:
    """Whether a piece is one cell's print, perhaps with a footnote mark or a torn number."""
    return _is_whole(piece.text) or meant(piece.text) is not None


_MARKED = re.compile(r"(\d{1,9})[\u2460-\u2473\u00b9\u00b2\u00b3\u2070-\u2079*＊†#]{1,2}")
_TORN = re.compile(r"[1-9]\d{0,4} \d{1,4}")


def meant(text: str) -> int | None:
    """What a cell must mean that can't be read by itself: 5① and 2 0; None otherwise.

    Good only for the proof that the cells beside it stand in their places.
    """
    marked = _MARKED.fullmatch(text)
    if marked:
        return int(marked[1])
    return int(text.replace(" ", "")) if _TORN.fullmatch(text) else None


def segment(text: str, start: int, end: int, *, closed: bool = True) -> Segment:
    """Take apart what stands between two places of the folded text.

    Digits before other words on a line are the words' own (9、属于…, 2023年…), unless the
    words begin with the number of a heading or row glued to a run of digits.
    """
    pieces: list[Piece] = []
    foreign: list[Piece] = []
    strangers: list[Piece] = []
    stop = end
    followed = False
    for number, cell in enumerate(_CELL.finditer(text, start, end)):
        found, words = _split_cell(cell[0])
        at = cell.start()
        if found:
            values = [Piece(piece, at + first, at + last) for piece, first, last in found]
            if strangers:
                foreign += values
            elif not words or number == 0:
                pieces += values
                followed = bool(words)
        if words:
            if not strangers:
                # 1234, then 5热线转办: a number torn from the words behind it.
                followed = followed or _TORN_OFF.match(words[0][0]) is not None
                stop = at + found[-1][2] if found and number == 0 else at
            strangers += [Piece(piece, at + first, at + last) for piece, first, last in words]
    own = tuple(pieces), tuple(strangers), tuple(foreign)
    return Segment(text[start:stop], start, *own, followed, closed=closed)


def trailing(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """The values that stand last between two places of the folded text, behind any words."""
    found: list[Piece] = []
    for match in _PIECE.finditer(text, start, end):
        piece = Piece(match[0], *match.span())
        found = [*found, piece] if whole(piece) or not _has_words(piece.text) else []
    return tuple(found)


@lru_cache(maxsize=65536)
def _split_cell(printed: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The values of a cell, and its words from the first on, placed within the cell."""
    found: list[Piece] = []
    words: list[Piece] = []
    for match in _PIECE.finditer(printed):
        piece = Piece(match[0], match.start(), match.end())
        if not words and (whole(piece) or not _has_words(piece.text)):
            found.append(piece)
            continue
        glued = None if words else _RUN_THEN_NUMBER.match(piece.text)
        if glued:
            found.append(Piece(glued[1], piece.start, piece.start + len(glued[1])))
            piece = Piece(piece.text[len(glued[1]) :], found[-1].end, piece.end)
        if words or has_han(piece.text):
            words.append(piece)
    return tuple(found), tuple(words)


def values_only(pieces: Sequence[Piece], text: str) -> Segment:
    """A segment of pieces that stood behind a stranger in ``text``."""
    begin, end = pieces[0].start, pieces[-1].end
    return Segment(text[begin:end], begin, tuple(pieces), (), (), labelled=False)


@lru_cache(maxsize=65536)
def _is_value(printed: str) -> bool:
    """Whether a cell holds a value, not a stray mark of punctuation."""
    digits = any(character.isdigit() for character in printed)
    return digits or read_number(printed).status not in ("blank", "unreadable")


def _has_words(printed: str) -> bool:
    return has_han(printed) or not any(character.isdigit() for character in printed)


def _fields(raw: str, start: int, closed: bool) -> tuple[Piece, ...]:
    """The cells of a row's line by tabs or pipes, blank ones too.

    The row's line is the label's own; where nothing stands behind the label, the next
    one that holds several cells.
    """
    for number, (line, fields) in enumerate(_lines(raw, start, closed)):
        filled = sum(bool(field.text) for field in fields)
        # A blank field behind the label is the row's own cell, not the next line's.
        if filled > 1 or (number == 0 and (filled or ("|" in line and fields))):
            return tuple(fields)
        if line.strip(" \t|"):
            return ()
    return ()


def _lines(raw: str, start: int, closed: bool) -> Iterator[tuple[str, list[Piece]]]:
    """Each line with its cells by tabs or pipes; of the first, those behind the label."""
    for number, line in enumerate(raw.split("\n")):
        mark = "\t" if "\t" in line else "|" if "|" in line else ""
        fields = _split(line, mark, start) if mark else []
        start += len(line) + 1
        if number == 0 or (mark == "|" and line.lstrip().startswith("|")):
            fields = fields[1:]
        if mark == "|" and closed and line.rstrip().endswith("|"):
            fields = fields[:-1]
        yield line, fields


def _split(line: str, mark: str, start: int) -> list[Piece]:
    found: list[Piece] = []
    for text in line.split(mark):
        first = start + len(text) - len(text.lstrip())
        found.append(Piece(text.strip(), first, first + len(text.strip())))
        start += len(text) + 1
    return found
