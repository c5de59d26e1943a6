"""TAR archives, read in one pass from the first byte to the last."""

from __future__ import annotations

import io
import struct
import tarfile
from collections.abc import Iterable, Iterator
from functools import partial
from typing import IO

from govinfo.read.content import RefusalError
from govinfo.read.holding.flow import (
    CHUNK,
    DAMAGED,
    LINK,
    PASSED,
    Flow,
    Opened,
    Part,
    Watch,
    buffered,
    damaged,
)
from govinfo.read.holding.names import Pages, is_no_document, is_part_of_page, label

_ERRORS = (
    tarfile.TarError,
    ValueError,
    OverflowError,
    IndexError,
    EOFError,
    OSError,
    struct.error,
    RecursionError,  # a long name for a long name for a long name
)
_BLOCK = 512
_LARGEST = 1 << 23  # bytes of a header, such as a long name


class _Forward:
    """A file as `tarfile` wants it, which goes forward only and in bounds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._at = 0  # where the file is
        self._asked = 0  # where it is wanted
        self.last = b""  # the last block of a header's size

    def tell(self) -> int:
        return self._asked

    def seekable(self) -> bool:
        return True

    def seek(self, position: int, whence: int = 0) -> int:
        if whence != io.SEEK_SET or position < self._at:
            raise RefusalError("is damaged (its members lie upon one another)", DAMAGED)
        self._asked = position
        return position

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= _LARGEST:
            raise RefusalError(f"is damaged (a header of {size:,} bytes)", DAMAGED)
        while self._at < self._asked:
            skipped = len(self._file.read(min(CHUNK, self._asked - self._at)))
            if not skipped:
                return b""
            self._at += skipped
        data = self._file.read(size)
        self._at += len(data)
        self._asked = self._at
        if size == _BLOCK:
            self.last = data
        return data


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the members of an archive as they come.

    Raises
    ------
    RefusalError
        Where the archive breaks off.
    """
    seen: list[str] = []
    pages = Pages(lambda: _names(opened, seen))
    forward = _Forward(opened.file())
    place = _Place()
    for archive, info in _members(forward):
        name = _name(info)
        seen.append(name)
        if info.isdir() or is_no_document(name) or is_part_of_page(name, pages):
            continue
        if info.issym() or info.islnk():
            yield Part.failing(name, LINK)
        elif not info.isreg():
            yield Part.failing(name, RefusalError("is a device and no file", "Leave it out."))
        else:
            place.at = info.offset
            member = partial(_open, archive, info, place)
            yield Part(name, member, size=info.size)


class _Place:
    """Which member the archive has come to."""

    at = -1


def _members(forward: _Forward) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    try:
        archive = tarfile.TarFile(fileobj=forward, encoding="latin-1")  # type: ignore[arg-type]
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember all
            yield archive, info
    except _ERRORS as error:
        raise damaged(error) from error
    if forward.last.strip(b"\0"):
        raise RefusalError("is damaged (a header that is none)", DAMAGED)
    if not forward.last:
        raise RefusalError("breaks off without its end mark", DAMAGED)


def _open(archive: tarfile.TarFile, info: tarfile.TarInfo, place: _Place) -> io.BufferedReader:
    if place.at != info.offset:
        raise PASSED
    try:
        file = archive.extractfile(info)
    except _ERRORS as error:
        raise damaged(error) from error
    assert file is not None
    left = info.size

    def read(size: int) -> bytes:
        nonlocal left
        data = file.read(min(size, CHUNK, left))
        left -= len(data)
        if left and not data:
            raise EOFError("it is cut off")
        return data

    return buffered(Flow(read, _ERRORS))


def _name(info: tarfile.TarInfo) -> str:
    if "path" in info.pax_headers:
        return label(info.name)
    try:
        return label(info.name.encode("latin-1"))
    except UnicodeEncodeError:
        return label(info.name)


def _names(opened: Opened, seen: list[str]) -> Iterable[str]:
    """All names, by a pass of its own; those seen so far where there is no second pass."""
    try:
        with opened.again() as file:
            return [_name(info) for _, info in _members(_Forward(file))]
    except RefusalError:
        return seen
