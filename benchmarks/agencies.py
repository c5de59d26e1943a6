"""How long it takes to find out which agency a title names, and where that lies.

Run from the project root::

    python benchmarks/agencies.py

resolves titles that were never seen before, the tables being warm, and prints the median
[µs] beside the floor of one `re` search for a unit's name in the same titles, and what the
first use of the tables costs in a new process.
"""

from __future__ import annotations

import argparse
import gc
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from random import Random

from govinfo.gazetteer import towns, units
from govinfo.parse.identity.who import find_agency

SUBJECT = "年政府信息公开工作年度报告"
BODIES = [
    *["", "人民政府", "人民政府办公室", "教育局", "财政局", "人社局", "自然资源局", "卫健委"],
    *["市场监督管理局", "住房和城乡建设局", "文化和旅游局", "农业农村局", "行政审批服务局"],
    *["第一中学", "人民医院", "经济开发区管委会"],
]
FIRST_USE = """
import time, pathlib
import govinfo.parse.identity.who as who
started = time.perf_counter()
who.find_agency(title="通渭县教育局2023年政府信息公开工作年度报告", head="", intro="", metadata=[],
                source_id="0", year=2023)
first = time.perf_counter() - started
from govinfo import gazetteer
towns = gazetteer.towns.cache_info().currsize
print(first, towns)
"""


def main() -> None:
    """Print the figures; fail if the median is beyond the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--titles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--limit", type=float, default=50.0, help="microseconds")
    options = parser.parse_args()
    random = Random(options.seed)
    known = titles(random, options.titles + 500)
    unseen, warm = known[500:], known[:500]
    for year, title in warm:
        resolve(year, title)
    floor = re.compile("|".join(sorted({unit.name for unit in units().values()}, reverse=True)))
    first, loaded = first_use()
    rows = [
        ("one search for a unit's name", timed(lambda year, title: floor.search(title), unseen)),
        ("find_agency", timed(resolve, unseen)),
    ]
    (_, least), (_, ours) = rows
    print(f"{len(unseen)} titles never seen before, median (90th percentile) of one [µs]\n")
    for name, times in rows:
        print(f"| {name} | {median(times):.1f} ({ninth(times):.1f}) |")
    print(f"\nfind_agency / one search: {median(ours) / median(least):.2f}")
    print(f"first use of the tables: {1e3 * first:.0f} ms; towns read: {loaded}")
    if median(ours) > options.limit:
        raise SystemExit(f"the median is beyond {options.limit} µs")


def titles(random: Random, number: int) -> list[tuple[int, str]]:
    """So many different titles of governments, departments and towns, with their years."""
    found: dict[tuple[int, str], None] = {}
    everywhere, small = list(units().values()), towns()
    by_code = units()
    while len(found) < number:
        year = random.randint(2008, 2024)
        if random.random() < 0.3:
            town = random.choice(small)
            place = by_code[town.parent].name if town.parent in by_code else ""
            who = place + town.name
        else:
            unit = random.choice(everywhere)
            upper = by_code.get(unit.prefecture or unit.province)
            above = upper.name if upper is not None and random.random() < 0.4 else ""
            who = above + unit.name + random.choice(BODIES)
        found[year, f"{who}{year}{SUBJECT}"] = None
    return list(found)


def resolve(year: int, title: str) -> object:
    """Find the agency of one title."""
    return find_agency(title=title, head="", intro="", metadata=[], source_id="0", year=year)


def timed(job: Callable[[int, str], object], known: Sequence[tuple[int, str]]) -> list[float]:
    """Seconds of each."""
    gc.collect()
    gc.disable()
    times = []
    for year, title in known:
        started = time.perf_counter()
        job(year, title)
        times.append(time.perf_counter() - started)
    gc.enable()
    return times


def median(times: Sequence[float]) -> float:
    """The median in microseconds."""
    return 1e6 * statistics.median(times)


def ninth(times: Sequence[float]) -> float:
    """The ninetieth percentile in microseconds."""
    return 1e6 * statistics.quantiles(times, n=10)[-1]


def first_use() -> tuple[float, int]:
    """Seconds of the first title in a new process, and whether that read the towns."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(told[0]), int(told[1])


if __name__ == "__main__":
    main()
