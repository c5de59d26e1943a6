"""The proactive table in running text: blocks of rows, each under heads of its own.

No sum proves a row here. A row is placed where its block has all heads that the form
has for it, and where nothing shows that numbers were lost or came from elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from govinfo.parse.labels import Vocabulary, has_han, vocabulary
from govinfo.parse.running.segments import Piece, Segment, values_only
from govinfo.parse.running.text import Label, Running
from govinfo.parse.running.values import (
    exact_fields,
    glued,
    put_decoded,
    put_row,
    put_uncertain,
    steady_pitch,
)
from govinfo.parse.sheet import Sheet, choose_form, form_slots, forms_of
from govinfo.parse.solving.glued import before_sign, decode_filled
from govinfo.parse.units import stated_unit
from govinfo.registry import metric_rows

_WIDTHS = (2, 3)  # cells of rows of several
_SIGNS = ("+", "-", "＋", "－", "−", "增", "减")
_NOTE = re.compile(r"[（(][^（()）]*[）)]?|单位[:：]?\w*元")
_ENUMERATOR = re.compile(r"[0-9]{1,2}")
_ENOUGH_GAPS = 3  # gaps between cells that show what parts them
_UNIT = 12  # characters behind a head in which its unit may stand


@dataclass(slots=True)
class _Row:
    """A row with the heads above it and what stands behind its label."""

    key: str
    heads: list[str]
    units: dict[str, str]
    part: Segment
    strange: bool  # whether words of no form stand before its heads
    foreign: bool  # whether a head of no form stands among them


def read_proactive(text: Running, sheet: Sheet) -> bool:
    """Read the proactive table; return whether there was one."""
    words = vocabulary("proactive")
    found = list(text.regions(_certain(), gap=90, at_least=4))
    for start, end in found:
        labels = text.labels(words, start, text.limit(end, 60))
        _place(text, sheet, *_collect(text, sheet, words, labels))
    return bool(found) and bool(sheet.rows_seen)


@cache
def _certain() -> tuple[str, ...]:
    words = vocabulary("proactive")
    return (*words.columns, *words.others)


def _collect(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
) -> tuple[list[_Row], bool]:
    """The rows with their heads, and whether numbers stand where no row is.

    Rows without numbers are blank, unless numbers stand above the rows they belong to.
    """
    found: list[_Row] = []
    blank: list[tuple[str, list[str]]] = []
    heads: list[str] = []
    units: dict[str, str] = {}
    in_head = displaced = strange = foreign = loose = False
    runs: dict[str, str] = {}
    for label, part in text.segments(labels):
        column = words.columns.get(label.name)
        row = words.rows.get(label.name)
        loose = loose or (row is None and bool(part.foreign))
        if column is not None:
            displaced = displaced or bool(part.pieces)
            if not in_head:
                heads, units, in_head, foreign = [], {}, True, False
            heads.append(column)
            # Words with numbers behind them are rather a row.
            foreign = foreign or (not part.foreign and _holds_words(part))
            units[column] = stated_unit(text.line_of(label, _UNIT))
            continue
        if row is None:
            displaced = displaced or bool(part.pieces)
            # 第二十条第（五）项 opens a block: the heads above no longer hold.
            in_head, heads = False, []
            strange = _holds_words(part)
            continue
        in_head = False
        own, part = _once(text, heads, part)
        if not own or len(set(own)) != len(own):
            continue
        sheet.rows_seen.add(row)
        sheet.columns_seen.update(own)
        if not part.pieces:
            # Words behind the label may be the rest of a row that cannot be told.
            if part.has_digits:
                run = " ".join(piece.text for piece in part.foreign)
                sheet.row_uncertain(row, own, "unplaced", run, (0, 0, 0))
            else:
                blank.append((row, own))
            continue
        if runs.setdefault(row, part.run) != part.run:
            sheet.disputed.add((row, own[0]))
        found.append(_Row(row, own, units, part, strange, foreign))
    # Numbers behind words of no row, and a row without any: they may stand above their rows.
    displaced = displaced or (loose and bool(blank))
    for row, own in blank:
        status = "unplaced" if displaced else "blank"
        sheet.row_uncertain(row, own, status, "", (0, 0, 0))
    return found, displaced


def _holds_words(part: Segment) -> bool:
    """Whether words stand there that are no note in brackets."""
    return has_han(_NOTE.sub("", part.stranger))


def _once(text: Running, heads: list[str], part: Segment) -> tuple[list[str], Segment]:
    """Heads and cells once, where a converter repeats both for each column of a span."""
    n = len(heads)
    if n < 2 or len(set(heads)) > 1 or len(part.fields) != n:
        return heads, part
    if len({field.text for field in part.fields}) > 1:
        return heads, part
    first = part.fields[0]
    return heads[:1], values_only([first], text.text) if first.text else part


def _place(text: Running, sheet: Sheet, found: Sequence[_Row], displaced: bool) -> None:
    doubtful = text.furniture.doubtful
    run_together = any(glued(text, row.part) for row in found)
    pitch = steady_pitch([row.part for row in found if row.part.is_plain(len(row.heads))])
    pending: dict[str, _Row] = {}
    wide = [row for row in found if len(row.heads) > 1]
    fenced = {n: exact_fields([r.part for r in wide if len(r.heads) == n], n) for n in _WIDTHS}
    beside = [_is_beside(row.part) for row in wide]
    usual = _usual_gap(wide)
    every_row = sheet.rows_seen.issuperset(_rows_of(choose_form(sheet)))
    for row in found:
        part, n = row.part, len(row.heads)
        proven = len(part.fields) == n
        pieces = part.row(n) if part.is_plain(n) else part.slots(n, pitch) if pitch else None
        if proven and fenced.get(n):
            pieces = part.fields
        elif pitch and any(step != pitch for step in part.steps()[:-1]):
            # An empty line where others have none: a blank cell, or none.
            pieces = part.slots(n, pitch)
        apart = not part.one_line or not run_together or n == 1
        if (
            pieces is None
            or not _is_complete(row.key, row.heads)
            or any(" " in piece.text for piece in pieces)
            or _is_doubtful(row, usual, run_together=run_together)
            or part.mixed
            # Where a row is missing, a run may be its number, too.
            or (run_together and part.one_line and not every_row)
            or not _fits(row.heads, pieces)
            or (all(beside) and beside and not _is_beside(part))
            or not (
                proven
                or (
                    apart
                    and not displaced
                    and not any(piece.start in doubtful for piece in part.pieces)
                )
            )
        ):
            pending[row.key] = row
            continue
        put_row(text, sheet, row.key, row.heads, pieces)
        for column in row.heads:
            sheet.entries[row.key, column].stated_unit = row.units[column]
    runs = {
        key: (row.part.runs, len(row.heads))
        for key, row in pending.items()
        if row.part.one_line and run_together
    }
    decoded = decode_filled(runs)
    for key, row in pending.items():
        if key in decoded:
            put_decoded(text, sheet, key, row.heads, row.part, decoded[key])
            continue
        # Where a row is missing, its numbers may stand behind those of the one before.
        alone = row.part.one_line and every_row
        first = before_sign(row.part.runs, row.heads) if alone else None
        if first is not None:
            put_decoded(text, sheet, key, row.heads[:1], row.part, (first,))
        put_uncertain(text, sheet, key, row.heads[first is not None :], row.part)


def _usual_gap(rows: Sequence[_Row]) -> str | None:
    """What parts the cells of nearly all rows; None where that is not always the same."""
    gaps = Counter(gap for row in rows for gap in row.part.gaps)
    if gaps.total() < _ENOUGH_GAPS:
        return None
    (usual, times), *_ = gaps.most_common(1)
    return usual if 2 * times > gaps.total() else None


def _is_doubtful(row: _Row, usual: str | None, *, run_together: bool) -> bool:
    """Whether a number may be no cell of the row, or none of the heads that are known.

    One parted from the others by another mark may stand behind the table; a short one
    before words may be their number (9 其他事项), as may the last digits of a run.
    """
    part = row.part
    numbered = run_together or _ENUMERATOR.fullmatch(part.runs[-1])
    if part.followed and part.one_line and numbered:
        return True
    if row.foreign:
        return True
    if row.strange and any(len(heads) > len(row.heads) for heads in _heads_of(row.key)):
        return True
    usual = "" if run_together else usual
    return usual is not None and any(gap != usual for gap in part.gaps)


def _fits(heads: Sequence[str], pieces: Sequence[Piece]) -> bool:
    """Whether signs stand under changes only and, in a row of several, fractions under amounts."""
    return len(heads) == 1 or all(
        (piece.text[:1] not in _SIGNS or head in _kinds()["change"] or len(piece.text) == 1)
        and ("." not in piece.text or head in _kinds()["money"])
        for head, piece in zip(heads, pieces, strict=True)
    )


@cache
def _kinds() -> Mapping[str, frozenset[str]]:
    """The columns of the table whose cells are changes, and those whose are amounts."""
    columns = [
        (metric_rows()[metric]["kind"], column)
        for form in forms_of("proactive")
        for (_, column), metric in form_slots(form).items()
    ]
    return {
        kind: frozenset(column for its, column in columns if its == kind)
        for kind in ("change", "money")
    }


def _is_beside(part: Segment) -> bool:
    """Whether the first value stands on the line of its label."""
    return "\n" not in part.raw[: part.pieces[0].start - part.start]


@cache
def _rows_of(form: str) -> frozenset[str]:
    return frozenset(row for row, _ in form_slots(form))


@cache
def _heads_of(row: str) -> tuple[frozenset[str], ...]:
    """The columns that the forms have for a row."""
    return tuple(
        frozenset(column for item, column in form_slots(form) if item == row)
        for form in forms_of("proactive")
    )


def _is_complete(row: str, heads: Sequence[str]) -> bool:
    """Whether a form has exactly these heads over a row: where one is lost, cells move."""
    return frozenset(heads) in _heads_of(row)
