"""Workbooks written by hand, as small as readers take them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from govinfo.model import LIMITS
from govinfo.read.sheets.sheet import read

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass
class Sheet:
    """Cells by row and column from 0: text, numbers, or markup of a whole ``<c>`` element.

    ``boxed`` are the cells, blank ones too, round which a box is drawn. ``merges`` are first
    row, first column, last row and last column.
    """

    name: str
    cells: dict = field(default_factory=dict)
    merges: list = field(default_factory=list)
    boxed: set = field(default_factory=set)
    state: str = "visible"
    hidden_rows: set = field(default_factory=set)
    hidden_columns: set = field(default_factory=set)


class Markup(str):
    """What stands within a ``<c>`` element, attributes first: ``t="b"><v>1</v>``."""


def letters(column):
    """``A`` for 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def xlsx(*sheets, strings="", formats=(), style=None):
    """A workbook; ``style`` maps cells to one of ``formats``, the number formats."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": _relations(
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            *(("worksheet", f"worksheets/sheet{i}.xml") for i in range(len(sheets))),
        ),
        "xl/styles.xml": _styles(formats),
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
    }
    entries = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{i + 1}" state="{sheet.state}"'
        f' r:id="r{i + 2}"/>'
        for i, sheet in enumerate(sheets)
    )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{entries}</sheets></workbook>'
    )
    for i, sheet in enumerate(sheets):
        parts[f"xl/worksheets/sheet{i}.xml"] = _sheet(sheet, style or {})
    return packed(parts)


def packed(parts):
    """A zip archive of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _relations(*targets):
    entries = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _styles(formats):
    """Twice as many styles as formats, General among them: without and with a box."""
    codes = "".join(
        f'<numFmt numFmtId="{164 + i}" formatCode={quoteattr(code)}/>'
        for i, code in enumerate(formats)
    )
    numbers = [0, *range(164, 164 + len(formats))]
    styles = "".join(
        f'<xf numFmtId="{number}" borderId="{box}"/>' for box in (0, 1) for number in numbers
    )
    sides = "".join(f'<{side} style="thin"/>' for side in ("left", "right", "top", "bottom"))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f"<borders><border/><border>{sides}</border></borders>"
        f"<cellXfs>{styles}</cellXfs></styleSheet>"
    )


def _sheet(sheet, style):
    n_styles = 1 + max(style.values(), default=-1) + 1
    rows = {}
    for row, column in sorted({*sheet.cells, *sheet.boxed}):
        number = style.get((row, column), -1) + 1
        number += n_styles * ((row, column) in sheet.boxed)
        value = sheet.cells.get((row, column), "")
        head = f'<c r="{letters(column)}{row + 1}" s="{number}"'
        if isinstance(value, Markup):
            cell = f"{head} {value}</c>"
        elif isinstance(value, str):
            text = escape(value)
            cell = f'{head} t="inlineStr"><is><t>{text}</t></is></c>' if text else f"{head}/>"
        else:
            cell = f"{head}><v>{value!r}</v></c>"
        rows.setdefault(row, []).append(cell)
    body = "".join(
        f'<row r="{row + 1}" hidden="{int(row in sheet.hidden_rows)}">{"".join(cells)}</row>'
        for row, cells in rows.items()
    )
    columns = "".join(
        f'<col min="{n + 1}" max="{n + 1}" hidden="1"/>' for n in sorted(sheet.hidden_columns)
    )
    merges = "".join(
        f'<mergeCell ref="{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"/>'
        for top, left, bottom, right in sheet.merges
    )
    return (
        f'<worksheet xmlns="{_MAIN}">{f"<cols>{columns}</cols>" if columns else ""}'
        f"<sheetData>{body}</sheetData>"
        f"{f'<mergeCells>{merges}</mergeCells>' if merges else ''}</worksheet>"
    )


