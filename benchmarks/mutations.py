"""What one changed cell does: how often a wrong number comes out, and who notices.

Run from the project root::

    python benchmarks/mutations.py

makes 2,000 good reports with all three tables, changes one cell in each of nine ways, and
prints Markdown tables. See ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from variants.assignments import UnprovedError
from variants.oracle import reading
from variants.pages import Made, printed_in
from variants.reports import MUTATIONS, VINTAGES, make_report
from variants.sums import Sum, sums_of

import govinfo as gi
from govinfo.parse import parse
from govinfo.read import read_document

LAYOUTS = ("html", "html_flat", "pipes", "lines", "spaced")
SUMS = ("A1", "A2", "A3", "B1")  # rules on one report
SHOWN = 20  # wrong numbers that are printed
COUNTED = {
    "documents": "documents",
    "changed": "numbers reported otherwise than before",
    "as printed": "as the changed page prints them",
    "misplaced": "not as it prints them",
    "told": "told by a failed check",
    "told with blanks": "told once blanks count as 0",
    "consistent": "silent: their sums hold",
    "deceptive": "silent: the changed row reads so",
    "alone": "silent: in no sum that can be judged",
    "silent": "silent: a sum is broken",
}
Job = tuple[str, str, int]  # vintage, layout, seed


def main() -> None:
    """Change the reports, print the tables; fail where a wrong number breaks a sum in silence."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=2_000, help="good reports")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first report")
    options = parser.parse_args()

    started = time.perf_counter()
    work = jobs(options.documents, options.seed)
    chunks = [work[at : at + 20] for at in range(0, len(work), 20)]
    totals: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    unjust: list[str] = []
    with ProcessPoolExecutor(options.workers) as pool:
        for counts, lines in pool.map(study, chunks):
            unjust += lines
            for key, found in counts.items():
                totals[key].update(found)
    print(f"{len(work):,} reports, each with one cell changed in {len(MUTATIONS)} ways.\n")
    for title, rows in (
        ("By change", by(totals, 0, MUTATIONS)),
        ("By layout", by(totals, 1, LAYOUTS)),
    ):
        print(f"**{title}**\n\n{table(rows)}\n")
    print("\n".join(unjust[:SHOWN]))
    print(f"{time.perf_counter() - started:.0f} s with {options.workers} workers.")
    if unjust:
        sys.exit(f"{len(unjust)} wrong numbers break a sum and no check tells.")


