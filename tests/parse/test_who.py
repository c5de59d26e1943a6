"""Who wrote a report, which year it is about, when it came out."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.gazetteer import Unit, code_in, periods, units
from govinfo.parse.identity.evidence import without_urls
from govinfo.parse.identity.who import agency_from_name, find_agency, find_published, find_year

SUBJECT = "年政府信息公开工作年度报告"  # written ~ below
TITLES = """
通渭县人民政府2023~ | 通渭县人民政府 | county government 621121
定西市通渭县人民政府2023~ | 通渭县人民政府 | county government 621121
淮安市2024~ | 淮安市人民政府 | prefecture government 320800
北京市2023~ | 北京市人民政府 | province government 110000
北京市人民政府信息公开工作年度报告（2022年） | 北京市人民政府 | province government 110000
2022年河北省政府信息公开工作年度报告 | 河北省人民政府 | province government 130000
内蒙古自治区人民政府2021~ | 内蒙古自治区人民政府 | province government 150000
广西壮族自治区民政厅2020~ | 广西壮族自治区民政厅 | province department 450000
西藏自治区2023~ | 西藏自治区人民政府 | province government 540000
宁夏回族自治区人民政府办公厅2023~ | 宁夏回族自治区人民政府办公厅 | province office 640000
新疆维吾尔自治区教育厅2023年度工作报告 | 新疆维吾尔自治区教育厅 | province department 650000
上海市人民政府办公厅2019~ | 上海市人民政府办公厅 | province office 310000
上海市浦东新区人民政府2023~ | 浦东新区人民政府 | county government 310115
上海市公安局2023~ | 上海市公安局 | province department 310000
天津市滨海新区2023~ | 滨海新区人民政府 | county government 120116
重庆市石柱土家族自治县人民政府2022~ | 石柱土家族自治县人民政府 | county government 500240
重庆市万州区教育委员会2022~ | 万州区教育委员会 | county department 500101
北京市朝阳区人民政府2023~ | 朝阳区人民政府 | county government 110105
北京市海淀区中关村街道办事处2023~ | 海淀区中关村街道办事处 | township government 110108
甘肃省教育厅2023~ | 甘肃省教育厅 | province department 620000
甘肃省市场监督管理局2023~ | 甘肃省市场监督管理局 | province department 620000
河南省发展和改革委员会2023~ | 河南省发展和改革委员会 | province department 410000
湖北省卫生健康委员会2023~ | 湖北省卫生健康委员会 | province department 420000
湖南省人民政府外事办公室2021~ | 湖南省人民政府外事办公室 | province department 430000
安徽省供销合作社联合社2021~ | 安徽省供销合作社联合社 | province institution 340000
福建省人民防空办公室2018~ | 福建省人民防空办公室 | province department 350000
恩施土家族苗族自治州人民政府2023~ | 恩施土家族苗族自治州人民政府 | prefecture government 422800
恩施州财政局2023~ | 恩施土家族苗族自治州财政局 | prefecture department 422800
延边州2020~ | 延边朝鲜族自治州人民政府 | prefecture government 222400
锡林郭勒盟行政公署2022~ | 锡林郭勒盟行政公署 | prefecture government 152500
兴安盟2022~ | 兴安盟行政公署 | prefecture government 152200
大兴安岭地区行政公署2020~ | 大兴安岭地区行政公署 | prefecture government 232700
广州市人民政府办公厅2023~ | 广州市人民政府办公厅 | prefecture office 440100
深圳市水务局2023~ | 深圳市水务局 | prefecture department 440300
深圳市罗湖区政务服务数据管理局2022~ | 罗湖区政务服务数据管理局 | county department 440303
东莞市人民政府2023~ | 东莞市人民政府 | prefecture government 441900
东莞市长安镇人民政府2023~ | 东莞市长安镇人民政府 | township government 441900
中山市东区街道办事处2023~ | 中山市东区街道办事处 | township government 442000
儋州市2023~ | 儋州市人民政府 | prefecture government 460400
琼海市嘉积镇人民政府2023~ | 琼海市嘉积镇人民政府 | township government 469002
嘉峪关市人力资源和社会保障局2023~ | 嘉峪关市人力资源和社会保障局 | prefecture department 620200
仙桃市2023~ | 仙桃市人民政府 | county government 429004
神农架林区人民政府2023~ | 神农架林区人民政府 | county government 429021
石河子市2023~ | 石河子市人民政府 | county government 659001
六枝特区教育局2023~ | 六枝特区教育局 | county department 520203
宁晋县大曹庄镇2022~ | 宁晋县大曹庄镇人民政府 | township government 130528
河北省邢台市宁晋县大曹庄镇2022~ | 宁晋县大曹庄镇人民政府 | township government 130528
靖远县大芦镇人民政府2023~ | 靖远县大芦镇人民政府 | township government 620421
扎赉特旗宝力根花苏木2024~ | 扎赉特旗宝力根花苏木人民政府 | township government 152223
扎赉特旗人民政府2024~ | 扎赉特旗人民政府 | county government 152223
科尔沁右翼前旗2023~ | 科尔沁右翼前旗人民政府 | county government 152221
鄂温克族自治旗人民政府2023~ | 鄂温克族自治旗人民政府 | county government 150724
前郭尔罗斯蒙古族自治县农业农村局2023~ | 前郭尔罗斯蒙古族自治县农业农村局 | county department 220721
民和县农业农村局2023~ | 民和回族土族自治县农业农村局 | county department 630222
沭阳县发展和改革局2023年政府信息公开年度报告 | 沭阳县发展和改革局 | county department 321322
沭阳县发改局2023年政府信息公开年度报告 | 沭阳县发展和改革局 | county department 321322
义乌市佛堂镇2023~ | 义乌市佛堂镇人民政府 | township government 330782
宜兴市宜城街道2023~ | 宜兴市宜城街道办事处 | township government 320282
杭州市临平区教育局2023~ | 临平区教育局 | county department 330113
南京市鼓楼区中央门街道办事处2023~ | 鼓楼区中央门街道办事处 | township government 320106
苏州市吴中区木渎镇人民政府2023~ | 吴中区木渎镇人民政府 | township government 320506
青岛市市北区住房和城乡建设局2023~ | 市北区住房和城乡建设局 | county department 370203
沈阳市和平区人民政府2023~ | 和平区人民政府 | county government 210102
昆明市西山区碧鸡街道办事处2022~ | 西山区碧鸡街道办事处 | township government 530112
贵阳市观山湖区卫健局2022~ | 观山湖区卫生健康局 | county department 520115
太原市万柏林区2022~ | 万柏林区人民政府 | county government 140109
长沙市自然资源和规划局2022~ | 长沙市自然资源和规划局 | prefecture department 430100
成都市青羊区审计局2022~ | 青羊区审计局 | county department 510105
西安市灞桥区席王街道办事处2022~ | 灞桥区席王街道办事处 | township government 610111
哈尔滨市道里区人民政府办公室2022~ | 道里区人民政府办公室 | county office 230102
长春市朝阳区人民政府2022~ | 朝阳区人民政府 | county government 220104
本溪满族自治县2023~ | 本溪满族自治县人民政府 | county government 210521
全州县教育局2023~ | 全州县教育局 | county department 450324
通渭县平襄镇政府2023~ | 通渭县平襄镇人民政府 | township government 621121
通渭县李店乡2023~ | 通渭县李店乡人民政府 | township government 621121
通渭县乡村振兴局2022~ | 通渭县乡村振兴局 | county department 621121
宁晋县政府办2022~ | 宁晋县人民政府办公室 | county office 130528
石家庄市城市管理综合行政执法局2022~ | 石家庄市城市管理综合行政执法局 | prefecture department 130100
淮安市生态环境局涟水分局2022~ | 淮安市生态环境局涟水分局 | county department 320826
国家税务总局通渭县税务局2022~ | 国家税务总局通渭县税务局 | county department 621121
国家税务总局上海市税务局2022~ | 国家税务总局上海市税务局 | province department 310000
国家统计局甘肃调查总队2022~ | 国家统计局甘肃调查总队 | province department 620000
中华人民共和国教育部2022~ | 教育部 | central department -
国家发展和改革委员会2022~ | 国家发展和改革委员会 | central department -
国家税务总局2022~ | 国家税务总局 | central department -
海关总署2022~ | 海关总署 | central department -
国务院办公厅2022~ | 国务院办公厅 | central office -
复旦大学2021-2022学年信息公开年度报告 | 复旦大学 | - university -
南京市博物馆2022~ | 南京市博物馆 | prefecture institution 320100
北京市自来水集团有限责任公司2022年信息公开年度报告 | 北京市自来水集团有限责任公司 | - company 110000
平潭综合实验区2024年度政府信息公开工作年度报告 | 平潭综合实验区管理委员会 | county government 350128
平潭综合实验区财政金融局2019年度信息公开年报 | 平潭综合实验区财政金融局 | county department 350128
平潭县人防办2011年度政府信息工作公开年度报告 | 平潭县人民防空办公室 | county department 350128
郑州经济技术开发区管委会2022~ | 郑州经济技术开发区管理委员会 | county government 410100
苏州工业园区管理委员会2022~ | 苏州工业园区管理委员会 | county government 320500
兰州新区2022~ | 兰州新区管理委员会 | county government 620100
河北雄安新区管理委员会2022~ | 雄安新区管理委员会 | prefecture government 130000
关于报送《宁晋县教育局2022年政府信息公开工作年度报告》的函 | 宁晋县教育局 | county department 130528
二○一○年沭阳县政府信息公开工作年度报告 | 沭阳县人民政府 | county government 321322
沭阳县人民政府 2017 ~ | 沭阳县人民政府 | county government 321322
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TITLES.strip().splitlines()]


