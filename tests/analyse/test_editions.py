"""Several documents of one agency and year."""

from types import SimpleNamespace

import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse import versions
from govinfo.errors import SchemaError


@pytest.fixture
def corpus(make_facts, join, sources_of):
    facts = join(
        make_facts(
            {"rules.issued": 2, "rules.repealed": "blank", "fees.amount": 5}, source_id="old"
        ),
        make_facts({"rules.issued": 3, "rules.repealed": 1, "fees.amount": 5}, source_id="new"),
        make_facts({"rules.issued": 3}, source_id="copy"),
        make_facts({"rules.issued": 9}, agency_id="620421:乙", source_id="alone"),
    )
    sources = sources_of(facts)
    sources["current"] = ~sources["source_id"].isin(["old", "copy"])
    return SimpleNamespace(facts=facts, sources=sources)


def test_versions_are_compared_with_the_current_one(corpus) -> None:
    found = versions(corpus).set_index("source_id")
    assert set(found.index) == {"new", "old", "copy"}
    assert found.index[0] == "new"
    counts = found[["n_reported", "n_shared", "n_differ", "n_only_here", "n_only_current"]]
    assert counts.loc["new"].tolist() == [3, 3, 0, 0, 0]
    assert counts.loc["old"].tolist() == [2, 2, 1, 0, 1]
    assert counts.loc["copy"].tolist() == [1, 1, 0, 0, 2]
    assert found.loc["old", "metrics"] == "rules.issued"
    assert found.loc["copy", "metrics"] == ""


def test_agencies_with_one_document_have_no_versions(corpus) -> None:
    corpus.sources = corpus.sources[corpus.sources["source_id"].isin(["new", "alone"])]
    found = versions(corpus)
    assert found.empty
    assert "n_differ" in found.columns


def test_documents_of_unknown_agencies_and_years_are_no_versions_of_one_another(corpus) -> None:
    corpus.sources["year"] = pd.array([pd.NA] * 4, dtype="Int16")
    assert versions(corpus).empty


def test_empty_frames_have_no_versions() -> None:
    corpus = SimpleNamespace(facts=schema.empty(schema.FACTS), sources=schema.empty(schema.SOURCES))
    assert versions(corpus).empty


def test_a_missing_column_is_named(corpus) -> None:
    corpus.sources = corpus.sources.drop(columns="published")
    with pytest.raises(SchemaError, match="published"):
        versions(corpus)
