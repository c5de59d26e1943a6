"""Whatever the bytes, a reader gives a document or says why not, and nothing else."""

from __future__ import annotations

import random
import time
from importlib.util import find_spec

import pytest
from hostile.ole import ole
from hostile.report import zipped
from hostile.seeds import SEEDS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from govinfo.errors import GovinfoError, LimitError
from govinfo.model import Limits, Source, Table
from govinfo.read import _READERS, _finish, read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.members import documents

LIMITS = Limits(unpacked_bytes=8 << 20, cells=20_000, pages=20, members=200)
#: What begins a file of each kind, behind which anything may follow.
MAGIC = {
    "html": b"<table><tr><td>1",
    "text": b"",
    "markdown": b"# 1\n\n| 1 |\n|---|\n",
    "csv": b"a,b\n1,",
    "docx": b"PK\x03\x04",
    "odt": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rtf": b"{\\rtf1 ",
    "xlsx": b"PK\x03\x04",
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "ods": b"PK\x03\x04",
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "image": b"\x89PNG\r\n\x1a\n",
    "mhtml": b"MIME-Version: 1.0\r\n",
}
_SUFFIX = {"text": "txt", "markdown": "md"}
HELD = ("zip", "tar", "html.gz", "eml", "json", "jsonl", "warc", "mhtml")
few = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def _stands(kind: str) -> bool:
    return find_spec(f"govinfo.read.{_READERS[kind]}") is not None


KINDS = [kind for kind in _READERS if _stands(kind)]
MADE = [kind for kind in KINDS if _SUFFIX.get(kind, kind) in SEEDS]


def check(kind: str, data: bytes) -> None:
    """Read bytes as one kind, with the slower readings, and through the front door."""
    from importlib import import_module

    module = import_module(f"govinfo.read.{_READERS[kind]}")
    source = Source("x", "0" * 64, kind, len(data))
    for read in (
        lambda: _finish(lambda: module.read(data, LIMITS), source, (), LIMITS),
        lambda: read_document(data, path="x", limits=LIMITS),
    ):
        try:
            document = read()
            while document.slower is not None and document.slower.limit == "seconds":
                document = document.slower.read()
        except GovinfoError:
            continue
        document.text.encode()
        for block in document.blocks:
            if isinstance(block, Table):
                "".join(block.texts).encode()
                assert len(block.texts) == len(block.layout.rows)


def check_held(path, data: bytes) -> None:
    path.write_bytes(data)
    names = set()
    for member in documents(path, LIMITS):
        assert member.name not in names
        names.add(member.name)
        try:
            member.load()
        except (RefusalError, BeyondLimitError, OSError):
            continue
    assert names


def mutated(data: bytes, choose: random.Random) -> bytes:
    """A file with a few bytes changed, taken out, doubled or moved."""
    changed = bytearray(data)
    for _ in range(choose.randint(1, 8)):
        at = choose.randrange(len(changed))
        length = choose.choice((1, 1, 4, 40))
        some = bytes(changed[at : at + length])
        match choose.randrange(4):
            case 0:
                changed[at] = choose.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = some * choose.choice((1, 1, 300))
            case 3:
                to = choose.randrange(len(changed))
                changed[to : to + length] = some
        if not changed:
            return b""
    return bytes(changed)


def mutated_within(kind: str, data: bytes, choose: random.Random) -> bytes:
    """A packed file with damage behind its checksums."""
    import io
    import zipfile

    import olefile

    if kind in ("docx", "odt", "xlsx", "ods"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = max(parts, key=lambda name: len(parts[name]))
        return zipped({**parts, name: mutated(parts[name], choose)})
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        streams = {path[0]: file.openstream(path).read() for path in file.listdir()}
    name = choose.choice(list(streams))
    return ole({**streams, name: mutated(streams[name], choose)})


@pytest.mark.parametrize("kind", KINDS)
@few
@given(rest=st.binary(max_size=400))
@example(rest=b"")
@example(rest=bytes(3000))
@example(rest=b"\xff" * 3000)
def test_anything_behind_the_first_bytes_gives_a_document_or_a_reason(kind, rest):
    check(kind, MAGIC[kind] + rest)


@pytest.mark.parametrize("kind", MADE)
@few
@given(seed=st.integers(0, 2**32))
def test_a_damaged_document_gives_a_document_or_a_reason(kind, seed):
    good = SEEDS[_SUFFIX.get(kind, kind)]()
    check(kind, mutated(good, random.Random(seed)))


@pytest.mark.parametrize("kind", [kind for kind in MADE if MAGIC[kind][:2] in (b"PK", b"\xd0\xcf")])
@few
@given(seed=st.integers(0, 2**32))
def test_damage_behind_the_checksums_gives_a_document_or_a_reason(kind, seed):
    check(kind, mutated_within(kind, SEEDS[kind](), random.Random(seed)))


@pytest.mark.parametrize("kind", MADE)
@few
@given(share=st.floats(0, 1))
def test_a_document_cut_off_anywhere_gives_a_document_or_a_reason(kind, share):
    good = SEEDS[_SUFFIX.get(kind, kind)]()
    check(kind, good[: int(len(good) * share)])


@pytest.mark.parametrize("suffix", HELD)
@few
@given(seed=st.integers(0, 2**32), share=st.floats(0.05, 1))
def test_a_damaged_archive_gives_its_documents_or_reasons(suffix, seed, share, tmp_path_factory):
    good = SEEDS[suffix]()
    path = tmp_path_factory.getbasetemp() / "held"
    check_held(path, mutated(good, random.Random(seed)))
    check_held(path, good[: int(len(good) * share)])


@few
@given(data=st.binary(max_size=600))
@pytest.mark.parametrize(
    "magic",
    [b"PK\x03\x04", b"\x1f\x8b\x08\0", b"BZh9", b"7z\xbc\xaf\x27\x1c", b"WARC/1.0\r\n", b'[{"'],
)
def test_anything_that_begins_as_an_archive_gives_documents_or_reasons(
    magic, data, tmp_path_factory
):
    check_held(tmp_path_factory.getbasetemp() / "held", magic + data)


def test_a_package_is_known_though_the_name_of_its_kind_is_badly_packed():
    damaged = bytearray(SEEDS["odt"]())
    for magic, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        damaged[damaged.index(magic) + method] = 8  # as if it were deflated
    assert read_document(bytes(damaged), path="x").source.format == "odt"


@pytest.mark.parametrize("kind", ["docx", "odt", "xlsx", "ods"])
def test_a_package_cut_off_is_told_as_a_whole(kind, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(SEEDS[kind]()[:400])
    (member,) = documents(path, LIMITS)
    assert member.name == ""
    with pytest.raises(GovinfoError, match="is damaged"):
        read_document(member.load(), path="a")


def test_a_page_of_more_tags_than_memory_holds_is_refused_at_once():
    with pytest.raises(LimitError, match="memory_bytes=1000000"):
        read_document(b"<p>1" * 10_000, path="x", limits=Limits(memory_bytes=1_000_000))


def test_markup_without_any_tag_is_read_in_time():
    data = b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + b"7" * 1_000_000
    started = time.process_time()
    check("mhtml", data)
    check("html", data)
    assert time.process_time() - started < 10


def test_a_table_of_many_rows_is_read_in_time():
    started = time.process_time()
    check("csv", b"1,2,3\n" * 10_000)
    assert time.process_time() - started < 10


@pytest.mark.parametrize("tail", [b"26", b"<p>26", b"<span>2</span>6", "２６".encode()])
def test_a_number_in_which_a_page_breaks_off_is_not_left_to_look_whole(tail):
    page = b"<table><tr><td>1</td><td colspan=2>"
    document = read_document(page + tail, path="x")
    assert any(warning.startswith("truncated: ") for warning in document.warnings)
    printed = [block.text for block in document.blocks if not isinstance(block, Table)]
    printed += [
        text for block in document.blocks if isinstance(block, Table) for text in block.texts
    ]
    assert "\ufffd" in printed[-1]


@pytest.mark.parametrize("tail", [b"26</td>", b"26\n", b"</td></tr></table>26", b"<p>x"])
def test_a_page_that_ends_beyond_a_number_is_whole(tail):
    document = read_document(b"<table><tr><td>1</td><td>" + tail, path="x")
    assert document.warnings == ()
