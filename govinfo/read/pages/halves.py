"""What the end of a page cuts: whether two cells are one, and two rows halves of one.

Rules drawn around both halves leave only their words to tell. Where in doubt, they stay
apart; two halves with digits always do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govinfo.read.pages.paragraphs import ENUMERATED
from govinfo.read.pages.shapes import Line

_DIGIT = re.compile("[0-9０-９]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Half:
    """A cell of a table that goes on; ``left`` and ``right`` count the table's edges.

    ``full`` tells that its last line has no room for another character; ``open_above`` and
    ``open_below``, that no line is drawn between it and the end of the page.
    """

    row: int
    row_end: int
    left: int
    right: int
    lines: list[Line]
    full: bool
    open_above: bool = False
    open_below: bool = False

    @property
    def text(self) -> str:
        """Its lines as one."""
        return "".join(line.text for line in self.lines)

    @property
    def has_words(self) -> bool:
        """Whether it holds letters."""
        return _LETTER.search(self.text) is not None

    @property
    def is_value(self) -> bool:
        """Whether it holds a number or a dash, and no words."""
        return bool(self.lines) and not self.has_words

    @property
    def spans(self) -> bool:
        """Whether it spans several rows."""
        return self.row_end - self.row > 1


Pair = tuple[Half, Half]


def are_halves(pairs: Sequence[Pair]) -> bool:
    """Whether the last row of a page and the first of the next are halves of one.

    They are if no line is drawn between them, if one holds nothing, or if one has the
    words and the other the values. Else words must go on from one to the other, with
    values in one of them at most; or the row below must begin with an empty cell and hold
    nothing but words.
    """
    if any(_both_count(*pair) for pair in pairs):
        return False
    if all(_is_open(*pair) for pair in pairs):
        return True
    rows = [[pair[i] for pair in pairs if not (pair[0].spans and pair[1].spans)] for i in (0, 1)]
    if sum(any(half.text for half in row) for row in rows) == 1:
        return True
    words = [any(half.has_words for half in row) for row in rows]
    values = [any(half.is_value for half in row) for row in rows]
    both = [(one, other) for one, other in pairs if one.text and other.text]
    if not both and words[0] != words[1]:
        return values == [not has_words for has_words in words]
    if not both or not all(one.has_words and other.has_words for one, other in both):
        return False
    if not any(values) and rows[0][0].text and not rows[1][0].text:
        return True
    return (any(values) or len(both) > 1) and all(_go_on(*pair) for pair in both)


def is_one_cell(one: Half, other: Half, *, heads: bool) -> bool:
    """Whether a cell of words goes on over the break, while others of its row do not.

    ``heads`` tells that the rows hold nothing but words and are parted otherwise, as the
    storeys of a head are.
    """
    if one.is_value or other.is_value or _both_count(one, other):
        return False
    if _is_open(one, other):
        return True
    if not (one.spans or other.spans or heads):
        return False
    if not one.text:
        return other.has_words and one.spans and other.spans
    return one.has_words and (not other.text or _go_on(one, other))


def _is_open(one: Half, other: Half) -> bool:
    """Whether no line is drawn on either side of the break."""
    return one.open_below and other.open_above


def _both_count(one: Half, other: Half) -> bool:
    return _DIGIT.search(one.text) is not None and _DIGIT.search(other.text) is not None


def _go_on(one: Half, other: Half) -> bool:
    """Whether words seem to be cut by the end of the page."""
    words = one.has_words and other.has_words and not ENUMERATED.match(other.text)
    return words and (one.full or one.open_below or other.open_above)
