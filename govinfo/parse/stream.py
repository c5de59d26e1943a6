"""Statutory tables that lost their borders: placed by labels in running text.

The values of a row are what stands between its label and the next. A row is placed
when it has exactly as many values as the form has columns and nothing speaks against
it; runs of glued digits are cut where the form's sums leave one way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govinfo.parse.decode import Row
from govinfo.parse.glued import columns_confirm, decode_disputes, decode_filled, decode_requests
from govinfo.parse.heads import blocks_in_order
from govinfo.parse.labels import Vocabulary, core, has_han, vocabulary
from govinfo.parse.running import Label, Running
from govinfo.parse.segments import Piece, Segment, values_only, whole
from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.sums import adds_up
from govinfo.parse.units import stated_unit

_LONG = 5  # a label of so many characters is unmistakable wherever it stands
_HEAD = 160  # characters before the first row in which its heads stand
_MOST_LOST = 2  # heads that may be lost or damaged
_UNIT = 12  # characters behind a head in which its unit may stand


def read_requests(text: Running, sheet: Sheet) -> bool:
    """Read the requests table; return whether there was one."""
    words = vocabulary("requests")
    certain = [name for name in words.rows if len(name) >= _LONG]
    found = list(text.regions(certain, gap=200, at_least=5))
    for start, end in found:
        _requests_region(text, sheet, words, text.labels(words, start, text.limit(end, 400)))
    return bool(found)


def _requests_region(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
) -> None:
    order = words.column_keys
    usable = bool(labels) and _heads_agree(text, words, order, labels[0])
    if not usable:
        sheet.notes.append(
            "header_conflict: the heads of the requests table are not those of its form"
        )
    found = list(_request_rows(text, sheet, words, labels))
    runs: dict[str, str] = {}
    for key, part in found:
        if part.pieces and runs.setdefault(key, part.run) != part.run:
            sheet.disputed.add((key, order[0]))
    full = [(key, part, part.row(len(order)) if usable else None) for key, part in found]
    doubtful = any(row is None and part.pieces for _, part, row in full) or sheet.strangers
    pending: dict[str, Segment] = {}
    odd: dict[str, tuple[Piece, ...]] = {}
    for key, part, row in full:
        if row is not None and adds_up([piece.text for piece in row]):
            _put_row(text, sheet, key, order, row)
        elif part.pieces:
            pending[key] = part
            if row is not None and part.is_plain(len(order)) and not doubtful:
                odd[key] = row
    if columns_confirm(sheet, {key: [piece.text for piece in row] for key, row in odd.items()}):
        for key, row in odd.items():
            _put_row(text, sheet, key, order, row)
            del pending[key]
    decoded = decode_requests(
        sheet, {key: part.runs for key, part in pending.items() if usable and part.one_line}
    )
    for key, part in pending.items():
        if key in decoded:
            _put_decoded(text, sheet, key, order, part, decoded[key])
        else:
            _uncertain(text, sheet, key, order, part)
    for key, part in found:
        if not part.pieces and not any(row == key for row, _ in sheet.entries):
            sheet.row_uncertain(key, order, "blank", "", (0, 0, 0))


def _request_rows(
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
        own = values_only(part.foreign, text.folded.text)
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
                _uncertain(text, sheet, key, words.column_keys, own)
                sheet.rows_seen.add(key)
            continue
        previous = meant
        sheet.rows_seen.add(meant)
        yield meant, own


def _put_row(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], pieces: Sequence[Piece]
) -> None:
    for piece, column in zip(pieces, columns, strict=True):
        sheet.put(row, column, Entry(piece.text, text.place(piece, piece), "stream"))


def _put_decoded(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], part: Segment, numbers: Row
) -> None:
    place = text.place(part.pieces[0], part.pieces[-1])
    for column, number in zip(columns, numbers, strict=True):
        sheet.put(row, column, Entry(part.run, place, "decoded", value=float(number)))


def _uncertain(
    text: Running, sheet: Sheet, row: str, columns: Sequence[str], part: Segment
) -> None:
    place = text.place(part.pieces[0], part.pieces[-1])
    sheet.row_uncertain(row, columns, _doubt(part, len(columns)), part.run, place)


def _heads_agree(text: Running, words: Vocabulary, order: Sequence[str], row: Label) -> bool:
    """Whether the heads before the first row are the form's, as far as they are there.

    Heads over three rows are read as they stand: 总计 beside 自然人 comes before the five
    kinds of organisation. Words between two heads are a head too: a damaged one of the
    form, or one that the form lacks.
    """
    labels = [
        label for label in text.labels(words, row.start - _HEAD, row.end) if label.end <= row.start
    ]
    columns = [label for label in labels if label.name in words.columns]
    if not columns:
        return True
    printed: list[str | None] = []
    unknown: list[str] = []
    here = columns[-len(order) :][0].start
    for label in [label for label in labels if label.start >= here] + [row]:
        between = core(text.packed.text[here : label.start])
        if has_han(between):
            printed.append(None)
            unknown.append(between)
        if label.name in words.columns and label is not row:
            printed.append(words.columns[label.name])
        here = label.end
    head, *body, total = order
    return any(
        _is_form(printed, unknown, form, words)
        for form in ([head, *body, total], [head, total, *body])
    )


def _is_form(
    printed: Sequence[str | None], unknown: Sequence[str], form: Sequence[str], words: Vocabulary
) -> bool:
    """Whether printed heads are the form's; None stands for one that is not recognised."""
    if not unknown:
        known = [key for key in printed if key is not None]
        return len(known) >= len(form) - _MOST_LOST and _is_subsequence(known, form)
    if len(printed) != len(form) or len(unknown) > _MOST_LOST:
        return False
    rest = iter(unknown)
    return all(
        words.is_damaged_column(next(rest), wanted) if key is None else key == wanted
        for key, wanted in zip(printed, form, strict=True)
    )


