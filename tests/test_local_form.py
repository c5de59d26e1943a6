"""The sample of a local form of 2010: kept whole without its form, facts with it."""

from pathlib import Path

import govinfo as gi

LOCAL = Path(__file__).parents[1] / "data" / "local"
REPORT, FORM = LOCAL / "sheyang_2010.html", LOCAL / "sheyang_form.csv"


def test_without_a_form_every_value_keeps_its_labels():
    corpus = gi.read_reports(REPORT, progress=False)
    others = gi.other_tables(corpus)
    assert set(corpus.facts["form"]) == {"narrative"}
    assert len(others) == 18
    row = others[others["row_label"] == "主动公开信息数/其中：公开栏张贴"]
    assert row["column_label"].tolist() == ["数量/本年", "数量/历年累计"]
    assert row["value"].tolist() == [160, 560]


def test_with_its_form_the_year_s_own_numbers_are_facts():
    corpus = gi.read_reports(REPORT, forms=FORM, progress=False)
    facts = corpus.facts[corpus.facts["form"] == "sheyang.2010"].set_index("metric")
    assert facts["value"].to_dict() == {
        "sheyang.disclosed.total": 214,
        "sheyang.disclosed.board": 160,
        "sheyang.disclosed.broadcast": 54,
        "sheyang.requests.received": 9,
        "sheyang.requests.in_person": 7,
        "sheyang.requests.letter": 2,
        "sheyang.requests.answered": 9,
        "sheyang.requests.granted": 8,
        "sheyang.fees": 0,
    }
    assert set(facts["status"]) == {"reported"}
    assert gi.other_tables(corpus).empty
