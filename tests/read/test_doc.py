"""Old Word documents."""

import struct
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govinfo.model import LIMITS, Limits
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.msdoc.doc import read

from .docs import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    INNER_CELL,
    INNER_ROW_END,
    INSERTED,
    LOWERED,
    RAISED,
    ROW_END,
    STRUCK,
    P,
    cells,
    container,
    depth,
    in_list,
    one_list,
    row,
    style_sheet,
    summary,
    table,
    word,
)
from .reports import rows_of, same, sample

CROSS_FIRST, CROSS_NEXT, DOWN_FIRST, DOWN_NEXT = 1, 2, 0x60, 0x20


def content(*paragraphs, **parts):
    flat = [one for each in paragraphs for one in (each if isinstance(each, list) else [each])]
    return read(word(flat, **parts), LIMITS)


def blocks(*paragraphs, **parts):
    return content(*paragraphs, **parts).blocks


def grid(*paragraphs, **parts):
    found = [block for block in blocks(*paragraphs, **parts) if not isinstance(block, str)]
    assert len(found) == 1
    at = found[0].layout
    places = (at.rows, at.columns, at.row_spans, at.column_spans)
    return list(zip(found[0].texts, *places, strict=True))


def test_paragraphs_and_tables_come_in_their_order():
    found = blocks(P("总体情况"), table(["总计", "数"], ["新收", "26"]), P(), P("完"))
    assert [block for block in found if isinstance(block, str)] == ["总体情况", "", "完"]
    assert found[1].texts == ("总计", "数", "新收", "26")


def test_blank_cells_stay_blank_and_in_their_place():
    assert grid(table(["", "0", ""], ["1", "", "3"])) == [
        (text, at // 3, at % 3, 1, 1) for at, text in enumerate(["", "0", "", "1", "", "3"])
    ]


def test_paragraphs_of_a_cell_are_lines_of_it():
    assert grid(table(["结果\n维持", "1\x0b2"]))[0][0] == "结果\n维持"
    assert grid(table(["结果\n维持", "1\x0b2"]))[1][0] == "1\n2"


def test_cells_merged_across_and_down_are_one():
    rows = [
        row(["类", "合并", "", "总计"], cells([0, 900, 1800, 2700, 3600], [DOWN_FIRST, 1, 2, 0])),
        row(["", "1", "2", "3"], cells([0, 900, 1800, 2700, 3600], [DOWN_NEXT, 0, 0, 0])),
    ]
    assert grid(*rows) == [
        ("类", 0, 0, 2, 1),
        ("合并", 0, 1, 1, 2),
        ("总计", 0, 3, 1, 1),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 1, 3, 1, 1),
    ]


@pytest.mark.parametrize("flags", [[1, 2, 2], [2, 1, 1], [3, 1, 1], [3, 2, 2]])
def test_either_reading_of_the_flags_of_cells_merged_across_is_known(flags):
    rows = (
        row(["合并", "", ""], cells([0, 9, 18, 27], flags)),
        row(["1", "2", "3"], cells([0, 9, 18, 27])),
    )
    assert grid(*rows)[0] == ("合并", 0, 0, 1, 3)


@pytest.mark.parametrize("flags", [[1, 0, 0], [0, 2, 0], [2, 2, 2], [0, 0, 1]])
def test_cells_merged_with_nothing_stand_by_themselves(flags):
    assert [cell[2] for cell in grid(row(["1", "", "3"], cells([0, 9, 18, 27], flags)))] == [
        0,
        1,
        2,
    ]


def test_changes_of_a_row_are_applied_in_their_order():
    edges = cells([0, 1000, 2000, 3000])
    merged = edges + struct.pack("<HBB", 0x5624, 1, 3)
    split = merged + struct.pack("<HBB", 0x5625, 1, 3)
    below = row(["1", "2", "3"])
    assert [cell[2:] for cell in grid(row(["a", "b", ""], merged), below)][:2] == [
        (0, 1, 1),
        (1, 1, 2),
    ]
    assert [cell[2] for cell in grid(row(["a", "b", "c"], split), below)] == [0, 1, 2] * 2
    inserted = cells([0, 1000, 2000]) + struct.pack("<HBBh", 0x7621, 2, 1, 1000)
    assert [cell[2] for cell in grid(row(["a", "b", "c"], inserted), below)] == [0, 1, 2] * 2
    deleted = cells([0, 1000, 2000, 3000, 4000]) + struct.pack("<HBB", 0x5622, 3, 4)
    assert [cell[2] for cell in grid(row(["a", "b", "c"], deleted), below)] == [0, 1, 2] * 2
    wider = cells([0, 500, 1000]) + struct.pack("<HBBh", 0x7623, 0, 2, 1500)
    assert [
        cell[2:] for cell in grid(row(["a", "b"], wider), row(["1", "2"], cells([0, 1500, 3000])))
    ] == [
        (0, 1, 1),
        (1, 1, 1),
    ] * 2
    moved = cells([0, 1000, 2000]) + struct.pack("<Hh", 0x9601, 1000)
    assert [cell[2] for cell in grid(row(["a", "b"], moved), below)] == [0, 1, 2, 0, 1, 2]
    down = struct.pack("<HBBB", 0xD62B, 2, 0, 3), struct.pack("<HBBB", 0xD62B, 2, 0, 1)
    rows = row(["a", "b", "c"], edges + down[0]), row(["", "2", "3"], edges + down[1])
    assert grid(*rows)[0] == ("a", 0, 0, 2, 1)


