"""Page furniture: numbers and running titles that pages carry at their head or foot.

Only lines at the edge of a page and outside of tables are looked at. A mark with dashes
or words around its number is furniture by itself. A bare number is furniture if it counts
the pages, from one to the next and at the same height; a running title, if it stands
unchanged at the same height on most pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from govinfo.read.pages.shapes import Line, Page

_BAND = 0.13  # of the page's height, at its head and at its foot
_MOST_LINES = 3  # of furniture, at either
_MOST_PAGES = 0.5  # of all, that a title must stand on
_SAME_HEIGHT = 0.02  # of the page's height
_DASH = "[-–—―－·~～•]"
_NUMBER = "[0-9０-９]{1,3}"
#: A page number that says so.
MARK = re.compile(
    rf"{_DASH}{{1,3}}({_NUMBER}){_DASH}{{1,3}}|{_DASH}?第({_NUMBER})页[,，/／]?(?:共{_NUMBER}页)?{_DASH}?"
    rf"|[Pp]age({_NUMBER})(?:of{_NUMBER})?"
)
#: One that may be any number.
BARE = re.compile(rf"({_NUMBER})(?:[/／]{_NUMBER})?")
_DIGITS = re.compile("[0-9０-９]+")


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines that are furniture."""
    dropped: set[int] = set()
    bare: dict[tuple[bool, int], list[tuple[Page, Line]]] = defaultdict(list)
    titles: dict[tuple[bool, str], list[tuple[Page, Line]]] = defaultdict(list)
    for page in pages:
        for foot, outermost, line in _at_edges(page):
            packed = "".join(line.text.split())
            if MARK.fullmatch(packed):
                dropped.add(id(line))
            elif (number := BARE.fullmatch(packed)) is not None:
                step = int(number[1]) - page.number
                if outermost or not step:
                    bare[foot, step].append((page, line))
            else:
                titles[foot, _DIGITS.sub("#", packed)].append((page, line))
    for lines in bare.values():
        if len({page.number for page, _ in lines}) > 1 and _at_one_height(lines):
            dropped |= {id(line) for _, line in lines}
    for (foot, _), lines in titles.items():
        on_pages = len({page.number for page, _ in lines})
        if on_pages > max(1, _MOST_PAGES * len(pages)) and _at_one_height(lines) and _counts(lines):
            # One on the first page stays: it may be a title, or the head of a table.
            dropped |= {id(line) for page, line in lines if foot or page is not pages[0]}
    return [
        replace(page, blocks=[block for block in page.blocks if id(block) not in dropped])
        for page in pages
    ]


def _at_edges(page: Page) -> Iterator[tuple[bool, bool, Line]]:
    """Lines at the head and at the foot: whether at the foot, whether outermost, the line."""
    for foot, blocks in ((False, page.blocks), (True, [*reversed(page.blocks)])):
        for i, line in enumerate(blocks[:_MOST_LINES]):
            if not isinstance(line, Line):
                break
            middle = (line.top + line.bottom) / 2 / page.height
            if (1 - middle if foot else middle) > _BAND:
                break
            yield foot, i == 0, line


def _at_one_height(lines: Sequence[tuple[Page, Line]]) -> bool:
    heights = [line.bottom / page.height for page, line in lines]
    return max(heights) - min(heights) < _SAME_HEIGHT


def _counts(lines: Sequence[tuple[Page, Line]]) -> bool:
    """Whether lines are the same, but for one number that may count the pages."""
    numbers = [list(map(int, _DIGITS.findall(line.text))) for _, line in lines]
    for column in zip(*numbers, strict=True):
        steps = {value - page.number for value, (page, _) in zip(column, lines, strict=True)}
        if len(set(column)) > 1 and len(steps) > 1:
            return False
    return True
