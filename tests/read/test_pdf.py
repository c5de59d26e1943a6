from __future__ import annotations

import random
import sys
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read.drawn import Drawing
from read.pdfs import PdfPage, form, pdf
from variants.judging import compare
from variants.layouts import grid_of
from variants.pages import TITLES, printed_in
from variants.tables import Page, build

from govinfo.errors import LimitError, ReadError
from govinfo.model import LIMITS, Document, Limits, Source, Table
from govinfo.parse import parse
from govinfo.read import _finish, read_document
from govinfo.read.content import RefusalError
from govinfo.read.pdf.reader import read, read_closely

pytest.importorskip("pypdfium2")

WIDTHS = {
    "requests": [20, 48, 130, *[32] * 7],
    "disputes": [30] * 15,
    "proactive": [120, 90, 90, 90],
}


def page_of(*lines, **how):
    page = PdfPage(**how)
    for i, line in enumerate(lines):
        page.text(60, 780 - 20 * i, line)
    return page


def quickly(data):
    return read(data, LIMITS)


def closely(data):
    return read_closely(data, LIMITS)


def document(data: bytes, how=read_closely) -> Document:
    source = Source("report.pdf", "0" * 64, "pdf", len(data))
    return _finish(partial(how, data, LIMITS), source, (), LIMITS)


def tables(data):
    blocks = document(data).blocks
    return [[cell.text for cell in block.cells] for block in blocks if isinstance(block, Table)]


def ruled(page, texts, left=60, top=700, width=80, height=20):
    """Draw a table of one-line cells on a page."""
    right, bottom = left + width * len(texts[0]), top - height * len(texts)
    for i in range(len(texts) + 1):
        page.line(left, top - height * i, right, top - height * i)
    for j in range(len(texts[0]) + 1):
        page.line(left + width * j, top, left + width * j, bottom)
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            page.text(left + width * j + 4, top - height * (i + 1) + 6, text)


ROWS = [["规章", "3"], ["规范性文件", "26"]]
CELLS = [text for row in ROWS for text in row]


# --- The quick pass -------------------------------------------------------------------------


def test_the_quick_pass_gives_the_lines_and_a_slower_reading() -> None:
    content = quickly(pdf(page_of("总体情况", "规章 1 0 11"), info="/Title (Report)"))
    assert content.blocks == ["总体情况", "规章 1 0 11"]
    assert content.metadata == (("title", "Report"),)
    assert content.slower is not None
    assert content.slower_limit == "seconds"


def test_both_readings_of_a_plain_page_say_the_same() -> None:
    page = page_of("一、总体情况", "全年受理26件。")
    ruled(page, ROWS)
    content = quickly(pdf(page))
    assert content.blocks == ["一、总体情况", "全年受理26件。", "规章 3", "规范性文件 26"]
    assert content.slower is not None
    again = content.slower()
    assert again.blocks[:2] == content.blocks[:2]
    assert again.blocks[2].texts == tuple(CELLS)
    assert again.slower is None


@pytest.mark.parametrize("height", [30, 810])
@pytest.mark.parametrize("mark", ["{}", "{}/3", "第 {} 页", "— {} —"])
def test_page_numbers_and_running_titles_are_no_lines(mark: str, height: int) -> None:
    pages = []
    for number, sign in enumerate("甲乙丙", 1):
        page = PdfPage()
        page.text(400, height + 15, "某市年报")
        page.text(280, height, mark.format(number))
        page.text(60, 600, f"第{sign}段")
        pages.append(page)
    data = pdf(*pages)
    assert quickly(data).blocks == ["某市年报", "第甲段", "第乙段", "第丙段"]
    title = ["某市年报"] if height > 600 else []
    assert closely(data).blocks == [*title, "第甲段", "第乙段", "第丙段"]


# What PDFium joins or parts otherwise than it stands is read by its geometry at once.


def odd(*texts):
    page = PdfPage()
    for x, y, text, *size in texts:
        page.text(x, y, text, *size)
    content = quickly(pdf(page))
    assert content.slower is None
    return content.blocks


def test_numbers_of_two_cells_that_almost_touch_are_two() -> None:
    page = PdfPage()
    page.text(60, 700, "12")
    page.text(72.1, 700, "34")
    assert quickly(pdf(page)).blocks == closely(pdf(page)).blocks == ["12 34"]


def test_a_raised_note_is_no_digit() -> None:
    assert odd((60, 700, "35"), (70.2, 703, "2", 6)) == ["35²"]


def test_a_number_that_a_line_of_prose_cuts_is_whole() -> None:
    line = "本年度全市各级行政机关共收到政府信息公开申请一共是三十"
    texts = [line[:-2] + "公开", line[:-3] + "是31", "19件，均按时答复。"]
    assert odd(*((60, 700 - 15 * i, text) for i, text in enumerate(texts)))[0].endswith(
        "一共是3119件，均按时答复。"
    )


def test_a_number_at_the_edge_of_the_page_may_be_cut() -> None:
    assert odd((570, 700, "12345678"))[0].endswith("\ufffd")


