import numpy as np
import pandas as pd
import pytest

from govinfo import read_reports, registry, schema
from govinfo.analyse import flag
from govinfo.analyse.flagging.case import case
from govinfo.analyse.flagging.copies import copied_from_other, copied_from_self
from govinfo.analyse.flagging.foreign import foreign_sentences
from govinfo.analyse.similarities import similarity
from govinfo.errors import SchemaError

HAN = "".join(map(chr, range(0x4E00, 0x5200)))
COUNTIES = {
    "620000": ("621121", "通渭县"),
    "130000": ("130528", "宁晋县"),
    "320000": ("320924", "射阳县"),
    "320921": ("320921", "响水县"),
}


def made_up(seed, length=600):
    return "".join(np.random.default_rng(seed).choice(list(HAN), length))


def altered(text, share, seed=99):
    """A text of which a share of the beginning is kept."""
    cut = round(share * len(text))
    return text[:cut] + made_up(seed, len(text) - cut)


def sources_of(*rows):
    """Sources from (agency, region_code, year, text, other columns)."""
    frame = pd.DataFrame(
        [
            {
                "source_id": f"{number:04d}",
                "path": f"{number}",
                "agency_id": f"{code}:{agency}",
                "agency": agency,
                "region_code": code,
                "level": "township" if agency.endswith("镇人民政府") else "county",
                "kind": "government" if agency.endswith("政府") else "department",
                "year": year,
                "narrative": f"[overview]\n{text}",
                "scope": "unknown",
                "current": True,
                "bytes": 0,
                "n_reported": 0,
                "warnings": "",
                "spellings": "",
            }
            | (more[0] if more else {})
            for number, (agency, code, year, text, *more) in enumerate(rows)
        ],
        columns=list(schema.SOURCES.columns),
    )
    return schema.conform(frame, schema.SOURCES)


@pytest.fixture
def judged():
    def judge(rule, sources, **settings):
        found = case(schema.empty(schema.FACTS), sources, blank_as_zero=False, **settings)
        judges = {"copied_from_self": copied_from_self, "copied_from_other": copied_from_other}
        rows = judges[rule](found, registry.tree("flags")[rule])
        return [
            (found.ids(rows["report"].to_numpy())[at], row.severity, row.words, row.compared_with)
            for at, row in enumerate(rows.itertuples())
        ]

    return judge


@pytest.mark.parametrize(
    ("share", "severity"), [(1.0, "warning"), (0.95, "warning"), (0.7, "info"), (0.3, None)]
)
def test_prose_of_the_year_before_is_graded_by_how_much_of_it_is_kept(judged, share, severity):
    text = made_up(1)
    rows = judged(
        "copied_from_self",
        sources_of(
            ("通渭县人民政府", "621121", 2022, text),
            ("通渭县人民政府", "621121", 2023, altered(text, share)),
        ),
    )
    found = [row for row in rows if row[1] != "na"]
    assert [(row[0], row[1], row[3]) for row in found] == (
        [("0001", severity, "0000")] if severity else []
    )
    assert [(row[0], row[2].en) for row in rows if row[1] == "na"] == [
        ("0000", "no report for the year before")
    ]


def test_the_evidence_says_how_much_and_quotes_in_both_languages(judged):
    text = "全年公开信息12条。" + made_up(1)
    rows = judged(
        "copied_from_self",
        sources_of(
            ("通渭县人民政府", "621121", 2022, text), ("通渭县人民政府", "621121", 2023, text)
        ),
    )
    words = next(row[2] for row in rows if row[1] == "warning")
    assert words.en.startswith("100% of the wording of section one is that of the year before")
    assert words.zh.startswith("第一部分的文字与上年相似度为100%")
    assert "全年公开信息12条。" in words.en
    assert "全年公开信息12条。" in words.zh


def test_another_year_than_the_one_before_is_not_compared(judged):
    text = made_up(1)
    rows = judged(
        "copied_from_self",
        sources_of(
            ("通渭县人民政府", "621121", 2020, text), ("通渭县人民政府", "621121", 2023, text)
        ),
    )
    assert {row[1] for row in rows} == {"na"}


@pytest.mark.parametrize("short", [0, 1])
def test_short_prose_is_not_judged_and_says_so(judged, short):
    texts = [made_up(1), made_up(1)]
    texts[short] = made_up(2, 200)
    sources = sources_of(
        *[("通渭县人民政府", "621121", 2022 + i, text) for i, text in enumerate(texts)]
    )
    rows = {row[0]: row for row in judged("copied_from_self", sources)}
    assert rows["0001"][1] == "na"
    assert "fewer than 300 characters" in rows["0001"][2].en
    assert "不足300字" in rows["0001"][2].zh
    rows = judged("copied_from_other", sources)
    assert [(row[0], row[1]) for row in rows] == [(f"000{short}", "na")]


