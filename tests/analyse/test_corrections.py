import pandas as pd
import pytest

from govinfo import schema
from govinfo.analyse import check
from govinfo.analyse.corrections import correct
from govinfo.analyse.suggestions import suggest
from govinfo.errors import SchemaError

CELLS = dict(
    zip(
        [
            f"reconsideration.{cell}"
            for cell in ("upheld", "corrected", "other", "pending", "total")
        ],
        (7, 2, 1, 1, 4),
        strict=True,
    )
)


@pytest.fixture
def facts(make_facts):
    return make_facts(CELLS, raw="4")


def test_what_was_chosen_lies_over_the_facts_and_the_print_is_kept(facts):
    before = facts.copy(deep=True)
    corrected, log = correct(facts, suggest(facts).query("alternative == 1"))
    pd.testing.assert_frame_equal(facts, before)
    row = corrected.set_index("metric").loc["reconsideration.total"]
    assert (row["value"], row["method"], row["status"], row["raw"]) == (
        11.0,
        "corrected",
        "reported",
        "4",
    )
    others = corrected["metric"] != "reconsideration.total"
    pd.testing.assert_frame_equal(
        corrected.loc[others].astype("object"), facts.loc[others].astype("object")
    )
    assert list(log.columns) == list(schema.CORRECTIONS.columns)
    assert log[["metric", "value", "corrected", "method", "cause"]].astype(
        str
    ).to_numpy().tolist() == [["reconsideration.total", "4.0", "11.0", "cell", "total_not_updated"]]


def test_the_corrected_facts_pass_the_check(facts):
    corrected, _ = correct(facts, suggest(facts).query("alternative == 1"))
    assert check(corrected, rules="B1")["ok"].iloc[0]
    assert suggest(corrected).empty


def test_nothing_chosen_changes_nothing(facts):
    corrected, log = correct(facts, suggest(facts).head(0))
    assert log.empty
    assert log.dtypes.astype(str).to_dict() == schema.CORRECTIONS.columns
    assert "corrected" in corrected["method"].cat.categories
    pd.testing.assert_series_equal(corrected["value"], facts["value"])


def test_two_alternatives_of_one_system_are_refused(facts):
    with pytest.raises(SchemaError, match=r"reconsideration of 620421:甲-2023.*alternative == 1"):
        correct(facts, suggest(facts))


def test_half_an_alternative_is_refused(make_facts, balanced):
    cells = balanced() | {"requests.new.total": 13.0, "requests.denied.internal_affairs.total": 5.0}
    facts = make_facts(cells)
    with pytest.raises(SchemaError, match="changes 2 cells, 1 are given"):
        correct(facts, suggest(facts).head(1))


def test_suggestions_for_other_facts_are_refused(facts, make_facts):
    chosen = suggest(facts).query("alternative == 1")
    with pytest.raises(SchemaError, match=r"have no reconsideration.total"):
        correct(make_facts(CELLS, year=2024), chosen)
    with pytest.raises(SchemaError, match=r"is 5 in the facts.*made for 4.*Suggest anew"):
        correct(make_facts(CELLS | {"reconsideration.total": 5}), chosen)


def test_a_correction_is_not_applied_twice(facts):
    chosen = suggest(facts).query("alternative == 1")
    corrected, _ = correct(facts, chosen)
    with pytest.raises(SchemaError, match="is 11 in the facts"):
        correct(corrected, chosen)


def test_rows_without_a_cell_or_a_value_are_refused(facts):
    chosen = suggest(facts).query("alternative == 1")
    with pytest.raises(SchemaError, match="do not determine it"):
        correct(facts, chosen.assign(suggested=float("nan")))
    with pytest.raises(SchemaError, match="nothing is suggested"):
        correct(facts, chosen.assign(metric=None, alternative=0))


def test_a_blank_that_must_have_had_a_value_is_filled(make_facts, balanced):
    cells = balanced() | {
        "requests.new.total": 19.0,
        "requests.granted.natural_person": "blank",
        "requests.granted.business": "blank",
    }
    facts = make_facts(cells)
    corrected, log = correct(facts, suggest(facts).query("alternative == 1"))
    assert log["status"].tolist() == ["reported", "blank"]
    filled = corrected.set_index("metric").loc["requests.granted.natural_person"]
    assert (filled["value"], filled["status"], filled["method"]) == (6.0, "reported", "corrected")
    again = check(corrected, rules=["A1", "A2", "A3"])
    assert not again["ok"].eq(False).any()
    without = suggest(facts).query("alternative == 1 and method != 'deduced'")
    assert len(correct(facts, without)[1]) == 1


def test_facts_with_plain_columns_are_corrected_alike(facts):
    plain = facts.astype("object")
    corrected, _ = correct(plain, suggest(plain).query("alternative == 1"))
    assert corrected.loc[corrected["method"] == "corrected", "value"].tolist() == [11.0]
