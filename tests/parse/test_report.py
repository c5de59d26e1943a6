"""A whole report: what it holds, where each number stands, what is doubtful."""

import pandas as pd
import pytest

from govinfo.errors import ParseError
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.registry import rows
from govinfo.schema import FACTS

PARTIES = 7


def labels(form):
    return list(dict.fromkeys(r["row_path"] for r in rows("forms") if r["form"] == form))


def requests_lines(form="requests.2021", new="2 1 0 0 0 0 3", gap="\n"):
    lines = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    for path in labels(form):
        label = path.split("/")[-1]
        filled = any(word in label for word in ("本年新收", "予以公开", "（七）总计", "（六）总计"))
        lines += [label, (new if filled else "0 0 0 0 0 0 0").replace(" ", gap)]
    return "\n".join(lines)


OLD_DOCUMENTS = (
    "信息内容\n本年新制作数量\n本年新公开数量\n对外公开总数量\n规章\n0\n0\n0\n规范性文件\n4\n4\n31"
)
NEW_DOCUMENTS = (
    "信息内容\n本年制发件数\n本年废止件数\n现行有效件数\n规章\n0\n0\n0\n行政规范性文件\n4\n1\n31"
)
PROSE = "2023年，我局主动公开政府信息1036条，召开新闻发布会3场。"


def page(proactive=NEW_DOCUMENTS, requests=None, year=2023, overview=PROSE):
    return f"""临河县水利局{year}年政府信息公开工作年度报告
一、总体情况
{overview}
二、主动公开政府信息情况
第二十条第（一）项
{proactive}
三、收到和处理政府信息公开申请情况
申请人情况
{requests_lines() if requests is None else requests}
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
个别栏目更新慢。
六、其他需要报告的事项
无。
"""


def read(text, **known):
    document = read_document(text.encode(), path="report.txt")
    return document, parse(document, **known)


def diagnostics(report):
    return {warning.partition(":")[0] for warning in report.warnings}


@pytest.mark.parametrize(
    "text",
    [
        "临河县水利局关于节约用水的通知\n请各单位节约用水3次。",
        "一、总体情况\n这是一份没有标题的文字。",
        "临河县水利局2023年政府信息公开工作年度报告",
        "12 34 56",
        "<html><body><table><tr><td>姓名</td><td>电话</td></tr></table></body></html>",
    ],
)
def test_what_is_no_report_is_refused_by_name(text):
    with pytest.raises(ParseError, match=r"^report\.txt: is no annual report"):
        read(text)


def test_a_report_says_who_when_and_what():
    _, report = read(page())
    assert report.title == "临河县水利局2023年政府信息公开工作年度报告"
    assert report.agency == "临河县水利局"
    assert report.year == 2023
    assert report.forms == ("proactive.2021", "requests.2021")
    assert set(report.sections) == {
        "overview", "proactive", "requests", "disputes", "problems", "other",
    }  # fmt: skip
    assert report.sections["other"].strip() == "无。"
    assert report.headings is not None
    assert set(report.headings) == set(report.sections)
    assert (report.scope, report.year_basis, report.agency_basis) == ("own", "title", "title")
    assert report.scope_evidence in report.sections["overview"]
    assert report.spellings == ("临河县水利局",)


def test_every_cell_of_a_form_found_has_its_row():
    _, report = read(page())
    facts = report.facts()
    counts = facts["form"].value_counts()
    assert counts["proactive.2021"] == 10
    assert counts["requests.2021"] == 25 * PARTIES
    assert counts["disputes"] == 0
    assert not facts.duplicated(list(FACTS.key)).any()
    assert (facts["value"].notna() == (facts["status"] == "reported")).all()


def test_a_table_whose_heading_stands_alone_is_lost():
    _, report = read(page())
    assert report.tables_lost == ("disputes",)
    assert "table_lost" in diagnostics(report)


def test_forms_of_two_years_in_one_report_are_a_hybrid():
    _, report = read(page(proactive=OLD_DOCUMENTS))
    assert report.forms == ("proactive.2019", "requests.2021")
    assert {"hybrid_form", "form_lag"} <= diagnostics(report)
    values = report.facts().set_index("metric")["value"]
    assert values["normative_documents.disclosed_total"] == 31


def test_the_older_forms_lag_only_after_their_time():
    older = {"proactive": OLD_DOCUMENTS, "requests": requests_lines("requests.2019")}
    _, in_time = read(page(**older, year=2020))
    _, late = read(page(**older, year=2022))
    assert in_time.forms == late.forms == ("proactive.2019", "requests.2019")
    assert not {"hybrid_form", "form_lag"} & diagnostics(in_time)
    assert "form_lag" in diagnostics(late)


