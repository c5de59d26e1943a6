"""Statistics forms and the forms of a user's own: rows matched by label and path.

A row is known by its own label; one whose label occurs twice in the form, or is so
short that it may be anyone's, by the label above it as well. Rows may change places,
be missing or be strange: none shifts another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from govinfo.parse.cells import read_number
from govinfo.parse.labels import Vocabulary
from govinfo.parse.lists.rowforms import RowForm, split_label
from govinfo.parse.sheet import Entry, Place, Sheet
from govinfo.parse.units import stated_unit
from govinfo.registry import tree

_PART_OF_FORM = 0.4  # of a form's rows, in order, that make a table of it
_PART_OF_TABLE = 0.5  # of a table's rows that must be the form's
_ROWS_OF_A_TABLE = 5  # of a short form; of one still shorter, three quarters
_CERTAIN_ROWS = 10  # of a table cut short, nearly all of whose rows are the form's
_NEARLY_ALL = 0.8
_SHORTEST_DAMAGED = 7


@dataclass(slots=True)
class Printed:
    """One row as printed: its label, and its cells by column of the form.

    ``status`` says why the cells are not placed, and is empty where they are. ``run`` is
    all that the row prints in numbers. ``cumulative`` is the print under a head of all
    years, None where there is none. ``groups`` are the labels left of the row's own.
    ``headed`` tells that heads stand above, which they don't where labels are listed
    without a table.
    """

    label: str
    cells: Mapping[str, tuple[str, Place]] = field(default_factory=dict)
    run: str = ""
    place: Place = (0, 0, 0)
    status: str = ""
    unit: str = ""
    cumulative: str | None = None
    groups: tuple[str, ...] = ()
    headed: bool = True


def is_form(form: RowForm, rows: Sequence[Printed]) -> bool:
    """Whether rows are a table of the form: enough of its labels, in its order.

    Many of the form's labels stand in other sheets too; a table is of the form only if
    most of its own rows are.
    """
    known = [(split_label(row.label)[0], row) for row in rows if row.label]
    order = [form.named[name][0] for name, _ in known if len(form.named.get(name, ())) == 1]
    found = _in_order(order)
    counted = [name for name, row in known if name in form.named or row.run.strip()]
    mine = sum(name in form.named for name in counted)
    n = len(form.rows)
    enough = max(round(_PART_OF_FORM * n), min(_ROWS_OF_A_TABLE, n - n // 4))
    if found >= enough and mine >= _PART_OF_TABLE * len(counted):
        return True
    return found >= _CERTAIN_ROWS and mine >= _NEARLY_ALL * len(counted)


def _in_order(order: Sequence[int]) -> int:
    """How many different lines stand in the form's order: the longest rising part."""
    tails: list[int] = []
    for line in order:
        place = bisect_left(tails, line)
        tails[place : place + 1] = [line]
    return len(tails)


def fill(form: RowForm, rows: Sequence[Printed], sheet: Sheet, method: str) -> None:
    """Put printed rows into the sheet of their form."""
    _distrust(rows, sheet, method)
    found, doubtful = locate(form, rows)
    groups = {split_label(label)[0] for label in tree("labels")["statistics"]["groups"]}
    filled = {line for i, line in found.items() if rows[i].run.strip()}
    for i, row in enumerate(rows):
        line = found.get(i)
        key = form.lines[line].key if line is not None else ""
        if key:
            sheet.rows_seen.add(key)
            if line in filled and not row.run.strip() and not row.headed:
                continue  # a label in a contents
            _put(form, sheet, key, row, method)
        elif row.run.strip() and row.label and i not in doubtful:
            name = split_label(row.label)[0]
            bare = name in groups or line is not None
            if not bare or _holds_number(row):
                sheet.strangers.append(f"{row.label.strip()[:60]}: {row.run.strip()[:60]}")
    for i, lines in doubtful.items():
        for line in lines:
            key = form.lines[line].key
            if key and key not in sheet.rows_seen and rows[i].run.strip():
                columns = [column for row, column in form.slots if row == key]
                sheet.row_uncertain(key, columns, "unplaced", rows[i].run, rows[i].place)


def _holds_number(row: Printed) -> bool:
    return any(read_number(piece).status == "reported" for piece in row.run.split())


def _distrust(rows: Sequence[Printed], sheet: Sheet, method: str) -> None:
    """Take back what the cumulative column contradicts.

    No year is greater than all years: where most rows say so, the heads are over the wrong
    columns; a row of running text that says so has lost a cell and gained another number.
    A blank beside a filled column is rather a lost cell, or two numbers that ran together.
    """
    name = sheet.kind if sheet.layout is None else sheet.layout.name
    pairs = [
        (row, read_number(raw), read_number(row.cumulative))
        for row in rows
        if not row.status and row.cumulative is not None
        for raw, _ in row.cells.values()
    ]
    filled = [
        (row, own.value > whole.value)
        for row, own, whole in pairs
        if own.status == "reported" and whole.status == "reported"
    ]
    alone = [
        row for row, own, whole in pairs if own.status == "reported" and whole.status == "blank"
    ]
    greater = [row for row, is_greater in filled if is_greater]
    if 2 * len(greater) > len(filled):
        sheet.notes.append(
            f"header_conflict: in the {name} table the year's own numbers are greater than those "
            "of all years"
        )
        greater = [row for row, _, _ in pairs]
    elif method == "cell":
        greater = []
    for row in greater:
        row.status = "unplaced"
    if len(filled) >= len(alone):
        for row in alone:
            if len(row.run.strip()) > 1:
                row.status = "unreadable"  # both numbers may stand in one cell
            elif method != "cell":
                row.status = "unplaced"


