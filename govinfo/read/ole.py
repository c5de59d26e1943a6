"""Compound files ([MS-CFB]), the containers of old Office files, opened with care."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import olefile

from govinfo.read.content import RefusalError
from govinfo.read.ole_summary import summary_of

# What olefile lets through where a container does not make sense.
_DAMAGE = (
    *(OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError),
    *(struct.error, RecursionError),
)

_HEAD = struct.Struct("<24x3H2H10xL28x")  # versions, order, sector sizes, sectors of the table
_SECTORS = (9, 12)
_MINI_SECTOR = 6

_SUMMARY = "\x05SummaryInformation"


class Container:
    """A compound file that is open."""

    def __init__(self, file: olefile.OleFileIO) -> None:
        self._file = file

    def __contains__(self, name: str) -> bool:
        return bool(self._file.exists(name))

    def names(self) -> set[str]:
        """The names of the streams and folders at the top."""
        return {entry[0] for entry in self._file.listdir()}

    def stream(self, name: str) -> bytes:
        """The whole of a stream.

        Raises
        ------
        RefusalError
            If it is not there or is cut off.
        """
        if name not in self:
            raise damaged(f"it has no stream {name}")
        data: bytes = self._file.openstream(name).read()
        if len(data) < self._file.get_size(name):
            raise damaged(f"its stream {name} is cut off")
        return data

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """Title, author and dates that the file gives of itself."""
        if _SUMMARY not in self:
            return ()
        return summary_of(self.stream(_SUMMARY))


class _Unsorted(olefile.OleFileIO):  # type: ignore[misc]
    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """Search no list for every entry: a directory may have hundreds of thousands."""


@contextmanager
def open_container(data: bytes) -> Iterator[Container]:
    """Open a compound file.

    Raises
    ------
    RefusalError
        If it is damaged; also where what is read of it turns out to be.
    """
    try:
        _check(data)
        with _Unsorted(io.BytesIO(data)) as file:
            yield Container(file)
    except _DAMAGE as error:
        raise damaged(error) from error


def damaged(what: object) -> RefusalError:
    """The refusal of a file that does not make sense."""
    return RefusalError(f"is damaged ({what})", "Fetch it again, or open it and save it again.")


def _check(data: bytes) -> None:
    """Refuse sizes that would make olefile read one table of sectors again and again."""
    *_, sector, mini_sector, tables = _HEAD.unpack_from(data)
    if sector not in _SECTORS or mini_sector != _MINI_SECTOR:
        raise damaged("its sectors have an impossible size")
    if tables << sector > len(data):
        raise damaged("it is cut off")
