"""Made-up figures for the sample reports, consistent within a report and from year to year.

Everything is drawn with :class:`random.Random` seeded by agency and year, so that the
same figures come out on every machine. The relations held are those of the form:
parties add up, outcomes add up, what is carried out is carried in, and stocks follow
their flows. ``errors.toml`` then breaks some of them on purpose.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

Figures = dict[str, float]

FORMS = Path(__file__).parent.parent / "govinfo" / "registry" / "forms.csv"
REFORM = 2021  # the year from which the forms of 2021 are filled
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
ITEMS = ("licensing", "other_services", "penalties", "coercion", "fees")


def form_rows(form: str) -> list[dict[str, str]]:
    """Read the cells of one registered form, in printed order."""
    with FORMS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["form"] == form]


def panel(agency: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[int, Figures]:
    """Make up the figures of one agency, year by year, before any error is put in."""
    figures: dict[int, Figures] = {}
    carried = _first_backlog(agency, settings)
    stocks = {kind: float(agency[kind]["stock"]) for kind in ("rules", "normative_documents")}
    items = {item: float(agency["items"][item]) for item in ITEMS}
    for year in settings["years"]:
        rng = Random(f"{agency['slug']} {year}")
        step = year - settings["years"][0]
        now = _requests(rng, agency, settings, step, carried)
        carried = {party: int(now[f"requests.carried_out.{party}"]) for party in carried}
        now |= _disputes(rng, settings, year, now["requests.concluded.total"])
        now |= _documents(rng, agency, stocks)
        now |= _items(rng, items)
        now |= _decisions(rng, agency, step)
        figures[year] = now
    return figures


def spoil(figures: dict[int, Figures], error: Mapping[str, Any]) -> None:
    """Put one documented error into the figures of its year."""
    now = figures[error["year"]]
    if error.get("repeat"):
        before = figures[error["year"] - 1]
        now |= {metric: value for metric, value in before.items() if _is_flow(metric)}
        _restock(figures)
    for beginning, factor in error.get("scale", {}).items():
        for metric in now:
            if metric.startswith(beginning):
                now[metric] *= factor
    for metric, amount in error.get("add", {}).items():
        now[metric] += amount
    now |= error.get("set", {})


def _is_flow(metric: str) -> bool:
    return not metric.endswith((".in_force", ".disclosed_total", ".items_last_year"))


def _restock(figures: Mapping[int, Figures]) -> None:
    for year, now in figures.items():
        for kind in ("rules", "normative_documents"):
            if year - 1 in figures:
                flow = now[f"{kind}.issued"] - now[f"{kind}.repealed"]
                now[f"{kind}.in_force"] = figures[year - 1][f"{kind}.in_force"] + flow


def count(rng: Random, mean: float) -> int:
    """Draw a count around a mean: Poisson when small, within a tenth or so when large."""
    if mean <= 0:
        return 0
    if mean >= 30:
        return max(0, round(rng.gauss(mean, mean**0.5 + 0.05 * mean)))
    # Knuth: multiply uniform numbers until they fall below e^-mean.
    left, drawn = 2.718281828459045**-mean, -1
    product = 1.0
    while product > left or drawn < 0:
        product *= rng.random()
        drawn += 1
    return drawn


def _share_out(rng: Random, number: int, weights: Mapping[str, float]) -> Counter[str]:
    return Counter(rng.choices(list(weights), weights=list(weights.values()), k=number))


def _first_backlog(agency: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, int]:
    rng = Random(f"{agency['slug']} backlog")
    requests = agency["requests"]
    parties = settings["parties"][agency["level"]]
    drawn = _share_out(rng, round(requests["mean"] * requests["backlog"]), parties)
    return {party: drawn[party] for party in parties}


def _requests(
    rng: Random,
    agency: Mapping[str, Any],
    settings: Mapping[str, Any],
    step: int,
    carried: Mapping[str, int],
) -> Figures:
    wanted, level = agency["requests"], agency["level"]
    outcomes = settings["outcomes"][level]
    new = _share_out(
        rng, count(rng, wanted["mean"] * wanted["growth"] ** step), settings["parties"][level]
    )
    rows: dict[str, dict[str, int]] = {
        name: dict.fromkeys(carried, 0)
        for name in (
            "new",
            "carried_in",
            *settings["outcomes"]["prefecture"],
            "other.total",
            "concluded",
            "carried_out",
        )
    }
    for party, waiting in carried.items():
        rows["new"][party], rows["carried_in"][party] = new[party], waiting
        unfinished = sum(rng.random() < wanted["backlog"] for _ in range(new[party]))
        rows["carried_out"][party] = unfinished
        rows["concluded"][party] = new[party] + waiting - unfinished
        for outcome, number in _share_out(rng, rows["concluded"][party], outcomes).items():
            rows[outcome][party] = number
            if outcome.startswith("other."):
                rows["other.total"][party] += number
    values: Figures = {}
    for name, parts in rows.items():
        values |= {f"requests.{name}.{party}": number for party, number in parts.items()}
        values[f"requests.{name}.total"] = sum(parts.values())
    return values


def _disputes(rng: Random, settings: Mapping[str, Any], year: int, concluded: float) -> Figures:
    rules = settings["disputes"]
    reform = rules["reconsideration_first"]
    values: Figures = {}
    for kind in DISPUTES:
        rate = rules["rates"][kind] * (reform[kind] if year >= reform["from"] else 1)
        number = count(rng, concluded * rate) if concluded >= 10 else 0
        drawn = _share_out(rng, number, rules["results"])
        values |= {f"{kind}.{result}": drawn[result] for result in rules["results"]}
        values[f"{kind}.total"] = number
    return values


def _documents(rng: Random, agency: Mapping[str, Any], stocks: dict[str, float]) -> Figures:
    values: Figures = {}
    for kind, before in stocks.items():
        issued = count(rng, agency[kind]["issued"])
        repealed = min(count(rng, agency[kind]["repealed"]), int(before))
        stocks[kind] = before + issued - repealed
        values |= {
            f"{kind}.issued": issued,
            f"{kind}.repealed": repealed,
            f"{kind}.in_force": stocks[kind],
            f"{kind}.made": issued,
            f"{kind}.newly_disclosed": issued,
            f"{kind}.disclosed_total": stocks[kind],
        }
    return values


def _items(rng: Random, items: dict[str, float]) -> Figures:
    values: Figures = {}
    for item, before in items.items():
        reach = max(1, round(before * 0.06))
        change = rng.randint(-reach, reach) if before else 0
        values |= {f"{item}.items_last_year": before, f"{item}.items_change": change}
        items[item] = before + change
    return values


def _decisions(rng: Random, agency: Mapping[str, Any], step: int) -> Figures:
    values: Figures = {
        f"{item}.decisions": count(rng, mean * 1.03**step)
        for item, mean in agency["decisions"].items()
    }
    values["fees.amount"] = round(agency["fees"] * rng.uniform(0.88, 1.14), 2)
    bought = count(rng, agency["procurement"]["projects"])
    values["procurement.projects"] = bought
    each = agency["procurement"]["amount"] / agency["procurement"]["projects"]
    values["procurement.amount"] = round(bought * each * rng.uniform(0.8, 1.2) / 100) * 100
    return values
