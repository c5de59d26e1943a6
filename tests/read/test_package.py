"""Office files are unpacked in memory, never further than allowed."""

import io
import random
import struct
import time
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import LIMITS
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.package import Package, check_package, parse_xml

from .words import packed

NOTHING = b"\0" * (3 << 20)
SMALL = packed({"[Content_Types].xml": "<Types/>", "xl/a.xml": "<a>26</a>", "b.bin": b"\1\2"})


def with_directory(data, place, form, number):
    """The zip with a number changed in the directory's first entry."""
    at = data.index(b"PK\x01\x02") + place
    changed = bytearray(data)
    struct.pack_into(form, changed, at, number)
    return bytes(changed)


def refusal(data, way=check_package):
    with pytest.raises(RefusalError) as caught:
        way(data, LIMITS)
    return caught.value.problem


def beyond(data, limits=LIMITS):
    with pytest.raises(BeyondLimitError) as caught:
        check_package(data, limits)
    return caught.value.limit


def test_parts_are_found_whatever_their_case():
    package = Package(SMALL, LIMITS)
    assert package.read("XL/A.xml") == b"<a>26</a>"
    assert "/xl/a.xml" in package
    assert "xl/b.xml" not in package
    assert package.tree("xl/a.xml").text == "26"


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_large_part_comes_out_whole(how):
    data = random.Random(1).randbytes(1_000_000)
    assert Package(packed({"a": data}, how), LIMITS).read("a") == data
    assert Package(packed({"a": b""}, how), LIMITS).read("a") == b""


def test_a_part_that_unpacks_to_too_much_is_beyond_the_ratio():
    assert beyond(packed({"a.xml": NOTHING})) == "ratio"
    check_package(packed({"a.xml": NOTHING[: 1 << 20]}), LIMITS)


def test_parts_that_unpack_to_too_much_together_are_beyond_the_limit():
    few = replace(LIMITS, unpacked_bytes=1_000_000)
    parts = {f"{n}.bin": NOTHING[:600_000] for n in range(2)}
    assert beyond(packed(parts), few) == "unpacked_bytes"


@pytest.mark.parametrize("said", [0, 1, 100])
def test_the_sizes_that_the_directory_gives_are_not_believed(said):
    lying = with_directory(packed({"a.xml": NOTHING}), 24, "<I", said)
    assert beyond(lying) == "ratio"
    whole = with_directory(packed({"a": "12345"}), 24, "<I", said)
    assert Package(whole, LIMITS).read("a") == b"12345"


def test_an_encrypted_part_is_refused():
    assert "password" in refusal(with_directory(SMALL, 8, "<H", 1))


def test_a_way_of_packing_that_no_office_program_uses_is_refused():
    assert "packed in a way" in refusal(packed({"a": b"26" * 99}, zipfile.ZIP_BZIP2))


def test_a_part_with_another_checksum_is_damaged():
    assert "checksum" in refusal(with_directory(SMALL, 16, "<I", 7))


@pytest.mark.parametrize("place", [0, 1 << 20, (1 << 32) - 2])
def test_a_part_that_is_not_where_it_should_be_is_damaged(place):
    data = with_directory(packed({"a": "1", "b": "2"}), 42, "<I", place)
    if place:
        assert "damaged" in refusal(data)


def test_a_file_with_no_end_of_parts_is_refused_in_good_time():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a", "1")
    data = file.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    many = 200_000
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * many, start, 0)
    began = time.perf_counter()
    assert "parts" in refusal(data[:start] + entry * many + end)
    assert time.perf_counter() - began < 2


ENTITIES = '<!DOCTYPE a [<!ENTITY b "&c;&c;">]><a>&b;</a>'


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [ENTITIES, "<!DOCTYPE a SYSTEM 'b'><a/>", f"<a>{' ' * 300_000}" + ENTITIES]
)
def test_entities_are_refused_before_anything_reads_them(codec, text):
    data = text.encode(codec)
    assert "entities" in refusal(data, parse_xml)
    assert "entities" in refusal(packed({"a.xml": data}, zipfile.ZIP_STORED))


def test_a_declaration_that_lies_across_two_pieces_is_found():
    for before in range((1 << 18) - 12, (1 << 18) + 2):
        data = b"<" + b"a" * (before - 1) + ENTITIES.encode()
        assert "entities" in refusal(packed({"a.xml": data}, zipfile.ZIP_STORED))


def test_a_manifest_may_name_an_outer_grammar():
    check_package(
        packed({"META-INF/manifest.xml": '<!DOCTYPE a SYSTEM "Manifest.dtd"><a/>'}), LIMITS
    )


def test_xml_that_would_take_too_much_memory_is_beyond_the_limit():
    few = replace(LIMITS, memory_bytes=10_000_000)
    with pytest.raises(BeyondLimitError) as caught:
        parse_xml(b"<a>" + b"<b/>" * 1_000_000 + b"</a>", few)
    assert caught.value.limit == "memory_bytes"


@pytest.mark.parametrize(
    "data", [b"", b"<a>", b"<a></b>", b"\xff\xfe<", b"<a>\xff</a>", b"<a>\0</a>"]
)
def test_xml_that_is_not_well_formed_is_damaged(data):
    assert "is damaged" in refusal(data, parse_xml)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data):
    refusal(data)
    refusal(b"PK\x03\x04" + data)


@given(st.data())
def test_changed_bytes_are_read_or_refused(data):
    changed = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        check_package(bytes(changed), LIMITS)
    except (RefusalError, BeyondLimitError):
        return


def test_a_file_cut_anywhere_is_refused():
    for end in range(len(SMALL)):
        assert "is damaged" in refusal(SMALL[:end])
