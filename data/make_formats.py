"""Save some of the sample reports in every format that is read, in ``data/formats``.

Run from the project root, with LibreOffice and Chromium on the path::

    python data/make_formats.py

``data/formats.csv`` tells which report each file holds. Office programs write dates and
identifiers of their own, so the bytes differ from run to run; the reports don't.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

DATA = Path(__file__).parent
REPORTS, FORMATS = DATA / "reports", DATA / "formats"
WRITER, CALC = "HTML (StarWriter)", "HTML (StarCalc)"
OFFICE = {
    "yancheng_2022.docx": ("yancheng/2022.html", WRITER, "docx:MS Word 2007 XML"),
    "dehua_2022.doc": ("dehua/2022.html", WRITER, "doc:MS Word 97"),
    "putian_2023.odt": ("putian/2023.html", WRITER, "odt:writer8"),
    "zhengding_2023.rtf": ("zhengding/2023.html", WRITER, "rtf:Rich Text Format"),
    "tianshui_2024.pdf": ("tianshui/2024.html", WRITER, "pdf:writer_pdf_Export"),
    "yancheng_2023.xlsx": ("yancheng/2023.html", CALC, "xlsx:Calc MS Excel 2007 XML"),
    "putian_2024.xls": ("putian/2024.html", CALC, "xls:MS Excel 97"),
    "dehua_2020.ods": ("dehua/2020.html", CALC, "ods:calc8"),
}
PRINTED = {"huichuan_2023.pdf": "huichuan/2023.html"}
BORDERS = "<style>table{border-collapse:collapse}td,th{border:1px solid}</style>"
ATTACHED = "yancheng_2022.docx"
LINK_ONLY = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">
<title>盐城市人民政府2022年政府信息公开工作年度报告</title></head><body>
<h1>盐城市人民政府2022年政府信息公开工作年度报告</h1><div>发布日期：2023-01-19</div>
<p>附件：<a href="P020230119.docx">盐城市人民政府2022年政府信息公开工作年度报告.docx</a></p>
</body></html>
"""


def main() -> None:
    """Write everything anew."""
    shutil.rmtree(FORMATS, ignore_errors=True)
    FORMATS.mkdir()
    rows: list[tuple[str, str, str]] = []
    for name, (report, source, target) in OFFICE.items():
        convert(REPORTS / report, FORMATS / name, source, target)
        rows.append((name, "", report))
    for name, report in PRINTED.items():
        print_page(REPORTS / report, FORMATS / name)
        rows.append((name, "", report))
    rows += [*web_archive(), *mail(), *markdown(), *crawls(), *archives()]
    (FORMATS / "only_a_link.html").write_text(LINK_ONLY, encoding="utf-8")
    with (DATA / "formats.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("path", "member", "report"))
        writer.writerows(rows)


def convert(report: Path, target: Path, source: str, filters: str) -> None:
    """Have LibreOffice open a page and save it."""
    kind, _, name = filters.partition(":")
    with TemporaryDirectory() as folder:
        page = Path(folder, target.with_suffix(".html").name)
        page.write_bytes(report.read_bytes())
        subprocess.run(
            ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
             f"--infilter={source}", "--convert-to", f"{kind}:{name}", "--outdir", folder, page],
            check=True, capture_output=True,
        )  # fmt: skip
        shutil.move(Path(folder, target.name), target)


def print_page(report: Path, target: Path) -> None:
    """Have Chromium print a page, its tables ruled."""
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        text = report.read_text(encoding="utf-8")
        page.write_text(text.replace("</head>", BORDERS + "</head>"), encoding="utf-8")
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer",
             f"--print-to-pdf={target}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


