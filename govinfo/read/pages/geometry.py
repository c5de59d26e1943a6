"""From words and ruling lines, wherever they were found, to paragraphs and tables.

What read a page, a PDF's text layer or the recognition of a picture, gives its words
and ruling lines; `lay_out_page` makes lines and tables of each page, and `join_pages` the
blocks of the document: page numbers left out, tables and paragraphs put together that
a page break cuts.
"""

from __future__ import annotations

from govinfo.read.pages.joining import join_pages
from govinfo.read.pages.layout import lay_out_page, page_blocks
from govinfo.read.pages.shapes import Block, Box, Line, Page, Rule, RuledTable, Word

__all__ = [
    "Block",
    "Box",
    "Line",
    "Page",
    "Rule",
    "RuledTable",
    "Word",
    "join_pages",
    "lay_out_page",
    "page_blocks",
]
