"""Tags as they stand in the markup: names, attributes and the root with its namespaces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from govinfo.read.word.names import W

#: The open elements, outermost first; the first one also names the prefixes declared.
Stack: TypeAlias = tuple[str, ...]

_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*+"
_SPACE = r"[ \t\r\n]"
_PLAIN = r"<&\0-\x1f\ufffe\uffff"
_VALUE = rf"""(?:"[^"{_PLAIN}]*+"|'[^'{_PLAIN}]*+')"""
_ATTRIBUTES = rf"(?:{_SPACE}++{_NAME}(?::{_NAME})?+{_SPACE}*+={_SPACE}*+{_VALUE})*+"
#: White space and one tag: closing, prefix, name, attributes, empty.
TAG = re.compile(rf"{_SPACE}*+<(/?)(?:({_NAME}):)({_NAME})({_ATTRIBUTES}){_SPACE}*+(/?)>")
_ATTRIBUTE = re.compile(rf"(?:({_NAME}):)?+({_NAME}){_SPACE}*+={_SPACE}*+({_VALUE})")
_PROLOG = re.compile(
    rf"\ufeff?(?:<\?xml version=[\"']1\.0[\"'](?: encoding=[\"'](?i:utf-8)[\"'])?"
    rf"(?: standalone=[\"'](?:yes|no)[\"'])? ?\?>)?{_SPACE}*+<w:document({_ATTRIBUTES}){_SPACE}*+>"
)
_LONGEST_PROLOG = 20_000
_LONGEST_KEPT = 2000
_NOTHING: Mapping[str, str] = {}


def opened(markup: bytes) -> tuple[int, Stack] | None:
    """Where the root element's tag ends, and the stack there; None where it is unusual."""
    head = markup[:_LONGEST_PROLOG].decode(errors="replace")
    found = _PROLOG.match(head)
    if found is None or "\ufffd" in found[0]:
        return None
    spaces: dict[str, str] = {}
    others: list[str] = []
    for prefix, name, quoted in _ATTRIBUTE.findall(found[1]):
        if prefix == "xmlns":
            if name in spaces:
                return None
            spaces[name] = quoted[1:-1]
        else:
            others.append(f"{prefix}:{name}")
    uris = set(spaces.values())
    sound = len(uris) == len(spaces) and "" not in uris and spaces.get("w") == W[1:-1]
    if not sound or not spaces.keys().isdisjoint(("xml", "xmlns")):
        return None
    if len(set(others)) < len(others) or any(each.split(":")[0] not in spaces for each in others):
        return None
    return len(found[0].encode()), (f"document {' '.join(sorted(spaces))} xml",)


def said_in(attributes: str, root: str) -> Mapping[str, str] | None:
    """The attributes of a tag by their prefixed names; None where one is out of order.

    Parameters
    ----------
    attributes : str
        As they stand in the tag.
    root : str
        The first of the `Stack`.
    """
    if not attributes:
        return _NOTHING
    if len(attributes) > _LONGEST_KEPT:
        return read_attributes.__wrapped__(attributes, root)
    return read_attributes(attributes, root)


@lru_cache(maxsize=4096)
def read_attributes(attributes: str, root: str) -> Mapping[str, str] | None:
    """What `said_in` gives, remembered."""
    found: dict[str, str] = {}
    prefixes = root.split(" ")
    for prefix, name, quoted in _ATTRIBUTE.findall(attributes):
        key = f"{prefix}:{name}"
        if key in found or (prefix and prefix not in prefixes):
            return None
        found[key] = quoted[1:-1]
    return found
