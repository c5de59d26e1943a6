"""The columns of a table that lost its spans, in the order in which their values stand."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo.model import Cell
from govinfo.parse.grids.lattice import is_words
from govinfo.parse.labels import Vocabulary, core

_MOST_LOST = 2  # heads that may be lost for the form's order to stand

#: A column of the form, or None for one of another name between the form's own.
Order = tuple[str | None, ...]


def printed_order(rows: Sequence[Sequence[Cell]], words: Vocabulary) -> Order | None:
    """The columns named in the rows of a header, as their values stand below.

    A head over several columns (法人或其他组织) gives its place to the heads of the line
    below it. None where no order can be told.

    Parameters
    ----------
    rows : sequence of sequence of Cell
        The header; of each row the cells that begin in it.
    words : Vocabulary
        The labels of the table.
    """
    lines = [line for line in (_line(cells, words) for cells in rows) if line]
    if not lines:
        return ()
    found = lines[0]
    for line in lines[1:]:
        new = [name for i, name in enumerate(line) if name is None or name not in found + line[:i]]
        if _GROUP in found:
            at = found.index(_GROUP)
            found = [*found[:at], *new, *found[at + 1 :]]
        elif len(found) == 2 and new:
            # 自然人 and 总计 stand over all storeys; the head between them was lost.
            found = [found[0], *new, found[1]]
        elif new:
            found = [*found, *new]
    order = tuple(name for name in found if name != _GROUP)
    names = [name for name in order if name is not None]
    twice = any(len(set(line)) < len(line) for line in lines)
    return None if len(set(names)) < len(names) or (twice and order != words.column_keys) else order


_GROUP = "heads:organisations"


def _line(cells: Sequence[Cell], words: Vocabulary) -> list[str | None]:
    """The columns named in one row of a header, the group of organisations among them."""
    line: list[str | None] = []
    for cell in cells:
        name = core(cell.text)
        key = words.columns.get(name)
        if key is None and words.others.get(name) == _GROUP:
            key = _GROUP
        if key is not None:
            if key not in line[-1:]:
                line.append(key)
        elif line and is_words(cell.text) and name not in words.others:
            line.append(None)
    return line if any(line) else []


def settle_order(printed: Order | None, form: Sequence[str], *, headless: bool) -> Order | None:
    """The order of a table's values, or None where the printed heads don't settle it.

    All columns of the form as printed; or those of the form, if those printed stand as
    in the form and few are lost.

    Parameters
    ----------
    printed : tuple or None
        As `printed_order` gives it.
    form : sequence of str
        The columns of the form in its order.
    headless : bool
        Whether a table without any head may be in the form's order.
    """
    if printed is None:
        return None
    names = [name for name in printed if name is not None]
    if not names:
        return tuple(form) if headless else None
    if set(names) == set(form):
        return printed
    if len(names) < len(printed) or len(names) < len(form) - _MOST_LOST:
        return None
    rest = iter(form)
    return tuple(form) if all(name in rest for name in names) else None
