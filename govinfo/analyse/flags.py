"""What deserves a second look: contradictions, jumps, repeats, late and empty reports."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import numpy as np
import pandas as pd

from govinfo import registry, schema
from govinfo.analyse.checking.terms import named
from govinfo.analyse.flagging.calendar import late, missing_year
from govinfo.analyse.flagging.case import Case, Entry, Judge, case, with_switches
from govinfo.analyse.flagging.cells import all_zero, impossible_value, version_conflict
from govinfo.analyse.flagging.changes import peer_outlier, sudden_change
from govinfo.analyse.flagging.copies import copied_from_other, copied_from_self
from govinfo.analyse.flagging.documents import cross_logic, missing_section, stale_basis
from govinfo.analyse.flagging.evidence import Words, not_judged, say, together
from govinfo.analyse.flagging.groups import digit_heaping
from govinfo.analyse.flagging.prose import narrative_parts
from govinfo.analyse.flagging.sums import sums
from govinfo.analyse.flagging.years import fee_unit_slip, repeated_figures, scope_switch

#: Ways to judge that the registry's flag rules name.
_JUDGES: MappingProxyType[str, Judge] = MappingProxyType(
    {
        "all_zero": all_zero,
        "copied_from_other": copied_from_other,
        "copied_from_self": copied_from_self,
        "cross_logic": cross_logic,
        "digit_heaping": digit_heaping,
        "fee_unit_slip": fee_unit_slip,
        "impossible_value": impossible_value,
        "late": late,
        "missing_section": missing_section,
        "missing_year": missing_year,
        "narrative_parts": narrative_parts,
        "peer_outlier": peer_outlier,
        "repeated_figures": repeated_figures,
        "scope_switch": scope_switch,
        "stale_basis": stale_basis,
        "sudden_change": sudden_change,
        "sums": sums,
        "version_conflict": version_conflict,
    }
)
_SWITCH = "scope_switch"
_BEFORE = "[t-1]"


def flag(
    facts: pd.DataFrame,
    sources: pd.DataFrame,
    *,
    rules: str | Iterable[str] | None = None,
    blank_as_zero: bool = False,
    roster: pd.DataFrame | None = None,
    similarities: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find what a careful reader would ask the agency about.

    Parameters
    ----------
    facts : DataFrame
        The facts frame; all versions of a report may be in it.
    sources : DataFrame
        The sources frame, with a row for every document of the facts.
    rules : str or iterable of str, optional
        Ids of `govinfo.flags`; all where left out.
    blank_as_zero : bool, default False
        Count a blank as 0 in sums; the evidence then says so.
    roster : DataFrame, optional
        Who should have reported: ``agency_id`` and, where there are any, ``agency``,
        ``year``, or ``first_year`` and ``last_year`` of the agency. Without it missing
        years are ``na``.
    similarities : DataFrame, optional
        What `govinfo.similarity` gave for these sources; computed where left out.

    Returns
    -------
    DataFrame
        One row per finding: ``rule``, ``severity`` (error, warning, info), ``agency_id``,
        ``year``, ``source_id``, ``evidence`` and ``evidence_zh`` in words, ``score`` (the
        gap, z, share or days, as the rule has it), ``metrics`` (ids of the facts that it
        rests on, parted by blanks, ``x[t-1]`` of the year before), ``compared_with`` (ids
        of the other documents that it rests on), ``suppressed_by`` and ``basis`` (the law
        or notice that names the fault, in the years where it was in force). A finding of
        an agency without a document, or of a group of reports, has no ``source_id``.

        A document for which a rule could not be judged has one row of severity ``na``
        with the reason as evidence; no row means that the rule was judged and found
        nothing. What another rule silenced, such as a jump where the scope changed as
        well, is a row of severity ``na`` that names that rule in ``suppressed_by`` and
        tells what was found; so are versions that differ but declare different scopes
        (``scope``).

    Raises
    ------
    SchemaError
        If a column is missing, a document repeats a metric, or facts speak of a
        document that sources lack.
    UnknownNameError
        If a rule does not exist.

    Notes
    -----
    A flag changes no value and proves nothing: read its evidence against the printed
    page. Only current versions are compared with other years and other agencies.

    Changes and outliers are judged by robust z, that is 0.6745 times the distance from
    the median over the median absolute deviation [1]_. With fewer than eight peers, or
    where these do not differ, the ratio decides and the evidence says so. Both must
    besides lie beyond the noise of such counts and beyond what so many figures compared
    show by chance, as `govinfo.flags` defines.

    References
    ----------
    .. [1] B. Iglewicz and D. C. Hoaglin, "How to detect and handle outliers", 1993.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS, SOURCES
    >>> report = {"source_id": "x", "agency_id": "a", "year": 2023, "level": "county"}
    >>> fact = {"metric": "penalties.decisions", "value": -3, "status": "reported"}
    >>> facts = pd.DataFrame([report | fact], columns=list(FACTS.columns))
    >>> sources = pd.DataFrame([report | {"current": True}], columns=list(SOURCES.columns))
    >>> found = gi.flag(facts, sources, rules="impossible_value")
    >>> found.loc[0, "severity"], found.loc[0, "evidence"]
    ('error', 'administrative penalties, decisions this year is -3, below 0')
    """
    names = named("flag", rules, "govinfo.flags()")
    found = case(
        facts, sources, blank_as_zero=blank_as_zero, roster=roster, similarities=similarities
    )
    tree = registry.tree("flags")
    switches = scope_switch(found, tree[_SWITCH])
    fired = switches.loc[switches["severity"] != "na"]
    scope = dict(zip(fired["report"].tolist(), fired["words"], strict=True))
    found = with_switches(found, fired["report"].to_numpy(dtype="int64"))
    parts = []
    for name in names:
        entry = tree[name]
        judged = _JUDGES[entry["judge"]](found, entry)
        if _SWITCH in entry.get("silenced_by", ()):
            judged = _silenced(judged, found, scope, entry)
        if len(judged):
            parts.append(_named(_once(judged), found, entry).assign(rule=name))
    every = pd.concat([schema.empty(schema.FLAGS), *parts], ignore_index=True)
    # The categories tell which rules were asked for, also those that found nothing.
    return schema.conform(every.assign(rule=pd.Categorical(every["rule"], names)), schema.FLAGS)


