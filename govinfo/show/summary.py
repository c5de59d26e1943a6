"""One page on a corpus in Markdown: what was read, what it says, what to look at."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from govinfo import catalogue, registry
from govinfo.analyse import aggregate

_MOST = 15
_LONGEST = 320


def summary(
    *,
    facts: pd.DataFrame,
    sources: pd.DataFrame,
    failures: pd.DataFrame,
    checks: pd.DataFrame,
    suggestions: pd.DataFrame,
    flags: pd.DataFrame,
    charts: Sequence[Path] = (),
) -> str:
    """The page as Markdown.

    Parameters
    ----------
    facts : DataFrame
        Facts of the current versions.
    sources, failures, checks, suggestions, flags : DataFrame
        As a corpus, `govinfo.check`, `govinfo.suggest` and `govinfo.flag` give them.
    charts : sequence of Path
        PNG files to show, relative to the page.
    """
    years = sources["year"].dropna()
    span = f"{years.min()}–{years.max()}" if len(years) else "no year"
    parts = [
        "# What was read",
        f"{len(sources):,} reports of {sources['agency'].nunique():,} agencies, {span}; "
        f"{len(failures):,} documents could not be read.",
        _reports(sources),
        "## Totals by year",
        "Sums over the agencies that reported the number; `n` of them in brackets. "
        "Agencies of several levels stand side by side: a county may contain its towns.",
        _totals(facts),
        "## What adds up",
        _checks(checks),
        _suggestions(suggestions, sources),
        "## What deserves a second look",
        _flags(flags, sources),
    ]
    if charts:
        parts += ["## Charts", *(f"![{path.stem}]({path.as_posix()})" for path in charts)]
    if len(failures):
        lines = [f"- {row.message}" for row in failures.head(_MOST).itertuples()]
        more = len(failures) - _MOST
        lines += [f"- … and {more:,} more in `failures.csv`"] if more > 0 else []
        parts += ["## What could not be read", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def markdown_table(frame: pd.DataFrame) -> str:
    """A frame as a Markdown table, numbers aligned right.

    Examples
    --------
    >>> print(markdown_table(pd.DataFrame({"year": [2023], "n": [4]})))
    | year | n |
    |---:|---:|
    | 2023 | 4 |
    """
    heads = [str(name) for name in frame.columns]
    marks = ["---:" if pd.api.types.is_numeric_dtype(frame[name]) else "---" for name in frame]
    lines = [heads, marks]
    lines += [[str(value) for value in row] for row in frame.itertuples(index=False)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    text[1] = "|" + "|".join(marks) + "|"
    return "\n".join(text)


def _reports(sources: pd.DataFrame) -> str:
    if sources.empty:
        return "No report was read."
    table = pd.crosstab(
        sources["year"].astype("object").where(sources["year"].notna(), "no year"),
        sources["level"].astype("object").where(sources["level"].notna(), "level open"),
    )
    table["all"] = table.sum(axis=1)
    return markdown_table(table.reset_index())


def _totals(facts: pd.DataFrame) -> str:
    wanted: dict[str, str] = registry.tree("charts")["summary"]["metrics"]
    totals = aggregate(facts, "year", metrics=list(wanted))
    if totals.empty:
        return "No number was reported."
    totals["cell"] = [
        f"{value:,.10g} ({n})" if n else "—"
        for value, n in zip(totals["value"], totals["n_reported"], strict=True)
    ]
    table = totals.astype({"metric": "str"}).pivot_table(
        index="year", columns="metric", values="cell", aggfunc="first", sort=False
    )
    table = table[[name for name in wanted if name in table.columns]].rename(columns=wanted)
    return markdown_table(table.fillna("—").reset_index())


def _checks(checks: pd.DataFrame) -> str:
    if checks.empty:
        return "No check applied."
    labels = catalogue.rules().set_index("rule")["label_en"]
    outcome = checks["ok"].astype("object").where(checks["ok"].notna(), "na").rename("ok")
    table = pd.crosstab(checks["rule"].astype("str"), outcome)
    table = table.reindex(columns=[True, False, "na"], fill_value=0)
    table.columns = pd.Index(["holds", "fails", "not assessable"])
    table.insert(0, "relation", [labels.get(str(rule), "") for rule in table.index])
    judged = table["holds"] + table["fails"] > 0
    others = ", ".join(str(rule) for rule in table.index[~judged])
    said = f"No report could be judged by {others}; `checks.csv` has the reasons." if others else ""
    return "\n\n".join(filter(None, [markdown_table(table[judged].reset_index()), said]))


def _suggestions(suggestions: pd.DataFrame, sources: pd.DataFrame) -> str:
    """Tables of which one smallest set of cells would settle all failed sums."""
    tables = suggestions.drop_duplicates(["source_id", "system"])
    if tables.empty:
        return ""
    single = suggestions[suggestions["n_alternatives"] == 1]
    names = sources.drop_duplicates("source_id").set_index("source_id")["agency"]
    lines = [
        f"- {names.get(row.source_id, row.agency_id)} {row.year}: `{row.metric}` is printed as "
        f"{row.value:,.10g}; {row.suggested:,.10g} would settle {row.settles}"
        for row in single.head(_MOST).itertuples()
    ]
    more = len(single) - _MOST
    lines += [f"- … and {more:,} more in `suggestions.csv`"] if more > 0 else []
    head = (
        f"{len(tables):,} tables have sums that fail. Of "
        f"{single[['source_id', 'system']].drop_duplicates().shape[0]:,} the sums themselves tell "
        "which cells; the others have several explanations, all in `suggestions.csv`."
    )
    return "\n\n".join(filter(None, [head, "\n".join(lines)]))


def _flags(flags: pd.DataFrame, sources: pd.DataFrame) -> str:
    found = flags[flags["severity"] != "na"]
    if found.empty:
        return "Nothing was flagged."
    names = sources.drop_duplicates("source_id").set_index("source_id")["agency"]
    counts = found.groupby(["rule", "severity"], observed=True).size().rename("findings")
    errors = found[found["severity"] == "error"].head(_MOST)
    lines = [
        f"- **{row.rule}**, {names.get(row.source_id, row.agency_id)} {row.year}: "
        f"{textwrap.shorten(str(row.evidence), _LONGEST, placeholder=' …')}"
        for row in errors.itertuples()
    ]
    more = int((found["severity"] == "error").sum()) - len(errors)
    lines += [f"- … and {more:,} more errors in `flags.csv`"] if more > 0 else []
    head = "The errors, each a contradiction in the report itself:" if lines else ""
    return "\n\n".join(filter(None, [markdown_table(counts.reset_index()), head, "\n".join(lines)]))
