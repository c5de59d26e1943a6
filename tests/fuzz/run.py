"""Fuzz all readers, one after the other, and print what came of it.

``python tests/fuzz/run.py --minutes 30`` shares the time among all targets;
``--target docx`` fuzzes one. Needs ``pip install atheris``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent
sys.path[:0] = [str(HERE), str(TESTS)]

_TIMEOUT = 10  # seconds for one input
_MEMORY = 1500  # megabytes
_MOST_FINDINGS = 10  # after so many, a target is left
_START = 240  # seconds that a target may take until it fuzzes
_UNITS = re.compile(r"stat::number_of_executed_units:\s+(\d+)|^#(\d+)\s", re.MULTILINE)
_SLOWEST = re.compile(r"stat::slowest_unit_time_sec:\s+(\d+)|Slowest unit: (\d+) s")
_CASE = re.compile(r"Test unit written to (\S+)")
_ERROR = re.compile(r"^ *=== Uncaught Python exception: ===\n(.*)$", re.MULTILINE)
_NATIVE = re.compile(r"^==\d+== ?ERROR: (.*)$", re.MULTILINE)


@dataclass
class Result:
    """What came of one target."""

    name: str
    native: bool
    seconds: float = 0.0
    executions: int = 0
    slowest: int = 0
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        note = "  (compiled code: little feedback)" if self.native else ""
        return (
            f"{self.name:10} {self.seconds:7.0f} s {self.executions:>10,} executions "
            f"{len(self.findings):>3} findings  slowest {self.slowest:>3} s{note}"
        )


def fuzz(name: str, seconds: float, kept: Path) -> Result:
    """Fuzz one target for so long, starting again after each finding."""
    from targets import TARGETS, seeds

    target = TARGETS[name]
    corpus = kept / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeds(target)):
        (corpus / f"seed_{number}").write_bytes(data)
    words = kept / f"{name}.words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words))
    result = Result(name, target.native)
    ends = time.monotonic() + seconds
    turn = 0
    while (left := int(ends - time.monotonic())) > 0 and len(result.findings) < _MOST_FINDINGS:
        turn += 1
        started = time.monotonic()
        command = [
            *(sys.executable, str(HERE / "one.py"), name, f"-max_total_time={left}"),
            *(f"-timeout={_TIMEOUT}", f"-rss_limit_mb={_MEMORY}", f"-max_len={target.most}"),
            *("-print_final_stats=1", f"-artifact_prefix={kept}/{name}_", f"-seed={turn}"),
            *((f"-dict={words}",) if target.words else ()),
            str(corpus),
        ]
        said, code = _run(command, left + _START + 2 * _TIMEOUT)
        _note(result, said, code)
        result.seconds += time.monotonic() - started
        if code and not _CASE.search(said):
            break  # it did not start
    return result


def _run(command: list[str], seconds: float) -> tuple[str, int]:
    """What a process says of itself, and its exit code."""
    process = subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), str(TESTS)])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _, said = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        _, said = process.communicate()
        return f"{said.decode(errors='replace')}\nstill going when its time was over", 1
    return said.decode(errors="replace"), process.returncode


def _note(result: Result, said: str, code: int) -> None:
    units = [int(final or running) for final, running in _UNITS.findall(said)]
    result.executions += max(units, default=0)
    slow = [int(final or running) for final, running in _SLOWEST.findall(said)]
    result.slowest = max([result.slowest, *slow])
    if not code:
        return
    case = _CASE.search(said)
    what = _ERROR.search(said) or _NATIVE.search(said)
    tail = " / ".join(said.strip().splitlines()[-3:])
    result.findings.append(f"{what[1] if what else tail} [{case[1] if case else 'no file'}]")


def _escaped(word: str) -> str:
    return "".join(
        chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}"
        for byte in word.encode()
    )


def main() -> None:
    """Fuzz and print the table."""
    from targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0, help="in all")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append")
    parser.add_argument("--kept", type=Path, help="folder for corpora and findings")
    given = parser.parse_args()
    names = given.target or list(TARGETS)
    kept = given.kept or Path(tempfile.mkdtemp(prefix="fuzz_"))
    print(f"corpora and findings are kept in {kept}", flush=True)
    results = []
    for name in names:
        result = fuzz(name, given.minutes * 60 / len(names), kept)
        results.append(result)
        print(result, flush=True)
        for finding in result.findings:
            print(f"    {finding}", flush=True)
    total = sum(result.executions for result in results)
    spent = sum(result.seconds for result in results) / 60
    found = sum(len(result.findings) for result in results)
    print(f"{total:,} executions in {spent:.1f} minutes, {found} findings")


if __name__ == "__main__":
    main()
