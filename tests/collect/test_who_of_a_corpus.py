"""What a corpus makes of who, when and whose numbers: file names, websites, years, versions."""

from pathlib import Path

import pytest

import govinfo as gi

PAGE = """{title}{year}年政府信息公开工作年度报告
本报告统计期限为{year}年1月1日至{year}年12月31日。
一、总体情况
{overview}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
无。
"""
RECEIVED = "narrative.requests_received"


def write(folder: Path, name: str, title: str, *, year: int = 2023, overview: str = "略。") -> Path:
    path = folder / name
    path.write_text(PAGE.format(title=title, year=year, overview=overview), encoding="utf-8")
    return path


def test_a_file_name_names_the_agency_where_the_page_names_none(tmp_path: Path) -> None:
    report = gi.read_report(write(tmp_path, "靖远县大芦镇2023.txt", ""))
    assert (report.agency, report.agency_basis) == ("靖远县大芦镇人民政府", "file name")


@pytest.mark.parametrize(("year", "code"), [(2009, "522401"), (2011, None), (2020, "520500")])
def test_a_name_is_that_of_a_unit_of_the_reports_year(
    tmp_path: Path, year: int, code: str | None
) -> None:
    report = gi.read_report(write(tmp_path, "1.txt", "毕节市人民政府", year=year))
    assert report.region_code == code


def test_an_open_region_is_settled_by_the_website_that_the_corpus_knows(tmp_path: Path) -> None:
    names = ["人民政府", "教育局", "财政局", "民政局", "审计局"]
    rows = ["path,url"]
    for number, name in enumerate(names):
        write(tmp_path, f"{number}.txt", f"徐州市鼓楼区{name}")
        rows.append(f"{number}.txt,http://www.xzgl.gov.cn/nb/{number}.html")
    write(tmp_path, "open.txt", "鼓楼区水务局")
    rows.append("open.txt,http://www.xzgl.gov.cn/nb/9.html")
    (tmp_path / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    found = gi.read_reports(tmp_path).sources.set_index("agency").loc["鼓楼区水务局"]
    assert (found["region_code"], found["agency_id"]) == ("320302", "320302:鼓楼区水务局")
    assert found["agency_basis"].endswith("and domain")
    alone = gi.read_report(tmp_path / "open.txt")
    assert alone.region_code is None


def test_what_the_page_says_of_another_body_is_no_fact(tmp_path: Path) -> None:
    overview = "县公安局收到政府信息公开申请9件。我局收到政府信息公开申请3件。"
    write(tmp_path, "1.txt", "通渭县水务局", overview=overview)
    corpus = gi.read_reports(tmp_path)
    found = gi.explain(corpus, "通渭县水务局", 2023, RECEIVED)
    assert found["value"].tolist() == [3]
    assert found["sentence"].tolist() == ["我局收到政府信息公开申请【3件】。"]


def test_a_plan_of_another_year_is_told(tmp_path: Path) -> None:
    overview = "按照《2021年政务公开工作要点》要求，工作有序。"
    report = gi.read_report(write(tmp_path, "1.txt", "通渭县水务局", overview=overview))
    assert report.warnings[-1] == "stale_basis: cites 2021年政务公开工作要点 in a report on 2023"


@pytest.mark.parametrize("fuller", ["a.txt", "b.txt"])
def test_of_undated_versions_the_one_with_more_cells_is_current(
    tmp_path: Path, fuller: str
) -> None:
    for name in ("a.txt", "b.txt"):
        overview = "收到政府信息公开申请3件。" if name == fuller else "略。"
        write(tmp_path, name, "通渭县水务局", overview=overview)
    sources = gi.read_reports(tmp_path).sources
    assert Path(sources.loc[sources["current"], "path"].item()).name == fuller
