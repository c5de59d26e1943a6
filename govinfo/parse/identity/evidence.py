"""Where a page names its agency: title, index card, meta elements, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.parse.identity.bodies import Name, any_of, clean, terms, vocabulary
from govinfo.parse.identity.names import read_name, without_inner_office
from govinfo.parse.identity.when import YEAR

# Both begin with a plain set of signs: a search skips the Han characters before one.
_LINK = r"(?:(?<=[hH])(?i:ttps?://)|(?<=[wW])(?i:ww\.))[\w./?=&%#:-]*"
_LINKS = re.compile(rf"[hHwW]{_LINK}", re.ASCII)
_MAIL = r"(?<![\w.-]{2})[\w.-]*+@[\w.-]+"  # only at the start of a word: words may be long
_LINKS_AND_MAIL = re.compile(rf"[A-Za-z0-9_.-](?:{_LINK}|{_MAIL})", re.ASCII)
_YEAR = re.compile(rf"[（(]?{YEAR}\s*年?度?[）)]?")
_QUOTED = re.compile("《([^《》]{4,80})》")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
_COLUMN = re.compile(r"[\[【（(［〔](?P<column>[^\[\]【】（）()［］〔〕]{1,14})[\]】）)］〕]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A name and where it stands.

    ``basis`` is manifest, title, index card, heading, metadata, quoted title or contact.
    """

    basis: str
    name: Name


def evidence(
    title: str, head: str, intro: str, metadata: Sequence[tuple[str, str]], named: str | None
) -> Iterator[Evidence]:
    """Yield the names of agencies on a page, the most trusted first."""
    if named and (found := read_name(named)) is not None:
        yield Evidence("manifest", found)
    if (found := read_name(who_of_title(title))) is not None:
        yield Evidence("title", found)
    for basis, text in (*_card(metadata, head), *_meta(metadata)):
        if (found := read_name(text)) is not None:
            yield Evidence(basis, found)
    for basis, text in _sentences(intro or head):
        # Whom to ask is an office; the report is that of its government.
        bare = without_inner_office(text) if basis == "contact" else text
        found = read_name(bare) or read_name(text)
        # A sentence alone may say 县政府办公室: no name without a place.
        if found is not None and (found.regions or found.stem):
            yield Evidence(basis, found)


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
    return _before_the_subject(text)


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
    found = (any_of("title", "stops").search(text), _YEAR.search(text))
    ends = [match.start() for match in found if match is not None]
    if not ends:
        return ""
    end = min(ends)
    who = clean(text[:end])
    if who.endswith("人民") and text.startswith("政府", end):
        who += "政府"
    return _BRACKETED.sub("", who).removesuffix("的")


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
