"""What Word's styles say that matters to a reader: hidden, raised, struck out, numbered."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from govinfo.read.word.names import W, child_value, switched, value

# Raised and lowered digits are notes and powers: joined plainly, 5 and its note 1 would be 51.
SUPERSCRIPT = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
SUBSCRIPT = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SCRIPTS = {"superscript": SUPERSCRIPT, "subscript": SUBSCRIPT}
_DEEPEST = 20  # styles based on styles


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is shown, as far as it changes what is read."""

    hidden: bool = False
    struck: bool = False
    script: str = ""

    def shown(self, text: str) -> str:
        """The text as a reader takes it in: notes raised, struck text apart."""
        if self.script in _SCRIPTS:
            text = text.translate(_SCRIPTS[self.script])
        # 12 struck out beside 13 must not become 1213.
        return f" {text} " if self.struck else text


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits: its look, and the list that it numbers."""

    look: Look = PLAIN
    number: str = ""
    level: str | None = None

    @property
    def plain(self) -> bool:
        """Whether the style changes nothing that is read."""
        return self.look == PLAIN and not self.number


_NO_STYLE = Style()


class Styles:
    """The styles of a document by their identifiers.

    Parameters
    ----------
    root : Element or None
        ``w:styles``, where the document has it.
    """

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else root.findall(W + "style")
        self._elements = {value(style, "styleId"): style for style in styles}
        self._found: dict[str, Style] = {}
        self.usual = next(
            (
                value(style, "styleId")
                for style in styles
                if value(style, "default") in ("1", "true", "on")
                and value(style, "type") == "paragraph"
            ),
            "",
        )

    def __getitem__(self, name: str) -> Style:
        if name not in self._found:
            self._found[name] = self._inherited(name)
        return self._found[name]

    def list_of_style(self) -> dict[str, str]:
        """The lists that numbering styles name, by style."""
        return {name: self[name].number for name in self._elements if self[name].number}

    def odd(self) -> frozenset[str]:
        """The styles that change what is read."""
        return frozenset(name for name in self._elements if not self[name].plain)

    def look(self, marks: Element | None, paragraph: Style) -> Look:
        """How a run is shown, by its own marks (``w:rPr``), its style and its paragraph's."""
        if marks is None:
            return paragraph.look
        name = child_value(marks, "rStyle")
        below = paragraph.look
        if name:
            # What styles switch is switched back where both do it.
            own = self[name].look
            below = Look(
                below.hidden != own.hidden, below.struck != own.struck, own.script or below.script
            )
        return _over(below, marks)

    def _inherited(self, name: str) -> Style:
        chain: list[Element] = []
        element = self._elements.get(name)
        while element is not None and element not in chain and len(chain) < _DEEPEST:
            chain.append(element)
            element = self._elements.get(child_value(element, "basedOn") or "")
        style = _NO_STYLE
        for element in reversed(chain):
            marks = element.find(W + "rPr")
            look = style.look if marks is None else _over(style.look, marks)
            number, level = numbered(element.find(W + "pPr"))
            style = Style(
                look,
                style.number if number is None else number,
                style.level if level is None else level,
            )
        return style


def _over(below: Look, marks: Element) -> Look:
    hidden = switched(marks, "vanish")
    struck, twice = switched(marks, "strike"), switched(marks, "dstrike")
    script = child_value(marks, "vertAlign")
    if hidden is None and struck is None and twice is None and script is None:
        return below
    if struck is None and twice is None:
        struck = below.struck
    return Look(
        below.hidden if hidden is None else hidden,
        bool(struck or twice),
        below.script if script is None else script,
    )


def numbered(properties: Element | None) -> tuple[str | None, str | None]:
    """The list and level that paragraph properties name; None for what they leave open."""
    number = None if properties is None else properties.find(W + "numPr")
    if number is None:
        return None, None
    name = child_value(number, "numId")
    return "" if name == "0" else name, child_value(number, "ilvl")
