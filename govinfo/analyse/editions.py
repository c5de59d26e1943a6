"""Several documents for one agency and year, compared."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govinfo import schema
from govinfo.model import HasFrames

_OF_ONE = ["agency_id", "year"]
_FROM_SOURCES = (
    "agency",
    *_OF_ONE,
    "source_id",
    "path",
    "url",
    "published",
    "scope",
    "current",
)


def versions(corpus: HasFrames) -> pd.DataFrame:
    """Compare the documents that one agency has for one year.

    Reports are altered after they are published and posted in several places. All
    versions are kept; one is ``current``: the newest published, of several of one day or
    without a date the one with most reported cells.

    Parameters
    ----------
    corpus : Corpus
        Anything with the frames ``facts`` and ``sources``.

    Returns
    -------
    DataFrame
        One row per document of an agency and year that have several, the current one
        first: ``agency``, ``agency_id``, ``year``, ``source_id``, ``path``, ``url``,
        ``published``, ``scope`` and ``current``; ``n_reported`` cells, of which
        ``n_shared`` are also reported in the current version and ``n_differ`` have
        another value there, ``n_only_here`` and ``n_only_current``; ``metrics``, those
        that differ, parted by blanks. Empty where every agency and year has one document.

    Raises
    ------
    SchemaError
        If a column is missing.

    Notes
    -----
    Two documents may differ because they cover different things: compare ``scope``.
    Documents without an agency or a year are compared with none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS, SOURCES
    >>> fact = {"agency_id": "a", "year": 2023, "metric": "rules.issued", "status": "reported"}
    >>> facts = [
    ...     fact | {"source_id": "x", "value": 3.0},
    ...     fact | {"source_id": "y", "value": 4.0},
    ... ]
    >>> source = {"agency_id": "a", "agency": "甲县人民政府", "year": 2023}
    >>> sources = [
    ...     source | {"source_id": "x", "path": "new.html", "current": True},
    ...     source | {"source_id": "y", "path": "old.html", "current": False},
    ... ]
    >>> corpus = SimpleNamespace(
    ...     facts=pd.DataFrame(facts, columns=list(FACTS.columns)),
    ...     sources=pd.DataFrame(sources, columns=list(SOURCES.columns)),
    ... )
    >>> gi.versions(corpus)[["path", "current", "n_shared", "n_differ", "metrics"]]
           path  current  n_shared  n_differ       metrics
    0  new.html     True         1         0
    1  old.html    False         1         1  rules.issued
    """
    schema.require(corpus.sources, _FROM_SOURCES, what="sources")
    schema.require(corpus.facts, ("source_id", "metric", "value", "status"), what="facts")
    found = _repeated(corpus.sources)
    cells = _reported(corpus.facts, found["source_id"])
    mine = cells.reindex(found["source_id"]).to_numpy()
    theirs = cells.reindex(found.pop("_current")).to_numpy()
    here, there = ~np.isnan(mine), ~np.isnan(theirs)
    differs = here & there & (mine != theirs)
    names = cells.columns.to_numpy()
    return found.assign(
        n_reported=here.sum(axis=1),
        n_shared=(here & there).sum(axis=1),
        n_differ=differs.sum(axis=1),
        n_only_here=(here & ~there).sum(axis=1),
        n_only_current=(there & ~here).sum(axis=1),
        metrics=pd.array([" ".join(names[row]) for row in differs], dtype="string"),
    )


def _repeated(sources: pd.DataFrame) -> pd.DataFrame:
    """The documents of agencies and years that have several, with the id of the current one."""
    known = sources["agency"].notna() & sources["year"].notna()
    found = sources.loc[known, list(_FROM_SOURCES)]
    found = found[found.duplicated(_OF_ONE, keep=False)]
    newest = found.loc[found["current"].astype(bool), [*_OF_ONE, "source_id"]]
    found = found.merge(
        newest.rename(columns={"source_id": "_current"}),
        on=_OF_ONE,
        how="left",
        validate="many_to_one",
    )
    order = [*_OF_ONE, "current", "published"]
    return found.sort_values(
        order, ascending=[True, True, False, False], kind="stable"
    ).reset_index(drop=True)


def _reported(facts: pd.DataFrame, source_ids: pd.Series[str]) -> pd.DataFrame:
    """The reported values of these documents, a row per document and a column per metric."""
    wanted = facts["source_id"].isin(source_ids) & (facts["status"] == "reported")
    cells = facts.loc[wanted, ["source_id", "metric", "value"]]
    plain = cells.astype({"source_id": "string", "metric": "string", "value": "float64"})
    return plain.pivot_table(index="source_id", columns="metric", values="value", aggfunc="first")
