"""Plans, regulations and notices that a report cites though they are not of its year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from govinfo.parse.identity.when import YEAR, read_year
from govinfo.registry import tree

_NEAR = 10  # characters before
_FAR = 80
_BEFORE = re.compile(r"[^。；;！!？?]*$")
_AFTER = re.compile(r"[^。；;！!？?]{0,24}")


def stale_basis(text: str, year: int) -> Iterator[str]:
    """Tell which basis a report cites that was not in force in its year.

    A report that is written anew each year cites the plan of its year; one that was
    copied cites that of another.

    Parameters
    ----------
    text : str
        Folded text of the introduction and the first section.
    year : int
        The year reported on.

    Yields
    ------
    str
        Warnings ``stale_basis: …``, each thing once.

    Examples
    --------
    >>> list(stale_basis("按照《2021年政务公开工作要点》要求，", 2022))
    ['stale_basis: cites 2021年政务公开工作要点 in a report on 2022']
    """
    words = tree("citations")
    replaced = [each for each in words["replaced"] if year >= each["from_year"]]
    signs = (words["plan"]["sign"], *(each["sign"] for each in replaced))
    if not any(sign in text for sign in signs):
        return
    packed = "".join(text.split())
    told = set()
    plans = list(_pattern(words["plan"]["text"]).finditer(packed))
    if any(read_year(plan["year"]) == year for plan in plans):
        plans = []  # those before are what the plan of the year goes on from
    for plan in plans:
        if not _is_basis(packed, plan, words["plan"]):
            continue
        if read_year(plan["year"]) < year and plan[0] not in told:
            told.add(plan[0])
            yield f"stale_basis: cites {plan[0]} in a report on {year}"
    for each in replaced:
        cited, newer = _pattern(each["text"]), _pattern(each["unless"])
        if newer.search(packed):
            continue
        if any(_is_basis(packed, found, each) for found in cited.finditer(packed)):
            yield f"stale_basis: cites {each['what']}, in a report on {year}"


def _is_basis(packed: str, cited: re.Match[str], words: Mapping[str, Any]) -> bool:
    """Whether a sentence follows what it cites, and tells of it neither as done nor as gone."""
    start = max(0, cited.start() - _FAR)
    sentence = _BEFORE.search(packed[start : cited.start()])
    rest = _AFTER.match(packed, cited.end())
    before, after = (match[0] if match else "" for match in (sentence, rest))
    basis = words.get("basis")
    return (
        (basis is None or any(word in before for word in basis))
        and not any(word in before[-_NEAR:] for word in words["not_before"])
        and not any(word in after for word in words["not_after"])
    )


@cache
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile("(?<![0-9])" + text.replace("{year}", YEAR))
