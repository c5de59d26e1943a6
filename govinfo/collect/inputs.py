"""Which documents to read: files, folders, globs, lists, and the manifest."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from govinfo.errors import ReadError, SchemaError

_MANIFEST = "manifest.csv"
_COLUMNS = ("path", "agency", "year", "url", "published")
_GLOB = frozenset("*?[")

Inputs = str | Path | Iterable[str | Path]


@dataclass(frozen=True, slots=True)
class Known:
    """What a manifest says of one document; empty or None where it says nothing."""

    path: Path
    agency: str | None = None
    year: int | None = None
    url: str = ""
    published: date | None = None


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
            files.setdefault(path.resolve(), path)
        own = Path(entry) / _MANIFEST
        files.pop(own.resolve(), None)
        if manifest is None and own.is_file():
            manifests.append(own)
    for path in manifests:
        files.pop(path.resolve(), None)
        for known in read_manifest(path):
            listed[known.path.resolve()] = known
    if not given:
        return list(listed.values())
    found = [Known(path, *_rest(listed.get(resolved))) for resolved, path in files.items()]
    # A file that the manifest names inside a given folder and that is gone must not be lost.
    folders = [Path(entry).resolve() for entry in given if Path(entry).is_dir()]
    found += [
        known
        for resolved, known in listed.items()
        if resolved not in files and any(resolved.is_relative_to(folder) for folder in folders)
    ]
    return found


def _rest(known: Known | None) -> tuple[str | None, int | None, str, date | None]:
    if known is None:
        return None, None, "", None
    return known.agency, known.year, known.url, known.published


def _expand(entry: str | Path) -> Iterator[Path]:
    path = Path(entry)
    if path.is_dir():
        files = [
            file for file in sorted(path.rglob("*")) if file.is_file() and _is_document(file, path)
        ]
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


def _is_document(file: Path, top: Path) -> bool:
    """Hidden files and the attachments of saved web pages are no documents."""
    parts = file.relative_to(top).parts
    return not any(part.startswith(".") or part.endswith("_files") for part in parts)


def read_manifest(path: Path) -> list[Known]:
    """The rows of a manifest: path, agency, year, url, published.

    Paths are relative to the manifest. Only ``path`` is needed; a field left empty
    says nothing.

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
