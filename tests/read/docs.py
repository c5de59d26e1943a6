"""Word 97 documents and their containers, written by hand, as small as readers take them."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_LEAST = 4096  # bytes below which a stream would lie in the small sectors
_HEAD = 1024
_PAGE = 512
_LONGEST = 400  # bytes of properties that a page takes

# Changes of paragraphs
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = struct.pack("<HB", 0x2417, 1)
INNER_CELL = struct.pack("<HB", 0x244B, 1)
INNER_ROW_END = struct.pack("<HB", 0x244C, 1)
# Changes of characters
DELETED = struct.pack("<HB", 0x0800, 1)
INSERTED = struct.pack("<HB", 0x0801, 1)
HIDDEN = struct.pack("<HB", 0x083C, 1)
STRUCK = struct.pack("<HB", 0x0837, 1)
RAISED = struct.pack("<HB", 0x2A48, 1)
LOWERED = struct.pack("<HB", 0x2A48, 2)


@dataclass
class P:
    """A paragraph: its text, mark, changes, style, and runs of changed characters.

    A run is given as first character, the one after the last, and its changes.
    """

    text: str = ""
    mark: str = "\r"
    changes: bytes = b""
    runs: list = field(default_factory=list)
    style: int = 0


def depth(tables: int) -> bytes:
    return struct.pack("<HI", 0x6649, tables)


def in_list(number: int, level: int = 0) -> bytes:
    return struct.pack("<HHHB", 0x460B, number, 0x260A, level)


def cells(edges: list[int], flags: list[int] | None = None) -> bytes:
    """The definition of a row."""
    count = len(edges) - 1
    flags = flags or [0] * count
    body = struct.pack(f"<B{count + 1}h", count, *edges)
    body += b"".join(struct.pack("<HH16x", each, 0) for each in flags)
    return struct.pack("<HH", 0xD608, len(body) + 1) + body


def row(texts: list[str], definition: bytes | None = None) -> list[P]:
    """A row of cells; a line break in a text begins a paragraph."""
    found = []
    for text in texts:
        *before, last = text.split("\n")
        found += [P(each, "\r", IN_TABLE) for each in before]
        found.append(P(last, "\x07", IN_TABLE))
    if definition is None:
        definition = cells([1000 * number for number in range(len(texts) + 1)])
    return [*found, P("", "\x07", IN_TABLE + ROW_END + definition)]


def table(*rows: list[str]) -> list[P]:
    return [each for texts in rows for each in row(texts)]


def word(
    paragraphs: list[P],
    *,
    notes: tuple[P, ...] = (),
    headers: tuple[P, ...] = (),
    boxes: tuple[P, ...] = (),
    pieces: list[tuple[int, bool, int]] | None = None,
    scattered: bool = False,
    magic: int = 0xA5EC,
    version: int = 0xC1,
    flags: int = 0x0200,
    lists: tuple[bytes, bytes, bytes] = (b"", b"", b""),
    styles: bytes = b"",
    properties: bytes = b"",
    grpprls: tuple[bytes, ...] = (),
    more: dict[str, bytes] | None = None,
) -> bytes:
    """A whole document.

    Parameters
    ----------
    paragraphs, notes, headers, boxes : sequence of P
        The parts of the text.
    pieces : list of (int, bool, int), optional
        End, whether of one byte a character, and modifier of each piece; the last may
        end at 0, which stands for the end of the text.
    scattered : bool
        Whether pieces lie in the stream from the last to the first, as fast saving does.
    lists : three bytes
        The lists, their levels, and what paragraphs call.
    grpprls : tuple of bytes
        Lists of changes that modifiers of pieces refer to.
    more : dict of str to bytes, optional
        Further streams.
    """
    parts = [list(part) for part in (paragraphs, notes, headers, boxes)]
    every = [each for part in parts for each in part]
    text = "".join(each.text + each.mark for each in every)
    pieces = [(end or len(text), *rest) for end, *rest in pieces or [(0, False, 0)]]
    body, places = _body(text, pieces, scattered=scattered)
    data = bytearray()
    papx, chpx = _runs(every, places, data)
    stream = bytearray(_HEAD) + body
    stream += bytes(-len(stream) % _PAGE)
    tables = bytearray(4)  # nothing begins at 0
    found: dict[int, tuple[int, int]] = {}

    def put(index: int, structure: bytes) -> None:
        if structure:
            found[index] = len(tables), len(structure)
            tables.extend(structure)

    put(1, styles)
    put(12, _pages(stream, chpx, paragraph=False))
    put(13, _pages(stream, papx, paragraph=True))
    put(33, _clx(pieces, places, grpprls))
    put(73, lists[0])
    tables += lists[1]
    put(74, lists[2])
    struct.pack_into("<HH", stream, 0, magic, version)
    struct.pack_into("<H", stream, 10, flags)
    struct.pack_into("<H", stream, 32, 14)
    struct.pack_into("<H", stream, 62, 22)
    lengths = [sum(len(each.text) + 1 for each in part) for part in parts]
    main, footnotes, head, text_boxes = lengths
    struct.pack_into("<8I", stream, 76, main, footnotes, head, 0, 0, 0, text_boxes, 0)
    struct.pack_into("<H", stream, 152, 93)
    for index, place in found.items():
        struct.pack_into("<II", stream, 154 + 8 * index, *place)
    streams = {"WordDocument": bytes(stream), "1Table": bytes(tables)}
    if data:
        streams["Data"] = bytes(data)
    if properties:
        streams["\x05SummaryInformation"] = properties
    return container(streams | (more or {}))


def _body(text, pieces, *, scattered):
    """The bytes of the text, and per character its place and width."""
    bounds = [(start, end, narrow) for start, (end, narrow, _) in _bounds(pieces)]
    places = [(0, 0)] * len(text)
    body = b""
    for start, end, narrow in reversed(bounds) if scattered else bounds:
        width = 1 if narrow else 2
        for at in range(start, end):
            places[at] = _HEAD + len(body) + (at - start) * width, width
        codec = "cp1252" if narrow else "utf-16-le"
        body += text[start:end].encode(codec, "surrogatepass" if not narrow else "strict")
        body += bytes(len(body) % 2)
    return body, places


def _bounds(pieces):
    starts = [0, *(end for end, _, _ in pieces)]
    return zip(starts, pieces, strict=False)


def _runs(every, places, data):
    papx, chpx = [], []
    at = 0
    for each in every:
        end = at + len(each.text) + 1
        changes = each.changes
        if len(changes) > _LONGEST:
            place = len(data)
            data += struct.pack("<H", len(changes)) + changes
            changes = struct.pack("<HI", 0x6646, place)
        props = struct.pack("<H", each.style) + changes
        papx += [(*places[one], props) for one in range(at, end)]
        looks = [b""] * (end - at)
        for first, last, change in each.runs:
            looks[first:last] = [change] * (last - first)
        chpx += [(*places[at + one], look) for one, look in enumerate(looks)]
        at = end
    return _joined(papx), _joined(chpx)


def _joined(singles):
    """Runs of one character each, in the order of the stream, joined where they are alike."""
    runs: list[tuple[int, int, bytes]] = []
    for place, width, props in sorted(singles, key=lambda single: single[0]):
        if runs and runs[-1][1] == place and runs[-1][2] is props:
            runs[-1] = runs[-1][0], place + width, props
        else:
            runs.append((place, place + width, props))
    return runs


def _pages(stream, runs, *, paragraph):
    """Write pages of runs into the stream; the table that finds them."""
    entry = 13 if paragraph else 1
    starts, numbers = [], []
    while runs:
        page = bytearray(_PAGE)
        edges, places, free = [], [], _PAGE - 1
        while runs and len(edges) < 0x1D:
            start, end, props = runs[0]
            block = _block(props, paragraph=paragraph)
            at = (free - len(block)) // 2 * 2 if props else free
            if 4 * (len(edges) + 2) + entry * (len(edges) + 1) > at:
                break
            if props:
                page[at : at + len(block)] = block
            free = at
            places.append(at // 2 if props else 0)
            edges.append(start)
            last = end
            runs = runs[1:]
        struct.pack_into(f"<{len(edges) + 1}I", page, 0, *edges, last)
        for number, place in enumerate(places):
            page[4 * (len(edges) + 1) + entry * number] = place
        page[-1] = len(edges)
        starts.append(edges[0])
        numbers.append(len(stream) // _PAGE)
        stream += page
    return struct.pack(f"<{len(starts) + 1}I{len(numbers)}I", *starts, last, *numbers)


def _block(props, *, paragraph):
    if not paragraph:
        return bytes([len(props)]) + props
    if len(props) % 2:
        return bytes([(len(props) + 1) // 2]) + props
    return bytes([0, len(props) // 2]) + props


def _clx(pieces, places, grpprls):
    clx = b"".join(b"\x01" + struct.pack("<H", len(each)) + each for each in grpprls)
    bounds = [0, *(end for end, _, _ in pieces)]
    found = struct.pack(f"<{len(bounds)}I", *bounds)
    for start, (_, narrow, modifier) in _bounds(pieces):
        place = places[start][0]
        found += struct.pack("<HIH", 0, place * 2 | 0x40000000 if narrow else place, modifier)
    return clx + b"\x02" + struct.pack("<I", len(found)) + found


def one_list(*levels: tuple[int, str], starts: int = 1) -> tuple[bytes, bytes, bytes]:
    """A list of nine levels, of which the first are given by kind and text.

    In the text ``%1`` stands for the number of the first level, and so on.
    """
    head = struct.pack("<h", 1) + struct.pack("<i22xBB", 7, 0, 0)
    body = b""
    for number in range(9):
        kind, text = levels[number] if number < len(levels) else (0, f"%{number + 1}.")
        places = bytearray(9)
        signs = ""
        for sign in text.replace("%", "\0%").split("\0"):
            if sign.startswith("%"):
                signs += chr(int(sign[1]) - 1)
                places[sum(map(bool, places))] = len(signs)
                sign = sign[2:]
            signs += sign
        body += struct.pack("<iBB", starts, kind, 0) + bytes(places) + bytes(13)
        body += struct.pack("<H", len(signs)) + signs.encode("utf-16-le")
    calls = struct.pack("<i", 1) + struct.pack("<i12x", 7) + bytes(4)
    return head, body, calls


def style_sheet(*styles: tuple[int, bytes, bytes]) -> bytes:
    """Styles by kind (1 of paragraphs, 2 of characters), their paragraph and text changes."""
    sheet = struct.pack("<H", 18) + struct.pack("<HH14x", len(styles), 10)
    for kind, paragraph, characters in styles:
        name = "样式".encode("utf-16-le")
        parts = [struct.pack("<H", 0) + paragraph] if kind == 1 else []
        parts.append(characters)
        record = struct.pack("<5H", 0, 0xFFF0 | kind, len(parts), 0, 0)
        record += struct.pack("<H", len(name) // 2) + name + b"\0\0"
        for part in parts:
            record += struct.pack("<H", len(part)) + part + bytes(len(part) % 2)
        sheet += struct.pack("<H", len(record)) + record + bytes(len(record) % 2)
    return sheet


def summary(title: str, author: str, *, page: int = 936) -> bytes:
    """What a file says of itself."""
    codec = {936: "gb18030", 65001: "utf-8"}[page]
    values = [(1, struct.pack("<IhH", 2, page - 0x10000 if page > 0x7FFF else page, 0))]
    for number, text in ((2, title), (4, author)):
        raw = text.encode(codec) + b"\0"
        values.append((number, struct.pack("<II", 30, len(raw)) + raw + bytes(-len(raw) % 4)))
    at = 8 + 8 * len(values)
    index, body = b"", b""
    for number, value in values:
        index += struct.pack("<II", number, at + len(body))
        body += value
    section = struct.pack("<II", at + len(body), len(values)) + index + body
    return struct.pack("<HHI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section


def container(streams: dict[str, bytes]) -> bytes:
    """A compound file of named streams, each filled up to sectors of its own."""
    bodies = [_filled(body) for body in streams.values()]
    n_directory = -(-(len(streams) + 1) * 128 // SECTOR)
    n_body = sum(len(body) // SECTOR for body in bodies)
    n_fat = 1
    while n_fat * SECTOR // 4 < n_fat + n_directory + n_body:
        n_fat += 1
    fat = [_FAT] * n_fat
    fat += _chain(n_fat, n_directory)
    directory = _entry("Root Entry", 5, _END, 0, child=1)
    for number, (name, body) in enumerate(zip(streams, bodies, strict=True), start=1):
        right = number + 1 if number < len(streams) else _FREE
        directory += _entry(name, 2, len(fat), len(body), right=right)
        fat += _chain(len(fat), len(body) // SECTOR)
    fat += [_FREE] * (n_fat * SECTOR // 4 - len(fat))
    directory = directory.ljust(n_directory * SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack(
        "<16x5H6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, n_fat, n_fat, 0, _LEAST, _END, 0, _END, 0
    )
    head += struct.pack("<109I", *range(n_fat), *[_FREE] * (109 - n_fat))
    return head + struct.pack(f"<{len(fat)}I", *fat) + directory + b"".join(bodies)


def _chain(start: int, sectors: int) -> list[int]:
    return [*range(start + 1, start + sectors), _END]


def _filled(body: bytes) -> bytes:
    return body.ljust(max(_LEAST, -(-len(body) // SECTOR) * SECTOR), b"\0")


def _entry(name, kind, start, size, *, right=_FREE, child=_FREE):
    wide = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16x20xIQ", wide, len(wide), kind, 1, _FREE, right, child, start, size
    )
