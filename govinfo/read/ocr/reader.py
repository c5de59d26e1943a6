"""Pictures and scans: characters recognised, words and ruling lines put together to pages.

What is read here may be wrong in any character. Documents say so, and what parses them
believes a number only where the sums of its form confirm it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from importlib.util import find_spec

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError, watch_cells
from govinfo.read.ocr.engine import lines_in, words_in
from govinfo.read.ocr.ink import draw_apart, enlarged, straightened
from govinfo.read.ocr.picture import pages, pictures
from govinfo.read.ocr.raster import Grey
from govinfo.read.pages.geometry import Page, RuledTable, join_pages, lay_out_page

_NEEDED = ("rapidocr", "onnxruntime", "cv2", "PIL", "pypdfium2")


def read(data: bytes, limits: Limits) -> Content:
    """Read a picture: nothing at once, its characters with ``slower``.

    Raises
    ------
    RefusalError
        If the recognition of characters is not installed.
    """
    _watch_installed("a picture")
    again = partial(_read_picture, data, limits)
    return Content([], recognised=True, slower=again, slower_limit="ocr_seconds")


def read_pdf(data: bytes, limits: Limits) -> Content:
    """Read a scan, the pages of which are drawn and their characters recognised.

    Raises
    ------
    RefusalError
        If the recognition of characters is not installed, or a page can't be drawn.
    BeyondLimitError
        If it has more pages or cells than allowed.
    """
    _watch_installed("a scan without text")
    return _recognise(pages(data, limits), limits)


def _watch_installed(what: str) -> None:
    if any(find_spec(name) is None for name in _NEEDED):
        raise RefusalError(
            f"is {what}; reading it needs optical character recognition",
            "pip install 'govinfo[ocr]'",
        )


def _read_picture(data: bytes, limits: Limits) -> Content:
    return _recognise(pictures(data, limits), limits)


def _recognise(sheets: Iterable[Grey], limits: Limits) -> Content:
    found: list[Page] = []
    cells = 0
    for number, sheet in enumerate(sheets, 1):
        page = _page(sheet, number)
        cells += sum(len(block.boxes) for block in page.blocks if isinstance(block, RuledTable))
        watch_cells(cells, limits)
        found.append(page)
    warnings = tuple(dict.fromkeys(note for page in found for note in page.warnings))
    return Content(join_pages(found), warnings=warnings, recognised=True)


def _page(sheet: Grey, number: int) -> Page:
    """One page: its lines and tables."""
    drawing = draw_apart(straightened(enlarged(sheet)))
    words = [*words_in(drawing.patches, drawing.height), *lines_in(drawing.outside)]
    rows, columns = drawing.outside.shape
    return lay_out_page(number, words, drawing.rules, columns, rows)
