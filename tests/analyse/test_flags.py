import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govinfo import registry, schema
from govinfo.analyse import flag
from govinfo.analyse.checking.terms import select
from govinfo.analyse.flagging.prose import listed
from govinfo.errors import SchemaError, UnknownNameError


@pytest.fixture
def flags_of(sources_of):
    """Severity and evidence of one rule, findings and na rows alike."""

    def find(facts, rule, *, blank_as_zero=False, **columns):
        found = flag(facts, sources_of(facts, **columns), rules=rule, blank_as_zero=blank_as_zero)
        assert set(found["rule"]) <= {rule}
        return list(zip(found["severity"], found["evidence"], found["score"], strict=True))

    return find


def test_a_balanced_report_has_no_finding(make_facts, balanced, sources_of):
    facts = make_facts(balanced())
    found = flag(facts, sources_of(facts, published="2024-03-01"))
    assert set(found["severity"]) == {"na"}
    assert not {"requests_balance", "requests_outcomes", "late"} & set(found["rule"])
    assert found.dtypes.astype(str).to_dict() == schema.FLAGS.columns


def test_sums_that_fail_are_errors_told_in_words(make_facts, balanced, flags_of):
    facts = make_facts(balanced() | {"requests.granted.total": 8.0})
    ((severity, evidence, score),) = flags_of(facts, "requests_outcomes")
    assert severity == "error"
    assert score == -2
    assert evidence == (
        "concluded = sum of the outcomes (total): 9 requests concluded this year, all "
        "applicants against 11 (8 granted in full, all applicants + 3 denied: internal affairs, "
        "all applicants), gap -2"
    )
    assert [row[0] for row in flags_of(facts, "requests_parties")] == ["error"]
    assert flags_of(facts, "requests_balance") == []


def test_a_rule_is_na_once_where_nothing_of_it_could_be_judged(make_facts, balanced, flags_of):
    blank = make_facts(dict.fromkeys(balanced(), "blank"))
    (row,) = flags_of(blank, "requests_parties")
    assert row[:2] == ("na", "requests.new.total is blank")
    (row,) = flags_of(make_facts({"rules.issued": 0}), "requests_parties")
    assert row[:2] == ("na", "no figures of requests.2019 or requests.2021")


def test_blanks_that_counted_as_zero_are_told_in_the_evidence(make_facts, balanced, flags_of):
    cells = balanced() | {"requests.new.business": "blank", "requests.new.total": 12.0}
    rows = flags_of(make_facts(cells), "requests_parties", blank_as_zero=True)
    assert [row[0] for row in rows] == ["error"]
    assert rows[0][1].endswith("blank counted as 0")


@pytest.mark.parametrize(("gap", "severity"), [(1, "warning"), (4, "warning"), (5, "error")])
def test_carry_over_is_graded_by_its_gap(make_facts, join, balanced, flags_of, gap, severity):
    cells = balanced() | {"requests.carried_in.total": 3.0 + gap}
    cells |= {"requests.carried_in.natural_person": 3.0}
    facts = join(make_facts(balanced(), year=2022), make_facts(cells, year=2023))
    rows = flags_of(facts, "carry_over")
    assert [row[0] for row in rows if row[0] != "na"] == [severity]
    assert [row[1] for row in rows if row[0] == "na"] == ["no report for the year before"]


def test_another_declared_scope_silences_the_comparison(make_facts, join, balanced, sources_of):
    first = make_facts(balanced(), year=2022)
    for second, said in (
        (balanced(), "scope differs from the year before"),
        (balanced(17, 9, 20), "found: carried in = carried out of the year before"),
    ):
        facts = join(first, make_facts(second, year=2023))
        sources = sources_of(facts)
        sources["scope"] = ["own", "aggregate"]
        found = flag(facts, sources, rules=["scope_switch", "carry_over"]).query("year == 2023")
        assert found["severity"].tolist()[0] == "warning"
        assert found["evidence"].iloc[0] == "declared scope is aggregate, the year before own"
        silenced = found.iloc[1:]
        assert set(silenced["rule"]) == {"carry_over"}
        assert set(silenced["severity"]) == {"na"}
        assert silenced["evidence"].str.contains(said, regex=False).all()


