"""What checks cost: 42 equations for each of 100,000 reports, beside two yardsticks.

Run from the project root::

    python benchmarks/checks.py

Every figure is the best of several runs, in nanoseconds a table (a report has two: requests and
disputes), and is also given as a ratio to the floor of the same run: reading the same numbers
once with ``np.sum``. ``--reports 10000`` is a quick look.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

import govinfo as gi
from govinfo import registry
from govinfo.analyse._grid import grid, previous
from govinfo.analyse.checking.gaps import gaps
from govinfo.analyse.checking.judged import judge
from govinfo.analyse.checking.terms import instances
from govinfo.frames import coded

FORMS = ("requests.2021", "disputes")
RULES = ("A1", "A2", "A3", "B1")
TABLES = len(FORMS)
PEER = 5_000  # reports for pandas, which takes long


def main() -> None:
    """Make the facts, time everything, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(table(measured(options.reports, options.rounds), options.reports))


def made_facts(n: int, seed: int = 0) -> pd.DataFrame:
    """Facts of ``n`` reports, five years an agency; most sums do not hold."""
    rows = [row for row in registry.rows("forms") if row["form"] in FORMS]
    names = registry.metric_names()
    place = {name: number for number, name in enumerate(names)}
    value = np.random.default_rng(seed).poisson(1.0, (n, len(rows))).astype("float64")

    def each(codes: Any, words: list[str]) -> pd.Categorical:
        return coded(np.repeat(codes, len(rows)), words)

    def same(word: str) -> pd.Categorical:
        return coded(np.zeros(value.size, dtype=np.int8), [word])

    agencies = [f"{number:06d}:a" for number in range(n // 5 + 1)]
    forms = np.array([FORMS.index(row["form"]) for row in rows], dtype=np.int8)
    metrics = np.array([place[row["metric"]] for row in rows], dtype=np.int16)
    year = (2021 + np.arange(n) % 5).astype(np.int16)
    return pd.DataFrame(
        {
            "agency_id": each((np.arange(n) // 5).astype(np.int32), agencies),
            "agency": each((np.arange(n) // 5).astype(np.int32), agencies),
            "level": same("county"),
            "region_code": same("620421"),
            "year": pd.array(np.repeat(year, len(rows)), dtype="Int16"),
            "form": coded(np.tile(forms, n), list(FORMS)),
            "metric": coded(np.tile(metrics, n), list(names)),
            "value": value.ravel(),
            "status": same("reported"),
            "method": same("cell"),
            "bound": same("="),
            "source_id": each(np.arange(n, dtype=np.int32), [f"{i:016x}" for i in range(n)]),
        }
    )


def measured(n: int, rounds: int) -> dict[str, float]:
    """Seconds a table of each way."""
    facts = made_facts(n)
    equations = [each for rule in RULES for each in instances(rule) if each.form in FORMS]
    cells = grid(facts)
    wanted = dict.fromkeys(term.metric for each in equations for term in (*each.left, *each.right))
    place = {name: number for number, name in enumerate(wanted)}
    block = np.ascontiguousarray(cells.value[:, cells.columns(list(wanted))].T)
    back, why = previous(cells.reports)
    some = facts.iloc[: PEER * len(block)]
    found = {
        "floor: np.sum of the same block": best(lambda: block.sum(), rounds) / n,
        f"gaps of {len(equations)} equations": best(lambda: gaps(block, place, equations), rounds)
        / n,
        "judge: with reasons, as a frame": best(
            lambda: judge(cells, RULES, back, why, blank_as_zero=False), rounds
        )
        / n,
        "check: from the long facts to the public frame": best(
            lambda: gi.check(facts, rules=list(RULES)), rounds
        )
        / n,
        "pandas: merge and groupby on the long facts": best(
            lambda: by_groups(some, equations), min(rounds, 3)
        )
        / min(n, PEER),
    }
    return {name: seconds / TABLES for name, seconds in found.items()}


def by_groups(facts: pd.DataFrame, equations: list[Any]) -> pd.Series[float]:
    """The gaps as plain pandas finds them: nothing judged, no reason told."""
    terms = pd.DataFrame(
        [
            (term.metric, number, side * term.sign)
            for number, each in enumerate(equations)
            for side, sum_ in ((1, each.left), (-1, each.right))
            for term in sum_
        ],
        columns=["metric", "equation", "sign"],
    )
    terms["metric"] = terms["metric"].astype(facts["metric"].dtype)
    met = facts[["source_id", "metric", "value"]].merge(terms, on="metric", validate="many_to_many")
    signed = met.assign(gap=met["value"] * met["sign"])
    return signed.groupby(["source_id", "equation"], observed=True)["gap"].sum(min_count=1)


def best(work: Callable[[], object], rounds: int) -> float:
    """Shortest time of several runs [s]."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def table(seconds: dict[str, float], n: int) -> str:
    """The times as Markdown."""
    floor = next(iter(seconds.values()))
    lines = [
        f"{n:,} reports, {TABLES * n:,} tables of requests and disputes:",
        "",
        "| way | ns a table | times the floor |",
        "|---|--:|--:|",
    ]
    lines += [
        f"| {name} | {each * 1e9:,.0f} | {each / floor:,.1f} |" for name, each in seconds.items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
