"""Real reports against the facts that a person confirmed in them."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

import govinfo as gi

FOLDER = Path(__file__).parents[2] / "shared" / "reports"
READ_WHOLE = (
    "blank_form_2021",
    "huaian_city_2024",
    "seed_000",
    "seed_001",
    "seed_002",
    "seed_003",
    "seed_004",
    "shanghai_general_office_2019",
    "shuyang_county_drc_2023",
)
GLUED = ("pingtan_2019_finance_bureau", "pingtan_2024_region")
TEXT = [*READ_WHOLE, *sorted({path.stem for path in FOLDER.glob("pingtan_*.txt")})]
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the golden reports are not here")


def _document(name: str) -> Path:
    kinds = (".txt", ".html", ".pdf", ".docx")
    return next(path for path in FOLDER.glob(f"{name}.*") if path.suffix in kinds)


def _truth(name: str) -> dict[str, dict[str, str]]:
    with (FOLDER / f"{name}.facts.csv").open(encoding="utf-8") as file:
        return {row["metric"]: row for row in csv.DictReader(file)}


def _meta(name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads((FOLDER / f"{name}.meta.json").read_text("utf-8"))
    return found


@pytest.mark.parametrize("name", TEXT)
def test_no_number_of_a_real_report_is_read_wrong(name: str) -> None:
    truth = _truth(name)
    optional = {entry["metric"]: entry for entry in _meta(name).get("narrative_optional", [])}
    facts = gi.read_report(_document(name)).facts()
    for row in facts[facts["status"] == "reported"].itertuples():
        expected = truth.get(row.metric) or optional.get(row.metric)
        assert expected is not None, f"{row.metric} = {row.value} is nowhere in the report"
        assert expected.get("status", "reported") == "reported", row.metric
        assert row.value == pytest.approx(float(expected["value"])), row.metric
        assert row.bound == expected["bound"], row.metric


@pytest.mark.parametrize("name", [*READ_WHOLE, *GLUED, "pingtan_2011_civil_air_defence"])
def test_every_fact_of_a_report_is_found_with_its_status(name: str) -> None:
    facts = gi.read_report(_document(name)).facts().set_index("metric")
    for metric, expected in _truth(name).items():
        assert metric in facts.index, metric
        assert facts.loc[metric, "status"] == expected["status"], metric
        assert math.isnan(facts.loc[metric, "value"]) == (expected["status"] != "reported")


@pytest.mark.parametrize("name", TEXT)
def test_who_and_when_are_as_a_person_reads_them(name: str) -> None:
    meta = _meta(name)
    report = gi.read_report(_document(name))
    published = report.published.isoformat() if report.published else None
    assert (report.agency, report.level, report.kind) == (
        meta["agency"],
        meta["level"],
        meta["kind"],
    )
    assert (report.region_code, report.year, published) == (
        meta["region_code"],
        meta["year"],
        meta["published"],
    )


@pytest.mark.parametrize("name", READ_WHOLE)
def test_forms_and_lost_tables_are_as_a_person_sees_them(name: str) -> None:
    meta = _meta(name)
    report = gi.read_report(_document(name))
    assert list(report.forms) == meta["forms"]
    assert list(report.tables_lost) == meta["tables_lost"]


def test_a_dispute_row_that_lost_its_blanks_is_unplaced_with_a_likely_reading() -> None:
    report = gi.read_report(_document("seed_003"))
    facts = report.facts()
    disputes = facts[facts["form"] == "disputes"]
    assert len(disputes) == 15
    assert set(disputes["status"]) == {"unplaced"}
    assert any("Likeliest: 0 1 0 0 1" in warning for warning in report.warnings)


def test_a_year_that_was_not_over_when_the_report_appeared_is_doubtful() -> None:
    report = gi.read_report(_document("seed_001"))
    assert any(warning.startswith("year_conflict") for warning in report.warnings)
    assert report.agency_id == f"unknown:{report.source.id}"


def test_the_seeds_make_one_corpus_without_failures() -> None:
    corpus = gi.read_reports(str(FOLDER / "seed_*.txt"))
    assert len(corpus.sources) == 5
    assert corpus.failures.empty
    assert (corpus.facts["status"] == "reported").sum() == 612
