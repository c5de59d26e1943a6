"""Lists of parts, from the words that open them to their end.

A list and those within it are read whole or not at all. What tells where one ends are
its separators and, where these do not, the sum of its parts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from govinfo.parse.narrative.parts import (
    Count,
    Opening,
    Page,
    Part,
    Parts,
    Total,
    alike,
    name_in,
    opening_of,
    pattern,
)

Family = tuple[list[Parts], int]


def family_of(
    page: Page,
    counts: Sequence[Count],
    i: int,
    stop: int,
    opening: Opening,
    total: Total,
    depth: int,
) -> Family | None:
    """A list, the lists within it and where the next number is; None where it is in doubt."""
    outer = Parts(total, opening.cue, depth, opening.colon)
    if opening.kind == "pairs":
        return _pairs(page, counts, i, opening, outer)
    first = name_in(page, opening.end, counts[i].at)
    if first is None:
        return None
    if not first:
        return _turned(page, counts, i, stop, outer)
    if not add_part(outer, first, counts[i]):
        return None
    family = [outer]
    k = i + 1
    while k < len(counts):
        inner = opening_of(page, counts[k])
        if inner is not None and inner.kind == "another":
            outer = Parts(total, inner.cue, depth, inner.colon)
            first = name_in(page, inner.end, counts[k].at)
            if not first or not add_part(outer, first, counts[k]):
                return None
            family.append(outer)
            k += 1
        elif inner is not None:
            nested = _nested(page, counts, k, inner, outer)
            if nested is None:
                return None
            family.append(nested[0])
            k = nested[1]
        else:
            step = _step(page, counts, k, outer)
            if step is None:
                return None
            if not step:
                if _comes_back(page, counts, k, outer):
                    return None
                break
            k += 1
    end = counts[k - 1].end
    if pattern("not_complete").match(page.prose, end, stop):
        outer.cue = "subset"
    if _goes_on(page, end, stop):
        return None
    return _settled(family, k)


def _comes_back(page: Page, counts: Sequence[Count], k: int, outer: Parts) -> bool:
    """Whether parts may follow behind one that does not fit: A 20条，培训班2个，B 40条."""
    unit = outer.parts[0].number.unit
    if outer.exact or alike(unit, counts[k].unit):
        return False
    for j in range(k + 1, len(counts)):
        between = page.prose[counts[j - 1].end : counts[j].at]
        if _sign(between) == "；" or opening_of(page, counts[j]):
            return False
        if counts[j].unit == unit:
            return pattern("fresh").match(between.lstrip("，, ")) is None
    return False


def _goes_on(page: Page, end: int, stop: int) -> bool:
    """Whether a part without a unit follows: 不予公开信息数79."""
    found = pattern("bare_part").match(page.prose, end, stop)
    return found is not None and page.printed(found.end() - 1, found.end()).isdecimal()


def _settled(family: list[Parts], k: int) -> Family | None:
    mixed = any(len(each.separators) > 1 and not each.exact for each in family)
    return None if mixed or not all(each.possible for each in family) else (family, k)


def add_part(parts: Parts, name: str, count: Count) -> bool:
    """Put a part into a list, several of them for A、B各2条; False where it is in doubt."""
    if math.isnan(count.value):
        return False
    several = pattern("each").fullmatch(name)
    if several is None:
        parts.parts.append(Part(name, count))
        return True
    names = pattern("joint").split(several["names"])
    if len(names) < 2 or not all(names) or pattern("plural").search(several["names"]):
        return False
    if count.inner is not None:
        return False
    parts.parts += [Part(each, count) for each in names]
    return True


def _step(page: Page, counts: Sequence[Count], k: int, outer: Parts) -> bool | None:
    """Take the next number into a list; False where the list is over, None in doubt."""
    count, prose = counts[k], page.prose
    last = counts[k - 1]
    noun = pattern("noun").match(prose, last.end, count.at)
    start = noun.end() if noun else last.end
    separator = pattern("separator").match(prose, start, count.at)
    start = separator.end() if separator else start
    numbered = pattern("numbering").match(prose, start, count.at)
    name = name_in(page, start, count.at) if separator or numbered else None
    unit = outer.parts[0].number.unit
    same, fits = count.unit == unit, alike(unit, count.unit)
    over = _over(outer, count)
    if not name:
        # A clause without a number: what follows is another matter, or a part after an aside.
        return None if same and not over else False
    sign = _sign(separator[0] if separator else "；")
    before = outer.separators | {sign}
    fresh = _fresh(page, start, outer, sign)
    in_kind = outer.separators == {"；"} or (same and not fresh)
    structured = numbered is not None or (outer.colon and sign == "；" and in_kind)
    if not fits or fresh in {"fresh", "fresh_sentence"}:
        return False
    if not (structured or outer.exact or _completes(outer, count)):
        if fresh:
            return None if same else False
        if not same:  # 动态40条，解读3篇: a part, or another matter
            return None
    if over:
        return False if len(outer.parts) > 1 else None  # 在90条中，电子化90条，机构类1条
    if sign == "；" and not outer.colon and outer.separators != {"；"}:
        if not outer.separators:
            before |= {"first"}  # only a sum can tell a list from the next statement
        later = counts[k + 1] if k + 1 < len(counts) else None
        if later is not None and opening_of(page, later):
            return False  # a total of its own
        if not same:
            return False
    if not add_part(outer, name, count):
        return None
    outer.separators = before
    return True


def _sign(separator: str) -> str:
    """Semicolons part lists; commas, points and words do not."""
    return "；" if "；" in separator or ";" in separator else "，"


def _over(outer: Parts, following: Count) -> bool:
    """Whether the parts already make up their total, so that only zeros may follow."""
    return outer.total.value > 0 and outer.exact and following.value != 0


def _completes(outer: Parts, count: Count) -> bool:
    """Whether a number makes the parts add up to their total."""
    longer = replace(outer, parts=[*outer.parts, Part("", count)])
    return longer.exact


def _fresh(page: Page, start: int, outer: Parts, sign: str) -> str:
    """Which word a clause begins with, if like a new statement and not like the parts before."""
    carried = pattern("carried").search(outer.parts[0].name)
    if carried and pattern("this_year").match(page.prose, start):
        return ""
    first = outer.parts[0].name
    for name in ("fresh", "maybe_fresh", "fresh_sentence"):
        if name == "fresh_sentence" and (sign != "；" or outer.colon):
            continue
        found = pattern(name).match(page.prose, start)
        if found is None or first.startswith(found[0]):
            continue
        if name != "maybe_fresh" or not pattern(name).match(first):
            return name
    return ""


def _nested(
    page: Page, counts: Sequence[Count], k: int, opening: Opening, outer: Parts
) -> tuple[Parts, int] | None:
    """A list of the parts of the last part, and where the list around it goes on.

    Semicolons of the list around it show where it ends; else only sums can.
    """
    name, last = outer.parts[-1]
    if opening.kind != "of_total" or not alike(last.unit, counts[k].unit):
        return None
    region = _region(page, counts, k)
    if region is None:
        return None
    total = Total(name, last.value, last.bound, last.unit)

    def inner(end: int) -> Parts | None:
        each = Parts(total, opening.cue, outer.depth + 1, opening.colon)
        first = name_in(page, opening.end, counts[k].at)
        if not first or not add_part(each, first, counts[k]):
            return None
        for j in range(k + 1, end):
            if _step(page, counts, j, each) is not True:
                return None
        return each if each.possible else None

    if outer.separators == {"；"} or (
        len(outer.parts) == 1 and outer.colon and region < len(counts)
    ):
        found = inner(region)
        return (found, region) if found else None
    fitting = []
    for end in range(region, k, -1):
        rest = counts[end:region]
        whole = outer.sum + sum(count.value for count in rest)
        found = inner(end) if whole == outer.total.value else None
        if found and (found.exact or not rest):
            fitting.append((found, end))
    return fitting[0] if len(fitting) == 1 else None


def _region(page: Page, counts: Sequence[Count], k: int) -> int | None:
    """Where the next semicolon ends what may be the parts of a part; None if lists go deeper."""
    for j in range(k + 1, len(counts)):
        if _sign(page.prose[counts[j - 1].end : counts[j].at]) == "；":
            return j
        if opening_of(page, counts[j]):
            return None
    return len(counts)


def _turned(page: Page, counts: Sequence[Count], i: int, stop: int, outer: Parts) -> Family | None:
    """A list with the numbers first: 12条为规划计划类，3条为通知类."""
    for k in range(i, len(counts)):
        end = counts[k + 1].at if k + 1 < len(counts) else stop
        found = pattern("reversed").match(page.prose, counts[k].end, end)
        if found is None or counts[k].inner or math.isnan(counts[k].value):
            return None
        name = name_in(page, found.start("name"), found.end("name"))
        if not name or not add_part(outer, name, counts[k]):
            return None
        if found["end"]:
            outer.separators.add(_sign(found["end"]))
        if k + 1 == len(counts) or page.prose[found.end() : end].strip():
            break
        if not alike(outer.parts[0].number.unit, counts[k + 1].unit):
            break
    return _settled([outer], k + 1)


def _pairs(
    page: Page, counts: Sequence[Count], i: int, opening: Opening, outer: Parts
) -> Family | None:
    """A list of names and then of numbers: 网站、公众号分别公开12条、30条."""
    start = counts[i].before
    for found in pattern("clause").finditer(page.prose, start, opening.start):
        start = found.end()
    subset = pattern("subset").search(page.prose, counts[i].before, opening.start)
    start = max(start, subset.end()) if subset else start
    joined = name_in(page, start, opening.start)
    names = pattern("joint").split(joined) if joined else []
    numbers = counts[i : i + len(names)]
    if len(names) < 2 or len(numbers) < len(names) or not all(names):
        return None
    for before, count in pairwise(numbers):
        if not pattern("separator").fullmatch(page.prose[before.end : count.at]):
            return None
    following = counts[i + len(names)] if i + len(names) < len(counts) else None
    if following and pattern("separator").fullmatch(page.prose[numbers[-1].end : following.at]):
        return None
    if not all(add_part(outer, *part) for part in zip(names, numbers, strict=True)):
        return None
    outer.cue = "subset" if subset else "exhaustive"
    if not subset and not outer.exact:
        return None
    return _settled([outer], i + len(names))
