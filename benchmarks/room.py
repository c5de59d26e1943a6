"""How much room facts take: memory of a corpus that is being read, bytes on disk."""

from __future__ import annotations

import multiprocessing
import re
from array import array
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pandas as pd

import govinfo as gi
from govinfo.collect.store import FactStore
from govinfo.frames import printed
from govinfo.model import FactColumns

STORED_YEARS = (2021, 2022, 2023)
STORED_PER_YEAR = 1_000
STATUS = Path("/proc/self/status")
HERE = gi.Limits(seconds=None)  # read in this process, whose memory is measured


def memory_line(reports: Path, count: int) -> str:
    """Peak memory per report [KB] while ``count`` reports become one corpus."""
    if not STATUS.is_file():
        return "Memory is skipped: it is read from /proc, on Linux only."
    names = sorted(path for path in reports.glob("*/*") if path.parent.name != "by_hand")
    with TemporaryDirectory() as folder:
        for number in range(count):
            source = names[number % len(names)]
            # White space at the end: other bytes, the same report.
            data = source.read_bytes() + b"\n" * (1 + number // len(names))
            Path(folder, f"{number}{source.suffix}").write_bytes(data)
        # A process of its own, so that the peak is that of this job.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            held, framed = pool.submit(peak_memory, reports, folder, count).result()
    return (
        f"Peak memory of a corpus of {count:,} reports: {held:.0f} KB a report while it is read, "
        f"{framed:.0f} KB with its facts frame."
    )


def peak_memory(reports: Path, folder: str, count: int) -> tuple[float, float]:
    """Rise of this process's peak memory per report [KB], read and with the facts frame."""
    warm = gi.read_reports(reports, manifest=False, progress=False, limits=HERE)
    len(warm.facts)  # imports, memo tables
    before = peak()
    corpus = gi.read_reports(folder, manifest=False, progress=False, limits=HERE)
    if len(corpus) != count:
        raise AssertionError(f"{len(corpus)} of {count} reports were read: {corpus.failures}")
    held = peak()
    len(corpus.facts)
    return (held - before) / count, (peak() - before) / count


def peak() -> int:
    """Most memory that this process ever held [KB]."""
    found = re.search(r"VmHWM:\s*(\d+) kB", STATUS.read_text())
    if found is None:
        raise AssertionError(f"{STATUS} has no VmHWM.")
    return int(found[1])


def disk_line(reports: Path) -> str:
    """Bytes a fact takes on disk after `Corpus.save`, without the table of sources."""
    paths = sorted(reports.glob("*/202[123].*"))
    corpus = gi.read_reports(paths, progress=False)
    samples = [gi.read_report(path) for path in paths]
    if len(corpus) != len(samples):
        raise AssertionError(f"A sample report was not read: {corpus.failures}")
    store, rows = FactStore(), []
    random = Random(0)
    for number in range(len(STORED_YEARS) * STORED_PER_YEAR):
        report = samples[number % len(samples)]
        store.add(number, variant(report.columns, random), report.others)
        row = corpus.sources.iloc[number % len(samples)].copy()
        row["source_id"], row["agency_id"] = f"{number:016x}", f"{number // 3:06d}"
        row["year"] = STORED_YEARS[number % 3]
        rows.append(row)
    sources = pd.DataFrame(rows).reset_index(drop=True).astype(corpus.sources.dtypes.to_dict())
    with TemporaryDirectory() as folder:
        gi.Corpus(store, sources, corpus.failures).save(folder)
        facts = sum(path.stat().st_size for path in Path(folder, "facts").iterdir())
    return (
        f"On disk, {STORED_PER_YEAR:,} reports a year: {facts / len(store):.2f} bytes a fact "
        "with its status and place."
    )


def variant(columns: FactColumns, random: Random) -> FactColumns:
    """The facts of a report with other figures: every number scaled, the prose shifted.

    Zeros stay, as they do between agencies; a print is kept apart where it was.
    """
    scale = random.lognormvariate(0, 1)
    shift = random.randrange(500)
    value = array("d", (float(round(v * scale * random.uniform(0.5, 2))) if v == v else v
                        for v in columns.value))  # fmt: skip
    raw = [
        printed(new) if old == old and text == printed(old) else text
        for new, old, text in zip(value, columns.value, columns.raw, strict=True)
    ]
    first, last = (
        array(
            "i", (n if table else n + shift for n, table in zip(ends, columns.table, strict=True))
        )
        for ends in (columns.first, columns.last)
    )
    return replace(columns, value=value, raw=raw, first=first, last=last)
