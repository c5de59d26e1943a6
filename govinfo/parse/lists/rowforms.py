"""Forms that are long lists: a row path leads to a metric, or a row and a column path do.

Statistics forms and the forms of a user's own are such lists. Row numbers restart
under every 其中, so that a row is known by its own label and the labels above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from govinfo.errors import SchemaError
from govinfo.parse.fold import to_simplified
from govinfo.parse.labels import core
from govinfo.registry import OwnForms, form_rows, metric_rows, tree

_HAN_NUMERAL = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_OF_WHICH = r"其中[:：，,、]?"
#: One number before a label, the coarsest style first.
_NUMBERS = (
    rf"[{_HAN_NUMERAL}]{{1,3}}[、.．,，]",
    rf"[（(][{_HAN_NUMERAL}]{{1,3}}[）)][、.．]?",
    r"\d{1,2}[.．、)）]",
    r"[（(]\d{1,2}[）)][、.．]?",
    rf"[{_CIRCLED}][.．、]?",
)
_NUMBER = re.compile("|".join(f"({number})" for number in _NUMBERS))
_LEAD = re.compile(rf"(?:{_OF_WHICH}|{_NUMBER.pattern})+")
#: What stands before a label, at the end of a text.
LEAD_AT_END = re.compile(rf"(?:{_OF_WHICH}|{'|'.join(_NUMBERS)})$")
_NOTE = r"[（(][^（()）]*[^（()）\d一二三四五六七八九十][^（()）]*[）)]"
_ENDS_WITH_NOTE = re.compile(rf"{_NOTE}$")
_SPACE = re.compile("[\\s\u200b-\u200f\ufeff]+")
_MARK = re.compile(r"[^\w\u3400-\u9fff]")
_SHORT = 5  # a label of fewer characters may be anyone's


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a form, or a label that stands over rows and has no cell of its own.

    ``key`` is the row path as registered, ``name`` the core of its own label, ``number``
    what is printed before it and ``style`` the rank of that number (0: none, 1: 一、 to
    5: ①). ``parents`` are the lines above it, outermost first.
    """

    key: str
    name: str
    number: str
    style: int
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RowForm:
    """A form of rows and its cells.

    ``lines`` are in printed order; ``named`` maps a label to the lines it may mean.
    ``columns`` maps a column path to the cores of its labels, outermost first.
    ``slots`` maps row and column path to the metric, ``rows`` are the row paths alone;
    ``info`` is each metric's entry in the registry. ``scan`` finds the labels in text
    without spaces.
    """

    name: str
    lines: tuple[Line, ...]
    named: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, tuple[str, ...]]
    slots: Mapping[tuple[str, str], str]
    rows: frozenset[str]
    info: Mapping[str, Mapping[str, str]]
    scan: re.Pattern[str]

    def needs_context(self, name: str) -> bool:
        """Whether a label is known only with those above it."""
        return len(self.named.get(name, ())) > 1 or len(name) < _SHORT


@lru_cache(maxsize=65536)
def split_label(printed: str) -> tuple[str, str, int]:
    """The core of a label, the number before it, and the number's style.

    Examples
    --------
    >>> split_label("其中：1．同意提供")
    ('同意提供', '1', 3)
    >>> split_label("（二）被依法纠错数")
    ('被依法纠错数', '二', 2)
    """
    plain = to_simplified(_SPACE.sub("", printed))
    lead = _LEAD.match(plain)
    if lead is None or not core(plain[lead.end() :]):
        return core(plain), "", 0
    number, style = "", 0
    for found in _NUMBER.finditer(lead[0]):
        style = found.lastindex or 0
        number = "".join(character for character in found[0] if character.isalnum())
    return core(plain[lead.end() :]), number, style


@cache
def row_forms(own: OwnForms) -> tuple[RowForm, ...]:
    """The statistics forms of the registry and the user's own.

    Raises
    ------
    SchemaError
        If two rows of a form have the same labels all the way up.
    """
    known = metric_rows(own)
    cells: dict[str, list[Mapping[str, str]]] = {}
    mine = {cell.form for cell in own.cells}
    for row in form_rows(own):
        if row["form"] in mine or known[row["metric"]]["section"] == "statistics":
            cells.setdefault(row["form"], []).append(row)
    return tuple(_compile(name, rows, known) for name, rows in cells.items())


@cache
def all_names(own: OwnForms) -> frozenset[str]:
    """The labels of all forms that are no one else's."""
    return frozenset(
        name for form in row_forms(own) for name in form.named if not form.needs_context(name)
    )


def _compile(
    form: str, cells: list[Mapping[str, str]], known: Mapping[str, Mapping[str, str]]
) -> RowForm:
    lines: list[Line] = []
    index: dict[tuple[str, ...], int] = {}
    printed: list[str] = []
    row_of: dict[tuple[str, ...], str] = {}
    for cell in cells:
        key = cell["row_path"]
        labels = [label.strip() for label in key.split("/")]
        parents: tuple[int, ...] = ()
        path: tuple[str, ...] = ()
        for label in labels:
            name, number, style = split_label(label)
            path = (*path, name)
            if path not in index:
                index[path] = len(lines)
                lines.append(Line("", name, number, style, parents))
                printed.append(label)
            parents = (*parents, index[path])
        if row_of.setdefault(path, key) != key:
            raise SchemaError(
                f"Form {form}: the rows {row_of[path]!r} and {key!r} have the same labels. "
                "Write the labels above them into row_path, parted by /."
            )
        at = index[path]
        lines[at] = replace(lines[at], key=key)
    named: dict[str, tuple[int, ...]] = {}
    for i, line in enumerate(lines):
        named[line.name] = (*named.get(line.name, ()), i)
    columns = {
        cell["column_path"]: tuple(core(label) for label in cell["column_path"].split("/"))
        for cell in cells
    }
    names = {_pattern(label) for label in (*printed, *tree("labels")["statistics"]["groups"])}
    bodies = "|".join(sorted(names, key=len, reverse=True))
    return RowForm(
        form,
        tuple(lines),
        named,
        columns,
        {(cell["row_path"], cell["column_path"]): cell["metric"] for cell in cells},
        frozenset(cell["row_path"] for cell in cells),
        {cell["metric"]: known[cell["metric"]] for cell in cells},
        re.compile(rf"(?:{bodies})(?:{_NOTE})*"),
    )


def _pattern(label: str) -> str:
    """A label without its number and note, its marks being optional."""
    plain = to_simplified(_SPACE.sub("", label))
    lead = _LEAD.match(plain)
    if lead is not None and core(plain[lead.end() :]):
        plain = plain[lead.end() :]
    plain = _ENDS_WITH_NOTE.sub("", plain)
    return "".join(
        f"{re.escape(character)}?" if _MARK.match(character) else re.escape(character)
        for character in plain
    )
