"""Folding: a copy of the text in which labels and words can be recognised.

Copies of reports arrive in traditional characters, with pinyin after every other
word, with radicals in place of characters and with spaces where a line once broke.
Labels and prose are matched on a folded copy; what was printed is kept, and every
folded character knows where it stood.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govinfo.registry import tree

if TYPE_CHECKING:
    from opencc import OpenCC

_HAN = "\u3400-\u9fff\uf900-\ufaff"
_HAN_OR_MARK = rf"[{_HAN}，。；：、（）《》〈〉“”]"
_RADICALS = "\u2e80-\u2fdf"
_RADICAL = re.compile(f"[{_RADICALS}]")
# All of these begin with a rare sign, to which a search skips, and then look back.
_OPENING = "（("
_SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{1,6}"
_SYLLABLES = rf"{_SYLLABLE}(?: {_SYLLABLE})*[)）]"
_IN_BRACKETS = rf"(?<=[{_HAN}][{_OPENING}]){_SYLLABLES}(?:[{_OPENING}]{_SYLLABLES})*"
_PINYIN = re.compile(f"[{_OPENING}]{_IN_BRACKETS}")
_BLANK = r" \t\u3000\xa0\u2002-\u200b\ufeff"
_BETWEEN = rf"(?<={_HAN_OR_MARK}[{_BLANK}])[{_BLANK}]*(?={_HAN_OR_MARK})"
_GAPS = re.compile(f"[{_BLANK}]{_BETWEEN}")

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
    gaps = []
    for match in _to_fold().finditer(text):
        if match.lastgroup != "gap":
            return _fold_in_steps(text)
        gaps.append(match.span())
    origin: Sequence[int] = range(len(text) + 1)
    return Folded(*_without(text, origin, gaps)) if gaps else Folded(text, origin)


def _fold_in_steps(text: str) -> Folded:
    """Fold a text that holds more than gaps: one step uncovers what the next one finds."""
    plain = text.translate(_radicals()) if _RADICAL.search(text) else text
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


def is_folded(text: str) -> bool:
    """Whether folding would leave a text as it is; bracketed syllables count as residue.

    Examples
    --------
    >>> is_folded("政府信息"), is_folded("政 府信息"), is_folded("復議")
    (True, False, False)
    """
    return _to_fold().search(text) is None


def _without(
    text: str, origin: Sequence[int], spans: Sequence[tuple[int, int]]
) -> tuple[str, array[int]]:
    """``text`` without the spans, and where each character left stood."""
    if isinstance(origin, range):
        origin = _identity(len(origin).bit_length())[: len(origin)]
    kept: list[str] = []
    places = array("i")
    here = 0
    for start, end in spans:
        kept.append(text[here:start])
        places.extend(origin[here:start])
        here = end
    kept.append(text[here:])
    places.extend(origin[here:])
    return "".join(kept), places


@lru_cache(maxsize=4)
def _identity(bits: int) -> array[int]:
    """The numbers from 0 up to 2 ** bits: copying them is cheaper than counting."""
    return array("i", range(1 << bits))


def to_simplified(text: str) -> str:
    """Traditional to simplified characters, one for one.

    Examples
    --------
    >>> to_simplified("復議")
    '复议'
    """
    if text.isascii():
        return text
    pieces: list[str] = []
    here = 0
    while (found := _to_simplify().search(text, here)) is not None:
        # No phrase runs over the end of a line: the lines without such characters stay.
        start = max(here, text.rfind("\n", here, found.start()) + 1)
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        pieces += (text[here:start], _converted(text[start:end]))
        here = end
    return "".join((*pieces, text[here:])) if pieces else text


def _converted(line: str) -> str:
    converted: str = _converter().convert(line)
    if len(converted) == len(line):
        return converted
    # A phrase that changes length would shift every place behind it.
    return "".join(_one_character(character) for character in line)


@cache
def _to_simplify() -> re.Pattern[str]:
    """Characters without which a text is simplified already."""
    return re.compile(f"[{_traditional()}]")


@cache
def _to_fold() -> re.Pattern[str]:
    """Everything that folding may change or take out; the group tells the gaps."""
    characters = _traditional() + _RADICALS
    return re.compile(
        rf"[{_BLANK}{_OPENING}{characters}](?:"
        rf"{_BETWEEN}(?P<gap>)|{_IN_BRACKETS}|(?<![{_BLANK}{_OPENING}]))"
    )


@cache
def _traditional() -> str:
    """Characters that may be traditional, as part of a set: beyond the basic plane any may be."""
    han = [chr(code) for code in (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))]
    simplified = _converter().convert("\n".join(han)).split("\n")
    changed = (one for one, other in zip(han, simplified, strict=True) if one != other)
    # Some are simplified themselves and stand for another within a phrase: 答覆.
    in_phrases: str = tree("labels")["traditional"]["in_phrases"]
    return f"{''.join(changed)}{in_phrases}\U00010000-\U0010ffff"


@lru_cache(maxsize=8192)
def _one_character(character: str) -> str:
    converted: str = _converter().convert(character)
    return converted if len(converted) == 1 else character


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _radicals() -> Mapping[int, str]:
    """Radicals of PDF fonts and the characters they stand for."""
    import unicodedata

    codes = range(0x2E80, 0x2FE0)
    normal = {code: unicodedata.normalize("NFKC", chr(code)) for code in codes}
    supplement: dict[str, str] = tree("labels")["radicals"]
    return {code: one for code, one in normal.items() if len(one) == 1} | {
        ord(radical): character for radical, character in supplement.items()
    }
