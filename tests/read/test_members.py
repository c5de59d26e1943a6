"""Archives, mails and packed files give their documents, and tell what cannot be opened."""

import bz2
import gc
import gzip
import io
import lzma
import os
import struct
import tarfile
import tracemalloc
import zipfile
import zlib

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding import others
from govinfo.read.holding.names import is_no_document, is_part_of_page, saved_pages
from govinfo.read.kinds import kind_of
from govinfo.read.members import documents, documents_in

PAGE = "<html><title>年报</title><p>一、概述</p></html>".encode()


def told(members):
    """Names with the bytes, or with the reason why there are none."""
    found = {}
    for member in members:
        try:
            found[member.name] = member.load()
        except RefusalError as error:
            found[member.name] = error.problem
        except BeyondLimitError as error:
            found[member.name] = error.limit
    return found


def zipped(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


class Kind(bytes):
    """A kind of member that is no file."""


def tarred(members, form=tarfile.PAX_FORMAT, encoding="utf-8"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form, encoding=encoding) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            if not isinstance(data, Kind):
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = bytes(data), "/etc/passwd"
                archive.addfile(info)
    return out.getvalue()


def raw_zip(members, *, encoding="gb18030", flags=0, extra=b"", local_name=None):
    """An archive as Windows writes it: stored, names in a code page, no flag for UTF-8."""
    body, directory = b"", b""
    for printed, data in members:
        name = printed.encode(encoding) if isinstance(printed, str) else printed
        own = name if local_name is None else local_name
        sizes = (zlib.crc32(data), len(data), len(data), len(name))
        head = (20, flags, 0, 0, 0, *sizes[:3], len(own), 0)
        entry = (20, 20, flags, 0, 0, 0, *sizes, len(extra), 0, 0, 0, 0, len(body))
        directory += struct.pack("<4s6H3L5H2L", b"PK\1\2", *entry) + name + extra
        body += struct.pack("<4s5H3L2H", b"PK\3\4", *head) + own + data
    count = len(members)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + end


def rar(members):
    """An archive of RAR 4 with its members stored."""

    def block(kind, flags, body, data=b""):
        head = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
        return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head + data

    out = b"Rar!\x1a\x07\x00" + block(0x73, 0, bytes(6))
    for name, data, mode in members:
        sizes = (len(data), len(data), 3, zlib.crc32(data), 0x58000000, 20, 0x30)
        out += block(0x74, 0x8000, struct.pack("<LLBLLBBHL", *sizes, len(name), mode) + name, data)
    return out + block(0x7B, 0x4000, b"")


def zstd(data):
    return pyarrow.Codec("zstd").compress(data, asbytes=True)


MEMBERS = {"2023/甲局.html": PAGE, "b.txt": b"text"}
ZIP, TAR = zipped(MEMBERS), tarred(MEMBERS)


def test_a_plain_document_is_its_own_only_member(tmp_path):
    path = tmp_path / "a.html"
    path.write_bytes(PAGE)
    assert told(documents(path, Limits())) == {"": PAGE}


def test_a_file_that_does_not_exist_says_so_when_it_is_loaded(tmp_path):
    (member,) = documents(tmp_path / "gone.html", Limits())
    with pytest.raises(FileNotFoundError):
        member.load()


@pytest.mark.parametrize(
    "data",
    [
        *(ZIP, TAR, gzip.compress(TAR), bz2.compress(TAR), lzma.compress(TAR), zstd(TAR)),
        tarred(MEMBERS, tarfile.GNU_FORMAT),
        lzma.compress(ZIP),
        gzip.compress(gzip.compress(TAR)),
    ],
)
def test_archives_give_their_members_from_disk_and_from_memory(data, tmp_path):
    path = tmp_path / "misnamed.doc"
    path.write_bytes(data)
    assert told(documents(path, Limits())) == MEMBERS
    assert told(documents_in(data)) == MEMBERS


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
def test_a_packed_document_keeps_the_name_of_its_file(pack):
    assert told(documents_in(pack(PAGE))) == {"": PAGE}
    assert told(documents_in(zipped({"a.html.gz": pack(PAGE)}))) == {"a.html.gz": PAGE}


def test_packed_files_that_follow_one_another_are_one():
    data = gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:]) + bytes(512)
    assert told(documents_in(data)) == {"": PAGE}


def test_archives_within_archives_are_opened():
    inner = zipped({"c.html": PAGE})
    outer = zipped({"b.zip": inner, "d.tar.gz": gzip.compress(TAR), "e.doc": inner})
    assert told(documents_in(outer)) == {
        "b.zip!c.html": PAGE,
        "d.tar.gz!2023/甲局.html": PAGE,
        "d.tar.gz!b.txt": b"text",
        "e.doc!c.html": PAGE,
    }


