"""The words of a heading find its section; its number and its repetitions do not."""

import pytest

from govinfo.parse.outline import outline
from govinfo.read import read_document

TITLE = "临河县水利局2023年政府信息公开工作年度报告"
HEADINGS = {
    "overview": "总体情况",
    "proactive": "主动公开政府信息情况",
    "requests": "收到和处理政府信息公开申请情况",
    "disputes": "政府信息公开行政复议、行政诉讼情况",
    "problems": "存在的主要问题及改进情况",
    "other": "其他需要报告的事项",
}
BODIES = {
    "overview": "我局按时更新网站栏目。",
    "proactive": "全年公开信息若干。",
    "requests": "本年没有收到申请。",
    "disputes": "未发生复议和诉讼。",
    "problems": "个别栏目更新慢。",
    "other": "无。",
}
NUMERALS = "一二三四五六"
INTRO = f"本报告由{'、'.join(HEADINGS.values())}六部分组成。"


def outline_of(text):
    return outline(read_document(text.encode(), path="report.txt"))


def page(number="{}、", headings=HEADINGS, before=INTRO, glue="\n", title=TITLE):
    lines = [title, before]
    for numeral, (key, words) in zip(NUMERALS, headings.items(), strict=True):
        lines.append(number.format(numeral) + words + glue + BODIES[key])
    return "\n".join(lines)


def assert_sections(parts):
    found = {section.key: parts.text(section.key).strip() for section in parts.sections}
    assert found == BODIES


NUMBERS = [
    "",
    "- ",
    "{}",
    "{} ",
    "{}、",
    "{}.",
    "{}．",
    "{},",
    "{}、 ",
    " {}、",
    "（{}）",
    "({})",
    "（{})",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_headings_are_found_with_every_kind_of_number_and_without(number):
    assert_sections(outline_of(page(number)))


def test_digits_before_headings_are_numbers_too():
    assert_sections(outline_of(page().replace("一、总", "1、总").replace("六、其", "6. 其")))


def test_wrong_numbers_change_nothing():
    text = page()
    for wrong, right in zip("三三一二二六", NUMERALS, strict=True):
        text = text.replace(f"\n{right}、", f"\n{wrong}、")
    assert_sections(outline_of(text))


def test_headings_glued_to_their_text_are_found_by_their_number():
    assert_sections(outline_of(page(glue="")))


def test_headings_in_the_middle_of_one_long_line_are_found():
    assert_sections(outline_of(page().replace("\n", " ")))


def test_a_table_of_contents_is_not_the_report():
    contents = "\n".join(f"{n}、{w}" for n, w in zip(NUMERALS, HEADINGS.values(), strict=True))
    assert_sections(outline_of(page(before=f"目录\n{contents}\n{INTRO}")))


def test_the_introduction_that_names_all_six_is_not_a_section():
    parts = outline_of(page())
    assert INTRO in parts.intro
    assert parts.head.strip() == f"{TITLE}\n{INTRO}"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("overview", "概述"),
        ("overview", "基本工作情况"),
        ("requests", "收到和办理政府信息公开申请情况"),
        ("disputes", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
        ("disputes", "政府信息公开行政复议和行政诉讼情况"),
        ("disputes", "政府信息公开行政复议行政诉讼情况"),
        ("problems", "存在问题及改进措施"),
        ("problems", "政府信息公开工作存在的主要问题及改进情况"),
        ("other", "其它需要报告事项"),
        ("other", "其他报告的事项"),
    ],
)
def test_the_wordings_of_a_heading_mean_the_same_section(key, words):
    headings = {**HEADINGS, key: words}
    assert_sections(outline_of(page(headings=headings, before="现报告如下。")))


def test_traditional_characters_and_pinyin_do_not_hide_a_heading():
    text = page().replace("总体情况", "總體情況(kuàng)").replace("报告", "報(bào)告(gào)")
    text = text.replace("申请情况", "申(shēn)請情況")
    parts = outline_of(text)
    assert {section.key for section in parts.sections} == set(BODIES)
    assert (parts.folded.pinyin, parts.folded.traditional) == (True, True)


def test_a_lost_first_heading_leaves_its_text_to_the_overview():
    headings = {**HEADINGS, "overview": "大体上"}
    parts = outline_of(page(headings=headings, before="现报告如下。"))
    assert "overview" not in parts.headings
    assert BODIES["overview"] in parts.text("overview")


