"""Where one number comes from."""

from pathlib import Path

import pytest

import govinfo as gi
from govinfo.errors import UnknownNameError

PAGE = """{agency}2023年政府信息公开工作年度报告
发布时间：{published}
本报告统计期限为2023年1月1日至2023年12月31日。
一、总体情况
工作有序。全年主动公开政府信息{items}余条（其中网站12条）；收到政府信息公开申请{requests}件。未发生行政复议案件。
二、主动公开政府信息情况
第二十条第（一）项
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 0 0
行政规范性文件 {documents} 0 9
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
无。
"""


@pytest.fixture
def corpus(tmp_path: Path) -> gi.Corpus:
    for name, agency, published, items, requests, documents in (
        ("old", "靖远县人民政府", "2024-01-20", 300, 3, 2),
        ("new", "靖远县人民政府", "2024-02-20", 300, 4, 3),
        ("other", "通渭县人民政府", "2024-01-20", 500, 7, 4),
    ):
        page = PAGE.format(
            agency=agency, published=published, items=items, requests=requests, documents=documents
        )
        (tmp_path / f"{name}.txt").write_text(page, encoding="utf-8")
    return gi.read_reports(tmp_path)


@pytest.mark.parametrize("agency", ["620421:靖远县人民政府", "靖远县人民政府", "靖远"])
def test_a_number_is_explained_by_its_cell_in_every_version(corpus: gi.Corpus, agency: str) -> None:
    found = gi.explain(corpus, agency, 2023, "normative_documents.issued")
    assert found["value"].tolist() == [3, 2]
    assert found["raw"].tolist() == ["3", "2"]
    assert found["current"].tolist() == [True, False]
    assert Path(found["path"][0]).name == "new.txt"
    assert found["label_en"][0].startswith("administrative normative documents")
    assert found["sentence"].isna().all()


def test_a_number_in_the_prose_is_explained_by_its_sentence(corpus: gi.Corpus) -> None:
    found = gi.explain(corpus, "通渭", 2023, "narrative.disclosed_total")
    assert found["value"].tolist() == [500]
    assert found["sentence"].tolist() == ["全年主动公开政府信息【500余条】（其中网站12条）；"]
    found = gi.explain(corpus, "通渭", 2023, "narrative.requests_received")
    assert found["sentence"].tolist() == ["收到政府信息公开申请【7件】。"]
    found = gi.explain(corpus, "通渭", 2023, "narrative.reconsideration_cases")
    assert found["sentence"].tolist() == ["【未发生行政复议】案件。"]


def test_the_sentence_is_known_after_loading(corpus: gi.Corpus, tmp_path: Path) -> None:
    corpus.save(tmp_path / "panel")
    again = gi.load(tmp_path / "panel")
    for metric in ("narrative.disclosed_total", "rules.issued"):
        before = gi.explain(corpus, "通渭", 2023, metric)
        assert gi.explain(again, "通渭", 2023, metric).equals(before)


def test_part_of_a_name_that_fits_several_agencies_lists_them(corpus: gi.Corpus) -> None:
    with pytest.raises(UnknownNameError, match=r"靖远县人民政府.*通渭县人民政府"):
        gi.explain(corpus, "人民政府", 2023, "rules.issued")


def test_unknown_names_are_named_with_their_neighbours(corpus: gi.Corpus) -> None:
    with pytest.raises(UnknownNameError, match="靖远县人民政府"):
        gi.explain(corpus, "靖远县人民政務", 2023, "rules.issued")
    with pytest.raises(UnknownNameError, match=r"rules\.issued"):
        gi.explain(corpus, "靖远", 2023, "rules.isued")


def test_a_year_without_the_fact_explains_nothing(corpus: gi.Corpus) -> None:
    found = gi.explain(corpus, "靖远", 2019, "rules.issued")
    assert found.empty
    assert {"value", "sentence"} <= set(found.columns)