# --- Geometry -------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", ["lines", "boxes", "filled", "doubled", "dashes"])
def test_borders_are_drawn_in_many_ways(rules: str) -> None:
    drawing = Drawing(rules)
    page = Page("disputes", build(random.Random(3), "disputes"))
    lines = [line for block in page.blocks for line in grid_of(block, page)]
    drawing.table(lines, WIDTHS["disputes"])
    (found,) = tables(pdf(*drawing.pages))
    assert ["".join(text.split()) for text in found] == [s.text for line in lines for s in line]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_may_be_turned(rotate: int) -> None:
    page = PdfPage(rotate=rotate)
    ruled(page, ROWS)
    assert tables(pdf(page)) == [CELLS]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_table_may_lie_on_its_side(angle: int) -> None:
    turned = PdfPage()
    ruled(turned, ROWS, left=60, top=160)
    page = PdfPage()
    turns = {90: "0 1 -1 0 500 100", 180: "-1 0 0 -1 500 700", 270: "0 -1 1 0 100 700"}
    page.draw(f"q {turns[angle]} cm")
    page.parts += turned.parts
    page.draw("Q")
    page.text(280, 30, "- 1 -")
    assert tables(pdf(page)) == [CELLS]


def test_a_table_may_be_a_form_that_the_page_shows() -> None:
    table = PdfPage()
    ruled(table, ROWS)
    page = PdfPage()
    page.draw("q 1 0 0 1 20 -100 cm /X1 Do Q")
    assert tables(pdf(page, shown=form(table))) == [CELLS]


def test_a_note_that_is_shown_as_text_is_text() -> None:
    note = (
        b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 595 842] /F 4 /AP << /N 10 0 R >> "
        b"/Contents (x) /DA (/F1 10 Tf) >>"
    )
    data = pdf(page_of("总体情况"), shown=form(page_of("", "更正：3件")), note=note)
    assert quickly(data).blocks == ["总体情况", "更正：3件"]


def test_characters_askew_are_a_watermark() -> None:
    page = PdfPage()
    ruled(page, ROWS)
    page.text(65, 672, "内部2024", 20, angle=45)
    assert tables(pdf(page)) == [CELLS]
    assert closely(pdf(page)).warnings == ("slanted_text: page 1: 6 characters askew are left out",)


def test_hidden_characters_are_left_out_and_said() -> None:
    page = page_of("总体情况很好")
    page.text(60, 700, "99", mode=3)
    content = quickly(pdf(page))
    assert content.blocks == ["总体情况很好"]
    assert content.warnings == ("hidden_text: page 1: 2 characters not shown are left out",)


def test_a_layer_of_hidden_text_was_recognised() -> None:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    for i in range(5):
        page.text(60, 700 - 20 * i, "一、总体情况全年受理26件。", mode=3)
    content = quickly(pdf(page))
    assert content.recognised
    assert len(content.blocks) == 5


def test_text_under_a_picture_of_the_page_was_recognised() -> None:
    page = page_of(*["一、总体情况全年受理26件。"] * 5)
    page.picture(0, 0, 595, 842)
    assert quickly(pdf(page)).recognised


def test_a_picture_behind_the_text_is_a_background() -> None:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    for i in range(5):
        page.text(60, 700 - 20 * i, "一、总体情况全年受理26件。")
    content = quickly(pdf(page))
    assert not content.recognised
    assert len(content.blocks) == 5


def test_a_table_that_the_page_cuts_off_is_said() -> None:
    page = PdfPage()
    ruled(page, [[*row, "5"] for row in ROWS], left=400)
    page.text(60, 600, "总体情况")
    warning = "off_the_page: page 1: a table goes on beyond its edge"
    assert warning in closely(pdf(page)).warnings


# --- What cannot be read --------------------------------------------------------------------


def test_few_characters_without_unicode_are_said_and_never_guessed() -> None:
    page = page_of(*["一、总体情况全年受理申请，均按时答复。"] * 5)
    page.text(60, 500, "12", font="F2")
    content = quickly(pdf(page))
    assert content.blocks[-1] == "\ufffd\ufffd"
    assert content.warnings == ("unmapped_font: page 1: 2 characters have no Unicode",)


def test_a_text_without_unicode_is_to_be_recognised() -> None:
    page = PdfPage()
    page.text(60, 700, "总体情况12", font="F2")
    content = quickly(pdf(page))
    assert content.blocks == []
    assert content.slower_limit == "ocr_seconds"
    assert content.warnings[0].startswith("unmapped_font: page 1: 6 ")


@pytest.mark.parametrize("stamp", ["", "扫描全能王"])
def test_a_scan_is_to_be_recognised(stamp: str) -> None:
    page = page_of(stamp)
    page.picture(0, 0, 595, 842)
    content = quickly(pdf(page, page))
    assert content.blocks == []
    assert content.recognised
    assert content.slower_limit == "ocr_seconds"


def test_scanned_pages_among_others_are_named() -> None:
    scan = PdfPage()
    scan.picture(0, 0, 595, 842)
    data = pdf(page_of("一、总体情况"), scan, page_of("二、主动公开"), scan, page_of("无。"))
    assert quickly(data).warnings == ("pages_without_text: 2, 4",)
    assert closely(data).warnings == ("pages_without_text: 2, 4",)
    assert closely(data).slower is None


