"""Folding: a copy of the text in which labels and words can be recognised.

Copies of reports arrive in traditional characters, with pinyin after every other
word, with radicals in place of characters and with spaces where a line once broke.
Labels and prose are matched on a folded copy; what was printed is kept, and every
folded character knows where it stood.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govinfo.registry import tree

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}"
_PINYIN = re.compile(rf"(?<=[{_HAN}])(?:[(（]{_SYLLABLE}(?: {_SYLLABLE})*[)）])+")
_GAPS = re.compile(
    rf"(?<=[{_HAN}，。；：、（）《》〈〉“”])[ \t\u3000\xa0\u2002-\u200b\ufeff]+"
    rf"(?=[{_HAN}，。；：、（）《》〈〉“”])"
)
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")

#: So many bracketed syllables after Han characters are residue, fewer may be text.
_PINYIN_AT_LEAST = 3


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; ``origin[i]`` is where ``text[i]`` stood in the source text.

    ``origin`` has one entry more than the text: the end of the source text.
    ``pinyin`` and ``traditional`` say what was met.
    """

    text: str
    origin: Sequence[int]
    pinyin: bool = False
    traditional: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stood in the source text."""
        if end <= start:
            return self.origin[start], self.origin[start]
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Simplified characters, no pinyin residue, no gaps between Han characters.

    Parameters
    ----------
    text : str
        Text as read.

    Returns
    -------
    Folded
        The folded text with the place of each character in ``text``.

    Examples
    --------
    >>> fold("政 府信息").text
    '政府信息'
    """
    plain = _plain(text)
    simplified = to_simplified(plain)
    # Comparing with the radical-free copy: a radical is not a traditional character.
    traditional = simplified != plain
    origin: Sequence[int] = range(len(text) + 1)
    residue = [match.span() for match in _PINYIN.finditer(simplified)]
    pinyin = len(residue) >= _PINYIN_AT_LEAST
    if pinyin:
        simplified, origin = _without(simplified, origin, residue)
    gaps = [match.span() for match in _GAPS.finditer(simplified)]
    if gaps:
        simplified, origin = _without(simplified, origin, gaps)
    return Folded(simplified, origin, pinyin, traditional)


def _without(
    text: str, origin: Sequence[int], spans: Sequence[tuple[int, int]]
) -> tuple[str, Sequence[int]]:
    """``text`` without the spans, and where each character left stood."""
    kept: list[str] = []
    places = array("i")
    here = 0
    for start, end in [*spans, (len(text), len(text))]:
        kept.append(text[here:start])
        places.extend(origin[here:start])
        here = end
    places.append(origin[len(text)])
    return "".join(kept), places


def to_simplified(text: str) -> str:
    """Traditional to simplified characters, one for one.

    Examples
    --------
    >>> to_simplified("復議")
    '复议'
    """
    if _NOT_ASCII.search(text) is None:
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    # A phrase that changes length would shift every place behind it.
    return "".join(_one_character(character) for character in text)


@lru_cache(maxsize=8192)
def _one_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def _plain(text: str) -> str:
    """Radicals of PDF fonts become the characters they stand for; nothing else changes."""
    if _RADICALS.search(text) is None:
        return text
    return text.translate(_radicals())


@cache
def _radicals() -> dict[int, str]:
    import unicodedata

    table = {
        code: unicodedata.normalize("NFKC", chr(code))
        for code in range(0x2E80, 0x2FE0)
        if len(unicodedata.normalize("NFKC", chr(code))) == 1
    }
    supplement: dict[str, str] = tree("labels")["radicals"]
    table.update({ord(radical): character for radical, character in supplement.items()})
    return table