def web_archive() -> Iterable[tuple[str, str, str]]:
    """A page as browsers save it in one file."""
    report = "lingshan/2025.html"
    page = EmailMessage()
    page["From"] = "<Saved by Blink>"
    page["Snapshot-Content-Location"] = "https://lingshan.example/nb/2025.html"
    page["Subject"] = "年度报告"
    page.set_content(
        (REPORTS / report).read_text(encoding="utf-8"), subtype="html", cte="quoted-printable"
    )
    page.make_related()
    (FORMATS / "lingshan_2025.mhtml").write_bytes(page.as_bytes())
    yield "lingshan_2025.mhtml", "", report


def mail() -> Iterable[tuple[str, str, str]]:
    """A message with a report attached."""
    message = EmailMessage()
    message["Subject"] = "政府信息公开工作年度报告"
    message["From"], message["To"] = "a@yancheng.example", "b@yancheng.example"
    message.set_content("见附件。")
    message.add_attachment(
        (FORMATS / ATTACHED).read_bytes(),
        maintype="application",
        subtype="octet-stream",
        filename="年度报告.docx",
    )
    (FORMATS / "attached.eml").write_bytes(message.as_bytes())
    yield "attached.eml", "年度报告.docx", OFFICE[ATTACHED][0]


def markdown() -> Iterable[tuple[str, str, str]]:
    """Lines of text with the tables as markup among them, as converters of PDFs write."""
    from selectolax.lexbor import LexborHTMLParser

    report = "yancheng/2020.html"
    tree = LexborHTMLParser((REPORTS / report).read_text(encoding="utf-8"))
    lines = []
    for node in tree.css("h1, p, table, .card div"):
        if node.tag == "table":
            lines.append((node.html or "").replace("\n", ""))
        else:
            bold = node.tag == "h1" or node.css_first("strong") is not None
            lines.append(("# " if bold else "") + node.text().strip())
    (FORMATS / "yancheng_2020.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    yield "yancheng_2020.md", "", report


def crawls() -> Iterable[tuple[str, str, str]]:
    """Records of a crawler, and a web archive."""
    pages = ("huining_water/2022.html", "sheyang_housing/2021.html")
    records, archive = [], io.BytesIO()
    for number, report in enumerate(pages, start=1):
        text = (REPORTS / report).read_text(encoding="utf-8")
        url = f"https://{report.partition('/')[0].replace('_', '-')}.example/nb/{number}.html"
        records.append(json.dumps({"url": url, "html": text}, ensure_ascii=False))
        yield "crawl.jsonl", f"line {number}", report
        body = text.encode()
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            f"WARC-Date: 2026-02-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        archive.write(gzip.compress(head.encode() + http + b"\r\n\r\n", mtime=0))
        yield "crawl.warc.gz", f"record {number}", report
    (FORMATS / "crawl.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    (FORMATS / "crawl.warc.gz").write_bytes(archive.getvalue())


def archives() -> Iterable[tuple[str, str, str]]:
    """A ZIP with Chinese names as Windows writes them, one in it, and a packed TAR."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_dated("2021.html"), (REPORTS / "haihe/2021.html").read_bytes())
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        page = (REPORTS / "zhengding/2020.html").read_bytes()
        archive.writestr(_dated("正定县/年报2020.html"), page)
        archive.writestr(_dated("haihe.zip"), inner.getvalue())
    (FORMATS / "pages.zip").write_bytes(outer.getvalue())
    yield "pages.zip", "正定县/年报2020.html", "zhengding/2020.html"
    yield "pages.zip", "haihe.zip!2021.html", "haihe/2021.html"
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        page = (REPORTS / "dehua/2019.html").read_bytes()
        member = tarfile.TarInfo("德化县/2019.html")
        member.size = len(page)
        tar.addfile(member, io.BytesIO(page))
    (FORMATS / "pages.tar.gz").write_bytes(packed.getvalue())
    yield "pages.tar.gz", "德化县/2019.html", "dehua/2019.html"


class _ChineseName(zipfile.ZipInfo):
    """A member whose name is in GB18030 without saying so, as Windows writes it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def _dated(name: str) -> zipfile.ZipInfo:
    info = _ChineseName(name, date_time=(2026, 1, 31, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


if __name__ == "__main__":
    main()
