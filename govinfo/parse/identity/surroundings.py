"""Which of several same-named units a page is of, by what it says of itself.

A page names other cities in passing: in news, in links, in what was learnt from them. Only
what stands for the agency itself counts: a name or a website on its own (南京市鼓楼区), the
address, the sentence that tells whom to ask; and only where all of it agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from govinfo.parse.identity.atlas import Region, all_units
from govinfo.parse.identity.bodies import any_of, pattern, terms, vocabulary
from govinfo.parse.identity.places import chain

# What may part a city from its district: 首页 > 南京市 > 鼓楼区.
_PARTS = " \u3000\xa0>＞»/|·•—_-"
_CLAUSES = re.compile(r"[。；;！？!?\n]")
#: Stands in for a unit with what it lies in, where shapes of sentences are looked for.
_UNIT = "\ue000"
#: So far a sentence may begin before it.
_REACH = 40


def decide_on_page(candidates: tuple[Region, ...], text: str) -> tuple[Region, ...]:
    """Those candidates that a page speaks for; all if it speaks for none, or disagrees.

    Examples
    --------
    >>> from govinfo.parse.identity.places import named
    >>> [unit.code for unit in decide_on_page(named("朝阳区"), "地址：长春市前进大街")]
    ['220104']
    >>> len(decide_on_page(named("朝阳区"), "赴长春市朝阳区考察学习"))
    2
    """
    if len(candidates) < 2:
        return candidates
    clauses = own_clauses(text)
    names = sorted({unit.name for unit in candidates})
    told = [
        codes
        for clause in clauses
        for codes in (*_said("own_county", names, clause), *_addresses(clause))
    ]
    if not told:
        government = terms("context", "governments")
        told = [codes for clause in clauses for codes in _said("own_upper", government, clause)]
    # Of 江苏省 and 南京市 the smaller decides, which must lie in the larger.
    kept = sorted((_those_in(candidates, codes) for codes in told), key=len)
    if not kept or not all(set(kept[0]) <= set(each) for each in kept):
        return candidates
    return kept[0] or candidates


def own_clauses(text: str) -> Sequence[str]:
    """The clauses of a page that may speak of its own agency.

    Examples
    --------
    >>> own_clauses("南京市鼓楼区人民政府。赴福州市鼓楼区考察；友情链接 北京市人民政府")
    ['南京市鼓楼区人民政府']
    """
    elsewhere = any_of("context", "elsewhere")
    return [clause for clause in _CLAUSES.split(text) if clause and not elsewhere.search(clause)]


def speaks_for(text: str, county: str) -> bool:
    """Whether a page is of this county by what it says of itself.

    Examples
    --------
    >>> speaks_for("首页 > 甘肃省靖远县人民政府网站", "靖远县")
    True
    >>> speaks_for("接收靖远县人民政府移送的线索", "靖远县")
    False
    """
    for clause in own_clauses(text) if county in text else ():
        for start, end in _prints((county,), clause):
            above = clause[:start]
            while upper := _ending(above, full=False):
                above = above.removesuffix(upper)
            if _is_own("own_upper", above, clause[end:]):
                return True
    return False


def _those_in(candidates: tuple[Region, ...], codes: frozenset[str]) -> tuple[Region, ...]:
    return tuple(unit for unit in candidates if codes & {unit.code, unit.prefecture, unit.province})


def _prints(words: Sequence[str], clause: str) -> Iterator[tuple[int, int]]:
    """Where any of these words begins and ends."""
    for word in words:
        start = clause.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = clause.find(word, start + 1)


def _said(shapes: str, follows: Sequence[str], clause: str) -> Iterator[frozenset[str]]:
    """Prefectures or provinces, by their codes, that stand where the agency names itself.

    They stand before the name of the county, or before the word government.
    """
    county = shapes == "own_county"
    for start, end in _prints(follows, clause):
        before = clause[:start].rstrip(_PARTS) if county else clause[:start]
        upper = _ending(before, full=not county)
        if not upper:
            continue
        before = before.removesuffix(upper)
        above = before.rstrip(_PARTS)
        if province := _ending(above, full=False):
            before = above.removesuffix(province)
        if _is_own(shapes, before, clause[end if county else start :]):
            yield _uppers()[upper]


def _is_own(shapes: str, before: str, after: str) -> bool:
    start = max(0, len(before) - _REACH)
    told = f"{before}{_UNIT}{after}"
    return _shape(shapes).search(told, start, len(before) + 2 * _REACH) is not None


def _ending(text: str, *, full: bool) -> str:
    """The longest name of a prefecture or province with which a text ends."""
    for length in range(min(len(text), _longest()), 1, -1):
        name = text[-length:]
        if name in _uppers() and (not full or name in _full()):
            return name
    return ""


def _addresses(clause: str) -> Iterator[frozenset[str]]:
    """Prefectures or provinces, by their codes, in which the page says that its office lies."""
    for label in pattern("context", "address").finditer(clause):
        link = chain(clause, label.end())
        streets = terms("context", "not_before")
        if link is None or not link.full or clause.startswith(streets, link.end):
            continue
        if len(link.regions) == 1:
            unit = link.regions[0]
            lies_in = unit.prefecture or unit.province
            yield frozenset([lies_in if unit.level == "county" else unit.code])


@cache
def _uppers() -> Mapping[str, frozenset[str]]:
    """The codes of prefectures and provinces by their names, in full and short."""
    codes: dict[str, set[str]] = {}
    for unit in all_units():
        if unit.level != "county":
            for name in (unit.name, unit.short):
                codes.setdefault(name, set()).add(unit.code)
    return {name: frozenset(each) for name, each in codes.items()}


@cache
def _full() -> frozenset[str]:
    return frozenset(unit.name for unit in all_units() if unit.level != "county")


@cache
def _longest() -> int:
    return max(map(len, _uppers()))


@cache
def _shape(shapes: str) -> re.Pattern[str]:
    found = "|".join(vocabulary()["context"][shapes])
    return re.compile(found.replace("{unit}", _UNIT))
