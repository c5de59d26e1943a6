"""Markdown within a line: marks are taken off, words and numbers stay apart as printed."""

from __future__ import annotations

import html
import re

_MARKED = re.compile(r"[\\*_`~\[<&]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_KEPT = "\ue000"  # before the number of an escaped character, while marks are taken off
_RESTORE = re.compile(_KEPT + r"(\d+);")
_IMAGE = re.compile(r"!\[([^\[\]]{0,1000})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,1000}\")?\)")
_LINK = re.compile(r"\[([^\[\]]{0,1000})\]\([^()\s]{1,2000}(?:\s+\"[^\"]{0,1000}\")?\)")
_ADDRESS = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]{1,2000})>")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,1000})~~")
_CODE = re.compile(r"(?<!`)`([^`\n]{1,1000})`(?!`)")
# Emphasis that touches digits on both sides may set a note apart from its number.
_STRONG = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{0,2000}[^\s*])\*\*(?!\*)")
_STRONG_LINE = re.compile(r"(?<![\w_])__(?=[^\s_])([^_\n]{0,2000}[^\s_])__(?![\w_])")
_SOFT = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{0,2000}[^\s*])\*(?![\w*])")


def plain(text: str) -> str:
    r"""Take the marks of Markdown off a line.

    Examples
    --------
    >>> plain("**总体情况** [附件](http://a.cn/b.doc) 1\\. &lt;5"), plain("5**1**")
    ('总体情况 附件 1. <5', '5**1**')
    """
    if not _MARKED.search(text):
        return text
    escaped: list[str] = []

    def keep(match: re.Match[str]) -> str:
        escaped.append(match[1])
        return f"{_KEPT}{len(escaped) - 1};"

    text = _ESCAPE.sub(keep, text.replace(_KEPT, "\ufffd"))
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _ADDRESS.sub(r"\1", text)
    text = _STRUCK.sub(r" \1 ", text)
    for pattern in (_CODE, _STRONG, _STRONG_LINE, _SOFT):
        text = pattern.sub(_unless_digits_meet, text)
    text = html.unescape(text)
    return _RESTORE.sub(lambda match: escaped[int(match[1])], text)


def _unless_digits_meet(match: re.Match[str]) -> str:
    """The words within a mark, unless taking it off would make one number of two."""
    text, inner = match.string, match[1]
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if (before.isdigit() and inner[:1].isdigit()) or (inner[-1:].isdigit() and after.isdigit()):
        return match[0]
    return inner
