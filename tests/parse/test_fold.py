"""Folding finds the words again and never loses the place of a character."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from govinfo.parse.fold import Folded, _fold_in_steps, fold, is_folded, to_simplified

# No traditional characters and no radicals: what folding keeps is kept unchanged.
PLAIN = st.text(
    alphabet="政府信息公开一二三总计年度报告0123456789abcń(（）) \t\n\u3000\xa0，。、：|",
    max_size=60,
)


def test_radicals_of_pdf_fonts_become_the_characters_they_stand_for():
    assert fold("⼀、总体情况 ⾏政复议 ⽅式 ⻅附表 ⼈⺠政府").text == (
        "一、总体情况行政复议方式见附表人民政府"
    )


def test_a_radical_is_not_taken_for_a_traditional_character():
    folded = fold("⼀⾏⽅⻅⺠")
    assert (folded.text, folded.traditional) == ("一行方见民", False)


@pytest.mark.parametrize("text", ["5①", "12²", "１２３", "Ａ", "㎡", "½"])
def test_nothing_but_radicals_is_normalised(text):
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("政府信息公開(kāi)、關(guān)於復議(yì)情況(kuàng)", "政府信息公开、关于复议情况"),
        ("机关(guan)工作(zuo)报告(gao)", "机关工作报告"),
        ("机关（guan）工作（zuo）报告（gao）", "机关工作报告"),
        ("共和(he)(he)國(guo)政府(fu)，条例(li)", "共和国政府，条例"),
        ("一(yī)、总体情况(kuàng)\n二(èr)、主动公开", "一、总体情况\n二、主动公开"),
        ("女(nǚ)旅(lǚ)绿(lǜ)", "女旅绿"),
    ],
)
def test_pinyin_after_characters_is_dropped(text, folded):
    found = fold(text)
    assert (found.text, found.pinyin) == (folded, True)


@pytest.mark.parametrize("text", ["微信(app)", "平台(app)和公文(doc)", "一(yī)、总体情况"])
def test_one_or_two_bracketed_syllables_are_text(text):
    found = fold(text)
    assert (found.text, found.pinyin) == (text, False)


def test_brackets_with_numbers_or_words_are_no_pinyin():
    text = "网站(12条)微信(3)公报(第5期)附表(ABC)"
    assert fold(text).text == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("政 府信息", "政府信息"),
        ("政府\u3000\u3000信息\xa0公开", "政府信息公开"),
        ("公开， 情况", "公开，情况"),
        ("公开\u200b情况", "公开情况"),
        ("总计 12 件", "总计 12 件"),
        ("12 34", "12 34"),
        ("总计\n情况", "总计\n情况"),
    ],
)
def test_gaps_go_only_between_han_characters_of_one_line(text, folded):
    assert fold(text).text == folded


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("復議", "复议"),
        ("總體情況", "总体情况"),
        ("行政訴訟結果", "行政诉讼结果"),
        ("總計", "总计"),
    ],
)
def test_traditional_characters_are_simplified_and_told(traditional, simplified):
    folded = fold(traditional)
    assert (folded.text, folded.traditional) == (simplified, True)


def test_simplified_text_is_not_called_traditional():
    folded = fold("本年新收政府信息公开申请数量 12件")
    assert (folded.text, folded.traditional, folded.pinyin) == (
        "本年新收政府信息公开申请数量 12件",
        False,
        False,
    )


def test_a_span_leads_back_to_the_printed_words():
    text = "本年度(dù)收到(dào) 申請(qǐng) 共12件"
    folded = fold(text)
    start = folded.text.index("12件")
    first, last = folded.span(start, start + 3)
    assert text[first:last] == "12件"
    assert folded.span(start, start) == (first, first)


@given(PLAIN)
def test_every_folded_character_stood_where_origin_says(text):
    folded = fold(text)
    assert [text[at] for at in folded.origin[:-1]] == list(folded.text)


@given(st.text(max_size=60))
def test_origin_rises_and_ends_with_the_text(text):
    folded = fold(text)
    origin = list(folded.origin)
    assert len(origin) == len(folded.text) + 1
    assert origin[-1] == len(text)
    assert all(one < other for one, other in pairwise(origin))


@given(st.text(max_size=60))
def test_simplifying_keeps_the_length(text):
    assert len(to_simplified(text)) == len(text)


@given(PLAIN)
def test_digits_and_line_breaks_outlive_folding(text):
    kept = re.compile(r"[\d\n|]")
    assert kept.findall(fold(text).text) == kept.findall(text)


@given(st.text(alphabet="政府公開报告复議12 \t\n\u3000，。(）", max_size=60))
def test_folding_twice_changes_nothing(text):
    once = fold(text).text
    assert fold(once).text == once


@given(
    st.lists(
        st.sampled_from(["政(zhèng)", "府(fu)", "公", "12", "，", "\n", "報(bào)"]), max_size=20
    )
)
def test_folding_text_with_pinyin_twice_changes_nothing(parts):
    once = fold("".join(parts)).text
    assert fold(once).text == once


SIGNS = "政府覆沈坏答沈⾏⼀遱𠀀豈報議，（(）) \u3000\u200b\n12ab"
WORDS = ["(fu)", "（zhèng）", "(kuàng fu)", "全覆盖", "答覆", "沈默"]
ANYTHING = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=24).map("".join)


@given(ANYTHING)
def test_what_counts_as_folded_stays_as_it_is(text):
    if is_folded(text):
        assert fold(text) == Folded(text, range(len(text) + 1))


@given(ANYTHING)
def test_a_text_is_folded_alike_in_one_look_and_in_steps(text):
    quick, thorough = fold(text), _fold_in_steps(text)
    assert list(quick.origin) == list(thorough.origin)
    assert (quick.text, quick.pinyin, quick.traditional) == (
        thorough.text,
        thorough.pinyin,
        thorough.traditional,
    )


@given(ANYTHING)
def test_lines_are_simplified_as_the_whole_text_is(text):
    assert to_simplified(text) == OpenCC("t2s").convert(text)


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("答覆", "答复"),
        ("全覆盖", "全覆盖"),
        ("沈默", "沉默"),
        ("沈阳市", "沈阳市"),
        ("破坏", "破坏"),
    ],
)
def test_simplified_characters_may_stand_for_others_in_a_phrase(text, simplified):
    assert to_simplified(text) == simplified


def test_no_pair_of_common_characters_is_simplified_but_those_known():
    converter = OpenCC("t2s")
    common = [
        bytes((row, cell)).decode("gb2312")
        for row in range(0xB0, 0xD7)
        for cell in range(0xA1, 0xFA)
    ]
    common += ["瞭", "藉", "沈", "覆", "坏", "哩", "甦", "衹"]
    for first in common:
        pairs = "\n".join(first + second for second in common)
        assert to_simplified(pairs) == converter.convert(pairs)
