"""The requests table in running text: seven cells behind each label, proven by their sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from govinfo.parse.labels import Vocabulary, vocabulary
from govinfo.parse.running.columns import all_placed_and_balanced, place_by_columns, take_back
from govinfo.parse.running.heads import heads_agree, numbers_above
from govinfo.parse.running.segments import Piece, Segment, values_only, whole
from govinfo.parse.running.text import Label, Running
from govinfo.parse.running.values import (
    exact_fields,
    glued,
    proves,
    put_decoded,
    put_row,
    put_uncertain,
    steady_pitch,
)
from govinfo.parse.sheet import Sheet
from govinfo.parse.solving.glued import columns_confirm, decode_requests

_MOST_BLANK = 2  # cells of a row above the first label
_LONG = 5  # a label of so many characters is unmistakable wherever it stands


def read_requests(text: Running, sheet: Sheet) -> bool:
    """Read the requests table; return whether there was one."""
    words = vocabulary("requests")
    found = list(text.regions(_certain(), gap=200, at_least=5))
    for start, end in found:
        _read_region(text, sheet, words, text.labels(words, start, text.limit(end, 400)))
    return bool(found)


@cache
def _certain() -> tuple[str, ...]:
    return tuple(name for name in vocabulary("requests").rows if len(name) >= _LONG)


def _read_region(text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]) -> None:
    order = words.column_keys
    usable = bool(labels) and heads_agree(text, words, order, labels[0])
    if not usable:
        sheet.notes.append(
            "header_conflict: the heads of the requests table are not those of its form"
        )
    found = list(_rows(text, sheet, words, labels))
    runs: dict[str, str] = {}
    for key, part in found:
        if part.pieces and runs.setdefault(key, part.run) != part.run:
            sheet.disputed.add((key, order[0]))
    parts = [(key, part) for key, part in found if part.pieces]
    rows = _full_rows(parts, len(order)) if usable else _Full({}, {}, marked=False)
    doubtful = any(part.row(len(order)) is None for _, part in parts) or sheet.strangers
    pending: dict[str, Segment] = {}
    for key, part in parts:
        if id(part) in rows.cells:
            put_row(text, sheet, key, order, rows.cells[id(part)])
        else:
            pending[key] = part
    if usable and pending:
        placed = _odd_rows(sheet, pending, len(order)) if not doubtful else {}
        for key, row in placed.items():
            part = pending.pop(key)
            # No column proves the total: it may be wrong, or lost and a page number there.
            n = len(order) - (not part.fields)
            put_row(text, sheet, key, order[:n], row[:n])
            if n < len(order):
                put_uncertain(text, sheet, key, order[n:], part)
        _decode(text, sheet, order, pending)
        if pending and not sheet.disputed and not any(map(partial(glued, text), pending.values())):
            blank = {key for key, part in found if not part.pieces}
            place_by_columns(text, sheet, order, pending, blank=blank, marked=rows.marked)
    take_back(text, sheet, order, rows.weak)
    first = numbers_above(text, words, labels[0]) if labels else ()
    above = len(first) >= len(order) - _MOST_BLANK
    if above and not all_placed_and_balanced(sheet, order):
        if usable and _place_above(text, sheet, words, labels, first):
            return
        sheet.notes.append(
            "unplaced_numbers: numbers stand above the first row of the requests table"
        )
        for slot, entry in sheet.entries.items():
            sheet.entries[slot] = replace(entry, status="unplaced", value=None)
    for key, part in pending.items():
        put_uncertain(text, sheet, key, order, part)
    # Behind another label there may be the numbers of a row that seems to be blank.
    moved = above or any(len(part.apart) >= 2 * len(order) for part in pending.values())
    moved = moved or any(
        len(part.pieces) >= len(order) - _MOST_BLANK
        for label, part in (text.segments(labels) if len(parts) < len(found) else ())
        if label.name in words.columns or label.name not in words.rows
    )
    for key, part in found:
        if not part.pieces and not any(row == key for row, _ in sheet.entries):
            sheet.row_uncertain(key, order, "unplaced" if moved else "blank", "", (0, 0, 0))


def _place_above(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label], first: Sequence[Piece]
) -> bool:
    """Place each row's numbers from above its label, if all columns prove them there."""
    order = words.column_keys
    before: Sequence[Piece] = first
    trial = Sheet(sheet.kind, rows_seen=set(sheet.rows_seen))
    previous = ""
    for label, part in text.segments(labels):
        key = words.rows.get(label.name)
        if key == "other.other" and not previous.startswith("other."):
            key = None
        if key == "other.total" and any(
            row.startswith("other.") and row != key for row in sheet.rows_seen
        ):
            previous, key = "other.total", None  # the label of a group
        if key is not None and len(before) == len(order) and proves(before):
            put_row(text, trial, key, order, before)
        if key is not None:
            previous = key
        before = part.apart or ([] if key is not None else before)
    if not all_placed_and_balanced(trial, order) or trial.disputed:
        return False
    sheet.entries = trial.entries
    return True


