"""Tables of no registered form in running text: rows of label, unit and numbers.

A header or the title of an annex opens such a table. A row counts only if it has as many
numbers as the header has columns; else its numbers are kept together, unplaced.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from govinfo.parse.cells import Number
from govinfo.parse.fold import Folded
from govinfo.parse.labels import has_han
from govinfo.parse.leftover.cells import OtherCell, clean, is_unit, read_other, words
from govinfo.parse.lists.paths import Paths
from govinfo.parse.lists.rowforms import split_label
from govinfo.parse.units import stated_unit

_TOKEN = re.compile(r"[^\s|｜\u200b-\u200f\ufeff]+")
_SENTENCE = re.compile("[。；！？]")
_GAP = r"[\s|｜]*"
_FEWEST_ROWS = 3
_FEWEST_BARE_ROWS = 5  # where no header says that it is a table
_LONGEST_LABEL = 80
_MOST_LABEL_WORDS = 12
_LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table found in running text: where, under which title, and its value cells."""

    start: int
    end: int
    title: str
    cells: tuple[OtherCell, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: the words before its unit and values.

    ``certain`` is false where it may have lost its label or taken up another's number.
    """

    words: tuple[str, ...]
    unit: str
    values: Sequence[re.Match[str]]
    end: int
    certain: bool


def text_tables(text: str, folded: Folded) -> Iterator[TextTable]:
    """The tables of running text that open with a header or the title of an annex.

    Parameters
    ----------
    text : str
        The document's text.
    folded : Folded
        The same text, folded.
    """
    behind = 0
    for header in _headers(folded):
        start, end = folded.span(*header.span())
        is_title = header["values"] is None
        if start < behind or not _stands_free(text, start, end, is_title=is_title):
            continue
        if is_title:
            rows = [row for row in _rows(text, end, True, False) if row.unit]
        else:
            rows = list(_rows(text, end, bool(header["unit"]), bool(header["serial"])))
        counts = Counter(len(row.values) for row in rows if row.certain and row.values)
        ((n, whole),) = counts.most_common(1) or [(0, 0)]
        if whole < (_FEWEST_BARE_ROWS if is_title else _FEWEST_ROWS) or 2 * whole < len(rows):
            continue
        if header["values"]:
            first, _ = folded.span(*header.span("values"))
            splits = _splits(text[first:end], header["values"])
            heads: Sequence[str] = next((names for names in splits if len(names) == n), [])
        elif is_title:
            heads = [""] if n == 1 else []
        else:
            heads, rows[0] = _unknown_heads(rows[0], n)
        cells = tuple(_cells(rows, heads))
        behind = rows[-1].end
        title = as_title(text, end if is_title else start)
        yield TextTable(start, behind, title, cells)


def _headers(folded: Folded) -> Iterator[re.Match[str]]:
    """All that reads like a header or the title of an annex, in the order of the text."""
    text, origin = folded.text, folded.origin
    ordered: list[re.Match[str]] = []
    # A look for the first words is ten times quicker than one for all of the pattern.
    for word in _openings().finditer(text):
        at = word.start()
        # In the middle of a sentence a word opens no header.
        is_title = word[0] in words("titles")
        if is_title or not at or text[at - 1] < "一" or origin[at - 1] + 1 < origin[at]:
            header = _header().match(text, at)
            if header and (header["values"] or header["unit"] or header["values"] is None):
                ordered.append(header)
    for header, after in zip(ordered, [*ordered[1:], None], strict=False):
        # A title right before a header is the title of its table.
        titled = after is not None and after["values"] is not None and header["values"] is None
        if not (titled and after and after.start() - header.end() < _LONGEST_TITLE):
            yield header


def _unknown_heads(first: _Row, n: int) -> tuple[Sequence[str], _Row]:
    """Heads in words of their own: those before the first label, if one word each is left."""
    if len(first.words) == n + 1 > 2:
        return first.words[:n], replace(first, words=first.words[n:])
    # One column needs no name; where its name ends and the first label begins is open.
    return [""] if n == 1 else [], replace(first, certain=False)


def _stands_free(text: str, start: int, end: int, *, is_title: bool) -> bool:
    """Whether something parts a header or title from the words around it."""
    free = text[end - 1 : end].isspace() or not has_han(text[end : end + 1])
    return free and (is_title or not has_han(text[start - 1 : start]))


def _rows(text: str, here: int, with_unit: bool, with_serial: bool) -> Iterator[_Row]:
    """Row after row, until something is no row."""
    tokens = _Tokens(text, here)
    serial = int(with_serial and tokens.at(0) == "1")
    i = serial
    while tokens.at(i):
        begin = i
        while tokens.at(i) and not _is_value(tokens.at(i)):
            if with_unit and is_unit(tokens.at(i)):
                break
            if _SENTENCE.search(tokens.at(i)) or i - begin > _MOST_LABEL_WORDS:
                return
            i += 1
        label = tuple(match[0] for match in tokens.read[begin:i])
        unit = ""
        if is_unit(tokens.at(i)):
            unit = tokens.at(i)
            i += 1
        first = i
        while _is_value(tokens.at(i)):
            i += 1
        values = tokens.read[first:i]
        certain = bool(label)
        if serial:
            serial += 1
            if values and values[-1][0] == str(serial):
                # The number of the next row; alone, it may be this row's value as well.
                certain = certain and len(values) > 1
                values = values[:-1] or values
        if not (values or unit) or not (unit or any(map(has_han, label))):
            return
        if sum(map(len, label)) > _LONGEST_LABEL:
            return
        yield _Row(label, unit, values, tokens.read[i - 1].end(), certain)


def _labels(printed: Sequence[str]) -> tuple[str, ...]:
    """The words before a row's numbers, parted where a number or 其中 begins another label."""
    labels: list[str] = []
    bare = {"", *words("within")}
    for text in printed:
        name, number, _ = split_label(text)
        begins = number or (text.startswith(tuple(words("within"))) and name not in bare)
        if not labels or (begins and split_label(labels[-1])[0] not in bare):
            labels.append(text)
        else:
            labels[-1] = f"{labels[-1]} {text}"
    return tuple(map(clean, labels))


class _Tokens:
    """Words parted by space or pipes, read as far as they are asked for."""

    def __init__(self, text: str, here: int) -> None:
        self.read: list[re.Match[str]] = []
        self._rest = _TOKEN.finditer(text, here)

    def at(self, i: int) -> str:
        """The word number ``i``, empty behind the last."""
        while i >= len(self.read):
            token = next(self._rest, None)
            if token is None:
                return ""
            self.read.append(token)
        return self.read[i][0]


def _cells(rows: Sequence[_Row], heads: Sequence[str]) -> Iterator[OtherCell]:
    """One cell per number; one for the whole row where its columns are not certain."""
    paths = Paths()
    for i, row in enumerate(rows, start=1):
        label = ["", *map(paths.step, _labels(row.words))][-1]
        if row.certain and heads and len(row.values) == len(heads):
            for j, (match, head) in enumerate(zip(row.values, heads, strict=True), start=1):
                unit = row.unit or stated_unit(head) or stated_unit(label)
                number, unit = read_other(match[0], unit)
                yield OtherCell(i, j, label, head, match[0], number, unit, *match.span())
        elif row.values:
            raw = " ".join(match[0] for match in row.values)
            start, end = row.values[0].start(), row.values[-1].end()
            unplaced = Number(math.nan, "unplaced")
            yield OtherCell(i, 1, label, "", raw, unplaced, row.unit, start, end)
        else:
            blank = Number(math.nan, "blank")
            for j, head in enumerate(heads, start=1):
                yield OtherCell(i, j, label, head, "", blank, row.unit, row.end, row.end)


@cache
def _is_value(token: str) -> bool:
    return read_other(token, "")[0].status in ("reported", "not_applicable")


def _splits(printed: str, folded: str) -> list[list[str]]:
    """How the heads of the values may be parted: as printed, at every word, not at all."""
    one = re.compile(_one_value())
    as_printed = [match[0] for match in _TOKEN.finditer(printed)]
    by_word = [clean(match[0]) for match in re.finditer(_value_word(), folded)]
    found = [as_printed] if all(map(one.fullmatch, as_printed)) else []
    whole = clean(folded)
    return [*found, by_word, *([[whole]] if one.fullmatch(whole) else [])]


def as_title(text: str, end: int, *, whole: bool = False) -> str:
    """The words (or the ``whole`` text) that end there, unless they are a sentence or long."""
    *_, last = [None, *_TOKEN.finditer(text, max(0, end - 2 * _LONGEST_TITLE), end)]
    title = clean(text) if whole else (last[0] if last else "")
    return "" if _SENTENCE.search(title) or len(title) > _LONGEST_TITLE else title


def _any(part: str) -> str:
    return "|".join(sorted(map(re.escape, words(part)), key=len, reverse=True))


@cache
def _openings() -> re.Pattern[str]:
    """The words with which a header or a title may begin; a group would make it slow."""
    return re.compile("|".join(map(_any, ("serials", "names", "titles"))))


@cache
def _value_word() -> str:
    return rf"[12]\d{{3}}\s*年度?|{_any('values')}"


@cache
def _one_value() -> str:
    return rf"(?:{_value_word()})(?:{_any('values')})?"


@cache
def _header() -> re.Pattern[str]:
    """A header on the folded text, or the title of an annex."""
    header = (
        rf"(?:(?P<serial>{_any('serials')}){_GAP})?(?:{_any('names')}){_GAP}"
        rf"(?:(?P<unit>{_any('units')}){_GAP})?(?P<values>(?:(?:{_value_word()}){_GAP})*)"
    )
    return re.compile(rf"(?:{header}|(?:{_any('titles')})[一二三四五六\d]?)")
