"""7z and RAR archives, through libarchive where it is installed."""

from __future__ import annotations

import ctypes
import importlib
import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from types import ModuleType
from typing import Any

from govinfo.read.content import RefusalError
from govinfo.read.holding.flow import (
    CHUNK,
    DAMAGED,
    LINK,
    LOCKED,
    PASSED,
    Flow,
    Opened,
    Part,
    Watch,
    buffered,
)
from govinfo.read.holding.names import Pages, is_no_document, is_part_of_page, label

_FORMATS = {b"7z": ("7zip",), b"Ra": ("rar", "rar5")}
_BLOCK = 1 << 16
_KIND_BITS, _FILE, _FOLDER, _LINK = 0o170000, 0o100000, 0o040000, 0o120000
_END = 1


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the members of an archive as they come.

    Raises
    ------
    RefusalError
        Where libarchive is missing, or the archive is locked or breaks off.
    """
    library, error = _library()
    formats = _FORMATS[opened.head().lstrip()[:2]]
    pages = Pages(lambda: _names(opened, library, error, formats))
    place = _Place()
    try:
        with _archive(opened, library, error, formats) as archive:
            while (entry := _next(archive, library, error)) is not None:
                place.number += 1
                # Where the system's locale is not UTF-8, names are lost.
                name = _name(entry, library) or f"member {place.number}"
                kind = library.entry_filetype(entry) & _KIND_BITS
                size = library.entry_size(entry) if library.entry_size_is_set(entry) else None
                watch.unpack(size or 0)  # to pass a member over is to unpack it
                if kind == _FOLDER or is_no_document(name) or is_part_of_page(name, pages):
                    continue
                if kind == _LINK or library.entry_hardlink_w(entry):
                    yield Part.failing(name, LINK)
                elif kind != _FILE:
                    problem = RefusalError("is a device and no file", "Leave it out.")
                    yield Part.failing(name, problem)
                else:
                    member = _Member(archive, library, error, place, place.number)
                    counting = watch if size is None else None
                    yield Part(name, partial(member.open, counting), size=size)
    finally:
        place.number = -1  # what is left of the archive must not be asked any more


class _Place:
    """Which member the archive has come to."""

    number = 0
    locked = False


class _Member:
    """The bytes of the member that the archive has come to."""

    def __init__(
        self,
        archive: Any,
        library: ModuleType,
        error: type[Exception],
        place: _Place,
        number: int,
    ) -> None:
        self._archive, self._library, self._error = archive, library, error
        self._place, self._number = place, number

    def open(self, watch: Watch | None) -> io.BufferedReader:
        return buffered(Flow(self._read, watch=watch))

    def _read(self, size: int) -> bytes:
        if self._place.number != self._number:
            raise PASSED
        size = min(size, CHUNK)
        buffer = ctypes.create_string_buffer(size)
        try:
            got = self._library.read_data(self._archive, buffer, size)
        except self._error as error:
            refusal = _refusal(error)
            # Behind a locked member others are only called damaged.
            self._place.locked |= refusal is LOCKED
            raise (LOCKED if self._place.locked else refusal) from error
        if got < 0:  # a warning, at which the bindings go on with other bytes
            raise RefusalError("is damaged (it can't be unpacked as a whole)", DAMAGED)
        return ctypes.string_at(buffer, got)


def is_installed() -> bool:
    """Whether libarchive and its bindings are there."""
    try:
        _library()
    except RefusalError:
        return False
    return True


def _library() -> tuple[ModuleType, type[Exception]]:
    try:
        # It reports what comes back as an error too; without a handler, on the screen.
        log = logging.getLogger("libarchive")
        if not log.handlers:
            log.addHandler(logging.NullHandler())
        library = importlib.import_module("libarchive.ffi")
        error: type[Exception] = importlib.import_module("libarchive.exception").ArchiveError
    except (ImportError, OSError, AttributeError, TypeError) as missing:
        raise RefusalError(
            "is a 7z or RAR archive, for which libarchive is needed",
            'Install it, and pip install "govinfo[archives]"; or pack it as ZIP.',
        ) from missing
    return library, error


@contextmanager
def _archive(
    opened: Opened, library: ModuleType, error: type[Exception], formats: Iterable[str]
) -> Iterator[Any]:
    data = opened.whole("unpacked_bytes") if opened.part.path is None else b""
    held = ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p)
    archive = library.read_new()
    try:
        try:
            for name in formats:
                library.get_read_format_function(name)(archive)
            if opened.part.path is not None:
                library.read_open_filename_w(archive, str(opened.part.path), _BLOCK)
            else:
                library.read_open_memory(archive, held, len(data))
        except error as raised:
            raise _refusal(raised) from raised
        yield archive
    finally:
        library.read_free(archive)


def _next(archive: Any, library: ModuleType, error: type[Exception]) -> Any:
    entry = ctypes.c_void_p()
    try:
        result = library.read_next_header(archive, ctypes.byref(entry))
    except error as raised:
        raise _refusal(raised) from raised
    return None if result == _END else entry


def _refusal(error: Exception) -> RefusalError:
    said = str(getattr(error, "msg", error) or "")
    if "ncrypt" in said or "assphrase" in said:
        return LOCKED
    return RefusalError(f"is damaged or packed in a way that is not read ({said[:200]})", DAMAGED)


def _name(entry: Any, library: ModuleType) -> str:
    return label(library.entry_pathname_w(entry) or library.entry_pathname(entry) or "")


def _names(
    opened: Opened, library: ModuleType, error: type[Exception], formats: Iterable[str]
) -> list[str]:
    """All names, by a pass of its own, as far as it comes."""
    names: list[str] = []
    with _archive(opened, library, error, formats) as archive:
        try:
            while (entry := _next(archive, library, error)) is not None:
                names.append(_name(entry, library))
        except RefusalError:
            return names
    return names
