"""How long the numbers in the prose take, beside the HTML parse of the same report.

Run from the project root::

    python benchmarks/prose.py

takes web pages from ``data/reports``, one of every agency and then of every year, and one of
them as Word writes pages, with 120 KB and other figures each time. For each in turn, in one
process, it times the numbers in its prose, lxml's bare parse of its bytes, our own reader
(bytes to Document), and reading and parsing as a whole.

What a sentence states is kept, for sentences recur from report to report: ``nothing known``
forgets all of it before each run, which is the slowest it can be, ``all known`` is the same
page again, the quickest. ``in turn`` reads and parses one page after another as a corpus is
read, nothing known at first, and compares the sums.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from unittest import mock

import lxml.html
from parse import other_figures, word_page

from govinfo.parse import parse, report
from govinfo.parse.narrative import stated
from govinfo.parse.narrative.prose import Finding, read_narrative
from govinfo.read import read_document

REPORTS = Path(__file__).resolve().parents[1] / "data" / "reports"
ROUNDS = 15
LIMIT = 0.20


@dataclass(frozen=True, slots=True)
class Prose:
    """A page and what its prose is read from."""

    data: bytes
    sections: Mapping[str, str]
    year: int | None


def prose_of(data: bytes) -> Prose:
    """What `read_narrative` is given for a page."""
    with mock.patch.object(report, "read_narrative", wraps=read_narrative) as spy:
        parse(read_document(data, path="benchmark"))
    return Prose(data, dict(spy.call_args.args[0]), spy.call_args.kwargs["year"])


def sample_pages(count: int) -> list[bytes]:
    """Pages of as many agencies and years as there are."""
    by_agency = [sorted(folder.glob("*.html")) for folder in sorted(REPORTS.glob("*/"))]
    longest = max(map(len, by_agency))
    turns = [pages[turn] for turn in range(longest) for pages in by_agency if turn < len(pages)]
    return [path.read_bytes() for path in turns[:count]]


def word_pages(count: int) -> list[bytes]:
    """One page as long as Word makes it, each time with other figures."""
    page = (REPORTS / "putian" / "2022.html").read_bytes()
    return [word_page(other_figures(page, Random(number))) for number in range(count)]


def seconds(job: Callable[[], object]) -> float:
    """Time of one run."""
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def shares(prose: Prose) -> dict[str, float]:
    """Median of the time for the prose of a page, and its shares of that of either parse."""
    jobs = {
        "new": lambda: read_narrative(prose.sections, year=prose.year),
        "known": lambda: read_narrative(prose.sections, year=prose.year),
        "lxml": lambda: lxml.html.fromstring(prose.data),
        "our reader": lambda: read_document(prose.data, path="benchmark"),
        "read and parse": lambda: parse(read_document(prose.data, path="benchmark")),
    }
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            if name == "new":
                stated._stated.cache_clear()
            times[name].append(seconds(job))
    took = {name: statistics.median(each) for name, each in times.items()}
    bases = ("lxml", "our reader", "read and parse")
    found = {
        f"{known} / {base}": took[name] / took[base]
        for name, known in (("new", "nothing known"), ("known", "all known"))
        for base in bases
    }
    return found | {name: 1e3 * took[name] for name in took}


def share_in_turn(pages: Sequence[bytes]) -> float:
    """Share of the prose in the time of our reader, one page after another."""
    prose: list[float] = []
    reader: list[float] = []

    def timed(
        sections: Mapping[str, str], *, year: int | None, agency: str | None
    ) -> list[Finding]:
        start = time.perf_counter()
        found = read_narrative(sections, year=year, agency=agency)
        prose.append(time.perf_counter() - start)
        return found

    stated._stated.cache_clear()
    with mock.patch.object(report, "read_narrative", timed):
        for page in pages:
            start = time.perf_counter()
            document = read_document(page, path="benchmark")
            reader.append(time.perf_counter() - start)
            parse(document)
    return sum(prose) / sum(reader)


def main() -> None:
    """Print the medians over the pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=20)
    count = parser.parse_args().reports
    gc.disable()
    for name, pages in (
        ("pages of data/reports", sample_pages(count)),
        ("Word-style page", word_pages(count)),
    ):
        proses = [prose_of(page) for page in pages]
        size = statistics.mean(map(len, pages)) / 1000
        found = [shares(prose) for prose in proses]
        print(f"{name}: {len(pages)}, {size:.0f} KB each")
        for what in found[0]:
            values = sorted(one[what] for one in found)
            middle, low, high = statistics.median(values), values[0], values[-1]
            if "/" in what:
                print(f"  {what:32}{middle:7.1%}   from {low:.1%} to {high:.1%}")
            else:
                print(f"  {what:32}{middle:7.2f} ms   from {low:.2f} to {high:.2f}")
        turns = sorted(share_in_turn(pages) for _ in range(ROUNDS))
        print(f"  {'in turn / our reader':32}{statistics.median(turns):7.1%}", end="")
        print(f"   from {turns[0]:.1%} to {turns[-1]:.1%}")
    print(f"Wanted: no more than {LIMIT:.0%} of the HTML parse.")


if __name__ == "__main__":
    main()
