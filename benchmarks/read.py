"""How quick the readers of formats are, beside a floor and peers in the same run.

Run from the project root::

    python benchmarks/read.py               # all formats
    python benchmarks/read.py docx          # one of them

prints a Markdown table per format. A format is a function that gives a `Section`; peers that
are not installed are skipped and the output says so.
"""

from __future__ import annotations

import argparse
import importlib
import io
import re
import statistics
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any

from parse import REPORTS, REPORTS_EACH, Key, in_turn, interleaved, other_figures, ratios

from govinfo.model import Report
from govinfo.parse import parse, settled
from govinfo.read import read_document

OWN = "govinfo: bytes to Document"
FIRST = "govinfo, nothing like it seen before"

Reading = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Input:
    """Files of one kind, each with other figures, so that no bytes come twice in a row."""

    name: str
    files: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """What is timed of one format; ``floor`` names the job that the others are set beside."""

    title: str
    floor: str
    inputs: Sequence[Input]
    jobs: Mapping[str, Reading]
    notes: Sequence[str] = ()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("formats", nargs="*", choices=[*SECTIONS, []], help="all if none is named")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    for name in options.formats or SECTIONS:
        print(table(SECTIONS[name](), options.rounds), end="\n\n", flush=True)


def table(section: Section, rounds: int) -> str:
    """Time a section's jobs in interleaved rounds: a row per job, a column per input."""
    jobs = {
        (name, item.name): in_turn(job, item.files)
        for item in section.inputs
        for name, job in section.jobs.items()
    }
    seconds = interleaved(jobs, rounds=rounds)
    heads = [
        f"{item.name}, {statistics.mean(map(len, item.files)) / 1000:.0f} KB"
        for item in section.inputs
    ]
    lines = [f"**{section.title}**, median [ms] of {rounds} rounds and multiple of the floor", ""]
    lines += [f"| | {' | '.join(heads)} |", "|---|" + "--:|" * len(heads)]
    for name in section.jobs:
        cells = [shown(seconds, name, item.name, section.floor) for item in section.inputs]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join([*lines, "", *section.notes])


def shown(seconds: Mapping[Key, list[float]], job: str, item: str, floor: str) -> str:
    """One cell: median [ms], and the ratio of medians to the floor's."""
    median = statistics.median(seconds[job, item]) * 1000
    if (floor, item) not in seconds or job == floor:
        return f"{median:.2f}"
    return f"{median:.2f} ({ratios(seconds, (job, item), (floor, item))[0]:.2f})"


class Peers:
    """Libraries that may be installed; ``notes`` name those that are not."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def module(self, name: str, package: str) -> Any:
        """The module, None where it is not installed."""
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            self.notes.append(f"{name} is skipped: pip install {package}")
            return None


def own(path: str) -> Reading:
    """Our own reading of a file of that name."""
    return partial(read_document, path=path)


def reports(name: str) -> list[bytes]:
    """One sample report with other figures in each copy."""
    page = (REPORTS / name).read_bytes()
    return [other_figures(page, Random(number)) for number in range(REPORTS_EACH)]


# DOCX


def docx() -> Section:
    """Word documents: the floor inflates the main part and parses it with lxml."""
    floor, peers = "inflate + lxml.etree of document.xml", Peers()
    jobs: dict[str, Reading] = {}
    etree = peers.module("lxml.etree", "lxml")
    if etree is not None:
        jobs[floor] = lambda data: etree.fromstring(main_part(data))
    jobs |= {OWN: own("a.docx"), FIRST: first_docx}
    word = peers.module("docx", "python-docx")
    if word is not None:
        jobs["python-docx, text of all cells"] = lambda data: [
            cell.text
            for grid in word.Document(io.BytesIO(data)).tables
            for row in grid.rows
            for cell in row.cells
        ]
    mammoth = peers.module("mammoth", "mammoth")
    if mammoth is not None:
        jobs["mammoth, to HTML"] = lambda data: mammoth.convert_to_html(io.BytesIO(data))
    markitdown = peers.module("markitdown", "markitdown[docx]")
    if markitdown is not None:
        convert = markitdown.MarkItDown().convert_stream
        jobs["markitdown"] = lambda data: convert(io.BytesIO(data), file_extension=".docx")
    plain = [written(page, "docx", ("rsids",)) for page in reports("tianshui/2024.html")]
    inputs = [
        Input("as Word writes it", tuple(map(with_properties, plain))),
        Input("with little formatting", tuple(plain)),
    ]
    return Section("DOCX", floor, inputs, jobs, peers.notes)


# PDF


def pdf() -> Section:
    """PDFs with a text layer: the floor is PDFium's own plain text of all pages."""
    floor, peers = "pypdfium2, text of all pages", Peers()
    jobs: dict[str, Reading] = {}
    if peers.module("pypdfium2", "pypdfium2") is not None:
        jobs[floor] = pdfium_text
    jobs |= {
        OWN: own("a.pdf"),
        "govinfo: read, and parse until its tables are settled": partial(settled_pdf, first=False),
        "govinfo: the same, by geometry": partial(settled_pdf, first=True),
    }
    plumber = peers.module("pdfplumber", "pdfplumber")
    if plumber is not None:
        jobs["pdfplumber, its tables"] = lambda data: [
            page.extract_tables() for page in plumber.open(io.BytesIO(data)).pages
        ]
    pages = reports("tianshui/2024.html")[:5]
    inputs = [Input("ruled tables", tuple(written(page, "pdf") for page in pages))]
    filled = [(REPORTS.parent / "formats" / "tianshui_2024.pdf").read_bytes()]
    inputs.append(Input("by LibreOffice", tuple(filled)))
    return Section("PDF", floor, inputs, jobs, peers.notes)


