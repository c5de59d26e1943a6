"""What was planted is found, what was not is not accused, and the planted cell is the one named."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from faults import judging, oracle
from faults.faults import DISTRACTORS, FAULTS
from faults.mistyped import IDENTITY
from faults.panel import panel
from faults.planting import plant, plant_all
from govinfo import registry
from govinfo.analyse.corrections import correct
from govinfo.analyse.flags import flag
from govinfo.analyse.suggestions import suggest

SUMS = tuple(oracle.FLAG_OF.values())
#: Of suspicions by size: a rise that is twelvefold may lie within what a small group allows.
BY_SIZE = ("sudden_change", "repeated_figures", "peer_outlier", "copied_from_other")

#: Faults of so many cells, or of several documents, that a finding need not name one of them.
WHOLE_REPORTS = ("heaped", "all_zero", "all_zero_but_told", "scope_declared", "two_versions")


def test_every_flag_has_a_fault_that_must_raise_it():
    raised = {rule for fault in FAULTS for rule in fault.rules} | set(SUMS)
    assert raised == set(registry.tree("flags"))


def test_every_fault_and_distractor_is_explained():
    said = Path(__file__).with_name("README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", said))
    assert {fault.name for fault in (*FAULTS, *DISTRACTORS)} <= named


def test_every_fault_and_distractor_finds_a_place(planted):
    names = [each.fault.name for each in planted[2]]
    assert {fault.name for fault in (*FAULTS, *DISTRACTORS)} == set(names)
    agencies = [each.agency_id for each in planted[2]]
    assert len(agencies) == len(set(agencies))


def test_a_fault_without_a_place_is_told():
    facts, sources = panel(30, seed=1)
    fault = next(each for each in FAULTS if each.name == "parent_too_small")
    with pytest.raises(LookupError, match="parent_too_small"):
        plant(facts, sources, fault, Random(1))


def test_clean_panels_have_no_error_and_hardly_a_warning(clean, judged_clean):
    errors, share = judging.share_flagged(judged_clean, len(clean[1]))
    assert errors == 0
    assert share <= 0.005


def test_faults_of_sums_are_found_always_and_nothing_else_is(planted, judged, judged_clean):
    table = judging.rates([judging.by_rule(judged, planted[2], judged_clean)]).set_index("rule")
    assert (table.loc[list(SUMS), "recall"] == 1).all()
    assert (table.loc[list(SUMS), "precision"] == 1).all()
    assert (table.loc[list(SUMS), "as_grave"] == table.loc[list(SUMS), "planted"]).all()


def test_other_faults_are_found_with_their_severity(planted, judged, judged_clean):
    table = judging.rates([judging.by_rule(judged, planted[2], judged_clean)]).set_index("rule")
    certain = table.drop([*BY_SIZE, *SUMS])
    assert (certain["planted"] > 0).all()
    assert (certain["as_grave"] == certain["planted"]).all(), certain
    assert (table["recall"] >= 0.5).all(), table


def test_what_was_not_planted_is_not_accused(planted, judged, judged_clean):
    false = judging.false_findings(judged, planted[2], judged_clean)
    grave = false.loc[false["severity"] != "info"]
    assert len(grave) <= 0.005 * len(planted[1]), grave[["rule", "agency_id", "year", "evidence"]]
    assert not (grave["severity"] == "error").any()


def test_distractors_stay_silent_and_silenced_rules_are_shown(planted, judged):
    table = judging.by_fault(judged, planted[2])
    asked = table.dropna(subset=["silent"])
    assert set(asked["fault"]) >= {fault.name for fault in DISTRACTORS}
    assert asked["silent"].all(), asked
    shown = table.dropna(subset=["silenced"])
    assert len(shown)
    assert shown["silenced"].all(), shown


def test_the_planted_cells_are_those_suggested(planted, proposed):
    table = judging.located(proposed, planted[2]).set_index("fault")
    single = [fault.name for fault in IDENTITY if fault.n_cells == 1]
    requests = table.loc[[name for name in single if not name.startswith("disputes")]]
    disputes = table.loc[[name for name in single if name.startswith("disputes")]]
    several = table.loc[["neighbouring_row", "two_cells", "three_cells", "row_shifted"]]
    assert requests["first"].sum() >= 0.95 * requests["planted"].sum(), requests
    assert disputes["among"].sum() >= 0.95 * disputes["planted"].sum(), disputes
    assert several["among"].sum() >= 0.9 * several["planted"].sum(), several
    assert table["cause"].sum() >= 0.9 * table["named"].sum(), table


def test_the_first_suggestion_gives_back_what_was_there_before(clean, planted, proposed):
    facts, _, truth = planted
    single = {
        each.source_ids[0]: each
        for each in truth
        if each.fault in IDENTITY and len(each.cells) == 1 and "disputes" not in each.fault.name
    }
    chosen = proposed.loc[proposed["source_id"].isin(single) & (proposed["alternative"] == 1)]
    after, log = correct(facts, chosen)
    before = clean[0].set_index(["source_id", "metric"])["value"]
    for each in log.itertuples():
        assert each.corrected == before[each.source_id, each.metric]
    assert len(log) == len(single) > 10
    method = after.set_index(["source_id", "metric"])["method"]
    assert (
        method[[cell[:2] for each in single.values() for cell in each.cells]] == "corrected"
    ).all()


@pytest.fixture(scope="module")
def blanks():
    """A panel in which ten reports leave a cell empty that has a value, and those reports."""
    fault = next(each for each in DISTRACTORS if each.name == "blank_left")
    return plant_all(*panel(700, seed=31), [fault], Random(1), each=10)


def test_a_clean_panel_has_no_error_where_blanks_count_as_nought():
    facts, sources = panel(700, seed=31)
    flags = flag(facts, sources, rules=[*SUMS, "carry_over"], blank_as_zero=True)
    assert not flags["severity"].isin(judging.RANKS).any()


def test_a_blank_that_must_have_had_a_value_is_found_only_where_blanks_count_as_nought(blanks):
    facts, sources, truth = blanks
    ids = {each.source_ids[0] for each in truth}
    silent = flag(facts, sources, rules=SUMS)
    told = flag(facts, sources, rules=SUMS, blank_as_zero=True)
    assert not silent["severity"].isin(judging.RANKS).any()
    assert set(told.loc[told["severity"] == "error", "source_id"]) == ids
    assert suggest(facts).empty
    offered = suggest(facts, blank_as_zero=True).set_index("source_id")
    assert set(offered.index) == ids
    assert set(offered["cause"]) == {"blank_as_value"}
    for each in truth:
        _, metric, old, _ = each.cells[0]
        row = offered.loc[each.source_ids[0]]
        assert (row["metric"], row["suggested"]) == (metric, old)


def test_a_finding_names_the_planted_cells_and_speaks_both_languages(planted, judged):
    told = judged.loc[judged["severity"].isin(judging.RANKS)]
    assert not told["evidence"].str.contains("{", regex=False).any()
    assert told["evidence_zh"].str.contains("[\u4e00-\u9fff]").all()
    findings = told.groupby(["rule", "source_id"], observed=True)["metrics"]
    rests_on = {pair: _names(texts) for pair, texts in findings}
    for each in planted[2]:
        changed = {metric for _, metric, _, _ in each.cells}
        for rule in each.rules if changed and each.fault.name not in WHOLE_REPORTS else ():
            for source_id in each.source_ids:
                if (rule, source_id) in rests_on:
                    assert rests_on[rule, source_id] & changed, (each.fault.name, rule)


def _names(texts):
    """Metric ids of several findings, without signs and years."""
    joined = " ".join(texts.dropna())
    return {name.removeprefix("-").removesuffix("[t-1]") for name in joined.split()}
