"""How many numbers are placed right, wrong and not at all, by layout and damage.

Run from the project root::

    python benchmarks/placing.py

reads 20,000 made-up tables, each in one layout and with one damage, and prints Markdown
tables; ``--full`` adds the matrix of layouts and damages. See ``benchmarks/README.md``.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from variants import lists
from variants.assignments import UnprovedError
from variants.damages import DAMAGES, damage_named
from variants.judging import read_columns, reported, verdict
from variants.layouts import LAYOUTS
from variants.oracle import reading
from variants.pages import make
from variants.tables import FORMS

CLEAN = "none"
TWO = "two of them"
SHOWN = 40  # documents with wrong cells that are named
LIST_PARTS = ("form", "columns", "layout", "damage")
Job = tuple[str, str, str, int]  # form, layout, damage, seed


def main() -> None:
    """Read the documents, print the tables; fail if a number came out wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0, help="seed of the first document")
    parser.add_argument("--pairs", type=int, default=4_000, help="tables with two damages more")
    parser.add_argument("--lists", type=int, default=2_000, help="tables of the statistics forms")
    parser.add_argument("--full", action="store_true", help="print the whole matrix too")
    parser.add_argument("--layouts", help="only these, parted by commas")
    parser.add_argument("--damages", help=f"only these; {CLEAN} is the undamaged page")
    options = parser.parse_args()

    started = time.perf_counter()
    work = jobs(
        options.documents,
        options.seed,
        options.layouts.split(",") if options.layouts else LAYOUTS,
        options.damages.split(",") if options.damages else [CLEAN, *DAMAGES],
    )
    work += pairs(options.pairs, options.seed)
    with ProcessPoolExecutor(options.workers) as pool:
        results = list(pool.map(study, work, chunksize=50))
        more = list_jobs(options.lists, options.seed)
        of_lists = list(pool.map(study_list, more, chunksize=50))
    totals: defaultdict[Sequence[str], Counter[str]] = defaultdict(Counter)
    wrong = []
    for (form, layout, damage, seed), (counts, cells) in zip(work, results, strict=True):
        kind = TWO if "+" in damage else damage
        for key in (("all",), ("form", form), ("layout", layout), ("damage", kind)):
            totals[key] += counts
        totals["cell", layout, kind] += counts
        if damage == CLEAN:
            totals["clean", layout] += counts
        wrong += [(form, layout, damage, seed, *cell) for cell in cells]
    listed: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for job, (counts, cells) in zip(more, of_lists, strict=True):
        for key in zip(LIST_PARTS, job, strict=False):
            listed[key] += counts
        wrong += [(*job, *cell) for cell in cells]
    print(report(totals, wrong))
    print(f"\n{list_report(listed)}")
    if options.full:
        print(f"\n{matrix(totals)}")
    print(f"\n{time.perf_counter() - started:.0f} s with {options.workers} workers.")
    if wrong:
        sys.exit(f"{len(wrong)} numbers are wrong.")


