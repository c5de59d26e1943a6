"""A single file packed as GZ, BZ2, XZ or ZST; what it holds is told as it flows."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Protocol

from govinfo.read.content import BeyondLimitError
from govinfo.read.holding.flow import Flow, Opened, Part, Watch, buffered, damaged

_PACKED = 1 << 16
_FIRST = 1 << 9
_MOST_EMPTY = 100  # parts in a row that unpack to nothing
_ERRORS = (zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class _Decompressor(Protocol):
    """What bz2 and lzma have in common, and `_Inflate` has too."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Inflate:
    """zlib's own object in the manner of the others."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._rest

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        out = self._inflate.decompress(self._rest + data, max_length)
        self._rest = self._inflate.unconsumed_tail
        return out


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """Give what is packed, without a name of its own."""
    magic = opened.head()[:4]

    def unpacked() -> io.BufferedReader:
        return unpack(opened.again(), magic, watch, nested=opened.level > 0)

    yield Part("", unpacked, lasting=opened.part.lasting)


def unpack(packed: IO[bytes], magic: bytes, watch: Watch, *, nested: bool) -> io.BufferedReader:
    """Unpack a file as it is read.

    Parameters
    ----------
    packed : file
        The packed bytes.
    magic : bytes
        The first of them, which tell how they are packed.
    watch : Watch
        Told of every byte if ``nested``.
    """
    taken = _Counted(packed)
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        read = _zstandard(taken)
    else:
        read = _Members(taken, _maker(magic, watch.limits.unpacked_bytes)).read
    flow = Flow(
        read,
        _ERRORS,
        watch=watch if nested else None,
        packed=lambda: taken.count,
        ratio=watch.limits.ratio,
        close=packed.close,
    )
    return buffered(flow)


class _Counted:
    """A file that counts what was read of it."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.count += len(data)
        return data

    def close(self) -> None:
        """Leave the file to whoever opened it; it is asked for by Arrow."""


def _maker(magic: bytes, memory: int) -> Callable[[], _Decompressor]:
    if magic.startswith(b"\x1f\x8b"):
        return _Inflate
    if magic.startswith(b"BZh"):
        return bz2.BZ2Decompressor
    return lambda: lzma.LZMADecompressor(memlimit=memory)


class _Members:
    """Packed files that follow one another as one, with what may pad them."""

    def __init__(self, file: _Counted, make: Callable[[], _Decompressor]) -> None:
        self._file, self._make = file, make
        self._open: _Decompressor | None = make()
        self._data, self._at = b"", 0
        self._step = _FIRST  # a small file that others follow gives back what it was given
        self._given = self._empty = 0

    def read(self, size: int) -> bytes:
        while self._open is not None:
            if self._open.eof:
                self._next(self._open)
                continue
            data = self._piece() if self._open.needs_input else b""
            try:
                out = self._open.decompress(data, size)
            except (lzma.LZMAError, MemoryError) as error:
                if isinstance(error, MemoryError) or "emory" in str(error):
                    found = "needs more memory to unpack"
                    raise BeyondLimitError("unpacked_bytes", found) from error
                raise damaged(error) from error
            if out:
                self._given += len(out)
                return out
        return b""

    def _piece(self) -> bytes:
        if self._at == len(self._data):
            self._data, self._at = self._file.read(_PACKED), 0
            if not self._data:
                raise EOFError("it is cut off")
        piece = self._data[self._at : self._at + self._step]
        self._at += len(piece)
        self._step = min(2 * self._step, _PACKED)
        return piece

    def _next(self, ended: _Decompressor) -> None:
        """Go on to the next packed file, if there is one."""
        self._empty = 0 if self._given else self._empty + 1
        if self._empty > _MOST_EMPTY:
            raise ValueError("it holds nothing, many times over")
        self._at -= len(ended.unused_data)
        self._step, self._given = _FIRST, 0
        if self._data[self._at : self._at + 1] in (b"", b"\0"):
            self._data, self._at = self._data[self._at :].lstrip(b"\0"), 0
            while not self._data and (more := self._file.read(_PACKED)):
                self._data = more.lstrip(b"\0")
        self._open = self._make() if self._at < len(self._data) else None


def _zstandard(file: _Counted) -> Callable[[int], bytes]:
    import pyarrow

    stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(file, mode="r"), "zstd")

    def read(size: int) -> bytes:
        data: bytes = stream.read(size)
        return data

    return read
