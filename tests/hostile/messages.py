"""Letters and saved pages with too many parts, or parts within parts."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from .makers import Hostile
from .seeds import eml, html

_HEAD = "From: a@b.cn\r\nSubject: {}\r\nMIME-Version: 1.0\r\n"
_MULTIPART = "Content-Type: multipart/{}; boundary={}\r\n\r\n"


def files() -> Iterator[Hostile]:
    """Yield them."""
    yield Hostile("10000_parts.mhtml", lambda _: _many("related"))
    yield Hostile("10000_parts.eml", lambda _: _many("mixed"))
    yield Hostile("1000_multiparts.mhtml", lambda _: _deep("related", 1000))
    yield Hostile("1000_multiparts.eml", lambda _: _deep("mixed", 1000))
    yield Hostile("letter_in_letter.eml", lambda _: _recursion(50))
    yield Hostile("letter_in_letter_encoded.eml", lambda _: _encoded_recursion(12))
    yield Hostile("without_end.mhtml", lambda _: _without_end())
    yield Hostile("without_tags.mhtml", _without_tags)
    yield Hostile("same_boundary.eml", lambda _: _same_boundary())
    yield Hostile("long_head.eml", _long_head)
    yield Hostile("many_heads.eml", lambda _: _many_heads())
    yield Hostile("bad_base64.mhtml", lambda _: _bad_base64())
    yield Hostile("unknown_charset.eml", lambda _: _unknown_charset())
    yield Hostile("large_base64.eml", _large_base64)
    yield Hostile("uuencoded.eml", _uuencoded)
    yield Hostile("encoded_words.eml", lambda _: _encoded_words())
    yield Hostile("boundary_of_pattern.eml", lambda _: _pattern())


def _many(kind: str) -> bytes:
    part = "--x\r\nContent-Type: text/html\r\nContent-Location: {}\r\n\r\n<p>1</p>\r\n"
    body = "".join(part.format(i) for i in range(10_000))
    return (_HEAD.format("a") + _MULTIPART.format(kind, "x") + body + "--x--").encode()


def _deep(kind: str, depth: int) -> bytes:
    out = _HEAD.format("a")
    for i in range(depth):
        out += _MULTIPART.format(kind, f"x{i}") + f"--x{i}\r\n"
    out += "Content-Type: text/html\r\n\r\n<p>1</p>\r\n"
    return (out + "".join(f"--x{i}--\r\n" for i in reversed(range(depth)))).encode()


def _recursion(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\nMIME-Version: 1.0\r\n\r\n" * depth + eml()


def _encoded_recursion(depth: int) -> bytes:
    letter = eml()
    for _ in range(depth):
        head = _HEAD.format("a") + "Content-Type: application/octet-stream; name=a.eml\r\n"
        head += "Content-Transfer-Encoding: base64\r\n\r\n"
        letter = head.encode() + base64.encodebytes(letter)
    return letter


def _without_end() -> bytes:
    head = _HEAD.format("a") + _MULTIPART.format("related", "x")
    return (head + "--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n").encode() + html()


def _without_tags(size: int) -> bytes:
    return (_HEAD.format("a") + "Content-Type: text/html\r\n\r\n").encode() + b"7" * size


def _same_boundary() -> bytes:
    head = _HEAD.format("a") + _MULTIPART.format("mixed", "x")
    return (head + ("--x\r\n" + _MULTIPART.format("mixed", "x")) * 2000).encode()


def _long_head(size: int) -> bytes:
    return (_HEAD.format("a" * size) + "\r\n1").encode()


def _many_heads() -> bytes:
    return (_HEAD.format("a") + "X-A: b\r\n" * 100_000 + "\r\n1").encode()


def _bad_base64() -> bytes:
    page = base64.encodebytes(html()).replace(b"A", b"*").replace(b"\n", b"=\n")
    head = _HEAD.format("a") + _MULTIPART.format("related", "x")
    head += "--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return head.encode() + page + b"\r\n--x--"


def _unknown_charset() -> bytes:
    head = "Content-Type: text/html; charset=\"\\0rot13'*0*=x\"; name*0*=utf-8''%ff; name*1=2\r\n"
    return (_HEAD.format("=?x-none?Q?=FF?= =?utf-8?B?!?=") + head + "\r\n<p>1</p>").encode()


def _large_base64(size: int) -> bytes:
    head = _HEAD.format("a") + "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n"
    return head.encode() + b"\r\n" + b"NzE3" * (size // 4)


def _uuencoded(size: int) -> bytes:
    head = _HEAD.format("a") + "Content-Transfer-Encoding: x-uuencode\r\n"
    line = b"M" + b"-" * 60 + b"\n"
    return head.encode() + b"\r\nbegin 644 a\n" + line * (size // 620)


def _encoded_words() -> bytes:
    return (_HEAD.format("=?utf-8?Q?a?= " * 20_000) + "\r\n1").encode()


def _pattern() -> bytes:
    return (_HEAD.format("a") + _MULTIPART.format("mixed", '"(a+)+$"') + "a" * 50_000).encode()
