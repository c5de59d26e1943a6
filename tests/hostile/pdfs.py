"""PDF files, written object by object."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_MAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /all def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
%s
endcmap end end"""


def pdf(objects: Mapping[int, bytes], *, root: int = 1, trailer: bytes = b"") -> bytes:
    """A file of numbered objects with its table of places."""
    body = b"%PDF-1.7\n"
    places = {}
    for number, content in objects.items():
        places[number] = len(body)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    size = max(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        kept = b"n" if number in places else b"f"
        table += b"%010d 00000 %s \n" % (places.get(number, 0), kept)
    table += b"trailer\n<</Size %d /Root %d 0 R %s>>\n" % (size, root, trailer)
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def stream(content: bytes, keys: bytes = b"") -> bytes:
    """An object with a packed stream."""
    packed = zlib.compress(content)
    return (
        b"<</Length %d /Filter /FlateDecode %s>>\nstream\n" % (len(packed), keys)
        + packed
        + b"\nendstream"
    )


def font(text: str) -> dict[int, bytes]:
    """A font of two bytes a character, whose map names each character of ``text``."""
    codes = sorted({ord(character) for character in text if ord(character) < 0x10000})
    pairs = b""
    for at in range(0, len(codes), 100):
        some = codes[at : at + 100]
        lines = b"".join(b"<%04X> <%04X>\n" % (code, code) for code in some)
        pairs += b"%d beginbfchar\n%sendbfchar\n" % (len(some), lines)
    return {
        3: b"<</Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 6 0 R>>",
        4: b"<</Type /Font /Subtype /CIDFontType2 /BaseFont /Song /CIDSystemInfo "
        b"<</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor 5 0 R "
        b"/DW 1000>>",
        5: b"<</Type /FontDescriptor /FontName /Song /Flags 4 /FontBBox [0 -200 1000 800] "
        b"/ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80>>",
        6: stream(_MAP % pairs),
    }


def shown(lines: list[str], *, leading: float = 12.0, size: float = 9.0) -> bytes:
    """The content of a page that shows lines of text from its top."""
    content = b"BT /F1 %.1f Tf %.2f TL 40 800 Td\n" % (size, leading)
    for line in lines:
        wide = line.encode("utf-16-be").hex().encode()
        content += b"<" + wide + b"> Tj T*\n"
    return content + b"ET"


def text_pdf(lines: list[str], *, a_page: int = 60, leading: float = 12.0) -> bytes:
    """Lines of text on as many pages as they need."""
    objects = font("".join(lines))
    pages = [lines[at : at + a_page] for at in range(0, max(len(lines), 1), a_page)]
    kids = []
    for number, some in enumerate(pages):
        page, content = 10 + 2 * number, 11 + 2 * number
        kids.append(b"%d 0 R" % page)
        objects[page] = (
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources <</Font <</F1 3 0 R>>>>>>" % content
        )
        objects[content] = stream(shown(some, leading=leading))
    objects[1] = b"<</Type /Catalog /Pages 2 0 R>>"
    objects[2] = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(kids), b" ".join(kids))
    return pdf(dict(sorted(objects.items())))
