"""The same verbs from a shell: build, explain, metrics."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import govinfo as gi

if TYPE_CHECKING:
    import pandas as pd

    from govinfo.collect import Corpus

_EXPLAINED = (
    "agency",
    "year",
    "label_en",
    "value",
    "unit",
    "status",
    "method",
    "raw",
    "at",
    "path",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 1 where nothing could be done."""
    parser = _parser()
    options = parser.parse_args(arguments)
    # Chinese names must not break a run on a console that cannot print them.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return int(options.run(options))
    except gi.GovinfoError as error:
        print(f"govinfo: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govinfo",
        description="Chinese government-information-disclosure annual reports as tidy facts.",
    )
    parser.add_argument("--version", action="version", version=f"govinfo {gi.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser(
        "build", help="read all reports under a path; write facts, checks, flags and charts"
    )
    build.add_argument("paths", nargs="+", metavar="PATH", help="files, folders or globs")
    build.add_argument("--out", required=True, type=Path, help="folder to write to")
    build.add_argument("--manifest", help="CSV with path, agency, year, url, published")
    build.add_argument(
        "--no-manifest", action="store_true", help="ignore a manifest.csv in the folder"
    )
    build.add_argument(
        "--forms", help="CSV of forms of your own, with the columns of govinfo.forms()"
    )
    build.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what reading a document may cost, such as seconds=60; see govinfo.Limits",
    )
    build.add_argument("--workers", type=int, help="processes that read at a time")
    build.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the charts")
    build.set_defaults(run=_build)

    explain = commands.add_parser("explain", help="show where a number comes from")
    explain.add_argument("panel", type=Path, help="folder that build wrote")
    explain.add_argument("agency", help="name, part of a name, or agency_id")
    explain.add_argument("year", type=int)
    explain.add_argument("metric", help="metric id, see govinfo metrics")
    explain.set_defaults(run=_explain)

    metrics = commands.add_parser("metrics", help="list metrics")
    metrics.add_argument("words", nargs="*", help="show only those holding all these words")
    metrics.add_argument("--forms", help="CSV of forms of your own, whose metrics are listed too")
    metrics.set_defaults(run=_metrics)
    return parser


def _build(options: argparse.Namespace) -> int:
    manifest = False if options.no_manifest else options.manifest
    corpus = gi.read_reports(
        options.paths,
        manifest=manifest,
        progress=True,
        forms=options.forms,
        limits=_limits(options.limit),
        workers=options.workers,
    )
    if not len(corpus):
        _print_failures(corpus)
        print("govinfo: nothing could be read", file=sys.stderr)
        return 1
    out: Path = options.out
    corpus.save(out)
    checks = gi.check(corpus.facts, sources=corpus.sources)
    suggestions = gi.suggest(corpus.facts)
    flags = gi.flag(corpus.facts, corpus.sources)
    tables = {
        "facts": corpus.facts,
        "sources": corpus.sources,
        "failures": corpus.failures,
        "checks": checks,
        "suggestions": suggestions,
        "flags": flags,
    }
    for name, frame in tables.items():
        # With a byte-order mark, so that Excel opens the Chinese as Chinese.
        frame.to_csv(out / f"{name}.csv", index=False, encoding="utf-8-sig")
    charts = _charts(corpus, out / "charts", options.lang)
    _write_summary(corpus, checks, suggestions, flags, charts, out)
    _print_result(corpus, checks, flags, out)
    return 0


def _limits(given: Sequence[str]) -> gi.Limits:
    known = gi.Limits.__annotations__
    changed: dict[str, float] = {}
    for text in given:
        name, _, value = text.partition("=")
        if name not in known:
            raise gi.UnknownNameError.of("limit", name, known, "govinfo.Limits")
        try:
            changed[name] = float(value) if "seconds" in name else int(value)
        except ValueError:
            raise gi.GovinfoError(f"--limit {text}: {value!r} is no number.") from None
    return replace(gi.Limits(), **changed)  # type: ignore[arg-type]


