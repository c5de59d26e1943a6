"""govinfo: Chinese government-information-disclosure annual reports as tidy facts.

Public names are loaded when they are first used; ``import govinfo`` reads no file.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govinfo.analyse import (
        aggregate,
        check,
        coverage,
        explain,
        flag,
        indicator,
        wide,
    )
    from govinfo.collect import Corpus, load, other_tables, read_report, read_reports
    from govinfo.errors import (
        AttachmentOnlyError,
        GovinfoError,
        LimitError,
        ParseError,
        ReadError,
        SchemaError,
        UnknownNameError,
    )
    from govinfo.model import Limits, Report
    from govinfo.registry import (
        OwnForms,
        flags,
        forms,
        indicators,
        metrics,
        read_forms,
        regions,
        rules,
    )
    from govinfo.show import plot

__version__ = "0.1.0"

_HOMES = {
    "govinfo.analyse": (
        "aggregate",
        "check",
        "coverage",
        "explain",
        "flag",
        "indicator",
        "wide",
    ),
    "govinfo.collect": ("Corpus", "load", "other_tables", "read_report", "read_reports"),
    "govinfo.errors": (
        "AttachmentOnlyError",
        "GovinfoError",
        "LimitError",
        "ParseError",
        "ReadError",
        "SchemaError",
        "UnknownNameError",
    ),
    "govinfo.model": ("Limits", "Report"),
    "govinfo.registry": (
        "OwnForms",
        "flags",
        "forms",
        "indicators",
        "metrics",
        "read_forms",
        "regions",
        "rules",
    ),
    "govinfo.show": ("plot",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AttachmentOnlyError",
    "Corpus",
    "GovinfoError",
    "LimitError",
    "Limits",
    "OwnForms",
    "ParseError",
    "ReadError",
    "Report",
    "SchemaError",
    "UnknownNameError",
    "aggregate",
    "check",
    "coverage",
    "explain",
    "flag",
    "flags",
    "forms",
    "indicator",
    "indicators",
    "load",
    "metrics",
    "other_tables",
    "plot",
    "read_forms",
    "read_report",
    "read_reports",
    "regions",
    "rules",
    "wide",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'govinfo' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME_OF])
