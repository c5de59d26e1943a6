"""Web archives (MHTML): the page that was saved, and the frames in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError
from govinfo.read.encoding import codec_of, decode
from govinfo.read.holding.mime import Entity, leaves, message, parameter
from govinfo.read.page import Grid
from govinfo.read.sniff import sniff
from govinfo.read.web.html import declared_encoding, read_html, read_page

_PAGES = ("text/html", "application/xhtml+xml")
# Word keeps the running heads and the separators of notes in a page of their own.
_RUNNING_HEADS = re.compile(r"(?i)(?:^|/)header\.html?$")
_SAVE = "Save the page as HTML."


def read(data: bytes, limits: Limits) -> Content:
    """Read a saved page: the root first, then its frames in their order.

    Raises
    ------
    RefusalError
        If it holds no page, or the page cannot be decoded.
    """
    pages, whole = pages_of(data)
    blocks: list[str | Grid] = []
    metadata: list[tuple[str, str]] = []
    warnings: list[str] = []
    encoding = ""
    for number, page in enumerate(pages):
        content = _content(page)
        blocks += content.blocks
        warnings += [text for text in content.warnings if text not in warnings]
        if not number:
            metadata += content.metadata
            encoding = content.encoding
    mail = message(data)
    if not any(name == "title" and value for name, value in metadata):
        title = mail.headers.get("subject", "").strip()
        metadata += [("title", title)] if title else []
    address = address_of(data)
    metadata += [("content-location", address)] if address else []
    if not whole:
        warnings.append("truncated: the web archive breaks off before its end")
    return Content(blocks, tuple(metadata), encoding, tuple(warnings))


def pages_of(data: bytes) -> tuple[list[Entity], bool]:
    """The pages in a web archive, the saved one first, and whether all of it is there.

    Raises
    ------
    RefusalError
        If there is none.
    """
    archive = message(data)
    parts = list(leaves(archive))
    pages = [part for part in parts if _is_page(part)]
    if not pages:
        raise RefusalError("is a web archive that holds no page", _SAVE)
    root = _root(archive, pages)
    first = root.content()[0]
    frames = [
        page
        for page in pages
        if page is not root and not _RUNNING_HEADS.search(page.headers.get("content-location", ""))
    ]
    apart = {first: root}
    for frame in frames:
        apart.setdefault(frame.content()[0], frame)
    return list(apart.values()), all(part.complete for part in parts)


def address_of(data: bytes) -> str:
    """Where the page was saved from; empty where that is not told or is a file."""
    headers = message(data).headers
    told = headers.get("snapshot-content-location") or headers.get("content-location", "")
    if not told:
        archive = message(data)
        pages = [part for part in leaves(archive) if _is_page(part)]
        told = _root(archive, pages).headers.get("content-location", "") if pages else ""
    return told if told.lower().startswith(("http:", "https:")) else ""


def _is_page(part: Entity) -> bool:
    if part.kind in _PAGES:
        return True
    unsaid = part.kind in ("", "application/octet-stream", "text/plain")
    return unsaid and sniff(part.content()[0]) == "html"


def _root(archive: Entity, pages: Sequence[Entity]) -> Entity:
    """The saved page: as the archive says by its ID or its address, else the first."""
    said = parameter(archive.headers.get("content-type", ""), "start").strip().strip("<>")
    address = archive.headers.get("snapshot-content-location", "").strip()
    for page in pages:
        if said and page.identity == said:
            return page
    for page in pages:
        if address and page.headers.get("content-location", "").strip() == address:
            return page
    return pages[0]


def _content(page: Entity) -> Content:
    data, whole = page.content()
    declared = declared_encoding(data)
    named = page.charset or declared
    try:
        if codec_of(named) == codec_of(declared):
            content = read_page(data)
        else:
            text, encoding, warnings = decode(data, named)
            content = Content(*read_html(text), encoding, warnings)
    except UnicodeError as error:
        stated = f"it declares {named}" if named else "it declares no encoding"
        raise RefusalError(f"cannot be decoded ({error}; {stated})", _SAVE) from error
    if whole:
        return content
    cut = "truncated: a page of the web archive is cut off or packed in an unknown way"
    warnings = (*content.warnings, cut)
    return Content(content.blocks, content.metadata, content.encoding, warnings)
