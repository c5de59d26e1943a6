"""Plain text: every line is a paragraph, as it stands."""

from __future__ import annotations

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError
from govinfo.read.encoding import decode

_NEAR = 5_000  # characters
_CUT = "truncated: the text breaks off within a row, whose last number may be longer"


def read(data: bytes, limits: Limits) -> Content:
    """Read a text file.

    Raises
    ------
    RefusalError
        If it cannot be decoded.
    """
    try:
        text, encoding, warnings = decode(data)
    except UnicodeError as error:
        raise RefusalError(
            f"cannot be decoded ({error}; it declares no encoding)", "Save it as UTF-8 first."
        ) from error
    text, doubts = mark_cut(text)
    return Content([*lines_of(text)], (), encoding, (*warnings, *doubts))


def mark_cut(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Mark the last number of a text that breaks off amid a row between pipes.

    The number may be longer than what is left of it; the mark makes it unreadable.

    Examples
    --------
    >>> [mark_cut(f"| 总计 | 26 |\n| 其他 | {end}")[0][-3:] for end in ("1", "1 |")]
    [' 1�', '1 |']
    """
    *before, last = text[-_NEAR:].replace("\r", "\n").split("\n")
    if last[-1:].isdigit() and "|" in last:
        whole = next((line.strip() for line in reversed(before) if "|" in line), "")
        if whole.endswith("|"):
            return f"{text}\ufffd", (_CUT,)
    return text, ()


def lines_of(text: str) -> list[str]:
    r"""Split text at its line breaks and change nothing else.

    Empty lines stay: where a table was saved as one cell per line they are its blank
    cells. Only line feed and carriage return break a line, not the form feeds and
    separators that `str.splitlines` also knows.

    Examples
    --------
    >>> lines_of("总计\r\n\r\n 26\t\n")
    ['总计', '', ' 26\t', '']
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
