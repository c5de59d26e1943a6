"""Tell tables of text and Markdown apart from running text and web pages."""

from __future__ import annotations

from govinfo.read.plain.signs import looks_marked
from govinfo.read.sheets.csvtable import looks_parted
from govinfo.read.sniff import wide_encoding

_HEAD = 16384


def text_kind(kind: str, head: bytes) -> str:
    r"""Name the kind of a text by its first bytes.

    Parameters
    ----------
    kind : str
        What `govinfo.read.sniff.sniff` names it.
    head : bytes
        Its first bytes.

    Returns
    -------
    str
        ``csv`` or ``markdown`` for some that are called ``text`` or ``html``, else ``kind``.

    Examples
    --------
    >>> text_kind("text", b"a,b,c\n1,2,3\n4,5,6\n"), text_kind("html", b"# a\nb\nc\n<table>\n")
    ('csv', 'markdown')
    """
    if kind not in ("text", "html"):
        return kind
    # Every encoding in use keeps the signs that matter where ASCII has them.
    text = head[:_HEAD].decode(wide_encoding(head) or "latin-1", errors="replace")
    text = text.removeprefix("\ufeff").removeprefix("\xef\xbb\xbf")
    if looks_marked(kind, text):
        return "markdown"
    return "csv" if kind == "text" and looks_parted(text) else kind
