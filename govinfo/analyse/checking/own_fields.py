"""The fields of rules of a user's own: what each may hold, and what stands where it is left out."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from govinfo import registry
from govinfo.analyse.checking.judged import Rule
from govinfo.analyse.checking.terms import expand
from govinfo.errors import GovinfoError, SchemaError, UnknownNameError
from govinfo.registry import OwnForms

_TEXTS = ("label_zh", "label_en", "relation", "severity", "source", "over", "op")
_LISTS = ("forms", "left", "right", "any_of", "among", "when", "apart", "own_kinds")
_TABLES = ("bounds", "covers")
_FIELDS = (*_TEXTS, *_LISTS, *_TABLES, "identity", "tolerance")
_NEEDED = ("left", "op")
_CHOICES = {"op": ("=", "<=", ">="), "severity": ("error", "warning", "info")}
_BOUNDS = ("at_most_from", "about", "rounded")

#: What to do where a rule cannot be understood.
LIKE = "Write it as the rules of govinfo.rules() are."

#: What facts hold: the metrics of each form. Asked for only where rules of the user's
#: own name something that the registry does not know.
Present = Callable[[], Mapping[str, list[str]]]


def checked(
    home: str, rows: list[tuple[str, dict[str, Any]]], present: Present, forms: OwnForms
) -> list[Rule]:
    """Rules from their fields, each checked and filled in.

    Raises
    ------
    SchemaError
        If a field is missing, unknown or malformed.
    UnknownNameError
        If a metric or form does not exist.
    """
    found = []
    for name, row in rows:
        where = f"{home}, rule {name!r}"
        given = {key: value for key, value in row.items() if not _missing(value)}
        entry = _entry(where, name, given)
        found.append(_rule(where, name, entry, present, forms))
    return found


def _missing(value: Any) -> bool:
    if value is None or value is pd.NA or (isinstance(value, str) and not value.strip()):
        return True
    return isinstance(value, float) and math.isnan(value)


def _entry(where: str, rule: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of one rule, each of its type; what may be left out is filled in."""
    for name in row:
        if name not in _FIELDS:
            unknown = UnknownNameError.of("field", name, _FIELDS, "govinfo.rules()")
            raise SchemaError(f"{where}: {unknown}")
    for name in _NEEDED:
        if name not in row:
            raise SchemaError(f"{where}: lacks the field {name!r}. {LIKE}")
    if ("right" in row) == ("any_of" in row):
        raise SchemaError(
            f"{where}: needs either the field 'right' or the field 'any_of'. Give the right side "
            "of the sum, or several of which one must fit."
        )
    entry = {"label_zh": rule, "label_en": rule, **registry.tree("reasons")["own_rules"]}
    for name, value in row.items():
        entry[name] = _typed(f"{where}, field {name!r}", name, value)
    for name, choices in _CHOICES.items():
        if entry[name] not in choices:
            raise SchemaError(
                f"{where}, field {name!r}: is {entry[name]!r}. Write one of {', '.join(choices)}."
            )
    if "bounds" in entry and len(entry["left"]) != 1:
        raise SchemaError(f"{where}, field 'bounds': goes with one figure on the left alone.")
    return entry


def _typed(where: str, name: str, value: Any) -> Any:
    if name == "tolerance":
        return _tolerance(where, value)
    if name == "identity":
        if str(value).lower() not in ("true", "false"):
            raise SchemaError(f"{where}: is {value!r}. Write true or false.")
        return str(value).lower() == "true"
    if name in _TEXTS:
        if not isinstance(value, str):
            raise SchemaError(f"{where}: is {value!r}. Write a text.")
        return value
    value = _structure(where, name, value)
    if name == "bounds" and (not isinstance(value, dict) or set(value) != set(_BOUNDS)):
        raise SchemaError(f"{where}: is {value!r}. Give {', '.join(_BOUNDS)}.")
    if name == "covers" or name == "bounds":
        return value
    lists = value.values() if isinstance(value, dict) else [value]
    if name == "any_of":
        lists = [each for alternatives in lists for each in alternatives]
    for each in lists:
        if not isinstance(each, list) or not all(isinstance(text, str) for text in each):
            raise SchemaError(f"{where}: is {value!r}. Write a list of texts.")
    return value


