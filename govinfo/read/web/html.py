"""HTML pages to paragraphs and grids, with lexbor and one walk over the tree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, Content, RefusalError
from govinfo.read.encoding import codec_of, decode
from govinfo.read.page import Grid
from govinfo.read.web.quick import QuickTables
from govinfo.read.web.walk import OutOfPlaceError, Walk, lone_cell

_SPACE = " \t\n\f\r"
_SPACES = re.compile(r"[ \t\n\r]+")
_DECLARED = re.compile(
    rb"(?i)(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*[\"']?([\w:-]+)"
)
_CELL_TAG = re.compile(r"<[tT][dDhH][\s/>]")
_OPEN_CELL = re.compile(r"(?i)<t[dh]\b[^<>]*>(?:[^<>]|<(?!/?(?:t[dhr]|table)\b)[^<>]*>)*\Z")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_NEAR = 500  # characters
_HEAD_BYTES = 4096
_BYTES_A_TAG = 400  # what an element and the walk over it take in memory, at most
_QUICK = {codec: QuickTables(lone_cell, codec) for codec in ("utf-8", "gb18030")}


def read(data: bytes, limits: Limits) -> Content:
    """Read a page.

    Raises
    ------
    RefusalError
        If it cannot be decoded.
    BeyondLimitError
        If its tree would take more memory than ``limits`` allow.
    """
    needed = _BYTES_A_TAG * data.count(b"<")
    if needed > limits.memory_bytes:
        raise BeyondLimitError("memory_bytes", f"would take some {needed:,} bytes to read")
    try:
        return read_page(data)
    except UnicodeError as error:
        declared = declared_encoding(data)
        stated = f"it declares {declared}" if declared else "it declares no encoding"
        raise RefusalError(
            f"cannot be decoded ({error}; {stated})", "Save it as UTF-8 first."
        ) from error


def declared_encoding(data: bytes) -> str | None:
    """Find the encoding that a page declares in its first bytes, as printed.

    Examples
    --------
    >>> declared_encoding(b'<meta charset="gb2312">')
    'gb2312'
    """
    found = _DECLARED.search(data[:_HEAD_BYTES])
    return found[1].decode("ascii", errors="replace") if found else None


def read_page(data: bytes) -> Content:
    """Read a page from its bytes.

    Returns
    -------
    Content
        What `read_html` gives for the decoded page.

    Raises
    ------
    UnicodeError
        If it cannot be decoded.
    """
    declared = declared_encoding(data)
    quick = _QUICK.get(codec_of(declared) or "utf-8")
    if quick is not None:
        page = _without_tables(data, declared, quick)
        if page is not None:
            return page
    text, encoding, warnings = _decoded(data, declared)
    return Content(*read_html(text), encoding, warnings)


def _without_tables(data: bytes, declared: str | None, quick: QuickTables) -> Content | None:
    """The page if its tables can be read off their markup; None where they can't."""
    rest, grids = quick.cut(data)
    if not grids:
        return None
    try:
        text, encoding, warnings = _decoded(rest, declared)
        blocks, metadata = read_html(text, grids)
    except (UnicodeError, OutOfPlaceError):
        return None
    return Content(blocks, metadata, encoding, warnings) if encoding == quick.codec else None


def _decoded(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """The text of a page; a number in which the page breaks off is not left to look whole."""
    text, encoding, warnings = decode(data, declared)
    if text[-1:] in _DIGITS and _OPEN_CELL.search(text[-_NEAR:]):
        note = "truncated: the page breaks off within a cell, whose number may be longer"
        return f"{text}\ufffd", encoding, (*warnings, note)
    return text, encoding, warnings


def read_html(
    text: str, taken: Sequence[Grid] = ()
) -> tuple[list[str | Grid], tuple[tuple[str, str], ...]]:
    """Read the blocks of a page in their order, and what its head says.

    Parameters
    ----------
    text : str
        A page or a fragment of one.
    taken : sequence of Grid, optional
        The tables that were taken out of it (see `QuickTables`).

    Returns
    -------
    blocks : list of str or Grid
        One string per line of running text, white space as a browser shows it, no-break
        spaces kept; one grid per table that holds data.
    metadata : tuple of (str, str)
        ``title`` and the named ``meta`` elements, as printed.

    Raises
    ------
    OutOfPlaceError
        If a table was taken out of a place in which its cells read otherwise.

    Notes
    -----
    A table that lays out the page (it holds another table, one cell, one column or long
    prose) is taken apart into its text. Dropped: scripts, styles, comments, form
    controls, deleted text (``del``), and rows and cells with ``display: none``.

    Examples
    --------
    >>> read_html("<p>收到<b>2</b><b>6</b>件</p>")
    (['收到26件'], ())
    """
    # The parser drops zero characters without a word, which would join 1 and 2.
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    leading = text[: max(text.find("<"), 0)]
    if leading.strip():
        text = leading.replace("\n", "<br>\n") + text[len(leading) :]
    tree = LexborHTMLParser(text)
    walk = Walk(text, taken)
    walk.over(tree)
    if len(_CELL_TAG.findall(text)) > walk.n_cells:
        # The parser ignores cells that stand outside a table, which would join their
        # numbers. A form feed is white space inside tables and a line break outside.
        walk = Walk(text, taken)
        walk.over(LexborHTMLParser(_CELL_TAG.sub(r"\f\g<0>", text)))
    return walk.out, _metadata(tree)


def _metadata(tree: LexborHTMLParser) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for node in tree.css("title"):
        if node.parent is not None and node.parent.tag != "svg":
            pairs.append(("title", _SPACES.sub(" ", node.text()).strip(_SPACE)))
            break
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property")
        content = attributes.get("content")
        if name and content is not None:
            pairs.append((name, content))
    return tuple(pairs)
