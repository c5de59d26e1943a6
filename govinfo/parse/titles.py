"""The title of a report among the lines above it and the page's own metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govinfo.parse.fold import fold, is_folded
from govinfo.parse.labels import core
from govinfo.registry import tree

_YEAR = re.compile(r"[12]\d{3}\s*年")
_YEAR_WORDS = re.compile(r"[12]\d{3}\s*年度?")
_SENTENCE = re.compile(r"[，。；：:,;>|【】\[\]]")
_FILE_ENDING = re.compile(r"\.(?:docx?|pdf|wps|html?|txt)$", re.IGNORECASE)
_LONGEST_TITLE = 80
_LONGEST_NAME = 30


@dataclass(frozen=True, slots=True)
class _Words:
    """``sign`` stands in every title; ``patterns`` are its words, each with its form in 《》."""

    sign: str
    patterns: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    second_line: re.Pattern[str]
    furniture: frozenset[str]


@cache
def _words() -> _Words:
    labels = tree("labels")["title"]
    patterns = tuple(
        (re.compile(body), re.compile(rf"《([^《》]{{0,40}}{body})》"))
        for body in (labels["pattern"], labels["weak"])
    )
    second_line = re.compile(labels["second_line"])
    return _Words(labels["sign"], patterns, second_line, frozenset(labels["furniture"]))


def find_title(head: str, text: str, metadata: Sequence[tuple[str, str]]) -> str:
    r"""Find the title of a report, empty where there is none.

    Parameters
    ----------
    head : str
        What stands before the first section, folded.
    text : str
        The whole text, folded: searched for a quoted title where there is no head.
    metadata : sequence of (str, str)
        What the page says of itself: meta elements and pairs of an index card.

    Examples
    --------
    >>> find_title("首页\n某县水利局\n2023年政府信息公开年报", "", [])
    '某县水利局2023年政府信息公开年报'
    """
    words = _words()
    lines = [content for name, content in metadata if _is_title(core(name))]
    lines += _candidates(head)
    cleaned = map(_clean, dict.fromkeys(lines))
    titles = [title for title in cleaned if len(title) <= _LONGEST_TITLE]
    for pattern, in_quotes in words.patterns:
        found = [title for title in titles if pattern.search(title)]
        if found:
            with_year = [title for title in found if _YEAR.search(title)]
            return max(with_year or found, key=lambda title: _agency_length(title, pattern))
        quoted = in_quotes.search(head or text)
        if quoted is not None:
            return quoted[1]
    return ""


def _is_title(label: str) -> bool:
    return label == "title" or label in _words().furniture


def _candidates(head: str) -> Iterator[str]:
    """Lines that may hold a title: without what labels them, and with the line above."""
    words = _words()
    above = ""
    for line in filter(None, map(str.strip, head.split("\n"))):
        if words.sign in line:
            label, mark, rest = line.partition(":" if ":" in line else "：")
            labelled = mark and len(label) <= _LONGEST_NAME and core(label) in words.furniture
            yield rest if labelled else line
        # A title over two lines: the agency alone, then the year and the rest.
        if words.sign in above + line and words.second_line.match(line) and _is_name(above):
            yield above + line
        above = line


def _is_name(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_NAME and _SENTENCE.search(line) is None


def _agency_length(line: str, pattern: re.Pattern[str]) -> int:
    """Whether anything but a year stands before the words that all titles share."""
    match = pattern.search(line)
    before = _YEAR_WORDS.sub("", line[: match.start()]) if match else ""
    return min(len(before.strip()), 1)


def _clean(line: str) -> str:
    folded = line if is_folded(line) else fold(line).text
    return _FILE_ENDING.sub("", folded.strip(" \t\xa0\u3000|>-_")).strip()
