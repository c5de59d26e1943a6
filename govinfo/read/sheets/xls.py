"""Old Excel workbooks ([MS-XLS], BIFF 5 and 8): sheets as they are shown."""

from __future__ import annotations

import struct
from itertools import pairwise

from govinfo.model import Limits
from govinfo.read.content import RefusalError
from govinfo.read.ole import Container
from govinfo.read.sheets.biff import BEGIN, Pieces, records
from govinfo.read.sheets.formats import BUILT_IN, GENERAL, Format, format_of, shown
from govinfo.read.sheets.page import Page, Tally
from govinfo.read.word.styles import PLAIN, Look

_VERSION_8 = 0x600
_PROTECTED, _CODE_PAGE, _SHEET, _STRINGS = 0x2F, 0x42, 0x85, 0xFC
_DATES_FROM_1904, _FONT, _FORMAT, _STYLE = 0x22, 0x31, 0x41E, 0xE0
_ROW, _COLUMNS, _MERGED, _WINDOW, _DRAWN, _DRAWN_TEXT = 0x208, 0x7D, 0xE5, 0x23E, 0x5D, 0x1B6
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _TRUTH = 0x203, 0x27E, 0xBD, 0x205
_SHARED_TEXT, _TEXT, _RICH_TEXT, _BLANK, _BLANKS = 0xFD, 0x204, 0xD6, 0x201, 0xBE
_FORMULA, _FORMULA_TEXT = 0x06, 0x207
_CELLS = frozenset(
    (_NUMBER, _SHORT_NUMBER, _TRUTH, _SHARED_TEXT, _TEXT, _RICH_TEXT, _BLANK, _FORMULA)
)
_WORKSHEET = 0
_COMMENT = 0x19
_NO_FONT = 4  # the number is left out
_CODECS = {936: "gb18030", 950: "big5hkscs", 1200: "utf-16-le", 0x8000: "mac_roman"}
_SCRIPTS = {1: "superscript", 2: "subscript"}
_ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}


def read_xls(container: Container, limits: Limits) -> tuple[list[Page], list[str]]:
    """Read the sheets of a workbook.

    Returns
    -------
    pages : list of Page
        Those that are shown, in their order.
    hidden : list of str
        Names of those that are not.

    Raises
    ------
    RefusalError
        If the file is damaged or protected by a password.
    BeyondLimitError
        If its cells are more than ``limits`` allow.
    """
    data = container.stream("Workbook" if "Workbook" in container else "Book")
    book = _Book(data)
    tally = Tally(limits)
    pages, hidden = [], []
    for at, state, kind, name in book.sheets:
        if kind != _WORKSHEET:
            continue
        if state:
            hidden.append(name)
            continue
        page = Page(name)
        _Sheet(page, tally, book).read(data, at)
        pages.append(page)
    return pages, hidden


