"""Processes that read, and the watch over them: time, memory, and what brings them down."""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

from govinfo.collect.one import Failure, Reading, failure, printable
from govinfo.collect.worker import Setting, Task
from govinfo.errors import GovinfoError, LimitError, ReadError
from govinfo.model import Report

_AHEAD = 4  # tasks that wait at a worker, so that it need not wait for the next
_LOOK = 0.02  # seconds between looks at the clock
_STARTS_WITHIN = 120.0  # seconds
_PAGE = 4096
_LARGE = 500_000_000  # bytes at which a process is not kept
_CODE = "from govinfo.collect.worker import main; main()"

Outcome = Reading | Report | Failure
_Queue: TypeAlias = "queue.SimpleQueue[tuple[_Worker, tuple[Any, ...]]]"


@dataclass(eq=False)
class _Worker:
    """A reading process, what was given to it, and where it is."""

    process: subprocess.Popen[bytes]
    heard: _Queue
    waiting: deque[Task] = field(default_factory=deque)
    ready: bool = False
    ended: bool = False
    deadline: float = float("inf")
    limit: str = "seconds"
    begun: int = 0  # documents of the open file that began, those read before included
    member: str | None = None  # the document being read; None between documents

    def say(self, message: object) -> None:
        assert self.process.stdin is not None
        # A process that is gone is told by the end of what it says.
        with suppress(BrokenPipeError, OSError):
            pickle.dump(message, self.process.stdin, protocol=pickle.HIGHEST_PROTOCOL)
            self.process.stdin.flush()

    def listen(self) -> None:
        """Put all that the process says into the queue, and that it ended."""
        assert self.process.stdout is not None
        try:
            while True:
                # Not in one line: another call may take the worker while this waits.
                message = pickle.load(self.process.stdout)
                self.heard.put((self, message))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self.ended = True
            self.heard.put((self, ("ends",)))

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def memory(self) -> int:
        """Bytes of memory that the process holds; 0 where the system does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/statm").read_text()
        except OSError:
            return 0
        return int(told.split()[1]) * _PAGE


class _Idle:
    """Workers that wait for the next call; they end with this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: list[_Worker] = []
        self._owner = os.getpid()

    def take(self, heard: _Queue) -> _Worker:
        with self._lock:
            if self._owner != os.getpid():  # forked: the workers are the parent's
                self._workers, self._owner = [], os.getpid()
            while self._workers:
                worker = self._workers.pop()
                if worker.process.poll() is None:
                    worker.heard = heard
                    return worker
        return _start(heard)

    def give(self, worker: _Worker) -> None:
        if worker.memory() > _LARGE:
            worker.end()
            return
        with self._lock:
            self._workers.append(worker)

    def close(self) -> None:
        if self._owner == os.getpid():
            for worker in self._workers:
                worker.end()
            self._workers = []


_IDLE = _Idle()
atexit.register(_IDLE.close)


def _start(heard: _Queue) -> _Worker:
    if not sys.executable:
        raise ReadError(
            "No process to read in can be started here: this Python does not know its own "
            "executable. Give limits=govinfo.Limits(seconds=None) to read in this process."
        )
    # Not multiprocessing: it would run the user's script again, unless that guards itself.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _CODE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
    worker = _Worker(process, heard)
    threading.Thread(target=worker.listen, daemon=True).start()
    return worker


