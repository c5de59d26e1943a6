"""The channel that a count of items is tied to: website, WeChat, microblog, new media.

The words that name a channel are data: ``registry/narrative.toml``, ``[items]``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from govinfo import registry
from govinfo.parse.narrative.sentences import last_clause_start
from govinfo.parse.narrative.wordings import compile_wording, expanded, plain, wording


@cache
def _channels() -> Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """The words of each kind of channel, to be searched for and to be replaced."""
    channels = registry.tree("narrative")["items"]["channels"]
    return {
        name: (compile_wording(pattern), re.compile(expanded(pattern)))
        for name, pattern in channels.items()
    }


@cache
def _any_channel() -> re.Pattern[str]:
    return compile_wording("|".join(registry.tree("narrative")["items"]["channels"].values()))


def without_channels(text: str) -> str:
    """Leave out the words that name a channel."""
    if _any_channel().search(text):
        for looked_for, pattern in _channels().values():
            if looked_for.search(text):
                text = pattern.sub("", text)
    return text


def channel_of(text: str, start: int, clause: str) -> str:
    """Name the one channel that a count is tied to, ``none``, ``several`` or ``unclear``."""
    kinds = _kinds(clause)
    if not kinds:
        since = 0
        for found in plain("items", "counted").finditer(text, 0, start):
            since = found.end()
        before = text[since:start]
        if not _kinds(before):
            return "none"
        end = len(before.rstrip("，,：:；; "))
        clause = before[last_clause_start(before, end) : end]
        kinds = _kinds(clause)
        if kinds != _kinds(before) or not wording("items", "from_channel").search(clause):
            return "unclear"
    pooled = registry.tree("narrative")["items"]["pooled"]
    if kinds == {pooled["named"]} or (len(kinds) > 1 and kinds <= set(pooled["together"])):
        if kinds > {pooled["named"]} and not compile_wording(pooled["clear"]).search(clause):
            return "unclear"
        return str(pooled["named"])
    if len(kinds) == 1:
        listed = kinds < set(pooled["together"]) and wording("items", "listed").search(clause)
        return "unclear" if listed else kinds.pop()
    joined = wording("items", "joined").search(clause)
    return "several" if joined and "website" in kinds else "unclear"


def _kinds(text: str) -> set[str]:
    """Name the kinds of channel in a piece of text, each word counted once."""
    kinds: set[str] = set()
    if not _any_channel().search(text):
        return kinds
    if wording("items", "account").search(text):
        text = plain("items", "account").sub("", text)
    text = plain("items", "any_channel").sub("", text)
    for name, (looked_for, pattern) in _channels().items():
        if looked_for.search(text):
            text = pattern.sub(" ", text)
            kinds.add(name)
    return kinds
