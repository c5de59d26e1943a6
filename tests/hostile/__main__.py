"""Read every hostile file at its full size and print what came of it.

``python -m tests.hostile [NAME …]`` reads each by itself, in a process whose memory
is looked at all the while; names may hold ``*``.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import govinfo as gi

from .judging import is_told, untrue
from .makers import LARGE, hostile
from .report import PAGE

SLOW = 10.0  # seconds
MUCH = 1500.0  # megabytes
_EACH = 0.01  # seconds between looks at the memory
_SHOWN = 80  # characters of a message


@dataclass(frozen=True)
class Row:
    """What came of one file."""

    file: str
    bytes: int
    outcome: str
    error: str
    message: str
    seconds: float
    processor: float
    megabytes: float
    untrue: list[str]

    def __str__(self) -> str:
        return (
            f"{self.file:40} {self.bytes:>11,} {self.outcome:12} {self.error:12} "
            f"{self.message:{_SHOWN}} {self.seconds:6.2f} {self.processor:6.2f} "
            f"{self.megabytes:6.0f}"
        )


class Costs:
    """What the children of this process take while the block runs.

    ``memory`` is the most bytes that any of them held, ``seconds`` the time that they had
    a processor: on a busy machine much less than what the clock says.
    """

    def __enter__(self) -> Costs:
        self.memory = 0
        self._used: dict[str, float] = {}
        self._before = {child: _processor_seconds(child) for child in _children()}
        for child in self._before:
            # Forgets the peak of what the process read before.
            Path(f"/proc/{child}/clear_refs").write_text("5")
        self._on = True
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    @property
    def seconds(self) -> float:
        return sum(used - self._before.get(child, 0.0) for child, used in self._used.items())

    def _watch(self) -> None:
        while self._on:
            self._look()
            time.sleep(_EACH)

    def _look(self) -> None:
        for child in _children():
            self.memory = max(self.memory, _peak(child))
            self._used[child] = max(self._used.get(child, 0.0), _processor_seconds(child))

    def __exit__(self, *_: object) -> None:
        self._on = False
        self._thread.join()
        self._look()


def _children() -> list[str]:
    found: list[str] = []
    for task in Path("/proc/self/task").iterdir():
        try:
            found += (task / "children").read_text().split()
        except OSError:  # a thread that has ended
            continue
    return found


def _peak(process: str) -> int:
    """Bytes; 0 for a process that has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    _, found, rest = status.partition("VmHWM:")
    return int(rest.split()[0]) * 1024 if found else 0


def _processor_seconds(process: str) -> float:
    """0 for a process that has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(path: Path, limits: gi.Limits) -> Row:
    """Read one file and tell what came of it."""
    with Costs() as costs:
        started = time.perf_counter()
        corpus = gi.read_reports([path], manifest=False, progress=False, workers=1, limits=limits)
        seconds = time.perf_counter() - started
    failures = corpus.failures
    read, failed = len(corpus.sources), len(failures)
    error = message = ""
    if failed:
        first = failures.iloc[0]
        error = first["error"]
        message = first["message"].replace(f"{path.parent}/", "").replace("\n", "⏎")[:_SHOWN]
    outcome = f"{read} read" if not failed else f"{failed} failed"
    if read and failed:
        outcome = f"{read} read, {failed} not"
    size = path.stat().st_size
    wrong = untrue(corpus.facts, path.read_bytes()) if read else []
    if not read and not failed:
        outcome = "LOST"
    return Row(
        path.name, size, outcome, error, message, seconds, costs.seconds, costs.memory / 1e6, wrong
    )


def main() -> None:
    """Print the table, and below it what is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=["*"])
    parser.add_argument("--size", type=int, default=LARGE, help="bytes of the large ones")
    parser.add_argument("--seconds", type=float, default=gi.Limits().seconds, help="for each")
    given = parser.parse_args()
    bad: list[str] = []
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        gi.read_reports([PAGE], progress=False)  # starts the process
        for file in hostile().values():
            if not any(fnmatch(file.name, pattern) for pattern in given.names):
                continue
            path = folder / file.name
            path.write_bytes(file.make(given.size))
            row = measure(path, gi.Limits(seconds=given.seconds))
            path.unlink()
            rows.append(row)
            print(row, flush=True)
            if row.processor > SLOW:
                bad.append(f"slow: {row.file} ({row.processor:.1f} s)")
            if row.megabytes > MUCH:
                bad.append(f"much memory: {row.file} ({row.megabytes:.0f} MB)")
            if row.error and not is_told(row.error):
                bad.append(f"fault of ours: {row.file}: {row.error}: {row.message}")
            if "exit code" in row.message:
                bad.append(f"brought down: {row.file}")
            bad += [f"untrue: {row.file}: {fact}" for fact in row.untrue]
            if row.outcome == "LOST":
                bad.append(f"lost: {row.file}")
    failed = sum("failed" in row.outcome for row in rows)
    print(f"\n{len(rows)} files, {failed} of them failures")
    print(f"slowest {max(row.processor for row in rows):.1f} s of processor time, ", end="")
    print(f"most memory {max(row.megabytes for row in rows):.0f} MB")
    print("\n".join(bad) or "all as it should be")


if __name__ == "__main__":
    main()
