"""Office files with bombs, loops and lies in them."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Iterator

from .makers import Hostile
from .ole import doc, ole, xls
from .packages import OPEN, SHEET, WORD, docx_parts, open_document, sheet_rows, xlsx_parts
from .report import all_rows, lines, zipped
from .seeds import SEEDS, rtf_text

_BOMB = (
    '<!DOCTYPE bomb [<!ENTITY a0 "1234567890">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + "]>"
)
_OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
_CELL = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p>"
_CELL_END = "<w:p/></w:tc></w:tr></w:tbl>"
_LINE = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
_PARTS = {
    "docx": ("word/document.xml", docx_parts("")),
    "odt": ("content.xml", open_document("text", "")),
    "ods": ("content.xml", open_document("spreadsheet", "")),
    "xlsx": ("xl/worksheets/sheet1.xml", xlsx_parts("")),
}
_WITH_A = {
    "docx": f"<w:document {WORD}><w:body>{_LINE.format('&{};')}</w:body></w:document>",
    "odt": f"<office:document-content {OPEN}><office:body><office:text><text:p>&{{}};</text:p>"
    "</office:text></office:body></office:document-content>",
    "ods": f"<office:document-content {OPEN}><office:body><office:spreadsheet><table:table>"
    "<table:table-row><table:table-cell><text:p>&{};</text:p></table:table-cell>"
    "</table:table-row></table:table></office:spreadsheet></office:body>"
    "</office:document-content>",
    "xlsx": f'<worksheet {SHEET}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&{{}};</t>'
    "</is></c></row></sheetData></worksheet>",
}


def files() -> Iterator[Hostile]:
    """Yield them."""
    for suffix, (part, parts) in _PARTS.items():
        for name, head, entity in (("bomb", _BOMB, "a9"), ("outside", _OUTSIDE, "a")):
            body = head + _WITH_A[suffix].format(entity)
            yield Hostile(
                f"entity_{name}.{suffix}",
                lambda _, parts=parts, part=part, body=body: zipped({**parts, part: body}),
                "entit",
            )
            yield Hostile(
                f"entity_{name}_in_utf16.{suffix}",
                lambda _, parts=parts, part=part, body=body: zipped(
                    {**parts, part: body.encode("utf-16")}
                ),
                "entit",
            )
        yield Hostile(
            f"bomb.{suffix}",
            lambda size, parts=parts, part=part: zipped({**parts, part: b"<a>" + b" " * 10 * size}),
            "ratio|unpacked_bytes",
        )
        yield Hostile(
            f"tags.{suffix}",
            lambda size, parts=parts, part=part: _tags(parts, part, size),
            ".",
        )
        yield Hostile(
            f"encrypted.{suffix}", lambda _, suffix=suffix: _encrypted(suffix), "password"
        )
        yield Hostile(f"missing_part.{suffix}", lambda _, s=suffix: _without(s), ".")
    yield Hostile("5000_tables.docx", lambda _: _word(_CELL * 5000 + _CELL_END * 5000))
    yield Hostile("spans.docx", lambda _: _word(_wide_cells()))
    yield Hostile("merged_from_nothing.docx", lambda _: _word(_merged()))
    yield Hostile("large_text.docx", lambda size: _word(_LINE.format(_digits(size // 10))))
    yield Hostile("many_cells.docx", lambda _: _word(_many_cells()), "cells")
    yield Hostile("boxes.docx", lambda _: _word(_boxes()))
    yield Hostile("encrypted_package.docx", lambda _: _package(), "password")
    yield Hostile("encrypted.doc", lambda _: _encrypted_doc(), "password")
    yield Hostile("encrypted.xls", lambda _: _encrypted_xls(), "password|encrypt")
    yield Hostile("far_cell.xlsx", lambda _: _far_cell())
    yield Hostile("merged_over_all.xlsx", lambda _: _merged_over_all())
    yield Hostile("strings_bomb.xlsx", _strings_bomb, ".")
    yield Hostile("strings_missing.xlsx", lambda _: _strings_missing())
    yield Hostile("many_sheets.xlsx", lambda _: _many_sheets())
    yield Hostile("repeated_cells.ods", lambda _: _repeated())
    yield Hostile("spans.odt", lambda _: _wide_odt())
    yield Hostile("looping.doc", lambda _: _looping())
    yield Hostile("looping.xls", lambda _: ole({"Workbook": bytes(9000)}, loop=True), ".")
    for name, pieces in {
        "beyond_the_end": [(0, 1000, 1 << 29)],
        "backwards": [(500, 1000, 1024), (400, 300, 1024), (0, 10, 1024)],
        "before_the_start": [(0, 1000, -4)],
        "huge": [(0, 0x7FFFFFFF, 1024)],
        "over_and_over": [(i * 4000, (i + 1) * 4000, 1024) for i in range(2000)],
    }.items():
        yield Hostile(
            f"pieces_{name}.doc",
            lambda _, pieces=pieces: doc("\r".join(lines()), pieces=pieces),
            ".",
        )
    yield Hostile("long_record.xls", lambda _: xls([["1"]], more=b"\x04\x02\xff\xff1"), ".")
    yield Hostile("sheet_of_noise.xls", lambda _: _noise_sheet(), ".")
    yield Hostile("100000_groups.rtf", lambda _: b"{\\rtf1 " + b"{" * 100_000 + b"1", ".")
    yield Hostile("huge_binary.rtf", lambda _: b"{\\rtf1 \\bin2147483647 12}", ".")
    yield Hostile("negative_binary.rtf", lambda _: b"{\\rtf1 \\bin-5 12\\par}")
    yield Hostile("open_character.rtf", lambda _: b"{\\rtf1 \\uc9999 12\\u", ".")
    yield Hostile("skipped.rtf", lambda _: b"{\\rtf1\\uc1000000000 \\u25919?123\\par 4}")
    yield Hostile("large.rtf", lambda size: b"{\\rtf1 " + b"\\cell" * (size // 5) + b"}", ".")
    yield Hostile("edges.rtf", lambda _: _edges())
    yield Hostile("5000_tables.rtf", lambda _: _nested_rtf())


def _word(body: str) -> bytes:
    return zipped(docx_parts(body))


def _digits(count: int) -> str:
    """Digits that do not pack well."""
    return str(int.from_bytes(random.Random(1).randbytes(400))) * (count // 963 + 1)


def _tags(parts: dict[str, bytes | str], part: str, size: int) -> bytes:
    """Empty tags in an order that does not pack too well, so that the ratio is not reached."""
    choose = random.Random(2)
    names = ["<a/>", "<b/>", "<c/>", "<d/>", "<e/>", "<f/>", "<g/>", "<h/>"]
    some = "".join(choose.choices(names, k=20_000))
    return zipped({**parts, part: f"<x>{some * (size // len(some))}</x>"})


def _encrypted(suffix: str) -> bytes:
    """A package whose first part says that it is encrypted."""
    data = bytearray(SEEDS[suffix]())
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := data.find(magic, at)) >= 0:
            data[at + flags] |= 1
            at += 4
    return bytes(data)


def _without(suffix: str) -> bytes:
    part, parts = _PARTS[suffix]
    return zipped({name: content for name, content in parts.items() if name != part})


def _wide_cells() -> str:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr>' + _LINE.format(1) + "</w:tc>"
    return f"<w:tbl><w:tr>{cell * 3}</w:tr></w:tbl>"


def _merged() -> str:
    cell = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + _LINE.format(1) + "</w:tc>"
    return f"<w:tbl>{f'<w:tr>{cell * 4}</w:tr>' * 3}</w:tbl>"


def _many_cells() -> str:
    cells = "".join(f"<w:tc>{_LINE.format(i * 7919 % 1000)}</w:tc>" for i in range(1000))
    return "<w:tbl>" + f"<w:tr>{cells}</w:tr>" * 300 + "</w:tbl>"


def _boxes() -> str:
    return (
        "<w:p><w:r><w:pict><w:txbxContent>" * 500
        + "1"
        + "</w:txbxContent></w:pict></w:r></w:p>" * 500
    )


def _package() -> bytes:
    return ole({"EncryptionInfo": b"\4\0\4\0@\0\0\0<encryption/>", "EncryptedPackage": bytes(5000)})


def _encrypted_doc() -> bytes:
    data = bytearray(doc("\r".join(lines())))
    at = data.index(struct.pack("<HH", 0xA5EC, 0xC1))
    struct.pack_into("<H", data, at + 10, 0x0300)  # encrypted, and the table stream is 1Table
    return bytes(data)


def _encrypted_xls() -> bytes:
    data = bytearray(xls(all_rows()))
    at = data.index(struct.pack("<H", 0x0085))
    struct.pack_into("<HHHHH", data, at, 0x002F, 6, 0, 0x1234, 0x5678)
    return bytes(data)


def _far_cell() -> bytes:
    far = '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'
    return zipped(xlsx_parts(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}'))


def _merged_over_all() -> bytes:
    parts = xlsx_parts(sheet_rows())
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    merges = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:A1"/></mergeCells>'
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("</sheetData>", f"</sheetData>{merges}")
    return zipped(parts)


def _with_strings(strings: str, cells: str) -> dict[str, bytes | str]:
    parts = xlsx_parts(f'<row r="1">{cells}</row>')
    rels = str(parts["xl/_rels/workbook.xml.rels"])
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    more = f'<Relationship Id="rId2" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", more)
    parts["xl/sharedStrings.xml"] = f'<sst {SHEET} count="4000000000">{strings}</sst>'
    return parts


def _strings_bomb(size: int) -> bytes:
    """One long text that thousands of cells name."""
    long = f"<si><t>{_digits(size // 30)}</t></si>"
    cells = "".join(f'<c r="{_letters(i)}1" t="s"><v>0</v></c>' for i in range(16_000))
    return zipped(_with_strings(long, cells))


def _letters(number: int) -> str:
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _strings_missing() -> bytes:
    cells = '<c r="A1" t="s"><v>99999999999</v></c><c r="B1" t="s"><v>-1</v></c>'
    return zipped(_with_strings("<si><t>1</t></si>", cells))


def _many_sheets() -> bytes:
    parts = xlsx_parts("")
    sheets = "".join(f'<sheet name="s{i}" sheetId="{i}" r:id="rId1"/>' for i in range(1, 5000))
    book = str(parts["xl/workbook.xml"])
    parts["xl/workbook.xml"] = book.replace("</sheets>", f"{sheets}</sheets>")
    return zipped(parts)


def _repeated() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" '
        'office:value="7"><text:p>7</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    return zipped(open_document("spreadsheet", f"<table:table>{row}</table:table>"))


def _wide_odt() -> bytes:
    cell = (
        '<table:table-cell table:number-columns-spanned="1000000000" '
        'table:number-rows-spanned="1000000000" table:number-columns-repeated="1000000000">'
        "<text:p>7</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'
    return zipped(open_document("text", f"<table:table>{row}</table:table>"))


def _looping() -> bytes:
    whole = doc("\r".join(lines()))
    import olefile

    with olefile.OleFileIO(io.BytesIO(whole)) as file:
        streams = {name: file.openstream(name).read() for name in ("WordDocument", "1Table")}
    return ole(streams, loop=True)


def _noise_sheet() -> bytes:
    return ole({"Workbook": random.Random(3).randbytes(20_000)})


def _edges() -> bytes:
    ends = b"".join(b"\\cellx%d" % (-i * 1_000_000_000) for i in range(300))
    return b"{\\rtf1 \\trowd" + ends + b"\\intbl 1\\cell 2\\cell\\row}"


def _nested_rtf() -> bytes:
    start = b"".join(b"\\pard\\intbl\\itap%d 1\\nestcell" % i for i in range(2, 5000))
    text = rtf_text("总计").encode()
    return b"{\\rtf1 \\trowd\\cellx1\\cellx2\\intbl " + text + b"\\cell " + start + b"\\cell\\row}"
