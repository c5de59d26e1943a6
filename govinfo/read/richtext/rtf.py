"""Rich Text Format, as Word, WPS and LibreOffice write it and many a program after them."""

from __future__ import annotations

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError
from govinfo.read.richtext.destinations import SKIPPED, STARRED
from govinfo.read.richtext.reader import Reader
from govinfo.read.richtext.words import WORDS

_BEGIN = b"{\\rtf"


def read(data: bytes, limits: Limits) -> Content:
    """Read an RTF file as it is shown with all tracked changes accepted.

    Tracked insertions are kept, deletions and hidden text dropped. Text boxes follow the
    paragraph that they are anchored in, footnotes the whole text; headers, footers and
    comments are left out. A number before a list is read as far as the file prints it.

    Raises
    ------
    RefusalError
        If it is no RTF file.
    BeyondLimitError
        If it goes beyond a limit.
    """
    start = data.find(_BEGIN)
    if start < 0:
        raise RefusalError("is no RTF file", "Fetch it again.")
    reader = Reader(data[start:], limits, WORDS, STARRED, SKIPPED)
    blocks = reader.run()
    return Content(blocks, tuple(reader.metadata.items()), warnings=tuple(reader.warnings))
