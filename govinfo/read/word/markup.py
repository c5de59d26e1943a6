"""What a piece of Word's markup does, if all in it is known to be harmless."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from govinfo.read.word.lists import whole
from govinfo.read.word.tables import ALONE, CONTINUES, MOST_BEFORE, STARTS
from govinfo.read.word.tags import TAG, Stack, said_in

#: Actions: each goes with a text and two numbers.
TEXT, BEGIN_PARAGRAPH, END_PARAGRAPH, BEGIN_TABLE, BEGIN_ROW, BEGIN_CELL, END_TABLE = range(7)
#: A cell of one plain line, all in one; the width of a column of the table's grid.
CELL, COLUMN = 7, 8
Step: TypeAlias = tuple[int, str, int, int]

_DEEPEST = 30
_MOST_KNOWN = 4096
_LONGEST_KEPT = 2000

_WRAPPERS = frozenset(
    (
        *("hyperlink", "ins", "smartTag", "sdt", "sdtContent", "customXml", "bookmarkStart"),
        *("bookmarkEnd", "proofErr", "permStart", "permEnd", "commentRangeStart"),
        *("commentRangeEnd", "commentReference", "lastRenderedPageBreak", "softHyphen"),
    )
)
# Which element each may stand in, wrappers aside.
_WITHIN = {
    "body": ("document",),
    "p": ("body", "tc"),
    "r": ("p",),
    "tbl": ("body",),
    "tr": ("tbl",),
    "tc": ("tr",),
    **dict.fromkeys(("t", "tab", "br", "cr", "noBreakHyphen"), ("r",)),
}
# Properties, and the element that they must be the first thing in.
_FIRST_IN = {
    **{"pPr": "p", "rPr": "r", "tcPr": "tc", "trPr": "tr", "tblPrEx": "tr"},
    **{"tblPr": "tbl", "tblGrid": "tbl"},
}
_REMEMBERED = frozenset(_FIRST_IN) - {"tblPr", "tblGrid"}
_ANYWHERE = frozenset(("sectPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))
# Properties that change what is read, beyond those that are followed.
_ODD = frozenset(
    (
        *("vanish", "strike", "dstrike", "vertAlign", "del", "moveFrom", "cellDel", "hidden"),
        *("hMerge", "pPrChange", "rPrChange", "tcPrChange", "trPrChange", "numberingChange"),
    )
)
_FOLLOWED = {
    **{"pStyle": "pPr", "rStyle": "rPr", "numPr": "pPr", "numId": "numPr", "ilvl": "numPr"},
    **{"gridSpan": "tcPr", "vMerge": "tcPr", "gridBefore": "trPr"},
}
_SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}


def steps_of(stack: Stack, markup: bytes) -> tuple[tuple[Step, ...], frozenset[str], Stack] | None:
    """Follow markup without text.

    Returns
    -------
    steps : tuple of Step
        What it asks for.
    styles : frozenset of str
        The styles that it uses.
    stack : Stack
        The elements open behind it.

        None in place of all where something in it is not known to be harmless.
    """
    try:
        text = markup.decode()
    except UnicodeDecodeError:
        return None
    piece = _Piece(stack)
    at, begun = 0, -1  # begun: behind the tag of the properties being read
    while (tag := TAG.match(text, at)) is not None:
        at = tag.end()
        closing, prefix, name, attributes, empty = tag.groups()
        sound = prefix in piece.prefixes and len(piece.open) <= _DEEPEST
        name = name if prefix == "w" else f"{prefix}:{name}"
        if sound and closing:
            sound = not attributes and not empty and piece.close(name)
            if sound and begun >= 0 and name in _REMEMBERED and not piece.property_at:
                _keep((stack[0], name, text[begun : tag.start()]), piece)
        elif sound:
            if name in _REMEMBERED and not piece.property_at:
                begun = -1 if attributes or empty else at
            if begun == at:
                stop = text.find(f"</w:{name}>", at)
                known = _known.get((stack[0], name, text[at:stop])) if stop >= 0 else None
                if known is not None:
                    if not piece.know(name, known):
                        return None
                    at = stop + len(name) + 5
                    continue
            said = said_in(attributes, stack[0])
            sound = said is not None and piece.begin(name, said)
            if sound and empty:
                sound = piece.close(name)
        if not sound:
            return None
    if text[at:].strip(" \t\r\n") or piece.property_at:
        return None
    return tuple(piece.steps), frozenset(piece.styles), tuple(piece.open)


#: What properties amount to, by root, name and markup: styles, and the step they shape.
_known: dict[tuple[str, str, str], tuple[frozenset[str], Step | None]] = {}


def _keep(key: tuple[str, str, str], piece: _Piece) -> None:
    if len(key[2]) > _LONGEST_KEPT:
        return
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    shaped = None if key[1] in ("rPr", "tblPrEx") else piece.steps[-1]
    _known[key] = frozenset(piece.used), shaped


class _Piece:
    """The steps of a piece of markup as its tags go by; every method says if all is well."""

    def __init__(self, stack: Stack) -> None:
        self.prefixes = stack[0].split(" ")[1:] if stack else []
        self.open = list(stack)
        self.steps: list[Step] = []
        self.styles: set[str] = set()
        self.used: set[str] = set()  # the styles that the properties being read name
        self.property_at = 0  # how deep the properties being read stand, 0 for none
        self._fresh = ""  # the element just begun, of which only properties were seen
        self._seen: set[str] = set()  # what was seen of its properties
        self._numbered: dict[str, str] = {}

    def begin(self, name: str, said: Mapping[str, str]) -> bool:
        """A tag that begins an element."""
        if self.property_at:
            sound = self._property(name, said)
        elif name in _FIRST_IN:
            sound = self._fresh == _FIRST_IN[name] == self._parent() and self._once(name)
            self.property_at = len(self.open)
            self.used = set()
            self._numbered = {}
        elif name in _ANYWHERE:
            sound, self.property_at, self._fresh = True, len(self.open), ""
            self._seen = set()
        else:
            sound = name in _WRAPPERS or self._part(name, said)
            self._fresh = name
            self._seen = set()
        self.open.append(name)
        return sound

    def close(self, name: str) -> bool:
        """A tag that ends an element."""
        parent = self._parent()
        if parent != ("ended" if name == "document" else name):
            return False
        self.open.pop()
        if self.property_at:
            if len(self.open) == self.property_at:
                self.property_at = 0
                self.styles |= self.used
            return name != "numPr" or self._number()
        self._fresh = ""
        if name == "p":
            self.steps.append((END_PARAGRAPH, "", 0, 0))
        elif name == "tbl":
            self.steps.append((END_TABLE, "", 0, 0))
        elif name == "body":
            self.open[0] = self.open[0].replace("document", "ended", 1)
        return True

    def know(self, name: str, known: tuple[frozenset[str], Step | None]) -> bool:
        """Properties that were met before."""
        styles, shaped = known
        self.styles |= styles
        sound = self._fresh == _FIRST_IN[name] == self._parent() and self._once(name)
        if sound and shaped is not None:
            self.steps[-1] = shaped
        return sound

    def _parent(self) -> str:
        return self.open[-1].partition(" ")[0] if self.open else ""

    def _once(self, name: str) -> bool:
        if name in self._seen:
            return False
        self._seen.add(name)
        return True

    def _part(self, name: str, said: Mapping[str, str]) -> bool:
        """An element that holds text or stands for some."""
        around = next(each for each in reversed(self.open) if each not in _WRAPPERS)
        if around.partition(" ")[0] not in _WITHIN.get(name, ()):
            return False
        if name == "p":
            self.steps.append((BEGIN_PARAGRAPH, "", 0, 0))
        elif name == "tbl":
            self.steps.append((BEGIN_TABLE, "", 0, 0))
        elif name == "tr":
            self.steps.append((BEGIN_ROW, "", 0, 0))
        elif name == "tc":
            self.steps.append((BEGIN_CELL, "", 1, ALONE))
        elif name == "br":
            paged = said.get("w:type") in ("page", "column")
            self.steps.append((TEXT, "\f" if paged else "\n", 0, 0))
        elif name in _SIGNS:
            self.steps.append((TEXT, _SIGNS[name], 0, 0))
        elif name == "body":
            return len(self.open) == 1
        return True

    def _property(self, name: str, said: Mapping[str, str]) -> bool:
        """A property, or what a property holds."""
        if name in _ODD:
            return False
        if name == "gridCol" and len(self.open) == self.property_at + 1:
            width = said.get("w:w")
            self.steps.append((COLUMN, "", whole(width, 0), 0))
            return width != "" and self._parent() == "tblGrid"
        within = _FOLLOWED.get(name)
        if within is None:
            return True
        said_value = said.get("w:val")
        depth = len(self.open) - self.property_at
        direct = depth == (2 if within == "numPr" else 1) or name == "rStyle"
        if self._parent() != within or not direct or said_value == "":
            return False
        if name == "rStyle":
            self.used.add(said_value or "")
            return True
        if not self._once(name):
            return False
        if name == "pStyle":
            self.used.add(said_value or "")
        elif name in ("numId", "ilvl"):
            self._numbered[name] = said_value or ""
        elif name != "numPr":
            action, text, first, second = self.steps[-1]
            if name == "vMerge":
                second = STARTS if said_value == "restart" else CONTINUES
            elif name == "gridSpan":
                first = whole(said_value, 1) or 1
            else:
                first = min(whole(said_value, 0), MOST_BEFORE)
            self.steps[-1] = action, text, first, second
        return True

    def _number(self) -> bool:
        """The end of what a paragraph says of its list."""
        if self._parent() == "pPr" and len(self.open) == self.property_at + 1:
            number = self._numbered.get("numId", "")
            level = whole(self._numbered.get("ilvl"), 0)
            self.steps[-1] = BEGIN_PARAGRAPH, "" if number == "0" else number, level, 0
        return True
