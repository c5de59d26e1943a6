"""Lines by year, a style per group; a missing year is a gap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from govinfo.errors import SchemaError
from govinfo.show.breaks import Break, breaks
from govinfo.show.panel import Panel, panel
from govinfo.show.plot.breaklines import mark_breaks
from govinfo.show.plot.canvas import Canvas, canvas, key, no_data, note, set_labels
from govinfo.show.words import (
    axis_label,
    charts,
    coverage_note,
    inexact_note,
    is_indicator,
    small_below,
    unit_name,
    unit_rank,
    value_text,
)

_NAN = float("nan")


def trend(
    data: pd.DataFrame,
    metric: str | None = None,
    *,
    by: str | None = None,
    lang: str = "zh",
    font: str | Path | None = None,
    ax: Axes | None = None,
    **line_kwargs: Any,
) -> Axes:
    """Draw a metric or an indicator by year, one line per group.

    Parameters
    ----------
    data : DataFrame
        A facts frame (summed over agencies as `govinfo.aggregate` does), an aggregate
        frame (``year``, ``metric``, ``value``, ``n_reported``, ``n_expected``) or an
        indicator frame (``year``, ``value``, ``numerator``, ``denominator``, ``n``), one
        row per year and group.
    metric : str, optional
        Which metric or indicator to draw; may be left out where the data say so.
    by : str, optional
        Column with the groups, at most six of them.
    lang : {"zh", "en"}, default "zh"
        Language of all that is printed.
    font : str or Path, optional
        A font file or an installed family in place of the shipped font.
    ax : Axes, optional
        Where to draw; the current Axes by default.
    **line_kwargs
        Passed to ``Axes.plot`` for every line, over the chart's own style.

    Returns
    -------
    Axes
        With one line per group.

    Raises
    ------
    SchemaError
        If a column is missing, a year is repeated within a group, or there are too many
        groups to tell apart.
    UnknownNameError
        If ``metric``, ``lang`` or ``font`` does not exist.

    Notes
    -----
    A year without a value is a gap and is never bridged. Where a new form or law begins
    there is a dashed vertical line; a line goes on across it only if the crosswalk
    grades the link ``exact``, and as a thin dashed bridge if it is ``approx``. A marker
    is hollow where the denominator of an indicator is below 30.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo.show
    >>> from govinfo.show import plot
    >>> frame = pd.DataFrame({
    ...     "year": [2019, 2020, 2022], "metric": "requests.new.total",
    ...     "value": [120.0, 150.0, 90.0], "n_reported": 12, "n_expected": 13})
    >>> _, ax = govinfo.show.figure("single", lang="en")
    >>> ax = plot.trend(frame, lang="en", ax=ax)
    >>> ax.get_ylabel(), len(ax.get_lines())
    ('Requests received (number)', 2)
    """
    keys = ["year"] if by is None else ["year", by]
    chosen = panel(
        data,
        metric,
        keys,
        what="The data of trend",
        hint="Name the column that tells the rows apart with by=, or aggregate over it first.",
    )
    start = canvas(ax, lang, font)
    frame, name = chosen.frame, chosen.name
    if name is None or not frame["value"].notna().any():
        return no_data(start)
    groups = _groups(frame, by)
    first, last = int(frame["year"].min()), int(frame["year"].max())
    found = breaks(name, first, last, lang)
    handles = [
        _line(start, rows, number_, label, found, line_kwargs)
        for number_, (label, rows) in enumerate(groups)
    ]
    _axes(start, chosen, first, last)
    raised = mark_breaks(start, found)
    if by is not None:
        key(start, handles, raised=raised)
    _note(start, chosen)
    return start.ax


def _groups(frame: pd.DataFrame, by: str | None) -> list[tuple[object, pd.DataFrame]]:
    if by is None:
        return [(None, frame)]
    present = frame[by].drop_duplicates()
    most = len(charts()["groups"])
    if len(present) > most:
        raise SchemaError(
            f"trend tells at most {most} groups apart, and column {by!r} holds {len(present)}. "
            "Choose some of them, or draw a heatmap."
        )
    order = list(present.cat.categories) if isinstance(present.dtype, pd.CategoricalDtype) else []
    ranked = sorted(present, key=lambda value: order.index(value) if order else unit_rank(value))
    return [(value, frame[frame[by] == value]) for value in ranked]


def _line(
    start: Canvas,
    rows: pd.DataFrame,
    rank: int,
    group: object,
    found: list[Break],
    line_kwargs: dict[str, Any],
) -> Artist:
    """Draw one group: NaN parts the years where there is a gap or a break."""
    values = rows.set_index("year")["value"]
    few = rows.set_index("year")["few"]
    whole = range(int(values.index.min()), int(values.index.max()) + 1)
    parting = {one.year for one in found if one.grade != "exact"}
    x: list[float] = []
    y: list[float] = []
    hollow: list[int] = []
    for year in whole:
        if year in parting:
            x.append(year - 0.5)
            y.append(_NAN)
        if bool(few.get(year, False)):
            hollow.append(len(x))
        x.append(year)
        y.append(float(values.get(year, _NAN)))
    style = charts()["groups"][rank]
    sizes = charts()["sizes"]
    drawn = {
        "color": style["colour"],
        "linestyle": style["dash"] if style["dash"] == "solid" else (0, tuple(style["dash"])),
        "marker": style["marker"],
        "markersize": sizes["marker"],
        "markeredgecolor": charts()["missing"]["face"],
        "markeredgewidth": 0.4,
        "linewidth": sizes["line"],
        "label": "_line" if group is None else unit_name(group, start.lang),
        "zorder": 3,
        **line_kwargs,
    }
    (line,) = start.ax.plot(x, y, **drawn)
    for one in found:
        if one.grade == "approx":
            _bridge(start.ax, line, values, one.year)
    if hollow:
        start.ax.plot(
            [x[place] for place in hollow],
            [y[place] for place in hollow],
            linestyle="none",
            marker=line.get_marker(),
            markersize=line.get_markersize(),
            markeredgecolor=line.get_color(),
            markeredgewidth=0.8,
            markerfacecolor=charts()["missing"]["face"],
            label="_few",
            zorder=line.get_zorder() + 0.1,
        )
    return line


def _bridge(ax: Axes, line: Line2D, values: pd.Series[float], year: int) -> None:
    ends = [float(values.get(end, _NAN)) for end in (year - 1, year)]
    ax.plot(
        [year - 1, year],
        ends,
        color=line.get_color(),
        linewidth=charts()["breaks"]["bridge"],
        linestyle=(0, (2, 2)),
        label="_bridge",
        zorder=line.get_zorder() - 0.1,
    )


def _axes(start: Canvas, chosen: Panel, first: int, last: int) -> None:
    ax, name = start.ax, str(chosen.name)
    set_labels(start, start.words["year"], axis_label(name, start.lang))
    ax.set_xlim(first - 0.4, last + 0.4)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10], min_n_ticks=1))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
    ax.yaxis.set_major_formatter(
        FuncFormatter(lambda value, _: value_text(name, value, start.lang))
    )
    low, high = float(chosen.frame["value"].min()), float(chosen.frame["value"].max())
    if low >= 0 and not is_indicator(name):
        top = max(high, 1.0)
        ax.set_ylim(-0.03 * top, 1.06 * top)  # room for the markers of reported zeros


def _note(start: Canvas, chosen: Panel) -> None:
    frame = chosen.frame
    years = frame.groupby("year")[["reported", "expected"]].sum(min_count=1)
    drawn = years[years["reported"].notna()]
    few = (frame["few"] & frame["value"].notna()).any()
    note(
        start,
        coverage_note(drawn["reported"].tolist(), drawn["expected"].tolist(), start.lang),
        inexact_note(float(frame["inexact"].sum()), start.lang),
        start.words["few"].format(few=f"{small_below(str(chosen.name)):.0f}") if few else "",
    )
