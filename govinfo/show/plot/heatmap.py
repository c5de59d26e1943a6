"""A value per region and year as the fill of a cell, with the number inside."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from govinfo.show.panel import panel
from govinfo.show.plot.canvas import canvas, no_data, note, set_labels
from govinfo.show.plot.cells import draw_cells, grid
from govinfo.show.words import (
    axis_label,
    coverage_note,
    inexact_note,
    is_indicator,
    number,
    small_below,
    value_text,
)


def heatmap(
    data: pd.DataFrame,
    *,
    rows: str = "province",
    columns: str = "year",
    value: str = "value",
    metric: str | None = None,
    lang: str = "zh",
    font: str | Path | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a metric or an indicator by region and year.

    Parameters
    ----------
    data : DataFrame
        A facts, aggregate or indicator frame with one row per ``rows`` and ``columns``.
    rows, columns : str, default "province" and "year"
        The columns of ``data`` that run down and across. Region codes are printed as
        names, in the registry's order.
    value : str, default "value"
        The column that fills the cells.
    metric : str, optional
        Which metric or indicator to draw; may be left out where the data say so.
    lang : {"zh", "en"}, default "zh"
        Language of all that is printed.
    font : str or Path, optional
        A font file or an installed family in place of the shipped font.
    ax : Axes, optional
        Where to draw; the current Axes by default.

    Returns
    -------
    Axes
        With a patch per cell; the colour bar stands in an Axes of its own.

    Raises
    ------
    SchemaError
        If a column is missing or a cell is repeated.
    UnknownNameError
        If ``metric``, ``lang`` or ``font`` does not exist.

    Notes
    -----
    One hue, from light to dark; a missing value is hatched, a reported zero is the
    lightest cell and prints 0. A cell is grey where the denominator of an indicator is
    below 30: too few cases to compare.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo.show
    >>> from govinfo.show import plot
    >>> frame = pd.DataFrame({
    ...     "province": ["620000", "620000", "110000"], "year": [2022, 2023, 2023],
    ...     "metric": "requests.new.total", "value": [0.0, 80.0, 900.0]})
    >>> _, ax = govinfo.show.figure("single", lang="en", rows=2)
    >>> ax = plot.heatmap(frame, lang="en", ax=ax)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['Beijing', 'Gansu']
    """
    chosen = panel(data, metric, [rows, columns], what="The data of heatmap", value=value)
    start = canvas(ax, lang, font)
    frame, name = chosen.frame, chosen.name
    if name is None or not frame["value"].notna().any():
        return no_data(start)
    own = value == "value"

    def ticks(cell: float) -> str:
        return value_text(name, cell, lang) if own else number(cell, lang)

    def printed(cell: float) -> str:
        return value_text(name, cell, lang, digits=1) if own else number(cell, lang, digits=2)

    low, high = float(frame["value"].min()), float(frame["value"].max())
    if low >= 0 and not is_indicator(name):
        low = 0.0
    draw_cells(
        start,
        grid(frame, rows, columns, "value"),
        printed,
        ticks=ticks,
        limits=(low, high if high > low else low + 1),
        label=axis_label(name, lang) if own else value,
        few=grid(frame, rows, columns, "few").eq(True),
    )
    set_labels(start, start.words["year"] if columns == "year" else "", "")
    few = frame["few"] & frame["value"].notna()
    counts = frame.groupby(columns)[["reported", "expected"]].sum(min_count=1)
    drawn = counts[counts["reported"].notna()]
    note(
        start,
        coverage_note(drawn["reported"].tolist(), drawn["expected"].tolist(), lang),
        inexact_note(float(frame["inexact"].sum()), lang),
        start.words["grey"].format(few=f"{small_below(name):.0f}") if few.any() else "",
    )
    return start.ax
