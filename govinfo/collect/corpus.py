"""The corpus: all facts, sources and failures of one reading."""

from __future__ import annotations

import html
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo.collect.store import FactStore
from govinfo.registry import OwnForms

if TYPE_CHECKING:
    import pandas as pd


class Corpus:
    """What was read from many documents.

    Every document is in ``sources`` or in ``failures``, never in neither.

    Attributes
    ----------
    facts : DataFrame
        One row per source and metric; see `govinfo.schema.FACTS`.
    sources : DataFrame
        One row per document; see `govinfo.schema.SOURCES`.
    failures : DataFrame
        One row per document that could not be read or taken apart, with the reason.
    """

    def __init__(self, store: FactStore, sources: pd.DataFrame, failures: pd.DataFrame) -> None:
        self._store = store
        self.sources = sources
        self.failures = failures

    @cached_property
    def facts(self) -> pd.DataFrame:
        """The facts frame, derived from the column buffers when first asked for."""
        return self._store.frame(self.sources)

    @property
    def current(self) -> pd.DataFrame:
        """Facts of the newest version of each agency and year, ready to be added up.

        Returns
        -------
        DataFrame
            The rows of ``facts`` whose source is ``current``; a report without an
            agency or a year is left out.
        """
        sources = self.sources
        whole = sources["current"] & sources["year"].notna() & sources["agency"].notna()
        return self.facts[self.facts["source_id"].isin(sources.loc[whole, "source_id"])]

    @property
    def own(self) -> OwnForms:
        """The forms of the user's own that the documents were read by."""
        return self._store.own

    def __len__(self) -> int:
        """How many documents were read."""
        return len(self.sources)

    def save(self, folder: str | Path) -> Path:
        """Write the corpus to ``folder`` as Parquet, one file of facts per year.

        Parameters
        ----------
        folder : str or Path
            Made if need be; an older corpus in it is replaced.

        Returns
        -------
        Path
            The folder, to be given to `govinfo.load`.
        """
        from govinfo.collect.storage import save

        return save(self._store, self.sources, self.failures, Path(folder))

    def __repr__(self) -> str:
        years = self.sources["year"].dropna()
        span = f", {years.min()}–{years.max()}" if len(years) else ""
        agencies = self.sources["agency_id"].nunique()
        return (
            f"<Corpus: {len(self.sources):,} reports of {agencies:,} agencies{span}; "
            f"{len(self._store):,} facts; {len(self.failures):,} failures>"
        )

    def _repr_html_(self) -> str:
        shown = ["agency", "level", "year", "forms", "n_reported", "path"]
        head: str = self.sources[shown].head(10).to_html(index=False, na_rep="—")
        return f"<p>{html.escape(repr(self))}</p>{head}"


def load(folder: str | Path) -> Corpus:
    """Read a corpus that `Corpus.save` wrote.

    Parameters
    ----------
    folder : str or Path
        The folder given to ``save``.

    Returns
    -------
    Corpus
        Equal to the one that was saved.

    Raises
    ------
    ReadError
        If there is no corpus in the folder.
    SchemaError
        If it was written in another version of the schema.
    """
    from govinfo.collect.storage import read

    return Corpus(*read(Path(folder)))
