"""DOCX as word processors write it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random
from xml.sax.saxutils import escape

from formats.blocks import (
    NUMBERED,
    Slot,
    is_number,
    is_prose,
    numeral,
    other_number,
    pieces,
    rows_of,
    title_of,
)
from formats.word_file import package
from govinfo.model import Document, Table

HABITS = (
    "rsids",  # revision marks, spelling marks and bookmarks between the runs
    "split_runs",  # a number in several runs
    "tracked",  # insertions beside deleted numbers, paragraphs and rows, former properties
    "numbering",  # numbers before headings and labels are made by the program
    "text_box",  # a paragraph stands in a box, with its copy for older programs
    "layout_table",  # the page is one cell of a table
    "fields",  # totals are formulas
    "controls",  # content controls round runs, cells, rows and paragraphs
    "header_footer",
    "footnotes",
    "comments",
    "hidden",
    "breaks",  # line breaks rather than paragraphs within cells
    "padded",  # empty paragraphs after the text of cells
    "page_breaks",  # breaks that were left from showing the page
    "stale",  # text in cells that a merged cell covers
    "no_grid",
    "smart_tags",
    "document2",  # the main part has another name
    "prefix",  # another prefix for the namespace
    "strict",  # the namespaces of the ISO standard
)
_WHO = 'w:id="{}" w:author="王" w:date="2024-01-09T08:00:00Z"'
_COUNTING = {"、": "chineseCountingThousand", "）": "chineseCountingThousand"}


def docx(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as DOCX."""
    return _Docx(habits, draw).file(document)


