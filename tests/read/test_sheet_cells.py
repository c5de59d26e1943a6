"""What a cell of a sheet prints: numbers, dates, texts with notes, records of every type."""

from __future__ import annotations

import math
import struct

import pytest
from hostile.ole import ole
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import LIMITS
from govinfo.read.sheets.formats import format_of, shown
from govinfo.read.sheets.ods import as_shown
from govinfo.read.sheets.sheet import read

from .books import Markup, blocks_of, ods, rows_of, sheet, xlsx
from .old_books import END, RAISED, STRUCK, Rich, begin, record, wide, xls


@pytest.mark.parametrize(
    ("value", "code", "printed"),
    [
        (26.0, "General", "26"),
        (96171.6, "#,##0", "96171.6"),
        (1e15, "General", "1000000000000000"),
        (0.5, "0%", "50%"),
        (0.07, "0.00%", "7%"),
        (251000, '#,##0"元"', "251000元"),
        (12345678, '0.00,,"百万"', "12.345678百万"),
        (123456, '0!.0,"万"', "12.3456万"),
        (-5, "#,##0_);(#,##0)", "-5"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (0, "0;-0;;@", ""),
        (0, "#,###", ""),
        (7, ";;;", ""),
        (5, "[Red][>3]0;0", "[Red][>3]0;0: 5"),
        (45309, 'yyyy"年"m"月"d"日"', "2024-01-18"),
        (45309.5, "yyyy/m/d h:mm", "2024-01-18 12:00:00"),
        (0.75, "h:mm AM/PM", "18:00:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (60, "yyyy-mm-dd", "60"),
        (-1, "yyyy-mm-dd", "-1"),
        (3e6, "yyyy-mm-dd", "3000000"),
        (5, "G/通用格式", "5"),
    ],
)
def test_a_number_is_printed_as_its_cell_shows_it_but_in_full(value, code, printed):
    assert shown(value, format_of(code)) == printed


@given(st.text('0#?.,%;[]"\\_*-+()@ymdhsE>元 !/', max_size=12), st.floats(allow_nan=True))
def test_no_format_and_no_number_is_too_odd(code, value):
    assert isinstance(shown(value, format_of(code)), str)


@given(st.floats(-1e15, 1e15, allow_subnormal=False))
def test_a_number_is_printed_without_an_exponent_and_reads_as_itself(value):
    printed = shown(value, format_of("General"))
    assert "e" not in printed.lower()
    assert math.isclose(float(printed), value, rel_tol=1e-14)


@pytest.mark.parametrize("write", [xlsx, xls])
def test_the_format_of_a_cell_is_found(write):
    cells = {(0, 0): 0.5, (0, 1): 12, (1, 0): 45309, (1, 1): 3}
    style = {(0, 0): 0, (0, 1): 1, (1, 0): 2}
    (grid,) = blocks_of(
        sheet(cells), write=write, formats=("0%", '0"万元"', "yyyy-mm-dd"), style=style
    )
    assert grid.texts == ("50%", "12万元", "2024-01-18", "3")


@pytest.mark.parametrize(
    ("print_", "value", "printed"),
    [
        ("26", 26.0, "26"),
        ("96,172", 96171.6, "96171.6"),
        ("1.23E+05", 123456, "123456"),
        ("50%", 0.5, "50%"),
        ("12.3万", 123456, "12.3456万"),
        ("¥5.00", 5, "¥5"),
        ("(5)", -5, "(5)"),
        ("-", 0, "-"),
        ("1/2", 0.5, "1/2"),
        ("3", 5, "3"),
    ],
)
def test_a_number_of_an_open_document_is_printed_in_full_where_its_print_agrees(
    print_, value, printed
):
    assert as_shown(print_, value) == printed


def test_raised_and_struck_characters_stay_apart_from_numbers():
    raised = '<rPr><vertAlign val="superscript"/></rPr>'
    strings = f"<si><r><t>5</t></r><r>{raised}<t>1</t></r></si>"
    strings += "<si><r><rPr><strike/></rPr><t>12</t></r><r><t>13</t></r><rPh><t>x</t></rPh></si>"
    shared = {(0, n): Markup(f't="s"><v>{n}</v>') for n in range(2)}
    (grid,) = blocks_of(sheet(shared), strings=strings)
    assert grid.texts == ("5¹", "12 13")
    (grid,) = blocks_of(
        sheet({(0, 0): Rich("51", (1, RAISED)), (0, 1): Rich("1213", (0, STRUCK), (2, 0))}),
        write=xls,
    )
    assert grid.texts == ("5¹", "12 13")
    styles = '<style:style style:name="up" style:family="text"><style:text-properties '
    styles += 'style:text-position="super 58%"/></style:style>'
    cell = '><text:p>5<text:span text:style-name="up">1</text:span></text:p>'
    (grid,) = blocks_of(sheet({(0, 0): Markup(cell), (0, 1): "次"}), write=ods, styles=styles)
    assert grid.texts == ("5¹", "次")


def test_a_formula_without_a_value_is_not_blank_and_is_said():
    for write, markup in (
        (xlsx, "><f>A1+A2</f><v></v>"),
        (ods, 'table:formula="=A1+A2">'),
    ):
        content = read(write(sheet({(0, 0): "总计", (0, 1): Markup(markup)})), LIMITS)
        assert content.blocks[0].texts[1].startswith("=")
        assert content.warnings[0].startswith("not_calculated: 1 formulas of Sheet1")


@pytest.mark.parametrize(
    ("markup", "printed"),
    [
        ('t="b"><v>1</v>', "TRUE"),
        ('t="e"><v>#REF!</v>', "#REF!"),
        ('t="str"><f>A1</f><v>甲_x000D_\n乙</v>', "甲\n乙"),
        ('t="str"><f>A1</f><v></v>', ""),
        ('t="s"><v>7</v>', "#7"),
        ("><v>1_000</v>", "1_000"),
        ("><v>nan</v>", "nan"),
        ("><v>4.5E2</v>", "450"),
        ('t="d"><v>2024-01-18</v>', "2024-01-18"),
    ],
)
def test_a_cell_of_another_type_prints_what_it_shows(markup, printed):
    (grid,) = blocks_of(sheet({(0, 0): "规章", (0, 1): Markup(markup), (0, 2): "次"}))
    assert grid.texts[1] == printed


def test_records_of_every_type_are_read():
    numbers = struct.pack("<HHHIHIH", 0, 0, 0, 26 << 2 | 2, 0, 12345 << 2 | 3, 1)
    text = struct.pack("<HHH", 1, 0, 0) + wide("规章")
    said = struct.pack("<HHH", 1, 1, 0) + b"\0\0\0\0\0\0\xff\xff" + bytes(8)
    more = record(0xBD, numbers) + record(0x204, text) + record(0x06, said)
    more += record(0x207, wide("公\n式")) + record(0x205, struct.pack("<HHHBB", 2, 0, 0, 0x17, 1))
    more += record(0x27E, struct.pack("<HHHI", 2, 1, 0, 0x3FF80000))
    (grid,) = blocks_of(sheet({}), write=xls, more=more)
    assert rows_of(grid) == [["26", "123.45"], ["规章", "公\n式"], ["#REF!", "1.5"]]


def test_a_string_may_go_on_in_the_next_record_in_another_width():
    table = struct.pack("<II", 1, 1) + struct.pack("<HB", 5, 1) + "总计".encode("utf-16-le")
    shared = record(0xFC, table, b"\0" + b"123")
    (grid,) = blocks_of(sheet({(0, 0): "总计123", (0, 1): 1}), write=xls, shared=shared)
    assert grid.texts == ("总计123", "1")


def test_a_chart_within_a_sheet_is_passed_over():
    chart = begin(0x20) + record(0x204, struct.pack("<HHH", 0, 0, 0) + wide("轴")) + END
    (grid,) = blocks_of(sheet({(0, 0): "规章", (0, 1): 1}), write=xls, more=chart)
    assert grid.texts == ("规章", "1")


def test_a_sheet_of_excel_95_is_read_in_its_code_page():
    name = "表".encode("gb18030")
    cell = "规章".encode("gb18030")
    head = begin(5, 0x500) + record(0x42, struct.pack("<H", 936))
    place = len(head) + 4 + 7 + len(name) + len(END)
    listed = record(0x85, struct.pack("<IBBB", place, 0, 0, len(name)) + name)
    body = record(0x204, struct.pack("<HHHH", 0, 0, 0, len(cell)) + cell)
    body += record(0x203, struct.pack("<HHHd", 0, 1, 0, 3.0))
    data = ole({"Book": head + listed + END + begin(16, 0x500) + body + END})
    (grid,) = read(data, LIMITS).blocks[-1:]
    assert grid.texts == ("规章", "3")


def test_text_in_shapes_is_said_to_be_left_out():
    shape = "<draw:custom-shape><text:p>某局</text:p></draw:custom-shape>"
    cell = "<table:table-cell><text:p>甲</text:p></table:table-cell>"
    rows = f"<table:shapes>{shape}</table:shapes><table:table-row>{cell}</table:table-row>"
    content = read(ods(body=f'<table:table table:name="正">{rows}</table:table>'), LIMITS)
    assert content.blocks == ["正", "甲"]
    assert content.warnings == ("drawn_text: text in shapes over 正 is not read",)
