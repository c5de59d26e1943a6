"""Bytes as they flow out of files and archives, counted on the way."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 16  # bytes looked at to tell what a file is
CHUNK = 1 << 18
_SMALL = 1 << 20  # bytes that may unpack from however little
_MARGIN = 1 << 10

DAMAGED = "Fetch it again."
LOCKED = RefusalError("is protected by a password", "Remove the password and save it again.")
LINK = RefusalError("is a link, which is not followed", "Give the file that it leads to.")
#: What comes of loading a part of a stream too late.
PASSED = RefusalError("was passed over", "Load every member before the next is asked for.")


class Watch:
    """What a file has cost so far, the archives within archives in it included.

    Parameters
    ----------
    limits : Limits
        What it may cost.
    size : int
        Its own size [bytes].
    """

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits = limits
        self.over = False
        self._members = 0
        self._unpacked = 0
        self._allowed = max(limits.unpacked_bytes, limits.ratio * size)

    def member(self) -> None:
        """Count one more part of the file.

        Raises
        ------
        BeyondLimitError
            If they are too many; then ``over`` is set, and nothing more need be tried.
        """
        self._members += 1
        if self._members > self.limits.members:
            self.over = True
            raise BeyondLimitError("members", f"holds more than {self.limits.members:,} parts")

    def unpack(self, size: int) -> None:
        """Count what came out of an archive within an archive.

        Raises
        ------
        BeyondLimitError
            If it is more than a file of this size may hold; then ``over`` is set.
        """
        self._unpacked += size
        if self._unpacked > self._allowed:
            self.over = True
            large = self._allowed > self.limits.unpacked_bytes
            raise BeyondLimitError(
                "ratio" if large else "unpacked_bytes",
                f"unpacks to more than {self._allowed:,} bytes with the archives in it",
            )


class Flow(io.RawIOBase):
    """A stream over a function that gives bytes, which stops where they grow too many.

    Parameters
    ----------
    read : callable
        Gives up to so many bytes, none at the end.
    errors : tuple of exception types
        What ``read`` raises for damaged bytes.
    watch : Watch, optional
        Told of every byte, where they come from an archive within an archive.
    packed : callable, optional
        How many packed bytes were taken so far.
    ratio : int
        How many times these may be given.
    close : callable, optional
        Called when the stream is closed.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        errors: tuple[type[Exception], ...] = (),
        *,
        watch: Watch | None = None,
        packed: Callable[[], int] | None = None,
        ratio: int = 0,
        close: Callable[[], None] | None = None,
    ) -> None:
        self._read, self._errors = read, errors
        self._watch, self._packed, self._ratio = watch, packed, ratio
        self._close = close
        self._given = 0

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer as far as bytes are there."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._read(len(view))
        except self._errors as error:
            raise damaged(error) from error
        size = len(data)
        view[:size] = data
        self._given += size
        if self._watch is not None:
            self._watch.unpack(size)
        if self._packed is not None and self._given > _SMALL:
            most = self._ratio * (self._packed() + _MARGIN)
            if self._given > most:
                raise BeyondLimitError("ratio", f"unpacks to more than {most:,} bytes")
        return size

    def close(self) -> None:
        """Close what it reads from."""
        if not self.closed and self._close is not None:
            self._close()
        super().close()


def damaged(error: Exception) -> RefusalError:
    """What a library says of damaged bytes, as a refusal."""
    said = " ".join(str(error).split()) or type(error).__name__
    return RefusalError(f"is damaged ({said[:200]})", DAMAGED)


def buffered(flow: io.RawIOBase) -> io.BufferedReader:
    """Read a flow with a look ahead of ``HEAD`` bytes."""
    return io.BufferedReader(flow, HEAD)


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or something in a file, before it is opened.

    Parameters
    ----------
    name : str
        In what holds it; empty where it is all that is held.
    open : callable
        Gives its bytes from the first on, or raises as reading it would. A part of a
        stream opens only until the next is asked for.
    url : str
        Where it was published.
    metadata : tuple of (str, str)
        What is said of it.
    size : int, optional
        As declared; only believed where it is too large.
    plain : bool
        A page as crawled, which holds no others whatever its bytes look like.
    lasting : bool
        Can still be opened when others were asked for.
    path : Path, optional
        Where it is on the disk, if by itself.
    """

    name: str
    open: Callable[[], IO[bytes]]
    url: str = ""
    metadata: tuple[tuple[str, str], ...] = ()
    size: int | None = None
    plain: bool = False
    lasting: bool = False
    path: Path | None = None

    @classmethod
    def of_bytes(cls, name: str, data: bytes, *, url: str = "", plain: bool = False) -> Part:
        """Make a part of bytes at hand."""
        return cls(name, lambda: io.BytesIO(data), url, size=len(data), plain=plain)

    def saying(self, metadata: tuple[tuple[str, str], ...]) -> Part:
        """The same with what is said of it."""
        return replace(self, metadata=metadata)

    @classmethod
    def failing(cls, name: str, error: Exception) -> Part:
        """Make a part that cannot be opened, for a reason known beforehand."""

        def refuse() -> IO[bytes]:
            raise error

        return cls(name, refuse, lasting=True)


class Opened:
    """A part being looked at: its head, and its bytes where they are asked for.

    ``level`` counts the archives that it stands in.
    """

    def __init__(self, part: Part, watch: Watch, level: int = 0) -> None:
        self.part, self.level = part, level
        self._watch = watch
        self._file: io.BufferedReader | None = None
        self._data: bytes | None = None

    def file(self) -> io.BufferedReader:
        """The bytes, from where they were read up to."""
        if self._file is None:
            if self._data is not None:
                self._file = _reader(io.BytesIO(self._data))
            else:
                self._file = _reader(self.part.open())
        return self._file

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.file().peek(HEAD)

    def again(self) -> io.BufferedReader:
        """Open a second reading from the first byte on."""
        if self._data is not None:
            return _reader(io.BytesIO(self._data))
        return _reader(self.part.open())

    def whole(self, limit: str = "document_bytes") -> bytes:
        """All bytes at once.

        Raises
        ------
        BeyondLimitError
            If they are more than the limit of that name.
        """
        most: int = getattr(self._watch.limits, limit)
        if self._data is None:
            if self.part.size is not None and self.part.size > most:
                raise BeyondLimitError(limit, f"is {self.part.size:,} bytes long")
            self._data = take(self.file(), most, limit)
            self.shut()
        if len(self._data) > most:
            raise BeyondLimitError(limit, f"is {len(self._data):,} bytes long")
        return self._data

    def load(self) -> bytes:
        """All bytes, for one reading."""
        try:
            return self.whole()
        finally:
            self.close()

    def shut(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def close(self) -> None:
        """Close the file and forget what was read of it."""
        self.shut()
        self._data = None

    def leave(self) -> None:
        """Go on to the next: what does not last is let go."""
        self.close()
        if not self.part.lasting:
            self.part = Part.failing(self.part.name, PASSED)


def _reader(file: IO[bytes]) -> io.BufferedReader:
    if isinstance(file, io.BufferedReader):
        return file
    return io.BufferedReader(file, HEAD)  # type: ignore[arg-type]


def take(file: IO[bytes], most: int, limit: str) -> bytes:
    """Read to the end, by chunks.

    Raises
    ------
    BeyondLimitError
        If there are more bytes than the limit of that name, ``most``, allows.
    """
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > most:
            raise BeyondLimitError(limit, f"is more than {most:,} bytes long")
        chunks.append(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)
