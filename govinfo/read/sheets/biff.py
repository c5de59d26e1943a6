"""The records of old Excel files ([MS-XLS], BIFF 5 and 8): their order and their strings."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from govinfo.read.ole import damaged

_HEAD = struct.Struct("<HH")
BEGIN, _END, _CONTINUE = 0x809, 0x0A, 0x3C
_WIDE, _EXTENDED, _RICH = 1, 4, 8

#: A record: its type, its bytes, and those of the records that continue it.
Record: TypeAlias = tuple[int, list[bytes]]


def records(data: bytes, at: int) -> Iterator[Record]:
    """The records of a sheet, or of what all sheets share, without charts within it.

    Raises
    ------
    RefusalError
        If the file ends before, or no such part begins there.
    """
    depth = 0
    open_record: Record | None = None
    while depth or open_record is None:
        if at + _HEAD.size > len(data):
            raise damaged("its records are cut off")
        kind, length = _HEAD.unpack_from(data, at)
        body = data[at + _HEAD.size : at + _HEAD.size + length]
        if len(body) < length or (not depth and kind != BEGIN):
            raise damaged("its records are cut off")
        at += _HEAD.size + length
        if kind == _CONTINUE and open_record is not None:
            open_record[1].append(body)
            continue
        if open_record is not None and depth == 1:
            yield open_record
        depth += (kind == BEGIN) - (kind == _END)
        open_record = kind, [body]


class Pieces:
    """Reads on through a record and those that continue it."""

    def __init__(self, pieces: Sequence[bytes], at: int = 0) -> None:
        self._pieces = pieces
        self._piece = 0
        self._at = at

    def more(self) -> bool:
        """Whether anything is left."""
        while self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece += 1
            self._at = 0
        return self._piece < len(self._pieces)

    def take(self, size: int) -> bytes:
        """The next bytes; fewer where the record ends."""
        found = b""
        while len(found) < size and self.more():
            piece = self._pieces[self._piece]
            part = piece[self._at : self._at + size - len(found)]
            self._at += len(part)
            found += part
        return found

    def whole(self, size: int) -> int:
        """The next unsigned number."""
        return int.from_bytes(self.take(size), "little")

    def characters(self, count: int, *, wide: bool) -> str:
        """The next characters; each piece says anew how wide its own are."""
        found: list[str] = []
        while count > 0:
            if self._piece < len(self._pieces) and self._at < len(self._pieces[self._piece]):
                pass
            elif self.more():
                wide = bool(self.whole(1) & _WIDE)
            else:
                break
            piece = self._pieces[self._piece]
            width = 2 if wide else 1
            part = piece[self._at : self._at + count * width]
            self._at += len(part)
            count -= max(1, len(part) // width)
            found.append(part.decode("utf-16-le" if wide else "latin-1", errors="replace"))
        return "".join(found)

    def string(self, length_size: int) -> tuple[str, list[tuple[int, int]]]:
        """A string of BIFF 8, and where in it which fonts begin."""
        count = self.whole(length_size)
        flags = self.whole(1)
        n_runs = self.whole(2) if flags & _RICH else 0
        extension = self.whole(4) if flags & _EXTENDED else 0
        text = self.characters(count, wide=bool(flags & _WIDE))
        runs = self.runs(n_runs, 2)
        self.skip(extension)
        return text, runs

    def runs(self, count: int, size: int) -> list[tuple[int, int]]:
        """Where in a string which fonts begin."""
        found = self.take(count * 2 * size)
        numbers = [
            int.from_bytes(found[i : i + size], "little") for i in range(0, len(found), size)
        ]
        return [*zip(numbers[::2], numbers[1::2], strict=False)]

    def skip(self, size: int) -> None:
        """Pass over some bytes."""
        while size > 0 and self.more():
            step = min(size, len(self._pieces[self._piece]) - self._at)
            self._at += step
            size -= step
