"""A text read as one like it was read gives what reading it gives."""

import random
import re

import pytest

from govinfo.parse.fold import fold
from govinfo.parse.placed import place_facts
from govinfo.parse.running.plans import TextPlans
from govinfo.parse.tables import read_sheets
from govinfo.read import read_document

FORMS = ["proactive.2021", "requests.2021", "disputes"]
HEADING = re.compile(r"^[二三四]、.*情况$", re.M)
TAIL = "五、存在的主要问题及改进情况\n个别栏目更新慢。\n六、其他需要报告的事项\n无。\n"


def report(make_page, layout, seed, damage=None):
    """The three tables in one text, without blank cells."""
    parts = []
    for form in FORMS:
        text, _ = make_page(form, layout, damage, seed, filled=True)
        begin = [match.start() for match in HEADING.finditer(text)][-1]
        parts.append(text[begin : text.rindex("五、存在")])
    head = "临河县水利局2023年政府信息公开工作年度报告\n一、总体情况\n按时更新网站栏目。\n"
    return read_document((head + "".join(parts) + TAIL).encode(), path="report.txt")


def read(document):
    return place_facts(*read_sheets(document, fold(document.text)))


def learned(plans, document):
    folded = fold(document.text)
    sheets, tables = read_sheets(document, folded)
    plans.learn(document, folded, sheets, place_facts(sheets, tables))
    return plans.recall(document, folded)


@pytest.mark.parametrize(
    "layout",
    ["lines", "lines_dense", "lines_torn", "pipes", "pipes_own", "pipes_open", "tabs"],
)
def test_other_figures_in_the_same_lines_are_recalled_as_they_are_read(make_page, layout):
    plans = TextPlans()
    assert learned(plans, report(make_page, layout, 0)) is not None
    for seed in range(1, 6):
        document = report(make_page, layout, seed)
        recalled = plans.recall(document, fold(document.text))
        assert recalled == read(document)


def test_a_text_whose_sums_fail_is_not_recalled(make_page):
    plans = TextPlans()
    document = report(make_page, "lines", 0)
    assert learned(plans, document) is not None
    lines = document.text.split("\n")
    rng = random.Random(1)
    first = lines.index("一、本年新收政府信息公开申请数量") + 1
    for _ in range(20):
        changed = list(lines)
        at = rng.randrange(first, first + 7)
        changed[at] = str(int(changed[at]) + rng.randint(1, 9))
        altered = read_document("\n".join(changed).encode(), path="report.txt")
        assert plans.recall(altered, fold(altered.text)) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("按时更新网站栏目。", "12\n按时更新网站栏目。"),  # perhaps the number of a page
        ("三、收到和处理", "\f三、收到和处理"),
        ("（一）予以公开", "（一）予以公开\n"),
        ("行政许可\n", "行政许可\n\n"),
    ],
)
def test_a_text_with_one_line_more_is_not_recalled(make_page, old, new):
    plans = TextPlans()
    document = report(make_page, "lines", 0)
    assert learned(plans, document) is not None
    altered = read_document(document.text.replace(old, new, 1).encode(), path="report.txt")
    assert plans.recall(altered, fold(altered.text)) is None


def test_a_text_with_a_number_too_many_is_not_learned(make_page):
    document = report(make_page, "lines", 0)
    text = document.text.replace("（二）部分公开", "3\n（二）部分公开", 1)
    assert learned(TextPlans(), read_document(text.encode(), path="report.txt")) is None
