"""RTF as Word, WPS and LibreOffice write it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random

from formats.blocks import (
    NUMBERED,
    Slot,
    is_number,
    is_prose,
    other_number,
    pieces,
    rows_of,
    title_of,
)
from govinfo.model import Document, Table

HABITS = (
    "gbk",  # characters as bytes of the code page
    "two_bytes",  # characters in Unicode with their two bytes behind them
    "wide_cells",  # merged columns as one wide cell
    "split_runs",
    "tracked",
    "hidden",
    "header_footer",
    "fields",
    "text_box",
    "notes",
    "comments",
    "nested",  # the page is one cell of a table
    "list_text",  # numbers before headings as the program made them
    "picture",
    "stale",  # text in cells that a merged cell covers
    "padded",
    "breaks",  # line breaks rather than paragraphs within cells
    "row_ends",  # what a row is stands behind its cells once more, as Word has it
    "long_lines",  # no line break between control words
)
_HEAD = r"""{\rtf1\ansi\ansicpg936\deff0\nouicompat
{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fnil\fcharset0 Times New Roman;}}
{\colortbl ;\red0\green0\blue97;}
{\stylesheet{\s0 Normal;}{\*\cs97 Default Paragraph Font;}{\s1 heading 1;}}
{\*\generator Msftedit 97;}{\*\rsidtbl \rsid97\rsid9797}
"""
_PICTURE = r"{\pict\pngblip\picw97\pich97 89504e470d0a1a0a97979797}"
_EDGES = r"{\header\pard 2088\par}{\footer\pard\qc -{\field{\*\fldinst PAGE}{\fldrslt 3}}-\par}"
_COLUMN = 900


def rtf(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as RTF."""
    return _Rtf(habits, draw).file(document).encode("latin-1")


