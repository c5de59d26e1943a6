"""A Word document written without anything unusual, read off its markup.

Nearly all of a document's bytes are the markup of its cells, and nearly all cells are marked
up like others: each kind of markup is looked at once and remembered as the steps that it
takes. Whatever is not known to be harmless leaves the document to `govinfo.read.word.body`,
which would read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from govinfo.model import Limits
from govinfo.read.page import Grid
from govinfo.read.word.assembly import Assembly
from govinfo.read.word.lists import Lists
from govinfo.read.word.markup import (
    BEGIN_CELL,
    BEGIN_PARAGRAPH,
    CELL,
    END_PARAGRAPH,
    TEXT,
    Step,
    steps_of,
)
from govinfo.read.word.styles import Styles
from govinfo.read.word.tables import cell_code
from govinfo.read.word.tags import Stack, opened

_LONGEST = 16 << 20
_LONGEST_KEPT = 3_000
_MOST_KEPT = 8_192
_MOST_STATES = 512
_CELL_END, _TEXT_END = b"</w:tc>", b"</w:t>"
# Identifiers of revisions and paragraphs, which make alike markup differ.
_IDENTIFIER = re.compile(rb'="[0-9A-F]{8}"')
_NO_IDENTIFIER = b'=""'
_IDENTIFIERS = (b" w:rsid", b" w14:paraId")
_BEGINNING = 20_000  # bytes in which identifiers are found if there are any
_REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));|&")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
# What XML does not allow, as it is written and as it is referred to.
_CONTROLS = bytes(sorted(set(range(0x20)) - set(b"\t\n\r")))
_NO_SIGNS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_UNFIT = re.compile("[\0-\x08\x0b-\x1f\n\ud800-\udfff\ufffe\uffff]")

#: What a piece of markup does: its steps, the styles that it uses, and where it ends.
_Piece: TypeAlias = "tuple[tuple[Step, ...], frozenset[str], State]"


class UnusualError(Exception):
    """There is something in the markup that takes the full reader."""


@dataclass(slots=True)
class State:
    """A place in the document: the elements open, and the pieces seen there."""

    stack: Stack
    outer: State | None
    cells: dict[bytes, _Piece] = field(default_factory=dict)
    markup: dict[bytes, _Piece] = field(default_factory=dict)


class Quick:
    """Reads usual documents; what it has seen once it knows again."""

    def __init__(self) -> None:
        self._states: dict[Stack, State] = {}
        self._kept = 0

    def read(
        self, markup: bytes, styles: Styles, lists: Callable[[], Lists], limits: Limits
    ) -> tuple[list[str | Grid], bool]:
        """Read the main part of a document.

        Parameters
        ----------
        markup : bytes
            In UTF-8.
        styles : Styles
            Documents in which a style used hides, raises, strikes or numbers are not read.
        lists : callable
            Gives the lists; only asked where paragraphs name one.
        limits : Limits
            Documents beyond them are not read.

        Returns
        -------
        blocks : list of str or Grid
            What the full reader gives.
        covered : bool
            Whether text in merged cells is left out.

        Raises
        ------
        UnusualError
            If it takes the full reader.
        """
        if len(markup) > _LONGEST or limits.nesting < 1 or (b"!" in markup and b"<!" in markup):
            raise UnusualError
        root = opened(markup)
        if root is None:
            raise UnusualError
        start, stack = root
        if len(self._states) > _MOST_STATES:
            self._forget()
        odd = styles.odd()
        if styles.usual in odd:
            raise UnusualError
        state = self._state(stack)
        assembly = Assembly(lists)
        rest = markup[start:]
        if any(name in rest[:_BEGINNING] for name in _IDENTIFIERS):
            rest = _IDENTIFIER.sub(_NO_IDENTIFIER, rest)
        parts = rest.split(_CELL_END)
        if len(parts) > limits.cells:
            raise UnusualError
        last = len(parts) - 1
        for number, part in enumerate(parts):
            piece = state.cells.get(part) if number < last else None
            if piece is None:
                piece = self._cell(state, part, ended=number < last)
            steps, used, state = piece
            if used and not used.isdisjoint(odd):
                raise UnusualError
            assembly.take(steps)
        if state.stack:
            raise UnusualError
        return assembly.blocks, assembly.covered

    def _state(self, stack: Stack) -> State:
        if stack not in self._states:
            outer = self._state(stack[:-1]) if stack else None
            self._states[stack] = State(stack, outer)
        return self._states[stack]

    def _cell(self, state: State, part: bytes, *, ended: bool) -> _Piece:
        """What stands from the end of one cell to that of the next, texts and all."""
        if len(part.translate(None, _CONTROLS)) < len(part) or any(c in part for c in _NO_SIGNS):
            raise UnusualError
        start = state
        steps: list[Step] = []
        used: frozenset[str] = frozenset()
        *texts, rest = part.split(_TEXT_END)
        for text in texts:
            at = text.rfind(b">") + 1
            found, styles, state = state.markup.get(text[:at]) or self._markup(state, text[:at])
            if state.outer is None or state.stack[-1] != "t":
                raise UnusualError
            state = state.outer
            steps += found
            steps.append((TEXT, _text(text[at:]), 0, 0))
            if styles:
                used |= styles
        found, styles, state = self._markup(state, rest)
        steps += found
        used |= styles
        if ended:
            if state.outer is None or state.stack[-1] != "tc":
                raise UnusualError
            state = state.outer
        piece = tuple(_folded(steps)), used, state
        if ended and len(part) <= _LONGEST_KEPT:
            start.cells[part] = piece
            self._count()
        return piece

    def _markup(self, state: State, markup: bytes) -> _Piece:
        piece = state.markup.get(markup)
        if piece is None:
            made = steps_of(state.stack, markup)
            if made is None:
                raise UnusualError
            steps, used, stack = made
            piece = steps, used, self._state(stack)
            if len(markup) <= _LONGEST_KEPT:
                state.markup[markup] = piece
                self._count()
        return piece

    def _count(self) -> None:
        self._kept += 1
        if self._kept > _MOST_KEPT:
            self._forget()

    def _forget(self) -> None:
        self._kept = 0
        for state in self._states.values():
            state.cells.clear()
            state.markup.clear()
        self._states.clear()


def _text(markup: bytes) -> str:
    """The characters of a text; what XML does not allow is for the full reader to refuse."""
    if b"<" in markup:
        raise UnusualError
    try:
        text = markup.decode()
        if "&" in text:
            text = _REFERENCE.sub(_referred, text)
            if _UNFIT.search(text):
                raise UnusualError
    except (UnicodeDecodeError, ValueError) as error:
        raise UnusualError from error
    if "\n" in text or "\r" in text or '=""' in text:
        raise UnusualError
    return text


def _folded(steps: list[Step]) -> list[Step]:
    """The steps, with a cell of one plain line at their end in one."""
    at = len(steps) - 1
    if at < 0 or steps[at][0] != END_PARAGRAPH:
        return steps
    at -= 1
    text = ""
    while at >= 0 and steps[at][0] == TEXT:
        text = steps[at][1] + text
        at -= 1
    if at < 1 or steps[at][0] != BEGIN_PARAGRAPH or steps[at][1] or "\n" in text or "\f" in text:
        return steps
    begun, _, span, down = steps[at - 1]
    return (
        [*steps[: at - 1], (CELL, text, cell_code(span, down), 0)] if begun == BEGIN_CELL else steps
    )


def _referred(reference: re.Match[str]) -> str:
    name, decimal, hexadecimal = reference.groups()
    if name:
        return _NAMED[name]
    if decimal is None and hexadecimal is None:
        raise UnusualError
    return chr(int(decimal) if decimal else int(hexadecimal, 16))
