"""A panel on the desk of whoever plants a fault: single cells, sentences and documents change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govinfo import schema

SPAN = re.compile(r"characters (\d+)–(\d+)")
_COLUMNS = ("value", "status", "method", "bound", "raw", "at")


class Desk:
    """A copy of facts and sources that can be changed; `facts` and `sources` give it back."""

    def __init__(self, facts: pd.DataFrame, sources: pd.DataFrame) -> None:
        self._facts = facts
        self._column: dict[str, Any] = {
            name: facts[name].to_numpy(dtype=float).copy()
            if name == "value"
            else facts[name].astype(object).to_numpy().copy()
            for name in _COLUMNS
        }
        self._metric = facts["metric"].astype(object).to_numpy()
        codes, ids = pd.factorize(facts["source_id"])
        order = np.argsort(codes, kind="stable")
        ends = np.searchsorted(codes[order], np.arange(len(ids) + 1))
        self._rows = {id_: order[ends[place] : ends[place + 1]] for place, id_ in enumerate(ids)}
        self._gone = np.zeros(len(facts), dtype=bool)
        self._copies: dict[str, pd.DataFrame] = {}
        #: Findings on other agencies' reports that follow from what was planted: rule, document.
        self.elsewhere: list[tuple[str, str]] = []
        self._places: dict[str, dict[str, int]] = {}
        records: Any = sources.astype(object).to_dict("records")
        self.documents: dict[str, dict[str, Any]] = {each["source_id"]: each for each in records}
        self._of = {
            (each["agency_id"], each["year"]): each["source_id"] for each in self.documents.values()
        }

    # ── reading ──

    def place(self, source_id: str) -> Mapping[str, int]:
        """Row of each metric of a document."""
        if source_id not in self._places:
            rows = self._rows.get(source_id, ())
            self._places[source_id] = {self._metric[row]: row for row in rows}
        return self._places[source_id]

    def table(self, source_id: str) -> dict[str, float]:
        """What a document reports exactly, narrative figures too."""
        if source_id in self._copies:
            frame = self._copies[source_id].loc[lambda rows: rows["status"] == "reported"]
            return dict(zip(frame["metric"], frame["value"].astype(float), strict=True))
        found = self.place(source_id)
        return {
            metric: float(self._column["value"][row])
            for metric, row in found.items()
            if self._column["status"][row] == "reported" and self._column["bound"][row] == "="
        }

    def get(self, source_id: str, metric: str) -> float:
        """The value of a cell, NaN where it has none."""
        return self.table(source_id).get(metric, np.nan)

    def has(self, source_id: str, metric: str) -> bool:
        """Whether there is such a row, exact or not."""
        return metric in self.place(source_id)

    def beside(self, source_id: str, step: int) -> str | None:
        """The document of the same agency so many years later."""
        one = self.documents[source_id]
        return self._of.get((one["agency_id"], one["year"] + step))

    def years(self, source_id: str) -> list[str]:
        """All documents of the agency that stand for its years."""
        agency = self.documents[source_id]["agency_id"]
        return [id_ for (each, _), id_ in self._of.items() if each == agency]

    # ── changing cells ──

    def put(self, source_id: str, metric: str, value: float) -> None:
        """Print another number in a cell."""
        row = self.place(source_id)[metric]
        for name, new in (("value", value), ("status", "reported"), ("raw", f"{value:.12g}")):
            self._column[name][row] = new

    def blank(self, source_id: str, metric: str, *, status: str = "blank", raw: str = "") -> None:
        """Leave a cell empty, or with a dash."""
        row = self.place(source_id)[metric]
        for name, new in (("value", np.nan), ("status", status), ("bound", None), ("raw", raw)):
            self._column[name][row] = new

    def bound(self, source_id: str, metric: str, bound: str) -> None:
        """Take a figure as a bound."""
        self._column["bound"][self.place(source_id)[metric]] = bound

    # ── changing prose ──

    def span(self, source_id: str, metric: str) -> tuple[int, int]:
        """Where a figure stands in the narrative."""
        match = SPAN.fullmatch(self._column["at"][self.place(source_id)[metric]])
        assert match is not None, metric
        return int(match[1]) - 1, int(match[2])

    def rewrite(self, source_id: str, start: int, stop: int, text: str) -> None:
        """Replace a stretch of the narrative; figures inside it are no longer told."""
        document = self.documents[source_id]
        document["narrative"] = document["narrative"][:start] + text + document["narrative"][stop:]
        for metric in list(self.place(source_id)):
            if not metric.startswith("narrative."):
                continue
            first, last = self.span(source_id, metric)
            if start <= first and last <= stop:
                self._gone[self._places[source_id].pop(metric)] = True
            elif first >= stop:
                moved = len(text) - (stop - start)
                self._move(source_id, metric, first + moved, last + moved)

    def _move(self, source_id: str, metric: str, first: int, last: int) -> None:
        self._column["at"][self.place(source_id)[metric]] = f"characters {first + 1}–{last}"

    def say(self, source_id: str, metric: str, value: float) -> None:
        """Print another number for a figure of the prose."""
        row = self.place(source_id)[metric]
        start, stop = self.span(source_id, metric)
        unit = self._column["raw"][row][-1]
        text = f"{value:.0f}{unit}"
        kept = self._places[source_id].pop(metric)
        self.rewrite(source_id, start, stop, text)
        self._places[source_id][metric] = kept
        self._column["value"][row], self._column["raw"][row] = value, text
        self._column["bound"][row] = "="
        self._move(source_id, metric, start, start + len(text))

    def replace_told(
        self,
        source_id: str,
        stretch: tuple[int, int],
        text: str,
        spans: Mapping[str, tuple[int, int]],
    ) -> None:
        """Put a text with the same figures in place of another; ``spans`` are places in it."""
        kept = {metric: self._places[source_id].pop(metric) for metric in spans}
        self.rewrite(source_id, *stretch, text)
        self._places[source_id] |= kept
        for metric, (first, last) in spans.items():
            self._move(source_id, metric, stretch[0] + first, stretch[0] + last)
            start, stop = self.span(source_id, metric)
            self._column["raw"][kept[metric]] = self.documents[source_id]["narrative"][start:stop]

    def unsay(self, source_id: str, metric: str) -> None:
        """Take the sentence out in which a figure stands."""
        start, stop = self.span(source_id, metric)
        text = self.documents[source_id]["narrative"]
        start = max(text.rfind(mark, 0, start) for mark in "。\n") + 1
        self.rewrite(source_id, start, text.index("。", stop) + 1, "")

    def restate(self, source_id: str, metric: str, words: str) -> None:
        """Say in other words that there was none."""
        row = self.place(source_id)[metric]
        start, stop = self.span(source_id, metric)
        self.replace_told(source_id, (start, stop), words, {metric: (0, len(words))})
        self._column["raw"][row] = words

    def unsay_if_there(self, source_id: str, metric: str) -> None:
        """Take the sentence out, if it was not taken out with another figure."""
        if self.has(source_id, metric):
            self.unsay(source_id, metric)

    def sayable(self, source_id: str, metric: str) -> bool:
        """Whether the figure is printed as a plain number."""
        row = self.place(source_id).get(metric)
        return row is not None and re.fullmatch(r"\d+\D", self._column["raw"][row]) is not None

    def value(self, source_id: str, metric: str) -> float:
        """The value of a figure, exact or not."""
        return float(self._column["value"][self.place(source_id)[metric]])

    def drop(self, source_id: str, metric: str) -> None:
        """Take a row out."""
        self._gone[self._places[source_id].pop(metric)] = True

    # ── changing documents ──

    def copy(self, source_id: str, new_id: str, **changes: Any) -> None:
        """Post a second document with the same cells under another id."""
        rows = list(self.place(source_id).values())
        frame = self._facts.iloc[rows].astype(object).assign(source_id=new_id)
        for name, column in self._column.items():
            frame[name] = column[rows]
        self._copies[new_id] = frame
        self.documents[new_id] = self.documents[source_id] | {"source_id": new_id} | changes

    def copies(self, source_id: str) -> list[str]:
        """The second documents of the agency of this one."""
        agency = self.documents[source_id]["agency_id"]
        return [id_ for id_ in self._copies if self.documents[id_]["agency_id"] == agency]

    def change_copy(self, new_id: str, metric: str, value: float) -> None:
        """Print another number in a cell of a second document."""
        frame = self._copies[new_id]
        frame.loc[frame["metric"] == metric, ["value", "raw"]] = [value, f"{value:.12g}"]

    def remove(self, source_id: str) -> None:
        """Take a document out of the panel."""
        self._gone[self._rows[source_id]] = True
        one = self.documents.pop(source_id)
        self._of.pop((one["agency_id"], one["year"]), None)

    # ── giving back ──

    @property
    def facts(self) -> pd.DataFrame:
        """The facts as they are now."""
        kept = self._facts.assign(**self._column).loc[~self._gone]
        if self._copies:
            plain = kept.astype({name: object for name in kept if name != "value"})
            kept = pd.concat([plain, *self._copies.values()], ignore_index=True)
        return schema.conform(kept.reset_index(drop=True), schema.FACTS)

    @property
    def sources(self) -> pd.DataFrame:
        """The sources as they are now."""
        return schema.conform(pd.DataFrame(list(self.documents.values())), schema.SOURCES)
