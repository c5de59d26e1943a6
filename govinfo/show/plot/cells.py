"""A grid of filled cells with their numbers inside: what heatmap and coverage share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, Normalize
from matplotlib.patches import Rectangle

from govinfo.show.lightness import lightness
from govinfo.show.plot.canvas import Canvas, key, missing_frame, missing_key, set_tick_font
from govinfo.show.words import charts, unit_name, unit_rank

_STEPS = 256


def draw_cells(
    start: Canvas,
    values: pd.DataFrame,
    printed: Callable[[float], str],
    *,
    ticks: Callable[[float], str],
    limits: tuple[float, float],
    label: str,
    outside: pd.DataFrame | None = None,
    few: pd.DataFrame | None = None,
) -> None:
    """Fill a cell per value, hatch the missing ones and add the colour bar.

    ``values`` has a row per row of the chart, top first, and a column per column;
    ``printed`` may round what a cell prints, ``ticks`` prints the colour bar's ticks as
    they are; ``outside`` marks the cells from which no report is expected, ``few`` those
    whose denominator is too small, which are left grey.
    """
    ax, style = start.ax, charts()["heat"]
    fills = _map()
    scale = Normalize(*limits)
    beyond = np.zeros(values.shape, dtype=bool) if outside is None else outside.to_numpy()
    small = np.zeros(values.shape, dtype=bool) if few is None else few.to_numpy()
    numbers = values.to_numpy(dtype="float64")
    for (row, column), value in np.ndenumerate(numbers):
        if np.isnan(value):
            cell = missing_frame(column - 0.5, row - 0.5, 1, 1, outside=bool(beyond[row, column]))
            ax.add_patch(cell)
            continue
        colour = style["few"] if small[row, column] else fills(scale(value))
        ax.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5),
                1,
                1,
                facecolor=colour,
                edgecolor=style["empty"],
                linewidth=0.6,
                zorder=1,
            )
        )
        text = printed(value)
        dark = lightness(colour) < style["dark_below"]
        ax.text(
            column,
            row,
            start.words["few_cell"].format(value=text) if small[row, column] else text,
            ha="center",
            va="center",
            color=style["light_text" if dark else "dark_text"],
            fontproperties=start.small,
            parse_math=False,
        )
    _frame(start, values)
    missing = np.isnan(numbers)
    handles = []
    if (missing & ~beyond).any():
        handles.append(missing_key(start))
    if (missing & beyond).any():
        handles.append(missing_key(start, outside=True))
    key(start, handles)
    _colour_bar(start, ScalarMappable(scale, fills), ticks, label)


def _map() -> ListedColormap:
    style = charts()["heat"]
    part = np.linspace(style["low"], style["high"], _STEPS)
    return ListedColormap(colormaps[style["map"]](part))


def _frame(start: Canvas, values: pd.DataFrame) -> None:
    ax = start.ax
    ax.set_xlim(-0.5, values.shape[1] - 0.5)
    ax.set_ylim(values.shape[0] - 0.5, -0.5)
    ax.set_xticks(range(values.shape[1]), [unit_name(name, start.lang) for name in values.columns])
    ax.set_yticks(range(values.shape[0]), [unit_name(name, start.lang) for name in values.index])
    ax.tick_params(length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    for axis in (ax.xaxis, ax.yaxis):
        set_tick_font(axis, start.font)


def _colour_bar(
    start: Canvas, fills: ScalarMappable, ticks: Callable[[float], str], label: str
) -> None:
    bar = start.ax.figure.colorbar(
        fills, ax=start.ax, fraction=0.05, pad=0.02, aspect=30, format=lambda value, _: ticks(value)
    )
    bar.outline.set_visible(False)
    bar.ax.tick_params(length=2, width=0.5)
    set_tick_font(bar.ax.yaxis, start.small)
    bar.set_label(start.fold(label), fontproperties=start.small)


def in_order(labels: pd.Index) -> list[object]:
    """Rows and columns as they are drawn: years rising, regions as the registry has them."""
    if isinstance(labels, pd.CategoricalIndex):
        return list(labels.categories[labels.categories.isin(labels)])
    if pd.api.types.is_numeric_dtype(labels.dtype):
        return sorted(labels)
    return sorted(labels, key=unit_rank)


def grid(frame: pd.DataFrame, rows: str, columns: str, value: str) -> pd.DataFrame:
    """One row per ``rows`` and one column per ``columns``; no year between is left out."""
    # Not pivot_table, which would average what is repeated.
    wide = frame.pivot(  # noqa: PD010
        index=rows, columns=columns, values=value
    )
    across = in_order(wide.columns)
    down = in_order(wide.index)
    if columns == "year" and across:
        across = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    return wide.reindex(index=down, columns=across)
