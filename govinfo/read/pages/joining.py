"""Pages to one document: page numbers out, tables and paragraphs cut by pages joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govinfo.read.page import Grid
from govinfo.read.pages.continued import LongTable
from govinfo.read.pages.furniture import without_furniture
from govinfo.read.pages.paragraphs import Margins, margins_of, paragraphs
from govinfo.read.pages.shapes import Line, Page

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

    for page in without_furniture(pages):
        own = margins_of(block for block in page.blocks if isinstance(block, Line))
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
