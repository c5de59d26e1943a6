"""How a flag rule words what it found, in English and in Chinese, and what that rests on."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import registry
from govinfo.analyse._words import Words
from govinfo.analyse.checking.reasons import previous_reasons
from govinfo.analyse.flagging.case import (
    Case,
    Entry,
    Judge,
    case,
    reported,
    scope_differs,
    somewhere,
)
from govinfo.errors import SchemaError

__all__ = [
    "Case",
    "Entry",
    "Judge",
    "Words",
    "before",
    "case",
    "either",
    "findings",
    "joined",
    "label",
    "not_judged",
    "number",
    "reasons",
    "reported",
    "say",
    "scope_differs",
    "somewhere",
    "together",
]

Objects = npt.NDArray[np.object_]

#: Columns of what a judge gives. ``report`` is a row of the case, -1 where the finding
#: is of no document; ``agency_id`` and ``year`` are then filled where they are known.
COLUMNS = (
    *("report", "severity", "words", "score", "metrics", "compared_with"),
    *("suppressed_by", "basis", "agency_id", "year"),
)


class _Teller(string.Formatter):
    """Fill in a template: words in its language, numbers as a report prints them."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, Words):
            value = getattr(value, self.language)
        if not format_spec and isinstance(value, float | np.floating):
            value = number(float(value))
        return super().format_field(value, format_spec)


_ENGLISH, _CHINESE = _Teller("en"), _Teller("zh")


def say(entry: Entry, name: str, /, **values: Any) -> Words:
    """Fill in a template of a rule, or else one that rules share.

    Parameters
    ----------
    entry : mapping
        The rule of flags.toml; its ``words`` hold the templates.
    name : str
        Which template.
    **values
        What its fields stand for: text, numbers, or `Words`.

    Raises
    ------
    SchemaError
        If neither the rule nor ``registry/evidence.toml`` has the template.

    Examples
    --------
    >>> entry = {"words": {"low": {"en": "{metric} is {value}", "zh": "{metric}为{value}"}}}
    >>> say(entry, "low", metric=label("rules.issued"), value=-3.0).zh
    '规章·本年制发件数为-3'
    >>> say(entry, "no_prose").en
    'no prose'
    """
    template = entry.get("words", {}).get(name) or registry.tree("evidence")["words"].get(name)
    if template is None:
        raise SchemaError(
            f"The registry has no words {name!r} for this flag rule. Write them, in en and zh, "
            "under its [words] in flags.toml or in evidence.toml."
        )
    return Words(
        _ENGLISH.vformat(template["en"], (), values), _CHINESE.vformat(template["zh"], (), values)
    )


def joined(parts: Iterable[Words], en: str = "; ", zh: str = "；") -> Words:
    """Put words one after the other.

    Examples
    --------
    >>> joined([Words("two", "二"), Words("three", "三")])
    Words(en='two; three', zh='二；三')
    """
    found = list(parts)
    return Words(en.join(part.en for part in found), zh.join(part.zh for part in found))


def either(parts: Iterable[Words]) -> Words:
    """Give words as alternatives.

    Examples
    --------
    >>> either([Words("2", "2"), Words("3", "3")])
    Words(en='2 or 3', zh='2或3')
    """
    between: Mapping[str, str] = registry.tree("reasons")["words"]["either"]
    return joined(parts, between["en"], between["zh"])


def number(value: float) -> str:
    """Write a value as a report prints it.

    Examples
    --------
    >>> number(1234567.0), number(0.5)
    ('1234567', '0.5')
    """
    return f"{value:.12g}"


@cache
def label(metric: str) -> Words:
    """Name a metric; one that the registry does not know is named by its id."""
    row = registry.metric_rows().get(metric)
    return Words(metric, metric) if row is None else Words(row["label_en"], row["label_zh"])


def before(metric: str) -> str:
    """Write the metric of the year before, as `findings` takes it.

    Examples
    --------
    >>> before("rules.in_force")
    'rules.in_force[t-1]'
    """
    return f"{metric}[t-1]"


