"""The styles of an old Word file, as far as they hide, raise or number text."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from govinfo.read.msdoc.sprms import Look, Shape, changes_in, look_of, shape_of

_STYLES = 1
_PARAGRAPH, _CHARACTER = 1, 2
_NONE = 0xFFF
_HEAD = 10
_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Styles:
    """What styles do: ``looks`` to characters, ``shapes`` to paragraphs."""

    looks: dict[int, Look] = field(default_factory=dict)
    shapes: dict[int, Shape] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    paragraph: bytes
    characters: bytes


def read_styles(table: bytes) -> Styles:
    """Read the style sheet ([MS-DOC] STSH); what is torn of it ends it."""
    found = dict(_styles(table))
    styles = Styles()
    for number in found:
        chain: list[_Style] = []
        base = number
        while base in found and len(chain) < _DEEPEST:
            chain.append(found[base])
            base = found[base].base
        look, shape = Look(), Shape()
        for style in reversed(chain):
            look = look_of(style.characters, {}, base=look)
            shape = shape_of(changes_in(style.paragraph), shape)
        if look.bits:
            styles.looks[number] = look
        if found[number].kind == _PARAGRAPH and shape.list:
            styles.shapes[number] = Shape(list=shape.list, level=shape.level)
    return styles


def _styles(table: bytes) -> Iterator[tuple[int, _Style]]:
    if len(table) < 6:
        return
    size, count, base_size = struct.unpack_from("<3H", table)
    at = 2 + size
    for number in range(count):
        if at + 2 > len(table):
            return
        (length,) = struct.unpack_from("<H", table, at)
        record = table[at + 2 : at + 2 + length]
        at += 2 + length + length % 2
        if len(record) >= max(base_size, _HEAD) + 2:
            yield number, _style(record, base_size)


def _style(record: bytes, base_size: int) -> _Style:
    kind_base, parts = struct.unpack_from("<HH", record, 2)
    kind, base, n_parts = kind_base & 0xF, kind_base >> 4, parts & 0xF
    (name_length,) = struct.unpack_from("<H", record, base_size)
    at = base_size + 2 + 2 * name_length + 2
    lists: list[bytes] = []
    for _ in range(n_parts):
        if at + 2 > len(record):
            break
        (size,) = struct.unpack_from("<H", record, at)
        lists.append(record[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if kind == _PARAGRAPH:
        paragraph = lists[0][2:] if lists else b""
        characters = lists[1] if len(lists) > 1 else b""
        return _Style(kind, base, paragraph, characters)
    characters = lists[0] if kind == _CHARACTER and lists else b""
    return _Style(kind, base, b"", characters)
