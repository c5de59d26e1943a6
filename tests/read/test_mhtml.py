"""Web archives give the page that was saved, with its frames, in its own encoding."""

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.model import Limits, Table
from govinfo.read import read_document
from govinfo.read.content import RefusalError
from govinfo.read.holding.mime import children, decoded_words, message, parameter
from govinfo.read.kinds import kind_of
from govinfo.read.web.mhtml import read

TABLE = (
    "<p>一、概述</p><table><tr><td>总计</td><td>26</td></tr><tr><td>甲</td><td>1</td></tr></table>"
)


def part(text, *headers, charset="utf-8", packing="quoted-printable", kind="text/html"):
    data = text if isinstance(text, bytes) else text.encode(charset, "replace")
    packed = {
        "quoted-printable": quopri.encodestring,
        "base64": base64.encodebytes,
    }.get(packing, bytes)(data)
    head = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {packing}", *headers)
    return "\r\n".join((*head, "", "")).encode() + packed


def archive(*parts, head=("From: <Saved by Blink>",), kind='type="text/html"'):
    lines = "\r\n".join((*head, "MIME-Version: 1.0", f"Content-Type: multipart/related; {kind};"))
    body = b"".join(b"------x\r\n" + text + b"\r\n" for text in parts)
    return lines.encode() + b'\r\n\tboundary="----x"\r\n\r\n\r\n' + body + b"------x--\r\n"


def texts(content):
    return [block if isinstance(block, str) else block.texts for block in content.blocks]


READ = ["一、概述", ("总计", "26", "甲", "1")]


@pytest.mark.parametrize("packing", ["quoted-printable", "base64", "binary", "8bit", "7bit"])
def test_the_page_is_read_out_of_every_packing(packing):
    data = archive(part(TABLE, packing=packing), part(b"\x89PNG", kind="image/png"))
    assert kind_of(data) == "mhtml"
    assert texts(read(data, Limits())) == READ


@pytest.mark.parametrize(
    ("charset", "said"),
    [
        ("gb18030", 'text/html; charset="gb2312"'),
        ("gb18030", "text/html"),
        ("big5", "text/html; charset=big5"),
        ("utf-16", 'text/html;\r\n\tcharset="unicode"'),
        ("utf-8", "text/html; charset=gb2312"),
    ],
)
def test_the_page_is_read_in_its_own_encoding(charset, said):
    text = "<p>一、總體情況概述，包括機構職能</p>" if charset == "big5" else TABLE
    content = read(archive(part(text, charset=charset, kind=said)), Limits())
    assert texts(content)[0] == (
        "一、總體情況概述，包括機構職能" if charset == "big5" else "一、概述"
    )


def test_a_page_as_chrome_saves_it_comes_with_its_frames_in_their_order():
    data = archive(
        part(
            "<p>外</p><iframe src='cid:f@mhtml.blink'></iframe>", "Content-Location: http://x.cn/1"
        ),
        part("<p>内</p>", "Content-ID: <f@mhtml.blink>"),
        part(TABLE, "Content-ID: <g@mhtml.blink>", packing="base64"),
        part(TABLE, "Content-ID: <h@mhtml.blink>", packing="base64"),  # the same once more
        head=("From: <Saved by Blink>", "Snapshot-Content-Location: http://x.cn/1"),
    )
    content = read(data, Limits())
    assert texts(content) == ["外", "内", *READ]
    assert ("content-location", "http://x.cn/1") in content.metadata


def test_the_root_is_the_part_that_the_archive_names():
    frames = (part("<p>甲</p>", "Content-ID: <a>"), part("<p>乙</p>", "Content-ID: <b>"))
    assert texts(read(archive(*frames, kind='start="<b>"'), Limits())) == ["乙", "甲"]
    placed = (part("<p>甲</p>"), part("<p>乙</p>", "Content-Location: http://x.cn/1"))
    data = archive(*placed, head=("Snapshot-Content-Location: http://x.cn/1",))
    assert texts(read(data, Limits())) == ["乙", "甲"]


def test_a_page_as_word_saves_it_is_read_without_its_running_heads():
    data = archive(
        part(TABLE, "Content-Location: file:///C:/A/x.htm", kind='text/html; charset="gb2312"'),
        part("<p>- 3 -</p>", "Content-Location: file:///C:/A/x.files/header.htm"),
        part(b"<xml/>", kind="text/xml"),
        head=("X-Document-Type: Word",),
    )
    assert kind_of(data) == "mhtml"
    content = read(data, Limits())
    assert texts(content) == READ
    assert not any(name == "content-location" for name, _ in content.metadata)


