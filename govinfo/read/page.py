"""Lay blocks out as a page: running text with offsets, and numbered tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govinfo.model import Layout, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it has its number and its place."""

    texts: tuple[str, ...]
    layout: Layout


def lay_out(blocks: Iterable[str | Grid]) -> tuple[str, tuple[Paragraph | Table, ...]]:
    r"""Join paragraphs to the running text and give every block its offset.

    Parameters
    ----------
    blocks : iterable of str or Grid
        Paragraphs, without line breaks, and tables in the order of the page.

    Returns
    -------
    text : str
        The paragraphs joined with line breaks.
    blocks : tuple of Paragraph or Table
        A paragraph's ``start`` is the offset of its first character in ``text``; a
        table's is the length of the text before it. Tables count from 1.

    Examples
    --------
    >>> nothing = Layout((), (), (), (), 0, 0)
    >>> text, blocks = lay_out(["一", Grid((), nothing), "二"])
    >>> text, [block.start for block in blocks]
    ('一\n二', [0, 1, 2])
    """
    lines: list[str] = []
    laid: list[Paragraph | Table] = []
    start = number = 0
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            laid.append(Paragraph(block, start))
            start += len(block) + 1
        else:
            number += 1
            laid.append(Table(number, block.texts, block.layout, max(start - 1, 0)))
    return "\n".join(lines), tuple(laid)
