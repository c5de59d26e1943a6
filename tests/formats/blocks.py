"""What all writers need: the rows of a table, the pieces of a text, the lines of a cell."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from random import Random

from govinfo.model import Cell, Document, Table

NUMBER = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
NUMBERED = re.compile(
    r"([一二三四五六七八九十]{1,3}|[0-9]{1,2})([、.．])(?![0-9])|（([一二三四五六七八九十])）"
)
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell where it stands in a row; ``above`` where it reaches in from the row above."""

    cell: Cell
    above: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines that the cell prints."""
        return self.cell.text.split("\n")


def rows_of(table: Table) -> list[list[Slot]]:
    """The slots of each row from left to right; places without a cell are empty cells."""
    places: list[list[Cell | None]] = [[None] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        for row in places[cell.row : cell.row + cell.row_span]:
            for column in range(cell.column, cell.column + cell.column_span):
                row[column] = row[column] or cell
    rows: list[list[Slot]] = []
    for number, row in enumerate(places):
        slots: list[Slot] = []
        for column, found in enumerate(row):
            if found is None:
                slots.append(Slot(Cell("", number, column)))
            elif found.column == column:
                slots.append(Slot(found, found.row < number))
        rows.append(slots)
    return rows


def filled(table: Table, *, repeat: bool = False) -> list[list[str]]:
    """Every place of a table; spanned places are empty or repeat the text."""
    places = [[""] * table.n_columns for _ in range(table.n_rows)]
    for cell in table.cells:
        places[cell.row][cell.column] = cell.text
        for row in places[cell.row : cell.row + cell.row_span] if repeat else ():
            row[cell.column : cell.column + cell.column_span] = [cell.text] * cell.column_span
    return places


def is_number(text: str) -> bool:
    """Whether a program keeps a print as a number and shows it unchanged."""
    return NUMBER.fullmatch(text) is not None and len(text) <= 15


def is_prose(text: str) -> bool:
    """Whether a paragraph is made of sentences, so that an empty line beside it says nothing."""
    return "。" in text


def title_of(document: Document) -> str:
    """What the file says its title is."""
    return dict(document.metadata).get("title", "")


def pieces(text: str, draw: Random) -> list[str]:
    """Cut a text as word processors do when it is edited: anywhere, numbers too."""
    cuts = [0, *(at for at in range(1, len(text)) if draw.random() < 0.2), len(text)]
    number = re.search("[0-9]{2,}", text)
    if number is not None:
        cuts.append(number.start() + 1)
    cuts = sorted(set(cuts))
    return [text[a:b] for a, b in pairwise(cuts)] or [""]


def other_number(text: str, draw: Random) -> str:
    """A number that is not in the text."""
    while True:
        found = str(draw.randrange(11, 999))
        if found not in text:
            return found


def numeral(printed: str) -> int:
    """The value of a number before a heading."""
    if printed.isascii():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    return (_DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (
        _DIGITS.index(ones) if ones else 0
    )


def header_rows(table: Table) -> int:
    """How many rows stand above the first row that holds a number."""
    return min((c.row for c in table.cells if is_number(c.text)), default=0)


def reaches_over(table: Table, row: int) -> bool:
    """Whether a cell reaches from above a row into it."""
    return any(c.row < row < c.row + c.row_span for c in table.cells)


def packed(parts: Mapping[str, str | bytes], *, first_plain: bool = False) -> bytes:
    """A ZIP file of parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, part) in enumerate(parts.items()):
            plain = first_plain and not number
            archive.writestr(
                zipfile.ZipInfo(name), part, zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def texts_of(document: Document) -> Iterable[str]:
    """Every print of a document."""
    for block in document.blocks:
        yield from block.texts if isinstance(block, Table) else (block.text,)
