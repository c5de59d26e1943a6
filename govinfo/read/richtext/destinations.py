"""Groups of RTF that are none of the text around them: fonts, notes, text boxes, fields."""

from __future__ import annotations

from collections.abc import Callable

from govinfo.read.flow import lines_of
from govinfo.read.page import Grid
from govinfo.read.richtext.reader import Reader, Word

_INFO = (b"title", b"author", b"subject", b"keywords")
_DATES = {b"creatim": "created", b"revtim": "modified"}
_DATE_PARTS = (b"yr", b"mo", b"dy", b"hr", b"min")
_FIRST_YEAR = 1981


def _html(reader: Reader, number: int | None) -> None:
    if number != 0:
        reader.warn("html", "a web page was packed into this file; its tables may be lost")


def _fonts(reader: Reader, number: int | None) -> None:
    _apart(reader, "fonts", lambda text: None)


def _charset(reader: Reader, number: int | None) -> None:
    reader.font.charset = number or 0


def _font_page(reader: Reader, number: int | None) -> None:
    if reader.state.kind == "fonts":
        reader.font.page = number


def _apart(reader: Reader, kind: str, use: Callable[[str], None]) -> None:
    """Gather the text of a group that is none of the document's."""
    state = reader.state
    state.kind, state.story, state.muted = kind, reader.new_story(), False
    story = state.story
    state.close = lambda: use("".join(story.parts).strip())


def _label(reader: Reader, number: int | None) -> None:
    outer, muted = reader.state.story, reader.state.muted

    def use(text: str) -> None:
        if not muted:
            outer.label = text

    _apart(reader, "label", use)


def _property(name: str) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        if reader.state.kind != "info":
            return

        def use(text: str) -> None:
            text = " ".join(lines_of(text)).strip()
            if text:
                reader.metadata.setdefault(name, text)

        _apart(reader, "property", use)

    return word


def _date(name: str) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        if reader.state.kind != "info":
            return
        reader.date = {}

        def use(text: str) -> None:
            year, month, day, hour, minute = (reader.date.get(each, 0) for each in _DATE_PARTS)
            if year >= _FIRST_YEAR and month and day:
                said = f"{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"
                reader.metadata.setdefault(name, said)

        _apart(reader, "date", use)

    return word


def _date_part(name: bytes) -> Word:
    def word(reader: Reader, number: int | None) -> None:
        reader.date[name] = number or 0

    return word


def _info(reader: Reader, number: int | None) -> None:
    reader.state.kind, reader.state.muted = "info", True


def _muted(reader: Reader, number: int | None) -> None:
    reader.state.muted = True


def _shown(reader: Reader, number: int | None) -> None:
    reader.state.muted = False


def _twice(reader: Reader, number: int | None) -> None:
    # What follows is said in the code page, then again in Unicode.
    state = reader.state
    state.said = state.kind, state.muted
    state.kind, state.muted = "again", True


def _again(reader: Reader, number: int | None) -> None:
    reader.state.kind, reader.state.muted = reader.state.said


def _note(reader: Reader, number: int | None) -> None:
    _aside(reader, reader.notes.extend)


def _box(reader: Reader, number: int | None) -> None:
    anchor = reader.state.story
    _aside(reader, lambda blocks: anchor.after.extend(blocks))


def _aside(reader: Reader, put: Callable[[list[str | Grid]], None]) -> None:
    """Read the group as a part of its own, which follows in another place."""
    state = reader.state
    story = reader.new_story()
    state.story, state.kind = story, ""
    state.muted = state.in_table = state.nested = False
    state.depth = 0
    state.close = lambda: put(story.finish(0))


def _field(reader: Reader, number: int | None) -> None:
    found = reader.state.field = [False]

    def close() -> None:
        if not found[0]:
            reader.add(" ")  # a field that shows nothing parts what it stands in

    reader.state.close = close


def _result(reader: Reader, number: int | None) -> None:
    reader.state.field[0] = True


def _object(reader: Reader, number: int | None) -> None:
    reader.warn("embedded", "an embedded object or document is not read")
    reader.state.muted = True


def _formula(reader: Reader, number: int | None) -> None:
    reader.warn("formula", "a formula is not read")
    reader.add(" ")
    reader.state.muted = True


#: What the words do that begin such groups, and those that stand in them.
DESTINATIONS: dict[bytes, Word] = {
    b"fromhtml": _html,
    b"fonttbl": _fonts,
    b"fcharset": _charset,
    b"cpg": _font_page,
    **dict.fromkeys((b"listtext", b"pntext"), _label),
    b"info": _info,
    **{name: _property(name.decode()) for name in _INFO},
    **{word: _date(name) for word, name in _DATES.items()},
    **{name: _date_part(name) for name in _DATE_PARTS},
    **dict.fromkeys((b"shp", b"shpinst", b"do"), _muted),
    b"result": _shown,
    b"upr": _twice,
    b"ud": _again,
    **dict.fromkeys((b"shptxt", b"dptxbxtext"), _box),
    b"footnote": _note,
    b"field": _field,
    b"fldrslt": _result,
    b"object": _object,
    b"mmath": _formula,
}

#: Destinations that are read although programs may pass them over.
STARRED = frozenset((b"nesttableprops", b"shpinst", b"do", b"ud", b"footnote", b"fldrslt"))

#: Destinations that hold no text of the document.
SKIPPED = frozenset(
    (
        *(b"header", b"headerl", b"headerr", b"headerf"),
        *(b"footer", b"footerl", b"footerr", b"footerf"),
        *(b"colortbl", b"stylesheet", b"listtable", b"listoverridetable", b"filetbl", b"revtbl"),
        *(b"pict", b"nonshppict", b"shprslt", b"sp", b"fldinst", b"formfield", b"datafield"),
        *(b"objdata", b"objclass", b"objname", b"annotation", b"atnid", b"atnauthor", b"atnicn"),
        *(b"bkmkstart", b"bkmkend", b"xe", b"tc", b"rxe", b"txe", b"nonesttables", b"pntxta"),
        *(b"pntxtb", b"ftnsep", b"ftnsepc", b"ftncn", b"aftnsep", b"aftnsepc", b"aftncn"),
        *(b"falt", b"fontemb", b"fontfile", b"panose", b"htmltag", b"template", b"private"),
    )
)
