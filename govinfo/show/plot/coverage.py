"""Who reported: the share of agencies with a report, by region and year."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from matplotlib.axes import Axes

from govinfo.schema import require
from govinfo.show.panel import numbers
from govinfo.show.plot.canvas import canvas, no_data, note, set_labels
from govinfo.show.plot.cells import draw_cells, grid
from govinfo.show.words import coverage_note, number, percent

_WHOLE = 100.0


def coverage(
    data: pd.DataFrame,
    *,
    rows: str = "province",
    lang: str = "zh",
    font: str | Path | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share of agencies that published a report, by region and year.

    Parameters
    ----------
    data : DataFrame
        The frame of `govinfo.coverage`: ``rows``, ``year`` (key), ``n_expected`` and
        ``n_reported`` [agencies].
    rows : str, default "province"
        The column that runs down. Region codes are printed as names.
    lang : {"zh", "en"}, default "zh"
        Language of all that is printed.
    font : str or Path, optional
        A font file or an installed family in place of the shipped font.
    ax : Axes, optional
        Where to draw; the current Axes by default.

    Returns
    -------
    Axes
        With a patch per cell; shares in per cent.

    Raises
    ------
    SchemaError
        If a column is missing or a region and year is repeated.
    UnknownNameError
        If ``lang`` or ``font`` does not exist.

    Notes
    -----
    A cell is hatched where nobody reported, or where the frame does not hold the region
    and year; it is empty with a solid edge where no report is expected.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo.show
    >>> from govinfo.show import plot
    >>> frame = pd.DataFrame({"province": "620000", "year": [2022, 2023],
    ...                       "n_expected": [50, 52], "n_reported": [50, 48]})
    >>> _, ax = govinfo.show.figure("single", lang="en", rows=1)
    >>> [text.get_text() for text in plot.coverage(frame, lang="en", ax=ax).texts][:2]
    ['100', '92']
    """
    what = "The data of coverage"
    require(data, [rows, "year", "n_expected", "n_reported"], what=what)
    known = data.dropna(subset=[rows, "year"])
    require(known, [], what=what, key=[rows, "year"])
    frame = known[[rows]].reset_index(drop=True)
    frame["year"] = known["year"].astype("int64").to_numpy()
    frame["expected"], frame["reported"] = (
        numbers(known, "n_expected"),
        numbers(known, "n_reported"),
    )
    start = canvas(ax, lang, font)
    if frame.empty:
        return no_data(start)
    someone = (frame["reported"] > 0) & (frame["expected"] > 0)
    frame["share"] = (_WHOLE * frame["reported"] / frame["expected"]).where(someone)
    frame["outside"] = frame["expected"] == 0
    draw_cells(
        start,
        grid(frame, rows, "year", "share"),
        lambda share: percent(share, _WHOLE),
        ticks=lambda share: number(share, lang),
        limits=(0.0, _WHOLE),
        label=start.words["published"],
        outside=grid(frame, rows, "year", "outside").eq(True),
    )
    set_labels(start, start.words["year"], "")
    years = frame.groupby("year")[["reported", "expected"]].sum(min_count=1)
    note(start, coverage_note(years["reported"].tolist(), years["expected"].tolist(), lang))
    return start.ax
