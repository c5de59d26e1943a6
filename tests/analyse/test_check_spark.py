"""Spark judges as numpy does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse.checks import check

sys.path.insert(0, str(Path(__file__).parents[1]))  # for tests/engines

from engines.oracle import plain
from engines.random_facts import as_rows, random_facts

pytest.importorskip("pyspark", reason="pyspark is not installed: Spark is not tested")
# Spark speaks of pandas, sockets and its own past; none of it is ours.
pytestmark = pytest.mark.filterwarnings("ignore")

_TYPES = {"year": "smallint", "value": "double"}


@pytest.fixture(scope="module")
def spark():
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("govinfo")
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1"}
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def _on_spark(spark, facts):
    columns = [facts[name].astype("object").tolist() for name in facts.columns]
    rows = [tuple(map(plain, row)) for row in zip(*columns, strict=True)]
    ddl = ", ".join(f"{name} {_TYPES.get(name, 'string')}" for name in facts.columns)
    return spark.createDataFrame(rows, ddl)


def _fetched(found):
    return pd.DataFrame([tuple(row) for row in found.collect()], columns=found.columns)


@pytest.mark.parametrize(
    ("rules", "blank_as_zero"), [(None, False), (["A1", "B1", "C1", "D3"], True)]
)
def test_spark_judges_as_numpy_does(spark, rules, blank_as_zero):
    facts = random_facts(11, years=(2022, 2023))
    given_ = _on_spark(spark, facts)
    found = check(given_, rules=rules, blank_as_zero=blank_as_zero)
    assert type(found) is type(given_)
    expected = check(facts, rules=rules, blank_as_zero=blank_as_zero)
    assert as_rows(_fetched(found)) == as_rows(expected)


def test_no_facts_give_no_checks_with_the_right_columns_on_spark(spark):
    found = check(_on_spark(spark, schema.empty(schema.FACTS)), rules="B1")
    assert found.columns == list(schema.CHECKS.columns)
    assert found.collect() == []
