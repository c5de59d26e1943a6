"""Flags of the real reports, read from the documents themselves."""

import json
from pathlib import Path

import pytest

import govinfo as gi

REPORTS = Path(__file__).parents[3] / "shared" / "reports"

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="no golden reports here")


@pytest.fixture(scope="module")
def flagged():
    """Findings, with the name of the document in the place of its id."""
    names = {path.name.removesuffix(".meta.json") for path in REPORTS.glob("*.meta.json")}
    paths = [
        path
        for path in sorted(REPORTS.iterdir())
        if path.name.split(".")[0] in names and path.suffix not in (".csv", ".json")
    ]
    assert len(paths) == len(names)
    corpus = gi.read_reports(paths)
    assert corpus.failures.empty
    named = {
        row.source_id: Path(str(row.path)).name.split(".")[0] for row in corpus.sources.itertuples()
    }
    found = gi.flag(corpus.facts, corpus.sources)
    return found.assign(document=found["source_id"].astype("object").map(named))


def test_no_real_report_is_accused_of_an_error(flagged):
    assert not (flagged["severity"] == "error").any()


def test_the_town_that_cites_the_plan_of_2021_is_told_so(flagged):
    stale = flagged.query("rule == 'stale_basis' and severity == 'warning'")
    assert stale["document"].tolist() == ["seed_002"]
    assert "2021年政务公开工作要点" in stale["evidence_zh"].iloc[0]


def test_lists_that_come_to_their_total_are_let_be(flagged):
    parts = flagged.query("rule == 'narrative_parts' and severity != 'na'")
    assert parts.empty


def test_what_is_left_are_a_late_report_and_an_empty_one(flagged):
    rest = flagged.query("severity != 'na' and rule != 'stale_basis'")
    assert sorted(zip(rest["rule"], rest["document"], strict=True)) == [
        ("all_zero", "seed_004"),
        ("late", "pingtan_2011_civil_air_defence"),
    ]


def test_every_document_is_judged_by_every_rule_or_told_why_not(flagged):
    documents = {path.name.removesuffix(".meta.json") for path in REPORTS.glob("*.meta.json")}
    assert set(flagged["document"].dropna()) == documents
    kinds = {
        path.name.removesuffix(".meta.json"): json.loads(path.read_text(encoding="utf-8"))["year"]
        for path in REPORTS.glob("*.meta.json")
    }
    unknown = {name for name, year in kinds.items() if year is None}
    late = flagged.query("rule == 'late' and severity == 'na'")
    assert unknown <= set(late["document"])
