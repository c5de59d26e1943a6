"""Rules of a user's own: from TOML, CSV or a frame, checked field by field."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from govinfo.analyse.checking.judged import Rule, registered
from govinfo.analyse.checking.own_fields import LIKE, Present, checked
from govinfo.analyse.checking.terms import named
from govinfo.errors import ReadError, SchemaError
from govinfo.registry import NO_FORMS, OwnForms

_SUFFIXES = (".toml", ".csv")

Rules = str | Path | pd.DataFrame | Iterable[Any] | None


def rulebook(rules: Rules, present: Present, forms: OwnForms = NO_FORMS) -> list[Rule]:
    """Ids of the registry, files and frames of rules, in the order given; all where None.

    Raises
    ------
    ReadError
        If a file cannot be read.
    SchemaError
        If a rule is malformed or given twice.
    UnknownNameError
        If a rule, metric or form does not exist.
    """
    # A frame of another kind than pandas', which is iterable too, has columns.
    one = rules is None or isinstance(rules, str | Path) or hasattr(rules, "columns")
    given = [rules] if one or not isinstance(rules, Iterable) else list(rules)
    found: list[Rule] = []
    homes: dict[str, str] = {}
    for each in given:
        home, more = _taken(each, present, forms)
        for rule in more:
            if rule.name in homes and (home, homes[rule.name]) != ("govinfo.rules()",) * 2:
                raise SchemaError(
                    f"{home}, rule {rule.name!r}: stands in {homes[rule.name]} already. "
                    "Rename one of them or leave one out."
                )
            if rule.name not in homes:
                found.append(rule)
            homes[rule.name] = home
    return found


def _taken(each: Any, present: Present, forms: OwnForms) -> tuple[str, list[Rule]]:
    """Where rules stand, and the rules themselves."""
    if each is None or (isinstance(each, str) and not each.endswith(_SUFFIXES)):
        return "govinfo.rules()", registered(named("rule", each, "govinfo.rules()"))
    if isinstance(each, str | Path):
        return str(each), checked(str(each), _read(Path(each)), present, forms)
    frame = as_pandas("rules", each)
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return "rules", checked("rules", _keyed("rules", rows), present, forms)


def as_pandas(what: str, frame: Any) -> pd.DataFrame:
    """Give a frame in memory of any kind as one of pandas.

    Raises
    ------
    SchemaError
        If it is none.
    """
    if isinstance(frame, pd.DataFrame):
        return frame
    import narwhals as nw

    try:
        found: pd.DataFrame = nw.from_native(frame, eager_only=True).to_pandas()
    except TypeError as error:
        more = "ids, paths of TOML or CSV files, or " if what == "rules" else ""
        raise SchemaError(
            f"{what}= holds a {type(frame).__name__}. Give {more}a frame in memory."
        ) from error
    return found


def _read(path: Path) -> list[tuple[str, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadError.at(
            str(path), f"cannot be read ({error.strerror})", "Check the path of the rules."
        ) from error
    except UnicodeDecodeError as error:
        raise SchemaError(f"{path}: is not UTF-8. Save the rules as UTF-8.") from error
    if path.suffix.lower() == ".csv":
        reader = csv.DictReader(io.StringIO(text, newline=""))
        return _keyed(str(path), [dict(row) for row in reader])
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemaError(f"{path}: is no TOML: {error}. {LIKE}") from error
    for name, fields in tree.items():
        if not isinstance(fields, dict):
            raise SchemaError(f"{path}: {name!r} stands outside a rule. Write it under [the id].")
    return list(tree.items())


def _keyed(home: str, rows: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Rows as id and fields; the same id twice is refused."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        if None in row:
            raise SchemaError(f"{home}: a line has more fields than the head. Quote commas.")
        name = row.pop("rule", None)
        if not isinstance(name, str) or not name:
            raise SchemaError(f"{home}: a rule has no id. Fill in the column 'rule'.")
        if name in found:
            raise SchemaError(f"{home}, rule {name!r}: comes twice. Give every rule its own id.")
        found[name] = row
    return list(found.items())
