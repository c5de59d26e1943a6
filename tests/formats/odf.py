"""The parts of ODT and ODS files, and what both have."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from random import Random
from xml.sax.saxutils import escape

from formats.blocks import (
    Slot,
    header_rows,
    packed,
    reaches_over,
    title_of,
)
from govinfo.model import Document, Table

_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("draw", "drawing"),
            ("style", "style"),
            ("meta", "meta"),
            ("svg", "svg-compatible"),
            ("fo", "xsl-fo-compatible"),
            ("manifest", "manifest"),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_KINDS = {"text": "application/vnd.oasis.opendocument.text"}
_KINDS["spreadsheet"] = "application/vnd.oasis.opendocument.spreadsheet"
BOXED = ' table:style-name="boxed"'
_STYLES = (
    '<office:automatic-styles><style:style style:name="boxed" style:family="table-cell">'
    '<style:table-cell-properties fo:border="0.06pt solid #000000"/></style:style>'
    "</office:automatic-styles>"
)
COMMENT = (
    "<office:annotation><dc:creator>李97</dc:creator><dc:date>2024-01-09T08:00:00</dc:date>"
    "<text:p>应为97件？</text:p></office:annotation>"
)


def package(kind: str, body: str, document: Document) -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    return packed(
        {
            "mimetype": _KINDS[kind],
            "content.xml": f'{head}<office:document-content {_SPACES} office:version="1.3">'
            f"{_STYLES}<office:body><office:{kind}>{body}</office:{kind}></office:body>"
            "</office:document-content>",
            "styles.xml": f'{head}<office:document-styles {_SPACES} office:version="1.3"/>',
            "meta.xml": f'{head}<office:document-meta {_SPACES} office:version="1.3"><office:meta>'
            f"<dc:title>{escape(title_of(document))}</dc:title></office:meta></office:document-meta>",
            "META-INF/manifest.xml": f'{head}<manifest:manifest {_SPACES} manifest:version="1.3">'
            f"{entry.format('/', _KINDS[kind])}{entry.format('content.xml', 'text/xml')}"
            f"{entry.format('styles.xml', 'text/xml')}{entry.format('meta.xml', 'text/xml')}"
            "</manifest:manifest>",
        },
        first_plain=True,
    )


def spaced(text: str) -> str:
    """Escape text; runs of spaces and tabs have elements of their own."""
    out = escape(text).replace("\t", "<text:tab/>")
    out = re.sub("^ | $", "<text:s/>", out)
    return re.sub(" ( +)", lambda found: f' <text:s text:c="{len(found[1])}"/>', out)


class Writer:
    def __init__(self, habits: Collection[str], draw: Random) -> None:
        self.habits, self.draw = habits, draw
        self.changes: list[str] = []

    def has(self, habit: str, chance: float = 1) -> bool:
        return habit in self.habits and self.draw.random() < chance

    def columns(self, table: Table) -> str:
        if "column_styles" in self.habits:
            return f'<table:table-column table:number-columns-repeated="{table.n_columns}"/>'
        return "<table:table-column/>" * table.n_columns

    def rows(self, table: Table, rows: Sequence[str]) -> str:
        head = header_rows(table) if "header_rows" in self.habits else 0
        if not head or reaches_over(table, head):
            return "".join(rows)
        return (
            f"<table:table-header-rows>{''.join(rows[:head])}</table:table-header-rows>"
            + "".join(rows[head:])
        )


def spans_of(slot: Slot) -> str:
    cell = slot.cell
    spans = f' table:number-columns-spanned="{cell.column_span}"' if cell.column_span > 1 else ""
    if cell.row_span > 1:
        spans += f' table:number-rows-spanned="{cell.row_span}"'
    return spans
