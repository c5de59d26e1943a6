from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import govinfo as gi
from govinfo import registry, schema
from govinfo.analyse import check
from govinfo.analyse.corrections import correct
from govinfo.analyse.repairing import milp
from govinfo.analyse.suggestions import suggest
from govinfo.errors import UnknownNameError

DISPUTES = ("upheld", "corrected", "other", "pending", "total")
REPORTS = Path(__file__).parents[3] / "shared" / "reports"
SUMS = ["A1", "A2", "A3", "B1"]


def block(*values, name="reconsideration"):
    return {f"{name}.{cell}": value for cell, value in zip(DISPUTES, values, strict=True)}


def cells_of(found, alternative=1):
    chosen = found[found["alternative"] == alternative]
    return dict(zip(chosen["metric"].astype(str), chosen["suggested"], strict=True))


def test_reports_that_add_up_get_no_suggestion(make_facts, balanced):
    found = suggest(make_facts(balanced()))
    assert found.empty
    assert list(found.columns) == list(schema.SUGGESTIONS.columns)


def test_no_facts_give_no_suggestions(make_facts):
    found = suggest(make_facts({}))
    assert found.empty
    assert found.dtypes.astype(str).to_dict() == schema.SUGGESTIONS.columns


@pytest.mark.parametrize("form", ["requests.2021", "requests.2019"])
def test_one_wrong_cell_is_the_only_suggestion(make_facts, balanced, form):
    cells = balanced(new=21, granted=17, form=form) | {"requests.new.natural_person": 12.0}
    found = suggest(make_facts(cells, forms=(form,)))
    assert cells_of(found) == {"requests.new.natural_person": 21.0}
    row = found.iloc[0]
    assert (row["value"], row["cause"], row["method"]) == (12.0, "digit_swapped", "signature")
    assert (row["n_alternatives"], row["n_cells"], row["complete"]) == (1, 1, True)
    assert row["system"] == "requests"
    assert row["settles"] == "A1:natural_person A3:new"


@pytest.mark.parametrize(
    ("right", "printed", "cause"),
    [
        (21, 12, "digit_swapped"),
        (10, 1, "ten_one"),
        (1, 10, "ten_one"),
        (123, 13, "digit_dropped"),
        (13, 113, "digit_doubled"),
        (5, -5, "sign"),
        (3, 30_000, "ten_thousand"),
        (40, 73, "other"),
    ],
)
def test_the_cause_is_told_from_the_number(make_facts, balanced, right, printed, cause):
    cells = balanced(new=right, carried_in=200, granted=right, denied=195, carried_out=5)
    cells["requests.granted.natural_person"] = float(printed)
    found = suggest(make_facts(cells))
    assert cells_of(found) == {"requests.granted.natural_person": float(right)}
    assert found["cause"].tolist() == [cause]


def test_two_wrong_cells_are_found_together(make_facts, balanced):
    cells = balanced() | {"requests.new.total": 13.0, "requests.denied.internal_affairs.total": 5.0}
    found = suggest(make_facts(cells))
    assert cells_of(found) == {
        "requests.new.total": 10.0,
        "requests.denied.internal_affairs.total": 3.0,
    }
    assert set(found["method"]) == {"search"}
    assert set(found["n_cells"]) == {2}


def test_a_row_shifted_by_one_column_is_told_as_one_slip(make_facts, balanced):
    cells = balanced(new=10, carried_in=2, granted=6, denied=3, carried_out=3)
    cells |= {"requests.new.business": 4.0, "requests.granted.business": 4.0}
    for row in ("new", "granted", "concluded"):
        cells[f"requests.{row}.business"] = 4.0
        cells[f"requests.{row}.total"] = float(cells[f"requests.{row}.natural_person"]) + 4.0
    parties = [m.rpartition(".")[2] for m in cells if m.startswith("requests.granted.")]
    right = [cells[f"requests.granted.{party}"] for party in parties]
    for party, value in zip(parties, [0.0, *right[:-1]], strict=True):
        cells[f"requests.granted.{party}"] = value
    found = suggest(make_facts(cells))
    shifted = found[found["cause"] == "row_shifted"]
    suggested = dict(zip(shifted["metric"].astype(str), shifted["suggested"], strict=True))
    whole = {p: suggested.get(f"requests.granted.{p}") for p in parties}
    before = {p: cells[f"requests.granted.{p}"] for p in parties}
    assert [before[p] if whole[p] is None else whole[p] for p in parties] == right
    assert shifted["alternative"].unique().tolist() == [1]


