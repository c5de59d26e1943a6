"""Statistics forms in running text: labels found by their words, cells by their gaps.

A row is placed only if it has exactly the cells that the heads announce. Nothing but
the heads tells the year's number from that of all years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govinfo.parse.fold import Folded
from govinfo.parse.labels import has_han
from govinfo.parse.lists.cells import (
    Piece,
    cells_of,
    parted_by_lines,
    pieces_of,
    place_of,
    usual_width,
)
from govinfo.parse.lists.heads import HeadWord, head_word, is_unit, value_heads
from govinfo.parse.lists.labels import (
    HARD,
    LONGEST_HEAD,
    Label,
    Spaced,
    behind_head,
    find_labels,
    regions,
)
from govinfo.parse.lists.rowforms import RowForm, split_label
from govinfo.parse.lists.statistics import Printed
from govinfo.registry import tree

_LAST = 80  # characters in which the last row must end
_NUMBERED = ("code", "value", "cumulative", "other")
_MOST_SKIPPED = 4  # codes that may be left out, row by row


@dataclass(slots=True)
class _Record:
    """A row with the cells behind its label.

    ``known`` tells a label of the form from words of none, ``glued`` that its last digits
    touch the number of the next label, ``uncertain`` that a cell may be lost or a page's
    number, ``broken`` that a line ends within it, ``traceless`` that a lost last cell left
    no empty line. ``next_number`` is the number that the form gives the next label, where
    the page prints none.
    """

    row: Printed
    pieces: list[Piece]
    known: bool = True
    glued: bool = False
    uncertain: bool = False
    broken: bool = False
    traceless: bool = False
    next_number: str = ""

    @property
    def values(self) -> list[Piece]:
        """The cells that are no unit."""
        return [piece for piece in self.pieces if not is_unit(piece.text)]


@dataclass(frozen=True, slots=True)
class _Heads:
    """The heads behind that of the labels, in order, and where the form's columns are.

    ``codes_first`` tells that a code stands before every label.
    """

    words: tuple[HeadWord, ...]
    columns: dict[str, int]
    codes_first: bool


def read_text(
    form: RowForm, text: Spaced, folded: Folded, year: int | None
) -> Iterator[tuple[list[Printed], set[int]]]:
    """The tables in running text that hold labels of a form.

    Parameters
    ----------
    form : RowForm
        The form whose labels are sought.
    text : Spaced
        The text without spaces.
    folded : Folded
        The text that ``text.at`` points into.
    year : int or None
        The year of the report.

    Yields
    ------
    list of Printed, set of int
        The rows of one table, and the years that its heads name.
    """
    for labels in regions(find_labels(form, text)):
        rows: list[Printed] = []
        years: set[int] = set()
        for part, end in _parts(text, labels):
            heads = _heads(form, text, part[0].lead, year)
            years |= {heads.words[i].year or 0 for i in heads.columns.values()} - {0}
            rows += _rows(form, text, folded, part, heads, end)
        yield rows, years


def _parts(text: Spaced, labels: Sequence[Label]) -> Iterator[tuple[Sequence[Label], int]]:
    """Labels each time from a head of labels on, and where they end.

    A contents may stand before the table, and heads be printed again on the next page.
    """
    words: list[str] = tree("labels")["statistics"]["heads"]["label"]
    begin = 0
    for i in range(1, len(labels)):
        between = text.text[labels[i - 1].end : labels[i].lead]
        if any(word in between for word in words):
            yield labels[begin:i], labels[i].lead
            begin = i
    yield labels[begin:], len(text.text)


def _heads(form: RowForm, text: Spaced, end: int, year: int | None) -> _Heads:
    """The heads right before the first row, left to right, and whether codes come first.

    They must run without a stranger from the head of the labels to the first row;
    otherwise nothing is known.
    """
    found: list[HeadWord] = []
    here = end
    labelled = codes_first = False
    while (step := _head_before(form, text, here)) is not None:
        word, here = step
        if labelled:
            codes_first = word.kind == "code"
            break
        if word.kind == "label":
            labelled = True
        elif word.kind not in ("numbering", "number"):
            found.insert(0, word)
    if not labelled:
        return _Heads((), {}, False)
    return _Heads(tuple(found), value_heads(found, year), codes_first)


def _head_before(form: RowForm, text: Spaced, end: int) -> tuple[HeadWord, int] | None:
    """The longest head that ends at a place and stands free on its left."""
    if end and text.text[end - 1].isdigit():
        start = end
        while start and text.text[start - 1].isdigit() and (start == end or not text.gap[start]):
            start -= 1
        # The first row's code, or a row of numbers under the heads.
        return (HeadWord("number"), start) if text.gap[start] and end - start < 3 else None
    loose: tuple[HeadWord, int] | None = None
    for start in range(max(0, end - 2 * LONGEST_HEAD), end):
        word = head_word(form, text.text[start:end])
        if not word.kind:
            continue
        touching = not text.gap[start] and has_han(text.text[max(0, start - 1) : start])
        if touching and word.kind != "label" and not behind_head(form, text.text, start):
            continue
        if word.exact:
            return word, start
        loose = word, start
    return loose


def _rows(
    form: RowForm,
    text: Spaced,
    folded: Folded,
    labels: Sequence[Label],
    heads: _Heads,
    end: int,
) -> list[Printed]:
    """Every row of a table, those between labels that are of no form too."""
    ends = [*(label.lead for label in labels[1:]), min(labels[-1].end + _LAST, end)]
    by_lines = parted_by_lines(text, labels, ends)
    records = list(_records(form, text, labels, ends, heads, by_lines))
    if 2 * sum(record.broken for record in records) < len(labels):
        for record in records:
            record.uncertain = record.uncertain or record.broken
    code: int | None = None
    last = max(i for i, record in enumerate(records) if record.pieces or record.known)
    for i, record in enumerate(records):
        values: Sequence[Piece] = record.values
        doubt = record.glued or (record.uncertain and len(values) > 0)
        if heads.codes_first and i < last:
            cells = _without_code(values, code)
            doubt = doubt or cells is None
            code = (code or 0) + 1 if cells is None else int(values[-1].text)
            values = values if cells is None else cells
        else:
            doubt = doubt or bool(values and values[-1].text == record.next_number)
        _settle(record, values, heads, doubt, text, folded)
    _distrust(form, records, by_lines)
    return [record.row for record in records]


def _records(
    form: RowForm,
    text: Spaced,
    labels: Sequence[Label],
    ends: Sequence[int],
    heads: _Heads,
    by_lines: bool,
) -> Iterator[_Record]:
    """Each label with what stands behind it, then each stranger with what is its own."""
    width = usual_width(text, labels, ends) if by_lines else 0
    for i, (label, end) in enumerate(zip(labels, ends, strict=True)):
        pieces, strangers, unsure = cells_of(pieces_of(text, label.end, end, by_lines))
        record = _Record(Printed(text.text[label.lead : label.end]), pieces)
        # A code may stand on the line of its own row, that is below.
        own = pieces[:-1] if heads.codes_first else pieces
        record.uncertain = unsure or any(
            (width and text.gap[piece.start] not in (0, width))
            or text.at[piece.start] in text.doubtful
            for piece in own
        )
        # A unit below its label has no number that could be a page's.
        numbers = own[1:] if own and is_unit(own[0].text) else own
        record.broken = not width and any(text.gap[piece.start] >= HARD for piece in numbers)
        beyond = any(text.gap[piece.start] > width for piece in pieces[-1:])
        beyond = beyond or (end < len(text.text) and text.gap[end] > width)
        record.traceless = not width or not (record.uncertain or beyond)
        if i + 1 < len(labels):
            follower = labels[i + 1]
            record.glued = follower.glued
            record.next_number = _unprinted_number(form, text.text, follower)
        yield record
        for words, foreign in strangers:
            yield _Record(Printed(words), foreign, known=False)


def _settle(
    record: _Record,
    values: Sequence[Piece],
    heads: _Heads,
    doubt: bool,
    text: Spaced,
    folded: Folded,
) -> None:
    """Give the row its cells, or the reason why it has none."""
    row = record.row
    row.headed = bool(heads.columns)
    row.unit = next((piece.text for piece in record.pieces if is_unit(piece.text)), "")
    row.run = " ".join(piece.text for piece in values)
    if values:
        row.place = place_of(text, folded, values[0], values[-1])
    cells = None if doubt else _columns(values, heads)
    if cells is None:
        row.status = _doubt(values, heads, record.glued)
        return
    row.cells = {
        column: (piece.text, place_of(text, folded, piece, piece))
        for column, piece in cells.items()
        if column
    }
    row.cumulative = cells[""].text if "" in cells else None


def _without_code(values: Sequence[Piece], code: int | None) -> Sequence[Piece] | None:
    """The cells before the code of the next row, or None where the last is no such code."""
    printed = values[-1].text if values else ""
    if not printed.isdecimal():
        return None
    most = 1 if len(values) == 1 else _MOST_SKIPPED
    if code is not None and not code < int(printed) <= code + most:
        return None
    return values[:-1]


def _unprinted_number(form: RowForm, text: str, label: Label) -> str:
    """The number of a label that the page leaves out; it may stand among the cells before."""
    name, number, _ = split_label(text[label.lead : label.end])
    lines = form.named.get(name, ())
    return "" if number or not lines else form.lines[lines[0]].number


def _columns(values: Sequence[Piece], heads: _Heads) -> dict[str, Piece] | None:
    """Column to cell, and the cumulative cell under an empty name; None where they don't fit."""
    numbered = [i for i, word in enumerate(heads.words) if word.kind in _NUMBERED]
    if not heads.columns or len(values) != len(numbered):
        return None
    of_head = dict(zip(numbered, values, strict=True))
    found = {column: of_head[i] for column, i in heads.columns.items()}
    sums = [i for i in numbered if heads.words[i].kind == "cumulative"]
    if len(sums) == 1 and len(found) == 1:
        found[""] = of_head[sums[0]]
    return found


def _doubt(values: Sequence[Piece], heads: _Heads, glued: bool) -> str:
    """Why a row is not placed: nothing there, digits run together, or cells unsure."""
    if not values:
        return "unreadable" if glued else "blank"
    wanted = sum(word.kind in _NUMBERED for word in heads.words)
    digits = sum(character.isdigit() for piece in values for character in piece.text)
    return "unreadable" if glued or len(values) < wanted <= digits else "unplaced"


def _distrust(form: RowForm, records: Sequence[_Record], by_lines: bool) -> None:
    """Take back rows that other rows make doubtful.

    Where most rows have other cells than the heads announce, the heads are not those of
    the table. Where blank cells left no trace, a number behind the last row may be a
    page's.
    """
    rows = {line.name for line in form.lines if line.key}
    mine = [record for record in records if split_label(record.row.label)[0] in rows]
    placed = [record for record in mine if not record.row.status]
    filled = [record for record in mine if record.row.run]
    if 2 * len(placed) < len(filled):
        for record in placed:
            record.row.status = "unplaced"
    blank = any(record.row.status == "blank" and record.traceless for record in mine)
    if by_lines and blank and mine and mine[-1].row.run and not mine[-1].row.status:
        mine[-1].row.status = "unplaced"
