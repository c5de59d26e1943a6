"""Old Word documents (.doc of Word 97 to 2003, also by WPS and LibreOffice)."""

from __future__ import annotations

from govinfo.model import Limits
from govinfo.read.content import Content
from govinfo.read.msdoc.story import Story
from govinfo.read.msdoc.streams import OldWordError, open_streams
from govinfo.read.office.convert import read_through_office


def read(data: bytes, limits: Limits) -> Content:
    """Read an old Word document as it is shown with all tracked changes accepted.

    Tracked insertions are kept, deletions and hidden text dropped. Footnotes, endnotes
    and text boxes follow the text; headers, footers and comments are left out.

    Raises
    ------
    RefusalError
        If it is damaged, protected by a password, or made before Word 97.
    BeyondLimitError
        If it goes beyond a limit.

    Notes
    -----
    What was made before Word 97 is read through LibreOffice where the user asks for that
    (see `govinfo.read.office.convert`).
    """
    try:
        streams = open_streams(data)
    except OldWordError as error:
        return read_through_office(data, limits, error)
    warnings: dict[str, None] = {}
    if streams.embedded:
        warnings["embedded: an embedded object or document is not read"] = None
    blocks = Story(streams, limits, warnings).blocks()
    return Content(blocks, streams.metadata, warnings=tuple(warnings))
