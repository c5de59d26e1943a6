"""The disputes table in real grids: a number belongs to one block and one result.

Both may stand above it or beside it: three blocks of five columns, three rows of five,
or a table for each block. Where spans are lost, the fifteen cells of a row stand in the
order of the heads, if every block adds up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govinfo.model import Cell, Table
from govinfo.parse.cells import read_number
from govinfo.parse.grids.dispute_plan import (
    DisputePlan,
    beside,
    labels_of,
    plan_disputes,
    rows_of_values,
)
from govinfo.parse.grids.heads import blocks_in_order
from govinfo.parse.grids.lattice import lattice, run_of, stack
from govinfo.parse.labels import Vocabulary, core, vocabulary
from govinfo.parse.sheet import Entry, Sheet, form_slots
from govinfo.parse.solving.sums import adds_up

_FEWEST_RESULTS = 3  # of the four that stand in no other table
_MOST_LOST = 2  # heads that may be lost for the form's order to stand

Slot = tuple[str, str]


@dataclass(slots=True)
class Waiting:
    """A header whose row of numbers may stand in the table behind a page break."""

    header: Table | None = None


def read_disputes(table: Table, sheet: Sheet, waiting: Waiting, method: str = "cell") -> bool:
    """Read the disputes table or a part of it; return whether the table held any.

    ``waiting`` holds the table before, where that had a header and no row of numbers.
    """
    words = vocabulary("disputes")
    header, waiting.header = waiting.header, None
    plan = plan_disputes(lattice(table), words)
    if header is not None and not plan.results and header.n_columns == table.n_columns:
        plan = plan_disputes(stack(header, table), words)
    kinds = {words.columns[core(cell.text)] for cell in plan.results} - {"total"}
    if len(kinds) < _FEWEST_RESULTS:
        return False
    rows = rows_of_values(plan)
    if not rows:
        waiting.header = table
        return False
    placed = _by_labels(plan, rows)
    how = method
    proven = placed is not None and _add_up(placed)
    if placed is None or not (
        proven or (method == "cell" and _totals_last(placed) and _reaches(plan, rows))
    ):
        placed, how = _in_order(plan, rows, words), "stream"
    if placed is None:
        _uncertain(plan, sheet, [cell for cells in rows for cell in cells])
        return True
    for cells in placed:
        for (item, column), cell in cells.items():
            sheet.put(item, column, Entry(cell.text, plan.grid.place(cell), how))
    return True


def _by_labels(plan: DisputePlan, rows: Sequence[Sequence[Cell]]) -> list[dict[Slot, Cell]] | None:
    """Each row's cells by block and result, or None where any of them is uncertain.

    A number that stray rows hold beside the one row of the form belongs to nothing.
    """
    whole = _slots(plan, rows)
    if whole is not None:
        return [whole]
    if any(beside(plan, values[0]) for values in rows):
        return None  # rows that are blocks or results of their own are no strays
    alone = [found for values in rows if (found := _slots(plan, [values])) is not None]
    if len(rows) > 1 and alone and _same_slots(alone):
        if len(alone) > 1:
            return alone  # two rows for the same cells dispute one another
        return alone if _add_up(alone) else None
    return None


def _same_slots(rows: Sequence[dict[Slot, Cell]]) -> bool:
    return all(set(row) == set(rows[0]) for row in rows)


def _slots(plan: DisputePlan, rows: Iterable[Sequence[Cell]]) -> dict[Slot, Cell] | None:
    found: dict[Slot, Cell] = {}
    used: set[tuple[int, int]] = set()
    unnamed = behind = False
    for values in rows:
        for cell in values:
            names, heads = labels_of(plan, cell)
            used |= heads
            blocks = {name for name in names if name.startswith("blocks:")}
            results = {name for name in names if ":" not in name and name != "?"}
            if not blocks and not results and ("?" in names or not cell.text.strip()):
                unnamed |= not names
                behind |= not names and bool(found)
                continue  # a row number, a column of no form, or padding
            if len(blocks) != 1 or len(results) != 1 or cell.row_span > 1:
                return None
            slot = (blocks.pop().removeprefix("blocks:"), results.pop())
            if slot in found:
                return None
            found[slot] = cell
    if any((cell.row, cell.column) not in used for cell in plan.results):
        return None  # a head without a number: heads and numbers are not in line
    # Beside fewer heads than the form's, an empty cell may be one of its own.
    last = max(found.values(), key=lambda cell: (cell.row, cell.column), default=None)
    if last is None or (unnamed and set(found) != set(form_slots("disputes"))):
        return None
    if behind and not _add_up([found]):
        return None  # a number printed twice would move a blank out under no head
    return found if last.text.strip() or not (unnamed or _moved_up(found, last)) else None


def _moved_up(found: dict[Slot, Cell], last: Cell) -> bool:
    """Whether a cell before the empty last one seems lost: a sum fails, or stands there.

    Where no total is printed, none has moved.
    """
    if _without_totals(found):
        return False
    for item in dict.fromkeys(item for item, _ in found):
        block = [read_number(cell.text) for slot, cell in found.items() if slot[0] == item]
        while block and block[-1].status == "blank":
            block.pop()
        parts = sum(part.value for part in block[:-1] if part.status == "reported")
        behind = any(cell is last for slot, cell in found.items() if slot[0] == item)
        if block and block[-1].status == "reported" and behind == (parts == block[-1].value):
            return True
    return False


def _reaches(plan: DisputePlan, rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the values reach as far as the heads, those of no form among them."""
    end = max((column + 1 for _, column in plan.labels), default=0)
    return any(cell.column + cell.column_span >= end for values in rows for cell in values)


