"""What the numbers of a report cover, by the sentences that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.identity.scope import find_scope

COUNTY = {
    "title": "甲县人民政府2023年政府信息公开工作年度报告",
    "level": "county",
    "kind": "government",
}
CITY = {"title": "乙市2023年政府信息公开工作年度报告", "level": "prefecture", "kind": "government"}
BUREAU = {
    "title": "甲县水务局2023年政府信息公开工作年度报告",
    "level": "county",
    "kind": "department",
}
TOWN = {
    "title": "甲县丙镇人民政府2023年政府信息公开工作年度报告",
    "level": "township",
    "kind": "government",
}


def scope(intro="", overview="", **whose):
    return find_scope(intro=intro, overview=overview, **(whose or COUNTY))


@pytest.mark.parametrize(
    "sentence",
    [
        "本报告由甲县人民政府办公室根据各乡镇、县政府各部门报送的年度报告汇总编制而成。",
        "本报告由市政府办公室综合各县（市、区）人民政府、市政府各部门的政府信息公开年度报告编制而成。",
        "本年度报告依据各部门、各街道上报的统计数据汇总形成。",
        "根据各县区、各部门报送的政府信息公开工作年度报告，汇总编制了本报告。",
        "本报告所列数据的统计范围为全县各级行政机关。",
        "本年报数据涵盖县政府各部门、各乡镇人民政府。",
        "报告数据包括局机关及所属单位，本报告所列数据包括各分局、直属单位的公开情况。",
        "本报告中所列数据统计范围包括区政府各部门和各街道办事处。",
        "本报告由我局办公室收集整理各科室、下属单位上报的数据后编写而成。",
        "本报告由全市各级行政机关政府信息公开数据汇总而成，统计口径包括各县区。",
        "各部门、各乡镇报送的年度报告经县政府办公室汇总形成本报告。",
        "本报告由甲县人民政府办公室编制，数据来源于各乡镇人民政府、县政府各部门。",
        "本报告统计范围包括市教育局机关及直属单位。",
    ],
)
def test_a_report_compiled_from_those_below_is_an_aggregate(sentence: str) -> None:
    for whose in (COUNTY, CITY):
        found = scope(intro=sentence, **whose)
        assert found.scope == "aggregate"
        assert found.evidence == sentence.rstrip("。")


@pytest.mark.parametrize(
    ("sentence", "whose"),
    [
        ("2023年，全县主动公开政府信息28000条。", COUNTY),
        ("全县共主动公开政府信息1.2万余条，其中财政信息300条。", COUNTY),
        ("2023年全县各级各部门通过政府网站主动公开政府信息5600条。", COUNTY),
        ("全年全县共收到政府信息公开申请36件，均按期答复。", COUNTY),
        ("2023年，全市行政机关共收到政府信息公开申请1203件。", CITY),
        ("全市各级行政机关新收政府信息公开申请812件，结转31件。", CITY),
        ("2023年，全市共受理政府信息公开申请 3119 件，答复 3050 件。", CITY),
        ("各部门、各乡镇共主动公开政府信息8200条。", COUNTY),
        ("2023年，全县24个部门和18个乡镇共主动公开政府信息12560条。", COUNTY),
        ("全县受理依申请公开36件，办结36件。", COUNTY),
        ("县政府各部门和各乡镇主动公开政府信息8200条。", COUNTY),
        ("全县政府信息主动公开总量4500条。", COUNTY),
        ("2023年全系统共受理政府信息公开申请120件。", BUREAU),
        ("全市市场监管系统共收到政府信息公开申请310件。", BUREAU),
        ("我局及所属单位共主动公开政府信息960条。", BUREAU),
    ],
)
def test_a_total_counted_for_the_whole_makes_an_aggregate(sentence: str, whose: dict) -> None:
    found = scope(overview=f"工作有序推进。{sentence}下面分述。", **whose)
    assert found.scope == "aggregate"
    assert found.evidence in sentence


@pytest.mark.parametrize(
    ("sentence", "whose"),
    [
        ("本报告所列数据仅为县政府办公室本级数据，不含各部门、各乡镇。", COUNTY),
        ("本报告数据不包括下属单位。", BUREAU),
        ("以上数据为局机关数据，未包含所属单位，本报告统计口径不含二级单位。", BUREAU),
        ("统计范围为本机关。", BUREAU),
        ("本报告所列数据为市本级数据。", CITY),
        ("本报告仅反映市政府办公室的政府信息公开情况。", CITY),
        ("本机关2023年共收到政府信息公开申请5件。", BUREAU),
        ("本单位全年主动公开政府信息210条。", BUREAU),
        ("2023年，我局共收到政府信息公开申请26件。", BUREAU),
        ("我办全年共受理依申请公开事项13件。", BUREAU),
        ("我镇主动公开信息数为209条。", TOWN),
        ("本办共办理政府信息公开申请7件。", BUREAU),
        ("全年，我局共收到公民、法人和其他组织提出的政府信息公开申请45件。", BUREAU),
        ("2023年我镇通过县政府网站主动公开政府信息320条。", TOWN),
        ("本报告所列数据仅指市教育局机关，不含直属学校。", BUREAU),
    ],
)
def test_numbers_of_the_agency_alone_are_its_own(sentence: str, whose: dict) -> None:
    found = scope(overview=sentence, **whose)
    assert found.scope == "own"
    assert found.evidence in sentence


@pytest.mark.parametrize(
    ("sentence", "whose"),
    [
        ("我局负责全市水务系统政府信息公开工作的指导。", BUREAU),
        ("我局负责指导全县主动公开政府信息工作，培训12次。", BUREAU),
        ("2023年全县共收到政府信息公开申请30件。", BUREAU),
        ("2023年全县主动公开政府信息2000条。", TOWN),
        ("各乡镇要及时主动公开政府信息，每月不少于5条。", COUNTY),
        ("要求各部门、各乡镇主动公开政府信息不少于20条。", COUNTY),
        ("督促各部门、各乡镇主动公开政府信息300条。", COUNTY),
        ("按照各级要求，本报告根据《条例》编制。", COUNTY),
        ("本报告根据省、市、县各部门要求编制，包括总体情况等六部分。", COUNTY),
        ("本报告包括总体情况、主动公开政府信息情况、其他需要报告的事项等。", COUNTY),
        ("本报告由县政府办公室汇总形成，全文含六项内容。", COUNTY),
        ("及时汇总上报我镇政务新媒体每周的信息发布情况。", TOWN),
        ("汇总各部门意见建议12条，逐条答复。", COUNTY),
        ("综合各方面意见，出台政策文件3件。", COUNTY),
        ("目前，全县共开设政务新媒体49个。", COUNTY),
        ("全县政府信息公开工作质效取得新进展。", COUNTY),
        ("推进全县政府信息公开工作规范、有序发展。", COUNTY),
        ("组织全市政务公开业务培训3次，培训2000人次。", CITY),
        ("全市12345热线受理工单3000件。", CITY),
        ("政务服务中心全县办件总量11.8万件。", COUNTY),
        ("通过政府网站发布各部门信息500条。", COUNTY),
        ("位居全市第3，公开信息120条。", COUNTY),
        ("本报告电子版可在县政府网站各部门栏目查阅。", COUNTY),
        ("本报告所列数据统计期限为2023年1月1日至12月31日。", COUNTY),
        ("我县扎实推进政务公开，主动公开政府信息1200条。", COUNTY),
        ("如对本报告有疑问，请与本机关联系，电话0999-1234567。", COUNTY),
        ("我局按时完成全年任务。", BUREAU),
        ("本级财政安排专项资金。", COUNTY),
        ("2023年全市主动公开政府信息1万条。", COUNTY),
        ("根据市政府办公室关于各部门报送年度报告的要求，编制本报告。", BUREAU),
        ("各乡镇、各部门要认真填报年度报告数据，于1月15日前报送县政府办公室汇总。", COUNTY),
        ("汇总各部门年度报告数据形成我县绩效评估报告。", COUNTY),
        ("组织各部门编制年度报告，汇总后统一发布。", COUNTY),
        ("我局指导各区县教育局办理政府信息公开申请45件。", BUREAU),
        ("全镇主动公开政府信息320条。", TOWN),
        ("全县共制作政府信息公开宣传手册5000份。", COUNTY),
        ("各部门、各乡镇公开栏公开信息500条。", COUNTY),
        ("推动全县各级行政机关主动公开政府信息，全年开展培训20场。", COUNTY),
        ("2023年县政府办公室收到政府信息公开申请12件。", COUNTY),
        ("", COUNTY),
    ],
)
def test_what_an_agency_does_for_others_says_nothing(sentence: str, whose: dict) -> None:
    assert scope(overview=sentence, **whose) == ("unknown", "")
    assert scope(intro=sentence, **whose) == ("unknown", "")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("甲市2023年政府信息公开工作年度报告（本级）", "own"),
        ("甲市人民政府（办公厅本级）2023年政府信息公开工作年度报告", "own"),
        ("甲局机关本级2023年政府信息公开工作年度报告", "own"),
        ("甲县2023年政府信息公开工作年度报告（汇总）", "aggregate"),
        ("甲市市场监管系统2023年政府信息公开工作年度报告", "aggregate"),
        ("甲市2023年政府信息公开工作年度报告", "unknown"),
        ("甲市信息系统工程局2023年政府信息公开工作年度报告", "unknown"),
    ],
)
def test_a_title_may_say_what_is_covered(title: str, expected: str) -> None:
    found = scope(title=title, level=None, kind=None)
    assert found.scope == expected
    assert found.evidence == (title if expected != "unknown" else "")


def test_sentences_that_contradict_each_other_are_both_kept() -> None:
    found = scope(
        intro="本报告数据涵盖县政府各部门、各乡镇。",
        overview="本机关共收到政府信息公开申请5件。",
        **COUNTY,
    )
    assert found.scope == "mixed"
    assert found.evidence.split("\n") == [
        "本机关共收到政府信息公开申请5件",
        "本报告数据涵盖县政府各部门、各乡镇",
    ]


def test_the_area_in_the_title_is_the_one_that_counts() -> None:
    text = "全市主动公开政府信息9000条。"
    title = "丙市丁县人民政府2023年政府信息公开工作年度报告"
    assert scope(overview=text, title=title, level="county", kind="government").scope == "unknown"
    title = "丙市2023年政府信息公开工作年度报告"
    assert scope(overview=text, title=title, level="county", kind="government").scope == "aggregate"


def test_a_sentence_that_the_page_wraps_is_told_in_one_line() -> None:
    text = "本报告由甲县人民政府办公室根据县政府各部门和\n各乡镇报送的年度报告汇总编制而成。\n"
    found = scope(intro=text, **COUNTY)
    assert found == ("aggregate", text.replace("\n", "").rstrip("。"))


WORDS = [
    "全县",
    "各部门",
    "、",
    "各乡镇",
    "本机关",
    "主动公开政府信息",
    "120条",
    "。",
    "本报告",
    "数据",
    "涵盖",
    "不含",
    "汇总",
    "\n",
    "，",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_evidence_is_printed_and_there_exactly_when_the_scope_is_known(text: str) -> None:
    found = scope(overview=text, **COUNTY)
    assert bool(found.evidence) == (found.scope != "unknown")
    printed = text.replace("\n", "")
    assert all(each in printed for each in found.evidence.split("\n"))


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=50))
def test_any_text_has_a_scope(intro: str, overview: str, title: str) -> None:
    found = scope(intro=intro, overview=overview, title=title, level=None, kind=None)
    assert found.scope in {"own", "aggregate", "mixed", "unknown"}