class Watch:
    """Read files in other processes and watch them.

    Parameters
    ----------
    setting : Setting
        How to read.
    workers : int
        Processes at a time.
    """

    def __init__(self, setting: Setting, workers: int) -> None:
        self._setting = setting
        self._most = workers
        self._workers: list[_Worker] = []
        self._todo: deque[Task] = deque()
        self._heard: _Queue = queue.SimpleQueue()

    def read(self, tasks: Iterable[Task]) -> Iterator[tuple[int, Outcome | None]]:
        """Read files.

        Yields
        ------
        (int, outcome or None)
            A task's number and the next outcome of its file, in the order of the file;
            None after the last. Files take turns.
        """
        self._todo.extend(tasks)
        try:
            while self._todo or any(worker.waiting for worker in self._workers):
                self._hand_out()
                try:
                    worker, message = self._heard.get(timeout=_LOOK)
                except queue.Empty:
                    yield from self._look()
                    continue
                if worker in self._workers:
                    yield from self._hear(worker, message)
        finally:
            for worker in self._workers:
                if worker.waiting:
                    worker.end()
                else:
                    _IDLE.give(worker)

    def _hand_out(self) -> None:
        while self._todo:
            free = [worker for worker in self._workers if not worker.waiting]
            if not free and len(self._workers) < self._most:
                free = [self._take()]
            least = min(free or self._workers, key=lambda worker: len(worker.waiting))
            if len(least.waiting) >= _AHEAD:
                return
            task = self._todo.popleft()
            least.waiting.append(task)
            if least.ready:
                least.say(task)

    def _take(self) -> _Worker:
        worker = _IDLE.take(self._heard)
        if worker.ready:
            worker.say(self._setting)
            worker.deadline = float("inf")
        else:
            worker.deadline = time.monotonic() + _STARTS_WITHIN
        self._workers.append(worker)
        return worker

    def _hear(self, worker: _Worker, message: tuple[Any, ...]) -> Iterator[tuple[int, Any]]:
        limits = self._setting.limits
        match message:
            case ("ready",):
                worker.ready = True
                worker.deadline = float("inf")
                worker.say(self._setting)
                for task in worker.waiting:
                    worker.say(task)
            case ("opens", _):
                worker.begun, worker.member = worker.waiting[0].skip, None
                self._set_clock(worker, "seconds")
            case ("begins", int(number), str(name)):
                worker.begun, worker.member = number + 1, name
                self._set_clock(worker, "seconds")
            case ("slows", str(limit)):
                self._set_clock(worker, limit)
            case ("found", outcome):
                worker.member = None
                self._set_clock(worker, "seconds")
                yield worker.waiting[0].number, outcome
            case ("closes",):
                worker.deadline = float("inf")
                yield worker.waiting.popleft().number, None
            case ("ends",):
                yield from self._brought_down(worker)
            case _:
                raise AssertionError(f"unknown message {message!r}")
        if worker.memory() > limits.memory_bytes and worker.waiting:
            yield from self._over_memory(worker)

    def _set_clock(self, worker: _Worker, limit: str) -> None:
        worker.limit = limit
        worker.deadline = time.monotonic() + (getattr(self._setting.limits, limit) or float("inf"))

    def _look(self) -> Iterator[tuple[int, Any]]:
        """Look at the clocks and the memory, now that all that was said is heard."""
        limits = self._setting.limits
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.ended:
                yield from self._brought_down(worker)
            elif now > worker.deadline:
                if not worker.ready:
                    raise ReadError(
                        f"The process that reads did not start within {_STARTS_WITHIN:.0f} s. "
                        "Give limits=govinfo.Limits(seconds=None) to read in this process."
                    )
                name = worker.limit
                value = getattr(limits, name)
                found = f"was not read within {value:g} s"
                yield from self._give_up(
                    worker,
                    lambda place, name=name, value=value, found=found: LimitError.beyond(
                        place, name, value, found
                    ),
                )
            elif worker.waiting and worker.memory() > limits.memory_bytes:
                yield from self._over_memory(worker)

    def _brought_down(self, worker: _Worker) -> Iterator[tuple[int, Any]]:
        if not worker.ready:
            raise ReadError(
                f"The process that reads did not start. Run {sys.executable} -c "
                "'import govinfo.collect.worker' to see why, or give "
                "limits=govinfo.Limits(seconds=None) to read in this process."
            )
        code = worker.process.wait()
        problem = f"brought down the process that read it (exit code {code})"
        hint = "Leave it out, and please report this file."
        yield from self._give_up(worker, lambda place: ReadError.at(place, problem, hint))

    def _over_memory(self, worker: _Worker) -> Iterator[tuple[int, Any]]:
        limit = self._setting.limits.memory_bytes
        found = "takes more memory than allowed"
        yield from self._give_up(
            worker, lambda place: LimitError.beyond(place, "memory_bytes", limit, found)
        )

    def _give_up(self, worker: _Worker, error_at: Any) -> Iterator[tuple[int, Any]]:
        """End a worker; tell of the document it was at, and have the rest read by another."""
        worker.end()
        self._workers.remove(worker)
        if not worker.waiting:
            return
        task = worker.waiting.popleft()
        path = printable(task.known.path)
        name = worker.member or ""
        error: GovinfoError = error_at(f"{path}!{name}" if name else path)
        yield task.number, failure(path, name, "", error)
        self._todo.extendleft(reversed(worker.waiting))
        worker.waiting.clear()
        if worker.member is not None:
            self._todo.appendleft(replace(task, skip=worker.begun))
        else:  # the file itself can't be gone through any further
            yield task.number, None
