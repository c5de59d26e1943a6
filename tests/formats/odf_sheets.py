"""ODS as LibreOffice and WPS write it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from random import Random

from formats.blocks import Slot, is_number, rows_of
from formats.odf import BOXED, COMMENT, Writer, package, spaced, spans_of
from govinfo.model import Document, Table

HABITS = (
    "sheets",  # a sheet for each table
    "repeated",  # equal cells counted
    "filling",  # the empty rest of the sheet counted
    "texts",  # numbers kept as text
    "formulas",
    "thousands",  # shown with commas
    "comments",
    "stale",
    "header_rows",
    "column_styles",
    "no_borders",
)


def ods(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as ODS, paragraphs in the first column."""
    return package("spreadsheet", _Sheets(habits, draw).body(document), document)


class _Sheets(Writer):
    def body(self, document: Document) -> str:
        sheets: list[list[str]] = [[]]
        for block in document.blocks:
            if isinstance(block, Table):
                rows = self.rows(block, [self.row(row) for row in rows_of(block)])
                if "sheets" in self.habits:
                    sheets += [[rows], []]
                else:
                    sheets[-1].append(rows)
            else:
                cell = (
                    f'<table:table-cell office:value-type="string">{self.paragraphs([block.text])}'
                )
                sheets[-1].append(
                    f"<table:table-row>{cell if block.text else '<table:table-cell>'}"
                    f"</table:table-cell>{self.filling(1)}</table:table-row>"
                )
        return "".join(map(self.sheet, range(1, len(sheets) + 1), filter(None, sheets)))

    def sheet(self, number: int, rows: Iterable[str]) -> str:
        end = ""
        if "filling" in self.habits:
            end = (
                '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
                'table:number-columns-repeated="16384"/></table:table-row>'
            )
        return (
            f'<table:table table:name="Sheet{number}"><table:table-column '
            f'table:number-columns-repeated="16384"/>{"".join(rows)}{end}</table:table>'
        )

    def filling(self, used: int) -> str:
        if "filling" not in self.habits:
            return ""
        return f'<table:table-cell table:number-columns-repeated="{16384 - used}"/>'

    def row(self, row: Sequence[Slot]) -> str:
        cells: list[tuple[str, str]] = []
        for slot in row:
            covered = slot.cell.column_span - (not slot.above)
            if not slot.above:
                cells.append(self.cell(slot))
            cells += [
                ("covered-table-cell", ">" + "<text:p>97</text:p>" * self.has("stale", 0.3))
            ] * covered
        out = []
        place = 0
        while place < len(cells):
            name, cell = cells[place]
            times = 1
            while "repeated" in self.habits and cells[place + times : place + times + 1] == [
                cells[place]
            ]:
                times += 1
            repeat = f' table:number-columns-repeated="{times}"' if times > 1 else ""
            out.append(f"<table:{name}{repeat}{cell}</table:{name}>")
            place += times
        return f"<table:table-row>{''.join(out)}{self.filling(len(cells))}</table:table-row>"

    def cell(self, slot: Slot) -> tuple[str, str]:
        text = slot.cell.text
        kept, shown = "", self.paragraphs(slot.lines) if text else ""
        if is_number(text) and "texts" not in self.habits:
            kept = f' office:value-type="float" office:value="{text}"'
            if self.has("formulas", 0.3):
                kept += ' table:formula="of:=SUM([.A1:.B97])"'
            if "thousands" in self.habits and text.isdigit():
                shown = f"<text:p>{int(text):,}</text:p>"
        elif text:
            kept = ' office:value-type="string"'
        if self.has("comments", 0.1):
            shown = COMMENT + shown
        boxed = "" if "no_borders" in self.habits else BOXED
        return "table-cell", f"{boxed}{spans_of(slot)}{kept}>{shown}"

    def paragraphs(self, lines: Iterable[str]) -> str:
        return "".join(f"<text:p>{spaced(line)}</text:p>" for line in lines)
