"""WARC files of crawlers: the pages and files that servers answered with.

Read without a library: of a body cut off in its chunks or in its packing, the usual one
gives what there is without a word.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from typing import IO
from urllib.parse import urlsplit

from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding.flow import CHUNK, DAMAGED, PASSED, Flow, Opened, Part, Watch, buffered
from govinfo.read.holding.http import body_of, head_of
from govinfo.read.holding.mime import read_headers
from govinfo.read.holding.names import is_no_document

_LINE = 1 << 16
_MOST_HEAD = 1 << 18
_NO_DOCUMENT = re.compile(
    r"(?:image|audio|video|font|model)/|text/(?:css|javascript|ecmascript|xml|vtt|dns)"
    r"|application/(?:(?:x-)?javascript|ecmascript|font|x-font|json|ld\+json|manifest\+json|xml"
    r"|rss\+xml|atom\+xml|wasm|x-shockwave-flash|vnd\.ms-fontobject|x-www-form-urlencoded)"
)
_PARTIAL = 206


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the documents among the records, named by their number.

    Pictures, styles, scripts, data for scripts and what servers did not find are left out.

    Raises
    ------
    RefusalError
        Where the records break off.
    """
    file = opened.file()
    number = 0
    while (headers := _head(file, number)) is not None:
        number += 1
        if number > watch.limits.members:
            found = f"holds more than {watch.limits.members:,} records"
            raise BeyondLimitError("members", found)
        length = headers.get("content-length", "")
        if not length.isdecimal():
            raise RefusalError("is damaged (a record without its length)", DAMAGED)
        block = _Block(file, int(length))
        part = _part(headers, block, f"record {number}", watch)
        if part is not None:
            yield part
        if not block.skip():
            raise RefusalError("breaks off within a record", DAMAGED)


def _head(file: IO[bytes], number: int) -> dict[str, str] | None:
    """The headers of the next record; None at the end."""
    line = file.readline(_LINE)
    while line in (b"\r\n", b"\n"):
        line = file.readline(_LINE)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise RefusalError(f"is damaged (no record follows the {number}th)", DAMAGED)
    lines: list[bytes] = []
    size = 0
    while (line := file.readline(_LINE)).strip(b"\r\n"):
        lines.append(line)
        size += len(line)
        if size > _MOST_HEAD:
            raise RefusalError("is damaged (a record with endless headers)", DAMAGED)
    if not line:
        raise RefusalError("breaks off within a record", DAMAGED)
    return read_headers(b"".join(lines))


class _Block:
    """The bytes of a record, and no more than these."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left = file, length
        self._passed = False

    def open(self) -> io.BufferedReader:
        return buffered(Flow(self._read))

    def _read(self, size: int) -> bytes:
        if self._passed:
            raise PASSED
        data = self._file.read(min(size, self._left))
        if self._left and not data:
            raise RefusalError("is cut off", DAMAGED)
        self._left -= len(data)
        return data

    def skip(self) -> bool:
        """Go to the end of the record; False where the file ends before."""
        self._passed = True
        while self._left:
            data = self._file.read(min(CHUNK, self._left))
            if not data:
                return False
            self._left -= len(data)
        return True


def _part(headers: dict[str, str], block: _Block, name: str, watch: Watch) -> Part | None:
    """The document that a record holds; None where it holds none."""
    kind = headers.get("warc-type", "").lower()
    url = headers.get("warc-target-uri", "").strip("<> ")
    content = headers.get("content-type", "").lower()
    file = block.open()
    body = partial(_once, file)
    status = 200
    if kind == "response" and not url.startswith(("http:", "https:")):
        return None  # an answer of the name service
    if kind == "response" and "http" in content:
        answer = head_of(file)
        if answer is None:
            problem = "is damaged (an answer without its headers)"
            return Part.failing(name, RefusalError(problem, DAMAGED))
        status, sent = answer
        content = sent.get("content-type", "").lower()
        body = partial(body_of, file, sent, watch)
    elif kind != "resource":
        return None
    path = urlsplit_path(url)
    if not 200 <= status < 300 or _NO_DOCUMENT.match(content) or is_no_document(path):
        return None
    metadata = tuple((key, headers[key]) for key in ("warc-date",) if key in headers)
    if status == _PARTIAL or headers.get("warc-truncated") or "warc-segment-number" in headers:
        said = headers.get("warc-truncated", "in pieces")
        return Part.failing(name, RefusalError(f"was not crawled as a whole ({said})", "Fetch it."))
    return Part(name, body, url, metadata)


def urlsplit_path(url: str) -> str:
    """The path of an address, without the folders that begin with a point."""
    try:
        return urlsplit(url).path.rpartition("/")[2]
    except ValueError:
        return ""


def _once(file: io.BufferedReader) -> io.BufferedReader:
    return file
