"""What the readings of running text share: proofs of a row, and putting it on its sheet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from govinfo.parse.cells import read_number
from govinfo.parse.labels import has_han
from govinfo.parse.running.segments import Piece, Segment, meant, whole
from govinfo.parse.running.text import Running
from govinfo.parse.sheet import Entry, Sheet
from govinfo.parse.solving.joint import Row

_ZERO_FIRST = re.compile("0[0-9]+")
_MOST_DROPPED = 2  # numbers of other rows that a proof may leave out in the midst of a row
_STEADY = 6  # cells that show how many lines each has
_IN_TEN = 8  # cells of ten that must
_ENOUGH = 2  # rows that show how many fields there are
_MOST_BEHIND = 8  # numbers of others before or behind a row


def proves(row: Sequence[Piece]) -> bool:
    """Whether the last cell is the sum of the others; a row of nothing but dashes is proven.

    A cell with a footnote mark or a torn number counts as what it must mean.
    """
    numbers = [read_number(piece.text) for piece in row]
    if all(number.status == "not_applicable" for number in numbers):
        return True
    values: list[float] = []
    for piece, number in zip(row, numbers, strict=True):
        value = number.value if number.status == "reported" else 0.0
        if number.status == "unreadable":
            known = meant(piece.text)
            if known is None:
                return False
            value = float(known)
        values.append(value)
    # A dash for a total stands for zero, a blank may be a lost number.
    return numbers[-1].status != "blank" and sum(values[:-1]) == values[-1]


def shorter(row: Sequence[Piece], n: int) -> list[tuple[Piece, ...]]:
    """The ways to leave out what a row of ``n`` cells has too many, one for each print.

    Strangers stand before or behind a row, or up to two anywhere in it.
    """
    extra = len(row) - n
    if not 0 <= extra <= _MOST_BEHIND:
        return []
    found = {tuple(piece.text for piece in part): part for part in (row[:n], row[-n:])}
    if extra <= _MOST_DROPPED:
        for kept in combinations(range(len(row)), n):
            part = tuple(row[i] for i in kept)
            found.setdefault(tuple(piece.text for piece in part), part)
    return [tuple(part) for part in found.values()]


def glued(text: Running, part: Segment) -> bool:
    """Whether cells run together: a value touches its label, or begins with a 0 too many."""
    if not part.pieces or not part.one_line:
        return False
    start, end = part.pieces[0].start, part.pieces[-1].end
    touches = has_han(text.text[start - 1 : start]) or has_han(text.text[end : end + 1])
    return touches or any(_ZERO_FIRST.fullmatch(run) for run in part.runs)


def steady_pitch(full: Sequence[Segment]) -> int:
    """How many lines each cell of full rows takes; 0 where that is not always the same."""
    steps = Counter(step for part in full for step in part.steps()[:-1])
    if steps.total() < _STEADY:
        return 0
    (usual, times), *_ = steps.most_common(1)
    return usual if _IN_TEN * steps.total() <= 10 * times else 0


def exact_fields(parts: Sequence[Segment], n: int) -> bool:
    """Whether pipes or tabs show the ``n`` cells of all filled rows and nothing else."""
    filled = [part for part in parts if len(part.apart) == n]
    return len(filled) >= _ENOUGH and all(len(part.fields) == n for part in filled)


def put_row(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], pieces: Sequence[Piece]
) -> None:
    """Place a full row."""
    for piece, column in zip(pieces, columns, strict=True):
        sheet.put(row, column, Entry(piece.text, text.place(piece, piece), "stream"))


def put_decoded(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], part: Segment, numbers: Row
) -> None:
    """Place a row cut out of a run of digits."""
    place = text.place(part.pieces[0], part.pieces[-1])
    for column, number in zip(columns, numbers, strict=True):
        sheet.put(row, column, Entry(part.run, place, "decoded", value=float(number)))


def put_uncertain(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], part: Segment
) -> None:
    """Mark a row whose numbers have no certain cells."""
    place = text.place(part.pieces[0], part.pieces[-1])
    sheet.row_uncertain(row, columns, doubt(part, len(columns)), part.run, place)


def doubt(part: Segment, cells: int) -> str:
    """Digits whose cut is uncertain are unreadable; whole numbers without cells, unplaced."""
    digits = sum(character.isdigit() for character in part.run)
    may_be_glued = part.one_line and not part.fields and len(part.pieces) < cells <= digits
    return "unreadable" if may_be_glued or not all(map(whole, part.pieces)) else "unplaced"
