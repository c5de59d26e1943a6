"""Runs of characters as 64-bit numbers, the same in every process and on every platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint16]
Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

#: A run of characters is the number whose digits in this base are the characters' values,
#: as far as it fits a word.
BASE = 0x9E3779B97F4A7C15
WORD = (1 << 64) - 1
_SIEVE_BITS = 6  # the sieve lets one in 64 or fewer others through …
_SEAT_BITS = 17
_SIEVE_MOST = 20  # … as long as it has no more bits than this


@dataclass(frozen=True, slots=True)
class Known:
    """Hashes to be looked up in, ascending; the sieve stops nearly all others at once."""

    hashes: Hashes
    sieve: Bools
    shift: np.uint64

    @classmethod
    def of(cls, hashes: Hashes) -> Known:
        """Sieve by the first bits, so many that few others get through."""
        bits = min(max(len(hashes), 1).bit_length() + _SIEVE_BITS, _SIEVE_MOST)
        shift = np.uint64(64 - bits)
        sieve = np.zeros(1 << bits, dtype=bool)
        sieve[hashes >> shift] = True
        return cls(hashes, sieve, shift)

    def where(self, values: Hashes) -> Ints:
        """Give the places of the values that are known."""
        hits = np.flatnonzero(self.maybe(values))
        return hits[among(values[hits], self.hashes)]

    def maybe(self, values: Hashes) -> Bools:
        """Say which values the sieve lets through."""
        first = (values >> self.shift).view(np.int64)
        return self.sieve.take(first, mode="clip")  # clipping spares the check of bounds


def endings(texts: Sequence[str]) -> tuple[Hashes, Hashes]:
    """Hash texts of simplified characters, and everything that they end with, ascending."""
    length = np.array([len(text) for text in texts])
    longest = int(length.max())
    joined = "".join(text[::-1].ljust(longest, "\0") for text in texts)
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype="<u4").reshape(-1, longest)
    found = np.zeros(len(texts), dtype=np.uint64)
    whole, tails, power = [], [], 1
    for place in range(longest):
        found = found + values().take(codes[:, place], mode="clip") * np.uint64(power)
        power = power * BASE & WORD
        whole.append(found[length == place + 1])
        tails.append(found[length > place])
    return np.unique(np.concatenate(whole)), np.unique(np.concatenate(tails))


@cache
def values() -> Hashes:
    """A random number for each character, by splitmix64."""
    value = np.arange(1, (1 << 16) + 1, dtype=np.uint64) * np.uint64(BASE)
    return mixed(value)


def among(values: npt.NDArray[Any], known: npt.NDArray[Any]) -> Bools:
    """Which values are in an ascending array; many times the pace of `numpy.isin` for few."""
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    at = np.searchsorted(known, values)
    at[at == len(known)] = 0
    found: Bools = known[at] == values
    return found


def looked_up(table: npt.NDArray[Any], keys: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give the entry of each key; the table must be long enough for every key there can be.

    Twice the pace of `numpy.take`, which widens the keys to 64 bits before it begins.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    return np.asarray(pc.take(pa.array(table), pa.array(keys), boundscheck=False))


def alike(hashes: Hashes) -> Ints:
    """Give for each hash the place of one that equals it: of equal ones the same place.

    Quicker than to sort them: each hash takes a seat by its first bits and the last who sits
    there answers for its equals; those that it turned out are seated anew among themselves.
    """
    seat = (hashes >> np.uint64(64 - _SEAT_BITS)).view(np.int64)
    seats = np.empty(1 << _SEAT_BITS, dtype=np.int64)
    seats[seat] = np.arange(len(hashes))
    found: Ints = seats.take(seat, mode="clip")
    rest = np.flatnonzero(hashes.take(found) != hashes) if len(hashes) else found
    if len(rest):
        found[rest] = rest[alike(hashes[rest])]
    return found


def mixed(value: Hashes) -> Hashes:
    """Spread numbers evenly, as splitmix64 does."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))
