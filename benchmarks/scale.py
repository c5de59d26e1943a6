"""Whether the cost of a report grows with their number.

Run from the project root::

    python benchmarks/scale.py

writes 30,000 different made-up reports to a temporary folder and reads 300, 3,000 and all of
them; see ``benchmarks/README.md``. ``--largest 3000`` is a quick look.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from room import peak

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from variants.reports import VINTAGES, make_report

import govinfo as gi

SMALLEST = 300
LAYOUTS = ("html", "html_torn", "pipes", "lines", "markdown")
FAMILY = "临安平泰宁丰永新兴和长清东西南北海江河山"
UNITS = ("市", "县", "区")
BUREAUS = ("水利局", "财政局", "教育局", "统计局", "司法局", "民政局", "气象局", "人民政府办公室")


def main() -> None:
    """Write the reports, read them in growing numbers, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--largest", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3, help="rounds of each but the largest")
    options = parser.parse_args()
    sizes = [n for n in (SMALLEST, 3_000, 30_000) if n < options.largest] + [options.largest]
    with TemporaryDirectory() as folder:
        write_reports(Path(folder), options.largest)
        costs = measured(Path(folder), sizes, options.rounds)
    print(table(costs))


def write_reports(folder: Path, count: int) -> None:
    """Write different reports, a hundred to a folder."""
    vintages = list(VINTAGES)
    random = Random(0)
    for number in range(count):
        layout = LAYOUTS[number % len(LAYOUTS)]
        made = make_report(vintages[number % len(vintages)], layout, None, number)
        place = "".join(random.sample(FAMILY, 2)) + random.choice(UNITS)
        text = made.text.replace("临河县水利局", place + random.choice(BUREAUS))
        below = folder / f"{number // 100:03d}"
        below.mkdir(exist_ok=True)
        suffix = "html" if layout.startswith("html") else "txt"
        (below / f"{number:05d}.{suffix}").write_text(text, encoding="utf-8")


def measured(
    folder: Path, sizes: Sequence[int], rounds: int
) -> dict[int, list[tuple[float, float]]]:
    """CPU time [ms] and peak memory [KB] per report, by number of reports.

    Each reading is a process of its own. Between two readings of a larger number stands one of
    the smallest, for machines get slower and quicker while one measures.
    """
    costs: dict[int, list[tuple[float, float]]] = {size: [] for size in sizes}
    for size in sizes:
        for _ in range(rounds if size < max(sizes) or len(sizes) == 1 else 1):
            for each in dict.fromkeys((sizes[0], size)):
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                    costs[each].append(pool.submit(cost, folder, each).result())
    return costs


def cost(folder: Path, count: int) -> tuple[float, float]:
    """CPU time [ms] and rise of the peak memory [KB] per report, of one reading."""
    paths = sorted(folder.glob("*/*"))[:count]
    warm = paths[:: max(1, count // 50)]
    # In this process, so that its memory and time are all there is.
    here = gi.Limits(seconds=None)
    gi.read_reports(warm, manifest=False, progress=False, limits=here)  # imports, memo tables
    before, started = peak(), cpu_time()
    corpus = gi.read_reports(paths, manifest=False, progress=False, limits=here)
    used, risen = cpu_time() - started, peak() - before
    if len(corpus) != count:
        raise AssertionError(f"{len(corpus)} of {count} reports were read: {corpus.failures}")
    return 1_000 * used / count, risen / count


def cpu_time() -> float:
    """CPU time of this process and of those it started and that have ended [s]."""
    return sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def table(costs: dict[int, list[tuple[float, float]]]) -> str:
    """Medians, and their ratio to the smallest number of reports."""
    lines = [
        "| reports | CPU time a report [ms] | beside the smallest | peak memory a report [KB] |",
        "|---:|---:|---:|---:|",
    ]
    times = {size: statistics.median(ms for ms, _ in found) for size, found in costs.items()}
    for size, found in costs.items():
        memory = statistics.median(kb for _, kb in found)
        ratio = times[size] / times[min(times)]
        lines.append(f"| {size:,} | {times[size]:.2f} | {ratio:.3f} | {memory:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
