"""Where one number comes from: its cell or its sentence, and its document."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govinfo import registry, schema
from govinfo.collect.sections import split_sections
from govinfo.errors import UnknownNameError
from govinfo.model import HasFrames
from govinfo.parse.narrative.prose import read_narrative
from govinfo.parse.narrative.shown import sentence_of

_PROSE = "narrative"

_FROM_SOURCES = ("title", "path", "url", "published", "current")
_COLUMNS = (
    "agency",
    "year",
    "metric",
    "label_zh",
    "label_en",
    "value",
    "unit",
    "status",
    "method",
    "bound",
    "raw",
    "at",
    "sentence",
    *_FROM_SOURCES,
)


def explain(corpus: HasFrames, agency: str, year: int, metric: str) -> pd.DataFrame:
    """Show what was printed behind a number: cell or sentence, place and document.

    Parameters
    ----------
    corpus : Corpus
        Anything with the frames ``facts`` and ``sources``.
    agency : str
        An agency's id, its full name, or a part of the name that only it has.
    year : int
        The year reported on.
    metric : str
        Id of `govinfo.metrics`.

    Returns
    -------
    DataFrame
        One row per document of that agency and year: ``agency``, ``year``, ``metric``,
        ``label_zh``, ``label_en``, ``value`` [``unit``], ``unit``, ``status``, ``method``,
        ``bound``, ``raw``, ``at``, ``sentence`` (of a number in the prose, the number
        in 【】; NA for cells of tables), ``title``, ``path``, ``url``, ``published``,
        ``current``; the current version first. No row: that year has no such fact.

    Raises
    ------
    SchemaError
        If a column is missing.
    UnknownNameError
        If the metric or the agency does not exist, or a part of a name fits several.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS, SOURCES
    >>> fact = {
    ...     "agency_id": "a",
    ...     "agency": "甲县人民政府",
    ...     "year": 2023,
    ...     "metric": "rules.issued",
    ...     "value": 22,
    ...     "raw": "22（其中修订16件）",
    ...     "source_id": "x",
    ...     "at": "table 1, row 3, column 2",
    ... }
    >>> source = {"source_id": "x", "path": "a.html", "narrative": ""}
    >>> corpus = SimpleNamespace(
    ...     facts=pd.DataFrame([fact], columns=list(FACTS.columns)),
    ...     sources=pd.DataFrame([source], columns=list(SOURCES.columns)),
    ... )
    >>> gi.explain(corpus, "甲县", 2023, "rules.issued")[["value", "raw", "at", "path"]]
       value           raw                       at    path
    0     22  22（其中修订16件）  table 1, row 3, column 2  a.html
    """
    row = registry.metric(metric, getattr(corpus, "own", registry.NO_FORMS))
    facts, sources = corpus.facts, corpus.sources
    wanted = ("agency_id", "agency", "year", "metric", "value", "unit", "status", "method")
    schema.require(facts, (*wanted, "bound", "raw", "at", "source_id"), what="facts")
    schema.require(sources, ("source_id", "narrative", *_FROM_SOURCES), what="sources")
    agency_id = _agency(facts, agency)
    chosen = facts.loc[
        (facts["agency_id"] == agency_id) & (facts["year"] == year) & (facts["metric"] == metric)
    ]
    chosen = chosen.assign(sentence=_sentences(chosen, sources))
    left = chosen.assign(
        source_id=chosen["source_id"].astype("string"),
        label_zh=row["label_zh"],
        label_en=row["label_en"],
    )
    right = sources[["source_id", *_FROM_SOURCES]]
    right = right.assign(source_id=right["source_id"].astype("string"))
    # One document may lie at several paths, so a fact may have several rows here.
    found = left.merge(right, on="source_id", how="left", validate="one_to_many")
    newest = found.sort_values(["current", "published"], ascending=False, kind="stable")
    return newest[list(_COLUMNS)].reset_index(drop=True)


def _sentences(facts: pd.DataFrame, sources: pd.DataFrame) -> pd.Series[str]:
    """The sentence of each fact of the prose, with what was read in it marked."""
    texts = dict(zip(sources["source_id"].astype("string"), sources["narrative"], strict=True))
    shown = [
        _sentence(texts.get(str(fact.source_id)), fact) if fact.form == _PROSE else None
        for fact in facts.itertuples()
    ]
    return pd.Series(shown, index=facts.index, dtype="string")


def _sentence(narrative: object, fact: Any) -> str | None:
    """Read the stored prose once more; None where it doesn't hold the number as printed."""
    if not isinstance(narrative, str) or not isinstance(fact.raw, str):
        return None
    texts = {section.key: section.text for section in split_sections(narrative)}
    year = None if pd.isna(fact.year) else int(fact.year)
    agency = fact.agency if isinstance(fact.agency, str) else None
    for found in read_narrative(texts, year=year, agency=agency):
        if found.metric == fact.metric and _packed(found.raw) == _packed(fact.raw):
            text = texts[found.section]
            start, end = sentence_of(text, found.start, found.end)
            before, after = text[start : found.start], text[found.end : end]
            return f"{before}【{text[found.start : found.end]}】{after}"
    return None


def _packed(printed: str) -> str:
    return "".join(printed.split())


def _agency(facts: pd.DataFrame, wanted: str) -> str:
    """Find the id that is meant by an id, a name or a part of a name."""
    pairs = facts[["agency_id", "agency"]].drop_duplicates().astype("string")
    if (pairs["agency_id"] == wanted).any():
        return wanted
    for fits in (
        pairs["agency"] == wanted,
        pairs["agency"].str.contains(wanted, regex=False),
    ):
        found = pairs.loc[fits.fillna(False)].drop_duplicates("agency_id")
        if len(found) == 1:
            return str(found["agency_id"].iloc[0])
        if len(found) > 1:
            names = [f"{name} ({id_})" for id_, name in found.itertuples(index=False)]
            raise UnknownNameError(
                f"{len(names)} agencies fit {wanted!r}: {', '.join(names[:10])}"
                f"{', …' if len(names) > 10 else ''}. Give the full name or the id."
            )
    known = [*pairs["agency"].dropna().unique(), *pairs["agency_id"].dropna().unique()]
    raise UnknownNameError.of("agency", wanted, known, "corpus.sources")
