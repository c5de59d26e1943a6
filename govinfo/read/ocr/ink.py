"""What is drawn in a picture of a page: ruling lines, the fields between them, and ink.

Fields that lines enclose are looked at one by one: whether there is ink in them, and
where its words stand. Thus no word reaches over a line, and no lone digit is overlooked
as text detectors do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from govinfo.read.ocr.raster import (
    Grey,
    Mask,
    differing,
    parts,
    resized,
    strokes,
    thickened,
    turned,
)
from govinfo.read.ocr.ruling import enclosed_fields
from govinfo.read.pages.geometry import Rule

_USUAL = 24  # a character's height, if none can be measured [pixels]
_SMALLEST, _LARGEST = 7, 120
_TALL = 85  # percentile of the heights of all pieces of ink that is a whole character's
_SMALL = 18  # below, characters are enlarged …
_LARGER = 3.0  # … up to so many times
_MOST_PIXELS = 12_000_000
_LONGEST_SIDE = 16_000
_LARGEST_ANGLE = 5.0  # degrees
_STRAIGHT = 1.5  # pixels that a line may be off, on the average

# In heights of a character:
_LONG = 8.0  # a line that tells how a page lies
_SPECK = 0.2  # smaller is dirt
_ONE_LINE = 1.2  # strokes in so much height are of one line of text
_GAP = 1.1  # between words

_INK = 32  # shades by which ink differs from its field, at least
_DEVIATION = 1.5  # from the median distance to the standard deviation
_NOISE = 5.0  # standard deviations of the paper that are no ink
_FEWEST_PIXELS = 3  # of ink in a row that has any
_SHADES = (0.2, 0.3, 0.4, 0.5, 0.6)  # of the ink's, up to which a column is paper
_AROUND = 2  # pixels around a word that may be its own
_OTHER_SIZE = 0.8  # of the page's: characters of another size


@dataclass(frozen=True, slots=True)
class Patch:
    """The ink of one word: its box on the page [pixels], and it alone on its paper.

    ``pieces`` are the numbers of columns of ink with paper between them, which depend on
    how light paper is taken to be. ``alone`` tells that its field holds no other.
    """

    left: int
    top: int
    right: int
    bottom: int
    picture: Grey
    pieces: frozenset[int]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page: its ruling lines, words in fields, and what is outside of all fields.

    ``height`` is that of a character in the fields.
    """

    rules: list[Rule]
    patches: list[Patch]
    outside: Grey
    height: float


def enlarged(grey: Grey) -> Grey:
    """Make a page larger where its characters are too small to be told apart."""
    height = character_height(differing(grey))
    scale = min(_USUAL / height, _LARGER, (_MOST_PIXELS / grey.size) ** 0.5)
    scale = min(scale, _LONGEST_SIDE / max(grey.shape))
    return resized(grey, scale) if height < _SMALL and scale > 1 else grey


def straightened(grey: Grey) -> Grey:
    """Turn a page so that its long lines are level; as it is where it has none."""
    dark = differing(grey)
    height = character_height(dark)
    found = parts(strokes(dark, 1, int(height)))
    slopes, widths = [], []
    for i in np.flatnonzero(found.width > _LONG * height).tolist():
        if i:
            top, left = found.top[i], found.left[i]
            box = found.labels[top : top + found.tall[i], left : left + found.width[i]]
            down, across = np.nonzero(box == i)
            slope, start = (float(number) for number in np.polyfit(across, down, 1))
            if np.abs(down - slope * across - start).mean() < _STRAIGHT:
                slopes.append(slope)
                widths.append(int(found.width[i]))
    if not slopes:
        return grey
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(np.array(widths)[order]), sum(widths) / 2)
    slope = slopes[order[half]]
    angle = float(np.degrees(np.arctan(slope)))
    if abs(angle) > _LARGEST_ANGLE or abs(slope) * grey.shape[1] < 1:
        return grey
    return turned(grey, angle)


def character_height(dark: Mask) -> float:
    """The usual height of a character among what is dark on a page [pixels]."""
    found = parts(dark)
    wide, tall = found.width[1:], found.tall[1:]
    usual = tall[(tall >= _SMALLEST) & (tall <= _LARGEST) & (wide <= 2 * tall)]
    return float(np.percentile(usual, _TALL)) if usual.size else float(_USUAL)