class _Rtf:
    def __init__(self, habits: Collection[str], draw: Random) -> None:
        self.habits, self.draw = habits, draw
        self.depth = 0

    def has(self, habit: str, chance: float = 1) -> bool:
        return habit in self.habits and self.draw.random() < chance

    def file(self, document: Document) -> str:
        title = f"{{\\info{{\\title {self.written(title_of(document))}}}{{\\nofpages97}}}}\n"
        edges = self.edges() if "header_footer" in self.habits else ""
        fallback = "\\uc2" if "two_bytes" in self.habits else "\\uc1"
        nested = "nested" in self.habits
        self.depth = int(nested)
        body = "".join(
            self.table(block) if isinstance(block, Table) else self.placed(block.text)
            for block in document.blocks
        )
        if nested:
            body = (
                f"\\trowd\\cellx9000\n{body}\\pard\\intbl\\cell\n"
                "{\\trowd\\cellx9000\\row}\n\\pard\\par\n"
            )
        text = f"{_HEAD}{title}{edges}\\viewkind4{fallback}\\pard\n{body}}}"
        return text.replace("\n", "") if "long_lines" in self.habits else text

    def edges(self) -> str:
        return _EDGES

    def written(self, text: str) -> str:
        return "".join(map(self.character, text))

    def character(self, char: str) -> str:
        if char in "\\{}":
            return f"\\{char}"
        if char == "\t":
            return "\\tab "
        if char == "\xa0":
            return "\\~"
        if " " <= char <= "~":
            return char
        encoded = char.encode("gb18030")
        bytes_ = "".join(f"\\'{byte:02x}" for byte in encoded)
        if "gbk" in self.habits and len(encoded) == 2:
            return bytes_
        units = char.encode("utf-16-le")
        out = ""
        for at in range(0, len(units), 2):
            unit = int.from_bytes(units[at : at + 2], "little", signed=True)
            if "two_bytes" not in self.habits:
                out += f"\\u{unit}?"
            elif len(encoded) == 2:
                out += f"\\u{unit}{bytes_}"
            else:
                out += f"\\u{unit}??"
        return out

    def content(self, text: str) -> str:
        listed = ""
        found = NUMBERED.match(text) if self.has("list_text", 0.7) else None
        if found is not None:
            listed = f"{{\\listtext\\pard\\plain {self.written(found[0])}}}\\ls1\\ilvl0 "
            text = text[found.end() :]
        cut = pieces(text, self.draw) if "split_runs" in self.habits else [text] if text else []
        inner = listed + "".join(map(self.piece, cut))
        if self.has("fields", 0.3) and is_number(text):
            inner = (
                f"{{\\field{{\\*\\fldinst {{ =SUM(LEFT) \\\\# 97 }}}}{{\\fldrslt {{{inner}}}}}}}"
            )
        if self.has("notes", 0.2) and text.endswith("。"):
            note = self.written("见国办公开办函〔2021〕30号。")
            inner += f"{{\\super\\chftn{{\\footnote\\pard\\plain\\chftn {note}}}}}"
        if self.has("comments", 0.2):
            note = self.written("应为97件？")
            inner += (
                f"{{\\*\\atnid L97}}{{\\*\\atnauthor Li}}\\chatn{{\\*\\annotation\\pard {note}}}"
            )
        if self.has("hidden", 0.2):
            inner += "{\\v 97}"
        return inner

    def piece(self, text: str) -> str:
        run = f"{{\\f0\\fs21\\insrsid97 {self.written(text)}}}"
        if self.has("tracked", 0.2):
            gone = other_number(text, self.draw)
            run = (
                f"{{\\deleted\\revauthdel1\\revdttmdel97 {gone}}}"
                f"{{\\revised\\revauth1\\revdttm97{run}}}"
            )
        if self.has("split_runs", 0.2):
            run = f"{{\\*\\bkmkstart _97}}{run}{{\\*\\bkmkend _97}}"
        return run

    def start(self, depth: int) -> str:
        """How a paragraph begins that stands in so many tables."""
        return f"\\pard\\plain\\intbl\\itap{depth} " if depth else "\\pard\\plain "

    def placed(self, text: str) -> str:
        paragraph = f"{self.start(self.depth)}{self.content(text)}\\par\n"
        if is_prose(text) and self.has("picture", 0.2):
            paragraph = f"{self.start(self.depth)}{_PICTURE}\\par\n{paragraph}"
        if not self.depth and is_prose(text) and self.has("text_box", 0.3):
            inner = f"\\pard\\plain {self.content(text)}\\par "
            return (
                "\\pard\\plain {\\shp{\\*\\shpinst\\shpleft97{\\sp{\\sn shapeType}{\\sv 202}}"
                f"{{\\shptxt {inner}}}}}{{\\shprslt{{\\pard {self.written(text)}\\par}}}}}}\\par\n"
            )
        return paragraph

    def table(self, table: Table) -> str:
        after = f"{self.start(self.depth)}\\par\n"
        return "".join(self.row(row) for row in rows_of(table)) + after

    def row(self, row: Sequence[Slot]) -> str:
        depth = self.depth + 1
        marks, cells = ["\\trowd\\trgaph97"], []
        end = "\\nestcell\n" if depth > 1 else "\\cell\n"
        for slot in row:
            cell = slot.cell
            down = "\\clvmrg" if slot.above else "\\clvmgf" if cell.row_span > 1 else ""
            first = cell.column
            widths = [cell.column + cell.column_span]
            if "wide_cells" not in self.habits:
                widths = list(range(first + 1, first + cell.column_span + 1))
            for number, width in enumerate(widths):
                across = "" if len(widths) == 1 else "\\clmrg" if number else "\\clmgf"
                marks.append(f"{down}{across}\\clvertalc\\cellx{width * _COLUMN}")
                empty = bool(number) or slot.above
                cells.append(f"{self.lines(slot, depth, empty=empty)}{end}")
        what = "".join(marks) + "\n"
        if depth > 1:
            return (
                f"{''.join(cells)}{{\\*\\nesttableprops{what}\\nestrow}}{{\\nonesttables\\par}}\n"
            )
        again = f"{{{what}\\row}}\n" if "row_ends" in self.habits else "\\row\n"
        return f"{what}{''.join(cells)}{again}"

    def lines(self, slot: Slot, depth: int, *, empty: bool) -> str:
        start = self.start(depth)
        if empty:
            return f"{start}{'97' if self.has('stale', 0.5) else ''}"
        parts = [self.content(line) for line in slot.lines]
        inner = "\\line ".join(parts) if "breaks" in self.habits else f"\\par\n{start}".join(parts)
        padded = f"\\par\n{start}" if self.has("padded", 0.3) else ""
        return f"{start}{inner}{padded}"
