"""Printed labels find their own slot, damaged ones too, and no others do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.parse.labels import STATUTORY, core, has_han, vocabulary
from govinfo.parse.running.text import compact, find_labels
from govinfo.registry import metric_rows, rows

REQUESTS = vocabulary("requests")
PROACTIVE = vocabulary("proactive")
FORMS = ("requests.2021", "requests.2019", "proactive.2021", "proactive.2019", "disputes")
PRINTED = [row for row in rows("forms") if row["form"] in FORMS]
LABELS = sorted(
    {text for row in PRINTED for text in (*row["row_path"].split("/"), row["column_path"])}
)


def names_in(text, words):
    packed = compact(text)
    return [label.name for label in find_labels(packed, words, 0, len(packed.text))]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("（一）予以公开", "予以公开"),
        ("(一)予以公开", "予以公开"),
        ("一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"),
        ("三三、本年度办理结果", "本年度办理结果"),
        ("2．重复申请", "重复申请"),
        ("2、重复申请", "重复申请"),
        ("总 计", "总计"),
        ("本年新\n制作数量", "本年新制作数量"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("3.危及＂三安全一稳定＂", "危及＂三安全一稳定＂"),
        ("本年增/减", "本年增减"),
        ("本年增／减", "本年增减"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("（二）部分公开（区分处理的，只计这一情形", "部分公开"),
        ("本年收费金额（单位：万元）", "本年收费金额"),
        ("結轉下年度繼續辦理", "结转下年度继续办理"),
        ("总(zǒng)计(jì)", "总计"),
        ("", ""),
        ("12", "12"),
    ],
)
def test_a_label_is_known_by_its_core(printed, wanted):
    assert core(printed) == wanted


@given(st.text(max_size=30))
def test_a_core_holds_no_space_and_no_more_than_was_printed(text):
    found = core(text)
    assert len(found) <= len(text)
    assert found == "".join(found.split())


@pytest.mark.parametrize(
    "form", ["requests.2021", "requests.2019", "proactive.2021", "proactive.2019"]
)
def test_every_printed_row_label_finds_its_own_row(form):
    words = vocabulary(form.partition(".")[0])
    for row in PRINTED:
        if row["form"] == form:
            info = metric_rows()[row["metric"]]
            item = info["item"] if "requests" in form else row["metric"].partition(".")[0]
            assert words.row(row["row_path"].split("/")[-1]) == item, row


@pytest.mark.parametrize("form", FORMS)
def test_every_printed_column_head_finds_its_own_column(form):
    words = vocabulary(form.partition(".")[0])
    for row in PRINTED:
        if row["form"] == form:
            # A slash parts the storeys of a head, but not in 本年增/减.
            path = row["column_path"].replace("增/减", "增减")
            column = row["metric"].rpartition(".")[2]
            assert words.columns[core(path.rpartition("/")[2])] == column, row


def test_a_label_torn_over_lines_is_the_same_label():
    for label in LABELS:
        for at in range(1, len(label)):
            assert core(f"{label[:at]}\n {label[at:]}") == core(label)


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("2.其他法律行政止公开", "denied.prohibited_by_law"),  # 法规禁 was lost
        ("6.属于四类过程性信", "denied.process_information"),
        ("4.无正当理由大量反复申清", "unprocessed.excessive"),
        ("3.要求提供公开出版特", "unprocessed.publication"),
        ("1.本机关不撑握相关政府信息", "unavailable.not_held"),
        ("（三）不予公开1.属于国家秘密", "denied.state_secret"),
        ("不予公开4.保护第三方合法权益", "denied.third_party"),
        ("不4.保护第三方合法权益", "denied.third_party"),
        ("（四）无法提供1.本机关不掌握相关政府信息", "unavailable.not_held"),
    ],
)
def test_a_damaged_or_merged_label_finds_the_one_row_it_must_mean(printed, key):
    assert REQUESTS.row(printed) is None
    assert REQUESTS.nearest_row(printed, REQUESTS.rows.values()) == key


@pytest.mark.parametrize(
    "printed",
    [
        "不予以公开",
        "部分不予公开",
        "本年度结转政府信息公开申请数",
        "上年新收政府信息公开申请数量",
        "结转上年度继续办理",
        "2.其他法律行政法规允许公开",
        "5.属于三类外部事务信息",
        "5.属于四类内部事务信息",
        "6.属于三类过程性信息",
        "有正当理由大量反复申请",
        "下年结转政府信息公开申请数量",
        "非重复申请",
        "公开",
        "申请",
        "",
        "12",
    ],
)
def test_another_label_is_not_a_damaged_one(printed):
    assert REQUESTS.row(printed) is None
    missing = set(REQUESTS.rows.values()) - {"new"}  # the first row has always been read
    assert REQUESTS.nearest_row(printed, missing) is None


@pytest.mark.parametrize(
    "printed",
    [
        "党组规范性文件",
        "其他主动公开文件",
        "行政许可项目",
        "行政处罚决定",
        "行政检查",
        "政府分散采购",
    ],
)
def test_rows_of_no_form_stay_strangers(printed):
    assert PROACTIVE.row(printed) is None
    assert PROACTIVE.nearest_row(printed, PROACTIVE.rows.values()) is None


def test_a_mixture_of_two_labels_is_neither():
    printed = "属于行政查卷事项案"
    assert REQUESTS.nearest_row(printed, ["denied.enforcement_file"]) is None
    assert REQUESTS.nearest_row(printed, ["denied.administrative_query"]) is None
    assert REQUESTS.nearest_row("属于行政", REQUESTS.rows.values()) is None


def test_a_damaged_label_is_sought_only_among_the_rows_left():
    printed = "6.属于四类过程性信"
    assert REQUESTS.nearest_row(printed, ["denied.state_secret", "granted"]) is None


@pytest.mark.parametrize("kind", STATUTORY)
def test_no_two_slots_of_a_table_share_a_label(kind):
    words = vocabulary(kind)
    taken = [name for part in (words.rows, words.others) for name in part]
    assert len(taken) == len(set(taken))


def test_a_core_may_be_a_row_and_a_column():
    assert REQUESTS.rows["总计"] == "concluded"
    assert REQUESTS.columns["总计"] == "total"
    assert REQUESTS.columns["其他"] == "other_org"


def test_labels_are_found_in_running_text_with_their_numbers():
    text = "（三）不予公开\n1.属于国家秘密\n0 0\n2.其他法律行政法规\n禁止公开 0 0"
    assert names_in(text, REQUESTS) == ["不予公开", "属于国家秘密", "其他法律行政法规禁止公开"]


@pytest.mark.parametrize(
    "text",
    ["党组规范性文件 3 0 5", "各类规章 2", "已取消行政许可事项", "其他情形另计", "合法公民身份"],
)
def test_a_label_inside_another_word_is_none(text):
    assert names_in(text, PROACTIVE) + names_in(text, REQUESTS) == []


def test_glued_heads_are_told_apart():
    heads = "自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
    assert names_in(heads, REQUESTS) == [
        "自然人",
        "法人或其他组织",
        "总计",
        "商业企业",
        "科研机构",
        "社会公益组织",
        "法律服务机构",
        "其他",
    ]


def test_a_digit_between_run_and_label_is_the_label_s_number():
    packed = compact("1.信访举报投诉类申请00000002.重复申请0000000")
    first, second = find_labels(packed, REQUESTS, 0, len(packed.text))
    assert packed.text[first.end : second.start] == "0000000"


def test_han_characters_are_told_from_others():
    assert has_han("12件")
    assert not has_han("12 （）。ab")


@given(st.text(alphabet="一三3公开（）().、，“”: 　\u200b复議zhòng", max_size=20))
def test_a_core_has_no_blanks_and_no_punctuation(text):
    found = core(text)
    assert not re.search(r"[\s\u200b“”、，.:（）()]", found)
