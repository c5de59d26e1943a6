"""Which texts may be alike: MinHash by one permutation, and buckets of equal bands.

The shingles of a text are dealt into `BINS` bins by their hash and the smallest of each bin is
kept (one-permutation hashing, Li, Owen and Zhang 2012); an empty bin borrows from another, by
an order that is the same for all texts (optimal densification, Shrivastava 2017). The share
of bins in which two texts agree estimates their Jaccard similarity J with a standard error
of at most .045. Two texts are candidates where all `ROWS` bins of one of the bands agree:
with chance 1 - (1 - J^ROWS)^(BINS / ROWS).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from govinfo.analyse.likeness.hashes import Ints, mixed
from govinfo.analyse.likeness.shingles import Shingles

Signatures = npt.NDArray[np.uint32]

#: Bins of a signature: a power of two.
BINS = 128
#: Bins of a band.
ROWS = 4
#: In a bucket each text is paired with so many before it, and with the first.
NEAR = 8
_BITS = BINS.bit_length() - 1
_EMPTY = np.uint32(0xFFFFFFFF)
#: Four standard errors of an estimate from `BINS` bins.
_DOUBT = 4 * 0.5 / BINS**0.5
_BLOCK = 1 << 14


def signatures(found: Shingles) -> Signatures:
    """A row of `BINS` numbers for each text; a text without shingles has none that counts."""
    texts = len(found.bounds) - 1
    # The hashes are random already: the first bits tell the bin, others its rank there.
    bins = (found.hashes >> np.uint64(64 - _BITS)).view(np.int64)
    bins += np.repeat(np.arange(texts, dtype=np.int64) * BINS, np.diff(found.bounds))
    rank = (found.hashes >> np.uint64(32 - _BITS)).astype(np.uint32)
    rank[found.left_out] = _EMPTY
    flat = np.full(texts * BINS, _EMPTY, dtype=np.uint32)
    np.minimum.at(flat, bins, rank)
    return _filled(flat.reshape(texts, BINS))


def candidates(signed: Signatures) -> tuple[Ints, Ints]:
    """Pairs of texts with an equal band, as rows ``first < second``, each pair once.

    Where many texts share a bucket, each is paired with the `NEAR` before it and with the
    first, so that a template that thousands use gives no millions of pairs.
    """
    pairs = [np.zeros(0, dtype=np.int64)]
    size = np.int64(max(len(signed), 1))
    low = np.uint64(len(signed).bit_length())
    rows = np.arange(len(signed), dtype=np.uint64)
    place = np.arange(len(signed))
    for band in range(0, BINS, ROWS):
        key = signed[:, band].astype(np.uint64)
        for row in range(band + 1, band + ROWS):
            key = mixed(key) + signed[:, row]
        # The row in the last bits of its key: one sort gives the buckets and their order.
        # Keys that lost what told them apart are no harm, for pairs are scored.
        ranked = np.sort((mixed(key) >> low << low) | rows)
        order = (ranked & ((np.uint64(1) << low) - np.uint64(1))).astype(np.int64)
        key = ranked >> low
        begins = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
        first = np.repeat(begins, np.diff(np.append(begins, len(key))))
        far = place - first > NEAR
        pairs.append(order[first[far]] * size + order[far])
        for step in range(1, NEAR + 1):
            near = np.flatnonzero(place - first >= step)
            if not len(near):
                break
            pairs.append(order[near - step] * size + order[near])
    found = np.unique(np.concatenate(pairs))
    return found // size, found % size


def likely(signed: Signatures, first: Ints, second: Ints, at_least: float) -> npt.NDArray[np.bool_]:
    """Which pairs may be ``at_least`` so similar: all but those four standard errors below."""
    kept = np.zeros(len(first), dtype=bool)
    for start in range(0, len(first), _BLOCK):
        block = slice(start, start + _BLOCK)
        agree = np.count_nonzero(signed[first[block]] == signed[second[block]], axis=1)
        kept[block] = agree >= (at_least - _DOUBT) * BINS
    return kept


def _filled(signed: Signatures) -> Signatures:
    """Let empty bins borrow from others of the same text."""
    own = signed.copy()
    row, empty = np.nonzero(own == _EMPTY)
    some = (own != _EMPTY).any(axis=1)[row]
    row, empty = row[some], empty[some]
    turn = 0
    while len(row):
        lent = own[row, _lender(turn)[empty]]
        signed[row, empty] = lent
        still = lent == _EMPTY
        row, empty = row[still], empty[still]
        turn += 1
    return signed


@cache
def _lender(turn: int) -> Ints:
    """From which bin each empty one borrows in its n-th attempt."""
    seed = np.arange(BINS, dtype=np.uint64) + np.uint64(BINS * (turn + 1))
    return (mixed(seed) >> np.uint64(64 - _BITS)).astype(np.int64)
