"""The project's own sample reports: made again byte for byte, and as consistent as claimed."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data"
REPORTS = DATA / "reports"
PARTIES = (
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_service",
    "other_org",
)
COLUMNS = (*PARTIES, "total")
RESULTS = ("upheld", "corrected", "other", "pending")
DISPUTES = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
OUTCOMES = ("granted", "partially_granted", "denied", "unavailable", "unprocessed", "other")
Facts = Mapping[str, float]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def manifest() -> dict[str, dict[str, str]]:
    return {row["path"]: row for row in rows(REPORTS / "manifest.csv")}


@cache
def reported() -> Mapping[str, Facts]:
    """The reported table cells of each report."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(DATA / "truth.csv"):
        if row["status"] == "reported" and not row["metric"].startswith("narrative."):
            found[row["path"]][row["metric"]] = float(row["value"])
    return found


@cache
def errors() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((DATA / "errors.toml").read_text(encoding="utf-8"))[
        "error"
    ]
    return found


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("data")
    script = DATA / "make_reports.py"
    subprocess.run([sys.executable, "-W", "error", script, "--out", out], check=True)
    return out


def test_making_the_reports_again_gives_the_same_bytes(made_again: Path) -> None:
    new = {path.relative_to(made_again) for path in made_again.rglob("*") if path.is_file()}
    old = {path.relative_to(DATA) for path in REPORTS.rglob("*") if path.is_file()}
    old = {path for path in old if "by_hand" not in path.parts} | {Path("truth.csv")}
    assert new == old
    for path in sorted(new):
        assert (made_again / path).read_bytes() == (DATA / path).read_bytes(), path


def test_the_manifest_and_the_folder_name_the_same_reports() -> None:
    there = {path.relative_to(REPORTS).as_posix() for path in REPORTS.rglob("*.*")}
    assert set(manifest()) == there - {"manifest.csv"}
    assert len(rows(REPORTS / "manifest.csv")) == len(manifest()) >= 72


def test_ten_agencies_report_for_every_year() -> None:
    seen = {(row["agency"], row["year"]) for row in manifest().values()}
    agencies, years = {agency for agency, _ in seen}, {year for _, year in seen}
    assert len(agencies) == 10
    assert years == {str(year) for year in range(2019, 2026)}
    assert len(seen) == 70


def test_the_sample_stays_small() -> None:
    size = sum(path.stat().st_size for path in REPORTS.rglob("*") if path.is_file())
    assert size < 5_000_000


def test_truth_names_known_metrics_once_in_each_report() -> None:
    known = {row["metric"] for row in rows(DATA.parent / "govinfo" / "registry" / "metrics.csv")}
    truth = rows(DATA / "truth.csv")
    keys = [(row["path"], row["metric"]) for row in truth]
    assert len(set(keys)) == len(keys)
    assert {row["metric"] for row in truth} <= known
    assert {row["path"] for row in truth} == set(manifest())
    for row in truth:
        assert (row["value"] != "") == (row["bound"] != "") == (row["status"] == "reported"), row


def printed_numbers(path: str) -> list[float]:
    """The cells of a report that hold nothing but a number, in printed order [metric's unit]."""
    text = (REPORTS / path).read_bytes().decode(encoding_of(path))
    if path.endswith("html"):
        cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", text)]
    else:
        cells = re.split(r"[\n|\t]", text)
    found = (re.fullmatch(r"([+-]?\d+(?:\.\d+)?)(万元|元|)", cell.strip()) for cell in cells)
    scale = {"万元": 10000.0}
    return [round(float(hit[1]) * scale.get(hit[2], 1.0), 2) for hit in found if hit]


def test_the_cells_of_the_truth_are_printed_in_that_order() -> None:
    for path in manifest():
        values, printed = [*reported().get(path, {}).values()], printed_numbers(path)
        if path in unplaced():
            assert printed[: len(values)] == values, path
            assert len(printed) < len(values) + 15, path
        else:
            assert printed == values, path


@cache
def unplaced() -> set[str]:
    return {row["path"] for row in rows(DATA / "truth.csv") if row["status"] == "unplaced"}


def encoding_of(path: str) -> str:
    raw = (REPORTS / path).read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def holds(facts: Facts, left: list[str], right: list[str]) -> bool:
    """Whether two sums agree; a relation with an unreported cell is not judged."""
    if not all(metric in facts for metric in (*left, *right)):
        return True
    return sum(facts[m] for m in left) == sum(facts[m] for m in right)


def failures_within(facts: Facts) -> Iterator[str]:
    requests = [metric for metric in facts if metric.startswith("requests.")]
    for column in COLUMNS:
        ends = {
            name: f"requests.{name}.{column}"
            for name in ("new", "carried_in", "concluded", "carried_out")
        }
        before, after = [*ends.values()][:2], [*ends.values()][2:]
        if not holds(facts, before, after):
            yield "A1"
        parts = [m for m in requests if m.split(".")[1] in OUTCOMES and m.endswith(f".{column}")]
        if parts and not holds(facts, [ends["concluded"]], parts):
            yield "A2"
    for row in {metric.rpartition(".")[0] for metric in requests}:
        if not holds(facts, [f"{row}.total"], [f"{row}.{party}" for party in PARTIES]):
            yield "A3"
    for kind in DISPUTES:
        if not holds(facts, [f"{kind}.total"], [f"{kind}.{result}" for result in RESULTS]):
            yield "B1"


def failures_between(before: Facts, now: Facts) -> Iterator[str]:
    both = {f"t-1 {metric}": value for metric, value in before.items()} | dict(now)
    for column in COLUMNS:
        out = f"t-1 requests.carried_out.{column}"
        if not holds(both, [f"requests.carried_in.{column}"], [out]):
            yield "C1"
    for kind in ("rules", "normative_documents"):
        stock = [f"{kind}.in_force", f"{kind}.repealed"]
        if not holds(both, stock, [f"t-1 {kind}.in_force", f"{kind}.issued"]):
            yield "C2"
    for item in ("licensing", "other_services", "penalties", "coercion", "fees"):
        listed = [f"t-1 {item}.items_last_year", f"t-1 {item}.items_change"]
        if not holds(both, [f"{item}.items_last_year"], listed):
            yield "C3"


def test_the_figures_hold_together_but_for_the_documented_errors() -> None:
    reports = {
        (row["agency"], int(row["year"])): reported().get(path, {})
        for path, row in manifest().items()
        if "_2." not in path
    }
    slugs = {
        row["agency"]: path.split("/")[0] for path, row in manifest().items() if "by_" not in path
    }
    found = set()
    for (agency, year), facts in reports.items():
        before = reports.get((agency, year - 1), {})
        rules = {*failures_within(facts), *failures_between(before, facts)}
        found |= {(slugs[agency], year, rule) for rule in rules}
    documented = {(e["slug"], e["year"], rule) for e in errors() for rule in e["breaks"]}
    assert found == documented


def test_every_documented_error_is_in_the_readme() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for error in errors():
        assert f"`{error['slug']}/{error['year']}" in text, error
