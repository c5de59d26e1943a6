"""Hostile files among good ones: each is read or told, and no neighbour suffers.

The large ones are a thirtieth of their size here; ``python -m tests.hostile`` reads them whole
and prints what each took.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import govinfo as gi
from hostile.judging import facts_by_file, is_told, untrue
from hostile.makers import SMALLER, hostile
from hostile.report import PAGE, SAMPLES

FILES = hostile()
NEIGHBOURS = sorted(SAMPLES.rglob("*.html"))[:8]
# Seconds each, up to the clock or the limit of memory: they are in the table only.
TAKES_LONG = {
    *("large_cells_of_one.html", "large_divisions.html", "large_paragraphs.html"),
    *("large_lines.txt", "forms_by_forms.pdf", "form_of_itself.pdf", "map_bomb.pdf"),
    *("long_picture.png", "tiny_boxes.pdf", "tiny_lines.pdf", "many.jsonl", "layers.zip"),
}
LINUX = pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only on Linux")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("hostile")
    names = [name for name in FILES if name not in TAKES_LONG]
    for number, name in enumerate(names):
        (place / name).write_bytes(FILES[name].make(SMALLER))
        if number % (len(names) // len(NEIGHBOURS)) == 0:
            page = NEIGHBOURS[number * len(NEIGHBOURS) // len(names)]
            (place / f"{name}.neighbour.html").write_bytes(page.read_bytes())
    return place


@pytest.fixture(scope="module")
def corpus(folder):
    # Time enough for a machine that has other things to do as well.
    return gi.read_reports(folder, progress=False, workers=2, limits=gi.Limits(seconds=40))


@pytest.fixture(scope="module")
def facts(corpus, folder):
    return facts_by_file(corpus, folder)


@pytest.fixture(scope="module")
def failures(corpus, folder):
    paths = corpus.failures["path"].str.removeprefix(f"{folder}/")
    return {name: rows for name, rows in corpus.failures.groupby(paths)}


def test_every_file_is_read_or_told(folder, facts, failures):
    names = {path.name for path in folder.iterdir()}
    assert names == facts.keys() | failures.keys()


def test_every_failure_has_a_reason_that_names_the_file(corpus):
    told = corpus.failures
    strange = told[~told["error"].map(is_told)]
    assert strange[["path", "error", "message"]].to_dict("records") == []
    for row in told.itertuples():
        assert row.message.startswith(f"{row.path}!{row.member}" if row.member else row.path)
        assert "exit code" not in row.message


def test_no_file_takes_all_its_time_or_memory(corpus):
    ended = corpus.failures["message"].str.contains(r"limit (?:seconds|memory_bytes)=", regex=True)
    assert corpus.failures["message"][ended].tolist() == []


@pytest.mark.parametrize("name", [name for name, file in FILES.items() if file.says])
def test_a_failure_says_what_is_the_matter(name, failures):
    if name in TAKES_LONG:
        pytest.skip("takes its time; see the table")
    messages = failures[name]["message"].tolist() if name in failures else []
    assert any(re.search(FILES[name].says, message) for message in messages), messages


def test_nothing_is_read_that_a_file_does_not_hold(folder, facts):
    strange = {
        name: untrue(found, (folder / name).read_bytes())
        for name, found in facts.items()
        if not name.endswith(".neighbour.html")
    }
    assert {name: told for name, told in strange.items() if told} == {}


def test_all_neighbours_are_read_as_if_they_were_alone(folder, facts):
    alone = gi.read_reports(NEIGHBOURS, manifest=False, progress=False).facts
    columns = ["metric", "value", "status", "method", "raw", "at"]
    kept = sorted(folder.glob("*.neighbour.html"))
    assert {path.read_bytes() for path in kept} == {path.read_bytes() for path in NEIGHBOURS}
    for path in kept:
        among = facts[path.name]
        its = alone[alone["source_id"].astype(str) == str(among["source_id"].iloc[0])]
        assert among[columns].reset_index(drop=True).equals(its[columns].reset_index(drop=True))


def test_nothing_of_an_archive_lands_outside(folder, corpus):
    assert len(corpus)
    around = {path.name for path in folder.parent.iterdir()} | {
        p.name for p in Path("/tmp").glob("*")
    }
    assert "outside.html" not in around


@LINUX
def test_places_that_are_no_files_are_told_or_passed_by(tmp_path):
    page = PAGE.read_bytes()
    strange = os.fsdecode(b"\xff\xfe.html")
    (tmp_path / "good.html").write_bytes(page)
    (tmp_path / "two\nlines.html").write_bytes(page + b" ")
    (tmp_path / strange).write_bytes(page + b"  ")
    (tmp_path / os.fsdecode(b"\xff.bin")).write_bytes(b"\0\1\2")
    (tmp_path / "unreadable.html").symlink_to("/proc/self/mem")
    (tmp_path / "folder").symlink_to(tmp_path)
    (tmp_path / "circle.html").symlink_to("circle.html")
    (tmp_path / "nowhere.html").symlink_to("gone.html")
    os.mkfifo(tmp_path / "pipe.html")
    corpus = gi.read_reports(tmp_path, progress=False, limits=gi.Limits(seconds=5))
    names = corpus.sources["path"].str.removeprefix(f"{tmp_path}/")
    assert set(names) == {"good.html", "two\nlines.html", "\\udcff\\udcfe.html"}
    told = corpus.failures.set_index(corpus.failures["path"].str.removeprefix(f"{tmp_path}/"))
    assert set(told.index) == {"unreadable.html", "circle.html", "nowhere.html", "\\udcff.bin"}
    assert "cannot be opened" in told.loc["unreadable.html", "message"]
    assert "does not exist" in told.loc["nowhere.html", "message"]
    corpus.save(tmp_path / "saved")
    assert gi.load(tmp_path / "saved").facts.equals(corpus.facts)


@LINUX
def test_a_pipe_given_by_itself_is_told_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.html")
    (message,) = gi.read_reports([tmp_path / "pipe.html"]).failures["message"]
    assert message.startswith(f"{tmp_path}/pipe.html: is a pipe")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_without_permission_is_told(tmp_path):
    path = tmp_path / "closed.html"
    path.write_bytes(PAGE.read_bytes())
    path.chmod(0)
    (message,) = gi.read_reports([path]).failures["message"]
    assert "cannot be opened (Permission denied)" in message
