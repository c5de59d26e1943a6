"""Where a page names its agency: title, index card, meta elements, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.parse.identity.bodies import (
    Name,
    any_of,
    clean,
    terms,
    vocabulary,
    without_inner_office,
)
from govinfo.parse.identity.names import read_name
from govinfo.parse.identity.places import chain
from govinfo.parse.identity.when import YEAR

# Both begin with a plain set of signs: a search skips the Han characters before one.
_LINK = r"(?:(?<=[hH])(?i:ttps?://)|(?<=[wW])(?i:ww\.))[\w./?=&%#:-]*"
_LINKS = re.compile(rf"[hHwW]{_LINK}", re.ASCII)
_MAIL = r"(?<![\w.-]{2})[\w.-]*+@[\w.-]+"  # only at the start of a word: words may be long
_LINKS_AND_MAIL = re.compile(rf"[A-Za-z0-9_.-](?:{_LINK}|{_MAIL})", re.ASCII)
_YEAR = re.compile(rf"[（(]?{YEAR}\s*年?度?[）)]?")
_QUOTED = re.compile("《([^《》]{4,80})》")
# 中国石油大学（北京） is not 中国石油大学（华东）.
_BRACKETED = re.compile(r"(?<!大学)(?<!学院)[（(][^（）()]*[）)]$")
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_COLUMN = re.compile(r"[\[【（(［〔](?P<column>[^\[\]【】（）()［］〔〕]{1,14})[\]】）)］〕]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A name, where it stands and how it is printed there.

    ``basis`` is given (by the user, for this report), title, index card, heading,
    metadata, quoted title, contact, file name or manifest.
    """

    basis: str
    name: Name
    printed: str


@dataclass(frozen=True, slots=True)
class Page:
    """All that may say whose report it is.

    ``metadata`` are meta elements and index-card pairs, ``stem`` is the file's name
    without suffix, ``given`` the user's word for this report, ``named`` a manifest's. ``year``
    is the year reported on: the units are those of it.
    """

    title: str
    head: str
    intro: str
    metadata: Sequence[tuple[str, str]]
    stem: str = ""
    given: str | None = None
    named: str | None = None
    year: int | None = None


def evidence(page: Page) -> Iterator[Evidence]:
    """Yield the names of agencies, the most trusted first."""
    year = page.year
    if page.given:
        yield from _of("given", page.given, year)
    yield from _of("title", who_of_title(page.title), year)
    for basis, text in (*_card(page.metadata, page.head), *_meta(page.metadata)):
        yield from _of(basis, text, year)
    for basis, text in _sentences(page.intro or page.head):
        # Whom to ask is an office; the report is that of its government.
        bare = without_inner_office(text) if basis == "contact" else text
        found = read_name(bare, year) or read_name(text, year)
        # A sentence alone may say 县政府办公室: no name without a place.
        if found is not None and (found.regions or found.stem):
            yield Evidence(basis, found, clean(bare if read_name(bare, year) else text))
    yield from _of("file name", who_of_stem(page.stem), year)
    if page.named:
        yield from _of("manifest", page.named, year)


def _of(basis: str, text: str, year: int | None) -> Iterator[Evidence]:
    if (found := read_name(text, year)) is not None:
        yield Evidence(basis, found, clean(text))


@lru_cache(maxsize=1024)
def who_of_stem(stem: str) -> str:
    """Cut the agency out of a file's name; empty unless it names a place or a town.

    Numbers, dates, ids and what is said of the report are passed over; two names are
    none.

    Examples
    --------
    >>> who_of_stem("01_庆阳市_合水县财政局_2022")
    '庆阳市合水县财政局'
    >>> who_of_stem("2023年靖远县大芦镇年报")
    '靖远县大芦镇'
    >>> who_of_stem("t20230112_5145687"), who_of_stem("合水县_通渭县_2022")
    ('', '')
    """
    stops = _stops()
    runs = [run for part in _HAN_RUN.findall(_YEAR.sub(" ", stem)) if (run := part.strip("年度"))]
    cut = [clean(stops.split(run, maxsplit=1)[0]) for run in runs]
    parts = [part for part in cut if len(part) > 1]
    whole = "".join(parts)
    for text in (whole, *parts) if len(parts) < 2 or _is_chain(parts) else parts:
        found = read_name(text)
        if found is not None and (found.regions or found.stem or found.town):
            others = [part for part in parts if part not in text and read_name(part) is not None]
            return "" if others else text
    return ""


def _is_chain(parts: Sequence[str]) -> bool:
    """Whether the last of these stands below those before it: 庆阳市, 合水县财政局."""
    above = "".join(parts[:-1])
    link = chain(above)
    if link is None or not link.full or link.end != len(above):
        return False
    longer = chain(above + parts[-1])
    return (longer is not None and longer.end > link.end) or chain(parts[-1]) is None


def without_urls(text: str, instead: str = " ") -> str:
    """Put something in the place of links and addresses of mail.

    Examples
    --------
    >>> without_urls("网址：www.linhe.gov.cn，邮箱 a@linhe.gov.cn。")
    '网址： ，邮箱  。'
    """
    if "@" in text:
        return _LINKS_AND_MAIL.sub(instead, text)
    if "://" in text or "w" in text or "W" in text:
        return _LINKS.sub(instead, text)
    return text


