"""Which of several same-named units a page is of, by what it says of itself.

A page names other cities in passing: in news, in links, in what was learnt from them. Only
what stands for the agency itself counts: the city right before the name (南京市鼓楼区), the
address, the city's own government; and only where all of it agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from govinfo.parse.identity.atlas import Region, all_units, called
from govinfo.parse.identity.bodies import any_of, pattern, terms
from govinfo.parse.identity.places import chain

# What may part a city from its district: 首页 > 南京市 > 鼓楼区.
_PARTS = " \u3000\xa0>＞»/|·•—_-"
_CLAUSES = re.compile(r"[。；;！？!?\n]")


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
    told = [
        *_before_the_name(candidates, clauses),
        *(codes for clause in clauses for codes in _addresses(clause)),
    ] or [codes for clause in clauses for codes in _governments(clause)]
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


def _those_in(candidates: tuple[Region, ...], codes: frozenset[str]) -> tuple[Region, ...]:
    return tuple(
        unit for unit in candidates if codes & {unit.code, unit.prefecture, unit.province}
    )


def _before_the_name(
    candidates: tuple[Region, ...], clauses: Sequence[str]
) -> Iterator[frozenset[str]]:
    """The units above, by their codes, that stand right before a print of the name."""
    names = re.compile("|".join({unit.name for unit in candidates}))
    uppers: dict[str, set[str]] = {}
    for unit in candidates:
        for upper in {unit.prefecture, unit.province} - {""}:
            for name in (*called(upper, "name"), *called(upper, "short")):
                uppers.setdefault(name, set()).add(upper)
    for clause in clauses:
        for at in names.finditer(clause):
            before = clause[: at.start()].rstrip(_PARTS)
            said = max((name for name in uppers if before.endswith(name)), key=len, default="")
            if said:
                yield frozenset(uppers[said])


def _addresses(clause: str) -> Iterator[frozenset[str]]:
    """Prefectures or provinces, by their codes, in which the page says that its office lies."""
    for label in pattern("context", "address").finditer(clause):
        link = chain(clause, label.end())
        if link is None or not link.full or clause.startswith(_not_places(), link.end):
            continue
        if len(link.regions) == 1:
            unit = link.regions[0]
            lowest = unit.prefecture or unit.province if unit.level == "county" else unit.code
            yield frozenset([lowest])


def _governments(clause: str) -> Iterator[frozenset[str]]:
    """Prefectures and provinces, by their codes, whose governments or websites are named."""
    pattern, codes = _uppers()
    for at in pattern.finditer(clause):
        yield codes[at[0]]


@cache
def _uppers() -> tuple[re.Pattern[str], Mapping[str, frozenset[str]]]:
    codes: dict[str, set[str]] = {}
    for unit in all_units():
        if unit.level != "county":
            codes.setdefault(unit.name, set()).add(unit.code)
    names = "|".join(sorted(codes, key=len, reverse=True))
    pattern = re.compile(f"(?:{names})(?={any_of('context', 'own').pattern})")
    return pattern, {name: frozenset(each) for name, each in codes.items()}


def _not_places() -> tuple[str, ...]:
    return terms("context", "not_before")
