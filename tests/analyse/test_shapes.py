from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse import coverage, explain, wide
from govinfo.errors import SchemaError, UnknownNameError


def test_wide_has_a_row_per_report_and_a_column_per_metric(make_facts, join):
    facts = join(
        make_facts({"rules.issued": 2, "fees.amount": "blank"}, agency_id="a:a"),
        make_facts({"fees.amount": 5.5}, agency_id="b:b"),
    )
    found = wide(facts)
    assert found.columns.tolist()[-2:] == ["rules.issued", "fees.amount"]
    assert found["agency_id"].tolist() == ["a:a", "b:b"]
    assert found["rules.issued"].tolist()[0] == 2
    assert found[["rules.issued", "fees.amount"]].isna().to_numpy().tolist() == [
        [False, True],
        [True, False],
    ]


def test_wide_can_spread_another_column_and_choose_metrics(make_facts):
    facts = make_facts({"rules.issued": 2, "fees.amount": "blank"})
    found = wide(facts, metrics=["fees.amount", "rules.repealed"], values="status")
    assert found.loc[0, ["fees.amount", "rules.repealed"]].tolist() == ["blank", None]


def test_wide_refuses_two_versions(make_facts, join):
    facts = make_facts({"rules.issued": 2})
    with pytest.raises(SchemaError, match="repeats its key"):
        wide(join(facts, facts.assign(source_id="other")))


def test_wide_of_nothing_is_empty():
    found = wide(schema.empty(schema.FACTS))
    assert found.empty
    assert list(found.columns) == ["agency_id", "agency", "level", "region_code", "year"]


def test_coverage_expects_every_agency_in_every_year_of_the_panel(make_facts, join):
    facts = join(
        make_facts({"rules.issued": 2}, agency_id="a:a", year=2021),
        make_facts({"rules.issued": 2}, agency_id="a:a", year=2023),
        make_facts({"rules.issued": "blank"}, agency_id="b:b", year=2023),
        make_facts({"rules.issued": 1}, agency_id="unknown:x", year=2023),
    )
    found = coverage(facts)
    assert found["year"].tolist() == [2021, 2022, 2023]
    assert found["n_expected"].tolist() == [2, 2, 2]
    assert found["n_reported"].tolist() == [1, 0, 1]
    assert found["share"].tolist() == [0.5, 0.0, 0.5]
    assert set(found["province"]) == {"甘肃省"}


def test_coverage_against_a_roster_knows_agencies_that_never_reported(make_facts):
    roster = pd.DataFrame(
        {
            "agency_id": ["a:a", "b:b", "c:c"],
            "region_code": ["620421", "620421", "320800"],
            "level": "county",
        }
    )
    found = coverage(make_facts({"rules.issued": 2}, agency_id="a:a"), roster)
    assert found["province"].tolist() == ["江苏省", "甘肃省"]
    assert found["n_expected"].tolist() == [1, 2]
    assert found["share"].tolist() == [0.0, 0.5]


def test_coverage_of_nothing_is_empty():
    found = coverage(schema.empty(schema.FACTS))
    assert found.empty
    assert list(found.columns)[-3:] == ["n_expected", "n_reported", "share"]


@pytest.fixture
def corpus(make_facts, join, sources_of):
    facts = join(
        make_facts({"rules.issued": 2}, agency="甲县人民政府", source_id="old", raw="2"),
        make_facts({"rules.issued": 3}, agency="甲县人民政府", source_id="new", raw="3（修订1件）"),
        make_facts({"rules.issued": 9}, agency_id="b:b", agency="乙县人民政府", source_id="b"),
    )
    sources = sources_of(facts)
    sources["current"] = sources["source_id"] != "old"
    sources["url"] = "https://example.org/" + sources["source_id"]
    return SimpleNamespace(facts=facts, sources=sources)


@pytest.mark.parametrize("agency", ["620421:甲", "甲县人民政府", "甲县"])
def test_a_number_is_explained_by_its_cell_in_every_version(corpus, agency):
    found = explain(corpus, agency, 2023, "rules.issued")
    assert found["value"].tolist() == [3, 2]
    assert found["raw"].tolist() == ["3（修订1件）", "2"]
    assert found["current"].tolist() == [True, False]
    assert found["url"].tolist()[0] == "https://example.org/new"
    assert found["label_en"].tolist()[0] == "government rules, issued this year"


def test_part_of_a_name_that_fits_several_agencies_lists_them(corpus):
    with pytest.raises(UnknownNameError, match=r"甲县人民政府.*乙县人民政府"):
        explain(corpus, "人民政府", 2023, "rules.issued")


def test_unknown_names_are_named_with_their_neighbours(corpus):
    with pytest.raises(UnknownNameError, match="甲县人民政府"):
        explain(corpus, "甲县人民政務", 2023, "rules.issued")
    with pytest.raises(UnknownNameError, match=r"rules\.issued"):
        explain(corpus, "甲县", 2023, "rules.isued")


def test_a_year_without_the_fact_explains_nothing(corpus):
    assert explain(corpus, "甲县", 2019, "rules.issued").empty
    assert np.isin("value", explain(corpus, "甲县", 2019, "rules.issued").columns)
