"""Same-named districts: what a page says of itself counts, what it says of others does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.identity.places import named
from govinfo.parse.identity.surroundings import decide_on_page
from govinfo.parse.identity.who import find_agency

# A district, its code, its city and province; another city and province with such a district.
DISTRICTS = [
    ("鼓楼区", "350102", "福州市", "福建省", "南京市", "江苏省"),
    ("鼓楼区", "320302", "徐州市", "江苏省", "福州市", "福建省"),
    ("鼓楼区", "320302", "徐州市", "江苏省", "南京市", "江苏省"),
    ("朝阳区", "220104", "长春市", "吉林省", "北京市", "北京市"),
    ("朝阳区", "110105", "北京市", "北京市", "长春市", "吉林省"),
    ("白云区", "520113", "贵阳市", "贵州省", "广州市", "广东省"),
    ("城关区", "620102", "兰州市", "甘肃省", "拉萨市", "西藏自治区"),
    ("和平区", "120101", "天津市", "天津市", "沈阳市", "辽宁省"),
    ("新华区", "410402", "平顶山市", "河南省", "石家庄市", "河北省"),
    ("桥西区", "130104", "石家庄市", "河北省", "张家口市", "河北省"),
    ("河东区", "371312", "临沂市", "山东省", "天津市", "天津市"),
    ("长安区", "610116", "西安市", "陕西省", "石家庄市", "河北省"),
    ("市中区", "370103", "济南市", "山东省", "乐山市", "四川省"),
    ("铁西区", "210106", "沈阳市", "辽宁省", "鞍山市", "辽宁省"),
    ("城中区", "450202", "柳州市", "广西壮族自治区", "西宁市", "青海省"),
]
# {here} is the city, {there} the other one.
IN_PASSING = [
    *[
        "赴{there}考察学习政务公开经验",
        "学习{there}{district}先进经验，",
        "借鉴{there}、上海市等地做法",
    ],
    *["友情链接：{there}人民政府 {there}{district}人民政府", "{there}人民政府门户网站 友情链接"],
    *[
        "转载自{there}日报",
        "来源：{other}晚报 记者李某",
        "新华社{other}1月2日电",
        "据{there}政府网站消息",
    ],
    *[
        "与{there}{district}开展东西部协作",
        "我区与{there}人民政府签订对口协作协议",
        "与{there}政府共建园区",
    ],
    *[
        "技术支持：{other}某某科技有限公司",
        "{there}某律师事务所提供法律服务",
        "{other}时间2023年1月1日",
    ],
    *[
        "热点：{there}召开表彰大会",
        "中央气象台：{there}有雨",
        "{there}至我区高铁开通",
        "{there}新一轮疫情通报",
    ],
    *["{there}市民王某到我区办理业务", "户籍地址：{there}{district}", "原告住{there}{district}"],
    *["寄自{there}{district}的申请1件", "申请人地址：{there}和平路", "收件地址为{there}{district}"],
    *[
        "从{there}{district}调入干部一名",
        "{there}{district}人民政府代表团到访",
        "受{there}政府委托",
    ],
    *["{there}政务服务跨省通办事项42项", "与{there}{district}政务服务中心实现跨省通办"],
    *["接收{there}人民政府移送线索3件", "上级媒体报道：{there}政务公开走在前列"],
    *[
        "{there}{district}政务公开工作综述_网易",
        "本区与{there}{district}同名",
        "区别于{there}{district}",
    ],
    *[
        "同名单位提示：{there}{district}人民政府请点此",
        "举办地点：{there}会展中心",
        "{other}大道12号",
    ],
    *[
        "网站地图 北京 上海 天津 {other} 重庆",
        "中国政府网 {there}人民政府",
        "地址：{district}{other}路12号",
    ],
    *["{there}人民政府 {here}人民政府 {province}人民政府"],
]
OF_ITSELF = [
    *["{here}{district}人民政府网站", "{province}{here}{district}", "{city}{district}政府网"],
    *["联系地址：{here}{district}山西路124号", "（地址：{here}中山路1号，邮编：100000）"],
    *[
        "{here}人民政府网站",
        "首页 > {here} > {district}",
        "您的位置：首页>{here}{district}>信息公开",
    ],
    *[
        "可在{here}{district}政府门户网站下载",
        "根据{here}政府办公室要求",
        "({here}{district}教育局)",
    ],
    *["发布机构：{here}{district}教育局", "请与{here}{district}政府办公室联系（电话：84200000）"],
    "{here}{district}教育局现公布2023年政府信息公开工作年度报告",
]
SAYINGS = [saying for saying in IN_PASSING if "{here}" not in saying]


def short(name: str) -> str:
    kinds = ("壮族自治区", "自治区", "省", "市")
    return name.removesuffix(next(kind for kind in kinds if name.endswith(kind)))


def region_of(row: tuple[str, ...], *sayings: str) -> str | None:
    district, _, here, province, there, _ = row
    words = {"district": district, "here": here, "there": there, "city": short(here)}
    lines = [each.format(**words, province=province, other=short(there)) for each in sayings]
    found = find_agency(
        title=f"{district}教育局2023年政府信息公开工作年度报告",
        head="\n".join(lines),
        intro="",
        metadata=[],
        source_id="5eed",
        year=2023,
    )
    return found.region_code


@pytest.mark.parametrize("saying", IN_PASSING)
def test_a_city_named_in_passing_never_decides(saying: str) -> None:
    for row in DISTRICTS:
        assert region_of(row, saying) is None, row


@pytest.mark.parametrize("saying", OF_ITSELF)
def test_what_a_page_says_of_itself_decides(saying: str) -> None:
    for row in DISTRICTS:
        assert region_of(row, saying) == row[1], row


@given(
    st.sampled_from(DISTRICTS),
    st.sampled_from(OF_ITSELF),
    st.lists(st.sampled_from(SAYINGS), min_size=1, max_size=4),
)
def test_what_is_said_in_passing_never_makes_it_wrong(
    row: tuple[str, ...], saying: str, passing: list[str]
) -> None:
    assert region_of(row, *passing, saying) in (None, row[1])
    assert region_of(row, saying, *passing) in (None, row[1])


@pytest.mark.parametrize(
    "text",
    [
        "地址：南京市中山路1号\n福州市鼓楼区人民政府",
        "南京市鼓楼区\n福州市鼓楼区",
        "江苏省人民政府\n福州市人民政府",
        "地址：南昌市红谷滩区1号",  # no candidate lies there
        "江苏省鼓楼区",  # two lie there
    ],
)
def test_a_page_that_disagrees_with_itself_leaves_it_open(text: str) -> None:
    assert len(decide_on_page(named("鼓楼区", 2023), text)) > 1


@pytest.mark.parametrize("name", ["城关镇", "县教育局"])
@pytest.mark.parametrize(
    "line", ["赴靖远县人民政府学习", "友情链接 靖远县政府网", "对口支援靖远县政府"]
)
def test_a_county_linked_to_or_visited_settles_nothing(name: str, line: str) -> None:
    title = f"{name}2023年政府信息公开工作年度报告"
    found = find_agency(title=title, head=line, intro="", metadata=[], source_id="0", year=2023)
    assert found.region_code is None


@pytest.mark.parametrize("name", ["大芦镇", "县教育局"])
@pytest.mark.parametrize(
    "line",
    [
        *["接收靖远县人民政府移送线索3件", "受靖远县政府委托", "与靖远县政府共建产业园"],
        *["据靖远县政府网站消息", "靖远县政务服务跨省通办事项42项", "靖远县人民政府代表团到访"],
        *["不服靖远县人民政府复议决定", "靖远县政府办公室主任一行来我县"],
    ],
)
def test_a_county_named_in_passing_never_settles(name: str, line: str) -> None:
    title = f"{name}2023年政府信息公开工作年度报告"
    found = find_agency(title=title, head=line, intro="", metadata=[], source_id="0", year=2023)
    assert found.region_code is None


@pytest.mark.parametrize("name", ["大芦镇", "县教育局"])
@pytest.mark.parametrize(
    "line",
    [
        *[
            "靖远县人民政府",
            "首页 > 靖远县人民政府网站 > 年报",
            "甘肃省白银市靖远县人民政府门户网站",
        ],
        *[
            "电子版可在靖远县人民政府网站下载",
            "根据靖远县人民政府办公室要求",
            "靖远县政府信息公开平台",
        ],
    ],
)
def test_a_county_that_a_page_names_as_its_own_settles(name: str, line: str) -> None:
    title = f"{name}2023年政府信息公开工作年度报告"
    found = find_agency(title=title, head=line, intro="", metadata=[], source_id="0", year=2023)
    assert found.region_code == "620421"
