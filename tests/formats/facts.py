"""What a file says: the facts of each reading, and how they differ from what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from govinfo.errors import ParseError
from govinfo.model import Document, Report
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.members import documents_in

#: A metric's status, value (None where it has none) and bound.
Fact: TypeAlias = tuple[str, float | None, str]
Facts: TypeAlias = Mapping[str, Fact]

#: What a report says of itself.
OF_ITSELF = ("agency", "level", "kind", "region_code", "year")
_OPEN = frozenset(("unplaced", "unreadable", "absent"))
_NOTE = 100  # characters


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is not as written."""

    metric: str
    written: Fact | None
    read: Fact | None

    @property
    def open(self) -> bool:
        """Whether it is merely not read, with no other value in its place."""
        return self.read is None or self.read[0] in _OPEN

    def __str__(self) -> str:
        return f"{self.metric}: {self.written} was read as {self.read}"


def facts_of(report: Report) -> dict[str, Fact]:
    """The facts of a report, and who and when it is; what is absent is left out."""
    frame = report.facts()
    columns = (frame["metric"], frame["status"], frame["value"], frame["bound"])
    facts: dict[str, Fact] = {
        metric: (status, value, bound) if status == "reported" else (status, None, "")
        for metric, status, value, bound in zip(*columns, strict=True)
        if status != "absent"
    }
    said = {name: getattr(report, name) for name in OF_ITSELF}
    return facts | {name: ("said", None, str(word)) for name, word in said.items() if word}


def document_in(data: bytes, name: str) -> Document:
    """The one report that a file is or holds, beside notes of a line or two."""
    found = [
        read_document(
            member.load(), path=name, member=member.name, url=member.url, metadata=member.metadata
        )
        for member in documents_in(data)
    ]
    reports = [document for document in found if len(found) == 1 or len(document.text) > _NOTE]
    assert len(reports) == 1, [document.source.member for document in found]
    return reports[0]


def readings(data: bytes, name: str) -> Iterator[dict[str, Fact]]:
    """The facts of each reading of a file, from the quickest to the last."""
    document = document_in(data, name)
    while True:
        try:
            yield facts_of(parse(document))
        except ParseError:
            if document.slower is None:
                raise
        if document.slower is None:
            return
        document = document.slower.read()


def differences(written: Facts, read: Facts) -> list[Difference]:
    """Facts that differ, in the order of their names."""
    return [
        Difference(metric, written.get(metric), read.get(metric))
        for metric in sorted({*written, *read})
        if written.get(metric) != read.get(metric)
    ]
