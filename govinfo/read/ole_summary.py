"""What old Office files say of themselves ([MS-OLEPS] property sets)."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

_SECTION = 44  # where the place of the section stands
_CODE_PAGE = 1
_NAMES = {2: "title", 3: "subject", 4: "author", 5: "keywords", 12: "created", 13: "modified"}
_SHORT, _BYTES, _WIDE, _TIME = 2, 30, 31, 64
_PAGES = {936: "gb18030", 1200: "utf-16-le", 1201: "utf-16-be", 65001: "utf-8"}
_BEGIN = datetime(1601, 1, 1, tzinfo=UTC)
_FIRST_YEAR = 1981  # a date never set counts from the beginning
_MOST_CHARACTERS = 10_000
_MOST_PROPERTIES = 1000


def summary_of(data: bytes) -> tuple[tuple[str, str], ...]:
    """Title, author and dates; what is torn is left out."""
    try:
        (at,) = struct.unpack_from("<I", data, _SECTION)
        (count,) = struct.unpack_from("<I", data, at + 4)
        count = min(count, _MOST_PROPERTIES, (len(data) - at - 8) // 8)
        pairs = [*struct.iter_unpack("<II", data[at + 8 : at + 8 + 8 * count])]
    except struct.error:
        return ()
    places = dict(reversed(pairs))  # the first counts, whatever the count of them says
    section = data[at:]
    page = _value(section, places.get(_CODE_PAGE), "")
    codec = _codec(int(page) if page else 0)
    found = ((name, _value(section, places.get(key), codec)) for key, name in _NAMES.items())
    return tuple((name, text) for name, text in found if text)


def _value(section: bytes, at: int | None, codec: str) -> str:
    """A property as text; nothing where it is not there or not understood."""
    if at is None:
        return ""
    try:
        (kind,) = struct.unpack_from("<I", section, at)
        if kind == _SHORT:
            return str(struct.unpack_from("<H", section, at + 4)[0])
        if kind == _TIME:
            return _time(struct.unpack_from("<Q", section, at + 4)[0])
        if kind not in (_BYTES, _WIDE):
            return ""
        (size,) = struct.unpack_from("<I", section, at + 4)
    except struct.error:
        return ""
    size = min(size * 2 if kind == _WIDE else size, 2 * _MOST_CHARACTERS)
    raw = section[at + 8 : at + 8 + size]
    text = raw.decode("utf-16-le" if kind == _WIDE else codec, errors="replace")
    return text.partition("\0")[0].strip()


def _time(ticks: int) -> str:
    try:
        time = _BEGIN + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{time:%Y-%m-%d %H:%M:%S}" if time.year >= _FIRST_YEAR else ""


def _codec(page: int) -> str:
    name = _PAGES.get(page, f"cp{page}")
    try:
        "".encode(name)
    except LookupError:
        return "latin-1"
    return name
