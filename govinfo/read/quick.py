"""Tables marked up without fault, read off the markup.

Nearly all of a page's bytes are the markup of its tables, and nearly all cells are marked
up like others. A table whose tags are all there and in order is cut out of the page and
its cells are looked up by their markup; the parser reads each kind of cell once, and the
rest of the page. Any other table stays in the page for the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from govinfo.model import Layout
from govinfo.read.grid import Spans, is_column, is_prose, place
from govinfo.read.page import Grid

#: Attribute that numbers the tables cut out; a page that holds it is left whole.
MARK = "govinfo-grid"

_SPACE = r"[ \t\n\r]"
_VALUE = r"""(?:"[^"<>]*+"|'[^'<>]*+'|[^ \t\n\r\f"'<>=`]++)"""
_ATTRIBUTES = rf"(?:{_SPACE}++[^ \t\n\r\f\"'<>/=]++(?:{_SPACE}*+=\s*+{_VALUE})?+)*+{_SPACE}*+"
_COMMENT = r"<!--(?!-?>)(?:(?!-->|--!>|<!--).)*+-->|<!\[[^<>]*+>"
_OPENING = re.compile(rf"({_ATTRIBUTES})>")
_TURN = rf"(?:{_SPACE}++|{_COMMENT}|</?(?:tr|tbody|thead|colgroup|col){_ATTRIBUTES}/?>)*+"
_PART = re.compile(rf"(?si)({_TURN})(<(t[dh]){_ATTRIBUTES}>)(.*)")
_TAIL = re.compile(rf"(?si){_TURN}")
_TAGS = re.compile(r"(?si)<!--.*?-->|<!\[[^<>]*>|<(/?)(tr|tbody|thead|colgroup|col)\b([^<>]*)>")
_CONTENT = re.compile(
    rf"(?si)(?:[^<]++|{_COMMENT}|</?[a-z][^ \t\n\r\f<>/\"'=]*+{_ATTRIBUTES}/?>)*+"
)
# Tags that mean something beyond the cell that holds them.
_BEYOND = re.compile(
    r"(?i)</?(?:t[drh]|table|tbody|thead|tfoot|caption|col|colgroup|html|head|body|frame|frameset"
    r"|form|script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext|select"
    r"|template|svg|math|button|option|optgroup|image|base|link|meta)(?=[\s/>])"
)
_HIDING = re.compile(r"(?i)hidden|display")
_LETTERS = {"tr": "r", "tbody": "b", "thead": "h", "colgroup": "c", "col": "c"}
_LONGEST = 20_000
_LONGEST_KEPT = 4_000
_MOST_KEPT = 32_768
_MOST_LAYOUTS = 2_048

#: A cell: the turns before it with its spans, and its text.
_Piece: TypeAlias = tuple[str, str]
_ReadCell: TypeAlias = Callable[[str], "tuple[int, int, str] | None"]


class QuickTables:
    """Reads faultless tables.

    Parameters
    ----------
    read_cell : callable
        Gives column span, row span and text of the markup of one cell, from its opening to
        its closing tag; None where it is not shown or holds more than lines of text. It is
        asked once for each way in which a cell is marked up.
    """

    def __init__(self, read_cell: _ReadCell) -> None:
        self._pieces = _Pieces(read_cell)
        self._tails = _Tails()
        self._layouts = _Layouts()

    def cut(self, page: str) -> tuple[str, list[Grid]]:
        """Take the faultless tables out of a page.

        Parameters
        ----------
        page : str
            The whole page.

        Returns
        -------
        page : str
            With an empty table in the place of each one taken out; its attribute `MARK` is
            the number of its grid.
        grids : list of Grid
            The tables taken out.
        """
        grids: list[Grid] = []
        if MARK in page:
            return page, grids
        for opening, closing, cell, head in _CASES:
            first, *rest = page.split(opening)
            kept = [first]
            for chunk in rest:
                inside, closed, after = chunk.partition(closing)
                grid = self._grid(inside, cell, head) if closed else None
                if grid is None:
                    kept.append(opening + chunk)
                else:
                    attributes = inside[: inside.index(">")]
                    kept.append(f"{opening} {MARK}={len(grids)}{attributes}>{closing}{after}")
                    grids.append(grid)
            page = "".join(kept)
        return page, grids

    def _grid(self, inside: str, cell: str, head: str) -> Grid | None:
        """The grid between the names of an opening and a closing tag, if nothing is amiss."""
        opened = _OPENING.match(inside)
        if opened is None:
            return None
        body = inside[opened.end() :]
        if head in body:
            body = body.replace(head, _HEAD_ENDS + cell)
        *parts, tail = body.split(cell)
        found = list(map(self._pieces.__getitem__, parts))
        turn = self._tails[tail]
        if not found or turn is None or None in found:
            return None
        turns, texts = zip(*found, strict=True)
        layout = self._layouts[turns, turn]
        return None if layout is None or is_prose(texts) else Grid(texts, layout)


