"""What stands behind a label of a statistics form in running text: cells, then strangers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from govinfo.parse.cells import read_number
from govinfo.parse.fold import Folded
from govinfo.parse.labels import has_han
from govinfo.parse.lists.heads import is_unit
from govinfo.parse.lists.labels import (
    HARD,
    SOFT,
    Label,
    Spaced,
    number_before_unit,
    unit_before_number,
)
from govinfo.parse.lists.rowforms import split_label
from govinfo.parse.sheet import Place
from govinfo.registry import tree

_STOPS = "。，、；：,;:…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell or a part of one."""

    text: str
    start: int
    end: int


def parted_by_lines(text: Spaced, labels: Sequence[Label], ends: Sequence[int]) -> bool:
    """Whether line breaks part the cells of a row: then a space does not."""
    soft = hard = 0
    for label, end in zip(labels, ends, strict=True):
        for piece in pieces_of(text, label.end, end, by_lines=False):
            if _is_words(piece.text):
                break
            hard += text.gap[piece.start] >= HARD
            soft += text.gap[piece.start] == SOFT
    return hard > soft


def usual_width(text: Spaced, labels: Sequence[Label], ends: Sequence[int]) -> int:
    """The break that parts most cells; a wider one has a blank cell in it."""
    found = Counter(
        text.gap[piece.start]
        for label, end in zip(labels, ends, strict=True)
        for piece in cells_of(pieces_of(text, label.end, end, by_lines=True))[0]
    )
    found.pop(0, None)
    return max(found, key=lambda width: found[width], default=0)


def pieces_of(text: Spaced, start: int, end: int, by_lines: bool) -> list[Piece]:
    """What stands between two places, cell by cell; a space within a cell is kept."""
    least = HARD if by_lines else SOFT
    found: list[Piece] = []
    here = start
    for place in range(start + 1, end + 1):
        if place < end and text.gap[place] < least:
            continue
        printed = "".join(
            f" {text.text[i]}" if i > here and text.gap[i] else text.text[i]
            for i in range(here, place)
        )
        unit = unit_before_number().match(printed)
        if unit is not None:
            cut = unit.end() - 1
            found.append(Piece(printed[:cut], here, here + cut))
            printed, here = printed[cut:], here + cut
        if printed:
            found.append(Piece(printed, here, place))
        here = place
    return found


def _is_words(printed: str) -> bool:
    if not has_han(printed) or is_unit(printed):
        return False
    if any(read_number(printed, kind).status != "unreadable" for kind in ("change", "money")):
        return False
    return number_before_unit().fullmatch(printed[-5:]) is None or not printed[0].isdigit()


def cells_of(pieces: Sequence[Piece]) -> tuple[list[Piece], list[tuple[str, list[Piece]]], bool]:
    """The cells of a row, strangers with theirs, and whether the row's last cell is unsure.

    A number before 年 or 月 is a part of those words, unless it is all that the row has;
    words that begin with digits may hold a cell.
    """
    own: list[Piece] = []
    strangers: list[tuple[str, list[Piece]]] = []
    measures = tree("labels")["statistics"]["measures"]
    unsure = False
    for piece in pieces:
        here = strangers[-1][1] if strangers else own
        words = piece.text
        if not words.strip(_STOPS):
            continue
        if words[0] in measures:
            if here and here[-1].text[-1].isdigit():
                if here is own and all(is_unit(other.text) for other in own[:-1]):
                    unsure = True
                else:
                    words = here.pop().text + words
            strangers.append((words, []))
        elif not _is_words(words):
            here.append(piece)
        elif strangers and not strangers[-1][1]:
            strangers[-1] = strangers[-1][0] + words, []
        else:
            if words[0].isdigit() and not split_label(words)[1]:
                here.append(piece)
            strangers.append((words, []))
    return own, strangers, unsure


def place_of(text: Spaced, folded: Folded, first: Piece, last: Piece) -> Place:
    """Where cells stood in the document's text."""
    start, end = folded.span(text.at[first.start], text.at[last.end - 1] + 1)
    return (0, start, max(end - 1, start))