def agency(title: str = "", head: str = "", intro: str = "", **others: object):
    metadata = others.pop("metadata", [])
    return find_agency(
        title=title, head=head, intro=intro, metadata=metadata, source_id="5eed", **others
    )


@pytest.mark.parametrize(("title", "name", "rest"), CASES, ids=[case[1] for case in CASES])
def test_the_title_names_the_agency(title: str, name: str, rest: str) -> None:
    found = agency(title)
    said = " ".join(word or "-" for word in (found.level, found.kind, found.region_code))
    assert (found.name, said, found.basis) == (name, rest, "title")


def test_at_least_eighty_agencies_are_tried() -> None:
    assert len(CASES) >= 80


@pytest.mark.parametrize(
    "title",
    [
        "2023年政府信息公开工作年度报告",
        "2023年市区民政政务讯息工作报告",
        "政府信息公开工作年度报告格式模板",
        "政府信息公开年报",
        "我局2023年政府信息公开工作年度报告",
        "各乡镇2023年政府信息公开工作年度报告",
        "",
    ],
)
def test_no_agency_is_named_where_the_page_names_none(title: str) -> None:
    found = agency(title, intro="由市政府信息公开办公室综合各区(县)人民政府的年度报告编制而成。")
    assert (found.name, found.agency_id, found.region_code) == (None, "unknown:5eed", None)


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("朝阳区教育局2023年政府信息公开工作年度报告", ("110105", "220104")),
        ("鼓楼区人民政府2023年政府信息公开工作年度报告", ("320106", "350102")),
        ("市中区2023年政府信息公开工作年度报告", ("370103", "511102")),
    ],
)
def test_same_named_places_are_left_open(title: str, codes: tuple[str, ...]) -> None:
    found = agency(title)
    assert found.region_code is None
    assert found.agency_id.endswith(":5eed")
    (warning,) = found.warnings
    assert warning.startswith("region_open: ")
    assert all(code in warning for code in codes)