def test_a_row_of_many_cells_is_defined_in_the_data_stream():
    texts = [str(number) for number in range(60)]
    narrow = cells([500 * number for number in range(61)])
    assert [cell[0] for cell in grid(row(texts, narrow), row(texts, narrow))] == texts * 2


def test_tables_in_tables_lay_out_the_page():
    inner = [
        P("内1", "\r", IN_TABLE + depth(2) + INNER_CELL),
        P("内2", "\r", IN_TABLE + depth(2)),
        P("", "\r", IN_TABLE + depth(2) + INNER_CELL),
        P("", "\r", IN_TABLE + depth(2) + INNER_CELL + INNER_ROW_END + cells([0, 500, 1000])),
    ]
    outer = [P("外", "\x07", IN_TABLE), *inner, P("后", "\x07", IN_TABLE)]
    end = P("", "\x07", IN_TABLE + ROW_END + cells([0, 1000, 3000]))
    found = blocks([*outer, end], P("完"))
    assert [block if isinstance(block, str) else block.texts for block in found] == [
        "外",
        ("内1", "内2"),
        "后",
        "完",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        row(["1", "", "3"], b""),
        row(["1", "", "3"], cells([0, 1000, 2000])),
        row(["1", "", "3"], cells([0, 1000, 2000, 3000, 4000])),
        row(["1", "", "3"], cells([0, 1000, 1000, 3000])),
        row(["1", "", "3"], cells([0, 1000, 500, 3000])),
        row(["1", "", "3"])[:-1],
    ],
)
def test_a_table_whose_edges_contradict_its_cells_is_given_as_lines(broken):
    found = content(row(["a", "b", "c"]), broken, P("完"))
    lines = [*found.blocks[0].texts, *found.blocks[1:]] if len(found.blocks) < 7 else found.blocks
    assert lines == ["a", "b", "c", "1", "", "3", "完"]
    assert found.warnings[0].startswith("table_as_lines: ")


def test_a_cell_mark_outside_tables_ends_a_line():
    assert blocks(P("1", "\x07"), P("2", "\x07")) == ["1", "2"]


def test_tracked_changes_are_accepted():
    changed = P("收到12件", runs=[(2, 3, DELETED), (3, 4, INSERTED)])
    gone = P("全删", runs=[(0, 3, DELETED)])
    rows = row(["1", "2"])
    rows[-1].runs = [(0, 1, DELETED)]
    assert blocks(changed, gone, rows, P("完")) == ["收到2件", "完"]
    # The mark of a paragraph may be deleted by itself.
    assert blocks(P("前", runs=[(1, 2, DELETED)]), P("后")) == ["前后"]


def test_digits_that_a_reader_sees_apart_are_kept_apart():
    shown = P("12345", runs=[(1, 2, HIDDEN), (3, 4, STRUCK), (4, 5, RAISED)])
    assert blocks(shown, P("52", runs=[(1, 2, LOWERED)])) == ["1 3 4 ⁵", "5₂"]
    assert blocks(P("1\x012\x023\x084")) == ["1 2 3 4"]


def test_hidden_paragraphs_are_left_out():
    assert blocks(P("窗体顶端", runs=[(0, 5, HIDDEN)]), P("完")) == ["完"]


def test_styles_hide_raise_and_number():
    styles = style_sheet((1, b"", b""), (1, b"", HIDDEN), (2, b"", RAISED), (1, in_list(1), b""))
    raised = struct.pack("<HH", 0x4A30, 2)
    shown = struct.pack("<HB", 0x083C, 0)
    found = blocks(
        P("窗体", style=1, runs=[(1, 2, shown)]),
        P("51", runs=[(1, 2, raised)]),
        P("概述", style=3),
        styles=styles,
        lists=one_list((37, "%1、")),
    )
    assert found == [" 体", "5¹", "一、概述"]


