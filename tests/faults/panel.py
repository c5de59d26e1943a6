"""Clean panels: reports of all levels and kinds, every printed sum true, in the public frames."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from faults.agencies import YEARS, Agency, agencies
from faults.figures import REFORM, Figures, cells_of, figures
from faults.prose import Told, Writer
from govinfo import registry, schema

SECTIONS = "overview proactive requests disputes problems other"
#: Of all agencies, so many leave what they have none of empty.
LEAVE_BLANK = 0.04
NARRATIVE = "narrative"


def panel(
    n_reports: int, seed: int = 0, *, noise: float = 1.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make up ``n_reports`` reports that have nothing wrong with them.

    Parameters
    ----------
    n_reports : int
        How many; some agencies report on three years, some on all of 2019 to 2025.
    seed : int
        The same panel for the same seed.
    noise : float
        How far figures go up and down from year to year; with 1 the standard deviation of
        the change of a large count is a quarter or so.

    Returns
    -------
    facts, sources : DataFrame
        In the public schemas. Sizes are log-normal within level and kind, counts scatter
        from year to year more than Poisson variables do; a few agencies leave cells
        blank; one county in five reports for all its departments and towns, which are
        in the panel and add up.

    Notes
    -----
    True of every report: A1-A3 and B1 of its own cells; C1-C4 with the year before; D1-D5
    of the figures in the prose. It is published in time, has six sections and, if it
    is a government's, a word on assessment and accountability. No rule of a
    registry is asked: the figures are built so that the relations hold.
    """
    rng = np.random.default_rng(seed)
    found = agencies(n_reports, rng)
    made = figures(found, rng, noise)
    reports = [(row, year) for row, agency in enumerate(found) for year in agency.years]
    told = [_narrated(found[row], row, year, made, rng) for row, year in reports]
    writers = [Writer(agency, str(seed)) for agency in found]
    prose = [
        writers[row].write(year, said) for (row, year), said in zip(reports, told, strict=True)
    ]
    ids = [_id(f"{seed} {found[row].agency_id} {year}") for row, year in reports]
    blank = rng.random(len(found)) < LEAVE_BLANK
    facts = _facts(found, reports, ids, made, [each for _, each in prose], blank)
    sources = _sources(found, reports, ids, [text for text, _ in prose], facts, rng)
    return facts, sources


