"""The font that charts print with.

Fonts are set on the artists, one by one: what is set through ``rcParams`` is lost
when the figure is drawn later, and would change the user's other figures.
"""

from __future__ import annotations

import warnings
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from govinfo.errors import ReadError, UnknownNameError
from govinfo.show.words import words

_SHIPPED = "NotoSansSC-subset.ttf"


@cache
def shipped_font() -> Path:
    """Where the shipped subset of Noto Sans SC lies.

    Raises
    ------
    ReadError
        If the package is installed in a way that leaves no font file on disk.
    """
    with as_file(files("govinfo") / "show" / "fonts" / _SHIPPED) as path:
        if not path.exists():
            raise ReadError.at(str(path), "the shipped font is gone", "Install govinfo again.")
        return path


def properties(
    font: str | Path | None = None, *, lang: str = "zh", size: float = 8.0
) -> FontProperties:
    """Give the font of a chart as matplotlib wants it.

    Parameters
    ----------
    font : str or Path, optional
        A font file, or the name of an installed family such as ``"SimSun"``. By
        default the shipped subset of Noto Sans SC, the same on every machine.
    lang : {"zh", "en"}, default "zh"
        The language that will be printed.
    size : float, default 8.0
        Size of the text [pt].

    Returns
    -------
    FontProperties
        To be set on artists.

    Raises
    ------
    ReadError
        If ``font`` is a path and there is no such file.
    UnknownNameError
        If no installed family is called ``font``.

    Warns
    -----
    UserWarning
        If Chinese will be printed and the font has no Chinese characters.

    Examples
    --------
    >>> from govinfo.show.fonts import properties
    >>> properties(size=7.5).get_name()
    'Noto Sans SC Subset'
    """
    path = shipped_font() if font is None else _find(font)
    lacking = "".join(sorted(_printed(lang) - _characters(path)))
    if lacking:
        warnings.warn(
            f"The font {str(font)!r} ({path.name}) lacks {len(lacking)} characters that this chart "
            f"prints ({lacking[:8]}), so boxes will stand in their place. "
            "Name a Chinese font, or leave font= out to use the shipped one.",
            UserWarning,
            stacklevel=3,
        )
    return FontProperties(fname=str(path), size=size)


def _find(font: str | Path) -> Path:
    path = Path(font)
    if path.suffix.lower() in {".ttf", ".otf", ".ttc"}:
        if not path.exists():
            raise ReadError.at(str(path), "there is no such font file")
        return path
    try:
        return Path(font_manager.findfont(str(font), fallback_to_default=False))
    except ValueError:
        raise UnknownNameError.of(
            "font",
            font,
            font_manager.get_font_names(),
            "matplotlib.font_manager.get_font_names()",
        ) from None


@cache
def _characters(path: Path) -> frozenset[str]:
    return frozenset(map(chr, FT2Font(str(path)).get_charmap()))


@cache
def _printed(lang: str) -> frozenset[str]:
    """Collect the letters and ideographs among the fixed words of the charts."""
    texts = (value for value in words(lang).values() if isinstance(value, str))
    return frozenset(character for text in texts for character in text if character.isalpha())
