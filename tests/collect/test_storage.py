from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

import govinfo as gi

KEY = ["source_id", "metric"]


@pytest.fixture(scope="module")
def corpus(samples: Path) -> gi.Corpus:
    return gi.read_reports(samples, progress=False)


def test_a_saved_corpus_comes_back_equal(corpus: gi.Corpus, tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    again = gi.load(corpus.save(tmp_path / "panel"))
    pd.testing.assert_frame_equal(again.sources, corpus.sources)
    pd.testing.assert_frame_equal(again.failures, corpus.failures)
    pd.testing.assert_frame_equal(
        again.facts.sort_values(KEY, ignore_index=True),
        corpus.facts.sort_values(KEY, ignore_index=True),
    )


def test_facts_are_stored_one_row_per_report_and_one_file_per_year(
    corpus: gi.Corpus, tmp_path: Path
) -> None:
    corpus.save(tmp_path)
    for year, group in corpus.sources.groupby("year"):
        assert pq.read_metadata(tmp_path / "facts" / f"{year}.parquet").num_rows == len(group)


def test_saving_again_replaces_the_older_corpus(corpus: gi.Corpus, tmp_path: Path) -> None:
    corpus.save(tmp_path)
    stray = tmp_path / "facts" / "1999.parquet"
    stray.write_bytes(b"old")
    corpus.save(tmp_path)
    assert not stray.exists()


def test_a_folder_without_a_corpus_says_so(tmp_path: Path) -> None:
    with pytest.raises(gi.ReadError, match="holds no saved corpus"):
        gi.load(tmp_path)


def test_another_version_of_the_schema_is_refused(corpus: gi.Corpus, tmp_path: Path) -> None:
    corpus.save(tmp_path)
    path = tmp_path / "sources.parquet"
    table = pq.read_table(path)
    metadata = {**table.schema.metadata, b"govinfo.schema_version": b"0"}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(gi.SchemaError, match="schema version 0"):
        gi.load(tmp_path)


def test_one_report_alone_gives_the_same_facts_as_in_the_corpus(
    corpus: gi.Corpus, samples: Path
) -> None:
    path = samples / "by_hand" / "dehua_2023_hybrid.html"
    alone = gi.read_report(path).facts()
    source = corpus.sources.set_index("path").loc[str(path), "source_id"]
    among = corpus.facts[corpus.facts["source_id"] == source].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone.astype("object"), among.astype("object"))


def test_money_without_a_printed_unit_has_none_in_the_corpus_and_after_loading(
    tmp_path: Path,
) -> None:
    page = tmp_path / "in" / "report.txt"
    page.parent.mkdir()
    page.write_text(
        """通渭县人民政府2019年政府信息公开工作年度报告
一、总体情况
略。
二、主动公开政府信息情况
信息内容
上一年项目数量
本年增/减
行政事业性收费
3
0
信息内容
采购项目数量
采购总金额
政府集中采购
2
832995
六、其他需要报告的事项
无。
""",
        encoding="utf-8",
    )
    corpus = gi.read_reports(page)
    again = gi.load(corpus.save(tmp_path / "panel"))
    for facts in (corpus.facts, again.facts, gi.read_report(page).facts()):
        amount = facts.set_index("metric").loc["procurement.amount"]
        assert amount["value"] == 832995
        assert pd.isna(amount["unit"])
