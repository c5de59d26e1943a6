"""How long it takes to find who copied whom, and how many copies are found.

Run from the project root::

    python benchmarks/similarity.py

makes up texts of 300 to 2,000 Han characters: sentences of words drawn by rank, some out of a
stock that all share. One in ten is an earlier text of another agency with some sentences
replaced and all numbers changed. For 1,000, 10,000 and 100,000 of them it prints the time of
`govinfo.similarity` per document, with and without the shared passages, as a multiple of the
floor (the texts encoded to UTF-32 and every five characters hashed once, in the same run)
and of datasketch (MinHash of the same shingles, 128 permutations, LSH at .5, on a sample).
All times are processor time of one process, the quickest of three runs (of one at 100,000).
Recall is measured on pairs of known similarity, every one scored by brute force.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govinfo.analyse.likeness.prose import prose
from govinfo.analyse.similarities import similarity

SIZES = (1_000, 10_000, 100_000)
COPIES = 0.1
STOCK = 0.15  # of the sentences: what all agencies write
SAMPLE = 500  # documents for datasketch
BANDS = ((0.4, 0.5), (0.5, 0.6), (0.6, 0.7), (0.7, 1.01))
WORDS, STOCK_SENTENCES = 6_000, 3_000
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]
CHARACTERS = (300, 2_000)


class Writer:
    """Makes up sentences and texts."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        size = self.rng.integers(2, 5, WORDS)
        self.words = ["".join(self.rng.choice(HAN, length)) for length in size]
        weight = 1 / np.arange(10, WORDS + 10)
        self.weight = np.cumsum(weight / weight.sum())
        self.stock = self.sentences(STOCK_SENTENCES)

    def sentences(self, count: int) -> list[str]:
        """Sentences of 5 to 12 words and a number."""
        sizes = self.rng.integers(5, 13, count)
        drawn = np.searchsorted(self.weight, self.rng.random(int(sizes.sum())))
        drawn = np.minimum(drawn, WORDS - 1).tolist()
        ends = np.cumsum(sizes).tolist()
        numbers = self.rng.integers(1, 9_999, count).tolist()
        return [
            f"{''.join([self.words[word] for word in drawn[end - size : end]])}{number}件，"
            for end, size, number in zip(ends, sizes.tolist(), numbers, strict=True)
        ]

    def text(self) -> list[str]:
        """Sentences of one report."""
        count = int(self.rng.integers(*CHARACTERS)) // 30
        own = self.sentences(count)
        stock = self.rng.random(count) < STOCK
        common = self.rng.integers(0, STOCK_SENTENCES, count)
        return [
            self.stock[pick] if shared else sentence
            for sentence, shared, pick in zip(own, stock.tolist(), common.tolist(), strict=True)
        ]

    def copy(self, text: Sequence[str], kept: float) -> list[str]:
        """A text with some of its sentences, the others new."""
        keep = self.rng.random(len(text)) < kept
        new = self.sentences(len(text))
        return [a if k else b for a, b, k in zip(text, new, keep.tolist(), strict=True)]


def corpus(count: int, seed: int = 0) -> pd.DataFrame:
    """Sources of made-up reports, of agencies with five years each."""
    writer = Writer(seed)
    texts: list[list[str]] = []
    for number in range(count):
        if number > 100 and writer.rng.random() < COPIES:
            model = texts[int(writer.rng.integers(0, number))]
            texts.append(writer.copy(model, float(writer.rng.uniform(0.6, 1))))
        else:
            texts.append(writer.text())
    return sources(["".join(text) for text in texts])


def sources(texts: Sequence[str]) -> pd.DataFrame:
    """What `similarity` needs to know of texts."""
    numbers = np.arange(len(texts))
    return pd.DataFrame(
        {
            "source_id": [f"{number:08d}" for number in numbers],
            "agency_id": [f"agency {number // 5}" for number in numbers],
            "agency": [f"临河县第{number // 5}局" for number in numbers],
            "region_code": "150802",
            "spellings": "",
            "year": (2019 + numbers % 5).astype("int16"),
            "narrative": [f"[overview]\n{text}" for text in texts],
        }
    )