@pytest.mark.parametrize(
    ("context", "code"),
    [
        ("福建省福州市鼓楼区", "350102"),
        ("联系地址：南京市鼓楼区山西路124号", "320106"),
        ("开封市人民政府网站", "410204"),
    ],
)
def test_a_prefecture_on_the_page_tells_same_named_places_apart(context: str, code: str) -> None:
    found = agency("鼓楼区人民政府2023年政府信息公开工作年度报告", intro=context)
    assert (found.region_code, found.warnings) == (code, ())


@pytest.mark.parametrize("intro", ["", "淮安市人民政府网站", "淮安区人民政府", "江苏省淮安"])
def test_a_city_and_its_district_of_one_short_name_are_left_open(intro: str) -> None:
    found = agency("淮安教育局2023年政府信息公开工作年度报告", intro=intro, year=2023)
    assert (found.name, found.region_code) == ("淮安教育局", None)
    assert found.warnings == ("region_open: 淮安市 or 淮安区 may be 320800 or 320803",)


@pytest.mark.parametrize(
    ("name", "year", "region_code", "town_code"),
    [
        ("宁晋县大曹庄镇", 2022, "130528", "130528111"),
        ("海淀区中关村街道", 2022, "110108", "110108011"),
        ("东莞市长安镇", 2022, "441900", "441900119"),
        ("靖远县大芦乡", 2010, "620421", None),  # it is a 镇 in the table
        ("徐水县安肃镇", 2012, "130625", "130609100"),  # the county's code is of the year
        ("朝阳区三里屯街道", 2022, None, None),
        ("通渭县教育局", 2022, "621121", None),
    ],
)
def test_a_town_has_its_own_code_where_its_county_is_settled(
    name: str, year: int, region_code: str | None, town_code: str | None
) -> None:
    found = agency(f"{name}{year}年政府信息公开工作年度报告", year=year)
    assert (found.region_code, found.town_code) == (region_code, town_code)


def test_universities_of_one_name_are_told_apart_by_their_place() -> None:
    names = [f"中国石油大学（{place}）" for place in ("北京", "华东")]
    found = [agency(f"{name}2021-2022学年信息公开工作年度报告") for name in names]
    assert [each.name for each in found] == names
    assert [each.agency_id for each in found] == [f"000000:{name}" for name in names]


def test_a_county_inferred_from_the_page_must_have_the_town() -> None:
    title = "大芦镇2023年政府信息公开工作年度报告"
    assert agency(title, intro="靖远县人民政府网站").region_code == "620421"
    assert agency(title, intro="通渭县人民政府网站").region_code is None


@pytest.mark.parametrize("intro", ["对口帮扶靖远县", "赴靖远县学习", "地址：靖远县城西街"])
@pytest.mark.parametrize("name", ["大芦镇", "县教育局"])
def test_a_county_that_a_page_only_mentions_settles_nothing(name: str, intro: str) -> None:
    found = agency(f"{name}2023年政府信息公开工作年度报告", intro=intro)
    assert (found.region_code, found.basis) == (None, "title")


def test_an_address_in_a_link_decides_nothing() -> None:
    link = "http://www.nanjing.gov.cn/南京"
    assert agency("鼓楼区教育局2023年年度报告", intro="见" + link[:25]).region_code is None


