"""Rows that only a table's drawing makes: strips at the end of a page, ends of labels astray."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from govinfo.read.pages.shapes import Box, RuledTable


def tidied(table: RuledTable) -> RuledTable:
    """The table without rows that its drawing alone makes.

    Where it is open at the end of a page, a strip without text is the room that was left.
    Where the cell of a label ends above the line of its row, what lies between is no row:
    all else goes through.
    """
    rows, boxes = list(table.rows), table.boxes
    open_above, open_below = list(table.open_above), list(table.open_below)
    strip = [box for box in boxes if box.row == len(rows) - 2]
    if len(rows) > 2 and _is_room_left(strip, open_below):
        boxes = _without_row([box for box in boxes if box.row < len(rows) - 2], len(rows) - 2)
        _close(strip, open_below)
        del rows[-1]
    strip = [box for box in boxes if box.row + box.row_span == 1]
    if len(rows) > 2 and _is_room_left(strip, open_above):
        boxes = _without_row([box for box in boxes if box.row + box.row_span > 1], 0)
        _close(strip, open_above)
        del rows[0]
    for edge in _crossed(boxes, len(rows)):
        below = _strips(boxes, edge)
        if below:
            gone = {id(box) for box in below if box.row_span == 1}
            kept = [box for box in boxes if id(box) not in gone]
            boxes = [
                replace(box, row_span=box.row_span + 1) if box.row + box.row_span == edge else box
                for box in kept
            ]
            boxes = _without_row(boxes, edge)
            del rows[edge]
    return RuledTable(table.columns, rows, boxes, open_above, open_below)


def _is_room_left(strip: Sequence[Box], is_open: Sequence[bool]) -> bool:
    """Whether cells at the end of a page are empty, and no line is drawn there."""
    return all(
        not box.lines and all(is_open[box.column : box.column + box.column_span]) for box in strip
    )


def _close(strip: Sequence[Box], is_open: list[bool]) -> None:
    """What ends at a strip ends at a line."""
    for box in strip:
        for column in range(box.column, box.column + box.column_span):
            is_open[column] = False


def _crossed(boxes: Sequence[Box], n: int) -> list[int]:
    """Edges, the lowest first, that cells go over, and at which none with text begins."""
    begins, crosses = [0] * n, [0] * (n + 1)
    for box in boxes:
        begins[box.row] += 1 if not box.lines else n
        crosses[box.row + 1] += 1
        crosses[box.row + box.row_span] -= 1
    over = [*accumulate(crosses)]
    return [edge for edge in range(n - 2, 0, -1) if over[edge] and 0 < begins[edge] < n]


def _without_row(boxes: Sequence[Box], row: int) -> list[Box]:
    """The cells when a row of the grid is gone; none may be in that row alone."""
    return [
        replace(box, row=box.row - 1)
        if box.row > row
        else replace(box, row_span=box.row_span - 1)
        if box.row + box.row_span > row
        else box
        for box in boxes
    ]


def _strips(boxes: Sequence[Box], edge: int) -> list[Box]:
    """Empty cells below labels, all that begins at an edge which other cells go over."""
    below = [box for box in boxes if box.row == edge]
    above = [box for box in boxes if box.row + box.row_span == edge]
    places = {(box.column, box.column_span) for box in above if not _is_number(box)}
    fit = all(not box.lines and (box.column, box.column_span) in places for box in below)
    return below if fit and len(places) == len(above) == len(below) else []


def _is_number(box: Box) -> bool:
    text = box.text
    return any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
