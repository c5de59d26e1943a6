"""Our own sample reports against the figures they were written with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi


@pytest.fixture(scope="module")
def guessed(samples: Path) -> gi.Corpus:
    """The samples without their manifest: agency, year and date as the pages say."""
    return gi.read_reports(samples, manifest=False, progress=False)


@pytest.fixture(scope="module")
def compared(guessed: gi.Corpus, samples: Path) -> pd.DataFrame:
    truth = pd.read_csv(samples.parent / "truth.csv")
    sources = guessed.sources[["source_id", "path"]].copy()
    sources["path"] = [Path(path).relative_to(samples).as_posix() for path in sources["path"]]
    facts = guessed.facts.astype({"metric": "str", "source_id": "str"})
    read = facts.merge(sources, on="source_id", validate="many_to_one")
    return truth.merge(
        read,
        on=["path", "metric"],
        how="outer",
        suffixes=("_true", ""),
        indicator="found",
        validate="one_to_one",
    )


def test_every_sample_is_read(guessed: gi.Corpus) -> None:
    assert guessed.failures.empty
    assert len(guessed) == 73


def test_no_number_of_a_sample_is_read_wrong(compared: pd.DataFrame) -> None:
    reported = compared[compared["status"] == "reported"]
    wrong = reported[
        (reported["status_true"] != "reported")
        | ((reported["value"] - reported["value_true"]).abs() > 1e-9)
        | (reported["bound"] != reported["bound_true"])
    ]
    assert wrong[["path", "metric", "value_true", "value"]].to_dict("records") == []


def test_every_table_cell_of_a_sample_gets_its_value_or_its_reason(compared: pd.DataFrame) -> None:
    tables = compared[~compared["metric"].str.startswith("narrative.")]
    printed = tables[tables["found"] != "right_only"]
    assert (printed["status"] == printed["status_true"]).all()
    assert set(tables.loc[tables["found"] == "right_only", "status"]) <= {"absent"}


def test_every_number_in_the_prose_of_a_sample_is_read(compared: pd.DataFrame) -> None:
    prose = compared[compared["metric"].str.startswith("narrative.")]
    assert (prose["status"] == prose["status_true"]).all()
    assert (prose["found"] == "both").all()


def test_agency_year_and_date_are_found_without_the_manifest(
    guessed: gi.Corpus, samples: Path
) -> None:
    manifest = pd.read_csv(samples / "manifest.csv", parse_dates=["published"])
    sources = guessed.sources.copy()
    sources["path"] = [Path(path).relative_to(samples).as_posix() for path in sources["path"]]
    both = manifest.merge(sources, on="path", suffixes=("_true", ""), validate="one_to_one")
    assert len(both) == len(manifest)
    for name in ("agency", "year", "published"):
        different = both[both[name] != both[f"{name}_true"]]
        assert different[["path", name, f"{name}_true"]].to_dict("records") == []
