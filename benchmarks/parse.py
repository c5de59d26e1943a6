"""How quick reading is, and how much room facts take, beside peers in the same run.

Run from the project root::

    python benchmarks/parse.py

prints Markdown tables; ``--write-readme`` also puts the short one between the benchmark
markers of ``README.md``. See ``benchmarks/README.md`` for what is measured.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import io
import re
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
from room import disk_line, memory_line
from selectolax.lexbor import LexborHTMLParser

import govinfo as gi
from govinfo.model import Report
from govinfo.parse import parse
from govinfo.parse.tables import read_tables
from govinfo.read import read_document

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "data" / "reports"
MARKERS = ("<!-- benchmark:begin -->", "<!-- benchmark:end -->")
BASE = "lxml.html.fromstring"
WORD_BYTES = 120_000
REPORTS_EACH = 20
SHORTEST = 0.02  # [s] timed in one go
FOLDER = "all of data/reports"
LEXBOR = "lexbor, bare parse"
DECODED = "decode"
READ = "govinfo: bytes to Document"
VALUES = "govinfo: values of the tables"
PARSED = "govinfo: read and parse"
FACTS = "govinfo: read, parse, facts frame"

Key = tuple[str, str]  # job, input
Job = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Input:
    """Reports of one layout; ``base`` is the input whose lxml parse the times are set beside.

    For lxml a plain text is a single paragraph, so texts are set beside the compact page.
    """

    name: str
    pages: tuple[bytes, ...]
    base: str

    @property
    def size(self) -> float:
        """Mean size of a page [KB]."""
        return statistics.mean(map(len, self.pages)) / 1000


def main() -> None:
    """Measure, print, and write the README's table if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15, help="rounds of the timed part")
    parser.add_argument("--reports", type=int, default=5_000, help="reports of the memory part")
    parser.add_argument("--write-readme", action="store_true", help="update README.md too")
    options = parser.parse_args()

    inputs = sample_inputs()
    jobs, skipped = all_jobs(inputs)
    if options.write_readme and skipped:
        sys.exit("\n".join(["The README's table needs every peer.", *skipped]))
    seconds = interleaved(jobs, rounds=options.rounds)
    print(f"Medians of {options.rounds} interleaved rounds.\n")
    for line in skipped:
        print(f"- {line}")
    print(long_table(inputs, seconds))
    room = [memory_line(REPORTS, options.reports), disk_line(REPORTS)]
    ratio_table = [short_table(inputs, seconds)] if (BASE, FOLDER) in seconds else []
    short = "\n\n".join([*ratio_table, " ".join(room)])
    print(f"\n{short}")
    if options.write_readme:
        write_readme(short)


def sample_inputs() -> list[Input]:
    """Reports in four layouts: as pasted from Word, as plain pages, and two kinds of text.

    Each layout has reports with other figures in their tables and prose, so that no job
    meets the same bytes twice in a row and no sentence with a figure is known already.
    """

    def reports(name: str) -> tuple[bytes, ...]:
        page = (REPORTS / name).read_bytes()
        return tuple(other_figures(page, Random(number)) for number in range(REPORTS_EACH))

    words = tuple(map(word_page, reports("putian/2022.html")))
    return [
        Input("Word-style page", words, "Word-style page"),
        Input("compact page", reports("tianshui/2024.html"), "compact page"),
        Input("one cell per line", reports("huining_water/2019.txt"), "compact page"),
        Input("pipes", reports("yancheng/2024.txt"), "compact page"),
    ]


def other_figures(page: bytes, random: Random) -> bytes:
    """The same report with all its table's numbers scaled alike, and new figures in its prose.

    Every sum holds as before. Years, dates and small numbers of the prose stay.
    """
    factor = random.randrange(1, 40)
    text = page.decode()

    def cell(found: re.Match[str]) -> str:
        return found[0].replace(found[1], str(int(found[1]) * factor))

    def figure(found: re.Match[str]) -> str:
        return str(random.randrange(10, 10 ** len(found[0])))

    text = re.sub(r"(?m)(?:(?<=>)|(?<=^)|(?<=\| ))(\d+)(?=<|$| \|)", cell, text)
    return re.sub(r"(?<=[\u4e00-\u9fff])\d{2,4}(?=[条件篇次个])", figure, text).encode()