def test_what_rests_on_this_year_alone_is_not_silenced(make_facts, join, balanced, sources_of):
    odd = make_facts(
        {"narrative.information_fee": 275.0}, year=2023, source_id="2023", forms=("narrative",)
    )
    tables = make_facts(balanced(), year=2023, source_id="2023")
    facts = join(make_facts(balanced(), year=2022), odd, tables)
    sources = sources_of(facts)
    sources["scope"] = ["own", "aggregate"]
    found = flag(facts, sources, rules="cross_logic").query("source_id == '2023'")
    row = found[found["severity"] == "warning"].iloc[0]
    assert "275" in row["evidence"]
    assert pd.isna(row["suppressed_by"])


def test_what_is_silenced_is_shown_with_the_rule_that_did_it(
    make_facts, join, balanced, sources_of
):
    facts = join(make_facts(balanced(), year=2022), make_facts(balanced(17, 9, 20), year=2023))
    sources = sources_of(facts)
    sources["scope"] = ["own", "aggregate"]
    found = flag(facts, sources, rules="carry_over").query("year == 2023")
    assert found["suppressed_by"].tolist() == ["scope_switch", "scope_switch"]
    assert found["score"].tolist() == [6.0, 6.0]
    assert found["basis"].isna().all()
    assert "汇总" in found["evidence_zh"].iloc[0]
    loud = flag(facts, sources_of(facts), rules="carry_over").query("year == 2023")
    assert loud["severity"].tolist() == ["error", "error"]
    assert loud["suppressed_by"].isna().all()
    assert loud["compared_with"].tolist() == ["620421:甲-2022"] * 2
    assert "30号" in loud["basis"].iloc[0]


def test_figures_that_all_grow_at_once_are_a_change_of_scope(make_facts, join, flags_of):
    names = ["licensing.decisions", "penalties.decisions", "coercion.decisions"]
    facts = join(
        make_facts(dict.fromkeys(names, 10), year=2022),
        make_facts(dict.fromkeys(names, 300), year=2023),
    )
    rows = [row for row in flags_of(facts, "scope_switch") if row[0] != "na"]
    assert [(row[0], row[2]) for row in rows] == [("warning", 3.0)]
    assert rows[0][1].startswith("3 figures rose more than 20-fold: ")
    changes = flags_of(facts, "sudden_change")
    assert {row[0] for row in changes} == {"na"}
    # A jump of a figure is shown although it is silenced.
    assert sum("ratio 30" in row[1] for row in changes) == 3


@pytest.mark.parametrize(
    ("cells", "details", "kind", "severity", "words"),
    [
        ({"penalties.decisions": -3}, {}, "department", "error", "below 0"),
        ({"licensing.items_change": -3}, {}, "department", None, ""),
        ({"penalties.decisions": 1.5}, {}, "department", "error", "a fraction"),
        ({"fees.amount": 1.5}, {}, "department", None, ""),
        ({"rules.issued": 1}, {"level": "township"}, "government", "error", "no power"),
        ({"rules.issued": 1}, {"level": "prefecture"}, "department", "warning", "no power"),
        ({"rules.issued": 1}, {"level": "prefecture"}, "government", None, ""),
        ({"rules.issued": 1}, {"level": "central"}, "department", None, ""),
        ({"rules.issued": 1}, {"level": None}, "department", "na", "leave it open"),
        ({"rules.issued": "blank"}, {}, "government", "na", "nothing reported"),
    ],
)
def test_values_that_cannot_be(make_facts, flags_of, cells, details, kind, severity, words):
    forms = ("proactive.2021", "proactive.2019")
    rows = flags_of(make_facts(cells, forms=forms, **details), "impossible_value", kind=kind)
    assert [row[0] for row in rows] == ([severity] if severity else [])
    assert all(words in row[1] for row in rows)


