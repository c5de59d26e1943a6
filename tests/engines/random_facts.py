"""Facts at random, and frames of checks brought into one form to be compared."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pandas as pd

from engines.oracle import plain
from govinfo import registry, schema

_STATUSES = ("reported",) * 12 + schema.STATUSES[1:]
_METHODS = ("cell",) * 9 + ("decoded", "ocr", "corrected")
_FORMS = ("requests.2021", "requests.2019", "disputes", "proactive.2021", "statistics.2014")


def random_facts(
    seed: int, n_agencies: int = 3, years: Sequence[int] = (2021, 2022, 2023)
) -> pd.DataFrame:
    """Reports of few small numbers, so that some sums hold, with every status and method."""
    chance = random.Random(seed)
    rows: list[dict[str, Any]] = []
    for agency in range(n_agencies):
        name = "unknown:z" if chance.random() < 0.15 else f"62042{agency}:甲"
        for year in years:
            for version in range(chance.choice([0, 1, 1, 1, 1, 2])):
                said = year if chance.random() < 0.9 else None
                rows += _report(chance, name, said, f"{agency}-{year}-{version}")
    chance.shuffle(rows)
    return schema.conform(pd.DataFrame(rows, columns=list(schema.FACTS.columns)), schema.FACTS)


def _report(
    chance: random.Random, agency: str, year: int | None, source: str
) -> list[dict[str, Any]]:
    chosen = [form for form in _FORMS if chance.random() < 0.6]
    tidy = chance.random() < 0.5
    cells: dict[str, dict[str, Any]] = {}
    for form in chosen:
        for row in registry.rows("forms"):
            if row["form"] == form and row["metric"] not in cells and chance.random() < 0.98:
                cells[row["metric"]] = _cell(chance, row["metric"], form, tidy=tidy)
    for metric in registry.metric_names():
        if metric.startswith("narrative.") and chance.random() < 0.6:
            cells[metric] = _figure(chance, metric)
    who = {"agency_id": agency, "agency": agency, "level": "county", "region_code": "620421"}
    return [cell | who | {"year": year, "source_id": source} for cell in cells.values()]


def _cell(chance: random.Random, metric: str, form: str, *, tidy: bool) -> dict[str, Any]:
    status = "reported" if tidy and chance.random() < 0.97 else chance.choice(_STATUSES)
    value = None
    if status == "reported":
        value = 0.0 if tidy else float(chance.choice([0, 0, 0, 0, 1, 2]))
    bound = "≥" if status == "reported" and chance.random() < 0.02 else "="
    fact = {"metric": metric, "form": form, "value": value, "status": status, "bound": bound}
    return fact | {"method": chance.choice(_METHODS), "unit": "件", "raw": "", "at": ""}


def _figure(chance: random.Random, metric: str) -> dict[str, Any]:
    value = float(chance.choice([0, 0, 1, 2, 3, 20, 2300]))
    bound, method = chance.choice(["=", "=", "≥", "≤", "≈"]), "text"
    if chance.random() < 0.4:
        value, bound, method = 0.0, "=", "statement"
    status = "reported" if chance.random() < 0.9 else "unplaced"
    return {
        "metric": metric,
        "form": "narrative",
        "value": value if status == "reported" else None,
        "status": status,
        "bound": bound,
        "method": method,
        "raw": chance.choice(["2.3万", "未产生费用", "未收到", "件", None]),
        "unit": "件",
        "at": "",
    }


def as_rows(checks: pd.DataFrame) -> set[tuple[object, ...]]:
    """Rows without order; what is missing is None."""
    assert sorted(checks.columns) == sorted(schema.CHECKS.columns)
    columns = [checks[name].astype("object").tolist() for name in schema.CHECKS.columns]
    rows = [tuple(map(_rounded, row)) for row in zip(*columns, strict=True)]
    assert len(set(rows)) == len(rows)
    return set(rows)


def _rounded(value: object) -> object:
    found = plain(value)
    if isinstance(found, bool | str) or found is None:
        return found
    return round(float(found), 6)  # type: ignore[arg-type]
