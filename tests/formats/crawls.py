"""Records of crawlers and archives."""

from __future__ import annotations

import json
import tarfile
import zipfile
from collections.abc import Collection
from io import BytesIO
from random import Random
from typing import Any

from formats import pages
from formats.blocks import texts_of, title_of
from govinfo.model import Document

RECORD_HABITS = ("text", "escaped", "metadata")
ZIP_HABITS = ("gbk_names", "nested", "beside")


def _record(document: Document, habits: Collection[str], draw: Random) -> dict[str, Any]:
    record: dict[str, Any] = {
        "url": "http://www.example/2023/97.html",
        "title": title_of(document),
    }
    if "metadata" in habits:
        record |= {"id": 97, "status": 200, "headers": {"Content-Length": "9797"}, "links": ["/97"]}
    if "text" in habits:
        record["content"] = "\n".join(texts_of(document))
    else:
        record["html"] = pages.html(document, (), draw).decode()
    return record


def jsonl(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """One record a line; the document is the only one."""
    record = _record(document, habits, draw)
    return (json.dumps(record, ensure_ascii="escaped" in habits) + "\n").encode()


def json_list(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """A list of records; the document is the only one."""
    record = _record(document, habits, draw)
    return json.dumps([record], ensure_ascii="escaped" in habits, indent=1).encode()


def zipped(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """A ZIP file with the document as a page."""
    page = pages.html(document, (), draw)
    name = "2023年/年度报告.html"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if "beside" in habits:
            archive.writestr("__MACOSX/._97", b"\0\5\x16\7")
            archive.writestr("2023/style.css", "td { width: 97px }")
        if "nested" in habits:
            inner = zipped(document, (), draw)
            archive.writestr("2023/inner.zip", inner)
        elif "gbk_names" in habits:
            info = zipfile.ZipInfo("x" * len(name.encode("gb18030")))
            archive.writestr(info, page, zipfile.ZIP_DEFLATED)
        else:
            archive.writestr(name, page)
    data = out.getvalue()
    if "gbk_names" in habits:
        encoded = name.encode("gb18030")
        data = data.replace(b"x" * len(encoded), encoded)
    return data


def tarred(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """A packed TAR file with the document as a page."""
    page = pages.html(document, (), draw)
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        info = tarfile.TarInfo("2023年/年度报告.html")
        info.size = len(page)
        archive.addfile(info, BytesIO(page))
    return out.getvalue()
