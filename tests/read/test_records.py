"""Crawls as JSON, tables and WARC, and mails: every page comes out, and what is none is told."""

import base64
import gc
import gzip
import io
import json
import zlib
from itertools import islice

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding.fields import page_of, pages_in
from govinfo.read.kinds import kind_of
from govinfo.read.members import documents, documents_in

PAGE = "<html><title>年报</title><p>一、概述</p></html>"


def told(data, limits=None):
    """Names with the bytes, or with the reason why there are none."""
    found = {}
    for member in documents_in(data, limits or Limits()):
        try:
            found[member.name] = member.load()
        except RefusalError as error:
            found[member.name] = error.problem
        except BeyondLimitError as error:
            found[member.name] = error.limit
    return found


def lines(*records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records).encode()


RECORDS = [
    {"url": "http://x.cn/1", "title": "甲局年报", "html": PAGE, "publish_time": "2024-01-31"},
    {"网址": "http://x.cn/2", "标题": "乙局年报", "正文": "一、概述", "发布日期": "2024-02-01"},
]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (lines(*RECORDS), ["line 1", "line 2"]),
        (lines(*RECORDS) + b"\r\n\r\n", ["line 1", "line 2"]),
        (json.dumps(RECORDS).encode(), ["record 1", "record 2"]),
        (json.dumps(RECORDS, ensure_ascii=False, indent=2).encode(), ["record 1", "record 2"]),
        (json.dumps({"code": 0, "data": RECORDS}, indent=2).encode(), ["record 1", "record 2"]),
        (
            json.dumps({"data": {"list": RECORDS}}).encode(),
            ["line 1, record 1", "line 1, record 2"],
        ),
        (b"\n".join(json.dumps(r, indent=2).encode() for r in RECORDS), ["record 1", "record 2"]),
        (lines(*RECORDS).decode().encode("gb18030"), ["line 1", "line 2"]),
        (lines(*RECORDS).decode().encode("utf-16"), ["line 1", "line 2"]),
        (b"\xef\xbb\xbf" + lines(*RECORDS), ["line 1", "line 2"]),
        (lines(*({"_source": record} for record in RECORDS)), ["line 1", "line 2"]),
    ],
)
def test_json_of_crawlers_gives_a_document_for_every_record(data, names):
    assert kind_of(data) == "json"
    members = list(documents_in(data))
    assert [member.name for member in members] == names
    assert [member.url for member in members] == ["http://x.cn/1", "http://x.cn/2"]
    assert [dict(member.metadata)["title"] for member in members] == ["甲局年报", "乙局年报"]
    assert [dict(member.metadata)["pubdate"] for member in members] == ["2024-01-31", "2024-02-01"]
    assert list(told(data).values()) == [PAGE.encode(), "一、概述".encode()]


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"html": PAGE, "text": "一、概述"}, PAGE),
        ({"text": "一、概述", "content": PAGE}, PAGE),
        ({"html": "<div></div>", "text": "一、概述" * 20}, "一、概述" * 20),
        ({"source": "新华网", "content": "一、概述"}, "一、概述"),
        ({"source": PAGE}, PAGE),
        ({"Raw_HTML": PAGE}, PAGE),
        ({"content": ["<p>一</p>", "<p>二</p>"]}, "<p>一</p>\n<p>二</p>"),
        ({"html": None, "text": "\ud83d一"}, "\ufffd一"),
        ({"html": "", "body": " ", "内容": "一"}, "一"),
    ],
)
def test_markup_goes_before_text_unless_it_holds_no_page(record, text):
    assert page_of(record).data.decode() == text


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("2024年1月31日", "2024年1月31日"),
        ("1706630400", "2024-01-31"),
        ("1706630400000", "2024-01-31"),
        ("1706630400.5", "2024-01-31"),
    ],
)
def test_seconds_are_days_in_china(printed, day):
    assert dict(page_of({"text": "一", "pubTime": printed}).metadata)["pubdate"] == day
    data = lines({"text": "一", "publish_time": 0}).replace(b": 0", b": " + printed.encode())
    if printed[-1].isdigit():
        (member,) = documents_in(data)
        assert dict(member.metadata)["pubdate"] == day


def test_a_plain_date_is_trusted_less_than_one_of_publication():
    assert page_of({"text": "一", "date": "2024-01-31"}).metadata == (("日期", "2024-01-31"),)


def test_an_inner_record_inherits_the_address_of_the_outer_one():
    (page,) = pages_in({"url": "http://x.cn", "title": "甲", "response": {"body": PAGE}})
    assert (page.url, page.metadata) == ("http://x.cn", (("title", "甲"),))


