"""A page that is there for the file it links to is told with the link; others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.read import read_document
from govinfo.read.web.attachments import (
    linked_files,
    linked_pictures,
    links_in_place_of_text,
    only_attachment,
)

URL = "http://www.x.gov.cn/xxgk/2024/t20240131_1.html"
HEAD = (
    "<div>首页 &gt; 政府信息公开 &gt; 年报</div><h1>甲局2023年政府信息公开工作年度报告</h1>"
    "<p>发布时间：2024-01-31 来源：甲局</p>"
)
FOOT = "<p>版权所有：甲局，主办单位：甲局。地址：某路1号。备案号：京ICP备1号。</p>"
NOTE = "<p>根据《中华人民共和国政府信息公开条例》规定，现将本机关年度报告予以公布。</p>"
SENTENCES = (
    "<p>一年来本机关认真贯彻落实条例，主动公开政府信息，回应社会关切，取得较好成效。</p>" * 20
)


def links(body, url=URL):
    page = f"<html><body>{body}</body></html>".encode()
    return only_attachment(read_document(page, path="a.html", url=url), page)


@pytest.mark.parametrize(
    ("markup", "link"),
    [
        ("<a href='./P020240131.pdf'>附件：年度报告</a>", "/xxgk/2024/P020240131.pdf"),
        ("<a href='/u/a.doc'>2023年年报.doc</a>", "/u/a.doc"),
        ("<a href='/u/a.DOCX?v=1'>附件</a>", "/u/a.DOCX?v=1"),
        ("<a href='http://f.cn/a.ofd'>年报（OFD版）</a>", "http://f.cn/a.ofd"),
        ("<a href='/u/%E5%B9%B4%E6%8A%A5.wps'>下载</a>", "/u/%E5%B9%B4%E6%8A%A5.wps"),
        ("<a href='/u/a.rar'>附件.rar</a>", "/u/a.rar"),
        (
            "<a href='/module/download/downfile.jsp?classid=0&filename=a.pdf'>附件</a>",
            "/module/download/downfile.jsp?classid=0&filename=a.pdf",
        ),
        ("<a href='/download?id=12'>2023年度报告.pdf</a>", "/download?id=12"),
        ("<a href='/download?id=12'>附件1：年度报告</a>", "/download?id=12"),
        ("<a href='javascript:void(0)' onclick=\"down('/u/2023.pdf')\">附件</a>", "/u/2023.pdf"),
        ("<iframe src='/pdfjs/web/viewer.html?file=/u/2023.pdf'></iframe>", "/u/2023.pdf"),
        ("<iframe src='/u/2023.pdf#toolbar=0'></iframe>", "/u/2023.pdf#toolbar=0"),
        ("<embed src='a.pdf' type='application/pdf'>", "/xxgk/2024/a.pdf"),
        ("<object data='a.pdf'></object>", "/xxgk/2024/a.pdf"),
        ("<script>PDFObject.embed('/u/年报.pdf', '#box')</script>", "/u/年报.pdf"),
    ],
)
def test_a_page_with_only_a_link_to_its_report_is_told_with_the_link(markup, link):
    expected = link if link.startswith("http") else f"http://www.x.gov.cn{link}"
    assert links(HEAD + NOTE + markup + FOOT) == (expected,)


def test_links_are_meant_against_the_base_or_as_printed():
    body = HEAD + "<a href='a.pdf'>附件</a>"
    assert links(body, url="") == ("a.pdf",)
    assert links("<base href='/u/'>" + body) == ("http://www.x.gov.cn/u/a.pdf",)
    canonical = "<link rel=canonical href='http://y.cn/1/2.html'>"
    assert links(canonical + body, url="") == ("http://y.cn/1/a.pdf",)


def test_of_several_files_those_called_the_report_are_told_and_each_once():
    body = "<a href='b.pdf'>某通知</a><a href='a.pdf'>年度报告</a><a href='a.pdf'>附件下载</a>"
    assert links(HEAD + body) == ("http://www.x.gov.cn/xxgk/2024/a.pdf",)


@pytest.mark.parametrize(
    "body",
    [
        HEAD,
        HEAD + "<a href='zn.pdf'>政府信息公开指南</a>",
        HEAD + "<a href='/b.exe'>客户端下载</a><a href='/r.pdf'>阅读器使用手册</a>",
        HEAD + "<a href='#a.pdf'>附件</a>",
        HEAD + "<a href='/col/col1/index.html'>下载中心</a>",
        HEAD + SENTENCES + "<a href='a.pdf'>附件：年度报告</a>",
        HEAD
        + "<table>"
        + "<tr><td>甲</td><td>12</td><td>3</td></tr>" * 9
        + "</table><a href=a.pdf>附件</a>",
    ],
)
def test_pages_without_such_a_link_or_with_text_of_their_own_are_not_told(body):
    assert links(body + FOOT) == ()


def test_pictures_in_place_of_text_are_told_and_ornaments_are_not():
    body = (
        "<img src='/images/logo.png'><div class='TRS_Editor'><img src='./P020240131_1.png'>"
        "<img src='W020240131400.jpg'><img src='/images/icon_share.png'></div>"
        "<img src='x.png' width=16><img src='data:image/png;base64,aaaa'>"
    )
    assert links(HEAD + body + FOOT) == (
        "http://www.x.gov.cn/xxgk/2024/P020240131_1.png",
        "http://www.x.gov.cn/xxgk/2024/W020240131400.jpg",
    )
    assert links(HEAD + "<a href='a.pdf'>附件</a>" + body) == (
        "http://www.x.gov.cn/xxgk/2024/a.pdf",
    )


def test_a_page_saved_as_web_archive_is_told_too():
    page = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://x.cn/a/1.html\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f"{HEAD}<a href='1.pdf'>附件</a>\r\n--b--\r\n"
    ).encode()
    document = read_document(page, path="a.mht")
    assert only_attachment(document, page) == ("http://x.cn/a/1.pdf",)


def test_a_page_without_any_text_is_told_by_what_it_shows():
    frame = b"<title>x</title><iframe src='viewer.html?file=/u/a.pdf'></iframe>"
    assert links_in_place_of_text(frame, URL) == ("http://www.x.gov.cn/u/a.pdf",)
    picture = b"<img src='P020240131400.jpg'>"
    assert links_in_place_of_text(picture) == ("P020240131400.jpg",)
    assert links_in_place_of_text(b"<p></p>", URL) == ()


def test_other_documents_have_no_attachments():
    data = "附件：a.pdf".encode()
    assert only_attachment(read_document(data, path="a.txt"), data) == ()


@given(st.text() | st.builds("<a href='{}'>附件</a><img src='{}'>".format, st.text(), st.text()))
def test_any_page_and_any_link_is_told_or_not(text):
    data = text.encode("utf-8", "replace")
    for url in ("", URL, "http://[", text):
        for found in (linked_files(data, url), linked_pictures(data, url)):
            assert all(found)
