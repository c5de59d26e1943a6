"""The registry: metrics, forms, labels, rules, indicators and flags, as data.

Everything under ``govinfo/registry/`` is read once, when it is first asked for.
Forms of a user's own come from a CSV as `OwnForms`, an unchanging value that is
handed on from call to call; what is read once is never changed by it.
The other rooms take it from here without pandas; `govinfo.catalogue` gives the same data
to users as frames.
"""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from govinfo.errors import ReadError, SchemaError, UnknownNameError

_HOME = "govinfo"
_NEEDED = ("form", "order", "row_path", "column_path", "metric")
_FILLED = ("form", "order", "row_path", "metric")
_KINDS = ("flow", "stock", "change", "money")
_METRIC_ID = re.compile(r"[^\s#,;.]+(?:\.[^\s#,;.]+)+")
_EXAMPLE = "Write one row per cell, as the rows of govinfo.forms() are."


class OwnCell(NamedTuple):
    """One cell of a form of the user's own, with its metric."""

    form: str
    order: int
    row_path: str
    column_path: str
    metric: str
    label_zh: str
    label_en: str
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class OwnForms:
    """Forms that a user registered for some calls, by `read_forms`.

    It does not change and can be hashed and pickled, so that it may go to other
    processes; nothing outside the calls that it is given to knows of it.
    """

    cells: tuple[OwnCell, ...] = ()


#: No form but the registry's.
NO_FORMS = OwnForms()

