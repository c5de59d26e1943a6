"""Every engine judges as numpy does, and numpy as a plain loop over the rules."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govinfo as gi
from govinfo import schema
from govinfo.analyse.checks import check
from govinfo.errors import SchemaError

sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests/engines

from engines.oracle import oracle, plain
from engines.random_facts import as_rows, random_facts


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.booleans())
def test_numpy_judges_as_a_plain_loop_does(seed, blank_as_zero):
    facts = random_facts(seed)
    checks = check(facts, blank_as_zero=blank_as_zero).astype("object")
    columns = ["rule", "source_id", "party", "ok", "observed", "expected"]
    found = {
        tuple(row[:3]): tuple(map(plain, row[3:])) for row in checks[columns].to_numpy().tolist()
    }
    assert found == oracle(facts, blank_as_zero=blank_as_zero)


def _polars(facts):
    polars = pytest.importorskip("polars")
    return polars.from_pandas(facts), lambda found: found.to_pandas()


def _polars_lazy(facts):
    polars = pytest.importorskip("polars")
    return polars.from_pandas(facts).lazy(), lambda found: found.collect().to_pandas()


def _duckdb(facts):
    duckdb = pytest.importorskip("duckdb")
    arrow = pytest.importorskip("pyarrow")
    # A connection of its own, which is not the default one.
    relation = duckdb.connect().from_arrow(arrow.Table.from_pandas(facts, preserve_index=False))
    return relation, lambda found: found.df()


def _arrow(facts):
    arrow = pytest.importorskip("pyarrow")
    return arrow.Table.from_pandas(facts, preserve_index=False), lambda found: found.to_pandas()


ENGINES = {"polars": _polars, "polars lazy": _polars_lazy, "duckdb": _duckdb, "arrow": _arrow}


@pytest.fixture(params=ENGINES)
def engine(request):
    return ENGINES[request.param]


@settings(max_examples=4)
@given(st.integers(0, 10**6), st.booleans())
@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_judges_as_numpy_does(name, seed, blank_as_zero):
    facts = random_facts(seed)
    given_, as_pandas = ENGINES[name](facts)
    found = check(given_, blank_as_zero=blank_as_zero)
    assert type(found) is type(given_)
    assert as_rows(as_pandas(found)) == as_rows(check(facts, blank_as_zero=blank_as_zero))


def test_no_facts_give_no_checks_with_the_right_columns_on_every_engine(engine):
    given_, as_pandas = engine(schema.empty(schema.FACTS))
    found = as_pandas(check(given_))
    assert found.empty
    assert list(found.columns) == list(schema.CHECKS.columns)


def test_rules_of_ones_own_are_judged_on_every_engine(engine):
    rules = gi.rules().query("rule in ('A1', 'D1', 'C2')").copy()
    rules["rule"] = "my_" + rules["rule"]
    rules["tolerance"] = 1.0
    facts = random_facts(7)
    given_, as_pandas = engine(facts)
    found = as_rows(as_pandas(check(given_, rules=["A1", rules])))
    assert found == as_rows(check(facts, rules=["A1", rules]))


def test_own_metrics_are_found_in_the_facts_on_every_engine(engine, tmp_path):
    path = tmp_path / "my.csv"
    head = "rule,label_zh,label_en,severity,forms,left,op,right,tolerance"
    path.write_text(f"{head}\nx,甲,a,info,my.form,my.a,=,my.b,0\n", encoding="utf-8")
    rows = random_facts(1).groupby("source_id", observed=True).head(2).sort_values("source_id")
    rows["form"] = "my.form"
    rows["metric"] = ["my.a", "my.b"] * (len(rows) // 2)
    given_, as_pandas = engine(schema.conform(rows, schema.FACTS))
    found = as_rows(as_pandas(check(given_, rules=path)))
    assert found == as_rows(check(schema.conform(rows, schema.FACTS), rules=path))
    assert len(found) == rows["source_id"].nunique()


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("status", "strange", "whose status is none of"),
        ("status", "reported", "reported cells without a value"),
        ("metric", None, "rows without a metric"),
        ("metric", "rules.issued", "repeats its key"),
        ("source_id", None, "without source_id"),
    ],
)
def test_what_cannot_be_judged_is_refused_on_every_engine(engine, column, value, message):
    facts = random_facts(3).astype({"status": "object", "metric": "object", "source_id": "object"})
    facts.loc[facts["status"] != "reported", column] = value
    given_, _ = engine(facts)
    with pytest.raises(SchemaError, match=message):
        check(given_)


def test_a_missing_column_is_named_on_every_engine(engine):
    given_, _ = engine(random_facts(3).drop(columns="status"))
    with pytest.raises(SchemaError, match="'status'"):
        check(given_)


def test_sources_go_with_facts_in_memory():
    given_, _ = _polars_lazy(random_facts(3))
    with pytest.raises(SchemaError, match="in memory"):
        check(given_, sources=pd.DataFrame())
