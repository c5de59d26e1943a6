"""Lists of parts in the prose: 427条，其中机关简介8条，政府会议12条.

A list is read whole or not at all: where it is in doubt what belongs to it, or what it
is a part of, it is left out. The words are data: ``registry/breakdowns.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govinfo.parse.narrative.listing import add_part, family_of
from govinfo.parse.narrative.masking import may_hold_count
from govinfo.parse.narrative.parts import (
    Count,
    Opening,
    Page,
    Parts,
    Total,
    alike,
    counts_in,
    deepest,
    is_of_year,
    name_in,
    opening_of,
    pattern,
    sentences,
    total_of,
)

_ROUNDED = 0.1  # percentage points that rounding may make of a share


class Breakdown(NamedTuple):
    """One category of a list: a part of ``parent``.

    ``parent_value`` is NaN where only words name the total. ``cue`` is ``subset`` for
    lists after words like 其中, ``exhaustive`` for those that claim to hold all parts.
    ``number`` counts the lists of the text from 1, ``depth`` is 2 for the parts of a part.
    ``raw`` is the number as printed, from ``start`` to ``end`` of the text.
    """

    number: int
    depth: int
    parent: str
    parent_value: float
    parent_bound: str
    category: str
    value: float
    unit: str
    bound: str
    cue: str
    raw: str
    start: int
    end: int


def read_breakdowns(section_text: str, *, year: int | None = None) -> list[Breakdown]:
    """Read the lists of parts in a section.

    Parameters
    ----------
    section_text : str
        Folded text.
    year : int, optional
        The year reported on; lists of other years are left out.

    Returns
    -------
    list of Breakdown
        List by list, in the order of the text; the parts of a part are a list of their own.

    Examples
    --------
    >>> text = "公开信息20条，其中机构职能类信息12条，规划计划类8条。"
    >>> [(one.parent, one.category, one.value, one.cue) for one in read_breakdowns(text)]
    [('公开信息', '机构职能类', 12.0, 'subset'), ('公开信息', '规划计划类', 8.0, 'subset')]
    """
    if not pattern("telling").search(section_text) or not may_hold_count(section_text):
        return []
    page = Page(section_text, year)
    lists: list[Parts] = []
    said: Total | None = None
    for start, stop in sentences(page.prose):
        counts = counts_in(page, start, stop)
        if not counts and page.prose[start:stop].isspace():
            continue
        lists += _lists(page, counts, stop, said, 1)
        said = (
            total_of(page, counts[0]) if len(counts) == 1 and is_of_year(page, counts[0]) else None
        )
    lists.sort(key=lambda each: each.parts[0].number.at)
    return [row for number, each in enumerate(lists, 1) for row in _rows(page, each, number)]


def _rows(page: Page, each: Parts, number: int) -> Iterator[Breakdown]:
    total = each.total
    for name, count in each.parts:
        yield Breakdown(
            number,
            each.depth,
            total.words,
            total.value,
            total.bound,
            name,
            count.value,
            count.unit,
            count.bound,
            each.cue,
            page.text[count.start : count.stop],
            count.start,
            count.stop,
        )


def _lists(
    page: Page, counts: Sequence[Count], stop: int, said: Total | None, depth: int
) -> list[Parts]:
    """The lists among the numbers of a sentence, or of a bracket with its total ``said``."""
    lists: list[Parts] = []
    i = 0
    while i < len(counts):
        opening = opening_of(page, counts[i])
        total = _total(page, counts, i, opening, said) if opening else None
        if opening is None and i > 0 and (shared := _shared(page, counts, i, depth)):
            lists.append(shared[0])
            i = shared[1]
            continue
        if opening is None or total is None:
            lists += _bracket(page, counts[i], total_of(page, counts[i]), depth)
            i += 1
            continue
        family = family_of(page, counts, i, stop, opening, total, depth)
        if family is None:  # what comes next in the sentence may belong to the list
            break
        found, i = family
        for each in found:
            lists.append(each)
            for name, count in each.parts:
                part = Total(name, count.value, count.bound, count.unit)
                lists += _bracket(page, count, part, each.depth + 1)
    return lists


def _total(
    page: Page, counts: Sequence[Count], i: int, opening: Opening, said: Total | None
) -> Total | None:
    """What the list opened before a number is a part of: the nearest total."""
    count = counts[i]
    if i > 0:
        before = counts[i - 1]
        if not is_of_year(page, before):
            return None
        total = total_of(page, before)
    elif page.prose[count.before : opening.start].strip(" \n，,"):
        if opening.kind != "words":
            return None
        total = total_of(page, count, opening.start)
    elif said is None:
        return None
    else:
        total = said
    if opening.kind == "words" and not math.isnan(total.value):
        between = page.prose[count.before : opening.start]
        if not pattern("lead").fullmatch(between):
            total = total_of(page, count, opening.start)
    if math.isnan(total.value) and opening.kind != "words":
        return None
    if not total.words or (total.unit and not alike(total.unit, count.unit)):
        return None
    return total


def _bracket(page: Page, count: Count, total: Total, depth: int) -> list[Parts]:
    """The lists in the bracket behind a number."""
    if count.inner is None or depth > deepest() or math.isnan(count.value):
        return []
    start, stop = count.inner
    counts = counts_in(page, start, stop)
    if not counts or not is_of_year(page, count):
        return []
    if opening_of(page, counts[0]):
        return _lists(page, counts, stop, total, depth)
    if len(counts) == 1 or not alike(total.unit, counts[0].unit):
        return []
    opening = Opening("exhaustive", "of_total", counts[0].before, counts[0].before, colon=False)
    family = family_of(page, counts, 0, stop, opening, total, depth)
    if family is None or family[1] < len(counts):
        return []
    for each in family[0]:
        if each.depth == depth and not each.exact:
            each.cue = "subset"  # nothing says that these are all
    return family[0]


def _shared(page: Page, counts: Sequence[Count], i: int, depth: int) -> tuple[Parts, int] | None:
    """A list that no word opens, but whose shares tell what it is a part of."""
    if not alike(counts[i - 1].unit, counts[i].unit) or not is_of_year(page, counts[i - 1]):
        return None
    each = Parts(total_of(page, counts[i - 1]), "exhaustive", depth)
    shares: list[str] = []
    for k in range(i, len(counts)):
        if counts[k].inner or opening_of(page, counts[k]):
            return None
        separator = pattern("separator").match(page.prose, counts[k - 1].end, counts[k].at)
        name = name_in(page, separator.end(), counts[k].at) if separator else None
        if not name or not add_part(each, name, counts[k]):
            return None
        shares.append(_share(page, counts[k]))
        if len(shares) > 1 and each.exact and shares[-1]:
            return each, k + 1
    if len(shares) < 2 or not all(shares) or not (each.possible and each.total.value > 0):
        return None
    for part, share in zip(each.parts, shares, strict=False):
        if abs(100 * part.number.value / each.total.value - float(share)) > _ROUNDED:
            return None
    each.cue = "subset"
    return each, len(counts)


def _share(page: Page, count: Count) -> str:
    """The share printed behind a number, in percent."""
    found = pattern("share").search(page.printed(count.at, count.end))
    return found["share"].replace("．", ".") if found else ""
