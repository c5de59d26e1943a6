"""Tables drawn on the pages of a PDF, broken where one likes."""

from __future__ import annotations

from dataclasses import dataclass, field

from read.pdfs import PdfPage

SIZE = 9
LEFT = 60
TOP = 780
PADDING = 3
LINE = 12


@dataclass
class Drawing:
    """Pages being filled from top to bottom.

    ``marked`` prints page numbers, ``rules`` names how the borders of cells are drawn.
    """

    rules: str = "lines"
    marked: bool = True
    pages: list[PdfPage] = field(default_factory=list)
    at: float = 0
    _left_over: dict = field(default_factory=dict)

    def __post_init__(self):
        self.new_page()

    @property
    def page(self):
        return self.pages[-1]

    def new_page(self):
        self.pages.append(PdfPage())
        self.at = TOP
        if self.marked:
            self.page.text(280, 30, f"- {len(self.pages)} -")

    def paragraph(self, text, *, per_line=50):
        """Print running text, its lines indented as those of a paragraph."""
        text = f"　　{text}"
        for start in range(0, len(text), per_line):
            self.page.text(LEFT, self.at, text[start : start + per_line], SIZE)
            self.at -= 2 * SIZE

    def table(self, lines, widths, *, break_before=None, cut=None, head=0, low=False):
        """Draw lines of spans, each a text with the rows and columns that it covers.

        A new page begins before the row ``break_before``, or within the row ``cut``, whose
        second line of text then stands on the new page; there, ``head`` rows are repeated.
        ``low`` prints the numbers of the row that is cut below the break.
        """
        self._left_over.clear()
        cells = placed(lines)
        heights = row_heights(cells, widths, len(lines))
        if cut is not None:
            heights[cut] = max(heights[cut], 2 * LINE + PADDING)
        self.at -= LINE
        rows = list(range(len(lines)))
        if break_before is None and cut is None:
            self._part(cells, widths, heights, rows)
        elif cut is None:
            self._part(cells, widths, heights, rows[:break_before])
            self.new_page()
            self._repeated(cells, widths, heights, head)
            self._part(cells, widths, heights, rows[break_before:], seen=rows[:break_before])
        else:
            first, second = halves(cells, widths, cut, low=low)
            self._part(first, widths, heights, rows[: cut + 1])
            self.new_page()
            self._repeated(cells, widths, heights, head)
            self._part(second, widths, heights, rows[cut:], seen=rows[:cut])
        self.at -= 3 * LINE

    def _repeated(self, cells, widths, heights, head):
        if head:
            self._part([cell for cell in cells if cell[0] < head], widths, heights, range(head))

    def _part(self, cells, widths, heights, rows, *, seen=()):
        """Draw some of the rows; a cell from above goes on with the lines that it has left."""
        edges = [LEFT + sum(widths[:i]) for i in range(len(widths) + 1)]
        tops = {}
        for row in rows:
            tops[row] = self.at
            self.at -= heights[row]
            tops[row + 1] = self.at
        for row, column, down, across, text in cells:
            own = [r for r in range(row, row + down) if r in tops and r in rows]
            if not own:
                continue
            top, bottom = tops[own[0]], tops[own[-1]] - heights[own[-1]]
            left, right = edges[column], edges[column + across]
            self._box(left, bottom, right, top)
            lines = wrapped(text, right - left)
            if row in seen:
                lines = self._left_over.pop((row, column), [])
            room = max(1, int((top - bottom) // LINE))
            self._left_over[row, column] = lines[room:]
            for i, line in enumerate(lines[:room]):
                self.page.text(left + PADDING, top - LINE * (i + 1) + 2, line, SIZE)

    def _box(self, left, bottom, right, top):
        page = self.page
        if self.rules == "boxes":
            page.box(left, bottom, right, top)
            return
        for x0, y0, x1, y1 in (
            (left, bottom, right, bottom),
            (left, top, right, top),
            (left, bottom, left, top),
            (right, bottom, right, top),
        ):
            if self.rules == "filled":
                page.box(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25, paint="f")
            elif self.rules == "doubled":
                page.line(x0, y0, x1, y1)
                page.line(x0 + 1.5, y0 + 1.5, x1 + 1.5, y1 + 1.5)
            elif self.rules == "dashes":
                self._dashes(x0, y0, x1, y1)
            else:
                page.line(x0, y0, x1, y1)

    def _dashes(self, x0, y0, x1, y1):
        steps = max(1, round(max(x1 - x0, y1 - y0) / 4))
        for i in range(steps):
            a, b = i / steps, (i + 0.6) / steps
            self.page.line(
                x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0)
            )


def placed(lines):
    """Cells with their place in the full grid: row, column, rows, columns, text."""
    found, taken = [], set()
    for row, line in enumerate(lines):
        column = 0
        for span in line:
            while (row, column) in taken:
                column += 1
            found.append((row, column, span.down, span.across, span.text))
            taken |= {(row + i, column + j) for i in range(span.down) for j in range(span.across)}
            column += span.across
    return found


def wrapped(text, width):
    """Lines of a cell, broken where they are full; numbers stay whole."""
    lines = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for sign in part:
            size = SIZE if ord(sign) > 0x2000 else SIZE / 2
            if line and used + size > width - 2 * PADDING and not sign.isdigit():
                lines.append(line)
                line, used = "", 0.0
            line, used = line + sign, used + size
        lines.append(line)
    return [line for line in lines if line]


def row_heights(cells, widths, n):
    heights = [LINE + PADDING] * n
    for row, column, down, across, text in cells:
        if down == 1:
            count = len(wrapped(text, sum(widths[column : column + across])))
            heights[row] = max(heights[row], LINE * count + PADDING)
    return heights


def halves(cells, widths, cut, *, low):
    """The cells above and below a break within a row: each label's first line and the rest."""
    above, below = [], []
    for row, column, down, across, text in cells:
        if row != cut:
            above.append((row, column, down, across, text))
            below.append((row, column, down, across, text))
            continue
        lines = wrapped(text, sum(widths[column : column + across]))
        first, second = "\n".join(lines[:1]), "\n".join(lines[1:])
        if low and not any(ord(sign) > 0x2E80 for sign in text):
            first, second = "", text
        above.append((row, column, down, across, first))
        below.append((row, column, down, across, second))
    return above, below
