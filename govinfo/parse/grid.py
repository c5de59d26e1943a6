"""Statutory tables in real grids: cells matched by row label and column head.

A value goes to a column because its cell lies under that column's head. Where head
and body are spanned differently, a row is placed only if it has exactly one cell per
head, in order; where nothing is certain the row is ``unplaced``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from govinfo.model import Cell, Table
from govinfo.parse.cells import read_number
from govinfo.parse.labels import Vocabulary, core, has_han, vocabulary
from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.units import stated_unit


@dataclass(frozen=True, slots=True)
class Head:
    """A column head: its key and the grid columns it covers (end exclusive)."""

    key: str
    start: int
    end: int
    text: str


@dataclass(slots=True)
class Heads:
    """The heads of a table, kept for its continuation after a page break."""

    heads: list[Head] = field(default_factory=list)
    n_columns: int = 0


def grid_rows(table: Table) -> list[list[Cell]]:
    """Cells by the row in which they begin, left to right; row-spanning ones repeated.

    A label that spans rows is in each of its rows, so that parents are at hand.
    """
    found: list[list[Cell]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, table.n_rows)):
            found[row].append(cell)
    for row_cells in found:
        row_cells.sort(key=lambda cell: cell.column)
    return found


def read_requests(table: Table, sheet: Sheet, carried: Heads, method: str = "cell") -> bool:
    """Read the rows of the requests table; return whether the table held any."""
    words = vocabulary("requests")
    rows = grid_rows(table)
    labelled = [_row_label(cells, words) for cells in rows]
    certain = {key for key, _ in labelled if key is not None and key not in _AMBIGUOUS}
    if len(certain) < 3 and not (certain and carried.heads):
        return False
    first = next(i for i, (key, _) in enumerate(labelled) if key in certain)
    heads = _party_heads(rows[:first], words)
    if heads:
        carried.heads, carried.n_columns = heads, table.n_columns
        sheet.columns_seen.update(head.key for head in heads)
    complete = _is_complete(carried.heads)
    usable = carried.heads if complete and carried.n_columns == table.n_columns else []
    # Without heads, or with heads in the form's order, a full row is placed in order.
    in_order = not carried.heads or tuple(head.key for head in carried.heads) == _parties()
    previous = ""
    for i in range(first, len(rows)):
        key, at = labelled[i]
        cells = rows[i]
        if key in _AMBIGUOUS and not _fits_context(key, previous, cells, words):
            key = None
        values = [cell for cell in cells[at + 1 :] if cell.row == i]
        if key is None:
            key = _damaged_label(cells, i, words, sheet.rows_seen)
            if key is None:
                _stranger(cells, i, words, sheet)
                continue
            values = _right_of_label(cells, i)
        if key == "other.total" and not values:
            continue
        previous = key
        sheet.rows_seen.add(key)
        _place_row(table, sheet, key, values, usable, in_order, method)
    return True


_AMBIGUOUS = frozenset({"other.other", "concluded"})


def _row_label(cells: Sequence[Cell], words: Vocabulary) -> tuple[str | None, int]:
    """The key of the rightmost cell that names a row, and its index; group cells count too."""
    for at in range(len(cells) - 1, -1, -1):
        text = cells[at].text
        if has_han(text):
            key = words.row(text)
            if key is not None:
                return key, at
    return None, -1


def _fits_context(
    key: str | None, previous: str, cells: Sequence[Cell], words: Vocabulary
) -> bool:
    """其他 and 总计 are rows only where the form has them."""
    if key == "other.other":
        parents = {words.row(cell.text) for cell in cells}
        return previous.startswith("other.") or "other.total" in parents
    return bool(previous)


def _damaged_label(
    cells: Sequence[Cell], row: int, words: Vocabulary, seen: set[str]
) -> str | None:
    labels = [cell for cell in cells if has_han(cell.text) and cell.row == row]
    if not labels or not any(read_number(c.text).status == "reported" for c in cells):
        return None
    missing = [key for key in words.rows.values() if key not in seen and key not in _AMBIGUOUS]
    return words.nearest_row(labels[-1].text, missing)


def _right_of_label(cells: Sequence[Cell], row: int) -> list[Cell]:
    last = max(i for i, cell in enumerate(cells) if has_han(cell.text))
    return [cell for cell in cells[last + 1 :] if cell.row == row]


def _stranger(cells: Sequence[Cell], row: int, words: Vocabulary, sheet: Sheet) -> None:
    label = " ".join(
        core(cell.text)
        for cell in cells
        if has_han(cell.text) and cell.row == row and core(cell.text) not in words.others
    )
    numbers = [cell.text for cell in cells if read_number(cell.text).status == "reported"]
    if label and numbers:
        sheet.strangers.append(f"{label}: {' '.join(text.strip() for text in numbers)}")


def _party_heads(rows: Sequence[Sequence[Cell]], words: Vocabulary) -> list[Head]:
    """One head per applicant column; empty where a column is named twice."""
    found: dict[str, Head] = {}
    for cells in rows:
        for cell in cells:
            key = words.columns.get(core(cell.text))
            if key is None:
                continue
            head = Head(key, cell.column, cell.column + cell.column_span, cell.text)
            known = found.get(key)
            if known is not None and (known.start, known.end) != (head.start, head.end):
                return []
            found[key] = head
    return sorted(found.values(), key=lambda head: head.start)


def _is_complete(heads: Sequence[Head]) -> bool:
    """All columns of the form, each under a head of its own."""
    if sorted(head.key for head in heads) != sorted(_parties()):
        return False
    return all(one.end <= other.start for one, other in pairwise(heads))


@cache
def _parties() -> tuple[str, ...]:
    """The applicant columns in the form's order."""
    return tuple(dict.fromkeys(vocabulary("requests").columns.values()))


