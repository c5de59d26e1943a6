"""Whose number it is: a clause that begins with another body's name counts for that body."""

from __future__ import annotations

from functools import lru_cache

from govinfo.parse.narrative.sentences import Sentence
from govinfo.parse.narrative.wordings import plain


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
    if _holds(agency, body):
        return True
    return any(
        body.startswith(agency[:2], start) and _holds(agency, body[start:])
        for start in range(1, len(body))
    )


def _holds(full: str, short: str) -> bool:
    signs = iter(full)
    return all(sign in signs for sign in short)
