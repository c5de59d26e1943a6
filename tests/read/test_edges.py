"""Rows of cells given by their edges."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.read.edges import Box, table_by_edges
from govinfo.read.grid import settle


def row(edges, texts, **flags):
    boxes = [Box(left, right) for left, right in pairwise(edges)]
    for place, flag in flags.items():
        at = int(place[1:])
        left, right = boxes[at].left, boxes[at].right
        boxes[at] = Box(left, right, flag == "joined", "" if flag == "joined" else flag)
    return boxes, [[text] if text else [] for text in texts]


def grid(*rows):
    table, _ = table_by_edges(rows)
    (found,) = settle(table)
    at = found.layout
    return list(zip(found.texts, at.rows, at.columns, at.row_spans, at.column_spans, strict=True))


def test_a_cell_spans_the_columns_that_other_rows_divide():
    assert grid(row([0, 3000], ["甲"]), row([0, 1000, 2000, 3000], ["1", "", "3"])) == [
        ("甲", 0, 0, 1, 3),
        ("1", 1, 0, 1, 1),
        ("", 1, 1, 1, 1),
        ("3", 1, 2, 1, 1),
    ]


def test_edges_that_nearly_coincide_are_one():
    rows = row([-108, 995, 2010, 3000], "abc"), row([0, 1010, 1990, 3003], "123")
    assert [cell[1:] for cell in grid(*rows)] == [
        (line, column, 1, 1) for line in (0, 1) for column in (0, 1, 2)
    ]


def test_edges_are_kept_apart_where_cells_are_as_narrow_as_they_are_near():
    narrow = row([0, 1000, 1150, 1300, 2000], "abcd")
    assert [cell[2] for cell in grid(narrow, row([0, 1000, 2000], "12"))] == [0, 1, 2, 3, 0, 1]


def test_a_row_that_begins_further_right_leaves_the_columns_before_it_free():
    assert grid(row([0, 1000, 2000], "ab"), row([1000, 2000], "1"))[2:] == [
        ("", 1, 0, 1, 1),
        ("1", 1, 1, 1, 1),
    ]


def test_cells_merged_down_are_one():
    edges = [0, 1000, 2000]
    rows = (
        row(edges, ["头", "1"], _0="first"),
        row(edges, ["", "2"], _0="next"),
        row(edges, ["", "3"], _0="next"),
        row(edges, ["尾", "4"]),
    )
    assert grid(*rows)[0] == ("头", 0, 0, 3, 1)
    assert [(text, column) for text, _, column, _, _ in grid(*rows)[1:]] == [
        ("1", 1),
        ("2", 1),
        ("3", 1),
        ("尾", 0),
        ("4", 1),
    ]


@pytest.mark.parametrize(
    "above",
    [
        row([0, 1000, 2000], ["", "1"]),
        row([0, 500, 1000, 2000], ["", "", "1"], _0="first"),
        row([0, 1000, 2000], ["", "1"], _1="first"),
    ],
)
def test_a_cell_that_goes_on_with_nothing_above_it_is_a_blank_of_its_own(above):
    below = grid(above, row([0, 1000, 2000], ["", "2"], _0="next"))[-2:]
    assert [(text, row_span) for text, _, _, row_span, _ in below] == [("", 1), ("2", 1)]


def test_cells_joined_across_are_one_and_hide_what_is_in_the_others():
    rows = [row([0, 1000, 2000, 3000], ["5", "", "7"], _1="joined"), row([0, 2000, 3000], "12")]
    assert grid(*rows) == [
        ("5", 0, 0, 1, 1),
        ("7", 0, 1, 1, 1),
        ("1", 1, 0, 1, 1),
        ("2", 1, 1, 1, 1),
    ]
    assert not table_by_edges(rows)[1]
    rows[0][1][1].append("6")
    assert table_by_edges(rows)[1]


@pytest.mark.parametrize(
    ("boxes", "texts"),
    [
        ([Box(0, 1000)], ["1", "2"]),
        ([Box(0, 1000), Box(1000, 2000)], ["1"]),
        ([], ["1"]),
        ([Box(0, 1000), Box(1000, 1000)], ["1", "2"]),
        ([Box(0, 1000), Box(1000, 500)], ["1", "2"]),
        ([Box(0, 1000), Box(1200, 2000)], ["1", "2"]),
        ([Box(left * 10, left * 10 + 10) for left in range(150)], ["1"] * 150),
    ],
)
def test_edges_that_contradict_the_cells_give_no_table(boxes, texts):
    assert table_by_edges([(boxes, [[text] for text in texts])]) is None


@given(
    st.lists(
        st.lists(st.integers(-500, 5000), min_size=2, max_size=8, unique=True),
        min_size=1,
        max_size=10,
    )
)
def test_every_cell_keeps_its_text_its_row_and_its_order(edges):
    rows = []
    for number, line in enumerate(edges):
        line = sorted(line)
        rows.append(row(line, [f"{number}.{at}" for at in range(len(line) - 1)]))
    table, covered = table_by_edges(rows)
    assert not covered
    for number, (line, cells) in enumerate(zip(edges, table.groups[0][1], strict=True)):
        texts = [cell.blocks[0] for cell in cells if cell.blocks]
        assert texts == [f"{number}.{at}" for at in range(len(line) - 1)]
        assert all(cell.column_span >= 1 for cell in cells)
    widths = {sum(cell.column_span for cell in cells) for cells in table.groups[0][1]}
    assert max(widths) <= len({edge for line in edges for edge in line}) - 1