def seconds(job: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    """Processor time of the quickest run, and what the last one gave."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        found = job()
        times.append(time.process_time() - start)
    return min(times), found


def floor(texts: Sequence[str], chunk: int = 128) -> None:
    """Encode texts and hash every five characters once, in chunks that stay in the cache."""
    base = np.uint64(0x9E3779B97F4A7C15)
    for start in range(0, len(texts), chunk):
        joined = "".join(texts[start : start + chunk]).encode("utf-32-le")
        value = np.frombuffer(joined, dtype="<u4").astype(np.uint64)
        found = value[:-4].copy()
        for step in range(1, 5):
            found *= base
            found += value[step : len(value) - 4 + step]


def datasketch(frame: pd.DataFrame) -> float:
    """Seconds a document of datasketch, shingles given."""
    from datasketch import MinHash, MinHashLSH

    texts = prose(frame, section="overview")
    found = texts.shingled(range(len(texts.texts)))
    shingles = [[one.tobytes() for one in found.distinct(text)] for text in range(len(texts.texts))]

    def job() -> int:
        lsh = MinHashLSH(threshold=0.5, num_perm=128)
        signed = MinHash.bulk(shingles, num_perm=128)
        hits = 0
        for number, one in enumerate(signed):
            hits += len(lsh.query(one))
            lsh.insert(number, one)
        return hits

    return seconds(job, 3)[0] / len(shingles)


def recall(pairs: int, seed: int = 1) -> None:
    """Print how many pairs of known similarity are found, by similarity."""
    writer = Writer(seed)
    texts = []
    for _ in range(pairs):
        model = writer.text()
        texts += ["".join(model), "".join(writer.copy(model, float(writer.rng.uniform(0.5, 1))))]
    frame = sources(texts)
    # Agencies of their own: the years of one agency are always compared.
    frame["agency_id"] = frame["source_id"]
    made = prose(frame, section="overview")
    at = {name: row for row, name in enumerate(made.documents["source_id"])}
    found = made.shingled(range(len(texts)))
    long = found.characters() >= 300
    edges = similarity(frame, passages=False)
    known = {
        frozenset(pair): score
        for *pair, score in zip(edges["source_id"], edges["other_id"], edges["score"], strict=True)
    }
    rows = []
    for number in range(pairs):
        names = [f"{2 * number:08d}", f"{2 * number + 1:08d}"]
        one, two = (set(found.distinct(at[name]).tolist()) for name in names)
        true = len(one & two) / len(one | two)
        got = known.get(frozenset(names))
        if got is not None and abs(got - true) > 1e-12:
            raise AssertionError(f"{names} score {got}, by brute force {true}")
        if all(long[at[name]] for name in names):
            rows.append((true, got is not None))
    print(f"Recall on {len(rows):,} pairs of known similarity; every score is exact:")
    for low, high in BANDS:
        hits = [hit for true, hit in rows if low <= true < high]
        print(f"  {low:.1f} to {min(high, 1):.1f}: {np.mean(hits):.4f} of {len(hits):,}")


def main() -> None:
    """Print a line for each size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--pairs", type=int, default=4_000)
    given = parser.parse_args()
    similarity(corpus(200))  # tables are built once a process
    for size in given.sizes:
        frame = corpus(size)
        texts = frame["narrative"].tolist()
        length = sum(map(len, texts)) / size
        runs = 3 if size < max(SIZES) else 1
        base, _ = seconds(partial(floor, texts), 3)
        bare, _ = seconds(partial(similarity, frame, passages=False), runs)
        whole, edges = seconds(partial(similarity, frame), runs)
        other = datasketch(frame.head(SAMPLE))
        print(
            f"{size:,} documents of {length:.0f} characters, {len(edges):,} edges: "
            f"{1e6 * bare / size:.1f} µs a document, with passages {1e6 * whole / size:.1f} "
            f"({1e9 * bare / size / length:.1f} and {1e9 * whole / size / length:.1f} µs per 1,000 "
            f"characters); "
            f"{bare / base:.1f} and {whole / base:.1f} × the floor ({1e6 * base / size:.1f} µs); "
            f"datasketch takes {1e6 * other:,.0f} µs, {other / (whole / size):.0f} ×"
        )
    recall(given.pairs)


if __name__ == "__main__":
    main()
