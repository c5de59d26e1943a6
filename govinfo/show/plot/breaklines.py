"""Dashed lines where a new form or law begins, with their labels above the Axes."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo.show.breaks import Break
from govinfo.show.plot.canvas import Canvas
from govinfo.show.words import charts


def mark_breaks(start: Canvas, found: Sequence[Break]) -> float:
    """Draw the breaks with their labels above the Axes; give the height taken [pt]."""
    style = charts()["breaks"]
    width = start.width()
    left, right = start.ax.get_xlim()
    ends: list[float] = []  # right end of the last label in each row of labels
    for one in found:
        start.ax.axvline(
            one.year - 0.5,
            color=style["colour"],
            linewidth=style["line"],
            linestyle=(0, (4, 3)),
            label="_break",
            zorder=1,
        )
        place = (one.year - 0.5 - left) / (right - left)
        half = start.text_width(one.label) / 2 / width
        place_of_text = max(min(place, 1 - half), half)
        row = next((at for at, end in enumerate(ends) if end < place_of_text - half), len(ends))
        ends[row : row + 1] = [place_of_text + half + 4 / width]
        start.ax.annotate(
            one.label,
            xy=(place_of_text, 1),
            xycoords="axes fraction",
            xytext=(0, 2 + row * start.line),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=style["colour"],
            fontproperties=start.small,
            annotation_clip=False,
        )
    return len(ends) * start.line
