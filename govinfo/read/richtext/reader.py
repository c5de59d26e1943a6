"""One pass over the tokens of an RTF file, without recursion."""

from __future__ import annotations

import re
from collections.abc import Callable

from govinfo.model import Limits
from govinfo.read.content import RefusalError
from govinfo.read.page import Grid
from govinfo.read.richtext.fonts import Font, Fonts
from govinfo.read.richtext.story import Story

_TOKEN = re.compile(
    rb"\\([a-zA-Z]+)(-?[0-9]+)? ?"  # a word, and its number
    rb"|((?:\\'[0-9a-fA-F]{2}){1,1000})"  # bytes; any more would take memory
    rb"|([{}])"
    rb"|\\([\s\S])"  # a sign
    rb"|([^\\{}]+)"
)
_WORD, _NUMBER, _BYTES, _BRACE, _SIGN = 1, 2, 3, 4, 5
_BRACES = re.compile(rb"\\bin([0-9]+) ?|\\[\s\S]|[{}]")
_MOST_DIGITS = 10
_DEEPEST = 1000
_BLANK = b" \t\r\n\0\x1a"

#: What a word does.
Word = Callable[["Reader", int | None], None]


class State:
    """What a group inherits from the one around it, and gives back at its end."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.kind = ""  # the destination, where it matters
        self.said = "", False  # kind and mute around what is said twice
        self.close: Callable[[], None] | None = None
        self.font: int | None = None
        self.fallback = 1  # characters that stand for one of Unicode
        self.muted = self.hidden = self.deleted = self.struck = False
        self.script: dict[int, int] | None = None
        self.field = [True]  # whether the field around has a result
        self.in_table = self.nested = self.numbered = False
        self.depth = 0

    def inner(self) -> State:
        """The state with which a group begins."""
        state = State.__new__(State)
        state.__dict__.update(self.__dict__)
        state.close = None
        return state


class Reader:
    r"""Reads a file from its first group to the end of that group.

    Parameters
    ----------
    data : bytes
        The whole file.
    limits : Limits
        ``nesting`` and ``cells`` hold.
    words, starred : mapping of bytes to callable
        What words do; those that do something behind ``\*`` too.
    skipped : frozenset of bytes
        Words whose whole group is left out.
    """

    def __init__(
        self,
        data: bytes,
        limits: Limits,
        words: dict[bytes, Word],
        starred: frozenset[bytes],
        skipped: frozenset[bytes],
    ) -> None:
        self.limits = limits
        self.warnings: dict[str, None] = {}
        self.metadata: dict[str, str] = {}
        self.notes: list[str | Grid] = []
        self.fonts = Fonts()
        self.font = Font()  # the one being declared
        self.date: dict[bytes, int] = {}
        self.body = self.new_story()
        self.state = State(self.body)
        self._data = data
        self._words, self._starred, self._skipped = words, starred, skipped
        self._known = words.keys() | skipped | {b"bin"}
        self._stack: list[State] = []
        self._raw = bytearray()
        self._fallback = 0  # characters still to be left out

    def new_story(self) -> Story:
        """A part of the text that stands by itself."""
        return Story(self.limits, self.warnings)

    def run(self) -> list[str | Grid]:
        """Read the file.

        Returns
        -------
        list of str or Grid
            The body, then its notes.
        """
        data, match = self._data, _TOKEN.match
        at, size = 0, len(data)
        opened = starred = False
        while at < size:
            token = match(data, at)
            if token is None:
                break
            at = token.end()
            kind = token.lastindex
            if kind is None or kind > _SIGN:
                raw = token[0].translate(None, b"\r\n")
                if raw[:1] < b"@":
                    self.flush()  # no second byte of a character: a stray first one is alone
                self._bytes(raw)
            elif kind == _BYTES:
                self._bytes(bytes.fromhex(token[0].replace(b"\\'", b"").decode()))
            elif kind == _BRACE:
                self.flush()
                self._fallback = 0
                if token[0] == b"{":
                    self._open()
                    opened, starred = True, False
                    continue
                if self._close():
                    break
            elif kind == _SIGN:
                sign = token[_SIGN]
                if sign == b"*" and opened:
                    starred = True
                    continue
                self._sign(sign)
            elif starred or token[_WORD] in self._known:
                at = self._word(token[_WORD], token[_NUMBER], at, starred=starred)
            else:
                self._fallback = 0
            opened = starred = False
        self.flush()
        if self._stack:
            self.warn("cut_off", "the file ends before its text does")
        elif data[at:].strip(_BLANK):
            self.warn("text_behind", "what stands behind the end of the text is not read")
        while self._stack:
            self._close()
        return [*self.body.finish(self.depth), *self.notes]

    def warn(self, diagnostic: str, explanation: str) -> None:
        """Say what could not be done."""
        self.warnings[f"{diagnostic}: {explanation}"] = None

    @property
    def depth(self) -> int:
        """How deep in tables a paragraph that ends here says it stands."""
        return max(self.state.depth, int(self.state.in_table))

    def add(self, text: str) -> None:
        """Add text as it is shown where it stands."""
        state = self.state
        if state.muted or state.deleted or not text:
            return
        if state.hidden:
            text = " "  # 12 and a hidden 3 are not 123
        elif state.script is not None:
            text = text.translate(state.script)
        # 12 struck out beside 13 must not become 1213.
        state.story.parts.append(f" {text} " if state.struck else text)

    def flush(self) -> None:
        """Decode the bytes that have gathered."""
        if self._raw:
            raw, self._raw = bytes(self._raw), bytearray()
            if self.state.kind == "fonts":
                self.font.name += raw.decode("latin-1").strip("; ")
            else:
                self.add(self.fonts.decode(raw, self.state.font))

    def character(self, code: int) -> None:
        """Add one character, or half of a rare one; what stands for it is left out."""
        self.add(self.fonts.sign(code & 0xFFFF, self.state.font))
        self._fallback = self.state.fallback

    def _bytes(self, raw: bytes) -> None:
        if self._fallback:
            left_out = min(self._fallback, len(raw))
            self._fallback -= left_out
            raw = raw[left_out:]
        self._raw += raw

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise RefusalError("nests its groups too deeply", "Open it and save it again.")
        self._stack.append(self.state)
        self.state = self.state.inner()

    def _close(self) -> bool:
        """End a group; whether it was the last."""
        if self.state.close is not None:
            self.state.close()
        if self._stack:
            self.state = self._stack.pop()
        return not self._stack

    def _sign(self, sign: bytes) -> None:
        if sign in b"\\{}":
            self._bytes(sign)
            return
        self.flush()
        if self._fallback and sign in b"~_-:|":
            self._fallback -= 1
        elif sign in b"\r\n":
            self._word(b"par", None, 0, starred=False)
        elif sign in _SIGNS:
            self.add(_SIGNS[sign])

    def _word(self, word: bytes, digits: bytes | None, at: int, *, starred: bool) -> int:
        """Do what a word says; where the next token begins."""
        self.flush()
        self._fallback = 0
        number = None if digits is None else int(digits[:_MOST_DIGITS])
        if word == b"bin":
            return at + max(number or 0, 0)
        if word in self._skipped or (starred and word not in self._starred):
            return self._end_of_group(at)
        action = self._words.get(word)
        if action is not None:
            action(self, number)
        return at

    def _end_of_group(self, at: int) -> int:
        """Where the group ends that stands open at a place."""
        depth = 0
        while True:
            found = _BRACES.search(self._data, at)
            if found is None:
                return len(self._data)
            at = found.end()
            if found[1] is not None:
                at += int(found[1][:_MOST_DIGITS])
            elif found[0] == b"{":
                depth += 1
            elif found[0] == b"}":
                if not depth:
                    return found.start()
                depth -= 1


_SIGNS = {b"~": "\xa0", b"_": "-", b"\t": "\t"}
