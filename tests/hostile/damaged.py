"""Good files with damage: cut off, named wrongly, in mixed encodings; and plain noise."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from .makers import Hostile
from .seeds import SEEDS, html, text

_CUTS = range(1, 10)  # tenths of the file
_MAGIC = {
    "docx": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "rtf": b"{\\rtf1",
    "pdf": b"%PDF-1.7\n",
    "gz": b"\x1f\x8b\x08",
    "bz2": b"BZh9",
    "xz": b"\xfd7zXZ\x00",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "rar": b"Rar!\x1a\x07\x01\x00",
    "zst": b"\x28\xb5\x2f\xfd",
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "warc": b"WARC/1.0\r\n",
    "mhtml": b"MIME-Version: 1.0\r\n",
    "html": b"<html><table><tr><td>",
}


def files() -> Iterator[Hostile]:
    """Yield them."""
    yield Hostile("empty.html", lambda _: b"", "is empty")
    yield Hostile("blank.txt", lambda _: b" \r\n\t" * 1000, "is empty")
    for count in (100, 10_000, 1_000_000):
        yield Hostile(
            f"random_{count}.bin", partial(_noise, count, b""), "neither text|decoded|empty"
        )
    for suffix, magic in _MAGIC.items():
        yield Hostile(f"noise_after_magic.{suffix}", partial(_noise, 20_000, magic), ".")
    for suffix in SEEDS:
        for tenth in _CUTS:
            yield Hostile(f"cut_{tenth}0_percent.{suffix}", partial(_cut, suffix, tenth))
    for suffix, wrong in (("docx", "html"), ("html", "pdf"), ("pdf", "docx"), ("xlsx", "doc")):
        yield Hostile(f"a_{suffix}_named.{wrong}", partial(_seed, suffix))
    yield Hostile("program.doc", lambda _: b"MZ\x90\0\x03\0\0\0" + bytes(500), "neither text")
    yield Hostile("without_mark_le.html", lambda _: html().decode().encode("utf-16-le"))
    yield Hostile("without_mark_be.txt", lambda _: text().decode().encode("utf-16-be"))
    yield Hostile("half_utf8_half_gbk.html", _half_and_half, "decoded")
    yield Hostile("zeros_in_numbers.html", _zeros)
    yield Hostile("zeros_in_numbers.txt", _zeros_in_text)
    yield Hostile("lone_surrogates.html", _surrogates)
    yield Hostile("wrong_mark.html", lambda _: b"\xff\xfe" + html())


def _noise(count: int, magic: bytes, _: int) -> bytes:
    return magic + random.Random(count).randbytes(count)


def _seed(suffix: str, _: int) -> bytes:
    return SEEDS[suffix]()


def _cut(suffix: str, tenth: int, _: int) -> bytes:
    whole = SEEDS[suffix]()
    return whole[: len(whole) * tenth // 10]


def _half_and_half(_: int) -> bytes:
    whole = html().decode()
    middle = len(whole) // 2
    return whole[:middle].encode() + whole[middle:].encode("gb18030")


def _zeros(_: int) -> bytes:
    """Every cell that holds a number holds one of two digits with a zero byte between."""
    import re

    return re.sub(rb">\d+</td>", b">1\x003</td>", html())


def _zeros_in_text(_: int) -> bytes:
    import re

    return re.sub(rb"(?m)^\d+$", b"1\x003", text())


def _surrogates(_: int) -> bytes:
    return html().replace("政府".encode(), b"\xed\xa0\x80\xe5\xba\x9c")