def test_a_broken_line_is_told_and_its_neighbours_are_read():
    first, second = lines(*RECORDS).split(b"\n")
    found = told(
        b"\n".join((first, first[:90], bytes(range(128, 255)) * 9, second, b"[" * 100_000))
    )
    assert found.pop("line 1") == PAGE.encode()
    assert found.pop("line 4") == "一、概述".encode()
    assert found == {
        "line 2": "is no valid JSON (Unterminated string starting at)",
        "line 3": "cannot be decoded",
        "line 5": "nests its values too deeply",
    }


def test_where_a_list_breaks_off_is_told_after_what_was_read():
    found = told(json.dumps(RECORDS).encode()[:-20])
    assert found.pop("record 1") == PAGE.encode()
    assert "is no valid JSON" in found.pop("after record 1")
    assert "breaks off" in told(json.dumps(RECORDS).encode()[:-1])["after record 2"]


def test_a_record_without_a_page_is_told_with_what_it_holds():
    found = told(lines({"url": "http://x.cn/0", "status": 404}, *RECORDS))
    assert found["line 1"] == "holds no page text (it holds url, status)"
    assert len(found) == 3


@pytest.mark.parametrize(
    "value",
    [
        {"type": "FeatureCollection", "features": [{"type": "Feature", "id": n} for n in range(9)]},
        {"name": "govinfo", "version": "1.0", "scripts": {"build": "make"}},
        [{"a": 1}, {"b": [1, 2]}, {"c": {}}],
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_json_that_is_no_crawl_is_one_failure(value, indent):
    (problem,) = told(json.dumps(value, indent=indent).encode()).values()
    assert "holds no page text" in problem


@pytest.mark.parametrize(
    "text", ["[2023]12号文件", "{年报}", "[[目录]]", '["一"', "3 < 4", "[链接](x)"]
)
def test_text_that_begins_with_a_bracket_is_no_json(text):
    assert kind_of(text.encode()) not in ("json", "crawl")


def test_many_records_without_a_page_before_the_first_with_one_are_told_together():
    found = told(lines(*({"status": 404} for _ in range(150)), *RECORDS))
    assert len(found) == 103
    assert found["before line 151"] == "50 more records hold no page text"
    assert found["line 151"] == PAGE.encode()


def test_a_record_beyond_the_size_of_a_document_is_told_and_the_next_are_read():
    data = lines({"text": "x"}, {"text": "y" * 5000}, {"text": "z"})
    limits = Limits(document_bytes=1000)
    assert told(data, limits) == {"line 1": b"x", "line 2": "document_bytes", "line 3": b"z"}
    listed = json.dumps([{"text": "x"}, {"text": "y" * 900_000}]).encode()
    assert told(listed, limits) == {"record 1": b"x", "after record 1": "document_bytes"}


def test_more_records_than_allowed_are_told():
    found = told(lines(*({"text": str(n)} for n in range(9))), Limits(members=3))
    assert list(found) == ["line 1", "line 2", "line 3", "after line 3"]
    assert found["after line 3"] == "members"


def test_a_long_crawl_is_read_record_by_record(tmp_path):
    path = tmp_path / "crawl.jsonl"
    record = lines({"url": "http://x.cn", "html": PAGE * 50}) + b"\n"
    with path.open("wb") as file:
        file.writelines(record for _ in range(2000))
    with path.open("ab") as file:
        file.write(b"{broken")
    members = documents(path)
    assert [member.name for member in islice(members, 3)] == ["line 1", "line 2", "line 3"]
    assert [member.name for member in members][-1] == "line 2001"


@pytest.mark.parametrize("size", [9, 9_000, 90_000])
def test_lines_longer_than_what_is_looked_at_are_lines(tmp_path, size):
    path = tmp_path / "crawl.jsonl"
    record = lines({"text": "x" * size}) + b"\n"
    path.write_bytes(record + record[:-5] + b"\n" + record)
    names = {}
    for member in documents(path):
        try:
            names[member.name] = len(member.load())
        except RefusalError as error:
            names[member.name] = error.problem[:10]
    assert names == {"line 1": size, "line 2": "is no vali", "line 3": size}


def test_crawls_may_be_packed():
    assert list(told(gzip.compress(lines(*RECORDS)))) == ["line 1", "line 2"]


TABLE = 'url,title,content,date\nhttp://x.cn/1,甲,"<p>一</p>\n<p>""二""</p>",2024-01-31\n'


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_pages_gives_a_document_for_every_row(delimiter, codec):
    text = TABLE.replace(",", delimiter).replace("url", "网址") + "http://x.cn/2,,x".replace(
        ",", delimiter
    )
    data = text.encode(codec)
    assert kind_of(data) == "crawl"
    members = list(documents_in(data))
    assert [(member.name, member.url) for member in members] == [
        ("row 2", "http://x.cn/1"),
        ("row 3", "http://x.cn/2"),
    ]
    assert list(told(data).values()) == ['<p>一</p>\n<p>"二"</p>'.encode(), b"x"]


@pytest.mark.parametrize(
    "text", ["指标,数量\n收到,3", "内容,数量\n收到,3", "a,b\n1,2", "url,title\n1,2"]
)
def test_other_tables_are_no_crawls(text):
    assert kind_of(text.encode()) != "crawl"


def test_rows_that_do_not_fit_are_told_and_others_are_read():
    text = 'url,title,content\nu,t,一\nu,t,二,三\n\nu,t\nu,t,四\nu,t,"五\n'
    assert told(text.encode()) == {
        "row 2": "一".encode(),
        "row 3": "has more cells than the table has columns",
        "row 5": "holds no page text (it holds url, title)",
        "row 6": "四".encode(),
        "row 7": "has a quotation mark without its other half",
    }


def test_behind_a_cell_without_an_end_nothing_is_read():
    text = 'url,content\nu,一\nu,"二\n' + "x,y\n" * 400
    found = told(text.encode(), Limits(document_bytes=1000))
    assert found.pop("row 2") == "一".encode()
    assert "row that is none" in found.pop("after row 2")


def test_long_cells_are_read_without_touching_the_bound_of_the_module():
    import csv

    before = csv.field_size_limit()
    text = "字" * (before + 1)
    assert told(f"url,content\nu,{text}\n".encode()) == {"row 2": text.encode()}
    assert csv.field_size_limit() == before


# ------------------------------------------------------------------------------ WARC
def http(body, *headers, status=b"200 OK"):
    return b"\r\n".join((b"HTTP/1.1 " + status, *headers, b"", body))


HTML = b"Content-Type: text/html; charset=utf-8"
CHUNKED = b"Transfer-Encoding: chunked"


def record(block, kind=b"response", url=b"http://x.cn/1", content=b"application/http", extra=b""):
    head = b"WARC/1.0\r\nWARC-Type: " + kind + b"\r\nWARC-Target-URI: " + url + b"\r\n" + extra
    tail = b"WARC-Date: 2024-02-01T00:00:00Z\r\nContent-Type: " + content
    size = b"\r\nContent-Length: %d\r\n\r\n" % len(block)
    return head + tail + size + block + b"\r\n\r\n"


def chunks(data, size=7):
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


BODY = PAGE.encode()
INFO = record(b"software: crawler", b"warcinfo", b"", b"application/warc-fields")


def test_a_crawl_gives_its_pages_with_their_addresses():
    data = (
        INFO + record(http(BODY, HTML)) + record(b"%PDF-1.7", b"resource", b"http://x.cn/a", b"a/b")
    )
    assert kind_of(data) == "warc"
    members = list(documents_in(data))
    assert [(member.name, member.url) for member in members] == [
        ("record 2", "http://x.cn/1"),
        ("record 3", "http://x.cn/a"),
    ]
    assert members[0].metadata == (("warc-date", "2024-02-01T00:00:00Z"),)
    assert told(data) == {"record 2": BODY, "record 3": b"%PDF-1.7"}
    one_by_one = gzip.compress(INFO) + gzip.compress(record(http(BODY, HTML)))
    assert told(one_by_one) == told(gzip.compress(INFO + record(http(BODY, HTML)))) != {}


def raw_deflate(data):
    deflate = zlib.compressobj(wbits=-15)
    return deflate.compress(data) + deflate.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        (b"gzip", gzip.compress),
        (b"deflate", zlib.compress),
        (b"deflate", raw_deflate),
        (b"br", lambda data: pyarrow.Codec("brotli").compress(data, asbytes=True)),
        (b"zstd", lambda data: pyarrow.Codec("zstd").compress(data, asbytes=True)),
        (b"identity", bytes),
        (b"gzip", bytes),  # unpacked by the crawler, and its header left
    ],
)
def test_what_servers_packed_and_cut_in_chunks_comes_out_whole(coding, pack):
    said = b"Content-Encoding: " + coding
    data = record(http(pack(BODY), HTML, said)) + record(
        http(chunks(pack(BODY)), HTML, said, CHUNKED)
    )
    assert told(data) == {"record 1": BODY, "record 2": BODY}


