"""Whose number it is: a clause that begins with another body's name counts for that body."""

from __future__ import annotations

from functools import lru_cache

from govinfo.parse.narrative.sentences import Sentence
from govinfo.parse.narrative.wordings import plain
from govinfo.registry import tree


def is_of_another(sentence: Sentence, start: int, end: int, agency: str | None) -> bool:
    """Tell whether what is stated there has a body for its subject that is not the agency.

    Examples
    --------
    >>> counted = Sentence("县公安局收到申请", 0, "", "")
    >>> [is_of_another(counted, 8, 9, agency) for agency in ("甲县公安局", "甲县教育局", None)]
    [False, True, False]
    """
    if agency is None:
        return False
    found = plain("scope", "subject").match(sentence.text, sentence.clause_start(start), end)
    return found is not None and not _is_same(found["body"], agency)


@lru_cache(maxsize=4096)
def _is_same(body: str, agency: str) -> bool:
    """Whether a name is the agency's, in full or in a short form, with or without its region."""
    starts = (start for start in range(1, len(body)) if body.startswith(agency[:2], start))
    names = (body, *(body[start:] for start in starts))
    # 县政府 stands in 某县某镇人民政府 sign by sign and is not the town's.
    ruled = _ruled(agency)
    return any(_holds(agency, name) and _ruled(name) in ("", ruled) for name in names)


def _ruled(name: str) -> str:
    """The kind of unit that a government rules, 县 or 镇; empty where no government is named."""
    for government in tree("agencies")["government"]["printed"]:
        before, found, _ = name.partition(government)
        if found:
            return before[-1:]
    return ""


def _holds(full: str, short: str) -> bool:
    signs = iter(full)
    return all(sign in signs for sign in short)
