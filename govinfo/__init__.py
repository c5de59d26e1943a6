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
        correct,
        coverage,
        crosswalk_regions,
        flag,
        flag_rates,
        indicator,
        similarity,
        suggest,
        versions,
        wide,
    )
    from govinfo.catalogue import flags, forms, indicators, metrics, rules
    from govinfo.collect import (
        Corpus,
        agencies,
        breakdowns,
        explain,
        items,
        load,
        other_tables,
        read_report,
        read_reports,
    )
    from govinfo.errors import (
        AttachmentOnlyError,
        GovinfoError,
        LimitError,
        ParseError,
        ReadError,
        SchemaError,
        UnknownNameError,
    )
    from govinfo.gazetteer import region, regions
    from govinfo.model import Limits, Report
    from govinfo.registry import OwnForms, read_forms
    from govinfo.show import plot

__version__ = "0.1.0"

_HOMES = {
    "govinfo.analyse": (
        "aggregate",
        "check",
        "correct",
        "correct",
        "coverage",
        "crosswalk_regions",
        "flag",
        "flag_rates",
        "indicator",
        "similarity",
        "suggest",
        "similarity",
        "versions",
        "wide",
    ),
    "govinfo.catalogue": ("flags", "forms", "indicators", "metrics", "rules"),
    "govinfo.collect": (
        "Corpus",
        "agencies",
        "breakdowns",
        "explain",
        "items",
        "load",
        "other_tables",
        "read_report",
        "read_reports",
    ),
    "govinfo.errors": (
        "AttachmentOnlyError",
        "GovinfoError",
        "LimitError",
        "ParseError",
        "ReadError",
        "SchemaError",
        "UnknownNameError",
    ),
    "govinfo.gazetteer": ("region", "regions"),
    "govinfo.model": ("Limits", "Report"),
    "govinfo.registry": ("OwnForms", "read_forms"),
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
    "agencies",
    "aggregate",
    "breakdowns",
    "check",
    "correct",
    "coverage",
    "crosswalk_regions",
    "explain",
    "flag",
    "flag_rates",
    "flags",
    "forms",
    "indicator",
    "indicators",
    "items",
    "load",
    "metrics",
    "other_tables",
    "plot",
    "read_forms",
    "read_report",
    "read_reports",
    "region",
    "regions",
    "rules",
    "similarity",
    "suggest",
    "versions",
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
