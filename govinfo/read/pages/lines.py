"""Words to lines of text, as they stand beside one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from govinfo.read.pages.shapes import Line, Word

_SAME_LINE = 0.5  # of the lower one's height that two words of a line share at least
_SPACE = 0.25  # of the height: a gap that is a space …
_COLUMNS = 1.5  # … and one that parts columns
_NARROW_COLUMNS = 0.6  # the same between lines that are parted so
_TOUCHING = 0.15  # what stands closer belongs together
_ALIGNED = 0.25  # of the height, by which what is aligned may be off
_SAME_PLACE = 0.6  # of its width by which a word printed twice covers the other
_HALF = 0.5  # of the height: the width of a digit
_WIDEST = 300  # characters, at which columns stand
_MOST_LINES_ASKED = 4
_IN_NUMBERS = frozenset("0123456789０１２３４５６７８９.,+-%")


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Put words together to lines, from top to bottom.

    Words that touch are joined, others parted by a space. No two numbers are ever
    joined, however close.

    Examples
    --------
    >>> row = [Word("26", 50, 0, 60, 10), Word("总", 0, 0, 10, 10), Word("计", 10, 0, 20, 10)]
    >>> [line.text for line in lines_of([*row, Word("3", 60, 0, 65, 10)])]
    ['总计 26 3']
    """
    return [line_of(row) for row in rows_of(words)]


def rows_of(words: Iterable[Word]) -> list[list[Word]]:
    """Words by line, from left to right."""
    rows: list[list[Word]] = []
    tallest: list[Word] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        for i in range(len(rows) - 1, max(-1, len(rows) - 1 - _MOST_LINES_ASKED), -1):
            other = tallest[i]
            shared = min(word.bottom, other.bottom) - max(word.top, other.top)
            least = min(word.bottom - word.top, other.bottom - other.top)
            if shared >= _SAME_LINE * least:
                rows[i].append(word)
                if word.bottom - word.top > other.bottom - other.top:
                    tallest[i] = word
                break
        else:
            rows.append([word])
            tallest.append(word)
    return [_printed_once(sorted(row, key=lambda word: word.left)) for row in rows]


def _printed_once(words: Sequence[Word]) -> list[Word]:
    """Words without those that are printed over themselves, which makes them bold."""
    found = [words[0]]
    for word in words[1:]:
        last = found[-1]
        shared = min(word.right, last.right) - max(word.left, last.left)
        if word.text != last.text or shared <= _SAME_PLACE * (last.right - last.left):
            found.append(word)
    return found


def line_of(words: Sequence[Word]) -> Line:
    """One line of its words."""
    height = max(word.bottom - word.top for word in words)
    parts = [words[0].text]
    end, parted = words[0].right, False
    for before, word in pairwise(words):
        gap = word.left - end
        if gap > _SPACE * height or _would_join(before, word):
            parts.append(" ")
        parts.append(word.text)
        parted = parted or gap > _COLUMNS * height
        end = max(end, word.right)
    top, bottom = min(word.top for word in words), max(word.bottom for word in words)
    return Line("".join(parts), words[0].left, top, end, bottom, parted)


def _would_join(one: Word, other: Word) -> bool:
    """Whether two words would read as one number: they are two, for they came apart."""
    return one.text[-1:] in _IN_NUMBERS and other.text[:1] in _IN_NUMBERS


def texts_in_columns(rows: Sequence[Sequence[Word]], origin: float) -> Iterator[str]:
    """The text of lines between which columns run: each character stands in its place.

    Parameters
    ----------
    rows : sequence of sequence of Word
        The words of each line.
    origin : float
        The left edge of the text. A word behind a gap begins so many half characters
        from there, behind two spaces at least.
    """
    height = median(word.bottom - word.top for row in rows for word in row)
    groups = [_groups(row, _NARROW_COLUMNS * height) for row in rows]
    places = _places(groups, height)
    for own in groups:
        text = ""
        for group in own:
            for part in _parted(group, places, height):
                column = min(round((part[0].left - origin) / (_HALF * height)), _WIDEST)
                text += " " * max(2 if text else 0, column - len(text)) + line_of(part).text
        yield text


def _groups(row: Sequence[Word], gap: float) -> list[list[Word]]:
    """The words of a line between gaps."""
    groups = [[row[0]]]
    for before, word in pairwise(row):
        if word.left - before.right > gap or _would_join(before, word):
            groups.append([])
        groups[-1].append(word)
    return groups


def _places(groups: Iterable[Sequence[Sequence[Word]]], height: float) -> set[tuple[int, int]]:
    """Where columns begin and end: what stands behind a gap, in steps as it may be off."""
    found: set[tuple[int, int]] = set()
    for own in groups:
        for group in own[1:]:
            for side, at in enumerate((group[0].left, group[-1].right)):
                step = round(at / (_ALIGNED * height))
                found |= {(side, step - 1), (side, step), (side, step + 1)}
    return found


def _parted(
    words: Sequence[Word], places: set[tuple[int, int]], height: float
) -> Iterator[Sequence[Word]]:
    """What stands close and still in two columns, as lines above and below show."""
    first = 0
    ends = _ends(words, height)
    for i in range(1, len(words)):
        if words[i].left - words[i - 1].right <= _TOUCHING * height:
            continue
        sides = enumerate((words[i].left, ends[i]))
        if any((side, round(at / (_ALIGNED * height))) in places for side, at in sides):
            yield words[first:i]
            first = i
    yield words[first:]


def _ends(words: Sequence[Word], height: float) -> list[float]:
    """Where the words that touch one another end, for each of them."""
    ends = [word.right for word in words]
    for i in range(len(words) - 2, -1, -1):
        if words[i + 1].left - words[i].right <= _TOUCHING * height:
            ends[i] = ends[i + 1]
    return ends
