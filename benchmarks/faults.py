"""How much of what is planted is found: precision and recall of every flag, and of `suggest`.

Run from the project root::

    python benchmarks/faults.py

makes a clean panel, says what is flagged there, plants every fault of ``tests/faults`` in
it several times over and prints Markdown tables. See ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from random import Random

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from faults import judging, over_years
from faults.faults import DISTRACTORS, FAULTS
from faults.panel import panel
from faults.planting import Fault, plant_all

from govinfo.analyse.flags import flag
from govinfo.analyse.suggestions import suggest

#: How much more figures go up and down in the restless panel.
NOISE = 2.0
#: So many times as much as the year before, and such a part of it.
RATIOS = (3, 5, 8, 12, 30)


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reports", type=int, default=5000)
    options.add_argument("--batches", type=int, default=8, help="so often all faults are planted")
    options.add_argument("--each", type=int, default=2, help="plants of a fault in a batch")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--clean", type=int, default=3, help="clean panels that are judged")
    chosen = options.parse_args()
    for seed in range(chosen.seed + 1, chosen.seed + chosen.clean):
        _clean(*panel(chosen.reports, seed), f"{seed}")
    noisy = panel(chosen.reports, chosen.seed, noise=NOISE)
    _clean(*noisy, f"{chosen.seed}, {NOISE} times as restless,")
    facts, sources = panel(chosen.reports, chosen.seed)
    before = _clean(facts, sources, f"{chosen.seed}")
    print(_markdown(_jumps(facts, sources)))
    roster = judging.roster_of(sources)
    counts, faults, cells = [], [], []
    start = time.perf_counter()
    for batch in range(chosen.batches):
        after, documents, truth = plant_all(
            facts, sources, [*FAULTS, *DISTRACTORS], Random(batch), each=chosen.each
        )
        flags = flag(after, documents, roster=roster)
        counts.append(judging.by_rule(flags, truth, before))
        faults.append(judging.by_fault(flags, truth))
        cells.append(judging.located(suggest(after), truth))
    n = sum(len(each) for each in faults)
    print(f"\n{n} faults and distractors in {chosen.batches} panels of {len(sources)} reports,")
    print(f"{time.perf_counter() - start:.0f} s in all.\n")
    print(_markdown(judging.rates(counts).round(3)))
    print(_markdown(pd.concat(faults).groupby("fault", sort=False).agg(_asked).reset_index()))
    print(_markdown(pd.concat(cells).groupby("fault", sort=False).sum().reset_index()))


def _jumps(facts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """How many rises and falls of each size are found."""
    faults = [
        Fault(f"{factor:.3g} times", over_years.sudden(factor), rules={"sudden_change": "warning"})
        for ratio in RATIOS
        for factor in (ratio, 1 / ratio)
    ]
    told = []
    for batch in range(4):
        after, documents, truth = plant_all(facts, sources, faults, Random(batch), each=3)
        flags = flag(after, documents, rules=["scope_switch", "sudden_change"])
        told.append(judging.by_fault(flags, truth))
    found = pd.concat(told).groupby("fault", sort=False)["found"]
    return found.agg(_asked).rename("found").rename_axis("decisions").reset_index()


def _clean(facts: pd.DataFrame, sources: pd.DataFrame, name: str) -> pd.DataFrame:
    """Judge a clean panel and print what is said of it."""
    flags = flag(facts, sources, roster=judging.roster_of(sources))
    errors, share = judging.share_flagged(flags, len(sources))
    told = flags.loc[flags["severity"].isin(judging.RANKS)]
    by_rule = told.groupby(["rule", "severity"], observed=True)["source_id"].nunique()
    print(f"Clean panel {name}: {len(sources)} reports, {errors} errors, ", end="")
    print(f"{share:.2%} with a warning; {by_rule.to_dict()}")
    return flags


def _asked(column: pd.Series) -> str:
    """How many of those of which it was asked."""
    known = column.dropna()
    return f"{int(known.sum())} of {len(known)}" if len(known) else ""


def _markdown(table: pd.DataFrame) -> str:
    lines = [list(table.columns), ["---"] * len(table.columns)]
    lines += table.astype(object).where(table.notna(), "").to_numpy().tolist()
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


if __name__ == "__main__":
    main()
