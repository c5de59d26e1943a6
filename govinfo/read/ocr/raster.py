"""Pictures as arrays, and the few operations on them that are done by OpenCV."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

#: Shades of grey, 0 black: rows from the top, columns from the left.
Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_NEIGHBOURHOOD = 61  # pixels, the middle shade of which is the paper's
_NEARER = 31  # pixels, to whose mean a pixel is compared
_FAINTEST = 9  # shades that ink is darker than that mean
_NOISE = 3.0  # times the median noise: fainter is noise


class Parts(NamedTuple):
    """The connected parts of a mask.

    ``labels`` has the number of each pixel's part, 0 where there is none; the other
    arrays have an entry for each number, of which the first is of no use.
    """

    labels: npt.NDArray[np.int32]
    left: npt.NDArray[np.int32]
    top: npt.NDArray[np.int32]
    width: npt.NDArray[np.int32]
    tall: npt.NDArray[np.int32]
    area: npt.NDArray[np.int32]

    def boxes(self) -> list[tuple[int, int, int, int]]:
        """The left, top, right and bottom edges of each part."""
        left, top = self.left[1:], self.top[1:]
        edges = np.stack((left, top, left + self.width[1:], top + self.tall[1:]), axis=1)
        return [(a, b, c, d) for a, b, c, d in edges.tolist()]

    def only(self, kept: Mask) -> Mask:
        """The pixels of some parts."""
        chosen = kept.copy()
        chosen[0] = False
        found: Mask = chosen[self.labels]
        return found


def parts(mask: Mask, *, corners: bool = True) -> Parts:
    """Find the parts of a mask that are connected, over ``corners`` too or over sides only."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask.astype(np.uint8), connectivity=8 if corners else 4
    )
    return Parts(np.asarray(labels, dtype=np.int32), *np.asarray(stats, dtype=np.int32).T)


def differing(grey: Grey) -> Mask:
    """Whether a pixel differs from the paper, whatever its shade, more than those around it."""
    import cv2

    smooth = cv2.GaussianBlur(grey, (5, 5), 1.0)
    noise = float(np.median(cv2.absdiff(grey, smooth)))
    paper = cv2.medianBlur(grey, _NEIGHBOURHOOD)
    flat = 255 - cv2.absdiff(smooth if noise > 1 else grey, paper)
    kind, way = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    least = max(_FAINTEST, _NOISE * noise)
    found = cv2.adaptiveThreshold(flat, 1, kind, way, _NEARER, least)
    return np.asarray(found, dtype=np.bool_)


def strokes(mask: Mask, tall: int, wide: int) -> Mask:
    """What of a mask is at least so tall and wide."""
    import cv2

    shape = np.ones((max(tall, 1), max(wide, 1)), np.uint8)
    found = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, shape)
    return np.asarray(found, dtype=np.bool_)


def thickened(mask: Mask, tall: int, wide: int) -> Mask:
    """A mask with all that is within half of so many pixels of it."""
    import cv2

    shape = np.ones((max(tall, 1), max(wide, 1)), np.uint8)
    return np.asarray(cv2.dilate(mask.astype(np.uint8), shape), dtype=np.bool_)


def resized(grey: Grey, scale: float) -> Grey:
    """A picture made larger or smaller."""
    import cv2

    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def turned(grey: Grey, degrees: float) -> Grey:
    """A picture turned counterclockwise around its middle, paper in its corners."""
    import cv2

    rows, columns = grey.shape
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), degrees, 1.0)
    paper = (float(np.median(grey)),)
    found = cv2.warpAffine(grey, turn, (columns, rows), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(found, np.uint8)
