"""Archives that swell, overlap, nest, and name places outside themselves."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from .makers import Hostile
from .report import zipped
from .seeds import html, text, warc

_OUTSIDE = (
    *("../../../../tmp/outside.html", "/tmp/outside.html", "C:\\outside.html"),
    *("..\\..\\outside.html", "a/../../outside.html", "\\\\host\\share\\outside.html", ""),
    *("a\nb.html", "a\x00b.html", "a!b.html", "~/outside.html", "./././a.html", "a" * 5000),
)


def files() -> Iterator[Hostile]:
    """Yield them."""
    yield Hostile("bomb.zip", lambda size: zipped({"a.html": b" " * 10 * size}), "ratio|unpacked")
    yield Hostile("layers.zip", lambda size: _layers(size), "ratio|unpacked|nesting")
    yield Hostile("overlapping.zip", lambda _: _overlapping(), ".")
    yield Hostile("wrong_local_sizes.zip", lambda _: _wrong_local_sizes())
    yield Hostile("nested_20_times.zip", lambda _: _nested(20), "nesting")
    yield Hostile("many_members.zip", lambda _: _many(3000))
    yield Hostile("lying_sizes.zip", lambda _: _lying(), ".")
    yield Hostile("names_outside.zip", lambda _: _names_in_zip())
    yield Hostile("links.zip", lambda _: _links_in_zip(), ".")
    yield Hostile("encrypted.zip", lambda _: _encrypted(), "password")
    yield Hostile("gb18030_names.zip", lambda _: _gb_names())
    yield Hostile("unknown_method.zip", lambda _: _method(99), ".")
    yield Hostile("same_name_twice.zip", lambda _: _twice())
    yield Hostile("comment.zip", lambda _: _comment())
    yield Hostile("without_end.zip", lambda _: zipped({"a.html": html()})[:-30], ".")
    yield Hostile("zip64_lies.zip", lambda _: _zip64(), ".")
    yield Hostile("names_outside.tar", lambda _: _names_in_tar())
    yield Hostile("links.tar", lambda _: _links_in_tar(), ".")
    yield Hostile("lying_size.tar", lambda _: _lying_tar(), ".")
    yield Hostile("sparse.tar", lambda _: _sparse(), ".")
    yield Hostile("long_names.tar", lambda _: _long_names(), ".")
    yield Hostile("gzip_20_times.gz", lambda _: _gzip(20), "nesting")
    yield Hostile("bomb.gz", lambda size: gzip.compress(b" " * 10 * size), "ratio|unpacked")
    yield Hostile("bomb.bz2", lambda size: bz2.compress(b" " * 10 * size), "ratio|unpacked")
    yield Hostile("bomb.xz", lambda size: lzma.compress(b" " * 10 * size), "ratio|unpacked")
    yield Hostile("bomb.tar.gz", _tar_bomb, "ratio|unpacked")
    yield Hostile("hungry.xz", lambda _: _hungry(), ".")
    yield Hostile("many.gz", lambda _: gzip.compress(b"") * 50_000, ".")
    yield Hostile("lying_length.warc", lambda _: warc(length=10**15), ".")
    yield Hostile("negative_length.warc", lambda _: warc(length=-5), ".")
    yield Hostile("short_length.warc", lambda _: warc(length=3000), ".")
    yield Hostile("no_length.warc", lambda _: b"WARC/1.0\r\nWARC-Type: response\r\n\r\n1", ".")
    yield Hostile("long_head.warc", lambda size: b"WARC/1.0\r\nA: " + b"7" * size, ".")
    yield Hostile("bomb.warc.gz", lambda size: gzip.compress(_warc_bomb(10 * size)), ".")
    yield Hostile("chunked.warc", lambda _: _chunked(), ".")
    yield Hostile("encoded_bomb.warc", _encoded_bomb, ".")


def _layers(size: int) -> bytes:
    """Archives of archives, each layer of sixteen the same ones."""
    inner = zipped({"0.html": b"0" * size})
    for _ in range(5):
        inner = zipped({f"{i}.zip": inner for i in range(16)})
    return inner


def _overlapping() -> bytes:
    """A thousand names for one and the same packed kernel."""
    kernel = zlib.compress(b" " * 3_000_000, 9)[2:-4]
    crc = zlib.crc32(b" " * 3_000_000)
    head = struct.pack("<HHHHHIII", 20, 0, 8, 0, 0, crc, len(kernel), 3_000_000)
    local = b"PK\x03\x04" + head + struct.pack("<HH", 6, 0) + b"a.html" + kernel
    directory = b""
    for i in range(1000):
        name = b"%06d" % i
        directory += b"PK\x01\x02\x14\0" + head
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1000, 1000, len(directory), len(local), 0)
    return local + directory + b"PK\x05\x06" + end


def _wrong_local_sizes() -> bytes:
    """An archive whose member, by its own head, holds the rest of the archive as well."""
    inner = zipped({"a.html": html()})
    whole = zipped({"b.zip": inner}, zipfile.ZIP_STORED)
    data = bytearray(whole)
    length = len(whole) - whole.index(inner)
    struct.pack_into("<II", data, 18, length, length)
    return bytes(data)


def _nested(depth: int) -> bytes:
    inner = html()
    name = "a.html"
    for _ in range(depth):
        inner = zipped({name: inner}, zipfile.ZIP_STORED)
        name = "a.zip"
    return inner


def _many(count: int) -> bytes:
    return zipped({f"{i}.txt": b"1" for i in range(count)}, zipfile.ZIP_STORED)


def _lying() -> bytes:
    data = bytearray(zipped({"a.html": html(), "b.html": b"1" * 100_000}))
    for magic, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.find(magic)
        struct.pack_into("<I", data, place + at, 10)
    return bytes(data)


def _names_in_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number, name in enumerate(_OUTSIDE):
            info = zipfile.ZipInfo("x")
            info.filename = name
            archive.writestr(info, html() + b" " * number)
    return file.getvalue()


def _links_in_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, target in (("passwd.html", "/etc/passwd"), ("self.html", "self.html")):
            info = zipfile.ZipInfo(name)
            info.create_system = 3
            info.external_attr = 0o120777 << 16
            archive.writestr(info, target)
    return file.getvalue()


def _encrypted() -> bytes:
    data = bytearray(zipped({"a.html": html()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _gb_names() -> bytes:
    """Names in GB18030 without the mark of UTF-8, as Windows writes them."""
    plain = zipped({"xx/yyyy.html": html()})
    return plain.replace(b"xx/yyyy.html", "年/报告.html".encode("gb18030"))


def _method(number: int) -> bytes:
    data = bytearray(zipped({"a.html": html()}))
    struct.pack_into("<H", data, 8, number)
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 10, number)
    return bytes(data)


def _twice() -> bytes:
    return zipped({"a.html": html(), "b.html": html()}).replace(b"b.html", b"a.html")


def _comment() -> bytes:
    file = io.BytesIO(zipped({"a.html": html()}))
    with zipfile.ZipFile(file, "a") as archive:
        archive.comment = b"PK\x05\x06" + bytes(18) + b"PK\x01\x02" * 1000
    return file.getvalue()


def _zip64() -> bytes:
    data = zipped({"a.html": html()})
    end = struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 2**60, 2**60, 2**60, 2**60)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, len(data) - 22, 1)
    most = struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:-22] + b"PK\x06\x06" + end + locator + b"PK\x05\x06" + most


def _members(infos: list[tuple[tarfile.TarInfo, bytes]]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for info, content in infos:
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def _info(
    name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, link
    return info


def _names_in_tar() -> bytes:
    pages = [html() + b" " * number for number in range(len(_OUTSIDE))]
    return _members(
        [(_info(name, len(page)), page) for name, page in zip(_OUTSIDE, pages, strict=True)]
    )


def _links_in_tar() -> bytes:
    page = html()
    return _members(
        [
            (_info("good.html", len(page)), page),
            (_info("symbolic.html", kind=tarfile.SYMTYPE, link="/etc/passwd"), b""),
            (_info("loop.html", kind=tarfile.SYMTYPE, link="loop.html"), b""),
            (_info("hard.html", kind=tarfile.LNKTYPE, link="/etc/passwd"), b""),
            (_info("hard_in.html", kind=tarfile.LNKTYPE, link="good.html"), b""),
            (_info("hard_loop.html", kind=tarfile.LNKTYPE, link="hard_loop.html"), b""),
            (_info("device.html", kind=tarfile.CHRTYPE), b""),
            (_info("block.html", kind=tarfile.BLKTYPE), b""),
            (_info("pipe.html", kind=tarfile.FIFOTYPE), b""),
        ]
    )


def _lying_tar() -> bytes:
    info = _info("a.html", 2**40)
    return info.tobuf(tarfile.GNU_FORMAT) + html() + bytes(1024)


def _sparse() -> bytes:
    """A sparse file that says that it is a terabyte long."""
    buffer = bytearray(_info("a.html", 512, tarfile.GNUTYPE_SPARSE).tobuf(tarfile.GNU_FORMAT))
    buffer[386:410] = b"%011o\0" % 0 + b"%011o\0" % 512
    buffer[483:495] = b"%011o\0" % ((1 << 33) - 1)
    buffer[148:156] = b"%06o\0 " % (sum(buffer[:148]) + 256 + sum(buffer[156:512]))
    return bytes(buffer) + b"1" * 512 + bytes(1024)


def _long_names() -> bytes:
    """A long name for a long name for a long name."""
    head = _info("././@LongLink", 4, tarfile.GNUTYPE_LONGNAME).tobuf(tarfile.GNU_FORMAT)
    return (head + b"abc\0".ljust(512, b"\0")) * 5000 + bytes(1024)


def _gzip(times: int) -> bytes:
    data = html()
    for _ in range(times):
        data = gzip.compress(data, mtime=0)
    return data


def _tar_bomb(size: int) -> bytes:
    info = _info("a.html", 10 * size)
    return gzip.compress(info.tobuf() + b" " * 10 * size + bytes(1024))


def _hungry() -> bytes:
    """A packing that wants gigabytes for its dictionary."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    data = bytearray(lzma.compress(html(), filters=filters))
    at = data.index(b"\x21\x01", 12) + 2
    data[at] = 40  # four gigabytes
    end = 12 + (data[12] + 1) * 4
    struct.pack_into("<I", data, end - 4, zlib.crc32(bytes(data[12 : end - 4])))
    return bytes(data)


def _warc_bomb(size: int) -> bytes:
    head, _, _ = warc(length=size).partition(b"\r\n\r\n")
    return head + b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + b" " * size


def _http(heads: bytes, body: bytes) -> bytes:
    page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + heads + b"\r\n" + body
    head, _, _ = warc(length=len(page)).partition(b"\r\n\r\n")
    return head + b"\r\n\r\n" + page + b"\r\n\r\n"


def _chunked() -> bytes:
    return _http(b"Transfer-Encoding: chunked\r\n", b"ffffffffffff\r\n" + text())


def _encoded_bomb(size: int) -> bytes:
    return _http(b"Content-Encoding: gzip\r\n", gzip.compress(b" " * 10 * size))
