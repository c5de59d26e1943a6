"""What crawlers call what they keep: one small mapping of names, for JSON and for tables.

===========  ======================================================================
of a page    names, in any case, without ``_``, ``-`` and blanks
===========  ======================================================================
address      url, page_url, detail_url, source_url, web_url, link, href, 网址, 链接, …
title        title, article_title, page_title, headline, 标题, 题名, …
markup       html, raw_html, page_html, body_html, content_html, page_source, 源码, …
text         content, text, body, full_text, main_text, 正文, 内容, 全文, …
publication  published, pubdate, publish_time, release_date, 发布日期, 发布时间, …; date
===========  ======================================================================

Markup goes before text, wherever it stands, since tables are lost in text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

from govinfo.read.sniff import sniff

_ADDRESS = (
    *(
        "url",
        "pageurl",
        "detailurl",
        "sourceurl",
        "weburl",
        "originalurl",
        "requesturl",
        "finalurl",
    ),
    *("link", "href", "网址", "链接", "链接地址", "原文链接", "原文网址", "原文地址", "页面网址"),
)
_TITLE = (
    *("title", "articletitle", "pagetitle", "newstitle", "headline"),
    *("标题", "题名", "题目", "文章标题", "文件标题", "信息名称"),
)
_MARKUP = (
    *("html", "rawhtml", "pagehtml", "bodyhtml", "contenthtml", "htmlcontent", "articlehtml"),
    *("pagesource", "sourcecode", "htmlsource", "网页源码", "源码", "源代码", "正文html"),
)
_PERHAPS = ("source", "网页", "article", "data", "response")  # only where it holds markup
_TEXT = (
    *("content", "articlecontent", "text", "body", "articlebody", "maintext", "fulltext"),
    *("plaintext", "contenttext", "bodytext", "rawtext"),
    *("正文", "内容", "全文", "正文内容", "文章内容", "文本", "网页内容", "页面内容"),
)
_PUBLISHED = (
    *("published", "publishedat", "pubdate", "pubtime", "publishdate", "publishtime"),
    *("publisheddate", "publishedtime", "datepublished", "releasedate", "releasetime"),
    *("发布日期", "发布时间", "公开日期", "公开时间", "发文日期"),
)
_HOLDING = frozenset((*_MARKUP, *_TEXT, *_PERHAPS))
_DATE = ("date", "日期", "时间")
# Printed under these labels on pages too, and known by them.
_AS_PRINTED = ("发布机构", "发布单位", "发布部门", "公开机构", "发文机关", "发文机构", "索引号")

_JOINERS = str.maketrans("", "", "_- \u3000\ufeff\t")
_TAGS = re.compile(r"<[^<>]*>")
_SURROGATES = re.compile("[\ud800-\udfff]")
_HEAD = 16384
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_CHINA = timedelta(hours=8)
_DELIMITERS = ",\t;|"
_LEAST = 0.2  # of the text's length, which markup must hold to go before it
_DEEPEST = 6
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a crawl keeps it."""

    data: bytes
    url: str
    metadata: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NoPage:
    """A record without a page; ``keys`` are the names of what it holds instead."""

    keys: tuple[str, ...]

    @property
    def problem(self) -> str:
        """What to say of it."""
        shown = ", ".join(key[:60] for key in self.keys[:_MOST_SHOWN]) + (
            " …" if len(self.keys) > _MOST_SHOWN else ""
        )
        return f"holds no page text (it holds {shown or 'nothing'})"


Found: TypeAlias = Page | NoPage


@lru_cache(maxsize=1024)
def plain_key(key: str) -> str:
    """Bring a name to the form in which it is looked up.

    Examples
    --------
    >>> plain_key("Publish_Time"), plain_key(" 发布 日期")
    ('publishtime', '发布日期')
    """
    return key.translate(_JOINERS).lower()


