"""Containers of old Office files."""

import struct
import time

import pytest

from govinfo.read.content import RefusalError
from govinfo.read.kinds import kind_of
from govinfo.read.ole import open_container
from govinfo.read.ole_summary import summary_of

from .docs import container, summary

FILE = container({"WordDocument": bytes(range(256)) * 20, "1Table": b"x"})


def test_streams_are_found_by_name():
    with open_container(FILE) as found:
        assert found.names() == {"WordDocument", "1Table"}
        assert "1Table" in found
        assert "0Table" not in found
        assert found.stream("WordDocument").startswith(bytes(range(256)))
        assert found.metadata() == ()
        with pytest.raises(RefusalError, match="no stream 0Table"):
            found.stream("0Table")


@pytest.mark.parametrize("end", [0, 8, 76, 512, 1024, 1536, 2000, len(FILE) - 513])
def test_a_file_cut_off_is_refused(end):
    with pytest.raises(RefusalError, match="is damaged"), open_container(FILE[:end]) as found:
        [found.stream(name) for name in ("WordDocument", "1Table")]


def test_a_table_of_sectors_that_names_itself_ends_at_once():
    data = bytearray(FILE)
    sectors = 0xFFFFFF
    struct.pack_into("<I", data, 44, sectors)
    struct.pack_into("<II", data, 68, 2, (sectors - 109 + 126) // 127)
    data[3 * 512 : 4 * 512] = struct.pack("<128I", *[0] * 127, 2)
    begun = time.perf_counter()
    with pytest.raises(RefusalError, match="is cut off"), open_container(bytes(data)):
        pass
    assert kind_of(bytes(data)) == "ole"
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(("at", "size"), [(30, 0), (30, 60), (30, 65535), (32, 9)])
def test_sectors_of_an_impossible_size_are_refused(at, size):
    data = bytearray(FILE)
    struct.pack_into("<H", data, at, size)
    with pytest.raises(RefusalError, match="impossible size"), open_container(bytes(data)):
        pass


def test_a_chain_of_sectors_that_loops_ends():
    data = bytearray(FILE)
    for at in range(512, 1024, 4):
        struct.pack_into("<I", data, at, 3)
    begun = time.perf_counter()
    assert kind_of(bytes(data)) in ("doc", "ole")
    assert time.perf_counter() - begun < 1


def test_a_file_says_of_itself_what_can_be_read():
    assert summary_of(summary("年度报告", "张三")) == (("title", "年度报告"), ("author", "张三"))
    whole = summary("年度报告", "张三")
    for end in range(len(whole)):
        assert all(isinstance(value, str) for _, value in summary_of(whole[:end]))
    # A count of properties or characters may lie.
    lying = bytearray(whole)
    struct.pack_into("<I", lying, 52, 0xFFFFFFFF)
    begun = time.perf_counter()
    assert summary_of(bytes(lying))[0] == ("title", "年度报告")
    vector = whole.replace(struct.pack("<II", 30, 9), struct.pack("<II", 0x101E, 0x7FFFFFFF))
    assert summary_of(vector) == (("author", "张三"),)
    assert time.perf_counter() - begun < 1


def test_dates_are_given_and_dates_never_set_are_not():
    ticks = 133_500_000_000_000_000
    for number, said in ((ticks, (("created", "2024-01-17 21:20:00"),)), (0, ()), (2**64 - 1, ())):
        section = struct.pack("<IIII", 32, 1, 12, 16) + struct.pack("<IQ", 64, number)
        assert summary_of(bytes(44) + struct.pack("<I", 48) + section) == said
