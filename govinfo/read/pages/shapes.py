"""The shapes on a page, from which its lines and tables are made.

Lengths are in any unit, points or pixels, as long as one document has one; places are
measured from the left and from the top of the page as it is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias


class Word(NamedTuple):
    """Characters that stand together, without a gap between them, and their box."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


class Rule(NamedTuple):
    """A ruling line, or a piece of one: horizontal where it is wider than high."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text.

    ``parted`` tells that wide gaps part it, as columns are parted; ``tabular``, that it
    belongs to such lines and its characters stand in columns.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    parted: bool = False
    tabular: bool = False

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a ruled table: its place in the grid of the table's edges, and its lines."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...] = ()

    @property
    def text(self) -> str:
        """Its lines, parted by line breaks."""
        return "\n".join(line.text for line in self.lines)


@dataclass(slots=True)
class RuledTable:
    """A table on one page, or what of it stands there.

    ``columns`` and ``rows`` are its edges from left to right and from top to bottom, one
    more than it has columns and rows; ``boxes`` cover it without a gap. ``open_above`` and
    ``open_below`` tell for each column whether no line is drawn at its top and bottom.
    """

    columns: list[float]
    rows: list[float]
    boxes: list[Box]
    open_above: list[bool] = field(default_factory=list)
    open_below: list[bool] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.rows[-1]


#: What stands on a page, from top to bottom.
Block: TypeAlias = "Line | RuledTable"


@dataclass(slots=True)
class Page:
    """A page: its number from 1, its size, and what stands on it from top to bottom."""

    number: int
    width: float
    height: float
    blocks: Sequence[Block]
    warnings: list[str] = field(default_factory=list)