@dataclass(frozen=True, slots=True)
class _Full:
    """Full rows: their ``cells`` by the identity of their segment.

    ``weak`` are those with an empty line or field too many, unlike the others; ``marked``
    tells that blank cells are printed, as empty fields or lines.
    """

    cells: Mapping[int, tuple[Piece, ...]]
    weak: Mapping[str, Segment]
    marked: bool


def _full_rows(parts: Sequence[tuple[str, Segment]], n: int) -> _Full:
    """The rows that came whole and whose sum holds."""
    exact = exact_fields([part for _, part in parts], n)
    rows = {id(part): part.fields if exact else part.row(n) for _, part in parts}
    found = {
        key: row for key, row in rows.items() if row is not None and len(row) == n and proves(row)
    }
    pitch = steady_pitch([part for _, part in parts if id(part) in found])
    weak: dict[str, Segment] = {}
    marked = any(part.fields for _, part in parts)
    padded = [(key, part) for key, part in parts if len(part.fields) > n and id(part) in found]
    if len(padded) == 1 and any(len(part.fields) == n for _, part in parts):
        weak.update(padded)
    for key, part in parts if pitch else ():
        if id(part) in found:
            if any(step > pitch for step in part.steps()[:-1]):
                weak[key] = part
            continue
        row = part.slots(n, pitch)
        if row is not None and proves(row):
            found[id(part)] = row
            marked = True
    return _Full(found, weak, marked)


def _odd_rows(sheet: Sheet, pending: Mapping[str, Segment], n: int) -> dict[str, tuple[Piece, ...]]:
    """Rows of as many cells as columns that don't add up, where all columns prove them."""
    odd: dict[str, tuple[Piece, ...]] = {}
    for key, part in pending.items():
        row = part.row(n)
        if row is not None and part.is_plain(n) and all(map(whole, row)):
            odd[key] = row
    prints = {key: [piece.text for piece in row] for key, row in odd.items()}
    return odd if columns_confirm(sheet, prints) else {}


def _decode(text: Running, sheet: Sheet, order: Sequence[str], pending: dict[str, Segment]) -> None:
    """Cut runs of digits where the sums leave one way."""
    runs = {key: part.runs for key, part in pending.items() if part.one_line}
    for key, numbers in decode_requests(sheet, runs).items():
        put_decoded(text, sheet, key, order, pending.pop(key), numbers)


def _rows(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
) -> Iterator[tuple[str, Segment]]:
    """Rows of the requests table with what stands behind their labels.

    Words behind a label are the rest of it, or a row whose own label is damaged.
    """
    previous = ""
    names = ["", *(label.name for label in labels), ""]
    for i, (label, part) in enumerate(text.segments(labels), start=1):
        key = words.rows.get(label.name)
        if not part.pieces and label.name in words.columns:
            # 总计 beside 自然人: a head that is printed again behind a page break.
            beside = {names[i - 1], names[i + 1]} - {"", *words.rows}
            if beside & {*words.columns, *words.others}:
                continue
        if key == "other.other" and not previous.startswith("other."):
            key = None
        if key is None and part.pieces:
            # A total of a group, or a label out of its place: a row of no form.
            sheet.strangers.append(f"{label.name}: {part.run[:60]}")
        if key is None and label.name not in words.others:
            continue
        # Digits among the words behind a label: its numbers, or those of another row.
        torn = key is not None and not part.pieces and part.has_digits
        if key is not None and not torn and (key != "other.total" or part.pieces):
            previous = key
            sheet.rows_seen.add(key)
            yield key, part
        if not part.foreign:
            if torn and key is not None and key != "other.total":
                sheet.rows_seen.add(key)
                place = text.place(part.words[0], part.words[-1])
                sheet.row_uncertain(key, words.column_keys, "unreadable", part.stranger, place)
            continue
        own = values_only(part.foreign, text.text)
        missing = {
            row for row in words.rows.values() if row not in sheet.rows_seen and len(row) > _LONG
        }
        printed = part.stranger
        if torn and key is not None:
            missing.add(key)
            printed = label.name + part.stranger
        meant = words.nearest_row(printed, missing)
        if meant is None:
            sheet.strangers.append(f"{part.stranger[:40]}: {own.run[:60]}")
            if torn and key is not None:
                # Numbers stand there: whose, cannot be told.
                put_uncertain(text, sheet, key, words.column_keys, own)
                sheet.rows_seen.add(key)
            continue
        previous = meant
        sheet.rows_seen.add(meant)
        yield meant, own