def test_numbers_of_lists_are_printed():
    lists = one_list((37, "（%1）"), (0, "%1.%2"), (200, "%3"))
    found = content(
        P("甲", changes=in_list(1)),
        P("乙", changes=in_list(1, 1)),
        P("26", changes=in_list(1, 1)),
        P("丙", changes=in_list(1)),
        P("丁", changes=in_list(1, 1)),
        P("戊", changes=in_list(1, 2)),
        P("己", changes=in_list(5)),
        lists=lists,
    )
    assert found.blocks == ["（一）甲", "一.1 乙", "一.2 26", "（二）丙", "二.1 丁", "戊", "己"]
    assert found.warnings[0].startswith("numbering: ")


def test_damaged_lists_are_said_to_be_left_out():
    head, levels, calls = one_list((37, "%1、"))
    torn = struct.pack("<h", 300) + head[2:]
    found = content(P("甲", changes=in_list(1)), lists=(torn, levels, calls))
    assert found.blocks == ["甲"]
    assert found.warnings == ("numbering: the lists are damaged; their numbers are left out",)


def test_a_field_shows_its_result():
    assert blocks(P("见\x13 HYPERLINK \x1412\x15条")) == ["见12条"]
    assert blocks(P("1\x13 TC x \x152")) == ["1 2"]
    assert blocks(P("\x13 IF \x13 A \x141\x15 \x14是\x15。")) == ["是。"]
    assert blocks(P("\x13 一 \x14"), P("数\x14 26"), P("\x15\x15尾")) == ["", "数  26", " 尾"]


def test_marks_that_hide_nothing_hide_nothing():
    assert blocks(P("总\x13计26")) == ["总 计26"]
    assert blocks(P("总\x15计\x1426")) == ["总 计 26"]


def test_breaks_hyphens_and_pages_are_as_printed():
    assert blocks(P("一\x0b二\x0c三\x0e四")) == ["一", "二", "三", "四"]
    assert blocks(P("1\x1e2\x1f3")) == ["1-23"]
    assert blocks(P("一", "\x0c"), P("二")) == ["一", "二"]


def test_rare_characters_are_whole_and_halves_are_not():
    text = "𠮷1\ud842"
    assert blocks(
        P(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass"))
    ) == ["𠮷1\ufffd"]


def test_notes_and_text_boxes_follow_the_text_and_headers_are_left_out():
    found = blocks(
        P("正文\x02"),
        notes=(P("\x02注"), P()),
        headers=(P("页眉"),),
        boxes=(*table(["框", "1"]), P()),
    )
    assert found[:2] == ["正文 ", "注"]
    assert found[2].texts == ("框", "1")
    assert len(found) == 3


def test_pieces_of_saved_fast_and_of_two_are_put_together():
    paragraphs = [P("Café 12—"), *table(["项目", "26"], ["新收", ""]), P("完")]
    plain = read(word(paragraphs), LIMITS)
    saved_fast = word(
        paragraphs,
        pieces=[(5, True, 0), (8, True, 0), (12, False, 0), (0, False, 0)],
        scattered=True,
    )
    assert read(saved_fast, LIMITS) == plain
    assert plain.blocks[0] == "Café 12—"


def test_a_piece_may_change_what_stands_in_it():
    deleted = 0x41 << 1 | 1 << 8
    assert blocks(P("123"), pieces=[(1, False, 0), (2, False, deleted), (0, False, 0)]) == ["13"]
    assert blocks(
        P("123"), pieces=[(1, False, 0), (2, False, 1), (0, False, 0)], grpprls=(RAISED,)
    ) == ["1²3"]


def test_what_the_file_says_of_itself_is_kept():
    for page in (936, 65001):
        said = content(P("文"), properties=summary("某县年度报告", "张三", page=page)).metadata
        assert said == (("title", "某县年度报告"), ("author", "张三"))


def test_embedded_documents_are_said_not_to_be_read():
    found = content(P("文"), more={"ObjectPool": b"x"})
    assert found.warnings == ("embedded: an embedded object or document is not read",)


def test_a_document_of_word_is_read_by_its_bytes():
    document = read_document(word(table(["总计", "26"])), path="report.html")
    assert document.source.format == "doc"
    assert [cell.text for cell in document.blocks[0].cells] == ["总计", "26"]


@pytest.mark.parametrize("saved_fast", [False, True])
def test_a_report_written_again_is_read_the_same(samples, saved_fast):
    blocks = sample(samples)
    paragraphs = []
    for block in blocks:
        if not hasattr(block, "layout"):
            paragraphs.append(P(block.text))
            continue
        for line in rows_of(block):
            edges = [line[0][1], *(right for _, _, right, _ in line)]
            flags = [{"first": DOWN_FIRST, "next": DOWN_NEXT}.get(down, 0) for *_, down in line]
            paragraphs += row([text for text, *_ in line], cells(edges, flags))
    pieces = [(400, False, 0), (0, False, 0)] if saved_fast else None
    data = word(paragraphs, pieces=pieces, scattered=saved_fast)
    assert same(read_document(data, path="report.doc").blocks, blocks)


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"flags": 0x0300}, "is protected by a password"),
        ({"magic": 0xA5DC, "version": 0x65}, "was made by Word before Word 97"),
        ({"version": 0x69}, "was made by Word before Word 97"),
        ({"magic": 0}, "is damaged (it does not begin as Word files do)"),
        ({"flags": 0}, "is damaged (it has no stream 0Table)"),
    ],
)
def test_what_is_not_read_is_said(parts, problem, monkeypatch):
    monkeypatch.delenv("GOVINFO_OFFICE", raising=False)
    with pytest.raises(RefusalError) as refusal:
        content(P("文"), **parts)
    assert refusal.value.problem == problem
    assert refusal.value.hint


