"""Flags for a document as a whole: its basis, sections, roster, fees."""

import pandas as pd
import pytest

from govinfo import registry
from govinfo.analyse import flag
from govinfo.errors import SchemaError

SIX = "overview proactive requests disputes problems other"
PROSE = (
    "[overview]\n全年公开信息3条，开展了工作考核。\n\n[problems]\n一是人手不足。\n\n[other]\n无。"
)


@pytest.fixture
def rows_of(make_facts, sources_of):
    """Severity, evidence and Chinese evidence of one rule for a report of a county."""

    def find(rule, cells=None, *, year=2023, roster=None, **columns):
        facts = make_facts({"rules.issued": 0} if cells is None else cells, year=year)
        found = flag(facts, sources_of(facts, **columns), rules=rule, roster=roster)
        assert set(found["rule"]) <= {rule}
        return list(zip(found["severity"], found["evidence"], found["evidence_zh"], strict=True))

    return find


def test_a_plan_of_another_year_is_a_stale_basis(rows_of):
    note = "stale_basis: cites 2021年政务公开工作要点 in a report on 2022"
    ((severity, english, chinese),) = rows_of("stale_basis", year=2022, warnings=note)
    assert severity == "warning"
    assert english == "a report on 2022 cites 2021年政务公开工作要点 as its basis"
    assert chinese == "2022年度报告引用了2021年政务公开工作要点"


def test_what_was_replaced_is_a_stale_basis_told_in_both_languages(rows_of):
    for each in registry.tree("citations")["replaced"]:
        note = f"stale_basis: cites {each['what']}, in a report on 2023"
        ((severity, english, chinese),) = rows_of("stale_basis", warnings=note)
        assert severity == "warning"
        assert each["what"] in english
        assert "被取代" in chinese


def test_a_period_that_is_no_calendar_year_is_an_error_but_not_of_a_university(rows_of):
    note = (
        "table_lost: the heading of the disputes table is there, the table is not\n"
        "year_conflict: the statistical period is no calendar year: 2022年2月1日至2023年1月31日"
    )
    ((severity, english, _),) = rows_of("stale_basis", warnings=note)
    assert severity == "error"
    assert english.endswith("2022年2月1日至2023年1月31日")
    ((severity, _, _),) = rows_of("stale_basis", warnings=note, kind="university")
    assert severity == "na"


def test_other_warnings_of_the_reader_are_no_stale_basis(rows_of):
    note = "year_conflict: the statistical period says 2022, the title 2023; it is followed"
    assert rows_of("stale_basis", warnings=note, year_basis="period") == []


def test_without_a_period_and_prose_nothing_is_known_of_the_basis(rows_of):
    ((severity, english, _),) = rows_of("stale_basis", year_basis="title")
    assert (severity, english) == ("na", "no statistical period is printed and there is no prose")
    assert rows_of("stale_basis", year_basis="title", narrative=PROSE) == []


def test_a_report_with_all_six_sections_lacks_none(rows_of):
    assert rows_of("missing_section", sections=SIX, narrative=PROSE) == []


@pytest.mark.parametrize("section", SIX.split())
def test_a_section_that_is_absent_is_an_error(rows_of, section):
    rest = " ".join(name for name in SIX.split() if name != section)
    rows = rows_of("missing_section", sections=rest, narrative=PROSE)
    assert [row[0] for row in rows] == ["error"]
    name = registry.tree("flags")["missing_section"]["words"][section]
    assert name["en"] in rows[0][1]
    assert name["zh"] in rows[0][2]


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"sections": None}, "not the outline of 2019 and after"),
        ({"sections": SIX[9:], "kind": "university"}, "not prescribed"),
        ({"sections": "", "year": 2018}, "not the outline of 2019 and after"),
        ({"sections": SIX[9:], "tables_lost": "requests"}, "a table was lost"),
        ({"sections": SIX[9:], "warnings": "truncated: the page breaks off"}, "cut off"),
        ({"sections": "overview proactive requests disputes"}, "several sections in a row"),
        ({"sections": "disputes problems other"}, "several sections in a row"),
    ],
)
def test_sections_are_not_missed_where_the_document_may_be_cut(rows_of, columns, why):
    rows = rows_of("missing_section", narrative=PROSE, **columns)
    assert [row[0] for row in rows] == ["na"]
    assert why in rows[0][1]


def test_the_missing_heading_itself_is_no_cut(rows_of):
    rest = "overview proactive requests disputes other"
    rows = rows_of(
        "missing_section",
        sections=rest,
        narrative=PROSE,
        warnings="truncated: no heading of problems",
    )
    assert [row[0] for row in rows] == ["error"]


@pytest.mark.parametrize(
    ("kind", "prose", "expected"),
    [
        ("government", PROSE.replace("工作考核", "培训"), ["warning"]),
        ("government", PROSE.replace("工作考核", "社会评议"), []),
        ("government", PROSE.replace("考核", "、责任追究"), []),
        ("department", PROSE.replace("工作考核", "培训"), []),
        # Prose that lacks a section may have told of it there.
        ("government", "[overview]\n全年公开信息3条。", []),
        ("government", None, []),
    ],
)
def test_a_government_tells_of_its_assessment(rows_of, kind, prose, expected):
    rows = rows_of("missing_section", sections=SIX, narrative=prose, kind=kind)
    assert [row[0] for row in rows] == expected


