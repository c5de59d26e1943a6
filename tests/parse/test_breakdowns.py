"""Lists of parts in the prose: whole and exact, or not at all."""

import time
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from govinfo.parse.narrative.breakdowns import read_breakdowns


def lists(text, year=2023):
    """Parent, its value, and the parts of every list."""
    found = {}
    for one in read_breakdowns(text, year=year):
        parent = (one.parent, one.parent_value if one.parent_value >= 0 else None)
        found.setdefault(one.number, (*parent, {}))[2][one.category] = one.value
    return list(found.values())


def only(text, year=2023):
    (found,) = lists(text, year)
    return found


@pytest.mark.parametrize(
    ("text", "parent", "total", "parts"),
    [
        (
            "共收到申请30件，其中网络申请28件、信函申请2件。",
            "共收到申请",
            30,
            {"网络申请": 28, "信函申请": 2},
        ),
        (
            "主动公开政府信息1159条，其中，政策法规类信息316条，人事信息29条，新闻24条。",
            "主动公开政府信息",
            1159,
            {"政策法规类": 316, "人事信息": 29, "新闻": 24},
        ),
        (
            "公开信息40条，包括政策法规类23条、占57.5%、规划计划类12条，占30%、其他5条。",
            "公开信息",
            40,
            {"政策法规类": 23, "规划计划类": 12, "其他": 5},
        ),
        (
            "公开信息20条：1.机构信息 12 条；2.规划信息 8 条。",
            "公开信息",
            20,
            {"机构信息": 12, "规划信息": 8},
        ),
        (
            "公开信息20条，具体如下：\n1.机构信息12条\n2.规划信息8条\n",
            "公开信息",
            20,
            {"机构信息": 12, "规划信息": 8},
        ),
        (
            "公开信息20条，具体为：（1）机构信息12条；（2）规划信息8条。",
            "公开信息",
            20,
            {"机构信息": 12, "规划信息": 8},
        ),
        (
            "公开信息20条，其中12条为规划计划类，8条为通知类。",
            "公开信息",
            20,
            {"规划计划类": 12, "通知类": 8},
        ),
        (
            "收到申请5件，其中3件已办结，2件结转下年度。",
            "收到申请",
            5,
            {"已办结": 3, "结转下年度": 2},
        ),
        (
            "公开信息10条，其中政策3条、动态3条、公告、人事各2条。",
            "公开信息",
            10,
            {"政策": 3, "动态": 3, "公告": 2, "人事": 2},
        ),
        (
            "全年公开信息55条，其中网站、公众号和微博分别公开12条、30条和5条。",
            "全年公开信息",
            55,
            {"网站": 12, "公众号": 30, "微博": 5},
        ),
        (
            "主动公开政府信息42条，网站公开12条，公众号30条，分别占28.6%、71.4%。",
            "主动公开政府信息",
            42,
            {"网站公开": 12, "公众号": 30},
        ),
        (
            "公开信息40条，政策法规类23条、占57.5%、规划计划类12条，占30%。",
            "公开信息",
            40,
            {"政策法规类": 23, "规划计划类": 12},
        ),
        (
            "主动公开信息594条，其中机构职能类信息300条，政策、规范性文件类信息281条，其他13条。",
            "主动公开信息",
            594,
            {"机构职能类": 300, "政策、规范性文件类": 281, "其他": 13},
        ),
        (
            "公开信息100条。其中，政策类60条，占60%。动态类40条，占40%。",
            "公开信息",
            100,
            {"政策类": 60, "动态类": 40},
        ),
        (
            "收到申请3件（信函2件，当面1件）。",
            "收到申请",
            3,
            {"信函": 2, "当面": 1},
        ),
        (
            "公开信息100条，其中政策类60条，同比增长20%，动态类40条，比上年减少5条。",
            "公开信息",
            100,
            {"政策类": 60, "动态类": 40},
        ),
        (
            "答复15件，其中予以公开8件，部分公开2件，不予公开3件，无法提供2件。",
            "答复",
            15,
            {"予以公开": 8, "部分公开": 2, "不予公开": 3, "无法提供": 2},
        ),
        (
            "收到申请5件，其中自然人5件，法人0件。",
            "收到申请",
            5,
            {"自然人": 5, "法人": 0},
        ),
        (
            "答复3050件（含上年度结转申请34件，另有103件顺延到下年度答复）。",
            "答复",
            3050,
            {"上年度结转申请": 34},
        ),
        (
            "共收到政府信息公开申请30件，其中上年结转5件，本年新收25件，全部办结。",
            "共收到政府信息公开申请",
            30,
            {"上年结转": 5, "本年新收": 25},
        ),
        (
            "收到依申请公开8件，涉及土地征收5件、房屋拆迁3件。",
            "收到依申请公开",
            8,
            {"土地征收": 5, "房屋拆迁": 3},
        ),
        (
            "收到申请30件，其中网络申请20件，信函5件，受理行政复议2件。",
            "收到申请",
            30,
            {"网络申请": 20, "信函": 5},
        ),
        (
            "公开信息100条，其中原创30条，开展培训3次。",
            "公开信息",
            100,
            {"原创": 30},
        ),
        (
            "2023年公开信息100条（上年80条），其中政策类60条，动态类40条。",
            "2023年公开信息",
            100,
            {"政策类": 60, "动态类": 40},
        ),
        (
            "热线工单共157件，其中满意77件，不在受理范围认定80件。",
            "热线工单",
            157,
            {"满意": 77, "不在受理范围认定": 80},
        ),
        (
            "收到申请9件，其中涉及第三方3件，12345热线转来6件。",
            "收到申请",
            9,
            {"涉及第三方": 3, "12345热线转来": 6},
        ),
        (
            "全年更新信息800余条，其中原创300余条，转载500余条。",
            "全年更新信息",
            800,
            {"原创": 300, "转载": 500},
        ),
        (
            "收取费用270元，其中按件收取200元，按量收取70元。",
            "收取费用",
            270,
            {"按件收取": 200, "按量收取": 70},
        ),
    ],
)
def test_a_list_of_parts_is_read_whole(text, parent, total, parts):
    assert only(text) == (parent, total, parts)


