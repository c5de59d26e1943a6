"""The sums that each form guarantees, written out from the rows and columns of the registry."""

from dataclasses import dataclass
from functools import cache

from govinfo.registry import rows as registry_rows

DISPUTES = ("reconsideration.", "litigation")


@dataclass(frozen=True)
class Sum:
    """``terms`` with their signs add up to 0.

    ``rule`` and ``party`` are those of `govinfo.check`.
    """

    rule: str
    party: str
    terms: dict


def key_of(metric):
    """The row that a metric stands in; the dispute table has one row."""
    return "disputes" if metric.startswith(DISPUTES) else metric.rpartition(".")[0]


@cache
def rows_of(form):
    """The metrics of each row, in printed order."""
    found = {}
    for row in registry_rows("forms"):
        if row["form"] == form:
            found.setdefault(key_of(row["metric"]), []).append(row["metric"])
    return {key: tuple(metrics) for key, metrics in found.items()}


@cache
def sums_of(form):
    """A1, A2 and A3 of the request forms, B1 of the dispute table."""
    rows = rows_of(form)
    if form == "disputes":
        return tuple(within(rows["disputes"], "B1"))
    if not form.startswith("requests"):
        return ()
    keys = list(rows)
    new, carried_in, concluded, carried_out = keys[0], keys[1], keys[-2], keys[-1]
    found = []
    for rule, signs in (
        ("A1", {new: 1, carried_in: 1, concluded: -1, carried_out: -1}),
        ("A2", {**dict.fromkeys(keys[2:-2], 1), concluded: -1}),
    ):
        for metric in rows[concluded]:
            party = metric.rpartition(".")[2]
            found.append(Sum(rule, party, {f"{key}.{party}": sign for key, sign in signs.items()}))
    for key in keys:
        found += within(rows[key], "A3")
    return tuple(found)


def within(metrics, rule):
    """Every total of a row is what stands before it under the same name."""
    blocks = {}
    for metric in metrics:
        blocks.setdefault(metric.rpartition(".")[0], []).append(metric)
    for block, names in blocks.items():
        terms = {name: -1 if name.endswith(".total") else 1 for name in names}
        yield Sum(rule, block.removeprefix("requests."), terms)
