import numpy as np
import pytest

from govinfo import registry, schema
from govinfo.analyse import indicator
from govinfo.errors import SchemaError, UnknownNameError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("full_disclosure_rate.of_concluded", 6 / 9),
        ("disclosure_rate.of_concluded", 6 / 9),
        ("disclosure_rate.of_merits", 6 / 9),
        ("denial_rate.of_concluded", 3 / 9),
        ("mandatory_denial_share.of_denied", 0.0),
        ("discretionary_denial_share.of_denied", 1.0),
        ("other_rate.of_concluded", 0.0),
        ("clearance_rate.of_caseload", 9 / 12),
        ("backlog_rate.of_caseload", 3 / 12),
        ("applicant_share.of_new.natural_person", 1.0),
        ("applicant_share.of_new.business", 0.0),
    ],
)
@pytest.mark.parametrize("form", ["requests.2021", "requests.2019"])
def test_rates_are_what_a_hand_computes_in_either_form(make_facts, balanced, name, value, form):
    found = indicator(make_facts(balanced(form=form), forms=(form,)), name)
    assert found["value"].tolist() == [pytest.approx(value)]
    assert found["n"].tolist() == [1]
    assert found["small"].tolist() == [True]


def test_dispute_rates_count_suits_after_reconsideration_once(make_facts):
    cells = {
        "requests.concluded.total": 2000,
        "reconsideration.total": 30,
        "reconsideration.corrected": 5,
        "reconsideration.pending": 10,
        "litigation_direct.total": 10,
        "litigation_direct.corrected": 1,
        "litigation_direct.pending": 2,
        "litigation_after_reconsideration.total": 8,
        "litigation_after_reconsideration.corrected": 1,
        "litigation_after_reconsideration.pending": 4,
    }
    facts = make_facts(cells)
    expected = {
        "dispute_rate.per_1000_concluded": 20.0,
        "direct_suit_share.of_first_disputes": 0.25,
        "reconsideration_correction_rate.of_closed": 0.25,
        "litigation_correction_rate.of_closed": 2 / 12,
    }
    for name, value in expected.items():
        assert indicator(facts, name)["value"].tolist() == [pytest.approx(value)]


def test_a_sum_with_one_missing_part_is_missing(make_facts, balanced):
    facts = make_facts(balanced() | {"requests.denied.third_party.total": "blank"})
    row = indicator(facts, "denial_rate.of_concluded").iloc[0]
    assert np.isnan(row["value"])
    assert (row["n"], row["n_missing"], np.isnan(row["numerator"])) == (0, 1, True)
    assert not indicator(facts, "disclosure_rate.of_concluded")["value"].isna().any()


def test_groups_give_the_ratio_of_sums_over_complete_reports(make_facts, join, balanced):
    facts = join(
        make_facts(balanced(), agency_id="a:a"),
        make_facts(balanced(100, 0, 90, 0, 10), agency_id="b:b"),
        make_facts(balanced() | {"requests.granted.total": "unreadable"}, agency_id="c:c"),
    )
    row = indicator(facts, "disclosure_rate.of_concluded", by=["province", "year"]).iloc[0]
    assert row["province"] == "甘肃省"
    assert (row["numerator"], row["denominator"]) == (96.0, 99.0)
    assert row["value"] == pytest.approx(96 / 99)
    assert (row["n"], row["n_missing"], row["small"]) == (2, 1, False)


def test_forms_may_be_mixed_in_a_group(make_facts, join, balanced):
    old = balanced(form="requests.2019") | {"requests.other.total.total": 4.0}
    facts = join(
        make_facts(old, agency_id="a:a", forms=("requests.2019",)),
        make_facts(balanced() | {"requests.other.fee_unpaid.total": 2.0}, agency_id="b:b"),
    )
    row = indicator(facts, "other_rate.of_concluded", by="year").iloc[0]
    assert (row["numerator"], row["n"], row["n_missing"]) == (6.0, 2, 0)


def test_nothing_divided_by_nothing_is_missing(make_facts, balanced):
    facts = make_facts(balanced(0, 0, 0, 0, 0))
    row = indicator(facts, "disclosure_rate.of_concluded").iloc[0]
    assert np.isnan(row["value"])
    assert (row["numerator"], row["denominator"], row["n"]) == (0.0, 0.0, 1)


@pytest.mark.parametrize("name", list(registry.tree("indicators")))
def test_every_indicator_is_defined_by_metrics_that_exist(make_facts, balanced, name):
    assert len(indicator(make_facts(balanced()), name)) == 1


def test_no_facts_give_no_rows_with_the_right_columns():
    found = indicator(schema.empty(schema.FACTS), "denial_rate.of_concluded", by=["city", "year"])
    assert found.empty
    assert list(found.columns) == [
        *("city_code", "city", "year"),
        *("value", "numerator", "denominator", "n", "n_missing", "small"),
    ]


def test_an_unknown_indicator_is_named_with_its_neighbour(make_facts, balanced):
    with pytest.raises(UnknownNameError, match=r"denial_rate\.of_concluded"):
        indicator(make_facts(balanced()), "denial_rate.of_conclude")


def test_two_versions_of_a_report_are_refused(make_facts, join, balanced):
    facts = join(
        make_facts(balanced(), source_id="x"),
        make_facts(balanced(), source_id="y"),
    )
    with pytest.raises(SchemaError, match="repeats its key"):
        indicator(facts, "denial_rate.of_concluded")
