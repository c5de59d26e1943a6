"""Ruling lines in a picture, and the fields that they enclose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from govinfo.read.ocr.raster import Mask, parts, strokes, thickened

# In heights of a character:
_LINE = 1.6  # shorter is a stroke
_LONG = 8.0  # such lines are drawn, and so are those that meet them
_SHORT_LINE = 0.9  # drawn where it goes from line to line, …
_TOUCH = 0.1  # … touching both
_BAR = 0.6  # thicker is no line
_MEET = 0.3  # what lines may lack to meet

_FEWEST_ENDS = 3  # of lines that end side by side
_MOST_LINES = 1000  # of a table
_MOST_INSIDE = 0.4  # of the page that a field may be, …
_MOST_AT_EDGE = 0.04  # … and one at its edge


@dataclass(frozen=True, slots=True)
class Fields:
    """Ruling lines, and the numbers of the fields that they enclose."""

    level: Mask
    upright: Mask
    labels: npt.NDArray[np.int32]
    boxes: dict[int, tuple[int, int, int, int]]
    inside: Mask


def enclosed_fields(dark: Mask, height: float) -> Fields:
    """Find the ruling lines, and what they enclose that is not the page itself."""
    level, upright = _ruling(dark, height)
    reach = int(_MEET * height) | 1
    walls = thickened(level, 3, reach) | thickened(upright, reach, 3)
    _close(walls, upright, reach)
    _close(walls.T, level.T, reach)
    found = parts(~walls, corners=False)
    labels = found.labels
    at_edge = np.zeros(len(found.area), dtype=np.bool_)
    for side in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
        at_edge[side] = True
    most = np.where(at_edge, _MOST_AT_EDGE, _MOST_INSIDE) * dark.size
    enclosed = (found.area <= most) & (np.minimum(found.width, found.tall) > _MEET * height)
    enclosed[0] = False
    boxes = found.boxes()
    kept = {i: boxes[i - 1] for i in np.flatnonzero(enclosed).tolist()}
    inside = thickened(found.only(enclosed), reach + 2, reach + 2)
    return Fields(level, upright, labels, kept, inside)


def _close(walls: Mask, upright: Mask, near: int) -> None:
    """Draw a wall where lines end side by side: a page's end, or a table without sides."""
    lines = parts(upright).boxes()
    if len(lines) > _MOST_LINES:
        return
    for side in (1, 3):
        ends = sorted((line[side] - (side == 3), line[0], line[2]) for line in lines)
        for group in _close_by(ends, near):
            if len(group) < _FEWEST_ENDS:
                continue
            first, last = group[0][0], group[-1][0]
            in_order = sorted(group, key=lambda end: end[1])
            for (_, left, _), (_, _, right) in pairwise(in_order):
                if not any(
                    left < x < right and y < first - near and last + near < y_end
                    for x, y, _, y_end in lines
                ):
                    walls[first : last + 1, left:right] = True


def _close_by(
    ends: Sequence[tuple[int, int, int]], near: int
) -> Iterator[list[tuple[int, int, int]]]:
    """Ends of lines in groups, each within reach of the group's first."""
    group: list[tuple[int, int, int]] = []
    for end in ends:
        if group and end[0] - group[0][0] > near:
            yield group
            group = []
        group.append(end)
    yield group


def _ruling(dark: Mask, height: float) -> tuple[Mask, Mask]:
    """Level and upright strokes that meet long ones; others may be parts of characters."""
    length, long = int(_LINE * height), int(_LONG * height)
    level, upright = _thin(dark, 1, length, height), _thin(dark, length, 1, height)
    seeds = strokes(level, 1, long) | strokes(upright, long, 1)
    reach = int(_MEET * height) | 1
    together = parts(thickened(level | upright, reach, reach))
    drawn = np.zeros(len(together.area), dtype=np.bool_)
    drawn[together.labels[seeds]] = True
    drawn_here = together.only(drawn)
    level, upright = level & drawn_here, upright & drawn_here
    return (
        level | _short_lines(dark.T, upright.T, height).T,
        upright | _short_lines(dark, level, height),
    )


def _short_lines(dark: Mask, across: Mask, height: float) -> Mask:
    """Upright strokes that go from one line across to the next: the sides of low cells."""
    found = parts(_thin(dark, int(_SHORT_LINE * height), 1, height))
    near = max(2, int(_TOUCH * height))
    close = thickened(across, 2 * near + 1, 1)
    middle = found.left + found.width // 2
    return found.only(close[found.top, middle] & close[found.top + found.tall - 1, middle])


def _thin(dark: Mask, tall: int, wide: int, height: float) -> Mask:
    """Straight strokes that are at least so long and are no bars."""
    found = parts(strokes(dark, tall, wide))
    return found.only((found.tall if tall == 1 else found.width) <= _BAR * height)
