"""Names in WordprocessingML, and how its attributes are read."""

from __future__ import annotations

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_HEAD = 10_000  # bytes in which a part names its namespaces
_OFF = frozenset(("0", "false", "off", "none"))


def transitional(markup: bytes) -> bytes:
    """Give the strict dialect the namespaces of the common one."""
    if b"http://purl.oclc.org/ooxml/" not in markup[:_HEAD]:
        return markup
    for strict, common in _STRICT:
        for quote in (b'"', b"'"):
            markup = markup.replace(quote + strict + quote, quote + common + quote)
    return markup


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute of an element; ``default`` where either is missing."""
    return default if element is None else element.get(W + name, default)


def child_value(element: Element, name: str) -> str | None:
    """``w:val`` of a child; None where there is no such child."""
    child = element.find(W + name)
    return None if child is None else child.get(W + "val", "")


def switched(element: Element, name: str) -> bool | None:
    """Whether a child switches something on or off; None where there is no such child."""
    child = element.find(W + name)
    return None if child is None else child.get(W + "val", "1").lower() not in _OFF
