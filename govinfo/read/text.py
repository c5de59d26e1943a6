"""Plain text: every line is a paragraph, as it stands."""

from __future__ import annotations


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
