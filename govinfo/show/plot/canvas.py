"""What all charts share: an Axes with its fonts, note, key and mark of missing values."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import ScaledTranslation

from govinfo.show.figures import text_size
from govinfo.show.fonts import properties
from govinfo.show.words import charts, words

_HAIRLINE = 0.75  # [pt]
_LINE_HEIGHT = 1.35  # of the size of the text
_WIDE_FROM = "\u2e80"  # characters from here on are as wide as they are high


@dataclass(frozen=True, slots=True)
class Canvas:
    """An Axes, the language it prints in and the two sizes of its font."""

    ax: Axes
    lang: str
    font: FontProperties
    small: FontProperties

    @property
    def words(self) -> Any:
        """The fixed words in the canvas's language."""
        return words(self.lang)

    @property
    def line(self) -> float:
        """Height of a line of small text [pt]."""
        return float(self.small.get_size_in_points() * _LINE_HEIGHT)

    def width(self) -> float:
        """Width of the Axes before layout [pt], good enough to choose columns by."""
        figure = self.ax.figure
        return float(self.ax.get_position().width * figure.bbox.width / figure.dpi * 72)

    def fold(self, label: str) -> str:
        """Break a label that runs along the vertical axis into lines that fit it."""
        figure = self.ax.figure
        height = self.ax.get_position().height * figure.bbox.height / figure.dpi * 72
        per_line = height / self.font.get_size_in_points()  # ideographs to a line
        if any(character >= _WIDE_FROM for character in label):
            at = label.find("（")
            return f"{label[:at]}\n{label[at:]}" if at > 0 and len(label) > per_line else label
        return textwrap.fill(label, max(12, int(per_line / 0.55)), break_long_words=False)

    def text_width(self, text: str) -> float:
        """About how wide ``text`` is in the small font [pt]."""
        wide = sum(character >= _WIDE_FROM for character in text)
        return float(self.small.get_size_in_points() * (wide + 0.55 * (len(text) - wide)))


def canvas(ax: Axes | None, lang: str, font: str | Path | None) -> Canvas:
    """Start a chart: the current Axes where none is given, without top and right frame."""
    words(lang)
    if ax is None:
        import matplotlib.pyplot as plt

        ax = plt.gca()
    base = properties(font, lang=lang, size=text_size(ax))
    small = base.copy()
    small.set_size(base.get_size_in_points() * charts()["sizes"]["small"])
    ax.spines[["top", "right"]].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_linewidth(_HAIRLINE)
    for axis in (ax.xaxis, ax.yaxis):
        set_tick_font(axis, base)
        axis.set_tick_params(width=_HAIRLINE, length=3)
    return Canvas(ax, lang, base, small)


def set_tick_font(axis: Axis, font: FontProperties) -> None:
    """Set the font of an axis's tick labels; ticks made later copy it from the first."""
    for tick in axis.get_major_ticks():
        for label in (tick.label1, tick.label2):
            label.set_fontproperties(font)
            label.set_parse_math(False)
    axis.get_offset_text().set_fontproperties(font)


def set_labels(start: Canvas, x: str, y: str) -> None:
    """Name both axes; a long name beside the Axes is folded to its height."""
    for text in (
        start.ax.set_xlabel(x, fontproperties=start.font),
        start.ax.set_ylabel(start.fold(y), fontproperties=start.font),
    ):
        text.set_parse_math(False)


def note(start: Canvas, *parts: str) -> Text | None:
    """Write the parts that are not empty below the horizontal axis, to the right.

    Parts that would run out of the Axes to the left stand on lines of their own.
    """
    said = [part for part in parts if part]
    if not said:
        return None
    text = start.words["join"].join(said)
    if start.text_width(text) > start.width():
        text = "\n".join(said)
    # Hung on the axis label, so that it keeps clear of it whatever the layout does.
    return start.ax.annotate(
        text,
        xy=(1, 0),
        xycoords=("axes fraction", start.ax.xaxis.label),
        xytext=(0, -0.35 * start.line),
        textcoords="offset points",
        ha="right",
        va="top",
        fontproperties=start.small,
        parse_math=False,
        annotation_clip=False,
    )


def key(start: Canvas, handles: Sequence[Artist], *, raised: float = 0.0) -> None:
    """Put a key above the Axes, in as many columns as fit, ``raised`` by points."""
    if not handles:
        return
    ax = start.ax
    columns = _columns(start, [str(handle.get_label()) for handle in handles])
    lift = ScaledTranslation(0, (raised + 2) / 72, ax.figure.dpi_scale_trans)
    legend = ax.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + lift,
        ncols=columns,
        prop=start.small,
        frameon=False,
        borderaxespad=0,
        borderpad=0.2,
        handlelength=2.4,
        columnspacing=1.2,
        labelspacing=0.35,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)


def _columns(start: Canvas, labels: Sequence[str]) -> int:
    """As many columns as fit beside each other; a key is filled column by column."""
    handle = 4.1 * start.small.get_size_in_points()  # line, its gap and the gap between columns
    widths = [start.text_width(label) + handle for label in labels]
    for columns in range(len(labels), 1, -1):
        rows = -(-len(labels) // columns)
        taken = sum(max(widths[at : at + rows]) for at in range(0, len(widths), rows))
        if rows * (columns - 1) < len(labels) and taken <= start.width():
            return columns
    return 1


def no_data(start: Canvas) -> Axes:
    """Say that there is nothing to draw, rather than draw an empty frame."""
    ax = start.ax
    ax.set_xticks([])
    ax.set_yticks([])
    ax.text(
        0.5,
        0.5,
        start.words["no_data"],
        transform=ax.transAxes,
        ha="center",
        va="center",
        fontproperties=start.font,
    )
    return ax


def missing_frame(
    x: float, y: float, width: float, height: float, *, outside: bool = False
) -> Rectangle:
    """Draw a missing value as a hatched frame; one outside the regime is solid and empty."""
    style = charts()["outside" if outside else "missing"]
    return Rectangle(
        (x, y),
        width,
        height,
        facecolor=style["face"],
        edgecolor=style["edge"],
        hatch=style.get("hatch"),
        linewidth=0.5,
        zorder=1.5,
    )


def missing_key(start: Canvas, *, outside: bool = False) -> Patch:
    """Give the key's entry for `missing_frame`."""
    style = charts()["outside" if outside else "missing"]
    return Patch(
        facecolor=style["face"],
        edgecolor=style["edge"],
        hatch=style.get("hatch"),
        linewidth=0.5,
        label=start.words["outside" if outside else "missing"],
    )
