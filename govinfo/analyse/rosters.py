"""Who reported, region by region and year by year."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from govinfo import schema
from govinfo.analyse._grid import UNNAMED
from govinfo.analyse._groups import groupings, key_columns, plain, with_keys, years

_BY = ("province", "city", "county", "level", "year", "agency")


def coverage(
    facts: pd.DataFrame,
    roster: pd.DataFrame | None = None,
    *,
    by: str | Iterable[str] = ("province", "year"),
    regions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Share of the agencies that reported anything.

    Parameters
    ----------
    facts : DataFrame
        The facts frame; several versions of a report count once.
    roster : DataFrame, optional
        Who should have reported: ``agency_id``, ``region_code``, ``level`` and, if
        agencies come and go, ``year``. Left out, every agency seen in any year is
        expected in every year from the first to the last.
    by : str or iterable of str, default ("province", "year")
        Any of province, city, county, level, year and agency.
    regions : DataFrame, optional
        Codes and names of places as in `govinfo.regions`, if not the registry's.

    Returns
    -------
    DataFrame
        One row per group: ``n_expected`` and ``n_reported``, counts of agencies and
        years, and ``share`` [1].

    Raises
    ------
    SchemaError
        If a column is missing.
    UnknownNameError
        If a grouping does not exist.

    Notes
    -----
    An agency reported when one of its cells is ``reported``. Reports of agencies that are
    not on the roster, and reports without an agency or a year, are not counted.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> facts = pd.DataFrame(
    ...     {
    ...         "agency_id": ["a", "a", "b"],
    ...         "year": [2022, 2023, 2023],
    ...         "level": "county",
    ...         "status": "reported",
    ...     }
    ... )
    >>> gi.coverage(facts, by=["level", "year"])
        level  year  n_expected  n_reported  share
    0  county  2022           2           1    0.5
    1  county  2023           2           2    1.0
    """
    names = groupings(by, known=_BY)
    schema.require(facts, ("agency_id", "year", "status"), what="facts")
    frame = _agencies(facts, names) if roster is None else roster
    schema.require(frame, ("agency_id",), what="roster")
    if "year" not in frame:
        frame = frame.merge(years(facts), how="cross")
    wanted = with_keys(frame, names, regions, what="roster").drop_duplicates(["agency_id", "year"])
    pair = ["agency_id", "year"]
    seen = facts.loc[facts["status"] == "reported", pair].drop_duplicates()
    wanted = _merging(wanted).merge(
        _merging(seen).assign(_seen=1), on=pair, how="left", validate="one_to_one"
    )
    keys = key_columns(names)
    counted = wanted[keys].assign(
        n_expected=1, n_reported=wanted["_seen"].fillna(0).astype("int64")
    )
    if keys:
        found = counted.groupby(keys, dropna=False, observed=True).sum(min_count=1).reset_index()
    else:
        found = counted.sum(min_count=1).to_frame().T
    found = found.astype({"n_expected": "int64", "n_reported": "int64"})
    return plain(found).assign(share=(found["n_reported"] / found["n_expected"]).astype("float64"))


def _agencies(facts: pd.DataFrame, by: Iterable[str]) -> pd.DataFrame:
    """Describe each agency that the facts name as its newest report does."""
    columns = [name for name in ("agency", "level", "region_code") if name in facts]
    # An agency without a name or a year cannot be expected anywhere.
    named = ~facts["agency_id"].astype("string").str.startswith(UNNAMED).fillna(True)
    kept = facts.loc[named.astype("bool") & facts["year"].notna()]
    described = kept[["agency_id", *columns, "year"]].sort_values("year", kind="stable")
    newest = described.drop_duplicates("agency_id", keep="last")
    return newest.drop(columns="year").sort_index(ignore_index=True)


def _merging(frame: pd.DataFrame) -> pd.DataFrame:
    """Keys of one dtype on both sides of a merge."""
    return frame.assign(
        agency_id=frame["agency_id"].astype("string"), year=frame["year"].astype("Int16")
    )
