"""What passes between the rooms: documents and reports, frozen and without logic."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from govinfo.registry import NO_FORMS, OwnForms

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost; beyond it the document is a failure.

    Parameters
    ----------
    document_bytes : int
        Size of a document, packed or not [bytes].
    unpacked_bytes : int
        What the parts of one document or the members of an archive within an archive
        unpack to, taken together [bytes].
    ratio : int
        How many times its packed size a part of a document or an archive's member may
        unpack to; small ones are free of it.
    nesting : int
        Archives within archives, tables within tables.
    members : int
        Files in one archive, records in one crawl.
    cells : int
        Cells in all tables of a document.
    pages : int
        Pages of a PDF.
    seconds : float or None
        Time for a document, without optical character recognition [s]. None reads in
        this process, where nothing can end a reading that does not end by itself.
    ocr_seconds : float
        Time for optical character recognition of a document [s].
    memory_bytes : int
        Memory of the process that reads [bytes]; held on Linux only.

    Examples
    --------
    >>> Limits(seconds=60).pages
    300
    """

    document_bytes: int = 64 << 20
    unpacked_bytes: int = 256 << 20
    ratio: int = 200
    nesting: int = 8
    members: int = 1_000_000
    cells: int = 200_000
    pages: int = 300
    seconds: float | None = 10.0
    ocr_seconds: float = 300.0
    memory_bytes: int = 1_500_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from, and its bytes' fingerprint."""

    path: str
    sha256: str
    format: str
    bytes: int
    encoding: str = ""
    member: str = ""
    url: str = ""

    @property
    def id(self) -> str:
        """The first 16 hex digits of the document's SHA-256."""
        return self.sha256[:16]

    @property
    def place(self) -> str:
        """The path, with the archive member after ``!``."""
        return f"{self.path}!{self.member}" if self.member else self.path


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. ``row`` and ``column`` count from 0 in the expanded grid."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the cells of a table stand, in reading order; one serves all tables of its shape.

    Two layouts are the same only if they are one object.

    ``rows``, ``columns``, ``row_spans`` and ``column_spans`` have an entry per cell.
    """

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    row_spans: tuple[int, ...]
    column_spans: tuple[int, ...]
    n_rows: int
    n_columns: int


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells as printed; ``number`` counts the document's tables from 1.

    ``texts`` are the prints of the cells that ``layout`` places. ``start`` is the offset
    in ``Document.text`` at which the table stands.
    """

    number: int
    texts: tuple[str, ...]
    layout: Layout
    start: int
    _cells: list[tuple[Cell, ...]] = field(default_factory=list, repr=False, compare=False)

    @property
    def n_rows(self) -> int:
        """Rows of the expanded grid."""
        return self.layout.n_rows

    @property
    def n_columns(self) -> int:
        """Columns of the expanded grid."""
        return self.layout.n_columns

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, in reading order; made when first asked for."""
        if not self._cells:
            at = self.layout
            places = (at.rows, at.columns, at.row_spans, at.column_spans)
            self._cells.append(tuple(map(Cell, self.texts, *places)))
        return self._cells[0]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of running text; ``start`` is its offset in ``Document.text``."""

    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives: text and tables in the order of the page.

    ``text`` is the running text without the tables, paragraphs separated by line
    breaks. ``metadata`` holds what the file says of itself outside its body
    (HTML title and meta elements, document properties), as printed. ``recognised``
    tells that characters were recognised in a picture.
    """

    source: Source
    text: str
    blocks: tuple[Paragraph | Table, ...]
    metadata: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    recognised: bool = False
    slower: Slower | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Slower:
    """A slower reading of a document, for where the quick one does not settle its tables.

    ``limit`` names the one of `Limits` that bounds its time.
    """

    read: Callable[[], Document]
    limit: str = "seconds"


@dataclass(frozen=True, slots=True)
class FactColumns:
    """The facts of one report as columns, all of the same length.

    ``state`` packs status, method and bound (see `govinfo.frames`). A fact read in
    a table has ``table`` > 0 with ``first`` and ``last`` its row and column from 1;
    a fact read in the text has ``table`` 0 and ``first``, ``last`` are character
    offsets. ``unit_unstated`` names money metrics printed without a unit.
    """

    metric: list[str]
    form: list[str]
    value: array[float]
    state: bytearray
    raw: list[str]
    table: array[int]
    first: array[int]
    last: array[int]
    unit_unstated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OtherColumns:
    """The tables of one report that fit no registered form, as columns with an entry per cell.

    ``row`` and ``column`` count from 1. ``first`` and ``last`` are the offsets of a cell's
    print in running text, 0 in a grid. ``titles`` maps table numbers to titles.
    """

    table: array[int]
    row: array[int]
    column: array[int]
    row_label: list[str]
    column_label: list[str]
    value: array[float]
    state: bytearray
    unit: list[str]
    raw: list[str]
    first: array[int]
    last: array[int]
    titles: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report: who, when, its tables and sections, and its facts.

    ``sections`` maps the section keys ``overview``, ``proactive``, ``requests``,
    ``disputes``, ``problems`` and ``other`` to their text. ``warnings`` say what
    could not be read or is doubtful, each as ``"diagnostic: explanation"``. ``others``
    are the tables of no registered form, None where there are none. ``own`` holds the
    forms of the user's own that were sought beside the registered ones.
    ``agency_basis`` and ``year_basis`` name the evidence for agency and year,
    ``scope_evidence`` holds the sentences that say what the figures cover, and
    ``spellings`` the agency's name as the document and the manifest print it.
    ``headings`` are the keys of the sections whose headings the document has, None where
    it does not have the outline of 2019 and after.
    """

    source: Source
    title: str
    agency: str | None
    agency_id: str
    level: str | None
    kind: str | None
    region_code: str | None
    year: int | None
    published: date | None
    scope: str
    forms: tuple[str, ...]
    tables_lost: tuple[str, ...]
    sections: Mapping[str, str]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...]
    columns: FactColumns
    others: OtherColumns | None = None
    own: OwnForms = NO_FORMS
    town_code: str | None = None
    agency_basis: str = ""
    year_basis: str = ""
    scope_evidence: str = ""
    spellings: tuple[str, ...] = ()
    headings: tuple[str, ...] | None = None

    def facts(self) -> pd.DataFrame:
        """The facts frame of this report: one row per metric.

        Returns
        -------
        DataFrame
            The columns of `govinfo.schema.FACTS`; values in each metric's unit.
        """
        from govinfo.frames import report_facts

        return report_facts(self)

    def _repr_html_(self) -> str:
        from govinfo.frames import report_html

        return report_html(self)


class HasFrames(Protocol):
    """Anything with a facts and a sources frame, such as a corpus."""

    @property
    def facts(self) -> pd.DataFrame:
        """The facts frame."""

    @property
    def sources(self) -> pd.DataFrame:
        """The sources frame."""
