"""A section as clean text: one line per paragraph, without what the page's layout put in."""

from __future__ import annotations

import re

_LONG = 25  # characters; a shorter line that ends without a stop is a heading, not a wrap
_PIPES = re.compile(r"\|[|\s]*\|")  # from pipe to pipe: blanks alone are never gone through twice
_BLANKS = re.compile(r"\s+")
_HEADING = re.compile(r".{1,12}[：:]")
_STOPPED = "。！？；：!?;:…"
_NEW_PARAGRAPH = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]|[-—•|]|\d{1,4}\s*年\s*\d{1,2}\s*月"
)


def clean(text: str) -> str:
    r"""Bring a section's folded text to one line per paragraph.

    Lines that the print wrapped are joined, runs of pipes and blank lines left out. A
    wrap between two digits is kept: whether they are one number can't be told.

    Examples
    --------
    >>> clean("全年各级行政机关认真贯彻落实党中央和国务院的决策部署的要\n求，成效明显。\n\n||| |")
    '全年各级行政机关认真贯彻落实党中央和国务院的决策部署的要求，成效明显。'
    """
    if "|" in text:
        text = _PIPES.sub("\n", text)
    printed = [_single_blanks(line.strip()) for line in text.split("\n")]
    lines = printed.copy()
    wrapped = [
        at
        for at, line in enumerate(printed[:-1])
        if len(line) >= _LONG and line[-1] not in _STOPPED and _goes_on(line, printed[at + 1])
    ]
    for at in reversed(wrapped):
        latin = printed[at][-1].isascii() and printed[at + 1][0].isascii()
        lines[at] += f" {lines[at + 1]}" if latin else lines[at + 1]
        lines[at + 1] = ""
    return "\n".join(filter(None, lines))


def _single_blanks(line: str) -> str:
    # Blanks other than the plain one are not printable.
    return line if line.isprintable() and "  " not in line else _BLANKS.sub(" ", line)


def _goes_on(line: str, following: str) -> bool:
    """Whether a line is wrapped there: neither blank, nor a number cut, nor a new paragraph."""
    if not following or (line[-1].isdecimal() and following[0].isdecimal()):
        return False
    return not (_NEW_PARAGRAPH.match(following) or _HEADING.fullmatch(following))
