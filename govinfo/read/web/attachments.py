"""Pages that are published for the file they link to, and hold hardly any text themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from govinfo.model import Document, Table
from govinfo.read.content import RefusalError
from govinfo.read.encoding import decode
from govinfo.read.web.html import declared_encoding
from govinfo.read.web.mhtml import address_of, pages_of

_FILE = re.compile(
    r"(?i)\.(?:pdf|docx?|docm|wps|wpt|et|ett|xlsx?|xlsm|ofd|rtf|odt|ods|zip|rar|7z|tiff?|ceb|caj)$"
)
_QUOTED_FILE = re.compile(
    r"(?i)[\"']([^\"'<>\s()]{1,400}\.(?:pdf|docx?|wps|et|xlsx?|ofd|rtf|zip|rar|7z))[\"']"
)
_NAMED_FILE = re.compile(r"(?i)\.(?:pdf|docx?|wps|et|xlsx?|ofd|rtf|zip|rar|7z)\s*(?:[(（].*)?$")
_CALLED_ATTACHMENT = re.compile(
    r"^\W*附\s*[件：:]|(?:点击|附件|文件|报告|年报).{0,4}下\s*载|下载附件|查看附件"
)
_WANTED = re.compile(r"年\s*度?\s*报|附\s*件|20\d\d\s*年|nianbao|(?i:annual)")
_UNWANTED = re.compile(
    r"指南|申请表|流程|制度|目录|手册|客户端|插件|浏览器|阅读器|(?i:\bapp\b|reader|adobe|flash|\.apk|\.exe)"
)
_FILE_KEYS = frozenset(("file", "url", "src", "path", "pdf", "fileurl", "filepath", "pdfurl"))
_PICTURE = re.compile(r"(?i)(?:^|/)[pw]0?20\d{6,}[^/]*\.(?:jpe?g|png|gif|bmp|tiff?|webp)$")
_ANY_PICTURE = re.compile(r"(?i)\.(?:jpe?g|png|bmp|tiff?|webp)$")
_ORNAMENT = re.compile(
    r"(?i)logo|icon|ico|banner|btn|button|bg|share|weixin|wx|weibo|qr|ewm|erwei|code|gaba|ghs|beian"
    r"|jiucuo|error|red|blue|conac|print|arrow|top|close|search|foot|head|nav|line|dot|wza|load|app"
)
_BODY = ".TRS_Editor, .trs_editor_view, #zoom, .zoom, .article, .content, #content, .xxgk, .detail"
_SENTENCE = re.compile("[。；！？]|[，、：].{8}")
_FURNITURE = re.compile(
    "版权所有|主办单位|主办：|承办|备案|ICP|公网安备|网站标识码|技术支持|建议使用|浏览器|分辨率|邮编|网站地图"
    "|扫一扫|无障碍|当前位置|您的位置|您现在|联系我们|法律声明|隐私"
)
_MOST_OWN = 500  # characters of sentences that a covering note has at most
_MOST_BESIDE_PICTURES = 200
_MOST_NUMBERS = 10
_SHORTEST = 15
_LARGE = 300  # pixels
_MOST_LINKS = 20


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    words: str
    shown: bool = False  # within the page, in place of its text


def only_attachment(document: Document, data: bytes) -> tuple[str, ...]:
    """Where a page links to, if it is there for the file behind the link.

    To be asked only of a page that is no annual report itself.

    Parameters
    ----------
    document : Document
        The page as it was read.
    data : bytes
        The page as it was given.

    Returns
    -------
    tuple of str
        The links to files, or where there are none to the pictures that stand in place
        of text; against the address of the page where that is known, else as printed.
        Empty for other documents.

    Examples
    --------
    >>> from govinfo.read import read_document
    >>> page = "<h1>2023年年度报告</h1><a href='P020240131.pdf'>附件：年度报告</a>".encode()
    >>> document = read_document(page, path="a.html", url="http://www.x.gov.cn/2024/t.html")
    >>> only_attachment(document, page)
    ('http://www.x.gov.cn/2024/P020240131.pdf',)
    """
    if document.source.format not in ("html", "mhtml"):
        return ()
    own = _own_text(document)
    if own > _MOST_OWN:
        return ()
    mhtml = document.source.format == "mhtml"
    files = linked_files(data, document.source.url, mhtml=mhtml)
    if files or own > _MOST_BESIDE_PICTURES:
        return files
    return linked_pictures(data, document.source.url, mhtml=mhtml)


def links_in_place_of_text(data: bytes, url: str = "", *, mhtml: bool = False) -> tuple[str, ...]:
    """Where a page without any text links to: the file or the pictures that it shows."""
    return linked_files(data, url, mhtml=mhtml) or linked_pictures(data, url, mhtml=mhtml)


def linked_files(data: bytes, url: str = "", *, mhtml: bool = False) -> tuple[str, ...]:
    """Links of a page to files that may be its report, those called so before others."""
    page = _page(data, url, mhtml=mhtml)
    if page is None:
        return ()
    tree, base = page
    links = [link for link in _links(tree) if not _UNWANTED.search(link.words)]
    wanted = [link for link in links if link.shown or _WANTED.search(link.words)]
    return _absolute(base, [link.address for link in wanted or links])


def linked_pictures(data: bytes, url: str = "", *, mhtml: bool = False) -> tuple[str, ...]:
    """Links of a page to pictures that may hold its text, not those that adorn it."""
    page = _page(data, url, mhtml=mhtml)
    if page is None:
        return ()
    tree, base = page
    within = {node.mem_id for body in tree.css(_BODY) for node in body.css("img")}
    found = []
    for node in tree.css("img"):
        attributes = node.attributes
        address = (attributes.get("src") or "").strip()
        name = urlsplit_path(address)
        if address.startswith("data:") or not (_ANY_PICTURE.search(name) or _PICTURE.search(name)):
            continue
        sizes = [_pixels(attributes.get(side)) for side in ("width", "height")]
        if any(size is not None and size < _LARGE for size in sizes):
            continue
        placed = _PICTURE.search(name) or any(size is not None for size in sizes)
        if placed or (node.mem_id in within and not _ORNAMENT.search(name.rpartition("/")[2])):
            found.append(address)
    return _absolute(base, found)


def urlsplit_path(address: str) -> str:
    """The path of an address, empty where it is none."""
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def _own_text(document: Document) -> int:
    """Characters of sentences that are neither navigation nor imprint; numbers count much."""
    lines = document.text.split("\n")
    numbers = 0
    for block in document.blocks:
        if isinstance(block, Table):
            lines += [line for text in block.texts for line in text.split("\n")]
            numbers += sum(text.strip().isdecimal() for text in block.texts)
    if numbers > _MOST_NUMBERS:
        return _MOST_OWN + numbers
    return sum(
        len(line)
        for line in map(str.strip, lines)
        if len(line) >= _SHORTEST and _SENTENCE.search(line) and not _FURNITURE.search(line)
    )


def _page(data: bytes, url: str, *, mhtml: bool) -> tuple[LexborHTMLParser, str] | None:
    """The tree of a page and the address against which its links are meant."""
    try:
        if mhtml:
            root = pages_of(data)[0][0]
            url = url or address_of(data)
            text = root.text()
        else:
            text = decode(data, declared_encoding(data))[0]
    except (UnicodeError, RefusalError):
        return None
    tree = LexborHTMLParser(text)
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        for node in tree.css(selector) if not url else ():
            said = node.attributes.get(name) or ""
            url = said if said.startswith(("http:", "https:")) else url
    for node in tree.css("base[href]")[:1]:
        url = _joined(url, node.attributes.get("href") or "")
    return tree, url


def _links(tree: LexborHTMLParser) -> Iterator[_Link]:
    for node in tree.css("a, area, [onclick]"):
        attributes = node.attributes
        said = " ".join(
            (node.text(), attributes.get("title") or "", attributes.get("download") or "")
        )
        address = (attributes.get("href") or "").strip()
        script = attributes.get("onclick") or ""
        if address.lower().startswith("javascript:"):
            script, address = script + address, ""
        words = f"{said} {unquote(address)}"
        if address and _is_file(address, said):
            yield _Link(address, words)
        else:
            for match in _QUOTED_FILE.finditer(script):
                yield _Link(match[1], f"{words} {match[1]}")
    for tag, name in (("iframe", "src"), ("frame", "src"), ("embed", "src"), ("object", "data")):
        for node in tree.css(f"{tag}[{name}]"):
            yield from _embedded(node, node.attributes.get(name) or "")
    for node in tree.css("script"):
        for match in _QUOTED_FILE.finditer(node.text() or ""):
            yield _Link(match[1], match[1])


def _embedded(node: LexborNode, address: str) -> Iterator[_Link]:
    """A file that a frame shows, itself or by way of a viewer's address."""
    kind = (node.attributes.get("type") or "").lower()
    if _FILE.search(urlsplit_path(address)) or kind in ("application/pdf", "application/msword"):
        yield _Link(address, "", shown=True)
        return
    for key, value in _query(address):
        if _FILE.search(urlsplit_path(value)) and key.lower() in _FILE_KEYS:
            yield _Link(_joined(address, value), value, shown=True)
            return


def _is_file(address: str, said: str) -> bool:
    if address.startswith(("#", "mailto:", "tel:")):
        return False
    path = urlsplit_path(address)
    if _FILE.search(path) or any(_FILE.search(value) for _, value in _query(address)):
        return True
    words = said.strip()
    if _NAMED_FILE.search(words):
        return True
    return _CALLED_ATTACHMENT.search(words) is not None and not path.endswith("/")


def _query(address: str) -> list[tuple[str, str]]:
    try:
        parts = urlsplit(address)
        return parse_qsl(parts.query, max_num_fields=100)
    except ValueError:
        return []


def _absolute(base: str, addresses: list[str]) -> tuple[str, ...]:
    found = dict.fromkeys(_joined(base, address) for address in addresses if address)
    return tuple(found)[:_MOST_LINKS]


def _joined(base: str, address: str) -> str:
    clean = "".join(address.split())
    if not base:
        return clean
    try:
        return urljoin(base, clean)
    except ValueError:
        return clean


def _pixels(size: str | None) -> int | None:
    digits = re.match(r"\s*(\d{1,5})(?:px)?\s*$", size or "")
    return int(digits[1]) if digits else None
