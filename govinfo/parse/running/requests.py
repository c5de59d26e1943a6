"""The requests table in running text: seven cells behind each label, proven by their sum."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from govinfo.parse.labels import Vocabulary, vocabulary
from govinfo.parse.running.columns import all_placed_and_balanced, place_by_columns, take_back
from govinfo.parse.running.heads import first_row, heads_agree, numbers_above, numbers_before
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

_NOTE = re.compile(r"[（(][^（()）]*[）)]")  # of a label
_MOST_BLANK = 2  # cells of a row above the first label
_LONG = 5  # a label of so many characters is unmistakable wherever it stands


def read_requests(text: Running, sheet: Sheet) -> bool:
    """Read the requests table; return whether there was one."""
    words = vocabulary("requests")
    found = list(text.regions(_certain(), gap=200, at_least=5))
    for start, end in found:
        begin = first_row(text, words, start, len(words.column_keys))
        _read_region(text, sheet, words, text.labels(words, begin, text.limit(end, 400)), begin)
    return bool(found)


def _ends_bare(sheet: Sheet, words: Vocabulary, last: Segment) -> bool:
    """Whether nothing stands behind the last label of the table, be it known or damaged."""
    if last.foreign:
        return False
    missing = {*words.rows.values()} - sheet.rows_seen
    return not last.pieces or bool(
        last.stranger and words.nearest_row(last.stranger, missing) is not None
    )


@cache
def _first_row() -> str:
    return next(iter(vocabulary("requests").rows.values()))


@cache
def _certain() -> tuple[str, ...]:
    return tuple(name for name in vocabulary("requests").rows if len(name) >= _LONG)


def _read_region(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label], begin: int
) -> None:
    order = words.column_keys
    usable = bool(labels) and heads_agree(text, words, order, labels[0])
    if not usable:
        sheet.notes.append(
            "header_conflict: the heads of the requests table are not those of its form"
        )
    found = [*_first_rows(text, sheet, words, labels, begin), *_rows(text, sheet, words, labels)]
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
    if usable and len(pending) == len(parts) and len({key for key, _ in parts}) == len(parts):
        # No sum proves a row of such a table, but all columns together do.
        trial = Sheet(sheet.kind, rows_seen=set(sheet.rows_seen))
        for key, row in _framed_rows(pending, len(order)).items():
            put_row(text, trial, key, order, row)
        if trial.entries and all_placed_and_balanced(trial, order):
            sheet.entries |= trial.entries
            pending.clear()
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
    take_back(text, sheet, order, {**rows.weak, **_uneven(text, parts, len(order))})
    first = numbers_above(text, words, labels[0]) if labels else ()
    # Nothing behind the last label, but numbers before the first: each label has the row above.
    above = len(first) >= len(order) - _MOST_BLANK or (
        bool(found)
        and _ends_bare(sheet, words, found[-1][1])
        and (found[0][0] != _first_row() or numbers_before(text, words, labels[0]))
    )
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
    moved = above or any(len(part.apart) > len(order) for part in pending.values())
    moved = moved or any(
        part.pieces
        for label, part in (text.segments(labels) if len(parts) < len(found) else ())
        if label.name in words.columns or label.name not in words.rows
    )
    filled = {row for row, _ in sheet.entries}
    for i, (key, part) in enumerate(found):
        if not part.pieces and key not in filled:
            beside = any(other in pending for other, _ in found[max(0, i - 1) : i + 2])
            status = "unplaced" if moved or beside else "blank"
            sheet.row_uncertain(key, order, status, "", (0, 0, 0))


def _place_above(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label], first: Sequence[Piece]
) -> bool:
    """Place each row's numbers from above its label, if all columns prove them there."""
    order = words.column_keys
    before: Sequence[Piece] = first
    trial = Sheet(sheet.kind, rows_seen=set(sheet.rows_seen))
    previous = ""
    runs: dict[str, list[str]] = {}
    for label, part in text.segments(labels):
        key = words.rows.get(label.name)
        if key == "other.other" and not previous.startswith("other."):
            key = None
        if key == "other.total" and any(
            row.startswith("other.") and row != key for row in sheet.rows_seen
        ):
            previous, key = "other.total", None  # the label of a group
        printed = [piece.text for piece in before]
        if key is not None and runs.setdefault(key, printed) != printed:
            return False
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


def _uneven(text: Running, parts: Sequence[tuple[str, Segment]], n: int) -> dict[str, Segment]:
    """Rows with blank cells left out at an edge, on a line of more cells than the others.

    The blank one may be a cell, and a number printed twice.
    """
    walls = {key: text.walls(part.start) for key, part in parts if part.fields}
    if not walls:
        return {}
    usual = Counter(walls.values()).most_common(1)[0][0]
    return {key: part for key, part in parts if len(part.fields) > n and walls[key] > usual}


def _framed_rows(pending: Mapping[str, Segment], n: int) -> dict[str, tuple[Piece, ...]]:
    """The rows of a table that prints all its cells, the same ones blank in every row."""
    for pitch in (0, 1, 2):
        rows = {
            key: part.slots(n, pitch) if pitch else part.fields for key, part in pending.items()
        }
        full = {key: row for key, row in rows.items() if row is not None and len(row) == n}
        blank = {tuple(not piece.text for piece in row) for row in full.values()}
        if full.keys() == rows.keys() and len(blank) == 1 and any(*blank):
            return full
    return {}


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


def _first_rows(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label], begin: int
) -> Iterator[tuple[str, Segment]]:
    """The rows with damaged labels between the heads and the first label."""
    before = text.between(begin, labels[0].start) if labels and labels[0].start > begin else None
    for printed, values in before.groups if before is not None and not before.pieces else ():
        key = words.nearest_row(printed, {*words.rows.values()} - sheet.rows_seen)
        if values and key is not None:
            sheet.rows_seen.add(key)
            yield key, values_only(values, text.text)
        elif values:
            sheet.strangers.append(f"{printed[:40]}: {values[0].text}")


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
        for number, (printed, values) in enumerate(part.groups):
            if not values:
                continue
            own = values_only(values, text.text)
            behind = key if torn and number == 0 else None
            meant = _meant(sheet, words, label.name, printed, behind)
            if meant is not None:
                previous = meant
                sheet.rows_seen.add(meant)
                yield meant, own
                continue
            sheet.strangers.append(f"{printed[:40]}: {own.run[:60]}")
            if behind is not None:
                # Numbers stand there: whose, cannot be told.
                put_uncertain(text, sheet, behind, words.column_keys, own)
                sheet.rows_seen.add(behind)


def _meant(
    sheet: Sheet, words: Vocabulary, label: str, printed: str, behind: str | None
) -> str | None:
    """The row that words must mean, which may be the rest of the label they stand ``behind``."""
    missing = {
        row for row in words.rows.values() if row not in sheet.rows_seen and len(row) > _LONG
    }
    if behind is None:
        return words.nearest_row(printed, missing)
    if _NOTE.fullmatch(printed):
        return behind
    return words.nearest_row(label + printed, missing | {behind})
