import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.numerals import arabic_number, chinese_number


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
