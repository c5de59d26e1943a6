"""ODT as LibreOffice and WPS write it."""

from __future__ import annotations

from collections.abc import Collection
from random import Random
from xml.sax.saxutils import escape

from formats.blocks import NUMBERED, Slot, is_number, is_prose, other_number, pieces, rows_of
from formats.odf import COMMENT, Writer, package, spaced, spans_of
from govinfo.model import Document, Table

HABITS = (
    "spans",  # a number in several spans
    "tracked",
    "text_box",
    "numbering",
    "layout_table",
    "sections",
    "header_rows",
    "covered_repeated",  # covered cells counted rather than written
    "column_styles",  # columns counted
    "comments",
    "notes",
    "breaks",
    "padded",
    "soft_breaks",  # where pages ended when the file was saved
    "stale",  # text in covered cells
    "sub_table",  # cells that are divided into a table of their own
    "formulas",
    "bookmarks",
)
_NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>见国办公开办函〔2021〕30号。</text:p></text:note-body></text:note>"
)


def odt(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as ODT."""
    writer = _Text(habits, draw)
    body = writer.body(document)
    changes = "".join(writer.changes)
    if changes:
        changes = f"<text:tracked-changes>{changes}</text:tracked-changes>"
    return package("text", changes + body, document)


class _Text(Writer):
    def body(self, document: Document) -> str:
        out = []
        for block in document.blocks:
            if isinstance(block, Table):
                out.append(self.table(block))
            else:
                out.append(self.placed(block.text))
            if self.has("sections", 0.1) and out:
                out[-1] = f'<text:section text:name="节97">{out[-1]}</text:section>'
        body = "".join(out)
        if "layout_table" in self.habits:
            body = (
                '<table:table table:name="页"><table:table-column/><table:table-row>'
                f"<table:table-cell>{body}</table:table-cell></table:table-row></table:table>"
            )
        return f"{body}<text:p/>"

    def placed(self, text: str) -> str:
        if is_prose(text) and self.has("text_box", 0.3):
            return (
                '<text:p><draw:frame text:anchor-type="paragraph" draw:name="框97"><draw:text-box>'
                f"{self.paragraph(text)}</draw:text-box></draw:frame></text:p>"
            )
        return self.paragraph(text)

    def paragraph(self, text: str) -> str:
        found = NUMBERED.match(text) if "numbering" in self.habits else None
        if found is not None and self.draw.random() < 0.5:
            return (
                '<text:list text:style-name="L1"><text:list-item>'
                f"<text:number>{escape(found[0])}</text:number>"
                f"<text:p>{self.content(text[found.end() :])}</text:p>"
                "</text:list-item></text:list>"
            )
        tag = "h" if found is not None else "p"
        level = ' text:outline-level="1"' if tag == "h" else ""
        return f"<text:{tag}{level}>{self.content(text)}</text:{tag}>"

    def content(self, text: str) -> str:
        cut = pieces(text, self.draw) if "spans" in self.habits else [text] if text else []
        inner = "".join(map(self.piece, cut))
        if self.has("comments", 0.2):
            inner += COMMENT
        if self.has("notes", 0.2) and text.endswith("。"):
            inner += _NOTE
        return inner

    def piece(self, text: str) -> str:
        inner = spaced(text)
        if self.has("spans", 0.8) and text:
            inner = f'<text:span text:style-name="T1">{inner}</text:span>'
        if self.has("soft_breaks", 0.2):
            inner = f"<text:soft-page-break/>{inner}"
        if self.has("bookmarks", 0.2):
            inner = (
                f'<text:bookmark-start text:name="_97"/>{inner}<text:bookmark-end text:name="_97"/>'
            )
        if self.has("tracked", 0.2):
            inner = self.changed(inner, other_number(text, self.draw))
        return inner

    def changed(self, inner: str, gone: str) -> str:
        who = "<office:change-info><dc:creator>王</dc:creator></office:change-info>"
        first = len(self.changes)
        for number, change in (
            (first, f"<text:deletion>{who}<text:p>{gone}</text:p></text:deletion>"),
            (first + 1, f"<text:insertion>{who}</text:insertion>"),
        ):
            self.changes.append(
                f'<text:changed-region text:id="ct{number}">{change}</text:changed-region>'
            )
        return (
            f'<text:change text:change-id="ct{first}"/><text:change-start text:change-id='
            f'"ct{first + 1}"/>{inner}<text:change-end text:change-id="ct{first + 1}"/>'
        )

    def table(self, table: Table) -> str:
        rows = []
        for row in rows_of(table):
            inner = "".join(map(self.cell, row))
            rows.append(f"<table:table-row>{inner}</table:table-row>")
        name = f'table:name="表{table.number}"'
        return f"<table:table {name}>{self.columns(table)}{self.rows(table, rows)}</table:table>"

    def cell(self, slot: Slot) -> str:
        covered = slot.cell.column_span - (not slot.above)
        if slot.above:
            return self.covered(covered)
        text = slot.cell.text
        kept = ""
        if self.has("formulas") and is_number(text):
            kept = f' office:value-type="float" office:value="{text}"'
            kept += ' table:formula="ooow:&lt;A1&gt;+97"'
        if "breaks" in self.habits:
            inner = f"<text:p>{'<text:line-break/>'.join(map(self.content, slot.lines))}</text:p>"
        else:
            inner = "".join(map(self.paragraph, slot.lines))
        if self.has("sub_table", 0.05) and slot.cell.row_span == slot.cell.column_span == 1:
            inner = (
                '<table:table table:is-sub-table="true"><table:table-column/><table:table-row>'
                f"<table:table-cell>{inner}</table:table-cell></table:table-row></table:table>"
            )
        elif self.has("padded", 0.3):
            inner += "<text:p/>"
        whole = f"<table:table-cell{spans_of(slot)}{kept}>{inner}</table:table-cell>"
        return whole + self.covered(covered)

    def covered(self, places: int) -> str:
        if not places:
            return ""
        if "covered_repeated" in self.habits and places > 1:
            return f'<table:covered-table-cell table:number-columns-repeated="{places}"/>'
        if self.has("stale", 0.3):
            text = "<text:p>97</text:p>"
            return f"<table:covered-table-cell>{text}</table:covered-table-cell>" * places
        return "<table:covered-table-cell/>" * places
