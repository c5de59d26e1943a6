"""How long it takes to find the wrong cells of a table, and whether they are found.

Run from the project root::

    python benchmarks/suggestions.py

makes up tables of requests in which all 39 equations hold, changes one, two or three cells of
each, and prints microseconds per table: of the residual signatures (one cell, many tables at
once), of the search (two and three cells) and of the mixed-integer programme, each as a
multiple of the floor (the 39 residuals of the same tables, nothing more) and beside HiGHS
called through ``scipy.optimize.milp`` where scipy is installed. All are timed in the same
run by processor time of one process. Then `suggest` end to end on reports of which 2 % are
wrong, as a multiple of the time that ``facts.groupby("source_id")["value"].sum()`` takes.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.analyse.checking.terms import instances
from govinfo.analyse.repairing import milp
from govinfo.analyse.repairing.locate import search, single_cells
from govinfo.analyse.repairing.systems import System, systems
from govinfo.analyse.suggestions import suggest

FORM = "requests.2021"
PARTIES = 7
SHARES = np.array([0.7, 0.2, 0.03, 0.02, 0.03, 0.02])  # of the kinds of applicant
WRONG = 0.02
Floats = npt.NDArray[np.float64]


def main() -> None:
    """Print the times and what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tables", type=int, default=20_000, help="with one wrong cell")
    parser.add_argument("--searched", type=int, default=1_000, help="with two or three")
    parser.add_argument("--solved", type=int, default=100, help="for the solver")
    parser.add_argument("--reports", type=int, default=100_000, help="for suggest")
    options = parser.parse_args()
    system = requests()
    rng = np.random.default_rng(0)
    right = tables(system, options.tables, rng)
    print("| cells | way | µs a table, mean | median | × floor | found |")
    print("|---|---|---|---|---|---|")
    for size in (1, 2, 3):
        located(system, right, size, options, rng)
    if options.reports:
        end_to_end(system, options.reports, rng)


def located(
    system: System, right: Floats, size: int, options: argparse.Namespace, rng: np.random.Generator
) -> None:
    """Time every way of finding so many wrong cells."""
    printed, wrong = spoil(right, size, rng)
    matrix = system.code.matrix.T
    floor = quickest(lambda: printed @ matrix) / len(printed)
    line(size, "floor: residuals", [floor], floor, None)
    if size == 1:
        single_cells(system.code, printed[:2] @ matrix)
        spent = quickest(lambda: single_cells(system.code, printed @ matrix)) / len(printed)
        found = single_cells(system.code, printed @ matrix)
        hits = (found.cell == wrong[found.report, 0]).sum() / len(printed)
        line(size, "signatures, all at once", [spent], floor, hits)
    residual = printed @ matrix
    rows = range(options.searched)
    one_by_one(
        size,
        "search" if size > 1 else "signatures, one by one",
        lambda row: {
            tuple(cell for cell, _ in cells)
            for cells in search(system.code, residual[row], printed[row], system.allows, size)
        },
        rows,
        wrong,
        floor,
    )
    rows = range(options.solved)
    nothing = np.zeros(printed.shape[1], dtype=bool)
    if milp.installed():
        one_by_one(
            size,
            "solver, the smallest set",
            lambda row: {next(milp.smallest_sets(system, printed[row], nothing, 10.0))},
            rows,
            wrong,
            floor,
        )
    if find_spec("scipy"):
        one_by_one(
            size,
            "scipy.optimize.milp, all cells",
            lambda row: {by_scipy(system, printed[row])},
            rows[:20],
            wrong,
            floor,
        )


def one_by_one(
    size: int,
    name: str,
    find: Callable[[int], set[tuple[int, ...] | None]],
    rows: Sequence[int],
    wrong: npt.NDArray[np.int64],
    floor: float,
) -> None:
    """Time a way that takes one table after the other."""
    find(rows[0])
    spent, hits = [], 0
    for row in rows:
        started = time.process_time_ns()
        found = find(row)
        spent.append((time.process_time_ns() - started) / 1e9)
        hits += tuple(sorted(wrong[row].tolist())) in found
    line(size, name, spent, floor, hits / len(rows))