def test_prose_of_another_agency_is_told_of_the_later_report_only(judged):
    text = made_up(1)
    rows = judged(
        "copied_from_other",
        sources_of(
            ("通渭县人民政府", "621121", 2022, text), ("宁晋县人民政府", "130528", 2023, text)
        ),
    )
    assert [(row[0], row[1], row[3]) for row in rows] == [("0001", "warning", "0000")]
    assert "100% of the wording of section one stands in the report of 通渭县人民政府 for 2022" in (
        rows[0][2].en
    )


def test_of_one_year_both_are_told_for_who_wrote_first_is_not_known(judged):
    text = made_up(1)
    rows = judged(
        "copied_from_other",
        sources_of(
            ("通渭县人民政府", "621121", 2023, text), ("宁晋县人民政府", "130528", 2023, text)
        ),
    )
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("0000", "warning", "0001"),
        ("0001", "warning", "0000"),
    ]
    assert "who wrote it first is not told" in rows[0][2].en
    assert "孰先孰后无从判断" in rows[0][2].zh


def test_how_many_others_are_as_much_alike_is_told(judged):
    text = made_up(1)
    rows = judged(
        "copied_from_other",
        sources_of(
            *[
                (f"{name}人民政府", code, 2022 + (code == "320924"), text)
                for code, name in COUNTIES.values()
            ]
        ),
    )
    told = {row[0]: row[2].en for row in rows}
    assert told["0002"].endswith("2 more reports are as much alike") or told["0002"].endswith(
        "1 more reports are as much alike"
    )


@pytest.mark.parametrize(
    ("one", "two", "share", "flagged"),
    [
        (("通渭县教育局", "621121"), ("通渭县水务局", "621121"), 0.9, False),
        (("通渭县教育局", "621121"), ("通渭县水务局", "621121"), 0.97, True),
        (("通渭县教育局", "621121"), ("宁晋县水务局", "130528"), 0.9, True),
        (("射阳县人民政府", "320924"), ("响水县人民政府", "320921"), 0.9, False),
        (("射阳县人民政府", "320924"), ("宁晋县人民政府", "130528"), 0.9, True),
        (("射阳县人民政府", "320924"), ("宁晋县人民政府", "130528"), 0.75, False),
    ],
)
def test_more_must_be_alike_within_one_county_or_city(judged, one, two, share, flagged):
    text = made_up(1)
    reports = (*one, 2022, text), (*two, 2023, altered(text, share)), (*two, 2022, made_up(2))
    assert bool(judged("copied_from_other", sources_of(*reports))) is flagged


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("上海市人民政府", "310000", 2022), ("上海市人民政府办公厅", "310000", 2023)),
        (("通渭县旅游局", "621121", 2018), ("通渭县文体广电和旅游局", "621121", 2019)),
        (("毕节地区行政公署", "522400", 2010), ("毕节市人民政府", "520500", 2011)),
    ],
)
def test_what_may_be_one_agency_has_not_copied_from_another(judged, one, two):
    text = made_up(1)
    assert judged("copied_from_other", sources_of((*one, text), (*two, text))) == []


def test_reports_that_name_no_agency_and_old_versions_accuse_nobody(judged):
    text = made_up(1)
    nobody = {"agency_id": "unknown:x", "agency": None}
    rows = judged(
        "copied_from_other",
        sources_of(
            ("某某", "130528", 2022, text, nobody),
            ("宁晋县人民政府", "130528", 2022, text, {"current": False}),
            ("通渭县人民政府", "621121", 2023, text),
        ),
    )
    assert [(row[0], row[1], row[2].en) for row in rows] == [
        ("0001", "na", "not the current version")
    ]


def test_similarities_of_the_users_own_are_taken_as_they_are(judged):
    text = made_up(1)
    sources = sources_of(
        ("通渭县人民政府", "621121", 2022, text),
        ("通渭县人民政府", "621121", 2023, altered(text, 0.95)),
        ("宁晋县人民政府", "130528", 2023, text),
    )
    for rule in ("copied_from_self", "copied_from_other"):
        assert judged(rule, sources, similarities=similarity(sources)) == judged(rule, sources)
        none = judged(rule, sources, similarities=schema.empty(schema.SIMILARITIES))
        assert {row[1] for row in none} <= {"na"}


def test_flag_hands_similarities_on(judged):
    sources = sources_of(
        ("通渭县人民政府", "621121", 2022, made_up(1)),
        ("通渭县人民政府", "621121", 2023, altered(made_up(1), 0.95)),
    )
    facts, rules = schema.empty(schema.FACTS), "copied_from_self"
    assert "warning" in set(flag(facts, sources, rules=rules)["severity"])
    without = flag(facts, sources, rules=rules, similarities=schema.empty(schema.SIMILARITIES))
    assert set(without["severity"]) == {"na"}


def test_no_report_gives_no_finding(judged):
    for rule in ("copied_from_self", "copied_from_other"):
        assert judged(rule, sources_of()) == []


def test_similarities_that_lack_a_column_are_refused(judged):
    sources = sources_of(("通渭县人民政府", "621121", 2022, made_up(1)))
    with pytest.raises(SchemaError, match="similarities"):
        judged("copied_from_self", sources, similarities=pd.DataFrame({"source_id": ["a"]}))


