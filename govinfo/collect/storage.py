"""Corpora on disk: wide Parquet, one row per report and one file per year.

Each file of ``facts/`` has the columns ``source`` (row in ``sources.parquet``),
``{metric}`` (value) and ``{metric}#`` (state byte: status, method, bound) for every
metric that occurs in that year, ``forms``, ``places`` (differences of table, row and
column per fact, as little-endian int32) and the prints that are not simply the value.
Each file of ``other_tables/`` has the cells of that year's tables of no registered form.
``forms.csv`` holds the user's own forms, where there were any.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from govinfo import registry
from govinfo.collect.others import from_arrow, to_arrow
from govinfo.collect.store import FactStore, view
from govinfo.errors import ReadError, SchemaError
from govinfo.registry import OwnCell, OwnForms, read_forms
from govinfo.schema import FAILURES, SOURCES, VERSION, conform

_VERSION_KEY = b"govinfo.schema_version"
_STATE = "#"
_FORMS = "forms.csv"
_NO_YEAR = "unknown"


def save(store: FactStore, sources: pd.DataFrame, failures: pd.DataFrame, folder: Path) -> Path:
    """Write a corpus; see `Corpus.save`."""
    facts, others = folder / "facts", folder / "other_tables"
    for part in (facts, others):
        if part.exists():
            shutil.rmtree(part)
        part.mkdir(parents=True)
    _write(pa.Table.from_pandas(sources, preserve_index=False), folder / "sources.parquet")
    _write(pa.Table.from_pandas(failures, preserve_index=False), folder / "failures.parquet")
    _write_forms(store.own, folder / _FORMS)
    for year, numbers in _by_year(sources):
        table = _wide(store, numbers)
        if table is not None:
            _write(table, facts / f"{year}.parquet")
        table = to_arrow(store.others, numbers.tolist())
        if table is not None:
            _write(table, others / f"{year}.parquet")
    return folder


def read(folder: Path) -> tuple[FactStore, pd.DataFrame, pd.DataFrame]:
    """Facts, sources and failures of a saved corpus; see `govinfo.load`."""
    if not (folder / "sources.parquet").is_file():
        raise ReadError.at(
            str(folder), "holds no saved corpus", "Give the folder that Corpus.save() wrote."
        )
    sources = conform(_read(folder / "sources.parquet").to_pandas(), SOURCES)
    failures = conform(_read(folder / "failures.parquet").to_pandas(), FAILURES)
    forms = folder / _FORMS
    store = FactStore(own=read_forms(forms if forms.is_file() else None))
    found: list[tuple[int, _Year, int]] = []
    for path in sorted((folder / "facts").glob("*.parquet")):
        year = _Year(_read(path), store.own)
        found += [(number, year, row) for row, number in enumerate(year.source)]
    for number, year, row in sorted(found, key=lambda entry: entry[0]):
        year.restore(store, number, row)
    for path in sorted((folder / "other_tables").glob("*.parquet")):
        store.others |= from_arrow(_read(path))
    store.others = dict(sorted(store.others.items()))
    return store, sources, failures


def _by_year(sources: pd.DataFrame) -> Iterator[tuple[str, npt.NDArray[np.int64]]]:
    """The numbers of the sources of each year."""
    for year, group in sources.reset_index(drop=True).groupby("year", dropna=False):
        name = _NO_YEAR if pd.isna(year) else str(year)
        yield name, group.index.to_numpy()


def _wide(store: FactStore, numbers: npt.NDArray[np.int64]) -> pa.Table | None:
    """One row per report; None where the reports hold no fact."""
    report = view(store.report, np.int32)
    picked = np.flatnonzero(np.isin(report, numbers))
    if not len(picked):
        return None
    metric = view(store.metric, np.uint16)[picked]
    row = np.searchsorted(numbers, report[picked])
    # Within a report facts are written in registry order, so that places line up.
    order = np.lexsort((metric, row))
    picked, metric, row = picked[order], metric[order], row[order]
    names = registry.metric_names(store.own)
    columns: dict[str, Any] = {"source": pa.array(numbers.astype(np.int32))}
    for code in np.unique(metric):
        mine = metric == code
        value = np.full(len(numbers), np.nan)
        state = np.zeros(len(numbers), dtype=np.uint8)
        value[row[mine]] = view(store.value, np.float64)[picked[mine]]
        state[row[mine]] = np.frombuffer(store.state, dtype=np.uint8)[picked[mine]]
        columns[names[code]] = pa.array(value)
        columns[names[code] + _STATE] = pa.array(state)
    places = np.column_stack(
        [view(buffer, np.int32)[picked] for buffer in (store.table, store.first, store.last)]
    )
    ends = np.searchsorted(row, np.arange(len(numbers)), side="right")
    forms = registry.form_names(store.own)
    form = view(store.form, np.uint8)[picked]
    blobs, form_lists, raws, unstated = [], [], [], []
    for start, end in zip(np.r_[0, ends[:-1]], ends, strict=True):
        steps = np.diff(places[start:end], axis=0, prepend=np.zeros((1, 3), np.int32))
        blobs.append(steps.astype("<i4").tobytes())
        form_lists.append([forms[code] for code in dict.fromkeys(form[start:end].tolist())])
        mine = {int(i): names[metric[start + j]] for j, i in enumerate(picked[start:end])}
        raws.append(
            [{"metric": name, "raw": store.raw[i]} for i, name in mine.items() if i in store.raw]
        )
        unstated.append([name for i, name in mine.items() if i in store.unit_unstated])
    columns["forms"] = pa.array(form_lists, pa.list_(pa.string()))
    columns["places"] = pa.array(blobs, pa.binary())
    columns["raws"] = pa.array(
        raws, pa.list_(pa.struct([("metric", pa.string()), ("raw", pa.string())]))
    )
    columns["unit_unstated"] = pa.array(unstated, pa.list_(pa.string()))
    return pa.table(columns)


class _Year:
    """One file of facts, opened up to give its reports back one by one."""

    def __init__(self, table: pa.Table, own: OwnForms) -> None:
        codes = {name: i for i, name in enumerate(registry.metric_names(own))}
        stored = [name for name in table.column_names if name + _STATE in table.column_names]
        unknown = [name for name in stored if name not in codes]
        if unknown:
            raise SchemaError(
                f"The saved corpus holds {unknown[0]!r}, a metric that this registry lacks. "
                "Read the reports again, or load it with the version that wrote it."
            )
        self.names = sorted(stored, key=codes.__getitem__)
        self.codes = np.array([codes[name] for name in self.names], dtype=np.uint16)
        self.source: list[int] = table["source"].to_pylist()
        self.value = np.column_stack([table[name].to_numpy() for name in self.names])
        self.state = np.column_stack([table[name + _STATE].to_numpy() for name in self.names])
        self.forms: list[list[str]] = table["forms"].to_pylist()
        self.places: list[bytes] = table["places"].to_pylist()
        self.raws: list[list[dict[str, str]]] = table["raws"].to_pylist()
        self.unstated: list[list[str]] = table["unit_unstated"].to_pylist()

    def restore(self, store: FactStore, number: int, row: int) -> None:
        """Append the facts of one row as those of source ``number``."""
        there = np.flatnonzero(self.state[row])
        here = len(store)
        metrics = [self.names[i] for i in there]
        places = np.cumsum(
            np.frombuffer(self.places[row], dtype="<i4").reshape(-1, 3), axis=0, dtype=np.int32
        )
        form_of = {
            entry["metric"]: entry["form"]
            for form in self.forms[row]
            for entry in registry.form_rows(store.own)
            if entry["form"] == form
        }
        forms = registry.form_names(store.own)
        store.report.extend([number] * len(there))
        store.metric.extend(self.codes[there].tolist())
        store.form.extend(forms.index(form_of.get(name, "narrative")) for name in metrics)
        store.value.extend(self.value[row, there].tolist())
        store.state.extend(self.state[row, there].tobytes())
        for buffer, column in zip((store.table, store.first, store.last), places.T, strict=True):
            buffer.extend(column.tolist())
        position = {name: i for i, name in enumerate(metrics, here)}
        store.raw.update({position[entry["metric"]]: entry["raw"] for entry in self.raws[row]})
        store.unit_unstated.update(position[name] for name in self.unstated[row])


def _write_forms(own: OwnForms, path: Path) -> None:
    """The user's own forms beside the facts that are read by them."""
    if not own.cells:
        path.unlink(missing_ok=True)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(OwnCell._fields)
        writer.writerows(own.cells)


def _write(table: pa.Table, path: Path) -> None:
    metadata = {**(table.schema.metadata or {}), _VERSION_KEY: str(VERSION).encode()}
    # Statistics of hundreds of narrow columns would outweigh the facts of a small year.
    pq.write_table(
        table.replace_schema_metadata(metadata), path, compression="zstd", write_statistics=False
    )


def _read(path: Path) -> pa.Table:
    table = pq.read_table(path)
    written = (table.schema.metadata or {}).get(_VERSION_KEY, b"none").decode()
    if written != str(VERSION):
        raise SchemaError(
            f"{path}: was written in schema version {written}, this is version {VERSION}. "
            "Read the reports again, or use the version of govinfo that wrote it."
        )
    return table