def test_a_report_of_zeros_is_a_lead_for_towns_and_a_warning_above(make_facts, balanced, flags_of):
    zeros = dict.fromkeys(balanced(), 0)
    town = make_facts(zeros, level="township")
    assert flags_of(town, "all_zero") == [
        ("info", "all 175 reported cells of the tables are 0", 175.0)
    ]
    assert flags_of(make_facts(zeros), "all_zero")[0][0] == "warning"
    told = make_facts(zeros | {"narrative.requests_received": 4}, level="township")
    assert flags_of(told, "all_zero")[0][0] == "warning"
    few = make_facts(
        {
            name: "blank" if "org" in name or "total" in name or "new" not in name else 0
            for name in balanced()
        }
    )
    assert flags_of(few, "all_zero")[0][:2] == ("na", "too few cells reported")


def years(make_facts, join, first, second):
    return join(make_facts(first, year=2022), make_facts(second, year=2023))


@pytest.mark.parametrize(
    ("first", "second", "severity"),
    [
        ([230, 41, 350, 77, 0], [230, 41, 350, 77, 0], "error"),
        ([230, 41, 350, 77, 0], [230, 41, 350, 78, 0], None),
        ([230, 41, 350, 77, 0], [230, 41, 350, 77, 9], "warning"),
        # Small routine counts agree by chance.
        ([1, 2, 1, 3, 0], [1, 2, 1, 3, 0], "info"),
        # The same cases in several rows are one piece of evidence.
        ([200, 200, 200, 200, 200], [200, 200, 200, 200, 200], "info"),
    ],
)
def test_figures_that_repeat_the_year_before(make_facts, join, flags_of, first, second, severity):
    names = ["normative_documents.issued", "normative_documents.repealed", "licensing.decisions"]
    names += ["penalties.decisions", "coercion.decisions"]
    one, two = (dict(zip(names, each, strict=True)) for each in (first, second))
    facts = years(make_facts, join, one, two)
    rows = [row for row in flags_of(facts, "repeated_figures") if row[0] != "na"]
    assert [row[0] for row in rows] == ([severity] if severity else [])


def test_few_figures_cannot_be_said_to_repeat(make_facts, join, flags_of):
    cells = {"licensing.decisions": 3, "penalties.decisions": 4, "coercion.decisions": 5}
    rows = flags_of(years(make_facts, join, cells, cells), "repeated_figures")
    assert {row[:2] for row in rows} == {
        ("na", "no report for the year before"),
        ("na", "too few figures that are not 0"),
    }


def panel(make_facts, join, pairs, metric="licensing.decisions"):
    return join(
        *(
            make_facts({metric: value}, agency_id=f"{number}:x", year=year)
            for number, pair in enumerate(pairs)
            for year, value in zip((2022, 2023), pair, strict=True)
        )
    )


def test_a_jump_among_steady_peers_is_sudden(make_facts, join, flags_of):
    steady = [(100, 100 + number) for number in range(8)]
    rows = flags_of(panel(make_facts, join, [*steady, (100, 300)]), "sudden_change")
    found = [row for row in rows if row[0] != "na"]
    assert len(found) == 1
    assert found[0][0] == "warning"
    assert "100 the year before, now 300" in found[0][1]
    assert found[0][2] > 3.5


@pytest.mark.parametrize(
    ("pair", "expected"),
    [((20, 101), 1), ((20, 100), 0), ((9, 90), 0), ((101, 20), 1), ((60, 11), 1)],
)
def test_with_few_peers_the_ratio_decides(make_facts, join, flags_of, pair, expected):
    rows = flags_of(panel(make_facts, join, [pair]), "sudden_change")
    assert len([row for row in rows if row[0] == "warning"]) == expected