def jobs(documents: int, seed: int) -> list[Job]:
    """Vintages and layouts in turn, each time round with another seed."""
    kinds = [(vintage, layout) for layout in LAYOUTS for vintage in VINTAGES]
    return [(*kinds[i % len(kinds)], seed + i // len(kinds)) for i in range(documents)]


def study(work: Sequence[Job]) -> tuple[dict[tuple[str, str], Counter[str]], list[str]]:
    """Counts by change and layout, and the wrong numbers that nobody noticed."""
    frames, made = [], []
    for vintage, layout, seed in work:
        truth = make_report(vintage, layout, None, seed).printed
        for name, mutation in MUTATIONS.items():
            changed = make_report(vintage, layout, mutation, seed)
            path = "page.html" if layout.startswith("html") else "page.txt"
            facts = parse(read_document(changed.text.encode(), path=path)).facts()
            frames.append(facts.assign(source_id=f"{len(made)}"))
            made.append((vintage, layout, seed, name, truth, changed))
    facts = pd.concat(frames, ignore_index=True)
    failed = failed_checks(facts, blank_as_zero=False)
    with_blanks = failed_checks(facts, blank_as_zero=True)
    totals: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    unjust = []
    for number, (facts, (vintage, layout, seed, name, truth, changed)) in enumerate(
        zip(frames, made, strict=True)
    ):
        counts = totals[name, layout]
        counts["documents"] += 1
        table_facts = facts[facts["form"] != "narrative"]
        sums = [each for form in VINTAGES[vintage] for each in sums_of(form)]
        values = values_of(table_facts)
        for metric, value in values.items():
            if value is None or holds(truth, metric, value):
                continue
            as_printed = holds(changed.printed, metric, value)
            told = {"told": failed[str(number)], "told with blanks": with_blanks[str(number)]}
            verdict = noticed(metric, values, sums, told)
            if verdict == "alone" and deceptive(changed, metric, value):
                verdict = "deceptive"
            counts.update(["changed", "as printed" if as_printed else "misplaced", verdict])
            if verdict == "silent" or (not as_printed and verdict == "alone"):
                cells = [cell.text for cell in truth.get(metric, [])]
                unjust.append(f"{vintage} {layout} {seed}, {name}: {metric} {value:g} {cells}")
    return dict(totals), unjust


def deceptive(changed: Made, metric: str, value: float) -> bool:
    """Whether the change made a full row that keeps every sum and says just this.

    False where there are too many assignments to prove it.
    """
    for page, drawn in zip(changed.page, changed.table, strict=True):
        if metric in printed_in(page):
            one = replace(changed, page=page, table=drawn)
            try:
                return bool(reading(one).deceptive.get(metric) == value)
            except UnprovedError:
                return False
    return False


def values_of(facts: pd.DataFrame) -> dict[str, float | None]:
    """Each metric's number; None where it is blank, no entry where it is not known."""
    reported = facts[facts["status"] == "reported"]
    blank = facts[facts["status"] == "blank"]
    return {
        **dict(zip(reported["metric"], reported["value"], strict=True)),
        **dict.fromkeys(blank["metric"]),
    }


def holds(printed: Mapping[str, Sequence[Any]], metric: str, value: float) -> bool:
    """Whether every cell printed for the metric holds the value."""
    cells = printed.get(metric, [])
    return bool(cells) and all(c.value is not None and isclose(c.value, value) for c in cells)


def failed_checks(
    facts: pd.DataFrame, *, blank_as_zero: bool
) -> defaultdict[str, set[tuple[str, str]]]:
    """Rule and party of every failed check, by source."""
    checks = gi.check(facts, rules=SUMS, blank_as_zero=blank_as_zero)
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    failed = checks[checks["ok"].eq(False).fillna(False)]
    for source, rule, party in zip(
        failed["source_id"], failed["rule"], failed["party"], strict=True
    ):
        found[source].add((rule, party))
    return found


def noticed(
    metric: str,
    values: Mapping[str, float | None],
    sums: Iterable[Sum],
    failed: Mapping[str, set[tuple[str, str]]],
) -> str:
    """How the number was told by a check; else whether its sums hold.

    Blanks count as nothing here; a sum with a cell that is unknown cannot be judged.
    """
    verdicts = []
    mine = [each for each in sums if metric in each.terms]
    for how, checks in failed.items():
        if any((each.rule, each.party) in checks for each in mine):
            return how
    for each in mine:
        if each.terms.keys() <= values.keys():
            rest = sum(sign * (values[name] or 0) for name, sign in each.terms.items())
            verdicts.append(isclose(rest, 0, abs_tol=1e-6))
    if not verdicts:
        return "alone"
    return "consistent" if all(verdicts) else "silent"


def by(
    totals: Mapping[tuple[str, str], Counter[str]], part: int, order: Iterable[str]
) -> list[tuple[str, Counter[str]]]:
    """Counts by change (0) or layout (1), with a last row of sums."""
    rows = []
    for name in order:
        found = Counter[str]()
        for key, counts in totals.items():
            if key[part] == name:
                found.update(counts)
        rows.append((name, found))
    whole = Counter[str]()
    for _, counts in rows:
        whole.update(counts)
    return [*rows, ("all", whole)]


def table(rows: Iterable[tuple[str, Counter[str]]]) -> str:
    """One Markdown line a row."""
    lines = ["| | " + " | ".join(COUNTED.values()) + " |", "|---|" + "---:|" * len(COUNTED)]
    for name, counts in rows:
        lines.append(f"| {name} | " + " | ".join(f"{counts[key]:,}" for key in COUNTED) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
