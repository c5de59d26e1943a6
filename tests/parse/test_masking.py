import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.parse.narrative.masking import _tokens, mask, may_hold_count
from govinfo.parse.narrative.wordings import COUNT, LAST_YEAR, OTHER_YEAR, PERIOD


def numbers(text, year=2023):
    return [(one.value, one.bound) for one in mask(text, year=year).numbers.values()]


@pytest.mark.parametrize(
    ("text", "value", "bound"),
    [
        ("1000余篇", 1000, "≥"),
        ("2300多条", 2300, "≥"),
        ("20余万条", 200_000, "≥"),
        ("3万余条", 30_000, "≥"),
        ("超2000件", 2000, "≥"),
        ("逾百件", 100, "≥"),
        ("超过300件", 300, "≥"),
        ("突破5000条", 5000, "≥"),
        ("近900条", 900, "≤"),
        ("近千条", 1000, "≤"),
        ("不足50件", 50, "≤"),
        ("不到50件", 50, "≤"),
        ("约1500条", 1500, "≈"),
        ("100件左右", 100, "≈"),
        ("100件上下", 100, "≈"),
        ("500条以上", 500, "≥"),
        ("2.8万条", 28_000, "="),
        ("1.2亿条", 120_000_000, "="),
        ("8232万条", 82_320_000, "="),
        ("两千三百条", 2300, "="),
        ("12 件", 12, "="),
        ("1,204,567件", 1_204_567, "="),
        ("1，204，567件", 1_204_567, "="),
        ("0.5万元", 5000, "="),
        ("270.5元", 270.5, "="),
    ],
)
def test_a_count_is_read_with_its_bound(text, value, bound):
    assert numbers(text) == [(value, bound)]


@pytest.mark.parametrize("text", ["申请 12 件", "申请\u300012件", "申请  12件"])
def test_blanks_around_a_count_go_with_it(text):
    assert mask(text, year=2023).text == f"申请{COUNT}件"


@pytest.mark.parametrize("gap", ["", " ", "  "])
def test_a_share_after_a_blank_is_no_count(gap):
    assert numbers(f"提高{gap}1个百分点，办理{gap}12345件次") == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("2023年1月1日至12月31日", PERIOD),
        ("1月1日至12月31日", PERIOD),
        ("2023年1-12月", PERIOD),
        ("1月至12月", PERIOD),
        ("2022年1月1日至2022年12月31日", LAST_YEAR),
        ("2021年1—12月", OTHER_YEAR),
    ],
)
def test_a_whole_year_is_told_from_that_of_another(text, mark):
    assert mask(f"{text}，答复", year=2023).text == f"{mark}，答复"


@pytest.mark.parametrize("text", ["1-11月", "2023年1—9月", "11-12月", "1月至11月"])
def test_some_months_are_no_whole_year(text):
    assert PERIOD not in mask(text, year=2023).text


@pytest.mark.parametrize(
    "text",
    [
        "数百条",
        "若干件",
        "1,20条",
        "12 34件",
        "5.5件",
        "近100余件",
        "三五件",
        "123456789件",
        "138000011112117元",
    ],
)
def test_a_doubtful_count_is_unreadable(text):
    (number,) = mask(text, year=2023).numbers.values()
    assert number.status == "unreadable"
    assert math.isnan(number.value)


@pytest.mark.parametrize(
    "text",
    [
        "2023年",
        "二○二三年",
        "2023年1月1日至12月31日",
        "3月15日",
        "2023-01-19",
        "17:14",
        "〔2021〕30号",
        "第711号",
        "第二十条",
        "第20条",
        "0999-1234567",
        "13800138000",
        "邮编：100000",
        "12345",
        "100%",
        "34.5％",
        "12.3个百分点",
        "3倍",
        "增加32件",
        "减少5件",
        "同比增长12件",
        "3-5件",
        "10至20条",
        "不少于2次",
        "20个工作日",
        "22个领域",
        "24小时",
        "1万2千条",
        "每一次",
        "5①件",
    ],
)
def test_what_is_no_count_is_masked_as_none(text):
    assert numbers(text) == []


def test_a_masked_offset_leads_back_to_the_printed_number():
    text = "2023年 收到申请 26 件，答复 1000 余件。"
    masked = mask(text, year=2023)
    for offset, number in masked.numbers.items():
        assert masked.text[offset] == COUNT
        assert text[number.start : number.end] in {"26 件", "1000 余件"}
    assert text[masked.original(masked.text.index("答复")) :].startswith("答复")


@given(st.text(max_size=60))
def test_any_text_can_be_masked_and_traced_back(text):
    masked = mask(text, year=2023)
    for offset in range(len(masked.text)):
        assert 0 <= masked.original(offset) <= len(text)


def test_no_pattern_of_a_number_can_run_on_without_end():
    outside_classes = re.sub(r"\[(?:\\.|[^\]\\])*\]", "C", _tokens().pattern)
    outside_classes = re.sub(r"(\{[0-9]+,[0-9]+\})\+", r"\1", outside_classes)
    assert re.findall(r"(?<!\\)[*+]|\{[0-9]+,\}", outside_classes) == []


@pytest.mark.parametrize("run", ["7" * 500 + "条", "1 " * 500 + "条", "一" * 500 + "条"])
def test_a_run_of_digits_too_long_for_a_number_gives_no_value(run):
    numbers = mask(f"主动公开政府信息{run}。", year=2023).numbers.values()
    assert all(math.isnan(one.value) for one in numbers)


@settings(max_examples=300)
@given(
    st.text(alphabet="收到申请0123４,.余万百十一几数若干好近超约 \n件条元人次个工作日", max_size=30)
)
def test_a_text_that_may_hold_no_count_has_none(text):
    assert may_hold_count(text) or not mask(text, year=2023).numbers


def test_words_before_an_email_address_are_not_part_of_it():
    (number,) = mask("收到申请12件电子邮箱abc.12@example.cn", year=2023).numbers.values()
    assert number.value == 12