def test_a_value_in_the_neighbouring_row_ranks_first(make_facts, balanced):
    cells = balanced(new=33, granted=6, denied=26)
    cells["requests.denied.internal_affairs.natural_person"] = 0.0
    cells["requests.denied.process_information.natural_person"] = 26.0
    found = suggest(make_facts(cells))
    assert cells_of(found) == {
        "requests.denied.internal_affairs.natural_person": 26.0,
        "requests.denied.process_information.natural_person": 0.0,
    }
    assert set(found.loc[found["alternative"] == 1, "cause"]) == {"neighbouring_row"}


def test_the_five_cells_of_a_dispute_block_tie_and_all_are_listed(make_facts):
    found = suggest(make_facts(block(7, 2, 1, 1, 4)))
    assert found["complete"].all()
    assert cells_of(found) == {"reconsideration.total": 11.0}
    assert found["cause"].iloc[0] == "total_not_updated"
    single = found[found["n_cells"] == 1]
    assert set(single["metric"]) == {"reconsideration.total", "reconsideration.upheld"}


def test_a_published_total_of_none_is_not_updated(make_facts):
    found = suggest(make_facts(block(10, 1, 0, 0, 0)))
    assert found["n_alternatives"].tolist() == [1]
    assert cells_of(found) == {"reconsideration.total": 11.0}


def test_each_block_and_each_report_is_settled_by_itself(make_facts, join, balanced):
    one = make_facts(block(7, 2, 1, 1, 4) | block(1, 0, 0, 0, 0, name="litigation_direct"))
    other = make_facts(balanced() | {"requests.new.total": 11.0}, year=2024)
    found = suggest(join(one, other))
    systems = found[["source_id", "system"]].drop_duplicates().astype(str)
    assert systems.to_numpy().tolist() == [
        ["620421:甲-2023", "reconsideration"],
        ["620421:甲-2023", "litigation_direct"],
        ["620421:甲-2024", "requests"],
    ]


def test_blanks_are_unknown_and_what_they_must_be_is_deduced(make_facts, balanced):
    cells = balanced() | {
        "requests.new.total": 19.0,
        "requests.granted.natural_person": "blank",
        "requests.granted.business": "blank",
    }
    found = suggest(make_facts(cells))
    assert cells_of(found) == {
        "requests.new.total": 10.0,
        "requests.granted.natural_person": 6.0,
    }
    deduced = found[found["method"] == "deduced"]
    assert deduced["cause"].tolist() == ["blank_as_value"]
    assert deduced["value"].isna().all()
    assert set(found["n_cells"]) == {1}


def test_blanks_may_count_as_zero_and_then_be_given_a_value(make_facts, balanced):
    cells = balanced() | {"requests.granted.natural_person": "blank"}
    assert suggest(make_facts(cells)).empty
    found = suggest(make_facts(cells), blank_as_zero=True)
    assert cells_of(found) == {"requests.granted.natural_person": 6.0}
    assert found["cause"].tolist() == ["blank_as_value"]
    assert found["value"].isna().all()


def test_a_bound_is_no_number(make_facts, join):
    parts = make_facts(dict(list(block(7, 2, 1, 1, 4).items())[:4]))
    total = make_facts({"reconsideration.total": 4.0}, bound="≥")
    assert suggest(join(parts, total)).empty


def test_what_the_prose_says_breaks_ties(make_facts, join):
    table = make_facts(block(7, 2, 1, 1, 4))
    for said, metric in ((11, "reconsideration.total"), (4, "reconsideration.upheld")):
        prose = make_facts({"narrative.reconsideration_cases": said}, forms=())
        assert list(cells_of(suggest(join(table, prose)))) == [metric]


def test_an_error_in_prose_is_settled_by_the_table(make_facts, join, balanced):
    said = {
        "narrative.requests_received": 10,
        "narrative.requests_carried_in": 2,
        "narrative.requests_concluded": 4,
        "narrative.requests_carried_out": 3,
    }
    facts = join(make_facts(balanced()), make_facts(said, forms=()))
    found = suggest(facts)
    assert set(found["system"]) == {"narrative"}
    assert cells_of(found) == {"narrative.requests_concluded": 9.0}


def test_only_the_rules_asked_for_are_settled(make_facts, balanced):
    cells = balanced() | block(1, 0, 0, 0, 0) | {"requests.new.total": 11.0}
    assert set(suggest(make_facts(cells), rules="B1")["system"]) == {"reconsideration"}
    with pytest.raises(UnknownNameError, match="A9"):
        suggest(make_facts(cells), rules=["A9"])