def by_scipy(system: System, printed: Floats) -> tuple[int, ...]:
    """The plain programme over all cells: rise, fall and whether a cell changes."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    matrix = system.code.matrix
    n_cells = len(printed)
    residual = matrix @ printed
    most = float(np.abs(residual).sum())
    one, none = np.eye(n_cells), np.zeros((n_cells, n_cells))
    fall = np.minimum(printed, most)
    sums = LinearConstraint(np.hstack([matrix, -matrix, 0 * matrix]), -residual, -residual)
    up = LinearConstraint(np.hstack([one, none, -most * one]), -np.inf, 0)
    down = LinearConstraint(np.hstack([none, one, -np.diag(fall)]), -np.inf, 0)
    solved = milp(
        np.repeat([0.0, 0.0, 1.0], n_cells),
        constraints=[sums, up, down],
        integrality=np.repeat([0, 0, 1], n_cells),
        bounds=Bounds(np.zeros(3 * n_cells), np.concatenate([most + 0 * fall, fall, 1 + 0 * fall])),
    )
    return tuple(np.flatnonzero(solved.x[2 * n_cells :] > 0.5).tolist())


def end_to_end(system: System, n_reports: int, rng: np.random.Generator) -> None:
    """Time `suggest` on reports of which few are wrong."""
    printed = tables(system, n_reports, rng)
    faulty = np.flatnonzero(rng.random(n_reports) < WRONG)
    for size in (1, 2, 3):
        chosen = faulty[size - 1 :: 3]
        printed[chosen] = spoil(printed[chosen], size, rng)[0]
    facts = as_facts(system, printed)
    floor = quickest(lambda: facts.groupby("source_id", observed=True)["value"].sum())
    started = time.process_time_ns()
    found = suggest(facts)
    spent = (time.process_time_ns() - started) / 1e9
    located_in = found.loc[found["alternative"] > 0, "source_id"].nunique()
    print(
        f"\n`suggest`, {n_reports:,} reports with {len(facts):,} facts, {len(faulty):,} of them "
        f"wrong: {spent:.1f} s, {spent / floor:.1f} × one groupby and sum; suggestions for "
        f"{located_in:,} reports, {found['complete'].mean():.1%} of the rows complete"
    )


def requests() -> System:
    """The equations of the table of requests."""
    equations = [each for rule in ("A1", "A2", "A3") for each in instances(rule)]
    (system,) = systems(each for each in equations if each.form == FORM)
    return system


def tables(system: System, count: int, rng: np.random.Generator) -> Floats:
    """Tables in which everything adds up: a few large, most small, many cells 0."""
    names = [metric.split(".", 1)[1].rpartition(".")[0] for metric in system.metrics[::PARTIES]]
    new, carried_in, concluded, carried_out = (
        names.index(name) for name in ("new", "carried_in", "concluded", "carried_out")
    )
    outcomes = sorted({*range(len(names))} - {new, carried_in, concluded, carried_out})
    cells = np.zeros((count, len(names), PARTIES))
    size = rng.lognormal(2.5, 1.5, (count, 1, 1))
    kinds = rng.dirichlet(np.full(len(outcomes), 0.3), count)[:, :, None]
    cells[:, outcomes, :6] = rng.poisson(size * kinds * SHARES)
    cells[:, concluded] = cells[:, outcomes].sum(axis=1)
    cells[:, carried_out, :6] = rng.poisson(size[:, 0] * 0.1 * SHARES)
    all_in = cells[:, concluded] + cells[:, carried_out]
    before = rng.poisson(size[:, 0] * 0.1 * SHARES)
    cells[:, carried_in, :6] = np.minimum(before, all_in[:, :6])
    cells[:, new] = all_in - cells[:, carried_in]
    cells[:, :, 6] = cells[:, :, :6].sum(axis=2)
    return cells.reshape(count, -1)


def spoil(
    right: Floats, size: int, rng: np.random.Generator
) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Change so many cells of each table; also which."""
    printed = right.copy()
    wrong = np.argsort(rng.random(right.shape), axis=1)[:, :size]
    rows = np.arange(len(right))[:, None]
    printed[rows, wrong] += rng.integers(1, 30, wrong.shape)
    return printed, wrong


def as_facts(system: System, printed: Floats) -> pd.DataFrame:
    """The facts frame of the tables, one report each."""
    count, n_cells = printed.shape
    reports, metrics = np.repeat(np.arange(count), n_cells), np.tile(np.arange(n_cells), count)
    ids = [f"{number:016x}" for number in range(count)]
    frame = pd.DataFrame(
        {
            "source_id": pd.Categorical.from_codes(reports, ids),
            "agency_id": pd.Categorical.from_codes(reports, ids),
            "metric": pd.Categorical.from_codes(metrics, list(system.metrics)),
            "value": printed.ravel(),
        }
    )
    words = {"form": FORM, "status": "reported", "method": "cell", "bound": "=", "level": "county"}
    for name in schema.FACTS.columns:
        if name not in frame:
            word = words.get(name)
            frame[name] = (
                pd.Categorical.from_codes(np.full(len(frame), 0 if word else -1), [word or ""])
                if name != "year"
                else np.int16(2023)
            )
    return frame


def quickest(work: Callable[[], object]) -> float:
    """Processor time of the quickest of three runs [s]."""
    spent = []
    for _ in range(3):
        started = time.process_time_ns()
        work()
        spent.append((time.process_time_ns() - started) / 1e9)
    return min(spent)


def line(size: int, name: str, spent: Sequence[float], floor: float, found: float | None) -> None:
    """Print a row of the table."""
    mean, median = np.mean(spent) * 1e6, np.median(spent) * 1e6
    share = "" if found is None else f"{found:.1%}"
    print(
        f"| {size} | {name} | {mean:,.1f} | {median:,.1f} | {mean / floor / 1e6:,.1f} | {share} |"
    )


if __name__ == "__main__":
    main()
