"""Pages to one document: page numbers out, tables and paragraphs cut by pages joined."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from govinfo.read.page import Grid
from govinfo.read.pages.continued import LongTable
from govinfo.read.pages.furniture import without_furniture
from govinfo.read.pages.paragraphs import Margins, margins_of, paragraphs
from govinfo.read.pages.shapes import Line, Page

_REACHES = 0.9  # of the usual width of text, that a page's lines must reach for its margins
_CONTINUED = re.compile(r"[（(]?(?:续|接)(?:上)?(?:表|页)?\d{0,2}[)）]?")


def join_pages(pages: Sequence[Page]) -> list[str | Grid]:
    """Make the blocks of a document from its pages.

    Parameters
    ----------
    pages : sequence of Page
        In their order; one that could not be read may be left out.

    Returns
    -------
    list of str or Grid
        Paragraphs and tables. Page numbers and running titles are left out; a table or
        a paragraph that goes on over the end of a page is one.
    """
    found: list[str | Grid] = []
    lines: list[tuple[Line, Margins]] = []
    table: LongTable | None = None
    ends = 0  # the page on which that table ends, if nothing stands behind it

    def close() -> None:
        nonlocal table
        if table is not None:
            found.extend(table.blocks())
        found.extend(paragraphs([line for line, _ in lines], [own for _, own in lines]))
        lines.clear()
        table = None

    kept = without_furniture(pages)
    margins = _margins(kept)
    for page, own in zip(kept, margins, strict=True):
        for block in page.blocks:
            if isinstance(block, Line):
                lines.append((block, own))
                continue
            between = [line for line, _ in lines]
            alone = all(_CONTINUED.fullmatch("".join(line.text.split())) for line in between)
            if table is not None and ends == page.number - 1 and alone and table.goes_on(block):
                lines.clear()
                table.add(block)
            else:
                close()
                table = LongTable(block)
            ends = page.number
    close()
    return found


def _margins(pages: Sequence[Page]) -> list[Margins]:
    """The margins of each page; those of all its size where its own lines don't reach them."""
    lines = [[block for block in page.blocks if isinstance(block, Line)] for page in pages]
    by_size: dict[tuple[int, int], list[Line]] = {}
    for page, own in zip(pages, lines, strict=True):
        by_size.setdefault((round(page.width), round(page.height)), []).extend(own)
    usual = {size: margins_of(own) for size, own in by_size.items()}
    found: list[Margins] = []
    for page, own in zip(pages, lines, strict=True):
        known = usual[round(page.width), round(page.height)]
        margins = margins_of(own)
        wide = _REACHES * (known.right - known.left)
        found.append(
            margins if margins.right < math.inf and margins.right - margins.left > wide else known
        )
    return found