@pytest.mark.parametrize("name", ["城关镇", "城关镇人民政府", "和平街道办事处"])
def test_a_town_without_its_county_is_left_open(name: str) -> None:
    found = agency(f"{name}2023年政府信息公开工作年度报告")
    assert (found.level, found.region_code) == ("township", None)
    assert found.warnings[0].startswith("region_open: ")


JIANGGAN = "杭州市江干区教育局{}年度政府信息公开工作报告"


def test_a_unit_of_its_year_is_found_though_it_is_no_more() -> None:
    found = agency(JIANGGAN.format(2015), year=2015)
    assert (found.name, found.level, found.region_code, found.warnings) == (
        "江干区教育局",
        "county",
        "330104",
        (),
    )
    assert agency(JIANGGAN.replace("{}年度", "")).region_code == "330104"


def test_a_unit_that_was_divided_is_left_open_afterwards() -> None:
    found = agency(JIANGGAN.format(2022), year=2022)
    assert (found.name, found.level, found.region_code) == ("江干区教育局", "county", None)
    assert found.warnings == (
        "region_former: 江干区 was 330104 in other years, what it is is open",
    )


@pytest.mark.parametrize(
    ("title", "year", "code", "told"),
    [
        ("淮安市楚州区教育局", 2009, "320803", ()),
        ("淮安市楚州区教育局", 2015, "320803", ("region_former",)),
        ("溧水县教育局", 2013, "320117", ()),  # renamed in that year
        ("溧水区教育局", 2012, "320124", ()),  # renamed before its report was out
        ("溧水县教育局", 2018, "320117", ("region_former",)),
        ("溧水区教育局", 2009, "320124", ("region_former",)),
        ("上海市闸北区教育局", 2018, "310106", ("region_former",)),
        ("杭州市临平区教育局", 2018, None, ("region_former",)),  # only a part of 余杭区 then
        ("毕节地区行署", 2010, "522400", ()),
        ("毕节市教育局", 2010, None, ("region_open",)),  # the county or the later prefecture
        ("毕节市教育局", 2015, "520500", ()),
        ("通州区教育局", 2008, None, ("region_open",)),  # 南通's from 2009
        ("永定区教育局", 2010, "430802", ()),
        ("永定区教育局", 2020, None, ("region_open",)),
        ("崇文区教育委员会", 2030, "110101", ("region_former",)),
        ("东城区教育委员会", 2060, "110101", ()),
    ],
)
def test_names_and_codes_are_those_of_the_year(
    title: str, year: int, code: str | None, told: tuple[str, ...]
) -> None:
    found = agency(f"{title}{year}年政府信息公开工作年度报告", year=year)
    assert found.region_code == code
    assert tuple(warning.partition(":")[0] for warning in found.warnings) == told
    assert found.name is not None
    assert found.name[:2] in title  # as it is printed


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("钢城区教育局", "370117"),  # recoded: the same place under two codes
        ("莱芜市钢城区教育局", "371203"),  # as long as it was of 莱芜市
        ("巢湖市教育局", None),  # a prefecture, then a county of another
        ("毕节市教育局", None),
        ("淮安区教育局", "320803"),
    ],
)
def test_without_a_year_all_years_count(title: str, code: str | None) -> None:
    assert agency(f"{title}政府信息公开工作年度报告").region_code == code


@pytest.mark.parametrize(
    "name",
    [
        "太湖流域管理局",
        "洪泽湖管理处",
        "金水路街道办事处",
        "太湖新城管理委员会",
        "中华人民共和国黄埔海关",
    ],
)
def test_a_short_place_name_inside_a_longer_one_is_no_county(name: str) -> None:
    found = agency(f"{name}2023年政府信息公开工作年度报告")
    assert found.region_code is None


@pytest.mark.parametrize(
    ("name", "full", "code"),
    [
        ("通渭教育局", "通渭县教育局", "621121"),
        ("河南省", "河南省人民政府", "410000"),
        ("河南教育厅", "河南省教育厅", "410000"),
        ("巢湖经济开发区管委会", "巢湖经济开发区管理委员会", "340181"),
    ],
)
def test_a_short_place_name_before_a_known_word_is_completed(
    name: str, full: str, code: str
) -> None:
    found = agency(f"{name}2023年政府信息公开工作年度报告", year=2023)
    assert (found.name, found.region_code) == (full, code)


def test_a_development_zone_says_that_its_level_is_doubtful() -> None:
    found = agency("郑州经济技术开发区管委会2022年政府信息公开工作年度报告")
    assert found.warnings[0].startswith("level_doubtful: 郑州经济技术开发区")


def test_a_zone_that_a_province_calls_its_own_is_placed_only_in_a_city_it_names() -> None:
    title = "{}管理委员会2023年政府信息公开工作年度报告"
    found = agency(title.format("江苏淮安经济技术开发区"))
    assert (found.level, found.region_code) == ("county", "320800")
    anywhere = agency(title.format("江苏洋口港经济开发区"))
    assert (anywhere.level, anywhere.region_code) == (None, None)
    assert anywhere.warnings[0] == "region_open: 江苏洋口港经济开发区 lies in 江苏省"