def _tolerance(where: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not 0 <= number < math.inf:
        raise SchemaError(
            f"{where}: is {value!r}. Give the rounding error of the sum, a number from 0 on in "
            "the unit of its metrics, such as 1e-6."
        )
    return number


def _structure(where: str, name: str, value: Any) -> Any:
    """Lists and tables; from CSV also texts: ids parted by blanks, sums by |, conditions by ;."""
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            value = ast.literal_eval(value.strip())
        except (SyntaxError, ValueError) as error:
            raise SchemaError(f"{where}: {value!r} cannot be read. {LIKE}") from error
    elif isinstance(value, str):
        if name == "any_of":
            return [each.split() for each in value.split("|")]
        return [each.strip() for each in value.split(";")] if name == "when" else value.split()
    return _plain(value)


def _plain(value: Any) -> Any:
    """Arrays and tuples as lists; keys that a frame filled up with nothing left out."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items() if each is not None}
    if isinstance(value, str | float | int):
        return value
    return [_plain(each) for each in value]


def _rule(
    where: str, name: str, entry: Mapping[str, Any], present: Present, forms: OwnForms
) -> Rule:
    """Expand a rule, with the names of the facts where those of the registry do not do."""
    held: dict[str, list[str]] = {form: [] for form in registry.form_names(forms)}
    for row in registry.form_rows(forms):
        held[row["form"]].append(row["metric"])
    held["narrative"] = [
        name for name, told in registry.metric_rows().items() if told["section"] == "narrative"
    ]
    try:
        return _expanded(where, name, entry, held, set(registry.metric_names(forms)))
    except UnknownNameError:
        held = dict(present()) | held
        names = {each for metrics in held.values() for each in metrics}
        return _expanded(where, name, entry, held, names.union(registry.metric_names(forms)))


def _forms(where: str, entry: Mapping[str, Any], held: Mapping[str, list[str]]) -> list[str]:
    """The forms that hold all that is added up on the left, in the order of the registry."""
    left = entry["left"]
    texts = [each for some in left.values() for each in some] if isinstance(left, dict) else left
    found = [form for form, metrics in held.items() if all(_held(text, metrics) for text in texts)]
    if found:
        return found
    known = {each for metrics in held.values() for each in metrics}
    for text in texts:
        if not _held(text, known):
            unknown = UnknownNameError.of("metric", text, sorted(known), "govinfo.metrics()")
            raise UnknownNameError(f"{where}, field 'left': {unknown}")
    raise SchemaError(
        f"{where}: no form holds all that stands on the left. Name the forms of the reports to be "
        "judged in the field 'forms'."
    )


def _held(text: str, metrics: Iterable[str]) -> bool:
    """Whether a term, with whatever fills its placeholder, is among the metrics."""
    parts = re.split(r"(\{[^}]*\}|\*)", re.sub(r"^-|\[[^]]*\]$", "", text))
    blanks = {"{": ".+", "*": r"[^.]+"}
    regex = re.compile("".join(blanks.get(part[:1]) or re.escape(part) for part in parts))
    return any(regex.fullmatch(name) for name in metrics)


def _expanded(
    where: str,
    name: str,
    entry: Mapping[str, Any],
    held: Mapping[str, list[str]],
    known: set[str],
) -> Rule:
    if "forms" not in entry:
        entry = {**entry, "forms": _forms(where, entry, held)}
    for form in entry["forms"]:
        if form not in held:
            unknown = UnknownNameError.of("form", form, held, "govinfo.forms()")
            raise UnknownNameError(f"{where}, field 'forms': {unknown}")
    try:
        found = expand(name, entry, lambda form: held[form], known)
    except KeyError as error:
        raise SchemaError(
            f"{where}: nothing fills {error.args[0]!r}. Name the placeholder in the field 'over', "
            "and give tables on both sides the same keys."
        ) from error
    except GovinfoError as error:
        raise type(error)(f"{where}, {error}") from error
    for each in found:
        for condition in each.when:
            if condition.metric not in known:
                unknown = UnknownNameError.of(
                    "metric", condition.metric, sorted(known), "govinfo.metrics()"
                )
                raise UnknownNameError(f"{where}, field 'when': {unknown}")
        if each.bounds and (each.left[0].back or each.left[0].of):
            raise SchemaError(f"{where}, field 'bounds': goes with a figure of the same report.")
    if any(term.of for each in found for term in each.right) and "covers" not in entry:
        raise SchemaError(
            f"{where}: [child] needs the field 'covers', which tells who is below whom."
        )
    if not found or not all(each.left for each in found):
        raise SchemaError(
            f"{where}, field 'left': fits no cell of {', '.join(entry['forms'])}. See "
            "govinfo.forms() for what they hold."
        )
    return Rule(name, entry, found)
