"""What each cell of a table went to: its facts, and the labels that it was matched by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from govinfo.frames import unpack_state
from govinfo.model import Cell, FactColumns, OtherColumns, Table
from govinfo.parse.cells import read_number
from govinfo.parse.labels import STATUTORY, Vocabulary, core, has_han, vocabulary
from govinfo.parse.lists.rowforms import split_label
from govinfo.parse.sheet import form_slots
from govinfo.registry import NO_FORMS, OwnForms, form_rows, metric_rows
from govinfo.schema import METHODS, STATUSES

#: Kinds of marks, in the order of the legend, with what they stand for.
KINDS = {
    "cell": "reported: placed by its row and column",
    "stream": "reported: placed by its labels, in order",
    "decoded": "reported: cut out of a run by the form's sums",
    "ocr": "reported: recognised in a picture, confirmed by the form's sums",
    "blank": "blank or not applicable",
    "unreadable": "unreadable",
    "unplaced": "unplaced: its cell of the form is not certain",
    "kept": "of no registered form, kept in other_tables",
    "loose": "a number that went nowhere",
    "row": "label of a row",
    "column": "head of a column",
    "group": "label over rows or columns",
}
_LABELS = ("row", "column", "group")


@dataclass(slots=True)
class Mark:
    """What is known of one cell: its kind, short notes to show, and the whole story."""

    kind: str
    notes: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Names:
    """How the row and the column of a metric may be printed, and what they are called."""

    row: str
    column: str
    rows: frozenset[str]
    columns: frozenset[str]
    words: Vocabulary | None


class Marks:
    """The marks of one table, by cell.

    Parameters
    ----------
    table : Table
        As read.
    facts : FactColumns
        All facts of its report.
    others : OtherColumns or None
        The report's tables of no registered form.
    own : OwnForms
        Forms of the user's own that the report was read with.
    """

    def __init__(
        self,
        table: Table,
        facts: FactColumns,
        others: OtherColumns | None = None,
        own: OwnForms = NO_FORMS,
    ) -> None:
        import numpy as np

        status, method, _ = unpack_state(np.frombuffer(facts.state, dtype=np.uint8))
        self._status, self._method = status.tolist(), method.tolist()
        self._cells = table.cells
        self._facts = facts
        self._own = own
        self.of: dict[Cell, Mark] = {}
        self.statuses: list[tuple[str, str]] = []
        by_place: dict[tuple[int, int], list[int]] = {}
        for i, number in enumerate(facts.table):
            if number == table.number:
                by_place.setdefault((facts.first[i], facts.last[i]), []).append(i)
                self.statuses.append(self._read(i))
        for (row, column), mine in by_place.items():
            for cell in self._held(row - 1, column - 1, len(mine) > 1):
                self._mark_value(cell, mine)
        self._mark_groups({facts.form[i] for mine in by_place.values() for i in mine})
        kept = _kept(table.number, others)
        for cell in self._cells:
            if cell not in self.of and read_number(cell.text).status == "reported":
                labels = kept.get((cell.row + 1, cell.column + 1))
                kind = "loose" if labels is None else "kept"
                self.of[cell] = Mark(kind, labels or [], [KINDS[kind], *(labels or [])])

    def _read(self, fact: int) -> tuple[str, str]:
        """The status of a fact, and how it was placed, if it was."""
        method = self._method[fact]
        return STATUSES[self._status[fact]], METHODS[method] if method >= 0 else ""

    def _held(self, row: int, column: int, shared: bool) -> Iterator[Cell]:
        """The cells that a place stands for: one, or all prints of a row from there on."""
        for cell in self._cells:
            if shared and cell.row == row and cell.column >= column:
                if cell.text.strip() and not _is_words(cell):
                    yield cell
            elif not shared and (cell.row, cell.column) == (row, column):
                yield cell

    def _mark_value(self, cell: Cell, mine: Sequence[int]) -> None:
        facts = self._facts
        status, method = self._read(mine[0])
        told = f"{status}, {method}" if method else status
        kind = method if status == "reported" and method in KINDS else status
        mark = Mark("blank" if kind == "not_applicable" else kind)
        if len(mine) == 1:
            mark.notes += [facts.metric[mine[0]], told]
            mark.story += [facts.metric[mine[0]], told]
        else:
            mark.notes.append(f"{told}, {len(mine)} cells possible")
            mark.story += [told, "one of:", *(facts.metric[i] for i in mine)]
        for i in mine:
            row, column = self._labels(cell, i)
            if len(mine) == 1:
                mark.story += [_told("row", row), _told("column", column)]
        known = self.of.get(cell)
        if known is None or known.kind in _LABELS:
            self.of[cell] = mark
        else:
            known.notes += mark.notes
            known.story += mark.story

    def _labels(self, cell: Cell, fact: int) -> tuple[Cell | None, Cell | None]:
        """The label and the head that a fact's cell was matched by, which are marked too."""
        names = _names(self._facts.form[fact], self._facts.metric[fact], self._own)
        beside = [
            other
            for other in self._cells
            if other is not cell
            and other.row <= cell.row < other.row + other.row_span
            and has_han(other.text)
        ]
        beside.sort(key=lambda other: (other.column > cell.column, abs(other.column - cell.column)))
        above = [other for other in self._cells if _is_above(other, cell) and has_han(other.text)]
        above.sort(key=lambda other: -other.row)
        row, column = _first(beside, names.rows), _first(above, names.columns)
        over = _first(above, names.rows) if row is None else None
        row_note, column_note = names.row, names.column
        words = names.words
        if over is None and row is None and words is not None:
            row = next((c for c in beside if words.nearest_row(c.text, [names.row])), None)
            row_note += " (damaged)"
        if column is None and words is None:
            column = next(iter(above), None)  # lists have one head over each column
        elif column is None and words is not None:
            damaged = (c for c in above if words.is_damaged_column(c.text, names.column))
            column = next(damaged, None)
            column_note += " (damaged)"
        marks = (
            (row, "row", row_note),
            (over, "column", row_note),
            (column, "column", column_note),
        )
        for found, kind, note in marks:
            if found is not None:
                self._mark_label(found, kind, note)
        return row or over, column

    def _mark_label(self, cell: Cell, kind: str, note: str) -> None:
        mark = self.of.setdefault(cell, Mark(kind))
        if mark.kind in _LABELS and note not in mark.notes:
            mark.notes.append(note)
            mark.story.append(f"{KINDS[kind]}: {note}")

    def _mark_groups(self, forms: Iterable[str]) -> None:
        known = metric_rows(self._own)
        kinds = {known[metric]["section"] for form in forms for metric in _metrics(form, self._own)}
        for kind in sorted(kinds.intersection(STATUTORY)):
            words = vocabulary(kind)
            # A row without a cell of its own, as （六）其他处理 since 2021, is a group too.
            over = {name: f"rows:{key}" for name, key in words.rows.items()} | dict(words.others)
            for cell in self._cells:
                name = over.get(core(cell.text))
                if name and cell not in self.of:
                    part, _, short = name.partition(":")
                    notes = [] if part == "heads" else [short]
                    self.of[cell] = Mark("group", notes, [": ".join([KINDS["group"], *notes])])