def test_an_outlier_stands_out_from_its_peers_and_zeros_do_not_count(make_facts, join, flags_of):
    values = [100, 110, 120, 130, 140, 150, 160, 170, 9000, 0, 0]
    facts = join(
        *(
            make_facts({"licensing.decisions": value}, agency_id=f"{number}:x")
            for number, value in enumerate(values)
        )
    )
    rows = flags_of(facts, "peer_outlier")
    found = [row for row in rows if row[0] != "na"]
    assert [row[0] for row in found] == ["info"]
    assert "is 9000" in found[0][1]
    assert "among 9 reports" in found[0][1]
    assert len([row for row in rows if row[0] == "na"]) == 2


def test_with_few_peers_nobody_is_an_outlier(make_facts, join, flags_of):
    facts = join(*(make_facts({"licensing.decisions": 5}, agency_id=f"{n}:x") for n in range(7)))
    rows = flags_of(facts, "peer_outlier")
    assert {row[0] for row in rows} == {"na"}
    assert all(row[1].startswith("too few peers") for row in rows)


@pytest.mark.parametrize(
    ("year", "level", "kind", "published", "severity", "words"),
    [
        (2023, "county", "department", "2024-01-31", None, ""),
        (2023, "county", "department", "2024-02-02", "warning", "2 days after 2024-01-31"),
        (2023, "county", "government", "2024-03-31", None, ""),
        (2023, "county", "government", "2024-04-01", "warning", "1 days after 2024-03-31"),
        (2023, "township", "government", "2024-02-10", "info", "10 days after 2024-01-31"),
        (2018, "county", "department", "2019-03-30", None, ""),
        (2018, "township", "government", "2019-04-10", "warning", "2019-03-31"),
        (2023, "county", None, "2024-02-10", "na", "level or kind unknown"),
        (2023, "county", "office", "2024-04-10", "warning", "10 days after 2024-03-31"),
        (2023, None, None, "2024-01-10", None, ""),
        (2009, "county", "department", "2015-01-10", "na", "re-post"),
        (2023, "county", "department", "2023-04-10", "na", "before the year was over"),
        (2023, "county", "department", None, "na", "no date"),
        (2023, "county", "university", "2024-11-10", "na", "kind of agency"),
        (2007, "county", "department", "2008-11-10", "na", "no deadline known"),
    ],
)
def test_late_by_the_deadline_of_year_level_and_kind(
    make_facts, flags_of, year, level, kind, published, severity, words
):
    facts = make_facts({"rules.issued": 0}, year=year, level=level)
    stamp = pd.to_datetime(pd.Series([published]))
    rows = flags_of(facts, "late", kind=kind, published=stamp.iloc[0])
    assert [row[0] for row in rows] == ([severity] if severity else [])
    assert all(words in row[1] for row in rows)