def pdfium_text(data: bytes) -> list[str]:
    """The text of every page, as PDFium orders it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def settled_pdf(data: bytes, *, first: bool) -> Report:
    """Read and parse; by geometry where the text alone does not settle, or at once."""
    document = read_document(data, path="a.pdf")
    report = parse(document)
    if document.slower is not None and (first or not settled(report)):
        report = parse(document.slower.read())
    return report


# XLSX


def xlsx() -> Section:
    """Workbooks: the floor reads the values of all cells with openpyxl."""
    floor, peers = "openpyxl, all values", Peers()
    jobs: dict[str, Reading] = {}
    openpyxl = peers.module("openpyxl", "openpyxl")
    if openpyxl is not None:
        jobs[floor] = lambda data: [
            list(sheet.iter_rows(values_only=True))
            for sheet in openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        ]
    jobs[OWN] = own("a.xlsx")
    calamine = peers.module("python_calamine", "python-calamine")
    if calamine is not None:
        jobs["python-calamine, all values"] = lambda data: [
            book.get_sheet_by_name(name).to_python()
            for book in [calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))]
            for name in book.sheet_names
        ]
    pages = reports("tianshui/2024.html")
    inputs = [Input("a report a sheet", tuple(written(page, "xlsx") for page in pages))]
    return Section("XLSX", floor, inputs, jobs, peers.notes)


def written(page: bytes, kind: str, habits: Sequence[str] = ()) -> bytes:
    """A report in another format, by the writers of the tests."""
    data: bytes = writers().write(read_document(page, path="a"), kind, habits)
    return data


@cache
def writers() -> Any:
    """Helpers of the tests; some of their folders are called as benchmarks are."""
    here = sys.path.pop(0)
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    try:
        return importlib.import_module("formats.writing")
    finally:
        sys.path.insert(0, here)


def main_part(data: bytes) -> bytes:
    """The main part of a Word document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")


def first_docx(data: bytes) -> object:
    """Read a Word document as the first one that this process sees."""
    from govinfo.read.word import docx, markup, quick, tables, tags

    docx._quick = quick.Quick()
    markup._known.clear()
    memos = (docx._styles, docx._targets, tags.read_attributes, tables._grid_of)
    for memo in memos:
        memo.cache_clear()
    return read_document(data, path="a.docx")


def with_properties(data: bytes) -> bytes:
    """Give every cell, paragraph and run the properties that word processors write."""
    edges = "".join(
        f'<w:{side} w:val="single" w:color="auto" w:sz="8" w:space="0"/>'
        for side in ("top", "left", "bottom", "right")
    )
    cell = f'<w:tcBorders>{edges}</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="auto"/>'
    cell += '<w:tcMar><w:left w:w="57" w:type="dxa"/></w:tcMar><w:vAlign w:val="center"/>'
    line = '<w:keepNext w:val="0"/><w:widowControl/><w:spacing w:before="0" w:after="0"/>'
    line += '<w:ind w:left="0" w:right="0"/><w:jc w:val="center"/>'
    fonts = '<w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/>'
    letters = (
        f'<w:rPr>{fonts}<w:color w:val="000000"/><w:kern w:val="0"/><w:sz w:val="20"/></w:rPr>'
    )
    text = main_part(data).decode()
    text = text.replace("</w:tcPr>", f"{cell}</w:tcPr>")
    text = re.sub(r"<w:p( [^>]*)?>(?!<w:pPr>)", rf"\g<0><w:pPr>{line}</w:pPr>", text)
    text = re.sub(r"<w:r>(?:<w:rPr>.*?</w:rPr>)?", f"<w:r>{letters}", text)
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, text if name == "word/document.xml" else old.read(name))
    return file.getvalue()


SECTIONS: Mapping[str, Callable[[], Section]] = {"docx": docx, "pdf": pdf, "xlsx": xlsx}

if __name__ == "__main__":
    main()
