"""Bytes to documents: one reader per format, none knows what a report is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import import_module

from govinfo.errors import LimitError, NoTextError, ReadError
from govinfo.model import LIMITS, Document, Limits, Paragraph, Slower, Source
from govinfo.read.content import BeyondLimitError, Content, RefusalError, watch_cells
from govinfo.read.kinds import CONTAINERS, kind_of
from govinfo.read.page import Grid, lay_out

__all__ = ["read_document"]

#: Which module reads a kind; each has ``read(data, limits)``. Imported when first used.
_READERS = {
    "html": "web.html",
    "text": "plain.text",
    "markdown": "plain.markdown",
    "csv": "sheets.csvtable",
    "docx": "word.docx",
    "odt": "opendocument.odt",
    "doc": "msdoc.doc",
    "rtf": "richtext.rtf",
    "xlsx": "sheets.sheet",
    "xls": "sheets.sheet",
    "ods": "sheets.sheet",
    "pdf": "pdf.reader",
    "image": "ocr.reader",
    "mhtml": "web.mhtml",
}
_NOT_READ = {
    "ole": ("is an old Office file without a document in it", "Open it and save it again."),
    "encrypted": ("is protected by a password", "Remove the password and save it again."),
    "ppt": ("is a presentation", "Save it as PDF first."),
    "pptx": ("is a presentation", "Save it as PDF first."),
    "odp": ("is a presentation", "Save it as PDF first."),
    "msg": ("is an Outlook message", "Save it as .eml, or its attachment by itself."),
    "ofd": ("is an OFD file, which is not read", "Save it as PDF first."),
    "epub": ("is an e-book, which is not read", "Convert it to HTML first."),
    "xml": ("is an XML file, which is not read", "Convert it to HTML or text first."),
    "parquet": ("is a Parquet file and no report", "Leave it out."),
    "sqlite": ("is an SQLite database and no report", "Leave it out."),
}
_BLANK = " \t\n\v\f\r\x1a\x1b\0\xa0\u3000\ufeff\ufffd"


def read_document(
    data: bytes,
    *,
    path: str,
    member: str = "",
    url: str = "",
    metadata: tuple[tuple[str, str], ...] = (),
    limits: Limits = LIMITS,
) -> Document:
    r"""Read one document: its text and tables in the order of the page.

    The bytes decide the format, never the suffix.

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
    metadata : tuple of (str, str), optional
        What a crawl says of it; the file's own words come after.
    limits : Limits, optional
        What reading may cost.

    Returns
    -------
    Document
        Paragraphs and tables; ``start`` counts characters of ``Document.text``.

    Raises
    ------
    ReadError
        If the document is empty, damaged, of a format that is not read, or cannot be
        decoded; `LimitError` if it goes beyond a limit.

    Examples
    --------
    >>> page = "<p>总体情况</p><table><tr><td>总计</td><td>26</td></tr></table>"
    >>> document = read_document(page.encode(), path="page.html")
    >>> document.text, [cell.text for cell in document.blocks[1].cells]
    ('总体情况', ['总计', '26'])
    """
    place = f"{path}!{member}" if member else path
    if len(data) > limits.document_bytes:
        found = f"is {len(data):,} bytes long"
        raise LimitError.beyond(place, "document_bytes", limits.document_bytes, found)
    kind = kind_of(data)
    if kind == "empty":
        raise ReadError.at(place, "is empty", "Fetch it again.")
    if kind == "binary":
        raise ReadError.at(place, "is neither text nor of a known format", "Fetch it again.")
    if kind in CONTAINERS:
        raise ReadError.at(place, f"holds documents ({kind})", "Read it with read_reports.")
    if kind not in _READERS:
        problem, hint = _NOT_READ[kind]
        raise ReadError.at(place, problem, hint)
    digest = hashlib.sha256(data).hexdigest()
    reader = import_module(f"govinfo.read.{_READERS[kind]}")
    source = Source(path, digest, kind, len(data), "", member, url)
    return _finish(partial(reader.read, data, limits), source, metadata, limits)


def _finish(
    read: Callable[[], Content],
    source: Source,
    metadata: tuple[tuple[str, str], ...],
    limits: Limits,
) -> Document:
    """The document that a reader's content makes, and the slower reading behind it."""
    try:
        content = read()
        blocks = content.blocks
        watch_cells(sum(len(b.texts) for b in blocks if isinstance(b, Grid)), limits)
    except RefusalError as error:
        raise ReadError.at(source.place, error.problem, error.hint) from error
    except BeyondLimitError as error:
        value = getattr(limits, error.limit)
        raise LimitError.beyond(source.place, error.limit, value, error.found) from error
    except RecursionError as error:
        raise ReadError.at(
            source.place, "nests its parts too deeply", "Open it and save it again."
        ) from error
    slower = None
    if content.slower is not None:
        again = partial(_finish, content.slower, source, metadata, limits)
        slower = Slower(again, content.slower_limit)
    running, laid = lay_out(blocks)
    empty = not running.strip(_BLANK) and all(isinstance(block, Paragraph) for block in laid)
    if empty and slower is None:
        raise NoTextError.at(
            source.place,
            "holds no text",
            "If its text is an image or is loaded by a script, save the page as shown.",
        )
    return Document(
        replace(source, encoding=content.encoding),
        running,
        laid,
        (*metadata, *content.metadata),
        content.warnings,
        content.recognised,
        slower,
    )