Forms = str | Path | OwnForms


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``registry/{name}.csv``, every field a string."""
    text = (files(_HOME) / "registry" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def tree(name: str) -> Mapping[str, Any]:
    """``registry/{name}.toml`` as nested mappings."""
    text = (files(_HOME) / "registry" / f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def metric_rows(own: OwnForms = NO_FORMS) -> Mapping[str, Mapping[str, str]]:
    """Metric id to its row: label_zh, label_en, unit, section, item, party, role, kind."""
    known = {row["metric"]: row for row in rows("metrics")}
    for cell in own.cells:
        known[cell.metric] = MappingProxyType(
            {
                "metric": cell.metric,
                "label_zh": cell.label_zh,
                "label_en": cell.label_en,
                "unit": cell.unit,
                "section": cell.form,
                "item": cell.metric,
                "party": "",
                "role": "part",
                "kind": cell.kind,
            }
        )
    return MappingProxyType(known)


@cache
def metric_names(own: OwnForms = NO_FORMS) -> tuple[str, ...]:
    """All metric ids, in the registry's order; a user's own last."""
    return tuple(metric_rows(own))


@cache
def form_rows(own: OwnForms = NO_FORMS) -> tuple[Mapping[str, str], ...]:
    """The cells of all forms: form, order, row_path, column_path, metric."""
    added = (
        MappingProxyType({name: str(getattr(cell, name)) for name in _NEEDED}) for cell in own.cells
    )
    return (*rows("forms"), *added)


@cache
def form_names(own: OwnForms = NO_FORMS) -> tuple[str, ...]:
    """All forms, in the registry's order, ``narrative``, and a user's own last."""
    registered = dict.fromkeys(row["form"] for row in rows("forms"))
    return (*registered, "narrative", *dict.fromkeys(cell.form for cell in own.cells))


def metric(name: str, own: OwnForms = NO_FORMS) -> Mapping[str, str]:
    """The registry row of one metric.

    Raises
    ------
    UnknownNameError
        If there is no such metric; the message offers the nearest names.
    """
    found = metric_rows(own).get(name)
    if found is None:
        raise UnknownNameError.of("metric", name, metric_names(own), "govinfo.metrics()")
    return found


def known_metrics(names: str | Iterable[str], present: Collection[object] = ()) -> list[str]:
    """One or more metric ids, each in the registry or ``present`` in a frame of facts.

    Raises
    ------
    UnknownNameError
        If one is neither.
    """
    asked = [names] if isinstance(names, str) else list(names)
    return [name if name in present else metric(name)["metric"] for name in asked]


def read_forms(forms: Forms | None) -> OwnForms:
    """Forms of the user's own, from a CSV.

    Parameters
    ----------
    forms : str, Path, OwnForms or None
        A CSV in UTF-8 with one row per cell and the columns ``form``, ``order``
        (a whole number), ``row_path`` and ``column_path`` (printed labels, outermost
        first, parted by ``/``; the column may be left empty where there is one) and
        ``metric`` (an id of the user's own, such as ``gansu.2010.disclosed``). Columns
        that may be left out: ``unit`` (as printed), ``kind`` (flow, stock, change or
        money; flow, or money where the unit is one), ``label_zh`` and ``label_en``.

    Returns
    -------
    OwnForms
        To be given as ``forms=`` in the file's stead. None gives no forms.

    Raises
    ------
    ReadError
        If the file cannot be read.
    SchemaError
        If a column is missing or a field empty, or if a metric, a cell or the name of
        a registered form or metric is repeated.
    """
    if forms is None:
        return NO_FORMS
    if isinstance(forms, OwnForms):
        return forms
    path = Path(forms)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadError.at(
            str(path), f"cannot be read ({error.strerror})", "Check the path of the forms."
        ) from error
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path}: is not UTF-8. Save the forms as CSV UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or [])]
    if missing:
        lacking = SchemaError.missing_columns(f"{path}", missing, reader.fieldnames or [])
        raise SchemaError(f"{lacking} {_EXAMPLE}")
    cells: list[OwnCell] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in reader:
        where = f"{path}, line {reader.line_num}"
        cell = _own_cell({name: (row.get(name) or "").strip() for name in row if name}, where)
        for what, key in (
            (f"metric {cell.metric!r}", (cell.metric,)),
            (
                f"cell {cell.row_path!r}, {cell.column_path!r} of form {cell.form!r}",
                (cell.form, cell.row_path, cell.column_path),
            ),
        ):
            if key in seen:
                raise SchemaError(
                    f"{where}: {what} stands in line {seen[key]} already. Give every cell a "
                    "metric of its own, and rows of one label the labels above them in row_path."
                )
            seen[key] = reader.line_num
        cells.append(cell)
    if not cells:
        raise SchemaError(f"{path}: holds no form. {_EXAMPLE}")
    return OwnForms(tuple(sorted(cells, key=lambda cell: (_first(cells, cell), cell.order))))


def _first(cells: list[OwnCell], cell: OwnCell) -> int:
    return next(i for i, other in enumerate(cells) if other.form == cell.form)


def _own_cell(row: Mapping[str, str], where: str) -> OwnCell:
    """One line of a user's forms, checked."""
    for name in _FILLED:
        if not row[name]:
            raise SchemaError(f"{where}: {name} is empty. Fill it in or delete the line.")
    if not row["order"].isdecimal():
        raise SchemaError(f"{where}: order is {row['order']!r}. Number the cells of a form from 1.")
    name, form = row["metric"], row["form"]
    if _METRIC_ID.fullmatch(name) is None:
        raise SchemaError(
            f"{where}: {name!r} is no metric id. Write words parted by dots, such as "
            "gansu.2010.disclosed."
        )
    if name in metric_rows() or form in form_names():
        taken = f"metric {name!r}" if name in metric_rows() else f"form {form!r}"
        raise SchemaError(
            f"{where}: {taken} is in govinfo's own registry. Take another name, such as my.{name}."
        )
    money = row.get("unit", "") in tree("labels")["units"]["yuan"]
    kind = row.get("kind") or ("money" if money else "flow")
    if kind not in _KINDS:
        raise SchemaError(f"{where}: kind is {kind!r}. Write one of {', '.join(_KINDS)}.")
    if money != (kind == "money"):
        raise SchemaError(
            f"{where}: kind {kind!r} does not go with unit {row.get('unit', '')!r}. Money is "
            f"counted in one of {', '.join(tree('labels')['units']['yuan'])}."
        )
    label = row["row_path"].rpartition("/")[2]
    return OwnCell(
        form,
        int(row["order"]),
        row["row_path"],
        row["column_path"],
        name,
        row.get("label_zh") or label,
        row.get("label_en") or row.get("label_zh") or label,
        row.get("unit", ""),
        kind,
    )
