"""Frames → Axes: charts, the fonts they print with, and figures of a journal's size.

Nothing here loads matplotlib until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govinfo.show import plot
    from govinfo.show.figures import figure, save

__all__ = ["figure", "plot", "save"]

_HOME_OF = {"figure": "govinfo.show.figures", "save": "govinfo.show.figures"}


def __getattr__(name: str) -> Any:
    if name == "plot":
        return importlib.import_module("govinfo.show.plot")
    if name in _HOME_OF:
        return getattr(importlib.import_module(_HOME_OF[name]), name)
    raise AttributeError(f"module 'govinfo.show' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
