import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.narrative.prose import read_narrative
from govinfo.parse.narrative.shown import sentence_of

WHOLE = [
    ("收到申请12件。", "12件", "收到申请12件。"),
    ("一是规范。收到申请12件，办结11件。二是公开。", "12件", "收到申请12件，办结11件。"),
    ("新收7件；答复12件；结转1件。", "12件", "答复12件；"),
    ("开展活动!答复12件?很好", "12件", "答复12件?"),
    ("工作情况\n收到申请12件\n其他情况", "12件", "收到申请12件"),
    ("  收到申请12件。  ", "12件", "收到申请12件。"),
    ("收到申请12件", "12件", "收到申请12件"),
    # within brackets and quotation marks nothing ends
    (
        "如下。收到12件（当面2件；网上10件），办结11件。完。",
        "10件",
        "收到12件（当面2件；网上10件），办结11件。",
    ),
    (
        "甲。发布“怎么申请？一图读懂！”等解读12篇。乙。",
        "12篇",
        "发布“怎么申请？一图读懂！”等解读12篇。",
    ),
    ("甲。印发《公开了吗？——条例问答》12份。乙。", "12份", "印发《公开了吗？——条例问答》12份。"),
    (
        "甲。共12件（其中（含2件；不计3件）个人9件；其他3件）。乙。",
        "12件",
        "共12件（其中（含2件；不计3件）个人9件；其他3件）。",
    ),
    ("他说：“申请已答复。”共收到申请12件。", "12件", "共收到申请12件。"),
    ("已说明（见附表。收到申请12件。乙。", "12件", "收到申请12件。"),
    # nor within a number
    ("甲。收费2.8万元。乙。", "2.8万元", "收费2.8万元。"),
    ("甲。收到申请1\n2件。乙。", "1\n2件", "收到申请1\n2件。"),
    ("甲。共1;234件。乙。", "234件", "共1;234件。"),
    # a wrapped line goes on, a heading does not
    (
        "我局坚持以公开为常态、不公开为例外，依法依规做好各项公开工作，全年收到\n申请12件。乙。",
        "12件",
        "我局坚持以公开为常态、不公开为例外，依法依规做好各项公开工作，全年收到\n申请12件。",
    ),
    (
        "我局坚持以公开为常态、不公开为例外，依法依规做好各项公开工作\n（二）收到申请12件。",
        "12件",
        "（二）收到申请12件。",
    ),
    (
        "我局坚持以公开为常态、不公开为例外，依法依规做好各项公开工作\n\n收到申请12件。",
        "12件",
        "收到申请12件。",
    ),
]


@pytest.mark.parametrize(("text", "raw", "sentence"), WHOLE)
def test_the_sentence_around_a_number_is_shown_whole(text, raw, sentence):
    start = text.index(raw)
    first, last = sentence_of(text, start, start + len(raw))
    assert text[first:last] == sentence


@given(st.text("收到申请12，。；！（）“”《》\n 3.5?;", max_size=60), st.data())
def test_a_sentence_holds_what_was_asked_for_and_no_number_is_cut(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_of(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
    if 0 < first < start:
        assert not (text[first - 1].isdecimal() and text[first].isdecimal())


def test_the_sentence_of_a_finding_holds_its_number():
    text = "工作有序。\n全年主动公开政府信息35条；未收到政府信息公开申请。\n完。"
    shown = []
    for one in read_narrative({"overview": text}, year=2023):
        first, last = sentence_of(text, one.start, one.end)
        shown.append(text[first:last])
    assert shown == ["全年主动公开政府信息35条；", "未收到政府信息公开申请。"]
