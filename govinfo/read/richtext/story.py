"""Paragraphs and rows of one part of an RTF file: its body, a note, a text box."""

from __future__ import annotations

from dataclasses import dataclass, field

from govinfo.model import Limits
from govinfo.read.edges import Box
from govinfo.read.flow import Flow
from govinfo.read.page import Grid
from govinfo.read.word.lists import joined

_MOST_CELLS = 1000


@dataclass(slots=True)
class Row:
    """How a row is defined; it holds until it is defined anew."""

    left: int = 0
    boxes: list[Box] = field(default_factory=list)
    joined: bool = False
    merged: str = ""

    def edge(self, right: int) -> None:
        """End the definition of a cell."""
        if len(self.boxes) > _MOST_CELLS:
            return
        left = self.boxes[-1].right if self.boxes else self.left
        self.boxes.append(Box(left, right, self.joined, self.merged))
        self.joined, self.merged = False, ""


class Story:
    """Gathers text; ``parts`` are the pieces of the line that is open."""

    def __init__(self, limits: Limits, warnings: dict[str, None]) -> None:
        self.parts: list[str] = []
        self.label: str | None = None
        self.after: list[str | Grid] = []
        self._flow = Flow(limits, warnings)
        self._rows: dict[int, Row] = {}
        self._in_row = False
        self._loose = False

    def row(self, depth: int) -> Row:
        """The definition of rows at a depth."""
        return self._rows.setdefault(depth, Row())

    def define_row(self, depth: int) -> None:
        """Begin a definition; paragraphs may follow that do not say they are in a table."""
        if depth == 1:
            if self._loose:
                self._flow.move_out()
            self._in_row, self._loose = True, False
        self._rows[depth] = Row()

    def end_paragraph(self, depth: int) -> None:
        """End a paragraph that says it stands in ``depth`` tables."""
        if not depth and self._in_row:
            depth, self._loose = 1, True
        self._flow.paragraph(self._line(), depth, self.after)
        self.after = []

    def end_cell(self, depth: int) -> None:
        """End a cell."""
        self._in_row, self._loose = True, False
        self._flow.cell(self._line(), depth, self.after)
        self.after = []

    def end_row(self, depth: int, *, deleted: bool) -> None:
        """End a row, with the definition that holds."""
        if "".join(self.parts).strip() or self.after:
            self.end_paragraph(depth)
        if depth == 1:
            self._in_row = self._loose = False
        self.parts.clear()
        self._flow.row(self.row(depth).boxes, depth, deleted=deleted)

    def finish(self, depth: int) -> list[str | Grid]:
        """End what is open.

        Returns
        -------
        list of str or Grid
            The blocks in their order.
        """
        if self.parts or self.label or self.after:
            self.end_paragraph(depth)
        return self._flow.finish()

    def _line(self) -> str:
        line = "".join(self.parts)
        self.parts.clear()
        # A sign before the lines of a list is no number.
        if self.label and any(sign.isalnum() for sign in self.label):
            line = joined(self.label, line)
        self.label = None
        return line
