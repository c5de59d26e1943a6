"""The process that reads: it takes files from the one that collects, and can be ended.

A reader may hang in C code that nothing inside the process can interrupt, or bring the
process down. So documents are read here, and the collecting process watches the clock.
The two talk in pickles over the standard streams; no file is written.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from govinfo.collect.inputs import Known
from govinfo.collect.one import Notices, outcomes, reading
from govinfo.model import Limits, Report
from govinfo.registry import OwnForms

_GRACE = 30  # seconds after which a worker that nobody ended ends itself


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. ``whole`` asks for reports with their tables, not for readings."""

    number: int
    known: Known
    skip: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How the tasks that follow are to be read."""

    own: OwnForms
    limits: Limits


def main() -> None:
    """Serve tasks until the collecting process closes the line."""
    incoming, outgoing = _private_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setting: Setting | None = None

    def tell(*message: object) -> None:
        pickle.dump(message, outgoing, protocol=pickle.HIGHEST_PROTOCOL)
        outgoing.flush()

    tell("ready")
    while True:
        try:
            given: Any = pickle.load(incoming)
        except EOFError:
            return
        if isinstance(given, Setting):
            setting = given
        elif setting is not None:
            _serve(given, setting, tell)


def _serve(task: Task, setting: Setting, tell: Callable[..., None]) -> None:
    limits = setting.limits

    def begins(number: int, name: str) -> None:
        _alarm(limits.seconds)
        tell("begins", number, name)

    def slows(limit: str) -> None:
        _alarm(getattr(limits, limit))
        tell("slows", limit)

    tell("opens", task.number)
    _alarm(limits.seconds)
    found = outcomes(
        task.known, setting.own, limits, skip=task.skip, notices=Notices(begins, slows)
    )
    for outcome in found:
        if isinstance(outcome, Report) and not task.whole:
            tell("found", reading(outcome))
        else:
            tell("found", outcome)
        _alarm(limits.seconds)
    _alarm(None)
    tell("closes")


def _alarm(seconds: float | None) -> None:
    """Have the system end this process, should the one that watches it be gone."""
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds) + _GRACE if seconds else 0)


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """The two lines, out of reach of libraries that print."""
    incoming = os.fdopen(os.dup(0), "rb")
    outgoing = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return incoming, outgoing