def draw_apart(grey: Grey) -> Drawing:
    """Part a page into ruling lines, words in fields between them, and the rest."""
    dark = differing(grey)
    height = character_height(dark)
    fields = enclosed_fields(dark, height)
    inner = dark & fields.inside
    own = character_height(inner & ~thickened(fields.level | fields.upright, 3, 3))
    if own < _OTHER_SIZE * height:
        fields, height = enclosed_fields(inner, own), own
    ruled = thickened(fields.level | fields.upright, 5, 5)
    beside = thickened(ruled, 5, 5)
    outside = np.where(ruled, np.uint8(255), grey)
    patches: list[Patch] = []
    for number, (left, top, right, bottom) in fields.boxes.items():
        box = np.s_[top:bottom, left:right]
        mine = fields.labels[box] == number
        outside[box][mine] = 255
        free = mine & ~ruled[box]
        if free.any():
            found = [*_words(grey[box], free, free & ~beside[box], (left, top), height)]
            patches += [replace(patch, alone=True) for patch in found] if len(found) == 1 else found
    rules = [
        Rule(*edges) for mask in (fields.level, fields.upright) for edges in parts(mask).boxes()
    ]
    return Drawing(rules, patches, outside, height)


def bands(grey: Grey, tallest: int) -> list[tuple[int, int]]:
    """Rows with ink on a page, cut between lines of text into bands that are not too tall.

    Returns
    -------
    list of (int, int)
        First row of a band, and the row behind its last.
    """
    _, inked = _ink(grey, np.ones_like(grey, dtype=np.bool_))
    filled = np.concatenate(([False], inked.sum(axis=1) >= _FEWEST_PIXELS, [False]))
    starts = np.flatnonzero(filled[1:] & ~filled[:-1])
    ends = np.flatnonzero(filled[:-1] & ~filled[1:])
    found: list[tuple[int, int]] = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if found and end - found[-1][0] <= tallest:
            found[-1] = found[-1][0], end
        else:
            found += [(top, min(top + tallest, end)) for top in range(start, end, tallest)]
    return found


def _ink(grey: Grey, where: Mask) -> tuple[npt.NDArray[np.int16], Mask]:
    """How far each pixel's shade is from the paper's, and what is ink."""
    paper = int(np.median(grey[where]))
    away = np.abs(grey.astype(np.int16) - paper)
    noise = float(np.median(away[where])) * _DEVIATION
    return away, where & (away > max(_INK, _NOISE * noise))


_Piece = tuple[int, int, int, int]


def _words(
    grey: Grey, free: Mask, core: Mask, at: tuple[int, int], height: float
) -> Iterator[Patch]:
    """The words of one field, from top to bottom and from left to right.

    What does not reach into the ``core`` is the rim of a ruling line, which may look as 1.
    """
    away, ink = _ink(grey, free)
    away[~free] = 0
    paper = int(np.median(grey[free]))
    clean = np.where(free, grey, np.uint8(paper))
    found = parts(ink)
    kept = np.maximum(found.width, found.tall) > _SPECK * height
    kept &= np.bincount(found.labels[ink & core], minlength=len(kept)) > 0
    boxes = found.boxes()
    pieces = [boxes[i - 1] for i in np.flatnonzero(kept).tolist() if i]
    for line in _lines(pieces, height):
        for word in _parted(line, height):
            left, top = (min(box[i] for box in word) for i in (0, 1))
            right, bottom = (max(box[i] for box in word) for i in (2, 3))
            first_row, first_column = max(0, top - _AROUND), max(0, left - _AROUND)
            cut = clean[first_row : bottom + _AROUND, first_column : right + _AROUND]
            pad = max(4, (bottom - top) // 5)
            yield Patch(
                left + at[0],
                top + at[1],
                right + at[0],
                bottom + at[1],
                np.pad(cut, ((pad, pad), (2 * pad, 2 * pad)), constant_values=paper),
                _columns_of_ink(away[top:bottom, left:right]),
            )


def _lines(boxes: Sequence[_Piece], height: float) -> list[list[_Piece]]:
    """Pieces of ink by line of text, from top to bottom."""
    overlapping: list[list[_Piece]] = []
    end = 0
    for box in sorted(boxes, key=lambda box: box[1]):
        if overlapping and box[1] < end:
            overlapping[-1].append(box)
        else:
            overlapping.append([box])
        end = max(end, box[3])
    lines: list[list[_Piece]] = []
    for held in overlapping:
        # Strokes of one character, as those of 三, are one line.
        bottom = max(box[3] for box in held)
        if lines and bottom - min(box[1] for box in lines[-1]) <= _ONE_LINE * height:
            lines[-1] += held
        else:
            lines.append(held)
    return lines


def _parted(line: Sequence[_Piece], height: float) -> list[list[_Piece]]:
    """The words of a line: wide gaps part columns whose line is lost."""
    words: list[list[_Piece]] = []
    end = 0
    for box in sorted(line):
        if words and box[0] - end <= _GAP * height:
            words[-1].append(box)
        else:
            words.append([box])
        end = max(end, box[2])
    return words


def _columns_of_ink(away: npt.NDArray[np.int16]) -> frozenset[int]:
    """How many columns of ink there are, for several shades of paper."""
    darkest = away.max(axis=0)
    counts = set()
    for share in _SHADES:
        inked = np.concatenate(([False], darkest > share * darkest.max()))
        counts.add(int((inked[1:] & ~inked[:-1]).sum()))
    return frozenset(counts)
