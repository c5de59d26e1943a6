"""The disputes table in running text: three blocks of five, each ending in its sum.

Printed as one row of fifteen, cut into two tables, or with the blocks as rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from govinfo.parse.grids.heads import blocks_in_order
from govinfo.parse.labels import Vocabulary, vocabulary
from govinfo.parse.running.segments import Piece, Segment, legible, values_only
from govinfo.parse.running.text import Label, Running
from govinfo.parse.running.values import doubt, glued, proves, shorter
from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.solving.glued import decode_disputes
from govinfo.parse.solving.short_rows import agreed_disputes

_FEWEST = 6  # labels that make a table
_SENTENCE = re.compile("[，；。]")
_BESIDE = 40  # characters beside the certain labels in which the others stand
_LABEL = 6  # characters of a label before the row: 数量, 件数

_Slots = tuple[tuple[str, str], ...]


def read_disputes(text: Running, sheet: Sheet) -> bool:
    """Read the disputes table; return whether there was one."""
    words = vocabulary("disputes")
    slots = tuple(form_slots("disputes"))
    seen = False
    for begin, end in _regions(text):
        labels = text.labels(words, begin, end)
        columns = [label for label in labels if label.name in words.columns]
        parts = list(_in_parts(text, words, labels, slots))
        if len(parts) > 1 and any(not own for own, _ in parts):
            # A row without a block: each may stand above its own.
            seen = True
            _uncertain(text, sheet, slots, next(part for own, part in parts if not own))
            continue
        parts = [(own, part) for own, part in parts if own]
        whole = [slot for own, _ in parts for slot in own] == [*slots]
        if len(columns) != len(slots) or (whole and len(parts) > 1):
            seen = seen or bool(parts)
            for own, part in parts:
                _read_row(text, sheet, own, part)
            continue
        seen = True
        *before, (_, part) = text.segments([*labels[: labels.index(columns[-1]) + 1]])
        printed = [words.columns[label.name] for label in columns]
        blocks = [words.others[label.name] for label in labels if label.name in words.others]
        if printed == [column for _, column in slots] and blocks_in_order(blocks, slots):
            astray = [other for _, other in before if other.pieces]
            if astray and not part.pieces:
                _uncertain(text, sheet, slots, astray[-1])
                continue
            _read_row(text, sheet, slots, part)
            continue
        sheet.notes.append(
            "header_conflict: the heads of the disputes table are not those of its form"
        )
        _uncertain(text, sheet, slots, part)
    return seen


def _regions(text: Running) -> Iterator[tuple[int, int]]:
    """Where labels stand so close together that they may be a table, without sentences.

    A sentence lists the results, too: 其中结果维持72件，结果纠正64件，…
    """
    for start, end in text.regions(_certain(), gap=_BESIDE, at_least=_FEWEST, distinct=False):
        marks = [mark.start() for mark in _SENTENCE.finditer(text.packed.text, start, end)]
        if not marks:
            yield start - _BESIDE, end + _BESIDE
            continue
        for first, last in ((start, marks[0]), (marks[-1] + 1, end)):
            if text.count(_certain(), first, last) >= _FEWEST:
                yield first - _BESIDE * (first == start), last + _BESIDE * (last == end)


@cache
def _certain() -> tuple[str, ...]:
    words = vocabulary("disputes")
    columns = (name for name, key in words.columns.items() if key != "total")
    # 行政复议 stands in any sentence; the names of the other two blocks in none.
    _, *others = dict.fromkeys(f"blocks:{item}" for item, _ in form_slots("disputes"))
    return (*columns, *(name for name, key in words.others.items() if key in others))


def _in_parts(
    text: Running, words: Vocabulary, labels: Sequence[Label], slots: _Slots
) -> Iterator[tuple[_Slots, Segment]]:
    """The slots of each row of a table cut in two, or with its blocks as rows.

    A row belongs to the blocks named since the row before, under the heads printed
    last; one to which no block belongs has no slots.
    """
    items = tuple(dict.fromkeys(item for item, _ in slots))
    order = [column for item, column in slots if item == items[0]]
    heads: list[str] = []
    blocks: list[str] = []
    fresh = False
    for label, printed in text.segments(labels):
        part = _behind_label(printed, text)
        column = words.columns.get(label.name)
        named = words.others.get(label.name, "")
        if column is not None:
            heads = [*heads, column] if fresh else [column]
            fresh = True
        elif named.startswith("blocks:"):
            blocks.append(named.removeprefix("blocks:"))
        if not part.pieces:
            continue
        n = len(blocks)
        if not n:
            yield (), part
        elif heads == order * n and blocks == [item for item in items if item in blocks]:
            yield tuple((item, column) for item in blocks for column in order), part
        blocks, fresh = [], False


def _behind_label(part: Segment, text: Running) -> Segment:
    """The row, where a word such as 数量 stands before it."""
    if part.pieces or not part.foreign or len(part.stranger) > _LABEL or len(part.words) > 1:
        return part
    return part if any(map(str.isdigit, part.stranger)) else values_only(part.foreign, text.text)


def _read_row(text: Running, sheet: Sheet, slots: _Slots, printed: Segment) -> None:
    part = _behind_label(printed, text)
    row = _proven(part, slots)
    if row is not None:
        for piece, (item, column) in zip(row, slots, strict=True):
            sheet.put(item, column, Entry(piece.text, text.place(piece, piece), "stream"))
        return
    if not part.pieces:
        _uncertain(text, sheet, slots, part)
        return
    place = text.place(part.pieces[0], part.pieces[-1])
    # Numbers apart, one short of the cells, have lost a blank: none of them is to be cut.
    items = {item for item, _ in slots}
    cut = part.one_line and (len(part.runs) <= len(items) or glued(text, part))
    decoded = decode_disputes(part.runs, slots) if cut else None
    if decoded is not None:
        for (item, column), number in zip(slots, decoded, strict=True):
            sheet.put(item, column, Entry(part.run, place, "decoded", value=float(number)))
        return
    agreed = {} if doubt(part, len(slots)) != "unplaced" else agreed_disputes(part.runs, slots)
    for (item, column), printed_number in agreed.items():
        one = next(piece for piece in part.pieces if piece.text == printed_number)
        sheet.put(item, column, Entry(one.text, text.place(one, one), "decoded"))
    _uncertain(text, sheet, [slot for slot in slots if slot not in agreed], part)


def _proven(part: Segment, slots: _Slots) -> tuple[Piece, ...] | None:
    """The row of a segment whose blocks all add up, if there is but one way to read it."""
    n = len(slots)
    lines = part.field_lines
    if len(lines) > 1:
        return None
    rows = [lines[0]] if lines else [part.apart, part.slots(n, 1), part.slots(n, 2)]
    for row in rows:
        if row and len(row) == n and all(map(legible, row)) and _blocks_stand(row, slots):
            return row
    printed = rows[0] or ()
    # What is left out must be too little for a block, whose head may have been missed.
    if len(printed) - n >= n // len(dict.fromkeys(item for item, _ in slots)) - 1:
        return None
    ways = [way for way in shorter(printed, n) if _blocks_stand(way, slots)]
    return ways[0] if len(ways) == 1 and _is_slip(printed, ways[0]) else None


def _is_slip(printed: Sequence[Piece], row: Sequence[Piece]) -> bool:
    """Whether what a row leaves out stood before it, behind it, or was printed twice."""
    n = len(row)
    if tuple(row) in (tuple(printed[:n]), tuple(printed[-n:])):
        return True
    texts, kept = ([piece.text for piece in pieces] for pieces in (printed, row))
    return any(
        one == other and texts[:i] + texts[i + 1 :] == kept
        for i, (one, other) in enumerate(pairwise(texts))
    )


def _blocks_stand(pieces: Sequence[Piece], slots: _Slots) -> bool:
    """Whether every block of a dispute row adds up.

    Nothing but its sums tells a row of fifteen from one that lost a blank and gained a
    page number.
    """
    items = dict.fromkeys(item for item, _ in slots)
    return all(
        proves([piece for piece, slot in zip(pieces, slots, strict=True) if slot[0] == item])
        for item in items
    )


def _uncertain(
    text: Running, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment
) -> None:
    if not part.pieces:
        status = "unreadable" if part.has_digits else "blank"
        for item, column in slots:
            sheet.put(item, column, Entry(part.stranger, (0, 0, 0), "", status))
        return
    place = text.place(part.pieces[0], part.pieces[-1])
    status = doubt(part, len(slots))
    for item, column in slots:
        sheet.put(item, column, Entry(part.run, place, "", status))
    sheet.notes.append(
        f"{status}_numbers: {len(part.pieces)} numbers stand for {len(slots)} cells of "
        f"the disputes table ({part.run}); several placements fit.{_likeliest(part.pieces)}"
    )


def _likeliest(pieces: Sequence[Piece]) -> str:
    """The reading that fills the first block, where its sum allows it."""
    first = pieces[:5]
    if len(first) == 5 and proves(first):
        block = " ".join(piece.text for piece in first)
        return f" Likeliest: {block} for administrative reconsideration, the rest lost in part."
    return ""
