"""Lines of text out of a stream of bytes, in bounds and in any of the usual encodings."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.encoding import decode
from govinfo.read.holding.flow import CHUNK, HEAD, Flow, Opened, buffered
from govinfo.read.sniff import wide_encoding

_BOM = b"\xef\xbb\xbf"


def utf8_or_wide(opened: Opened) -> io.BufferedReader:
    """The bytes of a file of text, UTF-16 brought to UTF-8 and without a byte order mark."""
    file = opened.file()
    wide = wide_encoding(file.peek(HEAD))
    if wide is not None:
        file = buffered(Flow(_Recoded(file, wide).read, (UnicodeError,)))
    if file.peek(HEAD).startswith(_BOM):
        file.read(len(_BOM))
    return file


class _Recoded:
    """UTF-16 and UTF-32 as UTF-8."""

    def __init__(self, file: IO[bytes], codec: str) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(codec)(errors="replace")
        self._ended = False

    def read(self, size: int) -> bytes:
        # Two bytes of UTF-16 are three of UTF-8 at most.
        while not self._ended:
            data = self._file.read(max(size // 2, 2))
            self._ended = not data
            text = self._decoder.decode(data, final=not data)
            if text:
                return text.encode()
        return b""


def lines(file: IO[bytes], most: int) -> Iterator[str | RefusalError | BeyondLimitError]:
    """Lines as text; where one cannot be read, why.

    Parameters
    ----------
    file : file
        The bytes.
    most : int
        How long a line may be [bytes].
    """
    while line := file.readline(most + 1):
        if len(line) > most:
            while line and not line.endswith(b"\n"):
                line = file.readline(CHUNK)
            yield BeyondLimitError("document_bytes", f"is more than {most:,} bytes long")
            continue
        text = decoded(line)
        if text is None:
            yield RefusalError("cannot be decoded", "Save the file as UTF-8.")
        else:
            yield text


def decoded(data: bytes) -> str | None:
    """Decode a line by itself; None where it is in no encoding known here.

    A few bytes may be lost, in whose place U+FFFD stands.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # as older crawls are
    try:
        return decode(data)[0]
    except UnicodeError:
        return None
