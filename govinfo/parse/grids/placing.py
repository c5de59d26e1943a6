"""Rows of the requests table placed under their heads, or in the order of the heads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeAlias

from govinfo.model import Cell
from govinfo.parse.cells import read_number
from govinfo.parse.grids.heads import Head, Heads, align
from govinfo.parse.grids.lattice import Lattice, is_words, reported, run_of
from govinfo.parse.grids.ordered import Row, place_in_order, put
from govinfo.parse.grids.settling import wait
from govinfo.parse.labels import vocabulary
from govinfo.parse.sheet import Entry, Sheet
from govinfo.parse.solving.sums import adds_up

#: Cells of a row with their heads, None for a cell under no head.
Aligned: TypeAlias = "list[tuple[Cell, Head | None]]"


def place_rows(grid: Lattice, sheet: Sheet, rows: Sequence[Row], heads: Heads, method: str) -> None:
    """Place rows that stand under one header: by columns, else by the order of the heads."""
    form = vocabulary("requests").column_keys
    usable = heads.n_columns == grid.n_columns and _in_place(heads, rows, form)
    left: list[Row] = []
    aligned = [_under_heads(row.values, heads, form, method) if usable else None for row in rows]
    aligned = _without_odd(aligned)
    prints = [_texts(placed) for placed in aligned]
    end = heads.heads[-1].end if heads.heads else 0
    if not _heads_hold(aligned, prints, form):
        aligned, prints = [None] * len(rows), [{}] * len(rows)
    padded = grid.turned or any(
        cell.column >= end for placed in aligned for cell, head in placed or () if not head
    )
    totals = [read_number(texts[form[-1]]).status for texts in prints if form[-1] in texts]
    with_totals = 2 * totals.count("reported") > len(totals)
    for row, placed, texts in zip(rows, aligned, prints, strict=True):
        whole = len(texts) == len(form)
        if placed is None or (whole and with_totals and _moved_up(texts, form, padded=padded)):
            left.append(row)
            continue
        unnamed = [cell for cell, head in placed if head is None and reported([cell])]
        for cell, head in placed:
            if head is not None:
                put(grid, sheet, row.key, head.key, cell, method)
        for cell in unnamed:
            sheet.extra_columns.append(f"{row.key}: {cell.text.strip()}")
        if unnamed and not whole:
            # One of the columns of no form may be one of the form's under a damaged name.
            missing = [key for key in form if key not in texts]
            run, place = run_of(unnamed), grid.place(unnamed[0])
            sheet.row_uncertain(row.key, missing, "unplaced", run, place)
    for row in left if usable else ():
        cells = _cells(align(row.values, heads))
        if len(cells) == len(form):
            wait(grid, sheet, row.key, cells, method)
    if method == "cell":
        left = place_in_order(grid, sheet, rows, left, heads)
    for row in left:
        _uncertain(grid, sheet, row, method)


def _loose(placed: Aligned | None) -> frozenset[int]:
    """The grid columns in which a row holds something else than words under no head."""
    cells = (cell for cell, head in placed or () if head is None)
    return frozenset(cell.column for cell in cells if cell.text.strip() and not is_words(cell.text))


def _without_odd(aligned: Sequence[Aligned | None]) -> list[Aligned | None]:
    """Only the rows that have numbers under no head where most do: else one is too many."""
    patterns = Counter(map(_loose, filter(None, aligned)))
    usual = patterns.most_common(1)[0][0] if patterns else frozenset()

    def is_usual(placed: Aligned) -> bool:
        empty = {cell.column for cell, head in placed if not head and not cell.text.strip()}
        return _loose(placed) <= usual <= _loose(placed) | empty

    return [placed if placed and is_usual(placed) else None for placed in aligned]


def _heads_hold(
    aligned: Sequence[Aligned | None], prints: Sequence[dict[str, str]], form: Sequence[str]
) -> bool:
    """Whether sums bear out heads beside which numbers of no form stand.

    Another column's head may have moved among the form's where the header lost a cell.
    """
    if not any(map(_loose, aligned)):
        return True
    whole = [[texts[key] for key in form] for texts in prints if len(texts) == len(form)]
    known = [texts for texts in whole if read_number(texts[-1]).status == "reported"]
    telling = [texts for texts in known if any(read_number(text).value for text in texts)]
    right = sum(adds_up(texts) for texts in telling)
    return (not whole or bool(known)) and 2 * right >= len(telling)


def _texts(placed: Aligned | None) -> dict[str, str]:
    return {key: cell.text for key, cell in _cells(placed).items()}


def _cells(placed: Aligned | None) -> dict[str, Cell]:
    return {head.key: cell for cell, head in placed or () if head is not None}


def _in_place(heads: Heads, rows: Sequence[Row], form: Sequence[str]) -> bool:
    """Whether the heads stand apart: all of them, or some in the form's order.

    A cell lost from the header moves the total before its parts. Where it stands there,
    all rows must add up, one of them with two parts: else a part would pass for the total.
    """
    keys = [head.key for head in heads.heads]
    if not heads.complete(form):
        return heads.apart() and len(keys) > 1 and keys == [key for key in form if key in keys]
    if (keys[0], keys[-1]) == (form[0], form[-1]):
        return True
    telling = False
    for row in rows:
        placed = align(row.values, heads)
        texts = _texts(placed)
        if not texts or not adds_up([texts[key] for key in form]):
            return False
        parts = [read_number(texts[key]).value for key in form[:-1]]
        telling |= sum(part > 0 for part in parts) > 1
    return telling


def _under_heads(
    values: Sequence[Cell], heads: Heads, form: Sequence[str], method: str
) -> Aligned | None:
    """The cells of a row with their heads, or None where they are not certain."""
    placed = align(values, heads)
    if placed is None:
        return None
    texts = _texts(placed)
    if len(texts) < len(form):
        # A column that is not printed: every other cell must be under a name of no form,
        # or beside the label. Behind a page break, that may be a row without its group.
        beside = heads.heads[0].start if heads.own else 0
        loose = (cell.column for cell, head in placed if head is None)
        certain = method == "cell" and all(at < beside or at in heads.foreign for at in loose)
        return placed if certain else None
    # Pipes and tabs of text are no real grid: the row must prove itself.
    if method != "cell" and not adds_up([texts[key] for key in form]):
        return None
    return placed


def _moved_up(texts: dict[str, str], form: Sequence[str], *, padded: bool) -> bool:
    """Whether a row without its total, in a table of totals, seems to have lost a cell.

    Its cells then stand too far left, with an empty one at the end. Zeros alone are
    believed where the grid has no empty columns behind.
    """
    numbers = [read_number(texts[key]) for key in form]
    known = [number.value for number in numbers if number.status == "reported"]
    return numbers[-1].status == "blank" and bool(known) and (padded or any(known))


def _uncertain(grid: Lattice, sheet: Sheet, row: Row, method: str) -> None:
    columns = vocabulary("requests").column_keys
    run = run_of(row.values)
    place = grid.place(row.values[0]) if row.values else (0, 0, 0)
    if len(row.values) == 1 and read_number(run).status in ("blank", "not_applicable"):
        # One cell over all columns: 无 or blank holds for each of them.
        for key in columns:
            sheet.put(row.key, key, Entry(row.values[0].text, place, method))
        return
    sheet.row_uncertain(row.key, columns, "unplaced" if run else "blank", run, place)
