"""The region table: complete, consistent, and searched by name."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.gazetteer import units
from govinfo.parse.identity.places import Region, chain, decide, mentioned, named, region

TABLE = [unit._asdict() for unit in units(2023).values()]
BY_CODE = {row["code"]: row for row in TABLE}


def test_the_table_has_the_official_counts() -> None:
    assert Counter(row["level"] for row in TABLE) == {
        "province": 34,
        "prefecture": 333,
        "county": 2844,
    }
    assert len(BY_CODE) == len(TABLE)


@pytest.mark.parametrize(
    ("code", "name", "short", "parent", "prefecture"),
    [
        ("130528", "宁晋县", "宁晋", "130500", "130500"),
        ("621121", "通渭县", "通渭", "621100", "621100"),
        ("152223", "扎赉特旗", "扎赉特", "152200", "152200"),
        ("620421", "靖远县", "靖远", "620400", "620400"),
        ("321322", "沭阳县", "沭阳", "321300", "321300"),
        ("320800", "淮安市", "淮安", "320000", ""),
        ("310000", "上海市", "上海", "", ""),
        ("350128", "平潭县", "平潭", "350100", "350100"),
        ("110105", "朝阳区", "朝阳", "110000", ""),
        ("429004", "仙桃市", "仙桃", "420000", ""),
        ("469001", "五指山市", "五指山", "460000", ""),
        ("659001", "石河子市", "石河子", "650000", ""),
        ("441900", "东莞市", "东莞", "440000", ""),
        ("442000", "中山市", "中山", "440000", ""),
        ("460400", "儋州市", "儋州", "460000", ""),
        ("620200", "嘉峪关市", "嘉峪关", "620000", ""),
        ("330113", "临平区", "临平", "330100", "330100"),
        ("150000", "内蒙古自治区", "内蒙古", "", ""),
        ("640000", "宁夏回族自治区", "宁夏", "", ""),
        ("422800", "恩施土家族苗族自治州", "恩施", "420000", ""),
        ("622926", "东乡族自治县", "东乡", "622900", "622900"),
        ("410104", "管城回族区", "管城", "410100", "410100"),
        ("140109", "万柏林区", "万柏林", "140100", "140100"),
        ("429021", "神农架林区", "神农架", "420000", ""),
    ],
)
def test_known_units_are_there(
    code: str, name: str, short: str, parent: str, prefecture: str
) -> None:
    row = BY_CODE[code]
    assert (row["name"], row["short"], row["parent"], row["prefecture"]) == (
        name,
        short,
        parent,
        prefecture,
    )


def test_every_parent_is_in_the_table_and_every_mainland_province_has_children() -> None:
    parents = {row["parent"] for row in TABLE} - {""}
    assert parents <= BY_CODE.keys()
    provinces = {row["code"] for row in TABLE if row["level"] == "province"}
    assert provinces - parents == {"710000", "810000", "820000"}


def test_only_four_prefectures_have_no_counties() -> None:
    parents = {row["parent"] for row in TABLE}
    prefectures = {row["code"] for row in TABLE if row["level"] == "prefecture"}
    assert prefectures - parents == {"441900", "442000", "460400", "620200"}


def test_there_are_no_placeholder_rows_and_short_names_have_two_characters() -> None:
    assert not {"市辖区", "县", "省直辖县级行政区划"} & {row["name"] for row in TABLE}
    assert min(len(row["short"]) for row in TABLE) == 2


def test_exactly_the_provinces_have_english_names() -> None:
    assert {row["code"] for row in TABLE if row["name_en"]} == {
        row["code"] for row in TABLE if row["level"] == "province"
    }


def test_no_name_is_shared_within_one_prefecture() -> None:
    assert max(Counter((row["parent"], row["name"]) for row in TABLE).values()) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("河北省邢台市宁晋县大曹庄镇", ["130528"]),
        ("河北邢台市宁晋县", ["130528"]),
        ("上海市浦东新区发展和改革委员会", ["310115"]),
        ("北京市朝阳区", ["110105"]),
        ("朝阳区", ["110105", "220104"]),
        ("吉林省吉林市", ["220200"]),
        ("天津滨海高新技术产业开发区", ["120000"]),
        ("恩施州", ["422800"]),
        ("海南藏族自治州", ["632500"]),
    ],
)
def test_a_chain_of_units_is_followed_to_its_end(text: str, codes: list[str]) -> None:
    found = chain(text)
    assert found is not None
    assert [unit.code for unit in found.regions] == codes


def test_a_text_without_units_begins_no_chain() -> None:
    assert chain("市区民政") is None
    assert chain("") is None


def test_mentioned_units_are_found_in_running_text() -> None:
    text = "可在宁晋县人民政府网站下载，联系地址：北京市朝阳区；城区道路，朝阳区。"
    assert [unit.code for unit in mentioned(text)] == ["130528", "110105"]


def test_the_prefecture_decides_before_the_province() -> None:
    candidates = named("鼓楼区")
    assert [unit.code for unit in decide(candidates, "江苏省徐州市")] == ["320302"]
    assert [unit.code for unit in decide(candidates, "江苏省")] == ["320106", "320302"]
    assert decide(candidates, "") == candidates


@pytest.mark.parametrize(
    "context", ["北京时间", "长春路12号", "北京大学", "地址：北京东路，长春大街"]
)
def test_a_street_called_after_a_city_decides_nothing(context: str) -> None:
    assert len(decide(named("朝阳区"), context)) == 2


@pytest.mark.parametrize(
    ("context", "codes"),
    [
        ("北京市，长春路", ["110105"]),
        ("北京市，另见长春", ["110105"]),
        ("北京市，另见长春市", ["110105", "220104"]),
        ("长春", ["220104"]),
        ("长春路，长春的", ["220104"]),
    ],
)
def test_a_full_name_decides_before_a_short_one_and_two_decide_nothing(
    context: str, codes: list[str]
) -> None:
    assert [unit.code for unit in decide(named("朝阳区"), context)] == codes


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        region("999999")


def by_every_place(text: str) -> tuple[Region, ...]:
    """Look for a chain at every character, as `mentioned` is documented."""
    found: dict[Region, None] = {}
    here = 0
    while here < len(text):
        link = chain(text, here)
        if link is None or not link.full:
            here += 1
            continue
        if len(link.regions) == 1 and (link.upper is not None or link.end - link.start > 2):
            found[link.regions[0]] = None
        here = link.end
    return tuple(found)


PLACES = [
    "河北省",
    "邢台市",
    "宁晋县",
    "宁晋",
    "朝阳区",
    "吉林省",
    "吉林市",
    "海南藏族自治州",
    "城区",
    "恩施州",
]


@given(
    st.lists(st.sampled_from([*PLACES, "市", "县", "，", "海", "南", "在"]), max_size=12).map(
        "".join
    )
)
def test_mentioned_units_are_those_that_chains_begin_with(text: str) -> None:
    assert mentioned(text) == by_every_place(text)


@pytest.mark.parametrize("text", ["海南藏", "恩施", "宁", "河北省邢", "北京市朝"])
def test_a_chain_never_ends_behind_its_text(text: str) -> None:
    found = chain(text)
    assert found is None or found.end <= len(text)
    assert found is None or text[found.start : found.end] in {
        *(name for unit in found.regions for name in (unit.name, unit.short))
    }