def read_proactive(text: Running, sheet: Sheet) -> bool:
    """Read the proactive table; return whether there was one."""
    words = vocabulary("proactive")
    found = list(text.regions((*words.columns, *words.others), gap=90, at_least=4))
    for start, end in found:
        labels = text.labels(words, start, text.limit(end, 60))
        _proactive_region(text, sheet, words, labels)
    return bool(found) and bool(sheet.rows_seen)


def _proactive_region(
    text: Running, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
) -> None:
    heads: list[str] = []
    units: dict[str, str] = {}
    in_head = False
    pending: dict[str, tuple[Segment, list[str]]] = {}
    runs: dict[str, str] = {}
    placed: list[tuple[str, Segment, list[str], dict[str, str]]] = []
    for label, part in text.segments(labels):
        column = words.columns.get(label.name)
        if column is not None:
            if not in_head:
                heads, units, in_head = [], {}, True
            heads.append(column)
            units[column] = stated_unit(text.line_of(label, _UNIT))
            continue
        row = words.rows.get(label.name)
        if row is None:
            # 第二十条第（五）项 opens a block: the heads above no longer hold.
            in_head, heads = False, []
            continue
        in_head = False
        if not heads or len(set(heads)) != len(heads):
            continue
        sheet.rows_seen.add(row)
        sheet.columns_seen.update(heads)
        if not part.pieces:
            # Words behind the label may be the rest of a row that cannot be told.
            status = "unplaced" if part.has_digits else "blank"
            run = " ".join(piece.text for piece in part.foreign)
            sheet.row_uncertain(row, heads, status, run, (0, 0, 0))
            continue
        if runs.setdefault(row, part.run) != part.run:
            sheet.disputed.add((row, heads[0]))
        if not part.is_plain(len(heads)):
            pending[row] = part, heads
            continue
        placed.append((row, part, heads, units))
    # Where cells run together somewhere, two runs are not surely two cells.
    glued = any(part.one_line for part, _ in pending.values())
    for row, part, own, stated in placed:
        pieces = part.row(len(own))
        if pieces is None or (glued and len(own) > 1 and part.one_line):
            pending[row] = part, own
            continue
        _put_row(text, sheet, row, own, pieces)
        for column in own:
            sheet.entries[row, column].stated_unit = stated[column]
    decoded = decode_filled(
        {row: (part.runs, len(own)) for row, (part, own) in pending.items() if part.one_line}
    )
    for row, (part, own) in pending.items():
        if row in decoded:
            _put_decoded(text, sheet, row, own, part, decoded[row])
        else:
            _uncertain(text, sheet, row, own, part)