def test_an_office_file_is_a_document_though_it_is_packed_as_an_archive():
    office = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
    assert told(documents_in(office)) == {"": office}
    assert told(documents_in(zipped({"a.docx": office}))) == {"a.docx": office}


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "big5"])
def test_names_without_a_flag_are_read_in_the_encodings_that_are_used(codec):
    assert list(told(documents_in(raw_zip([("年報/測試.html", PAGE)], encoding=codec)))) == [
        "年報/測試.html"
    ]


def test_names_of_tar_are_read_as_gb18030_where_they_are_no_utf_8():
    data = tarred({"年报/甲.html": PAGE}, tarfile.USTAR_FORMAT, "gb18030")
    assert list(told(documents_in(data))) == ["年报/甲.html"]


def test_the_name_in_utf_8_beside_one_in_a_code_page_is_taken():
    name = b"nian.html"
    better = b"\1" + struct.pack("<L", zlib.crc32(name)) + "年.html".encode()
    extra = struct.pack("<HH", 0x7075, len(better)) + better
    assert list(told(documents_in(raw_zip([(name, PAGE)], extra=extra)))) == ["年.html"]


def test_a_member_whose_own_header_has_another_name_is_read():
    data = raw_zip([("年报.html", PAGE)], local_name=b"?.html")
    assert told(documents_in(data)) == {"年报.html": PAGE}


