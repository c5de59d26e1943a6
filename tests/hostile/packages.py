"""The good report as files of Word, LibreOffice and Excel."""

from __future__ import annotations

from html import escape

from govinfo.model import Paragraph, Table

from .report import all_rows, blocks, rows, zipped

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
    '{kind}.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/{kind}" Target="{part}"/></Relationships>'
)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_parts(body: str) -> dict[str, bytes | str]:
    """The parts of a Word file around the markup of its body."""
    part = "word/document.xml"
    return {
        "[Content_Types].xml": _TYPES.format(part=part, kind="wordprocessingml.document"),
        "_rels/.rels": _RELS.format(part=part, kind="officeDocument"),
        part: f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
    }


def docx_body() -> str:
    """The markup of the report for Word."""
    body = ""
    for block in blocks():
        if isinstance(block, Paragraph):
            body += f"<w:p><w:r><w:t>{escape(block.text)}</w:t></w:r></w:p>"
            continue
        body += "<w:tbl><w:tblGrid>" + "<w:gridCol/>" * block.n_columns + "</w:tblGrid>"
        hanging: dict[int, tuple[int, int]] = {}  # column: rows left, columns spanned
        for row in rows(block):
            body += "<w:tr>"
            column = 0
            todo = list(row)
            while todo or column in hanging:
                left, across = hanging.pop(column, (0, 0))
                if left:
                    cell = f'<w:gridSpan w:val="{across}"/><w:vMerge/></w:tcPr><w:p/>'
                    if left > 1:
                        hanging[column] = (left - 1, across)
                else:
                    written, down, across = todo.pop(0)
                    merge = '<w:vMerge w:val="restart"/>' if down > 1 else ""
                    cell = (
                        f'<w:gridSpan w:val="{across}"/>{merge}</w:tcPr>'
                        f"<w:p><w:r><w:t>{escape(written)}</w:t></w:r></w:p>"
                    )
                    if down > 1:
                        hanging[column] = (down - 1, across)
                body += f"<w:tc><w:tcPr>{cell}</w:tc>"
                column += across
            body += "</w:tr>"
        body += "</w:tbl>"
    return body


def docx() -> bytes:
    """The report as a Word file."""
    return zipped(docx_parts(docx_body()))


_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN = (
    f'xmlns:office="{_ODF}office:1.0" xmlns:text="{_ODF}text:1.0" xmlns:table="{_ODF}table:1.0" '
    'office:version="1.3"'
)


def open_document(kind: str, body: str) -> dict[str, bytes | str]:
    """The parts of an OpenDocument file around the markup of its body."""
    mime = f"application/vnd.oasis.opendocument.{'text' if kind == 'text' else 'spreadsheet'}"
    manifest = f"{_ODF}manifest:1.0"
    return {
        "mimetype": mime,
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>",
        "content.xml": f"<office:document-content {OPEN}><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>",
    }


def open_table(table: Table) -> str:
    """The markup of a table in OpenDocument."""
    begins = {(cell.row, cell.column): cell for cell in table.cells}
    out = f'<table:table><table:table-column table:number-columns-repeated="{table.n_columns}"/>'
    for row in range(table.n_rows):
        out += "<table:table-row>"
        for column in range(table.n_columns):
            cell = begins.get((row, column))
            if cell is None:
                out += "<table:covered-table-cell/>"
                continue
            out += (
                f'<table:table-cell office:value-type="string" '
                f'table:number-rows-spanned="{cell.row_span}" '
                f'table:number-columns-spanned="{cell.column_span}">'
                f"<text:p>{escape(cell.text)}</text:p></table:table-cell>"
            )
        out += "</table:table-row>"
    return out + "</table:table>"


def odt() -> bytes:
    """The report as a text of LibreOffice."""
    body = "".join(
        f"<text:p>{escape(block.text)}</text:p>"
        if isinstance(block, Paragraph)
        else open_table(block)
        for block in blocks()
    )
    return zipped(open_document("text", body))


def sheet_rows() -> str:
    """The rows of the report in the markup of a worksheet."""
    out = ""
    for number, row in enumerate(all_rows(), start=1):
        cells = "".join(
            f'<c r="{_column(column)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(row)
            if cell
        )
        out += f'<row r="{number}">{cells}</row>'
    return out


def _column(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)


SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def xlsx_parts(data: str) -> dict[str, bytes | str]:
    """The parts of a workbook around the rows of its sheet."""
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return {
        "[Content_Types].xml": _TYPES.format(part="xl/workbook.xml", kind="spreadsheetml.sheet"),
        "_rels/.rels": _RELS.format(part="xl/workbook.xml", kind="officeDocument"),
        "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="{link}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELS.format(part="worksheets/sheet1.xml", kind="worksheet"),
        "xl/worksheets/sheet1.xml": f"<worksheet {SHEET}><sheetData>{data}</sheetData></worksheet>",
    }


def xlsx() -> bytes:
    """The report as a workbook."""
    return zipped(xlsx_parts(sheet_rows()))


def ods() -> bytes:
    """The report as a workbook of LibreOffice."""
    out = '<table:table table:name="表">'
    for row in all_rows():
        cells = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        out += f"<table:table-row>{cells}</table:table-row>"
    return zipped(open_document("spreadsheet", out + "</table:table>"))