def _put(form: RowForm, sheet: Sheet, key: str, row: Printed, method: str) -> None:
    columns = [column for own, column in form.slots if own == key]
    if row.status:
        sheet.row_uncertain(key, columns, row.status, row.run, row.place)
        return
    for column in columns:
        if column not in row.cells:
            continue
        sheet.columns_seen.add(column)
        raw, place = row.cells[column]
        info = form.info[form.slots[key, column]]
        sheet.put(key, column, _entry(raw, place, method, row, info))


def _entry(raw: str, place: Place, method: str, row: Printed, info: Mapping[str, str]) -> Entry:
    """A cell with the unit of its row; one in thousands is no count."""
    yuan = tree("labels")["units"]["yuan"]
    if info["kind"] == "money":
        unit = row.unit if row.unit in yuan else stated_unit(row.label)
        if row.unit and not unit and read_number(raw, "money").status == "reported":
            return Entry(raw, place, "", "unreadable")
        return Entry(raw, place, method, None, unit)
    number = read_number(raw, info["kind"])
    multiples = tree("labels")["statistics"]["multiples"]
    counted = row.unit not in yuan and not any(word in row.unit for word in multiples)
    if number.status == "reported" and not counted:
        return Entry(raw, place, "", "unreadable")
    if number.status == "unreadable" and info["unit"] and raw.strip().endswith(info["unit"]):
        own = read_number(raw.strip().removesuffix(info["unit"]), info["kind"])
        if own.status == "reported":
            return Entry(raw, place, method, None, "", own.value)
    return Entry(raw, place, method)


def locate(
    form: RowForm, rows: Sequence[Printed]
) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """The line of the form that each printed row is.

    Returns
    -------
    dict, dict
        Row to line where that is certain; row to the lines that it may be where its
        label is the form's and its place is not certain.
    """
    found: dict[int, int] = {}
    doubtful: dict[int, tuple[int, ...]] = {}
    path: tuple[int, ...] = ()
    blocks: dict[int, list[int]] = {}  # visit of a parent to the rows under it
    visit: dict[int, int] = {}
    n_visits = 0
    for i, row in enumerate(rows):
        for group in row.groups:
            lines = form.named.get(split_label(group)[0], ())
            if len(lines) == 1 and lines[0] not in path:
                path = (*form.lines[lines[0]].parents, lines[0])
        name, number, style = split_label(row.label)
        lines = form.named.get(name, ())
        if not lines:
            path = _cut(form, path, style)
            continue
        line: int | None = lines[0]
        if form.needs_context(name):
            line = _in_context(form, lines, path, number, found.values())
        if line is None:
            doubtful[i] = lines
            continue
        found[i] = line
        path = (*form.lines[line].parents, line)
        parents = form.lines[line].parents
        parent = parents[-1] if parents else -1
        for other in [key for key in visit if key >= 0 and key not in path]:
            del visit[other]
        if parent not in visit:
            visit[parent] = n_visits = n_visits + 1
        blocks.setdefault(visit[parent], []).append(i)
    for members in blocks.values():
        order = [found[i] for i in members]
        if order == sorted(order):
            continue
        # Out of order under one parent: a label that two parents have may be the other's.
        for i in members:
            name = split_label(rows[i].label)[0]
            if form.needs_context(name):
                doubtful[i] = form.named[name]
                del found[i]
    _mend(form, rows, found, doubtful)
    return found, doubtful


def _cut(form: RowForm, path: tuple[int, ...], style: int) -> tuple[int, ...]:
    """The path that an unknown row leaves open: its number may close lines above it."""
    while style and path and not 0 < form.lines[path[-1]].style < style:
        path = path[:-1]
    return path


def _in_context(
    form: RowForm, lines: Sequence[int], path: Sequence[int], number: str, seen: Collection[int]
) -> int | None:
    """The one line that stands under the nearest label above.

    Where two labels above have such a line each, the number tells, or that one is seen.
    """
    ranked: dict[int, list[int]] = {}
    for line in lines:
        parents = form.lines[line].parents
        if not parents:
            ranked.setdefault(-1, []).append(line)
        elif parents[-1] in path:
            ranked.setdefault(path.index(parents[-1]), []).append(line)
    if not ranked:
        return None
    if len(ranked) > 1:
        numbered = [line for group in ranked.values() for line in group]
        same = [line for line in numbered if number and form.lines[line].number == number]
        fresh = [line for line in same or numbered if line not in seen and line > path[-1]]
        rest = same if len(same) == 1 else fresh
        return rest[0] if len(rest) == 1 else None
    (nearest,) = ranked.values()
    return nearest[0] if len(nearest) == 1 else None


def _mend(
    form: RowForm,
    rows: Sequence[Printed],
    found: dict[int, int],
    doubtful: Collection[int],
) -> None:
    """Damaged labels: between two known neighbours, what only one lost row can mean."""
    seen = set(found.values())
    for i, row in enumerate(rows):
        name, number, _ = split_label(row.label)
        if i in found or i in doubtful or name in form.named or len(name) < _SHORTEST_DAMAGED:
            continue
        before, after = found.get(i - 1), found.get(i + 1)
        if before is None or after is None:
            continue
        lost = {
            line.name: str(j)
            for j, line in enumerate(form.lines[before + 1 : after], start=before + 1)
            if j not in seen and line.key and not form.needs_context(line.name)
            and (not number or not line.number or line.number == number)
        }  # fmt: skip
        words = Vocabulary("statistics", lost, {}, {}, form.scan)
        nearest = words.nearest_row(name, lost.values())
        if nearest is not None:
            found[i] = int(nearest)
            seen.add(int(nearest))
