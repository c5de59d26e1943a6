"""PDF files and pictures that loop, lie and swell."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from .makers import Hostile
from .pdfs import font, pdf, shown, stream, text_pdf
from .report import lines

_PAGE = (
    b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 11 0 R "
    b"/Resources <</Font <</F1 3 0 R>> /XObject <</X 12 0 R>>>>>>"
)


def files() -> Iterator[Hostile]:
    """Yield them."""
    for name, maker in {
        "loop_in_page_tree": _tree(b"[10 0 R 2 0 R]", 1),
        "page_tree_of_itself": _tree(b"[2 0 R]", 5),
        "huge_count": _tree(b"[10 0 R]", 1_000_000_000),
        "negative_count": _tree(b"[10 0 R]", -1),
        "same_page_50000_times": _tree(b"[" + b"10 0 R " * 50_000 + b"]", 50_000),
        "deep_page_tree": _deep_tree,
    }.items():
        yield Hostile(f"{name}.pdf", lambda _, make=maker: make())
    yield Hostile("user_password.pdf", lambda _: _protected(b"secret"), "password")
    yield Hostile("owner_password.pdf", lambda _: _protected(b""))
    yield Hostile("form_of_itself.pdf", lambda _: _form_of_itself())
    yield Hostile("forms_by_forms.pdf", lambda _: _forms_by_forms())
    yield Hostile("stream_bomb.pdf", lambda size: _with(stream(b" " * 10 * size)))
    yield Hostile("stream_bombs_in_layers.pdf", _layers)
    yield Hostile("operators.pdf", lambda size: _with(stream(b"q " * (size // 2))))
    yield Hostile("tiny_lines.pdf", lambda _: _with(stream(_tiny(30_000))))
    yield Hostile("tiny_boxes.pdf", lambda _: _with(stream(_boxes(20_000))))
    yield Hostile("letters.pdf", lambda _: _with(stream(_letters(100_000))))
    yield Hostile("huge_page.pdf", lambda _: _huge_page())
    yield Hostile("map_bomb.pdf", lambda _: _map_bomb())
    yield Hostile("prev_loop.pdf", lambda _: _prev_loop())
    yield Hostile("without_pages.pdf", lambda _: pdf({1: b"<</Type /Catalog>>"}), ".")
    yield Hostile("nested_arrays.pdf", lambda _: _with(b"[" * 100_000))
    yield Hostile("nested_dictionaries.pdf", lambda _: _with(b"<</A " * 100_000))
    yield Hostile("long_string.pdf", lambda size: _with(stream(_long_string(size))))
    yield Hostile("301_pages.pdf", lambda _: text_pdf(["1"] * 301, a_page=1), "pages")
    yield Hostile("no_text.pdf", lambda _: _with(stream(b"")), ".")
    yield Hostile("large_picture.png", lambda _: _png(60_000, 60_000), ".")
    yield Hostile("zero_picture.png", lambda _: _png(0, 0), ".")
    yield Hostile("long_picture.png", lambda _: _png(1, 2_000_000), ".")
    yield Hostile("cut_picture.jpg", lambda _: _jpeg()[:150], ".")
    yield Hostile("large_picture.jpg", lambda _: _jpeg(65_535), ".")
    yield Hostile("comment_bomb.png", lambda size: _png(8, 8, _text_chunk(size)), ".")
    yield Hostile("picture.gif", lambda _: b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(1000), ".")
    yield Hostile("picture.tif", lambda _: _tiff_loop(), ".")


def _objects(content: bytes) -> dict[int, bytes]:
    return {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Count 1 /Kids [10 0 R]>>",
        **font("".join(lines()) + "0123456789"),
        10: _PAGE,
        11: content,
    }


def _with(content: bytes) -> bytes:
    return pdf(_objects(content))


def _good() -> dict[int, bytes]:
    return _objects(stream(shown(lines())))


def _tree(kids: bytes, count: int):
    def make() -> bytes:
        objects = _good()
        objects[2] = b"<</Type /Pages /Count %d /Kids %s>>" % (count, kids)
        return pdf(objects)

    return make


def _deep_tree() -> bytes:
    objects = _good()
    last = 20_000
    objects[2] = b"<</Type /Pages /Count 1 /Kids [100 0 R]>>"
    for number in range(100, last):
        objects[number] = b"<</Type /Pages /Parent %d 0 R /Count 1 /Kids [%d 0 R]>>" % (
            number - 1 if number > 100 else 2,
            number + 1,
        )
    objects[last] = _PAGE
    return pdf(objects)


def _protected(user: bytes) -> bytes:
    """Encrypted with RC4 of 40 bits; an empty user's password opens it."""
    import hashlib

    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    mark = bytes(16)
    owner_key = hashlib.md5((b"owner" + pad)[:32]).digest()[:5]
    owner = _rc4(owner_key, (user + pad)[:32])
    allowed = (-44).to_bytes(4, "little", signed=True)
    key = hashlib.md5((user + pad)[:32] + owner + allowed + mark).digest()[:5]
    objects = _good()
    for number, content in objects.items():
        head, start, rest = content.partition(b"\nstream\n")
        if start:
            body = rest.removesuffix(b"\nendstream")
            salt = number.to_bytes(3, "little") + bytes(2)
            own = hashlib.md5(key + salt).digest()[:10]
            objects[number] = head + start + _rc4(own, body) + b"\nendstream"
    objects[90] = b"<</Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -44>>" % (
        owner.hex().encode(),
        _rc4(key, pad).hex().encode(),
    )
    return pdf(objects, trailer=b"/Encrypt 90 0 R /ID [<%s> <%s>]" % ((mark.hex().encode(),) * 2))


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <<%s>>>> "