def test_rules_of_ones_own_are_settled_with_their_rounding(make_facts, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(
        """[fees]
forms = ["proactive.2021"]
left = ["licensing.decisions"]
op = "="
right = ["penalties.decisions", "coercion.decisions"]
tolerance = 2
""",
        encoding="utf-8",
    )
    cells = {"licensing.decisions": 12, "penalties.decisions": 10, "coercion.decisions": 1}
    assert suggest(make_facts(cells), rules=path).empty
    found = suggest(make_facts(cells | {"licensing.decisions": 20}), rules=str(path))
    assert set(found["metric"]) == set(cells)
    assert set(found["n_cells"]) == {1}
    assert set(found["settles"]) == {"fees"}
    assert found.loc[found["metric"] == "licensing.decisions", "suggested"].tolist() == [11.0]
    assert not found["complete"].any()


def test_what_could_not_be_found_is_said(make_facts, balanced, monkeypatch):
    monkeypatch.setattr(milp, "installed", lambda: False)
    metrics = [row["metric"] for row in registry.rows("forms") if row["form"] == "requests.2021"]
    cells = balanced()
    for cell, more in zip((0, 15, 30, 45, 80), (1, 2, 4, 8, 16), strict=True):
        cells[metrics[cell]] = float(cells[metrics[cell]]) + more
    found = suggest(make_facts(cells))
    assert found["metric"].isna().all()
    assert found["alternative"].tolist() == [0]
    assert found["method"].tolist() == ["no_solver"]
    assert not found["complete"].any()
    assert "A3:new" in found["settles"].iloc[0]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_every_alternative_settles_every_sum_of_its_system(make_facts, balanced, data):
    cells = balanced(new=30, carried_in=12, granted=25, denied=13, carried_out=4)
    cells |= block(7, 2, 1, 1, 11)
    metrics = list(cells)
    for metric in data.draw(st.lists(st.sampled_from(metrics), min_size=1, max_size=3)):
        cells[metric] = float(data.draw(st.integers(-2, 60)))
    if data.draw(st.booleans()):
        cells[data.draw(st.sampled_from(metrics))] = "blank"
    facts = make_facts(cells)
    found = suggest(facts)
    failed = check(facts, rules=SUMS)
    failed = failed[failed["ok"].fillna(True).eq(False)]
    assert set(" ".join(found["settles"]).split()) == set(
        failed["rule"].astype(str) + ":" + failed["party"].astype(str)
    )
    chosen = found[(found["alternative"] > 0) & found["suggested"].notna()]
    for (_, alternative), rows in chosen.groupby(["system", "alternative"], observed=True):
        corrected, _ = correct(facts, rows)
        again = check(corrected, rules=SUMS)
        still = again[again["ok"].fillna(True).eq(False)]
        settles = set(rows["settles"].iloc[0].split())
        names = set(still["rule"].astype(str) + ":" + still["party"].astype(str))
        assert not names & settles, alternative
        assert names <= set(failed["rule"].astype(str) + ":" + failed["party"].astype(str))
        assert (rows["suggested"] >= 0).all()
        assert np.array_equal(rows["suggested"], rows["suggested"].round())


def test_the_causes_of_the_registry_are_those_that_are_named():
    causes = registry.tree("causes")
    assert {"label_zh", "label_en", "recognised", "cells"} == {
        name for cause in causes["cause"].values() for name in cause
    }
    assert list(causes["cause"])[-1] == "other"
    assert set(causes["unsettled"]) == {"no_solver", "limit"}
    assert pd.Series(list(causes["cause"])).is_unique


@pytest.mark.skipif(not REPORTS.is_dir(), reason="no golden reports here")
def test_the_totals_that_a_real_report_leaves_blank_are_told_by_its_rows():
    name = "shanghai_general_office_2019"
    facts = gi.read_report(REPORTS / f"{name}.html").facts()
    assert suggest(facts).empty
    found = suggest(facts, blank_as_zero=True)
    assert found["metric"].str.endswith(".total").all()
    assert set(found["cause"]) == {"blank_as_value"}
    assert set(found["n_cells"]) == {len(found)}
    corrected, log = correct(facts, found)
    assert set(log["status"]) == {"blank"}
    assert not check(corrected, rules=SUMS, blank_as_zero=True)["ok"].eq(False).any()


def test_of_two_vintages_of_a_table_the_one_that_check_judges_is_settled(make_facts, balanced):
    cells = balanced()
    cells |= {row: 0.0 for row in balanced(form="requests.2019") if row not in cells}
    cells["requests.other.total.natural_person"] = 5.0
    facts = make_facts(cells, forms=("requests.2021", "requests.2019"))
    assert set(facts["form"]) == {"requests.2021", "requests.2019"}
    assert not check(facts, rules=["A1", "A2", "A3"])["ok"].eq(False).any()
    assert suggest(facts, rules=["A1", "A2", "A3"]).empty
