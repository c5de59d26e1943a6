"""Evidence in two languages, and what it rests on."""

import re
import string

import pandas as pd
import pytest

from govinfo import registry
from govinfo.analyse import flag
from govinfo.analyse.flagging.evidence import (
    Words,
    findings,
    joined,
    label,
    not_judged,
    reasons,
    say,
)
from govinfo.errors import SchemaError

HAN = re.compile(r"[\u4e00-\u9fff]")
RULES = registry.tree("flags")
TEMPLATES = [
    (rule, name, template)
    for rule, entry in [*RULES.items(), ("evidence", registry.tree("evidence"))]
    for name, template in entry.get("words", {}).items()
]


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize(("rule", "name", "template"), TEMPLATES)
def test_every_template_says_the_same_in_both_languages(rule, name, template):
    assert set(template) == {"en", "zh"}
    assert fields(template["en"]) == fields(template["zh"])
    quoted = r"[（(《“].*[）)》”]|\{.*?\}|考核|评议|元"
    assert not HAN.search(re.sub(quoted, "", template["en"]))
    bare = re.sub(r"\{.*?\}|[“”]", "", template["zh"])
    assert HAN.search(bare) or not bare.strip()


def test_all_rules_are_there_with_labels_in_both_languages():
    assert len(RULES) == 25
    for entry in RULES.values():
        assert HAN.search(entry["label_zh"])
        assert not HAN.search(entry["label_en"])
        assert entry["severity"] in ("error", "warning", "info")


def test_every_law_that_is_quoted_has_words_and_years():
    for entry in RULES.values():
        for law in entry.get("basis", ()):
            assert HAN.search(law["text"])
            assert law.get("first", 2008) <= law.get("last", 2100)
            assert set(law) <= {"first", "last", "of", "text"}


def test_words_of_a_field_are_told_in_its_language():
    entry = {"words": {"low": {"en": "{metric} is {value}", "zh": "{metric}为{value}"}}}
    words = say(entry, "low", metric=label("rules.issued"), value=1234567.0)
    assert words.en.endswith("is 1234567")
    assert words.zh.endswith("为1234567")
    assert str(words) == words.en


def test_words_that_are_not_in_the_registry_are_asked_for():
    with pytest.raises(SchemaError, match="no words 'hgih'"):
        say({}, "hgih")


def test_a_metric_of_a_users_own_is_named_by_its_id():
    assert label("gansu.2010.disclosed") == Words("gansu.2010.disclosed", "gansu.2010.disclosed")


def test_findings_take_one_value_for_all_or_one_for_each():
    two = findings([0, 1], "info", Words("a", "甲"), [1, 2], metrics=["x", "y"])
    assert two["words"].tolist() == [Words("a", "甲")] * 2
    assert two["score"].tolist() == [1.0, 2.0]
    assert findings([], "info", []).columns.tolist() == two.columns.tolist()
    mask = pd.Series([False, True]).to_numpy()
    assert not_judged(mask, reasons(["", "year unknown"]))["words"].iloc[0].zh == "年度不详"
    assert joined([]) == Words("", "")


@pytest.fixture
def everything(make_facts, join, balanced, sources_of):
    """Two years of an agency in which nearly all is wrong."""
    disputes = {f"reconsideration.{name}": 3 for name in ("upheld", "corrected", "other")}
    disputes |= {"reconsideration.pending": 0, "reconsideration.total": 50}
    stock = {"normative_documents.issued": 1, "normative_documents.repealed": 0}
    first = balanced() | stock | {"normative_documents.in_force": 100, "licensing.decisions": 90}
    second = balanced(30, 5, 20, 12, 3) | stock | disputes
    second |= {"normative_documents.in_force": 300, "licensing.decisions": 900, "rules.issued": 2}
    second |= {"requests.granted.total": 19.0, "penalties.decisions": -1, "fees.amount": 3}
    prose = make_facts({"narrative.requests_received": 77, "narrative.information_fee": 5})
    facts = join(
        make_facts(first, year=2022),
        make_facts(second, year=2023),
        prose,
        make_facts(second | {"rules.issued": 3}, year=2023, source_id="older"),
    )
    sources = sources_of(
        facts,
        narrative="[overview]\n公开信息100条，其中政策类60条，人事类50条。\n\n[other]\n无。",
        sections="overview proactive requests disputes other",
        warnings="stale_basis: cites 2019年政务公开工作要点 in a report on 2023",
        published=pd.Timestamp("2024-06-01"),
    )
    sources["current"] = sources["source_id"] != "older"
    roster = pd.DataFrame({"agency_id": ["620421:甲", "620421:乙"]})
    return facts, sources, flag(facts, sources, roster=roster)


def test_evidence_is_filled_in_in_both_languages(everything):
    found = everything[2]
    assert len(set(found.loc[found["severity"] != "na", "rule"])) >= 15
    for column in ("evidence", "evidence_zh"):
        assert found[column].notna().all()
        assert not found[column].str.contains(r"[{}]|\bnan\b|None").any()
    assert found["evidence_zh"].str.contains(HAN).all()


def test_findings_rest_on_metrics_and_documents_that_exist(everything):
    facts, sources, found = everything
    told = found.loc[found["severity"] != "na"]
    metrics = {
        name.removesuffix("[t-1]") for names in told["metrics"].dropna() for name in names.split()
    }
    assert metrics
    assert metrics <= set(registry.metric_names())
    others = {name for names in told["compared_with"].dropna() for name in names.split()}
    assert others
    assert others <= set(sources["source_id"])
    cells = told.loc[told["rule"] == "requests_outcomes", "metrics"].str.split().explode()
    assert set(cells) <= set(facts["metric"])
    for rule in ("sudden_change", "carry_over", "stock_flow", "version_conflict"):
        assert (told.loc[told["rule"] == rule, "compared_with"] != "").all()


def test_only_findings_quote_a_law(everything):
    found = everything[2]
    assert found.loc[found["severity"] == "na", "basis"].isna().all()
    assert found.loc[found["rule"].isin(["late", "missing_section"]), "basis"].notna().any()