def align(values: Sequence[Cell], heads: Sequence[Head]) -> list[Head | None] | None:
    """The head of each value cell, or None where no single placement is certain.

    A cell that lies under exactly one head, and is alone there, belongs to it. Where
    spans of head and body differ, the row is placed in order if it has as many cells
    as there are heads and each lies at least partly under its own. A cell under no
    head gets None.
    """
    under = [
        [h for h in heads if h.start < c.column + c.column_span and c.column < h.end]
        for c in values
    ]
    single = [found[0].key for found in under if len(found) == 1]
    if all(len(found) <= 1 for found in under) and len(single) == len(set(single)):
        return [found[0] if found else None for found in under]
    if len(values) == len(heads) and all(
        head in found for head, found in zip(heads, under, strict=True)
    ):
        return list(heads)
    return None


def _place_row(
    table: Table,
    sheet: Sheet,
    row: str,
    values: Sequence[Cell],
    heads: Sequence[Head],
    in_order: bool,
    method: str,
) -> None:
    order = _parties()
    placed = align(values, heads) if heads else None
    if placed is not None and sum(head is not None for head in placed) == len(order):
        for cell, head in zip(values, placed, strict=True):
            if head is not None:
                _put(table, sheet, row, head.key, cell, method)
            elif read_number(cell.text).status == "reported":
                sheet.extra_columns.append(f"{row}: {cell.text.strip()}")
        return
    # A continuation without its head, or spans lost: all cells of the row are there.
    if in_order and len(values) == len(order):
        for cell, key in zip(values, order, strict=True):
            _put(table, sheet, row, key, cell, "stream")
        return
    run = " ".join(cell.text.strip() for cell in values).strip()
    place = (table.number, values[0].row + 1, values[0].column + 1) if values else (0, 0, 0)
    if len(values) == 1 and read_number(run).status in ("blank", "not_applicable"):
        # One cell over all columns: 无 or blank holds for each of them.
        for key in order:
            sheet.put(row, key, Entry(values[0].text, place, method))
        return
    sheet.row_uncertain(row, order, "unplaced" if run else "blank", run, place)


def _put(table: Table, sheet: Sheet, row: str, column: str, cell: Cell, method: str) -> None:
    place = (table.number, cell.row + 1, cell.column + 1)
    sheet.put(row, column, Entry(cell.text, place, method))