def _totals_last(rows: Sequence[dict[Slot, Cell]]) -> bool:
    """Whether no total stands before its parts, where a head too many moves the others."""
    *_, (_, total) = form_slots("disputes")
    return not any(
        cell.row == row[item, total].row and cell.column > row[item, total].column
        for row in rows
        for (item, _), cell in row.items()
        if (item, total) in row
    )


def _without_totals(found: dict[Slot, Cell]) -> bool:
    """Whether all cells of the form are there, and just the totals are empty in each block."""
    slots = list(form_slots("disputes"))
    if set(found) != set(slots):
        return False
    blank = {slot for slot in slots if not found[slot].text.strip()}
    totals = {slot for slot in slots if slot[1] == slots[-1][1]}
    filled = {item for item, _ in set(slots) - blank}
    return totals <= blank and filled == {item for item, _ in slots}


def _add_up(rows: Sequence[dict[Slot, Cell]]) -> bool:
    """Whether every block of every row is whole and adds up."""
    slots = list(form_slots("disputes"))
    for row in rows:
        for item in {item for item, _ in row}:
            block = [row.get(slot) for slot in slots if slot[0] == item]
            if not adds_up([cell.text if cell else "" for cell in block]) or None in block:
                return False
    return True


def _in_order(
    plan: DisputePlan, rows: Sequence[Sequence[Cell]], words: Vocabulary
) -> list[dict[Slot, Cell]] | None:
    """Rows whose cells stand in the order of the heads and add up."""
    order = _leaf_order(plan, words)
    placed: list[dict[Slot, Cell]] = []
    for values in rows:
        own = order or _order_beside(plan, values, words)
        if own and len(values) == len(own) and all(cell.row_span == 1 for cell in values):
            placed.append(dict(zip(own, values, strict=True)))
    as_heads = len(rows) == len(placed) == 1 and len(plan.results) == len(rows[0])
    if as_heads and _without_totals(placed[0]):
        return placed  # fifteen cells behind as many heads
    return placed if placed and _add_up(placed) else None


def _order_beside(plan: DisputePlan, values: Sequence[Cell], words: Vocabulary) -> list[Slot]:
    """The columns of a row that is a block, below one row of results."""
    printed = [words.columns[core(cell.text)] for cell in plan.results]
    names = beside(plan, values[0])
    if len(names) != 1 or not names[0].startswith("blocks:") or len(set(printed)) < len(printed):
        return []
    return [(names[0].removeprefix("blocks:"), name) for name in printed]


def _leaf_order(plan: DisputePlan, words: Vocabulary) -> list[Slot] | None:
    """The columns as their heads are printed, one storey behind the other."""
    form = list(form_slots("disputes"))
    items = list(dict.fromkeys(item for item, _ in form))
    size = len(form) // len(items)
    printed = [words.columns[core(cell.text)] for cell in plan.results]
    if len(printed) > len(form):
        printed = [
            name for i, name in enumerate(plan.new) if i % size == 0 or name != plan.new[i - 1]
        ]
    blocks = [name.removeprefix("blocks:") for name in plan.named if name.startswith("blocks:")]
    if len(set(blocks)) < len(blocks):
        return None
    if blocks and len(printed) == size * len(blocks) and _first_leads(plan.named, items[0]):
        chunks = [printed[i : i + size] for i in range(0, len(printed), size)]
        if all(len(set(chunk)) == size for chunk in chunks):
            pairs = zip(blocks, chunks, strict=True)
            return [(item, name) for item, chunk in pairs for name in chunk]
    rest = iter(column for _, column in form)
    near = len(form) - _MOST_LOST <= len(printed) <= len(form)
    in_order = near and all(name in rest for name in printed)
    return form if in_order and blocks_in_order(plan.named, form) else None


def _first_leads(named: Sequence[str], item: str) -> bool:
    """Whether 行政复议, where it is named, comes before all others."""
    return f"blocks:{item}" not in named[1:]


def _uncertain(plan: DisputePlan, sheet: Sheet, values: Sequence[Cell]) -> None:
    """All cells of the blocks that the table names, or of all."""
    run = run_of(values)
    place = plan.grid.place(values[0])
    named = {name.removeprefix("blocks:") for name in plan.named}
    slots = list(form_slots("disputes"))
    blocks = named & {item for item, _ in slots} or {item for item, _ in slots}
    if "heads:litigation" in plan.named:
        blocks |= {item for item, _ in slots[1:] if item != slots[0][0]}
    status = "unplaced" if any(read_number(c.text).status != "blank" for c in values) else "blank"
    for item, column in slots:
        if item in blocks:
            sheet.put(item, column, Entry(run, place, "", status))
