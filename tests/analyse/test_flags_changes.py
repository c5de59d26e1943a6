"""Flags by robust statistics: jumps and outliers, among many peers and among few."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo import registry, schema
from govinfo.analyse import flag
from govinfo.analyse.flagging.robust import allowed, compared

METRIC = "licensing.decisions"


def panel(pairs, metric=METRIC):
    """Facts and sources of two years: a pair of figures for each agency."""
    rows = [
        {"agency_id": f"{number}:x", "year": year, "value": float(value)}
        for number, pair in enumerate(pairs)
        for year, value in zip((2022, 2023), pair, strict=True)
    ]
    frame = pd.DataFrame(rows).assign(level="county", region_code="620421", agency="x", kind=None)
    frame["source_id"] = frame["agency_id"] + "-" + frame["year"].astype(str)
    facts = frame.assign(metric=metric, status="reported", bound="=", method="cell", form="x")
    facts = schema.conform(facts.reindex(columns=list(schema.FACTS.columns)), schema.FACTS)
    sources = frame.assign(kind="department", current=True, bytes=0, n_reported=1)
    sources = sources.reindex(columns=list(schema.SOURCES.columns))
    sources["published"] = pd.NaT
    return facts, schema.conform(sources, schema.SOURCES)


def warned(pairs, rule="sudden_change", metric=METRIC):
    found = flag(*panel(pairs, metric), rules=rule)
    return found.loc[found["severity"] != "na"]


def test_a_small_figure_that_doubles_is_the_noise_of_counts():
    still = [(0, 0)] * 30 + [(12, 11), (9, 10), (14, 15), (8, 8), (11, 9), (10, 12), (9, 8)]
    assert warned([*still, (20, 10)]).empty


def test_zeros_in_both_years_are_no_peers():
    (words,) = warned([(0, 0)] * 30 + [(100, 300 * 10)])["evidence"]
    assert "only 1 reports" in words


def test_with_most_peers_unchanged_the_ratio_decides_and_it_is_said():
    found = warned([(20, 20)] * 12 + [(100, 900)])
    assert len(found) == 1
    assert "median absolute deviation is 0" in found["evidence"].iloc[0]
    assert "中位数绝对偏差为0" in found["evidence_zh"].iloc[0]
    assert found["score"].iloc[0] == 9


def test_among_peers_who_all_change_widely_nothing_is_sudden():
    rng = np.random.default_rng(1)
    then = rng.lognormal(4, 1, 200).round() + 10
    now = (then * np.exp(rng.normal(0, 1.2, 200))).round() + 10
    assert len(warned(list(zip(then, now, strict=True)))) <= 1


def test_an_amount_of_nothing_in_one_year_is_no_jump():
    steady = [(5e5 + number * 1e4, 5e5) for number in range(9)]
    assert warned([*steady, (0, 1.2e6)], metric="procurement.amount").empty
    assert len(warned([*steady, (1e4, 5e8)], metric="procurement.amount")) == 1


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_ordinary_noise_of_counts_is_hardly_ever_sudden(seed):
    rng = np.random.default_rng(seed)
    mean = rng.lognormal(2.5, 1.5, 120)
    then, now = (rng.poisson(mean * rng.gamma(8, 1 / 8, 120)) for _ in range(2))
    assert len(warned(list(zip(then, now, strict=True)))) <= 1


def test_a_tenfold_jump_is_found_though_one_in_twenty_jumps():
    rng = np.random.default_rng(2)
    then = rng.poisson(rng.lognormal(4, 1, 200)) + 20
    now = rng.poisson(then)
    now[:10] = then[:10] * 12
    found = warned(list(zip(then, now, strict=True)))
    assert {f"{number}:x" for number in range(10)} == set(found["agency_id"])


def test_the_evidence_rests_on_facts_of_two_documents():
    found = warned([(100, 100 + number) for number in range(8)] + [(100, 1000)])
    assert found["metrics"].tolist() == [f"{METRIC} {METRIC}[t-1]"]
    assert found["source_id"].tolist() == ["8:x-2023"]
    assert found["compared_with"].tolist() == ["8:x-2022"]


def test_outliers_of_log_normal_sizes_are_rare_and_one_far_off_is_found():
    rng = np.random.default_rng(3)
    values = rng.lognormal(4, 1.2, 300).round() + 1
    pairs = [(value, value) for value in values]
    found = warned(pairs, rule="peer_outlier")
    assert len(found) <= 2
    far = warned([*pairs, (1e7, 1e7)], rule="peer_outlier")
    assert far["agency_id"].tolist().count("300:x") == 2
    assert set(far["severity"]) == {"info"}
    assert far["evidence"].str.contains("no population is known here").all()


@given(st.lists(st.floats(-50, 50), min_size=8, max_size=40), st.floats(0, 4))
def test_more_noise_brings_no_value_farther_off(values, noise):
    column = np.array(values)[:, None]
    group = np.zeros(len(values), dtype=np.int64)
    bare = compared(column, group, 8)
    noisy = compared(column, group, 8, noise=np.full_like(column, noise))
    assert (np.abs(noisy.times) <= np.abs(bare.times) + 1e-9).all()
    assert np.array_equal(noisy.z, bare.z, equal_nan=True)


def test_more_figures_and_fewer_peers_ask_for_more():
    limits = allowed(np.array([0, 1, 5, 50]), np.array([[8, 50, 1000]]), 0.01, 8)
    assert (limits[0] == limits[1]).all()
    assert (np.diff(limits[1:], axis=0) > 0).all()
    assert (np.diff(limits, axis=1) < 0).all()


@pytest.mark.parametrize("rule", ["sudden_change", "peer_outlier"])
def test_thresholds_stand_in_the_registry(rule):
    assert {"z", "peers", "false_share", "small_sample"} <= set(registry.tree("flags")[rule])