class _Book:
    """What all sheets share: strings, styles, the list of sheets."""

    def __init__(self, data: bytes) -> None:
        self.is_8 = True
        self.codec = "gb18030"
        self.from_1904 = False
        self.strings: list[str] = []
        self.sheets: list[tuple[int, int, int, str]] = []
        self.styles: list[tuple[Format, bool]] = []
        self._looks: list[Look] = []
        self._codes = dict(BUILT_IN)
        found = list(records(data, 0))
        for kind, pieces in found:
            if kind == BEGIN:
                self.is_8 = struct.unpack_from("<H", pieces[0])[0] == _VERSION_8
            elif kind == _PROTECTED:
                raise RefusalError(
                    "is protected by a password", "Remove the password and save it again."
                )
            elif kind == _CODE_PAGE:
                page = struct.unpack_from("<H", pieces[0])[0]
                self.codec = _CODECS.get(page, f"cp{page}")
            elif kind == _DATES_FROM_1904:
                self.from_1904 = pieces[0][:1] == b"\x01"
        _check_codec(self)
        for kind, pieces in found:
            if kind == _FONT:
                self._font(pieces[0])
            elif kind == _FORMAT:
                number = struct.unpack_from("<H", pieces[0])[0]
                self._codes[number] = self.text(Pieces(pieces, 2), 2 if self.is_8 else 1)
            elif kind == _SHEET:
                at, state, form = struct.unpack_from("<IBB", pieces[0])
                self.sheets.append((at, state & 3, form, self.text(Pieces(pieces, 6), 1)))
        for kind, pieces in found:
            if kind == _STYLE:
                self._style(pieces[0])
            elif kind == _STRINGS:
                self._shared(Pieces(pieces, 8), struct.unpack_from("<I", pieces[0], 4)[0])

    def text(self, pieces: Pieces, length_size: int) -> str:
        """A string as it is shown, with the fonts that are given in it."""
        if self.is_8:
            return self.marked(*pieces.string(length_size))
        return pieces.take(pieces.whole(length_size)).decode(self.codec, errors="replace")

    def marked(self, text: str, runs: list[tuple[int, int]]) -> str:
        """Tell raised, lowered and struck characters apart from the others."""
        looks = [(start, self._look(font)) for start, font in runs]
        if all(look == PLAIN for _, look in looks):
            return text
        ends = [*looks, (len(text), PLAIN)]
        parts = [look.shown(text[start:end]) for (start, look), (end, _) in pairwise(ends)]
        return "".join([text[: ends[0][0]], *parts])

    def _look(self, font: int) -> Look:
        at = font - (font > _NO_FONT)
        return self._looks[at] if at < len(self._looks) else PLAIN

    def _font(self, body: bytes) -> None:
        _, flags, _, _, script = struct.unpack_from("<5H", body)
        self._looks.append(Look(struck=bool(flags & 8), script=_SCRIPTS.get(script, "")))

    def _style(self, body: bytes) -> None:
        number = struct.unpack_from("<H", body, 2)[0]
        if self.is_8:
            lines = struct.unpack_from("<H", body, 10)[0]
            sides = [lines >> shift & 15 for shift in (0, 4, 8, 12)]
        else:
            bottom, other = struct.unpack_from("<IH", body, 8)
            sides = [bottom >> 22 & 7, other & 7, other >> 3 & 7, other >> 6 & 7]
        style = format_of(self._codes.get(number, "General"))
        self.styles.append((style, sum(map(bool, sides)) > 1))

    def _shared(self, pieces: Pieces, count: int) -> None:
        while len(self.strings) < count and pieces.more():
            self.strings.append(self.text(pieces, 2))


def _check_codec(book: _Book) -> None:
    try:
        "".encode(book.codec)
    except LookupError:
        book.codec = "gb18030"


