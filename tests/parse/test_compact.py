"""Comments in running text: those that end are no text, those that do not are."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.running.furniture import furniture
from govinfo.parse.running.text import compact


def plainly(text: str) -> str:
    """What is left without white space, pipes, line breaks and comments."""
    return re.sub(r"<!--.*?-->|<br\s*/?>|[\s|｜]+", "", text)


@given(
    st.lists(st.sampled_from(["<!--", "-->", "<!-", "->", "-", "甲", " ", "\n", "<br>"])).map(
        "".join
    )
)
def test_a_comment_ends_where_it_first_can(text):
    assert compact(text).text == plainly(text)


@pytest.mark.parametrize(
    "text", ["<!--" * 50_000, " " * 200_000, "页" + " " * 200_000, "1\n" * 100_000]
)
def test_long_lines_and_many_lines_take_their_length_in_time(text):
    started = time.process_time()
    compact(text)
    furniture(text)
    assert time.process_time() - started < 5
