"""The form's own sums, over a row of prints and over the requests table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from govinfo.parse.cells import read_number
from govinfo.parse.sheet import form_slots
from govinfo.parse.solving.joint import Sums
from govinfo.registry import metric_rows, tree

_WITH_SUMS = ("requests", "disputes")

#: Metrics whose sum equals that of other metrics.
Sides = tuple[tuple[str, ...], tuple[str, ...]]


def adds_up(texts: Sequence[str]) -> bool:
    """Whether the last number is the sum of the others, blanks counting as nothing.

    Examples
    --------
    >>> adds_up(["2", "", "3", "5"]), adds_up(["2", "1", "5"]), adds_up(["-", "-"])
    (True, False, True)
    """
    numbers = [read_number(text) for text in texts]
    if all(number.status == "not_applicable" for number in numbers):
        return True
    parts = sum(number.value for number in numbers[:-1] if number.status == "reported")
    return parts == numbers[-1].value


def request_sums(rows: Iterable[str]) -> Sums:
    """Which rows of a requests table add up, from the registry's rules.

    Parameters
    ----------
    rows : iterable of str
        Keys of all rows of the form. Those that neither flow in nor out are outcomes.

    Examples
    --------
    >>> request_sums(["new", "carried_in", "granted", "concluded", "carried_out"]).parts
    ('granted',)
    """
    return _request_sums(tuple(dict.fromkeys(rows)))


@lru_cache(maxsize=64)
def _request_sums(rows: tuple[str, ...]) -> Sums:
    rules = tree("rules")

    def items(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(text.removeprefix("requests.").removesuffix(".{party}") for text in texts)

    inflow, outflow = items(rules["A1"]["left"]), items(rules["A1"]["right"])
    (whole,) = items(rules["A2"]["left"])
    return Sums(inflow, outflow, whole, tuple(row for row in rows if row not in inflow + outflow))


@lru_cache(maxsize=64)
def form_sums(form: str) -> tuple[Sides, ...]:
    """All sums that a form guarantees: of rows or blocks, then of the columns.

    Parameters
    ----------
    form : str
        Its name; forms without sums, and those of a user's own, have none.

    Returns
    -------
    tuple
        Pairs of metrics with equal sums; of a row, the parts and its total.

    Examples
    --------
    >>> len(form_sums("requests.2021")), len(form_sums("disputes")), form_sums("proactive.2021")
    (39, 3, ())
    """
    slots = form_slots(form)
    section = metric_rows()[next(iter(slots.values()))]["section"] if slots else ""
    if section not in _WITH_SUMS:
        return ()
    rows = list(dict.fromkeys(row for row, _ in slots))
    columns = list(dict.fromkeys(column for _, column in slots))
    found: list[Sides] = []
    for row in rows:
        parts = tuple(slots[row, column] for column in columns if column != "total")
        found.append((parts, (slots[row, "total"],)))
    if section == "disputes":
        return tuple(found)
    sums = request_sums(rows)
    for column in columns:
        for sides in ((sums.inflow, sums.outflow), ((sums.whole,), sums.parts)):
            one, other = (tuple(slots[row, column] for row in side) for side in sides)
            found.append((one, other))
    return tuple(found)
