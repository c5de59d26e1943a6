"""Problems and improvements, told apart and numbered as printed."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.parse.narrative.items import problems_in, read_items


def told(text):
    return [(one.kind, one.number, one.level, one.text) for one in read_items(text)]


P, I, O = "problem", "improvement", "other"  # noqa: E741


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "存在问题:一是质量有待提高;二是联动不够。改进情况:一是加强学习。深入培训。二是丰富内容。",
            [
                (P, "一是", 1, "质量有待提高"),
                (P, "二是", 1, "联动不够"),
                (I, "一是", 1, "加强学习。深入培训"),
                (I, "二是", 1, "丰富内容"),
            ],
        ),
        (
            "（一）存在的主要问题\n1.更新慢。\n2.解读少。\n（二）改进措施\n1.定期更新。\n2.多作解读。",
            [
                (P, "1.", 1, "更新慢"),
                (P, "2.", 1, "解读少"),
                (I, "1.", 1, "定期更新"),
                (I, "2.", 1, "多作解读"),
            ],
        ),
        (
            "（一）公开意识不强。个别单位重视不够。（二）人员变动大，业务不熟悉。",
            [
                (P, "（一）", 1, "公开意识不强。个别单位重视不够"),
                (P, "（二）", 1, "人员变动大，业务不熟悉"),
            ],
        ),
        (
            "还存在以下不足：首先，更新不及时；其次，解读较少；最后，互动不多。",
            [
                (P, "首先", 1, "更新不及时"),
                (P, "其次", 1, "解读较少"),
                (P, "最后", 1, "互动不多"),
            ],
        ),
        (
            "今后，一方面，加强培训；另一方面，完善制度。",
            [(I, "一方面", 1, "加强培训"), (I, "另一方面", 1, "完善制度")],
        ),
        (
            "主要问题：第一，人手不足。第二，栏目陈旧。",
            [(P, "第一", 1, "人手不足"), (P, "第二", 1, "栏目陈旧")],
        ),
        (
            "改进措施：①加强培训；②完善制度。",
            [(I, "①", 1, "加强培训"), (I, "②", 1, "完善制度")],
        ),
        (
            "下一步，我局将做好：（1）更新栏目；（2）培训人员。",
            [(I, "（1）", 1, "更新栏目"), (I, "（2）", 1, "培训人员")],
        ),
        # Numbering that is broken is kept as printed.
        (
            "改进措施：一是加强培训。三是完善制度。三是落实责任。",
            [
                (I, "一是", 1, "加强培训"),
                (I, "三是", 1, "完善制度"),
                (I, "三是", 1, "落实责任"),
            ],
        ),
        # Each problem with what is to be done about it stays one item.
        (
            "存在问题：一是更新不及时。下一步将定期更新。二是解读不够。今后将多作解读。",
            [
                (P, "一是", 1, "更新不及时。下一步将定期更新"),
                (P, "二是", 1, "解读不够"),
                (I, "", 1, "今后将多作解读"),
            ],
        ),
        (
            "首先是认识不够。其次是制度不健全。针对这些问题，首先要提高认识，其次要健全制度。",
            [
                (P, "首先", 1, "认识不够"),
                (P, "其次", 1, "制度不健全"),
                (I, "首先", 1, "要提高认识"),
                (I, "其次", 1, "要健全制度"),
            ],
        ),
        (
            "今后，一要加强学习，二要及时报送。",
            [(I, "一要", 1, "加强学习"), (I, "二要", 1, "及时报送")],
        ),
        (
            "（一）主要问题。一是互动不够，二是队伍不稳。（二）改进情况。我局：一是通报，二是培训。",
            [
                (P, "一是", 1, "互动不够"),
                (P, "二是", 1, "队伍不稳"),
                (I, "一是", 1, "通报"),
                (I, "二是", 1, "培训"),
            ],
        ),
        (
            "上一年度指出的问题已完成整改。问题主要有：一是回复偏慢。改进的打算：一是首接负责。",
            [(P, "一是", 1, "回复偏慢"), (I, "一是", 1, "首接负责")],
        ),
        # Lists within lists.
        (
            "存在问题：一是人员不足：1.缺专职人员；2.缺业务骨干。二是栏目陈旧。",
            [
                (P, "一是", 1, "人员不足"),
                (P, "1.", 2, "缺专职人员"),
                (P, "2.", 2, "缺业务骨干"),
                (P, "二是", 1, "栏目陈旧"),
            ],
        ),
        # No words above the list: the items themselves must say it, all of them.
        (
            "一是公开意识不强。二是解读不够。下一步，一是加强学习。",
            [
                (P, "一是", 1, "公开意识不强"),
                (P, "二是", 1, "解读不够"),
                (I, "一是", 1, "加强学习"),
            ],
        ),
        ("一是召开会议。二是人手不够。", [(O, "一是", 1, "召开会议"), (O, "二是", 1, "人手不够")]),
        # Nothing is numbered.
        (
            "我镇工作取得一定成效，但解读形式仍需创新，人手不够。下一步，我镇将加强培训，完善制度。",
            [
                (P, "", 1, "我镇工作取得一定成效，但解读形式仍需创新，人手不够"),
                (I, "", 1, "下一步，我镇将加强培训，完善制度"),
            ],
        ),
        (
            "工作中存在的主要问题是：栏目更新慢。改进的措施是：值班读网。",
            [(P, "", 1, "栏目更新慢"), (I, "", 1, "值班读网")],
        ),
        ("解决了更新不及时的问题。互动仍然不多。", [(P, "", 1, "互动仍然不多")]),
        (
            "不足之处：网格群里归档少。\n改进办法：每月末抄录存档。",
            [(P, "", 1, "网格群里归档少"), (I, "", 1, "每月末抄录存档")],
        ),
        (
            "存在问题：一是解读不够。2025年，我区将进一步规范公开。",
            [(P, "一是", 1, "解读不够"), (I, "", 1, "2025年，我区将进一步规范公开")],
        ),
    ],
)
def test_items_are_told_apart_and_kept_as_printed(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无。",
        "无此类情况。",
        "（文字描述）",
        "全年工作平稳有序。",
        "2023年10月1日召开会议。",
        "第一时间发布信息。",
    ],
)
def test_where_nothing_is_clearly_stated_there_is_nothing(text):
    assert read_items(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "存在问题：一是统一是关键，第一时间发布不够，最后一公里不畅。",
        "存在问题：一是2.5万条信息未归类，其1.2版本不足，唯一是人手少。",
    ],
)
def test_words_and_numbers_within_a_sentence_number_nothing(text):
    (one,) = read_items(text)
    assert one.number == "一是"


def test_the_words_above_a_list_are_its_heading():
    text = "对照要求，还有不足。主要表现在：一是解读不够。针对以上问题，我局将：一是加强解读。"
    assert [one.heading for one in read_items(text)] == [
        "对照要求，还有不足。主要表现在",
        "针对以上问题，我局将",
    ]


def test_a_heading_glued_to_the_last_item_still_opens_a_list():
    text = "主要问题：一是解读不够。二是不够规范和专业改进情况：一是加强解读。二是组织培训。"
    assert [(one.kind, one.text) for one in read_items(text)] == [
        (P, "解读不够"),
        (P, "不够规范和专业"),
        (I, "加强解读"),
        (I, "组织培训"),
    ]


def test_a_page_number_within_a_sentence_is_no_item():
    text = "存在问题 1、信息公开的\n9、形式单一。 2、方式不够丰富。"
    assert [one.number for one in read_items(text)] == ["1、", "2、"]


def test_the_part_on_problems_of_an_old_report_ends_at_the_next():
    body = "六、收费情况\n无。七、存在的主要问题和改进措施\n1、人手不足。八、附表\n略"
    start, stop = problems_in(body)
    assert [one.text for one in read_items(body[start:stop])] == ["人手不足"]
    assert problems_in("一、概述 略。二、附表") == (0, 0)


# ── generated lists ─────────────────────────────────────────────────────────

HAN = "一二三四五六七八九十"
STYLES = {
    "is": [f"{han}是" for han in HAN],
    "paren": [f"（{han}）" for han in HAN],
    "point": [f"{number}." for number in range(1, 11)],
    "comma": [f"{number}、" for number in range(1, 11)],
    "number": [f"（{number}）" for number in range(1, 11)],
    "ring": list("①②③④⑤⑥⑦⑧⑨⑩"),
    "nth": [f"第{han}，" for han in HAN],
    "order": ["首先，", "其次，", "再次，", "最后，"],
    "side": ["一方面，", "另一方面，"],
}  # fmt: skip
PROBLEMS = [
    "更新不及时",
    "解读较少",
    "人手不足，变动频繁",
    "互动不够。个别单位重视不够",
    "栏目陈旧",
    "检索不便",
]
MEASURES = [
    "加强培训",
    "完善制度",
    "丰富解读形式，办好专栏",
    "整合栏目。注销账号",
    "优化检索",
    "落实责任",
]


@st.composite
def written(draw):
    """Problems and improvements in any style of numbering, and the items they hold."""
    expected, text = [], draw(st.sampled_from(["", "一年来，工作平稳推进。"]))
    for kind, leads, texts in (
        (P, ["存在问题：", "仍存在以下不足：", "主要问题：\n"], PROBLEMS),
        (
            I,
            ["下一步，我局将：", "改进措施：", "针对上述问题，", "今后，我镇将做好以下工作。\n"],
            MEASURES,
        ),
    ):
        style = draw(st.sampled_from(sorted(STYLES)))
        chosen = draw(st.lists(st.sampled_from(texts), min_size=2, max_size=6, unique=True))
        chosen = chosen[: len(STYLES[style])]
        mark = draw(st.sampled_from(["。", "；", "。\n", "；\n"]))
        text += draw(st.sampled_from(leads))
        text += mark.join(
            f"{number}{item}" for number, item in zip(STYLES[style], chosen, strict=False)
        )
        text += "。" + draw(st.sampled_from(["", "\n"]))
        expected += [
            (kind, number.rstrip("，"), 1, item)
            for number, item in zip(STYLES[style], chosen, strict=False)
        ]
    return text, expected


@settings(max_examples=400, deadline=None)
@given(written())
def test_generated_lists_come_out_as_they_were_written(lists):
    text, expected = lists
    assert told(text) == expected


WORDS = [
    "一是", "二是", "（一）", "（二）", "1.", "2.", "①", "首先，", "其次，", "一方面，",
    "另一方面，", "存在问题", "改进措施", "下一步，", "加强培训", "更新不够", "。", "；", "：",
    "\n", "，", " ", "2024年，我局将",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_every_item_is_printed_where_it_says_and_none_overlap(text):
    found = read_items(text)
    for one in found:
        assert one.text == text[one.start : one.end]
        assert one.text
        assert one.kind in {P, I, O}
        assert one.level >= 1
        assert one.number in text
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    for one in read_items(text):
        assert one.text == text[one.start : one.end]


@pytest.mark.parametrize(
    "piece", ["一是", "（一）", "1.不够。", "下一步，", "存在问题", "。\n", "改进", "首先，"]
)
def test_a_long_text_takes_time_in_proportion(piece):
    def seconds(length):
        text = (piece * length)[:length]
        start = time.perf_counter()
        read_items(text)
        return time.perf_counter() - start

    seconds(1000)
    assert min(seconds(40_000) for _ in range(2)) < 25 * max(seconds(4_000), 0.004)