def test_a_list_may_be_under_words_alone():
    text = "我区主动公开政府信息的主要类别有：机构职能类信息594条，政策、规范性文件类信息281条。"
    parent, total, parts = only(text)
    assert (parent, total) == ("我区主动公开政府信息", None)
    assert parts == {"机构职能类": 594, "政策、规范性文件类": 281}


@pytest.mark.parametrize(
    "text",
    [
        "公开信息100条，其中：政策类60条（其中文件20条，解读40条）；动态类40条。",
        "公开信息100条，其中：政策类60条，其中文件20条，解读40条；动态类40条。",
        "公开信息100条，其中政策类60条，其中文件20条，解读40条，动态类40条。",
    ],
)
def test_the_parts_of_a_part_are_a_list_of_their_own(text):
    assert lists(text) == [
        ("公开信息", 100, {"政策类": 60, "动态类": 40}),
        ("政策类", 60, {"文件": 20, "解读": 40}),
    ]
    assert [one.depth for one in read_breakdowns(text)] == [1, 1, 2, 2]


def test_several_lists_in_a_sentence_have_each_its_total():
    text = (
        "复议351件，其中维持72件，纠正64件，其他178件，未结37件；诉讼46件，其中维持25件，纠正5件。"
    )
    assert lists(text) == [
        ("复议", 351, {"维持": 72, "纠正": 64, "其他": 178, "未结": 37}),
        ("诉讼", 46, {"维持": 25, "纠正": 5}),
    ]
    text = "公众号发布120条（其中原创50条、转载70条），微博发布80条（其中原创20条，转载60条）。"
    assert [one[:2] for one in lists(text)] == [("公众号发布", 120), ("微博发布", 80)]


