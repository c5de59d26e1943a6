"""One printed cell: a value, or the reason why there is none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from govinfo.parse.numerals import chinese_number
from govinfo.registry import tree

# Not NFKC: it would turn the footnoted cell 5① into 51.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，＋－−﹣（）／　", "0123456789.,+---()/ ")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")
_DASH = re.compile(r"(?:[-–—―ー/\\]|无)+")
_NUMBER = re.compile(r"([+-]?)(0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(\.\d+)?")
_NOTE = re.compile(r"(?<=[\d件项条元])\s*\([^()]*[^()\d.,\s][^()]*\)$")
_MOST_DIGITS = 13  # of an amount in 元
_MOST_COUNT_DIGITS = 9
_MOST_DECIMALS = 7  # with the point
_UNIT = re.compile(r"(.*?\d)\s*\(?([^\d\s()+,.-]{1,3})\)?")
_ARROW = re.compile(r"([增减])([1-9]\d*|0)")


@dataclass(frozen=True, slots=True)
class Number:
    """``value`` is NaN unless ``status`` is ``reported``.

    ``unit`` is the money unit printed in the cell (元, 万元), or empty.
    """

    value: float
    status: str
    unit: str = ""


_BLANK = Number(math.nan, "blank")
_NOT_APPLICABLE = Number(math.nan, "not_applicable")
_UNREADABLE = Number(math.nan, "unreadable")


@lru_cache(maxsize=65536)
def read_number(text: str, kind: str = "flow") -> Number:
    """The number printed in a cell, or why there is none.

    Parameters
    ----------
    text : str
        The cell as printed.
    kind : str
        The metric's kind: ``flow``, ``stock``, ``change`` or ``money``. Only a
        change may be printed as 增5 or 减3, only money carries 元 or 万元.

    Returns
    -------
    Number
        Value and status: reported, blank, not_applicable or unreadable. Money is
        as printed; ``unit`` says in which unit.

    Examples
    --------
    >>> read_number("１，234").value
    1234.0
    >>> read_number("5①").status, read_number(" ").status, read_number("—").status
    ('unreadable', 'blank', 'not_applicable')
    """
    plain = _INVISIBLE.sub("", text.translate(_FULL_WIDTH)).replace("\xa0", " ").strip()
    if not plain:
        return _BLANK
    if _DASH.fullmatch(plain):
        return _NOT_APPLICABLE
    # A single numeral is rather the number of a torn label, and 一 may be a dash.
    numeral = chinese_number(plain) if len(plain) > 1 or plain == "零" else None
    if numeral is not None:
        return Number(float(numeral), "reported")
    note = _NOTE.search(plain)
    # 12（万元） states a unit, 22（其中修订16件） a remark: only the remark may go.
    if note and note[0].strip().strip("()") not in _units("money"):
        plain = plain[: note.start()].rstrip()
    arrow = _ARROW.fullmatch(plain)
    if arrow:
        if kind != "change":
            return _UNREADABLE
        return Number(float(arrow[2]) * (1 if arrow[1] == "增" else -1), "reported")
    number = _NUMBER.fullmatch(plain)
    unit = ""
    if number is None:
        with_unit = _UNIT.fullmatch(plain)
        if with_unit is None:
            return _UNREADABLE
        number = _NUMBER.fullmatch(with_unit[1])
        unit = with_unit[2]
        if number is None or unit not in _units(kind):
            return _UNREADABLE
    most = _MOST_DIGITS if kind == "money" else _MOST_COUNT_DIGITS
    if len(number[2].replace(",", "")) > most or len(number[3] or "") > _MOST_DECIMALS:
        return _UNREADABLE  # no agency counts in thousands of millions: cells run together
    value = float(number[0].replace(",", ""))
    return Number(value + 0.0, "reported", unit if kind == "money" else "")


@lru_cache(maxsize=8)
def _units(kind: str) -> frozenset[str]:
    units = tree("labels")["units"]
    return frozenset(units["money"] if kind == "money" else units["count"])


def in_unit(number: Number, wanted: str, stated: str) -> float:
    """``number`` in the metric's unit, 元 or 万元.

    Parameters
    ----------
    number : Number
        A reported amount; its own unit counts first.
    wanted : str
        The metric's unit.
    stated : str
        The unit that the header states, or empty.

    Returns
    -------
    float
        The amount in ``wanted``; NaN where the unit printed is none of money known here.
    """
    printed = number.unit or stated
    if printed == wanted:
        return number.value
    yuan = tree("labels")["units"]["yuan"]
    if printed not in yuan:
        return math.nan
    # Whole fen: 251000 元 is 25.1 万元, not 25.100000000000001.
    return round(number.value * float(yuan[printed]) / float(yuan[wanted]), 6)
