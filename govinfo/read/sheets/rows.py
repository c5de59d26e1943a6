"""Tell the rows of a sheet that are lines of text from those of its tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_LONG = 60  # characters; labels of forms are shorter
_STOPS = ("。", "；", "！")
_NUMBER = re.compile(r"\s*[+-]?[0-9][0-9,.]*\s*")


@dataclass(slots=True)
class Row:
    """A row: how many cells are seen in it, merged ones from above too, and where.

    ``start`` and ``end`` bound its cells and boxes; ``spans`` are the merged cells among
    them. ``text`` is what a cell prints that is alone in its row.
    """

    number: int
    cells: int = 0
    start: int = 1 << 14
    end: int = 0
    ruled: bool = False
    text: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    starts: set[int] = field(default_factory=set)

    def reach(self, start: int, end: int) -> None:
        """Widen the row to hold some columns."""
        self.start, self.end = min(self.start, start), max(self.end, end)

    def add(self, start: int, end: int, text: str | None) -> None:
        """Add a cell; ``text`` is None where it is taller than the row."""
        self.cells += 1
        self.reach(start, end)
        self.starts.add(start)
        if end > start + 1:
            self.spans.append((start, end))
        self.text = text if self.cells == 1 else None


def are_text(rows: Sequence[Row]) -> list[bool]:
    """Tell which rows without an empty one between them are lines of text.

    Those are cells alone in their row that are long; or stand outside the boxes, where boxes
    are drawn; or are merged over the whole width or stand where none are drawn, unless the
    table goes on below as above.
    """
    boxed = any(row.ruled for row in rows)
    verdicts = [_is_text(row, boxed=boxed) for row in rows]
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end].text is not None:
            end += 1
        if start < end:
            _weigh(rows, verdicts, start, end)
        start = end + 1
    return [bool(verdict) for verdict in verdicts]


def _is_text(row: Row, *, boxed: bool) -> bool | None:
    """What a row is; None where it takes the rows around it to tell."""
    if row.text is None:
        return False
    if len(row.text) > _LONG or row.text.rstrip().endswith(_STOPS):
        return True
    return True if boxed and not row.ruled else None


def _weigh(rows: Sequence[Row], verdicts: list[bool | None], start: int, end: int) -> None:
    """Decide on rows of one cell that follow one another."""
    above, below = _part(rows, start - 1, -1), _part(rows, end, 1)
    goes_on = bool(above) and bool(below) and _same_columns(above, below)
    text_near = any(verdicts[start:end])
    widths = [_width(part) for part in (above, below) if part]
    for i in range(start, end):
        row = rows[i]
        if verdicts[i] is not None:
            continue
        if _NUMBER.fullmatch(row.text or ""):
            verdicts[i] = not above and not below  # a number belongs to the table, as a doubt
        elif _is_full(row, widths):
            verdicts[i] = not goes_on
        elif row.ruled:
            verdicts[i] = False
        else:
            verdicts[i] = text_near or not goes_on


def _part(rows: Sequence[Row], at: int, step: int) -> list[Row]:
    """The rows from one on, up or down, to the next that has a single cell."""
    found: list[Row] = []
    while 0 <= at < len(rows) and rows[at].text is None:
        found.append(rows[at])
        at += step
    return [row for row in found if row.cells]


def _width(rows: Sequence[Row]) -> tuple[int, int]:
    """The first column of a part and the one after its last."""
    return min(row.start for row in rows), max(row.end for row in rows)


def _is_full(row: Row, widths: Sequence[tuple[int, int]]) -> bool:
    """Whether a merged cell is as wide as the part of the table above or below it."""
    if not row.spans:
        return False
    start, end = row.spans[0]
    return not widths or any(start <= first and end >= last for first, last in widths)


def _same_columns(above: Sequence[Row], below: Sequence[Row]) -> bool:
    """Whether two parts are as wide as each other and no cell of one cuts through the other's."""
    if max(row.end for row in above) != max(row.end for row in below):
        return False
    return not (_cut(above, below) or _cut(below, above))


def _cut(some: Sequence[Row], others: Sequence[Row]) -> bool:
    starts = {start for row in others for start in row.starts}
    return any(
        start < column < end for row in some for start, end in row.spans for column in starts
    )