def _form_of_itself() -> bytes:
    objects = _objects(stream(b"/X Do " * 100))
    objects[12] = stream(b"/X Do /X Do", _FORM % b"/X 12 0 R")
    return pdf(objects)


def _forms_by_forms() -> bytes:
    """Ten forms, each of which shows the next one ten times."""
    objects = _objects(stream(b"/X Do"))
    for number in range(12, 22):
        objects[number] = stream(b"/X Do " * 10, _FORM % (b"/X %d 0 R" % (number + 1)))
    objects[22] = stream(b"BT /F1 9 Tf 40 40 Td <0031> Tj ET", _FORM % b"")
    return pdf(objects)


def _layers(size: int) -> bytes:
    packed = zlib.compress(zlib.compress(b" " * 30 * size, 9), 9)
    head = b"<</Length %d /Filter [/FlateDecode /FlateDecode]>>\nstream\n" % len(packed)
    return _with(head + packed + b"\nendstream")


def _tiny(count: int) -> bytes:
    return b"".join(
        b"%d %d m %d %d l S\n" % (i % 590, i % 840, i % 590 + 1, i % 840) for i in range(count)
    )


def _boxes(count: int) -> bytes:
    return b"".join(b"%d %d 3 3 re S\n" % (i * 4 % 590, i // 147 * 4) for i in range(count))


def _letters(count: int) -> bytes:
    one = b"1 0 0 1 %d %d Tm <0031> Tj\n"
    return b"BT /F1 1 Tf " + b"".join(one % (i % 590, i // 590 * 4) for i in range(count)) + b"ET"


def _huge_page() -> bytes:
    objects = _good()
    objects[10] = _PAGE.replace(b"595 842", b"99999999999 99999999999")
    return pdf(objects)


def _map_bomb() -> bytes:
    """A font that writes each character as a long text."""
    objects = _objects(stream(shown(["1" * 5000] * 20)))
    long = b"0031" * 5000
    objects[6] = stream(b"1 beginbfchar\n<0031> <%s>\nendbfchar" % long)
    return pdf(objects)


def _prev_loop() -> bytes:
    data = pdf(_good(), trailer=b"/Prev 00000000 ")
    return data.replace(b"/Prev 00000000", b"/Prev %08d" % data.rindex(b"xref\n0"))


def _long_string(size: int) -> bytes:
    return b"BT /F1 9 Tf 40 40 Td <" + b"0031" * (size // 40) + b"> Tj ET"


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, more: bytes = b"") -> bytes:
    """A white picture of one bit a point."""
    packer = zlib.compressobj(9)
    row = b"\0" + b"\xff" * -(-width // 8)
    body = b"".join(packer.compress(row * 1000) for _ in range(-(-height // 1000))) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + more
        + _chunk(b"IDAT", body)
        + _chunk(b"IEND", b"")
    )


def _text_chunk(size: int) -> bytes:
    return _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"7" * 10 * size))


def _jpeg(side: int = 64) -> bytes:
    """The head of a grey picture, whose points are missing."""
    table = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
    frame = b"\xff\xc0" + struct.pack(">HBHHBBBB", 11, 8, side, side, 1, 1, 0x11, 0)
    codes = (
        b"\xff\xc4\x00\x15\x00\x01" + bytes(15) + b"\0" + b"\xff\xc4\x00\x15\x10\x01" + bytes(16)
    )
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(100)
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\0\1\1\0\0\1\0\1\0\0" + table + frame + codes + scan


def _tiff_loop() -> bytes:
    """A picture whose list of pages leads to itself."""
    entry = struct.pack("<HHII", 256, 4, 1, 60_000) + struct.pack("<HHII", 257, 4, 1, 60_000)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 2) + entry + struct.pack("<I", 8)
