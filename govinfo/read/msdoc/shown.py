"""What is shown of the text of an old Word file."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govinfo.read.flow import LOWERED, RAISED
from govinfo.read.msdoc import sprms
from govinfo.read.msdoc.sprms import Look

_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_SAME = re.compile(rb"([\s\S])\1*")
_CODE = 64  # the code of a field, which its result stands for
_HIDING = [bytes(byte | bit for byte in range(256)) for bit in (_CODE, sprms.HIDDEN)]


class Shown:
    """The text with a byte for each character that says how it is shown.

    Parameters
    ----------
    text : str
        All parts of the text, one after the other.
    looks : iterable of (int, int, Look)
        First character, the one after the last, and their look.
    """

    def __init__(self, text: str, looks: Iterable[tuple[int, int, Look]]) -> None:
        self._marks = bytearray(len(text))
        symbols: dict[int, str] = {}
        for start, end, look in looks:
            if look.bits:
                self._marks[start:end] = bytes((look.bits,)) * (end - start)
            if look.symbol:
                symbols |= {at: look.symbol for at in range(start, end) if text[at] == "("}
        if symbols:
            text = "".join(symbols.get(at, sign) for at, sign in enumerate(text))
        self.text = text
        self._hide_codes()

    def _hide_codes(self) -> None:
        """Hide the codes of fields; a mark without its fellow hides nothing."""
        open_: list[list[int]] = []
        for match in _FIELD_MARKS.finditer(self.text):
            at, mark = match.start(), match[0]
            if mark == "\x13":
                open_.append([at])
            elif open_ and mark == "\x14":
                open_[-1].append(at)
            elif open_:
                begin, *separators = open_.pop()
                if separators:
                    self._hide(begin, separators[0] + 1, _HIDING[0])
                    self._hide(at, at + 1, _HIDING[0])
                else:
                    self._hide(begin, at + 1, _HIDING[1])

    def _hide(self, start: int, end: int, table: bytes) -> None:
        self._marks[start:end] = self._marks[start:end].translate(table)

    def is_gone(self, at: int) -> bool:
        """Whether a character was deleted, as a tracked change."""
        return bool(self._marks[at] & sprms.GONE)

    def is_hidden(self, at: int) -> bool:
        """Whether a character is hidden."""
        return bool(self._marks[at] & sprms.HIDDEN)

    def between(self, start: int, end: int, *, hidden: bool = False) -> str:
        """What is shown of a run of characters.

        Parameters
        ----------
        start, end : int
            The first character and the one after the last.
        hidden : bool
            Whether the style hides what does not say that it is shown.
        """
        text = self.text[start:end]
        marks = self._marks[start:end]
        if not hidden and marks.count(0) == len(marks):
            return text
        return "".join(
            _shown(text[same.start() : same.end()], marks[same.start()], hidden)
            for same in _SAME.finditer(marks)
        )


def _shown(text: str, marks: int, hidden: bool) -> str:
    if marks & (sprms.GONE | _CODE):
        return ""
    if marks & sprms.HIDDEN or (hidden and not marks & sprms.SHOWN):
        return " "  # 12 and a hidden 3 are not 123
    if marks & sprms.RAISED:
        text = text.translate(RAISED)
    if marks & sprms.LOWERED:
        text = text.translate(LOWERED)
    # 12 struck out beside 13 must not become 1213.
    return f" {text} " if marks & sprms.STRUCK else text