def word_page(data: bytes) -> bytes:
    """Wrap the innermost runs of a Word page again and again, as Word does, to 120 KB.

    The facts must stay the same.
    """
    run = re.compile(rb"(<span[^>]*>[^<]+</span>)")
    style = (
        b'<span style="font-size:12.0pt;mso-bidi-font-family:Calibri;mso-font-kerning:0pt;'
        b'line-height:150%">'
    )
    page = data
    for _ in range(10):
        wrapped = run.sub(style + rb"\1</span>", page)
        if abs(len(wrapped) - WORD_BYTES) >= abs(len(page) - WORD_BYTES):
            break
        page = wrapped
    before, after = whole(data).columns, whole(page).columns
    if (before.metric, before.raw) != (after.metric, after.raw):
        raise AssertionError("The longer Word page does not hold the facts of the shorter one.")
    return page


def values(data: bytes) -> object:
    """Every number of the tables with its metric, and nothing else."""
    return read_tables(read_document(data, path="benchmark")).columns


def markdown(data: bytes) -> object:
    """What a converter for language models makes of a page."""
    return converter().convert_stream(io.BytesIO(data), file_extension=".html")


@cache
def converter() -> Any:
    """The converter, made once."""
    return importlib.import_module("markitdown").MarkItDown()


def whole(data: bytes) -> Report:
    """Read and parse: metadata, prose and facts columns."""
    return parse(read_document(data, path="benchmark"))


def frame(data: bytes) -> pd.DataFrame:
    """The facts frame of one report, from its bytes."""
    return whole(data).facts()


def all_jobs(inputs: Sequence[Input]) -> tuple[dict[Key, Job], list[str]]:
    """Everything that is timed, by job and input, and which peers are skipped."""
    peers, skipped = installed_peers()
    jobs: dict[Key, Job] = {}
    for item in inputs:
        own: dict[str, Callable[[bytes], object]] = {
            DECODED: bytes.decode,
            READ: partial(read_document, path="benchmark"),
            VALUES: values,
            PARSED: whole,
            FACTS: frame,
        }
        for name, job in {**peers, **own}.items():
            if name in (BASE, *own) or item.base == item.name:  # for the others texts hold nothing
                jobs[name, item.name] = in_turn(job, item.pages)
    if BASE in peers:
        jobs[BASE, FOLDER] = partial(each_file, peers[BASE])
    jobs[PARSED, FOLDER] = partial(
        gi.read_reports, REPORTS, progress=False, limits=gi.Limits(seconds=None)
    )
    return jobs, skipped


def in_turn(job: Callable[[bytes], object], pages: Sequence[bytes]) -> Job:
    """The job on one page after the other, a page each time."""
    turn = cycle(pages)
    return lambda: job(next(turn))


def installed_peers() -> tuple[dict[str, Callable[[bytes], object]], list[str]]:
    """Peers that can be imported, and a line for each that cannot."""
    peers: dict[str, Callable[[bytes], object]] = {}
    skipped = []

    def module(name: str, package: str) -> Any:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            skipped.append(f"{name} is skipped: pip install {package}")
            return None

    lxml_html = module("lxml.html", "lxml")
    if lxml_html is not None:
        peers[BASE] = lxml_html.fromstring
        peers["pandas.read_html"] = lambda data: pd.read_html(
            io.StringIO(data.decode()), flavor="lxml"
        )
    soup = module("bs4", "beautifulsoup4")
    if soup is not None:
        peers["BeautifulSoup, html.parser"] = lambda data: soup.BeautifulSoup(data, "html.parser")
    if module("markitdown", "markitdown") is not None:
        peers["markitdown"] = markdown
    peers[LEXBOR] = LexborHTMLParser
    return peers, skipped