def test_an_old_outline_is_one_body():
    text = "\n".join(
        [
            "临河县水利局2012年政府信息公开工作年度报告",
            "本报告由概述、主动公开政府信息的情况、依申请公开政府信息的情况等组成。",
            "一、概述",
            "我局设立专栏。",
            "二、主动公开政府信息的情况",
            "公开信息若干。",
            "三、依申请公开政府信息的情况",
            "没有收到申请。",
            "四、政府信息公开收费及减免情况",
            "未收费。",
        ]
    )
    parts = outline_of(text)
    assert not parts.modern
    assert [section.key for section in parts.sections] == ["body"]
    assert parts.text("body").startswith("一、概述")
    assert "本报告由" not in parts.text("body")


def test_a_section_that_is_not_there_is_empty():
    assert outline_of("临河县水利局\n没有别的。").text("requests") == ""


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (TITLE, TITLE),
        (f"标题：{TITLE}\n名称：别的", TITLE),
        (f"  {TITLE}.docx", TITLE),
        ("临河县水利局\n2023年政府信息公开工作年度报告", TITLE),
        ("临河县水利局\n2023 年政府信息公开年报", "临河县水利局2023 年政府信息公开年报"),
        ("临河县水利局\n政府信息公开工作年度报告", "临河县水利局政府信息公开工作年度报告"),
        ("臨河縣水利局2023年政府信息公開工作年度報告", TITLE),
        ("临河县水利局2023年政务公开工作年度报告", "临河县水利局2023年政务公开工作年度报告"),
        ("临河县水利局2023年政府信息公开年报", "临河县水利局2023年政府信息公开年报"),
        ("临河县水利局关于节水的通知", ""),
    ],
)  # fmt: skip
def test_the_title_is_found(head, title):
    assert outline_of(page(title=head, before="现报告如下。")).title == title


def test_a_title_quoted_in_a_long_letter_is_taken_from_its_marks():
    letter = f"市政务公开办：按照要求，{'我局认真对照检查，' * 8}现将《{TITLE}》报送你们，请查收。"
    assert outline_of(page(title=letter, before="现报告如下。")).title == TITLE


def test_a_title_with_a_year_goes_before_one_without():
    head = f"政府信息公开年度报告\n{TITLE}"
    assert outline_of(page(title=head, before="现报告如下。")).title == TITLE


def test_the_title_may_stand_in_the_page_s_own_metadata():
    html = f"<html><head><title>{TITLE}</title></head><body><p>一、总体情况</p></body></html>"
    assert outline(read_document(html.encode(), path="a.html")).title == TITLE


def test_an_index_card_gives_its_labels_and_contents():
    html = (
        "<table><tr><td>发布机构：</td><td>临河县水利局</td><td>索引号</td><td>A-1</td></tr></table>"
        f"<p>{TITLE}</p><p>一、总体情况</p>"
    )
    parts = outline(read_document(html.encode(), path="a.html"))
    assert ("发布机构", "临河县水利局") in parts.metadata
    assert ("索引号", "A-1") in parts.metadata


STATUTORY = (
    "<table><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>0</td></tr></table>"
)


def test_a_statutory_table_is_no_index_card():
    parts = outline(read_document(f"{STATUTORY}<p>一、总体情况</p>".encode(), path="a.html"))
    assert parts.metadata == ()


def test_an_index_card_may_name_a_statutory_matter():
    html = (
        "<table><tr><td>发布 机构：</td><td>临河縣水利局</td></tr>"
        "<tr><td>主题</td><td>行政许可</td><td>体裁</td><td>其他</td></tr></table>"
        "<p>一、总体情况</p>"
    )
    parts = outline(read_document(html.encode(), path="a.html"))
    assert parts.metadata == (
        ("发布机构", "临河县水利局"),
        ("主题", "行政许可"),
        ("体裁", "其他"),
    )


def test_a_heading_alone_on_its_line_is_found_behind_a_number_on_a_line_of_its_own():
    parts = outline_of("某局\n- \n总体情况\n网站更新。\n六、其他需要报告的事项\n无。")
    assert parts.text("overview").strip() == "网站更新。"


def test_the_last_place_wins_with_a_mark_behind_the_number_and_without():
    body = "\n二 主动公开政府信息情况\n甲。\n六、其他需要报告的事项\n无。"
    assert (
        outline_of(f"一、总体情况\n旧。\n一 总体情况\n新。{body}").text("overview").strip()
        == "新。"
    )
    assert (
        outline_of(f"一 总体情况\n旧。\n一、总体情况\n新。{body}").text("overview").strip()
        == "新。"
    )


@pytest.mark.parametrize("before", ["", "见下。", "某局\n", "见附件2 "])
def test_an_old_report_begins_with_its_first_numbered_part(before):
    parts = outline_of(f"{before}一、机构情况：略。二、工作情况：略。")
    assert parts.text("body").startswith("一、机构")


def test_a_number_inside_a_word_begins_no_part():
    assert outline_of("附表十一、附表十二。一、机构情况").text("body") == "一、机构情况"
