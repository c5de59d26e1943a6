"""A PDF opened with PDFium, and what it refuses."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.pdf.words import Frame

_NAMES = ("Title", "Author", "Subject", "Keywords", "Creator", "CreationDate", "ModDate")

_MOST_ANNOTATIONS = 1000
_NEWEST_NEEDED = "FPDFText_GetTextObject"


def pdfium() -> Any:
    """The library's functions.

    Raises
    ------
    RefusalError
        If it is not installed.
    """
    try:
        raw = import_module("pypdfium2.raw")
    except ImportError as error:
        raise RefusalError(
            "needs one more package to be read", "Install it with pip install 'govinfo[pdf]'."
        ) from error
    if not hasattr(raw, _NEWEST_NEEDED):
        raise RefusalError("needs a newer pypdfium2", "Get it with pip install -U 'govinfo[pdf]'.")
    return raw


class PdfFile:
    """An open file; ``pages`` is how many it has."""

    def __init__(self, raw: Any, document: Any) -> None:
        self.raw, self._document = raw, document
        self.pages: int = raw.FPDF_GetPageCount(document)

    @contextmanager
    def page(self, index: int) -> Iterator[PdfPage | None]:
        """Open a page, counted from 0; None if it is damaged."""
        raw = self.raw
        page = raw.FPDF_LoadPage(self._document, index)
        if page and _has_fields(raw, page):
            # What is written in fields and notes is no text of the page until it is made one.
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
            raw.FPDF_ClosePage(page)
            page = raw.FPDF_LoadPage(self._document, index)
        if not page:
            yield None
            return
        try:
            text = raw.FPDFText_LoadPage(page)
            try:
                yield PdfPage(raw, page, text) if text else None
            finally:
                if text:
                    raw.FPDFText_ClosePage(text)
        finally:
            raw.FPDF_ClosePage(page)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What the file says of itself, as printed."""
        found = [(name, self._property(name)) for name in _NAMES]
        return tuple((name, value) for name, value in found if value)

    def _property(self, name: str) -> str:
        key = name.encode()
        size = self.raw.FPDF_GetMetaText(self._document, key, None, 0)
        buffer = ctypes.create_string_buffer(size)
        self.raw.FPDF_GetMetaText(self._document, key, buffer, size)
        return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", errors="replace").strip()


def _has_fields(raw: Any, page: Any) -> bool:
    """Whether a page carries form fields or notes that are shown as text."""
    for i in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        note = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT):
            return True
    return False


class PdfPage:
    """An open page: its handle, that of its text, and the frame of what is shown [point]."""

    def __init__(self, raw: Any, page: Any, text: Any) -> None:
        self._raw, self.page, self.text = raw, page, text
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        self.frame: Frame = (box.left, box.bottom, box.right, box.top)

    def running_text(self) -> str:
        """The characters in the order of the file, with spaces and line breaks put in."""
        count = self._raw.FPDFText_CountChars(self.text)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = self._raw.FPDFText_GetText(self.text, 0, count, buffer)
        return bytes(buffer)[: 2 * max(written - 1, 0)].decode("utf-16-le", errors="replace")

    def draws(self) -> bool:
        """Whether the page shows anything at all."""
        return bool(self._raw.FPDFPage_CountObjects(self.page) > 0)


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[PdfFile]:
    """Open a file.

    Raises
    ------
    RefusalError
        If it is protected by a password, damaged or without pages.
    BeyondLimitError
        If it has more pages than allowed.
    """
    raw = pdfium()
    document = raw.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        error = raw.FPDF_GetLastError()
        if error == raw.FPDF_ERR_PASSWORD:
            raise RefusalError(
                "is protected by a password", "Remove the password and save it again."
            )
        if error == raw.FPDF_ERR_SECURITY:
            raise RefusalError("is protected in a way that is not read", "Print it to a new PDF.")
        raise RefusalError("is damaged and cannot be opened as a PDF", "Fetch it again.")
    try:
        file = PdfFile(raw, document)
        if file.pages < 1:
            raise RefusalError("has no pages", "Fetch it again.")
        if file.pages > limits.pages:
            raise BeyondLimitError("pages", f"has {file.pages:,} pages")
        yield file
    finally:
        raw.FPDF_CloseDocument(document)
