"""The corpus: all facts, sources and failures of one reading."""

from __future__ import annotations

import html
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from govinfo.collect.store import FactStore, view
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

    @property
    def formats(self) -> pd.DataFrame:
        """What was read and what was not, by format.

        Returns
        -------
        DataFrame
            One row per ``format`` (NA where a file could not even be opened):
            ``documents``, of which ``reports`` were read and ``failures`` were not, and
            ``facts`` with any status.
        """
        return _formats(self._store, self.sources, self.failures)

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

    def __str__(self) -> str:
        table = self.formats.to_string(index=False, na_rep="unknown")
        return f"{self!r}\n{table}" if len(self.formats) else repr(self)

    def _repr_html_(self) -> str:
        shown = ["agency", "level", "year", "forms", "n_reported", "path"]
        head: str = self.sources[shown].head(10).to_html(index=False, na_rep="—")
        formats: str = self.formats.to_html(index=False, na_rep="unknown")
        return f"<p>{html.escape(repr(self))}</p>{formats}{head}"


def _formats(store: FactStore, sources: pd.DataFrame, failures: pd.DataFrame) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    facts = np.bincount(view(store.report, np.int32), minlength=len(sources))
    read = pd.DataFrame({"format": sources["format"].astype("string"), "facts": facts})
    counts = read.groupby("format").agg(reports=("facts", "size"), facts=("facts", "sum"))
    failed = failures["format"].astype("string").fillna("").value_counts()
    table = counts.join(failed.rename("failures"), how="outer").fillna(0).astype("int64")
    table["documents"] = table["reports"] + table["failures"]
    table = table.rename_axis("format").reset_index()
    table["format"] = table["format"].astype("string").mask(table["format"] == "")
    return table[["format", "documents", "reports", "failures", "facts"]]


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