def test_text_that_is_not_there_is_not_made_up():
    data = word([P("文" * 100)])
    place = data.index(b"\x02\x10\0\0\0\0\0\0\0")
    pieces = bytearray(data)
    struct.pack_into("<I", pieces, place + 9, 100_000)
    with pytest.raises(RefusalError, match="not where it should be"):
        read(bytes(pieces), LIMITS)
    struct.pack_into("<I", pieces, place + 9, 10)
    with pytest.raises(RefusalError, match="cut off"):
        read(bytes(pieces), LIMITS)
    many = [(number, False, 0) for number in range(1, 102)]
    data = bytearray(word([P("文" * 100)], pieces=many))
    place = data.index(struct.pack("<III", 12 * 101 + 4, 0, 1)) + 4
    for number in range(1, 102):
        struct.pack_into("<I", data, place + 4 * number, 50 * number)
    with pytest.raises(RefusalError, match="overlap"):
        read(bytes(data), LIMITS)


def test_limits_hold():
    nested = P("1", "\r", IN_TABLE + depth(2**31 - 1))
    with pytest.raises(BeyondLimitError) as beyond:
        content(nested)
    assert beyond.value.limit == "nesting"
    with pytest.raises(BeyondLimitError) as beyond:
        read(word(table(*[["1", "2"]] * 20)), Limits(cells=30))
    assert beyond.value.limit == "cells"


REPORT = word(
    [
        P("政府信息公开工作年度报告"),
        P("总体情况", changes=in_list(1)),
        P("收到12件\x13 X \x143\x15", runs=[(2, 3, DELETED), (3, 4, RAISED)]),
        *row(["类", "合并", ""], cells([0, 900, 1800, 2700], [DOWN_FIRST, 1, 2])),
        *row(["", "0", ""], cells([0, 900, 1800, 2700], [DOWN_NEXT, 0, 0])),
        P("完"),
    ],
    notes=(P("\x02注"), P()),
    lists=one_list((37, "%1、")),
    styles=style_sheet((1, b"", b""), (2, b"", RAISED)),
    properties=summary("题", "人"),
    pieces=[(5, False, 0), (20, False, 1), (0, False, 0)],
    grpprls=(INSERTED,),
    scattered=True,
)


def read_or_refused(data):
    begun = time.perf_counter()
    try:
        found = read(data, LIMITS)
    except (RefusalError, BeyondLimitError):
        found = None
    assert time.perf_counter() - begun < 2
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, len(REPORT) - 1), st.integers(0, 255)), min_size=1, max_size=8
    )
)
def test_bytes_changed_anywhere_are_read_or_refused(changes):
    data = bytearray(REPORT)
    for at, byte in changes:
        data[at] = byte
    read_or_refused(bytes(data))


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(REPORT) // 4 - 1),
            st.sampled_from([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 512, 65535]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_lying_numbers_are_read_or_refused(changes):
    data = bytearray(REPORT)
    for at, number in changes:
        struct.pack_into("<I", data, 4 * at, number)
    read_or_refused(bytes(data))


def test_a_document_cut_anywhere_is_read_or_refused():
    for end in range(0, len(REPORT), 97):
        read_or_refused(REPORT[:end])


@given(st.binary(max_size=3000))
def test_any_bytes_in_the_streams_are_read_or_refused(noise):
    read_or_refused(noise)
    read_or_refused(container({"WordDocument": noise, "1Table": noise}))
    read_or_refused(container({"WordDocument": REPORT[:10] + noise, "0Table": noise}))
