"""A document taken apart: who, when, its sections, tables and facts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import PurePath

from govinfo.errors import ParseError
from govinfo.frames import pack_state
from govinfo.model import Document, FactColumns, Report, Source, Table
from govinfo.parse.identity.citations import stale_basis
from govinfo.parse.identity.scope import find_scope
from govinfo.parse.identity.when import When, find_published, find_year
from govinfo.parse.identity.who import find_agency
from govinfo.parse.labels import STATUTORY
from govinfo.parse.leftover.others import find_others
from govinfo.parse.narrative.clean import clean
from govinfo.parse.narrative.prose import Finding, read_narrative
from govinfo.parse.outline import Outline, outline
from govinfo.parse.placed import Placed
from govinfo.parse.proof import confirm, unproven
from govinfo.parse.tables import read_tables
from govinfo.parse.view import view
from govinfo.registry import NO_FORMS, OwnForms, form_names, tree

_NARRATIVE = ("overview", "problems", "other", "body")
_FEWEST_HEADINGS = 2


def parse(
    document: Document,
    *,
    agency: str | None = None,
    listed: str | None = None,
    year: int | None = None,
    published: date | None = None,
    forms: OwnForms = NO_FORMS,
) -> Report:
    """Take one document apart.

    Parameters
    ----------
    document : Document
        As a reader gave it.
    agency : str, optional
        The agency as the user names it for this document; believed before the page.
    listed : str, optional
        The agency as a manifest names it; believed after the page.
    year, published : optional
        What is known from elsewhere; it overrides what the page says.
    forms : OwnForms
        Forms of the user's own, read beside the registered ones.

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
    if published is None:
        published = find_published(head=parts.head, metadata=parts.metadata, tail=parts.tail)
    when = find_year(
        title=parts.title,
        period_text=parts.intro,
        body=parts.text("overview") or parts.text("body"),
        published=published,
        tail=parts.tail,
    )
    if year is not None and when.year != year:
        said = "no year" if when.year is None else str(when.year)
        notes = (f"year_conflict: the manifest says {year}, the page {said}",)
        when = When(year, when.year is not None, "manifest", notes if when.year else ())
    placed = read_tables(document, parts.folded, year=when.year, own=forms)
    if not placed.kinds and not (parts.title and len(parts.headings) >= _FEWEST_HEADINGS):
        raise ParseError.at(
            document.source.place,
            "is no annual report on government-information disclosure: "
            f"{len(parts.headings)} of its six headings and none of its tables were found",
            "Leave the file out, or check that the whole page was saved.",
        )
    who = find_agency(
        title=parts.title,
        head=parts.head,
        intro=parts.intro,
        metadata=parts.metadata,
        source_id=document.source.id,
        given=agency,
        named=listed,
        year=when.year,
        stem=_stem(document.source),
    )
    scope = find_scope(
        title=parts.title,
        intro=parts.intro,
        overview=parts.text("overview") or parts.text("body"),
        level=who.level,
        kind=who.kind,
    )
    texts = {key: parts.text(key) for key in _NARRATIVE if parts.text(key)}
    findings = read_narrative(texts, year=when.year, agency=who.name)
    lost = _tables_lost(parts, placed.kinds)
    others = find_others(document, parts.folded, placed)
    warnings = (
        *document.warnings,
        *who.warnings,
        *when.warnings,
        *_diagnostics(parts, placed, lost, when.year),
    )
    columns = _with_prose(placed.columns, findings, parts)
    if document.recognised:
        grids = {block.number for block in document.blocks if isinstance(block, Table)}
        columns, proven = confirm(columns, grids)
        warnings = (*warnings, *proven)
        others = unproven(others) if others else None
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
        scope=scope.scope,
        forms=placed.forms,
        tables_lost=lost,
        sections={section.key: clean(parts.text(section.key)) for section in parts.sections},
        tables=tuple(view(table, columns, others, forms) for table in placed.tables),
        warnings=warnings,
        columns=columns,
        others=others,
        own=forms,
        town_code=who.town_code,
        agency_basis=who.basis,
        year_basis=when.basis,
        scope_evidence=scope.evidence,
        spellings=who.spellings,
        headings=_there(parts, placed.kinds) if parts.modern else None,
    )


def _there(parts: Outline, kinds: Sequence[str]) -> tuple[str, ...]:
    """The sections that a document has: by their headings or, however worded, their tables."""
    there = parts.headings | parts.reworded | set(kinds)
    return tuple(key for key in tree("labels")["headings"] if key in there)


def _stem(source: Source) -> str:
    """The name of the file, or of the archive's member, without its suffix."""
    return PurePath((source.member or source.path).rpartition("!")[2]).stem


def _with_prose(columns: FactColumns, findings: Sequence[Finding], parts: Outline) -> FactColumns:
    """The facts of the tables, and behind them those of the prose."""
    starts = {section.key: section.start for section in parts.sections}
    for found in findings:
        reported = found.status == "reported"
        first, last = parts.folded.span(
            starts[found.section] + found.start, starts[found.section] + found.end
        )
        columns.metric.append(found.metric)
        columns.form.append("narrative")
        columns.value.append(found.value if reported else math.nan)
        columns.state.append(
            pack_state(found.status, found.method if reported else "", found.bound or "=")
        )
        columns.raw.append(found.raw)
        columns.table.append(0)
        columns.first.append(first)
        columns.last.append(last - 1)
    return columns


def _tables_lost(parts: Outline, found: Sequence[str]) -> tuple[str, ...]:
    """Statutory tables whose heading is there and which are not."""
    if not parts.modern:
        return ()
    return tuple(kind for kind in STATUTORY if kind in parts.headings and kind not in found)


def _diagnostics(
    parts: Outline, placed: Placed, lost: Sequence[str], year: int | None
) -> Iterable[str]:
    """What the reader of these facts must know, each as ``diagnostic: explanation``."""
    for kind in lost:
        yield f"table_lost: the heading of the {kind} table is there, the table is not"
    registered = [form for form in placed.forms if form in form_names()]
    vintages = {form.partition(".")[2] for form in registered} - {""}
    if len(vintages) > 1:
        yield f"hybrid_form: {', '.join(placed.forms)} stand in one report"
    if year is not None:
        yield from stale_basis(f"{parts.intro}\n{parts.text('overview')}", year)
    for vintage in sorted(vintages):
        if year is not None and year > tree("labels")["vintages"].get(vintage, year):
            yield f"form_lag: a form of {vintage} in a report on {year}"
    yield from placed.notes
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
