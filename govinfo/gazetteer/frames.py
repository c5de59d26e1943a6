"""The table of units as frames, for users."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from govinfo.gazetteer import table
from govinfo.gazetteer.search import find, uppers_of
from govinfo.gazetteer.table import Unit, units

if TYPE_CHECKING:
    import pandas as pd


def regions(year: int | None = None, *, towns: bool = False) -> pd.DataFrame:
    """Provinces, prefectures and counties of a year, and their towns if asked for.

    Parameters
    ----------
    year : int, optional
        The year on whose 31 December they are valid, from 1980 on; the newest if None.
        For years after the last that is known, the newest as well.
    towns : bool, default False
        Whether to give towns, townships and subdistricts, too. They are known for mid-2023
        only and the same for every year; a town whose county was not there is left out.

    Returns
    -------
    DataFrame
        One row per unit: ``code`` (key; six-digit GB/T 2260, towns nine), ``name``,
        ``short`` (甘肃, 庆阳), ``level`` (province, prefecture, county or township),
        ``parent`` (code), ``province``, ``province_name``, ``prefecture`` and
        ``prefecture_name`` (the units it lies in, empty where there is none), ``first`` and
        ``last`` (years with this code and name, NA where it is older than the table or
        still holds), ``successors`` (codes, parted by blanks, of the year after ``last``),
        ``change`` (renamed, recoded, merged or split), and of the 34 provinces ``name_en``
        and ``tile_row`` and ``tile_column``, their place on a grid of tiles.

    Raises
    ------
    UnknownNameError
        If the table does not reach that year.

    Notes
    -----
    The table takes 0.3 MB and is read at the first call, never by ``import govinfo``.
    Counts of prefectures and counties are those of the Ministry of Civil Affairs from 2002 on.
    Sources are named in ``data/build_regions.py``.

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.regions().set_index("code").loc["621121", "name"]
    '通渭县'
    >>> gi.regions(2009).set_index("code").loc["110103", ["name", "successors"]].tolist()
    ['崇文区', '110101']
    >>> gi.regions(2023).groupby("level").size().to_dict()
    {'county': 2844, 'prefecture': 333, 'province': 34}
    """
    valid = units(year)
    rows = list(valid.values())
    if towns:
        rows += [town for town in table.towns() if town.parent in valid]
    return _typed([_unit_row(unit, valid) for unit in rows], _UNIT)


def region(
    code_or_name: str, *, year: int | None = None, within: str | None = None
) -> pd.DataFrame:
    """All units that a code or a name may mean: candidates, never a guess.

    Parameters
    ----------
    code_or_name : str
        A code of six digits (towns: nine), a name (朝阳区), a short name (甘肃, 庆阳) or a
        chain of them (北京市朝阳区, 甘肃庆阳西峰区), each lying in the one before it.
    year : int, optional
        The year on whose 31 December it is meant; the newest if None.
    within : str, optional
        Code or name of a unit that it lies in.

    Returns
    -------
    DataFrame
        One row per candidate: ``code``, ``name``, ``level``, ``province``,
        ``province_name``, ``prefecture``, ``prefecture_name``, ``first``, ``last``,
        ``status`` and ``successors``. The status is unique or ambiguous where units of
        that year bear the name, else former or later: no unit of that year does, but one
        before or after; then ``successors`` are the codes, parted by blanks, that it has in
        that year, empty where they are not known. No row where the name is not known.

    Raises
    ------
    UnknownNameError
        If the table does not reach that year.

    Notes
    -----
    A full name goes before a short one, a county before a town. Towns are known for
    mid-2023 only, whatever the year.

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.region("朝阳区")[["code", "province_name", "status"]].to_records(index=False).tolist()
    [('110105', '北京市', 'ambiguous'), ('220104', '吉林省', 'ambiguous')]
    >>> gi.region("朝阳区", within="吉林")["code"].tolist()
    ['220104']
    >>> gi.region("崇文区", year=2015)[["status", "successors"]].iloc[0].tolist()
    ['former', '110101']
    """
    rows = []
    for found in find(str(code_or_name), year, within):
        unit = found.unit
        province, prefecture = uppers_of(unit, table.checked_year(year))
        rows.append(
            (
                *(unit.code, unit.name, unit.level),
                *(unit.province, province, unit.prefecture, prefecture),
                *(unit.first, unit.last, found.status, " ".join(found.successors)),
            )
        )
    return _typed(rows, _CANDIDATE)


_CANDIDATE = (
    *("code", "name", "level", "province", "province_name", "prefecture", "prefecture_name"),
    *("first", "last", "status", "successors"),
)
_UNIT = (
    *("code", "name", "short", "level", "parent", "province", "province_name", "prefecture"),
    *("prefecture_name", "first", "last", "successors", "change"),
    *("name_en", "tile_row", "tile_column"),
)
_NUMBERS = {"first": "Int16", "last": "Int16", "tile_row": "Int8", "tile_column": "Int8"}


def _unit_row(unit: Unit, valid: Mapping[str, Unit]) -> tuple[object, ...]:
    province, prefecture = (
        valid[code].name if code in valid else "" for code in (unit.province, unit.prefecture)
    )
    return (
        *(unit.code, unit.name, unit.short, unit.level, unit.parent),
        *(unit.province, province, unit.prefecture, prefecture),
        *(unit.first, unit.last, " ".join(unit.successors), unit.change),
        *(unit.name_en, unit.tile_row, unit.tile_column),
    )


def _typed(rows: Sequence[tuple[object, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=list(columns))
    return frame.astype({name: _NUMBERS.get(name, "str") for name in columns})
