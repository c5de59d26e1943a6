"""From column buffers to the public facts frame, and how a fact's state is packed."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govinfo import registry
from govinfo.registry import NO_FORMS, OwnForms
from govinfo.schema import BOUNDS, FACTS, METHODS, STATUSES, empty

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from govinfo.model import Report

# One byte a fact: status 1–6 in three bits (0: no fact), method 1–6 in three (0: none),
# bound in two.
_METHOD_SHIFT = 3
_BOUND_SHIFT = 6
_STATUS_MASK = 0b111
_METHOD_MASK = 0b111


@lru_cache(maxsize=256)
def pack_state(status: str, method: str = "", bound: str = "=") -> int:
    """Status, method and bound in one byte; 0 stands for "no fact".

    Examples
    --------
    >>> pack_state("reported", "cell")
    9
    """
    code = STATUSES.index(status) + 1
    code |= (METHODS.index(method) + 1 if method else 0) << _METHOD_SHIFT
    return code | BOUNDS.index(bound) << _BOUND_SHIFT


def printed(value: float) -> str:
    """A value as a plain cell prints it; where this is the raw text, raw needs no keeping."""
    return str(int(value)) if value == int(value) else repr(value)


def unpack_state(
    state: npt.NDArray[np.uint8],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int8], npt.NDArray[np.int8]]:
    """Codes into STATUSES, METHODS (−1: none) and BOUNDS (−1: no value to bound)."""
    import numpy as np

    status = (state & _STATUS_MASK).astype(np.int8) - 1
    method = ((state >> _METHOD_SHIFT) & _METHOD_MASK).astype(np.int8) - 1
    bound = (state >> _BOUND_SHIFT).astype(np.int8)
    bound[status != STATUSES.index("reported")] = -1
    return status, method, bound


def place_text(
    table: npt.NDArray[np.int32], first: npt.NDArray[np.int32], last: npt.NDArray[np.int32]
) -> list[str | None]:
    """Places in words: ``table 3, row 5, column 7`` or ``characters 1204–1209`` (from 0)."""
    return [
        f"table {t}, row {a}, column {b}" if t > 0 else f"characters {a}–{b}" if b > 0 else None
        for t, a, b in zip(table.tolist(), first.tolist(), last.tolist(), strict=True)
    ]


def coded(codes: Any, names: Sequence[str]) -> pd.Categorical:
    """A categorical from integer codes into ``names``; −1 is missing."""
    import pandas as pd

    make: Any = pd.Categorical.from_codes  # the stubs know no numpy codes
    found: pd.Categorical = make(codes, categories=list(names))
    return found


def categories(column: str, extra: Sequence[str] = (), own: OwnForms = NO_FORMS) -> list[str]:
    """The categories of a facts column, in the order in which they sort.

    Those of the user's own forms come last.
    """
    from govinfo.schema import LEVELS

    units = dict.fromkeys(row["unit"] for row in registry.metric_rows(own).values())
    fixed: dict[str, Sequence[str]] = {
        "level": LEVELS,
        "form": registry.form_names(own),
        "metric": registry.metric_names(own),
        "unit": tuple(unit for unit in units if unit),
        "status": STATUSES,
        "method": METHODS,
        "bound": BOUNDS,
    }
    return list(fixed.get(column, extra))


def report_facts(report: Report) -> pd.DataFrame:
    """The facts frame of one report."""
    import numpy as np
    import pandas as pd

    columns = report.columns
    n = len(columns.metric)
    if n == 0:
        return empty(FACTS)
    own = report.own
    status, method, bound = unpack_state(np.frombuffer(columns.state, dtype=np.uint8))
    metric, unit = codes_of("metric", own), _unit_of(own)
    units = [-1 if name in columns.unit_unstated else unit[name] for name in columns.metric]

    def named(column: str, codes: Sequence[int] | npt.NDArray[np.int8]) -> pd.Categorical:
        return _coded(np.asarray(codes, dtype=np.int16), _dtype(column, own))

    def constant(value: str | None) -> pd.Categorical:
        names = pd.Index([] if value is None else [value], dtype="str")
        code = -1 if value is None else 0
        return _coded(np.full(n, code, dtype=np.int8), pd.CategoricalDtype(names))

    level = -1 if report.level is None else codes_of("level")[report.level]
    return pd.DataFrame(
        {
            "agency_id": constant(report.agency_id),
            "agency": constant(report.agency),
            "level": named("level", [level] * n),
            "region_code": constant(report.region_code),
            "year": pd.array([report.year] * n, dtype="Int16"),
            "form": named("form", [codes_of("form", own)[name] for name in columns.form]),
            "metric": named("metric", [metric[name] for name in columns.metric]),
            "value": np.frombuffer(columns.value, dtype=np.float64),
            "unit": named("unit", units),
            "status": named("status", status),
            "method": named("method", method),
            "bound": named("bound", bound),
            "raw": pd.array(columns.raw, dtype="string"),
            "source_id": constant(report.source.id),
            "at": pd.array(
                place_text(
                    np.frombuffer(columns.table, dtype=np.int32),
                    np.frombuffer(columns.first, dtype=np.int32),
                    np.frombuffer(columns.last, dtype=np.int32),
                ),
                dtype="string",
            ),
        },
        columns=list(FACTS.columns),
    )


@lru_cache(maxsize=64)
def codes_of(column: str, own: OwnForms = NO_FORMS) -> Mapping[str, int]:
    """The code of each category of a facts column."""
    return {name: code for code, name in enumerate(categories(column, own=own))}


@lru_cache(maxsize=16)
def _unit_of(own: OwnForms) -> Mapping[str, int]:
    """The code of each metric's unit, −1 where it has none."""
    codes = codes_of("unit", own)
    return {name: codes.get(row["unit"], -1) for name, row in registry.metric_rows(own).items()}


