"""Facts of many reports in column buffers, and the facts frame derived from them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from govinfo import registry
from govinfo.frames import categories, coded, codes_of, place_text, printed, unpack_state
from govinfo.model import FactColumns, OtherColumns
from govinfo.registry import NO_FORMS, OwnForms
from govinfo.schema import BOUNDS, FACTS, METHODS, STATUSES, empty

if TYPE_CHECKING:
    import pandas as pd


@dataclass(slots=True)
class FactStore:
    """Facts of many reports, one entry per fact in every buffer.

    ``report`` numbers the source a fact belongs to; ``metric`` and ``form`` are
    positions in the registry and, behind it, the user's ``own`` forms. ``raw`` holds a
    print only where it is not simply the value (or, for a blank cell, nothing). ``others``
    are the tables of no registered form by source number, for those that have any.
    """

    report: array[int] = field(default_factory=lambda: array("i"))
    metric: array[int] = field(default_factory=lambda: array("H"))
    form: array[int] = field(default_factory=lambda: array("B"))
    value: array[float] = field(default_factory=lambda: array("d"))
    state: bytearray = field(default_factory=bytearray)
    table: array[int] = field(default_factory=lambda: array("i"))
    first: array[int] = field(default_factory=lambda: array("i"))
    last: array[int] = field(default_factory=lambda: array("i"))
    raw: dict[int, str] = field(default_factory=dict)
    unit_unstated: set[int] = field(default_factory=set)
    others: dict[int, OtherColumns] = field(default_factory=dict)
    own: OwnForms = NO_FORMS

    def __len__(self) -> int:
        return len(self.state)

    def add(self, number: int, columns: FactColumns, others: OtherColumns | None) -> None:
        """Append the facts and other tables of one report as those of source ``number``."""
        metric_code, form_code = codes_of("metric", self.own), codes_of("form", self.own)
        here = len(self.state)
        self.report.extend([number] * len(columns.metric))
        self.metric.extend([metric_code[name] for name in columns.metric])
        self.form.extend([form_code[name] for name in columns.form])
        self.value.extend(columns.value)
        self.state.extend(columns.state)
        self.table.extend(columns.table)
        self.first.extend(columns.first)
        self.last.extend(columns.last)
        for i, (raw, value) in enumerate(zip(columns.raw, columns.value, strict=True), here):
            if raw and not (value == value and raw == printed(value)):
                self.raw[i] = raw
        self.unit_unstated.update(
            i for i, name in enumerate(columns.metric, here) if name in columns.unit_unstated
        )
        if others is not None:
            self.others[number] = others

    def raw_texts(self) -> list[str]:
        """The print of every fact."""
        texts = [printed(value) if value == value else "" for value in self.value]
        for i, text in self.raw.items():
            texts[i] = text
        return texts

    def frame(self, sources: pd.DataFrame) -> pd.DataFrame:
        """The facts frame; ``sources`` has a row per source number."""
        import pandas as pd

        if not self.state:
            return empty(FACTS)
        report = view(self.report, np.int32)
        metric = view(self.metric, np.uint16)
        status, method, bound = unpack_state(np.frombuffer(self.state, dtype=np.uint8))
        names = registry.metric_names(self.own)
        units = categories("unit", own=self.own)
        place_of = {unit: i for i, unit in enumerate(units)}
        unit_of = np.array(
            [place_of.get(row["unit"], -1) for row in registry.metric_rows(self.own).values()],
            dtype=np.int16,
        )
        unit = unit_of[metric]
        unit[list(self.unit_unstated)] = -1

        def of_source(column: str) -> pd.Categorical:
            codes, labels = pd.factorize(sources[column].astype("object"), sort=True)
            return pd.Categorical.from_codes(
                codes[report], categories=pd.Index(labels, dtype="str")
            )

        forms = categories("form", own=self.own)
        level = pd.Categorical(sources["level"], categories=categories("level"))
        frame = pd.DataFrame(
            {
                "agency_id": of_source("agency_id"),
                "agency": of_source("agency"),
                "level": level[report],
                "region_code": of_source("region_code"),
                "year": sources["year"].array[report],
                "form": coded(view(self.form, np.uint8).astype(np.int16), forms),
                "metric": coded(metric.astype(np.int32), names),
                "value": view(self.value, np.float64).copy(),
                "unit": coded(unit, units),
                "status": coded(status, STATUSES),
                "method": coded(method, METHODS),
                "bound": coded(bound, BOUNDS),
                "raw": pd.array(self.raw_texts(), dtype="string"),
                "source_id": of_source("source_id"),
                "at": pd.array(
                    place_text(
                        view(self.table, np.int32),
                        view(self.first, np.int32),
                        view(self.last, np.int32),
                    ),
                    dtype="string",
                ),
            }
        )
        return frame[list(FACTS.columns)]


def view(buffer: array[int] | array[float], dtype: type) -> npt.NDArray[Any]:
    """A numpy view of a buffer."""
    return np.frombuffer(buffer, dtype=dtype)
