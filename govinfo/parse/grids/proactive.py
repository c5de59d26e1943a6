"""The proactive table in real grids: blocks of rows, each under a header row of its own."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo.model import Cell, Table
from govinfo.parse.grids.heads import Head, Heads, align, find_heads, full
from govinfo.parse.grids.lattice import Lattice, is_words, lattice, reported, run_of
from govinfo.parse.grids.named import damaged_label, row_label, stranger
from govinfo.parse.labels import core, vocabulary
from govinfo.parse.sheet import Entry, Sheet
from govinfo.parse.units import stated_unit


def read_proactive(table: Table, sheet: Sheet, carried: Heads, method: str = "cell") -> bool:
    """Read the blocks of the proactive table, each under its own header row.

    ``carried`` holds the heads of the block that the table before left open.
    """
    words = vocabulary("proactive")
    grid = lattice(table)
    heads = carried if carried.heads else None
    found = False
    for i in range(len(grid.rows)):
        own = grid.own(i)
        cores = [core(cell.text) for cell in own if is_words(cell.text)]
        if any(name in words.columns for name in cores):
            heads = find_heads([own], words, grid.n_columns)
            continue
        if any(name in words.others for name in cores):
            heads = None  # 第二十条第（五）项 opens a block with heads of its own
            continue
        key, at = row_label(own, words)
        values = own[at + 1 :]
        if key is None and at >= 0 and values:
            key = damaged_label(own[at].text, words, sheet.rows_seen)
        if key is None or (not values and reported(own)):
            stranger(own, sheet)
            continue
        if heads is None or not heads.heads:
            # Numbers of a row without heads: what was read for it elsewhere is in doubt.
            if reported(values) and key in sheet.rows_seen:
                sheet.disputed.add((key, ""))
            continue
        found = True
        sheet.rows_seen.add(key)
        sheet.columns_seen.update(head.key for head in heads.heads)
        _place_row(grid, sheet, key, values, heads, method)
    if heads is not None and heads is not carried:
        carried.take(heads)
    elif heads is None:
        carried.heads = []
    return found


def _place_row(
    grid: Lattice, sheet: Sheet, row: str, values: Sequence[Cell], heads: Heads, method: str
) -> None:
    placed: list[tuple[Cell, Head | None]] | None = None
    if heads.n_columns == grid.n_columns:
        placed = align(values, heads)
    if placed is None and not heads.extra and full(values, len(heads.heads), sums=False):
        placed = list(zip(values, heads.heads, strict=True))
    if placed is None:
        run = run_of(values)
        place = grid.place(values[0]) if values else (0, 0, 0)
        columns = [head.key for head in heads.heads]
        sheet.row_uncertain(row, columns, "unplaced" if run else "blank", run, place)
        return
    for cell, head in placed:
        if head is not None:
            unit = stated_unit(head.text)
            sheet.put(row, head.key, Entry(cell.text, grid.place(cell), method, None, unit))
