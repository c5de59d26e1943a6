"""Open Office files, which are zip archives of XML parts, in memory and under limits."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError

_FREE = 1 << 20  # parts up to this size are free of the ratio
_CHUNK = 1 << 18
_MOST_PARTS = 100_000
_DIRECTORY_ENTRY = b"PK\x01\x02"
_LOCAL_ENTRY = b"PK\x03\x04"
_LOCAL_HEAD = 30
_ENCRYPTED = 0x1 | 0x40
_AGAIN = "Fetch it again."
# What zipfile raises for a directory that does not make sense.
_DAMAGE = (
    *(zipfile.BadZipFile, OSError, ValueError, OverflowError, NotImplementedError, struct.error),
)

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)")
_UNICODE = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_WIDE = (
    *((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")),
    *((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")),
)
_BYTES_A_TAG = 280  # what one tag and one attribute take in memory, at most
_BYTES_AN_ATTRIBUTE = 250
_SEAM = 20  # a declaration's first word, in two bytes a character
_DECLARATION = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")


def check_package(data: bytes, limits: Limits) -> None:
    """Make sure that a library may unpack an Office file by itself.

    Every part is inflated and thrown away, so nothing rests on the sizes that the file's
    directory gives.

    Raises
    ------
    RefusalError
        If the file is damaged, or a part is encrypted or declares entities.
    BeyondLimitError
        If a part or all parts together unpack to more than ``limits`` allow.
    """
    package = Package(data, limits)
    for name in package.names():
        # Old manifests name an outer grammar; nothing in a manifest is read by libraries.
        markup = name.endswith((".xml", ".rels")) and not name.startswith("meta-inf/")
        kept = b""
        for chunk in package.chunks(name):
            if markup:
                refuse_entities(kept + chunk)
                kept = chunk[-_SEAM:]


class Package:
    """The parts of an Office file, each inflated when it is asked for.

    Names are compared without regard to case, as the format asks.

    Parameters
    ----------
    data : bytes
        The whole file.
    limits : Limits
        ``unpacked_bytes`` holds for all parts read, ``ratio`` for each; both are measured
        on what was inflated.

    Raises
    ------
    RefusalError
        If it is damaged, or a part is encrypted.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        if data.count(_DIRECTORY_ENTRY) > _MOST_PARTS:
            raise RefusalError(f"has more than {_MOST_PARTS:,} parts", "Open it and save it again.")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except _DAMAGE as error:
            raise damaged(error) from error
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise RefusalError(
                "is protected by a password", "Remove the password and save it again."
            )
        self._data = data
        self._limits = limits
        self._unpacked = 0
        self._entries = {_folded(entry.filename): entry for entry in entries}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """Inflate one part.

        Raises
        ------
        RefusalError
            If it is not there or is damaged.
        BeyondLimitError
            If it unpacks to more than allowed.
        """
        return b"".join(self.chunks(name))

    def tree(self, name: str) -> ElementTree.Element:
        """Inflate and parse one part (see `parse_xml`)."""
        return parse_xml(self.read(name), self._limits)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate one part piece by piece; raises as `read` does."""
        entry = self._entries.get(_folded(name))
        if entry is None:
            raise RefusalError(f"is damaged (it lacks {name})", _AGAIN)
        size = crc = 0
        for chunk in _inflated(entry, self._packed(entry)):
            size += len(chunk)
            self._watch(entry, size, len(chunk))
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != entry.CRC:
            raise RefusalError(f"is damaged ({name} has another checksum)", _AGAIN)

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        start = entry.header_offset
        head = self._data[start : start + _LOCAL_HEAD] if start >= 0 else b""
        if len(head) < _LOCAL_HEAD or not head.startswith(_LOCAL_ENTRY):
            raise RefusalError(f"is damaged ({entry.filename} is not where it should be)", _AGAIN)
        name_length, extra_length = struct.unpack_from("<HH", head, 26)
        start += _LOCAL_HEAD + name_length + extra_length
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise RefusalError(f"is damaged ({entry.filename} is cut off)", _AGAIN)
        return packed

    def _watch(self, entry: zipfile.ZipInfo, size: int, more: int) -> None:
        limits = self._limits
        self._unpacked += more
        if size > _FREE and size > limits.ratio * entry.compress_size:
            times = size // max(entry.compress_size, 1)
            raise BeyondLimitError("ratio", f"{entry.filename} unpacks to {times:,} times its size")
        if self._unpacked > limits.unpacked_bytes:
            found = f"its parts unpack to {self._unpacked:,} bytes or more"
            raise BeyondLimitError("unpacked_bytes", found)


def _inflated(entry: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
    """What a part unpacks to, never more than one chunk in memory."""
    if entry.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _CHUNK):
            yield bytes(packed[at : at + _CHUNK])
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise RefusalError(
            f"is packed in a way that is not read (method {entry.compress_type})",
            "Open it and save it again.",
        )
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _CHUNK):
            rest = packed[at : at + _CHUNK]
            while rest and not stream.eof:
                yield stream.decompress(rest, _CHUNK)
                rest = memoryview(stream.unconsumed_tail)
        # What one call leaves behind comes out with the next.
        while not stream.eof and (chunk := stream.decompress(b"", _CHUNK)):
            yield chunk
    except zlib.error as error:
        raise damaged(error) from error
    if not stream.eof:
        raise RefusalError(f"is damaged ({entry.filename} is cut off)", _AGAIN)


def parse_xml(data: bytes, limits: Limits) -> ElementTree.Element:
    r"""Parse a part that declares no entities.

    Raises
    ------
    RefusalError
        If it declares entities, is not well-formed, or is in an encoding that Office files
        do not use.
    BeyondLimitError
        If its tree would take more memory than ``limits`` allow.

    Examples
    --------
    >>> from govinfo.model import LIMITS
    >>> parse_xml(b"<a>1<b/></a>", LIMITS).text
    '1'
    """
    refuse_entities(data)
    text = as_utf8(data)
    needed = _BYTES_A_TAG * text.count(b"<") + _BYTES_AN_ATTRIBUTE * text.count(b"=")
    if needed + len(text) > limits.memory_bytes:
        raise BeyondLimitError("memory_bytes", f"would take some {needed:,} bytes to read")
    parser = ElementTree.XMLParser(encoding="utf-8")
    try:
        parser.feed(text)
        return parser.close()
    except (ElementTree.ParseError, ValueError) as error:
        raise damaged(error) from error


def as_utf8(data: bytes) -> bytes:
    """XML in UTF-8, whatever it came in.

    Raises
    ------
    RefusalError
        If it is neither UTF-8 nor UTF-16, the encodings of Office files.
    """
    for mark, codec in _WIDE:
        if data.startswith(mark):
            try:
                return data.decode(codec).encode()
            except UnicodeError as error:
                raise damaged(error) from error
    declared = _DECLARED.match(data)
    if declared and declared[1].lower() not in _UNICODE:
        found = declared[1].decode("ascii", errors="replace")
        raise RefusalError(f"is written in {found}, as no Office file is", "Save it again.")
    return data


def refuse_entities(data: bytes) -> None:
    """Refuse XML that declares entities, before anything expands them.

    Raises
    ------
    RefusalError
        If it does, in UTF-8 or UTF-16.
    """
    # One byte is found far quicker than two of which the first is everywhere.
    if b"!" in data and _DECLARATION.search(data):
        raise RefusalError("declares entities, as no Office file does", "Save it again.")


def damaged(error: Exception) -> RefusalError:
    """The refusal of a file that an error shows to be damaged."""
    return RefusalError(f"is damaged ({error})", _AGAIN)


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