def test_a_body_that_is_only_said_to_be_in_chunks_is_read_as_it_is():
    assert told(record(http(BODY, HTML, CHUNKED))) == {"record 1": BODY}


@pytest.mark.parametrize(
    "block",
    [
        http(chunks(BODY)[:-12], HTML, CHUNKED),
        http(gzip.compress(BODY)[:-12], HTML, b"Content-Encoding: gzip"),
        http(BODY[:-9], HTML, b"Content-Length: %d" % len(BODY)),
    ],
)
def test_a_page_that_was_cut_off_is_never_given_as_whole(block):
    found = told(record(block) + record(http(BODY, HTML)))
    assert "is damaged" in found["record 1"]
    assert found["record 2"] == BODY


@pytest.mark.parametrize(
    "other",
    [
        record(http(b"x", b"Content-Type: image/png")),
        record(http(b"x", b"Content-Type: text/css")),
        record(http(b"x", b"Content-Type: application/octet-stream"), url=b"http://x.cn/a.woff"),
        record(http(b"x", b"Content-Type: application/javascript")),
        record(http(BODY, HTML, status=b"404 Not Found")),
        record(http(b"", HTML, status=b"301 Moved")),
        record(b"", b"revisit"),
        record(b"GET / HTTP/1.1\r\n\r\n", b"request"),
        record(b"x", b"metadata", content=b"text/plain"),
        record(b"x", url=b"dns:x.cn", content=b"text/dns"),
    ],
)
def test_records_that_hold_no_document_are_left_out(other):
    assert told(other + record(http(BODY, HTML)) + other) == {"record 2": BODY}
    assert told(INFO + other) == {"": "holds no document"}