def test_a_date_with_a_time_zone_is_the_day_that_it_names(make_facts, sources_of):
    facts = make_facts({"rules.issued": 0}, year=2023)
    stamp = pd.Series(pd.to_datetime(["2024-04-02 00:30"])).dt.tz_localize("Asia/Shanghai")
    sources = sources_of(facts, kind="government").assign(published=stamp)
    row = flag(facts, sources, rules="late").iloc[0]
    assert row["evidence"] == "published 2024-04-02, 2 days after 2024-03-31"


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("公开信息100条，其中，政策类60条，人事类40条。", None),
        ("公开信息100条，其中政策类60条，人事类20条。", None),
        ("公开信息100条，其中政策类60条，人事类50条。", "warning"),
        ("公开信息100条（其中政策类60条，人事类50条）。", "warning"),
        ("公开信息100条，包括政策类60条、人事类20条。", "info"),
        ("公开信息100条，包括政策类60条、人事类39条。", None),
        ("公开信息100条，包括政策类60条、人事类20条等。", None),
        ("公开信息100条：政策、规划类60条；人事类20条。", "info"),
        ("公开信息100条，分别为：政策类60条，人事类20条，2023年新增", None),
        ("公开信息100余条，其中政策类60条，人事类50条。", "na"),
        ("公开信息100条，其中政策类60余条，人事类50条。", "na"),
        ("公开信息1,100条，其中政策类600条，人事类500条。", "na"),
        ("公开信息100条，其中政策类60篇，人事类50篇。", "na"),
        ("公开信息100条。其中，甲类60条，占60%。乙类70条。", None),
        ("公开信息100条，其中政策类90条，其中解读20条，", None),
        ("全年公开信息100条，微信推送200条。", "na"),
        ("公開信息100條，其中政策類60條，人事類50條。", "warning"),
        ("公开信息100条，其中网站60条，微信公众号80条。", "na"),
        ("公开信息349条（政策文件类78条，工作动态类70条，其他类359条）。", "warning"),
        ("公开信息349条（政策文件类78条，工作动态类70条）。", None),
        ("公开信息349条（去年同期400条，增长12条）。", "na"),
        ("行政复议351件，其中维持72件，纠正279件；行政诉讼46件，其中维持46件。", None),
        ("行政复议351件，其中维持72件，纠正279件，行政诉讼46件。", None),
        ("公开信息100条，其中甲类60条；乙类50条。", "warning"),
        ("", "na"),
        (None, "na"),
    ],
)
def test_parts_in_the_prose_against_their_total(make_facts, flags_of, text, severity):
    rows = flags_of(make_facts({"rules.issued": 0}), "narrative_parts", narrative=text)
    assert [row[0] for row in rows] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("said", "bound", "raw", "expected"),
    [
        (10, "=", "10", []),
        (12, "=", "12", []),
        (11, "=", "11", ["warning"]),
        (10, "≥", "10余件", []),
        (9, "≥", "9余件", ["warning"]),
        (11, "≤", "近11件", []),
        (15, "≤", "近15件", ["warning"]),
        (11, "≈", "约11件", []),
        (0, "=", "未收到", ["warning"]),
    ],
)
def test_a_figure_of_the_prose_fits_a_cell_within_its_bound(
    make_facts, join, balanced, flags_of, said, bound, raw, expected
):
    prose = make_facts({"narrative.requests_received": said}, bound=bound, raw=raw)
    rows = flags_of(join(make_facts(balanced()), prose), "text_table")
    assert [row[0] for row in rows] == expected


def test_a_figure_of_the_prose_is_not_judged_where_a_cell_is_missing(
    make_facts, join, balanced, flags_of
):
    cells = balanced() | {"requests.carried_in.total": "blank"}
    facts = join(make_facts(cells), make_facts({"narrative.requests_received": 99}))
    assert [row[0] for row in flags_of(facts, "text_table")] == ["na"]


def test_an_amount_in_the_wrong_unit_is_some_ten_thousand_times_off(make_facts, join, flags_of):
    amounts = [12.0, 11.0, 13.0, 125000.0]
    facts = join(
        *(make_facts({"fees.amount": value}, year=2021 + n) for n, value in enumerate(amounts))
    )
    rows = [row for row in flags_of(facts, "fee_unit_slip") if row[0] != "na"]
    assert [row[0] for row in rows] == ["warning"]
    assert "is 125000 万元, the median of 3 other years is 12" in rows[0][1]
    few = facts.loc[facts["year"] > 2021]
    assert {row[0] for row in flags_of(few, "fee_unit_slip")} == {"na"}


def test_versions_that_differ_are_flagged_on_the_current_one(make_facts, join, sources_of):
    facts = join(
        make_facts({"rules.issued": 2, "fees.amount": 1}, source_id="old"),
        make_facts({"rules.issued": 3, "fees.amount": "blank"}, source_id="new"),
        make_facts({"rules.issued": 3}, source_id="other", agency_id="b:b"),
    )
    sources = sources_of(facts).assign(current=[False, True, True])
    found = flag(facts, sources, rules="version_conflict").set_index("source_id")
    assert found.loc["new", "severity"] == "warning"
    assert "old, new differ in 1 of their cells: " in found.loc["new", "evidence"]
    assert found.loc["other", ["severity", "evidence"]].tolist() == ["na", "one version"]
    assert "old" not in found.index


