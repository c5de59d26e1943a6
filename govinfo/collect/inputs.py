"""Which documents to read: files, folders, globs, lists, and the manifest."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from govinfo.errors import ReadError, SchemaError
from govinfo.read.holding.names import is_no_document, is_part_of_page, saved_pages

_MANIFEST = "manifest.csv"
_COLUMNS = ("path", "agency", "year", "url", "published")
_GLOB = frozenset("*?[")

Inputs = str | Path | Iterable[str | Path]


@dataclass(frozen=True, slots=True)
class Known:
    """What a manifest says of one document; empty or None where it says nothing.

    ``given`` is the agency that the user names for this one document, without a manifest.

    ``members`` are what it says of the documents in an archive, by their names;
    ``only_members`` that no others are to be read.
    """

    path: Path
    agency: str | None = None
    year: int | None = None
    url: str = ""
    published: date | None = None
    given: str | None = None
    members: Mapping[str, Known] = field(default_factory=dict)
    only_members: bool = False


def find_documents(inputs: Inputs | None, manifest: str | Path | bool | None) -> list[Known]:
    """Every document to read, once, with what is known of it.

    Parameters
    ----------
    inputs : str, Path or iterable of these, optional
        Files, folders (searched through) and glob patterns.
    manifest : str, Path or bool, optional
        A manifest's path. None: a ``manifest.csv`` at the top of a given folder is
        used. False: none is.

    Raises
    ------
    ReadError
        If an input does not exist or holds no file.
    SchemaError
        If the manifest is malformed.
    """
    listed: dict[Path, Known] = {}
    manifests: list[Path] = []
    if isinstance(manifest, str | Path):
        manifests.append(Path(manifest))
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs or [])
    if not given and not manifests:
        raise ReadError("Nothing to read: give a file, a folder, a glob or a manifest.")
    files: dict[Path, Path] = {}
    for entry in given:
        for path in _expand(entry):
            files.setdefault(_resolved(path), path)
        own = Path(entry) / _MANIFEST
        files.pop(_resolved(own), None)
        if manifest is None and own.is_file():
            manifests.append(own)
    for path in manifests:
        files.pop(_resolved(path), None)
        for known in _by_file(read_manifest(path)):
            listed[_resolved(known.path)] = known
    if not given:
        return list(listed.values())
    found = [
        replace(listed[resolved], path=path, only_members=False)
        if resolved in listed
        else Known(path)
        for resolved, path in files.items()
    ]
    # A file that the manifest names inside a given folder and that is gone must not be lost.
    folders = [_resolved(Path(entry)) for entry in given if Path(entry).is_dir()]
    found += [
        known
        for resolved, known in listed.items()
        if resolved not in files and any(resolved.is_relative_to(folder) for folder in folders)
    ]
    return found


def _by_file(rows: Iterable[Known]) -> Iterator[Known]:
    """Gather what is said of ``archive.zip!member`` under the archive."""
    archives: dict[Path, dict[str, Known]] = {}
    for known in rows:
        file, mark, member = str(known.path).partition("!")
        if mark and not known.path.exists() and Path(file).is_file():
            archives.setdefault(Path(file), {})[member] = known
        else:
            yield known
    for path, members in archives.items():
        yield Known(path, members=members, only_members=True)


def _expand(entry: str | Path) -> Iterator[Path]:
    path = Path(entry)
    if path.is_dir():
        files = _files_below(path)
        if not files:
            raise ReadError.at(
                str(entry), "holds no file", "Give the folder that holds the reports."
            )
        yield from files
    elif not path.exists() and _GLOB & set(str(entry)):
        anchor = Path(path.anchor) if path.is_absolute() else Path()
        pattern = str(path.relative_to(path.anchor)) if path.is_absolute() else str(entry)
        files = [file for file in sorted(anchor.glob(pattern)) if file.is_file()]
        if not files:
            raise ReadError.at(str(entry), "matches no file", "Check the pattern and the folder.")
        yield from files
    else:
        # A missing file is reported with the others when it is read.
        yield path


def _files_below(folder: Path) -> list[Path]:
    """All documents in a folder and its folders; a folder that can't be opened stands for its own.

    Links to folders are not followed.
    """
    found: list[Path] = []

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, _, names in os.walk(folder, onerror=closed):
        files = (Path(place, name) for name in names)
        # A link that leads nowhere is a document that is missing; a pipe is none.
        found += [file for file in files if file.is_file() or file.is_symlink()]
    below = {file: file.relative_to(folder).as_posix() for file in found}
    pages = saved_pages(below.values())
    return sorted(
        file
        for file, name in below.items()
        if not is_no_document(name) and not is_part_of_page(name, pages)
    )


def _resolved(path: Path) -> Path:
    """The path without links; as it is where the links lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()


def read_manifest(path: Path) -> list[Known]:
    """The rows of a manifest: path, agency, year, url, published.

    Paths are relative to the manifest; ``archive.zip!name`` is a member of an archive.
    Only ``path`` is needed; a field left empty says nothing.

    Raises
    ------
    ReadError
        If the file is missing.
    SchemaError
        If a column is missing or a year or date is malformed; the message names
        the row.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ReadError.at(
            str(path), f"cannot be read ({error.strerror})", "Check the path of the manifest."
        ) from error
    except UnicodeDecodeError as error:
        raise ReadError.at(str(path), "is not UTF-8", "Save the manifest as CSV UTF-8.") from error
    reader = csv.DictReader(text.splitlines())
    names = reader.fieldnames or []
    if "path" not in names:
        raise SchemaError.missing_columns(f"The manifest {path}", ["path"], names)
    return [_known(path, row, number) for number, row in enumerate(reader, start=2)]


def _known(manifest: Path, row: dict[str, str | None], number: int) -> Known:
    fields = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if not fields["path"]:
        raise SchemaError(f"{manifest}, row {number}: no path. Fill it in or delete the row.")
    try:
        year = int(fields["year"]) if fields["year"] else None
        published = date.fromisoformat(fields["published"]) if fields["published"] else None
    except ValueError as error:
        raise SchemaError(
            f"{manifest}, row {number}: {error}. Write years as 2023 and dates as 2024-01-31."
        ) from error
    return Known(
        manifest.parent / fields["path"], fields["agency"] or None, year, fields["url"], published
    )
