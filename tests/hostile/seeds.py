"""A good report in every format, small, from which bad files are made."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

from govinfo.model import Paragraph, Table
from govinfo.read import read_document

from .ole import doc, xls
from .pdfs import text_pdf

SAMPLES = Path(__file__).parents[2] / "data" / "reports"
PAGE = SAMPLES / "by_hand" / "putian_2021_nested.html"

Block = Paragraph | Table


@cache
def blocks() -> tuple[Block, ...]:
    """The paragraphs and tables of a report."""
    return read_document(PAGE.read_bytes(), path=PAGE.name).blocks


def rows(table: Table) -> list[list[tuple[str, int, int]]]:
    """The cells of a table by row, each with the rows and columns it spans."""
    found: list[list[tuple[str, int, int]]] = [[] for _ in range(table.n_rows)]
    for cell in table.cells:
        found[cell.row].append((cell.text, cell.row_span, cell.column_span))
    return found


def spread(table: Table) -> list[list[str]]:
    """The grid of a table; a cell's text stands where the cell begins."""
    grid = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text.replace("\n", " ")
    return grid


def lines() -> list[str]:
    """The report with one cell per line."""
    found: list[str] = []
    for block in blocks():
        if isinstance(block, Paragraph):
            found.append(block.text)
        else:
            found += [cell.text.replace("\n", "") for cell in block.cells]
    return found


def all_rows() -> list[list[str]]:
    """The report as rows of one sheet."""
    found: list[list[str]] = []
    for block in blocks():
        found += [[block.text]] if isinstance(block, Paragraph) else spread(block)
    return found


def zipped(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of the parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return file.getvalue()


def html() -> bytes:
    """The report as a page."""
    body = ""
    for block in blocks():
        if isinstance(block, Paragraph):
            body += f"<p>{escape(block.text)}</p>\n"
            continue
        body += "<table>"
        for row in rows(block):
            cells = (
                f'<td rowspan="{down}" colspan="{across}">{escape(text)}</td>'
                for text, down, across in row
            )
            body += f"<tr>{''.join(cells)}</tr>\n"
        body += "</table>\n"
    return f'<html><meta charset="utf-8"><body>{body}</body></html>'.encode()


def text() -> bytes:
    """The report with one cell per line."""
    return "\n".join(lines()).encode()


def markdown() -> bytes:
    """The report with its tables between pipes."""
    out = ["# 报告", ""]
    for block in blocks():
        if isinstance(block, Paragraph):
            out += [block.text, ""]
            continue
        grid = [f"| {' | '.join(row)} |" for row in spread(block)]
        out += [grid[0], "|" + "---|" * block.n_columns, *grid[1:], ""]
    return "\n".join(out).encode()


def csv_table() -> bytes:
    """The report as a table of comma-separated values."""
    file = io.StringIO()
    csv.writer(file).writerows(all_rows())
    return file.getvalue().encode()


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


def rtf_text(written: str) -> str:
    """Text with the escapes of RTF."""
    return "".join(
        character
        if " " <= character < "\x7f" and character not in "\\{}"
        else f"\\u{ord(character) - (65536 if ord(character) > 32767 else 0)}?"
        for character in written
    )


def rtf() -> bytes:
    """The report as rich text; cells that span others stand at their first place."""
    out = "{\\rtf1\\ansi\\ansicpg936\\uc1\n"
    for block in blocks():
        if isinstance(block, Paragraph):
            out += f"\\pard {rtf_text(block.text)}\\par\n"
            continue
        for row in spread(block):
            ends = "".join(f"\\cellx{1000 * (i + 1)}" for i in range(len(row)))
            cells = "".join(f"\\pard\\intbl {rtf_text(cell)}\\cell" for cell in row)
            out += f"\\trowd{ends}{cells}\\row\n"
    return (out + "}").encode("ascii")


def mhtml() -> bytes:
    """The page as a browser saves it."""
    import base64

    page = base64.encodebytes(html()).decode()
    return (
        "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E6=8A=A5?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\r\n\r\n'
        "----x\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Location: http://a.gov.cn/1.html\r\n\r\n"
        f"{page}\r\n----x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Location: http://a.gov.cn/1.png\r\n\r\niVBORw0KGgo=\r\n----x--\r\n"
    ).encode()


def eml() -> bytes:
    """A letter with the report as an attachment."""
    import base64

    return (
        "From: a@a.gov.cn\r\nTo: b@b.cn\r\nSubject: report\r\nDate: Mon, 1 Jan 2024 00:00:00 +0800"
        "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n--x\r\n"
        'Content-Type: application/octet-stream; name="a.docx"\r\n'
        'Content-Disposition: attachment; filename="a.docx"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(docx()).decode()}\r\n--x--"
    ).encode()


def crawled() -> dict[str, str]:
    """The page as a crawler keeps it."""
    return {"url": "http://a.gov.cn/1.html", "title": "报告", "html": html().decode()}


def json_crawl() -> bytes:
    """A list of one page."""
    return json.dumps([crawled()], ensure_ascii=False).encode()


def jsonl() -> bytes:
    """Two pages, one to a line."""
    return (json.dumps(crawled(), ensure_ascii=False) + "\n").encode() * 2


def warc(*, length: int | None = None) -> bytes:
    """A crawl of one page."""
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html()
    size = len(page) if length is None else length
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.gov.cn/1.html\r\n"
        b"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (size, page)
    )


def zip_archive() -> bytes:
    """A zip archive of two pages."""
    return zipped({"a/报告.html": html(), "b.txt": text()})


def tarred(members: Mapping[str, bytes], *, mode: str = "w") -> bytes:
    """A tape archive."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def tar() -> bytes:
    """A tape archive of two pages."""
    return tarred({"a/报告.html": html(), "b.txt": text()})


#: Every format by its suffix.
SEEDS = {
    "html": html,
    "txt": text,
    "md": markdown,
    "csv": csv_table,
    "docx": docx,
    "odt": odt,
    "xlsx": xlsx,
    "ods": ods,
    "xls": lambda: xls(all_rows()),
    "doc": lambda: doc("\r".join(lines()) + "\r"),
    "rtf": rtf,
    "pdf": lambda: text_pdf(lines()),
    "mhtml": mhtml,
    "eml": eml,
    "json": json_crawl,
    "jsonl": jsonl,
    "warc": warc,
    "zip": zip_archive,
    "tar": tar,
    "html.gz": lambda: gzip.compress(html(), mtime=0),
}