def test_empty_pages_hold_no_text() -> None:
    with pytest.raises(ReadError, match="holds no text"):
        read_document(pdf(PdfPage(), PdfPage()), path="empty.pdf")


def test_pages_beyond_the_limit_are_not_read() -> None:
    with pytest.raises(LimitError, match="has 3 pages, beyond the limit pages=2"):
        read_document(pdf(*[PdfPage()] * 3), path="x.pdf", limits=Limits(pages=2))


def test_cells_beyond_the_limit_are_not_read() -> None:
    page = PdfPage()
    ruled(page, ROWS)
    with pytest.raises(LimitError, match="cells=3"):
        read_document(pdf(page), path="x.pdf", limits=Limits(cells=3)).slower.read()


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.5\n" + b"\0" * 99])
def test_a_damaged_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="damaged"):
        read_document(data, path="x.pdf")


def test_a_file_that_is_cut_short_says_so() -> None:
    data = pdf(page_of("总体情况"), page_of("无。"))
    content = quickly(data[: data.index(b"startxref")])
    assert content.blocks[0] == "总体情况"
    assert content.warnings == (
        "truncated: the file does not end as a PDF ends; pages may be missing",
    )


@settings(max_examples=60)
@given(st.data())
def test_any_damage_ends_in_a_reading_or_a_refusal(data: st.DataObject) -> None:
    page = page_of("总体情况", "12 34")
    ruled(page, ROWS)
    whole = bytearray(pdf(page, info="/Title (x)"))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for how in (read, read_closely):
        try:
            content = how(damaged, LIMITS)
        except RefusalError:
            continue
        assert all(isinstance(block, str) or block.texts for block in content.blocks)


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2.raw", None)
    with pytest.raises(ReadError, match=r"needs one more package .*pip install 'govinfo\[pdf\]'"):
        read_document(pdf(PdfPage()), path="x.pdf")


# --- Tables that pages cut ------------------------------------------------------------------


def drawn(form_name: str, seed: int, rules: str = "lines", **how: object) -> tuple[bytes, dict]:
    """A report with one table, broken over pages, and its printed cells."""
    page = Page(form_name, build(random.Random(seed), form_name))
    kind = form_name.partition(".")[0]
    drawing = Drawing(rules)
    for text in (
        "临河县水利局2023年政府信息公开工作年度报告",
        "本报告由总体情况等六部分组成。",
        "一、总体情况",
        "2023年，我局按时更新网站栏目。",
        TITLES[kind],
    ):
        drawing.paragraph(text)
    lines = [line for block in page.blocks for line in grid_of(block, page)]
    places = {
        key: value % len(lines) for key, value in how.items() if key in ("break_before", "cut")
    }
    drawing.table(lines, WIDTHS[kind], **{**how, **places})
    for text in ("五、存在的主要问题及改进情况", "无。", "六、其他需要报告的事项", "无。"):
        drawing.paragraph(text)
    return pdf(*drawing.pages), printed_in(page)


def assert_read(data: bytes, printed: dict) -> None:
    right, wanted, wrong = compare(parse(document(data)).columns, printed)
    assert wrong == []
    assert right == wanted


FORMS = ("requests.2021", "requests.2019", "proactive.2021", "proactive.2019", "disputes")


@settings(max_examples=40)
@given(
    st.sampled_from(FORMS),
    st.integers(0, 999),
    st.sampled_from(["lines", "boxes", "filled", "doubled", "dashes"]),
    st.one_of(
        st.builds(dict, break_before=st.integers(1, 99)),
        st.builds(dict, cut=st.integers(1, 99), low=st.booleans()),
    ),
)
def test_facts_are_the_same_wherever_the_page_ends(form_name, seed, rules, how) -> None:
    assert_read(*drawn(form_name, seed, rules, **how))


@pytest.mark.parametrize("row", range(4, 28))
def test_a_head_that_is_repeated_is_no_row(row: int) -> None:
    assert_read(*drawn("requests.2021", row, break_before=row, head=3))


@pytest.mark.parametrize("row", [17, 22, 23, 24])
def test_a_row_cut_below_a_repeated_head_is_one_row(row: int) -> None:
    assert_read(*drawn("requests.2021", row, cut=row, head=3))


# --- A real report --------------------------------------------------------------------------


@pytest.mark.parametrize("how", [read, read_closely])
def test_tables_of_a_real_report_that_pages_cut(goldens, how) -> None:
    import csv

    path = goldens / "huaian_city_2024.pdf"
    with (goldens / "huaian_city_2024.facts.csv").open(encoding="utf-8") as file:
        truth = {row["metric"]: row for row in csv.DictReader(file)}
    facts = parse(document(path.read_bytes(), how)).facts()
    found = {
        metric: (status, value)
        for metric, status, value in zip(facts.metric, facts.status, facts.value, strict=True)
        if status != "absent"
    }
    assert set(found) == set(truth)
    for metric, (status, value) in found.items():
        assert status == truth[metric]["status"], metric
        assert value == pytest.approx(float(truth[metric]["value"])), metric
