"""How a masked section is cut into the sentences that may state a number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo import registry
from govinfo.parse.narrative.sentences import sentences
from govinfo.parse.narrative.wordings import COUNT, NEXT_YEAR, NOISE, THIS_YEAR, wording

STOPS = registry.tree("narrative")["text"]["stops"] + "\n"
PIECES = [
    *STOPS,
    *"，； 没未无零不为",
    COUNT,
    NOISE,
    THIS_YEAR,
    f"{NEXT_YEAR}将",
    "不存在",
    "下一步",
]
PIECES += ["（一）", "二、", "申请", "培训", "工作", "收到", "改进措施："]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def cut(text):
    return [(one.text, one.heading, one.before) for one in sentences(text)]


@given(texts)
def test_a_sentence_stands_where_it_says_and_holds_no_stop(text):
    for one in sentences(text):
        assert text.startswith(one.text, one.start)
        assert not set(one.text) & set(STOPS)
        assert not set(one.before) & set(STOPS)


def has_no_outline_nor_plans(text):
    wordings = wording("text", "heading"), wording("time", "planned")
    return not any(one.search(text) for one in wordings)


@given(texts.filter(has_no_outline_nor_plans))
def test_every_line_that_may_state_a_number_is_given_once(text):
    lines = re.split(f"[{STOPS}]", text)
    telling = [line for line in lines if wording("text", "telling").search(line)]
    assert [one.text for one in sentences(text)] == telling


def test_a_heading_is_kept_only_where_a_rule_looks_at_it():
    text = f"\n（二）依申请公开\n收到申请{COUNT}件。网站公开信息{COUNT}条。"
    (requests, requests_heading, _), (items, items_heading, _) = cut(text)
    assert (requests, items) == (f"收到申请{COUNT}件", f"网站公开信息{COUNT}条")
    assert requests_heading.startswith("依申请公开")
    assert items_heading == ""


@pytest.mark.parametrize("between", ["。", "。\n\n", "！ \n　\n", "?\n"])
def test_the_sentence_before_is_the_last_that_is_not_blank(between):
    text = f"公开工作有序{between}开展培训{COUNT}次"
    ((sentence, _, before),) = cut(text)
    assert (sentence, before) == (f"开展培训{COUNT}次", "公开工作有序")


@pytest.mark.parametrize(
    "unit", ["\n", "。", f"{COUNT}。", f"培训{COUNT}次。", "（一）", "下一步。"]
)
def test_a_section_of_any_length_is_cut(unit):
    assert sum(1 for _ in sentences(unit * 20_000)) <= 20_000
