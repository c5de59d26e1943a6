"""Which characters the bytes of an RTF file mean: by its code page and its fonts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from govinfo.read.word.symbols import LOST, symbol

_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
_WESTERN, _OF_DOCUMENT, _SYMBOLS = 0, 1, 2
_PAGES = {936: "gb18030", 54936: "gb18030", 65001: "utf-8", 10000: "mac_roman", 0: "cp1252"}
_WIDE = ("gb18030", "cp950", "cp932", "cp949", "johab")
# Han characters said to be Western: two bytes each, as no Western text has them.
_HAN = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xf7][\xa1-\xfe])+")
_PRIVATE = range(0xF000, 0xF100)


@dataclass(slots=True)
class Font:
    """A font as the file declares it."""

    charset: int = _OF_DOCUMENT
    page: int | None = None
    name: str = ""


@dataclass(slots=True)
class Fonts:
    """The fonts of a file by their numbers, and the code page of the whole."""

    page: str = "cp1252"
    default: int = 0
    table: dict[int, Font] = field(default_factory=dict)

    def decode(self, raw: bytes, number: int | None) -> str:
        """Decode bytes in a font; None stands for the font that the file begins with."""
        font = self.table.get(self.default if number is None else number)
        if font is None:
            return _decoded(raw, self.page)
        if font.charset == _SYMBOLS and _of_signs(font.name):
            return "".join(symbol(f"{0xF000 + byte:X}", font.name) for byte in raw)
        if font.page is not None:
            return _decoded(raw, codec_of(font.page))
        if font.charset == _WESTERN:
            return _decoded(raw, self.page if self._is_han(raw) else "cp1252")
        return _decoded(raw, _CHARSETS.get(font.charset, self.page))

    def sign(self, code: int, number: int | None) -> str:
        """A character given by its code, which a font of signs may show otherwise."""
        if code in _PRIVATE:
            font = self.table.get(self.default if number is None else number)
            if font is not None and _of_signs(font.name):
                return symbol(f"{code:X}", font.name)
        return chr(code)

    def _is_han(self, raw: bytes) -> bool:
        return self.page in _WIDE and not raw.isascii() and _HAN.fullmatch(raw) is not None


def codec_of(page: int) -> str:
    """The codec of a Windows code page; the Western one where it is not known.

    Examples
    --------
    >>> codec_of(936), codec_of(1251), codec_of(-3)
    ('gb18030', 'cp1251', 'cp1252')
    """
    name = _PAGES.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _decoded(raw: bytes, codec: str) -> str:
    return raw.decode(codec, errors="replace")


def _of_signs(name: str) -> bool:
    return symbol("F041", name) != LOST
