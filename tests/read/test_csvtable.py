"""Tables of text with delimiters, told from running text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from variants.pages import make_page
from variants.reports import VINTAGES, make_report
from variants.tables import FORMS

from govinfo.model import LIMITS, Limits
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.kinds import kind_of
from govinfo.read.page import Grid
from govinfo.read.sheets.csvtable import read, rows_of

TABLE = "内容{0}制发{0}有效\n规章{0}1{0}2\n文件{0}3{0}\n"


def saved(document, mark=",", *, padded=True):
    """A document as a spreadsheet saves it: merged cells leave empty ones behind."""
    tables = [block for block in document.blocks if hasattr(block, "cells")]
    width = max((table.n_columns for table in tables), default=1)
    rows = []
    for block in document.blocks:
        if not hasattr(block, "cells"):
            rows.append([block.text] + [""] * (width - 1) * padded)
            continue
        grid = [[""] * (width if padded else block.n_columns) for _ in range(block.n_rows)]
        for cell in block.cells:
            grid[cell.row][cell.column] = cell.text
        rows += grid
    file = io.StringIO()
    csv.writer(file, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return file.getvalue()


def right_in(data, printed):
    columns = parse(read_document(data, path="x")).columns
    found = dict(zip(columns.metric, columns.value, strict=True))
    return {
        metric
        for metric, cells in printed.items()
        if metric and found.get(metric) == cells[0].value is not None
    }


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_known_by_its_delimiter_in_every_encoding(mark, encoding):
    data = TABLE.format(mark).encode(encoding)
    assert kind_of(data) == "csv"
    (grid,) = read(data, LIMITS).blocks
    assert grid.texts == ("内容", "制发", "有效", "规章", "1", "2", "文件", "3", "")


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_whole_report_saved_as_a_table_is_read_whole(vintage, mark):
    made = make_report(vintage, "html", None, 0, filled=True)
    document = read_document(made.text.encode(), path="page.html")
    data = saved(document, mark).encode("gb18030")
    assert kind_of(data) == "csv"
    assert right_in(data, made.printed) == {metric for metric in made.printed if metric}


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_text_may_have_no_delimiters(form):
    text, printed = make_page(form, "html", None, 0, filled=True)
    document = read_document(text.encode(), path="page.html")
    data = saved(document, padded=False).encode()
    assert kind_of(data) == "csv"
    assert right_in(data, printed) == {metric for metric in printed if metric}


def test_a_line_that_names_the_delimiter_is_obeyed():
    text = "sep=|\n规章|1,5|2\n文件|3|4\n"
    assert rows_of(text) == [["规章", "1,5", "2"], ["文件", "3", "4"]]
    assert rows_of("sep=;\r\n规章;1\r\n") == [["规章", "1"]]


def test_quotes_hold_delimiters_and_line_breaks():
    text = '内容,"本年新\n制作",有效\n规章,"1,234",2\n文件,"a ""b""",3\n'
    (grid,) = read(text.encode(), LIMITS).blocks
    assert grid.texts[1:6] == ("本年新\n制作", "有效", "规章", "1,234", "2")
    assert grid.texts[7] == 'a "b"'


@pytest.mark.parametrize(
    "text",
    [
        "2023年,我局收到申请26件。\n办结26件,结转0件。\n无,无,无,无。\n",
        "一、总体情况\n规章\t1\t2\n文件\t3\t4\n制度\t5\t6\n二、其他\n三、问题\n四、附件\n",
        "总计,1\n规章,2\n文件,3\n",
        "规章|1|2\n文件|3|4\n总计|5|6\n",
        "规章\n1\n2\n文件\n",
    ],
)
def test_running_text_stays_text(text):
    assert kind_of(text.encode()) == "text"


def test_rows_that_end_early_are_short_rather_than_blank():
    (grid,) = read((TABLE.format(",") * 4 + "制度,5\n").encode(), LIMITS).blocks
    assert len(grid.texts) == 38
    assert grid.layout.n_columns == 3


def test_an_open_quote_gives_lines():
    text = TABLE.format(",") + '"制度,5,6\n' * 3 + '"'
    content = read(text.encode(), LIMITS)
    assert content.blocks == text.split("\n")
    assert content.warnings[0].startswith("table_as_lines: ")


def test_a_table_of_tabs_with_rows_too_long_gives_lines():
    text = TABLE.format("\t") * 9 + "制度\t5\t6\t7\n"
    assert read(text.encode(), LIMITS).blocks == text.split("\n")


def test_a_table_of_pages_is_no_table_of_cells():
    assert kind_of(b"url,title,content\nhttp://a.cn,b,c\nhttp://a.cn,b,c\n") == "crawl"


def test_too_many_cells_are_beyond_the_limit():
    with pytest.raises(BeyondLimitError) as caught:
        read(b"1,2,3\n" * 200, Limits(cells=500))
    assert caught.value.limit == "cells"


def test_what_cannot_be_decoded_is_refused():
    with pytest.raises(RefusalError, match="decoded"):
        read(b"\xff\xff\x81\xff,\xfe,\xff\n" * 40, LIMITS)


CELLS = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=4)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=3, max_size=6))
def test_every_cell_that_is_no_blank_is_kept(rows):
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    found = rows_of(file.getvalue())
    assert found is None or found == rows


@given(st.text(',;\t"\n|总1 ', max_size=60))
def test_any_text_is_read_with_its_words(text):
    blocks = read(text.encode(), LIMITS).blocks
    texts = [
        part for block in blocks for part in (block.texts if isinstance(block, Grid) else [block])
    ]
    assert sum(part.count("总") for part in texts) == text.count("总")


def test_a_number_at_which_a_table_breaks_off_is_unreadable():
    rows = "项目,自然人,企业,总计\n" + "".join(f"{n},12,26,38\n" for n in range(30))
    document = read_document((rows + "其他,12,2").encode(), path="a.csv")
    assert document.source.format == "csv"
    (table,) = [block for block in document.blocks if hasattr(block, "cells")]
    assert "2\ufffd" in [cell.text for cell in table.cells]
    assert any(warning.startswith("truncated") for warning in document.warnings)
    whole = read_document((rows + "其他,12,26,38").encode(), path="a.csv")
    assert not any(warning.startswith("truncated") for warning in whole.warnings)
