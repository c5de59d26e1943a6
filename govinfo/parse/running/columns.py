"""Rows of the requests table that only its columns can prove: too short, or too long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from govinfo.parse.cells import read_number
from govinfo.parse.running.segments import Piece, Segment, meant
from govinfo.parse.running.text import Running
from govinfo.parse.running.values import doubt, proves, put_row, shorter
from govinfo.parse.sheet import Entry, Sheet, choose_form, form_slots
from govinfo.parse.solving.joint import supported
from govinfo.parse.solving.short_rows import agreed_requests
from govinfo.parse.solving.sums import request_sums


def place_by_columns(
    text: Running,
    sheet: Sheet,
    order: Sequence[str],
    pending: dict[str, Segment],
    *,
    blank: Set[str],
    marked: bool,
) -> None:
    """Place what the columns of the table prove of rows that are too short or too long.

    Parameters
    ----------
    text, sheet, order
        The text, the sheet with the rows placed so far, the columns.
    pending : dict
        Row key to what is printed there, of the rows not placed; those placed are taken out.
    blank : set of str
        Rows in which nothing is printed.
    marked : bool
        Whether the table shows its blank cells: then a short row lost more than blanks.
    """
    long: dict[str, Sequence[Piece]] = {}
    prints: dict[str, list[str]] = {}
    for key in _form_rows(sheet):
        if key in pending:
            part = pending[key]
            row: Sequence[Piece] = part.fields if len(part.fields) > len(order) else part.apart
            if len(row) >= len(order):
                ways = [
                    way
                    for way in shorter(row, len(order))
                    if proves(way) and way[0].text and way[-1].text
                ]
                if len(ways) != 1:
                    return
                row = long[key] = ways[0]
            prints[key] = [_count(piece.text) for piece in row]
        elif (key, order[0]) in sheet.entries:
            prints[key] = [_entry_count(sheet.entries[key, column]) for column in order]
        elif key in blank:
            prints[key] = []
        else:
            return
    short = [key for key in pending if key not in long]
    agreed = agreed_requests(prints, order)
    if not agreed and (short or not _balanced(prints)):
        return
    for key, row in long.items():
        put_row(text, sheet, key, order, row)
        del pending[key]
    for key in short if not marked else ():
        part = pending.pop(key)
        pieces = {_count(piece.text): piece for piece in reversed(part.apart)}
        # Of 2 and 2*, it can't be told which one the columns mean.
        unsure = {_count(piece.text) for piece in part.apart if meant(piece.text) is not None}
        for column in order:
            printed = agreed.get((key, column))
            if printed is None or part.fields or printed in unsure:
                place = text.place(part.pieces[0], part.pieces[-1])
                sheet.put(key, column, Entry(part.run, place, "", "unplaced"))
            else:
                piece = pieces[printed]
                sheet.put(key, column, Entry(piece.text, text.place(piece, piece), "decoded"))


def take_back(
    text: Running, sheet: Sheet, order: Sequence[str], weak: Mapping[str, Segment]
) -> None:
    """Take back rows that only their own sum proves, where the columns don't add up.

    An empty line among their numbers may be a blank cell, and one of the numbers printed
    twice; and where numbers stand before the first label, each label may have the row below.
    """
    hold = _columns_hold(sheet, order) if weak else True
    if hold:
        return
    for key, part in weak.items():
        # One row with a field more than all others: without its columns, nothing proves it.
        if hold is None and not part.fields:
            continue
        place = text.place(part.pieces[0], part.pieces[-1])
        for column in order:
            status = doubt(part, len(order))
            sheet.entries[key, column] = Entry(part.run, place, "", status)


def all_placed_and_balanced(sheet: Sheet, order: Sequence[str]) -> bool:
    """Whether every row of the form is there and all columns add up."""
    return _columns_hold(sheet, order) is True


def _columns_hold(sheet: Sheet, order: Sequence[str]) -> bool | None:
    """Whether the columns add up; None where a row is missing or without its numbers."""
    rows = _form_rows(sheet)
    if any((row, order[0]) not in sheet.entries for row in rows):
        return None
    entries = {row: [sheet.entries[row, column] for column in order] for row in rows}
    if any(entry.status is not None for row in rows for entry in entries[row]):
        return None
    return _balanced({row: [_entry_count(entry) for entry in entries[row]] for row in rows})


def _form_rows(sheet: Sheet) -> list[str]:
    return list(dict.fromkeys(row for row, _ in form_slots(choose_form(sheet))))


def _count(printed: str) -> str:
    """A print by which a cell counts in its column."""
    known = meant(printed)
    return (printed or "-") if known is None else str(known)


def _entry_count(entry: Entry) -> str:
    if entry.value is not None:
        return f"{entry.value:g}"
    return _count(entry.raw.strip())


def _balanced(prints: Mapping[str, Sequence[str]]) -> bool:
    """Whether full rows add up in every column, blank ones counting as nothing."""
    nothing = ("-",) * max(map(len, prints.values()))
    rows = {
        key: [
            tuple(
                int(n.value) if n.status == "reported" else 0
                for n in map(read_number, row or nothing)
            )
        ]
        for key, row in prints.items()
    }
    return bool(supported(rows, request_sums(rows)))
