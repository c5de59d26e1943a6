"""Markdown, and plain text with HTML tables in it, as converters of PDF write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, Content, RefusalError, watch_cells
from govinfo.read.encoding import decode
from govinfo.read.grid import RawCell, RawTable, settle
from govinfo.read.page import Grid
from govinfo.read.plain.inline import plain
from govinfo.read.plain.signs import RULE
from govinfo.read.plain.text import lines_of, mark_cut
from govinfo.read.sheets.csvtable import AS_LINES, blocks_of
from govinfo.read.web.html import read_html

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|(?=[^\x00-\x7f]))(.*?)(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}={3,}[ \t]*")
_QUOTE = re.compile(r"\A {0,3}(?:> ?)+")
# A number after a dash may be negative, or a page's between two.
_ITEM = re.compile(r"\A[ \t]*[-*+][ \t]+(?=[^\x00-\x7f])")
_FENCE = re.compile(r" {0,3}(?:```|~~~)[^`]*")
_RULE = re.compile(RULE)
_CELL = re.compile(r"(?:[^|\\]|\\.?)*", re.DOTALL)
_OPENS = re.compile(r"(?i)(?:<html[^<>]*>\s*)?(?:<body[^<>]*>\s*)?<table(?=[\s/>])")
_TABLE_TAG = re.compile(r"(?i)<(/?)table(?=[\s/>])[^<>]*>")
_AFTER_TABLE = re.compile(r"(?i)(?:\s*</(?:body|html)>)*")
_LAST_TAG = re.compile(r"(?i)</(?:td|th|tr|tbody)\s*>")
_TAG = re.compile(
    r"(?i)<(?:br|sup|sub|su[pb]|b|strong|i|em|u|s|del|span|font|a|p|div|center|img|hr|h[1-6]|!--)"
    r"(?=[\s/>-])|</[a-z]"
)
_PROPERTY = re.compile(r"([\w.:-]{1,60})\s*:\s*(.{0,2000})")
_MOST_PROPERTIES = 100
_MANY_PIPES = 2
_LONG = 100  # characters; labels of forms are shorter
# What pandas, and all that is built on it, prints for a blank cell and for a blank head.
_NOTHING = re.compile(r"NaN|Unnamed: \d+(?:_level_\d+)?")


def read(data: bytes, limits: Limits) -> Content:
    """Read a Markdown file.

    Tables with pipes and a rule below their head become grids if all rows have as many
    cells; other lines with pipes stay as they are. HTML tables are read as on a page.

    Raises
    ------
    RefusalError
        If it cannot be decoded.
    BeyondLimitError
        If its tables are too large.
    """
    try:
        text, encoding, warnings = decode(data)
    except UnicodeError as error:
        raise RefusalError(
            f"cannot be decoded ({error}; it declares no encoding)", "Save it as UTF-8 first."
        ) from error
    text, cut = mark_cut(text.replace("\r\n", "\n").replace("\r", "\n"))
    metadata, text = _front_matter(text)
    blocks: list[str | Grid] = []
    doubts = [*cut]
    for is_table, part in _parts(text, limits):
        blocks += read_html(part)[0] if is_table else _lines(lines_of(part), limits, doubts)
    return Content(blocks, metadata, encoding, (*warnings, *dict.fromkeys(doubts)))


def _front_matter(text: str) -> tuple[tuple[tuple[str, str], ...], str]:
    """What stands between lines of dashes at the beginning, if it is a list of properties."""
    lines = text.split("\n", _MOST_PROPERTIES)
    if lines[0].rstrip() != "---":
        return (), text
    end = next((i for i, line in enumerate(lines[:-1]) if i and line.rstrip() in ("---", "...")), 0)
    pairs = [_PROPERTY.fullmatch(line.strip()) for line in lines[1:end]]
    found = tuple((pair[1], pair[2].strip("\"' ")) for pair in pairs if pair is not None)
    return (found, "\n".join(lines[end + 1 :])) if found else ((), text)


def _parts(text: str, limits: Limits) -> Iterator[tuple[bool, str]]:
    """HTML tables, and the text between them."""
    at = 0
    while (opening := _OPENS.search(text, at)) is not None:
        if opening.start() > at:
            yield False, text[at : opening.start()].removesuffix("\n")
        end = _end_of_table(text, opening.start(), limits)
        yield True, text[opening.start() : end]
        at = end
        after = _AFTER_TABLE.match(text, at)
        if after:
            at = after.end()
        at += text[at : at + 1] == "\n"
    if at < len(text) or not at:
        yield False, text[at:]


def _end_of_table(text: str, start: int, limits: Limits) -> int:
    """Where a table ends; one without an end, behind its last cell."""
    depth = 0
    last = None
    for tag in _TABLE_TAG.finditer(text, start):
        depth += -1 if tag[1] else 1
        if depth > limits.nesting:
            raise BeyondLimitError("nesting", f"its tables stand {depth} deep in one another")
        last = tag
        if depth == 0:
            return tag.end()
    ends = [tag.end() for tag in _LAST_TAG.finditer(text, start)]
    return max(ends, default=last.end() if last else len(text))


def _lines(lines: Sequence[str], limits: Limits, doubts: list[str]) -> Iterator[str | Grid]:
    at = 0
    fenced = False
    while at < len(lines):
        line = lines[at]
        if _FENCE.fullmatch(line):
            fenced = not fenced
        elif fenced:
            yield line
        elif (n_rows := _table_at(lines, at)) > 0:
            end = at + 1 + n_rows
            rows = [lines[at], *lines[at + 2 : end]]
            yield from _table(rows, limits, doubts) or lines[at:end]
            at = end - 1
        elif not (_UNDERLINE.fullmatch(line) and at and lines[at - 1].strip()):
            yield from _line(line)
        at += 1


def _table_at(lines: Sequence[str], at: int) -> int:
    """How many rows the table has that begins at a line, its rule apart; 0 for none."""
    if "|" not in lines[at] or (at and "|" in lines[at - 1]):
        return 0
    if at + 1 >= len(lines) or not _RULE.fullmatch(lines[at + 1]):
        return 0
    n_columns = len(_cells(lines[at]))
    if n_columns < 2 or len(_cells(lines[at + 1])) != n_columns:
        return 0
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    return end - at - 1


def _table(lines: Sequence[str], limits: Limits, doubts: list[str]) -> list[str | Grid]:
    """The rows of a table as a grid; nothing where they are not alike.

    Converters that fill no grid lose cells, and the next ones are in their place.
    """
    watch_cells(sum(line.count("|") for line in lines), limits)
    rows = [_cells(line) for line in lines]
    if any(len(row) != len(rows[0]) for row in rows):
        doubts.append(AS_LINES)
        return []
    cells = [[_cell(text) for text in row] for row in rows]
    if any(_is_prose(row) for row in cells):
        blocks, warnings = blocks_of([["\n".join(cell) for cell in row] for row in cells], limits)
        doubts += warnings
        return blocks
    return settle(RawTable([("", [[RawCell(1, 1, [*cell]) for cell in row] for row in cells])]))


def _is_prose(row: Sequence[list[str]]) -> bool:
    """Whether a row holds a paragraph alone, as in a whole sheet saved as one table."""
    filled = [cell for cell in row if cell]
    return len(filled) == 1 and sum(map(len, filled[0])) > _LONG


def _cells(line: str) -> list[str]:
    r"""Cut a line at its pipes, but not at those that are escaped.

    Examples
    --------
    >>> _cells(r"| a \| b | c |"), _cells("a | b")
    (['a \\| b', 'c'], ['a', 'b'])
    """
    line = line.strip()
    cells: list[str] = []
    at = 0
    while at <= len(line):
        found = _CELL.match(line, at)
        end = found.end() if found else at
        cells.append(line[at:end].strip())
        at = end + 1
    if line.startswith("|"):
        cells = cells[1:]
    return cells if len(cells) < 2 or cells[-1] or not line.endswith("|") else cells[:-1]


def _cell(text: str) -> list[str]:
    """The lines in a cell."""
    return [] if _NOTHING.fullmatch(text) else [line for line in _shown(text) if line.strip()]


def _line(line: str) -> list[str]:
    if line.count("|") >= _MANY_PIPES or "\\|" in line:
        return [line]  # a row of a table that could not be read as one
    heading = _HEADING.fullmatch(line)
    bare = heading[1] if heading else _ITEM.sub("", _QUOTE.sub("", line))
    return _shown(bare)


def _shown(text: str) -> list[str]:
    """The lines that a piece of Markdown shows."""
    if "<" in text and _TAG.search(text):
        return [plain(block) for block in read_html(text)[0] if isinstance(block, str)]
    return [plain(text)]
