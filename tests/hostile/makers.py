"""All hostile files by name, each made when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Makes a file; the number tells how many bytes a large one is to have or to unpack to.
Make = Callable[[int], bytes]

LARGE = 30_000_000
SMALLER = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """One file that may do harm.

    Parameters
    ----------
    name : str
        Its file name.
    make : callable
        Gives its bytes.
    says : str
        What the message of its failure must say, as a regular expression. None where it
        may be read as well.
    """

    name: str
    make: Make
    says: str | None = None


def hostile() -> dict[str, Hostile]:
    """Every hostile file by its name."""
    from . import archives, damaged, documents, messages, office, pages

    found: dict[str, Hostile] = {}
    for module in (damaged, pages, office, documents, messages, archives):
        for file in module.files():
            assert file.name not in found, file.name
            found[file.name] = file
    return found


def write(folder: Path, size: int) -> Iterator[Hostile]:
    """Write every hostile file into a folder."""
    for file in hostile().values():
        (folder / file.name).write_bytes(file.make(size))
        yield file
