"""Flags for groups of reports: digits."""

from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo import registry, schema
from govinfo.analyse import flag
from govinfo.analyse.flagging.groups import binomial_tail

NAMES = ["licensing.decisions", "penalties.decisions", "coercion.decisions"]


def digits_of(values):
    """Rows of digit_heaping for three figures a report."""
    table = np.asarray(values).reshape(-1, len(NAMES))
    ids = [f"{number}:x" for number in range(len(table))]
    sources = pd.DataFrame({"source_id": ids, "agency_id": ids, "year": 2023, "level": "county"})
    sources = sources.assign(current=True, bytes=0, n_reported=3, published=pd.NaT)
    facts = sources.loc[sources.index.repeat(len(NAMES))].assign(
        metric=NAMES * len(table), value=table.ravel().astype(float), status="reported", bound="="
    )
    frames = (
        schema.conform(frame.reindex(columns=list(form.columns)), form)
        for frame, form in ((facts, schema.FACTS), (sources, schema.SOURCES))
    )
    return flag(*frames, rules="digit_heaping")


def smooth(n, seed=1):
    return np.random.default_rng(seed).lognormal(5, 1, n).round() + 23


def test_round_figures_heap_in_a_group_that_is_named_and_in_no_report():
    values = smooth(150)
    values[::2] = (values[::2] / 10).round() * 10 + 30
    found = digits_of(values)
    assert found["severity"].tolist() == ["info"]
    assert found["source_id"].isna().all()
    assert found["agency_id"].isna().all()
    assert found["year"].tolist() == [2023]
    assert found["evidence"].iloc[0].startswith("level county, 2023: ")
    assert found["evidence_zh"].iloc[0].startswith("层级county、2023年度：")


def test_ordinary_counts_do_not_heap():
    assert digits_of(smooth(300)).empty


def test_a_falling_distribution_is_no_heap():
    steep = np.random.default_rng(4).exponential(9, 900).round() + 23
    assert digits_of(steep).empty


def test_small_groups_are_not_judged():
    found = digits_of(smooth(60))
    assert found["severity"].tolist() == ["na"]
    assert "60 counts" in found["evidence"].iloc[0] or "too few" in found["evidence"].iloc[0]


def test_a_figure_that_stands_in_several_rows_counts_once():
    repeated = np.repeat(smooth(60), 3)
    assert digits_of(repeated)["severity"].tolist() == ["na"]


def test_first_digits_are_judged_only_over_two_decades():
    rng = np.random.default_rng(5)
    equal = rng.integers(1, 10, 600) * 10.0 ** rng.integers(1, 5, 600) + 3
    assert digits_of(equal)["evidence"].str.contains("Benford").any()
    assert not digits_of(smooth(600))["evidence"].str.contains("Benford").any()


@given(st.integers(0, 60), st.integers(1, 60))
def test_the_binomial_tail_is_exact(hits, n):
    hits = min(hits, n)
    p = Fraction(1, 5)
    exact = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(hits, n + 1))
    assert binomial_tail(hits, n, 0.2) == pytest.approx(float(exact), rel=1e-9)


def test_groups_are_of_columns_of_the_sources():
    assert registry.tree("flags")["digit_heaping"]["by"] == ["level", "year"]
