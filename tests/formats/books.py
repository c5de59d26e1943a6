"""XLSX as spreadsheet programs write it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random
from xml.sax.saxutils import escape

from formats.blocks import is_number, packed, pieces, rows_of, title_of
from govinfo.model import Cell, Document, Table

HABITS = (
    "sheets",  # a sheet for each table
    "texts",  # numbers kept as text
    "inline",  # strings in the cells
    "rich",  # strings in several runs, with their pronunciation
    "formulas",
    "thousands",  # shown with commas
    "stale",  # text in cells that a merged cell covers
    "empty_cells",  # cells with a style and nothing in them, far to the right too
    "no_references",  # cells that do not say where they are
    "no_dimension",
    "whole_paths",  # links between the parts begin at the root
    "dimension_lies",
    "no_borders",
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_LINE = '<{0} style="thin"><color indexed="64"/></{0}>'
_BOX = "".join(_LINE.format(side) for side in ("left", "right", "top", "bottom"))
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts><fills '
    'count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="2"><border/>'
    f'<border>{_BOX}</border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs '
    'count="3"><xf numFmtId="0"/><xf numFmtId="0" borderId="1" applyBorder="1"/>'
    '<xf numFmtId="3" borderId="1" applyNumberFormat="1" applyBorder="1"/></cellXfs></styleSheet>'
)
_PLAIN, _BOXED, _THOUSANDS = range(3)


def name_of(row: int, column: int) -> str:
    """A cell's name, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def sheets_of(document: Document, *, many: bool) -> Iterator[list[str | Table]]:
    """What stands on each sheet."""
    sheet: list[str | Table] = []
    for block in document.blocks:
        if many and isinstance(block, Table):
            yield from ([sheet] if sheet else [])
            yield [block]
            sheet = []
        else:
            sheet.append(block if isinstance(block, Table) else block.text)
    if sheet:
        yield sheet


def xlsx(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as XLSX, paragraphs in the first column."""
    book = _Book(habits, draw)
    blocks = list(sheets_of(document, many="sheets" in habits))
    parts = {f"xl/worksheets/sheet{n}.xml": book.sheet(b) for n, b in enumerate(blocks, 1)}
    root = "/xl/" if "whole_paths" in habits else ""
    targets = [
        *((f"worksheets/sheet{n}", "worksheet") for n in range(1, len(blocks) + 1)),
        ("sharedStrings", "sharedStrings"),
        ("styles", "styles"),
    ]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{root}{name}.xml"/>'
        for n, (name, kind) in enumerate(targets, 1)
    )
    named = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(blocks) + 1)
    )
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'
        for name, kind in (("workbook", "sheet.main"), *targets)
    )
    strings = "".join(f"<si>{text}</si>" for text in book.strings)
    parts |= {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="rId1" '
        f'Type="{_R}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http'
        "://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        '" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/'
        'package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title_of(document))}</dc:title></cp:coreProperties>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_R}"><sheets>{named}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{strings}</sst>',
        "xl/styles.xml": _STYLES,
    }
    return packed({name: _HEAD + part for name, part in parts.items()})


class _Book:
    def __init__(self, habits: Collection[str], draw: Random) -> None:
        self.habits, self.draw = habits, draw
        self.strings: list[str] = []

    def has(self, habit: str, chance: float = 1) -> bool:
        return habit in self.habits and self.draw.random() < chance

    def sheet(self, blocks: list[str | Table]) -> str:
        rows: list[str] = []
        merged: list[str] = []
        width = 1
        for block in blocks:
            top = len(rows)
            if isinstance(block, str):
                rows.append(self.row(top, {0: self.cell(top, 0, block, _PLAIN)} if block else {}))
                continue
            width = max(width, block.n_columns)
            for at, slots in enumerate(rows_of(block), top):
                cells: dict[int, str] = {}
                for slot in slots:
                    self.place(cells, at, slot.cell, above=slot.above)
                rows.append(self.row(at, cells))
            merged += [
                f"{name_of(top + c.row, c.column)}:"
                f"{name_of(top + c.row + c.row_span - 1, c.column + c.column_span - 1)}"
                for c in block.cells
                if c.row_span > 1 or c.column_span > 1
            ]
        spans = "".join(f'<mergeCell ref="{name}"/>' for name in merged)
        merges = f'<mergeCells count="{len(merged)}">{spans}</mergeCells>' if merged else ""
        corner = "A1" if "dimension_lies" in self.habits else name_of(len(rows) - 1, width - 1)
        size = "" if "no_dimension" in self.habits else f'<dimension ref="A1:{corner}"/>'
        return (
            f'<worksheet xmlns="{_MAIN}">{size}<sheetData>{"".join(rows)}</sheetData>{merges}'
            "<headerFooter><oddFooter>第 &amp;P 页，共 97 页</oddFooter></headerFooter></worksheet>"
        )

    def place(self, row: dict[int, str], at: int, cell: Cell, *, above: bool) -> None:
        for column in range(cell.column, cell.column + cell.column_span):
            if not above and column == cell.column:
                row[column] = self.cell(at, column, cell.text)
            elif self.has("stale", 0.3):
                row[column] = self.cell(at, column, "97")
            else:
                row[column] = self.cell(at, column, "")

    def row(self, at: int, cells: dict[int, str]) -> str:
        if "empty_cells" in self.habits:
            cells |= {
                column: self.cell(at, column, "", _PLAIN)
                for column in (20, 21)
                if column not in cells
            }
        inner = "".join(cells[column] for column in sorted(cells))
        place = "" if "no_references" in self.habits else f' r="{at + 1}"'
        return f"<row{place}>{inner}</row>"

    def cell(self, row: int, column: int, text: str, style: int = _BOXED) -> str:
        place = "" if "no_references" in self.habits else f' r="{name_of(row, column)}"'
        if "no_borders" in self.habits:
            style = _PLAIN
        number = is_number(text) and "texts" not in self.habits
        if number and text.isdigit() and "thousands" in self.habits:
            style = _THOUSANDS
        place += f' s="{style}"' if style else ""
        if not text:
            return f"<c{place}/>"
        if number:
            formula = "<f>SUM(B97:C97)</f>" if self.has("formulas", 0.3) else ""
            return f"<c{place}>{formula}<v>{text}</v></c>"
        if self.has("formulas", 0.1) and text.strip() == text:
            return f'<c{place} t="str"><f>TRIM("97")</f><v>{escape(text)}</v></c>'
        string = self.string(text)
        if "inline" in self.habits:
            return f'<c{place} t="inlineStr"><is>{string}</is></c>'
        if string not in self.strings:
            self.strings.append(string)
        return f'<c{place} t="s"><v>{self.strings.index(string)}</v></c>'

    def string(self, text: str) -> str:
        if not self.has("rich", 0.5):
            return f'<t xml:space="preserve">{escape(text)}</t>'
        runs = "".join(
            f'<r><rPr><sz val="11"/></rPr><t xml:space="preserve">{escape(part)}</t></r>'
            for part in pieces(text, self.draw)
        )
        return f'{runs}<rPh sb="0" eb="1"><t>97</t></rPh>'