def test_the_law_is_quoted_for_the_fault_that_it_names_and_from_its_year(make_facts, sources_of):
    def basis(year, **columns):
        facts = make_facts({"rules.issued": 0}, year=year)
        found = flag(facts, sources_of(facts, **columns), rules=["missing_section", "late"])
        return found.loc[found["severity"] != "na"].set_index("rule")["basis"]

    absent = basis(2022, sections=SIX[9:], narrative=PROSE)["missing_section"]
    assert "第五十条" in absent
    assert "30号" in absent
    assert "30号" not in basis(2020, sections=SIX[9:], narrative=PROSE)["missing_section"]
    silent = basis(2022, sections=SIX, narrative=PROSE.replace("考核", ""))["missing_section"]
    assert "第（四）项" in silent
    assert "第492号" in basis(2012, published=pd.Timestamp("2013-06-01"))["late"]
    assert "第四十九条" in basis(2020, published=pd.Timestamp("2021-06-01"))["late"]


def test_a_roster_tells_which_years_are_missing(make_facts, join, sources_of):
    facts = join(
        make_facts({"rules.issued": 0}, agency_id="a:甲", year=2021),
        make_facts({"rules.issued": 0}, agency_id="a:甲", year=2023),
        make_facts({"rules.issued": 0}, agency_id="b:乙", year=2022),
    )
    roster = pd.DataFrame(
        {"agency_id": ["a:甲", "b:乙", "c:丙"], "agency": ["甲局", "乙局", None]}
        | {"first_year": [None, 2022, 2023], "last_year": [None, 2022, None]}
    )
    found = flag(facts, sources_of(facts), rules="missing_year", roster=roster)
    lacking = list(zip(found["agency_id"], found["year"], found["evidence_zh"], strict=True))
    assert lacking == [
        ("a:甲", 2022, "来源中没有甲局2022年度的报告"),
        ("c:丙", 2023, "来源中没有c:丙2023年度的报告"),
    ]
    assert found["source_id"].isna().all()
    assert set(found["severity"]) == {"warning"}


def test_a_roster_by_years_is_taken_at_its_word(make_facts, sources_of):
    facts = make_facts({"rules.issued": 0}, agency_id="a:甲", year=2023)
    roster = pd.DataFrame({"agency_id": "a:甲", "year": [2007, 2020, 2023, 2023, None]})
    found = flag(facts, sources_of(facts), rules="missing_year", roster=roster)
    assert found["year"].tolist() == [2020]
    with pytest.raises(SchemaError, match="agency_id"):
        flag(facts, sources_of(facts), rules="missing_year", roster=roster[["year"]])


def test_without_a_roster_no_year_can_be_missed(rows_of):
    ((severity, english, chinese),) = rows_of("missing_year")
    assert (severity, english, chinese) == ("na", "no roster given", "未提供机关名录")


@pytest.mark.parametrize(
    ("fee", "year", "expected"),
    [(275, 2023, ["warning"]), (270, 2023, []), (0, 2023, []), (275, 2020, ["na"])],
)
def test_a_fee_that_no_scale_gives(rows_of, fee, year, expected):
    rows = rows_of("cross_logic", {"narrative.information_fee": fee}, year=year)
    assert [row[0] for row in rows] == expected
    assert all("no multiple of 10 元" in row[1] for row in rows if row[0] == "warning")


def test_a_statement_of_none_against_requests_counted(make_facts, join, balanced, sources_of):
    none = make_facts({"narrative.requests_received": 0}, method="statement", raw="未收到申请")
    for cells, expected in ((balanced(), ["warning"]), (dict.fromkeys(balanced(), 0), [])):
        facts = join(make_facts(cells), none)
        found = flag(facts, sources_of(facts), rules="cross_logic")
        assert found["severity"].tolist() == expected


def test_more_disputes_than_requests_of_two_years(make_facts, join, balanced, sources_of):
    disputes = {"reconsideration.total": 15, "litigation_direct.total": 4}
    facts = join(
        make_facts(balanced(), year=2022),
        make_facts(balanced() | disputes, year=2023),
    )
    found = flag(facts, sources_of(facts), rules="cross_logic").query("year == 2023")
    assert found["severity"].tolist() == ["warning"]
    assert "requests.concluded.total[t-1]" in found["metrics"].iloc[0].split()
    assert found["compared_with"].tolist() == ["620421:甲-2022"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年办理行政许可135件。", ["warning"]),
        ("全年办理行政许可0件。", ["info"]),
        ("推进行政许可事项公开。", ["info"]),
    ],
)
def test_licences_told_in_the_prose_belie_a_table_of_zeros(
    make_facts, balanced, sources_of, text, expected
):
    facts = make_facts(dict.fromkeys(balanced(), 0), level="township")
    found = flag(facts, sources_of(facts, narrative=text), rules="all_zero")
    assert found["severity"].tolist() == expected
