"""Agencies of provinces, kinds and noisy titles that `test_who` leaves out."""

import pytest

from govinfo.parse.identity.who import Agency, agency_from_name, find_agency

SUBJECT = "年政府信息公开工作年度报告"  # written ~ below
TITLES = r"""
西藏自治区拉萨市当雄县人民政府2023~ | 当雄县人民政府 | county government 540122
拉萨市堆龙德庆区2023~ | 堆龙德庆区人民政府 | county government 540103
日喀则市桑珠孜区教育局2022~ | 桑珠孜区教育局 | county department 540202
阿里地区行署2023~ | 阿里地区行政公署 | prefecture government 542500
安多县市场监管局2022~ | 安多县市场监督管理局 | county department 540624
国家税务总局当雄县税务局2022~ | 国家税务总局当雄县税务局 | county department 540122
海西蒙古族藏族自治州2023~ | 海西蒙古族藏族自治州人民政府 | prefecture government 632800
海南州共和县2023~ | 共和县人民政府 | county government 632521
大通县2022~ | 大通回族土族自治县人民政府 | county government 630121
门源回族自治县发改局2022~ | 门源回族自治县发展和改革局 | county department 632221
西宁市城东区韵家口镇2023~ | 城东区韵家口镇人民政府 | township government 630102
宁夏回族自治区发展改革委2023~ | 宁夏回族自治区发展和改革委员会 | province department 640000
银川市金凤区人社局2023~ | 金凤区人力资源和社会保障局 | county department 640106
中卫市沙坡头区滨河镇人民政府2022~ | 沙坡头区滨河镇人民政府 | township government 640502
宁夏宁东能源化工基地管委会2022~ | 宁夏宁东能源化工基地管理委员会 | prefecture government 640000
新疆维吾尔自治区喀什地区行政公署2023~ | 喀什地区行政公署 | prefecture government 653100
巴音郭楞蒙古自治州焉耆回族自治县2023~ | 焉耆回族自治县人民政府 | county government 652826
塔什库尔干县2022~ | 塔什库尔干塔吉克自治县人民政府 | county government 653131
木垒哈萨克自治县市监局2022~ | 木垒哈萨克自治县市场监督管理局 | county department 652328
伊犁州教育局2023~ | 伊犁哈萨克自治州教育局 | prefecture department 654000
新疆生产建设兵团2023~ | 新疆生产建设兵团 | province government 650000
新疆生产建设兵团教育局2023~ | 新疆生产建设兵团教育局 | province department 650000
兵团第八师石河子市2023~ | 新疆生产建设兵团第八师石河子市 | prefecture government 659001
第十师北屯市财政局2023~ | 新疆生产建设兵团第十师北屯市财政局 | prefecture department 659005
莫力达瓦达斡尔族自治旗人民政府2023~ | 莫力达瓦达斡尔族自治旗人民政府 | county government 150722
陵水县文罗镇2022~ | 陵水黎族自治县文罗镇人民政府 | township government 469028
白沙县教育局2023~ | 白沙黎族自治县教育局 | county department 469025
澄迈县人民政府办公室2023~ | 澄迈县人民政府办公室 | county office 469023
海南省文昌市住建局2022~ | 文昌市住房和城乡建设局 | county department 469005
海口市龙华区金贸街道办事处2022~ | 龙华区金贸街道办事处 | township government 460106
重庆市渝中区人民政府2023~ | 渝中区人民政府 | county government 500103
重庆市酉阳县2023~ | 酉阳土家族苗族自治县人民政府 | county government 500242
重庆市九龙坡区石桥铺街道办事处2023~ | 九龙坡区石桥铺街道办事处 | township government 500107
国家税务总局重庆市渝北区税务局2022~ | 国家税务总局重庆市渝北区税务局 | county department 500112
天津市蓟州区人民政府2023~ | 蓟州区人民政府 | county government 120119
天津经济技术开发区管理委员会2022~ | 天津经济技术开发区管理委员会 | county government 120000
天津市武清区杨村街道2023~ | 武清区杨村街道办事处 | township government 120114
黑龙江省大兴安岭地区漠河市2023~ | 漠河市人民政府 | county government 232701
齐齐哈尔市梅里斯达斡尔族区人民政府2023~ | 梅里斯达斡尔族区人民政府 | county government 230208
七台河市茄子河区应急管理局2023~ | 茄子河区应急管理局 | county department 230904
大庆高新区管委会2022~ | 大庆高新区管理委员会 | county government 230600
广西壮族自治区柳州市三江侗族自治县2023~ | 三江侗族自治县人民政府 | county government 450226
恭城瑶族自治县栗木镇人民政府2023~ | 恭城瑶族自治县栗木镇人民政府 | township government 450332
桂林市象山区政府办公室2023~ | 象山区人民政府办公室 | county office 450304
防城港市东兴市2022~ | 东兴市人民政府 | county government 450681
广西大学2021-2022学年信息公开年度报告 | 广西大学 | - university -
新疆大学2022年信息公开年度报告 | 新疆大学 | - university -
西藏民族大学2020-2021学年信息公开工作报告 | 西藏民族大学 | - university -
海南区人民政府2023~ | 海南区人民政府 | county government 150303
关于报送《巴马瑶族自治县2022~》的函 | 巴马瑶族自治县人民政府 | county government 451227
克东县人社局关于报送2022~的函 | 克东县人力资源和社会保障局 | county department 230230
云阳县人民政府办公室关于印发《云阳县2023~》的通知 | 云阳县人民政府 | county government 500235
云阳县人民政府办公室关于印发云阳县2023~的通知 | 云阳县人民政府 | county government 500235
[年报] 循化县教育局2023~ | 循化撒拉族自治县教育局 | county department 630225
【政府信息公开年报】天津市静海区审计局 2 0 2 3 ~ | 静海区审计局 | county department 120118
五指山市通什镇人民政府\n2022~ | 五指山市通什镇人民政府 | township government 469001
2 0 2 2 年度\n昌江县政府信息公开年报 | 昌江黎族自治县人民政府 | county government 469026
墨脱县教育局办公室2023~ | 墨脱县教育局 | county department 540423
重庆市教育委员会办公室2023~ | 重庆市教育委员会 | province department 500000
墨脱县安全生产委员会办公室2023~ | 墨脱县安全生产委员会办公室 | county department 540423
互助县威远镇党政办公室2023~ | 互助土族自治县威远镇人民政府 | township government 630223
北辰区政务公开办公室2023~ | 北辰区人民政府 | county government 120113
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TITLES.strip().splitlines()]


def agency(title: str, **others: object) -> Agency:
    parts = {"head": "", "intro": "", "metadata": [], "source_id": "5eed"} | others
    return find_agency(title=title.replace("\\n", "\n").replace("~", SUBJECT), **parts)


@pytest.mark.parametrize(("title", "name", "rest"), CASES, ids=[case[0] for case in CASES])
def test_the_title_names_the_agency(title: str, name: str, rest: str) -> None:
    found = agency(title)
    said = " ".join(word or "-" for word in (found.level, found.kind, found.region_code))
    assert (found.name, said, found.basis) == (name, rest, "title")
    assert not any(warning.startswith("agency_conflict") for warning in found.warnings)


def test_at_least_forty_more_agencies_are_tried() -> None:
    assert len({name for _, name, _ in CASES}) >= 40


@pytest.mark.parametrize(
    "title",
    [
        "城中区教育局2023~", "城关区2023~", "河东区2023~", "向阳区2023~", "西安区人民政府2023~",
        "宝山区2023~", "通州区2023~", "南山区西丽街道办事处2023~", "重庆路街道办事处2023~",
        "宁夏路街道办事处2023~", "加格达奇区2023~", "莫旗2023~", "巴州2023~", "市监局2023~",
        "南宁海关2022~", "新疆生产建设兵团第十二师2023~",
    ],
)  # fmt: skip
def test_what_is_shared_or_unknown_has_no_region(title: str) -> None:
    assert agency(title).region_code is None


@pytest.mark.parametrize(
    "name",
    ["宁晋县人民法院", "广西壮族自治区高级人民法院", "通渭县人民检察院",
     "中共云阳县委办公室", "通渭县人大常委会", "政协云阳县委员会"],
)  # fmt: skip
def test_a_court_or_a_party_organ_is_no_agency_whatever_the_card_says(name: str) -> None:
    found = agency(f"{name}2023~", head="发布机构：通渭县人民政府")
    assert (found.name, found.agency_id) == (None, "unknown:5eed")
    assert found.warnings == (
        f"agency_conflict: title says {name}, which is no administrative agency",
    )


def test_a_title_that_is_not_read_is_told_where_other_evidence_is_taken() -> None:
    found = agency("博州2023~", metadata=[("发布机构", "博乐市人民政府")])
    assert found.name == "博乐市人民政府"
    assert found.warnings[0].startswith("agency_conflict: title says 博州, which is not read")
    ours = agency("我镇2023~", intro="如有疑问，请与通渭县人民政府办公室联系。")
    assert ours.warnings[0].startswith("agency_conflict: title says 我镇")


def test_an_office_that_issues_a_report_without_an_owner_is_doubtful() -> None:
    title = "金塔县人民政府办公室关于印发2023~的通知"
    found = agency(title)
    assert found.name == "金塔县人民政府办公室"
    assert found.warnings == (
        "agency_conflict: title has 金塔县人民政府办公室 issue a report and does not say whose",
    )
    owned = agency(title, intro="现将《金塔县2023年政府信息公开工作年度报告》予以公布。")
    assert (owned.name, owned.warnings) == ("金塔县人民政府", ())


@pytest.mark.parametrize(
    "intro",
    [
        "联系单位：射阳县住房和城乡建设局办公室，联系电话：0515-00000000。",
        "请与射阳县住房和城乡建设局政务公开科联系。",
        "本报告由射阳县住房和城乡建设局综合科编制。",
        "本报告由县政府办公室汇编。",
        "技术支持单位：射阳县大数据管理局",
    ],
)
@pytest.mark.parametrize("where", ["head", "intro"])
def test_an_inner_office_neither_becomes_the_agency_nor_contradicts_it(
    intro: str, where: str
) -> None:
    found = agency("射阳县住房和城乡建设局2022~", **{where: intro})
    assert (found.name, found.basis, found.warnings) == ("射阳县住房和城乡建设局", "title", ())


@pytest.mark.parametrize(
    ("title", "intro", "name"),
    [
        ("大曹庄镇2023~", "请与宁晋县大曹庄镇政府办公室联系。", "宁晋县大曹庄镇人民政府"),
        ("2023~", "本报告由宁晋县大曹庄镇党政办公室编制。", "宁晋县大曹庄镇人民政府"),
        ("2023~", "联系单位：射阳县住房和城乡建设局办公室，电话", "射阳县住房和城乡建设局"),
        ("2023~", "本报告由宁晋县人民政府办公室汇编。", "宁晋县人民政府"),
        ("2023~", "本报告由县政府办公室汇编。", None),
    ],
)
def test_a_contact_sentence_names_the_agency_of_the_inner_office(
    title: str, intro: str, name: str | None
) -> None:
    assert agency(title, intro=intro).name == name


@pytest.mark.parametrize("label", ["发布机构", "来源", "信息来源"])
@pytest.mark.parametrize(
    ("title", "card", "name"),
    [
        ("淮安市2023~", "淮安市人民政府办公室", "淮安市人民政府"),
        ("宁晋县2023~", "宁晋县政府办", "宁晋县人民政府"),
        ("平潭综合实验区2023~", "平潭综合实验区管委会办公室", "平潭综合实验区管理委员会"),
        ("杭州市江干区2015~", "杭州市江干区人民政府办公室", "江干区人民政府"),
        ("通渭县教育局2023~", "通渭县教育局办公室", "通渭县教育局"),
        ("上海市人民政府办公厅2019~", "上海市人民政府办公厅", "上海市人民政府办公厅"),
    ],
)
def test_a_card_of_the_office_is_no_conflict(label: str, title: str, card: str, name: str) -> None:
    found = agency(title, metadata=[(label, card)])
    assert found.name == name
    assert not any(warning.startswith("agency_conflict") for warning in found.warnings)


def test_the_office_of_a_government_on_the_card_is_an_agency_unless_the_report_says_whose() -> None:
    card = [("发布机构", "宁晋县人民政府办公室")]
    assert agency("2023~", metadata=card).name == "宁晋县人民政府办公室"
    intro = "现公布《宁晋县2023年政府信息公开工作年度报告》。"
    found = agency("2023~", metadata=card, intro=intro)
    assert (found.name, found.warnings) == ("宁晋县人民政府", ())


def test_a_county_inferred_from_the_page_is_named_as_such() -> None:
    intro = "可在宁晋县人民政府网站下载。"
    found = agency("大曹庄镇2023~", intro=intro)
    assert (found.region_code, found.basis, found.warnings) == ("130528", "title and page", ())
    assert agency("宁晋县大曹庄镇2023~", intro=intro).basis == "title"
    assert agency_from_name("朝阳区教育局", within="长春市").basis == "name and context"


def test_a_city_without_a_name_is_left_open_between_a_prefecture_and_a_county_city() -> None:
    assert agency("市教育局2023~", intro="义乌市人民政府网站").region_code == "330782"
    both = agency("市教育局2023~", intro="义乌市人民政府网站，浙江省金华市邮编")
    assert both.region_code is None


def test_two_towns_of_one_name_are_two_agencies() -> None:
    first, second = (agency_from_name("城关镇", source_id=each) for each in ("a", "b"))
    assert first.agency_id == "open:城关镇人民政府:a"
    assert first.agency_id != second.agency_id
    named = agency("2023~", named="城关镇")
    assert named.agency_id == "open:城关镇人民政府:5eed"
    assert agency_from_name("随便", source_id="a").agency_id == "unknown:a"


def test_a_manifest_that_contradicts_the_title_is_told() -> None:
    found = agency("宁晋县水务局2023~", named="宁晋县教育局")
    assert found.warnings == ("agency_conflict: title says 宁晋县水务局, manifest 宁晋县教育局",)
    unread = agency("宁晋县水务局2023~", named="随便")
    assert unread.warnings[0].startswith("agency_conflict: manifest says 随便, which is not read")
