"""Page marks are told from the cells of a table."""

from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.running.furniture import furniture

CELLS = "行政许可\n12\n第二十条第（六）项\n行政处罚\n"


def removed(text):
    return furniture(text).removed(text)


def test_a_number_between_dashes_or_words_is_a_mark():
    for mark in [
        "- 3 -",
        "—5—",
        "–12–",
        "－ ３ －",
        "第3页",
        "第 3 页 共 9 页",
        "第3页/共9页",
        "Page 3 of 9",
    ]:
        assert removed(f"总计\n{mark}\n7").split() == ["总计", "7"], mark


def test_fractions_are_marks_where_they_count_the_pages_of_one_whole():
    assert removed("甲\n1/3\n乙\n2/3\n丙").split() == ["甲", "乙", "丙"]
    assert removed("甲\n1/3\n乙\n2/5\n丙").split() == ["甲", "1/3", "乙", "2/5", "丙"]
    assert removed("甲\n1/3\n乙").split() == ["甲", "1/3", "乙"]


def test_a_mark_leaves_the_empty_lines_as_they_are_elsewhere():
    assert removed("1\n- 3 -\n2").count("\n") == 1
    assert removed("1\n\n- 3 -\n\n2").count("\n") == 2
    assert removed("1\n- 3 -\n\n2").count("\n") == 2


PROSE = "我局认真落实政府信息公开各项要求，\n{}\n稳步推进各项工作。\n"


def test_a_number_in_a_table_may_be_that_of_a_page_missing_between_paragraphs():
    text = PROSE.format(1) + CELLS.replace("12", "2") + PROSE.format(3)
    (place,) = furniture(text).doubtful
    assert text[place] == "2"


def test_a_number_that_is_out_of_the_count_is_no_page_number():
    text = PROSE.format(1) + CELLS + PROSE.format(3)
    assert furniture(text).doubtful == frozenset()


def test_one_number_between_paragraphs_makes_no_count():
    assert furniture(PROSE.format(1) + CELLS).doubtful == frozenset()


def test_a_number_beside_a_form_feed_is_in_doubt():
    text = "行政处罚\n12\n\f行政强制\n0\n"
    (place,) = furniture(text).doubtful
    assert text[place : place + 2] == "12"


@given(st.text(alphabet="-—1234 \n\f页第共/总计"))
def test_removing_marks_keeps_every_place(text):
    assert len(removed(text)) == len(text)