def read_disputes(text: Running, sheet: Sheet) -> bool:
    """Read the disputes table; return whether there was one."""
    words = vocabulary("disputes")
    certain = [name for name, key in words.columns.items() if key != "total"]
    slots = list(form_slots("disputes"))
    seen = False
    for start, end in text.regions(certain, gap=40, at_least=8, distinct=False):
        labels = text.labels(words, start - 40, end + 40)
        columns = [label for label in labels if label.name in words.columns]
        if len(columns) != len(slots):
            continue
        seen = True
        *_, (_, part) = text.segments([*labels[: labels.index(columns[-1]) + 1]])
        printed = [words.columns[label.name] for label in columns]
        blocks = [words.others[label.name] for label in labels if label.name in words.others]
        if printed != [column for _, column in slots] or not blocks_in_order(blocks, slots):
            sheet.notes.append(
                "header_conflict: the heads of the disputes table are not those of its form"
            )
            _disputes_uncertain(text, sheet, slots, part)
            continue
        _disputes_row(text, sheet, slots, part)
    return seen


def _disputes_row(
    text: Running, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment
) -> None:
    pieces = part.row(len(slots))
    if pieces is not None and _blocks_stand(pieces, slots):
        for piece, (item, column) in zip(pieces, slots, strict=True):
            sheet.put(item, column, Entry(piece.text, text.place(piece, piece), "stream"))
        return
    decoded = decode_disputes(part.runs, slots) if part.one_line else None
    if decoded is None:
        _disputes_uncertain(text, sheet, slots, part)
        return
    place = text.place(part.pieces[0], part.pieces[-1])
    for (item, column), number in zip(slots, decoded, strict=True):
        sheet.put(item, column, Entry(part.run, place, "decoded", value=float(number)))


def _disputes_uncertain(
    text: Running, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment
) -> None:
    if not part.pieces:
        status = "unreadable" if part.has_digits else "blank"
        for item, column in slots:
            sheet.put(item, column, Entry(part.stranger, (0, 0, 0), "", status))
        return
    place = text.place(part.pieces[0], part.pieces[-1])
    status = _doubt(part, len(slots))
    for item, column in slots:
        sheet.put(item, column, Entry(part.run, place, "", status))
    sheet.notes.append(
        f"{status}_numbers: {len(part.pieces)} numbers stand for the {len(slots)} cells of "
        f"the disputes table ({part.run}); several placements fit.{_likeliest(part.pieces)}"
    )


def _is_subsequence(keys: Sequence[str], form: Sequence[str]) -> bool:
    rest = iter(form)
    return all(key in rest for key in keys)


def _blocks_stand(pieces: Sequence[Piece], slots: Sequence[tuple[str, str]]) -> bool:
    """Whether every block of a dispute row adds up.

    Nothing but its sums tells a row of fifteen from one that lost a blank and gained a
    page number.
    """
    items = list(dict.fromkeys(item for item, _ in slots))
    return all(
        adds_up([piece.text for piece, slot in zip(pieces, slots, strict=True) if slot[0] == item])
        for item in items
    )


def _doubt(part: Segment, cells: int) -> str:
    """Digits whose cut is uncertain are unreadable; whole numbers without cells, unplaced."""
    digits = sum(character.isdigit() for character in part.run)
    may_be_glued = part.one_line and not part.fields and len(part.pieces) < cells <= digits
    return "unreadable" if may_be_glued or not all(map(whole, part.pieces)) else "unplaced"


def _likeliest(pieces: Sequence[Piece]) -> str:
    """The reading that fills the first block, where its sum allows it."""
    first = [piece.text for piece in pieces[:5]]
    if len(first) == 5 and adds_up(first):
        block = " ".join(first)
        return f" Likeliest: {block} for administrative reconsideration, the rest lost in part."
    return ""
