"""Lines to paragraphs: a line that reaches the right margin goes on in the next one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from govinfo.read.pages.shapes import Line

_ROOM = 1.6  # of the text's height, that a full line may leave at its right
_NUMBER_ROOM = 4.0  # the same behind half a number
_INDENT = 1.2  # by which a line that goes on may begin behind the margin
_LEADING = 1.8  # between the lines of a paragraph
_LONG = 0.5  # of the text's width: lines that tell where the margins are
_FEWEST_FULL = 2  # lines that end at the right margin
_NARROW = 15.0  # times the text's height: a column in which no text runs
_SENTENCE_ENDS = ("。", "！", "？")
_PROSE = 8  # words of a line that is no cell
#: What numbers a paragraph or a label.
ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.．](?!\d)|[（(][^（()）]{1,3}[）)]"
)
_UNBROKEN = re.compile(r"[!-~]*")
_LETTERS = re.compile(r"[A-Za-z]")
_WORDS = re.compile(r"[\u3400-\u9fff]")
ENDS_IN_NUMBER = re.compile(r"[0-9０-９][.,]?$")
BEGINS_WITH_NUMBER = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)?[\u3400-\u9fff％%]")


@dataclass(frozen=True, slots=True)
class Margins:
    """Where lines begin and end, and the usual height of text."""

    left: float
    right: float
    height: float


def margins_of(lines: Iterable[Line]) -> Margins:
    """The margins between which lines stand.

    There is none at the right where fewer than two lines end, or in a narrow column.
    """
    own = [line for line in lines if not line.tabular]
    if not own:
        return Margins(0.0, math.inf, 1.0)
    height = median(line.height for line in own)
    right = max(line.right for line in own)
    width = right - min(line.left for line in own)
    long = [line for line in own if line.right - line.left > _LONG * width]
    lefts = Counter(round(line.left / height) for line in long)
    usual = max(lefts.values(), default=0)
    left = min((place for place, times in lefts.items() if 2 * times >= usual), default=0)
    full = sum(right - line.right < _ROOM * height for line in own)
    if full < _FEWEST_FULL or width < _NARROW * height:
        right = math.inf
    return Margins(left * height, right, height)


def paragraphs(lines: Sequence[Line], margins: Sequence[Margins] | Margins) -> list[str]:
    """Join lines to paragraphs.

    Parameters
    ----------
    lines : sequence of Line
        In the order of reading, over one page or several.
    margins : Margins, or a sequence of them
        Those between which each line stands.
    """
    found: list[str] = []
    before: Line | None = None
    for i, line in enumerate(lines):
        own = margins if isinstance(margins, Margins) else margins[i]
        last = margins if isinstance(margins, Margins) else margins[max(i - 1, 0)]
        if before is not None and _goes_on(before, line, last, own):
            found[-1] = joined(found[-1], line.text)
        else:
            found.append(line.text)
        before = line
    return found


def joined(one: str, other: str) -> str:
    """Two lines as one: words of letters keep apart, all else was cut by the line's end."""
    apart = _LETTERS.match(one[-1:]) and _LETTERS.match(other[:1])
    return f"{one} {other}" if apart else one + other


def _goes_on(one: Line, other: Line, last: Margins, own: Margins) -> bool:
    """Whether the text of a line goes on in the next one."""
    if one.tabular or other.tabular or one.text.endswith(_SENTENCE_ENDS):
        return False
    if ENUMERATED.match(other.text):
        return False
    if other.left > own.left + _INDENT * own.height:
        return False
    gap = other.top - one.bottom
    if not -_LEADING * own.height < gap < _LEADING * own.height and other.top > one.top:
        return False
    unbroken = _UNBROKEN.match(other.text)
    first = min(len(unbroken[0]) if unbroken else 0, 40) / 2
    room = (last.right - one.right) / last.height
    if ENDS_IN_NUMBER.search(one.text) and BEGINS_WITH_NUMBER.match(other.text):
        # Half a number must not pass for one: 31 | 19件 is not 19件.
        return room < _NUMBER_ROOM and len(_WORDS.findall(one.text)) >= _PROSE
    return room < _ROOM + first
