"""The prose of a report as one text: its sections, each under its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

#: Sections with prose; ``body`` is that of reports without the outline of 2019.
SHOWN = ("overview", "problems", "other", "body")
_BETWEEN = "\n\n"  # never within a section's clean text


class SectionText(NamedTuple):
    """A section's text and its offset in the whole."""

    key: str
    text: str
    start: int


def join_sections(sections: Mapping[str, str]) -> str:
    r"""Write the sections with prose one below the other.

    Examples
    --------
    >>> join_sections({"overview": "收到申请3件。", "other": "无。"})
    '[overview]\n收到申请3件。\n\n[other]\n无。'
    """
    return _BETWEEN.join(f"[{key}]\n{sections[key]}" for key in SHOWN if sections.get(key))


def split_sections(narrative: str) -> Iterator[SectionText]:
    r"""Take apart again what `join_sections` wrote.

    Examples
    --------
    >>> [*split_sections("[overview]\n收到申请3件。\n\n[other]\n无。")][1]
    SectionText(key='other', text='无。', start=28)
    """
    start = 0
    for piece in narrative.split(_BETWEEN) if narrative else ():
        head, _, text = piece.partition("\n")
        yield SectionText(head[1:-1], text, start + len(head) + 1)
        start += len(piece) + len(_BETWEEN)