def _charts(corpus: Corpus, folder: Path, lang: str) -> list[Path]:
    from govinfo.show import figure, plot, save

    folder.mkdir(parents=True, exist_ok=True)
    facts = corpus.current
    provinces = facts["region_code"].astype("str").str[:2].nunique()
    by_level = gi.aggregate(facts, ["level", "year"], metrics="requests.new.total")
    rate = "disclosure_rate.of_concluded"
    rates = gi.indicator(facts, rate, by=["province", "year"])
    drawn: list[Path] = []

    fig, ax = figure("single", lang=lang)
    plot.trend(by_level, "requests.new.total", by="level", lang=lang, ax=ax)
    drawn += save(fig, folder / "trend")

    fig, ax = figure("single", lang=lang)
    plot.composition(facts, lang=lang, ax=ax)
    drawn += save(fig, folder / "composition")

    fig, ax = figure("single", lang=lang, rows=provinces)
    plot.heatmap(rates, metric=rate, lang=lang, ax=ax)
    drawn += save(fig, folder / "heatmap")

    fig, ax = figure("single", lang=lang, rows=provinces)
    plot.coverage(gi.coverage(facts), lang=lang, ax=ax)
    drawn += save(fig, folder / "coverage")
    return drawn


def _write_summary(
    corpus: Corpus,
    checks: pd.DataFrame,
    suggestions: pd.DataFrame,
    flags: pd.DataFrame,
    charts: Sequence[Path],
    out: Path,
) -> None:
    from govinfo.show.summary import summary

    page = summary(
        facts=corpus.current,
        sources=corpus.sources,
        failures=corpus.failures,
        checks=checks,
        suggestions=suggestions,
        flags=flags,
        charts=[path.relative_to(out) for path in charts if path.suffix == ".png"],
    )
    (out / "summary.md").write_text(page, encoding="utf-8")


def _print_result(corpus: Corpus, checks: pd.DataFrame, flags: pd.DataFrame, out: Path) -> None:
    sources, failures = corpus.sources, corpus.failures
    reported = corpus.facts["status"].value_counts()
    failing = int((~checks["ok"].fillna(True)).sum())
    severities = flags.loc[flags["severity"] != "na", "severity"].value_counts()
    rows = [
        ("documents", len(sources) + len(failures)),
        ("  read", len(sources)),
        *((f"    as {name}", n) for name, n in sources["format"].value_counts().items() if n),
        ("  failed", len(failures)),
        ("agencies", sources["agency"].nunique()),
        ("facts", len(corpus.facts)),
        *((f"  {name}", int(n)) for name, n in reported.items() if n),
        ("checks", len(checks)),
        ("  failed", failing),
        ("flags", int(severities.sum())),
        *((f"  {name}", int(n)) for name, n in severities.items() if n),
    ]
    width = max(len(name) for name, _ in rows)
    for name, n in rows:
        print(f"{name:<{width}}  {n:>9,}")
    _print_failures(corpus)
    print(f"\nwritten to {out}: summary.md, charts/, facts/ (Parquet by year) and CSV files")


def _print_failures(corpus: Corpus) -> None:
    if len(corpus.failures):
        print("\nnot read:")
        for message in corpus.failures["message"]:
            print(f"  {message}")


def _explain(options: argparse.Namespace) -> int:
    found = gi.explain(gi.load(options.panel), options.agency, options.year, options.metric)
    for _, row in found.iterrows():
        for name in _EXPLAINED:
            print(f"{name:<9} {row[name]}")
        print()
    return 0


def _metrics(options: argparse.Namespace) -> int:
    found = gi.metrics(options.forms)
    text = found[["metric", "label_zh", "label_en"]].agg(" ".join, axis=1).str.lower()
    for word in options.words:
        found = found[text[found.index].str.contains(word.lower(), regex=False)]
    for row in found.itertuples():
        print(f"{row.metric}\t{row.unit}\t{row.label_zh}\t{row.label_en}")
    return 0 if len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
