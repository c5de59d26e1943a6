"""First bytes decide the format."""

import pytest

from govinfo.read.sniff import sniff


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "ole"),
        (b"PK\x03\x04" + bytes(30), "zip"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", "mhtml"),
        (b"From: <saved>\nSubject: x\n y\nMIME-Version: 1.0\n", "mhtml"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\t", "empty"),
        (bytes(range(256)), "binary"),
        (bytes(1000), "binary"),
    ],
)
def test_formats_are_told_by_their_first_bytes(data, form):
    assert sniff(data) == form


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><title>x</title>",
        "<?xml version='1.0'?><!DOCTYPE html><html/>",
        "\ufeff\n <p style='text-align: center'>年度报告</p>",
        "<!-- saved --><div>x</div>",
        "<o:p>x</o:p>",
        "标题\n<p>一、总体情况</p>",
        "一行<br>又一行<br/>",
        "<TABLE><TR><TD>1",
    ],
)
def test_markup_is_html_even_as_a_fragment(page):
    assert sniff(page.encode()) == "html"
    assert sniff(page.encode("utf-16")) == "html"


@pytest.mark.parametrize(
    "text",
    [
        "今年 < 去年, 5 > 3",
        "<年度报告格式>的通知",
        "关于<报告>的</说明",
        "2023年\n<p 不是标记",
        "| 总计 | 26 |\n| --- | --- |",
        "| 商业<br>企业 | 总计 |\n| --- | --- |\n| 1 | 2<br/>3 |",
        "a<b>c",
    ],
)
def test_text_that_merely_holds_a_bracket_is_text(text):
    assert sniff(text.encode()) == "text"
    assert sniff(text.encode("gb18030")) == "text"