def each_file(job: Callable[[bytes], object]) -> None:
    """Do a job on the bytes of every sample report."""
    for path in REPORTS.rglob("*"):
        if path.suffix in (".html", ".txt"):
            job(path.read_bytes())


def interleaved(jobs: Mapping[Key, Job], *, rounds: int) -> dict[Key, list[float]]:
    """Time every job once a round [s], each round in another order, without the collector.

    Short jobs are repeated within a round, as `timeit` does.
    """
    repeats: dict[Key, int] = {}
    for key, job in jobs.items():
        repeats[key] = max(REPORTS_EACH, round(SHORTEST / seconds_of(job, REPORTS_EACH)))
    seconds: dict[Key, list[float]] = {key: [] for key in jobs}
    order = list(jobs)
    shuffle = Random(0).shuffle
    for _ in range(rounds):
        shuffle(order)
        for key in order:
            seconds[key].append(seconds_of(jobs[key], repeats[key]))
    return seconds


def seconds_of(job: Job, repeats: int) -> float:
    """Time of one run [s], the mean of several in a row."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        for _ in range(repeats):
            job()
        return (time.perf_counter() - start) / repeats
    finally:
        gc.enable()


def ratios(seconds: Mapping[Key, list[float]], key: Key, base: Key) -> tuple[float, float]:
    """Ratio of the medians, and median of the ratios of each round [1]."""
    pairs = [mine / theirs for mine, theirs in zip(seconds[key], seconds[base], strict=True)]
    return (
        statistics.median(seconds[key]) / statistics.median(seconds[base]),
        statistics.median(pairs),
    )


def long_table(inputs: Sequence[Input], seconds: Mapping[Key, list[float]]) -> str:
    """A row per input and job: median [ms] and both ratios."""
    base_of = {item.name: item.base for item in inputs} | {FOLDER: FOLDER}
    kilobytes = {item.name: f"{item.size:.0f} KB" for item in inputs}
    lines = [
        f"| input | job | median, ms | to {BASE} of | ratio of medians | median of ratios |",
        "|---|---|--:|---|--:|--:|",
    ]
    for (name, where), times in sorted(seconds.items(), key=lambda row: row[0][1]):
        base = (BASE, base_of[where])
        found = ratios(seconds, (name, where), base) if base in seconds else None
        shown = [f"{ratio:.2f}" for ratio in found] if found else ["–", "–"]
        size = f", {kilobytes[where]}" if where in kilobytes else ""
        middle = statistics.median(times) * 1000
        lines.append(f"| {where}{size} | {name} | {middle:.2f} | {base[1]} | {' | '.join(shown)} |")
    return "\n".join(lines)


def short_table(inputs: Sequence[Input], seconds: Mapping[Key, list[float]]) -> str:
    """A row per job, a column per input: the ratio of medians."""
    names = list(dict.fromkeys(name for name, _ in seconds))
    base_of = {item.name: item.base for item in inputs} | {FOLDER: FOLDER}
    heads = [f"{item.name}, {item.size:.0f} KB" for item in inputs] + [FOLDER]
    lines = [f"| | {' | '.join(heads)} |", "|---|" + "--:|" * len(heads)]
    for name in names:
        cells = []
        for where, base in base_of.items():
            there = (name, where) in seconds
            ratio = ratios(seconds, (name, where), (BASE, base))[0] if there else 0.0
            cells.append((f"{ratio:.2g}" if ratio < 100 else f"{ratio:.0f}") if there else "–")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        "",
        f"Time as a multiple of `{BASE}` on the same bytes; for the two texts, which it takes for "
        "one paragraph, on the compact page.",
    ]
    return "\n".join(lines)


def write_readme(short: str) -> None:
    """Put the short table between the markers of README.md."""
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    begin, end = MARKERS
    if text.count(begin) != 1 or text.count(end) != 1:
        sys.exit(f"{path.name} needs one {begin} and one {end}.")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    path.write_text(f"{before}{begin}\n{short}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
