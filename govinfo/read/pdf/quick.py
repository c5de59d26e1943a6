"""A quick look at a PDF's text layer: its lines as PDFium puts them, where nothing is odd.

PDFium joins digits that stand close, whatever table they stand in, and knows nothing of
raised ones. So every number is looked at: its digits must stand side by side on one line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from govinfo.read.pages.furniture import BARE, MARK
from govinfo.read.pages.paragraphs import BEGINS_WITH_NUMBER, ENDS_IN_NUMBER
from govinfo.read.pdf.file import PdfPage
from govinfo.read.pdf.rules import covers, is_picture
from govinfo.read.pdf.words import INVISIBLE

_NUMBERS = re.compile(r"[0-9][0-9.,\s]*[0-9]")
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_HYPHEN = "\ufffe"  # stands for a hyphen at the end of a line, and for the line's end
_SAMPLES = 12  # characters of a page that are looked at, whatever they are
_GAP = 0.25  # of a digit's width, that may lie between two
_NARROW = 0.25  # of the height, counted for the width of 1 and of points
_ON_LINE = 0.1  # of the height, by which two may stand unlike
_STAMP = 60  # characters that a page has which is a picture otherwise
_OUTER = 2  # lines at the ends of a page that may be furniture
_DIGITS = re.compile("[0-9０-９]+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_FEWEST_COUNTED = 3  # pages that bare numbers count, unless they are the pages' own
_LOOKED_AT = 3  # objects drawn last, that may be a picture over the text


@dataclass(frozen=True, slots=True)
class QuickPage:
    """The lines of a page; ``odd`` where they are not to be relied on.

    ``picture`` tells that it shows something, and no text but that of a stamp.
    """

    lines: list[str]
    odd: bool
    picture: bool


def quick_page(raw: Any, page: PdfPage) -> QuickPage:
    """Read the lines of a page, in the order in which they were written."""
    text = page.running_text()
    picture = is_only_picture(raw, page, text)
    if not text.strip():
        return QuickPage([], False, picture)
    odd = _ODD.search(text) is not None or _is_odd(raw, page, text)
    lines = text.replace("\r\n", "\n").replace(_HYPHEN, "-\n").split("\n")
    return QuickPage([line.strip(" ") for line in lines], odd, picture)


def is_only_picture(raw: Any, page: PdfPage, text: str | None = None) -> bool:
    """Whether a page shows something, but has no text or only that of a stamp."""
    text = page.running_text() if text is None else text
    if not text.strip():
        return page.draws()
    return len(text) < _STAMP and is_picture(raw, page.page, page.frame)


def _is_odd(raw: Any, page: PdfPage, text: str) -> bool:
    text = _BEYOND.sub("\ufffd\ufffd", text)  # they count twice there
    count = raw.FPDFText_CountChars(page.text)
    if len(text) != count:
        return True
    for i in range(0, count, max(1, count // _SAMPLES)):
        if raw.FPDFText_HasUnicodeMapError(page.text, i) == 1:
            return True
        drawn = raw.FPDFText_GetTextObject(page.text, i)
        if drawn and raw.FPDFTextObj_GetTextRenderMode(drawn) == INVISIBLE:
            return True
    return any(_is_broken(raw, page, match) for match in _NUMBERS.finditer(text)) or _is_covered(
        raw, page
    )


def _is_broken(raw: Any, page: PdfPage, numbers: re.Match[str]) -> bool:
    """Whether digits are joined that stand apart, or parted that stand side by side."""
    box = raw.FS_RECTF()
    left_edge, _, right_edge, _ = page.frame
    right = bottom = height = width = 0.0
    parted = True
    for i, sign in enumerate(numbers[0], numbers.start()):
        if sign.isspace():
            parted = True
            continue
        raw.FPDFText_GetLooseCharBox(page.text, i, box)
        own = box.top - box.bottom
        near = _ON_LINE * own
        beside = abs(box.bottom - bottom) <= near and abs(box.left - right) <= _GAP * width
        if height and parted == (beside and abs(own - height) <= near):
            return True
        if not left_edge + near < box.left < box.right < right_edge - near:
            return True  # it may be the rest of a number that the edge of the page cuts
        if own <= 0 or raw.FPDFText_HasUnicodeMapError(page.text, i) == 1:
            return True
        width = max(width if not parted else 0.0, _NARROW * own, box.right - box.left)
        right, bottom, height, parted = box.right, box.bottom, own, False
    return False


def _is_covered(raw: Any, page: PdfPage) -> bool:
    """Whether a picture of the whole page is drawn over the text."""
    count = raw.FPDFPage_CountObjects(page.page)
    for i in range(max(0, count - _LOOKED_AT), count):
        drawn = raw.FPDFPage_GetObject(page.page, i)
        if raw.FPDFPageObj_GetType(drawn) == raw.FPDF_PAGEOBJ_IMAGE and covers(
            raw, drawn, page.frame
        ):
            return True
    return False


def without_furniture(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The lines of each page without its number and running titles, first or last.

    Here no line has a place on the page, so that less is left out than where it has.
    """
    found = [
        (number, _at_end(at, lines), at, "".join(lines[at].split()))
        for number, lines in enumerate(pages, 1)
        for at in sorted({*range(len(lines))[:_OUTER], *range(len(lines))[-_OUTER:]})
    ]
    on_pages = {(number, end, text) for number, end, _, text in found}
    numbers = Counter(
        (end, int(match[1]) - number)
        for number, end, text in on_pages
        if (match := BARE.fullmatch(text))
    )
    titles = Counter((end, _DIGITS.sub("#", text)) for _, end, text in on_pages)
    dropped: set[tuple[int, int]] = set()
    for number, end, at, text in found:
        match = BARE.fullmatch(text)
        if match is not None:
            step = int(match[1]) - number
            furniture = numbers[end, step] >= (_FEWEST_COUNTED if step else 2)
        else:
            furniture = MARK.fullmatch(text) is not None or (
                _LETTERS.search(text) is not None
                and titles[end, _DIGITS.sub("#", text)] > max(1, len(pages) / 2)
                and (end or number > 1)
            )
        if furniture:
            dropped.add((number, at))
    for number, lines in enumerate(pages, 1):
        yield [line for at, line in enumerate(lines) if (number, at) not in dropped]


def _at_end(at: int, lines: Sequence[str]) -> bool:
    return at >= len(lines) - _OUTER


def numbers_are_cut(lines: Sequence[str]) -> bool:
    """Whether a number of running text seems to be cut by the end of a line.

    Examples
    --------
    >>> numbers_are_cut(["全年共受理政府信息公开申请31", "19件，办结3050件"])
    True
    """
    return any(
        ENDS_IN_NUMBER.search(one) and BEGINS_WITH_NUMBER.match(other)
        for one, other in pairwise(lines)
    )
