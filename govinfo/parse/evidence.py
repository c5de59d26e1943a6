"""Where a page names its agency: title, index card, meta elements, sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govinfo.parse.bodies import Name, clean, vocabulary
from govinfo.parse.names import read_name, without_inner_office
from govinfo.parse.when import YEAR

URL = re.compile(r"(?:https?://|www\.)[\w./?=&%#:-]*|[\w.-]+@[\w.-]+", re.ASCII | re.IGNORECASE)
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
    words = vocabulary()["title"]
    text = _report_of_title(title)
    for issue in words["issues"]:
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
    text = "".join(URL.sub("", title).split())
    column = _COLUMN.match(text)
    if column is not None and any(word in column["column"] for word in words["columns"]):
        text = text[column.end() :]
    for quoted in _QUOTED.findall(text):
        if any(report in quoted for report in words["reports"]) and _YEAR.search(quoted):
            text = quoted
    text = _QUOTED.sub("", text)
    for lead in words["leads"]:
        text = text.removeprefix(lead)
    text = text.lstrip(":：《【[ ")
    year = _YEAR.match(text)
    return text if year is None else text[year.end() :]


def _before_the_subject(text: str) -> str:
    stops = vocabulary()["title"]["stops"]
    ends = [at for stop in stops if (at := text.find(stop)) >= 0]
    if (year := _YEAR.search(text)) is not None:
        ends.append(year.start())
    if not ends:
        return ""
    who = clean(text[: min(ends)])
    if who.endswith("人民") and text[min(ends) :].startswith("政府"):
        who += "政府"
    return _BRACKETED.sub("", who).removesuffix("的")


def _card(metadata: Sequence[tuple[str, str]], head: str) -> Iterator[tuple[str, str]]:
    labels: list[str] = vocabulary()["labels"]["agency"]
    pairs = {clean(key): value for key, value in reversed(metadata)}
    for label in labels:
        if label in pairs and not _carrier(pairs[label]):
            yield "index card", pairs[label]
    ranked = []
    for match in _labelled().finditer(head):
        value = _next_label().split(match["value"], maxsplit=1)[0]
        if not _carrier(value):
            ranked.append((labels.index(match["label"]), match.start(), value))
    for _, _, value in sorted(ranked):
        yield "heading", value


def _meta(metadata: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    words = vocabulary()["labels"]
    for key, value in metadata:
        bare = key.strip().lower()
        if bare in words["title_meta"]:
            yield "metadata", who_of_title(value)
        elif bare in words["agency_meta"] and not _carrier(value):
            yield "metadata", value


def _carrier(value: str) -> bool:
    """Whether a value names who carries the page: a media centre, a website."""
    return clean(value).endswith(tuple(vocabulary()["labels"]["carriers"]))


@cache
def _labelled() -> re.Pattern[str]:
    # A value runs on into the next label where the blank between is lost.
    words = vocabulary()["labels"]
    labels = "|".join(sorted(words["agency"], key=len, reverse=True))
    others = "".join(f"(?<!{word})" for word in words["not_after"])
    return re.compile(
        rf"{others}(?P<label>{labels})(?:[:：】][\s|\xa0]*|[\s|\xa0]+)"
        rf"(?P<value>[\u3400-\u9fff（）()、]{{2,60}})"
    )


@cache
def _next_label() -> re.Pattern[str]:
    words = vocabulary()["labels"]
    labels = sorted((*words["other"], *words["agency"]), key=len, reverse=True)
    return re.compile("|".join(labels))


def _sentences(intro: str) -> Iterator[tuple[str, str]]:
    """Names in the sentences that say what this is, who compiled it and whom to ask."""
    words = vocabulary()
    text = URL.sub(" ", intro)
    for quoted in _QUOTED.findall(text):
        if quoted.endswith(tuple(words["title"]["reports"])) and _YEAR.search(quoted):
            yield "quoted title", who_of_title(quoted)
    for pattern in words["sentences"]["patterns"]:
        for match in re.finditer(pattern, text):
            yield "contact", clean(match["who"])
