"""Figures of a made-up panel: heavy tails, noise from year to year, every sum true."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from faults.agencies import YEARS, Agency
from govinfo.registry import rows

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Figures = dict[str, Floats]

REFORM = 2021  # the first year on the forms of 2021
PARTIES = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
)
BLOCKS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
LISTED = ("licensing", "other_services", "penalties", "coercion", "fees")

#: By level and kind: requests a year, documents issued a year, decisions a year, items
#: published a year (medians), the share of agencies without such decisions, suits among requests.
SIZES = {
    ("province", "government"): (150.0, 10.0, 120.0, 9000.0, 0.2, 0.06),
    ("province", "department"): (60.0, 5.0, 300.0, 2500.0, 0.1, 0.05),
    ("prefecture", "government"): (60.0, 9.0, 600.0, 6000.0, 0.1, 0.06),
    ("prefecture", "department"): (14.0, 1.5, 150.0, 900.0, 0.2, 0.04),
    ("county", "government"): (28.0, 5.0, 500.0, 3000.0, 0.1, 0.05),
    ("county", "office"): (5.0, 1.0, 4.0, 700.0, 0.7, 0.03),
    ("county", "department"): (3.0, 0.6, 80.0, 300.0, 0.2, 0.03),
    ("township", "government"): (0.8, 0.2, 12.0, 150.0, 0.5, 0.02),
}
_PARTY = np.array([0.86, 0.09, 0.005, 0.005, 0.015, 0.025])
_OUTCOME = {
    "granted": 0.45,
    "partially_granted": 0.07,
    "denied.state_secret": 0.003,
    "denied.prohibited_by_law": 0.004,
    "denied.security_stability": 0.003,
    "denied.third_party": 0.02,
    "denied.internal_affairs": 0.015,
    "denied.process_information": 0.015,
    "denied.enforcement_file": 0.015,
    "denied.administrative_query": 0.02,
    "unavailable.not_held": 0.21,
    "unavailable.needs_creation": 0.03,
    "unavailable.unclear": 0.02,
    "unprocessed.petition": 0.03,
    "unprocessed.repeat": 0.02,
    "unprocessed.publication": 0.003,
    "unprocessed.excessive": 0.003,
    "unprocessed.confirmation": 0.009,
    "other.uncorrected": 0.02,
    "other.fee_unpaid": 0.002,
    "other.other": 0.038,
}


@cache
def cells_of(form: str) -> tuple[str, ...]:
    """The metrics of a form in printed order."""
    return tuple(row["metric"] for row in rows("forms") if row["form"] == form)


def figures(found: Sequence[Agency], rng: np.random.Generator, noise: float = 1.0) -> Figures:
    """Values of every metric of the tables, of shape (agencies, years), for all of `YEARS`.

    Both vintages are there for every year; which one is printed depends on the year.
    ``noise`` multiplies how far figures go up and down from year to year.
    """
    sizes = np.array([SIZES[agency.trade] for agency in found])
    new = sizes[:, 0] * np.exp(rng.normal(0.0, 1.1, len(found)))
    made = _requests(new, rng, noise)
    made |= _disputes(made, sizes[:, 5], rng)
    made |= _documents(found, sizes[:, 1], rng)
    made |= _decisions(found, sizes, rng, noise)
    made |= _items(made, rng)
    published = sizes[:, 3] * np.exp(rng.normal(0.0, 0.8, len(found)))
    made["narrative.disclosed_total"] = 20.0 + _counts(published, rng, noise)
    _never_all_zero(found, made)
    _add_up(found, made)
    return made


def _paths(n: int, rng: np.random.Generator, noise: float) -> Floats:
    """Ups and downs of each agency on a log scale: some agencies are steadier than others."""
    spread = noise * 0.15 * np.exp(rng.normal(0.0, 0.3, n))
    steps = rng.normal(0.0, 1.0, (n, len(YEARS))) * spread[:, None]
    path = np.zeros((n, len(YEARS)))
    for year in range(1, len(YEARS)):
        path[:, year] = 0.7 * path[:, year - 1] + steps[:, year]
    return path


def _counts(means: Floats, rng: np.random.Generator, noise: float) -> Floats:
    """Counts that scatter more than a Poisson variable does."""
    rate = means[:, None] * np.exp(_paths(len(means), rng, noise))
    return rng.poisson(rate * rng.gamma(60.0, 1 / 60.0, rate.shape)).astype(float)


def _shares(base: Floats, weight: float, n: int, rng: np.random.Generator) -> Floats:
    return rng.dirichlet(base / base.sum() * weight + 0.002, n)


def _requests(means: Floats, rng: np.random.Generator, noise: float) -> Figures:
    n, n_years = len(means), len(YEARS)
    arrived = _counts(means, rng, noise).astype(np.int64)
    new = rng.multinomial(arrived, _shares(_PARTY, 60.0, n, rng)[:, None, :])
    outcome = _shares(np.array(list(_OUTCOME.values())), 60.0, n, rng)
    slow = rng.beta(1.5, 18.0, n)[:, None]
    waiting = rng.binomial(new[:, 0], slow)
    table = {row: np.zeros((n, n_years, 6)) for row in ("carried_in", "concluded", "carried_out")}
    done = np.zeros((n, n_years, 6, len(_OUTCOME)))
    for year in range(n_years):
        table["carried_in"][:, year] = waiting
        load = new[:, year] + waiting
        waiting = rng.binomial(load, slow)
        table["concluded"][:, year] = load - waiting
        table["carried_out"][:, year] = waiting
        done[:, year] = rng.multinomial(load - waiting, outcome[:, None, :])
    table |= {"new": new.astype(float)}
    table |= {name: done[..., place] for place, name in enumerate(_OUTCOME)}
    table["other.total"] = sum(table[name] for name in table if name.startswith("other."))
    found = {}
    for row, values in table.items():
        parties = {party: values[..., place] for place, party in enumerate(PARTIES)}
        for party, value in (parties | {"total": values.sum(axis=-1)}).items():
            found[f"requests.{row}.{party}"] = value
    return found


def _disputes(made: Figures, share: Floats, rng: np.random.Generator) -> Figures:
    """Cases of which some stay open; no more of them than there were answers to dispute."""
    concluded = made["requests.concluded.total"].astype(np.int64)
    found = {}
    for block, part in zip(BLOCKS, (1.0, 0.35, 0.3), strict=True):
        cells = np.zeros((5, *concluded.shape))
        pending = np.zeros(len(concluded), dtype=np.int64)
        merits = rng.dirichlet([6.0, 1.2, 2.5], len(concluded))
        for year in range(len(YEARS)):
            fresh = rng.binomial(concluded[:, year] // 2, np.minimum(2 * share * part, 1.0))
            total = fresh + pending
            pending = np.minimum(rng.binomial(total, 0.2), concluded[:, year] // 3)
            cells[:3, :, year] = rng.multinomial(total - pending, merits).T
            cells[3, :, year], cells[4, :, year] = pending, total
        names = ("upheld", "corrected", "other", "pending", "total")
        found |= {f"{block}.{name}": cell for name, cell in zip(names, cells, strict=True)}
    return found


def _documents(found: Sequence[Agency], means: Floats, rng: np.random.Generator) -> Figures:
    # 立法法: governments of provinces and of cities with districts make rules.
    maker = [a.kind == "government" and a.level in ("province", "prefecture") for a in found]
    made = {}
    for name, mean in (
        ("rules", 1.5 * np.array(maker, dtype=float)),
        ("normative_documents", means * np.exp(rng.normal(0.0, 0.6, len(found)))),
    ):
        issued = rng.poisson(np.repeat(mean[:, None], len(YEARS), axis=1))
        stock = rng.poisson(mean * 8.0)
        repealed, in_force = np.zeros_like(issued), np.zeros_like(issued)
        for year in range(len(YEARS)):
            repealed[:, year] = rng.binomial(stock, 0.06)
            stock = stock + issued[:, year] - repealed[:, year]
            in_force[:, year] = stock
        for column, values in (
            ("issued", issued),
            ("repealed", repealed),
            ("in_force", in_force),
            ("made", issued),
            ("newly_disclosed", issued),
            ("disclosed_total", in_force),
        ):
            made[f"{name}.{column}"] = values.astype(float)
    return made


def _decisions(
    found: Sequence[Agency], sizes: Floats, rng: np.random.Generator, noise: float
) -> Figures:
    n = len(found)
    made = {}
    for item, factor, without in (
        ("licensing", 1.0, 1.0),
        ("other_services", 0.6, 1.0),
        ("penalties", 0.3, 1.3),
        ("coercion", 0.05, 2.5),
    ):
        means = factor * sizes[:, 2] * np.exp(rng.normal(0.0, 1.2, n))
        means[rng.random(n) < np.minimum(sizes[:, 4] * without, 0.95)] = 0.0
        made[f"{item}.decisions"] = _counts(means, rng, noise)
    charged = np.where(rng.random(n) < 0.15, 25.0 * np.exp(rng.normal(0.0, 1.3, n)), 0.0)
    made["fees.amount"] = np.round(charged[:, None] * np.exp(_paths(n, rng, noise)), 2)
    bought = _counts(sizes[:, 1] * 4.0, rng, noise)
    price = np.exp(rng.normal(12.5, 0.8, n))[:, None] * np.exp(_paths(n, rng, noise))
    made["procurement.projects"] = bought
    made["procurement.amount"] = np.round(bought * price, 2)
    return made


def _items(made: Figures, rng: np.random.Generator) -> Figures:
    """Lists of powers: what stood on them last year follows from the year before."""
    found = {}
    for item in LISTED:
        owner = made.get(f"{item}.decisions", made["fees.amount"]).max(axis=1) > 0
        listed = np.where(owner, 1 + rng.poisson(25.0, len(owner)), 0).astype(float)
        last, change = np.zeros((len(owner), len(YEARS))), np.zeros((len(owner), len(YEARS)))
        for year in range(len(YEARS)):
            step = np.rint(rng.standard_t(3, len(owner)) * 1.2)
            last[:, year] = listed
            change[:, year] = np.where(owner, np.maximum(step, -listed), 0.0)
            listed = listed + change[:, year]
        found |= {f"{item}.items_last_year": last, f"{item}.items_change": change}
    return found


def _never_all_zero(found: Sequence[Agency], made: Figures) -> None:
    """Above the townships a table without any figure is rare enough to be asked about."""
    high = np.array([agency.level != "township" for agency in found])[:, None]
    for name in ("normative_documents.in_force", "normative_documents.disclosed_total"):
        # One document more from the beginning: the flows do not change.
        made[name] += high


def _add_up(found: Sequence[Agency], made: Figures) -> None:
    """A government that reports for all below it has the sum of their figures."""
    place = {agency.agency_id: row for row, agency in enumerate(found)}
    parts: dict[int, list[int]] = {}
    for row, agency in enumerate(found):
        if agency.parent:
            parts.setdefault(place[agency.parent], []).append(row)
    for parent, children in parts.items():
        for values in made.values():
            values[parent] = np.round(values[children].sum(axis=0), 2)
