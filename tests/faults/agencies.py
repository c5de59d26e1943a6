"""Agencies of a made-up panel: governments, departments and towns of real regions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from govinfo import gazetteer

YEARS = tuple(range(2019, 2026))
FEWEST_YEARS = 3
#: Each fifth county reports for its departments and towns as well.
AGGREGATES = 5
#: In each round of drawing: so many counties, cities and provinces.
ROUND = ("county", "county", "prefecture", "county", "county", "prefecture", "county", "province")

#: Taiwan, Hong Kong and Macao publish no such reports.
ELSEWHERE = ("71", "81", "82")
#: Towns of a county in the panel.
TOWNS = 5
TOWN_ENDINGS = ("镇", "乡", "街道")
OFFICE = "人民政府办公室"
#: Departments, as they are called below the province and in a province, with what they do.
DEPARTMENTS = (
    ("教育局", "教育厅", "education"),
    ("民政局", "民政厅", "welfare"),
    ("财政局", "财政厅", "finance"),
    ("人力资源和社会保障局", "人力资源和社会保障厅", "labour"),
    ("自然资源局", "自然资源厅", "land"),
    ("住房和城乡建设局", "住房和城乡建设厅", "housing"),
    ("交通运输局", "交通运输厅", "transport"),
    ("水利局", "水利厅", "water"),
    ("农业农村局", "农业农村厅", "farming"),
    ("文化和旅游局", "文化和旅游厅", "culture"),
    ("卫生健康局", "卫生健康委员会", "health"),
    ("应急管理局", "应急管理厅", "safety"),
    ("市场监督管理局", "市场监督管理局", "market"),
    ("审计局", "审计厅", "audit"),
    ("医疗保障局", "医疗保障局", "insurance"),
    ("司法局", "司法厅", "justice"),
)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency and the years it reports on; ``parent`` is the id of one that adds it up."""

    agency_id: str
    name: str
    level: str
    kind: str
    region_code: str
    town_code: str
    field: str
    years: tuple[int, ...]
    scope: str
    parent: str = ""

    @property
    def trade(self) -> tuple[str, str]:
        """Level and kind: what its sizes depend on."""
        return (self.level, self.kind)


def agencies(n_reports: int, rng: np.random.Generator) -> list[Agency]:
    """Draw agencies of all levels and kinds with ``n_reports`` reports in all, or a few less."""
    pools = {level: iter(_shuffled(level, rng)) for level in ("province", "prefecture", "county")}
    found: list[Agency] = []
    left, counties = n_reports, 0
    for level in cycle(ROUND):
        if left <= 0:
            return found
        unit = next(pools[level], None)
        if unit is None:
            continue
        counties += level == "county"
        together = level == "county" and counties % AGGREGATES == 0
        for agency in _of(unit, together, rng):
            kept = agency.years[: max(left, 0)]
            # A county that reports for all below it keeps all their years.
            if len(kept) < (len(agency.years) if together else FEWEST_YEARS):
                left = 0
                break
            left -= len(kept)
            found.append(replace(agency, years=kept))
    return found


def _shuffled(level: str, rng: np.random.Generator) -> list[gazetteer.Unit]:
    first, last = gazetteer.units(YEARS[0]), gazetteer.units(YEARS[-1])
    steady = [
        unit
        for code, unit in last.items()
        if unit.level == level
        and not code.startswith(ELSEWHERE)
        and (code in first and first[code].name == unit.name)
        and (level != "county" or len(_towns(code)) >= TOWNS)
    ]
    return [steady[place] for place in rng.permutation(len(steady))]


def _of(unit: gazetteer.Unit, together: bool, rng: np.random.Generator) -> Iterator[Agency]:
    """A government, some of its departments and, in a county, some towns."""
    shared = _years(rng) if together else ()
    id_ = f"{unit.code}:{unit.name}人民政府"
    parent = id_ if together else ""

    def agency(name: str, level: str, kind: str, town: str = "", field: str = "") -> Agency:
        own = kind != "government"
        return Agency(
            agency_id=f"{unit.code}:{name}",
            name=name,
            level=level,
            kind=kind,
            region_code=unit.code,
            town_code=town,
            field=field,
            years=shared or _years(rng),
            scope="aggregate" if together and name == f"{unit.name}人民政府" else _scope(own, rng),
            parent="" if name == f"{unit.name}人民政府" else parent,
        )

    yield agency(f"{unit.name}人民政府", unit.level, "government")
    if together:
        yield agency(f"{unit.name}{OFFICE}", unit.level, "office")
    n = {"county": 4, "prefecture": 6, "province": 5}[unit.level]
    for place in rng.permutation(len(DEPARTMENTS))[:n]:
        local, provincial, field = DEPARTMENTS[place]
        name = provincial if unit.level == "province" else local
        yield agency(f"{unit.name}{name}", unit.level, "department", field=field)
    if unit.level != "county":
        return
    towns = _towns(unit.code)
    for place in rng.permutation(len(towns))[:TOWNS]:
        town = towns[place]
        body = "办事处" if town.name.endswith("街道") else "人民政府"
        yield agency(f"{unit.name}{town.name}{body}", "township", "government", town.code)


def _towns(code: str) -> list[gazetteer.Unit]:
    return [town for town in gazetteer.towns_of(code) if town.name.endswith(TOWN_ENDINGS)]


def _years(rng: np.random.Generator) -> tuple[int, ...]:
    n = int(rng.integers(FEWEST_YEARS, len(YEARS) + 1))
    start = int(rng.integers(0, len(YEARS) - n + 1))
    return YEARS[start : start + n]


def _scope(own: bool, rng: np.random.Generator) -> str:
    return "own" if own and rng.random() < 0.3 else "unknown"