def test_a_page_saved_by_itself_is_read():
    head = 'From: "Saved by Windows Internet Explorer 7"\r\nSubject: =?gb2312?B?xOqxqA==?=\r\n'
    data = (head + "MIME-Version: 1.0\r\n").encode() + part(TABLE, "Content-Location: http://x.cn/")
    assert kind_of(data) == "mhtml"
    content = read(data, Limits())
    assert texts(content) == READ
    assert content.metadata == (("title", "年报"), ("content-location", "http://x.cn/"))


def test_a_mail_is_no_web_archive():
    sent = b"Received: from x\r\nFrom: a\r\nTo: b\r\n"
    for form in ("related", "mixed"):
        data = sent + archive(part(TABLE), head=()).replace(b"related", form.encode())
        assert kind_of(data) == "eml"


def test_a_web_archive_is_a_document_like_others():
    document = read_document(archive(part(TABLE)), path="a.mht")
    assert document.source.format == "mhtml"
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.cells] == ["总计", "26", "甲", "1"]


def test_a_web_archive_without_a_page_is_refused():
    with pytest.raises(RefusalError, match="holds no page"):
        read(archive(part(b"\x89PNG", kind="image/png")), Limits())


def test_a_web_archive_that_breaks_off_is_read_with_a_warning():
    data = archive(part(TABLE + "<p>尾</p>" * 50, packing="base64"))
    content = read(data[: len(data) // 2], Limits())
    assert texts(content)[:2] == READ
    assert sum(warning.startswith("truncated: ") for warning in content.warnings) == 2


def test_soft_line_breaks_join_nothing_that_was_apart():
    assert texts(read(archive(part("<p>1</p>\n<p>2 3</p>" + "<p>四</p>" * 40)), Limits()))[:2] == [
        "1",
        "2 3",
    ]


def test_marks_that_only_begin_like_the_one_that_parts_are_text():
    body = b"--x\n\n<p>1</p>\n--xy\n--x-\n--x--\nafter"
    mail = message(b"Content-Type: multipart/related; boundary=x\n\n" + body)
    assert [child.content()[0] for child in children(mail)] == [b"<p>1</p>\n--xy\n--x-"]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("=?gb2312?B?xOo=?=\r\n =?gb2312?B?sag=?=", "年报"),
        ("=?utf-8?B?5bk=?= =?utf-8?B?tOaKpQ==?=", "年报"),  # a character cut in two
        ("=?utf-8?Q?=E5=B9=B4_2?= x", "年 2 x"),
        ("=?unknown?B?xOqxqA==?=", "年报"),
        ("=?utf-8?B?x", "=?utf-8?B?x"),
        ("plain", "plain"),
    ],
)
def test_words_in_headers_are_decoded(header, words):
    assert decoded_words(header) == words


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("attachment; filename=a.doc", "a.doc"),
        ('attachment; filename="a; b.doc"', "a; b.doc"),
        ('attachment; FileName="a\\"b.doc"; size=1', 'a"b.doc'),
        ("attachment; filename*=gb2312'zh'%C4%EA.doc", "年.doc"),
        ("attachment; filename*0*=utf-8''%E5%B9; filename*1*=%B4; filename*2=.doc", "年.doc"),
        ("attachment", ""),
        ("attachment; filename*=%E5%B9%B4", "年"),
    ],
)
def test_names_of_attachments_are_found(value, name):
    assert parameter(value, "filename") == name


CORPUS = [
    archive(part(TABLE), part(TABLE, packing="base64", charset="gb18030")),
    archive(part(TABLE, kind="text/html; charset=gb2312", charset="gb18030"), head=()),
]


@pytest.mark.parametrize("data", CORPUS)
def test_a_web_archive_cut_anywhere_is_read_or_refused(data):
    for end in range(0, len(data), 10):
        try:
            read(data[:end], Limits())
        except RefusalError:
            continue


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CORPUS), st.data())
def test_changed_bytes_are_read_or_refused(data, changes):
    changed = bytearray(data)
    for _ in range(changes.draw(st.integers(1, 6))):
        at = changes.draw(st.integers(0, len(changed) - 1))
        changed[at : at + changes.draw(st.integers(0, 3))] = changes.draw(st.binary(max_size=5))
    try:
        read(bytes(changed), Limits())
    except RefusalError:
        return


@given(st.binary())
def test_any_bytes_are_read_or_refused(data):
    for prefix in (b"", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"):
        try:
            read(prefix + data, Limits())
        except RefusalError:
            continue


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_text_comes_out_of_base64_and_quoted_printable_as_it_went_in(text):
    for packing in ("base64", "quoted-printable"):
        mail = message(part(text, packing=packing))
        assert mail.content()[0].rstrip(b"\r\n").decode() == text.rstrip("\r\n")
