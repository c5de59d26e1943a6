"""What the words of RTF do."""

from __future__ import annotations

from govinfo.read.flow import LOWERED, RAISED
from govinfo.read.richtext.destinations import DESTINATIONS
from govinfo.read.richtext.fonts import Font, codec_of
from govinfo.read.richtext.reader import Reader, Word
from govinfo.read.richtext.story import Row

_SIGNS = {
    b"tab": "\t",
    **dict.fromkeys((b"line", b"lbr", b"page", b"column", b"softline", b"softpage"), "\n"),
    **dict.fromkeys((b"chftn", b"chdate", b"chtime", b"chpgn", b"sectnum", b"chatn"), " "),
    **{b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘", b"rquote": "’"},
    **{b"ldblquote": "“", b"rdblquote": "”", b"emspace": "\u2003", b"enspace": "\u2002"},
    b"qmspace": "\u2005",
}
_PAGES = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}


def _on(number: int | None) -> bool:
    return number is None or number != 0


def _sign(text: str) -> Word:
    return lambda reader, number: reader.add(text)


def _paragraph_end(reader: Reader, number: int | None) -> None:
    state = reader.state
    if state.muted or state.deleted:
        return
    if state.kind:
        reader.add(" ")
        return
    parts = state.story.parts
    if state.hidden and not any(map(str.strip, parts)):
        parts.clear()
        state.story.label = None
        return
    if state.numbered and state.story.label is None and any(map(str.strip, parts)):
        reader.warn("numbering", "numbers of lists are left out (the file does not print them)")
    state.story.end_paragraph(reader.depth)


def _cell(reader: Reader, number: int | None) -> None:
    if not (reader.state.muted or reader.state.kind):
        reader.state.story.end_cell(1)


def _inner_cell(reader: Reader, number: int | None) -> None:
    if not (reader.state.muted or reader.state.kind):
        reader.state.story.end_cell(max(reader.depth, 2))


def _row_end(reader: Reader, number: int | None) -> None:
    if not (reader.state.muted or reader.state.kind):
        reader.state.story.end_row(1, deleted=reader.state.deleted)


def _inner_row_end(reader: Reader, number: int | None) -> None:
    if not (reader.state.muted or reader.state.kind):
        reader.state.story.end_row(max(reader.depth, 2), deleted=reader.state.deleted)


def _row_depth(reader: Reader) -> int:
    return max(reader.depth, 2) if reader.state.nested else 1


def _row(reader: Reader) -> Row:
    return reader.state.story.row(_row_depth(reader))


def _define_row(reader: Reader, number: int | None) -> None:
    if not reader.state.muted:
        reader.state.story.define_row(_row_depth(reader))


def _row_left(reader: Reader, number: int | None) -> None:
    _row(reader).left = number or 0


def _cell_edge(reader: Reader, number: int | None) -> None:
    _row(reader).edge(number or 0)


def _joined(reader: Reader, number: int | None) -> None:
    _row(reader).joined = True


def _merged(which: str) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        _row(reader).merged = which

    return word


def _nested(reader: Reader, number: int | None) -> None:
    reader.state.nested = True


def _plain_paragraph(reader: Reader, number: int | None) -> None:
    state = reader.state
    state.in_table = state.numbered = False
    state.depth = 0


def _in_table(reader: Reader, number: int | None) -> None:
    reader.state.in_table = _on(number)


def _depth(reader: Reader, number: int | None) -> None:
    reader.state.depth = max(number or 0, 0)


def _list(reader: Reader, number: int | None) -> None:
    reader.state.numbered = bool(number)


def _plain(reader: Reader, number: int | None) -> None:
    state = reader.state
    state.font, state.script = None, None
    state.hidden = state.deleted = state.struck = False


def _font(reader: Reader, number: int | None) -> None:
    if reader.state.kind == "fonts":
        reader.font = reader.fonts.table.setdefault(number or 0, Font())
    reader.state.font = number


def _hidden(reader: Reader, number: int | None) -> None:
    reader.state.hidden = _on(number)


def _deleted(reader: Reader, number: int | None) -> None:
    reader.state.deleted = _on(number)


def _struck(reader: Reader, number: int | None) -> None:
    reader.state.struck = _on(number)


def _script(table: dict[int, int] | None) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        reader.state.script = table if _on(number) else None

    return word


def _unicode(reader: Reader, number: int | None) -> None:
    if number is not None:
        reader.character(number)


def _fallback(reader: Reader, number: int | None) -> None:
    reader.state.fallback = max(number or 0, 0)


def _code_page(reader: Reader, number: int | None) -> None:
    reader.fonts.page = codec_of(number or 0)


def _page(name: str) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        reader.fonts.page = name

    return word


def _default_font(reader: Reader, number: int | None) -> None:
    reader.fonts.default = number or 0


#: What each word does; others are passed over.
WORDS: dict[bytes, Word] = {
    **DESTINATIONS,
    **{word: _sign(text) for word, text in _SIGNS.items()},
    **dict.fromkeys((b"par", b"sect"), _paragraph_end),
    b"pard": _plain_paragraph,
    b"intbl": _in_table,
    b"itap": _depth,
    b"ls": _list,
    b"cell": _cell,
    b"nestcell": _inner_cell,
    b"row": _row_end,
    b"nestrow": _inner_row_end,
    b"nesttableprops": _nested,
    b"trowd": _define_row,
    b"trleft": _row_left,
    b"cellx": _cell_edge,
    b"clmrg": _joined,
    b"clvmgf": _merged("first"),
    b"clvmrg": _merged("next"),
    b"plain": _plain,
    b"f": _font,
    b"v": _hidden,
    b"deleted": _deleted,
    **dict.fromkeys((b"strike", b"striked"), _struck),
    b"super": _script(RAISED),
    b"sub": _script(LOWERED),
    b"nosupersub": _script(None),
    b"u": _unicode,
    b"uc": _fallback,
    b"ansicpg": _code_page,
    **{word: _page(name) for word, name in _PAGES.items()},
    b"deff": _default_font,
}
