"""Wordings of the registry as regular expressions that are quick to search for.

``re`` skips to where a pattern may begin only if the pattern begins with a literal or
a class of characters. Few wordings do, so the characters they may begin with are worked
out here and put in front: ``[first](?<=(?=wording).)``. A match is then one character
long; the wording's own span is that of the group which closed last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from govinfo import registry

# Private-use characters, which no folded text contains.
COUNT = "\ue000"
NOISE = "\ue001"
THIS_YEAR = "\ue002"
LAST_YEAR = "\ue003"
NEXT_YEAR = "\ue004"
OTHER_YEAR = "\ue005"
DATE = "\ue006"
PERIOD = "\ue007"
ANY_YEAR = "\ue008"

MARKS: Mapping[str, str] = {
    "n": COUNT,
    "noise": NOISE,
    "this_year": THIS_YEAR,
    "last_year": LAST_YEAR,
    "next_year": NEXT_YEAR,
    "other_year": OTHER_YEAR,
    "date": DATE,
    "period": PERIOD,
}

_PIECE = re.compile(r"(?<!\?P)<([a-z_]+)>")
_SYNTAX = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<group>\((?:\?:|\?P<[a-z_]+>)?)|(?P<other>\|)"
    r"|(?:(?P<close>\))|(?P<item>\[\^?\]?(?:\\.|[^\]\\])*\]|\\.|.))"
    r"(?P<repeat>(?:[?*+]|\{[0-9,]+\})?[?+]?)",
    re.DOTALL,
)


def expand(pattern: str, pieces: Mapping[str, str]) -> str:
    """Replace every ``<name>`` of ``pattern`` by that piece or mark, however nested.

    Examples
    --------
    >>> expand("共<number>", {"number": "<digit>+", "digit": "[0-9]"})
    '共(?:(?:[0-9])+)'
    """
    while found := _PIECE.search(pattern):
        name = found[1]
        piece = MARKS[name] if name in MARKS else f"(?:{pieces[name]})"
        pattern = pattern[: found.start()] + piece + pattern[found.end() :]
    return pattern


@cache
def plain(table: str, name: str) -> re.Pattern[str]:
    """Compile the wording ``name`` of a table of the registry as it stands."""
    return re.compile(expanded(registry.tree("narrative")[table][name]))


@cache
def wording(table: str, name: str) -> re.Pattern[str]:
    """Compile the wording ``name`` of a table of the registry, to be searched for."""
    return compile_wording(registry.tree("narrative")[table][name])


@cache
def compile_wording(pattern: str) -> re.Pattern[str]:
    """Compile a wording of the registry, to be searched for or gone through by `finds`."""
    return compile_kinds({"all": pattern})


def compile_kinds(wordings: Mapping[str, str]) -> re.Pattern[str]:
    """Compile wordings of several kinds as one; where several match, the first counts.

    The kind of a match is its ``lastgroup``.
    """
    patterns = [f"(?P<{kind}>{expanded(pattern)})" for kind, pattern in wordings.items()]
    behind = [_behind_first(pattern) for pattern in patterns] if patterns[1:] else patterns
    return re.compile(_behind_first("|".join(patterns), "|".join(behind)))


def expanded(pattern: str) -> str:
    """Put the pieces and marks of the registry into a wording."""
    return expand(pattern, registry.tree("narrative")["pieces"])


def _behind_first(pattern: str, body: str = "") -> str:
    return rf"[{first_characters(pattern)}](?<=(?={body or pattern})(?s:.))"


def where_it_may_begin(pattern: str) -> str:
    """Guard a part of a pattern, so that it is tried only where it may begin.

    Examples
    --------
    >>> where_it_may_begin("(?<!不)超|逾")
    '(?=[超逾])(?:(?<!不)超|逾)'
    """
    return f"(?=[{first_characters(pattern)}])(?:{pattern})"


def finds(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    """List the places of a wording, none within another, as ``finditer`` does.

    Examples
    --------
    >>> pattern = compile_kinds({"verb": "收到|受理", "noun": "(?<!不)申请"})
    >>> [(one.lastgroup, one.span(one.lastgroup)) for one in finds(pattern, "共收到申请")]
    [('verb', (1, 3)), ('noun', (3, 5))]
    """
    places = []
    search = pattern.search
    found = search(text)
    while found:
        places.append(found)
        found = search(text, found.end(found.lastgroup or 0))
    return places


@dataclass(slots=True)
class _Alternatives:
    """What the alternatives of a group may begin with, as far as they are read."""

    looks_around: bool = False
    firsts: list[str] = field(default_factory=list)
    may_be_empty: bool = False
    is_open: bool = True  # the present alternative holds nothing yet that must be there


def first_characters(pattern: str) -> str:
    """Work out what a match of ``pattern`` may begin with, as the inside of a class.

    Raises
    ------
    ValueError
        If a match may be empty or begin with anything.

    Examples
    --------
    >>> first_characters("(?:主动)?公开|(?<!不)[收接]到")
    '主公收接'
    """
    open_groups = [_Alternatives()]
    for found in _SYNTAX.finditer(pattern):
        here = open_groups[-1]
        if found["look"] or found["group"]:
            open_groups.append(_Alternatives(looks_around=bool(found["look"])))
            continue
        if found["other"]:
            here.may_be_empty |= here.is_open
            here.is_open = True
            continue
        if found["close"]:
            inner = open_groups.pop()
            here = open_groups[-1]
            firsts = [] if inner.looks_around else inner.firsts
            optional = inner.looks_around or inner.may_be_empty or inner.is_open
        else:
            optional = found["item"] in "^$"
            firsts = [] if optional else [_in_class(found["item"])]
        if here.is_open:
            here.firsts += firsts
            here.is_open = optional or found["repeat"].startswith(("?", "*", "{0"))
    whole = open_groups[0]
    if whole.may_be_empty or whole.is_open or "" in whole.firsts:
        raise ValueError(
            f"The wording {pattern!r} may begin with anything: let every "
            "alternative begin with a character or a class of characters."
        )
    return "".join(dict.fromkeys(whole.firsts))


def _in_class(item: str) -> str:
    """Write an item of a pattern inside a class; empty if it stands for anything."""
    if item == "." or item.startswith("[^"):
        return ""
    if item.startswith("["):
        return re.sub(r"^-|(?<!\\)-$", r"\\-", item[1:-1])
    return item if item.startswith("\\") else re.escape(item)