def test_the_index_card_gives_a_town_its_county() -> None:
    head = (
        "所属机构: | 靖远县融媒体中心 | 发布机构: |\n大芦镇人民政府 | |||\n"
        "信息来源:靖远县大芦镇人民政府"
    )
    found = agency(head=head, intro="现发布《大芦镇2023年政府信息公开工作年度报告》。")
    assert found.name == "靖远县大芦镇人民政府"
    assert (found.region_code, found.warnings) == ("620421", ())


def test_the_title_gives_the_card_its_county() -> None:
    found = agency("宁晋县大曹庄镇2022年政府信息公开工作年度报告", head="发布机构:大曹庄镇字体:[ ]")
    assert (found.name, found.warnings) == ("宁晋县大曹庄镇人民政府", ())


def test_the_full_form_is_taken_where_both_are_printed() -> None:
    card = [("发布机构", "沭阳县文化广电和旅游局")]
    found = agency("沭阳县文旅局2023年政府信息公开年度报告", metadata=card)
    assert found.name == "沭阳县文化广电和旅游局"
    assert found.warnings == ()


def test_a_value_ends_where_the_next_label_begins() -> None:
    head = "发布机构:\n栏目:政府信息公开年报\n来源：宁晋县教育局时间：2023-01-19"
    found = agency("2022年政府信息公开工作年度报告", head=head)
    assert (found.name, found.basis) == ("宁晋县教育局", "heading")


def test_the_web_page_title_names_the_agency() -> None:
    pairs = [("title", "沭阳县发展和改革局2023年政府信息公开年度报告-沭阳县发改局")]
    found = agency("2023年政府信息公开年度报告", metadata=pairs)
    assert (found.name, found.basis) == ("沭阳县发展和改革局", "metadata")


def test_a_department_with_a_level_and_no_name_takes_the_only_county_on_the_page() -> None:
    found = agency("县教育局2023年政府信息公开工作年度报告", intro="可在通渭县人民政府网站下载。")
    assert (found.name, found.region_code) == ("通渭县教育局", "621121")
    alone = agency("县教育局2023年政府信息公开工作年度报告")
    assert (alone.name, alone.region_code) == ("县教育局", None)


@pytest.mark.parametrize(
    ("name", "level", "county"),
    [
        ("县民政局", "county", "通渭县"),
        ("市民政局", "prefecture", None),
        ("市监察局", "prefecture", None),
        ("自治区民政厅", "province", None),
        ("市场监督管理局", None, None),
        ("市民服务中心", None, None),
    ],
)
def test_a_level_is_told_from_a_word_that_begins_like_one(
    name: str, level: str | None, county: str | None
) -> None:
    found = agency(f"{name}2023年政府信息公开工作年度报告", intro="通渭县人民政府网站")
    assert (found.level, found.name) == (level, (county or "") + (name[1:] if county else name))


def test_the_contact_sentence_is_the_last_resort() -> None:
    found = agency("", intro="如有疑问，请与通渭县教育局办公室联系（电话：0932-5551234）。")
    assert (found.name, found.basis) == ("通渭县教育局", "contact")


def test_a_card_that_names_another_agency_is_a_conflict() -> None:
    found = agency(
        "宁晋县教育局2022年政府信息公开工作年度报告", metadata=[("发布机构", "宁晋县水务局")]
    )
    assert found.name == "宁晋县教育局"
    assert found.warnings == ("agency_conflict: title says 宁晋县教育局, index card 宁晋县水务局",)


@pytest.mark.parametrize(
    "card", ["宁晋县人民政府", "宁晋县人民政府办公室", "宁晋县融媒体中心", "1"]
)
def test_the_government_above_a_department_or_a_media_centre_is_no_conflict(card: str) -> None:
    found = agency("宁晋县教育局2022年政府信息公开工作年度报告", metadata=[("发布机构", card)])
    assert (found.name, found.warnings) == ("宁晋县教育局", ())


def test_the_page_is_believed_before_the_manifest() -> None:
    found = agency("宁晋县2022年政府信息公开工作年度报告", named="宁晋县教育局")
    assert (found.name, found.basis) == ("宁晋县人民政府", "title")
    assert found.warnings == ("agency_conflict: title says 宁晋县人民政府, manifest 宁晋县教育局",)


def test_the_users_own_word_is_believed_before_the_page() -> None:
    found = agency("宁晋县2022年政府信息公开工作年度报告", given="宁晋县教育局")
    assert (found.name, found.basis) == ("宁晋县教育局", "given")
    court = agency("宁晋县人民法院2022年政府信息公开工作年度报告", given="宁晋县教育局")
    assert court.name == "宁晋县教育局"


def test_a_manifest_completes_the_page_and_stands_where_the_page_names_nobody() -> None:
    completed = agency("城关镇2022年政府信息公开工作年度报告", named="通渭县城关镇")
    assert (completed.name, completed.basis) == ("通渭县城关镇人民政府", "title and manifest")
    assert completed.warnings == ()
    alone = agency("2022年政府信息公开工作年度报告", named="通渭县教育局")
    assert (alone.name, alone.basis) == ("通渭县教育局", "manifest")