@lru_cache(maxsize=64)
def _dtype(column: str, own: OwnForms) -> pd.CategoricalDtype:
    import pandas as pd

    return pd.CategoricalDtype(categories(column, own=own))


def _coded(codes: npt.NDArray[Any], dtype: pd.CategoricalDtype) -> pd.Categorical:
    """A categorical from codes that are known to be in range."""
    import pandas as pd

    make: Any = pd.Categorical.from_codes  # the stubs know no numpy codes
    found: pd.Categorical = make(codes, dtype=dtype)
    return found


def report_html(report: Report) -> str:
    """A card for notebooks: who, when, what was read and what was not."""
    from collections import Counter

    counts = Counter(STATUSES[(state & _STATUS_MASK) - 1] for state in report.columns.state)
    reported = pack_state("reported")
    placed = Counter(
        METHODS[(state >> _METHOD_SHIFT & _METHOD_MASK) - 1]
        for state in report.columns.state
        if state & _STATUS_MASK == reported
    )
    others = set(report.others.table) if report.others else set()
    rows = [
        ("agency", report.agency or "not named"),
        ("level, kind", f"{report.level or 'open'}, {report.kind or 'open'}"),
        ("region code", report.region_code or "open"),
        ("year", "open" if report.year is None else str(report.year)),
        ("published", "not printed" if report.published is None else report.published.isoformat()),
        ("forms", ", ".join(report.forms) or "none"),
        ("tables lost", ", ".join(report.tables_lost) or "none"),
        ("facts", ", ".join(f"{n} {status}" for status, n in counts.items()) or "none"),
        ("reported by", ", ".join(f"{n} {method}" for method, n in placed.items()) or "none"),
        ("other tables", str(len(others) or "none")),
        *(("warning", warning) for warning in report.warnings),
        ("source", report.source.place),
    ]
    body = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
        f"<td style='text-align:left'>{html.escape(text)}</td></tr>"
        for name, text in rows
    )
    title = html.escape(report.title or report.source.place)
    return f"<table><caption>{title}</caption>{body}</table>"
