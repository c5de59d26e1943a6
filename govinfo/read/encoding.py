"""Bytes to text, in the order in which the evidence can be trusted."""

from __future__ import annotations

import functools
import re

from govinfo.read.sniff import wide_encoding

_CHINESE = ("gb18030", "big5hkscs")
_UTF_16 = ("utf-16-le", "utf-16-be")
_MOST_LOST = 1000  # one character lost in so many bytes
_FEW_BYTES = 3000
_READABLE = 0.75  # share of characters that ordinary Chinese text consists of
_SAMPLES = (400, 1600, 4000)  # characters
_ENOUGH = 30  # characters outside ASCII that decide
_CLEARLY_READABLE = 0.95
_ORDINARY_SIGNS = "·×÷°±§—‘’“”…‰※℃№\xa0\ufeff"
_ORDINARY_BLOCKS = (
    (0x00C0, 0x0180),  # Latin letters, as in pinyin
    (0x2150, 0x2190),  # number forms
    (0x2460, 0x2600),  # enclosed numbers, lines, shapes
    (0x2E80, 0x3040),  # radicals, punctuation
    (0xFF00, 0xFFF0),  # full width
)
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    r"""Decode a document.

    Tried in turn: a byte order mark, UTF-8, UTF-16 without a mark, the declared
    encoding, then whichever of GB18030 and Big5 reads as Chinese. Every gb\* label is
    decoded as GB18030, which holds the others, and every big5 as Big5-HKSCS.

    Parameters
    ----------
    data : bytes
        The whole document.
    declared : str, optional
        The encoding that the document states.

    Returns
    -------
    text : str
        Without a byte order mark.
    encoding : str
        The codec that was used.
    warnings : tuple of str
        ``encoding_repaired`` where UTF-8 had once been read as GBK and the way back
        loses nothing; ``script_damage`` where single characters are lost.

    Raises
    ------
    UnicodeError
        If no encoding gives text that reads as Chinese or is plain ASCII.

    Examples
    --------
    >>> decode("总计".encode("gb18030"), "gb2312")
    ('总计', 'gb18030', ())
    """
    text, encoding, lost = _decoded(data, codec_of(declared))
    text = text.removeprefix("\ufeff")
    warnings = []
    if lost:
        warnings.append(f"script_damage: {lost} bytes could not be decoded as {encoding}")
    elif "\ufffd" in text:
        count = text.count("\ufffd")
        warnings.append(f"script_damage: {count} characters were already lost (U+FFFD)")
    if _readable(text) < _READABLE:
        repaired, complete = _read_back(text)
        if complete and _readable(repaired) >= _READABLE:
            text = repaired
            warnings.append("encoding_repaired: UTF-8 had been read as GBK; reversed without loss")
        elif _readable(repaired) >= _READABLE:
            warnings.append(
                "script_damage: UTF-8 had been read as GBK and cannot be reversed without loss"
            )
    return text, encoding, tuple(warnings)


def _decoded(data: bytes, declared: str | None) -> tuple[str, str, int]:
    """Text, codec and the number of bytes lost."""
    wide = wide_encoding(data)
    if wide in _UTF_16:
        wide = max(_UTF_16, key=lambda codec: _promise(data, codec))
    if wide is not None:
        return _tolerant(data, wide)
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        pass  # the usual case for older pages; the other encodings follow
    named = [declared] if declared else []
    for codec in (*named, *sorted(_CHINESE, key=lambda name: -_promise(data, name)), *_UTF_16):
        if _promise(data, codec) >= _READABLE:
            return data.decode(codec), codec, 0
    for codec in ("utf-8", *named, *_CHINESE):
        text, _, lost = _tolerant(data, codec, check=False)
        if _few(lost, len(data)) and _readable(text) >= _READABLE:
            return text, codec, lost
    raise UnicodeError("its bytes are not text in UTF-8, UTF-16, GB18030 or Big5")


def _tolerant(data: bytes, codec: str, *, check: bool = True) -> tuple[str, str, int]:
    text = data.decode(codec, errors="replace")
    lost = text.count("\ufffd")
    if codec == "utf-8":
        lost -= data.count("\ufffd".encode())
    if check and not _few(lost, len(data)):
        raise UnicodeError(f"{lost} places in it cannot be decoded as {codec}")
    return text, codec, lost


def _few(lost: int, size: int) -> bool:
    return lost * _MOST_LOST <= max(size, _FEW_BYTES)


def _promise(data: bytes, codec: str) -> float:
    """How well the bytes read in a codec: 0 where they cannot be decoded."""
    try:
        return _readable(data.decode(codec))
    except UnicodeDecodeError:
        return 0.0


def _readable(text: str) -> float:
    """Share of ordinary characters among those outside ASCII; 1 where there are none.

    The first sample decides in which nearly all of it is ordinary.
    """
    for size in _SAMPLES:
        sample = text[:: max(1, len(text) // size)]
        foreign = "".join(_OUTSIDE_ASCII.findall(sample))
        share = sum(map(_ordinary().__contains__, foreign)) / len(foreign) if foreign else 1.0
        if len(foreign) >= _ENOUGH and share >= _CLEARLY_READABLE:
            break
    return share


@functools.cache
def _ordinary() -> frozenset[str]:
    """List punctuation and the common characters: the first levels of GB 2312 and Big5."""
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    simplified = bytes(b for i in range(0xB0, 0xD8) for j in range(0xA1, 0xFF) for b in (i, j))
    traditional = bytes(b for i in range(0xA4, 0xC7) for j in trails for b in (i, j))
    common = simplified.decode("gb2312", "ignore") + traditional.decode("big5", "ignore")
    blocks = "".join(chr(code) for first, last in _ORDINARY_BLOCKS for code in range(first, last))
    return frozenset(common + blocks + _ORDINARY_SIGNS)


def _read_back(text: str) -> tuple[str, bool]:
    """Undo "UTF-8 read as GBK": the text, and whether nothing was lost."""
    # GBK on Windows reads the byte 80, which is no GBK, as the euro sign.
    parts = text.split("€")
    try:
        data = b"\x80".join(part.encode("gb18030") for part in parts)
        return data.decode("utf-8"), True
    except UnicodeError:
        data = b"\x80".join(part.encode("gb18030", "replace") for part in parts)
        return data.decode("utf-8", "replace"), False


def codec_of(label: str | None) -> str | None:
    """Choose the codec for a declared label; None where it says nothing of use."""
    name = (label or "").strip().lower()
    if name.startswith(("gb", "x-gb", "cp936", "ms936", "euc-cn")):
        return "gb18030"
    if name.startswith(("big5", "big-5", "cp950", "x-x-big5")):
        return "big5hkscs"
    return None