@pytest.mark.parametrize("label", ["发布机构", "ContentSource"])
def test_an_office_that_posts_a_report_yields_to_the_government_of_the_manifest(
    label: str,
) -> None:
    card = [(label, "宁晋县人民政府办公室")]
    title = "2022年政府信息公开工作年度报告"
    found = agency(title, metadata=card, named="宁晋县人民政府")
    assert (found.name, found.basis, found.warnings) == ("宁晋县人民政府", "manifest", ())
    own = agency("宁晋县人民政府办公室" + title, named="宁晋县人民政府")
    assert (own.name, own.basis) == ("宁晋县人民政府办公室", "title")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("通渭县2023", "通渭县人民政府"),
        ("2023年靖远县大芦镇年报", "靖远县大芦镇人民政府"),
        ("01_庆阳市_合水县财政局_2022", "合水县财政局"),
        ("庆阳市-财政局-2022年度", "庆阳市财政局"),
        ("合水县财政局（盖章）2022年政府信息公开工作年度报告", "合水县财政局"),
        ("合水县_通渭县_2022", None),
        ("合水县各乡镇2022年年报", None),
        ("合水县乡镇2022", None),
        ("财政局2022", None),
        ("index", None),
        ("W020230112345678901234", None),
        ("t20230112_5145687", None),
        ("附件1：2022年年报", None),
        ("20230112", None),
        ("", None),
    ],
)
def test_a_file_s_name_stands_where_the_page_names_nobody(stem: str, name: str | None) -> None:
    found = agency("2022年政府信息公开工作年度报告", stem=stem)
    assert (found.name, found.basis) == (name, "file name" if name else "none")


def test_a_file_s_name_never_wins_over_the_page() -> None:
    title = "合水县财政局2022年政府信息公开工作年度报告"
    found = agency(title, stem="通渭县教育局2022")
    assert (found.name, found.region_code) == ("合水县财政局", "621024")
    assert found.warnings == ("agency_conflict: title says 合水县财政局, file name 通渭县教育局",)
    assert agency(title, stem="合水县2022").warnings == ()


def test_a_file_s_name_gives_a_department_its_county() -> None:
    found = agency("县教育局2022年政府信息公开工作年度报告", stem="通渭县教育局")
    assert (found.name, found.basis) == ("通渭县教育局", "title and file name")


def test_the_name_of_a_website_tells_where_and_not_who() -> None:
    site = [("SiteName", "通渭县人民政府")]
    assert agency("2022年政府信息公开工作年度报告", metadata=site).name is None
    found = agency("平襄镇2022年政府信息公开工作年度报告", metadata=site, intro="靖远县刘川镇")
    assert (found.name, found.basis) == ("通渭县平襄镇人民政府", "title and metadata")


def test_every_print_of_the_agency_s_name_is_kept() -> None:
    card = [("发布机构", "沭阳县文化广电和旅游局"), ("来源", "沭阳县人民政府")]
    found = agency("沭阳县文旅局2023年政府信息公开年度报告", metadata=card)
    assert found.spellings == ("沭阳县文旅局", "沭阳县文化广电和旅游局")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("宁晋县人民法院", "court"),
        ("宁晋县人民检察院", "court"),
        ("宁晋县人大常委会办公室", "congress"),
        ("中共宁晋县委办公室", "party"),
        ("宁晋县监察委员会", "party"),
    ],
)
def test_a_body_that_is_no_administrative_agency_is_told_by_its_kind(name: str, kind: str) -> None:
    found = agency(f"{name}2022年政府信息公开工作年度报告", named="宁晋县人民政府")
    assert (found.name, found.kind) == (None, kind)


def test_a_manifest_name_is_read_alone() -> None:
    assert agency_from_name("宁晋县大曹庄镇").agency_id == "130528:宁晋县大曹庄镇人民政府"
    assert agency_from_name("鼓楼区教育局", within="江苏省徐州市").region_code == "320302"
    assert agency_from_name("随便什么").name is None


def test_one_agency_is_found_fast() -> None:
    agency("通渭县人民政府2023年政府信息公开工作年度报告")
    started = time.perf_counter()
    for town in range(200):
        agency(f"通渭县{chr(0x4E00 + town)}家镇2023年政府信息公开年报")
    assert (time.perf_counter() - started) / 200 < 0.001


@given(
    st.text(
        alphabet="通渭县朝阳区人民政府教育局镇街道办事处市省2023年报告公开《》:： |\n()",
        max_size=60,
    ),
    st.none() | st.integers(1990, 2060),
)
def test_any_text_gives_an_agency_or_none(text: str, year: int | None) -> None:
    pairs = [("发布机构", text), ("title", text), ("SiteName", text)]
    found = agency(text, head=text, intro=text, metadata=pairs, stem=text, named=text, year=year)
    assert (found.name is None) == found.agency_id.startswith("unknown:")
    assert found.region_code is None or found.agency_id.startswith(found.region_code)


