"""The directory of a ZIP archive, looked at before any object is made of it."""

from __future__ import annotations

import io
import struct
from typing import IO

_ENTRY = 46  # bytes of an entry, before its name
_ENTRY_MARK = b"PK\x01\x02"
_END_MARK, _WIDE_END_MARK, _LOCATOR_MARK = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_TAIL = 22 + 65535 + 20  # bytes in which the end of the directory and its locator stand
_CHUNK = 1 << 20


def has_more_entries(file: IO[bytes], most: int) -> bool:
    """Whether the directory of an archive holds more entries than that.

    The number that it gives of itself is not believed. False for a damaged one, which is
    told when it is opened.
    """
    size = file.seek(0, io.SEEK_END)
    start = file.seek(max(size - _TAIL, 0))
    tail = file.read(_TAIL)
    end = tail.rfind(_END_MARK)
    if end < 0 or len(tail) < end + 22:
        return False
    (length,) = struct.unpack_from("<L", tail, end + 12)
    if end >= 20 and tail[end - 20 : end - 16] == _LOCATOR_MARK:
        file.seek(min(struct.unpack_from("<Q", tail, end - 12)[0], size))
        wide = file.read(56)
        if len(wide) == 56 and wide.startswith(_WIDE_END_MARK):
            (length,) = struct.unpack_from("<Q", wide, 40)
    if length // _ENTRY <= most:
        return False
    file.seek(max(start + end - length, 0))
    count, rest = 0, b""
    while count <= most and (chunk := file.read(_CHUNK)):
        count += (rest + chunk).count(_ENTRY_MARK)
        rest = chunk[-3:]
    return count > most