def test_versions_of_different_scope_are_no_conflict_but_shown(make_facts, join, sources_of):
    facts = join(
        make_facts({"rules.issued": 2}, source_id="system"),
        make_facts({"rules.issued": 3}, source_id="own"),
    )
    sources = sources_of(facts).assign(current=[False, True], scope=["aggregate", "own"])
    (row,) = flag(facts, sources, rules="version_conflict").to_dict("records")
    assert (row["severity"], row["suppressed_by"]) == ("na", "scope")
    assert (row["source_id"], row["compared_with"]) == ("own", "system")
    assert "differ in 1 of their cells" in row["evidence"]


def test_only_current_versions_are_compared_across_years(make_facts, join, balanced, sources_of):
    facts = join(
        make_facts(balanced(), year=2022, source_id="before"),
        make_facts(balanced(11, 1), year=2023, source_id="old"),
        make_facts(balanced(9, 3), year=2023, source_id="new"),
    )
    sources = sources_of(facts).assign(current=[True, False, True])
    found = flag(facts, sources, rules="carry_over").set_index("source_id")["evidence"]
    assert found["old"] == "not the current version"
    assert "new" not in found.index


def test_small_gaps_between_stock_and_flow_are_let_be(make_facts, join, flags_of):
    before = {"rules.issued": 0, "rules.repealed": 0, "rules.in_force": 10}
    for in_force, expected in ((15, []), (16, ["info"])):
        now = {"rules.issued": 0, "rules.repealed": 0, "rules.in_force": in_force}
        rows = flags_of(years(make_facts, join, before, now), "stock_flow")
        assert [row[0] for row in rows if row[0] != "na"] == expected
    gone = {"rules.issued": 0, "rules.repealed": 11, "rules.in_force": 0}
    rows = flags_of(years(make_facts, join, before, gone), "stock_flow")
    assert "error" in [row[0] for row in rows]


def test_a_document_without_facts_is_still_judged_by_its_date(make_facts, sources_of):
    facts = make_facts({"rules.issued": 0})
    sources = sources_of(facts, published=pd.Timestamp("2024-05-01"))
    found = flag(facts.iloc[:0], sources, rules=["late", "disputes_sum"])
    assert found.set_index("rule").loc["late", "severity"] == "warning"


def test_every_rule_is_na_or_silent_on_nothing():
    found = flag(schema.empty(schema.FACTS), schema.empty(schema.SOURCES))
    assert found.empty
    assert list(found.columns) == list(schema.FLAGS.columns)


def test_every_document_and_rule_has_a_verdict_at_most_once_na(make_facts, balanced, sources_of):
    facts = make_facts(balanced())
    found = flag(facts, sources_of(facts))
    open_ = found.loc[found["severity"] == "na"]
    assert not open_.duplicated(["rule", "source_id"]).any()
    assert set(found["rule"]) <= set(registry.tree("flags"))


def test_zeros_beside_a_lost_table_are_not_judged(make_facts, sources_of):
    facts = make_facts(dict.fromkeys(["penalties.decisions", "coercion.decisions"], 0.0))
    whole = flag(facts, sources_of(facts), rules="all_zero").iloc[0]
    assert whole["severity"] == "warning"
    lost = flag(facts, sources_of(facts, tables_lost="requests"), rules="all_zero").iloc[0]
    assert (lost["severity"], lost["evidence"]) == ("na", "tables lost")


@pytest.mark.parametrize("rule", list(registry.tree("flags")))
def test_every_pattern_of_a_flag_rule_fits_a_metric(rule):
    entry = registry.tree("flags")[rule]
    lists = [
        entry.get(name, [])
        for name in ("metrics", "rule_metrics", "fee_metrics", "prose", "told_twice")
    ]
    assert all(select([pattern]) for patterns in lists for pattern in patterns)
    assert set(entry.get("checks", [])) <= set(registry.tree("rules"))


def test_documents_that_sources_lack_are_refused(make_facts, sources_of):
    facts = make_facts({"rules.issued": 0})
    with pytest.raises(SchemaError, match="that sources lacks"):
        flag(facts, sources_of(facts).iloc[:0])


