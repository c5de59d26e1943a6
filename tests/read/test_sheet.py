"""Workbooks of three formats: what a sheet shows, and its tables told from its text."""

from __future__ import annotations

import contextlib
import math
import random

import pytest
from hostile.ole import ole
from hypothesis import given, settings
from hypothesis import strategies as st
from variants.damages import DAMAGES
from variants.pages import make_page
from variants.reports import VINTAGES, make_report
from variants.tables import FORMS

from govinfo.model import LIMITS, Limits
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.sheets.sheet import read

from .books import Markup, Sheet, blocks_of, ods, packed, rows_of, sheet, sheet_of, xlsx
from .old_books import END, begin, record, xls

WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods}
#: How people lay a report out on a sheet.
PLACES = [
    {"boxed": True},
    {"boxed": True, "gap": 1, "wide": False},
    {"gap": 1, "left": 2},
    {"wide": False},
]
HEAD = {(0, 0): "内容", (0, 1): "制发", (0, 2): "有效"}


def facts_of(data):
    columns = parse(read_document(data, path="x")).columns
    places = zip(columns.metric, columns.value, columns.state, strict=True)
    return {
        metric: (None if math.isnan(value) else value, state) for metric, value, state in places
    }


@pytest.fixture(params=WRITERS, name="write")
def _write(request):
    return WRITERS[request.param]


# --- Whole reports -----------------------------------------------------------------------


@pytest.mark.parametrize("places", PLACES, ids=str)
@pytest.mark.parametrize("vintage", VINTAGES)
def test_a_report_on_a_sheet_has_the_facts_of_the_page(write, vintage, places):
    page = make_report(vintage, "html", None, 0).text.encode()
    document = read_document(page, path="page.html")
    assert facts_of(write(sheet_of(document.blocks, **places))) == facts_of(page)


@pytest.mark.parametrize("form", FORMS)
def test_a_blank_form_in_boxes_is_blank_on_a_sheet(write, form):
    page = make_page(form, "html", DAMAGES["blank_form"], 0)[0].encode()
    document = read_document(page, path="page.html")
    assert facts_of(write(sheet_of(document.blocks, boxed=True))) == facts_of(page)


def test_a_report_with_a_table_a_sheet_has_the_facts_of_the_page(write):
    page = make_report("2021", "html", None, 1).text.encode()
    document = read_document(page, path="page.html")
    text = [block for block in document.blocks if not hasattr(block, "cells")]
    tables = [block for block in document.blocks if hasattr(block, "cells")]
    sheets = [sheet_of(text, name="正文")]
    sheets += [sheet_of([table], name=f"表{number}") for number, table in enumerate(tables)]
    assert facts_of(write(*sheets)) == facts_of(page)


@pytest.mark.parametrize("name", ["shanghai_general_office_2019", "shuyang_county_drc_2023"])
def test_a_real_report_on_a_sheet_has_the_facts_of_the_page(write, goldens, name):
    page = (goldens / f"{name}.html").read_bytes()
    document = read_document(page, path="page.html")
    assert facts_of(write(sheet_of(document.blocks, boxed=True))) == facts_of(page)


# --- Sheets, rows and columns ------------------------------------------------------------


def test_sheets_follow_one_another_with_their_names(write):
    blocks = blocks_of(
        Sheet("附表", {(0, 0): "规章", (0, 1): 1}), Sheet("Sheet2", {(0, 0): "后"}), write=write
    )
    assert [block if isinstance(block, str) else block.texts for block in blocks] == [
        "附表",
        ("规章", "1"),
        "后",
    ]


def test_hidden_sheets_rows_and_columns_are_left_out_and_said(write):
    cells = {(row, column): f"{row}{column}号" for row in range(4) for column in range(4)}
    content = read(
        write(
            sheet(cells, hidden_rows={1}, hidden_columns={2}),
            Sheet("旧", {(0, 0): "x"}, state="hidden"),
        ),
        LIMITS,
    )
    (grid,) = content.blocks
    assert rows_of(grid) == [[f"{row}{column}号" for column in (0, 1, 3)] for row in (0, 2, 3)]
    assert content.warnings == (
        "hidden_left_out: the sheet 旧 is hidden",
        "hidden_left_out: 1 rows and 1 columns of Sheet1 are hidden",
    )


def test_merged_cells_partly_hidden_show_their_content_in_what_is_left(write):
    cells = {(0, 0): "甲", (1, 1): 1, (2, 1): 2, (0, 1): 0}
    (grid,) = blocks_of(sheet(cells, (0, 0, 2, 0), hidden_rows={0}), write=write)
    assert rows_of(grid) == [["甲", "1"], ["2"]]
    assert grid.layout.row_spans == (2, 1, 1)


