"""The clean panel is clean by relations written out once more, and reads as it was written."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import numpy as np
import pandas as pd
import pytest

from faults import oracle
from faults.desk import Desk
from faults.figures import PARTIES
from faults.panel import SECTIONS, panel
from govinfo import schema
from govinfo.collect.sections import split_sections
from govinfo.parse.narrative.prose import read_narrative


@pytest.fixture(scope="module")
def small():
    return panel(300, seed=2)


def test_no_relation_is_broken_in_a_clean_panel(small):
    desk = Desk(*small)
    for source_id, one in desk.documents.items():
        before = desk.beside(source_id, -1)
        broken = oracle.flags(
            desk.table(source_id),
            desk.table(before) if before else None,
            one["forms"],
            one["level"],
        )
        assert not broken, (one["agency"], one["year"], broken)


def test_the_frames_are_the_public_ones(small):
    facts, sources = small
    pd.testing.assert_frame_equal(schema.conform(facts, schema.FACTS), facts)
    pd.testing.assert_frame_equal(schema.conform(sources, schema.SOURCES), sources)
    schema.require(facts, schema.FACTS.columns, what="facts", key=schema.FACTS.key)
    schema.require(sources, schema.SOURCES.columns, what="sources", key=schema.SOURCES.key)
    assert set(facts["source_id"]) == set(sources["source_id"])
    assert (sources["sections"] == SECTIONS).all()


def test_the_same_seed_gives_the_same_panel_and_another_another():
    one, again, other = (panel(60, seed=seed)[0] for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(one, again)
    assert not one["source_id"].isin(other["source_id"]).any()


def test_agencies_of_all_levels_report_on_three_to_seven_years_in_a_row(clean):
    _, sources = clean
    assert set(sources["level"]) == {"province", "prefecture", "county", "township"}
    assert {"government", "department"} <= set(sources["kind"])
    years = sources.groupby("agency_id")["year"].agg(["min", "max", "size"])
    assert (years["max"] - years["min"] + 1 == years["size"]).all()
    assert years["size"].between(3, 7).all()


def test_the_figures_of_the_prose_are_those_that_a_reader_finds_there(small):
    facts, sources = small
    told = facts.loc[facts["form"] == "narrative"]
    columns = ["metric", "value", "method", "bound", "raw"]
    for one in sources.itertuples():
        sections = {each.key: each.text for each in split_sections(one.narrative)}
        found = read_narrative(sections, year=int(one.year), agency=one.agency)
        read = {each.metric: tuple(getattr(each, name) for name in columns) for each in found}
        rows = told.loc[told["source_id"] == one.source_id, columns]
        written = {row[0]: tuple(row) for row in rows.itertuples(index=False)}
        assert read == written, one.title


def test_places_of_figures_are_places_in_the_narrative(small):
    facts, sources = small
    texts = sources.set_index("source_id")["narrative"]
    for row in facts.loc[facts["form"] == "narrative"].itertuples():
        first, last = map(int, re.findall(r"\d+", row.at))
        assert texts[row.source_id][first - 1 : last] == row.raw


def test_an_agency_keeps_part_of_its_wording_and_shares_little_with_others(small):
    _, sources = small
    grams = [_grams(text) for text in sources["narrative"]]
    own = [
        _alike(grams[a], grams[b])
        for a, b in pairwise(range(len(grams)))
        if sources["agency_id"].iloc[a] == sources["agency_id"].iloc[b]
    ]
    rng = Random(1)
    pairs = [rng.sample(range(len(grams)), 2) for _ in range(3000)]
    others = [
        _alike(grams[a], grams[b])
        for a, b in pairs
        if sources["agency_id"].iloc[a] != sources["agency_id"].iloc[b]
    ]
    assert 0.2 < np.median(own) < 0.5
    assert max(own) < 0.8
    assert np.quantile(others, 0.99) < 0.1


def _grams(text: str) -> set[str]:
    han = re.sub(r"[^\u4e00-\u9fff]", "", text.partition("[problems]")[0])
    return {han[i : i + 5] for i in range(len(han) - 4)}


def _alike(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def test_a_county_that_reports_for_all_below_it_has_their_sum(clean):
    facts, sources = clean
    whole = sources.loc[sources["scope"] == "aggregate"].iloc[0]
    same = (sources["region_code"] == whole["region_code"]) & (sources["year"] == whole["year"])
    below = sources.loc[same & (sources["scope"] != "aggregate"), "source_id"]
    metric = "licensing.decisions"
    cells = facts.loc[facts["metric"] == metric].set_index("source_id")["value"]
    assert cells[whole["source_id"]] == cells[below].sum() > 0
    assert len(below) > len(PARTIES)


def test_sizes_are_heavy_tailed_and_many_cells_are_nought(clean):
    facts, _ = clean
    new = facts.loc[facts["metric"] == "requests.new.total", "value"]
    assert new.max() > 30 * new.median() > 0
    tables = facts.loc[facts["form"] != "narrative", "value"]
    assert 0.7 < (tables == 0).mean() < 0.99
