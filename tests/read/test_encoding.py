"""Bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.read.encoding import decode

REPORT = "政府信息公开工作年度报告\n一、总体情况。本年共收到申请26件，其中自然人24件。\n" * 5
TRADITIONAL = "政府資訊公開年度報告\n一、總體情況。本年共收到申請26件，其中自然人24件。\n" * 5


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        ("utf-8", None),
        ("utf-8", "gb2312"),
        ("utf-8-sig", "gbk"),
        ("utf-16", None),
        ("utf-16-le", None),
        ("utf-16-be", None),
        ("utf-32", None),
        ("gb18030", "gb2312"),
        ("gb18030", "utf-8"),
        ("gb18030", "iso-8859-1"),
        ("gb18030", "big5"),
        ("gb18030", "no such encoding"),
        ("gb18030", None),
    ],
)
def test_a_report_comes_back_whatever_its_encoding_and_label(codec, declared):
    text, _, warnings = decode(REPORT.encode(codec), declared)
    assert text == REPORT
    assert warnings == ()


@pytest.mark.parametrize("declared", ["big5", "gb2312", None])
@pytest.mark.parametrize("codec", ["big5", "gb18030", "utf-8"])
def test_traditional_text_comes_back(codec, declared):
    assert decode(TRADITIONAL.encode(codec), declared)[0] == TRADITIONAL


def test_declared_gb2312_may_hold_what_only_gb18030_has():
    text = REPORT + "沭阳县囧㐂𠀀镕"
    assert decode(text.encode("gb18030"), "gb2312")[:2] == (text, "gb18030")


def test_utf16_without_a_mark_is_known_even_without_ascii():
    for text in ("政府信息公开工作年度报告" * 20, "政府信息公示，" * 20, "一、总体情况。" * 20):
        assert decode(text.encode("utf-16-le"))[0] == text
        assert decode(text.encode("utf-16-be"))[0] == text


def test_utf8_once_read_as_gbk_is_restored_and_said():
    text = "政府信息公开年报共收到申请二十件" * 3
    broken = text.encode().decode("gb18030")
    assert broken.startswith("鏀垮簻")
    restored, _, warnings = decode(broken.encode())
    assert restored == text
    assert [warning.split(":")[0] for warning in warnings] == ["encoding_repaired"]


def test_the_euro_sign_stands_for_the_byte_80_that_is_no_gbk():
    text = "公开年报十五件。一"
    data = text.encode()
    place = data.index("。".encode()) + 1
    broken = data[:place].decode("gb18030") + "€" + data[place + 1 :].decode("gb18030")
    assert decode(broken.encode())[0] == text


def test_utf8_once_read_as_gbk_with_losses_stays_as_it_is():
    broken = "政府信息公开年报公\n".encode().decode("gbk", "replace") * 3
    text, _, warnings = decode(broken.encode())
    assert text == broken
    assert any(warning.startswith("script_damage") for warning in warnings)


def test_a_few_lost_bytes_are_replaced_and_said():
    data = (REPORT * 10).encode("gb18030")
    text, codec, warnings = decode(data[:100] + b"\xff" + data[100:], "gbk")
    assert codec == "gb18030"
    assert text.count("\ufffd") == 1
    assert text.replace("\ufffd", "") == REPORT * 10
    assert warnings[0].startswith("script_damage: 1 ")


def test_many_lost_bytes_are_an_error():
    data = b"\xff".join(REPORT[i : i + 20].encode("gb18030") for i in range(0, len(REPORT), 20))
    with pytest.raises(UnicodeError, match="GB18030"):
        decode(data * 3, "gbk")


def test_characters_lost_before_are_counted():
    assert decode("总计\ufffd26".encode())[2][0].startswith("script_damage: 1 ")


@given(st.text(alphabet="政府信息公开年度报告总计申请件收到，。0123456789\n ", min_size=8))
def test_gb18030_comes_back_when_declared(text):
    assert decode(text.encode("gb18030"), "gb2312")[0] == text


@given(st.text())
def test_utf8_is_never_changed(text):
    restored, codec, warnings = decode(text.encode())
    if not any(warning.startswith("encoding_repaired") for warning in warnings):
        assert codec != "utf-8" or restored == text.removeprefix("\ufeff")