class _Docx:
    def __init__(self, habits: Collection[str], draw: Random) -> None:
        self.habits, self.draw = habits, draw
        self.number = 0
        self.lists: list[tuple[str, str, int]] = []  # format, text of the level, start
        self.counting: dict[tuple[str, str], tuple[int, int]] = {}

    def has(self, habit: str, chance: float = 1) -> bool:
        return habit in self.habits and self.draw.random() < chance

    def who(self) -> str:
        self.number += 1
        return _WHO.format(self.number)

    def file(self, document: Document) -> bytes:
        body = self.body(document)
        return package(body, self.numbering(), title_of(document), self.habits)

    def body(self, document: Document) -> str:
        out = []
        for block in document.blocks:
            if isinstance(block, Table):
                out += [self.table(block), self.paragraph("")]
            elif is_prose(block.text) and self.has("text_box", 0.3):
                out.append(_boxed(self.paragraph(block.text)))
            elif self.has("controls", 0.2):
                out.append(_control(self.paragraph(block.text)))
            else:
                out.append(self.paragraph(block.text))
            if self.has("tracked", 0.1):
                out.append(self.deleted_paragraph())
        return "".join(out)

    def deleted_paragraph(self) -> str:
        return (
            f"<w:p><w:pPr><w:rPr><w:del {self.who()}/></w:rPr></w:pPr><w:del {self.who()}><w:r>"
            "<w:delText>全年收到申请97件，办结96件。</w:delText></w:r></w:del></w:p>"
        )

    def paragraph(self, text: str, *, total: bool = False) -> str:
        properties = "<w:keepNext/>" if self.has("rsids", 0.5) else ""
        if "numbering" in self.habits:
            text, added = self.numbered(text)
            properties += added
        if self.has("tracked", 0.3):
            properties += (
                f'<w:pPrChange {self.who()}><w:pPr><w:ind w:left="97"/></w:pPr></w:pPrChange>'
            )
        rsid = ' w:rsidR="00A1B2C3" w:rsidRDefault="00A1B2C3"' if "rsids" in self.habits else ""
        inner = self.content(text, total=total)
        return f"<w:p{rsid}>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"

    def numbered(self, text: str) -> tuple[str, str]:
        found = NUMBERED.match(text)
        if found is None:
            return text, ""
        printed, mark = found[1] or found[3], found[2] or "）"
        value = numeral(printed)
        form = "decimal" if printed.isascii() else _COUNTING.get(mark, "chineseCounting")
        level = "（%1）" if mark == "）" else f"%1{mark}"
        last, index = self.counting.get((form, level), (0, 0))
        if last != value - 1 or not index:
            self.lists.append((form, level, value))
            index = len(self.lists)
        self.counting[form, level] = (value, index)
        link = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{index}"/></w:numPr>'
        return text[found.end() :], link

    def numbering(self) -> str:
        kinds = "".join(
            f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="{start}"/>'
            f'<w:numFmt w:val="{form}"/><w:suff w:val="nothing"/><w:lvlText w:val="{level}"/>'
            "</w:lvl></w:abstractNum>"
            for n, (form, level, start) in enumerate(self.lists, 1)
        )
        used = "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
            for n in range(1, len(self.lists) + 1)
        )
        return kinds + used

    def content(self, text: str, *, total: bool = False) -> str:
        cut = pieces(text, self.draw) if "split_runs" in self.habits else [text] if text else []
        out = [self.piece(part) for part in cut]
        inner = "".join(out)
        if total and self.has("fields"):
            inner = _field(inner, simple=self.draw.random() < 0.5)
        if self.has("comments", 0.3) and text:
            inner = (
                f'<w:commentRangeStart w:id="1"/>{inner}<w:commentRangeEnd w:id="1"/>'
                '<w:r><w:commentReference w:id="1"/></w:r>'
            )
        if self.has("footnotes", 0.2) and text.endswith("。"):
            inner += (
                '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                '<w:footnoteReference w:id="1"/></w:r>'
            )
        if self.has("hidden", 0.2):
            inner += "<w:r><w:rPr><w:vanish/></w:rPr><w:t>97</w:t></w:r>"
        if self.has("smart_tags", 0.2) and text:
            inner = f'<w:smartTag w:uri="urn:x" w:element="chmetcnv">{inner}</w:smartTag>'
        if self.has("controls", 0.2) and inner:
            inner = _control(inner)
        return inner

    def piece(self, text: str) -> str:
        run = self.run(text)
        if self.has("tracked", 0.15):
            gone = other_number(text, self.draw)
            word = self.draw.choice(("del", "moveFrom"))
            wrapped = "delText" if word == "del" else "t"
            run = (
                f"<w:{word} {self.who()}><w:r><w:{wrapped}>{gone}</w:{wrapped}></w:r></w:{word}>"
                f"<w:ins {self.who()}>{run}</w:ins>"
            )
        if self.has("rsids", 0.3):
            run = f'<w:proofErr w:type="spellStart"/>{run}<w:bookmarkStart w:id="0" w:name="_97"/>'
        return run

    def run(self, text: str) -> str:
        properties = ""
        if self.has("rsids", 0.5):
            properties = '<w:rFonts w:hint="eastAsia"/>'
        if self.has("tracked", 0.2):
            properties += (
                f"<w:rPrChange {self.who()}><w:rPr><w:vanish/><w:strike/></w:rPr></w:rPrChange>"
            )
        left = "<w:lastRenderedPageBreak/>" if self.has("page_breaks", 0.3) else ""
        inner = "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
            for part in text.split("\t")
        )
        wrapped = f"<w:rPr>{properties}</w:rPr>" if properties else ""
        return f"<w:r>{wrapped}{left}{inner}</w:r>"

    def table(self, table: Table) -> str:
        columns = '<w:gridCol w:w="900"/>' * table.n_columns
        grid = "" if "no_grid" in self.habits else f"<w:tblGrid>{columns}</w:tblGrid>"
        out = []
        for row in rows_of(table):
            if self.has("tracked", 0.1):
                out.append(self.deleted_row(row))
            cells = "".join(self.cell(slot, last=slot is row[-1] and len(row) > 1) for slot in row)
            line = f"<w:tr>{cells}</w:tr>"
            out.append(_control(line) if self.has("controls", 0.1) else line)
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{"".join(out)}</w:tbl>'
        )

    def deleted_row(self, row: Sequence[Slot]) -> str:
        cells = "".join(
            f"<w:tc><w:tcPr>{_span(slot.cell.column_span)}</w:tcPr><w:p><w:del {self.who()}>"
            "<w:r><w:delText>97</w:delText></w:r></w:del></w:p></w:tc>"
            for slot in row
        )
        return f"<w:tr><w:trPr><w:del {self.who()}/></w:trPr>{cells}</w:tr>"

    def cell(self, slot: Slot, *, last: bool) -> str:
        properties = '<w:tcW w:w="900" w:type="dxa"/>' + _span(slot.cell.column_span)
        if slot.above:
            properties += self.draw.choice(("<w:vMerge/>", '<w:vMerge w:val="continue"/>'))
        elif slot.cell.row_span > 1:
            properties += '<w:vMerge w:val="restart"/>'
        if self.has("tracked", 0.2):
            former = '<w:tcPr><w:gridSpan w:val="3"/><w:vMerge w:val="restart"/></w:tcPr>'
            properties += f"<w:tcPrChange {self.who()}>{former}</w:tcPrChange>"
        if slot.above:
            inner = self.paragraph("97" if self.has("stale", 0.5) else "")
        elif "breaks" in self.habits:
            line = self.run("\0".join(slot.lines))
            inner = f"<w:p>{line.replace(chr(0), '</w:t><w:br/><w:t>')}</w:p>"
        else:
            numbers = last and is_number(slot.cell.text)
            inner = "".join(self.paragraph(line, total=numbers) for line in slot.lines)
        if self.has("padded", 0.3):
            inner += self.paragraph("") if self.draw.random() < 0.5 else "<w:p/>"
        cell = f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"
        return _control(cell) if self.has("controls", 0.1) else cell


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>' if columns > 1 else ""


def _control(inner: str) -> str:
    return (
        '<w:sdt><w:sdtPr><w:alias w:val="97"/><w:text/></w:sdtPr>'
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def _field(shown: str, *, simple: bool) -> str:
    if simple:
        return f'<w:fldSimple w:instr=" =SUM(LEFT) \\# 97 ">{shown}</w:fldSimple>'
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> =SUM(LEFT) \\# 97 </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _boxed(paragraph: str) -> str:
    inside = f"<w:txbxContent>{paragraph}</w:txbxContent>"
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        '<wp:extent cx="9" cy="9"/><wp:docPr id="1" name="文本框 97"/><a:graphic><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f"<wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"
        "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
