"""Statutory tables in real grids: cells matched by row label and column head.

A value goes to a column because its cell lies under that column's head. Where head
and body are spanned differently, a row is placed only if it has exactly one cell per
head, in order; where nothing is certain the row is ``unplaced``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from govinfo.model import Cell, Table
from govinfo.parse.cells import read_number
from govinfo.parse.heads import Head, Heads, align, blocks_in_order, find_heads, full
from govinfo.parse.labels import STATUTORY, Vocabulary, core, has_han, vocabulary
from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.sums import adds_up
from govinfo.parse.units import stated_unit


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
    """Read the rows of the requests table; return whether the table held any.

    ``carried`` holds the heads of the table before, for a second half without its own.
    """
    words = vocabulary("requests")
    rows = grid_rows(table)
    labelled = [_row_label(cells, words) for cells in rows]
    certain = {key for key, _ in labelled if key is not None and key not in _AMBIGUOUS}
    if len(certain) < _ROWS_OF_A_TABLE and not (certain & _unmistakable()):
        return False
    first = next(
        i
        for i, (key, at) in enumerate(labelled)
        if key in certain or (key is not None and carried.row and _has_number(rows[i][at + 1 :]))
    )
    own = find_heads(rows[:first], words, table.n_columns)
    if own is not None:
        carried.take(own)
        sheet.columns_seen.update(head.key for head in own.heads)
    for i in range(first):
        if own is None or _has_number(rows[i]):
            _stranger(rows[i], i, sheet)
    for i in range(first, len(rows)):
        key, at = labelled[i]
        cells = rows[i]
        if key in _AMBIGUOUS and not _fits_context(key, carried.row, cells, words):
            key = None
        values = [cell for cell in cells[at + 1 :] if cell.row == i]
        if key is None:
            key = _damaged_label(cells, i, words, sheet.rows_seen)
            if key is None:
                _stranger(cells, i, sheet)
                continue
            values = _right_of_label(cells, i)
        if key == "other.total" and not values:
            continue
        carried.row = key
        sheet.rows_seen.add(key)
        _place_row(table, sheet, key, values, carried, method)
    return True


_AMBIGUOUS = frozenset({"other.other", "concluded"})
_ROWS_OF_A_TABLE = 3
_UNMISTAKABLE = 8  # characters of a label that stands in no other table


@cache
def _unmistakable() -> frozenset[str]:
    rows = vocabulary("requests").rows
    return frozenset(key for label, key in rows.items() if len(label) >= _UNMISTAKABLE)


def _row_label(cells: Sequence[Cell], words: Vocabulary) -> tuple[str | None, int]:
    """The key of the rightmost cell that names a row, and its index; group cells count too."""
    for at in range(len(cells) - 1, -1, -1):
        text = cells[at].text
        if has_han(text):
            key = words.row(text)
            if key is not None:
                return key, at
    return None, -1


def _has_number(cells: Sequence[Cell]) -> bool:
    return any(read_number(cell.text).status == "reported" for cell in cells)


def _fits_context(key: str | None, previous: str, cells: Sequence[Cell], words: Vocabulary) -> bool:
    """其他 and 总计 are rows only where the form has them."""
    if key == "other.other":
        parents = {words.row(cell.text) for cell in cells}
        return previous.startswith("other.") or "other.total" in parents
    return bool(previous)


def _damaged_label(
    cells: Sequence[Cell], row: int, words: Vocabulary, seen: set[str]
) -> str | None:
    labels = [cell for cell in cells if has_han(cell.text) and cell.row == row]
    if not labels or not _has_number(cells):
        return None
    missing = [key for key in words.rows.values() if key not in seen and key not in _AMBIGUOUS]
    return words.nearest_row(labels[-1].text, missing)


def _right_of_label(cells: Sequence[Cell], row: int) -> list[Cell]:
    last = max(i for i, cell in enumerate(cells) if has_han(cell.text))
    return [cell for cell in cells[last + 1 :] if cell.row == row]


def _stranger(cells: Sequence[Cell], row: int, sheet: Sheet) -> None:
    """Keep a row of no form; a row of another statutory table in the same grid is none."""
    labels = [cell.text for cell in cells if has_han(cell.text) and cell.row == row]
    if any(vocabulary(kind).row(text) for kind in STATUTORY for text in labels):
        return
    groups = vocabulary(sheet.kind).others
    label = " ".join(core(text) for text in labels if core(text) not in groups)
    numbers = [cell.text for cell in cells if read_number(cell.text).status == "reported"]
    if label and numbers:
        sheet.strangers.append(f"{label}: {' '.join(text.strip() for text in numbers)}")


def _place_row(
    table: Table, sheet: Sheet, row: str, values: Sequence[Cell], heads: Heads, method: str
) -> None:
    order = vocabulary("requests").column_keys
    usable = heads.complete(order) and heads.n_columns == table.n_columns
    placed = align(values, heads) if usable else None
    if placed is not None and method != "cell":
        # Pipes and tabs of text are no real grid: the row must prove itself.
        own = {head.key: cell.text for cell, head in zip(values, placed, strict=True) if head}
        placed = placed if adds_up([own[key] for key in order]) else None
    if placed is not None:
        for cell, head in zip(values, placed, strict=True):
            if head is not None:
                _put(table, sheet, row, head.key, cell, method)
            elif read_number(cell.text).status == "reported":
                sheet.extra_columns.append(f"{row}: {cell.text.strip()}")
        return
    # A continuation without its head, or spans lost: all cells of the row are there. Lines
    # of text without a head are left to the reading by labels.
    headless = not heads.heads and method == "cell"
    orderly = headless or (heads.in_order(order) and method == "cell")
    if orderly and full(values, len(order), sums=True):
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


def read_proactive(table: Table, sheet: Sheet, carried: Heads, method: str = "cell") -> bool:
    """Read the blocks of the proactive table, each under its own header row.

    ``carried`` holds the heads of the block that the table before left open.
    """
    words = vocabulary("proactive")
    rows = grid_rows(table)
    heads = carried if carried.heads and carried.n_columns == table.n_columns else None
    found = False
    for i, cells in enumerate(rows):
        own = [cell for cell in cells if cell.row == i]
        cores = [core(cell.text) for cell in own]
        if any(name in words.columns for name in cores):
            heads = find_heads([own], words, table.n_columns)
            continue
        if any(name in words.others for name in cores):
            heads = None  # 第二十条第（五）项 opens a block with heads of its own
            continue
        key, at = _row_label(own, words)
        if key is None:
            key = _damaged_label(own, i, words, sheet.rows_seen)
            at = max((j for j, cell in enumerate(own) if has_han(cell.text)), default=-1)
        if key is None:
            _stranger(cells, i, sheet)
            continue
        if heads is None:
            # Numbers of a row without heads: what was read for it elsewhere is in doubt.
            if _has_number(own[at + 1 :]) and key in sheet.rows_seen:
                sheet.disputed.add((key, ""))
            continue
        found = True
        sheet.rows_seen.add(key)
        sheet.columns_seen.update(head.key for head in heads.heads)
        _place_block_row(table, sheet, key, own[at + 1 :], heads, method)
    if heads is not None and heads is not carried:
        carried.take(heads)
    elif heads is None:
        carried.heads = []
    return found


def _place_block_row(
    table: Table, sheet: Sheet, row: str, values: Sequence[Cell], heads: Heads, method: str
) -> None:
    placed = align(values, heads)
    n = len(heads.heads)
    if placed is None and not heads.extra and full(values, n, sums=False):
        placed = list(heads.heads)
    if placed is None:
        run = " ".join(cell.text.strip() for cell in values).strip()
        place = (table.number, values[0].row + 1, 1) if values else (0, 0, 0)
        columns = [head.key for head in heads.heads]
        sheet.row_uncertain(row, columns, "unplaced" if run else "blank", run, place)
        return
    for cell, head in zip(values, placed, strict=True):
        if head is not None:
            place = (table.number, cell.row + 1, cell.column + 1)
            unit = stated_unit(head.text)
            sheet.put(row, head.key, Entry(cell.text, place, method, None, unit))


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
    heads = Heads(_dispute_heads(rows[: last + 1], words), n_columns=table.n_columns)
    order = [f"{item}.{column}" for item, column in form_slots("disputes")]
    printed = [
        words.columns[core(cell.text)]
        for i, cells in enumerate(rows[: last + 1])
        for cell in cells
        if cell.row == i and core(cell.text) in words.columns
    ]
    # Spans lost: the fifteen heads still stand in the form's order.
    names = [
        words.others[core(cell.text)]
        for i, cells in enumerate(rows[: last + 1])
        for cell in cells
        if cell.row == i and core(cell.text) in words.others
    ]
    in_order = printed == [slot.partition(".")[2] for slot in order] and blocks_in_order(
        names, list(form_slots("disputes"))
    )
    bodies = [[cell for cell in rows[i] if cell.row == i] for i in range(last + 1, len(rows))]
    bodies = [cells for cells in bodies if cells and not any(_is_prose(c) for c in cells)]
    if not bodies:
        return False
    for cells in bodies:
        if len(bodies) > 1 and not any(cell.text.strip() for cell in cells):
            continue
        placed = align(cells, heads) if heads.complete(order) else None
        if placed is not None and all(placed):
            slots, how = [head.key for head in placed if head is not None], method
        elif in_order and full(cells, len(order), sums=False):
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
        if key in named and (named[key].start, named[key].end) != (leaf.start, leaf.end):
            return []
        named[key] = Head(key, leaf.start, leaf.end, leaf.text)
    return sorted(named.values(), key=lambda head: head.start)
