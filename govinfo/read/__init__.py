"""Bytes to documents: one reader per format, none knows what a report is."""

from __future__ import annotations

import hashlib

from govinfo.errors import ReadError
from govinfo.model import Document, Paragraph, Source
from govinfo.read.encoding import decode
from govinfo.read.html import declared_encoding, read_page
from govinfo.read.page import lay_out
from govinfo.read.sniff import sniff
from govinfo.read.text import lines_of

__all__ = ["read_document"]

_NOT_READ = {
    "pdf": "a PDF",
    "ole": "an old Office file (doc, xls)",
    "zip": "a zip archive or a new Office file (docx, xlsx)",
    "rtf": "an RTF file",
    "mhtml": "a web archive (MHTML) or e-mail",
    "xml": "an XML file",
    "image": "an image",
    "gzip": "a gzip archive",
    "bzip2": "a bzip2 archive",
    "xz": "an xz archive",
    "zstandard": "a Zstandard archive",
    "7z": "a 7z archive",
    "rar": "a RAR archive",
    "parquet": "a Parquet file",
    "sqlite": "an SQLite database",
}
_CONVERT = "Convert it to HTML or text first."
_BLANK = " \t\n\v\f\r\x1a\x1b\0\xa0\u3000\ufeff\ufffd"


def read_document(data: bytes, *, path: str, member: str = "", url: str = "") -> Document:
    r"""Read one document: its text and tables in the order of the page.

    The first bytes decide the format, never the suffix. HTML and text are read.

    Parameters
    ----------
    data : bytes
        The whole file.
    path : str
        Where it came from, for `Source` and for messages.
    member : str, optional
        Its name inside the archive at ``path``.
    url : str, optional
        Where it was published.

    Returns
    -------
    Document
        Paragraphs and tables; ``start`` counts characters of ``Document.text``.

    Raises
    ------
    ReadError
        If the document is empty, of a format that is not read, or cannot be decoded.

    Examples
    --------
    >>> page = "<p>总体情况</p><table><tr><td>总计</td><td>26</td></tr></table>"
    >>> document = read_document(page.encode(), path="page.html")
    >>> document.text, [cell.text for cell in document.blocks[1].cells]
    ('总体情况', ['总计', '26'])
    """
    place = f"{path}!{member}" if member else path
    form = sniff(data)
    if form == "empty":
        raise ReadError.at(place, "is empty", "Fetch it again.")
    if form == "binary":
        raise ReadError.at(place, "is neither text nor of a known format", "Fetch it again.")
    if form not in ("html", "text"):
        raise ReadError.at(place, f"is {_NOT_READ[form]}, which is not read yet", _CONVERT)
    metadata: tuple[tuple[str, str], ...] = ()
    try:
        if form == "html":
            page = read_page(data)
            blocks, metadata = page.blocks, page.metadata
            encoding, warnings = page.encoding, page.warnings
        else:
            text, encoding, warnings = decode(data)
            blocks = [*lines_of(text)]
    except UnicodeError as error:
        declared = declared_encoding(data) if form == "html" else None
        stated = f"it declares {declared}" if declared else "it declares no encoding"
        raise ReadError.at(
            place, f"cannot be decoded ({error}; {stated})", "Save it as UTF-8 first."
        ) from error
    running, laid = lay_out(blocks)
    if not running.strip(_BLANK) and all(isinstance(block, Paragraph) for block in laid):
        raise ReadError.at(
            place,
            "holds no text",
            "If its text is an image or is loaded by a script, save the page as shown.",
        )
    source = Source(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        format=form,
        bytes=len(data),
        encoding=encoding,
        member=member,
        url=url,
    )
    return Document(source, running, laid, metadata, warnings)