UNITS = [unit for unit in periods() if unit.last is None or unit.last >= 2008]


@given(st.sampled_from(UNITS), st.integers(2008, 2029), st.sampled_from(["", "教育局", "政府办"]))
def test_no_unit_of_any_year_is_ever_taken_for_another(unit: Unit, year: int, body: str) -> None:
    found = agency(f"{unit.name}{body}{year}年政府信息公开工作年度报告", year=year)
    if found.region_code is not None:
        alike = [each for each in UNITS if each.name == unit.name]
        assert found.region_code in {code for each in alike for code in _led(each, year)}
        assert found.region_code in units(year)


def _led(unit: Unit, year: int) -> tuple[str, ...]:
    """The codes to which a unit leads in a year, whether one or several."""
    start = unit.last if unit.last is not None and unit.last < year else max(unit.first or 0, year)
    return code_in(unit.code, start, year).codes


OTHERS = [
    "通渭县教育局",
    "合水县",
    "长春市朝阳区",
    "大芦镇",
    "2022年年报",
    "第一中学",
    "_",
    "01",
    "县",
]


@given(
    st.lists(st.sampled_from(OTHERS), max_size=4).map("_".join),
    st.none() | st.lists(st.sampled_from(OTHERS), min_size=1, max_size=2).map("".join),
    st.sampled_from(["宁晋县教育局", "宁晋县大曹庄镇人民政府", "邢台市人民政府", "河北省财政厅"]),
)
def test_what_the_page_says_stands_whatever_the_file_and_the_manifest_say(
    stem: str, named: str | None, name: str
) -> None:
    title = f"{name}2022年政府信息公开工作年度报告"
    found = agency(title, stem=stem, named=named, year=2022)
    alone = agency(title, year=2022)
    assert (found.agency_id, found.region_code) == (alone.agency_id, alone.region_code)
    assert found.spellings[0] == name


@given(st.text())
def test_any_text_gives_a_year_or_none(text: str) -> None:
    find_published(head=text, metadata=[("PubDate", text)], tail=text)
    found = find_year(title=text, period_text=text, body=text, published=None)
    assert found.year is None or 2003 <= found.year <= 2060


@pytest.mark.parametrize(
    "sentence",
    [
        "数据统计期限为2022年1月1日至12月31日。",
        "统计期限自2022年1月1日起至2022年12月31日止。",
        "统计时限从2022年1月1日起至2022年12月31日止",
        "报告中所列数据统计期限为2022 年 1 月 1 日到 12 月 31 日",
        "统计期间：2022年1月1日—12月31日",
        "所列数据的统计期限为2022年1月1日至2022年12月31日",
    ],
)
def test_the_statistical_period_gives_the_year(sentence: str) -> None:
    found = find_year(title="", period_text=sentence, body="", published=date(2023, 1, 20))
    assert (found.year, found.doubtful, found.basis) == (2022, False, "period")


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("大曹庄镇2022年政府信息公开工作年度报告", 2022),
        ("沭阳县 2 0 1 7 年政府信息公开工作年度报告", 2017),
        ("沭阳县2017 年政府信息公开工作年度报告", 2017),
        ("沭阳县二○一○年政府信息公开工作年度报告", 2010),
        ("沭阳县二〇一八年政府信息公开工作年度报告", 2018),
        ("沭阳县二O一三年度政府信息公开工作报告", 2013),
        ("沭阳县二零二零年政府信息公开工作年度报告", 2020),
        ("政府信息公开工作年度报告（2021）", 2021),
        ("政府信息公开工作年度报告（2021年度）2022-01-20", 2021),
        ("政府信息公开工作年度报告", None),
        ("复旦大学2021-2022学年信息公开年度报告", None),
    ],
)
def test_the_title_gives_the_year(title: str, year: int | None) -> None:
    found = find_year(title=title, period_text="", body="", published=None)
    assert (found.year, found.doubtful) == (year, False)


def test_the_period_is_followed_against_the_title_with_a_warning() -> None:
    found = find_year(
        title="2023年年度报告",
        period_text="统计期限为2022年1月1日至12月31日",
        body="",
        published=None,
    )
    assert (found.year, found.doubtful) == (2022, True)
    assert found.warnings[0].startswith("year_conflict: ")


def test_a_period_that_ended_after_publication_is_not_followed() -> None:
    found = find_year(
        title="2022年年度报告",
        period_text="统计期限为2023年1月1日至12月31日",
        body="",
        published=date(2023, 1, 20),
    )
    assert (found.year, found.doubtful, found.basis) == (2022, True, "title")


def test_a_broken_period_is_not_followed() -> None:
    found = find_year(
        title="2022年年度报告",
        period_text="统计期限为2021年9月1日至2022年8月31日",
        body="",
        published=None,
    )
    assert (found.year, found.basis) == (2022, "title")
    assert found.warnings[0].startswith("year_conflict: ")


