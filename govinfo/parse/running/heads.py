"""Whether the heads of the requests table in running text are those of its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from govinfo.parse.labels import Vocabulary, core, has_han
from govinfo.parse.running.segments import Piece, segment, trailing
from govinfo.parse.running.text import Label, Running

_HEAD = 160  # characters before the first row in which its heads stand
_REACH = 300  # characters from the first head to the first certain row
_MOST_LOST = 2  # heads that may be lost or damaged


def heads_agree(text: Running, words: Vocabulary, order: Sequence[str], row: Label) -> bool:
    """Whether the heads before the first row are the form's, as far as they are there.

    Heads over three rows are read as they stand: 总计 beside 自然人 comes before the five
    kinds of organisation. Words between two heads are a head too: a damaged one of the
    form, or one that the form lacks.
    """
    labels = [
        label for label in text.labels(words, row.start - _HEAD, row.end) if label.end <= row.start
    ]
    columns = [label for label in labels if label.name in words.columns]
    if not columns or _in_fragments(text, words, order, row):
        return True
    printed: list[str | None] = []
    unknown: list[str] = []
    here = columns[-len(order) :][0].start
    for label in [label for label in labels if label.start >= here] + [row]:
        between = core(text.packed.text[here : label.start])
        ends = label is row or _is_below(words, label)
        if has_han(between) and not (ends and _is_row(text, here, label.start)):
            printed.append(None)
            unknown.append(between)
        if ends:
            break
        if label.name in words.columns:
            printed.append(words.columns[label.name])
        here = label.end
    head, *body, total = order
    return any(
        _is_form(printed, unknown, form, words)
        for form in ([head, *body, total], [head, total, *body])
    )


def first_row(text: Running, words: Vocabulary, start: int, n: int) -> int:
    """Where the rows of a table begin: right behind its ``n`` heads, or where it is certain.

    Damaged labels may stand between the two.
    """
    labels = text.labels(words, start - _REACH, start)
    heads = [label for label in labels if label.name in words.columns]
    return heads[-1].end if len({label.name for label in heads}) >= n - _MOST_LOST else start


def _is_below(words: Vocabulary, label: Label) -> bool:
    """Whether a label is no head, but one of a row or of a group of rows."""
    group = words.others.get(label.name, "").startswith("groups:")
    return group or (label.name in words.rows and label.name not in words.columns)


def numbers_above(text: Running, words: Vocabulary, row: Label) -> tuple[Piece, ...]:
    """The numbers right behind the heads, or before the first row's label where none are."""
    begin = _behind_heads(text, words, row)
    at = text.packed.at
    if begin is not None:
        return segment(text.text, begin, at[row.start]).pieces
    found = trailing(text.text, at[max(0, row.start - _HEAD)], at[row.start])
    if not found:
        return ()
    before = text.text[: found[0].start].rstrip().rpartition("\n")[2]
    # Behind a damaged label they are the numbers of its row.
    damaged = words.nearest_row(before, words.rows.values()) is not None
    return () if damaged else found


def numbers_before(text: Running, words: Vocabulary, row: Label) -> bool:
    """Whether numbers stand between the last head and the first row's label, words or not."""
    begin = _behind_heads(text, words, row)
    if begin is None:
        return bool(numbers_above(text, words, row))
    part = segment(text.text, begin, text.packed.at[row.start])
    return bool(part.pieces or part.foreign)


def _behind_heads(text: Running, words: Vocabulary, row: Label) -> int | None:
    """Where the last label before a row ends in the text; None where there is none."""
    labels = text.labels(words, row.start - _HEAD, row.end)
    above = [label.end for label in labels if label.end <= row.start]
    return text.packed.at[above[-1] - 1] + 1 if above else None


def _in_fragments(text: Running, words: Vocabulary, order: Sequence[str], row: Label) -> bool:
    """Whether all heads stand before the first row in pieces, each begun in the form's order.

    A PDF's text prints a head of two lines as two lines, with another head between them;
    the total may come before the heads below 法人或其他组织, but not before all others.
    """
    start = max(0, row.start - _HEAD)
    ends = sorted(place for place in text.packed.breaks if start < place < row.start)
    pieces = [text.packed.text[a:b] for a, b in pairwise([start, *ends, row.start])]
    fragments = [name for name in map(core, pieces) if name and name not in words.others]
    *body, total = order
    for first in range(len(fragments) - len(order)):
        begun = _assembled(fragments[first:], words.columns)
        if [key for key in begun if key != total] == body and total in begun[1:]:
            return True
    return False


def _assembled(fragments: Sequence[str], columns: Mapping[str, str]) -> list[str]:
    """The heads that fragments make up without rest, in the order of their beginnings."""
    missing: dict[str, str] = {}  # what is still to come of each head begun
    for fragment in fragments:
        due = next((key for key, rest in missing.items() if rest and rest.startswith(fragment)), "")
        if due:
            missing[due] = missing[due].removeprefix(fragment)
            continue
        starts = {
            key: name.removeprefix(fragment)
            for name, key in reversed([*columns.items()])
            if key not in missing and name.startswith(fragment)
        }
        if len(starts) != 1:
            return []
        missing |= starts
    return [] if any(missing.values()) else list(missing)


def _is_row(text: Running, start: int, end: int) -> bool:
    """Whether what stands between two places of the compact text is a row of no form."""
    at = text.packed.at
    part = segment(text.text, at[start - 1] + 1, at[end])
    return len(part.foreign) > 1


def _is_form(
    printed: Sequence[str | None], unknown: Sequence[str], form: Sequence[str], words: Vocabulary
) -> bool:
    """Whether printed heads are the form's; None stands for one that is not recognised."""
    if not unknown:
        known = [key for key in printed if key is not None]
        return len(known) >= len(form) - _MOST_LOST and _is_subsequence(known, form)
    if len(printed) != len(form) or len(unknown) > _MOST_LOST:
        return False
    rest = iter(unknown)
    return all(
        words.is_damaged_column(next(rest), wanted) if key is None else key == wanted
        for key, wanted in zip(printed, form, strict=True)
    )


def _is_subsequence(keys: Sequence[str], form: Sequence[str]) -> bool:
    rest = iter(form)
    return all(key in rest for key in keys)
