import pandas as pd
import pytest

import govinfo as gi
from govinfo.analyse.checks import check
from govinfo.errors import GovinfoError, ReadError, SchemaError, UnknownNameError

OWN = """
[my_fees]
label_zh = "许可不少于处罚"
label_en = "licences at least penalties"
severity = "info"
forms = ["proactive.2021"]
left = ["licensing.decisions"]
op = ">="
right = ["penalties.decisions", "-coercion.decisions"]
tolerance = 0.5
"""
CELLS = {"licensing.decisions": 3.0, "penalties.decisions": 5.0, "coercion.decisions": 1.0}


@pytest.fixture
def own(tmp_path):
    def write(text, name="my.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_rule_of_ones_own_is_judged_as_the_registered_are(make_facts, own):
    row = check(make_facts(CELLS), rules=own(OWN)).iloc[0]
    assert (row["rule"], row["ok"], row["gap"]) == ("my_fees", False, -1.0)
    assert row["metrics"] == "licensing.decisions penalties.decisions -coercion.decisions"


def test_ids_paths_and_frames_go_together_in_the_order_given(make_facts, own):
    frame = gi.rules().query("rule == 'A1'").assign(rule="loose_A1", tolerance=1.0)
    found = check(make_facts(CELLS), rules=["B1", own(OWN), frame])
    assert list(dict.fromkeys(found["rule"])) == ["B1", "my_fees", "loose_A1"]


def test_the_rules_of_the_registry_as_a_frame_judge_as_the_registry_does(make_facts, balanced):
    facts = make_facts(balanced() | {"narrative.requests_received": 11.0})
    pd.testing.assert_frame_equal(check(facts, rules=gi.rules()), check(facts))


def test_the_rules_of_the_registry_as_csv_judge_as_the_registry_does(
    make_facts, balanced, tmp_path
):
    path = tmp_path / "rules.csv"
    gi.rules().to_csv(path, index=False)
    facts = make_facts(balanced() | {"narrative.requests_received": 11.0})
    pd.testing.assert_frame_equal(check(facts, rules=str(path)), check(facts))


def test_a_csv_may_part_ids_by_blanks_sums_by_bars_and_conditions_by_semicolons(make_facts, own):
    head = "rule,label_zh,label_en,severity,forms,left,op,any_of,when,tolerance"
    line = (
        "x,甲,a,info,proactive.2021,licensing.decisions,=,"
        "penalties.decisions coercion.decisions | penalties.decisions -coercion.decisions,"
        "penalties.decisions > 4; coercion.decisions >= 1,1"
    )
    row = check(make_facts(CELLS), rules=own(f"{head}\n{line}\n", "my.csv")).iloc[0]
    assert (row["ok"], row["expected"]) == (True, 4.0)
    row = check(
        make_facts(CELLS | {"coercion.decisions": 0.0}), rules=own(head + "\n" + line, "b.csv")
    )
    assert row["reason"].iloc[0] == "does not apply: not coercion.decisions >= 1"


def test_a_rule_needs_no_more_than_its_two_sides(make_facts, balanced, own):
    path = own('[short]\nleft = ["requests.{row}.total"]\nop = ">="\nright = ["fees.amount"]\n'
               'over = "row"\namong = ["new"]\n')  # fmt: skip
    row = check(make_facts(balanced() | {"fees.amount": 3.0}), rules=path).iloc[0]
    assert (row["rule"], row["party"], row["ok"], row["gap"]) == ("short", "new", True, 7.0)
    frame = pd.DataFrame({"rule": ["a"], "left": ["my.a"], "op": ["="], "right": ["my.b"]})
    facts = make_facts({"my.a": 2.0, "my.b": 2.0}).assign(form="my.form")
    row = check(facts, rules=frame).iloc[0]
    assert (row["party"], row["ok"]) == ("", True)
    row = check(make_facts(balanced()), rules=own(path.read_text("utf-8"))).iloc[0]
    assert row["reason"] == "fees.amount is not in the report"


def test_sides_that_no_form_holds_together_need_the_forms_named(make_facts, own):
    text = '[x]\nleft = ["fees.amount", "requests.new.total"]\nop = "="\nright = []\n'
    with pytest.raises(SchemaError, match="field 'forms'"):
        check(make_facts(CELLS), rules=own(text))
    with pytest.raises(UnknownNameError, match=r"Did you mean 'fees\.amount'"):
        check(make_facts(CELLS), rules=own(text.replace("fees.amount", "fees.amont")))


def test_a_sum_that_is_the_same_in_several_forms_is_judged_once(make_facts, balanced, own):
    forms = '["proactive.2021", "disputes", "requests.2021"]'
    text = OWN.replace('["proactive.2021"]', forms)
    facts = make_facts(CELLS | balanced() | {"reconsideration.total": 0.0})
    assert check(facts, rules=own(text))["party"].tolist() == [""]
    text = '[x]\nforms = ["disputes", "requests.2021"]\nover = "a"\nop = "="\nright = []\n'
    text += '[x.left]\none = ["fees.amount"]\ntwo = ["requests.new.total"]\n'
    assert check(facts, rules=own(text))["party"].tolist() == ["one", "two"]


def test_a_frame_of_rules_may_be_of_another_kind(make_facts):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"rule": ["a"], "left": ["rules.issued"], "op": ["="], "right": [""]})
    frame = frame.with_columns(right=polars.Series([["fees.amount"]]))
    assert check(make_facts({"rules.issued": 0}), rules=frame)["rule"].tolist() == ["a"]