def test_a_report_that_came_out_before_its_year_was_over_is_doubtful() -> None:
    found = find_year(title="2023年工作报告", period_text="", body="", published=date(2023, 4, 14))
    assert (found.year, found.doubtful) == (2023, True)
    assert found.warnings[0].startswith("year_conflict: ")


def test_the_body_names_the_year_where_nothing_else_does() -> None:
    named = (
        "《福建省人民政府办公厅关于做好2013年政府信息公开年度报告的通知》"
        "现将我县2014年政府信息公开工作年度报告公布。"
    )
    assert find_year(title="", period_text="", body=named, published=None).year == 2014
    opened = "2014年，我县公开信息。\n2014年，收到申请。\n2013年，无。"
    found = find_year(title="", period_text="", body=opened, published=None)
    assert (found.year, found.doubtful, found.basis) == (2014, True, "body")
    silent = find_year(title="", period_text="", body="根据〔2021〕30号", published=None)
    assert (silent.year, silent.basis) == (None, "")


@pytest.mark.parametrize(
    "head",
    [
        "发布时间:2024-01-24 10:56",
        "发布日期：2024年1月24日",
        "公开日期 2024/1/24",
        "生成日期: | 2024-01-24 |",
        "成文日期:20240124",
        "上传时间:2024.01.24 格式:DOCX",
        "来源：平潭县人民政府时间：2024-01-24 00:00",
        "采集时间：2025-12-30 发布时间：2024年01月24日",
    ],
)
def test_a_labelled_date_is_the_publication(head: str) -> None:
    assert find_published(head=head, metadata=[], tail="某局 2024年2月2日") == date(2024, 1, 24)


@pytest.mark.parametrize("key", ["PubDate", "publishdate", "公开日期", "发布时间：", "pubdate"])
def test_metadata_give_the_publication(key: str) -> None:
    pairs = [("采集时间", "2025-12-30T21:37:37+08:00"), (key, "2024-01-17 09:00:00")]
    assert find_published(head="", metadata=pairs, tail="") == date(2024, 1, 17)


@pytest.mark.parametrize(
    ("tail", "published"),
    [
        ("无。\n沭阳县发展和改革局\n2024年1月17日\n", date(2024, 1, 17)),
        ("无其他需要报告的事项。 某局 2020年1月2日 附件下载", date(2020, 1, 2)),
        ("某县人民政府\n二○一一年三月二十八日", date(2011, 3, 28)),
        ("某县人民政府\n２０２２年３月2８日", date(2022, 3, 28)),
        ("某县人民政府\n2022年5月１日", date(2022, 5, 1)),
        ("某局 20220501", date(2022, 5, 1)),
        ("某局 120220501", None),
        ("见WWW.linhe.gov.cn/2022-05-01", None),
        ("见 http://www.tongwei.gov.cn/art/2024/2/10/art_1.html", None),
        ("截至2023年12月31日，无。", None),
        ("统计期限为2023年1月1日至2023年12月31日", None),
        ("无。", None),
        ("2024年13月45日", None),
    ],
)
def test_a_signature_dates_the_report_only_at_its_end(tail: str, published: date | None) -> None:
    assert find_published(head="", metadata=[], tail=tail) == published


@pytest.mark.parametrize(
    "head", ["采集时间：2025-12-30", "更新时间：2025-12-30", "浏览次数: 20240124"]
)
def test_other_dates_are_no_publication(head: str) -> None:
    assert find_published(head=head, metadata=[], tail="") is None


@pytest.mark.parametrize("head", ["发布 时间：2024-01-24", "发 布\n日 期：2024-01-24"])
def test_a_label_of_a_date_may_have_gaps(head: str) -> None:
    assert find_published(head=head, metadata=[], tail="") == date(2024, 1, 24)


@given(
    st.lists(st.sampled_from([*"12０２二〇○年月日-/.至到 时间：", "发布", "20230101"]), max_size=30)
)
def test_no_print_of_a_date_is_too_odd_to_be_read(signs: list[str]) -> None:
    text = "".join(signs)
    find_published(head=text, metadata=[("日期", text)], tail=text)
    find_year(title=text, period_text=text, body=text, published=None)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("见HTTPS://Linhe.gov.cn/a?b=1。", "见 。"),
        ("见www.linhe.gov.cn，", "见 ，"),
        ("邮箱a.b-c@linhe.gov.cn。", "邮箱 。"),
        ("wttp://不是", "wttp://不是"),
        ("WiFi 覆盖", "WiFi 覆盖"),
        ("2023年", "2023年"),
    ],
)
def test_links_and_addresses_of_mail_are_taken_out(text: str, plain: str) -> None:
    assert without_urls(text) == plain


def test_a_long_run_of_letters_before_an_at_sign_costs_no_time() -> None:
    started = time.perf_counter()
    assert without_urls("a" * 50_000 + " @") == "a" * 50_000 + " @"
    assert time.perf_counter() - started < 1


def test_a_label_behind_another_s_word_names_someone_else() -> None:
    found = agency("", head="技术支持单位：临河县教育局 来源：通渭县人民政府")
    assert found.name == "通渭县人民政府"
