"""The form's own sums over a row of prints."""

from __future__ import annotations

from collections.abc import Sequence

from govinfo.parse.cells import read_number


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