def test_a_report_cut_short_says_which_headings_are_missing():
    text = page().split("五、存在")[0]
    _, report = read(text)
    assert "truncated: no heading of other, problems" in report.warnings
    assert report.headings == ("overview", "proactive", "requests", "disputes")


def test_traditional_characters_are_told():
    text = page().replace("总体情况", "總體情況").replace("申请", "申請")
    _, report = read(text)
    assert "script_damage: traditional characters" in report.warnings
    assert report.facts().set_index("metric")["value"]["requests.new.total"] == 3


def test_what_is_known_from_a_manifest_goes_before_the_page():
    _, report = read(page(), agency="临河县林业局", year=2022)
    assert report.agency == "临河县林业局"
    assert report.year == 2022
    assert "year_conflict" in diagnostics(report)


def test_a_fact_of_running_text_points_at_its_print():
    document, report = read(page())
    columns = report.columns
    seen = 0
    for raw, table, first, last in zip(
        columns.raw, columns.table, columns.first, columns.last, strict=True
    ):
        if table == 0 and raw:
            assert document.text[first : last + 1] == raw
            seen += 1
    assert seen >= 6 + 25 * PARTIES + 2


def test_a_fact_points_at_its_print_behind_pinyin_gaps_and_traditional_characters():
    text = page(overview="2023年，我 局(jú)主動(dòng)公開(kāi)政府 信息1036條，召開新聞發布會3場。")
    document, report = read(text)
    facts = dict(zip(report.columns.metric, range(len(report.columns.metric)), strict=True))
    at = facts["narrative.disclosed_total"]
    first, last = report.columns.first[at], report.columns.last[at]
    assert "1036" in document.text[first : last + 1]
    at = facts["requests.new.natural_person"]
    assert document.text[report.columns.first[at]] == "2"
    assert document.text[: report.columns.first[at]].endswith("本年新收政府信息公开申请数量\n")


def test_a_glued_run_points_at_the_whole_run():
    glued = requests_lines(gap="")
    document, report = read(page(requests=glued))
    facts = report.facts().set_index("metric")
    assert facts.loc["requests.new.total", "method"] == "decoded"
    assert facts.loc["requests.new.total", "value"] == 3
    assert facts.loc["requests.new.total", "raw"] == "2100003"
    at = report.columns.metric.index("requests.new.total")
    first, last = report.columns.first[at], report.columns.last[at]
    assert document.text[first : last + 1] == "2100003"


def html_page():
    cells = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [["", *cells]]
    for path in labels("requests.2021"):
        label = path.split("/")[-1]
        filled = any(word in label for word in ("本年新收", "予以公开", "（七）总计"))
        lines.append([label, *("2 1 - 0 0 0 3" if filled else "0 0 - 0 0 0 0").split()])
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines)
    card = "<table><tr><td>索引号</td><td>A-1</td></tr></table>"
    before, behind = page(requests="@").split("@")
    return card + f"<p>{before}</p><table>{body}</table><p>{behind}</p>".replace("\n", "</p><p>")


def test_a_fact_of_a_grid_points_at_its_cell():
    _, report = read(html_page())
    columns = report.columns
    seen = 0
    for raw, table, row, column in zip(
        columns.raw, columns.table, columns.first, columns.last, strict=True
    ):
        if table:
            (cell,) = [
                cell
                for cell in report.tables[table - 1].cells
                if (cell.row + 1, cell.column + 1) == (row, column)
            ]
            assert cell.text == raw
            seen += 1
    assert seen == 25 * PARTIES
    at = report.facts().set_index("metric")["at"]
    assert at["requests.new.total"] == "table 2, row 2, column 8"


def test_a_table_s_number_is_its_place_among_the_tables():
    _, report = read(html_page())
    assert [table.number for table in report.tables] == list(range(1, len(report.tables) + 1))


def test_an_absent_cell_has_no_place_and_no_method():
    _, report = read(page())
    facts = report.facts().set_index("metric")
    fees = facts.loc["fees.amount"]
    assert (fees["status"], fees["raw"]) == ("absent", "")
    assert facts[["at", "method", "bound"]].isna().loc["fees.amount"].all()


def test_unplaced_numbers_are_told_once_for_each_run():
    _, report = read(page(requests=requests_lines(new="2 1 0 3")))
    told = [w for w in report.warnings if w.startswith("unplaced_numbers")]
    assert told == [f"unplaced_numbers: {3 * PARTIES} cells share the run “2 1 0 3”"]


def test_reading_twice_gives_the_same_report():
    once, twice = (read(page())[1] for _ in range(2))
    pd.testing.assert_frame_equal(once.facts(), twice.facts())
    assert once.warnings == twice.warnings
