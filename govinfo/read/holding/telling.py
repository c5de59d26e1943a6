"""Tell what holds documents where no first bytes do: TAR, WARC, mails, crawls."""

from __future__ import annotations

import re

from govinfo.read.holding.fields import header_of_crawl
from govinfo.read.holding.mime import Entity, message
from govinfo.read.sniff import wide_encoding

_BLOCK = 512
_TEXTS = ("text", "html", "mhtml")
_JSON = re.compile(r"(?:\{\s*\"|\{\s*\}\s*\Z|\[\s*\{\s*[\"}])")
_FIRST_LINE = re.compile(r"[^\r\n]*")
_FIELD = re.compile(rb"[!-9;-~]{1,60}:|[ \t]|From ")
_MAIL = frozenset(
    (
        *("from", "to", "subject", "date", "message-id", "received", "return-path", "cc"),
        *("delivered-to", "content-type", "reply-to", "sender", "x-mailer", "mime-version"),
    )
)
_SENT = frozenset(("to", "received", "message-id", "delivered-to", "return-path"))
_ENOUGH = 3  # headers that make a mail
_FIRST = 1 << 13  # bytes that hold the first line of a table, or show what JSON begins with


def holding_kind(kind: str, head: bytes) -> str:
    """Name the kind of a file that holds documents.

    Parameters
    ----------
    kind : str
        What `govinfo.read.sniff.sniff` names it.
    head : bytes
        Its first bytes.

    Returns
    -------
    str
        ``tar``, ``warc``, ``eml``, ``mhtml``, ``json`` or ``crawl``; empty for others.

    Examples
    --------
    >>> holding_kind("text", b'{"url": "http://x.cn", "html": "<p>"}')
    'json'
    >>> holding_kind("text", b"3 < 4")
    ''
    """
    if is_tar(head):
        return "tar"
    if head.startswith(b"WARC/"):
        return "warc"
    if kind not in _TEXTS:
        return ""
    if kind == "mhtml" or is_mail(head):
        return "mhtml" if is_saved_page(message(head)) else "eml"
    text = _beginning(head).lstrip()
    if _JSON.match(text):
        return "json"
    if text.startswith("<"):
        return ""
    first = _FIRST_LINE.match(text)
    return "crawl" if first is not None and header_of_crawl(first[0]) is not None else ""


def is_tar(head: bytes) -> bool:
    """Whether the first block is the head of a TAR archive's member: its sum agrees."""
    block = head[:_BLOCK]
    printed = block[148:156].strip(b" \0")
    if len(block) < _BLOCK or not printed or printed.strip(b"01234567"):
        return False
    return sum(block) - sum(block[148:156]) + 8 * ord(" ") == int(printed, 8)


def is_mail(head: bytes) -> bool:
    """Whether the first lines are headers of a mail, several of those that all mails have."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _FIELD.match(start) is None:
        return False
    entity = message(start)
    if len(_MAIL.intersection(entity.headers)) < _ENOUGH:
        return False
    lines = entity.data[: entity.start].splitlines()
    return all(_FIELD.match(line) for line in lines if line)


def is_saved_page(entity: Entity) -> bool:
    """Whether a message is a page that was saved with its parts, and never sent."""
    headers = entity.headers
    if "snapshot-content-location" in headers or "saved by" in headers.get("from", "").lower():
        return True
    if _SENT.intersection(headers):
        return False
    return entity.kind in ("multipart/related", "text/html", "application/xhtml+xml")


def _beginning(head: bytes) -> str:
    """The first characters; the last may be cut."""
    wide = wide_encoding(head)
    head = head[:_FIRST]
    if wide is not None:
        return head.decode(wide, errors="replace").removeprefix("\ufeff")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(head) - error.start > 3:
            return head.decode("gb18030", errors="replace")
        text = head[: error.start].decode("utf-8")
    return text.removeprefix("\ufeff")
