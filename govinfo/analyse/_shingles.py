"""Prose as sets of shingles: runs of five Han characters, of many texts at once.

A text is reduced to its simplified Han characters, place and agency names to one mask
each. A shingle is a 64-bit number, the same in every process and on every platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from govinfo import registry
from govinfo.analyse._hashes import (
    BASE,
    WORD,
    Bools,
    Codes,
    Hashes,
    Ints,
    Known,
    among,
    values,
)
from govinfo.analyse._place_names import MASK, without_places

#: Characters of a shingle.
LENGTH = 5
#: What a name is replaced with before a text is cleaned, followed by as many `_GONE` as it
#: is longer: every character keeps its place.
_NAME, _GONE = "\0", "\1"
_HAN = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))


class Cleaned(NamedTuple):
    """Texts as Han characters, one text behind the other.

    Text ``i`` is ``codes[bounds[i] : bounds[i + 1]]``; ``places`` tells where each
    character stood in all the texts joined, and ``starts`` where each text began there.
    """

    codes: Codes
    bounds: Ints
    places: Ints
    starts: Ints


class Shingles(NamedTuple):
    """The shingles of texts in the order of the text, without boilerplate.

    Those of text ``i`` are ``hashes[bounds[i] : bounds[i + 1]]``; ``at`` tells where each
    begins among the cleaned characters.
    """

    hashes: Hashes
    at: Ints
    bounds: Ints

    def without(self, dropped: Known) -> Shingles:
        """Leave out what is known."""
        kept = np.ones(len(self.hashes), dtype=bool)
        kept[dropped.where(self.hashes)] = False
        left = np.flatnonzero(kept)
        return Shingles(self.hashes[left], self.at[left], np.searchsorted(left, self.bounds))

    def of(self, text: int) -> Hashes:
        """Give the shingles of a text in its order."""
        return self.hashes[self.bounds[text] : self.bounds[text + 1]]

    def characters(self) -> Ints:
        """How many characters each text has left: those of its shingles, laid in a row."""
        count = np.diff(self.bounds)
        return np.where(count > 0, count + LENGTH - 1, 0)

    def distinct(self, text: int) -> Hashes:
        """Give the shingles of a text, each once, in ascending order."""
        ranked = np.sort(self.of(text))
        # Not numpy.unique: its hash table takes five times as long.
        return ranked[np.append(True, ranked[1:] != ranked[:-1])] if len(ranked) else ranked


def clean(
    texts: Sequence[str],
    names: Sequence[Sequence[str]] | None = None,
    *,
    places: bool = True,
    track: bool = True,
) -> Cleaned:
    """Keep the Han characters of texts, simplified, with names masked.

    Parameters
    ----------
    texts : sequence of str
        As printed.
    names : sequence of sequence of str, optional
        The names to mask in each text, besides those of units in the gazetteer; longer
        ones first.
    places : bool, default True
        Whether to mask the names of units in the gazetteer.
    track : bool, default True
        Whether to tell where each character stood; ``places`` are else empty.

    Examples
    --------
    >>> "".join(map(chr, clean(["復議 3件（2023年）"]).codes))
    '复议件年'
    >>> clean(["河北省宁晋县公开"]).codes.tolist() == clean(["通渭县公开"]).codes.tolist()
    True
    """
    masked = texts if names is None else [*map(_masked, texts, names)]
    starts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in masked], out=starts[1:])
    points = np.frombuffer("".join(masked).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    codes = _alphabet().take(points, mode="clip")
    at = np.flatnonzero(codes != 0)
    codes, bounds = codes[at], np.searchsorted(at, starts)
    if not track:
        at = at[:0]
    if places:
        codes = without_places(codes, bounds)
        left = np.flatnonzero(codes != 0)
        codes, bounds = codes[left], np.searchsorted(left, bounds)
        at = at[left] if track else at
    again = _names_behind_names(codes, bounds)
    if len(again):
        codes = np.delete(codes, again)
        at = np.delete(at, again) if track else at
        bounds = bounds - np.searchsorted(again, bounds)
    return Cleaned(codes, bounds, at, starts)


def _names_behind_names(codes: Codes, bounds: Ints) -> Ints:
    """Say which masks follow another in one text: a name behind a name is one name."""
    masks = np.flatnonzero(codes == MASK)
    again = masks[1:][masks[1:] == masks[:-1] + 1]
    found: Ints = again[~among(again, bounds)]
    return found


def shingles(cleaned: Cleaned, dropped: Known | None = None) -> Shingles:
    """Every five neighbouring characters of each text as a number, but for those dropped.

    Parameters
    ----------
    cleaned : Cleaned
        What `clean` gave.
    dropped : Known, optional
        Shingles to leave out; none where left out.
    """
    found, inside = _rolled(cleaned)
    if dropped is not None:
        inside[dropped.where(found)] = False
    at = np.flatnonzero(inside)
    return Shingles(found[at], at, np.searchsorted(at, cleaned.bounds))


@cache
def boilerplate() -> Known:
    """The shingles of all phrases of law, notices, forms and headings."""
    return Known.of(np.unique(shingles(clean(phrases(), places=False)).hashes))


def phrases() -> tuple[str, ...]:
    """What no agency wrote itself: ``boilerplate.toml`` and the labels of the forms."""
    tree = registry.tree("boilerplate")
    labels = (*_texts(registry.tree("labels")), *_form_labels())
    return tuple(dict.fromkeys((*_texts(tree["phrases"]), *labels)))


def _masked(text: str, names: Sequence[str]) -> str:
    for shortest, longer in _families(tuple(names)):
        # To look for one character takes a third of the time that two take.
        if shortest[0] not in text or shortest not in text:
            continue
        for name in longer:
            text = text.replace(name, _NAME + _GONE * (len(name) - 1))
    return text


@lru_cache(maxsize=65536)
def _families(names: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Put names that hold one another together, longer ones first, under the shortest."""
    found: dict[str, list[str]] = {}
    for name in reversed(names):
        root = next((short for short in found if short in name), name)
        found.setdefault(root, []).insert(0, name)
    return tuple((short, tuple(longer)) for short, longer in found.items())


