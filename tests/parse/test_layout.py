"""Text with its layout kept: heads and labels torn by columns are put together."""

import random

import pytest

from govinfo.parse import parse
from govinfo.parse.fold import fold
from govinfo.parse.running.layout import untorn
from govinfo.read import read_document
from govinfo.registry import rows

HEADS = ["自然人", "商业企|业", "科研机|构", "社会公益|组织", "法律服务|机构", "其他", "总计"]
RESULTS = ["结果|维持", "结果|纠正", "其他|结果", "尚未|审结", "总计"]
GROUP = "三、本年度办理结果"
WIDTH = 14  # characters of a label on one line
FIRST = 34  # column of the first number
STEP = 9


def put(line, at, text):
    return line.ljust(at)[:at] + text + line[at + len(text) :]


def centred(texts, first=FIRST, step=STEP):
    line = ""
    for i, text in enumerate(texts):
        line = put(line, first + i * step + (step - 2 - len(text)) // 2, text)
    return line


def heads(names, first=FIRST, step=STEP):
    """Heads of two lines above and below those of one."""
    torn = [name.partition("|") for name in names]
    upper = centred([one if mark else "" for one, mark, _ in torn], first, step)
    middle = centred(["" if mark else one for one, mark, _ in torn], first, step)
    lower = centred([other for *_, other in torn], first, step)
    return [upper, middle, lower]


def requests_lines(rng, printed, order=range(7)):
    form = [row for row in rows("forms") if row["form"] == "requests.2021"]
    wide = put("", FIRST + 3 * STEP, "申请人情况")
    lines = [wide, put("", FIRST + 3 * STEP, "法人或其他组织"), *heads([HEADS[i] for i in order])]
    upright = iter(GROUP[2:])
    for start in range(0, len(form), 7):
        *parents, label = form[start]["row_path"].split("/")
        values = [printed[form[start + i]["metric"]][0].text for i in order]
        left = 13 if len(parents) > 1 else 6 if parents else 0
        parts = [label[i : i + WIDTH] for i in range(0, len(label), WIDTH)] if parents else [label]
        at = rng.choice([len(parts) // 2, 0]) if len(parts) > 1 else 0
        block = [put("", left, part) for part in parts]
        if len(parts) % 2 == 0 and len(parts) > 1:
            block.insert(len(parts) // 2, "")
            at = len(parts) // 2
        numbers = centred(values)
        block[at] = (block[at].ljust(FIRST) + numbers[FIRST:]).rstrip()
        if left and not block[at].startswith("三"):
            block[at] = put(block[at], 0, next(upright, " "))
        lines += ["", *block] if rng.random() < 0.5 else block
    return lines


def disputes_lines(printed):
    form = [row for row in rows("forms") if row["form"] == "disputes"]
    blocks = put(put("", 2, "行政复议"), 40, "行政诉讼")
    kinds = put(put("", 34, "未经复议直接起诉"), 68, "复议后起诉")
    row = centred([printed[cell["metric"]][0].text for cell in form], 0, 7)
    return [blocks, "", kinds, *heads(RESULTS * 3, 0, 7), "", row]


def page(section, lines):
    text = "\n".join([
        "临河县水利局2023年政府信息公开工作年度报告", "一、总体情况", "按时更新网站栏目。",
        section, *lines, "五、存在的主要问题及改进情况", "个别栏目更新慢。",
        "六、其他需要报告的事项", "无。",
    ])  # fmt: skip
    return parse(read_document(text.encode(), path="report.txt"))


def judged(report, printed):
    right, wrong = 0, []
    frame = report.facts()
    frame = frame[frame["form"] != "narrative"].set_index("metric")
    for metric, fact in frame.iterrows():
        cell = printed[metric][0]
        if fact["status"] == "reported":
            if cell.value is not None and cell.value == pytest.approx(fact["value"]):
                right += 1
            else:
                wrong.append((metric, fact["value"], cell.text))
        elif fact["status"] == "blank" and cell.text:
            wrong.append((metric, "blank", cell.text))
    return right, wrong


REQUESTS = "三、收到和处理政府信息公开申请情况"
DISPUTES = "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize("seed", range(25))
def test_a_requests_table_with_torn_heads_and_labels_is_read_whole(make_page, seed):
    _, printed = make_page("requests.2021", "lines", None, seed, filled=True)
    report = page(REQUESTS, requests_lines(random.Random(seed), printed))
    assert judged(report, printed) == (175, [])


@pytest.mark.parametrize("seed", range(40))
def test_blank_cells_are_told_by_the_columns_of_the_full_rows(make_page, seed):
    _, printed = make_page("requests.2021", "lines", None, seed)
    report = page(REQUESTS, requests_lines(random.Random(seed), printed))
    right, wrong = judged(report, printed)
    # Without its total, nothing proves a row.
    wanted = sum(
        cells[0].value is not None and printed[f"{metric.rpartition('.')[0]}.total"][0].text != ""
        for metric, cells in printed.items()
    )
    assert wrong == []
    assert right >= wanted


def test_torn_heads_in_another_order_leave_all_unplaced(make_page):
    _, printed = make_page("requests.2021", "lines", None, 3, filled=True)
    order = [0, 2, 1, 3, 4, 5, 6]
    report = page(REQUESTS, requests_lines(random.Random(3), printed, order))
    assert judged(report, printed) == (0, [])


@pytest.mark.parametrize("seed", range(10))
def test_a_dispute_row_under_torn_heads_is_read_whole(make_page, seed):
    _, printed = make_page("disputes", "lines", None, seed, filled=True)
    assert judged(page(DISPUTES, disputes_lines(printed)), printed) == (15, [])


def test_text_without_layout_stays_as_it_is():
    folded = fold("规章\n1\n0\n11\n行政规范性文件  8 26 66\n")
    assert untorn(folded) is folded


def test_each_character_knows_where_it_stood(make_page):
    _, printed = make_page("requests.2021", "lines", None, 1, filled=True)
    text = "\n".join(requests_lines(random.Random(1), printed))
    new = untorn(fold(text))
    assert new.text != text
    for i, character in enumerate(new.text):
        if character.isdigit() or "\u4e00" <= character <= "\u9fff":
            assert text[new.origin[i]] == character
