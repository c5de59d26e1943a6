"""Every sample report in every format and habit: how much of it is read again.

Run from the project root; takes some minutes for each format::

    python tests/formats/all.py docx pdf --habits each
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))  # for this package

from formats.facts import differences, document_in, facts_of, readings
from formats.paper import printable
from formats.writing import HABITS, LOSSY, WRITERS, write
from govinfo.errors import GovinfoError
from govinfo.model import Document, Table
from govinfo.parse import parse

SAMPLES = Path(__file__).parents[2] / "data" / "reports"
FOR_TABLES = ("xlsx", "xls", "ods", "md", "csv", "txt")
SHOWN = 3


def sets_of(kind: str, which: str, draw: Random) -> Iterator[tuple[str, ...]]:
    """The sets of habits to write in: none, each, all, or any five."""
    habits = HABITS[kind]
    if which == "none":
        yield ()
    elif which == "each":
        yield from ((habit,) for habit in (*habits, *LOSSY.get(kind, ())))
    elif which == "all":
        yield habits
    else:
        for _ in range(5):
            yield tuple(habit for habit in habits if draw.random() < 0.4)


def reports(folder: Path) -> Iterator[tuple[str, Document]]:
    """Every report and its name."""
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            yield f"{path.parent.name}/{path.name}", document_in(path.read_bytes(), path.name)


def main() -> None:
    """Print a line for each format and set of habits."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("kinds", nargs="*", default=[*WRITERS])
    arguments.add_argument("--habits", choices=("none", "each", "all", "any"), default="none")
    arguments.add_argument("--folder", type=Path, default=SAMPLES)
    arguments.add_argument("--seed", type=int, default=0)
    options = arguments.parse_args()
    written = [(name, found, facts_of(parse(found))) for name, found in reports(options.folder)]
    draw = Random(options.seed)
    print(f"{'format':8}{'files':>6}{'same':>6}{'facts':>8}{'open':>6}{'wrong':>6}{'s':>7}  habits")
    for kind in options.kinds:
        for habits in sets_of(kind, options.habits, draw):
            files = same = facts = left = wrong = 0
            notes: list[str] = []
            begun = time.perf_counter()
            for name, document, expected in written:
                tables = any(isinstance(block, Table) for block in document.blocks)
                if (kind in FOR_TABLES and not tables) or (
                    kind == "pdf" and not printable(document)
                ):
                    continue
                files += 1
                facts += len(expected)
                data = write(document, kind, habits, seed=options.seed + files)
                found = []
                try:
                    for read in readings(data, f"{name}.{kind}"):
                        found = differences(expected, read)
                        false = [str(d) for d in found if not d.open]
                        wrong += len(false)
                        notes += [f"{name}: {note}" for note in false[:SHOWN]]
                except GovinfoError as error:
                    notes.append(f"{name}: {type(error).__name__}: {error}")
                    left += len(expected)
                    continue
                same += not found
                left += sum(difference.open for difference in found)
                notes += [f"{name}: {len(found)} differ, {first}" for first in found[:1]]
            seconds = time.perf_counter() - begun
            line = f"{kind:8}{files:6}{same:6}{facts:8}{left:6}{wrong:6}{seconds:7.1f}"
            print(line, " ".join(habits) or "-", sep="  ", flush=True)
            for note in notes[: 2 * SHOWN]:
                print(f"        {note[:300]}")


if __name__ == "__main__":
    main()
