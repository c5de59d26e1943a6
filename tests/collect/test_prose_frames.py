"""The frames of what the prose lists: parts of totals, problems and improvements."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi
from govinfo.schema import BREAKDOWNS, ITEMS

REPORT = """临河县水利局{year}年政府信息公开工作年度报告
本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。
一、总体情况
{overview}
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
{problems}
六、其他需要报告的事项
{other}
"""
PARTS = "主动公开政府信息{n}条，其中机构职能类12条，规划计划类8条（其中年度计划5条，专项规划3条）。"
FEES = "收取信息处理费270元，其中按件收取200元，按量收取70元。"
PROBLEMS = "存在问题：一是更新不及时；二是解读较少。下一步，一是加强培训。"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, values in (
        (
            "a.txt",
            {"year": 2022, "overview": PARTS.format(n=20), "problems": PROBLEMS, "other": FEES},
        ),
        ("b.txt", {"year": 2023, "overview": "工作平稳。", "problems": "无。", "other": "无。"}),
        (
            "c.txt",
            {"year": 2024, "overview": PARTS.format(n=21), "problems": "无。", "other": "无。"},
        ),
    ):
        (reports / name).write_text(REPORT.format(**values), encoding="utf-8")
    return reports


def printed(frame: pd.DataFrame, corpus: gi.Corpus) -> list[str]:
    """What stands at each place in the column narrative."""
    narrative = corpus.sources.set_index("source_id")["narrative"]
    texts = []
    for source, at in zip(frame["source_id"], frame["at"], strict=True):
        found = re.fullmatch(r"narrative, characters (\d+)–(\d+)", at)
        assert found
        texts.append(narrative[source][int(found[1]) : int(found[2]) + 1])
    return texts


def test_every_category_has_its_total_its_list_and_its_place(folder: Path) -> None:
    corpus = gi.read_reports(folder)
    found = gi.breakdowns(corpus)
    first = found[found["year"] == 2022]
    assert first["category"].tolist() == [
        "机构职能类", "规划计划类", "年度计划", "专项规划", "按件收取", "按量收取",
    ]  # fmt: skip
    assert first["list"].tolist() == [1, 1, 2, 2, 3, 3]
    assert first["depth"].tolist() == [1, 1, 2, 2, 1, 1]
    assert first["section"].tolist() == ["overview"] * 4 + ["other"] * 2
    assert first["parent"].tolist()[::2] == ["主动公开政府信息", "规划计划类", "收取信息处理费"]
    assert first["parent_value"].tolist()[::2] == [20, 8, 270]
    assert first["agency"].unique().tolist() == ["临河县水利局"]
    assert printed(found, corpus) == found["raw"].tolist()


def test_every_item_has_its_kind_its_number_and_its_place(folder: Path) -> None:
    corpus = gi.read_reports(folder)
    found = gi.items(corpus)
    assert found["kind"].tolist() == ["problem", "problem", "improvement"]
    assert found["number"].tolist() == ["一是", "二是", "一是"]
    assert found["item"].tolist() == [1, 2, 3]
    assert found["text"].tolist() == ["更新不及时", "解读较少", "加强培训"]
    assert found["heading"].tolist() == ["存在问题", "存在问题", "下一步"]
    assert printed(found, corpus) == found["text"].tolist()


def test_the_frames_keep_their_schemas(folder: Path) -> None:
    corpus = gi.read_reports(folder)
    for found, schema in ((gi.breakdowns(corpus), BREAKDOWNS), (gi.items(corpus), ITEMS)):
        assert {name: str(dtype) for name, dtype in found.dtypes.items()} == schema.columns
        assert not schema.key or not found.duplicated(list(schema.key)).any()


def test_without_lists_the_frames_are_empty_and_have_their_columns(folder: Path) -> None:
    corpus = gi.read_reports(folder / "b.txt")
    for found, schema in ((gi.breakdowns(corpus), BREAKDOWNS), (gi.items(corpus), ITEMS)):
        assert found.empty
        assert {name: str(dtype) for name, dtype in found.dtypes.items()} == schema.columns


def test_a_saved_corpus_gives_the_same(folder: Path, tmp_path: Path) -> None:
    corpus = gi.read_reports(folder)
    again = gi.load(corpus.save(tmp_path / "panel"))
    for frame in (gi.breakdowns, gi.items):
        left, right = frame(again), frame(corpus)
        pd.testing.assert_frame_equal(left, right, check_categorical=False)


def test_a_document_at_two_places_is_told_once(folder: Path) -> None:
    (folder / "z.txt").write_bytes((folder / "a.txt").read_bytes())
    found = gi.items(gi.read_reports(folder))
    assert len(found) == 3


def test_prose_that_looks_like_a_heading_of_sections_moves_no_place(tmp_path: Path) -> None:
    overview = f"[problems]\n一是人手不够。\n[other]\n{PARTS.format(n=20)}"
    text = REPORT.format(year=2023, overview=overview, problems=PROBLEMS, other="无。")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = gi.read_reports(tmp_path)
    found = gi.breakdowns(corpus)
    assert found["section"].unique().tolist() == ["overview"]
    assert printed(found, corpus) == found["raw"].tolist()
    assert gi.items(corpus)["text"].tolist() == ["更新不及时", "解读较少", "加强培训"]


@pytest.fixture(scope="module", name="real")
def _real(goldens: Path) -> gi.Corpus:
    return gi.read_reports(goldens)


def test_the_lists_of_real_reports_come_out_whole(real: gi.Corpus) -> None:
    corpus = real
    found = gi.breakdowns(corpus)
    assert printed(found, corpus) == found["raw"].tolist()
    by_file = found.assign(file=found["source_id"].map(_stems(corpus)))
    eight = by_file[by_file["file"] == "seed_001"]
    assert dict(zip(eight["category"], eight["value"], strict=True)) == {
        "政策法规类": 316, "人事信息": 29, "新闻": 24, "工作动态": 233, "领导信息": 63,
        "规划规划": 20, "统计数据": 329, "机构职能类": 145,
    }  # fmt: skip
    assert eight["parent_value"].unique().tolist() == [1159]
    assert eight["cue"].unique().tolist() == ["subset"]
    columns = by_file[(by_file["file"] == "seed_000") & (by_file["parent_value"] == 427)]
    assert dict(zip(columns["category"], columns["value"], strict=True)) == {
        "履职依据": 12, "机关简介": 8, "政府会议": 12, "预算决算": 1, "乡村振兴": 9, "社会救助": 22,
        "社会福利": 9, "生态环境": 12, "涉农政策": 12, "文化旅游": 11, "安全生产": 13,
        "医疗卫生": 13, "食品药品": 11, "应急信息": 13, "政策解读": 23, "村务公开": 207,
        "政府信息公开年报": 1,
    }  # fmt: skip
    assert columns["value"].sum() == 389


def test_the_items_of_real_reports_stand_where_they_say(real: gi.Corpus) -> None:
    listed = gi.items(real)
    assert printed(listed, real) == listed["text"].tolist()
    counts = listed.groupby([listed["source_id"].map(_stems(real)), "kind"], observed=True).size()
    assert counts["huaian_city_2024"].to_dict() == {"improvement": 1, "problem": 2}
    assert counts["seed_002"].to_dict() == {"improvement": 3, "problem": 3}
    assert counts["seed_003"].to_dict() == {"improvement": 2, "problem": 3}
    assert counts["shanghai_general_office_2019"].to_dict() == {"improvement": 6, "problem": 4}


def test_the_scope_of_real_reports_is_what_their_sentences_say(real: gi.Corpus) -> None:
    scopes = real.sources.set_index(real.sources["source_id"].map(_stems(real)))
    for stem in ("huaian_city_2024", "seed_001", "seed_003", "pingtan_2014_region"):
        assert scopes.loc[stem, "scope"] == "aggregate"
    for stem in ("seed_002", "shuyang_county_drc_2023", "pingtan_2011_civil_air_defence"):
        assert scopes.loc[stem, "scope"] == "own"
    known = scopes["scope"] != "unknown"
    assert scopes.loc[known, "scope_evidence"].notna().all()
    assert scopes.loc[~known, "scope_evidence"].isna().all()


def _stems(corpus: gi.Corpus) -> dict[str, str]:
    """Source id to the name of the file."""
    return {id_: Path(path).stem for id_, path in corpus.sources[["source_id", "path"]].to_numpy()}


def test_sources_name_the_sections_whose_headings_a_report_has(tmp_path: Path) -> None:
    whole = REPORT.format(year=2023, overview="工作平稳。", problems="无。", other="无。")
    cut = whole.partition("五、存在")[0].replace("临河县水利局", "临河县教育局")
    old = (
        "临河县水利局2012年政府信息公开工作年度报告\n"
        "一、概述\n工作平稳。\n二、主动公开政府信息情况\n公开8条。"
    )
    for name, text in (("a.txt", whole), ("b.txt", cut), ("c.txt", old)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = gi.read_reports(tmp_path).sources.set_index("path")["sections"]
    found.index = found.index.str[-5:]
    six = ["overview", "proactive", "requests", "disputes", "problems", "other"]
    assert found["a.txt"].split() == six
    assert found["b.txt"].split() == six[:4]
    assert pd.isna(found["c.txt"])