def test_what_was_not_crawled_as_a_whole_is_told():
    cut = record(http(BODY, HTML), extra=b"WARC-Truncated: length\r\n")
    part = record(http(BODY, HTML, status=b"206 Partial Content"))
    assert all("not crawled as a whole" in problem for problem in told(cut + part).values())


def test_where_records_break_off_is_told_after_what_was_read():
    data = record(http(BODY, HTML)) * 2
    found = told(data[:-40])
    assert found.pop("record 1") == BODY
    assert found.pop("record 2") == "is cut off"
    assert "breaks off" in found.pop("after record 2")
    assert "no record follows" in told(record(http(BODY, HTML)) + b"rubbish")["after record 1"]


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")  # the library's own
def test_records_written_by_the_usual_library_are_read():
    warcio = pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    assert warcio
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "x"}))
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    for number in range(3):
        url = f"http://x.cn/{number}"
        body = io.BytesIO(BODY)
        writer.write_record(
            writer.create_warc_record(url, "response", payload=body, http_headers=headers)
        )
    del writer
    gc.collect()
    assert list(told(out.getvalue()).values()) == [BODY] * 3


# ------------------------------------------------------------------------------ mail
def part(content, data, *headers):
    packed = base64.encodebytes(data).decode()
    lines = (f"Content-Type: {content}", "Content-Transfer-Encoding: base64", *headers)
    return "\r\n".join((*lines, "", packed))