def test_one_total_may_be_broken_down_twice():
    text = "收到申请20件，按申请方式分：网络15件、信函5件；按申请人分：自然人18件，法人2件。"
    assert lists(text) == [
        ("收到申请", 20, {"网络": 15, "信函": 5}),
        ("收到申请", 20, {"自然人": 18, "法人": 2}),
    ]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("公开信息9条，其中政策类5条，动态类4条。", "subset"),
        ("公开信息9条，主要包括政策类5条，动态类4条。", "subset"),
        ("公开信息9条，包括政策类3条，动态类2条等。", "subset"),
        ("公开信息9条（政策类5条，动态类3条）。", "subset"),
        ("公开信息9条（政策类5条，动态类4条）。", "exhaustive"),
        ("公开信息9条，包括政策类5条，动态类4条。", "exhaustive"),
        ("公开信息9条，分别为政策类5条，动态类4条。", "exhaustive"),
        ("公开信息9条：政策类5条，动态类4条。", "exhaustive"),
    ],
)
def test_the_words_before_a_list_say_whether_it_holds_all(text, cue):
    assert {one.cue for one in read_breakdowns(text)} == {cue}


def test_bounds_and_units_are_those_of_each_number():
    found = read_breakdowns("公开信息100余条，其中：政策类近60条；动态类40多条；解读3篇。")
    assert [(one.value, one.bound, one.unit) for one in found] == [
        (60, "≤", "条"),
        (40, "≥", "条"),
        (3, "=", "篇"),
    ]
    assert {(one.parent_value, one.parent_bound) for one in found} == {(100, "≥")}


@pytest.mark.parametrize(
    "text",
    [
        # No total, or not the year's.
        "其中政策类60条，动态类40条。",
        "公开信息数百条，其中政策类60条，动态类40条。",
        "工作有序推进。其中，政策类60条，动态类40条。",
        "2022年公开信息100条，其中政策类60条，动态类40条。",
        "去年公开信息100条，其中政策类60条，动态类40条。",
        # A number that is vague, or lost its unit.
        "公开信息100条，其中政策类数十条，动态类40条。",
        "公开信息330条，其中主动公开90条，依申请公开161条，不予公开信息数79。",
        # A clause between the parts.
        "公开信息100条，其中政策类60条，较好满足需求，动态类30条。",
        "公开信息100条，其中政策类20条，培训班2个，动态类40条。",
        # More than the total.
        "公开信息100条，其中政策类160条，动态类40条。",
        "公开信息100条，其中政策类60条，动态类60条。",
        # Which list does the last part belong to?
        "公开信息100条，其中政策类50条，其中文件20条，解读20条，动态类40条。",
        "复议351件，其中维持72件，纠正64件，诉讼46件，其中维持25件，纠正5件。",
        "公开信息300条，其中政策类20条，动态类30条；微博发布60条。",
        "公开信息300条，其中政策类20条；解读类60条。",
        "公开信息300条，其中政策类20条，动态类30条，公众号推送40条。",
        "公开信息300条，其中政策类20条，动态类30条，图解4篇。",
        # The total said again.
        "在公开的90条信息中，电子化的共90条，机构类1条；规范性文件10条；财政类79条。",
        # Each of how many?
        "公开信息10条，其中各乡镇各2条。",
        "公开信息10条，其中两个平台各2条。",
        "公开信息24条，其中网站、公众号均公开12条。",
        "公开信息24条，其中每季度公开3条。",
        "全年公开信息55条，其中网站、公众号分别公开12条、30条、5条。",
        "全年公开信息55条，其中网站、公众号、微博分别公开12条、30条。",
        # Nothing opens a list, and no share proves one.
        "全年公开信息42条，网站12条，公众号30条。",
        "全年收到申请3件，行政复议2件，行政诉讼1件。",
        "公开规章13件，规范性文件60件，人事任免文件141件。",
        "公开信息40条，政策类23条，占50%，规划类12条，占30%。",
        # No counts.
        "公开率100%，其中网站占60%，公众号占40%。",
        "公开信息100条，其中2022年60条，2023年40条。",
        "培训5次，其中参训人员120人，覆盖22个领域。",
        "全年公开信息同比增加32条，其中政策类增加20条，动态类增加12条。",
        "收到申请3件（较上年增加1件，上年2件）。",
        "根据国办发〔2014〕32号，其中第3条规定如下。",
        "公开信息100条（不含转载12条）。",
        "",
    ],
)
def test_a_list_in_doubt_is_left_out_whole(text):
    assert lists(text) == []