@pytest.mark.parametrize(
    "name", ["../../a.html", "/etc/a.html", "C:\\a.html", "a\nb.html", "\ud800.html"]
)
def test_names_that_lead_elsewhere_are_labels_and_nothing_is_written(name, tmp_path):
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    path.write_bytes(raw_zip([(name.encode("utf-8", "surrogatepass"), PAGE)]))
    ((shown, data),) = told(documents(path, Limits())).items()
    assert data == PAGE
    assert shown.encode().decode() == shown
    assert "\n" not in shown
    assert [file.name for file in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_links_and_devices_are_told_and_not_followed():
    kinds = {
        "a": tarfile.SYMTYPE,
        "b": tarfile.LNKTYPE,
        "c": tarfile.CHRTYPE,
        "d": tarfile.FIFOTYPE,
    }
    members = {name: Kind(kind) for name, kind in kinds.items()}
    found = told(documents_in(tarred({**members, "e": PAGE})))
    assert ["is a link" in found[name] for name in "ab"] == [True, True]
    assert [found[name] for name in "cd"] == ["is a device and no file"] * 2
    assert found["e"] == PAGE
    link = zipfile.ZipInfo("l")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in told(documents_in(out.getvalue()))["l"]


def test_members_of_one_name_are_told_apart():
    data = raw_zip([("a.html", b"1"), ("a.html", b"2"), ("a.html (2)", b"3")])
    assert told(documents_in(data)) == {"a.html": b"1", "a.html (2)": b"2", "a.html (2) (2)": b"3"}


def test_what_is_no_document_by_its_name_is_left_out():
    data = zipped(
        {
            **MEMBERS,
            "__MACOSX/._a.html": b"x",
            ".DS_Store": b"x",
            "a/Thumbs.db": b"x",
            "a/.b/c.html": b"x",
            "~$年报.docx": b"x",
            "a/site.css": b"x",
            "folder/": b"",
        }
    )
    assert list(told(documents_in(data))) == list(MEMBERS)


@pytest.mark.parametrize("pack", [zipped, tarred, lambda files: gzip.compress(tarred(files))])
def test_the_parts_of_saved_pages_are_left_out_and_other_folders_are_not(pack):
    files = dict.fromkeys(
        ("x/年报_files/f.html", "x/年报.html", "B.files/f.htm", "B.HTM", "c_files/report.html"),
        PAGE,
    )
    assert list(told(documents_in(pack(files)))) == ["x/年报.html", "B.HTM", "c_files/report.html"]


def test_the_rule_for_parts_of_pages_is_the_same_for_folders_on_disk():
    pages = saved_pages(["2023/年报.shtml"])
    assert is_part_of_page("2023/年报.files/sub/a.html", pages)
    assert not is_part_of_page("2022/年报.files/a.html", pages)
    assert not is_part_of_page("2023/年报_files", pages)  # a file of that name
    assert is_no_document("a/.git/b")
    assert not is_no_document("../b.html")


def test_an_archive_without_documents_says_so():
    assert told(documents_in(zipped({}))) == {"": "holds no document"}
    assert told(documents_in(tarred({"a.css": b"x"}))) == {"": "holds no document"}
    nested = told(documents_in(zipped({"a.zip": zipped({}), **MEMBERS})))
    assert nested == {"a.zip": "holds no document", **MEMBERS}


def test_a_locked_member_is_told_and_its_neighbours_are_read():
    data = bytearray(raw_zip([("a.html", b"1"), ("b.html", b"2")]))
    for mark, flags in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        data[data.find(mark) + flags] |= 1
    assert told(documents_in(bytes(data))) == {
        "a.html": "is protected by a password",
        "b.html": b"2",
    }


def test_a_member_that_was_changed_is_damaged_and_its_neighbours_are_read():
    data = raw_zip([("a.html", b"one"), ("b.html", b"two")]).replace(b"one", b"0ne")
    found = told(documents_in(data))
    assert "is damaged" in found["a.html"]
    assert found["b.html"] == b"two"


@pytest.mark.parametrize("cut", [60, 150, 170])
def test_of_an_archive_without_its_directory_the_members_are_still_read(cut):
    data = zipped({"a.html": PAGE, "b.html": PAGE * 3})
    found = told(documents_in(data[:-cut]))
    assert found.pop("a.html") == PAGE
    assert any("is damaged" in str(problem) for problem in found.values())


def test_where_an_archive_breaks_off_is_told_after_what_was_read():
    found = told(documents_in(gzip.compress(tarred({"a": PAGE, "b": os.urandom(9000)}))[:5000]))
    assert found.pop("a") == PAGE
    assert "is damaged" in found.pop("b")
    assert "is damaged" in found.pop("after b")
    data = tarred({"a.txt": b"1"}, tarfile.USTAR_FORMAT)
    assert "without its end mark" in told(documents_in(data[:1024]))["after a.txt"]


def test_a_member_beyond_the_size_of_a_document_is_told_by_the_name_of_the_limit():
    limits = Limits(document_bytes=1000)
    data = zipped({"a.txt": os.urandom(1001), "b.txt": b"2"})
    assert told(documents_in(data, limits)) == {"a.txt": "document_bytes", "b.txt": b"2"}


def test_a_size_that_is_declared_too_small_is_not_believed():
    data = bytearray(zipped({"a.txt": bytes(100_000)}))
    for mark, size in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        struct.pack_into("<L", data, data.find(mark) + size, 5)
    assert "is damaged" in told(documents_in(bytes(data)))["a.txt"]


def test_a_member_that_unpacks_to_far_more_than_it_was_is_refused():
    found = told(documents_in(zipped({"a.txt": bytes(4 << 20), "b.txt": bytes(1 << 19)})))
    assert found == {"a.txt": "ratio", "b.txt": bytes(1 << 19)}
    assert told(documents_in(gzip.compress(bytes(4 << 20)))) == {"": "ratio"}


def test_members_that_lie_upon_one_another_are_refused():
    data = zipped({"a.txt": bytes(1000)})
    at = data.find(b"PK\1\2")
    entry = data[at : data.find(b"PK\5\6")]
    twice = (
        data[:at]
        + entry * 2
        + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(entry) * 2, at, 0)
    )
    found = told(documents_in(twice))
    assert "made to do harm" in found["a.txt"]
    assert found["a.txt (2)"] == bytes(1000)


def test_archives_within_archives_end_at_the_limit():
    data = PAGE
    for _ in range(10):
        data = gzip.compress(data)
    assert told(documents_in(data)) == {"": "nesting"}
    data = zipped({"x.html": PAGE})
    for _ in range(10):
        data = zipped({"z": data, "a.html": PAGE})
    found = told(documents_in(data, Limits(nesting=3)))
    assert found.pop("z!z!z") == "nesting"
    assert set(found.values()) == {PAGE}


def test_archives_that_multiply_end_at_what_may_be_unpacked():
    data = zipped({"x.txt": os.urandom(100_000)})
    for _ in range(3):
        data = zipped({f"{number}.zip": data for number in range(5)})
    limits = Limits(unpacked_bytes=1_000_000, ratio=1)
    found = told(documents_in(data, limits))
    assert set(found.values()) & {"unpacked_bytes", "ratio"}
    assert len(found) < 125


def test_more_members_than_allowed_are_told_and_the_first_are_read():
    data = zipped({f"{number}.txt": b"x" for number in range(20)})
    found = told(documents_in(data, Limits(members=5)))
    assert found == {"": "members"}
    found = told(documents_in(tarred({f"{n}.txt": b"x" for n in range(20)}), Limits(members=5)))
    assert list(found.values()) == [b"x"] * 5 + ["members"]


