"""A good report in every format, small, from which bad files are made."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from html import escape

from govinfo.model import Paragraph

from .ole import doc, xls
from .packages import docx, ods, odt, xlsx
from .pdfs import text_pdf
from .report import all_rows, blocks, lines, rows, spread, zipped


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
