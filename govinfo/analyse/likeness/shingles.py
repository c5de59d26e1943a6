"""Prose as sets of shingles: runs of five Han characters, of many texts at once.

A text is reduced to its simplified Han characters, place and agency names to one mask
each. A shingle is a 64-bit number, the same in every process and on every platform.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import numpy as np

from govinfo import registry
from govinfo.analyse.likeness.hashes import (
    BASE,
    WORD,
    Bools,
    Codes,
    Hashes,
    Ints,
    Known,
    among,
    looked_up,
    values,
)
from govinfo.analyse.likeness.place_names import MASK, without_places

#: Characters of a shingle.
LENGTH = 5
#: What a name is replaced with before a text is cleaned, followed by as many `_GONE` as it
#: is longer: every character keeps its place.
_NAME, _GONE = "\0", "\1"
_BEYOND = 0x10000  # the first character beyond the basic plane
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
    """A shingle for each cleaned character, that which it begins, and which of them count.

    Those of text ``i`` are ``hashes[span(i)]``. ``left_out`` are the places, ascending, of
    boilerplate and of those that would reach over the end of their text.
    """

    hashes: Hashes
    left_out: Ints
    bounds: Ints

    def span(self, text: int) -> slice:
        """Say where the shingles of a text stand, boilerplate among them."""
        begin, end = self.bounds[text : text + 2].tolist()
        return slice(begin, max(begin, end - LENGTH + 1))

    def kept(self) -> Bools:
        """Say which count."""
        kept = np.ones(len(self.hashes), dtype=bool)
        kept[self.left_out] = False
        return kept

    def characters(self) -> Ints:
        """How many characters each text has left: those of its shingles, laid in a row."""
        count = np.diff(self.bounds - np.searchsorted(self.left_out, self.bounds))
        return np.where(count > 0, count + LENGTH - 1, 0)

    def distinct(self, text: int) -> Hashes:
        """Give the shingles of a text, each once, in ascending order."""
        begin, end = np.searchsorted(self.left_out, self.bounds[text : text + 2])
        here = slice(*self.bounds[text : text + 2])
        ranked = np.sort(np.delete(self.hashes[here], self.left_out[begin:end] - here.start))
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
    codes = looked_up(_alphabet(), points)
    at = np.flatnonzero(codes != 0)
    codes, bounds = codes.take(at, mode="clip"), np.searchsorted(at, starts)
    if places:
        codes = without_places(codes, bounds)
    gone = _gone(codes, bounds)
    kept = np.delete(at, gone) if track else at[:0]
    bounds = bounds - np.searchsorted(gone, bounds)
    return Cleaned(np.delete(codes, gone), bounds, kept, starts)


def _gone(codes: Codes, bounds: Ints) -> Ints:
    """Say what is left out: the rest of each name, and a name behind a name of one text."""
    gone = np.flatnonzero(codes == 0)
    masks = np.flatnonzero(codes == MASK)
    place = masks - np.searchsorted(gone, masks)  # once all the rest is gone
    begins = bounds - np.searchsorted(gone, bounds)
    again = (place[1:] == place[:-1] + 1) & ~among(place[1:], begins)
    return np.sort(np.concatenate([gone, masks[1:][again]]))


def shingles(cleaned: Cleaned, dropped: Known | None = None) -> Shingles:
    """Every five neighbouring characters of each text as a number, but for those dropped.

    Parameters
    ----------
    cleaned : Cleaned
        What `clean` gave.
    dropped : Known, optional
        Shingles to leave out; none where left out.
    """
    hashes = _rolled(cleaned.codes)
    out = np.zeros(len(hashes), dtype=bool)
    over = (cleaned.bounds[1:, None] - np.arange(1, LENGTH)).ravel()
    out[over[over >= 0]] = True
    if dropped is not None:
        out[dropped.where(hashes)] = True
    return Shingles(hashes, np.flatnonzero(out), cleaned.bounds)


@cache
def boilerplate() -> Known:
    """The shingles of all phrases of law, notices, forms and headings."""
    found = shingles(clean(phrases(), places=False))
    return Known.of(np.unique(found.hashes[found.kept()]))


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


def _rolled(codes: Codes) -> Hashes:
    """Hash the five characters that begin at each; 0 for the last four."""
    if len(codes) < LENGTH:
        return np.zeros(len(codes), dtype=np.uint64)
    value = looked_up(values(), codes)
    # Two, then four, then five characters: half the work of one at a time.
    two = value * np.uint64(BASE)
    two[:-1] += value[1:]
    found: Hashes = two * np.uint64(BASE * BASE & WORD)
    found[:-2] += two[2:]
    found *= np.uint64(BASE)
    found[:-4] += value[4:]
    found[-4:] = 0
    return found


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
    codes = np.zeros(sys.maxunicode + 1, dtype=np.uint16)
    simple = OpenCC("t2s").convert("\n".join(map(chr, _HAN))).split("\n")
    for code, character in zip(_HAN, simple, strict=True):
        codes[code] = ord(character) if ord(character) < _BEYOND else code
    codes[ord(_NAME)] = MASK
    return codes