def jobs(documents: int, seed: int, layouts: Iterable[str], damages: Iterable[str]) -> list[Job]:
    """Forms, layouts and damages in turn, each time round with another seed."""
    kinds = list(product(FORMS, layouts, damages))
    Random(0).shuffle(kinds)
    return [(*kinds[i % len(kinds)], seed + i // len(kinds)) for i in range(documents)]


def pairs(documents: int, seed: int) -> list[Job]:
    """Tables with two damages, one after the other."""
    random = Random(seed)
    return [
        (
            random.choice(FORMS),
            random.choice(LAYOUTS),
            "+".join(random.sample(list(DAMAGES), 2)),
            seed + number,
        )
        for number in range(documents)
    ]


def study(job: Job) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Counts of one document, and its wrong cells."""
    form, layout, damage, seed = job
    try:
        made = make(form, layout, damage_named(damage), seed)
    except (IndexError, ValueError):
        if "+" not in damage:
            raise
        return Counter(), []  # the first damage left the second nothing to work on
    try:
        right, printed, wrong = verdict(made.text, made.printed)
    except Exception as error:  # one page must not end the study
        return Counter(documents=1, wrong=1), [("crash", repr(error))]
    counts = Counter(
        documents=1, printed=len(printed), right=len(right & printed), missed=len(printed - right)
    )
    try:
        found = reading(made)
    except UnprovedError:
        counts["wrong"] = len(wrong)
        return counts, wrong
    known = found.known.keys() & printed
    wrong = [cell for cell in wrong if found.deceptive.get(cell[0]) != cell[1]]
    counts += Counter(
        wrong=len(wrong), proved=1, open=len(printed), known=len(known), found=len(known & right)
    )
    return counts, wrong


def list_jobs(documents: int, seed: int) -> list[tuple[str, str, str, str, int]]:
    """Statistics forms, their columns, layouts and damages in turn."""
    forms = ("statistics.2014", "statistics.fujian")
    every = product(forms, lists.COLUMNS, (*lists.LAYOUTS, *lists.GLUED), lists.DAMAGES)
    # A page number whose digits touch a cell's leaves no trace.
    kinds = [kind for kind in every if kind[2] not in lists.GLUED or kind[3] != "bare_page"]
    Random(0).shuffle(kinds)
    return [(*kinds[i % len(kinds)], seed + i // len(kinds)) for i in range(documents)]


def study_list(
    job: tuple[str, str, str, str, int],
) -> tuple[Counter[str], list[tuple[object, ...]]]:
    """Counts of one statistics table, and its wrong cells."""
    page = lists.make_list(*job)
    columns = read_columns(page.data.decode())
    values = {} if columns is None else reported(columns)
    right = {m for m, n in values.items() if page.truth.get(m) == n}
    wrong = [(m, n, page.truth.get(m)) for m, n in values.items() if m not in right]
    printed = page.printed & page.truth.keys()
    return Counter(
        documents=1,
        printed=len(printed),
        right=len(right & printed),
        wrong=len(wrong),
        missed=len(printed - right),
    ), wrong


def report(totals: dict[Sequence[str], Counter[str]], wrong: Sequence[tuple[object, ...]]) -> str:
    """The tables by layout, damage and form, and the first wrong cells."""
    whole = totals["all",]
    parts = [
        f"{whole['documents']:,} documents. What is decodable was proved by trying every "
        f"assignment for {whole['proved']:,} of them; for the others it is not counted."
    ]
    for title, kind in (
        ("Undamaged pages, by layout", "clean"),
        ("All pages, by layout", "layout"),
        ("All pages, by damage", "damage"),
        ("All pages, by form", "form"),
    ):
        rows = [(key[1], counts) for key, counts in totals.items() if key[0] == kind]
        parts.append(f"**{title}**\n\n{table(sorted_rows(rows))}")
    if wrong:
        first = {cell[:4]: cell for cell in reversed(wrong)}
        lines = [" ".join(map(str, cell)) for cell in list(first.values())[:SHOWN]]
        title = (
            f"Wrong in {len(first)} documents (form, layout, damage, seed, metric, got, printed):"
        )
        parts.append("\n".join([title, "", *lines]))
    return "\n\n".join(parts)


def list_report(totals: dict[tuple[str, str], Counter[str]]) -> str:
    """The tables of the statistics forms; they have hardly any sums, so nothing is proved."""
    parts = []
    for title in LIST_PARTS:
        rows = [(key[1], counts) for key, counts in totals.items() if key[0] == title]
        lines = [
            f"| {title} | documents | printed | right | wrong | missed | right, of printed |",
            "|---|" + "---:|" * 6,
        ]
        for name, n in [*sorted(rows), ("all", sum((n for _, n in rows), Counter()))]:
            cells = [f"{n[key]:,}" for key in ("documents", "printed", "right", "wrong", "missed")]
            lines.append(f"| {name} | {' | '.join(cells)} | {share(n['right'], n['printed'])} |")
        parts.append("\n".join(lines))
    return "**Statistics forms**\n\n" + "\n\n".join(parts)


def sorted_rows(rows: list[tuple[str, Counter[str]]]) -> list[tuple[str, Counter[str]]]:
    """In the order of the generator, with a last row of sums."""
    order = [*FORMS, *LAYOUTS, CLEAN, *DAMAGES, TWO]
    rows = sorted(rows, key=lambda row: order.index(row[0]))
    return [*rows, ("all", sum((counts for _, counts in rows), Counter()))]


def table(rows: Iterable[tuple[str, Counter[str]]]) -> str:
    """One Markdown line a row."""
    lines = [
        "| | documents | printed | right | wrong | missed | right, of printed "
        "| decodable, of printed | right, of decodable |",
        "|---|" + "---:|" * 8,
    ]
    for name, n in rows:
        cells = [
            *(f"{n[key]:,}" for key in ("documents", "printed", "right", "wrong", "missed")),
            share(n["right"], n["printed"]),
            share(n["known"], n["open"]),
            share(n["found"], n["known"]),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def matrix(totals: dict[Sequence[str], Counter[str]]) -> str:
    """Layouts × damages: right of decodable, and in brackets how many are wrong."""
    cells = {(key[1], key[2]): counts for key, counts in totals.items() if key[0] == "cell"}
    layouts = [name for name in LAYOUTS if any(name == layout for layout, _ in cells)]
    damages = [
        name for name in (CLEAN, *DAMAGES, TWO) if any(name == damage for _, damage in cells)
    ]
    lines = [f"| | {' | '.join(layouts)} |", "|---|" + "---:|" * len(layouts)]
    for damage in damages:
        found = [cells.get((layout, damage), Counter()) for layout in layouts]
        texts = [
            share(n["found"], n["known"]) + f" ({n['wrong']})" * bool(n["wrong"]) for n in found
        ]
        lines.append(f"| {damage} | {' | '.join(texts)} |")
    return "\n".join(lines)


def share(part: int, whole: int) -> str:
    """In percent, rounded down, so that 100% means all."""
    return f"{part * 1000 // whole / 10:.1f}%" if whole else "–"


if __name__ == "__main__":
    main()
