"""Reading: one report, or all that can be found, with nothing lost."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govinfo import errors
from govinfo.collect.corpus import Corpus
from govinfo.collect.domains import settle_by_domain
from govinfo.collect.inputs import Inputs, Known, find_documents
from govinfo.collect.one import Failure, Reading, outcomes, reading
from govinfo.collect.pool import Outcome, Watch
from govinfo.collect.store import FactStore
from govinfo.collect.worker import Setting, Task
from govinfo.errors import GovinfoError, ReadError
from govinfo.model import LIMITS, Limits, Report
from govinfo.parse import row_forms
from govinfo.registry import Forms, OwnForms, read_forms
from govinfo.schema import FAILURES, SOURCES, conform, empty

if TYPE_CHECKING:
    import pandas as pd

_PROGRESS_FROM = 20
_FILES_A_WORKER = 20
_MOST_WORKERS = 16


def read_report(
    path: str | Path,
    *,
    agency: str | None = None,
    year: int | None = None,
    url: str = "",
    forms: Forms | None = None,
    limits: Limits = LIMITS,
) -> Report:
    """Read one report.

    Parameters
    ----------
    path : str or Path
        A web page, Word, PDF, spreadsheet, text or picture file, or an archive that
        holds one of them. Its bytes tell the format, never its suffix.
    agency, year : optional
        What is known of the report; it overrides what the page says.
    url : str, optional
        Where it was published.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own, read beside the registered ones; see
        `govinfo.read_forms`.
    limits : Limits, optional
        What reading may cost: time, memory, sizes.

    Returns
    -------
    Report
        Title, agency, year, tables, sections, warnings; ``report.facts()`` is the
        facts frame.

    Raises
    ------
    ReadError
        If the file is missing, empty, damaged or of a format that is not read, or holds
        several documents; `LimitError` if it goes beyond a limit.
    ParseError
        If it is no annual report.
    SchemaError
        If the CSV of forms is malformed.
    """
    known = Known(Path(path), year=year, url=url, given=agency)
    found = [
        outcome
        for outcome in _outcomes([known], _checked(forms), limits, 1, whole=True)
        if outcome is not None
    ]
    if len(found) > 1:
        raise ReadError.at(str(path), f"holds {len(found)} documents", "Use read_reports.")
    (outcome,) = found
    if isinstance(outcome, Failure):
        raise getattr(errors, outcome.error, GovinfoError)(outcome.message)
    assert isinstance(outcome, Report)
    return outcome


def read_reports(
    inputs: Inputs | None = None,
    *,
    manifest: str | Path | bool | None = None,
    progress: bool | None = None,
    forms: Forms | None = None,
    limits: Limits = LIMITS,
    workers: int | None = None,
) -> Corpus:
    """Read many reports into one corpus.

    Parameters
    ----------
    inputs : str, Path or iterable of these, optional
        Files, folders (with all folders below), glob patterns; archives, crawls and
        mail among them are read document by document. May be left out where a manifest
        names the files.
    manifest : str, Path or False, optional
        A CSV with the columns path (relative to it), agency, year, url and
        published. Its year and date override what the page says; its agency completes
        the page's and stands where the page names none, for a list of files is easily
        out of step: where the two contradict, the page is followed and
        ``agency_conflict`` tells. A ``manifest.csv`` at the top of a given folder is
        used unless this is False.
    progress : bool, optional
        Whether to show a progress bar; by default from 20 documents on.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own, read beside the registered ones; see
        `govinfo.read_forms`. Their facts are saved and loaded with the others.
    limits : Limits, optional
        What reading one document may cost: time, memory, sizes. Beyond it the document
        is a row of ``failures``.
    workers : int, optional
        Processes that read at a time; by default one for every twenty files, up to the
        number of cores.

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
    files = find_documents(inputs, manifest)
    store = FactStore(own=own)
    rows: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    first_of: dict[str, str] = {}
    found = _outcomes(files, own, limits, _processes(workers, len(files)), whole=False)
    for outcome in _with_progress(found, len(files), progress):
        if isinstance(outcome, Failure):
            failed.append(asdict(outcome))
        elif isinstance(outcome, Reading):
            row = outcome.row
            earlier = first_of.setdefault(row["source_id"], row["path"])
            if earlier == row["path"]:
                store.add(len(rows), outcome.columns, outcome.others)
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


def _outcomes(
    files: Sequence[Known], own: OwnForms, limits: Limits, workers: int, *, whole: bool
) -> Iterator[Outcome | None]:
    """What came of every document, in the order of the files; None after each file."""
    if limits.seconds is None:
        for known in files:
            for found in outcomes(known, own, limits):
                yield reading(found) if isinstance(found, Report) and not whole else found
            yield None
        return
    tasks = (Task(number, known, whole=whole) for number, known in enumerate(files))
    early: dict[int, list[Outcome | None]] = {}
    turn = 0
    for number, outcome in Watch(Setting(own, limits), workers).read(tasks):
        early.setdefault(number, []).append(outcome)
        while early.get(turn):
            ready = early.pop(turn)
            yield from ready
            turn += ready[-1] is None


def _processes(workers: int | None, files: int) -> int:
    if workers is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        workers = min(cores or 1, _MOST_WORKERS, -(-files // _FILES_A_WORKER))
    elif workers < 1:
        raise ValueError(f"workers is {workers}; give 1 or more.")
    return max(1, workers)


def _with_progress(
    found: Iterable[Outcome | None], files: int, progress: bool | None
) -> Iterator[Outcome | None]:
    wanted = files >= _PROGRESS_FROM if progress is None else progress
    if not wanted:
        yield from found
        return
    from tqdm.auto import tqdm

    with tqdm(total=files, desc="reading", unit=" files") as bar:
        documents = 0
        for outcome in found:
            documents += outcome is not None
            if outcome is None:
                bar.set_postfix(documents=documents, refresh=False)
                bar.update()
            yield outcome


def _sources(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The sources frame; of several versions for one agency-year the newest is current."""
    import pandas as pd

    if not rows:
        return empty(SOURCES)
    frame = pd.DataFrame(rows)
    frame["year"] = frame["year"].astype("Int16")
    frame["published"] = pd.to_datetime(frame["published"]).astype("datetime64[s]")
    frame = settle_by_domain(frame)
    oldest = pd.Timestamp.min.as_unit("s")
    ranked = frame.assign(
        _published=frame["published"].fillna(oldest), _own=~frame["duplicate"]
    ).sort_values(["_own", "_published", "n_reported"], kind="stable")
    frame["current"] = True
    dated = ranked[ranked["year"].notna()]
    superseded = dated.index[dated.duplicated(["agency_id", "year"], keep="last")]
    frame.loc[superseded, "current"] = False
    frame.loc[frame["duplicate"], "current"] = False
    return conform(frame, SOURCES)


def _failures(rows: Sequence[dict[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return conform(pd.DataFrame(rows), FAILURES) if rows else empty(FAILURES)
