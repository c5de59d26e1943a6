"""A title is known by its words, wherever on the page it stands."""

import re

import pytest

from govinfo.parse.titles import find_title
from govinfo.registry import tree

TITLE = "临河县水利局2023年政府信息公开工作年度报告"
FULL = [
    f"{subject}{work}公开{again}{own}{kind}"
    for subject in ("政府信息", "信息", "政务")
    for work in ("", "工作")
    for again in ("", "工作")
    for own in ("", "的", "年度")
    for kind in ("年度报告", "年报", "工作报告", "报告")
]
WEAK = ["政务讯息工作报告", "政府信息和公开年报", "政府公开年度报告"]


@pytest.mark.parametrize("form", ["pattern", "weak"])
def test_the_sign_of_a_title_is_in_every_form_of_it(form):
    words = tree("labels")["title"]
    matches = [found for text in FULL + WEAK if (found := re.search(words[form], text))]
    assert matches
    assert all(words["sign"] in found[0] for found in matches)


@pytest.mark.parametrize("text", FULL + WEAK)
def test_a_title_is_found_in_all_its_wordings(text):
    assert find_title(f"首页\n临河县2023年{text}\n", "", []) == f"临河县2023年{text}"


def test_a_line_ending_in_a_colon_is_no_label_of_a_title():
    sentence = "现将本机关按照要求编制的年度工作报告予以公布，欢迎社会各界监督："
    assert find_title(f"{sentence}\n{TITLE}", "", []) == TITLE


@pytest.mark.parametrize("label", ["标题：", "標題:", "名 称：", "当前位置："])
def test_the_label_before_a_title_is_dropped(label):
    assert find_title(f"{label}{TITLE}".replace("標題", "标题"), "", []) == TITLE


def test_traditional_metadata_and_gaps_in_it_give_a_title():
    pairs = [("title", "臨河縣 水利局2023年政府信息公開工作年度報告.docx")]
    assert find_title("", "", pairs) == TITLE


def test_the_agency_above_the_sign_and_the_year_below_are_one_title():
    assert find_title("临河县水利局\n2023年政府信息公开工作年度报告", "", []) == TITLE


def test_a_title_is_quoted_from_the_text_where_there_is_no_head():
    letter = f"现将《{TITLE}》报上。"
    assert find_title("", letter, []) == TITLE
    assert find_title("另有其文", letter, []) == ""
