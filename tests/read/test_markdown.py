"""Markdown, and text with HTML tables between its lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from variants.reports import VINTAGES, make_report

from govinfo.model import LIMITS, Limits
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError
from govinfo.read.kinds import kind_of
from govinfo.read.page import Grid
from govinfo.read.plain.inline import plain
from govinfo.read.plain.markdown import read


def blocks_of(text):
    return read(text.encode(), LIMITS).blocks


def facts_of(text):
    columns = parse(read_document(text.encode(), path="x")).columns
    return dict(zip(columns.metric, map(repr, columns.value), strict=True))


# --- Telling it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "# 某局年度报告\n\n正文。\n",
        "报告\n\n| 内容 | 制发 |\n|:---|---:|\n| 规章 | 1 |\n",
        "内容 | 制发\n--- | ---\n规章 | 1\n",
        "---\ntitle: 某局年度报告\n---\n正文\n",
        "**一、总体情况**\n正文\n**二、公开**\n",
        "某局年度报告\n一、总体\n二、公开\n<table><tr><td>规章</td><td>1</td></tr></table>\n",
        "<html><body><table><tr><td>1</td></tr></table></body></html>\n一\n二\n三\n",
    ],
)
def test_markdown_is_known_by_its_marks(text):
    assert kind_of(text.encode()) == "markdown"
    assert kind_of(text.encode("gb18030")) == "markdown"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、总体情况\n- 3 -\n规章 1\n", "text"),
        ("| 规章 | 1 |\n| 文件 | 2 |\n", "text"),
        ("| 结果 | 总计 |\n| - | -- |\n", "text"),
        ("a\n| x | y |\n| x | y |\n| --- | --- |\n", "text"),
        ("主任张**和李**，工号****\n", "text"),
        ("<p>一</p>\n<table><tr><td>1</td></tr></table>\n二\n三\n四\n", "html"),
        ("一\n二<br>\n三\n<table><tr><td>1</td></tr></table>\n", "html"),
        ("<table><tr><td>1</td></tr></table>", "html"),
    ],
)
def test_other_texts_and_pages_are_none(text, kind):
    assert kind_of(text.encode()) == kind


# --- Tables ------------------------------------------------------------------------------


def test_a_table_with_a_rule_is_a_grid():
    first, grid, last = blocks_of("前\n| 内容 | 制发 |\n|---|:-:|\n| 规章 | 1 |\n|  | 2 |\n后")
    assert (first, last) == ("前", "后")
    assert grid.texts == ("内容", "制发", "规章", "1", "", "2")


def test_the_marks_within_cells_are_taken_off():
    rows = ["| **内容** | 甲<br>乙 |", "| --- | --- |", "| a \\| b | `1` |"]
    rows += ["| 5<sup>1</sup> | &lt;3&nbsp; |", "| NaN | [无](http://a.cn) |"]
    (grid,) = blocks_of("\n".join(rows))
    assert grid.texts == (*("内容", "甲\n乙", "a | b", "1", "5¹", "<3\xa0", "", "无"),)


@pytest.mark.parametrize(
    "rows",
    ["| 规章 | 1 | 2 |", "| 规章 |", "| 规章 | 1 |\n| 文件 | 2 | 3 |"],
)
def test_a_table_whose_rows_are_not_alike_stays_lines(rows):
    text = f"| **内容** | 制发 |\n| --- | --- |\n{rows}"
    content = read(text.encode(), LIMITS)
    assert content.blocks == text.split("\n")
    assert content.warnings[0].startswith("table_as_lines: ")


def test_pipes_without_a_rule_stay_lines():
    text = "| 内容 | 制发 |\n| 规章 | 1 |\n| -- | - |\n| a \\| b | 2 |"
    assert blocks_of(text) == text.split("\n")


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("layout", ["markdown", "markdown_torn"])
def test_a_report_is_read_whole(vintage, layout):
    made = make_report(vintage, layout, None, 0, filled=True)
    assert kind_of(made.text.encode()) == "markdown"
    found = facts_of(made.text)
    wanted = {m: repr(cells[0].value) for m, cells in made.printed.items() if m}
    assert {metric: found.get(metric) for metric in wanted} == {
        metric: repr(float(value)) for metric, value in wanted.items()
    }


def test_a_whole_sheet_saved_as_one_table_is_taken_apart():
    prose = "本年度按时更新栏目" * 14
    lines = [
        f"| {prose} |  |  |",
        "| --- | --- | --- |",
        "| 内容 | 制发 | 有效 |",
        "| 规章 | 1 | 2 |",
    ]
    text, grid = blocks_of("\n".join(lines))
    assert (text, grid.texts) == (prose, ("内容", "制发", "有效", "规章", "1", "2"))


# --- HTML tables between lines -----------------------------------------------------------


def with_tables(text, *, framed):
    """A page as converters of PDF write it: lines, and tables in markup."""
    document = read_document(text.encode(), path="page.html")
    _, *tables = text.split("<table")
    tables = ["<table" + table.partition("</table>")[0] + "</table>" for table in tables]
    lines = []
    for block in document.blocks:
        if hasattr(block, "cells"):
            table = tables.pop(0)
            lines.append(f"<html><body>{table}</body></html>" if framed else table)
        else:
            lines.append(f"# {block.text}" if len(block.text) < 20 else block.text)
    return "\n\n".join(lines)


@pytest.mark.parametrize("framed", [True, False])
@pytest.mark.parametrize("vintage", VINTAGES)
def test_html_tables_between_lines_have_the_facts_of_the_page(vintage, framed):
    page = make_report(vintage, "html", None, 0).text
    text = with_tables(page, framed=framed)
    assert kind_of(text.encode()) == "markdown"
    assert facts_of(text) == facts_of(page)


def test_lines_round_a_table_stay_lines():
    text = "# 题\n一\n二 <table><tr><td>规章</td><td>1</td></tr></table> 三\n四"
    assert [block if isinstance(block, str) else block.texts for block in blocks_of(text)] == [
        *("题", "一", "二 ", ("规章", "1"), " 三", "四"),
    ]


def test_a_table_without_an_end_ends_behind_its_last_cell():
    blocks = blocks_of("# 题\n<table><tr><td>规章</td><td>1</td></tr>\n后文\n末")
    assert [block if isinstance(block, str) else block.texts for block in blocks] == [
        *("题", ("规章", "1"), "后文", "末"),
    ]


def test_tables_too_deep_in_one_another_are_beyond_the_limit():
    with pytest.raises(BeyondLimitError) as caught:
        read(b"# 1\n" + b"<table><tr><td>1" * 30, Limits(nesting=5))
    assert caught.value.limit == "nesting"


# --- Lines -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("## 一、总体情况 ##", "一、总体情况"),
        ("#某局", "某局"),
        ("- 总体情况", "总体情况"),
        ("- 3 -", "- 3 -"),
        ("- 5", "- 5"),
        ("> 引文", "引文"),
        ("1\\. 规章", "1. 规章"),
        ("![公章](images/1.jpg)盖章", "公章盖章"),
        ("见[附件](http://a.cn/b.doc)", "见附件"),
        ("<https://a.cn>", "https://a.cn"),
        ("**收到**申请 __26__ 件", "收到申请 26 件"),
        ("2~~6~~7", "2 6 7"),
        ("工号****", "工号****"),
        ("5**1** 6*2* 7`3`", "5**1** 6*2* 7`3`"),
        ("20**23**年", "20**23**年"),
        ("规章&nbsp;1 &lt; 2", "规章\xa01 < 2"),
        ("3 < 4", "3 < 4"),
        ("---", "---"),
        ("5\\*1", "5*1"),
        ("\\", "\\"),
    ],
)
def test_a_line_is_shown_without_its_marks(line, shown):
    assert blocks_of(f"前\n{line}\n后") == ["前", shown, "后"]


def test_a_line_under_a_heading_is_no_line_and_line_breaks_are():
    assert blocks_of("题\n===\n甲<br>乙\n\n```\n**1**\n```") == ["题", "甲", "乙", "", "**1**"]


def test_front_matter_is_metadata():
    content = read(
        b'---\ntitle: "\xe6\x8a\xa5\xe5\x91\x8a"\nurl: http://a.cn/b\ntags:\n  - x\n---\n1', LIMITS
    )
    assert content.metadata == (("title", "报告"), ("url", "http://a.cn/b"), ("tags", ""))
    assert content.blocks == ["1"]
    assert blocks_of("---\n正文\n---") == ["---", "正文", "---"]


@given(st.text("*_`~\\1 2a[]()!<>&#;", max_size=40))
def test_taking_marks_off_joins_no_digits(text):
    shown = plain(text)
    digits = [char for char in text if char.isdigit()]
    if "&" not in text:
        assert [char for char in shown if char.isdigit()] == digits or "](" in text
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    if not any(mark in text for mark in "\\[<&"):
        for i in range(len(shown) - 1):
            pair = shown[i : i + 2]
            assert not pair.isdigit() or pair in pairs


@given(st.text('|-:\n# *<table>/tdr"\\1总 ', max_size=120))
def test_any_text_is_read(text):
    for block in blocks_of(text):
        assert isinstance(block, (str, Grid))


@pytest.mark.parametrize("rule", ["|---|---|---|\n", ""])
def test_a_number_at_which_rows_between_pipes_break_off_is_unreadable(rule):
    rows = f"| 项目 | 自然人 | 总计 |\n{rule}| 总计 | 26 | 26 |\n| 其他 | 12 | 12 |\n"
    for end, broken in (("| 无 | 1", True), ("| 无 | 1 | 1 |", False)):
        document = read_document((rows + end).encode(), path="a.md")
        said = any(warning.startswith("truncated") for warning in document.warnings)
        assert said is broken
        assert ("1\ufffd" in repr(document.blocks).replace("\\ufffd", "\ufffd")) is broken