def test_merged_cells_span_and_empty_ones_stay(write):
    cells = {(0, 0): "结果", (0, 2): "总计", (1, 0): 1, (1, 2): 3, (2, 0): 4, (2, 1): 5}
    (grid,) = blocks_of(sheet(cells, (0, 0, 0, 1)), write=write)
    assert rows_of(grid) == [["结果", "总计"], ["1", "", "3"], ["4", "5", ""]]
    assert grid.layout.column_spans[:2] == (2, 1)


def test_a_sheet_of_one_column_is_lines_and_its_gaps_are_empty_lines(write):
    assert blocks_of(sheet({(1, 3): "总计", (2, 3): 5, (4, 3): "规章\n3"}), write=write) == [
        *("总计", "5", "", "规章", "3"),
    ]


def test_merged_cells_that_overlap_are_given_as_lines():
    cells = {(0, 0): "规章", (0, 1): 1, (1, 0): "文件", (1, 1): 2}
    content = read(xlsx(sheet(cells, (0, 0, 0, 1), (0, 1, 1, 1))), LIMITS)
    assert content.blocks == ["规章", "1", "文件", "2"]
    assert content.warnings[0].startswith("table_as_lines: cells of Sheet1 overlap")


def test_a_cell_that_is_there_twice_shows_both_numbers():
    cells = {(0, 0): Markup('t="n"><v>1</v></c><c r="A1"><v>2</v>'), (0, 1): "次"}
    (grid,) = blocks_of(sheet(cells))
    assert grid.texts == ("1 2", "次")


def test_a_sheet_wider_than_any_form_is_read_by_the_columns_that_print():
    cells = {(row, 40 * column): f"第{row}{column}" for row in range(2) for column in range(4)}
    (grid,) = blocks_of(sheet(cells))
    assert rows_of(grid) == [[f"第{row}{column}" for column in range(4)] for row in range(2)]


# --- Text and tables ---------------------------------------------------------------------


def test_a_title_over_the_whole_width_is_a_paragraph(write):
    cells = {(0, 0): "某局年度报告", **{(r + 1, c): t for (r, c), t in HEAD.items()}}
    cells |= {(2, 0): "规章", (2, 1): 1, (2, 2): 2}
    title, grid = blocks_of(sheet(cells, (0, 0, 0, 2)), write=write)
    assert (title, rows_of(grid)) == (
        "某局年度报告",
        [["内容", "制发", "有效"], ["规章", "1", "2"]],
    )


@pytest.mark.parametrize("boxed", [True, False])
def test_a_label_alone_in_its_row_stays_in_the_table(write, boxed):
    cells = HEAD | {(1, 0): "规章", (2, 0): "文件", (2, 1): 1, (2, 2): 2}
    places = {(row, column) for row in range(3) for column in range(3)} if boxed else set()
    (grid,) = blocks_of(sheet(cells, boxed=places), write=write)
    assert rows_of(grid)[1] == ["规章", "", ""]


def test_a_band_between_rows_that_go_on_alike_stays_in_the_table(write):
    cells = HEAD | {(1, 0): "一、公开情况", (2, 0): "文件", (2, 1): 1, (2, 2): 2}
    (grid,) = blocks_of(sheet(cells, (1, 0, 1, 2)), write=write)
    assert rows_of(grid)[1] == ["一、公开情况"]


def test_a_heading_where_the_columns_change_parts_two_tables(write):
    cells = HEAD | {(1, 0): "文件", (1, 1): 1, (1, 2): 2, (2, 0): "三、申请情况"}
    cells |= {(3, 0): "申请人", (3, 2): "总计", (4, 0): "新收", (4, 2): 7}
    first, heading, second = blocks_of(
        sheet(cells, (2, 0, 2, 2), (3, 0, 3, 1), (4, 0, 4, 1)), write=write
    )
    assert heading == "三、申请情况"
    assert (first.layout.n_rows, rows_of(second)) == (2, [["申请人", "总计"], ["新收", "7"]])


def test_text_outside_the_boxes_is_no_row_of_the_table(write):
    cells = {(0, 0): "单位：件", **{(r + 1, c): t for (r, c), t in HEAD.items()}, (2, 0): "规章"}
    cells |= {(2, 1): 1, (3, 0): "填报人"}
    places = {(row, column) for row in (1, 2) for column in range(3)}
    first, grid, last = blocks_of(sheet(cells, boxed=places), write=write)
    assert (first, last) == ("单位：件", "填报人")
    assert rows_of(grid) == [["内容", "制发", "有效"], ["规章", "1", ""]]