def _rolled(cleaned: Cleaned) -> tuple[Hashes, Bools]:
    """Hash each run of five characters, and say which runs lie within one text."""
    value = values().take(cleaned.codes)
    if len(value) < LENGTH:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool)
    # Two, then four, then five characters: half the work of one at a time.
    two = value[:-1] * np.uint64(BASE)
    two += value[1:]
    four = two[:-2] * np.uint64(BASE * BASE & WORD)
    four += two[2:]
    found = four[:-1] * np.uint64(BASE)
    found += value[4:]
    inside = np.ones(len(found), dtype=bool)
    over = (cleaned.bounds[1:, None] - np.arange(1, LENGTH)).ravel()
    inside[over[(over >= 0) & (over < len(found))]] = False
    return found, inside


def _texts(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        yield from _texts(tuple(found.values()))
    elif isinstance(found, Sequence):
        for each in found:
            yield from _texts(each)


def _form_labels() -> Iterable[str]:
    for row in registry.form_rows():
        yield from row["row_path"].split("/")
        yield from row["column_path"].split("/")


@cache
def _alphabet() -> Codes:
    """For each code point its simplified Han character, 0 where it is dropped."""
    from opencc import OpenCC

    # Characters beyond the basic plane are names and oddities: they are dropped.
    codes = np.zeros(1 << 16, dtype=np.uint16)
    simple = OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    for code, character in zip(_HAN, simple, strict=True):
        codes[code] = ord(character) if ord(character) < len(codes) else code
    codes[ord(_NAME)] = MASK
    codes[-1] = 0  # what lies beyond is clipped to this one
    return codes