STATEMENTS = [
    "全年受理网络问政182件", "收到政府信息公开申请3件", "发布政策解读54篇", "发布政策解读54条",
    "微信公众号推送信息1000余篇", "微信公众号推送信息30条", "开展培训5次", "办结率100%",
    "转载上级信息50条", "网站访问量5万人次", "更新栏目12个", "回应群众关切20件",
    "较上年增加12条", "下一年结转3件", "制发文件20件", "均已公开", "公众号发布30条",
    "召开新闻发布会3场", "另公开其他20条", "同时在公众号发布30条", "“某某发布”公众号推送30条",
    "并通过网站公开30条", "及时回应网民留言15条", "答复网民留言15条", "处理信访件16件",
    "编制公开目录30条", "公开指南更新2次", "不予公开信息数79",
]  # fmt: skip


@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("mark", ["，", "；", "、"])
@pytest.mark.parametrize("opening", ["，其中", "，其中：", "，包括", "："])
def test_what_is_said_behind_a_list_is_no_part_of_it(statement, mark, opening):
    for parts in (
        {"财政信息": 44},
        {"财政信息": 44, "社会救助": 38},
        {"财政信息": 44, "社会救助": 38, "机构职能": 61, "通知公告": 90, "生态环境": 27},
    ):
        for rest in (0, 400):
            told = "，".join(f"{name}{value}条" for name, value in parts.items())
            total = sum(parts.values()) + rest
            found = lists(f"公开政府信息{total}条{opening}{told}{mark}{statement}。")
            assert found in ([("公开政府信息", total, parts)], [])


# ── generated lists ─────────────────────────────────────────────────────────

NAMES = [
    "机构职能", "政策法规类", "规划计划类", "通知公告", "财政预决算", "乡村振兴", "社会救助",
    "生态环境", "公共卫生", "政策、规范性文件类", "国土资源、城乡建设类", "领导信息", "其他信息",
    "（征地）补偿", "村务公开", "安全生产类", "重大项目", "行政许可", "为民办实事类", "有关通知",
]  # fmt: skip
TOTALS = ["主动公开政府信息", "全年共公开信息", "在县政府网站公开政府信息", "2023年公开信息"]
# 12345 is a hotline wherever it stands.
counted = st.integers(0, 99_999).filter(lambda value: value != 12345)
parts = st.lists(
    st.tuples(st.sampled_from(NAMES), counted),
    min_size=2,
    max_size=17,
    unique_by=lambda part: part[0],
)


@st.composite
def written_lists(draw):
    """A list of parts as reports write it, and what it holds."""
    found = draw(parts)
    rest = draw(st.integers(0, 500))
    total = sum(value for _, value in found) + rest
    assume(total != 12345)
    unit = draw(st.sampled_from(["条", "篇", "件"]))
    opening = draw(
        st.sampled_from(["，其中", "，其中：", "，其中，", "，主要包括", "（其中", "：", "，包括"])
    )
    uniform = opening in {"：", "，其中："}
    mark = draw(st.sampled_from(["，", "、", "；"] if uniform else ["，", "、"]))
    style = draw(st.sampled_from(["plain", "numbered", "shares", "reversed"]))
    names = {"、"} & set("".join(name for name, _ in found))
    if style == "reversed" and (
        names or any("（" in name for name, _ in found) or opening not in {"，其中", "（其中"}
    ):
        style = "plain"
    if style == "plain" or not total:
        told = [f"{name}{value}{unit}" for name, value in found]
    elif style == "numbered":
        told = [f"{i}.{name}{value}{unit}" for i, (name, value) in enumerate(found, 1)]
    elif style == "shares":
        told = [f"{name}{value}{unit}，占{100 * value / total:.1f}%" for name, value in found]
    else:
        told = [f"{value}{unit}为{name}" for name, value in found]
    closing = "）" if opening == "（其中" else ""
    words = draw(st.sampled_from(TOTALS))
    text = f"工作有序。{words}{total}{unit}{opening}{mark.join(told)}{closing}。下一段没有数字。"
    return text, words, total, unit, dict(found)


