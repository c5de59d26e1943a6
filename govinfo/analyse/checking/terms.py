"""Sums of metrics as data: signed ids, ids of the year before, wildcards, placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from govinfo import registry
from govinfo.errors import GovinfoError, SchemaError, UnknownNameError

_TERM = re.compile(r"(?P<sign>-?)(?P<metric>[^\[\]\s-]+)(?:\[(?P<of>t-1|child|children)\])?")
_CONDITION = re.compile(
    r"(?P<metric>\S+)(?: (?P<op>=|<=|>=|<|>) (?P<number>-?\d+(?:\.\d+)?))?"
    r"(?: (?P<other>not )?by (?P<method>\w+))?(?: saying (?P<words>\S+))?"
)

Entry = Mapping[str, Any]
MetricsOf = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One metric of a sum: added or subtracted, of this year or of the year before.

    ``of`` is child or children where documents of other agencies are meant.
    """

    metric: str
    sign: int = 1
    back: bool = False
    of: str = ""

    def __str__(self) -> str:
        """Write the term as rules do."""
        whose = "t-1" if self.back else self.of
        return f"{'-' if self.sign < 0 else ''}{self.metric}{f'[{whose}]' if whose else ''}"


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of one cell, else nothing follows."""

    text: str
    metric: str
    op: str = ""
    number: float = 0.0
    method: str = ""
    other_method: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How a figure of the prose is read within its bound."""

    at_most_from: float
    about: float
    rounded: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One equation of one form: a rule with its placeholder filled in.

    Where a rule allows several sums, ``right`` is the first and ``others`` are the rest.
    """

    rule: str
    party: str
    form: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    op: str
    identity: bool
    tolerance: float
    others: tuple[tuple[Term, ...], ...] = ()
    when: tuple[Condition, ...] = ()
    bounds: Bounds | None = None

    @property
    def plain(self) -> bool:
        """Whether it speaks of the cells of one report alone, on no condition."""
        terms = (*self.left, *self.right)
        apart = any(term.back or term.of for term in terms)
        return not (apart or self.others or self.when or self.bounds)

    @property
    def sums(self) -> tuple[tuple[Term, ...], ...]:
        """All sums of which one must fit the left side."""
        return (self.right, *self.others)

    @property
    def metrics(self) -> str:
        """The ids involved, as rules write them, parted by blanks."""
        written = [str(term) for side in (self.left, *self.sums) for term in side]
        written += [condition.metric for condition in self.when]
        return " ".join(dict.fromkeys(written))


@cache
def form_metrics(form: str) -> tuple[str, ...]:
    """List the metrics of a form, in printed order."""
    return tuple(row["metric"] for row in registry.rows("forms") if row["form"] == form)


def terms(
    texts: Iterable[str],
    metrics: Sequence[str],
    fill: Mapping[str, str],
    known: Collection[str] = (),
) -> list[Term]:
    """Expand the texts of a sum: placeholders from ``fill``, wildcards from ``metrics``.

    Other ids are those of the registry and ``known``.
    """
    found: list[Term] = []
    for text in texts:
        match = _TERM.fullmatch(text)
        if match is None:
            raise SchemaError(
                f"There is a term {text!r}. A term is a metric id, with a leading - to subtract "
                "it and a trailing [t-1] for the year before."
            )
        sign = -1 if match["sign"] else 1
        name = match["metric"].format_map(fill)
        names = matching(name, metrics) if "*" in name else registry.known_metrics(name, known)
        of = match["of"] or ""
        back = of == "t-1"
        found += [Term(each, sign, back, "" if back else of) for each in names]
    return found


def condition(text: str, fill: Mapping[str, str]) -> Condition:
    """Take a condition apart.

    Examples
    --------
    >>> condition("narrative.{x} = 0 by statement", {"x": "requests_received"}).method
    'statement'
    """
    match = _CONDITION.fullmatch(text)
    if match is None:
        raise SchemaError(
            f"There is a condition {text!r}. Write a metric and then, as needed, '= 0', "
            "'by statement' or 'not by statement', and 'saying 甲|乙'."
        )
    return Condition(
        text=text.format_map(fill),
        metric=match["metric"].format_map(fill),
        op=match["op"] or "",
        number=float(match["number"] or 0),
        method=match["method"] or "",
        other_method=match["other"] is not None,
        words=tuple(match["words"].split("|")) if match["words"] else (),
    )


def matching(pattern: str, metrics: Iterable[str]) -> list[str]:
    """List the metrics that fit a pattern in which each ``*`` stands for one word."""
    regex = re.compile(re.escape(pattern).replace(r"\*", r"[^.]+"))
    return [name for name in metrics if regex.fullmatch(name)]


def select(patterns: Iterable[str]) -> list[str]:
    """List the metrics of the registry that fit any of the patterns, in its order."""
    names = registry.metric_names()
    wanted = {name for pattern in patterns for name in matching(pattern, names)}
    return [name for name in names if name in wanted]


@cache
def instances(rule: str) -> tuple[Instance, ...]:
    """Every equation of a registered rule, form by form, in the registry's order."""
    return expand(rule, registry.tree("rules")[rule])