class _Sheet:
    """Reads one sheet's records onto its page."""

    def __init__(self, page: Page, tally: Tally, book: _Book) -> None:
        self._page, self._tally, self._book = page, tally, book
        self._waiting: tuple[int, int] | None = None
        self._zeros: list[tuple[int, int]] = []
        self._shape = 0
        self._boxes: dict[int, list[int]] = {}

    def read(self, data: bytes, at: int) -> None:
        for kind, pieces in records(data, at):
            self._record(kind, pieces)
        for row, boxes in self._boxes.items():
            if len(boxes) > 1:
                self._page.ruled[row] = (min(boxes), max(boxes))

    def _record(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        if kind in _CELLS:
            self._cell(kind, pieces)
        elif kind in (_SHORT_NUMBERS, _BLANKS):
            row, first = struct.unpack_from("<HH", body)
            size = 6 if kind == _SHORT_NUMBERS else 2
            for i in range((len(body) - 6) // size):
                style = self._style(row, first + i, body, 4 + i * size)
                if kind == _SHORT_NUMBERS:
                    self._put_number(row, first + i, _short(body, 6 + i * size), style)
        elif kind == _FORMULA_TEXT and self._waiting is not None:
            row, column = self._waiting
            self._tally.put(self._page, row, (column,), self._book.text(Pieces(pieces), 2))
            self._waiting = None
        elif kind == _ROW:
            row, height, flags = struct.unpack_from("<H4xH4xH", body)
            if flags & 0x20 or not height & 0x7FFF:
                self._page.hidden_rows.append((row, row))
        elif kind == _COLUMNS:
            first, last, width, _, flags = struct.unpack_from("<5H", body)
            if flags & 1 or not width:
                self._page.hidden_columns.append((first, last))
        elif kind == _MERGED:
            for i in range(min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)):
                top, bottom, left, right = struct.unpack_from("<4H", body, 2 + i * 8)
                self._page.merges.append((top, left, bottom, right))
        elif kind == _WINDOW and not struct.unpack_from("<H", body)[0] & 0x10:
            for row, column in self._zeros:
                self._page.rows[row].pop(column, None)
        elif kind == _DRAWN:
            self._shape = struct.unpack_from("<4xH", body)[0]
        elif kind == _DRAWN_TEXT and self._shape != _COMMENT:
            self._page.drawn |= struct.unpack_from("<10xH", body)[0] > 0

    def _cell(self, kind: int, pieces: list[bytes]) -> None:
        body = pieces[0]
        row, column = struct.unpack_from("<HH", body)
        style = self._style(row, column, body, 4)
        if kind == _NUMBER:
            self._put_number(row, column, struct.unpack_from("<d", body, 6)[0], style)
        elif kind == _SHORT_NUMBER:
            self._put_number(row, column, _short(body, 6), style)
        elif kind == _FORMULA:
            self._formula(row, column, body[6:14], style)
        elif kind != _BLANK:
            self._tally.put(self._page, row, (column,), self._text(kind, pieces))

    def _text(self, kind: int, pieces: list[bytes]) -> str:
        book = self._book
        if kind == _TRUTH:
            return _truth(*struct.unpack_from("<BB", pieces[0], 6))
        if kind == _SHARED_TEXT:
            number = struct.unpack_from("<I", pieces[0], 6)[0]
            return book.strings[number] if number < len(book.strings) else f"#{number}"
        rest = Pieces(pieces, 6)
        text = book.text(rest, 2)
        if kind == _RICH_TEXT:
            size = 2 if book.is_8 else 1
            text = book.marked(text, rest.runs(rest.whole(size), size))
        return text

    def _formula(self, row: int, column: int, value: bytes, style: Format) -> None:
        self._waiting = None
        if value[6:] != b"\xff\xff":
            self._put_number(row, column, struct.unpack("<d", value)[0], style)
        elif value[0] == 0:
            self._waiting = (row, column)
        elif value[0] in (1, 2):
            self._tally.put(self._page, row, (column,), _truth(value[2], value[0] - 1))

    def _style(self, row: int, column: int, body: bytes, at: int) -> Format:
        number = struct.unpack_from("<H", body, at)[0]
        styles = self._book.styles
        style, boxed = styles[number] if number < len(styles) else (GENERAL, False)
        if boxed:
            self._boxes.setdefault(row, []).append(column)
        return style

    def _put_number(self, row: int, column: int, value: float, style: Format) -> None:
        if value == 0:
            self._zeros.append((row, column))
        text = shown(value, style, from_1904=self._book.from_1904)
        self._tally.put(self._page, row, (column,), text)


def _truth(value: int, is_error: int) -> str:
    if is_error:
        return _ERRORS.get(value, "#ERROR!")
    return "TRUE" if value else "FALSE"


def _short(body: bytes, at: int) -> float:
    """A number packed into four bytes."""
    packed = struct.unpack_from("<I", body, at)[0]
    if packed & 2:
        value = float(struct.unpack_from("<i", body, at)[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0]
    return value / 100 if packed & 1 else value
