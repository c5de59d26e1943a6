"""What became of the requests: stacked bars of outcomes, hatched, to 100 %."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from govinfo.show.breaks import breaks
from govinfo.show.outcomes import outcomes
from govinfo.show.plot.breaklines import mark_breaks
from govinfo.show.plot.canvas import (
    Canvas,
    canvas,
    key,
    missing_frame,
    missing_key,
    no_data,
    note,
    set_labels,
)
from govinfo.show.words import charts, coverage_note, unit_name, unit_rank, words

_WHOLE = 100.0


def composition(
    data: pd.DataFrame,
    *,
    by: str = "year",
    lang: str = "zh",
    font: str | Path | None = None,
    ax: Axes | None = None,
    **bar_kwargs: Any,
) -> Axes:
    """Draw the shares of the six outcomes of concluded requests, one bar per year or group.

    The outcomes are granted, partly granted, denied, unavailable, not processed and
    other; which metrics make each is in ``registry/charts.toml``.

    Parameters
    ----------
    data : DataFrame
        A facts frame or an aggregate frame (``metric``, ``value``, ``n_reported``,
        ``n_expected`` and ``by``).
    by : str, default "year"
        Column with a bar per value. Bars of anything but years lie, for their names'
        sake, and the data must then be of one year.
    lang : {"zh", "en"}, default "zh"
        Language of all that is printed.
    font : str or Path, optional
        A font file or an installed family in place of the shipped font.
    ax : Axes, optional
        Where to draw; the current Axes by default.
    **bar_kwargs
        Passed to ``Axes.bar`` or ``Axes.barh``, over the chart's own style.

    Returns
    -------
    Axes
        With one bar container per outcome; shares in per cent of all six.

    Raises
    ------
    SchemaError
        If a column is missing, a metric is repeated within a bar, or bars of groups mix
        years.
    UnknownNameError
        If ``lang`` or ``font`` does not exist.

    Notes
    -----
    Of a facts frame only those agencies count whose outcomes are all reported: the note
    says how many they are. A bar whose outcomes are not all known is an empty hatched
    frame with a dash: a missing part is never taken as zero. A bar whose outcomes are
    all reported as zero is a ``0``.

    Examples
    --------
    >>> import govinfo.show
    >>> from govinfo.show import plot
    >>> from govinfo.registry import metric_names
    >>> import pandas as pd
    >>> totals = [m for m in metric_names() if m.startswith("requests.") and m.endswith(".total")]
    >>> frame = pd.DataFrame({"year": 2023, "metric": totals, "value": 2.0,
    ...                       "n_reported": 5, "n_expected": 5})
    >>> frame = frame[frame["metric"] != "requests.other.total.total"]
    >>> _, ax = govinfo.show.figure("single", lang="en")
    >>> len(plot.composition(frame, lang="en", ax=ax).containers)
    6
    """
    bars = outcomes(data, by)
    start = canvas(ax, lang, font)
    names = list(charts()["outcomes"])
    if bars.empty:
        return no_data(start)
    if by == "year":
        bars = bars.set_index(by).reindex(range(int(bars[by].min()), int(bars[by].max()) + 1))
    else:
        bars = bars.sort_values(by, key=lambda column: column.map(unit_rank)).set_index(by)
    upright = by == "year"
    positions = [float(place) for place in (bars.index if upright else range(len(bars)))]
    counts = bars[names].sum(axis=1, min_count=len(names))
    shares = bars[names].div(counts.where(counts > 0), axis=0) * _WHOLE
    handles: list[Artist] = _stack(start, shares, positions, upright, bar_kwargs)
    width = float(bar_kwargs.get("width" if upright else "height", charts()["sizes"]["bar"]))
    for place, count in zip(positions, counts, strict=True):
        _unlike(start, place, float(count), width, upright)
    if counts.isna().any():
        handles.append(missing_key(start))
    _axes(start, bars, positions, upright)
    raised = 0.0
    if upright:
        first, last = int(bars.index.min()), int(bars.index.max())
        raised = mark_breaks(start, breaks(_any_part(), first, last, lang))
    key(start, handles, raised=raised)
    drawn = bars[bars["reported"].notna()]
    note(
        start,
        coverage_note(drawn["reported"].tolist(), drawn["expected"].tolist(), lang),
        start.words["uneven"] if bars["uneven"].eq(True).any() else "",
    )
    return start.ax


def _any_part() -> str:
    """One metric of the table of outcomes: they all break in the same years."""
    first = next(iter(charts()["outcomes"].values()))
    return str(first["parts"][0][0])


def _stack(
    start: Canvas,
    shares: pd.DataFrame,
    positions: list[float],
    upright: bool,
    bar_kwargs: dict[str, Any],
) -> list[Artist]:
    """Draw the bars outcome by outcome; a bar that is not known has no height."""
    handles: list[Artist] = []
    base = shares.iloc[:, 0] * 0.0
    draw, thick, foot = (
        (start.ax.bar, "width", "bottom") if upright else (start.ax.barh, "height", "left")
    )
    for name, style in charts()["outcomes"].items():
        look = {
            "facecolor": style["colour"],
            "edgecolor": style["ink"],
            "hatch": style["hatch"],
            "linewidth": 0.4,
            "label": style[f"label_{start.lang}"],
        }
        draw(
            positions,
            shares[name].to_numpy(),
            **{thick: charts()["sizes"]["bar"], foot: base.to_numpy(), **look, **bar_kwargs},
        )
        base = base + shares[name]
        handles.append(Patch(**look))
    return handles


def _unlike(start: Canvas, place: float, count: float, width: float, upright: bool) -> None:
    """Mark a bar that is missing or has nothing to share out."""
    missing = count != count
    if not missing and count > 0:
        return
    if missing:
        corner = (place - width / 2, 0.0) if upright else (0.0, place - width / 2)
        size = (width, _WHOLE) if upright else (_WHOLE, width)
        start.ax.add_patch(missing_frame(*corner, *size))
    middle = _WHOLE / 2 if missing else 0.0
    text = start.ax.text(
        *((place, middle) if upright else (middle, place)),
        charts()["missing"]["mark"] if missing else words(start.lang)["zero"],
        ha="center" if missing or upright else "left",
        va="center" if missing or not upright else "bottom",
        fontproperties=start.font,
    )
    if missing:
        text.set_bbox({"facecolor": charts()["missing"]["face"], "edgecolor": "none", "pad": 1.5})


def _axes(start: Canvas, bars: pd.DataFrame, positions: list[float], upright: bool) -> None:
    ax = start.ax
    if upright:
        set_labels(start, start.words["year"], start.words["share"])
        step = max(1, round(start.text_width("20190") * len(bars) / start.width() + 0.4))
        ax.set_xticks(positions[::step], [f"{year}" for year in bars.index[::step]])
        ax.set_xlim(positions[0] - 0.6, positions[-1] + 0.6)
        ax.set_ylim(0, _WHOLE)
    else:
        set_labels(start, start.words["share"], "")
        ax.set_yticks(positions, [unit_name(unit, start.lang) for unit in bars.index])
        ax.set_ylim(positions[-1] + 0.6, positions[0] - 0.6)
        ax.set_xlim(0, _WHOLE)
        ax.tick_params(axis="y", length=0)