def _kept(number: int, others: OtherColumns | None) -> Mapping[tuple[int, int], list[str]]:
    if others is None or number not in others.table:
        return {}
    return {
        (others.row[i], others.column[i]): [others.row_label[i], others.column_label[i]]
        for i, table in enumerate(others.table)
        if table == number
    }


def _is_words(cell: Cell) -> bool:
    return has_han(cell.text) and read_number(cell.text).status == "unreadable"


def _is_above(other: Cell, cell: Cell) -> bool:
    return (
        other.row < cell.row
        and other.column < cell.column + cell.column_span
        and cell.column < other.column + other.column_span
    )


def _first(cells: Iterable[Cell], names: frozenset[str]) -> Cell | None:
    return next((cell for cell in cells if split_label(cell.text)[0] in names), None)


def _told(what: str, cell: Cell | None) -> str:
    if cell is None:
        return f"{what}: no such label beside or above it"
    text = "".join(cell.text.split())
    return f"{what}: {text} (row {cell.row + 1}, column {cell.column + 1})"


@cache
def _metrics(form: str, own: OwnForms) -> tuple[str, ...]:
    return tuple(row["metric"] for row in form_rows(own) if row["form"] == form)


@cache
def _names(form: str, metric: str, own: OwnForms) -> _Names:
    entry = next(row for row in form_rows(own) if row["form"] == form and row["metric"] == metric)
    row, column = (entry[name].rpartition("/")[2] for name in ("row_path", "column_path"))
    kind = metric_rows(own)[metric]["section"]
    if kind not in STATUTORY:
        own_row, own_column = (frozenset({split_label(text)[0]}) for text in (row, column))
        return _Names(row, column, own_row, own_column, None)
    words = vocabulary(kind)
    slot = next(slot for slot, name in form_slots(form).items() if name == metric)
    blocks = {label for label, name in words.others.items() if name == f"blocks:{slot[0]}"}
    rows = {label for label, name in words.rows.items() if name == slot[0]} | blocks
    columns = {label for label, name in words.columns.items() if name == slot[1]}
    return _Names(*slot, frozenset(rows), frozenset(columns), words)
