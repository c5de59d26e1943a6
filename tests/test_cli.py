from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi
from govinfo.cli import main


@pytest.fixture(scope="module")
def built(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    assert main(["build", str(samples), "--out", str(out), "--lang", "en"]) == 0
    return out


def test_build_writes_facts_checks_flags_charts_and_a_page(built: Path) -> None:
    for name in ("facts", "sources", "failures", "checks", "suggestions", "flags"):
        assert (built / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf"), name
    for name in ("trend", "composition", "heatmap", "coverage"):
        assert (built / "charts" / f"{name}.png").stat().st_size > 10_000
        assert (built / "charts" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    page = (built / "summary.md").read_text(encoding="utf-8")
    assert "73 reports of 10 agencies" in page
    assert "requests_parties" in page
    assert (
        "`requests.granted.total` is printed as 138; 137 would settle A2:total A3:granted" in page
    )
    assert "3 tables have sums that fail. Of 1 the sums themselves tell which cells" in page
    assert "No report could be judged by D4, E1" in page


def test_what_build_wrote_can_be_loaded(built: Path) -> None:
    corpus = gi.load(built)
    facts = pd.read_csv(built / "facts.csv", low_memory=False)
    assert len(corpus.facts) == len(facts)
    assert corpus.facts["value"].sum() == pytest.approx(facts["value"].sum())


def test_explain_shows_the_print_and_its_place(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(built), "天水市人民政府", "2021", "requests.granted.total"]) == 0
    printed = capsys.readouterr().out
    assert "138" in printed
    assert "table" in printed


def test_explain_offers_the_nearest_metric(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(built), "天水市人民政府", "2021", "requests.granted.totl"]) == 1
    assert "Did you mean 'requests.granted.total'" in capsys.readouterr().err


def test_metrics_can_be_searched(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["metrics", "国家秘密", "总计"]) == 0
    assert "requests.denied.state_secret.total" in capsys.readouterr().out
    assert main(["metrics", "no such words"]) == 1


def test_build_fails_only_where_nothing_could_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    assert main(["build", str(tmp_path / "in"), "--out", str(tmp_path / "out")]) == 1
    assert "empty.txt" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_build_says_what_is_wrong_with_its_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "holds no file" in capsys.readouterr().err
