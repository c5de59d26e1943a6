"""Sentences, headings and frames that tempt to a false accusation."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from govinfo import read_reports, schema
from govinfo.analyse import check, flag, flag_rates, suggest

sys.path.insert(0, str(Path(__file__).parent))
from pages import HEADINGS, page

SENTENCES = pd.read_csv(Path(__file__).parent / "sentences.csv", keep_default_na=False)
#: The rules that read prose and outline, and those that would tell of a misread table.
RULES = [
    *("narrative_parts", "missing_section", "stale_basis", "text_table", "cross_logic"),
    *("all_zero", "copied_from_other", "requests_balance", "requests_outcomes"),
    *("requests_parties", "disputes_sum"),
]


@pytest.fixture(scope="module")
def accused(tmp_path_factory):
    """Rules that find something, for each row of the sentences, as the reader reads them."""
    folder = tmp_path_factory.mktemp("traps")
    for number, row in SENTENCES.iterrows():
        html = page(
            row["text"],
            row["place"],
            agency=row["agency"],
            year=row["year"],
            zeros=row["tables"] == "zero",
        )
        (folder / f"{number}.html").write_text(html, encoding="utf-8")
    corpus = read_reports(folder, progress=False)
    sources = corpus.sources.assign(current=True)
    found = flag(corpus.facts, sources, rules=RULES)
    found = found.loc[found["severity"] != "na"]
    # The pages are alike by intent, and a township of zeros is no fault.
    alike = (found["rule"] == "copied_from_other") & (found["severity"] != "error")
    found = found.loc[~alike & ~((found["rule"] == "all_zero") & (found["severity"] == "info"))]
    number = {
        source: int(Path(path).stem)
        for source, path in zip(sources["source_id"], sources["path"], strict=True)
    }
    assert len(number) == len(SENTENCES)
    rules = {row: [] for row in SENTENCES.index}
    for source, rule, said in zip(
        found["source_id"], found["rule"], found["evidence"], strict=True
    ):
        rules[number[source]].append((rule, said))
    return rules


def test_no_innocent_sentence_is_accused(accused):
    innocent = SENTENCES.index[SENTENCES["guilty"] == "no"]
    assert len(innocent) > 400
    wrong = [(SENTENCES.loc[row, "text"], accused[row]) for row in innocent if accused[row]]
    assert wrong == []


def test_every_guilty_sentence_is_found_and_for_what_it_is(accused):
    guilty = SENTENCES.loc[SENTENCES["guilty"] == "yes"]
    missed = [
        text
        for row, rule, text in zip(guilty.index, guilty["rule"], guilty["text"], strict=True)
        if {name for name, _ in accused[row]} != {rule}
    ]
    assert missed == []


def test_the_sections_of_the_page_are_those_of_the_form():
    assert len(HEADINGS) == 6


@pytest.fixture
def three_years(make_facts, join, balanced, sources_of):
    """An agency over three years with two versions of the last and a fee in the wrong unit."""
    stock = {"normative_documents.issued": 1, "normative_documents.in_force": 9}
    facts = join(
        *(
            make_facts(balanced(new, 2, new - 4, 3, 3) | stock | {"fees.amount": fee}, year=year)
            for year, new, fee in ((2020, 9, 110), (2021, 11, 100), (2022, 12, 120))
        ),
        make_facts(balanced() | {"fees.amount": 1e6, "requests.new.total": 11}, year=2023),
        make_facts(balanced() | {"fees.amount": 100}, year=2023, source_id="older"),
    )
    sources = sources_of(facts)
    return facts, sources.assign(current=sources["source_id"] != "older")


def told(frame):
    plain = frame.astype("object").where(frame.notna(), None).map(str)
    return sorted(plain.itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.sample(frac=1, random_state=3),
        lambda frame: frame.set_axis([0] * len(frame)),
        lambda frame: frame.astype("object"),
        lambda frame: frame.assign(year=frame["year"].astype("float64")),
        lambda frame: frame.assign(year=frame["year"].astype("object")),
        lambda frame: frame.assign(source_id=frame["source_id"].astype("category"), mine=1),
    ],
    ids=["shuffled", "repeated index", "object", "float years", "object years", "more columns"],
)
def test_findings_depend_on_neither_order_nor_index_nor_dtypes(three_years, change):
    facts, sources = three_years
    assert told(flag(change(facts), change(sources))) == told(flag(facts, sources))
    assert told(check(change(facts))) == told(check(facts))
    assert told(suggest(change(facts))) == told(suggest(facts))


def test_findings_are_there_to_be_compared(three_years):
    found = flag(*three_years)
    rules = set(found.loc[found["severity"] != "na", "rule"])
    assert rules >= {"fee_unit_slip", "version_conflict", "requests_balance", "requests_parties"}


def test_a_value_without_end_is_no_count(make_facts, sources_of):
    facts = make_facts({"licensing.decisions": np.inf})
    assert len(flag(facts, sources_of(facts), rules="digit_heaping"))


@pytest.mark.parametrize(
    "name", ["甲县经济开发区管理委员会", "乙市生态环境局甲县分局", "甲县税务局"]
)
def test_who_may_answer_to_a_higher_organ_is_no_part_of_a_county(
    make_facts, join, sources_of, name
):
    whole = make_facts({"licensing.decisions": 100}, agency_id="620421:甲县人民政府")
    part = make_facts({"licensing.decisions": 400}, agency_id=f"620421:{name}")
    facts = join(whole, part)
    sources = sources_of(facts)
    own = sources["agency_id"].str.endswith(name)
    kinds = np.where(own, "department", "government")
    scopes = np.where(own, "own", "aggregate")
    sources = schema.conform(
        sources.astype("object").assign(kind=kinds, scope=scopes), schema.SOURCES
    )
    assert set(flag(facts, sources, rules="hierarchy")["severity"]) == {"na"}


def test_a_revised_version_is_not_late_where_the_first_was_in_time(make_facts, join, sources_of):
    facts = join(
        make_facts({"rules.issued": 0}, source_id="first"),
        make_facts({"rules.issued": 0}, source_id="revised"),
        make_facts({"rules.issued": 0}, source_id="nobody's", agency_id="?"),
    )
    sources = sources_of(facts)
    days = {"first": "2024-03-20", "revised": "2024-08-01", "nobody's": "2024-08-01"}
    sources["published"] = pd.to_datetime(sources["source_id"].map(days))
    sources["current"] = sources["source_id"] != "first"
    found = flag(facts, sources, rules="late").set_index("source_id")
    assert found["severity"].to_dict() == {"revised": "na", "nobody's": "warning"}
    assert "published earlier" in found.loc["revised", "evidence"]
    sources["published"] += pd.Timedelta(days=30)
    found = flag(facts, sources, rules="late").set_index("source_id")
    assert found.loc["first", "severity"] == "warning"


def test_rates_speak_only_of_rules_that_were_asked_for(three_years):
    facts, sources = three_years
    found = flag(facts, sources, rules=["late", "fee_unit_slip", "impossible_value"])
    rates = flag_rates(found, sources)
    assert set(rates["rule"]) == {"late", "fee_unit_slip", "impossible_value"}
    assert (rates["n_flagged"] <= rates["n_assessable"]).all()
    assert (rates["n_assessable"] <= rates["n_reports"]).all()
    assert rates.groupby("rule")["n_reports"].sum().eq(sources["current"].sum()).all()
