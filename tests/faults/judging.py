"""How much of what was planted is found, and how much is found that was not planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import pandas as pd

from faults.mistyped import IDENTITY, causes
from faults.planting import Planted

Pair = tuple[str, str]
#: In the place of an agency where a finding speaks of a group of reports.
GROUP = "group"
RANKS = ("info", "warning", "error")


def roster_of(sources: pd.DataFrame) -> pd.DataFrame:
    """Every agency and year of a panel before anything was planted."""
    return sources[["agency_id", "year"]].drop_duplicates().reset_index(drop=True)


def found_pairs(flags: pd.DataFrame) -> dict[Pair, str]:
    """The gravest severity of each rule on each document, or agency and year without one."""
    told = flags.loc[flags["severity"].isin(RANKS)]
    where = told["source_id"].astype("object")
    agency = told["agency_id"].astype("object").fillna(GROUP)
    where = where.where(where.notna(), agency.astype(str) + " " + told["year"].astype(str))
    found: dict[Pair, str] = {}
    for rule, place, severity in zip(told["rule"], where, told["severity"], strict=True):
        kept = found.get((rule, place), "info")
        found[rule, place] = max(kept, severity, key=RANKS.index)
    return found


def places(planted: Planted, rule: str) -> list[str]:
    """Where a finding of the rule stands: documents, an agency and year, a group and year."""
    if rule == "missing_year":
        return [f"{planted.agency_id} {planted.year}"]
    if rule == "digit_heaping":
        return [f"{GROUP} {planted.year}"]
    return list(planted.source_ids)


def by_rule(flags: pd.DataFrame, truth: Sequence[Planted], before: pd.DataFrame) -> pd.DataFrame:
    """Of every flag rule, what was planted and what was found.

    Parameters
    ----------
    flags : DataFrame
        What `flag` says of the panel with the faults.
    truth : sequence of Planted
        What was planted.
    before : DataFrame
        What `flag` says of the clean panel: its leads (severity info) are no false
        findings, since they claim no fault.

    Returns
    -------
    DataFrame
        Counts by ``rule``, which `rates` turns into shares: ``planted``, ``found`` of them,
        ``as_grave`` with the severity planted, ``follow``, findings that follow from a
        planted fault by arithmetic or that a change of that size may raise, ``false``, all
        other findings, and ``leads``, those
        of severity info that the clean panel has, too.
    """
    found, clean = found_pairs(flags), found_pairs(before)
    expected = {
        (rule, place): severity
        for each in truth
        for rule, severity in each.rules.items()
        for place in places(each, rule)
    }
    follows = _follows(truth)
    rows = defaultdict(
        lambda: dict.fromkeys(("planted", "found", "as_grave", "follow", "false", "leads"), 0)
    )
    for (rule, place), severity in expected.items():
        rows[rule]["planted"] += 1
        rows[rule]["found"] += (rule, place) in found
        rows[rule]["as_grave"] += found.get((rule, place)) == severity
    for pair, severity in found.items():
        if pair in expected:
            continue
        kind = "false"
        if pair in follows:
            kind = "follow"
        elif severity == "info" and clean.get(pair) == "info":
            kind = "leads"
        rows[pair[0]][kind] += 1
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("rule").reset_index()


def rates(counts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up `by_rule` of several panels; precision is found / (found + false)."""
    table = pd.concat(list(counts)).groupby("rule", sort=True).sum().reset_index()
    return table.assign(
        recall=table["found"] / table["planted"].where(table["planted"] > 0),
        precision=table["found"] / (table["found"] + table["false"]).where(lambda n: n > 0),
    )


def _follows(truth: Iterable[Planted]) -> set[Pair]:
    possible = {
        (rule, document)
        for each in truth
        for rule in each.fault.possible
        for document in each.documents
    }
    return possible.union(*(each.consequences for each in truth))