@cache
def _by_english() -> Mapping[str, Words]:
    shared = {each["en"]: Words(each["en"], each["zh"]) for each in _shared().values()}
    return shared | dict(previous_reasons())


def _shared() -> Mapping[str, Mapping[str, str]]:
    shared: Mapping[str, Mapping[str, str]] = registry.tree("evidence")["words"]
    return shared


def reasons(english: npt.ArrayLike) -> Objects:
    """Give reasons that were told in English alone in both languages.

    Examples
    --------
    >>> reasons(["year unknown", ""]).tolist()
    [Words(en='year unknown', zh='年度不详'), Words(en='', zh='')]
    """
    texts = np.asarray(english, dtype=object)
    codes, uniques = pd.factorize(texts)
    known = _by_english()
    found = np.empty(len(uniques), dtype=object)
    found[:] = [known[text] if text else Words("", "") for text in uniques]
    picked: Objects = found[codes]
    return picked


def findings(
    reports: npt.ArrayLike,
    severity: Any,
    words: Any,
    score: Any = np.nan,
    *,
    metrics: Any = "",
    compared_with: Any = "",
    suppressed_by: Any = None,
    basis: Any = "",
    agency_id: Any = None,
    year: Any = None,
) -> pd.DataFrame:
    """One row per finding; everything but ``reports`` may be one value for all.

    Parameters
    ----------
    reports : array of int
        Row of the case, -1 where the finding is of no document.
    severity : str or array
        error, warning, info or na.
    words : Words or sequence of Words
        The evidence.
    score : float or array, default NaN
        The gap, z, share or days, as the rule has it.
    metrics : str or sequence, default ""
        The metrics that it rests on, parted by blanks; ``x[t-1]`` for the year before.
    compared_with : str or sequence, default ""
        Ids of the other documents that it rests on, parted by blanks.
    suppressed_by : str or sequence, optional
        The rule that silenced it; severity is then na.
    basis : str or sequence, default ""
        Which ``of`` in the rule's ``basis`` names the fault.
    agency_id, year : optional
        Of findings of no document.
    """
    rows = np.asarray(reports, dtype=np.int64)
    if not len(rows):
        return _nothing()
    given = (
        *(severity, words, score, metrics, compared_with),
        *(suppressed_by, basis, agency_id, year),
    )
    filled = (_filled(value, len(rows)) for value in given)
    return _frame(rows, dict(zip(COLUMNS[1:], filled, strict=True)))


def _frame(rows: npt.NDArray[np.int64], columns: Mapping[str, Objects]) -> pd.DataFrame:
    index = pd.RangeIndex(len(rows))
    series = {
        name: pd.Series(column, index=index, dtype="float64" if name == "score" else "object")
        for name, column in columns.items()
    }
    return pd.DataFrame({"report": pd.Series(rows, index=index), **series})


@cache
def _nothing() -> pd.DataFrame:
    """No finding; nobody changes what a judge gives, so that one frame is enough."""
    none = np.empty(0, dtype=object)
    return _frame(np.empty(0, dtype=np.int64), dict.fromkeys(COLUMNS[1:], none))


def _filled(value: Any, size: int) -> Objects:
    """Repeat one value for all rows, or take one for each."""
    column = np.empty(size, dtype=object)
    if value is None or isinstance(value, str | float | int | Words):
        column[:] = value
    else:
        column[:] = list(value)
    return column


def not_judged(where: npt.NDArray[Any], why: Words | Objects) -> pd.DataFrame:
    """``na`` rows for the reports marked in ``where``, with their reasons."""
    reason = why if isinstance(why, Words) else why[where]
    return findings(np.flatnonzero(where), "na", reason)


def together(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put findings one below the other."""
    kept = [part for part in parts if len(part)]
    if not kept:
        return findings([], "na", [])
    return pd.concat(kept, ignore_index=True)[list(COLUMNS)]
