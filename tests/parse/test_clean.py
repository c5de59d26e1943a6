"""Sections as clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.narrative.clean import clean

LONG = "全年各级行政机关认真贯彻落实党中央和国务院的决策部署的要"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LONG}\n求，成效明显。", f"{LONG}求，成效明显。"),
        (f"{LONG}\n\n求，成效明显。", f"{LONG}\n求，成效明显。"),
        (f"{LONG}求。\n下一步，", f"{LONG}求。\n下一步，"),
        (f"{LONG}\n（一）主动公开。", f"{LONG}\n（一）主动公开。"),
        (f"{LONG}\n2.监督保障", f"{LONG}\n2.监督保障"),
        (f"{LONG}\n改进情况：\n一是加强培训。", f"{LONG}\n改进情况：\n一是加强培训。"),
        (f"{LONG}12\n34件。", f"{LONG}12\n34件。"),
        (f"{LONG}\n2024年1月17日", f"{LONG}\n2024年1月17日"),
        ("某县教育局\n2024年", "某县教育局\n2024年"),
        ("无。\xa0\u3000\n \n||| ||\n", "无。"),
        ("|无。|", "|无。|"),
        ("", ""),
    ],
)
def test_wraps_are_joined_and_furniture_is_left_out(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text("全年公开信息12 \n\xa0，。（一）|", max_size=200))
def test_every_character_of_the_prose_is_kept_in_order(text: str) -> None:
    def kept(printed: str) -> str:
        return "".join(printed.replace("|", "").split())

    assert kept(clean(text)) == kept(text)


@given(st.text("全年公开信息12 \n\xa0，。（一）|", max_size=200))
def test_cleaning_twice_is_cleaning_once_but_for_wraps(text: str) -> None:
    once = clean(text)
    assert "\n\n" not in once
    assert all(line == line.strip() for line in once.split("\n"))


@pytest.mark.parametrize("sign", [" ", "|", "| ", "\n", "字 ", "1\n"])
def test_long_runs_take_no_time(sign: str) -> None:
    assert len(clean(sign * 100_000)) <= 2 * 100_000
