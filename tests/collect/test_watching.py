"""Documents are read in a process that can be ended; its neighbours lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import govinfo as gi
from govinfo.collect import pool

SAMPLES = Path(__file__).parents[2] / "data" / "reports"
PAGES = sorted(path for path in SAMPLES.rglob("*.html"))[:3]
# The same worker, in which documents that hold a word do what hostile ones do.
TRAPPED = """
import ctypes, os, time
from govinfo.collect import one, worker
read = one.read_document
def trapped(data, **options):
    if b"HANG" in data:
        ctypes.PyDLL(None).sleep(60)  # holds the interpreter: no thread of it can act
    if b"FALL" in data:
        os._exit(9)
    if b"FILL" in data:
        held = [bytearray(os.urandom(1 << 20)) for _ in range(600)]
        time.sleep(60)
    if b"RAISE" in data:
        raise KeyError("of a reader")
    return read(data, **options)
one.read_document = trapped
find = one.documents
def trapped_in_opening(path, limits):
    if b"OPENS NEVER" in path.read_bytes():
        ctypes.PyDLL(None).sleep(60)
    if b"OPENS WRONGLY" in path.read_bytes():
        raise KeyError("of what opens")
    yield from find(path, limits)
one.documents = trapped_in_opening
worker.main()
"""


@pytest.fixture
def _trapped(monkeypatch):
    idle = pool._Idle()
    monkeypatch.setattr(pool, "_IDLE", idle)
    monkeypatch.setattr(pool, "_CODE", TRAPPED)
    yield
    idle.close()


@pytest.fixture
def folder(tmp_path):
    for number, page in enumerate(PAGES):
        (tmp_path / f"{number}.html").write_bytes(page.read_bytes())
    return tmp_path


def read(folder, **limits):
    return gi.read_reports(folder, progress=False, workers=1, limits=gi.Limits(**limits))


@pytest.mark.skipif(sys.platform == "win32", reason="no libc to hang in")
@pytest.mark.usefixtures("_trapped")
def test_a_document_that_hangs_in_c_code_is_given_up_and_its_neighbours_are_read(folder):
    (folder / "0a.txt").write_text("HANG")
    started = time.monotonic()
    corpus = read(folder, seconds=4)
    assert time.monotonic() - started < 40
    assert len(corpus) == len(PAGES)
    (failure,) = corpus.failures.to_dict("records")
    assert failure["error"] == "LimitError"
    assert "0a.txt: was not read within 4 s, beyond the limit seconds=4" in failure["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="no libc to hang in")
@pytest.mark.usefixtures("_trapped")
def test_a_file_that_hangs_when_it_is_opened_is_given_up_by_a_worker_used_before(folder):
    read(folder)  # the worker waits for the next call
    (folder / "0a.txt").write_text("OPENS NEVER")
    started = time.monotonic()
    corpus = read(folder, seconds=4)
    assert time.monotonic() - started < 40
    assert len(corpus) == len(PAGES)
    (failure,) = corpus.failures.to_dict("records")
    assert "beyond the limit seconds=4" in failure["message"]


@pytest.mark.usefixtures("_trapped")
def test_a_fault_of_ours_in_opening_a_file_is_told_under_its_name(folder):
    (folder / "0a.txt").write_text("OPENS WRONGLY")
    corpus = read(folder)
    assert len(corpus) == len(PAGES)
    (failure,) = corpus.failures.to_dict("records")
    assert failure["error"] == "KeyError"
    assert "0a.txt" in failure["message"]


@pytest.mark.usefixtures("_trapped")
def test_a_document_that_brings_down_its_process_is_told_and_its_neighbours_are_read(folder):
    (folder / "0a.txt").write_text("FALL")
    (folder / "1a.txt").write_text("FALL")
    corpus = read(folder)
    assert len(corpus) == len(PAGES)
    assert set(corpus.failures["error"]) == {"ReadError"}
    assert corpus.failures["message"].str.contains(r"exit code 9").tolist() == [True, True]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system tells no memory")
@pytest.mark.usefixtures("_trapped")
def test_a_document_that_fills_the_memory_is_given_up(folder):
    (folder / "0a.txt").write_text("FILL")
    corpus = read(folder, memory_bytes=400_000_000)
    assert len(corpus) == len(PAGES)
    (message,) = corpus.failures["message"]
    assert "beyond the limit memory_bytes=400000000" in message


@pytest.mark.usefixtures("_trapped")
def test_a_fault_of_ours_is_told_under_its_name(folder):
    (folder / "0a.txt").write_text("RAISE")
    corpus = read(folder)
    assert len(corpus) == len(PAGES)
    (failure,) = corpus.failures.to_dict("records")
    assert failure["error"] == "KeyError"
    assert "Please report this file" in failure["message"]


@pytest.mark.usefixtures("_trapped")
def test_one_report_that_cannot_be_read_raises_what_the_corpus_would_tell(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("FALL")
    with pytest.raises(gi.ReadError, match="exit code 9"):
        gi.read_report(path)
    path.write_text("一篇新闻")
    with pytest.raises(gi.ParseError, match="no annual report"):
        gi.read_report(path)


def test_reading_here_and_in_other_processes_gives_the_same():
    here = gi.read_reports(SAMPLES, progress=False, limits=gi.Limits(seconds=None))
    there = gi.read_reports(SAMPLES, progress=False, workers=2)
    assert here.facts.equals(there.facts)
    assert here.sources.equals(there.sources)


def test_a_script_without_a_main_guard_reads_in_other_processes(folder, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import govinfo as gi\n"
        f"print(len(gi.read_reports({str(folder)!r}, workers=2, progress=False).sources))\n"
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "json.py").write_text("raise SystemExit('not the library')")
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=elsewhere, check=True
    )
    assert done.stdout.split() == [str(len(PAGES))]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_starts_workers_of_its_own(folder):
    read(folder)
    child = os.fork()
    if child == 0:
        done = len(read(folder)) == len(PAGES)
        os._exit(0 if done else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(read(folder)) == len(PAGES)


def test_limits_are_named_when_they_are_reached(folder):
    corpus = read(folder, document_bytes=100)
    assert corpus.failures["error"].tolist() == ["LimitError"] * len(PAGES)
    assert corpus.failures["message"].str.contains("beyond the limit document_bytes=100").all()


def test_workers_must_be_one_or_more(folder):
    with pytest.raises(ValueError, match="workers is 0"):
        gi.read_reports(folder, workers=0)


def test_the_corpus_shows_its_formats(folder):
    (folder / "x.bin").write_bytes(bytes(range(256)))
    corpus = read(folder)
    assert corpus.formats.to_dict("records") == [
        {"format": "binary", "documents": 1, "reports": 0, "failures": 1, "facts": 0},
        {
            "format": "html",
            "documents": len(PAGES),
            "reports": len(PAGES),
            "failures": 0,
            "facts": len(corpus.facts),
        },
    ]
    assert "html" in str(corpus)
    assert "<th>failures</th>" in corpus._repr_html_()
