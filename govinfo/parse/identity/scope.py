"""What the numbers of a report cover: the agency alone, or also those below it.

Only sentences that say so are believed: how the report was compiled, what its figures
hold, a total counted for a whole area. That an agency guides, trains or inspects others
says nothing. The wordings are data: ``registry/scope.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from govinfo.parse.narrative.wordings import expand
from govinfo.registry import tree

_SHORTEST = 6  # characters that can say anything
# A line of a page that is full and ends in mid-sentence.
_WRAP = re.compile(
    r"\n(?<=[^\n]{20}\n)(?<![。！？；：!?;:]\n)\s{0,8}(?=\S)(?![（(]?[一二三四五六七八九十]{1,3}[）)、.．])"
)


class Scope(NamedTuple):
    """What a report covers: ``own``, ``aggregate``, ``mixed`` or ``unknown``.

    ``evidence`` holds the sentences that say so as printed, one to a line; empty where
    the scope is unknown.
    """

    scope: str
    evidence: str


class _Rule(NamedTuple):
    """One ``[[statement]]`` or ``[[total]]``, compiled."""

    scope: str
    words: re.Pattern[str]
    text: re.Pattern[str]
    unless: re.Pattern[str] | None
    of_the_area: bool

    def holds(self, sentence: str, areas: str) -> bool:
        """Whether the sentence says it, of an area that the agency may speak for."""
        if not self.words.search(sentence):
            return False
        for found in self.text.finditer(sentence):
            if self.of_the_area and found["area"] not in areas:
                continue
            if self.unless and self.unless.search(found[0]):
                continue
            if not _pattern("bodies", "not_before").search(sentence, 0, found.start()):
                return True
        return False


def find_scope(
    *, title: str, intro: str, overview: str, level: str | None, kind: str | None
) -> Scope:
    """Find what the numbers of a report cover.

    Parameters
    ----------
    title, intro, overview : str
        Folded title, text before the first heading and first section (or the whole body).
    level, kind : str or None
        Of the agency, as in ``sources``: the area that it may count as its whole.

    Returns
    -------
    Scope
        ``mixed`` where some sentences say one thing and some the other.

    Examples
    --------
    >>> find_scope(
    ...     title="甲县2023年政府信息公开工作年度报告",
    ...     intro="本报告根据各乡镇、各部门报送的数据汇总编制。",
    ...     overview="我县扎实推进政务公开。",
    ...     level="county",
    ...     kind="government",
    ... )
    Scope(scope='aggregate', evidence='本报告根据各乡镇、各部门报送的数据汇总编制')
    """
    told: dict[str, list[str]] = {"own": [], "aggregate": []}
    for scope in told:
        if _pattern("title", scope).search(title):
            told[scope].append(title.strip())
            break
    areas = _areas(title, level, kind)
    met: set[int] = set()  # one sentence for each rule is enough
    # A title has no stop, and the sentence after it may follow right away.
    intro = intro.replace(title, f"{title}。") if title else intro
    for sentence, rules in (*_telling(intro), *_telling(overview)):
        for number, rule in rules:
            if number not in met and rule.holds(sentence, areas):
                met.add(number)
                if sentence not in told[rule.scope]:
                    told[rule.scope].append(sentence)
    found = [scope for scope, sentences in told.items() if sentences]
    if not found:
        return Scope("unknown", "")
    scope = found[0] if len(found) == 1 else "mixed"
    return Scope(scope, "\n".join(each for scope in found for each in told[scope]))


def _telling(text: str) -> Iterator[tuple[str, list[tuple[int, _Rule]]]]:
    """Sentences that speak of the report or count something, each with its rules."""
    longest = tree("scope")["sentence"]["longest"]
    is_statement = _pattern("sentence", "statement").search
    counts, speaks_of = _pattern("sentence", "total").search, _pattern("sentence", "of").search
    statements, totals = _rules()
    if "\n" in text:
        text = _WRAP.sub("", text)
    for sentence in _sentences(text):
        if not _SHORTEST <= len(sentence) <= longest:
            continue
        rules = statements if is_statement(sentence) else []
        if counts(sentence) and speaks_of(sentence):
            rules = rules + totals
        if rules:
            yield sentence.strip(), rules


def _sentences(text: str) -> list[str]:
    for end in "！!？?；;\n":
        if end in text:
            text = text.replace(end, "。")
    return text.split("。")


def _areas(title: str, level: str | None, kind: str | None) -> str:
    """Name the areas (省, 市, 县 …) that the agency may count as its whole."""
    words = tree("scope")
    if kind in words["bodies"]["without_area"]:
        return ""
    areas: str = words["areas"].get(level or "unknown", "")
    named = _pattern("bodies", "title").findall(title)
    return "".join(area for area in areas if not named or area == named[-1])


@cache
def _rules() -> tuple[list[tuple[int, _Rule]], list[tuple[int, _Rule]]]:
    """The numbered rules for statements, and those for totals."""
    words = tree("scope")
    numbered = list(enumerate([*words["statement"], *words["total"]]))
    rules = [
        (
            number,
            _Rule(
                entry["scope"],
                _compiled("|".join(entry["words"])),
                _compiled(entry["text"]),
                _compiled(entry["unless"]) if "unless" in entry else None,
                entry.get("of_the_area", False),
            ),
        )
        for number, entry in numbered
    ]
    first_total = len(words["statement"])
    return rules[:first_total], rules[first_total:]


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    return _compiled(tree("scope")[table][name])


def _compiled(pattern: str) -> re.Pattern[str]:
    pieces: Mapping[str, str] = tree("scope")["pieces"]
    return re.compile(expand(pattern, pieces))
