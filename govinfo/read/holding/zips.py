"""ZIP archives, of which no name, size or offset is believed."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import IO

from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding import salvage
from govinfo.read.holding.directory import has_more_entries
from govinfo.read.holding.flow import (
    LINK,
    LOCKED,
    Flow,
    Opened,
    Part,
    Watch,
    buffered,
    damaged,
)
from govinfo.read.holding.names import is_no_document, is_part_of_page, label, saved_pages

_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # UnicodeDecodeError among others
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
_LOCKED = 0x1
_UTF_8 = 0x800
_HEADER = 30  # bytes of a member's own header, before its name
_UNIX, _LINK = 3, 0o120000
_KIND_BITS = 0o170000
_UNICODE_PATH = 0x7075


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the members of an archive; of a damaged one, those that are still there."""
    path = opened.part.path
    try:
        with _seekable(opened) as file:
            if has_more_entries(file, watch.limits.members):
                found = f"holds more than {watch.limits.members:,} members"
                raise BeyondLimitError("members", found)
        archive = zipfile.ZipFile(_seekable(opened) if path is None else path)
    except _ERRORS as error:
        with _seekable(opened) as file:
            yield from salvage.parts(file, watch, damaged(error), nested=opened.level > 0)
        return
    infos = archive.infolist()
    names = [_name(info) for info in infos]
    pages = saved_pages(names)
    overlaid = _overlaid(infos)
    for number, (info, name) in enumerate(zip(infos, names, strict=True)):
        if name.endswith("/") or is_no_document(name) or is_part_of_page(name, pages):
            continue
        if _is_link(info):
            yield Part.failing(name, LINK)
        elif number in overlaid:
            problem = "stands where other members stand, as in archives made to do harm"
            yield Part.failing(name, RefusalError(problem, "Leave it out."))
        else:
            entry = partial(_open, archive, info, watch, nested=opened.level > 0)
            yield Part(name, entry, size=info.file_size, lasting=path is not None)


def _seekable(opened: Opened) -> IO[bytes]:
    if opened.part.path is not None:
        opened.close()
        return opened.part.path.open("rb")
    return io.BytesIO(opened.whole("unpacked_bytes"))


def _open(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, watch: Watch, *, nested: bool
) -> io.BufferedReader:
    if info.flag_bits & _LOCKED:
        raise LOCKED
    try:
        stream = archive.open(info)
    except NotImplementedError as error:
        problem = f"is packed in a way that is not read ({error})"
        raise RefusalError(problem, "Pack it as plain ZIP.") from error
    except _ERRORS as error:
        if "differ" not in str(error) and not isinstance(error, UnicodeDecodeError):
            raise damaged(error) from error
        # Programs that mend names mend them in the directory only.
        return salvage.open_at(archive, info, watch, nested=nested)
    flow = Flow(
        stream.read,
        _ERRORS,
        watch=watch if nested else None,
        packed=lambda: info.compress_size,
        ratio=watch.limits.ratio,
        close=stream.close,
    )
    return buffered(flow)


def _name(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF_8:
        return label(info.orig_filename)
    raw = info.orig_filename.encode("cp437")
    return label(_unicode_path(info.extra, raw) or raw)


def _unicode_path(extra: bytes, raw: bytes) -> bytes:
    """The name in UTF-8 that Info-ZIP writes beside one in a code page."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == _UNICODE_PATH and len(data) > 5 and data[0] == 1:
            return data[5:] if struct.unpack_from("<L", data, 1)[0] == zlib.crc32(raw) else b""
    return b""


def _is_link(info: zipfile.ZipInfo) -> bool:
    mode = info.external_attr >> 16
    return info.create_system == _UNIX and mode & _KIND_BITS == _LINK


def _overlaid(infos: Sequence[zipfile.ZipInfo]) -> frozenset[int]:
    """Which members reach into the next: only archives made to unpack to much have such."""
    order = sorted(range(len(infos)), key=lambda number: infos[number].header_offset)
    found = set()
    for number, after in pairwise(order):
        info = infos[number]
        least = _HEADER + len(info.orig_filename.encode("cp437", "replace")) + info.compress_size
        if info.header_offset + least > infos[after].header_offset:
            found.add(number)
    return frozenset(found)