def expand(
    rule: str, entry: Entry, metrics_of: MetricsOf = form_metrics, known: Collection[str] = ()
) -> tuple[Instance, ...]:
    """Every equation of a rule; ``metrics_of`` lists the metrics of a form."""
    return tuple(
        each for form in entry["forms"] for each in _of_form(rule, entry, form, metrics_of, known)
    )


def _of_form(
    rule: str, entry: Entry, form: str, metrics_of: MetricsOf, known: Collection[str]
) -> list[Instance]:
    metrics = metrics_of(form)
    over = entry.get("over", "")
    found = []
    for filled in _fillings(entry, over, metrics):
        fill = {over: filled}
        with _field("left"):
            left = terms(_side(entry, "left", filled), metrics, fill, known)
        with _field("right"):
            right = terms(_side(entry, "right", filled), metrics, fill, known)
        with _field("any_of"):
            several = [
                tuple(terms(texts, metrics, fill, known))
                for texts in _side(entry, "any_of", filled)
            ]
        with _field("when"):
            when = tuple(condition(text, fill) for text in entry.get("when", ()))
        sums = several or [tuple(right)]
        bounds = entry.get("bounds")
        found.append(
            Instance(
                rule=rule,
                party=filled,
                form=form,
                left=tuple(left),
                right=sums[0],
                op=entry["op"],
                identity=entry.get("identity", False),
                tolerance=entry["tolerance"],
                others=tuple(sums[1:]),
                when=when,
                bounds=Bounds(**bounds) if bounds else None,
            )
        )
    return found


@contextmanager
def _field(name: str) -> Iterator[None]:
    """Name the field in which something was wrong."""
    try:
        yield
    except GovinfoError as error:
        raise type(error)(f"field {name!r}: {error}") from error


def _side(entry: Entry, name: str, filled: str) -> Any:
    """A sum, or the one for this filling of the placeholder; none where the field is not given."""
    side = entry.get(name, [])
    return side[filled] if isinstance(side, Mapping) else side


def _fillings(entry: Entry, over: str, metrics: Iterable[str]) -> list[str]:
    """Fill the placeholder with whatever makes the first id a metric of the form."""
    if not over:
        return [""]
    for name in ("left", "right", "any_of"):
        if isinstance(entry.get(name), Mapping):
            return list(entry[name])
    plain = re.sub(r"\[[^]]*\]", "", entry["left"][0].removeprefix("-"))
    regex = re.compile(re.escape(plain).replace(re.escape(f"{{{over}}}"), "(.+)"))
    found = [match[1] for name in metrics if (match := regex.fullmatch(name))]
    among = entry.get("among")
    return found if among is None else [name for name in found if name in among]


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
            what = "check rule" if kind == "rule" else f"{kind} rule"
            raise UnknownNameError.of(what, name, known, where)
    return list(dict.fromkeys(names))
