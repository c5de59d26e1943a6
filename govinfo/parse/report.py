"""A document taken apart: who, when, its sections, tables and facts."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from govinfo.errors import ParseError
from govinfo.frames import pack_state
from govinfo.model import Document, FactColumns, Report
from govinfo.parse.labels import STATUTORY
from govinfo.parse.outline import Outline, outline
from govinfo.parse.prose import Finding, read_narrative
from govinfo.parse.sheet import Fact, Sheet, facts_of
from govinfo.parse.tables import read_tables
from govinfo.parse.when import When, find_published, find_year
from govinfo.parse.who import find_agency
from govinfo.registry import tree

_NARRATIVE = ("overview", "problems", "other", "body")
_FEWEST_HEADINGS = 2


def parse(
    document: Document,
    *,
    agency: str | None = None,
    year: int | None = None,
    published: date | None = None,
) -> Report:
    """Take one document apart.

    Parameters
    ----------
    document : Document
        As a reader gave it.
    agency, year, published : optional
        What is known from elsewhere (a manifest); it overrides what the page says.

    Returns
    -------
    Report
        With every cell of every form found; a cell that could not be read or placed
        has its reason as status.

    Raises
    ------
    ParseError
        If neither title, headings nor tables of an annual report are in it.
    """
    parts = outline(document)
    sheets, tables = read_tables(document, parts.folded)
    if not sheets and not (parts.title and len(parts.headings) >= _FEWEST_HEADINGS):
        raise ParseError.at(
            document.source.place,
            "is no annual report on government-information disclosure: "
            f"{len(parts.headings)} of its six headings and none of its tables were found",
            "Leave the file out, or check that the whole page was saved.",
        )
    if published is None:
        published = find_published(head=parts.head, metadata=parts.metadata, tail=parts.tail)
    when = find_year(
        title=parts.title, period_text=parts.intro, body=parts.text("overview"), published=published
    )
    if year is not None and when.year != year:
        said = "no year" if when.year is None else str(when.year)
        notes = (f"year_conflict: the manifest says {year}, the page {said}",)
        when = When(year, when.year is not None, "manifest", notes if when.year else ())
    who = find_agency(
        title=parts.title,
        head=parts.head,
        intro=parts.intro,
        metadata=parts.metadata,
        source_id=document.source.id,
        named=agency,
    )
    facts = list(
        chain.from_iterable(facts_of(sheets[kind]) for kind in STATUTORY if kind in sheets)
    )
    texts = {key: parts.text(key) for key in _NARRATIVE if parts.text(key)}
    findings = read_narrative(texts, year=when.year)
    forms = tuple(dict.fromkeys(fact.form for fact in facts))
    lost = _tables_lost(parts, sheets)
    warnings = (
        *document.warnings,
        *who.warnings,
        *when.warnings,
        *_diagnostics(parts, sheets, facts, forms, lost, when.year),
    )
    return Report(
        source=document.source,
        title=parts.title,
        agency=who.name,
        agency_id=who.agency_id,
        level=who.level,
        kind=who.kind,
        region_code=who.region_code,
        year=when.year,
        published=published,
        scope="unknown",
        forms=forms,
        tables_lost=lost,
        sections={section.key: parts.text(section.key) for section in parts.sections},
        tables=tables,
        warnings=warnings,
        columns=_columns(facts, findings, parts),
    )


def _columns(facts: Sequence[Fact], findings: Sequence[Finding], parts: Outline) -> FactColumns:
    columns = FactColumns(
        [], [], array("d"), bytearray(), [], array("i"), array("i"), array("i"),
        frozenset(fact.metric for fact in facts if fact.unit_unstated),
    )  # fmt: skip

    def add(
        metric: str, form: str, value: float, state: int, raw: str, place: Sequence[int]
    ) -> None:
        columns.metric.append(metric)
        columns.form.append(form)
        columns.value.append(value)
        columns.state.append(state)
        columns.raw.append(raw)
        for buffer, number in zip((columns.table, columns.first, columns.last), place, strict=True):
            buffer.append(number)

    for fact in facts:
        state = pack_state(fact.status, fact.method)
        add(fact.metric, fact.form, fact.value, state, fact.raw, fact.place)
    starts = {section.key: section.start for section in parts.sections}
    for found in findings:
        reported = found.status == "reported"
        state = pack_state(found.status, found.method if reported else "", found.bound or "=")
        value = found.value if reported else math.nan
        first, last = parts.folded.span(
            starts[found.section] + found.start, starts[found.section] + found.end
        )
        add(found.metric, "narrative", value, state, found.raw, (0, first, last - 1))
    return columns


def _tables_lost(parts: Outline, sheets: dict[str, Sheet]) -> tuple[str, ...]:
    """Statutory tables whose heading is there and which are not."""
    if not parts.modern:
        return ()
    return tuple(kind for kind in STATUTORY if kind in parts.headings and kind not in sheets)


def _diagnostics(
    parts: Outline,
    sheets: dict[str, Sheet],
    facts: Sequence[Fact],
    forms: Sequence[str],
    lost: Sequence[str],
    year: int | None,
) -> Iterable[str]:
    """What the reader of these facts must know, each as ``diagnostic: explanation``."""
    for kind in lost:
        yield f"table_lost: the heading of the {kind} table is there, the table is not"
    vintages = {form.partition(".")[2] for form in forms} - {""}
    if len(vintages) > 1:
        yield f"hybrid_form: {', '.join(forms)} stand in one report"
    for vintage in sorted(vintages):
        if year is not None and year > tree("labels")["vintages"].get(vintage, year):
            yield f"form_lag: a form of {vintage} in a report on {year}"
    for kind, sheet in sheets.items():
        for stranger in dict.fromkeys(sheet.strangers):
            yield f"extra_row: in the {kind} table, of no form: {stranger}"
        for extra in dict.fromkeys(sheet.extra_columns):
            yield f"extra_column: in the {kind} table, under no head: {extra}"
        yield from dict.fromkeys(sheet.notes)
        for row, column in sorted(sheet.disputed):
            yield f"unplaced_numbers: {kind}, {row}.{column} is printed twice with two values"
    told = "\n".join(note for sheet in sheets.values() for note in sheet.notes)
    for status in ("unplaced", "unreadable"):
        by_raw = Counter(fact.raw for fact in facts if fact.status == status)
        for raw, cells in by_raw.items():
            if f"({raw.strip()})" in told:
                continue
            yield f"{status}_numbers: {cells} cells share the run “{raw.strip()[:60]}”"
    absent = [fact.metric for fact in facts if fact.status == "absent"]
    if absent:
        yield f"cell_count: {len(absent)} cells of the form are not printed, from {absent[0]} on"
    for fact in facts:
        if fact.unit_unstated:
            yield f"unit_unstated: {fact.metric} is printed as {fact.raw.strip()} without a unit"
    if parts.folded.pinyin or parts.folded.traditional:
        damage = " and ".join(
            name
            for name, met in (
                ("traditional characters", parts.folded.traditional),
                ("pinyin between characters", parts.folded.pinyin),
            )
            if met
        )
        yield f"script_damage: {damage}"
    if parts.modern:
        wanted = {"overview", "problems", "other"}
        missing = sorted(wanted - parts.headings)
        if missing:
            yield f"truncated: no heading of {', '.join(missing)}"
