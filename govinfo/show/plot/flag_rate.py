"""How often each rule was broken, group by group: bars in lanes, with the counts printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from govinfo import registry
from govinfo.schema import LEVELS, require
from govinfo.show.panel import numbers
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
from govinfo.show.words import charts, number, unit_name, unit_rank

_COUNTS = ("n_flagged", "n_assessable", "n_reports")
_WHOLE = 100.0


def flag_rate(
    data: pd.DataFrame,
    *,
    by: str = "level",
    lang: str = "zh",
    font: str | Path | None = None,
    ax: Axes | None = None,
    **bar_kwargs: Any,
) -> Axes:
    """Draw the share of assessable reports that each rule flags, a lane per group.

    Parameters
    ----------
    data : DataFrame
        The frame of `govinfo.flag_rates`: ``rule``, ``by`` (key), ``n_flagged``,
        ``n_assessable`` and ``n_reports`` [reports].
    by : str, default "level"
        The column whose values stand side by side.
    lang : {"zh", "en"}, default "zh"
        Language of all that is printed.
    font : str or Path, optional
        A font file or an installed family in place of the shipped font.
    ax : Axes, optional
        Where to draw; the current Axes by default. `govinfo.show.figure` makes one that
        fits with ``rows=`` the number of rules.
    **bar_kwargs
        Passed to ``Axes.barh``, over the chart's own style.

    Returns
    -------
    Axes
        With a bar per rule and group; all lanes share one scale, which the note names.

    Raises
    ------
    SchemaError
        If a column is missing or a rule and group are repeated.
    UnknownNameError
        If ``lang`` or ``font`` does not exist.

    Notes
    -----
    Each lane prints flagged / assessable reports. Where no report of a group could be
    judged by a rule, the lane is hatched: that is not a rate of zero. Reports whose group is
    not known have no lane and are not in the note's n.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo.show
    >>> from govinfo.show import plot
    >>> rates = pd.DataFrame({"rule": "requests_balance", "level": ["county", "township"],
    ...     "n_flagged": [3, 0], "n_assessable": [60, 0], "n_reports": [80, 20]})
    >>> _, ax = govinfo.show.figure("single", lang="en", rows=1)
    >>> [text.get_text() for text in plot.flag_rate(rates, lang="en", ax=ax).texts][:2]
    ['3/60', '—']
    """
    require(data, ["rule", by, *_COUNTS], what="The data of flag_rate", key=["rule", by])
    start = canvas(ax, lang, font)
    rows = data.loc[data[by].notna()].reset_index(drop=True)
    frame = rows[["rule", by]].astype("str")
    for name in _COUNTS:
        frame[name] = numbers(rows, name)
    if frame.empty:
        return no_data(start)
    rules = _in_order(frame["rule"], list(registry.tree("flags")))
    lanes = _in_order(frame[by], [*LEVELS, *sorted(frame[by].unique(), key=unit_rank)])
    frame["row"], frame["lane"] = frame["rule"].map(rules.index), frame[by].map(lanes.index)
    judged = frame["n_assessable"] > 0
    frame["rate"] = (_WHOLE * frame["n_flagged"] / frame["n_assessable"]).where(judged)
    limit = _limit(float(frame["rate"].max()))
    _draw(start, frame, limit, bar_kwargs)
    _axes(start, rules, lanes)
    if not judged.all():
        hatched = missing_key(start)
        hatched.set_label(start.words["not_assessable"])
        key(start, [hatched], raised=1.6 * start.line)
    reports = frame.groupby("lane")["n_reports"].max().sum()
    count = number(float(reports), lang, digits=0, myriads=False)
    end = number(limit, lang, digits=1)
    note(
        start,
        start.words["flag_scale"].format(end=end),
        start.words["flag_counts"],
        start.words["reports"].format(count=count),
    )
    return start.ax


def _in_order(names: pd.Series[str], known: list[str]) -> list[str]:
    """The names that occur, those of the registry first and in its order."""
    present = set(names)
    return [name for name in dict.fromkeys([*known, *sorted(present)]) if name in present]


def _limit(highest: float) -> float:
    """The end of the scale of a lane [%]: the least round number above all rates."""
    ends: list[float] = charts()["flag_rate"]["ends"]
    return next((end for end in ends if highest <= end), _WHOLE)


def _draw(start: Canvas, frame: pd.DataFrame, limit: float, bar_kwargs: dict[str, Any]) -> None:
    style = charts()["flag_rate"]
    width = 1 - style["gap"]
    known = frame[frame["rate"].notna()]
    start.ax.barh(
        known["row"].to_numpy() + style["below"],
        known["rate"].to_numpy() / limit * width,
        left=known["lane"].to_numpy(),
        **{
            "height": style["thick"],
            "facecolor": style["face"],
            "linewidth": 0,
            **bar_kwargs,
        },
    )
    height = charts()["sizes"]["bar"]
    columns = ["row", "lane", "rate", "n_flagged", "n_assessable"]
    for row, lane, rate, flagged, assessable in frame[columns].to_numpy(dtype="float64"):
        missing = bool(rate != rate)
        if missing:
            start.ax.add_patch(missing_frame(lane, row - height / 2, width, height))
        text = start.ax.text(
            lane + (width / 2 if missing else width),
            row if missing else row - 0.7 * style["below"],
            charts()["missing"]["mark"]
            if missing
            else f"{_count(flagged, start)}/{_count(assessable, start)}",
            ha="center" if missing else "right",
            va="center",
            fontproperties=start.small,
            parse_math=False,
        )
        if missing:
            text.set_bbox({"facecolor": charts()["missing"]["face"], "edgecolor": "none", "pad": 1})


def _count(value: float, start: Canvas) -> str:
    return number(value, start.lang, digits=0, myriads=False)


def _axes(start: Canvas, rules: list[str], lanes: list[str]) -> None:
    ax, gap = start.ax, charts()["flag_rate"]["gap"]
    set_labels(start, start.words["flag_rate"], "")
    entries = registry.tree("flags")
    labels = [
        str(entries[rule][f"label_{start.lang}"]) if rule in entries else rule for rule in rules
    ]
    ax.set_yticks(range(len(rules)), labels)
    ax.set_ylim(len(rules) - 0.4, -0.6)
    ax.set_xlim(-gap / 2, len(lanes) - gap / 2)
    middles = [lane + (1 - gap) / 2 for lane in range(len(lanes))]
    ax.set_xticks(middles, [unit_name(lane, start.lang) for lane in lanes])
    ax.tick_params(axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
    ax.tick_params(axis="y", length=0)
    ax.spines[["bottom", "left"]].set_visible(False)
    for lane in range(len(lanes)):
        ax.axvline(lane, color=charts()["flag_rate"]["edge"], linewidth=0.6, zorder=2)