def read_proactive(table: Table, sheet: Sheet, method: str = "cell") -> bool:
    """Read the blocks of the proactive table, each under its own header row."""
    words = vocabulary("proactive")
    rows = grid_rows(table)
    is_head = [_column_heads(cells, i, words) for i, cells in enumerate(rows)]
    if not any(is_head):
        return False
    heads: list[Head] = []
    found = False
    for i, cells in enumerate(rows):
        if is_head[i]:
            heads = is_head[i]
            continue
        own = [cell for cell in cells if cell.row == i]
        key, at = _row_label(own, words)
        if key is None:
            key = _damaged_label(own, i, words, sheet.rows_seen)
            at = max((j for j, cell in enumerate(own) if has_han(cell.text)), default=-1)
        if key is None or not heads:
            _stranger(cells, i, words, sheet)
            continue
        values = own[at + 1 :]
        found = True
        sheet.rows_seen.add(key)
        # Spans lost in a copy leave empty cells at the right of a narrow block.
        trimmed = list(values)
        while len(trimmed) > len(heads) and not trimmed[-1].text.strip():
            trimmed.pop()
        placed = align(trimmed, heads)
        if placed is None or any(head is None for head in placed) or len(placed) != len(heads):
            if len(trimmed) == len(heads):
                placed = list(heads)
            else:
                run = " ".join(cell.text.strip() for cell in values)
                columns = [head.key for head in heads]
                place = (table.number, i + 1, 1)
                sheet.row_uncertain(key, columns, "unplaced" if run else "blank", run, place)
                continue
        for cell, head in zip(trimmed, placed, strict=True):
            if head is None:
                continue
            sheet.columns_seen.add(head.key)
            place = (table.number, cell.row + 1, cell.column + 1)
            sheet.put(key, head.key, Entry(cell.text, place, method, None, stated_unit(head.text)))
    return found


def _column_heads(cells: Sequence[Cell], row: int, words: Vocabulary) -> list[Head]:
    """The heads of a header row; empty where the row is none or repeats a head."""
    found: dict[str, Head] = {}
    for cell in cells:
        if cell.row != row:
            continue
        key = words.columns.get(core(cell.text))
        if key is None:
            continue
        if key in found:
            return []
        found[key] = Head(key, cell.column, cell.column + cell.column_span, cell.text)
    return list(found.values())


def read_disputes(table: Table, sheet: Sheet, method: str = "cell") -> bool:
    """Read the one row of the disputes table under its three-storeyed head."""
    words = vocabulary("disputes")
    rows = grid_rows(table)
    leaf = [
        sum(words.columns.get(core(cell.text)) is not None for cell in cells if cell.row == i)
        for i, cells in enumerate(rows)
    ]
    if sum(leaf) < 8:
        return False
    last = max(i for i, n in enumerate(leaf) if n)
    heads = _dispute_heads(rows[: last + 1], words)
    order = [f"{item}.{column}" for item, column in form_slots("disputes")]
    bodies = [
        [cell for cell in rows[i] if cell.row == i] for i in range(last + 1, len(rows))
    ]
    bodies = [cells for cells in bodies if cells and not any(_is_prose(c) for c in cells)]
    if not bodies:
        return False
    complete = sorted(head.key for head in heads) == sorted(order)
    standard = sum(leaf) == len(order)
    for cells in bodies:
        if len(bodies) > 1 and not any(cell.text.strip() for cell in cells):
            continue
        placed = align(cells, heads) if complete else None
        if placed is not None and all(placed) and len(placed) == len(order):
            slots, how = [head.key for head in placed if head is not None], method
        elif len(cells) == len(order) and (complete or standard):
            slots, how = order, "stream"
        else:
            run = " ".join(cell.text.strip() for cell in cells)
            place = (table.number, cells[0].row + 1, 1)
            for item, column in form_slots("disputes"):
                sheet.put(item, column, Entry(run, place, "", "unplaced" if run else "blank"))
            continue
        for cell, slot in zip(cells, slots, strict=True):
            item, _, column = slot.partition(".")
            _put(table, sheet, item, column, cell, how)
    return True


def _is_prose(cell: Cell) -> bool:
    return has_han(cell.text) and read_number(cell.text).status == "unreadable"


def _dispute_heads(rows: Sequence[Sequence[Cell]], words: Vocabulary) -> list[Head]:
    """One head per dispute column, named by block and result through the storeys above it."""
    blocks: list[Head] = []
    leaves: list[Head] = []
    seen: set[tuple[int, int]] = set()
    for cells in rows:
        for cell in cells:
            if (cell.row, cell.column) in seen:
                continue
            seen.add((cell.row, cell.column))
            name = core(cell.text)
            span = (cell.column, cell.column + cell.column_span)
            block = words.others.get(name, "")
            if block.startswith("blocks:"):
                blocks.append(Head(block.removeprefix("blocks:"), *span, cell.text))
            elif name in words.columns:
                leaves.append(Head(words.columns[name], *span, cell.text))
    named: dict[str, Head] = {}
    for leaf in leaves:
        above = [b for b in blocks if b.start <= leaf.start and leaf.end <= b.end]
        if len(above) != 1:
            return []
        key = f"{above[0].key}.{leaf.key}"
        if key in named:
            return []
        named[key] = Head(key, leaf.start, leaf.end, leaf.text)
    return sorted(named.values(), key=lambda head: head.start)
