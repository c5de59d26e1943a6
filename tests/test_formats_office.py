"""Reports saved anew by an office program say the same."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for tests/formats

from formats.facts import Fact, differences, document_in, facts_of, readings

from govinfo.parse import parse

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data" / "reports"
GOLDENS = ROOT.parent / "shared" / "reports"
#: Blank cells, dashes, header and data cut at different columns, a table in two parts, lines.
CHOSEN = (
    "dehua/2020.html",
    "yancheng/2022.html",
    "tianshui/2019.html",
    "by_hand/huichuan_2024_dashes.html",
    "by_hand/zhengding_2024_split_table.html",
    "haihe/2021_2.txt",
)
#: Pages that are printed with tables wider than the paper, whose last columns are cut off,
#: and one whose row of dashes is cut by the end of a page.
CUT_OFF = ("reports_shanghai_general_office_2019", "tianshui_2019", "by_hand_huichuan_2024_dashes")
PAGE, SHEET, LINES = "HTML (StarWriter)", "HTML (StarCalc)", "Text (encoded):UTF8,LF,,,"
WRITER = {
    "docx": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "pdf": "writer_pdf_Export",
}
CALC = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


def reports() -> list[Path]:
    """The reports that are converted: chosen samples, and the real ones where they are."""
    real = sorted(path for path in GOLDENS.glob("*.*") if path.suffix in (".html", ".txt"))
    return [*(SAMPLES / name for name in CHOSEN), *real]


def name_of(path: Path) -> str:
    return f"{path.parent.name}_{path.stem}"


@cache
def facts_in(path: Path) -> dict[str, Fact]:
    return facts_of(parse(document_in(path.read_bytes(), path.name)))


def convert(
    files: Iterable[Path], kind: str, written_by: str, folder: Path, *, read_by: str = ""
) -> None:
    """Have one run of the program convert many files."""
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        *([f"--infilter={read_by}"] if read_by else []),
        *("--convert-to", f"{kind}:{written_by}", "--outdir", str(folder)),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every report in every format."""
    folder = tmp_path_factory.mktemp("office")
    sources = folder / "sources"
    sources.mkdir()
    for path in reports():
        (sources / f"{name_of(path)}{path.suffix}").write_bytes(path.read_bytes())
    pages = sorted(sources.glob("*.html"))
    convert(pages, "odt", "writer8", folder, read_by=PAGE)
    convert(sorted(sources.glob("*.txt")), "odt", "writer8", folder, read_by=LINES)
    texts = sorted(folder.glob("*.odt"))
    assert len(texts) == len(reports())
    for kind, written_by in WRITER.items():
        convert(texts, kind, written_by, folder)
    for kind, written_by in CALC.items():
        convert(pages, kind, written_by, folder, read_by=SHEET)
    blank = GOLDENS / "blank_form_2021.docx"
    if blank.is_file():
        convert([blank], "doc", WRITER["doc"], folder)
    return folder


@pytest.mark.parametrize("kind", ["odt", "docx", "doc", "rtf", *CALC])
def test_a_report_saved_in_another_format_says_the_same(saved: Path, kind: str) -> None:
    wanted = [path for path in reports() if kind not in CALC or path.suffix == ".html"]
    different = {}
    for path in wanted:
        data = (saved / f"{name_of(path)}.{kind}").read_bytes()
        for facts in readings(data, f"{path.name}.{kind}"):
            found = differences(facts_in(path), facts)
            different |= {name_of(path): [str(one) for one in found[:5]]} if found else {}
    assert different == {}


def test_a_report_printed_as_pdf_says_nothing_else(saved: Path) -> None:
    wrong, still_open = {}, set()
    for path in reports():
        name = name_of(path)
        for facts in readings((saved / f"{name}.pdf").read_bytes(), f"{path.name}.pdf"):
            found = differences(facts_in(path), facts)
            false = [str(one) for one in found if not one.open]
            wrong |= {name: false[:5]} if false else {}
        still_open |= {name} if found else set()
    assert wrong == {}
    assert still_open <= set(CUT_OFF)


def test_the_blank_form_saved_in_the_old_format_is_blank(saved: Path) -> None:
    path = GOLDENS / "blank_form_2021.docx"
    if not path.is_file():
        pytest.skip("the golden reports are not here")
    (facts,) = readings((saved / "blank_form_2021.doc").read_bytes(), "blank_form_2021.doc")
    assert facts == facts_in(path)
    assert {status for status, _, _ in facts.values()} <= {"blank", "said"}
