"""PDF files written by hand, as small as readers take them, and tables drawn in them."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842


@dataclass
class PdfPage:
    """The content of a page; places are in points from the lower left corner."""

    width: int = WIDTH
    height: int = HEIGHT
    rotate: int = 0
    parts: list[bytes] = field(default_factory=list)

    def text(self, x, y, text, size=10, *, font="F1", angle=0, mode=0):
        """Print a line, its Latin characters half as wide as its Chinese ones."""
        a, b = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        shown = text.encode("utf-16-be").hex()
        self.draw(
            f"BT /{font} {size} Tf {mode} Tr {a:.5f} {b:.5f} {-b:.5f} {a:.5f} {x:.2f} {y:.2f} Tm "
            f"<{shown}> Tj ET"
        )

    def line(self, x0, y0, x1, y1, *, width=0.5, dash=""):
        self.draw(f"q {width} w {dash or '[] 0 d'} {x0:.2f} {y0:.2f} m {x1:.2f} {y1:.2f} l S Q")

    def box(self, x0, y0, x1, y1, *, paint="S"):
        self.draw(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re {paint}")

    def picture(self, x0, y0, x1, y1):
        """Show the picture X1, which is black."""
        self.draw(f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {y0:.2f} cm /X1 Do Q")

    def draw(self, operators):
        self.parts.append(operators.encode("latin-1"))


#: A picture of one black point.
POINT = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Length 1 >>\nstream\n\x00\nendstream"
)


def form(page):
    """A page's content as an object that other pages show."""
    content = b"\n".join(page.parts)
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] "
        b"/Resources << /Font << /F1 3 0 R >> >> /Length %d >>\nstream\n%b\nendstream"
        % (len(content), content)
    )


def pdf(*pages, info="", shown=POINT, note=b"", trailer=""):
    """Write a file of pages; ``shown`` is their object X1, ``note`` one laid on the first."""
    kids = " ".join(f"{100 + 2 * i} 0 R" for i in range(len(pages)))
    found = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /W [1 95 500 814 907 500] "
        b"/FontDescriptor 5 0 R >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /StemV 93 "
        b"/CapHeight 880 >>",
        6: b"<< /Type /Font /Subtype /Type0 /BaseFont /Lost /Encoding /Identity-H "
        b"/DescendantFonts [7 0 R] >>",
        7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Lost /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 "
        b"/FontDescriptor 8 0 R >>",
        8: b"<< /Type /FontDescriptor /FontName /Lost /Flags 4 /FontBBox [0 -200 1000 900] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        9: f"<< {info} >>".encode(),
        10: shown,
        11: note or b"null",
    }
    for i, page in enumerate(pages):
        content = b"\n".join(page.parts)
        found[100 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] "
            f"/Rotate {page.rotate} /Contents {101 + 2 * i} 0 R "
            f"/Resources << /Font << /F1 3 0 R /F2 6 0 R >> /XObject << /X1 10 0 R >> >> "
            f"{'/Annots [11 0 R]' if note and not i else ''} >>"
        ).encode()
        found[101 + 2 * i] = b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    return _written(found, trailer)


def _written(objects, trailer):
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n"
    for number, place in [(0, None), *places.items()]:
        entry = b"0000000000 65535 f \n" if place is None else b"%010d 00000 n \n" % place
        out += b"%d 1\n%b" % (number, entry)
    size = max(places) + 1
    out += f"trailer\n<< /Size {size} /Root 1 0 R /Info 9 0 R {trailer} >>\n".encode()
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
