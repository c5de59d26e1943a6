"""The same reports in other formats: the same facts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi

DATA = Path(__file__).parents[1] / "data"
PROSE = "narrative."


@pytest.fixture(scope="module")
def corpus() -> gi.Corpus:
    return gi.read_reports(DATA / "formats", progress=False)


@pytest.fixture(scope="module")
def listed(corpus: gi.Corpus) -> pd.DataFrame:
    listed = pd.read_csv(DATA / "formats.csv", keep_default_na=False)
    folder = f"{DATA / 'formats'}/"
    listed["place"] = [
        f"{folder}{path}!{member}" if member else f"{folder}{path}"
        for path, member in zip(listed["path"], listed["member"], strict=True)
    ]
    return listed


def test_every_document_is_read_but_the_page_that_only_links(
    corpus: gi.Corpus, listed: pd.DataFrame
) -> None:
    assert set(listed["place"]) == set(corpus.sources["path"])
    only_link, message = corpus.failures[corpus.failures["error"] == "AttachmentOnlyError"][
        ["path", "message"]
    ].iloc[0]
    assert Path(only_link).name == "only_a_link.html"
    assert "P020230119.docx" in message


def test_the_facts_are_those_of_the_report(corpus: gi.Corpus, listed: pd.DataFrame) -> None:
    truth = pd.read_csv(DATA / "truth.csv")
    facts = gi.read_reports(DATA / "formats", progress=False).facts
    by_source = {name: group for name, group in facts.groupby("source_id", observed=True)}
    ids = corpus.sources.set_index("path")["source_id"]
    for row in listed.itertuples():
        wanted = truth[truth["path"] == row.report]
        found = by_source.get(ids[row.place])
        if found is None:  # the same bytes as another document
            continue
        both = wanted.merge(found, on="metric", how="outer", suffixes=("_true", ""))
        both = both[both["status"].ne("absent")]
        different = both[
            (both["status"] != both["status_true"])
            | ~(both["value"].eq(both["value_true"]) | both["value"].isna())
            | (both["bound"].astype("str") != both["bound_true"].astype("str"))
            & both["value"].notna()
        ]
        shown = different[["metric", "value_true", "value", "status_true", "status"]]
        assert shown.to_dict("records") == [], row.place


def test_agency_year_and_date_are_those_of_the_report(
    corpus: gi.Corpus, listed: pd.DataFrame
) -> None:
    manifest = pd.read_csv(DATA / "reports" / "manifest.csv", parse_dates=["published"])
    sources = corpus.sources.set_index("path")
    both = listed.merge(manifest, left_on="report", right_on="path", validate="many_to_one")
    for row in both.itertuples():
        source = sources.loc[row.place]
        assert (source["agency"], source["year"]) == (row.agency, row.year), row.place
        assert source["published"] == row.published, row.place
