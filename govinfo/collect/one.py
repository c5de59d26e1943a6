"""One file to what came of it: a report or a failure for each document in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from govinfo.collect.inputs import Known
from govinfo.collect.sections import join_sections
from govinfo.errors import (
    AttachmentOnlyError,
    GovinfoError,
    LimitError,
    NoTextError,
    ParseError,
    ReadError,
)
from govinfo.model import Document, FactColumns, Limits, OtherColumns, Report
from govinfo.parse import parse, settled
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.kinds import kind_of
from govinfo.read.members import Member, documents
from govinfo.read.web.attachments import links_in_place_of_text, only_attachment
from govinfo.registry import OwnForms
from govinfo.schema import STATUSES

_REPORTED = STATUSES.index("reported") + 1
_MANY = 1_000  # members


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read or taken apart: a row of ``failures``."""

    path: str
    member: str
    format: str
    stage: str
    error: str
    message: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A report as a corpus keeps it: its row of ``sources``, its facts and other tables."""

    row: dict[str, Any]
    columns: FactColumns
    others: OtherColumns | None


@dataclass(frozen=True, slots=True)
class Notices:
    """Who is told while a file is read: that a document begins, that it takes longer."""

    begins: Callable[[int, str], None]
    slows: Callable[[str], None]


UNHEARD = Notices(lambda number, name: None, lambda limit: None)


def outcomes(
    known: Known,
    own: OwnForms,
    limits: Limits,
    *,
    skip: int = 0,
    notices: Notices = UNHEARD,
) -> Iterator[Report | Failure]:
    """Read every document of a file.

    Parameters
    ----------
    known : Known
        The file, and what the manifest says of it or of its members.
    own : OwnForms
        Forms of the user's own.
    limits : Limits
        What a document may cost.
    skip : int
        Leave out so many documents, which were read before.
    notices : Notices
        Told before each document, and before a slower reading of it.

    Yields
    ------
    Report or Failure
        In the order of the file. Whatever goes wrong with one document, the others
        are read.
    """
    path = printable(known.path)
    seen = set()
    for number, member in enumerate(_documents(known.path, limits)):
        seen.add(member.name)
        told = known.members.get(member.name, known)
        if number < skip or (known.only_members and told is known):
            if number % _MANY == 0:
                notices.slows("seconds")  # finding a place again in a large archive takes time
            continue
        notices.begins(number, member.name)
        yield _outcome(member, told, path, own, limits, notices)
    for name in known.members:
        if name not in seen:
            problem = "does not exist, though the manifest names it"
            error = ReadError.at(f"{path}!{name}", problem, "Check the name of the member.")
            yield failure(path, name, "", error)


def _documents(path: Path, limits: Limits) -> Iterator[Member]:
    """The documents in a file; a fault of ours in finding them is told as one of a document."""

    def fail(error: Exception) -> bytes:
        raise error

    try:
        yield from documents(path, limits)
    except Exception as error:
        yield Member("", partial(fail, error))


def _outcome(
    member: Member, known: Known, path: str, own: OwnForms, limits: Limits, notices: Notices
) -> Report | Failure:
    place = f"{path}!{member.name}" if member.name else path
    data = b""
    try:
        data = _load(member, place, limits)
        document = read_document(
            data,
            path=path,
            member=member.name,
            url=known.url or member.url,
            metadata=member.metadata,
            limits=limits,
        )
        return _report(document, data, known, own, notices)
    except NoTextError as caught:
        links = links_in_place_of_text(data, known.url or member.url)
        error: Exception = AttachmentOnlyError.linking(place, links) if links else caught
    except MemoryError:
        found = "does not fit into memory"
        error = LimitError.beyond(place, "memory_bytes", limits.memory_bytes, found)
    except Exception as caught:  # told in ``failures`` under its own name
        error = caught
    return failure(path, member.name, kind_of(data) if data else "", error)


def _load(member: Member, place: str, limits: Limits) -> bytes:
    try:
        return member.load()
    except RefusalError as error:
        raise ReadError.at(place, error.problem, error.hint) from error
    except BeyondLimitError as error:
        value = getattr(limits, error.limit)
        raise LimitError.beyond(place, error.limit, value, error.found) from error
    except OSError as error:
        reason = {"FileNotFoundError": "does not exist", "IsADirectoryError": "is a folder"}.get(
            type(error).__name__, f"cannot be opened ({error.strerror or error})"
        )
        raise ReadError.at(place, reason, "Check the path.") from error


def _report(
    document: Document, data: bytes, known: Known, own: OwnForms, notices: Notices
) -> Report:
    """The report of the quickest reading that settles its tables, else of the slowest."""
    quick: Report | ParseError | None = None
    while True:
        found: Report | ParseError
        try:
            found = parse(
                document,
                agency=known.given,
                listed=known.agency,
                year=known.year,
                published=known.published,
                forms=own,
            )
        except ParseError as error:
            found = error
        if isinstance(found, ParseError) and isinstance(quick, Report):
            return quick
        slower = document.slower
        if isinstance(found, Report) and (slower is None or settled(found)):
            # Where the page has no ruling lines, its text may tell more than its geometry.
            return quick if isinstance(quick, Report) and _more(quick, found) else found
        if slower is None:
            assert isinstance(found, ParseError)
            links = only_attachment(document, data)
            if links:
                raise AttachmentOnlyError.linking(document.source.place, links) from found
            raise found
        quick = found
        notices.slows(slower.limit)
        try:
            document = slower.read()
        except ReadError as error:
            if not isinstance(quick, Report):
                raise
            note = f"unsettled: the text alone was read, for a closer reading failed: {error}"
            return replace(quick, warnings=(*quick.warnings, note))


def _more(one: Report, other: Report) -> bool:
    """Whether a reading placed more numbers than another."""
    count, other_count = (
        sum(state & 0b111 == _REPORTED for state in report.columns.state) for report in (one, other)
    )
    return count > other_count


def failure(path: str, member: str, form: str, error: Exception) -> Failure:
    """The row of ``failures`` for what went wrong with a document."""
    expected = isinstance(error, GovinfoError)
    place = f"{path}!{member}" if member else path
    message = str(error) if expected else f"{place}: {error}. Please report this file."
    stage = "read" if isinstance(error, ReadError) else "parse"
    return Failure(path, printable(member), form, stage, type(error).__name__, printable(message))


def printable(name: object) -> str:
    r"""A name that can be written anywhere: bytes in it that are no text are shown as such.

    Examples
    --------
    >>> printable("a\udcff.html")
    'a\\udcff.html'
    """
    return str(name).encode("utf-8", "backslashreplace").decode()


def reading(report: Report) -> Reading:
    """What a corpus keeps of a report."""
    return Reading(_source_row(report), report.columns, report.others)


def _source_row(report: Report) -> dict[str, Any]:
    from govinfo import __version__

    source = report.source
    return {
        "source_id": source.id,
        "path": printable(source.place),
        "url": printable(source.url),
        "sha256": source.sha256,
        "format": source.format,
        "bytes": source.bytes,
        "agency_id": report.agency_id,
        "agency": report.agency,
        "level": report.level,
        "kind": report.kind,
        "region_code": report.region_code,
        "town_code": report.town_code,
        "year": report.year,
        "title": report.title,
        "published": report.published,
        "scope": report.scope,
        "scope_evidence": report.scope_evidence or None,
        "agency_basis": report.agency_basis,
        "year_basis": report.year_basis,
        "spellings": "; ".join(report.spellings),
        "forms": " ".join(report.forms),
        "tables_lost": " ".join(report.tables_lost),
        "sections": None if report.headings is None else " ".join(report.headings),
        "n_reported": sum(state & 0b111 == _REPORTED for state in report.columns.state),
        "narrative": join_sections(report.sections),
        "warnings": "\n".join(report.warnings),
        "parser_version": __version__,
        "duplicate": False,
    }
