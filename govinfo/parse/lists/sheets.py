"""Which tables of a document are statistics forms, and their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from govinfo.model import Document, Table
from govinfo.parse.fold import Folded
from govinfo.parse.lists.grid import GridHeads, read_grid
from govinfo.parse.lists.labels import Spaced, spaced
from govinfo.parse.lists.rowforms import RowForm, all_names, row_forms, split_label
from govinfo.parse.lists.statistics import Printed, fill, is_form
from govinfo.parse.lists.text import read_text
from govinfo.parse.running.rows import row_tables
from govinfo.parse.sheet import Sheet, merge
from govinfo.registry import OwnForms

_SAMPLE = 3  # of the labels of a form, every third is sought before all are
_MOST_TEXTS = 65_536


@dataclass(slots=True)
class _Reading:
    """The rows of one form in one or more tables, by one method."""

    form: RowForm
    method: str
    rows: list[Printed] = field(default_factory=list)
    tables: set[int] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    @property
    def known(self) -> int:
        """Rows that the form knows."""
        return sum(split_label(row.label)[0] in self.form.named for row in self.rows)


def holds_list(tables: Sequence[Table], own: OwnForms) -> bool:
    """Whether any cell names a row of a statistics form or of a form of the user's own."""
    known = _names(own).__getitem__
    return any(any(map(known, table.texts)) for table in tables)


class _Names(dict[str, bool]):
    """Whether a print is a label of a list that is no one else's."""

    def __init__(self, own: OwnForms) -> None:
        super().__init__()
        self._known = all_names(own)

    def __missing__(self, text: str) -> bool:
        if len(self) >= _MOST_TEXTS:
            self.clear()
        found = self[text] = split_label(text)[0] in self._known
        return found


@cache
def _names(own: OwnForms) -> _Names:
    return _Names(own)


def read_lists(
    document: Document, folded: Folded, grids: Sequence[Table], *, year: int | None, own: OwnForms
) -> dict[str, Sheet]:
    """The sheet of each statistics form and form of the user's own, by the form's name.

    Real grids come first, then lines of text with pipes or tabs, then labels in running
    text. A table belongs to the form most of whose rows it holds.

    Parameters
    ----------
    document : Document
        As read.
    folded : Folded
        Its text, folded.
    grids : sequence of Table
        Its tables.
    year : int or None
        The year of the report, which tells columns of several years apart.
    own : OwnForms
        Forms of the user's own.
    """
    forms = row_forms(own)
    found: list[_Reading] = []
    if holds_list(grids, own):
        found = [_from_grids(form, grids, year, "cell") for form in forms]
    sheets = _sheets(found, year)
    if sheets or not any(_may_hold(form, folded.text) for form in forms):
        return sheets
    lines = row_tables(document)
    text = spaced(folded, document.text)
    by_line = _sheets([_from_grids(form, lines, year, "stream") for form in forms], year)
    by_label = _sheets([_from_text(form, text, folded, year) for form in forms], year)
    for name, sheet in by_label.items():
        sheets[name] = merge(by_line[name], sheet) if name in by_line else sheet
    return {**by_line, **sheets}


def _may_hold(form: RowForm, text: str) -> bool:
    """A quick look: a third of the labels, of which a table of the form holds some."""
    names = [line.name for line in form.lines if line.key]
    sample = names if len(names) <= 2 * _SAMPLE else names[::_SAMPLE]
    return any(name in text for name in sample)


def _from_grids(form: RowForm, tables: Sequence[Table], year: int | None, method: str) -> _Reading:
    reading = _Reading(form, method)
    heads = GridHeads()
    for table in tables:
        rows = read_grid(form, table, heads, year)
        if rows:
            reading.rows += rows
            reading.tables.add(table.number)
            reading.years |= {heads.year} if heads.year else set()
    return reading


def _from_text(form: RowForm, text: Spaced, folded: Folded, year: int | None) -> _Reading:
    reading = _Reading(form, "stream")
    for rows, years in read_text(form, text, folded, year):
        if is_form(form, rows):
            reading.rows += rows
            reading.years |= years
    return reading


def _sheets(readings: Sequence[_Reading], year: int | None) -> dict[str, Sheet]:
    """The readings that are tables of their form; of two of the same tables, the fuller."""
    found: dict[str, Sheet] = {}
    taken: list[_Reading] = []
    # The user's own forms come last in the registry and first where a table fits both.
    for reading in sorted(reversed(readings), key=lambda reading: -reading.known):
        if not reading.rows or not is_form(reading.form, reading.rows):
            continue
        if any(_same_rows(reading, other) for other in taken):
            continue
        taken.append(reading)
        sheet = Sheet("statistics", layout=reading.form, tables=set(reading.tables))
        fill(reading.form, reading.rows, sheet, reading.method)
        for named in sorted(reading.years):
            if year is not None and named != year:
                sheet.notes.append(
                    f"year_conflict: the head of the {reading.form.name} table names {named}, "
                    f"the report is on {year}"
                )
        found[reading.form.name] = sheet
    return {reading.form.name: found[reading.form.name] for reading in readings
            if reading.form.name in found}  # fmt: skip


def _same_rows(one: _Reading, other: _Reading) -> bool:
    return not {row.place for row in one.rows if row.run}.isdisjoint(
        row.place for row in other.rows if row.run
    )