def page_of(record: Mapping[str, object]) -> Found:
    """Make a page of a record.

    Examples
    --------
    >>> page = page_of({"URL": "http://x.cn/1", "标题": "年报", "内容": "一、概述"})
    >>> page.data.decode(), page.url, page.metadata
    ('一、概述', 'http://x.cn/1', (('title', '年报'),))
    """
    plain = {plain_key(key): value for key, value in reversed(list(record.items()))}
    text = _best(plain)
    if not text:
        return NoPage(tuple(record))
    metadata = []
    for label, keys in (("title", _TITLE), ("pubdate", _PUBLISHED), ("日期", _DATE)):
        value = _first(plain, keys)
        if value:
            metadata.append((label, value if label == "title" else _day(value)))
    metadata += [(label, value) for label in _AS_PRINTED if (value := _string(plain.get(label)))]
    return Page(_encoded(text), _first(plain, _ADDRESS), tuple(metadata))


def pages_in(value: object, depth: int = 0) -> Iterator[Found]:
    """The pages of a JSON value: a record, a list of records, or what holds these.

    A record inside another inherits the address, title and dates of the outer one.
    What holds no page gives what it holds instead.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from pages_in(item, depth + 1)
        return
    if not isinstance(value, dict):
        return
    page = page_of(value)
    if isinstance(page, Page):
        yield page
        return
    inner = [item for item in value.values() if isinstance(item, dict | list)]
    if not inner:
        yield page
        return
    outer = {key: item for key, item in value.items() if not isinstance(item, dict | list)}
    pages = [
        found
        for item in inner
        for found in pages_in(_with(item, outer), depth + 1)
        if isinstance(found, Page)
    ]
    if pages:
        yield from pages
    else:
        yield page


def header_of_crawl(line: str) -> tuple[str, list[str]] | None:
    """The delimiter and the columns of a table of pages, by its first line; None for others.

    It names the text or markup of the pages, and their address or title.

    Examples
    --------
    >>> header_of_crawl("url,title,content")
    (',', ['url', 'title', 'content'])
    >>> header_of_crawl("指标,数量")
    """
    for delimiter in _DELIMITERS:
        if delimiter not in line:
            continue
        try:
            row = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [plain_key(name) for name in row]
        held = set(names)
        if held.intersection((*_MARKUP, *_TEXT)) and held.intersection((*_ADDRESS, *_TITLE)):
            return delimiter, row
    return None


def _with(item: object, outer: Mapping[str, object]) -> object:
    if isinstance(item, list):
        return [_with(part, outer) if isinstance(part, dict) else part for part in item]
    return {**outer, **item} if isinstance(item, dict) else item


def _first(plain: Mapping[str, object], keys: Sequence[str]) -> str:
    for key in keys:
        value = " ".join(_string(plain.get(key), " ").split())
        if value:
            return _SURROGATES.sub("\ufffd", value)
    return ""


def _string(value: object, joint: str = " ") -> str:
    """A value as text; crawlers also keep lists of strings."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return joint.join(item for item in value if isinstance(item, str))
    return ""


def _best(plain: Mapping[str, object]) -> str:
    """The first markup that holds the page, else the first text; empty where there is none."""
    if _HOLDING.isdisjoint(plain):
        return ""
    keys = [key for key in (*_MARKUP, *_TEXT, *_PERHAPS) if key in plain]
    texts = {key: text for key in keys if (text := _string(plain.get(key), "\n")).strip()}
    marked = {key for key, text in texts.items() if _is_markup(text)}
    bare = [texts[key] for key in (*_TEXT, *_MARKUP) if key in texts and key not in marked]
    longest = max(map(len, bare), default=0)
    for key in keys:
        if key in marked and (not longest or _shown(texts[key]) >= _LEAST * longest):
            return texts[key]
    return bare[0] if bare else next((texts[key] for key in keys if key in marked), "")


def _shown(markup: str) -> int:
    return len(_TAGS.sub("", markup).strip())


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # halves of characters, as JSON may hold
        return _SURROGATES.sub("\ufffd", text).encode()


def _is_markup(text: str) -> bool:
    return "<" in text and sniff(text[:_HEAD].encode("utf-8", "replace")) == "html"


def _day(value: str) -> str:
    """A date; seconds since 1970 as the day they fall on in China."""
    if _EPOCH.fullmatch(value) is None:
        return value
    whole = value.partition(".")[0]
    moment = datetime.fromtimestamp(int(whole[:10]), UTC) + _CHINA
    return f"{moment:%Y-%m-%d}"
