"""Why a sum was not judged, in both languages, as small numbers that arrays can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from govinfo import registry
from govinfo.analyse._words import Words


@cache
def state(name: str) -> Words:
    """Name a status, or one of the states that are no status."""
    return Words(**registry.tree("reasons")["states"][name])


def named_metric(name: str) -> Words:
    """Name a metric: by its id, in Chinese by its label where the registry has one."""
    known = registry.metric_rows().get(name)
    return Words(name, known["label_zh"] if known is not None else name)


def either(names: Iterable[str]) -> Words:
    """Give several ids as alternatives.

    Examples
    --------
    >>> either(["requests.2019", "requests.2021"]).zh
    'requests.2019或requests.2021'
    """
    between: Mapping[str, str] = registry.tree("reasons")["words"]["either"]
    each = sorted(names)
    return Words(between["en"].join(each), between["zh"].join(each))


def reason(name: str, **fields: str | Words) -> Words:
    """Fill in a reason of the registry.

    Examples
    --------
    >>> reason("cell", metric=named_metric("fees.amount"), state=state("blank"))
    Words(en='fees.amount is blank', zh='行政事业性收费·本年收费金额为空白')
    """
    template: Mapping[str, str] = registry.tree("reasons")["words"][name]
    return Words(
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
def previous_reasons() -> Mapping[str, Words]:
    """The reasons of `previous` by their English."""
    told: Mapping[str, Mapping[str, str]] = registry.tree("reasons")["previous"]
    return {each["en"]: Words(**each) for each in told.values()}


class Reasons:
    """The reasons met so far, each with its number; 0 is none."""

    def __init__(self) -> None:
        self._numbers: dict[Words, int] = {}

    def number(self, found: Words) -> int:
        """Number a reason, from 1 on."""
        return self._numbers.setdefault(found, len(self._numbers) + 1)

    def of(self, name: str, **fields: str | Words) -> int:
        """Number a reason of the registry."""
        return self.number(reason(name, **fields))

    @property
    def found(self) -> list[Words]:
        """All reasons, that of number 1 first."""
        return list(self._numbers)
