import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse import coverage, wide
from govinfo.errors import SchemaError


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
