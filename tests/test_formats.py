"""The same report in another format says the same."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))  # for tests/formats, the writers

from formats.facts import Difference, Fact, differences, document_in, facts_of, readings
from formats.paper import printable
from formats.writing import HABITS, WRITERS, write

import govinfo as gi
from govinfo.errors import ReadError
from govinfo.model import Document, Table
from govinfo.parse import parse

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "reports"
GOLDENS = ROOT.parent / "shared" / "reports"
PATHS = sorted(path for path in SAMPLES.rglob("*.*") if path.suffix in (".html", ".txt"))
#: Everything that a report says can be said in these.
WHOLE = ("docx", "doc", "odt", "rtf", "html", "mhtml", "eml", "json", "jsonl", "zip", "tar.gz")
#: For reports with tables.
SHEETS = ("xlsx", "xls", "ods")
#: No merged cells, and in ``txt`` no rows: so many facts of all samples stay open.
OPEN = {"md": 54, "csv": 54, "txt": 181}
#: Reports that try what is easily lost: blanks, dashes, uneven columns, lines for cells.
TRYING = (
    "dehua/2020.html",
    "by_hand/huining_water_2023_blank_columns.html",
    "by_hand/huichuan_2024_dashes.html",
    "by_hand/zhengding_2024_split_table.html",
    "tianshui/2019.html",
    "haihe/2021_2.txt",
    "by_hand/zhengding_2022_short_disputes.txt",
)


@dataclass(frozen=True)
class Sample:
    """A report: its document, and the facts as its own format tells them."""

    name: str
    document: Document
    facts: dict[str, Fact]

    @property
    def tables(self) -> bool:
        return any(isinstance(block, Table) for block in self.document.blocks)


@cache
def sample(path: Path) -> Sample:
    document = document_in(path.read_bytes(), path.name)
    while document.slower is not None:
        document = document.slower.read()
    return Sample(f"{path.parent.name}/{path.name}", document, facts_of(parse(document)))


def with_tables() -> list[Sample]:
    return [report for report in map(sample, PATHS) if report.tables]


def compared(
    report: Sample, kind: str, habits: tuple[str, ...] = (), seed: int = 0
) -> tuple[list[Difference], list[Difference]]:
    """What another format says wrong in any reading, and what stays open in the last."""
    data = write(report.document, kind, habits, seed=seed)
    wrong: list[Difference] = []
    found: list[Difference] = []
    for facts in readings(data, f"{report.name}.{kind}"):
        found = differences(report.facts, facts)
        wrong += [difference for difference in found if not difference.open]
    return wrong, [difference for difference in found if difference.open]


def differing(kind: str, reports: list[Sample]) -> dict[str, list[str]]:
    """What another format does not say in the same way, by report."""
    found = {
        report.name: [str(difference) for part in compared(report, kind) for difference in part]
        for report in reports
    }
    return {name: notes[:5] for name, notes in found.items() if notes}


@pytest.mark.parametrize("kind", WHOLE)
def test_every_sample_says_the_same_in_another_format(kind: str) -> None:
    assert len(PATHS) == 73
    assert differing(kind, [sample(path) for path in PATHS]) == {}


@pytest.mark.parametrize("kind", SHEETS)
def test_every_sample_with_tables_says_the_same_on_a_sheet(kind: str) -> None:
    reports = with_tables()
    assert len(reports) == 40
    assert differing(kind, reports) == {}


def test_samples_say_the_same_on_paper() -> None:
    reports = with_tables()[::3]
    assert len(reports) == 14
    assert differing("pdf", reports) == {}


@pytest.mark.parametrize("kind", OPEN)
def test_without_merged_cells_little_stays_open_and_nothing_is_wrong(kind: str) -> None:
    left = 0
    for report in with_tables():
        wrong, still_open = compared(report, kind)
        assert [str(difference) for difference in wrong] == [], report.name
        left += len(still_open)
    assert left <= OPEN[kind]


def test_lines_on_paper_may_stay_open_but_are_never_read_wrong() -> None:
    reports = [report for report in map(sample, PATHS) if not report.tables][::8]
    for report in reports:
        if printable(report.document):
            wrong, _ = compared(report, "pdf")
            assert [str(difference) for difference in wrong] == [], report.name


def test_a_folder_of_one_report_in_every_format_is_read_whole(tmp_path: Path) -> None:
    report = sample(SAMPLES / "yancheng" / "2022.html")
    for kind in WRITERS:
        (tmp_path / f"report.{kind}").write_bytes(write(report.document, kind))
    corpus = gi.read_reports(tmp_path, progress=False)
    assert corpus.failures.empty
    assert len(corpus.sources) == len(WRITERS)
    assert set(corpus.sources["n_reported"]) == {215}
    assert set(corpus.sources["agency"]) == {"盐城市人民政府"}
    assert set(corpus.sources["year"]) == {2022}


def habits_of(kind: str) -> st.SearchStrategy[tuple[str, ...]]:
    if not HABITS[kind]:
        return st.just(())
    return st.sets(st.sampled_from(HABITS[kind])).map(lambda found: tuple(sorted(found)))


@settings(max_examples=80)
@given(st.data(), st.sampled_from(TRYING), st.integers(0, 99))
def test_whatever_a_program_leaves_in_a_file_the_report_says_the_same(
    data: st.DataObject, name: str, seed: int
) -> None:
    kind = data.draw(st.sampled_from((*WHOLE, *SHEETS)))
    habits = data.draw(habits_of(kind))
    report = sample(SAMPLES / name)
    assume(report.tables or kind not in SHEETS)
    wrong, still_open = compared(report, kind, habits, seed)
    assert [str(difference) for difference in wrong] == []
    if "text" not in habits:  # a crawl that kept the text alone
        assert [str(difference) for difference in still_open] == []


@settings(max_examples=30)
@given(st.data(), st.sampled_from(TRYING[:5]), st.sampled_from(("md", "csv")))
def test_however_a_table_of_text_is_written_nothing_is_wrong(
    data: st.DataObject, name: str, kind: str
) -> None:
    wrong, _ = compared(sample(SAMPLES / name), kind, data.draw(habits_of(kind)))
    assert [str(difference) for difference in wrong] == []


@settings(max_examples=10)
@given(st.sampled_from(TRYING[:5]), habits_of("pdf"))
def test_however_pages_are_printed_they_say_the_same(name: str, habits: tuple[str, ...]) -> None:
    wrong, still_open = compared(sample(SAMPLES / name), "pdf", habits)
    assert [str(difference) for difference in wrong] == []
    cut = {"cut_rows", "wide_text"} & {*habits}  # a page may end within a cell of the header
    assert len(still_open) <= (22 if cut else 0)


@pytest.mark.parametrize("name", TRYING[:3])
def test_a_table_without_lines_may_stay_open_but_is_never_read_wrong(name: str) -> None:
    wrong, _ = compared(sample(SAMPLES / name), "pdf", ("unruled", "short_pages"))
    assert [str(difference) for difference in wrong] == []


def test_a_page_whose_characters_have_no_names_says_nothing_but_that() -> None:
    data = write(sample(SAMPLES / TRYING[0]).document, "pdf", ("no_unicode",))
    try:
        document = document_in(data, "unnamed.pdf")
    except ReadError as error:
        assert "Unicode" in str(error)  # noqa: PT017
    else:
        assert any("Unicode" in warning for warning in document.warnings)


def golden_paths() -> list[Path]:
    wanted = (".txt", ".html", ".docx", ".pdf")
    return sorted(path for path in GOLDENS.glob("*.*") if path.suffix in wanted)


def truth_of(path: Path) -> dict[str, Fact]:
    """What a person confirmed in a report, and what else may be read in it."""
    meta = json.loads(path.with_suffix(".meta.json").read_text(encoding="utf-8"))
    with path.with_suffix(".facts.csv").open(encoding="utf-8") as file:
        rows = [*csv.DictReader(file), *meta.get("narrative_optional", [])]
    return {
        row["metric"]: ("reported", float(row["value"]), row["bound"])
        if row.get("status", "reported") == "reported"
        else (row["status"], None, "")
        for row in rows
    }


@pytest.mark.parametrize("path", golden_paths(), ids=lambda path: path.stem)
def test_a_real_report_says_the_same_in_another_format(path: Path) -> None:
    report = sample(path)
    truth = truth_of(path)
    kinds = ["docx", "odt", "rtf", "mhtml"]
    kinds += ["xlsx", "ods", "pdf"] if report.tables else []
    for kind in kinds:
        if kind == "pdf" and not printable(report.document):
            continue
        wrong, still_open = compared(report, kind)
        assert [str(difference) for difference in (*wrong, *still_open)] == [], kind
    reported = {metric: fact for metric, fact in report.facts.items() if fact[0] == "reported"}
    assert {metric: truth.get(metric) for metric in reported} == reported
