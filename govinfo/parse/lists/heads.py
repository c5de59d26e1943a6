"""The heads of a statistics form: which column is the year's own.

A table may print the year beside all years, this period beside the year so far, or
three kinds of agency side by side. Only a head tells which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.parse.labels import core
from govinfo.parse.lists.rowforms import RowForm
from govinfo.registry import tree

_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LONGEST_LOOSE = 10  # characters of a head that is known by one word in it


@dataclass(frozen=True, slots=True)
class HeadWord:
    """What a head says of its column.

    ``kind`` is label, unit, code, remark, numbering (甲, 乙), value (of ``column``, and
    of ``year`` where it names one), cumulative, other (some other period or share) or
    empty for words of no meaning here. ``exact`` tells that the words are all a head's;
    else they only hold a word that makes the column another one's.
    """

    kind: str
    column: str = ""
    year: int | None = None
    exact: bool = True


@lru_cache(maxsize=8192)
def head_word(form: RowForm, text: str, above: tuple[str, ...] = ()) -> HeadWord:
    """What a printed head means in a form; ``above`` are the heads over it.

    Examples
    --------
    >>> from govinfo.parse.lists.rowforms import row_forms
    >>> from govinfo.registry import NO_FORMS
    >>> form = row_forms(NO_FORMS)[0]
    >>> [head_word(form, text).kind for text in ("统计数", "2014年度", "历年累计", "计量单位")]
    ['value', 'value', 'cumulative', 'unit']
    """
    name = core(text)
    if not name:
        return HeadWord("")
    cores = tuple(core(label) for label in above)
    meant = [
        column
        for column, labels in form.columns.items()
        if labels[-1] == name and set(labels[:-1]) <= set(cores)
    ]
    if len(meant) > 1:
        return HeadWord("")
    if meant:
        return HeadWord("value", meant[0], _year(name))
    for kind, words in _vocabulary().items():
        if name in words:
            return _own(form, None) if kind == "own" else HeadWord(kind)
    patterns = tree("labels")["statistics"]["patterns"]
    if len(name) <= _LONGEST_LOOSE and re.search(patterns["other_period"], name):
        kind = "cumulative" if re.search(patterns["cumulative"], name) else "other"
        return HeadWord(kind, exact=False)
    year = _year(name)
    return HeadWord("") if year is None else _own(form, year)


def _own(form: RowForm, year: int | None) -> HeadWord:
    """The year's own column, which only a form of one column has."""
    if len(form.columns) > 1:
        return HeadWord("")
    return HeadWord("value", next(iter(form.columns)), year)


def _year(name: str) -> int | None:
    digits = name[:4].translate(_HAN_DIGITS) + name[4:]
    found = re.fullmatch(tree("labels")["statistics"]["patterns"]["year"], digits)
    return int(found[1]) if found else None


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    heads: dict[str, list[str]] = tree("labels")["statistics"]["heads"]
    return {kind: frozenset(map(core, words)) for kind, words in heads.items()}


def value_heads(words: Sequence[HeadWord], year: int | None) -> dict[str, int]:
    """Column to the place of its head; nothing where it is not certain.

    Of several heads over one column, as 2013年度 and 2014年度 are, the one that names
    the report's year counts.

    Parameters
    ----------
    words : sequence of HeadWord
        The heads from left to right.
    year : int or None
        The year of the report.
    """
    found: dict[str, int] = {}
    for column in dict.fromkeys(word.column for word in words if word.kind == "value"):
        places = [i for i, word in enumerate(words) if word.column == column]
        if len(places) > 1:
            places = [i for i in places if year is not None and words[i].year == year]
        if len(places) != 1:
            return {}
        found[column] = places[0]
    return found


def is_unit(text: str) -> bool:
    """Whether a cell holds a unit of measure and nothing else.

    Examples
    --------
    >>> is_unit(" 条 "), is_unit("（万元）"), is_unit("条例")
    (True, True, False)
    """
    return core(text.strip().strip("()（）")) in _units()


@cache
def _units() -> frozenset[str]:
    return frozenset(tree("labels")["statistics"]["units"])
