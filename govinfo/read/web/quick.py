"""Tables marked up without fault, read off the markup.

Nearly all of a page's bytes are the markup of its tables, and nearly all cells are marked
up like others. A table whose tags are all there and in order is cut out of the page and
its cells are looked up by their markup; the parser reads each kind of cell once, and the
rest of the page. Any other table stays in the page for the parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
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
    codec : str
        The encoding of the pages: UTF-8 or GB18030, in which no part of another character
        looks like markup.
    """

    def __init__(self, read_cell: _ReadCell, codec: str) -> None:
        self.codec = codec
        self._pieces = _Pieces(read_cell, codec)
        self._tails = _Tails()
        self._layouts = _Layouts()

    def cut(self, page: bytes) -> tuple[bytes, list[Grid]]:
        """Take the faultless tables out of a page.

        Parameters
        ----------
        page : bytes
            The whole page.

        Returns
        -------
        page : bytes
            With an empty table in the place of each one taken out; its attribute `MARK` is
            the number of its grid.
        grids : list of Grid
            The tables taken out.
        """
        # One character a byte: half as much to look at as in Chinese text.
        rest, grids = self._cut(page.decode("latin-1"))
        return (rest.encode("latin-1"), grids) if grids else (page, [])

    def _cut(self, page: str) -> tuple[str, list[Grid]]:
        if _HEAD_ENDS in page:
            return page, []
        for tags in (_LOWER, _UPPER):
            parts = page.split(tags.cell_end)
            if len(parts) > 1:
                rest, grids = self._without_tables(parts, tags)
                # A page may hold the mark itself.
                return (rest, grids) if rest.count(MARK) == len(grids) else (page, [])
        return page, []

    def _without_tables(self, parts: list[str], tags: _Tags) -> tuple[str, list[Grid]]:
        """Take the innermost tables out of a page that was split at the ends of its cells."""
        known = list(map(self._pieces.get, parts))
        edges = [i for i in _new(known) if tags.start in parts[i] or tags.end in parts[i]]
        kept: list[str] = []
        grids: list[Grid] = []
        done = (0, 0)  # part and offset in it up to which the page is copied or taken out
        for first, last in pairwise(edges):
            start, stop = parts[first].rfind(tags.start), parts[last].find(tags.end)
            if start <= parts[first].rfind(tags.end) or stop < 0:
                continue
            if tags.start in parts[last][:stop]:
                continue
            opened = _OPENING.match(parts[first], start + len(tags.start))
            if opened is None:
                continue
            grid = self._grid(
                parts[first][opened.end() :],
                parts[first + 1 : last],
                known[first + 1 : last],
                parts[last][:stop],
                tags,
            )
            if grid is not None:
                kept.append(_between(parts, done, (first, start), tags))
                kept.append(f"{tags.start} {MARK}={len(grids)}{opened[1]}>{tags.end}")
                grids.append(grid)
                done = last, stop + len(tags.end)
        kept.append(_between(parts, done, (len(parts) - 1, len(parts[-1])), tags))
        return "".join(kept), grids

    def _grid(
        self,
        first: str,
        parts: list[str],
        known: list[_Piece | None],
        last: str,
        tags: _Tags,
    ) -> Grid | None:
        """The grid of a table split at the ends of its cells, if nothing is amiss."""
        found = [self._pieces[cell] for cell in _heads(first, tags)]
        here = 0
        for new in _new(known):
            found += known[here:new]
            found += [self._pieces[cell] for cell in _heads(parts[new], tags)]
            here = new + 1
        found += known[here:]
        *heads, tail = _heads(last, tags)
        found += [self._pieces[cell] for cell in heads]
        turn = self._tails[tail]
        if not found or turn is None or None in found:
            return None
        turns, texts = zip(*filter(None, found), strict=True)
        layout = self._layouts[turns, turn]
        return None if layout is None or is_prose(texts) else Grid(texts, layout)


@dataclass(frozen=True, slots=True)
class _Tags:
    """The tags that a page's tables are cut at, in one case."""

    start: str
    end: str
    cell_end: str
    head_end: str


_LOWER = _Tags("<table", "</table>", "</td>", "</th>")
_UPPER = _Tags("<TABLE", "</TABLE>", "</TD>", "</TH>")
_HEAD_ENDS = "\0"
_LOST = "\ufffd"


def _new(pieces: list[_Piece | None]) -> Iterator[int]:
    """Where pieces are not known."""
    at = -1
    for _ in range(pieces.count(None)):
        at = pieces.index(None, at + 1)
        yield at


def _heads(part: str, tags: _Tags) -> list[str]:
    """A part split at the ends of its head cells."""
    if tags.head_end not in part:
        return [part]
    return part.replace(tags.head_end, _HEAD_ENDS + tags.cell_end).split(tags.cell_end)


def _between(
    parts: Sequence[str], start: tuple[int, int], stop: tuple[int, int], tags: _Tags
) -> str:
    """The page from one place to another, each given as part and offset in it."""
    first, last = start[0], stop[0]
    if first == last:
        return parts[first][start[1] : stop[1]]
    ends = parts[first][start[1] :], parts[last][: stop[1]]
    return tags.cell_end.join([ends[0], *parts[first + 1 : last], ends[1]])


class _Pieces(dict[str, "_Piece | None"]):
    """What stands from one cell's end to the next one's, by its markup."""

    def __init__(self, read_cell: _ReadCell, codec: str) -> None:
        super().__init__()
        self._read_cell = read_cell
        self._codec = codec

    def __missing__(self, markup: str) -> _Piece | None:
        piece = None
        if len(markup) <= _LONGEST:
            text = markup.encode("latin-1").decode(self._codec, errors="replace")
            piece = None if _LOST in text else self._piece(text)
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
