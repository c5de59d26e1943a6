"""From bytes to a document, or a clear error."""

import hashlib
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.errors import ReadError
from govinfo.model import Table
from govinfo.read import read_document

REPORTS = Path(__file__).resolve().parents[2] / "../shared/reports"


def golden(name):
    path = REPORTS / name
    if not path.exists():
        pytest.skip("the golden reports are not here")
    return read_document(path.read_bytes(), path=name)


def tables(document):
    return [block for block in document.blocks if isinstance(block, Table)]


def test_text_keeps_every_line_as_it_stands():
    document = read_document("总计\r\n\r\n\xa0\n 26\t0".encode(), path="a.txt")
    assert [block.text for block in document.blocks] == ["总计", "", "\xa0", " 26\t0"]
    assert document.text == "总计\n\n\xa0\n 26\t0"
    assert [block.start for block in document.blocks] == [0, 3, 4, 6]


def test_the_source_names_place_and_fingerprint():
    data = "总计 26".encode("gb18030")
    source = read_document(data, path="a.zip", member="b.txt", url="http://x").source
    assert source.sha256 == hashlib.sha256(data).hexdigest()
    assert (source.format, source.bytes, source.encoding) == ("text", len(data), "gb18030")
    assert (source.place, source.url) == ("a.zip!b.txt", "http://x")


def test_suffixes_are_not_believed():
    assert read_document(b"<p>26</p>", path="a.txt").source.format == "html"
    with pytest.raises(ReadError, match=r"a\.html: is damaged and cannot be opened as a PDF"):
        read_document(b"%PDF-1.4", path="a.html")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        ("\u3000\xa0\n".encode(), "holds no text"),
        (b"<html><script>x</script></html>", "holds no text"),
        (b"PK\x03\x04", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        (b"{\\rtf1", "holds no text"),
        (b"\x00\x01\x02\x03" * 100, "neither text"),
        (b"\xff\xfd\xfb\xfe\x81" * 100, "cannot be decoded"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(data, message):
    with pytest.raises(ReadError, match=r"b\.zip!a\.html: ") as caught:
        read_document(data, path="b.zip", member="a.html")
    assert message in str(caught.value)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


def test_a_table_stands_where_the_text_before_it_ends():
    page = "<p>甲乙</p><table><tr><td>1<td>2</table><p>丙</p>"
    before, table, after = read_document(page.encode(), path="a").blocks
    assert (before.start, table.start, after.start) == (0, 2, 3)


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_document_or_a_read_error(data):
    try:
        document = read_document(data, path="x")
    except ReadError:
        return
    for block in document.blocks:
        if not isinstance(block, Table):
            assert document.text[block.start : block.start + len(block.text)] == block.text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
@given(text=st.text("政府信息公开年度报告总计 0123456789\n", min_size=30).filter(str.strip))
def test_text_comes_back_from_every_encoding(codec, text):
    assert read_document(text.encode(codec), path="x").text == text


def test_the_county_page_has_its_index_card_and_three_forms():
    card, proactive, requests, disputes = tables(golden("shuyang_county_drc_2023.html"))
    assert len(card.cells) == 14
    assert (proactive.n_rows, proactive.n_columns) == (14, 4)
    assert (requests.n_rows, requests.n_columns) == (28, 10)
    assert (disputes.n_rows, disputes.n_columns) == (4, 15)
    values = [
        [cell.text for cell in requests.cells if cell.row == row and cell.column >= 3]
        for row in range(3, 28)
    ]
    assert [len(row) for row in values] == [7] * 25
    assert values[0] == ["26", "", "", "", "", "", "26"]
    assert {text for row in values for text in row[1:6]} == {""}
    assert [cell.text for cell in disputes.cells if cell.row == 3] == list("000110000000000")


def test_the_county_page_joins_what_inline_tags_cut():
    document = golden("shuyang_county_drc_2023.html")
    assert "2023年度我局共收到依申请信息公开26件" in document.text


def test_the_city_fragment_has_its_three_forms_of_2019():
    document = golden("shanghai_general_office_2019.html")
    proactive, requests, disputes = tables(document)
    assert (len(proactive.cells), len(requests.cells), len(disputes.cells)) == (53, 198, 34)
    row = [cell.text for cell in requests.cells if cell.row == 3 and cell.column >= 3]
    assert row == ["821", "35", "\xa0", "\xa0", "2", "1", "859"]
    assert document.source.format == "html"


@pytest.mark.parametrize("number", range(5))
def test_the_seed_texts_are_read_without_a_warning(number):
    document = golden(f"seed_{number:03}.txt")
    assert document.source.format == "text"
    assert document.warnings == ()
