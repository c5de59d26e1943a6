"""What a web server sent, out of its chunks and packing."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from govinfo.read.content import RefusalError
from govinfo.read.holding.flow import CHUNK, Flow, Watch, buffered
from govinfo.read.holding.mime import read_headers

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_MOST_HEAD = 1 << 17
_LINE = 1 << 14
_MOST_CHUNKS = 200_000
_ERRORS = (zlib.error, EOFError, OSError, ValueError)
_CHUNK_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,15})\s*(?:;.*)?", re.DOTALL)


def head_of(file: IO[bytes]) -> tuple[int, dict[str, str]] | None:
    """Read the status and the headers of an answer; None where there are none."""
    first = file.readline(_LINE)
    status = _STATUS.match(first)
    if status is None:
        return None
    lines: list[bytes] = []
    size = 0
    while (line := file.readline(_LINE)).strip(b"\r\n"):
        size += len(line)
        if size > _MOST_HEAD:
            return None
        lines.append(line)
    return int(status[1]), read_headers(b"".join(lines))


def body_of(file: IO[bytes], headers: dict[str, str], watch: Watch) -> io.BufferedReader:
    """Open the body of an answer, as the page that it is.

    Raises
    ------
    RefusalError
        While it is read, where it is cut off or damaged.
    """
    counted = _Counted(file)
    read: Callable[[int], bytes] = counted.read
    if "chunked" in headers.get("transfer-encoding", "").lower():
        read = _read_of(_chunks(counted))
    elif headers.get("content-length", "").isdecimal() and not headers.get("content-encoding"):
        read = _whole(counted, int(headers["content-length"]))
    codings = headers.get("content-encoding", "").lower().replace(" ", "").split(",")
    for coding in reversed(codings):
        read = _decoded(read, coding)
    return buffered(Flow(read, _ERRORS, packed=lambda: counted.count, ratio=watch.limits.ratio))


class _Counted:
    """The packed bytes, counted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data

    def readline(self, size: int) -> bytes:
        data = self._file.readline(size)
        self.count += len(data)
        return data


def _whole(file: _Counted, length: int) -> Callable[[int], bytes]:
    def read(size: int) -> bytes:
        data = file.read(size)
        if not data and file.count < length:
            raise EOFError(f"{file.count:,} of {length:,} bytes came")
        return data

    return read


def _chunks(file: _Counted) -> Iterator[bytes]:
    """The body out of its chunks; as it is where it is said to be chunked and is not."""
    first = True
    for _ in range(_MOST_CHUNKS):
        line = file.readline(_LINE)
        size = _CHUNK_SIZE.fullmatch(line)
        if first and (size is None or not line.endswith(b"\n")):
            yield line  # programs that archive take bodies out of their chunks
            while data := file.read(CHUNK):
                yield data
            return
        if size is None:
            raise EOFError("its chunks break off")
        first = False
        left = int(size[1], 16)
        if not left:
            return
        while left:
            data = file.read(min(left, CHUNK))
            if not data:
                raise EOFError("its chunks break off")
            left -= len(data)
            yield data
        if file.readline(2).strip(b"\r\n"):
            raise EOFError("its chunks break off")
    raise ValueError(f"it comes in more than {_MOST_CHUNKS:,} chunks")


def _read_of(chunks: Iterator[bytes]) -> Callable[[int], bytes]:
    rest = b""

    def read(size: int) -> bytes:
        nonlocal rest
        while not rest:
            data = next(chunks, None)
            if data is None:
                return b""
            rest = data
        out, rest = rest[:size], rest[size:]
        return out

    return read


def _decoded(read: Callable[[int], bytes], coding: str) -> Callable[[int], bytes]:
    if coding in ("", "identity"):
        return read
    if coding in ("gzip", "x-gzip"):
        return _Inflated(read, (31,)).read
    if coding == "deflate":
        return _Inflated(read, (15, -15)).read  # as written down, and as sent
    if coding in ("br", "zstd"):
        return _through_arrow(read, {"br": "brotli"}.get(coding, coding))
    raise RefusalError(f"was sent packed as {coding[:40]!r}, which is not read", "Crawl it again.")


class _Inflated:
    """A deflated body; one that is not deflated at all is given as it is."""

    def __init__(self, read: Callable[[int], bytes], tries: tuple[int, ...]) -> None:
        self._packed, self._tries = read, tries
        self._inflate: zlib._Decompress | None = None
        self._rest = b""
        self._begun = self._plain = False

    def read(self, size: int) -> bytes:
        if not self._begun:
            self._begin()
        if self._plain or self._inflate is None:
            out, self._rest = self._rest[:size], self._rest[size:]
            return out or self._packed(size)
        while not self._inflate.eof:
            data = self._rest or self._packed(1 << 14)
            out = self._inflate.decompress(data, size)
            self._rest = self._inflate.unconsumed_tail
            if out:
                return out
            if not data and not self._inflate.eof:
                raise EOFError("it is cut off")
        return b""

    def _begin(self) -> None:
        """Look whether it is deflated, and in which of two ways."""
        self._begun = True
        self._rest = self._packed(1 << 14)
        for wbits in self._tries:
            try:
                zlib.decompressobj(wbits=wbits).decompress(self._rest, 1)
            except zlib.error:
                continue
            self._inflate = zlib.decompressobj(wbits=wbits)
            return
        self._plain = True


def _through_arrow(read: Callable[[int], bytes], codec: str) -> Callable[[int], bytes]:
    import pyarrow

    class File:
        closed = False

        def read(self, size: int = -1) -> bytes:
            return read(size)

        def close(self) -> None:
            """Arrow asks for it."""

    stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(File(), mode="r"), codec)

    def unpacked(size: int) -> bytes:
        data: bytes = stream.read(size)
        return data

    return unpacked