_CASES = (
    ("<table", "</table>", "</td>", "</th>"),
    ("<TABLE", "</TABLE>", "</TD>", "</TH>"),
)
_HEAD_ENDS = "\0"  # no page holds it: the reader has replaced it


class _Pieces(dict[str, "_Piece | None"]):
    """What stands from one cell's end to the next one's, by its markup."""

    def __init__(self, read_cell: _ReadCell) -> None:
        super().__init__()
        self._read_cell = read_cell

    def __missing__(self, markup: str) -> _Piece | None:
        piece = self._piece(markup) if len(markup) <= _LONGEST else None
        if len(self) >= _MOST_KEPT:
            self.clear()
        if len(markup) <= _LONGEST_KEPT:
            self[markup] = piece
        return piece

    def _piece(self, markup: str) -> _Piece | None:
        plain = markup.removesuffix(_HEAD_ENDS)
        part = _PART.fullmatch(plain)
        if part is None:
            return None
        before, opening, name, content = part.groups()
        turn = _turn(before)
        closed = "h" if len(plain) < len(markup) else "d"
        if turn is None or name[1].lower() != closed:
            return None
        if _CONTENT.fullmatch(content) is None or _BEYOND.search(content):
            return None
        cell = self._read_cell(f"{opening}{content}</{name}>")
        if cell is None:
            return None
        column_span, row_span, text = cell
        return f"{turn} {column_span} {row_span}", text


class _Tails(dict[str, "str | None"]):
    """The turns behind the last cell of a table, by their markup."""

    def __missing__(self, markup: str) -> str | None:
        known = len(markup) <= _LONGEST and _TAIL.fullmatch(markup)
        turn = _turn(markup) if known else None
        if len(self) >= _MOST_LAYOUTS:
            self.clear()
        if len(markup) <= _LONGEST_KEPT:
            self[markup] = turn
        return turn


class _Layouts(dict[tuple[tuple[str, ...], str], "Layout | None"]):
    """Where cells stand, by the turns and spans of a table."""

    def __missing__(self, key: tuple[tuple[str, ...], str]) -> Layout | None:
        if len(self) >= _MOST_LAYOUTS:
            self.clear()
        groups = _groups(*key)
        layout = None if groups is None or is_column(groups) else place(groups)
        self[key] = layout
        return layout


def _turn(markup: str) -> str | None:
    """The row and group tags in the markup, one letter each; closing ones in capitals."""
    letters = ""
    for slash, name, attributes in _TAGS.findall(markup):
        if name:
            if _HIDING.search(attributes):
                return None
            letter = _LETTERS[name.lower()]
            letters += letter.upper() if slash else letter
    return letters


def _groups(turns: tuple[str, ...], tail: str) -> Spans | None:
    """Row groups of rows of spans; None where a tag is missing or out of its place."""
    groups: list[list[list[tuple[int, int]]]] = []
    group = ""
    row: list[tuple[int, int]] | None = None
    for piece in (*turns, tail):
        letters, *spans = piece.split(" ")
        for letter in letters:
            if letter in "cC" and not groups:
                continue
            if letter in "bh" and not group and row is None:
                group = letter
                groups.append([])
            elif letter == "r" and row is None:
                row = []
                if not group:
                    group = "implied"
                    groups.append([])
                groups[-1].append(row)
            elif letter == "R" and row is not None:
                row = None
            elif letter in "BH" and group == letter.lower() and row is None:
                group = ""
            else:
                return None
        if spans:
            if row is None:
                return None
            row.append((int(spans[0]), int(spans[1])))
    return tuple(tuple(map(tuple, rows)) for rows in groups)
