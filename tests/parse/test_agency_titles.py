"""Titles of all kinds and provinces, written before they were read: `agency_titles.csv`.

Hong Kong, Macau and Taiwan publish no such reports.
"""

import csv
from pathlib import Path

import pytest

from govinfo.parse.fold import fold
from govinfo.parse.identity.when import find_year
from govinfo.parse.identity.who import Agency, find_agency

SUBJECT = "年政府信息公开工作年度报告"  # written ~ in the table
WRONG_AT_MOST = 0.02


def table() -> list[dict[str, str]]:
    with Path(__file__).with_name("agency_titles.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def agency(case: dict[str, str]) -> Agency:
    title = fold(case["title"].replace("\\n", "\n").replace("~", SUBJECT)).text
    pairs = [tuple(pair.split("=")) for pair in case["metadata"].split(";") if pair]
    year = find_year(title=title, period_text="", body="", published=None).year
    return find_agency(
        title=title,
        head="",
        intro="",
        metadata=pairs,
        source_id="5eed",
        year=year,
        stem=case["stem"],
    )


def said(found: Agency) -> tuple[str, ...]:
    return tuple(word or "" for word in (found.name, found.level, found.kind, found.region_code))


CASES = table()
FOUND = [agency(case) for case in CASES]
WANTED = [tuple(list(case.values())[3:]) for case in CASES]


def test_at_least_a_hundred_and_seventy_titles_of_all_provinces_are_tried() -> None:
    assert len({case["title"] + case["metadata"] + case["stem"] for case in CASES}) >= 170
    provinces = {case["region_code"][:2] for case in CASES} - {""}
    assert len(provinces) == 31


def test_nearly_all_titles_are_read_in_every_part() -> None:
    wrong = [
        (case["title"], want, said(found))
        for case, want, found in zip(CASES, WANTED, FOUND, strict=True)
        if said(found) != want
    ]
    assert len(wrong) <= WRONG_AT_MOST * len(CASES), wrong


@pytest.mark.parametrize(
    ("case", "found"), list(zip(CASES, FOUND, strict=True)), ids=[case["title"] for case in CASES]
)
def test_no_title_is_given_a_wrong_region(case: dict[str, str], found: Agency) -> None:
    assert found.region_code in (None, case["region_code"])
    if found.region_code is None and found.name is not None and found.level != "central":
        assert found.kind == "university" or found.warnings
