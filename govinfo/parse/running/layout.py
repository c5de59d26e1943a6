"""Text that keeps the layout of its page: columns stand where they stood, words are torn.

A PDF's text with its layout kept prints a head of two lines above another head's
second line, and the numbers of a row between two lines of its label. Columns of
characters are coordinates there: what stands one above the other is one cell. Heads
and labels are put together only where a form's own come out.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from govinfo.parse.cells import read_number
from govinfo.parse.fold import Folded
from govinfo.parse.labels import STATUTORY, Vocabulary, core, has_han, vocabulary
from govinfo.registry import tree

_KEPT = re.compile(r"[0-9-] {2,}[0-9-]+ {2,}[0-9-]")
_FEWEST_LINES = 2  # with three numbers far apart: text that keeps its layout
_PIECE = re.compile(r"\S+")
_OPEN, _CLOSED = re.compile("[（(]"), re.compile("[）)]")
_FEWEST_NUMBERS = 2
_FRAGMENTS = 3  # lines of a label above its numbers, and below
_BESIDE = 3  # characters by which the lines of one label may begin apart
_HEAD_LINES = 24  # lines above the numbers in which their heads stand
_SENTENCE = 24  # characters of a line that is no cell
_FULL_ROWS = 3  # rows of a page that show where its columns stand


@dataclass(slots=True)
class _Token:
    """Words or a number with its columns; ``at`` and ``until`` are its place in the text."""

    text: str
    start: int
    end: int
    at: int
    until: int
    number: bool
    used: bool = False


@dataclass(slots=True)
class _Line:
    """A line with its break, from ``start`` to ``end`` of the text.

    ``label`` is what was put together before its numbers, ``cells`` are its numbers with
    None for the blank ones.
    """

    start: int
    end: int
    tokens: list[_Token]
    numbers: list[_Token]
    page: int
    label: list[_Token] = field(default_factory=list)
    cells: list[_Token | None] = field(default_factory=list)

    @property
    def words(self) -> list[_Token]:
        """What is no number and not yet part of a label."""
        return [token for token in self.tokens if not token.number and not token.used]


def untorn(folded: Folded) -> Folded:
    """The text with torn heads and labels put together, or the same where none are."""
    if len(_KEPT.findall(folded.text)) < _FEWEST_LINES:
        return folded
    lines = list(_lines(folded))
    heads = {i: found for i in range(len(lines)) if (found := _heads(lines, i)) is not None}
    changed = bool(heads)
    for i, line in enumerate(lines):
        if len(line.numbers) >= _FEWEST_NUMBERS:
            changed |= _join_label(lines, i)
    changed |= _mark_blanks(lines)
    return _rewritten(folded, lines, heads) if changed else folded


def _lines(folded: Folded) -> Iterator[_Line]:
    at = page = 0
    for printed in folded.text.split("\n"):
        page += "\f" in printed
        left = folded.origin[at]
        tokens: list[_Token] = []
        for first, last in _pieces(folded, at, printed):
            text = folded.text[first:last]
            start, end = folded.origin[first] - left, folded.origin[last - 1] + 1 - left
            here = _Token(text, start, end, first, last, _is_number(text))
            before = tokens[-1] if tokens else None
            if before and not before.number and not here.number and start - before.end == 1:
                before.text, before.end, before.until = f"{before.text} {text}", end, last
            else:
                tokens.append(here)
        numbers: list[_Token] = []
        for token in reversed(tokens):
            if not token.number:
                break
            numbers.insert(0, token)
        end = min(at + len(printed) + 1, len(folded.text))
        yield _Line(at, end, tokens, numbers, page)
        at += len(printed) + 1


def _pieces(folded: Folded, at: int, printed: str) -> Iterator[tuple[int, int]]:
    """What spaces part in a line, also those that folding took out."""
    for match in _PIECE.finditer(printed):
        first, end = at + match.start(), at + match.end()
        for place in range(first + 1, end):
            if folded.origin[place] - folded.origin[place - 1] > 1:
                yield first, place
                first = place
        yield first, end


def _is_number(text: str) -> bool:
    return not has_han(text) and read_number(text).status in ("reported", "not_applicable")


def _join_label(lines: Sequence[_Line], i: int) -> bool:
    """Put the label of a row of numbers together from the lines around; whether that was needed."""
    own = lines[i].words[-1:]
    if own and _is_row(own[0].text):
        return False
    # A character before the numbers may be one of a group's label printed upright.
    parts = _joined(lines, i, own) or (_joined(lines, i, []) if own else [])
    lines[i].label = parts
    for part in parts:
        part.used = True
    return bool(parts)


def _joined(lines: Sequence[_Line], i: int, own: list[_Token]) -> list[_Token]:
    """The fewest fragments above and below that make a label with what stands beside."""
    edge = lines[i].numbers[0].start
    above = _fragments(lines, range(i - 1, -1, -1), own, edge)
    below = _fragments(lines, range(i + 1, len(lines)), own or above[:1], edge)
    for size in range(1, len(above) + len(below) + 1):
        for k in range(max(0, size - len(below)), min(size, len(above)) + 1):
            parts = [*reversed(above[:k]), *own, *below[: size - k]]
            if _is_row("".join(part.text for part in parts)):
                return parts
    return []


def _is_row(text: str) -> bool:
    """Whether a print is the whole label of a row, with its note if one begins."""
    closed = len(_OPEN.findall(text)) == len(_CLOSED.findall(text))
    return closed and core(text) in _row_names()


@cache
def _row_names() -> frozenset[str]:
    return frozenset(name for kind in STATUTORY for name in vocabulary(kind).rows)


def _fragments(
    lines: Sequence[_Line], order: range, beside: Sequence[_Token], edge: int
) -> list[_Token]:
    """Lines of words in one column, the nearest first, up to the next row of numbers."""
    found: list[_Token] = []
    for j in order:
        if len(found) == _FRAGMENTS or lines[j].numbers:
            break
        words = [token for token in lines[j].words if token.start < edge]
        if not words:
            continue
        column = [*beside, *found][:1]
        if column:
            words = [token for token in words if abs(token.start - column[0].start) <= _BESIDE]
        if not words:
            continue
        found.append(words[-1])
    return found


def _heads(lines: Sequence[_Line], i: int) -> tuple[int, list[list[_Token]]] | None:
    """The heads above the first row of a table, each with its parts, and the line of the first.

    None where they don't come out as the columns of a form, or stand whole anyway.
    """
    if not lines[i].numbers:
        return None
    first = i
    while first and i - first < _HEAD_LINES and not _ends_head(lines[first - 1]):
        first -= 1
    words = [token for line in lines[first:i] for token in line.tokens]
    for kind in ("requests", "disputes"):
        found = _columns(words, vocabulary(kind))
        if found and any(len(head) > 1 for head in found):
            return first, found
    return None


def _ends_head(line: _Line) -> bool:
    """Whether a line is a row of numbers, a sentence or a section's heading."""
    return bool(line.numbers) or any(
        len(token.text) > _SENTENCE or _headings().search("".join(token.text.split()))
        for token in line.tokens
    )


