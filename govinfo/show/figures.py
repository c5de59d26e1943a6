"""Figures of a journal's size, and files that a journal takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from govinfo.errors import UnknownNameError
from govinfo.show.words import LANGUAGES, charts

_MM = 25.4

#: 42 embeds outlines as TrueType, so that text stays text and publishers accept the file.
_TYPE_42: dict[Any, Any] = {"pdf.fonttype": 42, "ps.fonttype": 42}


def figure(
    preset: str = "single", *, lang: str = "zh", rows: int | None = None
) -> tuple[Figure, Axes]:
    """Make a figure of the width that journals ask for, with one Axes.

    Parameters
    ----------
    preset : {"single", "one_and_half", "double", "slide"}, default "single"
        Width 90, 140, 190 or 254 mm; 80 and 170 mm for ``single`` and ``double``
        where ``lang`` is Chinese. Charts drawn in it take the preset's size of text.
    lang : {"zh", "en"}, default "zh"
        The language of the publication.
    rows : int, optional
        Number of rows of a heatmap or of horizontal bars: the height grows with it.
        Without it the height is 0.62 of the width.

    Returns
    -------
    tuple of Figure and Axes
        A figure with constrained layout that belongs to no window and no ``pyplot``
        state.

    Raises
    ------
    UnknownNameError
        If there is no such preset or language.

    Examples
    --------
    >>> import govinfo.show
    >>> fig, ax = govinfo.show.figure("double", lang="en")
    >>> round(float(fig.get_figwidth()) * 25.4)
    190
    """
    presets, sizes = charts()["presets"], charts()["sizes"]
    if lang not in LANGUAGES:
        raise UnknownNameError.of("language", lang, LANGUAGES, "lang='zh' or lang='en'")
    local = f"{lang}_{preset}"
    found = presets.get(local, presets.get(preset))
    if found is None:
        raise UnknownNameError.of("preset", preset, presets, "registry/charts.toml")
    width = found["width"] / _MM
    height = sizes["height_to_width"] * width
    if rows is not None:
        height = (rows + sizes["margin_rows"]) * sizes["row"] * found["text"] / 72
    drawn = Figure(figsize=(width, height), layout="constrained")
    return drawn, drawn.add_subplot()


def save(
    figure: Figure | Axes,
    stem: str | Path,
    formats: Sequence[str] = ("png", "pdf"),
    dpi: float = 300,
) -> list[Path]:
    """Write a figure to one file per format, at its exact size.

    Parameters
    ----------
    figure : Figure or Axes
        What to save; of an Axes, the whole figure it stands in.
    stem : str or Path
        Path without suffix; the suffix is the format.
    formats : sequence of str, default ("png", "pdf")
        Any of png, pdf, svg, eps, ps, tiff, jpg.
    dpi : float, default 300
        Resolution of pixel formats [1/inch].

    Returns
    -------
    list of Path
        The files written, in the order of ``formats``.

    Raises
    ------
    UnknownNameError
        If matplotlib cannot write a format. Nothing is written then.
    """
    whole = figure.figure if isinstance(figure, Axes) else figure
    while not isinstance(whole, Figure):
        whole = whole.figure
    supported = whole.canvas.get_supported_filetypes()
    for suffix in formats:
        if suffix not in supported:
            raise UnknownNameError.of("figure format", suffix, supported, "savefig of matplotlib")
    written = []
    for suffix in formats:
        path = Path(f"{stem}.{suffix}")
        with mpl.rc_context(_TYPE_42):
            whole.savefig(path, format=suffix, dpi=dpi)
        written.append(path)
    return written


def text_size(ax: Axes) -> float:
    """Size of text [pt] of the preset whose width the figure has, else 8 pt."""
    width = ax.figure.bbox.width / ax.figure.dpi * _MM
    for preset in charts()["presets"].values():
        if abs(width - preset["width"]) < 0.5:
            return float(preset["text"])
    return float(charts()["sizes"]["text"])
