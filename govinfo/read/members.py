"""The documents in a file: the file itself, or what an archive, a crawl or a mail holds."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from govinfo.model import LIMITS, Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding.flow import HEAD, Opened, Part, Watch
from govinfo.read.holding.names import Unique
from govinfo.read.holding.telling import holding_kind
from govinfo.read.kinds import zip_file_kind, zip_kind
from govinfo.read.sniff import sniff

_Failure = RefusalError | BeyondLimitError | OSError

#: Which module opens a kind; each has ``parts(opened, watch)``. Imported when first used.
_OPENERS = {
    "zip": "zips",
    "tar": "tars",
    "gzip": "packed",
    "bzip2": "packed",
    "xz": "packed",
    "zstandard": "packed",
    "7z": "others",
    "rar": "others",
    "warc": "warc",
    "json": "lines",
    "crawl": "rows",
    "eml": "mail",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a file, before it is read.

    Parameters
    ----------
    name : str
        Inside the file: ``2023/a.html``, ``b.zip!c.html``, ``line 17``; empty for a
        file that is itself a document. No two members of a file have the same.
    load : callable
        Gives the bytes, or raises `RefusalError`, `BeyondLimitError` or, for a file that
        cannot be opened, `OSError`. Only until the next member is asked for.
    url : str
        Where it was published.
    metadata : tuple of (str, str)
        What the record says of it.
    """

    name: str
    load: Callable[[], bytes]
    url: str = ""
    metadata: tuple[tuple[str, str], ...] = ()


def documents(path: Path, limits: Limits = LIMITS) -> Iterator[Member]:
    """List the documents in a file on disk.

    Nothing is unpacked to disk, and of an archive no more is held than one document.
    What holds documents is told by its bytes; archives within archives are opened in
    memory.

    Parameters
    ----------
    path : Path
        Any file.
    limits : Limits
        What a document, and an archive within an archive, may cost.

    Yields
    ------
    Member
        A plain document gives one, with an empty name. What cannot be opened (locked,
        damaged, beyond a limit, a link) is one whose ``load`` raises. Where an archive
        breaks off, a last one is named for the place. An archive without any document
        gives one whose ``load`` raises.
    """
    try:
        status = path.stat()
    except OSError as error:
        yield _failing("", error)
        return
    if stat.S_ISFIFO(status.st_mode):
        # To open it would wait until someone writes into it.
        yield _failing("", RefusalError("is a pipe, not a file", "Save what comes out of it."))
        return
    size = status.st_size
    watch = Watch(limits, size)
    part = Part("", lambda: path.open("rb", buffering=HEAD), size=size, lasting=True, path=path)
    yield from _within(Opened(part, watch), "", watch, Unique())


def documents_in(data: bytes, limits: Limits = LIMITS) -> Iterator[Member]:
    """List the documents in a file at hand; see `documents`.

    Examples
    --------
    >>> lines = '{"url": "http://x.cn/1", "html": "<p>一</p>"}'.encode()
    >>> [(member.name, member.url, member.load().decode()) for member in documents_in(lines)]
    [('line 1', 'http://x.cn/1', '<p>一</p>')]
    """
    watch = Watch(limits, len(data))
    yield from _within(Opened(Part.of_bytes("", data), watch), "", watch, Unique())


def _within(opened: Opened, name: str, watch: Watch, unique: Unique) -> Iterator[Member]:
    """The documents in something opened: itself, where it holds no others."""
    try:
        opener = None if opened.part.plain else _opener(opened)
        if opener is not None and opened.level >= watch.limits.nesting:
            raise BeyondLimitError("nesting", f"holds archives {opened.level} deep")
    except (RefusalError, BeyondLimitError, OSError) as error:
        yield _failing(unique(name), error)
        opened.leave()
        return
    if opener is None:
        yield Member(unique(name), opened.load, opened.part.url, opened.part.metadata)
    else:
        yield from _held(opener(opened, watch), opened, name, watch, unique)
    opened.leave()


def _held(
    parts: Iterator[Part], opened: Opened, name: str, watch: Watch, unique: Unique
) -> Iterator[Member]:
    """The documents in the parts of something opened."""
    found = False
    last = ""
    try:
        for part in parts:
            watch.member()
            inside = "!".join(filter(None, (name, part.name)))
            member = Opened(part, watch, opened.level + 1)
            for document in _within(member, inside, watch, unique):
                found = True
                yield document
            last = part.name or last
            if watch.over:
                break
        if not found:
            raise RefusalError("holds no document", "Leave it out.")
    except (RefusalError, BeyondLimitError, OSError) as error:
        place = f"after {last}" if last else ""
        yield _failing(unique("!".join(filter(None, (name, place)))), error)


def _opener(opened: Opened) -> Callable[[Opened, Watch], Iterator[Part]] | None:
    """How to open something that holds documents; None for a document."""
    head = opened.head()
    kind = sniff(head)
    kind = holding_kind(kind, head) or kind
    if kind == "zip":
        kind = _zip_kind(opened)
    if kind not in _OPENERS:
        return None
    opener: Callable[[Opened, Watch], Iterator[Part]]
    opener = import_module(f"govinfo.read.holding.{_OPENERS[kind]}").parts
    return opener


def _zip_kind(opened: Opened) -> str:
    path = opened.part.path
    if path is None:
        return zip_kind(opened.whole("unpacked_bytes"))
    with path.open("rb") as file:
        return zip_file_kind(file, opened.head())


def _failing(name: str, error: _Failure) -> Member:
    def refuse() -> bytes:
        raise error

    return Member(name, refuse)