def false_findings(
    flags: pd.DataFrame, truth: Sequence[Planted], before: pd.DataFrame
) -> pd.DataFrame:
    """The findings behind the column ``false``, with their evidence."""
    expected = {
        (rule, place) for each in truth for rule in each.rules for place in places(each, rule)
    }
    known = expected | _follows(truth)
    known |= {pair for pair, severity in found_pairs(before).items() if severity == "info"}
    told = flags.loc[flags["severity"].isin(RANKS)]
    known |= {(rule, None) for rule in ("missing_year", "digit_heaping")}
    where = told["source_id"].astype("object").where(told["source_id"].notna(), None)
    return told.loc[[pair not in known for pair in zip(told["rule"], where, strict=True)]]


def by_fault(flags: pd.DataFrame, truth: Sequence[Planted]) -> pd.DataFrame:
    """One row per fault: found by all its rules, silent where it had to be, shown as silenced.

    A lead (severity info) accuses nobody. What was not asked of a fault is missing.
    """
    found = found_pairs(flags)
    silenced = flags.loc[flags["suppressed_by"].notna()]
    shown = set(zip(silenced["rule"], silenced["source_id"], strict=True))
    rows = []
    for each in truth:
        pairs = [(rule, place) for rule in each.rules for place in places(each, rule)]
        never = [(rule, place) for rule in each.fault.never for place in each.source_ids]
        rows.append(
            {
                "fault": each.fault.name,
                "planted": 1,
                "found": all(pair in found for pair in pairs) if pairs else None,
                "silent": all(found.get(pair, RANKS[0]) == RANKS[0] for pair in never)
                if never
                else None,
                "silenced": all((r, each.source_ids[0]) in shown for r in each.fault.silenced)
                if each.fault.silenced
                else None,
            }
        )
    return pd.DataFrame(rows, columns=["fault", "planted", "found", "silent", "silenced"])


def located(suggestions: pd.DataFrame, truth: Sequence[Planted]) -> pd.DataFrame:
    """Of each typing error: whether the planted cells are proposed, how high, for what cause.

    Returns
    -------
    DataFrame
        By ``fault``: ``planted``; ``first``, the planted cells with their true values are the
        first alternative; ``only``, the only one of the fewest cells; ``among``, they are one
        of the alternatives; ``cause``, it names a cause that turns the true values into the
        printed ones, where there is one (``named``);
        ``smaller``, fewer cells than planted settle everything, so that no method that
        changes as few as possible can name the planted ones.
    """
    sets = _sets(suggestions)
    rows = []
    for each in truth:
        if each.fault not in IDENTITY:
            continue
        wanted = {(metric, old) for _, metric, old, _ in each.cells}
        offered = sets.get(each.source_ids[0], [])
        hits = [one for one in offered if one[1] == wanted]
        known = causes(each.fault.cause, each.cells)
        fewest = min((len(cells) for _, cells, _ in offered), default=0)
        rows.append(
            {
                "fault": each.fault.name,
                "planted": 1,
                "first": bool(hits) and hits[0][0] == 1,
                "only": bool(hits) and sum(len(c) == fewest for _, c, _ in offered) == 1,
                "among": bool(hits),
                "cause": bool(hits) and bool(known & hits[0][2]),
                "named": bool(known),
                "smaller": bool(offered) and fewest < len(wanted),
            }
        )
    return pd.DataFrame(rows).groupby("fault", sort=False).sum().astype(int).reset_index()


def _sets(
    suggestions: pd.DataFrame,
) -> dict[str, list[tuple[int, set[tuple[str, float]], set[str]]]]:
    """Alternatives of each document in their order: number, cells with values, causes."""
    found: dict[str, list] = defaultdict(list)
    named = suggestions.loc[suggestions["metric"].notna()]
    keys = ["source_id", "system", "alternative"]
    for (source_id, _, number), rows in named.groupby(keys, observed=True, sort=True):
        cells = set(zip(rows["metric"], rows["suggested"], strict=True))
        found[source_id].append((int(number), cells, set(rows["cause"].dropna())))
    return found


def share_flagged(flags: pd.DataFrame, n_reports: int) -> tuple[int, float]:
    """Errors, and the share of reports with a warning or an error."""
    errors = int((flags["severity"] == "error").sum())
    grave = flags.loc[flags["severity"].isin(RANKS[1:]), "source_id"].nunique()
    return errors, grave / n_reports
