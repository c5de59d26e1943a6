"""Why a sum was not judged, in both languages, as small numbers that arrays can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from govinfo import registry


class Reason(NamedTuple):
    """The same reason in both languages."""

    en: str
    zh: str


@cache
def state(name: str) -> Reason:
    """Name a status, or one of the states that are no status."""
    return Reason(**registry.tree("reasons")["states"][name])


def named_metric(name: str) -> Reason:
    """Name a metric: by its id, in Chinese by its label where the registry has one."""
    known = registry.metric_rows().get(name)
    return Reason(name, known["label_zh"] if known is not None else name)


def either(names: Iterable[str]) -> Reason:
    """Give several ids as alternatives.

    Examples
    --------
    >>> either(["requests.2019", "requests.2021"]).zh
    'requests.2019或requests.2021'
    """
    between: Mapping[str, str] = registry.tree("reasons")["words"]["either"]
    each = sorted(names)
    return Reason(between["en"].join(each), between["zh"].join(each))


def reason(name: str, **fields: str | Reason) -> Reason:
    """Fill in a reason of the registry.

    Examples
    --------
    >>> reason("cell", metric=named_metric("fees.amount"), state=state("blank"))
    Reason(en='fees.amount is blank', zh='行政事业性收费·本年收费金额为空白')
    """
    template: Mapping[str, str] = registry.tree("reasons")["words"][name]
    return Reason(
        *(
            template[language].format(
                **{
                    key: value if isinstance(value, str) else getattr(value, language)
                    for key, value in fields.items()
                }
            )
            for language in ("en", "zh")
        )
    )


@cache
def previous_reasons() -> Mapping[str, Reason]:
    """The reasons of `previous` by their English."""
    told: Mapping[str, Mapping[str, str]] = registry.tree("reasons")["previous"]
    return {each["en"]: Reason(**each) for each in told.values()}


class Reasons:
    """The reasons met so far, each with its number; 0 is none."""

    def __init__(self) -> None:
        self._numbers: dict[Reason, int] = {}

    def number(self, found: Reason) -> int:
        """Number a reason, from 1 on."""
        return self._numbers.setdefault(found, len(self._numbers) + 1)

    def of(self, name: str, **fields: str | Reason) -> int:
        """Number a reason of the registry."""
        return self.number(reason(name, **fields))

    @property
    def found(self) -> list[Reason]:
        """All reasons, that of number 1 first."""
        return list(self._numbers)
