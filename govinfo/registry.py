"""The registry: metrics, forms, labels, rules, indicators, flags and regions, as data.

Everything under ``govinfo/registry/`` is read once, when it is first asked for.
The functions without an underscore give frames to users; the ``*_rows`` and
``*_table`` functions give the same data to the other rooms without pandas.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from govinfo.errors import UnknownNameError

if TYPE_CHECKING:
    import pandas as pd

_HOME = "govinfo"


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of ``registry/{name}.csv``, every field a string."""
    text = (files(_HOME) / "registry" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


@cache
def tree(name: str) -> Mapping[str, Any]:
    """``registry/{name}.toml`` as nested mappings."""
    text = (files(_HOME) / "registry" / f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def metric_rows() -> Mapping[str, Mapping[str, str]]:
    """Metric id to its row: label_zh, label_en, unit, section, item, party, role, kind."""
    return MappingProxyType({row["metric"]: row for row in rows("metrics")})


@cache
def metric_names() -> tuple[str, ...]:
    """All metric ids, in the registry's order."""
    return tuple(metric_rows())


@cache
def form_names() -> tuple[str, ...]:
    """All forms, in the registry's order, and ``narrative`` last."""
    return (*dict.fromkeys(row["form"] for row in rows("forms")), "narrative")


def metric(name: str) -> Mapping[str, str]:
    """The registry row of one metric.

    Raises
    ------
    UnknownNameError
        If there is no such metric; the message offers the nearest names.
    """
    found = metric_rows().get(name)
    if found is None:
        raise UnknownNameError.of("metric", name, metric_names(), "govinfo.metrics()")
    return found


def metrics() -> pd.DataFrame:
    """All metrics with their labels in Chinese and English.

    Returns
    -------
    DataFrame
        One row per metric: ``metric`` (key), ``label_zh``, ``label_en``, ``unit``,
        ``section``, ``item``, ``party``, ``role`` (part or total) and ``kind``
        (flow, stock, change or money).

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.metrics().set_index("metric").loc["requests.new.total", "label_en"]
    'requests newly received, all applicants'
    """
    return _frame(rows("metrics"))


def forms() -> pd.DataFrame:
    """All cells of the registered forms, in printed order.

    Returns
    -------
    DataFrame
        One row per cell: ``form``, ``order`` (from 1), ``row_path``,
        ``column_path`` (printed labels, outermost first, parted by ``/``) and
        ``metric``, with the metric's ``label_zh``, ``label_en`` and ``unit``.

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.forms().groupby("form").size()["requests.2021"]
    np.int64(175)
    """
    frame = _frame(rows("forms"))
    frame["order"] = frame["order"].astype("int64")
    labels = metrics()[["metric", "label_zh", "label_en", "unit"]]
    return frame.merge(labels, on="metric", how="left", validate="many_to_one")


def rules() -> pd.DataFrame:
    """All check rules: what must add up, and where that is written.

    Returns
    -------
    DataFrame
        One row per rule: ``rule`` (id), ``label_zh``, ``label_en``, ``relation``,
        ``severity``, ``source``, ``forms``, ``over`` (what {party}, {row} or {block}
        stands for; NA where a rule is one sum), ``left``, ``op`` and ``right`` (signed
        metric ids, ``[t-1]`` for the year before), ``identity`` (whether readers use the
        relation to place cells) and ``tolerance``.
    """
    return _nested("rules", "rule")


def indicators() -> pd.DataFrame:
    """All indicators with their numerator, denominator and labels.

    Returns
    -------
    DataFrame
        One row per indicator: ``indicator`` (id), ``label_zh``, ``label_en``,
        ``unit``, ``forms``, ``numerator``, ``denominator`` (signed metric ids), ``scale``,
        ``small_below`` (denominators too small to rank) and ``source``.
    """
    return _nested("indicators", "indicator")


def flags() -> pd.DataFrame:
    """All flag rules with their thresholds.

    Returns
    -------
    DataFrame
        One row per rule: ``rule`` (id), ``label_zh``, ``label_en``, ``definition``,
        ``severity``, ``judge`` (how it is judged) and a column for each threshold, NA
        where a rule has no such threshold.
    """
    return _nested("flags", "rule")


def regions() -> pd.DataFrame:
    """The current provinces, prefectures and counties with their codes.

    Returns
    -------
    DataFrame
        One row per unit: ``code`` (six-digit GB/T 2260), ``name``, ``short``,
        ``level`` (province, prefecture or county), ``parent`` (code), ``province``
        and ``prefecture`` (codes of the units it lies in) and ``name_en``
        (provinces).

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.regions().set_index("code").loc["621121", "name"]
    '通渭县'
    """
    return _frame(rows("regions"))


def _frame(found: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([dict(row) for row in found], dtype="str")


def _nested(name: str, key: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{key: id_, **fields} for id_, fields in tree(name).items()])
