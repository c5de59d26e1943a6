from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import govinfo as gi
from govinfo.schema import OTHER_TABLES

SHEET = """临河县水利局{year}年度政府信息公开年度报告
一、概述
略。
六、存在的主要问题及改进措施
略。
附表 指标名称 单位 {year}年度 历年累计
主动公开数 条 {n} 99 其中：网站 条 5 60 咨询数 件 0 — 收费 元 12 40
"""
NONE = """临河县林业局2012年度政府信息公开年度报告
一、概述
略。
六、存在的主要问题及改进措施
略。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    reports.mkdir()
    for name, text in (
        ("a.txt", SHEET.format(year=2011, n=15)),
        ("b.txt", NONE),
        ("c.txt", SHEET.format(year=2012, n=16)),
    ):
        (reports / name).write_text(text, encoding="utf-8")
    return reports


def test_every_cell_has_its_labels_its_value_and_its_place(folder: Path) -> None:
    corpus = gi.read_reports(folder)
    found = gi.other_tables(corpus)
    first = found[found["year"] == 2011]
    assert first["row_label"].tolist()[:4:2] == ["主动公开数", "主动公开数/其中：网站"]
    assert first["column_label"].unique().tolist() == ["2011年度", "历年累计"]
    assert first["value"].tolist()[:5] == [15, 99, 5, 60, 0]
    assert first["status"].tolist()[4:6] == ["reported", "not_applicable"]
    assert first["unit"].tolist()[-1] == "元"
    text = (folder / "a.txt").read_text(encoding="utf-8")
    start, end = map(int, first["at"].iloc[0].removeprefix("characters ").split("–"))
    assert text[start : end + 1] == "15"


def test_the_frame_keeps_its_schema_and_its_key(folder: Path) -> None:
    found = gi.other_tables(gi.read_reports(folder))
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == OTHER_TABLES.columns
    assert not found.duplicated(list(OTHER_TABLES.key)).any()
    assert len(found["source_id"].unique()) == 2


def test_without_other_tables_the_frame_is_empty_and_has_its_columns(folder: Path) -> None:
    found = gi.other_tables(gi.read_reports(folder / "b.txt"))
    assert found.empty
    assert {name: str(dtype) for name, dtype in found.dtypes.items()} == OTHER_TABLES.columns


def test_a_saved_corpus_gives_its_other_tables_back(folder: Path, tmp_path: Path) -> None:
    corpus = gi.read_reports(folder)
    again = gi.load(corpus.save(tmp_path / "panel"))
    pd.testing.assert_frame_equal(gi.other_tables(again), gi.other_tables(corpus))
    names = sorted(path.name for path in (tmp_path / "panel" / "other_tables").iterdir())
    assert names == ["2011.parquet", "2012.parquet"]
    assert pq.read_metadata(tmp_path / "panel" / "other_tables" / "2011.parquet").num_rows == 8


def test_saving_again_replaces_the_older_other_tables(folder: Path, tmp_path: Path) -> None:
    gi.read_reports(folder).save(tmp_path / "panel")
    gi.read_reports(folder / "b.txt").save(tmp_path / "panel")
    assert gi.other_tables(gi.load(tmp_path / "panel")).empty


def test_a_document_found_twice_gives_its_other_tables_once(folder: Path) -> None:
    (folder / "d.txt").write_bytes((folder / "a.txt").read_bytes())
    corpus = gi.read_reports(folder)
    assert len(gi.other_tables(corpus)) == 16


def test_a_grid_is_placed_by_table_row_and_column(tmp_path: Path) -> None:
    rows = [("类别", "数量"), ("土地", "12件"), ("房屋", "3件")]
    cells = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    page = NONE.replace("\n", "</p><p>") + f"</p><table>{cells}</table>"
    (tmp_path / "a.html").write_text(f"<p>{page}", encoding="utf-8")
    found = gi.other_tables(gi.read_reports(tmp_path / "a.html"))
    assert found["at"].tolist() == ["table 1, row 2, column 2", "table 1, row 3, column 2"]
    assert found["unit"].tolist() == ["件", "件"]