@cache
def _headings() -> re.Pattern[str]:
    words: dict[str, str] = tree("labels")["headings"]
    return re.compile("|".join(words.values()))


def _columns(words: Sequence[_Token], known: Vocabulary) -> list[list[_Token]] | None:
    """Heads over several columns as they come, then those of one column from left to right."""
    wide = [token for token in words if core(token.text) in known.others]
    columns: list[list[_Token]] = []
    for token in sorted((t for t in words if t not in wide), key=lambda token: token.start):
        for column in columns:
            if any(part.start < token.end and token.start < part.end for part in column):
                column.append(token)
                break
        else:
            columns.append([token])
    columns = [sorted(column, key=lambda token: token.at) for column in columns]
    names = [known.columns.get(core("".join(part.text for part in c))) for c in columns]
    while names and names[0] is None:
        names.pop(0)  # what stands left of the heads is over the labels
    own = columns[len(columns) - len(names) :]
    complete = len(set(names)) == len(known.column_keys) and None not in names
    return [*([token] for token in wide), *own] if complete else None


def _mark_blanks(lines: Sequence[_Line]) -> bool:
    """Tell which cells of a row are blank by the columns of the full rows on its page."""
    n = len(vocabulary("requests").column_keys)
    changed = False
    for page in {line.page for line in lines}:
        rows = [line for line in lines if line.page == page and line.numbers]
        full = [line.numbers for line in rows if len(line.numbers) == n]
        if len(full) < _FULL_ROWS:
            continue
        columns = [
            (min(token.start for token in column), max(token.end for token in column))
            for column in zip(*full, strict=True)
        ]
        if any(one[1] > other[0] for one, other in pairwise(columns)):
            continue
        for line in rows:
            under = [_under(token, columns) for token in line.numbers]
            if 1 < len(under) <= n and None not in under and len(set(under)) == len(under):
                places = dict(zip(under, line.numbers, strict=True))
                line.cells = [places.get(i) for i in range(n)]
                changed |= len(under) < n
    return changed


def _under(token: _Token, columns: Sequence[tuple[int, int]]) -> int | None:
    """The one column that a number stands in, at least in part."""
    found = [i for i, (start, end) in enumerate(columns) if start < token.end and token.start < end]
    return found[0] if len(found) == 1 else None


def _rewritten(
    folded: Folded, lines: Sequence[_Line], heads: dict[int, tuple[int, list[list[_Token]]]]
) -> Folded:
    """The text anew; every character still knows where it stood."""
    parts: list[str] = []
    origin = array("i")

    def add(token: _Token) -> None:
        parts.append(folded.text[token.at : token.until])
        origin.extend(folded.origin[token.at : token.until])

    def part(mark: str, at: int) -> None:
        parts.append(mark)
        origin.extend([folded.origin[at]] * len(mark))

    headed = {j: i for i, (first, _) in heads.items() for j in range(first, i)}
    here = 0
    for i, line in enumerate(lines):
        if i in headed:
            continue
        if i in heads:
            for head in heads[i][1]:
                for token in head:
                    add(token)
                part("\n", head[-1].at)
        if not (line.label or line.cells or any(token.used for token in line.tokens)):
            parts.append(folded.text[line.start : line.end])
            origin.extend(folded.origin[line.start : line.end])
            continue
        for token in line.words:
            add(token)
            part("\n" if line.label else "  ", token.at)
        for token in line.label:
            add(token)
        here = line.tokens[-1].at if line.tokens else here
        if line.cells:
            for cell in line.cells:
                part("\t", here)
                if cell is not None:
                    add(cell)
        else:
            for token in [token for token in line.tokens if token.number]:
                part("  ", token.at)
                add(token)
        part("\n", here)
    origin.append(folded.origin[len(folded.text)])
    return Folded("".join(parts), origin, folded.pinyin, folded.traditional)