ENTRY = registry.tree("flags")["copied_from_other"]
OPENING = "2023年，{}坚持以公开促落实，全年主动公开信息120条。"


def foreign(text, code):
    return [found.name for found in foreign_sentences(text, code, ENTRY)]


def test_a_department_of_another_province_in_the_place_of_its_own_is_seen():
    text = "2023年，江苏省民政厅按照上级部署，坚持公开，全年公开信息120条。"
    assert foreign(text, "620000") == ["江苏省"]
    assert foreign(text, "621121") == ["江苏省"]
    assert foreign(text, "320000") == foreign(text, "320924") == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年，射阳县坚持以公开促落实，全年公开信息120条。",
        "2023年，江苏省射阳县人民政府认真贯彻落实条例，不断加大公开力度。",
        "一年来，射阳县政府信息公开工作稳步推进，公开质量提高。",
        "（一）主动公开情况。2023年，射阳县主动公开政府信息120条。",
        "一、概述\n2023年度，射阳县教育局严格落实政务公开各项制度。",
        "2023年，射阳县政府信息公开工作取得成效，公开120条。",
    ],
)
def test_another_county_in_the_place_of_its_own_is_seen(text):
    assert foreign(text, "621121") == ["射阳县"]
    assert foreign(text, "320924") == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我县学习借鉴射阳县经验，持续推进公开。",
        "与射阳县坚持结对共建，公开帮扶信息120条。",
        "2023年，射阳县先进经验坚持推广，公开信息120条。",
        "2023年，射阳县坚持对口支援我县，公开援建项目信息。",
        "2023年，按照射阳县要求，公开信息120条。",
        "按照《射阳县2023年政务公开工作要点》，全年公开信息120条。",
        "2023年，射阳县游客在我县增多。",
        "2023年，我县坚持以公开促落实，公开信息120条。",
        "2023年，县教育局认真贯彻落实条例，公开信息120条。",
        "2023年，城区认真落实公开要求，郊区坚持主动公开。",
    ],
)
def test_a_place_named_in_passing_is_no_fault(text):
    assert foreign(text, "621121") == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("甘肃省", "621121"),  # what it lies in
        ("定西市", "621121"),
        ("通渭县", "621100"),  # what lies in it
        ("淮阴区", "320800"),
        ("楚州区", "320803"),  # what it was called
        ("淮安区", "320803"),
        ("崇文区", "110101"),  # what became a part of it
        ("东城区", "110103"),
        ("六安市", "340422"),  # what it lay in: 寿县 until 2015
        ("淮南市", "341521"),
        ("朝阳区", "110105"),  # a namesake
        ("平潭综合实验区", "350128"),  # no unit
        ("某某县", "621121"),
    ],
)
def test_what_a_place_lies_in_holds_was_or_became_is_not_foreign(name, code):
    assert foreign(OPENING.format(name), code) == []


def test_a_foreign_name_is_an_error(judged):
    text = OPENING.format("射阳县") + made_up(1)
    ((source, severity, words, _),) = judged(
        "copied_from_other", sources_of(("通渭县人民政府", "621121", 2023, text))
    )
    assert (source, severity) == ("0000", "error")
    assert words.en == (
        "the report of 通渭县人民政府 names 射阳县 in the place of its own: "
        "“射阳县坚持以公开促落实，全年主动公开信息120条”"
    )
    assert words.zh.startswith("通渭县人民政府的报告在应写本地之处写作射阳县")


@pytest.mark.parametrize(
    "more",
    [
        {"warnings": "agency_conflict: title says a, heading b"},
        {"kind": "company"},
        {"region_code": None},
        {"current": False},
    ],
)
def test_where_the_agency_is_in_doubt_no_name_is_foreign(judged, more):
    text = OPENING.format("射阳县") + made_up(1)
    rows = judged("copied_from_other", sources_of(("通渭县人民政府", "621121", 2023, text, more)))
    assert "error" not in {row[1] for row in rows}


def test_no_real_report_is_accused(judged, goldens, samples):
    for folder in (goldens, samples):
        sources = read_reports(folder, progress=False).sources
        rows = judged("copied_from_other", sources)
        assert {row[1] for row in rows} <= {"na"}


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("2025年，丽水市农业农村局按照上级部署，坚持应公开尽公开。", "361100", "丽水市"),
        (
            "现将伊通满族自治县永盛街道办事处2023年政府信息公开情况报告如下。",
            "211404",
            "伊通满族自治县",
        ),
        ("2021年，青县新兴镇人民政府深入贯彻政府信息公开条例。", "320903", "青县"),
    ],
)
def test_another_agency_of_the_same_trade_is_seen_by_its_place(text, code, place):
    assert foreign(text, code) == [place]


def test_a_name_of_two_characters_needs_an_agency_behind_it():
    assert foreign("2021年，青县坚持公开。", "320903") == []
