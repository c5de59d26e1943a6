"""A table that shows itself: every cell with the metric it went to, and why."""

from __future__ import annotations

import html
from collections import Counter
from dataclasses import dataclass, field

from govinfo.model import Cell, FactColumns, OtherColumns, Table
from govinfo.parse.marks import KINDS, Mark, Marks
from govinfo.registry import NO_FORMS, OwnForms

# Dark words on light tints, whatever the page's own colours: at least 8 : 1 each.
_STYLE = """
table.govinfo-table { border-collapse: collapse; font-size: 13px; line-height: 1.25; }
table.govinfo-table caption { text-align: left !important; padding: 4px 0; font-weight: 600; }
table.govinfo-table td { border: 1px solid #8a8a8a; padding: 3px 6px; text-align: left !important;
  vertical-align: top; max-width: 15em; }
table.govinfo-table small { display: block; font-size: 9.5px; line-height: 1.15;
  overflow-wrap: anywhere; }
table.govinfo-table td[class], .govinfo-legend span { color: #1a1a1a; }
table.govinfo-table td.number { min-width: 5.5em; }
.govinfo-legend { margin: 4px 0 8px; font-size: 12px; }
.govinfo-legend span { display: inline-block; margin: 0 6px 4px 0; padding: 1px 6px;
  border: 1px solid #8a8a8a; }
.govinfo-cell { background: #cfe5ff !important; }
.govinfo-stream { background: #c5efe2 !important; }
.govinfo-decoded { background: #e4d8ff !important; }
.govinfo-ocr { background: #f7d3ec !important; }
.govinfo-blank { background: #ececec !important; }
.govinfo-unreadable { background: #ffdcae !important; border: 2px dotted #8a4b00 !important; }
.govinfo-unplaced { background: #ffcaca !important; border: 2px solid #a8001c !important; }
.govinfo-kept { background: #dcebd0 !important; }
.govinfo-loose { background: #ffffff !important; border: 2px dashed #a8001c !important; }
.govinfo-row { background: #fff4c2 !important; border-left: 4px solid #8a6a00 !important; }
.govinfo-column { background: #fff4c2 !important; border-bottom: 4px solid #8a6a00 !important; }
.govinfo-group { background: #f3ecdc !important; border: 1px dashed #8a6a00 !important; }
"""
_SIGNS = {"unplaced": "?", "unreadable": "#", "loose": "!"}
_LABELS = ("row", "column", "group")
_LONGEST_PRINT = 24  # characters of a cell in a line of text


@dataclass(frozen=True, slots=True)
class TableView(Table):
    """A table of a report as read, with what became of each cell.

    In a notebook it shows the table with its spans, each cell in the colour of its status
    and method, under it the metric it went to; labels carry the row or column they were
    taken for. ``print`` gives the same in short. Nothing is worked out before it is shown.

    Examples
    --------
    >>> from govinfo.parse import parse
    >>> from govinfo.read import read_document
    >>> page = '''<h1>通渭县2023年政府信息公开工作年度报告</h1>
    ... <table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>
    ... <tr><td>行政许可</td><td>12</td></tr></table>'''
    >>> report = parse(read_document(page.encode(), path="2023.html"))
    >>> print(report.tables[0])
    table 1: 2 rows, 2 columns; 1 fact: 1 reported (cell)
      1  信息内容 | 本年处理决定数量 [decisions]
      2  行政许可 [licensing] | 12
    """

    facts: FactColumns = field(kw_only=True, repr=False, compare=False)
    others: OtherColumns | None = field(default=None, kw_only=True, repr=False, compare=False)
    own: OwnForms = field(default=NO_FORMS, kw_only=True, repr=False, compare=False)

    def marks(self) -> Marks:
        """What each cell went to, worked out anew."""
        return Marks(self, self.facts, self.others, self.own)

    def __repr__(self) -> str:
        return f"<Table {self.number}: {self.n_rows} rows, {self.n_columns} columns>"

    def __str__(self) -> str:
        marks = self.marks()
        lines = [_summary(self, marks)]
        for row in range(self.n_rows):
            cells = [_line(cell, marks.of.get(cell)) for cell in self.cells if cell.row == row]
            lines.append(f"{row + 1:>3}  {' | '.join(cells)}")
        used = {mark.kind for mark in marks.of.values()}
        signs = [f"{sign} {KINDS[kind]}" for kind, sign in _SIGNS.items() if kind in used]
        return "\n".join([*lines, *([f"({'; '.join(signs)})"] if signs else [])])

    def _repr_html_(self) -> str:
        marks = self.marks()
        rows = [
            "".join(_html_cell(cell, marks.of.get(cell)) for cell in self.cells if cell.row == row)
            for row in range(self.n_rows)
        ]
        used = {mark.kind for mark in marks.of.values()}
        legend = "".join(
            f"<span class='govinfo-{kind}'>{html.escape(text)}</span>"
            for kind, text in KINDS.items()
            if kind in used
        )
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        caption = html.escape(_summary(self, marks))
        return (
            f"<style>{_STYLE}</style>"
            f"<table class='govinfo-table'><caption>{caption}</caption>{body}</table>"
            f"<div class='govinfo-legend'>{legend}</div>"
        )


def view(
    table: Table, facts: FactColumns, others: OtherColumns | None, own: OwnForms = NO_FORMS
) -> TableView:
    """``table`` with the facts of its report, to look at."""
    return TableView(
        table.number, table.texts, table.layout, table.start, facts=facts, others=others, own=own
    )


def _summary(table: Table, marks: Marks) -> str:
    counts = Counter(marks.statuses)
    told = ", ".join(
        f"{n} {status} ({method})" if method else f"{n} {status}"
        for (status, method), n in counts.items()
    )
    n = len(marks.statuses)
    facts = f"{n} fact{'' if n == 1 else 's'}"
    kept = sum(mark.kind == "kept" for mark in marks.of.values())
    rest = f": {told}" if told else ""
    more = f"; {kept} numbers of no registered form" if kept else ""
    return (
        f"table {table.number}: {table.n_rows} rows, {table.n_columns} columns; {facts}{rest}{more}"
    )


def _line(cell: Cell, mark: Mark | None) -> str:
    text = " ".join(cell.text.split())
    if len(text) > _LONGEST_PRINT:
        text = f"{text[: _LONGEST_PRINT - 1]}…"
    if mark is None:
        return text
    if mark.kind in _LABELS:
        return f"{text} [{', '.join(mark.notes)}]" if mark.notes else text
    return f"{text}{_SIGNS.get(mark.kind, '')}"


def _html_cell(cell: Cell, mark: Mark | None) -> str:
    spans = f" rowspan='{cell.row_span}'" if cell.row_span > 1 else ""
    spans += f" colspan='{cell.column_span}'" if cell.column_span > 1 else ""
    text = html.escape(cell.text.strip()).replace("\n", "<br>")
    if mark is None:
        return f"<td{spans}>{text}</td>"
    kind = mark.kind if mark.kind in _LABELS else f"{mark.kind} number"
    story = html.escape("\n".join(mark.story)).replace("\n", "&#10;")
    # A metric's name may break at its dots and underscores.
    notes = "".join(
        f"<small>{html.escape(note).replace('.', '.<wbr>').replace('_', '_<wbr>')}</small>"
        for note in mark.notes
    )
    return f"<td{spans} class='govinfo-{kind}' title='{story}'>{text or '&nbsp;'}{notes}</td>"