@settings(max_examples=300, deadline=None)
@given(written_lists())
def test_a_generated_list_comes_out_as_it_was_written(written):
    text, words, total, unit, parts = written
    found = read_breakdowns(text, year=2023)
    assert {one.category: one.value for one in found} == parts
    assert {(one.parent, one.parent_value, one.unit) for one in found} == {(words, total, unit)}
    assert [one.number for one in found] == [1] * len(parts)


@st.composite
def nested_lists(draw):
    """A list with lists of parts of its parts in brackets."""
    names = draw(st.lists(st.sampled_from(NAMES[:8]), min_size=2, max_size=8, unique=True))
    told, outer, expected = [], {}, []
    for name in names:
        inner = dict(
            zip(
                ["文件", "解读", "图解"],
                draw(st.lists(counted, min_size=2, max_size=3)),
                strict=False,
            )
        )
        outer[name] = sum(inner.values()) + draw(st.integers(0, 9))
        assume(outer[name] != 12345)
        opening = draw(st.sampled_from(["", "其中", "含"]))
        listed = "，".join(f"{part}{value}条" for part, value in inner.items())
        told.append(f"{name}{outer[name]}条" + (f"（{opening}{listed}）" if opening else ""))
        if opening:
            expected.append((name, outer[name], inner))
    total = sum(outer.values())
    assume(total != 12345)
    text = f"全年公开信息{total}条，其中：{draw(st.sampled_from('，；')).join(told)}。"
    return text, [("全年公开信息", total, outer), *expected]


@settings(max_examples=200, deadline=None)
@given(nested_lists())
def test_generated_lists_within_lists_come_out_as_they_were_written(written):
    text, expected = written
    assert lists(text) == expected


WORDS = [
    "公开信息", "收到申请", "其中", "：", "，", "、", "；", "。", "（", "）", "12条", "8件",
    "100条", "近30条", "数百条", "政策类", "网站", "各", "分别", "包括", "占50%", "2022年",
    "2023年", "增加3条", "1.", "（二）", "一是", "\n", " ", "等", "按方式分", "共", "为", "0条",
    "3万条",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_every_row_is_printed_where_it_says(text):
    found = read_breakdowns(text, year=2023)
    spans = set()
    for one in found:
        assert one.raw == text[one.start : one.end]
        assert one.value >= 0
        assert one.category
        assert one.category == one.category.strip("，。；、：")
        assert not any(mark in one.category for mark in "，。；：")
        digits = "".join(char for char in one.raw if char.isdecimal())
        assert str(int(one.value)).rstrip("0") == digits.rstrip("0") or not one.value
        spans.add((one.start, one.end))
    assert all(before[1] <= after[0] for before, after in pairwise(sorted(spans)))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for one in read_breakdowns(text):
        assert one.raw == text[one.start : one.end]


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "12条（",
        "其中12条，",
        "A类1条，",
        "；其中",
        "，",
        "分别12条、",
        "公开9条，其中政策5条，动态4条。",
        "1.A类0条；",
        "公开1条，其中A类0条，",
    ],
)
def test_a_long_text_takes_time_in_proportion(piece):
    def seconds(length):
        text = (piece * length)[:length] + "公开9条，其中政策5条"
        start = time.perf_counter()
        read_breakdowns(text)
        return time.perf_counter() - start

    seconds(2000)
    assert min(seconds(80_000) for _ in range(2)) < 25 * max(seconds(8_000), 0.004)


def test_the_number_of_a_list_counts_on_through_the_text():
    text = "公开9条，其中政策5条，动态4条。收到申请3件，其中网络2件。"
    assert [one.number for one in read_breakdowns(text)] == [1, 1, 2]
