from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi

SAMPLES = Path(__file__).parents[2] / "data" / "reports"
PAGE = """甲县人民政府2023年政府信息公开工作年度报告
发布时间：2024-01-20
本报告统计期限为2023年1月1日至2023年12月31日。
一、总体情况
全年收到政府信息公开申请3件。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
无。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


BAD = {
    "empty.html": (b"", "empty"),
    "noise.html": (os.urandom(4096), "noise.html"),
    "report.html": (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "report.html"),
    "news.html": ("<p>县政府召开会议，研究政务公开工作。</p>".encode(), "no annual report"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_failure_that_names_it_and_the_rest_is_read(
    folder: Path, name: str
) -> None:
    data, words = BAD[name]
    (folder / name).write_bytes(data)
    corpus = gi.read_reports(folder)
    assert list(corpus.sources["path"]) == [str(folder / "good.txt")]
    failure = corpus.failures.iloc[0]
    assert failure["path"] == str(folder / name)
    assert str(folder / name) in failure["message"]
    assert words in failure["message"]


def test_a_bad_file_alone_raises_with_its_name(tmp_path: Path) -> None:
    empty = tmp_path / "empty.html"
    empty.write_bytes(b"")
    with pytest.raises(gi.ReadError, match=r"empty\.html"):
        gi.read_report(empty)


def test_a_folder_without_files_says_so(tmp_path: Path) -> None:
    with pytest.raises(gi.ReadError, match="holds no file"):
        gi.read_reports(tmp_path)


def test_a_glob_that_matches_nothing_says_so(tmp_path: Path) -> None:
    with pytest.raises(gi.ReadError, match="matches no file"):
        gi.read_reports(str(tmp_path / "*.html"))


def test_a_missing_file_is_a_failure_and_its_neighbour_is_read(folder: Path) -> None:
    corpus = gi.read_reports([folder / "good.txt", folder / "gone.txt"])
    assert len(corpus) == 1
    assert "does not exist" in corpus.failures.loc[0, "message"]


def test_a_manifest_overrides_what_was_guessed(folder: Path) -> None:
    (folder / "manifest.csv").write_text(
        "path,agency,year,url,published\n"
        "good.txt,通渭县人民政府,2022,https://example.org/a,2023-03-01\n",
        encoding="utf-8",
    )
    source = gi.read_reports(folder).sources.iloc[0]
    assert source["agency"] == "通渭县人民政府"
    assert source["region_code"] == "621121"
    assert source["year"] == 2022
    assert source["published"] == pd.Timestamp("2023-03-01")
    assert source["url"] == "https://example.org/a"
    assert "year_conflict" in source["warnings"]


def test_the_agency_of_a_manifest_gives_way_to_the_page_and_that_of_a_call_does_not(
    folder: Path,
) -> None:
    rows = "path,agency\ngood.txt,乙县人民政府\n"
    (folder / "manifest.csv").write_text(rows, encoding="utf-8")
    source = gi.read_reports(folder).sources.set_index("title").loc[PAGE.split("\n")[0]]
    assert source["agency"] == "甲县人民政府"
    assert source["agency_basis"] == "title"
    assert "agency_conflict: title says 甲县人民政府, manifest 乙县人民政府" in source["warnings"]
    report = gi.read_report(folder / "good.txt", agency="乙县人民政府")
    assert report.agency == "乙县人民政府"


def test_a_manifest_can_be_left_unread(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,year\ngood.txt,2022\n", encoding="utf-8")
    corpus = gi.read_reports(folder, manifest=False)
    assert list(corpus.sources["year"]) == [2023]
    assert corpus.failures.empty


def test_a_file_that_the_manifest_names_and_that_is_gone_is_a_failure(folder: Path) -> None:
    (folder / "manifest.csv").write_text("path,year\ngood.txt,\ngone.txt,2022\n", encoding="utf-8")
    for corpus in (gi.read_reports(folder), gi.read_reports(manifest=folder / "manifest.csv")):
        assert len(corpus) == 1
        assert "gone.txt: does not exist" in corpus.failures.loc[0, "message"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file,year\ngood.txt,2022\n", "lacks 'path'"),
        ("path,year\ngood.txt,22nd\n", "row 2"),
        ("path,published\ngood.txt,31.1.2024\n", "row 2"),
        ("path,year\n,2022\n", "row 2: no path"),
    ],
)
def test_a_malformed_manifest_says_where(folder: Path, text: str, words: str) -> None:
    (folder / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(gi.SchemaError, match=words):
        gi.read_reports(folder, manifest=folder / "list.csv")


def test_the_same_bytes_twice_give_their_facts_once(folder: Path) -> None:
    (folder / "copy.txt").write_text(PAGE, encoding="utf-8")
    corpus = gi.read_reports(folder)
    assert len(corpus.sources) == 2
    assert list(corpus.sources["current"]) == [True, False]
    assert not corpus.facts.duplicated(["source_id", "metric"]).any()
    assert "duplicate: the same bytes" in corpus.sources.loc[1, "warnings"]


def test_of_two_versions_the_newer_is_current(folder: Path) -> None:
    newer = PAGE.replace("2024-01-20", "2024-05-05").replace("申请3件", "申请4件")
    (folder / "again.txt").write_text(newer, encoding="utf-8")
    both = [folder / "again.txt", folder / "good.txt"]
    corpus = gi.read_reports(both, manifest=_named(folder))
    assert list(corpus.sources["current"]) == [True, False]
    assert corpus.current.set_index("metric")["value"]["narrative.requests_received"] == 4


def test_versions_without_a_known_agency_are_not_taken_for_one_another(folder: Path) -> None:
    (folder / "again.txt").write_text(PAGE.replace("申请3件", "申请4件"), encoding="utf-8")
    assert list(gi.read_reports(folder).sources["current"]) == [True, True]


def _named(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_text("path,agency\ngood.txt,通渭县人民政府\nagain.txt,通渭县人民政府\n", "utf-8")
    return path


def test_hidden_files_and_attachments_of_saved_pages_are_left_alone(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\0\1")
    (folder / "page_files").mkdir()
    (folder / "page_files" / "style.css").write_text("p {}", encoding="utf-8")
    assert gi.read_reports(folder).failures.empty


def test_a_folder_that_cannot_be_opened_is_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = folder / "closed"
    closed.mkdir()
    (closed / "lost.txt").write_text(PAGE, encoding="utf-8")
    scan = os.scandir

    def refused(path):  # type: ignore[no-untyped-def]
        if str(path) == str(closed):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    corpus = gi.read_reports(folder)
    assert len(corpus) == 1
    assert corpus.failures["path"].tolist() == [str(closed)]


def test_a_manifest_names_members_of_archives(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("2023/one.txt", PAGE)
        archive.writestr("2023/two.txt", PAGE.replace("甲县人民政府2023", "2023"))
    manifest = tmp_path / "manifest.csv"
    rows = ["path,agency", "a.zip!2023/two.txt,乙县人民政府", "a.zip!gone.txt,"]
    manifest.write_text("\n".join(rows), encoding="utf-8")
    corpus = gi.read_reports(tmp_path)
    places = [path.partition("!")[2] for path in corpus.sources["path"]]
    assert dict(zip(places, corpus.sources["agency"], strict=True)) == {
        "2023/one.txt": "甲县人民政府",
        "2023/two.txt": "乙县人民政府",
    }
    assert corpus.failures["member"].tolist() == ["gone.txt"]
    listed = gi.read_reports(manifest=manifest)
    assert len(listed) == 1
    assert listed.failures["member"].tolist() == ["gone.txt"]


def test_of_two_unsettled_readings_the_one_that_tells_more_is_kept() -> None:
    from govinfo.collect.one import _more

    whole = gi.read_report(SAMPLES / "tianshui" / "2021.html")
    lost = gi.read_report(SAMPLES / "by_hand" / "haihe_2022_tables_lost.txt")
    assert _more(whole, lost)
    assert not _more(lost, whole)
    assert not _more(whole, whole)
