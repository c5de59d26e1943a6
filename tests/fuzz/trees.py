"""Change XML so that it stays well-formed: cut, copy, move and rename elements."""

from __future__ import annotations

import copy
import random
from xml.etree import ElementTree

_VALUES = (
    *("", "0", "1", "-1", "2", "3", "9", "100000", "4294967296", "-2147483648", "1e9", "NaN"),
    *("A1:XFD1048576", "B2", "true", "restart", "continue", "一", "1 2", "\u3000", "\ufeff", "％"),
)
_MOST_KEPT = 500
_MOST_ELEMENTS = 20_000
_kept: list[ElementTree.Element] = []


def changed(markup: bytes, choose: random.Random) -> bytes | None:
    """The markup with a few elements changed; None where it is none."""
    try:
        root = ElementTree.fromstring(markup)
    except (ElementTree.ParseError, ValueError):
        return None
    try:
        for _ in range(choose.randint(1, 4)):
            _change(root, choose)
        return ElementTree.tostring(root, encoding="utf-8")
    except (ValueError, TypeError, RecursionError):
        return None  # nested too deeply to be copied or written


def _change(root: ElementTree.Element, choose: random.Random) -> None:
    elements = list(root.iter())
    parent, other = choose.choice(elements), choose.choice(elements)
    children = list(parent)
    kind = choose.randrange(8)
    if kind == 0 and children:
        parent.remove(choose.choice(children))
    elif kind == 1 and children and len(elements) < _MOST_ELEMENTS:
        child = choose.choice(children)
        for _ in range(choose.choice((1, 1, 2, 30))):
            parent.insert(choose.randrange(len(parent) + 1), copy.deepcopy(child))
    elif kind == 2 and len(elements) < _MOST_ELEMENTS:
        parent.append(copy.deepcopy(other))
        _keep(other, choose)
    elif kind == 3 and _kept:
        parent.insert(choose.randrange(len(parent) + 1), copy.deepcopy(choose.choice(_kept)))
    elif kind == 4:
        parent.tag = other.tag
    elif kind == 5 and parent.attrib:
        parent.set(choose.choice(list(parent.attrib)), choose.choice(_VALUES))
    elif kind == 6 and other.attrib:
        name = choose.choice(list(other.attrib))
        parent.set(name, choose.choice((other.attrib[name], *_VALUES)))
    else:
        parent.text = choose.choice((*_VALUES, other.text or ""))


def _keep(element: ElementTree.Element, choose: random.Random) -> None:
    """Remember an element, so that it may be put into other files."""
    if sum(1 for _ in element.iter()) > 30:
        return
    if len(_kept) < _MOST_KEPT:
        _kept.append(copy.deepcopy(element))
    else:
        _kept[choose.randrange(_MOST_KEPT)] = copy.deepcopy(element)
