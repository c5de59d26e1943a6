"""HTML, saved web archives and mail."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Collection
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from random import Random

from formats import word
from formats.blocks import header_rows, pieces, reaches_over, title_of
from govinfo.model import Cell, Document, Table

PAGE_HABITS = (
    "gb2312",  # declared so, and GB18030
    "word",  # paragraphs and spans in cells, conditional comments
    "spans",
    "upper_case",
    "header_cells",  # thead and th
    "unclosed",
    "entities",
)
ARCHIVE_HABITS = (
    *PAGE_HABITS,
    "base64",
    "single",  # no parts
    "chrome",  # marks of a browser, parts without names
    "pictures",
    "line_feeds",
)
MAIL_HABITS = (*PAGE_HABITS, "both", "attached")
_DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def html(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as a page."""
    return _page(document, habits, draw).encode(_codec(habits), "xmlcharrefreplace")


def mhtml(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as a web archive, by hand as browsers and Word do."""
    page = html(document, habits, draw)
    charset = "gb2312" if "gb2312" in habits else "utf-8"
    coding = "base64" if "base64" in habits else "quoted-printable"
    body = base64.encodebytes(page) if coding == "base64" else quopri.encodestring(page)
    part = [f'Content-Type: text/html; charset="{charset}"', f"Content-Transfer-Encoding: {coding}"]
    if "chrome" not in habits:
        part.append("Content-Location: file:///C:/97/%E6%8A%A5%E5%91%8A.htm")
    head = ["MIME-Version: 1.0"]
    if "chrome" in habits:
        title = base64.b64encode(title_of(document).encode()).decode()
        head = [
            "From: <Saved by Blink>",
            "Snapshot-Content-Location: http://www.example/2023/97.html",
            f"Subject: =?utf-8?B?{title}?=",
            *head,
        ]
    if "single" in habits:
        lines = [*head, *part, "", body.decode()]
    else:
        mark = "----=_NextPart_97"
        head.append(f'Content-Type: multipart/related; type="text/html"; boundary="{mark}"')
        lines = [*head, "", "This is a multi-part message.", f"--{mark}", *part, "", body.decode()]
        if "pictures" in habits:
            picture = base64.encodebytes(_DOT).decode()
            lines += [
                f"--{mark}",
                "Content-Type: image/png",
                "Content-Transfer-Encoding: base64",
                "Content-Location: file:///C:/97/image001.png",
                "",
                picture,
            ]
        lines += [f"--{mark}--", ""]
    text = "\n".join(lines)
    return text.encode() if "line_feeds" in habits else text.replace("\n", "\r\n").encode()


def eml(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a mail whose body, or whose attached DOCX, is the document."""
    mail = EmailMessage()
    mail["Subject"] = "年度报告"
    mail["From"] = "office@example.org"
    mail["Date"] = "Fri, 19 Jan 2024 08:00:00 +0800"
    if "attached" in habits:
        mail.set_content("各位：报告见附件。")
        mail.add_attachment(
            word.docx(document, (), draw),
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
            filename="年度报告.docx",
        )
        return mail.as_bytes(policy=SMTP)
    page = html(document, habits, draw).decode(_codec(habits))
    charset = "gb18030" if "gb2312" in habits else "utf-8"
    if "both" in habits:
        mail.set_content("请用网页方式阅读。")
        mail.add_alternative(page, subtype="html", charset=charset, cte="base64")
    else:
        mail.set_content(page, subtype="html", charset=charset, cte="base64")
    return mail.as_bytes(policy=SMTP)


def _codec(habits: Collection[str]) -> str:
    return "gb18030" if "gb2312" in habits else "utf-8"


def _page(document: Document, habits: Collection[str], draw: Random) -> str:
    charset = "gb2312" if "gb2312" in habits else "utf-8"
    comment = "<!--[if gte mso 9]><xml><w:Zoom>97</w:Zoom></xml><![endif]-->"
    blocks = "\n".join(
        _table(block, habits, draw)
        if isinstance(block, Table)
        else _lines(block.text, habits, draw)
        for block in document.blocks
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="{charset}">'
        f"<title>{escape(title_of(document))}</title>{comment if 'word' in habits else ''}</head>\n"
        f"<body>\n{blocks}\n</body></html>\n"
    )


def _lines(text: str, habits: Collection[str], draw: Random) -> str:
    if "\t" in text:
        return f"<pre>{escape(text, quote=False)}</pre>"
    name = "P" if "upper_case" in habits else "p"
    return f"<{name}>{_inline(text, habits, draw)}" + ("" if "unclosed" in habits else f"</{name}>")


def _inline(text: str, habits: Collection[str], draw: Random) -> str:
    if "spans" in habits:
        cut = pieces(text, draw)
        return "".join(f'<span lang="97">{_escaped(part, habits)}</span>' for part in cut)
    return _escaped(text, habits)


def _escaped(text: str, habits: Collection[str]) -> str:
    if "entities" in habits:
        return "".join(c if c.isascii() and c.isalnum() else f"&#{ord(c)};" for c in text)
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _table(table: Table, habits: Collection[str], draw: Random) -> str:
    name = "TABLE" if "upper_case" in habits else "table"
    head = header_rows(table) if "header_cells" in habits else 0
    if reaches_over(table, head):
        head = 0
    rows = [
        "<tr>"
        + "".join(_cell(c, habits, draw, head=row < head) for c in table.cells if c.row == row)
        + ("" if "unclosed" in habits else "</tr>")
        for row in range(table.n_rows)
    ]
    if head:
        rows = ["<thead>", *rows[:head], "</thead><tbody>", *rows[head:], "</tbody>"]
    return "\n".join([f'<{name} border="1">', *rows, f"</{name}>"])


def _cell(cell: Cell, habits: Collection[str], draw: Random, *, head: bool) -> str:
    name = "th" if head else "TD" if "upper_case" in habits else "td"
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f" rowspan={cell.row_span}" if cell.row_span > 1 else ""
    if "word" in habits:
        inner = "".join(
            f'<p class=MsoNormal><span style="mso-97">{_inline(line, habits, draw)}</span>'
            "<o:p></o:p></p>"
            for line in cell.text.split("\n")
        )
    else:
        inner = "<br>".join(_inline(line, habits, draw) for line in cell.text.split("\n"))
    return f"<{name}{spans}>{inner}" + ("" if "unclosed" in habits else f"</{name}>")
