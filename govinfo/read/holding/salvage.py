"""Members of a ZIP archive by their own headers, where its directory does not serve."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from govinfo.read.content import RefusalError
from govinfo.read.holding.flow import LOCKED, Flow, Part, Watch, buffered
from govinfo.read.holding.names import is_no_document, label

_MARK = b"PK\x03\x04"
_HEADER = struct.Struct("<4s5H3L2H")
_LOCKED, _SIZES_BEHIND = 0x1, 0x8
_STORED, _DEFLATED = 0, 8
_CHUNK = 1 << 16
_DESCRIPTOR = 28  # bytes of sizes behind a member, and the mark that follows them
_WIDE = 0xFFFFFFFF


@dataclass(slots=True)
class _Local:
    """A member as its own header tells it; ``packed`` and ``crc`` None where it does not."""

    name: str
    start: int
    method: int
    locked: bool
    packed: int | None
    crc: int | None


def parts(file: IO[bytes], watch: Watch, broken: RefusalError, *, nested: bool) -> Iterator[Part]:
    """List the members that follow one another from the first byte on.

    Raises
    ------
    RefusalError
        ``broken``, after the last: the archive is damaged, and more may have been lost.
    """
    at = 0
    while (local := _local(file, at)) is not None:
        if not (local.name.endswith("/") or is_no_document(local.name)):
            yield Part(local.name, partial(_flow, file, local, watch, nested=nested))
        end = _end(file, local, watch, nested=nested)
        if end is None:
            break
        at = end
    raise broken


def open_at(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, watch: Watch, *, nested: bool
) -> io.BufferedReader:
    """Open a member by its own header, whose name is another than the directory's."""
    file = archive.fp
    local = _local(file, info.header_offset) if file is not None else None
    if file is None or local is None:
        raise RefusalError("is damaged (it does not stand where it should)", "Fetch it again.")
    local.packed, local.crc = info.compress_size, info.CRC
    return _flow(file, local, watch, nested=nested)


def _local(file: IO[bytes], at: int) -> _Local | None:
    file.seek(at)
    head = file.read(_HEADER.size)
    if len(head) < _HEADER.size or not head.startswith(_MARK):
        return None
    _, _, flags, method, _, _, crc, packed, _, n_name, n_extra = _HEADER.unpack(head)
    name = file.read(n_name)
    behind = bool(flags & _SIZES_BEHIND) or packed == _WIDE
    return _Local(
        label(name),
        at + _HEADER.size + n_name + n_extra,
        method,
        bool(flags & _LOCKED),
        None if behind else packed,
        None if behind else crc,
    )


def _flow(file: IO[bytes], local: _Local, watch: Watch, *, nested: bool) -> io.BufferedReader:
    return buffered(_counted(_Stream(file, local), watch, nested=nested))


def _counted(stream: _Stream, watch: Watch, *, nested: bool) -> Flow:
    return Flow(
        stream.read,
        (zlib.error, EOFError, OSError, ValueError),
        watch=watch if nested else None,
        packed=lambda: stream.taken,
        ratio=watch.limits.ratio,
    )


def _end(file: IO[bytes], local: _Local, watch: Watch, *, nested: bool) -> int | None:
    """Where what follows a member begins; None where that cannot be told."""
    if local.packed is not None:
        return local.start + local.packed
    if local.method != _DEFLATED or local.locked:
        return None
    stream = _Stream(file, local)
    try:
        with _counted(stream, watch, nested=nested) as flow:
            while flow.read(_CHUNK):
                pass
    except RefusalError:
        return None
    file.seek(local.start + stream.taken)
    found = file.read(_DESCRIPTOR).find(b"PK", 4)
    return local.start + stream.taken + found if found >= 0 else None


class _Stream:
    """The bytes of a member, stored or deflated, with their check sum looked at."""

    def __init__(self, file: IO[bytes], local: _Local) -> None:
        self._file, self._local = file, local
        self._inflate = zlib.decompressobj(wbits=-15) if local.method == _DEFLATED else None
        self._rest = b""
        self._sum = 0
        self._done = False
        self.taken = 0  # packed bytes that were used

    def read(self, size: int) -> bytes:
        local = self._local
        if local.locked:
            raise LOCKED
        if local.method not in (_STORED, _DEFLATED) or (
            self._inflate is None and local.packed is None
        ):
            raise RefusalError("is packed in a way that is not read", "Pack it as plain ZIP.")
        while not self._done:
            data = self._next(size)
            if data:
                self._sum = zlib.crc32(data, self._sum)
                return data
        return b""

    def _next(self, size: int) -> bytes:
        packed = self._rest or self._take(min(size, _CHUNK))
        if self._inflate is None:
            self._rest = b""
            self.taken += len(packed)
            if not packed:
                self._finish()
            return packed
        out = self._inflate.decompress(packed, size)
        self._rest = self._inflate.unconsumed_tail
        self.taken += len(packed) - len(self._rest) - len(self._inflate.unused_data)
        if self._inflate.eof:
            self._finish()
            return self._checked(out)
        if not packed:
            raise EOFError("it is cut off")
        return out

    def _checked(self, out: bytes) -> bytes:
        if self._local.crc is not None and zlib.crc32(out, self._sum) != self._local.crc:
            raise ValueError("its check sum is another")
        return out

    def _take(self, size: int) -> bytes:
        """More packed bytes, from where the last ended: others read the file too."""
        at = self.taken
        if self._local.packed is not None:
            size = min(size, self._local.packed - at)
        if size <= 0:
            return b""
        self._file.seek(self._local.start + at)
        data = self._file.read(size)
        if not data:
            raise EOFError("it is cut off")
        return data

    def _finish(self) -> None:
        self._done = True
        if self._inflate is None:
            self._checked(b"")
