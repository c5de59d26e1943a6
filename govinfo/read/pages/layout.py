"""A page's words and ruling lines to its lines and tables, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from govinfo.read.pages.lines import line_of, rows_of, texts_in_columns
from govinfo.read.pages.ruling import ruled_tables
from govinfo.read.pages.shapes import Block, Line, Page, Rule, Word

_USUAL = 80  # lines on a page, where it has no words to tell their height
_NEAR_COLUMNS = 8  # lines from one with columns to the next of a table
_HEADS = 3  # lines of heads above the first one
_WIDE = 0.75  # of the text's width: a line of running text


def lay_out_page(
    number: int, words: Sequence[Word], rules: Iterable[Rule], width: float, height: float
) -> Page:
    """Make lines and tables of what stands on a page.

    Parameters
    ----------
    number : int
        Of the page, from 1.
    words : sequence of Word
        In any order; best parted where there is a gap between characters.
    rules : iterable of Rule
        Ruling lines, whole or in pieces, doubled or not.
    width, height : float
        Size of the page.

    Returns
    -------
    Page
        Its lines and tables from top to bottom, with warnings on what is irregular.
    """
    words = [word for word in words if word.bottom > word.top and word.right >= word.left]
    usual = median([word.bottom - word.top for word in words]) if words else height / _USUAL
    found = ruled_tables(words, rules, usual)
    lines = _lines(found.words)
    blocks: list[Block] = sorted([*lines, *found.tables], key=lambda block: block.top)
    warnings = [note.replace(": ", f": page {number}: ", 1) for note in found.warnings]
    return Page(number, width, height, blocks, warnings)


def page_blocks(
    words: Sequence[Word], rules: Iterable[Rule], width: float, height: float
) -> list[Block]:
    """Lines and tables of a page, from top to bottom; see `lay_out_page`."""
    return [*lay_out_page(1, words, rules, width, height).blocks]


def _lines(words: Iterable[Word]) -> list[Line]:
    """Lines outside of tables; those of a table without rules keep the place of its columns.

    Such a table has several lines that gaps part, close to one another; its heads stand
    above. A line as wide as the text is none of it.
    """
    rows = rows_of(words)
    lines = [line_of(row) for row in rows]
    parted = [i for i, line in enumerate(lines) if line.parted]
    tables = [
        range(max(one - _HEADS, 0), other + 1)
        for one, other in pairwise(parted)
        if other - one <= _NEAR_COLUMNS
    ]
    width = max((line.right - line.left for line in lines), default=0.0)
    near = {i for table in tables for i in table}
    own = [
        i
        for i, line in enumerate(lines)
        if i in near and (line.parted or line.right - line.left < _WIDE * width)
    ]
    if own:
        origin = min(line.left for line in lines)
        texts = texts_in_columns([rows[i] for i in own], origin)
        for i, text in zip(own, texts, strict=True):
            lines[i] = replace(lines[i], text=text, tabular=True)
    return lines
