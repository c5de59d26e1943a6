"""Tables of no registered form: from many reports to one frame, to disk and back."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from govinfo.frames import coded, place_text, unpack_state
from govinfo.model import OtherColumns
from govinfo.schema import OTHER_TABLES, STATUSES, conform, empty

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from govinfo.collect.corpus import Corpus

_NUMBERS = {"table": "i", "row": "i", "column": "i", "value": "d", "first": "i", "last": "i"}
_TEXTS = ("row_label", "column_label", "unit", "raw")


def other_tables(corpus: Corpus) -> pd.DataFrame:
    """Every table that fits no registered form, cell by cell.

    Before 2014 the provinces had statistics sheets of their own, and some agencies still
    add one. They give no facts, since nobody has said what their rows mean; here they are
    whole, with the labels that each number stands under.

    Parameters
    ----------
    corpus : Corpus
        What `read_reports` or `load` gave.

    Returns
    -------
    DataFrame
        One row per value cell: ``source_id``, ``table``, ``row``, ``column`` (key; all
        from 1), ``agency_id``, ``agency``, ``year``, ``title`` (the words above the table),
        ``row_label`` and ``column_label`` (outermost first, parted by ``/``; NA where
        there is none or it is not certain), ``raw``, ``value`` [as printed, in ``unit``],
        ``unit`` (NA where none is printed), ``status`` and ``at`` (as in facts).
        A value that is not ``reported`` is NaN. Empty where there is no such table.

    Notes
    -----
    A row's parents are named where a spanning cell, 其中 or the numbering of the print
    leaves no doubt; else the row stands under its own label alone. Page layout, menus,
    calendars and index cards are no tables of data.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> import govinfo as gi
    >>> page = '''临河县水利局2011年度政府信息公开年度报告
    ... 一、概述
    ... 略。
    ... 六、存在的主要问题及改进措施
    ... 略。
    ... 附表 指标名称 单位 数量 主动公开信息数 条 15 其中：网站 条 12 咨询数 件 0'''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "2011.txt")
    ...     _ = path.write_text(page, encoding="utf-8")
    ...     corpus = gi.read_reports(path)
    >>> gi.other_tables(corpus)[["row_label", "column_label", "value", "unit"]]
                  row_label column_label  value unit
    0               主动公开信息数           数量   15.0    条
    1  主动公开信息数/其中：网站           数量   12.0    条
    2                   咨询数           数量    0.0    件
    """
    return frame(corpus._store.others, corpus.sources)


def frame(others: Mapping[int, OtherColumns], sources: pd.DataFrame) -> pd.DataFrame:
    """The public frame; ``others`` are by row of ``sources``."""
    import pandas as pd

    if not others:
        return empty(OTHER_TABLES)
    merged = _merged(others)
    numbers = np.repeat(list(others), [len(one.raw) for one in others.values()])
    places = [np.frombuffer(merged[name], dtype=np.int32) for name in ("table", "row", "column")]
    offsets = [np.frombuffer(merged[name], dtype=np.int32) for name in ("first", "last")]
    in_text = offsets[1] > 0
    at = place_text(
        np.where(in_text, 0, places[0]),
        np.where(in_text, offsets[0], places[1]),
        np.where(in_text, offsets[1], places[2]),
    )
    status, _, _ = unpack_state(np.frombuffer(merged["state"], dtype=np.uint8))
    found = pd.DataFrame(
        {
            "source_id": sources["source_id"].array[numbers],
            "agency_id": sources["agency_id"].array[numbers],
            "agency": sources["agency"].array[numbers],
            "year": sources["year"].array[numbers],
            "table": places[0],
            "title": _titles(others),
            "row": places[1],
            "column": places[2],
            "row_label": [text or None for text in merged["row_label"]],
            "column_label": [text or None for text in merged["column_label"]],
            "raw": merged["raw"],
            "value": np.frombuffer(merged["value"], dtype=np.float64),
            "unit": [text or None for text in merged["unit"]],
            "status": coded(status, STATUSES),
            "at": at,
        }
    )
    return conform(found, OTHER_TABLES)


def to_arrow(others: Mapping[int, OtherColumns], numbers: Collection[int]) -> pa.Table | None:
    """The tables of some sources, a row per cell; None where they have none."""
    import pyarrow as pa

    mine = {number: others[number] for number in numbers if number in others}
    if not mine:
        return None
    merged = _merged(mine)
    sources = np.repeat(list(mine), [len(one.raw) for one in mine.values()])
    columns = {name: pa.array(np.asarray(merged[name])) for name in _NUMBERS}
    texts = {name: pa.array(merged[name], pa.string()) for name in _TEXTS}
    state = pa.array(np.frombuffer(merged["state"], dtype=np.uint8))
    titles = pa.array(_titles(mine), pa.string())
    return pa.table(
        {"source": pa.array(sources.astype(np.int32)), "title": titles, **columns, **texts}
        | {"state": state}
    )


def from_arrow(table: pa.Table) -> dict[int, OtherColumns]:
    """What `to_arrow` was given."""
    columns: dict[str, list[Any]] = table.to_pydict()
    found: dict[int, OtherColumns] = {}
    start = 0
    for number, group in groupby(columns["source"]):
        end = start + sum(1 for _ in group)
        own = {name: values[start:end] for name, values in columns.items()}
        titled = zip(own["table"], own["title"], strict=True)
        fields: dict[str, Any] = {name: own[name] for name in _TEXTS}
        fields |= {name: array(code, own[name]) for name, code in _NUMBERS.items()}
        titles = {where: title for where, title in titled if title}
        found[number] = OtherColumns(**fields, state=bytearray(own["state"]), titles=titles)
        start = end
    return found


def _merged(others: Mapping[int, OtherColumns]) -> dict[str, Any]:
    """All columns end to end."""
    tables = others.values()
    merged: dict[str, Any] = {
        name: array(code, chain.from_iterable(getattr(one, name) for one in tables))
        for name, code in _NUMBERS.items()
    }
    for name in _TEXTS:
        merged[name] = list(chain.from_iterable(getattr(one, name) for one in tables))
    merged["state"] = bytearray(chain.from_iterable(one.state for one in tables))
    return merged


def _titles(others: Mapping[int, OtherColumns]) -> list[str | None]:
    return [one.titles.get(number) for one in others.values() for number in one.table]