def test_an_edited_tolerance_takes_effect(make_facts):
    cells = dict.fromkeys(
        [f"reconsideration.{name}" for name in ("upheld", "corrected", "other", "pending")], 1.0
    )
    facts = make_facts(cells | {"reconsideration.total": 5.0})
    rules = gi.rules().query("rule == 'B1'")
    assert not check(facts, rules=rules)["ok"].iloc[0]
    assert check(facts, rules=rules.assign(tolerance=1.0))["ok"].iloc[0]


def test_metrics_and_forms_of_ones_own_that_the_facts_hold_may_be_named(make_facts, own):
    facts = make_facts({"my.a": 2.0, "my.b": 2.0}).astype({"form": "object"})
    facts["form"] = "my.form"
    text = OWN.replace("proactive.2021", "my.form").replace('["licensing.decisions"]', '["my.a"]')
    text = text.replace('["penalties.decisions", "-coercion.decisions"]', '["my.{x}"]')
    text += 'over = "x"\namong = ["b"]\n'
    row = check(facts, rules=own(text.replace('["my.a"]', '["my.{x}"]'))).iloc[0]
    assert (row["party"], row["ok"]) == ("b", True)


def test_forms_of_ones_own_that_no_report_has_are_known_from_their_csv(make_facts, own):
    forms = own(
        "form,order,row_path,column_path,metric\nmy.form,1,甲,,my.a\nmy.form,2,乙,,my.b\n", "f.csv"
    )
    text = OWN.replace("proactive.2021", "my.form").replace("licensing.decisions", "my.a")
    text = text.replace('["penalties.decisions", "-coercion.decisions"]', '["my.b"]')
    found = check(make_facts(CELLS), rules=own(text), forms=forms)
    assert found["reason"].tolist() == ["no figures of my.form"]
    with pytest.raises(UnknownNameError, match=r"my\.form"):
        check(make_facts(CELLS), rules=own(text))


@pytest.mark.parametrize(
    ("change", "error", "parts"),
    [
        (("licensing.decisions", "licensing.decision"), UnknownNameError,
         ["my.toml, rule 'my_fees', field 'left'", "Did you mean 'licensing.decisions'"]),
        (('op = ">="', 'op = ">>"'), SchemaError, ["rule 'my_fees', field 'op'", "=, <=, >="]),
        (("proactive.2021", "proactive.2012"), UnknownNameError,
         ["field 'forms'", "Did you mean 'proactive.2021'"]),
        (('op = ">="', ""), SchemaError, ["rule 'my_fees'", "lacks the field 'op'"]),
        (("right = ", "# right = "), SchemaError, ["'right'", "'any_of'"]),
        (("0.5", "-1"), SchemaError, ["field 'tolerance'", "from 0 on"]),
        (("0.5", "true"), SchemaError, ["field 'tolerance'"]),
        (("0.5", "inf"), SchemaError, ["field 'tolerance'"]),
        (("tolerance", "toleranse"), SchemaError, ["toleranse", "'tolerance'"]),
        (('"info"', '"fatal"'), SchemaError, ["field 'severity'", "error, warning, info"]),
        (('left = ["licensing.decisions"]', "left = [3]"), SchemaError,
         ["field 'left'", "list of texts"]),
        (('["licensing.decisions"]', '["licensing.{x}"]'), SchemaError, ["'x'", "over"]),
        (('["licensing.decisions"]', '["licensing.decisions[t-2]"]'), SchemaError, ["[t-1]"]),
        (('["licensing.decisions"]', '["nothing.*.here"]'), SchemaError, ["fits no cell"]),
        (("[my_fees]", "[my_fees"), SchemaError, ["is no TOML"]),
        (("[my_fees]", "a = 1\n[my_fees]"), SchemaError, ["'a' stands outside a rule"]),
        (("tolerance", 'when = ["fees.amount >"]\ntolerance'), SchemaError, ["condition"]),
        (("tolerance", 'when = ["fees.amout > 0"]\ntolerance'), UnknownNameError,
         ["field 'when'", "fees.amount"]),
        (("tolerance", 'any_of = [["fees.amount"]]\ntolerance'), SchemaError, ["either"]),
        (("-coercion.decisions", "coercion.decisions[child]"), SchemaError, ["covers"]),
    ],
)  # fmt: skip
def test_a_malformed_rule_is_refused_with_its_file_rule_and_field(
    make_facts, own, change, error, parts
):
    with pytest.raises(error) as caught:
        check(make_facts(CELLS), rules=own(OWN.replace(*change)))
    assert isinstance(caught.value, GovinfoError)
    for part in ("my.toml", *parts):
        assert part in str(caught.value)


def test_an_id_given_twice_is_refused(make_facts, own):
    with pytest.raises(SchemaError, match=r"'A1': stands in govinfo.rules\(\) already"):
        check(make_facts(CELLS), rules=["A1", own(OWN.replace("my_fees", "A1"))])
    twice = pd.concat([gi.rules().query("rule == 'A1'")] * 2)
    with pytest.raises(SchemaError, match="'A1': comes twice"):
        check(make_facts(CELLS), rules=twice)


def test_a_path_that_is_not_there_is_named(make_facts, tmp_path):
    with pytest.raises(ReadError, match="cannot be read"):
        check(make_facts(CELLS), rules=tmp_path / "none.toml")


def test_rules_of_a_strange_kind_are_refused(make_facts):
    with pytest.raises(SchemaError, match="holds a int"):
        check(make_facts(CELLS), rules=[3])
