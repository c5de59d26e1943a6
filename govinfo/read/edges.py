"""Put cells that are given by their left and right edges into a table with spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govinfo.read.grid import RawCell, RawTable
from govinfo.read.page import Grid

#: Edges this near are one line drawn by hand, unless a cell is hardly wider [1/20 point].
_NEAR = 200
_PART_OF_A_CELL = 3
_MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Box:
    """Where a cell stands in its row.

    Parameters
    ----------
    left, right : int
        Its edges [1/20 point].
    joined : bool
        Whether it is one with the cell to its left.
    merged : str
        ``first`` of the cells that are one down the column, a ``next`` one, or neither.
    """

    left: int
    right: int
    joined: bool = False
    merged: str = ""


@dataclass(slots=True)
class _Cell:
    left: int
    right: int
    merged: str
    blocks: list[str | Grid]
    height: int = 1
    covered: bool = False


def table_by_edges(
    rows: Iterable[tuple[Sequence[Box], Sequence[list[str | Grid]]]],
) -> tuple[RawTable, bool] | None:
    """Make a table of rows whose cells are given by their edges.

    Parameters
    ----------
    rows : iterable of (sequence of Box, sequence of list of str or Grid)
        The place and the blocks of each cell.

    Returns
    -------
    table : RawTable
        Columns are the lines on which the edges of any row lie; edges that nearly
        coincide lie on one. A cell that goes on with the one above spans its rows only
        where both have the same edges; else it is a cell of its own.
    covered : bool
        Whether text was left out in cells merged into others, as Word leaves it out.

    None where the edges contradict one another: they do not fit the cells, or a cell has
    no width.

    Examples
    --------
    >>> wide = [Box(0, 2000)], [["合计"]]
    >>> narrow = [Box(0, 990), Box(990, 2010)], [["2"], ["6"]]
    >>> table, _ = table_by_edges([wide, narrow])
    >>> [[cell.column_span for cell in row] for row in table.groups[0][1]]
    [[2], [1, 1]]
    """
    lines: list[list[_Cell]] = []
    covered = False
    for boxes, contents in rows:
        if len(boxes) != len(contents) or any(box.left > box.right for box in boxes):
            return None
        if any(left.right != right.left for left, right in pairwise(boxes)):
            return None
        cells, hidden = _joined(boxes, contents)
        if any(cell.left == cell.right for cell in cells):
            return None
        lines.append(cells)
        covered |= hidden
    columns = _columns(lines)
    if len(set(columns.values())) > _MOST_COLUMNS:
        return None
    for cells in lines:
        for cell in cells:
            cell.left, cell.right = columns[cell.left], columns[cell.right]
    covered |= _span_rows(lines)
    return RawTable([("", [_row(cells) for cells in lines])]), covered


def _joined(boxes: Sequence[Box], contents: Sequence[list[str | Grid]]) -> tuple[list[_Cell], bool]:
    covered = False
    cells: list[_Cell] = []
    for box, blocks in zip(boxes, contents, strict=True):
        if box.joined and cells:
            cells[-1].right = box.right
            covered |= any(blocks)
        else:
            cells.append(_Cell(box.left, box.right, box.merged, blocks))
    return cells, covered


def _columns(lines: Iterable[Sequence[_Cell]]) -> dict[int, int]:
    """Number the lines on which edges lie, from the left."""
    cells = [cell for line in lines for cell in line]
    narrowest = min((cell.right - cell.left for cell in cells), default=0)
    # Less than a third of every cell, so that none loses its width.
    near = min(_NEAR, (narrowest - 1) // _PART_OF_A_CELL)
    columns: dict[int, int] = {}
    first, column = None, -1
    for edge in sorted({edge for cell in cells for edge in (cell.left, cell.right)}):
        if first is None or edge - first > near:
            first, column = edge, column + 1
        columns[edge] = column
    return columns


def _span_rows(lines: Sequence[Sequence[_Cell]]) -> bool:
    """Let the first of merged cells cover those below; whether that hides text."""
    covered = False
    above: dict[tuple[int, int], _Cell] = {}
    for cells in lines:
        here: dict[tuple[int, int], _Cell] = {}
        for cell in cells:
            first = above.get((cell.left, cell.right)) if cell.merged == "next" else None
            if first is not None:
                cell.covered = True
                first.height += 1
                covered |= any(cell.blocks)
                here[cell.left, cell.right] = first
            elif cell.merged == "first":
                here[cell.left, cell.right] = cell
        above = here
    return covered


def _row(cells: Sequence[_Cell]) -> list[RawCell]:
    row: list[RawCell] = []
    if cells and cells[0].left > 0:
        row.append(RawCell(cells[0].left, 1))  # the row is indented
    row += [RawCell(c.right - c.left, c.height, c.blocks) for c in cells if not c.covered]
    return row
