"""Sums of metrics as data: signed ids, ids of the year before, wildcards, placeholders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from govinfo import registry
from govinfo.errors import SchemaError, UnknownNameError

_TERM = re.compile(r"(?P<sign>-?)(?P<metric>[^\[\]-]+)(?P<back>\[t-1\])?")


@dataclass(frozen=True, slots=True)
class Term:
    """One metric of a sum: added or subtracted, of this year or of the year before."""

    metric: str
    sign: int = 1
    back: bool = False


@dataclass(frozen=True, slots=True)
class Instance:
    """One equation of one form: a rule with its placeholder filled in."""

    rule: str
    party: str
    form: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    op: str
    identity: bool
    tolerance: float


@cache
def form_metrics(form: str) -> tuple[str, ...]:
    """List the metrics of a form, in printed order."""
    return tuple(row["metric"] for row in registry.rows("forms") if row["form"] == form)


def terms(texts: Iterable[str], metrics: Sequence[str], fill: Mapping[str, str]) -> list[Term]:
    """Expand the texts of a sum: placeholders from ``fill``, wildcards from ``metrics``."""
    found: list[Term] = []
    for text in texts:
        match = _TERM.fullmatch(text)
        if match is None:
            raise SchemaError(
                f"The registry holds the term {text!r}. A term is a metric id, with a "
                "leading - to subtract it and a trailing [t-1] for the year before."
            )
        sign = -1 if match["sign"] else 1
        name = match["metric"].format_map(fill)
        names = matching(name, metrics) if "*" in name else [registry.metric(name)["metric"]]
        found += [Term(each, sign, match["back"] is not None) for each in names]
    return found


def matching(pattern: str, metrics: Iterable[str]) -> list[str]:
    """List the metrics that fit a pattern in which each ``*`` stands for one word."""
    regex = re.compile(re.escape(pattern).replace(r"\*", r"[^.]+"))
    return [name for name in metrics if regex.fullmatch(name)]


def select(patterns: Iterable[str]) -> list[str]:
    """List the metrics of the registry that fit any of the patterns, in its order."""
    names = registry.metric_names()
    wanted = {name for pattern in patterns for name in matching(pattern, names)}
    return [name for name in names if name in wanted]


def instances(rule: str) -> list[Instance]:
    """Every equation of a rule, form by form, in the registry's order."""
    entry = registry.tree("rules")[rule]
    return [each for form in entry["forms"] for each in _of_form(rule, entry, form)]


def _of_form(rule: str, entry: Mapping[str, Any], form: str) -> list[Instance]:
    metrics = form_metrics(form)
    over = entry.get("over", "")
    return [
        Instance(
            rule=rule,
            party=filled,
            form=form,
            left=tuple(terms(entry["left"], metrics, {over: filled})),
            right=tuple(terms(entry["right"], metrics, {over: filled})),
            op=entry["op"],
            identity=entry["identity"],
            tolerance=entry["tolerance"],
        )
        for filled in _fillings(entry["left"][0], over, metrics)
    ]


def _fillings(first: str, over: str, metrics: Iterable[str]) -> list[str]:
    """Fill the placeholder with whatever makes the first id a metric of the form."""
    if not over:
        return [""]
    plain = first.removeprefix("-").removesuffix("[t-1]")
    regex = re.compile(re.escape(plain).replace(re.escape(f"{{{over}}}"), "(.+)"))
    return [match[1] for name in metrics if (match := regex.fullmatch(name))]


def named(kind: str, wanted: str | Iterable[str] | None, where: str) -> list[str]:
    """List the wanted ids of ``registry/{kind}s.toml``, all where None.

    Raises
    ------
    UnknownNameError
        If an id does not exist.
    """
    known = list(registry.tree(f"{kind}s"))
    if wanted is None:
        return known
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in names:
        if name not in known:
            raise UnknownNameError.of(f"{kind} rule", name, known, where)
    return list(dict.fromkeys(names))
