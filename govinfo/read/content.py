"""What a reader of one format gives, and how it says that it can't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from govinfo.model import Limits
from govinfo.read.page import Grid


class RefusalError(Exception):
    """A file can't be read; readers know no path, so it is added further up.

    ``args`` are the problem (continuing "file.docx: …") and what to do.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem, hint)
        self.problem, self.hint = problem, hint


class BeyondLimitError(Exception):
    """Reading would go beyond a limit; ``found`` continues "file.docx: …"."""

    def __init__(self, limit: str, found: str) -> None:
        super().__init__(limit, found)
        self.limit, self.found = limit, found


@dataclass(frozen=True, slots=True)
class Content:
    """A document read, before its blocks are laid out.

    Parameters
    ----------
    blocks : list of str or Grid
        Paragraphs without line breaks, and tables, in the order of the page.
    metadata : tuple of (str, str)
        What the file says of itself outside its body, as printed.
    encoding : str
        Where it had to be found out.
    warnings : tuple of str
        Each as ``"diagnostic: explanation"``.
    recognised : bool
        Whether characters were recognised in a picture.
    slower : callable, optional
        Reads the same file with more care, for where this reading does not do.
    slower_limit : str
        The limit that bounds the time of ``slower``.
    """

    blocks: list[str | Grid]
    metadata: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    recognised: bool = False
    slower: Callable[[], Content] | None = None
    slower_limit: str = "seconds"


#: A reader of one format: bytes to content.
Reader = Callable[[bytes, Limits], Content]


def watch_cells(cells: int, limits: Limits) -> None:
    """Stop where tables hold more cells than allowed.

    Raises
    ------
    BeyondLimitError
        If they do.
    """
    if cells > limits.cells:
        raise BeyondLimitError("cells", f"its tables hold {cells:,} cells or more")