def _silenced(
    judged: pd.DataFrame, found: Case, scope: dict[int, Words], entry: Entry
) -> pd.DataFrame:
    """Turn findings that rest on a year of another scope into ``na``, shown with their words."""
    rests = judged["metrics"].str.contains(_BEFORE, regex=False, na=False)
    hit = rests & judged["report"].isin(scope) & (judged["severity"] != "na")
    words = [
        say(entry, "silenced", scope=scope[report], found=said)
        for report, said in zip(judged.loc[hit, "report"], judged.loc[hit, "words"], strict=True)
    ]
    judged = judged.copy()
    judged.loc[hit, "words"] = pd.Series(words, index=judged.index[hit], dtype="object")
    judged.loc[hit, "severity"] = "na"
    judged.loc[hit, "suppressed_by"] = _SWITCH
    # Where nothing was found, nothing is silenced, but nothing was judged either.
    open_ = found.switched & entry.get("needs_previous", False)
    open_[judged.loc[judged["report"] >= 0, "report"].to_numpy(dtype="int64")] = False
    return together([judged, not_judged(open_, say(entry, "scope_differs"))])


def _once(judged: pd.DataFrame) -> pd.DataFrame:
    """At most one ``na`` row per report, besides those of findings that were silenced."""
    open_ = (judged["severity"] == "na") & judged["suppressed_by"].isna() & (judged["report"] >= 0)
    return judged.loc[~(open_ & judged.duplicated(["report", "severity"]))]


def _named(judged: pd.DataFrame, found: Case, entry: Entry) -> pd.DataFrame:
    """Put names in the place of rows, text in that of words, and quote the legal basis."""
    rows = judged["report"].to_numpy(dtype="int64")
    known = rows >= 0
    frame = judged.assign(
        source_id=np.where(known, found.ids(rows), np.nan),
        evidence=[words.en for words in judged["words"]],
        evidence_zh=[words.zh for words in judged["words"]],
    )
    for column in ("agency_id", "year"):
        frame.loc[known, column] = found.text(column)[rows[known]]
    frame["basis"] = _basis(frame, entry)
    return frame


def _basis(frame: pd.DataFrame, entry: Entry) -> list[str | None]:
    """Quote the laws and notices that name the fault and were in force that year."""
    laws = entry.get("basis", ())
    quoted: dict[tuple[str, object], str | None] = {}
    found: list[str | None] = []
    for severity, of, year in zip(frame["severity"], frame["basis"], frame["year"], strict=True):
        if severity == "na":
            found.append(None)
            continue
        if (of, year) not in quoted:
            texts = [law["text"] for law in laws if law.get("of", "") == of and _rules(law, year)]
            quoted[of, year] = "；".join(texts) or None
        found.append(quoted[of, year])
    return found


def _rules(law: Entry, year: object) -> bool:
    """Whether a law or notice speaks of reports on that year; of an unknown one, if of all."""
    if not isinstance(year, int | float | np.integer):
        return "first" not in law and "last" not in law
    return bool(law.get("first", -np.inf) <= year <= law.get("last", np.inf))
