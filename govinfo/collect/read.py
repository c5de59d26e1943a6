"""Reading: one report, or all that can be found, with nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govinfo.collect.corpus import Corpus
from govinfo.collect.inputs import Inputs, Known, find_documents
from govinfo.collect.store import FactStore
from govinfo.errors import GovinfoError, ReadError
from govinfo.model import Report
from govinfo.parse import parse, row_forms
from govinfo.read import read_document
from govinfo.registry import NO_FORMS, Forms, OwnForms, read_forms
from govinfo.schema import FAILURES, SOURCES, STATUSES, conform, empty

if TYPE_CHECKING:
    import pandas as pd

_PROGRESS_FROM = 20
_REPORTED = STATUSES.index("reported") + 1
_SHOWN_SECTIONS = ("overview", "problems", "other", "body")


def read_report(
    path: str | Path,
    *,
    agency: str | None = None,
    year: int | None = None,
    url: str = "",
    forms: Forms | None = None,
) -> Report:
    """Read one report.

    Parameters
    ----------
    path : str or Path
        An HTML or text file.
    agency, year : optional
        What is known of the report; it overrides what the page says.
    url : str, optional
        Where it was published.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own, read beside the registered ones; see
        `govinfo.read_forms`.

    Returns
    -------
    Report
        Title, agency, year, tables, sections, warnings; ``report.facts()`` is the
        facts frame.

    Raises
    ------
    ReadError
        If the file is missing, empty or of a format that is not read.
    ParseError
        If it is no annual report.
    SchemaError
        If the CSV of forms is malformed.
    """
    return _read(Known(Path(path), agency, year, url), _checked(forms))


def read_reports(
    inputs: Inputs | None = None,
    *,
    manifest: str | Path | bool | None = None,
    progress: bool | None = None,
    forms: Forms | None = None,
) -> Corpus:
    """Read many reports into one corpus.

    Parameters
    ----------
    inputs : str, Path or iterable of these, optional
        Files, folders (with all folders below), glob patterns. May be left out
        where a manifest names the files.
    manifest : str, Path or False, optional
        A CSV with the columns path (relative to it), agency, year, url and
        published; what it says overrides what the page says. A ``manifest.csv`` at
        the top of a given folder is used unless this is False.
    progress : bool, optional
        Whether to show a progress bar; by default from 20 documents on.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own, read beside the registered ones; see
        `govinfo.read_forms`. Their facts are saved and loaded with the others.

    Returns
    -------
    Corpus
        ``facts``, ``sources`` and ``failures``. A document that cannot be read or
        taken apart is a row of ``failures``; all others are read.

    Raises
    ------
    ReadError
        If an input holds no file at all.
    SchemaError
        If the manifest or the CSV of forms is malformed.
    """
    own = _checked(forms)
    documents = find_documents(inputs, manifest)
    store = FactStore(own=own)
    rows: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    first_of: dict[str, str] = {}
    for known in _with_progress(documents, progress):
        try:
            report = _read(known, own)
        except Exception as error:
            # Whatever went wrong with one document, the others are read; it is told
            # in ``failures`` under its own name.
            failed.append(_failure(known, error))
            continue
        row = _source_row(report)
        earlier = first_of.setdefault(report.source.id, report.source.place)
        if earlier == report.source.place:
            store.add(len(rows), report)
        else:
            row["warnings"] = "\n".join(
                filter(None, [f"duplicate: the same bytes as {earlier}", row["warnings"]])
            )
            row["duplicate"] = True
        rows.append(row)
    return Corpus(store, _sources(rows), _failures(failed))


def _checked(forms: Forms | None) -> OwnForms:
    """The user's forms, refused before any document is read by them."""
    own = read_forms(forms)
    row_forms(own)
    return own


def _read(known: Known, own: OwnForms = NO_FORMS) -> Report:
    try:
        data = known.path.read_bytes()
    except OSError as error:
        reason = {"FileNotFoundError": "does not exist", "IsADirectoryError": "is a folder"}.get(
            type(error).__name__, f"cannot be opened ({error.strerror})"
        )
        raise ReadError.at(str(known.path), reason, "Check the path.") from error
    document = read_document(data, path=str(known.path), url=known.url)
    return parse(
        document, agency=known.agency, year=known.year, published=known.published, forms=own
    )


def _with_progress(documents: Sequence[Known], progress: bool | None) -> Iterable[Known]:
    wanted = len(documents) >= _PROGRESS_FROM if progress is None else progress
    if not wanted:
        return documents
    from tqdm.auto import tqdm

    return tqdm(documents, desc="reading", unit=" reports")


def _failure(known: Known, error: Exception) -> dict[str, str]:
    expected = isinstance(error, GovinfoError)
    message = str(error) if expected else f"{known.path}: {error}. Please report this file."
    return {
        "path": str(known.path),
        "member": "",
        "stage": "read" if isinstance(error, ReadError) else "parse",
        "error": type(error).__name__,
        "message": message,
    }


def _source_row(report: Report) -> dict[str, Any]:
    from govinfo import __version__

    source = report.source
    texts = [
        f"[{key}]\n{report.sections[key].strip()}"
        for key in _SHOWN_SECTIONS
        if report.sections.get(key)
    ]
    return {
        "source_id": source.id,
        "path": source.place,
        "url": source.url,
        "sha256": source.sha256,
        "format": source.format,
        "bytes": source.bytes,
        "agency_id": report.agency_id,
        "agency": report.agency,
        "level": report.level,
        "kind": report.kind,
        "region_code": report.region_code,
        "year": report.year,
        "title": report.title,
        "published": report.published,
        "scope": report.scope,
        "forms": " ".join(report.forms),
        "tables_lost": " ".join(report.tables_lost),
        "n_reported": sum(state & 0b111 == _REPORTED for state in report.columns.state),
        "narrative": "\n\n".join(texts),
        "warnings": "\n".join(report.warnings),
        "parser_version": __version__,
        "duplicate": False,
    }


def _sources(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The sources frame; of several versions for one agency-year the newest is current."""
    import pandas as pd

    if not rows:
        return empty(SOURCES)
    frame = pd.DataFrame(rows)
    frame["year"] = frame["year"].astype("Int16")
    frame["published"] = pd.to_datetime(frame["published"]).astype("datetime64[s]")
    oldest = pd.Timestamp.min.as_unit("s")
    ranked = frame.assign(
        _published=frame["published"].fillna(oldest), _own=~frame["duplicate"]
    ).sort_values(["_own", "_published"], kind="stable")
    frame["current"] = True
    dated = ranked[ranked["year"].notna()]
    superseded = dated.index[dated.duplicated(["agency_id", "year"], keep="last")]
    frame.loc[superseded, "current"] = False
    frame.loc[frame["duplicate"], "current"] = False
    return conform(frame, SOURCES)


def _failures(rows: Sequence[dict[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return conform(pd.DataFrame(rows), FAILURES) if rows else empty(FAILURES)
