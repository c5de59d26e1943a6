import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.numerals import (
    COUNT,
    _tokens,
    arabic_number,
    chinese_number,
    expand,
    mask,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十三", 23),
        ("一百", 100),
        ("一百零五", 105),
        ("一百一十", 110),
        ("两百三十", 230),
        ("两千三百", 2300),
        ("一千零五十", 1050),
        ("一千零五", 1005),
        ("三万", 30_000),
        ("一万二千", 12_000),
        ("一万零五百", 10_500),
        ("十二万", 120_000),
        ("一亿二千万", 120_000_000),
        ("二○一○", 2010),
        ("二〇二三", 2023),
        ("二零二三", 2023),
    ],
)
def test_chinese_numerals_are_read(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三五",
        "二三十",
        "十百",
        "万",
        "一万二",
        "两千三",
        "百",
        "一百零",
        "若干",
        "2千",
        "零十二",
    ],
)
def test_numerals_that_could_mean_two_things_are_not_read(text):
    assert chinese_number(text) is None


def spoken(number):
    digits, places = "零一二三四五六七八九", ["千", "百", "十", ""]
    text = ""
    for place, digit in zip(places, f"{number:04d}", strict=True):
        if digit != "0":
            text += digits[int(digit)] + place
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_below_ten_thousand_is_read_as_it_is_spoken(number):
    assert chinese_number(spoken(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("1159", 1159),
        ("1,234", 1234),
        ("1，234，567", 1_234_567),
        ("２８", 28),
        ("2.8", 2.8),
    ],
)
def test_arabic_digits_are_read(text, value):
    assert arabic_number(text) == value


@pytest.mark.parametrize("text", ["", "1,20", "12 34", "007", "5①", "5²", "1,2345", "1..2", "٣"])
def test_digits_that_could_be_misread_are_not_read(text):
    assert arabic_number(text) is None


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
        ("0.5万元", 5000, "="),
        ("270.5元", 270.5, "="),
    ],
)
def test_a_count_is_read_with_its_bound(text, value, bound):
    assert numbers(text) == [(value, bound)]


@pytest.mark.parametrize(
    "text", ["数百条", "若干件", "1,20条", "12 34件", "5.5件", "近100余件", "三五件"]
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


def test_pieces_may_hold_pieces():
    assert expand("<a>", {"a": "x<b>", "b": "y"}) == "(?:x(?:y))"


@given(st.text(max_size=60))
def test_any_text_can_be_masked_and_traced_back(text):
    masked = mask(text, year=2023)
    for offset in range(len(masked.text)):
        assert 0 <= masked.original(offset) <= len(text)


def test_no_pattern_of_a_number_can_run_on_without_end():
    outside_classes = re.sub(r"\[(?:\\.|[^\]\\])*\]", "C", _tokens().pattern)
    assert re.findall(r"(?<!\\)[*+]|\{[0-9]+,\}", outside_classes) == []


@pytest.mark.parametrize("run", ["7" * 500 + "条", "1 " * 500 + "条", "一" * 500 + "条"])
def test_a_run_of_digits_too_long_for_a_number_gives_no_value(run):
    numbers = mask(f"主动公开政府信息{run}。", year=2023).numbers.values()
    assert all(math.isnan(one.value) for one in numbers)
