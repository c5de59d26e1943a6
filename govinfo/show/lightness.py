"""How light a colour is to the eye, and so in a greyscale print."""

from __future__ import annotations

from typing import Any

from matplotlib.colors import to_rgb

#: sRGB to relative luminance (IEC 61966-2-1, D65).
_WEIGHTS = (0.2126, 0.7152, 0.0722)


def lightness(colour: Any) -> float:
    """CIE L* of a colour, from 0 (black) to 100 (white).

    Examples
    --------
    >>> from govinfo.show.lightness import lightness
    >>> round(lightness("#000000")), round(lightness("#777777")), round(lightness("white"))
    (0, 50, 100)
    """
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    luminance = sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
    if luminance <= (6 / 29) ** 3:
        return float(luminance * (29 / 3) ** 3)
    return float(116 * luminance ** (1 / 3) - 16)