def test_a_directory_of_more_entries_than_allowed_is_not_even_opened():
    entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 16) * 150_000
    local = struct.pack("<4s5H3L2H", b"PK\3\4", *[0] * 10)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)
    data = local + entry + end
    tracemalloc.start()
    found = told(documents_in(data, Limits(members=120_000)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {"": "members"}
    assert peak < 3 * len(data)


def test_a_stream_whose_member_was_passed_over_says_so():
    first, *_ = documents_in(TAR)
    with pytest.raises(RefusalError, match="passed over"):
        first.load()


def test_members_of_an_archive_on_disk_may_be_listed_first(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(ZIP)
    members = list(documents(path, Limits()))
    assert [member.load() for member in reversed(members)] == list(MEMBERS.values())[::-1]


needs_libarchive = pytest.mark.skipif(
    not others.is_installed(), reason="libarchive is not installed"
)


@needs_libarchive
def test_rar_archives_are_read_with_their_chinese_names():
    data = rar(
        [
            ("年报/甲.html".encode("gb18030"), PAGE, 0o100644),
            (b"l", b"/etc/passwd", 0o120777),
            (b"b.zip", ZIP, 0o100644),
        ]
    )
    assert kind_of(data) == "rar"
    found = told(documents_in(data))
    assert found["年报/甲.html"] == PAGE
    assert "is a link" in found["l"]
    assert found["b.zip!2023/甲局.html"] == PAGE


@needs_libarchive
def test_seven_zip_archives_are_read():
    import libarchive

    blocks: list[bytes] = []
    with libarchive.custom_writer(
        lambda data: blocks.append(bytes(data)) or len(data), "7zip"
    ) as a:
        a.add_file_from_memory("a.html", len(PAGE), PAGE)
        a.add_file_from_memory("b.txt", 4, b"text")
    data = b"".join(blocks)
    assert kind_of(data) == "7z"
    assert told(documents_in(data)) == {"a.html": PAGE, "b.txt": b"text"}
    assert "is damaged" in told(documents_in(data[:-20]))[""]


def test_without_libarchive_the_extra_is_named(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(others.importlib, "import_module", missing)
    (member,) = documents_in(rar([(b"a.html", PAGE, 0o100644)]))
    with pytest.raises(RefusalError) as caught:
        member.load()
    assert "govinfo[archives]" in caught.value.hint


def test_many_members_cost_each_the_same_and_no_memory(tmp_path):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3000):
            archive.writestr(f"{number}.html", PAGE * 200)
    gc.collect()
    tracemalloc.start()
    count = sum(len(member.load()) == len(PAGE) * 200 for member in documents(path, Limits()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 3000
    assert peak < 12 << 20  # most of it is the list of names


CORPUS = [
    ZIP,
    zipped({"b.zip": ZIP, "t.tgz": gzip.compress(TAR)}),
    TAR,
    gzip.compress(TAR),
    lzma.compress(TAR),
    bz2.compress(TAR),
    gzip.compress(PAGE),
    rar([(b"a.html", PAGE, 0o100644)]),
]


@pytest.mark.parametrize("data", CORPUS)
def test_a_file_cut_anywhere_is_told_and_never_crashes(data):
    for end in range(0, len(data), 10):
        assert told(documents_in(data[:end]))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(CORPUS), st.data())
def test_changed_bytes_are_told_and_never_crash(data, changes):
    changed = bytearray(data)
    for _ in range(changes.draw(st.integers(1, 6))):
        at = changes.draw(st.integers(0, len(changed) - 1))
        changed[at : at + changes.draw(st.integers(0, 3))] = changes.draw(st.binary(max_size=5))
    names = [member.name for member in documents_in(bytes(changed))]
    assert names
    assert len(set(names)) == len(names)
    told(documents_in(bytes(changed), Limits(document_bytes=50, unpacked_bytes=500, nesting=1)))


@given(st.binary(max_size=300))
def test_any_bytes_are_some_member(data):
    assert told(documents_in(data))


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.binary(max_size=50), max_size=5))
@settings(max_examples=50, deadline=None)
def test_every_document_of_an_archive_comes_out_once(files):
    plain = {f"d/{number}.txt": b"x" + data for number, data in enumerate(files.values())}
    assert told(documents_in(zipped(plain))) == (plain or {"": "holds no document"})
    assert told(documents_in(tarred(plain))) == (plain or told(documents_in(tarred({}))))


@pytest.mark.parametrize("start", [b"Rar!\x1a\x07\x00", b"7z\xbc\xaf\x27\x1c"])
def test_an_archive_behind_white_space_is_read_or_told(start):
    for member in documents_in(b"\t" + start + bytes(60), Limits()):
        with pytest.raises(RefusalError):
            member.load()
