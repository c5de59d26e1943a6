"""PDF as printed from a word processor: ruled tables that pages cut."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from formats.blocks import header_rows, reaches_over, texts_of, title_of
from govinfo.model import Cell, Document, Table

if TYPE_CHECKING:
    from fpdf import FPDF

HABITS = (
    "short_pages",  # every table is cut
    "repeat_heads",
    "page_numbers",
    "running_head",
    "rectangles",  # lines are thin rectangles, as Word has them
    "cell_frames",  # every cell has a frame of its own
    "shaded",
    "cut_rows",  # a page may end within a row
    "by_character",  # every character is set by itself
    "wide_text",  # a bigger type in narrow columns: numbers stay whole, labels wrap
)
#: Habits that take away what a reader goes by: less may be read, nothing wrong.
LOSSY = ("unruled", "no_unicode")
FONT = Path(__file__).parents[2] / "govinfo" / "show" / "fonts" / "NotoSansSC-subset.ttf"
_LEFT, _TOP, _WIDTH = 15.0, 18.0, 180.0
_PAD = 0.8
_POINT = 0.3528  # [mm]
_UNSEEN = str.maketrans({"\t": "    ", "\xa0": " ", "\ufeff": None})


def pdf(document: Document, habits: Collection[str], draw: Random) -> bytes:
    """Write a document as PDF."""
    return _Paper(habits, title_of(document)).file(document)


@lru_cache
def _characters() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(FONT, lazy=True) as font:
        return frozenset(font.getBestCmap())


def printable(document: Document) -> bool:
    """Whether the font has every character of a document."""
    prints = "".join(texts_of(document)).translate(_UNSEEN).replace("\n", "")
    return _characters().issuperset(map(ord, prints))


class _Paper:
    def __init__(self, habits: Collection[str], title: str) -> None:
        from fpdf import FPDF

        logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
        self.habits = habits
        self.bottom = 120.0 if "short_pages" in habits else 279.0
        size = (210, self.bottom + 18)
        self.paper: FPDF = FPDF(format=size)
        self.paper.set_auto_page_break(auto=False)
        self.paper.add_font("noto", fname=FONT)
        self.size = 10.0 if "wide_text" in habits else 8.0
        self.paper.set_font("noto", size=self.size)
        self.paper.set_line_width(0.2)
        if title:
            self.paper.set_title(title)
        self.step = self.size * _POINT * 1.35
        self.widths: dict[str, float] = {}
        self.y = 0.0
        self.new_page()

    def file(self, document: Document) -> bytes:
        for block in document.blocks:
            if isinstance(block, Table):
                self.table(block)
            else:
                self.paragraph(block.text)
        data = bytes(self.paper.output())
        if "no_unicode" in self.habits:
            data = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), data)
        return data

    def new_page(self) -> None:
        self.paper.add_page()
        number = self.paper.page_no()
        if "page_numbers" in self.habits:
            self.paper.text(102, self.bottom + 10, f"- {number} -")
        if "running_head" in self.habits:
            self.paper.text(_LEFT, 10, "政府信息公开年度报告　内部编号97")
        self.y = _TOP

    def width(self, text: str) -> float:
        return sum(map(self.advance, text))

    def advance(self, char: str) -> float:
        if char not in self.widths:
            self.widths[char] = self.paper.get_string_width(char)
        return self.widths[char]

    def wrapped(self, text: str, width: float) -> list[str]:
        """Break a text as Chinese is broken, but never within a number."""
        lines = [""]
        used = 0.0
        for part in re.findall(r"[0-9.,%A-Za-z-]+|\n|.", text.translate(_UNSEEN)):
            size = self.width(part)
            if part == "\n" or (used + size > width and lines[-1]):
                lines.append("")
                used = 0.0
            if part != "\n":
                lines[-1] += part
                used += size
        return lines

    def line(self, x: float, y: float, text: str) -> None:
        """Set a line whose box begins at y."""
        base = y + self.step * 0.78
        if "by_character" not in self.habits:
            if text.strip():
                self.paper.text(x, base, text)
            return
        for char in text:
            if char.strip():
                self.paper.text(x, base, char)
            x += self.advance(char)

    def paragraph(self, text: str) -> None:
        for line in self.wrapped(text, _WIDTH):
            if self.y + self.step > self.bottom:
                self.new_page()
            self.line(_LEFT, self.y, line)
            self.y += self.step
        self.y += self.step * 0.3

    def columns(self, table: Table) -> list[float]:
        """Where the columns begin and end: numbers fit, labels have what is left."""
        wants = [self.width("000")] * table.n_columns
        for cell in table.cells:
            if cell.column_span == 1:
                longest = max(
                    map(self.width, re.findall(r"[0-9.,%A-Za-z-]+", cell.text)), default=0
                )
                wished = min(self.width(cell.text), self.width("政府信息公开申请数量"))
                wants[cell.column] = max(wants[cell.column], longest, wished)
        if "wide_text" in self.habits:
            wants = [min(want, self.width("0000000000")) for want in wants]
        total = sum(wants) + 2 * _PAD * len(wants)
        scale = (_WIDTH - 2 * _PAD * len(wants)) / (total - 2 * _PAD * len(wants))
        edges = [_LEFT]
        for want in wants:
            edges.append(edges[-1] + want * scale + 2 * _PAD)
        return edges

    def table(self, table: Table) -> None:
        edges = self.columns(table)
        texts = {c: self.wrapped(c.text, _inside(c, edges)) for c in table.cells}
        heights = self.heights(table, texts)
        head = header_rows(table) if "repeat_heads" in self.habits else 0
        if table.cells[0].column_span == table.n_columns or reaches_over(table, head):
            head = 0  # a title, or a header that reaches into the body, is not repeated
        self.y += 1
        left = dict(texts)
        strips: list[tuple[int, float]] = []
        for row, height in enumerate(heights):
            room = self.bottom - self.y - sum(high for _, high in strips)
            while height > room and (strips or room < self.bottom - _TOP - 30):
                if "cut_rows" in self.habits and room >= self.step + 2 * _PAD:
                    room = (room - 2 * _PAD) // self.step * self.step + 2 * _PAD
                    strips.append((row, room))
                    height = max(height - room + 2 * _PAD, self.step + 2 * _PAD)
                cut = bool(strips) and strips[-1][0] == row
                self.part(table, strips, edges, left, cut=cut)
                strips = []
                self.new_page()
                if head <= row:
                    top = list(enumerate(heights[:head]))
                    self.part(table, top, edges, dict(texts))
                room = self.bottom - self.y
            strips.append((row, height))
        self.part(table, strips, edges, left)
        self.y += self.step * 0.5

    def heights(self, table: Table, texts: Mapping[Cell, list[str]]) -> list[float]:
        heights = [2 * _PAD + self.step] * table.n_rows
        for cell in sorted(table.cells, key=lambda c: c.row_span):
            last = cell.row + cell.row_span - 1
            need = len(texts[cell]) * self.step + 2 * _PAD
            heights[last] += max(need - sum(heights[cell.row : last + 1]), 0)
        return heights

    def part(
        self,
        table: Table,
        strips: Sequence[tuple[int, float]],
        edges: Sequence[float],
        left: dict[Cell, list[str]],
        *,
        cut: bool = False,
    ) -> None:
        """Draw the part of a table that stands on this page; what is left of cells goes on."""
        if not strips:
            return
        rows = [row for row, _ in strips]
        high = dict(strips)
        shown = [c for c in table.cells if c.row <= rows[-1] and c.row + c.row_span > rows[0]]
        for cell in shown:  # the last part of a cell holds all that is left of it
            last = cell.row + cell.row_span - 1
            if last in high and not (cut and last == rows[-1]):
                need = len(left[cell]) * self.step + 2 * _PAD
                own = sum(high[row] for row in rows if cell.row <= row <= last)
                high[last] += max(need - own, 0)
        tops = {}
        for row in rows:
            tops[row] = self.y
            self.y += high[row]
        lines: set[tuple[float, float, float, float]] = set()
        for cell in shown:
            first = max(cell.row, rows[0])
            last = min(cell.row + cell.row_span - 1, rows[-1])
            box = (
                edges[cell.column],
                tops[first],
                edges[cell.column + cell.column_span],
                tops[last] + high[last],
            )
            room = int((box[3] - box[1] - 2 * _PAD) / self.step + 1e-6)
            now, left[cell] = left[cell][:room], left[cell][room:]
            if "shaded" in self.habits and cell.row < header_rows(table):
                self.paper.set_fill_color(217)
                self.paper.rect(box[0], box[1], box[2] - box[0], box[3] - box[1], style="F")
            self.print(now, box)
            lines |= self.framed(box)
        self.rule(lines)

    def print(self, lines: Sequence[str], box: tuple[float, float, float, float]) -> None:
        """Set lines in the middle of a box."""
        y = (box[1] + box[3] - len(lines) * self.step) / 2
        for line in lines:
            self.line((box[0] + box[2] - self.width(line)) / 2, y, line)
            y += self.step

    def framed(
        self, box: tuple[float, float, float, float]
    ) -> set[tuple[float, float, float, float]]:
        if "unruled" in self.habits:
            return set()
        x0, y0, x1, y1 = box
        if "cell_frames" in self.habits:
            self.paper.rect(x0, y0, x1 - x0, y1 - y0)
            return set()
        return {(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)}

    def rule(self, lines: Iterable[tuple[float, float, float, float]]) -> None:
        self.paper.set_fill_color(0)
        for x0, y0, x1, y1 in sorted(lines):
            if "rectangles" in self.habits:
                self.paper.rect(x0, y0, max(x1 - x0, 0.2), max(y1 - y0, 0.2), style="F")
            else:
                self.paper.line(x0, y0, x1, y1)


def _inside(cell: Cell, edges: Sequence[float]) -> float:
    return edges[cell.column + cell.column_span] - edges[cell.column] - 2 * _PAD
