"""Tell Markdown, and text with HTML tables in it, from plain text and from web pages."""

from __future__ import annotations

import re

# The rule below the head of a table; one dash in each cell may be a row that says nothing.
RULE = r"[ \t]*\|?[ \t]*(?::-+:?|-+:|-{3,})[ \t]*(?:\|[ \t]*(?::-+:?|-+:|-{3,})[ \t]*)*\|?[ \t]*"
_RULED = re.compile(rf"(?m)(?:\A|^[^|\n]*\n)[^|\n]*\|[^\n]*\n{RULE}\r?$")
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+[^\s#]")
_STRONG = re.compile(r"(?m)^[ \t]*(?:[-*+>#]+[ \t]+)?\*\*[^\s*][^*\n]*\*\*")
_FRONT = re.compile(r"---[ \t]*\r?\n(?:[^\s:]+[ \t]*:[^\n]*\n)+(?:---|\.\.\.)[ \t]*\r?\n")
_TABLE = re.compile(r"(?i)<table(?=[\s/>])")
_IN_TABLE = re.compile(r"(?is)<table(?=[\s/>]).*?(?:</table\s*>|\Z)")
_FRAME = re.compile(r"(?i)</?(?:html|body)\s*>")
_PAGE = re.compile(r"(?i)<(?:!doctype|head|meta|title|script|style|div|p)(?=[\s/>])")
# What parts the lines of a page; without it a page would be one long line.
_PAGE_TAG = re.compile(
    r"(?i)<(?:html|body|br|h[1-6]|ul|ol|li|dl|section|article|center|font|form)(?=[\s/>])"
)
_FEW_STRONG = 2
_FEWEST_LINES = 3


def looks_marked(kind: str, head: str) -> bool:
    r"""Whether what a file begins with is Markdown, or lines with HTML tables between them.

    Parameters
    ----------
    kind : str
        ``"text"`` or ``"html"``, which it was taken for.
    head : str
        Its first characters; those outside ASCII do not matter.

    Examples
    --------
    >>> looks_marked("text", "| a | b |\n|---|---|\n| 1 | 2 |\n"), looks_marked("text", "a | b\n")
    (True, False)
    """
    if kind == "html":
        return _is_lines_with_tables(head)
    return bool(
        (any(dashes in head for dashes in ("---", ":-", "-:")) and _RULED.search(head))
        or ("#" in head and _HEADING.search(head))
        or ("<" in head and _TABLE.search(head))
        or ("**" in head and len(_STRONG.findall(head)) >= _FEW_STRONG)
        or _FRONT.match(head)
    )


def _is_lines_with_tables(head: str) -> bool:
    if _PAGE.search(head):
        return False
    if not _TABLE.search(head):
        return bool(_HEADING.match(head)) and not _PAGE_TAG.search(head)
    rest = _FRAME.sub("", _IN_TABLE.sub("\n", head))
    if _PAGE_TAG.search(rest):
        return False
    return sum(bool(line.strip()) for line in rest.split("\n")) >= _FEWEST_LINES