def multipart(kind, mark, *parts):
    body = "".join(f"--{mark}\r\n{text}\r\n" for text in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\nx\r\n{body}--{mark}--\r\n'


HEADERS = (
    "Received: from x\r\n by y\r\nFrom: a@x.cn\r\nTo: b@x.cn\r\n"
    "Subject: =?gb2312?B?xOqxqA==?=\r\nMIME-Version: 1.0\r\n"
)


def test_a_mail_gives_its_text_and_its_attachments():
    text = multipart(
        "alternative",
        "two",
        part("text/plain; charset=gb2312", "见附件".encode("gb2312")),
        part("text/html; charset=gb2312", "<p>见附件</p>".encode("gb2312")),
    )
    mail = multipart(
        "mixed",
        "one",
        text,
        part("text/html; name*=gb2312''%C4%EA.html", BODY, "Content-Disposition: attachment"),
        part('application/pdf; name="=?utf-8?B?5bm0LnBkZg==?="', b"%PDF"),
        part("application/ms-tnef; name=winmail.dat", b"x"),
        part("application/pkcs7-signature; name=smime.p7s", b"x"),
        part("text/calendar", b"x"),
    )
    data = (HEADERS + mail).encode()
    assert kind_of(data) == "eml"
    found = told(data)
    assert found == {
        "body": "<p>见附件</p>".encode(),
        "年.html": BODY,
        "年.pdf": b"%PDF",
        "winmail.dat": "is an envelope of Outlook's",
    }
    assert next(documents_in(data)).metadata == (("title", "年报"),)


def test_archives_and_mails_attached_to_a_mail_are_opened():
    inner = (HEADERS + part("text/plain", "一、概述".encode())).encode()
    mail = multipart(
        "mixed",
        "one",
        part("application/gzip; name=a.gz", gzip.compress(BODY)),
        "Content-Type: message/rfc822\r\n\r\n" + inner.decode(),
    )
    assert told((HEADERS + mail).encode()) == {"a.gz": BODY, "part 2.eml!body": "一、概述".encode()}


@pytest.mark.parametrize(
    "content",
    [
        "text/plain; charset=gb18030\r\n\r\n一、概述",
        "text/plain\r\n\r\n一、概述",
        "x\r\n\r\n一、概述",
    ],
)
def test_mails_in_raw_gb18030_and_without_parts_are_read(content):
    data = (HEADERS + "Content-Type: " + content).encode("gb18030")
    assert told(data).popitem()[1] in ("一、概述".encode(), "一、概述".encode("gb18030"))


def test_a_mail_is_told_without_a_version_of_mime_and_behind_long_headers():
    data = f"Received: {'x' * 9000}\r\nFrom: a\r\nTo: b\r\nSubject: c\r\n\r\n一、概述".encode()
    assert kind_of(data) == "eml"
    assert told(data) == {"body": "一、概述".encode()}


def test_pictures_in_the_text_are_left_out_and_attached_ones_are_not():
    mail = multipart(
        "related",
        "one",
        part("text/html", b"<p>x</p>"),
        part("image/png; name=logo.png", b"\x89PNG", "Content-ID: <a>"),
        part("image/png; name=scan.png", b"\x89PNG", "Content-Disposition: attachment"),
    )
    assert list(told((HEADERS + mail).encode())) == ["body", "scan.png"]


def test_of_a_mail_that_is_cut_off_no_attachment_is_given_as_whole():
    mail = HEADERS + multipart("mixed", "one", part("text/plain", b"x"), part("a/b; name=c", BODY))
    found = told(mail.encode()[:-60])
    assert found.pop("body") == b"x"
    assert found.pop("c") == "is cut off or damaged"
    assert "breaks off" in found.pop("after c")


@pytest.mark.parametrize(
    "hostile",
    [
        "Content-Type: text/html" + ";" * 300_000,
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 300_000,
        "Content-Type: multipart/mixed; boundary=b\n\n" + "--bc\n" * 300_000,
        "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(2000)),
        "X: y\n" * 100_000,
        " y\n" * 300_000,
        "Subject: " + "=?utf-8?q?a?= " * 30_000,
    ],
)
def test_mails_made_to_take_long_do_not(hostile):
    assert told(("From: a\nTo: b\nSubject: c\nMIME-Version: 1.0\n" + hostile).encode())


CORPUS = [
    lines(*RECORDS),
    json.dumps(RECORDS, ensure_ascii=False, indent=1).encode(),
    TABLE.encode("gb18030"),
    INFO + record(http(chunks(gzip.compress(BODY)), HTML, CHUNKED, b"Content-Encoding: gzip")),
    gzip.compress(record(http(BODY, HTML)) * 2),
    (
        HEADERS + multipart("mixed", "one", part("text/html", BODY), part("a/b; name=c", BODY))
    ).encode(),
]


@pytest.mark.parametrize("data", CORPUS)
def test_a_file_cut_anywhere_is_told_and_never_crashes(data):
    for end in range(0, len(data), 10):
        assert told(data[:end])


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(CORPUS), st.data())
def test_changed_bytes_are_told_and_never_crash(data, changes):
    changed = bytearray(data)
    for _ in range(changes.draw(st.integers(1, 6))):
        at = changes.draw(st.integers(0, len(changed) - 1))
        changed[at : at + changes.draw(st.integers(0, 3))] = changes.draw(st.binary(max_size=5))
    names = [member.name for member in documents_in(bytes(changed))]
    assert names
    assert len(set(names)) == len(names)
    told(bytes(changed), Limits(document_bytes=50, members=2))


_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["url", "text"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(min_size=1), _values, min_size=1))
def test_any_json_is_told_in_the_same_way_in_one_line_and_in_many(record):
    in_one = list(told(json.dumps(record).encode()).values())
    assert in_one == list(told(json.dumps(record, indent=1).encode()).values())


@given(st.lists(st.fixed_dictionaries({"url": st.text(), "text": st.text(min_size=1)}), min_size=1))
def test_every_text_of_a_crawl_comes_out_as_it_went_in(records):
    texts = [record["text"] for record in records if record["text"].strip()]
    found = told(json.dumps(records).encode())
    assert [data.decode() for data in found.values() if isinstance(data, bytes)] == texts
