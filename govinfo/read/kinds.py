"""Tell apart what the same first bytes begin: Office files, archives, records, tables of text."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from typing import IO

from govinfo.read.holding.directory import has_more_entries
from govinfo.read.holding.telling import holding_kind
from govinfo.read.plain.kinds import text_kind
from govinfo.read.sniff import sniff

#: Kinds that hold documents rather than being one; see `govinfo.read.members`.
CONTAINERS = frozenset(
    ("zip", "tar", "gzip", "bzip2", "xz", "zstandard", "7z", "rar", "warc", "json", "crawl", "eml")
)
_ZIP_PARTS = (
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("OFD.xml", "ofd"),
)
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/epub+zip": "epub",
}
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_MIMETYPE_BYTES = 200
_LOCAL_HEAD = 30  # bytes before a member's name
# What zipfile raises for a directory or a part that does not make sense.
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, NotImplementedError, RuntimeError, IndexError),
)
_ZIP_HEAD = 4096
_HEAD = 1 << 16
_MOST_PARTS = 100_000  # of an Office file


def kind_of(data: bytes) -> str:
    """Name the kind of a file by its bytes alone.

    Returns
    -------
    str
        What `sniff` names, with ``zip``, ``ole``, ``mhtml`` and ``text`` told apart
        further: ``docx``, ``xlsx``, ``odt``, ``ods``, ``doc``, ``xls``, ``eml``, ``csv``,
        ``json``, ``crawl``, ``markdown`` …

    Examples
    --------
    >>> kind_of(b"%PDF-1.7"), kind_of(b"<p>1</p>")
    ('pdf', 'html')
    """
    kind = head_kind(data[:_HEAD])
    if kind == "empty":  # so far
        kind = sniff(data)
    if kind == "zip":
        return zip_kind(data)
    if kind == "ole":
        return ole_kind(data)
    return kind


def head_kind(head: bytes) -> str:
    """Name the kind of a file by its first bytes; ``zip`` and ``ole`` are all of theirs.

    Examples
    --------
    >>> head_kind(b'{"url": "http://x.cn", "html": "<p>1</p>"}')
    'json'
    """
    kind = sniff(head)
    return holding_kind(kind, head) or text_kind(kind, head)


def zip_kind(data: bytes) -> str:
    """Tell Office files from archives; a damaged one is told by its first names."""
    return zip_file_kind(io.BytesIO(data), data[:_ZIP_HEAD])


def zip_file_kind(file: IO[bytes], head: bytes) -> str:
    """Tell Office files from archives by no more than the directory and the first bytes."""
    try:
        if has_more_entries(file, _MOST_PARTS):
            return "zip"  # before an object is made of each of a million entries
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if "mimetype" in names:
                with archive.open("mimetype") as written:
                    said = written.read(_MIMETYPE_BYTES).decode("latin-1").strip()
                if said in _OPEN_DOCUMENTS:
                    return _OPEN_DOCUMENTS[said]
    except _DAMAGE:
        return _damaged_zip_kind(head[:_ZIP_HEAD].decode("latin-1")[_LOCAL_HEAD:])
    if "[Content_Types].xml" in names or "OFD.xml" in names:
        for part, kind in _ZIP_PARTS:
            if any(name.replace("\\", "/").startswith(part) for name in names):
                return kind
    return "zip"


def _damaged_zip_kind(start: str) -> str:
    """Tell by what stands first, its name and the bytes behind it."""
    if start.startswith("mimetype"):
        said = start.removeprefix("mimetype")
        return next(
            (kind for mime, kind in _OPEN_DOCUMENTS.items() if said.startswith(mime)), "zip"
        )
    if "[Content_Types].xml" in start:
        found = next((kind for part, kind in _ZIP_PARTS if part in start), None)
        # Cut off before any other name: whichever it was, it is told to be damaged.
        return found or ("docx" if start.startswith("[Content_Types].xml") else "zip")
    return "zip"


def ole_kind(data: bytes) -> str:
    """Tell the old Office files apart by their streams."""
    from govinfo.read.content import RefusalError
    from govinfo.read.ole import open_container

    try:
        with open_container(data) as container:
            names = container.names()
    except RefusalError:
        return "ole"
    return next((kind for name, kind in _OLE_STREAMS if name in names), "ole")
