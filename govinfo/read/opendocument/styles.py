"""What OpenDocument styles say that matters to a reader: hidden, raised, struck out."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from govinfo.read.opendocument.names import OFFICE, STYLE, TEXT
from govinfo.read.word.styles import PLAIN, Look

_DEEPEST = 20  # styles that inherit from styles


class Looks:
    """The paragraph and character styles of a document.

    Parameters
    ----------
    content : Element
        ``content.xml``, whose automatic styles come first.
    styles : Element or None
        ``styles.xml``, where there is one.
    """

    def __init__(self, content: Element, styles: Element | None) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        if styles is not None:
            self._add(styles.find(OFFICE + "styles"))
        self._add(content.find(OFFICE + "automatic-styles"))
        self._found: dict[tuple[str, str, Look], Look] = {}

    def paragraph(self, name: str) -> Look:
        """How the text of a paragraph is shown."""
        return self._over(PLAIN, "paragraph", name)

    def within(self, outer: Look, name: str) -> Look:
        """How a span is shown in text that is shown as ``outer``."""
        return self._over(outer, "text", name)

    def _add(self, styles: Element | None) -> None:
        for each in () if styles is None else styles.findall(STYLE + "style"):
            self._styles[each.get(STYLE + "family", ""), each.get(STYLE + "name", "")] = each

    def _over(self, look: Look, family: str, name: str) -> Look:
        key = family, name, look
        if key not in self._found:
            chain: list[Element] = []
            style = self._styles.get((family, name))
            while style is not None and style not in chain and len(chain) < _DEEPEST:
                chain.append(style)
                style = self._styles.get((family, style.get(STYLE + "parent-style-name", "")))
            for style in reversed(chain):
                look = _marked(look, style.find(STYLE + "text-properties"))
            self._found[key] = look
        return self._found[key]


def _marked(look: Look, marks: Element | None) -> Look:
    if marks is None:
        return look
    shown = marks.get(TEXT + "display")
    line = marks.get(STYLE + "text-line-through-style")
    line = marks.get(STYLE + "text-line-through-type") if line is None else line
    position = marks.get(STYLE + "text-position")
    return Look(
        look.hidden if shown is None else shown == "none",
        look.struck if line is None else line != "none",
        look.script if position is None else _script(position),
    )


def _script(position: str) -> str:
    """Raised or lowered, as in ``super 58%`` and ``-33% 58%``."""
    height = (position.split() or [""])[0]
    if height == "sub" or height.startswith("-"):
        return "subscript"
    return "" if height in ("", "0%") else "superscript"