def test_an_unknown_rule_is_named_with_its_neighbour(make_facts, sources_of):
    facts = make_facts({"rules.issued": 0})
    with pytest.raises(UnknownNameError, match="'late'"):
        flag(facts, sources_of(facts), rules="lat")


def test_counts_of_something_else_after_the_list_are_no_parts():
    words = registry.tree("flags")["narrative_parts"]
    text = "收到申请54件，其中自然人46件、企业8件；连同上年结转2件，办结55件。"
    assert listed(text, words)[0].parts == (46.0, 8.0)


CELL = st.one_of(
    st.sampled_from(["blank", "unreadable", "absent", "not_applicable"]),
    st.integers(-2, 40),
    st.floats(0, 1e7, allow_nan=False),
)
METRICS = [
    *("requests.new.total", "requests.concluded.total", "reconsideration.total", "rules.issued"),
    *("narrative.requests_received", "fees.amount", "procurement.amount", "own.form.figure"),
    *("licensing.decisions", "normative_documents.in_force", "statistics.offices"),
]
REPORT = st.fixed_dictionaries(
    {
        "agency_id": st.sampled_from(["620421:甲", "620421:乙", "unknown:z"]),
        "year": st.sampled_from([2012, 2020, 2022, 2023, None]),
        "level": st.sampled_from(["county", "township", "province", None]),
        "kind": st.sampled_from(["government", "department", "university", None]),
        "scope": st.sampled_from(["own", "aggregate", "unknown", None]),
        "sections": st.sampled_from(["", "overview other", None]),
        "tables_lost": st.sampled_from(["", "requests", None]),
        "warnings": st.sampled_from(["", "stale_basis: cites 甲 in a report on 2022", None]),
        "narrative": st.sampled_from(["", "[overview]\n共3件，其中：甲类2件、乙类2件。", None]),
        "published": st.sampled_from(["2013-05-01", "2024-04-01", None]),
        "current": st.booleans(),
        "bound": st.sampled_from(["=", "≥"]),
        "method": st.sampled_from(["cell", "decoded", "statement", "corrected"]),
        "cells": st.dictionaries(st.sampled_from(METRICS), CELL, max_size=6),
    }
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15
)
@given(st.lists(REPORT, max_size=6), st.booleans())
def test_whatever_reports_hold_every_row_has_a_verdict_and_its_words(
    make_facts, join, sources_of, reports, blank_as_zero
):
    frames, columns = [make_facts({})], []
    for number, report in enumerate(reports):
        details = {name: report[name] for name in ("agency_id", "year", "level")}
        details |= {name: report[name] for name in ("bound", "method")}
        frames.append(make_facts(report["cells"], source_id=f"s{number}", **details))
        details = {name: report[name] for name in report if name not in ("cells", "bound")}
        columns.append({"source_id": f"s{number}", "path": f"p{number}", "bytes": 0} | details)
    facts = join(*frames)
    sources = pd.DataFrame(columns, columns=list(schema.SOURCES.columns))
    sources = sources.assign(bytes=0, n_reported=0, published=pd.to_datetime(sources["published"]))
    sources["current"] = sources["current"].astype(bool)
    sources = schema.conform(sources, schema.SOURCES)
    roster = pd.DataFrame({"agency_id": ["620421:甲"], "year": [2023]})
    found = flag(facts, sources, blank_as_zero=blank_as_zero, roster=roster)
    assert set(found["severity"]) <= {"error", "warning", "info", "na"}
    assert found[["evidence", "evidence_zh"]].notna().all(axis=None)
    assert (found["evidence"] != "").all()
    open_ = found.loc[(found["severity"] == "na") & found["suppressed_by"].isna()]
    assert not open_.dropna(subset="source_id").duplicated(["rule", "source_id"]).any()
    assert (found.loc[found["suppressed_by"].notna(), "severity"] == "na").all()
    assert set(found["source_id"].dropna()) <= set(sources["source_id"])
