"""A quick look at a PDF's text layer: its lines as PDFium puts them, where nothing is odd.

PDFium joins digits that stand close, whatever table they stand in, and knows nothing of
raised ones. So every number is looked at: its digits must stand side by side on one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from govinfo.read.pages.furniture import BARE, MARK
from govinfo.read.pages.paragraphs import BEGINS_WITH_NUMBER, ENDS_IN_NUMBER
from govinfo.read.pdf_file import PdfPage
from govinfo.read.pdf_rules import covers

_NUMBERS = re.compile(r"[0-9][0-9.,\s]*[0-9]")
_ODD = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_HYPHEN = "\ufffe"  # stands for a hyphen at the end of a line, and for the line's end
_SAMPLES = 12  # characters of a page that are looked at, whatever they are
_GAP = 0.35  # of a digit's width, that may lie between two
_NARROW = 0.25  # of the height, counted for the width of 1 and of points
_ON_LINE = 0.1  # of the height, by which two may stand unlike
_INVISIBLE = 3  # render mode of text that is there to be found, not seen
_FEWEST_COUNTED = 3  # pages that bare numbers count, unless they are the pages' own
_LOOKED_AT = 3  # objects drawn last, that may be a picture over the text


@dataclass(frozen=True, slots=True)
class QuickPage:
    """The lines of a page; ``odd`` where they are not to be relied on."""

    lines: list[str]
    odd: bool
    draws: bool


def quick_page(raw: Any, page: PdfPage) -> QuickPage:
    """Read the lines of a page, in the order in which they were written."""
    text = page.running_text()
    if not text.strip():
        return QuickPage([], False, page.draws())
    odd = _ODD.search(text) is not None or _is_odd(raw, page, text)
    lines = text.replace("\r\n", "\n").replace(_HYPHEN, "-\n").split("\n")
    return QuickPage([line.strip(" ") for line in lines], odd, True)


def _is_odd(raw: Any, page: PdfPage, text: str) -> bool:
    text = _BEYOND.sub("\ufffd\ufffd", text)  # they count twice there
    count = raw.FPDFText_CountChars(page.text)
    if len(text) != count:
        return True
    for i in range(0, count, max(1, count // _SAMPLES)):
        if raw.FPDFText_HasUnicodeMapError(page.text, i) == 1:
            return True
        drawn = raw.FPDFText_GetTextObject(page.text, i)
        if drawn and raw.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE:
            return True
    return any(_is_broken(raw, page, match) for match in _NUMBERS.finditer(text)) or _is_covered(
        raw, page
    )


def _is_broken(raw: Any, page: PdfPage, numbers: re.Match[str]) -> bool:
    """Whether digits are joined that stand apart, or parted that stand side by side."""
    box = raw.FS_RECTF()
    right = bottom = height = width = 0.0
    parted = True
    for i, sign in enumerate(numbers[0], numbers.start()):
        if sign.isspace():
            parted = True
            continue
        raw.FPDFText_GetLooseCharBox(page.text, i, box)
        near = _ON_LINE * height
        own = box.top - box.bottom
        beside = abs(box.bottom - bottom) <= near and abs(box.left - right) <= _GAP * width
        if height and parted == (beside and abs(own - height) <= near):
            return True
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
            raw, drawn, page.page
        ):
            return True
    return False


def without_numbers(pages: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The lines of each page without the page's number, first or last."""
    counted = [
        (place, int(match[1]) - number)
        for number, lines in enumerate(pages, 1)
        for place in {0, len(lines) - 1}
        if lines and (match := BARE.fullmatch("".join(lines[place].split())))
        for place in [min(place, 1)]
    ]
    known = {
        (place, step)
        for place, step in set(counted)
        if counted.count((place, step)) >= (_FEWEST_COUNTED if step else 2)
    }
    for number, lines in enumerate(pages, 1):
        dropped = {
            place
            for place in (0, len(lines) - 1)
            if lines and _is_number(lines[place], min(place, 1), number, known)
        }
        yield [line for i, line in enumerate(lines) if i not in dropped]


def _is_number(line: str, place: int, number: int, known: set[tuple[int, int]]) -> bool:
    packed = "".join(line.split())
    match = BARE.fullmatch(packed)
    if match is not None:
        return (place, int(match[1]) - number) in known
    return MARK.fullmatch(packed) is not None


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
