"""PDFs with a text layer: a quick pass over the text, and a slower one by geometry.

The quick pass gives the lines of the text layer. Where the sums of a report's form do not
prove every cell of its tables, or where anything about the text is odd, the page is read
by what it draws: a word is in the cell whose lines enclose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError, watch_cells
from govinfo.read.pages.geometry import Page, RuledTable, join_pages, lay_out_page
from govinfo.read.pdf.file import PdfFile, opened
from govinfo.read.pdf.quick import (
    QuickPage,
    is_only_picture,
    numbers_are_cut,
    quick_page,
    without_furniture,
)
from govinfo.read.pdf.rules import PageObjects
from govinfo.read.pdf.words import TextLayer, text_layer

_MOST_UNMAPPED = 0.03  # of a document's characters: with more, its text can't be read
_OVER = 2.0  # by which a line stands out over the edge of the page [point]
_FEW = 2  # lines that do so beside a table, as ornaments
_END = b"%%EOF"
_TAIL = 2048
_CALLED = {"Title": "title"}


def read(data: bytes, limits: Limits) -> Content:
    """Read the lines of the text layer; ``slower`` reads tables by their geometry.

    Where no line is to be relied on, the geometry is read at once. A document without
    text, or whose text has no known characters, has no blocks, and its ``slower``
    recognises characters.

    Raises
    ------
    RefusalError
        If the file is protected by a password or damaged.
    BeyondLimitError
        If it has more pages or cells than allowed.
    """
    with opened(data, limits) as file:
        pages: list[QuickPage] = []
        for index in range(file.pages):
            with file.page(index) as page:
                if page is None:
                    return _by_geometry(file, data, limits)
                pages.append(quick_page(file.raw, page))
        lines = [line for own in without_furniture([p.lines for p in pages]) for line in own]
        pictures = [number for number, page in enumerate(pages, 1) if page.picture]
        if all(page.picture or not page.lines for page in pages):
            return _to_recognise(file, data, limits) if pictures else Content([], _metadata(file))
        if any(page.odd for page in pages) or numbers_are_cut(lines):
            return _by_geometry(file, data, limits)
        return Content(
            [*lines],
            _metadata(file),
            warnings=(*_without_text(pictures), *_cut_short(data)),
            slower=partial(read_closely, data, limits),
        )


def read_closely(data: bytes, limits: Limits) -> Content:
    """Read paragraphs and tables by their geometry.

    Raises
    ------
    RefusalError
        If the file is protected by a password or damaged.
    BeyondLimitError
        If it has more pages or cells than allowed.
    """
    with opened(data, limits) as file:
        return _by_geometry(file, data, limits)


def _by_geometry(file: PdfFile, data: bytes, limits: Limits) -> Content:
    pages: list[Page] = []
    pictures: list[int] = []
    damaged: list[int] = []
    warnings: list[str] = []
    shown = unmapped = cells = 0
    recognised = False
    for number in range(1, file.pages + 1):
        with file.page(number - 1) as handle:
            if handle is None:
                damaged.append(number)
                continue
            objects = PageObjects(file.raw, handle.page, handle.frame)
            layer = text_layer(file.raw, handle.text, handle.frame, hides=objects.hides)
            if is_only_picture(file.raw, handle):
                pictures.append(number)
        rules = objects.rules(layer.turn)
        page = lay_out_page(number, layer.words, rules, layer.width, layer.height)
        cells += sum(len(block.boxes) for block in page.blocks if isinstance(block, RuledTable))
        watch_cells(cells, limits)
        shown, unmapped = shown + layer.shown + layer.hidden, unmapped + layer.unmapped
        recognised = recognised or layer.hidden > layer.shown or objects.covered
        warnings += page.warnings
        if sum(rule.left < -_OVER or rule.right > layer.width + _OVER for rule in rules) > _FEW:
            warnings.append(f"off_the_page: page {number}: a table goes on beyond its edge")
        warnings += _notes(number, layer, objects)
        pages.append(page)
    if not pages:
        raise RefusalError("is damaged: none of its pages can be read", "Fetch it again.")
    if damaged:
        warnings.append(f"damaged_pages: {_listed(damaged)} cannot be read")
    if unmapped > _MOST_UNMAPPED * shown or 0 < len(pictures) == len(pages):
        return _to_recognise(file, data, limits, warnings)
    scanned = 2 * len(pictures) > len(pages)
    return Content(
        join_pages(pages),
        _metadata(file),
        warnings=(*warnings, *_without_text(pictures), *_cut_short(data)),
        recognised=recognised,
        slower=partial(_recognise, data, limits) if scanned else None,
        slower_limit="ocr_seconds",
    )


def _notes(number: int, layer: TextLayer, objects: PageObjects) -> Iterator[str]:
    """What of a page could not be read, or was left out."""
    if layer.unmapped:
        yield f"unmapped_font: page {number}: {layer.unmapped} characters have no Unicode"
    if layer.slanted:
        yield f"slanted_text: page {number}: {layer.slanted} characters askew are left out"
    if 0 < layer.hidden <= layer.shown:
        yield f"hidden_text: page {number}: {layer.hidden} characters not shown are left out"
    if layer.outside:
        yield f"off_the_page: page {number}: {layer.outside} characters are cut off"
    if objects.too_many:
        yield f"drawing: page {number}: its lines are too many to be a table's"


def _to_recognise(
    file: PdfFile, data: bytes, limits: Limits, warnings: Iterable[str] = ()
) -> Content:
    """A document without text that can be read: its characters are to be recognised."""
    return Content(
        [],
        _metadata(file),
        warnings=(*warnings, *_cut_short(data)),
        recognised=True,
        slower=partial(_recognise, data, limits),
        slower_limit="ocr_seconds",
    )


def _recognise(data: bytes, limits: Limits) -> Content:
    from govinfo.read.ocr.reader import read_pdf

    return read_pdf(data, limits)


def _metadata(file: PdfFile) -> tuple[tuple[str, str], ...]:
    """As the file has it, but for the title, which is called as pages call it."""
    return tuple((_CALLED.get(name, name), value) for name, value in file.metadata())


def _without_text(numbers: Sequence[int]) -> Iterator[str]:
    if numbers:
        yield f"pages_without_text: {_listed(numbers)}"


def _cut_short(data: bytes) -> Iterator[str]:
    if _END not in data[-_TAIL:]:
        yield "truncated: the file does not end as a PDF ends; pages may be missing"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))
