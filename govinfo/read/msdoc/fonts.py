"""The names of the fonts of an old Word file, by which signs are told."""

from __future__ import annotations

from govinfo.read.msdoc.streams import Streams

_FONTS = 15
_HEAD = 4
_NAME = 40


def font_names(streams: Streams) -> list[str]:
    """The names of the fonts in their order ([MS-DOC] SttbfFfn); a torn one ends them."""
    table = streams.structure(_FONTS)
    names: list[str] = []
    at = _HEAD
    while at < len(table):
        end = at + 1 + table[at]
        name = table[at + _NAME : end].decode("utf-16-le", errors="replace")
        names.append(name.partition("\0")[0])
        at = end
    return names
