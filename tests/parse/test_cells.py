"""A cell is a number, or there is a reason why it is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.cells import Number, in_unit, read_number
from govinfo.parse.units import stated_unit

KINDS = ("flow", "stock", "change", "money")
LIKE_CELLS = st.text(
    alphabet="0123456789０１９.,，．+-－—–/\\ 　\xa0()（）件万元百增减无零①²*?其中年", max_size=14
)


def value_of(text, kind="flow"):
    number = read_number(text, kind)
    assert number.status == "reported", number
    return number.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("０", 0),
        ("零", 0),
        (" 12 ", 12),
        ("\u3000７８\xa0", 78),
        ("12\u200b", 12),
        ("1,234", 1234),
        ("1，234", 1234),
        ("１２，３４５", 12345),
        ("1,234,567", 1234567),
        ("96171.6", 96171.6),
        ("0.5", 0.5),
        ("404件", 404),
        ("404 件", 404),
        ("22（其中修订16件）", 22),
        ("55（含自然失效29件）", 55),
        ("55(含自然失效29件)", 55),
        ("22件（其中修订16件）", 22),
    ],
)
def test_a_printed_number_is_read(text, value):
    assert value_of(text) == value


@pytest.mark.parametrize("text", ["", " ", "\xa0", "\u3000", "\n", "\u200b", " \t\xa0"])
def test_an_empty_cell_is_blank(text):
    assert read_number(text).status == "blank"


@pytest.mark.parametrize(
    "text", ["-", "--", "----", "—", "——", "–", "－", "/", "／", "//", "\\", "无", " - "]
)
def test_a_dash_or_wu_is_not_applicable(text):
    assert read_number(text).status == "not_applicable"


@pytest.mark.parametrize(
    "text",
    [
        "5①", "5²", "⑤", "12 34", "12\n34", "12\xa034", "12*", "*", "?", "？", "1,20", "1,2345",
        "12,34", "0,123", "007", "00", "1.2.3", "1..2", ".5", "5.", "+-3", "1-2", "1/2", "12/34",
        "2648-18538", "约12", "12余", "若干", "数百", "12(3)", "12（3，4）", "12%", "1e3", "١٢",
        "Ⅻ", "NaN", "inf", "第12", "其中5", "5其中3",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_that_could_be_misread_is_left_unread(text, kind):
    assert read_number(text, kind).status == "unreadable"


@pytest.mark.parametrize("text", ["404篇", "404元", "404万元", "404人"])
def test_a_unit_that_does_not_fit_a_count_is_not_read_over(text):
    assert read_number(text).status == "unreadable"


def test_items_of_money_are_unreadable():
    assert read_number("404件", "money").status == "unreadable"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+1036", 1036),
        ("-18", -18),
        ("－18", -18),
        ("−18", -18),
        ("增5", 5),
        ("减3", -3),
        ("增0", 0),
    ],
)
def test_a_change_has_a_sign(text, value):
    assert value_of(text, "change") == value


@pytest.mark.parametrize("text", ["增5", "减3"])
def test_a_rise_in_words_is_no_count(text):
    assert read_number(text, "flow").status == "unreadable"


def test_a_signed_count_stays_as_printed_and_a_negative_zero_is_zero():
    assert value_of("-18", "flow") == -18
    assert math.copysign(1, value_of("-0", "change")) == 1


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("251000元", 251000, "元"),
        ("12万元", 12, "万元"),
        ("12（万元）", 12, "万元"),
        ("573802895.90元", 573802895.90, "元"),
        ("3.5", 3.5, ""),
        ("1,234.56", 1234.56, ""),
    ],
)
def test_money_keeps_the_unit_printed_with_it(text, value, unit):
    number = read_number(text, "money")
    assert (number.value, number.status, number.unit) == (value, "reported", unit)


@pytest.mark.parametrize(
    ("text", "wanted", "stated", "value"),
    [
        ("251000元", "万元", "", 25.1),
        ("12万元", "万元", "元", 12),
        ("12万元", "元", "", 120000),
        ("573802895.90元", "万元", "", 57380.28959),
        ("5", "万元", "百元", 0.05),
        ("5", "万元", "万元", 5),
        ("1亿元", "万元", "", 10000),
    ],
)
def test_money_is_converted_from_its_own_unit_first(text, wanted, stated, value):
    assert in_unit(read_number(text, "money"), wanted, stated) == value


@pytest.mark.parametrize("stated", ["美元", ""])
def test_an_unknown_unit_converts_to_nothing(stated):
    assert math.isnan(in_unit(Number(5.0, "reported"), "万元", stated))


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额(单位: 元)", "元"),
        ("本年收费金额（单位：人民币百元）", "百元"),
        ("采购总金额（元）", "元"),
        ("本年收费金額（單位：萬元）", "万元"),
        ("本年收费\n金额（单位：\n万元）", "万元"),
        ("采购总金额", ""),
        ("单元", ""),
    ],
)
def test_a_header_states_its_unit(header, unit):
    assert stated_unit(header) == unit


@pytest.mark.parametrize("text", ["1234567890", "12345678901234567"])
def test_a_count_of_more_than_nine_digits_is_cells_run_together(text):
    assert read_number(text, "flow").status == "unreadable"


def test_money_has_up_to_thirteen_digits():
    assert value_of("1234567890123", "money") == 1234567890123
    assert read_number("12345678901234", "money").status == "unreadable"


@given(st.one_of(st.text(), LIKE_CELLS), st.sampled_from(KINDS))
def test_a_value_is_present_exactly_when_it_was_reported(text, kind):
    number = read_number(text, kind)
    assert math.isnan(number.value) == (number.status != "reported")
    assert number.status in ("reported", "blank", "not_applicable", "unreadable")


@given(st.text(alphabet="0123456789,.+-", max_size=10), st.sampled_from(KINDS))
def test_what_is_reported_is_what_stands_there(text, kind):
    number = read_number(text, kind)
    if number.status == "reported":
        assert number.value == float(text.replace(",", ""))


@given(LIKE_CELLS, st.sampled_from(KINDS))
def test_no_digit_of_a_value_comes_from_elsewhere(text, kind):
    number = read_number(text, kind)
    if number.status == "reported" and "零" not in text:
        plain = text.translate(str.maketrans("０１９", "019")).replace(",", "").replace("，", "")
        whole = f"{abs(number.value):.7f}".split(".")[0]
        assert whole in plain


@given(st.integers(0, 999_999_999))
def test_a_count_is_read_with_and_without_thousands(count):
    assert value_of(str(count)) == value_of(f"{count:,}") == count


@pytest.mark.parametrize(("text", "value"), [("十二", 12), ("二十三", 23), ("零", 0)])
def test_chinese_numerals_are_read(text, value):
    assert read_number(text).value == value


@pytest.mark.parametrize("text", list("一二三九十"))
def test_a_single_numeral_is_the_number_of_a_torn_label(text):
    assert read_number(text).status == "unreadable"
