"""The agencies of a corpus: who they are, how they are spelled, whom they follow."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd

from govinfo import schema
from govinfo.collect.followed import followed
from govinfo.parse.identity.atlas import called, region

_WANTED = (
    "agency_id",
    "agency",
    "level",
    "kind",
    "region_code",
    "town_code",
    "year",
    "agency_basis",
    "spellings",
)
_LINKS = ("predecessors", "link", "link_years")
_COLUMNS = {
    "agency_id": "string",
    "agency": "string",
    "level": "category",
    "kind": "category",
    "region_code": "string",
    "town_code": "string",
    "province": "string",
    "prefecture": "string",
    "county": "string",
    "first_year": "Int16",
    "last_year": "Int16",
    "n_reports": "int64",
    "spellings": "string",
    "basis": "string",
    "predecessors": "string",
    "link": "string",
    "link_years": "string",
}


class HasSources(Protocol):
    """Anything with a sources frame, such as a corpus."""

    @property
    def sources(self) -> pd.DataFrame:
        """The sources frame."""


def agencies(corpus: HasSources) -> pd.DataFrame:
    """List the agencies of a corpus, each once.

    Parameters
    ----------
    corpus : Corpus
        Anything with the frame ``sources``.

    Returns
    -------
    DataFrame
        One row per ``agency_id``: ``agency``, ``level``, ``kind``, ``region_code`` and
        ``town_code``, the names of its ``province``, ``prefecture`` and ``county`` in its
        last year, ``first_year`` and ``last_year`` reported on, ``n_reports`` (documents),
        ``spellings`` and ``basis`` (all that are met, parted by semicolons, the most frequent
        first), and ``predecessors``: ids in this corpus that this agency goes on from,
        parted by blanks, with their ``link`` (``renamed``, ``merged``, ``split``,
        ``recoded``) and ``link_years`` (last year of the one and first of the other) in
        the same order. Reports without a named agency are left out.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    Agencies are never merged: 通渭县旅游局 and 通渭县文化和旅游局 stay two, and the link
    between them says that names or codes were changed so. It is made where a table of
    administrative reforms has that change, the unit is the same or goes on under another
    name or code, and the one falls silent no later than the other begins. Bureaus of one
    name in two counties are two agencies and are never linked.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from govinfo.schema import SOURCES
    >>> names = {2017: "通渭县旅游局", 2019: "通渭县文化和旅游局"}
    >>> sources = pd.DataFrame(
    ...     [
    ...         {"agency_id": f"621121:{name}", "agency": name, "region_code": "621121",
    ...          "level": "county", "year": year, "source_id": str(year)}
    ...         for year, name in names.items()
    ...     ],
    ...     columns=list(SOURCES.columns),
    ... )
    >>> found = agencies(SimpleNamespace(sources=sources))
    >>> found[["agency", "county", "predecessors", "link", "link_years"]].iloc[0].tolist()
    ['通渭县文化和旅游局', '通渭县', '621121:通渭县旅游局', 'merged', '2017-2019']
    """
    sources = corpus.sources
    schema.require(sources, _WANTED, what="sources")
    named = sources.loc[sources["agency"].notna(), list(_WANTED)]
    named = named.assign(agency_id=named["agency_id"].astype("string"))
    newest_last = named.sort_values("year", na_position="first", kind="stable")
    found = newest_last.drop_duplicates("agency_id", keep="last").set_index("agency_id")
    by_agency = named.groupby("agency_id", observed=True)
    found["first_year"], found["last_year"] = by_agency["year"].min(), by_agency["year"].max()
    found["n_reports"] = by_agency.size()
    found["spellings"] = _met(named, "spellings")
    found["basis"] = _met(named, "agency_basis")
    names = [
        _names(code, year)
        for code, year in zip(found["region_code"], found["last_year"], strict=True)
    ]
    for level in ("province", "prefecture", "county"):
        found[level] = [each.get(level, pd.NA) for each in names]
    found = found.reset_index().sort_values("agency_id", ignore_index=True)
    told = followed(found)
    for column in _LINKS:
        found[column] = [told.get(each, {}).get(column, "") for each in found["agency_id"]]
    return found[list(_COLUMNS)].astype(_COLUMNS)


def _met(named: pd.DataFrame, column: str) -> pd.Series:
    """Every print that is met for an agency, the most frequent first."""
    prints = named.set_index("agency_id")[column].astype("string").str.split("; ").explode()
    prints = prints[prints.notna() & (prints != "")]
    counts = prints.groupby(["agency_id", prints], sort=False).size()
    ranked = counts.sort_values(ascending=False, kind="stable").rename("n").reset_index()
    return ranked.groupby("agency_id")[column].agg("; ".join)


def _names(code: object, year: Any) -> dict[str, str]:
    """The unit and those above it, by level."""
    if not isinstance(code, str) or not called(code, "name"):
        return {}
    when = None if pd.isna(year) else int(year)
    unit = region(code, when)
    above = (region(each, when) for each in (unit.prefecture, unit.province) if each)
    return {each.level: each.name for each in (unit, *above)}
