import json
from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi
from govinfo import registry, schema
from govinfo.analyse import check, flag

REPORTS = Path(__file__).parents[3] / "shared" / "reports"

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="no golden reports here")


@pytest.fixture(scope="module")
def golden():
    """Facts and sources as a person read them."""
    facts, sources = [], []
    for path in sorted(REPORTS.glob("*.meta.json")):
        name = path.name.removesuffix(".meta.json")
        meta = json.loads(path.read_text(encoding="utf-8"))
        forms = {
            row["metric"]: row["form"]
            for row in registry.rows("forms")
            if row["form"] in meta["forms"]
        }
        who = {"source_id": name, "agency_id": meta["agency"] or f"unknown:{name}"}
        who |= {key: meta[key] for key in ("agency", "level", "region_code", "year")}
        cells = pd.read_csv(REPORTS / f"{name}.facts.csv", dtype={"bound": "object"})
        form = cells["metric"].map(lambda metric, forms=forms: forms.get(metric, "narrative"))
        facts.append(cells.assign(form=form, **who).astype("object"))
        text = REPORTS / f"{name}.txt"
        prose = text.read_text(encoding="utf-8") if text.exists() else None
        published = pd.Timestamp(meta["published"]) if meta.get("published") else pd.NaT
        details = {"kind": meta["kind"], "narrative": prose, "published": published}
        sources.append(who | details | {"path": name, "scope": "unknown", "current": True})
    all_facts = pd.concat(facts, ignore_index=True).reindex(columns=list(schema.FACTS.columns))
    all_sources = pd.DataFrame(sources, columns=list(schema.SOURCES.columns))
    return (
        schema.conform(all_facts, schema.FACTS),
        schema.conform(all_sources.fillna({"bytes": 0, "n_reported": 0}), schema.SOURCES),
    )


def test_every_sum_that_can_be_judged_holds(golden):
    checks = check(golden[0])
    assert checks["ok"].dropna().all()
    assert checks["ok"].notna().sum() > 250


def test_all_42_equations_of_a_full_city_report_hold(golden):
    checks = check(golden[0], rules=["A1", "A2", "A3", "B1"])
    city = checks.loc[checks["source_id"] == "huaian_city_2024"]
    assert len(city) == 42
    assert city["ok"].all()
    assert (city["gap"] == 0).all()


def test_disputes_whose_numbers_have_no_cell_are_not_judged(golden):
    checks = check(golden[0], rules="B1")
    town = checks.loc[checks["source_id"] == "seed_003"]
    assert len(town) == 3
    assert town["ok"].isna().all()
    assert town["reason"].str.contains("unplaced").all()


def test_every_report_has_a_row_for_every_rule(golden):
    checks = check(golden[0], sources=golden[1])
    documents = golden[1]["source_id"].nunique()
    found = checks[["rule", "source_id"]].drop_duplicates()
    assert len(found) == documents * len(gi.rules())
    lost = checks.loc[(checks["source_id"] == "seed_000") & (checks["rule"] == "A1")]
    assert lost["ok"].isna().all()


def test_lists_in_the_prose_that_are_right_are_not_flagged(golden):
    found = flag(*golden, rules="narrative_parts").set_index("source_id")
    assert "seed_000" not in found.index
    assert "seed_001" not in found.index
    assert set(found["severity"]) == {"na"}


def test_figures_of_the_prose_agree_with_the_tables(golden):
    assert set(flag(*golden, rules="text_table")["severity"]) == {"na"}


def test_no_report_but_the_empty_one_is_all_zero(golden):
    found = flag(*golden, rules="all_zero")
    assert found.loc[found["severity"] != "na", "source_id"].tolist() == ["seed_004"]