@lru_cache(maxsize=1024)
def who_of_title(title: str) -> str:
    """Cut the agency out of a title: before its year and its subject.

    The year may also come first, and an office may issue what its government reports.

    Examples
    --------
    >>> who_of_title("2019年上海市人民政府办公厅政府信息公开工作年度报告")
    '上海市人民政府办公厅'
    >>> who_of_title("[年报] 宁晋县人民政府办公室关于印发宁晋县2023年政府信息公开年报的通知")
    '宁晋县'
    """
    text = _report_of_title(title)
    for issue in vocabulary()["title"]["issues"]:
        _, issued, report = text.partition(issue)
        if issued and read_name(who := _before_the_subject(report)) is not None:
            return who
    _, _, report = text.partition(vocabulary()["title"]["about"])
    owner = read_name(_before_the_subject(report)) if report else None
    if owner is not None and owner.regions and owner.kind != "government":
        return _before_the_subject(report)
    who = _before_the_subject(text)
    if who or "《" not in title:
        return who
    # What a covering letter quotes may leave out whose report it is.
    return _before_the_subject(_report_of_title(_QUOTED.sub("", title)))


def issued_only(title: str) -> bool:
    """Whether a title says who issues a report and not whose it is."""
    text = _report_of_title(title)
    return any(text.find(issue) > 0 for issue in vocabulary()["title"]["issues"]) and (
        who_of_title(title) == _before_the_subject(text)
    )


def _report_of_title(title: str) -> str:
    """Strip links, columns of the website, leads, and what a covering letter quotes."""
    words = vocabulary()["title"]
    text = "".join(without_urls(title, "").split())
    column = _COLUMN.match(text)
    if column is not None and any(word in column["column"] for word in words["columns"]):
        text = text[column.end() :]
    if "《" in text:
        for quoted in _QUOTED.findall(text):
            if any(report in quoted for report in words["reports"]) and _YEAR.search(quoted):
                text = quoted
        text = _QUOTED.sub("", text)
    if text.startswith(terms("title", "leads")):
        for lead in words["leads"]:
            text = text.removeprefix(lead)
    text = text.lstrip(":：《【[ ")
    year = _YEAR.match(text)
    return text if year is None else text[year.end() :]


def _before_the_subject(text: str) -> str:
    found = (_stops().search(text), _YEAR.search(text))
    ends = [match.start() for match in found if match is not None]
    if not ends:
        return ""
    end = min(ends)
    who = clean(text[:end])
    if who.endswith("人民") and text.startswith("政府", end):
        who += "政府"
    return _BRACKETED.sub("", who).removesuffix("的")


@cache
def _stops() -> re.Pattern[str]:
    stops, names = any_of("title", "stops").pattern, any_of("title", "not_before").pattern
    return re.compile(f"(?:{stops})(?!{names})")


def _card(metadata: Sequence[tuple[str, str]], head: str) -> Iterator[tuple[str, str]]:
    labels: list[str] = vocabulary()["labels"]["agency"]
    pairs = {clean(key): value for key, value in reversed(metadata)}
    for label in labels:
        if label in pairs and not _carrier(pairs[label]):
            yield "index card", pairs[label]
    ranked = []
    for match in _labels_with_values(head):
        value = _any_label().split(match["value"], maxsplit=1)[0]
        if not _carrier(value):
            ranked.append((labels.index(match["label"]), match.start(), value))
    for _, _, value in sorted(ranked):
        yield "heading", value


def _meta(metadata: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    titles, agencies = terms("labels", "title_meta"), terms("labels", "agency_meta")
    for key, value in metadata:
        bare = key.strip().lower()
        if bare in titles:
            yield "metadata", who_of_title(value)
        elif bare in agencies and not _carrier(value):
            yield "metadata", value


def site_name(metadata: Sequence[tuple[str, str]]) -> str:
    """Whose website the page lies on, as its meta elements say."""
    keys = terms("labels", "site_meta")
    return next((value for key, value in metadata if key.strip().lower() in keys), "")


def _carrier(value: str) -> bool:
    """Whether a value names who carries the page: a media centre, a website."""
    return clean(value).endswith(terms("labels", "carriers"))


def _labels_with_values(head: str) -> Iterator[re.Match[str]]:
    label_of, not_after = any_of("labels", "agency"), terms("labels", "not_after")
    here = 0
    while (label := label_of.search(head, here)) is not None:
        here = label.start() + 1
        if head.endswith(not_after, 0, label.start()):
            continue
        match = _label_with_value().match(head, label.start())
        if match is not None:
            yield match
            here = match.end()


@cache
def _label_with_value() -> re.Pattern[str]:
    labels = any_of("labels", "agency").pattern
    return re.compile(
        rf"(?P<label>{labels})(?:[:：】][\s|\xa0]*|[\s|\xa0]+)"
        rf"(?P<value>[\u3400-\u9fff（）()、]{{2,60}})"
    )


@cache
def _any_label() -> re.Pattern[str]:
    # A value runs on into the next label where the blank between is lost.
    labels = {*terms("labels", "other"), *terms("labels", "agency")}
    return re.compile("|".join(sorted(labels, key=len, reverse=True)))


@cache
def _sentence_patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, vocabulary()["sentences"]["patterns"]))


def _sentences(intro: str) -> Iterator[tuple[str, str]]:
    """Names in the sentences that say what this is, who compiled it and whom to ask."""
    text = without_urls(intro)
    for quoted in _QUOTED.findall(text):
        if quoted.endswith(terms("title", "reports")) and _YEAR.search(quoted):
            yield "quoted title", who_of_title(quoted)
    for pattern in _sentence_patterns():
        for match in pattern.finditer(text):
            yield "contact", clean(match["who"])
