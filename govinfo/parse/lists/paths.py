"""Row labels with their parents: numbered lists inside lists, and what stands after 其中.

A parent is named only where the print leaves no doubt; a row whose parent is open
keeps its own label alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from govinfo.parse.lists.rowforms import split_label
from govinfo.parse.numerals import chinese_number
from govinfo.registry import tree


@dataclass(frozen=True, slots=True)
class _Item:
    """One label of the path: the style of its enumerator (0: none) and its number."""

    label: str
    style: int
    number: int
    within: bool


class Paths:
    """The path of each row of a table, row after row.

    Examples
    --------
    >>> paths = Paths()
    >>> [paths.step(label) for label in ("主动公开数", "其中：1、网站", "2、公报", "复议数")][1:]
    ['主动公开数/其中：1、网站', '主动公开数/2、公报', '复议数']
    """

    def __init__(self) -> None:
        self._open: list[_Item] = []

    def step(self, label: str) -> str:
        """The path of the next row, its labels joined by ``/``."""
        words = _within().match(label)
        item = _Item(label, *_enumerator(label), within=words is not None)
        self._open = [*self._parents(item), item]
        return "/".join(part.label for part in self._open)

    def _parents(self, item: _Item) -> list[_Item]:
        chain = self._open
        if item.within:
            # 其中：a, 其中：b are two parts of the same whole; else the row above is the whole.
            siblings = chain and chain[-1].within and _follows(chain[-1], item)
            return chain[:-1] if siblings else chain
        if not item.style:
            return []
        for depth in range(len(chain) - 1, -1, -1):
            if _follows(chain[depth], item):
                return chain[:depth]
        if item.number == 1 and chain and chain[-1].style < item.style:
            return chain
        return [part for part in chain if 0 < part.style < item.style]


def _follows(one: _Item, other: _Item) -> bool:
    """Whether two items may stand in one list, the other right behind the one."""
    return one.style == other.style and (not one.style or one.number + 1 == other.number)


def _enumerator(label: str) -> tuple[int, int]:
    """The style of the number before a label (0: none, 1: 一、 to 5: ①) and the number."""
    _, printed, style = split_label(label)
    if printed.isdecimal():
        return style, int(printed)
    numeral = chinese_number(printed)
    if numeral is None and len(printed) == 1:
        numeral = int(unicodedata.numeric(printed, 0))
    return style, numeral or 0


@cache
def _within() -> re.Pattern[str]:
    words: list[str] = tree("labels")["others"]["within"]
    return re.compile(rf"(?:{'|'.join(words)})[:：]?")
