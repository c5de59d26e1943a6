"""The characters of a PDF's text layer as words with their boxes, upright as they are read."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from govinfo.read.pages.shapes import Word

_AXIS = math.radians(3)  # by which upright text may be askew
_GAP = 0.25  # of a character's width: what is farther apart is two words
_BACK = 0.6  # by which a character may stand back over the one before
_OFF_BASE = 0.12  # of the height: a character not on the line of the one before …
_RAISED = 0.5  # … but by no more, is raised or lowered beside it
_LEAST_WIDTH = 0.25  # of the height, counted for the width of 1 and of points
_LEAST_HEIGHT = 0.5  # of what is seen [point]
_AT_EDGE = 0.2  # of the height: a word that is nearer to the edge of the page may be cut
#: What numbers are made of; any other character is a word of its own.
_IN_NUMBERS = frozenset("0123456789０１２３４５６７８９.,，．+-%")
_RAISED_SIGNS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
#: Render mode of text that is there to be found, not seen.
INVISIBLE = 3
_END_OF_LINE_HYPHENS = (0x2, 0xFFFE)
_CODES = 0x110000

#: Left, bottom, right and top.
Frame: TypeAlias = tuple[float, float, float, float]
#: A frame in the PDF's own coordinates to left, top, right and bottom of the upright page.
Turn: TypeAlias = Callable[[Frame], tuple[float, float, float, float]]


class _Character(NamedTuple):
    sign: str
    frame: Frame
    base: tuple[float, float]  # where it stands on its line, if numbers are made of it
    quarter: int | None  # turns to the right; None for a character written askew
    hidden: bool
    outside: bool


@dataclass(slots=True)
class TextLayer:
    """Words of a page, upright; ``turn`` brings other frames of the page to them.

    Out of ``shown`` and ``hidden`` characters, ``unmapped`` ones have a sign that is not
    known; those that are ``slanted``, as watermarks are, or ``outside`` what is shown of
    the page, make no words.
    """

    words: list[Word]
    turn: Turn
    width: float
    height: float
    shown: int
    hidden: int
    unmapped: int
    slanted: int
    outside: int


def text_layer(pdfium: Any, textpage: Any, page: Frame, *, hides: bool) -> TextLayer:
    """Read the words of a page.

    Parameters
    ----------
    pdfium : module
        ``pypdfium2.raw``.
    textpage : FPDF_TEXTPAGE
        The page's text.
    page : tuple of float
        The page's frame [point].
    hides : bool
        Whether some of the text may not be drawn.

    Returns
    -------
    TextLayer
        Hidden characters make words only where they are most of the page: a scan with
        its recognised text behind it.
    """
    characters = list(_characters(pdfium, textpage, page, hides=hides))
    outside = sum(one is not None and one.outside for one in characters)
    characters = [one for one in characters if one is None or not one.outside]
    printed = [one for one in characters if one is not None]
    hidden = sum(one.hidden for one in printed)
    if 2 * hidden <= len(printed):
        characters = [one if one is None or not one.hidden else None for one in characters]
    slanted = sum(one.quarter is None for one in printed)
    quarters = Counter(one.quarter for one in printed if one.quarter is not None)
    quarter = quarters.most_common(1)[0][0] if quarters else 0
    turn = _turned(page, quarter)
    _, _, width, height = turn(page)
    return TextLayer(
        [_cut_marked(word, width, height) for word in _words(characters, turn, quarter)],
        turn,
        width,
        height,
        len(printed) - hidden,
        hidden,
        sum(_is_unknown(one.sign) for one in printed),
        slanted,
        outside,
    )


def _is_unknown(sign: str) -> bool:
    return sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" or sign < " "


def _characters(
    pdfium: Any, textpage: Any, page: Frame, *, hides: bool
) -> Iterator[_Character | None]:
    """The characters in the order of the file; None for white space, which parts words."""
    left, bottom, right, top = page
    box = pdfium.FS_RECTF()
    across, down = ctypes.c_double(), ctypes.c_double()
    for i in range(pdfium.FPDFText_CountChars(textpage)):
        code = pdfium.FPDFText_GetUnicode(textpage, i)
        sign = chr(code) if code < _CODES else "\ufffd"
        if code in _END_OF_LINE_HYPHENS:
            sign = "-"
        elif not code or sign.isspace():
            # PDFium puts spaces and line ends between characters that stand close, too.
            if not pdfium.FPDFText_IsGenerated(textpage, i):
                yield None
            continue
        if pdfium.FPDFText_HasUnicodeMapError(textpage, i) == 1:
            sign = "\ufffd"
        frame = _frame(pdfium, textpage, i, box)
        if sign in _IN_NUMBERS:
            pdfium.FPDFText_GetCharOrigin(textpage, i, across, down)
        turns = pdfium.FPDFText_GetCharAngle(textpage, i) / (math.pi / 2)
        quarter = round(turns)
        mode = 0
        if hides and (drawn := pdfium.FPDFText_GetTextObject(textpage, i)):
            mode = pdfium.FPDFTextObj_GetTextRenderMode(drawn)
        outside = not (
            frame[3] - frame[1] > _LEAST_HEIGHT
            and left <= (frame[0] + frame[2]) / 2 <= right
            and bottom <= (frame[1] + frame[3]) / 2 <= top
        )
        yield _Character(
            sign,
            frame,
            (across.value, down.value),
            quarter % 4 if abs(turns - quarter) * math.pi / 2 < _AXIS else None,
            mode == INVISIBLE,
            outside,
        )


def _frame(pdfium: Any, textpage: Any, i: int, box: Any) -> Frame:
    """The box of a character, as high as its font; as its strokes where the font says nothing."""
    pdfium.FPDFText_GetLooseCharBox(textpage, i, box)
    if box.top - box.bottom > _LEAST_HEIGHT:
        return box.left, box.bottom, box.right, box.top
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, i, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _turned(page: Frame, quarter: int) -> Turn:
    """Bring frames to a page whose text is turned to the right so many times."""
    left, bottom, right, top = page
    turns: tuple[Turn, ...] = (
        lambda f: (f[0] - left, top - f[3], f[2] - left, top - f[1]),
        lambda f: (top - f[3], right - f[2], top - f[1], right - f[0]),
        lambda f: (right - f[2], f[1] - bottom, right - f[0], f[3] - bottom),
        lambda f: (f[1] - bottom, f[0] - left, f[3] - bottom, f[2] - left),
    )
    return turns[quarter]


def _words(characters: Iterable[_Character | None], turn: Turn, quarter: int) -> list[Word]:
    """Join the digits that stand side by side."""
    words: list[Word] = []
    before: tuple[Word, float] | None = None  # a last character that may go on, its base line
    for one in characters:
        if one is None or one.quarter is None:
            before = None
            continue
        here = Word(one.sign, *turn(one.frame))
        if one.quarter != quarter or one.sign not in _IN_NUMBERS:
            before = None
            words.append(here)
            continue
        base = turn((*one.base, *one.base))[3]
        if before is None or not _is_beside(before[0], here):
            words.append(here)
            before = here, base
            continue
        off = (base - before[1]) / (before[0].bottom - before[0].top)
        sign = one.sign
        if abs(off) <= _OFF_BASE:
            before = here, base
        elif abs(off) <= _RAISED:
            # A note or a power: joined plainly, 5 and its note 1 would be 51.
            sign = sign.translate(_LOWERED if off > 0 else _RAISED_SIGNS)
        else:
            words.append(here)
            before = here, base
            continue
        words[-1] = _longer(words[-1], sign, here)
    return words


def _cut_marked(word: Word, width: float, height: float) -> Word:
    """A word with a mark if the edge of the page cuts it: 12 may be the rest of 123."""
    near = _AT_EDGE * (word.bottom - word.top)
    if near <= word.left and word.right <= width - near and word.top >= 0 and word.bottom <= height:
        return word
    return word._replace(text=f"{word.text}\ufffd")


def _is_beside(one: Word, other: Word) -> bool:
    """Whether a character stands right behind another, on the same line or raised."""
    height = one.bottom - one.top
    width = max(one.right - one.left, other.right - other.left, _LEAST_WIDTH * height)
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return -_BACK * width < other.left - one.right < _GAP * width and overlap > 0


def _longer(word: Word, sign: str, here: Word) -> Word:
    return Word(
        word.text + sign,
        word.left,
        min(word.top, here.top),
        max(word.right, here.right),
        max(word.bottom, here.bottom),
    )
