"""Tell a file's format by its first bytes; suffixes lie."""

from __future__ import annotations

import re

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstandard"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
)
_WIDE_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 16384
_FEW = 2  # lines with pipes that are no table yet
_START = 4096
_MHTML = re.compile(rb"(?i)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:")
_TAG_NAMES = (
    "a|abbr|address|article|aside|b|base|blockquote|body|br|caption|center|col|dd|div|dl|dt|em"
    "|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main"
    "|meta|nav|noscript|ol|p|pre|script|section|small|span|strong|style|table|tbody|td|tfoot|th"
    "|thead|title|tr|u|ul"
)
_STARTS = re.compile(rf"(?i)<(?:!doctype\s+html|!--|(?:{_TAG_NAMES}|\w+:\w+)(?=[\s/>]))")
_TAG = re.compile(rf"(?i)<(/?)({_TAG_NAMES})(?=[\s/>])[^<>]*>")
_XML = re.compile(r"(?s)<\?xml\b[^>]*>(?:\s|<!--.*?-->|<\?.*?\?>)*")
_XML_ROOT = re.compile(r"(?i)<(?:!doctype\s+(?!html)|(?!html\b)[\w:-]+)")
_NO_TEXT = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))


def sniff(data: bytes) -> str:
    r"""Name the format of a file.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    str
        ``"html"`` and ``"text"`` are read; ``"empty"`` holds nothing but white
        space; ``"binary"`` holds control characters; the others (``"pdf"``, ``"ole"``
        for doc and xls, ``"zip"`` for docx and xlsx, ``"rtf"``, ``"mhtml"``,
        ``"xml"``, ``"image"``, …) are named so that an error can name them.

    Examples
    --------
    >>> sniff(b"<p style='x'>1</p>"), sniff(b"3 < 4"), sniff(b"%PDF-1.7"), sniff(b" \n")
    ('html', 'text', 'pdf', 'empty')
    """
    start = data[:_START].removeprefix(b"\xef\xbb\xbf").lstrip()
    if len(start) < _START // 2:  # much white space
        start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return "empty"
    for magic, name in _MAGIC:
        if data.startswith(magic) or start.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image"
    if _MHTML.match(start[:_START]):
        return "mhtml"
    head = _peek(data)
    if head is None:
        return "binary"
    return _text_format(head)


_UNMARKED = ("utf-16-le", "utf-16-be")
_USUAL = re.compile("[\t\n\r -~\xa0\u2010-\u203f\u3000-\u301f\u4e00-\u9fff\uff00-\uff5f]")
_MOSTLY = 0.85


def wide_encoding(data: bytes) -> str | None:
    """Name the UTF-16 or UTF-32 codec that a mark or the characters give away.

    Without a mark, bytes with zeros among them are UTF-16 in the order in which nearly
    all characters are those of Chinese pages.
    """
    for mark, name in _WIDE_MARKS:
        if data.startswith(mark):
            return name
    head = data[:_HEAD]
    if not head.count(0):
        return None
    shares = {name: _plausible(head.decode(name, errors="replace")) for name in _UNMARKED}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _MOSTLY else None


def _plausible(text: str) -> float:
    """Share of characters that Chinese pages are made of."""
    return len(_USUAL.findall(text)) / max(len(text), 1)


def _peek(data: bytes) -> str | None:
    """Look at the first characters, any outside ASCII; None where it is no text."""
    wide = wide_encoding(data)
    if wide is not None:
        head = data[:_HEAD].decode(wide, errors="replace")
        strange = sum(char < " " and char not in "\t\n\v\f\r" for char in head)
    else:
        start = data[:_HEAD]
        head = start.decode("latin-1")
        strange = len(start) - len(start.translate(None, _NO_TEXT))
    return None if strange * 200 > len(head) else head


def _text_format(head: str) -> str:
    text = head.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf").lstrip()
    declaration = _XML.match(text)
    if declaration:
        text = text[declaration.end() :]
        if _XML_ROOT.match(text):
            return "xml"
    return "html" if _STARTS.match(text) or _is_fragment(text) else "text"


def _is_fragment(text: str) -> bool:
    """Tell markup after leading words from text that merely holds a ``<``."""
    if "</" not in text and text.lower().count("<br") < 2:
        return False
    tags = [(slash, name.lower()) for slash, name in _TAG.findall(text)]
    opened = {name for slash, name in tags if not slash}
    closed = {name for slash, name in tags if slash}
    if opened == {"br"} and not closed and sum("|" in line for line in text.split("\n")) > _FEW:
        return False  # Markdown breaks lines within the cells of its tables
    return bool(opened & closed) or tags.count(("", "br")) > 1
