"""The equations of all rules as flat tables, for engines that join."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govinfo.analyse.checking.beside import Columns
from govinfo.analyse.checking.judged import Rule
from govinfo.analyse.checking.reasons import either, named_metric, reason
from govinfo.analyse.checking.terms import Bounds, Instance, Term

#: What a term is for.
WHEN, LEFT, FIGURE, RIGHT = 0, 1, 2, 3
#: What is wrong with a cell: no row, 1 + its status, a bound alone, and what is no cell's
#: fault. Times the number of the term, so that the least number is the first in print.
NO_ROW, BOUND, NO_PREVIOUS, UNMET, ALL_BLANK, STATES = 0, 20, 21, 22, 23, 32


@dataclass(frozen=True, slots=True)
class Tables:
    """Rules, forms, equations, choices and terms, numbered throughout.

    ``terms`` are the cells that are added up, ``asked`` the figures that are read within
    their bound and the cells of conditions; ``words`` tells what to say of either.
    """

    rules: Columns
    slots: Columns
    equations: Columns
    names: Columns
    choices: Columns
    metrics: Columns
    terms: Columns
    asked: Columns
    words: Columns
    sayings: tuple[tuple[str, ...], ...]
    bounds: tuple[Bounds, ...]


class _Builder:
    """Columns that grow row by row."""

    def __init__(self, **kinds: type) -> None:
        self.kinds = kinds
        self.rows: list[tuple[object, ...]] = []

    def add(self, **values: object) -> None:
        self.rows.append(tuple(values[name] for name in self.kinds))

    def columns(self) -> Columns:
        values = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.kinds)
        return {
            name: (kind, list(column))
            for (name, kind), column in zip(self.kinds.items(), values, strict=True)
        }


class _Book:
    def __init__(self) -> None:
        self.rules = _Builder(rule=int, name=str, relative=bool, no_form=str)
        self.slots = _Builder(rule=int, table=str, form=str, slot=int)
        self.equations = _Builder(slot=int, equation=int)
        self.names = _Builder(equation=int, rule=str, party=str, metrics=str)
        self.choices = _Builder(
            equation=int,
            choice=int,
            n_left=int,
            n_right=int,
            first_right=int,
            op=str,
            tolerance=float,
            identity=bool,
            awkward=bool,
            figure=bool,
        )
        place = {"equation": int, "choice": int, "term": int, "kind": int, "sign": float}
        self.terms = _Builder(**place, code=int, back=bool)
        self.asked = _Builder(
            **place,
            metric=str,
            condition=str,
            bar=float,
            by=str,
            not_by=bool,
            saying=int,
            reading=int,
        )
        self.words = _Builder(bad=int, words_before=str, words_after=str, unmet=str)
        self.codes: dict[str, int] = {}
        self.sayings: list[tuple[str, ...]] = []
        self.bounds: list[Bounds] = []
        self.n_terms = 0

    def add_rule(self, number: int, rule: Rule) -> None:
        forms = either(rule.entry["forms"])
        told = reason("no_form", forms=forms).en
        self.rules.add(rule=number, name=rule.name, relative=rule.relative, no_form=told)
        for form in dict.fromkeys(rule.entry["forms"]):
            slot = len(self.slots.rows)
            self.slots.add(rule=number, table=rule.table(form), form=form, slot=slot)
            for each in rule.equations:
                if each.form == form and not rule.relative:
                    equation = len(self.equations.rows)
                    self.equations.add(slot=slot, equation=equation)
                    self.add_equation(equation, each)

    def add_equation(self, equation: int, each: Instance) -> None:
        self.names.add(equation=equation, rule=each.rule, party=each.party, metrics=each.metrics)
        first = self.n_terms
        start = first + len(each.when) + len(each.left)
        for choice, sum_ in enumerate(each.sums):
            self.n_terms = first
            self._add_conditions(equation, choice, each)
            kind = FIGURE if each.bounds else LEFT
            self._add_side(equation, choice, kind, each.left, each.bounds)
            self.n_terms = start
            self._add_side(equation, choice, RIGHT, sum_, None)
            # A side without terms still needs a number for its reason.
            self.choices.add(
                equation=equation,
                choice=choice,
                n_left=len(each.left),
                n_right=len(sum_),
                first_right=start if sum_ else first + len(each.when),
                op=each.op,
                tolerance=each.tolerance,
                identity=each.identity,
                awkward=bool(each.others or each.when or each.bounds),
                figure=each.bounds is not None,
            )
            start = self.n_terms
        self.n_terms = start

    def _add_conditions(self, equation: int, choice: int, each: Instance) -> None:
        for condition in each.when:
            saying = -1
            if condition.words:
                if condition.words not in self.sayings:
                    self.sayings.append(condition.words)
                saying = self.sayings.index(condition.words)
            self._add(
                *(equation, choice, WHEN, Term(condition.metric)),
                condition=condition.op,
                bar=condition.number,
                by=condition.method,
                not_by=condition.other_method,
                saying=saying,
                unmet=reason("does_not_apply", condition=condition.text).en,
            )

    def _add_side(
        self, equation: int, choice: int, kind: int, side: Sequence[Term], bounds: Bounds | None
    ) -> None:
        for term in side:
            reading = -1
            if bounds is not None:
                if bounds not in self.bounds:
                    self.bounds.append(bounds)
                reading = self.bounds.index(bounds)
            self._add(equation, choice, kind, term, reading=reading)

    def _add(self, equation: int, choice: int, kind: int, term: Term, **more: object) -> None:
        number = self.n_terms
        self.n_terms += 1
        place = {"equation": equation, "choice": choice, "term": number, "kind": kind}
        sign = float(term.sign)
        if kind in (WHEN, FIGURE):
            self.asked.add(**place, sign=sign, metric=term.metric, **{**_PLAIN, **more})
        else:
            code = self.codes.setdefault(term.metric, len(self.codes))
            self.terms.add(**place, sign=sign, code=code, back=term.back)
        if choice == 0 or kind == RIGHT:
            template = "cell_before" if term.back else "cell"
            before, after = reason(template, metric=named_metric(term.metric), state="\0").en.split(
                "\0"
            )
            unmet = str(more.get("unmet", ""))
            self.words.add(bad=number, words_before=before, words_after=after, unmet=unmet)


#: A term that is no condition.
_PLAIN: Mapping[str, object] = {
    "condition": "",
    "bar": 0.0,
    "by": "",
    "not_by": False,
    "saying": -1,
    "reading": -1,
}


def tables(book: Sequence[Rule]) -> Tables:
    """Flatten rules."""
    made = _Book()
    for number, rule in enumerate(book):
        made.add_rule(number, rule)
    return Tables(
        rules=made.rules.columns(),
        slots=made.slots.columns(),
        equations=made.equations.columns(),
        names=made.names.columns(),
        choices=made.choices.columns(),
        metrics={
            "metric": (str, list(made.codes)),
            "code": (int, list(made.codes.values())),
        },
        terms=made.terms.columns(),
        asked=made.asked.columns(),
        words=made.words.columns(),
        sayings=tuple(made.sayings),
        bounds=tuple(made.bounds),
    )
