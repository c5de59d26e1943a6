"""Row labels in a grid: which row of the form a printed row is, and rows of no form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govinfo.model import Cell
from govinfo.parse.cells import read_number
from govinfo.parse.grids.lattice import is_words
from govinfo.parse.labels import ENUMERATOR, STATUTORY, Vocabulary, core, vocabulary
from govinfo.parse.sheet import Sheet
from govinfo.registry import tree

_ENUMERATED = re.compile(ENUMERATOR)

#: Rows whose label other tables and heads have too.
AMBIGUOUS = frozenset({"other.other", "concluded"})


def row_label(cells: Sequence[Cell], words: Vocabulary) -> tuple[str | None, int]:
    """The key of the row that its rightmost label names, and the index of that label.

    A label may be torn into cells that stand side by side; a unit behind it is no part
    of it. The index is -1 where there is no label before the values.

    Examples
    --------
    >>> cells = [Cell("（一）予以", 0, 0), Cell("公开", 0, 1), Cell("3", 0, 2)]
    >>> row_label(cells, vocabulary("requests"))
    ('granted', 1)
    """
    labels: list[int] = []
    for at, cell in enumerate(cells):
        if is_words(cell.text):
            labels.append(at)
        elif labels and cell.text.strip() and not _ENUMERATED.fullmatch(cell.text.strip()):
            break
    if not labels:
        return None, -1
    last = labels[-1]
    if len(labels) > 1 and core(cells[last].text) in tree("labels")["units"]["count"]:
        labels.pop()
    printed = ""
    for at in reversed(labels):
        printed = cells[at].text + printed
        key = words.row(printed)
        if key is not None:
            torn = at != labels[0] and _may_go_on(cells[at - 1], printed, cells[at], words)
            return None if torn else key, last
    return None, last


def _may_go_on(before: Cell, label: str, cell: Cell, words: Vocabulary) -> bool:
    """Whether words of no group before a label may be its beginning: （一）不 before 予以公开."""
    name = core(before.text)
    return (
        name not in ("", *words.others, *words.rows)
        and before.row == cell.row
        and before.row_span == cell.row_span
        and _ENUMERATED.match(label.strip()) is None
    )


def damaged_label(label: str, words: Vocabulary, seen: set[str]) -> str | None:
    """The key of the one row not yet seen that a damaged label must mean, or None."""
    missing = [key for key in words.rows.values() if key not in seen and key not in AMBIGUOUS]
    return words.nearest_row(label, missing)


def stranger(own: Sequence[Cell], sheet: Sheet) -> None:
    """Keep a row of no form; a row of another statutory table in the same grid is none."""
    labels = [cell.text for cell in own if is_words(cell.text)]
    if any(vocabulary(kind).row(text) for kind in STATUTORY for text in labels):
        return
    groups = vocabulary(sheet.kind).others
    label = " ".join(core(text) for text in labels if core(text) not in groups)
    numbers = [cell.text for cell in own if read_number(cell.text).status == "reported"]
    if label and numbers:
        sheet.strangers.append(f"{label}: {' '.join(text.strip() for text in numbers)}")