def _id(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _narrated(
    agency: Agency, row: int, year: int, made: Figures, rng: np.random.Generator
) -> dict[str, float]:
    """What the prose says in numbers, true to the tables."""
    at = row, YEARS.index(year)
    draw = rng.random(8)
    total = made["narrative.disclosed_total"][at]
    said = {"disclosed_total": total} if draw[0] < 0.8 else {}
    if said and draw[1] < 0.7:
        first, second = np.floor(total * (0.2 + 0.3 * draw[2])), np.floor(total * 0.4 * draw[7])
        said |= (
            {"part_one": first, "part_two": second, "part_three": total - first - second}
            if draw[1] < 0.25
            else {"part_one": first, "part_two": second}
            if draw[1] < 0.4
            else {"website_items": total - first, "wechat_items": first}
        )
    if draw[3] < 0.4 and agency.level != "township":
        said["policy_interpretations"] = 3.0 + np.floor(12 * draw[2])
    if draw[4] < 0.5:
        said["training_sessions"] = 1.0 + np.floor(4 * draw[2])
    new = made["requests.new.total"][at]
    if draw[5] < 0.75:
        said["requests_received"] = new
        if new >= 20 and draw[6] < 0.6:
            for name in ("carried_in", "concluded", "carried_out"):
                said[f"requests_{name}"] = made[f"requests.{name}.total"][at]
    suits = sum(
        made[f"litigation_{block}.total"][at] for block in ("direct", "after_reconsideration")
    )
    for name, cases in (
        ("reconsideration_cases", made["reconsideration.total"][at]),
        ("litigation_cases", suits),
    ):
        if cases and draw[7] < 0.6:
            said[name] = cases
    if year >= REFORM:
        said |= _fees(made["requests.other.fee_unpaid.total"][at], new, draw)
    return said


def _fees(unpaid: float, new: float, draw: np.ndarray) -> dict[str, float]:
    """The information-processing fee: where notices were not paid for, it is not denied."""
    if unpaid:
        return {"unpaid": unpaid}
    if new >= 30 and draw[1] > 0.85:
        return {"information_fee": 10.0 * np.ceil(150 * draw[2])}
    return {"information_fee": 0.0} if draw[6] < 0.6 else {}


def forms_of(year: int) -> tuple[str, ...]:
    """The tables of a report on this year."""
    vintage = "2021" if year >= REFORM else "2019"
    return (f"proactive.{vintage}", f"requests.{vintage}", "disputes")


@cache
def _layout(year_forms: tuple[str, ...]) -> pd.DataFrame:
    """What is the same for every report with these tables: form, metric, unit, place."""
    rows = registry.metric_rows()
    return pd.DataFrame(
        [
            (form, metric, rows[metric]["unit"], f"table {table}, cell {cell}")
            for table, form in enumerate(year_forms, 1)
            for cell, metric in enumerate(cells_of(form), 1)
        ],
        columns=["form", "metric", "unit", "at"],
    )


def _facts(
    found: Sequence[Agency],
    reports: Sequence[tuple[int, int]],
    ids: Sequence[str],
    made: Figures,
    told: Sequence[Sequence[Told]],
    blank: np.ndarray,
) -> pd.DataFrame:
    parts = []
    vintages = np.array([forms_of(year) for _, year in reports])
    for forms in dict.fromkeys(map(tuple, vintages)):
        layout = _layout(forms)
        places = np.flatnonzero((vintages == forms).all(axis=1))
        at = np.array([(reports[i][0], YEARS.index(reports[i][1])) for i in places]).T
        values = np.stack([made[metric][tuple(at)] for metric in layout["metric"]], axis=1)
        part = layout.iloc[np.tile(np.arange(len(layout)), len(places))].assign(
            report=np.repeat(places, len(layout)), value=values.ravel(), method="cell", bound="="
        )
        leaves = (
            np.repeat(blank[at[0]], len(layout))
            & part["form"].str.startswith("requests").to_numpy()
        )
        part["status"] = np.where(leaves & (part["value"] == 0), "blank", "reported")
        parts.append(part)
    parts.append(_told(told))
    rows = pd.concat(parts, ignore_index=True).sort_values("report", kind="stable")
    reported = (rows["status"] == "reported").to_numpy()
    raw = rows["raw"].where(rows["raw"].notna(), _texts(rows["value"]))
    report = rows["report"].to_numpy()
    who = pd.DataFrame([_who(found[row], year) for row, year in reports]).iloc[report]
    frame = rows.assign(
        **{name: who[name].to_numpy() for name in who},
        source_id=np.array(ids)[report],
        value=rows["value"].where(reported),
        bound=rows["bound"].where(reported),
        raw=raw.where(reported, ""),
    )
    return schema.conform(frame.reset_index(drop=True), schema.FACTS)


def _who(agency: Agency, year: int) -> dict[str, Any]:
    return {
        "agency_id": agency.agency_id,
        "agency": agency.name,
        "level": agency.level,
        "region_code": agency.region_code,
        "year": year,
    }


def _texts(values: pd.Series[Any]) -> np.ndarray:
    unique, place = np.unique(values.to_numpy(dtype=float), return_inverse=True)
    return np.array([f"{value:.12g}" for value in unique], dtype=object)[place]


def _told(told: Iterable[Sequence[Told]]) -> pd.DataFrame:
    rows = registry.metric_rows()
    return pd.DataFrame(
        [
            {
                "report": report,
                "form": NARRATIVE,
                "metric": each.metric,
                "unit": rows[each.metric]["unit"],
                "value": each.value,
                "status": "reported",
                "method": each.method,
                "bound": each.bound,
                "raw": each.raw,
                "at": f"characters {each.start + 1}–{each.end}",
            }
            for report, said in enumerate(told)
            for each in said
        ]
    )


def _sources(
    found: Sequence[Agency],
    reports: Sequence[tuple[int, int]],
    ids: Sequence[str],
    prose: Sequence[str],
    facts: pd.DataFrame,
    rng: np.random.Generator,
) -> pd.DataFrame:
    counts = facts["status"].eq("reported").groupby(facts["source_id"], observed=True).sum()
    rows: list[Mapping[str, Any]] = []
    for (row, year), source_id, text in zip(reports, ids, prose, strict=True):
        agency = found[row]
        title = f"{agency.name}{year}年政府信息公开工作年度报告"
        rows.append(
            _who(agency, year)
            | {
                "source_id": source_id,
                "path": f"{title}.html",
                "url": None,
                "sha256": _id(source_id) * 4,
                "format": "html",
                "bytes": 60_000,
                "kind": agency.kind,
                "town_code": agency.town_code or None,
                "title": title,
                "published": _published(agency, year, rng),
                "scope": agency.scope,
                "scope_evidence": "",
                "agency_basis": "title",
                "year_basis": "title",
                "spellings": agency.name,
                "forms": " ".join(forms_of(year)),
                "tables_lost": "",
                "sections": SECTIONS,
                "n_reported": counts[source_id],
                "narrative": text,
                "warnings": "",
                "parser_version": "0",
                "current": True,
            }
        )
    return schema.conform(pd.DataFrame(rows), schema.SOURCES)


def _published(agency: Agency, year: int, rng: np.random.Generator) -> pd.Timestamp:
    """In time: by 31 January, governments above the townships by 31 March."""
    late = agency.kind == "government" and agency.level != "township"
    days = int(rng.integers(10, 88 if late else 30))
    return pd.Timestamp(year + 1, 1, 1) + pd.Timedelta(days=days)
