"""Values and labels of tables of no registered form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.parse.cells import Number, read_number
from govinfo.parse.fold import to_simplified
from govinfo.parse.labels import has_han
from govinfo.registry import tree

_IN_CELL_UNIT = re.compile(r"\d\s*[(（]?([^\W\d_]{1,3}|[%％])[)）]?")
_GAPS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class OtherCell:
    """A value cell of such a table with the labels it stands under.

    ``row`` and ``column`` count from 1; ``start`` and ``end`` are offsets in the
    document's text, both 0 for a cell of a grid.
    """

    row: int
    column: int
    row_label: str
    column_label: str
    raw: str
    number: Number
    unit: str
    start: int = 0
    end: int = 0


@cache
def words(part: str) -> frozenset[str]:
    """The heads and units that ``labels.toml`` lists for tables of no registered form."""
    found: list[str] = tree("labels")["others"][part]
    return frozenset(found)


@lru_cache(maxsize=4096)
def is_unit(text: str) -> bool:
    """Whether a print is a unit of count or money, in either script."""
    return to_simplified(text.strip()) in words("units_printed")


def clean(text: str) -> str:
    """A label on one line, without the gaps that line breaks left between Han characters."""
    return _GAPS.sub(lambda gap: "" if _within_han(gap) else " ", text.strip())


def _within_han(gap: re.Match[str]) -> bool:
    text = gap.string
    return has_han(text[gap.start() - 1 : gap.start()]) and has_han(text[gap.end() : gap.end() + 1])


def read_other(text: str, unit: str) -> tuple[Number, str]:
    """A printed value of no known metric, and the unit in the cell or else ``unit``."""
    money = tree("labels")["units"]["yuan"]
    for kind in ("money",) if unit in money else ("flow", "money", "change"):
        number = read_number(text, kind)
        if number.status != "unreadable":
            break
    printed = _IN_CELL_UNIT.search(text) if number.status == "reported" else None
    own = printed[1] if printed and is_unit(printed[1]) else ""
    return number, own or unit