def sheet_of(blocks, *, boxed=False, gap=0, wide=True, left=0, name="Sheet1"):
    """Paragraphs and tables of a document, one below the other on a sheet.

    ``gap`` empty rows lie round tables; ``wide`` merges paragraphs over the widest table.
    """
    sheet = Sheet(name)
    tables = [block for block in blocks if hasattr(block, "cells")]
    width = max((table.n_columns for table in tables), default=1)
    row = 0
    for block in blocks:
        if not hasattr(block, "cells"):
            if block.text:
                sheet.cells[row, left] = block.text
                if wide and width > 1:
                    sheet.merges.append((row, left, row, left + width - 1))
            row += 1
            continue
        row += gap
        for cell in block.cells:
            at = (row + cell.row, left + cell.column)
            end = (at[0] + cell.row_span - 1, at[1] + cell.column_span - 1)
            if cell.text:
                sheet.cells[at] = number(cell.text)
            if at != end:
                sheet.merges.append((*at, *end))
            if boxed:
                sheet.boxed |= {
                    (i, j) for i in range(at[0], end[0] + 1) for j in range(at[1], end[1] + 1)
                }
        row += block.n_rows + gap
    return sheet


def number(text):
    """A number where a person would type one."""
    return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else text


# --- OpenDocument ------------------------------------------------------------------------

_NAMES = {"office": "office", "table": "table", "text": "text", "style": "style", "draw": "drawing"}
_OPEN = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {**_NAMES, "fo": "xsl-fo-compatible"}.items()
)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(*sheets, styles="", body="", parts=None):
    """An OpenDocument workbook; ``body`` are tables in markup, behind those of ``sheets``."""
    box = '<style:table-cell-properties fo:border="0.06pt solid #000000"/>'
    hidden = '<style:table-properties table:display="false"/>'
    content = (
        f"<office:document-content {_OPEN}><office:automatic-styles>"
        f'<style:style style:name="box" style:family="table-cell">{box}</style:style>'
        f'<style:style style:name="hidden" style:family="table">{hidden}</style:style>{styles}'
        f"</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(map(_table, sheets))}{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": _ODS, "content.xml": content, **(parts or {})})


def _table(sheet):
    places = {*sheet.cells, *sheet.boxed}
    places |= {(row, column) for top, left, bottom, right in sheet.merges
               for row in range(top, bottom + 1) for column in range(left, right + 1)}  # fmt: skip
    covered = {at for top, left, bottom, right in sheet.merges
               for at in places if top <= at[0] <= bottom and left <= at[1] <= right
               and at != (top, left)}  # fmt: skip
    spans = {(top, left): (bottom - top + 1, right - left + 1)
             for top, left, bottom, right in sheet.merges}  # fmt: skip
    width = max((column for _, column in places), default=0) + 1
    rows = ""
    for row in range(max((row for row, _ in places), default=0) + 1):
        cells = "".join(
            _open_cell(sheet, (row, column), spans.get((row, column)), (row, column) in covered)
            for column in range(width)
        )
        hidden = ' table:visibility="collapse"' * (row in sheet.hidden_rows)
        rows += f"<table:table-row{hidden}>{cells}</table:table-row>"
    columns = "".join(
        f"<table:table-column{' table:visibility=' + quoteattr('collapse') if hides else ''}/>"
        for hides in (column in sheet.hidden_columns for column in range(width))
    )
    style = ' table:style-name="hidden"' * (sheet.state != "visible")
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{columns}{rows}</table:table>"


def _open_cell(sheet, at, spans, covered):
    tag = "table:covered-table-cell" if covered else "table:table-cell"
    marks = ' table:style-name="box"' * (at in sheet.boxed)
    if spans:
        down, across = spans
        marks += f' table:number-rows-spanned="{down}" table:number-columns-spanned="{across}"'
    value = sheet.cells.get(at, "")
    if isinstance(value, Markup):
        return f"<{tag}{marks} {value}</{tag}>"
    if not isinstance(value, str):
        marks += f' office:value-type="float" office:value="{value!r}"'
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f"<{tag}{marks}>{lines if str(value) else ''}</{tag}>"


# --- What a reader makes of them ---------------------------------------------------------


def sheet(cells, *merges, **others):
    return Sheet("Sheet1", cells, [*merges], **others)


def blocks_of(*sheets, write=xlsx, **others):
    return read(write(*sheets, **others), LIMITS).blocks


def rows_of(grid):
    rows = [[] for _ in range(grid.layout.n_rows)]
    for row, text in zip(grid.layout.rows, grid.texts, strict=True):
        rows[row].append(text)
    return rows