def test_an_empty_row_in_boxes_ends_the_table_of_a_blank_form(write):
    places = {(row, column) for row in range(4) for column in range(3)}
    (grid,) = blocks_of(sheet(HEAD, boxed=places), write=write)
    assert rows_of(grid) == [["内容", "制发", "有效"], ["", "", ""]]


def test_an_empty_row_without_boxes_parts_two_tables(write):
    cells = HEAD | {(1, 0): "规章", (1, 1): 1, (3, 0): "文件", (3, 1): 2}
    first, second = blocks_of(sheet(cells), write=write)
    assert (rows_of(first)[1][:2], rows_of(second)) == (["规章", "1"], [["文件", "2"]])


def test_columns_count_alike_in_all_tables_of_a_sheet(write):
    cells = HEAD | {(1, 0): "规章", (1, 1): 1, (3, 1): 4, (3, 2): 5}
    _, second = blocks_of(sheet(cells), write=write)
    assert rows_of(second) == [["", "4", "5"]]


def test_prose_in_one_cell_is_a_paragraph_a_line(write):
    prose = "总体情况\n" + "本年度按时更新栏目，" * 9
    cells = {(0, 0): prose, **{(r + 1, c): t for (r, c), t in HEAD.items()}, (2, 0): "规章"}
    cells |= {(2, 1): 1, (2, 2): 2, (3, 0): "没有其他情况。"}
    blocks = blocks_of(sheet(cells), write=write)
    assert [block for block in blocks if isinstance(block, str)] == [
        *prose.split("\n"),
        "没有其他情况。",
    ]


def test_a_number_alone_in_its_row_stays_with_the_table(write):
    cells = HEAD | {(1, 0): "规章", (1, 1): 1, (1, 2): 2, (2, 0): 3}
    (grid,) = blocks_of(sheet(cells), write=write)
    assert rows_of(grid)[-1] == ["3", "", ""]


# --- Limits and damage -------------------------------------------------------------------


def test_a_cell_in_the_last_row_and_column_costs_nothing():
    assert blocks_of(sheet({(0, 0): "甲", (1048575, 16383): "乙"})) == ["甲", "乙"]


@pytest.mark.parametrize(
    "book",
    [
        xlsx(sheet({(0, 0): "甲", (0, 1): 1, (1048575, 2): 2}, (0, 0, 1048575, 0))),
        xlsx(sheet({(row, column): 1 for row in range(60) for column in (0, 90)})),
        ods(
            body='<table:table><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
            'office:value="1"/></table:table-row></table:table>'
        ),
    ],
    ids=["merged", "wide", "repeated"],
)
def test_too_many_cells_are_beyond_the_limit(book):
    with pytest.raises(BeyondLimitError) as caught:
        read(book, Limits(cells=5000))
    assert caught.value.limit == "cells"


def test_a_long_string_used_often_is_beyond_the_limit():
    cells = {(row, 0): Markup('t="s"><v>0</v>') for row in range(100)}
    book = xlsx(sheet(cells), strings=f"<si><t>{'x' * 1000}</t></si>")
    with pytest.raises(BeyondLimitError) as caught:
        read(book, Limits(unpacked_bytes=50_000))
    assert caught.value.limit == "unpacked_bytes"


@pytest.mark.parametrize(
    "book",
    [
        ole({"Workbook": begin(5) + record(0x2F, bytes(6)) + END}),
        ods(parts={"META-INF/manifest.xml": "<a><encryption-data/></a>"}),
    ],
    ids=["xls", "ods"],
)
def test_a_password_is_named(book):
    with pytest.raises(RefusalError, match="password"):
        read(book, LIMITS)


def test_a_binary_workbook_is_refused_by_its_name():
    relation = "http://x/officeDocument"
    listing = f'<a xmlns="r"><Relationship Id="1" Type="{relation}" Target="xl/workbook.bin"/></a>'
    with pytest.raises(RefusalError, match="xlsb"):
        read(packed({"_rels/.rels": listing, "xl/workbook.bin": "\0"}), LIMITS)


@settings(max_examples=60)
@given(st.sampled_from(list(WRITERS.values())), st.integers(0, 2**32), st.integers(0, 3))
def test_a_damaged_workbook_is_read_or_refused(write, seed, kind):
    rng = random.Random(seed)
    data = bytearray(write(sheet({**HEAD, (1, 0): "规章", (1, 1): 1}, (2, 0, 3, 1))))
    if kind == 0:
        del data[rng.randrange(len(data)) :]
    for _ in range(kind):
        data[rng.randrange(len(data))] = rng.randrange(256)
    with contextlib.suppress(RefusalError, BeyondLimitError):
        read(bytes(data), LIMITS)
