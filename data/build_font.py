"""Cut the shipped Chinese font out of Noto Sans CJK.

    python data/build_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

On Debian and Ubuntu the collection comes with ``apt install fonts-noto-cjk``.
The script takes its simplified-Chinese face, keeps the characters that
`wanted_characters` names, turns the cubic outlines into TrueType's quadratic ones
(matplotlib embeds only those in PDF as Type 42) and writes
``govinfo/show/fonts/NotoSansSC-subset.ttf``. Run it again whenever the registry has
gained characters. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pyarrow.parquet as pq
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph

HOME = Path(__file__).resolve().parents[1] / "govinfo"
TARGET = HOME / "show" / "fonts" / "NotoSansSC-subset.ttf"
FACE = "Noto Sans CJK SC"
FAMILY = "Noto Sans SC Subset"  # not the full font's name: the two must not be mistaken
POSTSCRIPT_NAME = "NotoSansSCSubset-Regular"
MAX_ERROR = 1.5  # largest distance between the cubic and the quadratic outline [1/1000 em]

RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: names and pinyin
    (0x01CD, 0x01DC),  # pinyin with the third tone
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
    (0x2030, 0x203E),  # per mille, primes, reference mark
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x2150, 0x217F),  # fractions, Roman numerals
    (0x2190, 0x2199),  # arrows
    (0x2460, 0x249B),  # circled and bracketed numbers
    (0x25A0, 0x25CF),  # squares, triangles, circles
    (0x3000, 0x3020),  # ideographic punctuation
    (0x3220, 0x3229),  # bracketed ideographic numbers
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE6),  # full-width signs
)
ZEROED = (  # limits of instructions and composites: the subset has neither
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
    "maxComponentDepth",
    "maxPoints",
    "maxContours",
    "maxCompositePoints",
    "maxCompositeContours",
)
EXTRA = "−×÷±≈≠≤≥∑√∞≡∈№℃‰※★☆〇℡→↔"


def wanted_characters() -> set[int]:
    """GB2312, the ranges above, and all that the registry prints."""
    wanted = {code for first, last in RANGES for code in range(first, last + 1)}
    wanted.update(map(ord, EXTRA))
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            character = bytes((high, low)).decode("gb2312", errors="ignore")
            wanted.update(map(ord, character))
    for path in sorted((HOME / "registry").glob("*")):
        if path.suffix in {".csv", ".toml"}:
            wanted.update(map(ord, path.read_text(encoding="utf-8")))
    names = pq.read_table(HOME / "registry" / "regions.parquet", columns=["name"])
    wanted.update(ord(letter) for name in names["name"].to_pylist() for letter in name)
    return {code for code in wanted if code >= 0x20}


def simplified_face(collection: Path) -> TTFont:
    """Open the simplified-Chinese face of the collection."""
    for font in TTCollection(collection).fonts:
        if font["name"].getDebugName(1) == FACE:
            return font
    raise SystemExit(f"{collection} has no face called {FACE!r}.")


def cut(font: TTFont, wanted: set[int]) -> TTFont:
    """Keep the wanted characters and drop layout tables that matplotlib never reads."""
    options = subset.Options()
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG"]
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    options.desubroutinize = True
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


def to_truetype(font: TTFont) -> TTFont:
    """Replace the CFF outlines with quadratic ones in a ``glyf`` table."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs: dict[str, Glyph] = {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for field in ZEROED:
        setattr(font["maxp"], field, 0)
    font["maxp"].maxZones = 1
    glyf.compile(font)  # sets the side bearings that hmtx needs
    metrics = font["hmtx"].metrics
    for name, glyph in glyphs.items():
        glyph.recalcBounds(glyf)
        metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"
    return font


def rename(font: TTFont) -> TTFont:
    """Give the subset its own name; copyright, trademark and licence stay as they are."""
    new = {1: FAMILY, 3: f"{POSTSCRIPT_NAME};subset", 4: FAMILY, 6: POSTSCRIPT_NAME}
    names = font["name"]
    names.names = [record for record in names.names if record.langID == 0x409]
    for record in names.names:
        if record.nameID in new:
            record.string = new[record.nameID]
    return font


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collection", type=Path, help="path of NotoSansCJK-Regular.ttc")
    parser.add_argument("--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    font = simplified_face(arguments.collection)
    wanted = wanted_characters()
    present = set(font.getBestCmap())
    font = rename(to_truetype(cut(font, wanted)))
    font.recalcTimestamp = False
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    font.save(arguments.output)
    lost = "".join(chr(code) for code in sorted(wanted - present))
    sys.stdout.write(
        f"{arguments.output.name}: {len(font.getGlyphOrder())} glyphs, "
        f"{arguments.output.stat().st_size / 1e6:.2f} MB; not in the source: {lost}\n"
    )


if __name__ == "__main__":
    main()
