"""Names in archives: what they say, and which say that something is no document."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from pathlib import PurePosixPath

from govinfo.read.encoding import decode

_CONTROLS = {code: "\ufffd" for code in (*range(32), 127, *range(0x80, 0xA0), 0x2028, 0x2029)}
_SURROGATES = re.compile("[\ud800-\udfff]")
_LONGEST = 1000  # characters
_PAGE = re.compile(r"(?i)\.(?:[sx]?html?|mht|mhtml|aspx?|jspx?|php)$")
# Browsers and Office name the folder of a saved page's parts in their own language.
_PARTS = re.compile(r"(?i)(?:[_.]files|[-_]dateien|_fichiers|_archivos|_arquivos|_bestanden)$")
_SYSTEM = frozenset(("__macosx", "thumbs.db", "desktop.ini", "$recycle.bin"))
_LOOKS = re.compile(r"(?i)\.(?:css|less|scss|m?js|map|woff2?|ttf|otf|eot|ico|cur|svg|swf|lnk)$")


def label(raw: bytes | str) -> str:
    r"""Make a name as it is printed in an archive fit to be shown; it is never a path.

    Parameters
    ----------
    raw : bytes or str
        Bytes are read as UTF-8, else as GB18030 or Big5.

    Examples
    --------
    >>> label("年报.html".encode("gb18030")), label("a\\b.html")
    ('年报.html', 'a/b.html')
    """
    text = raw if isinstance(raw, str) else _decoded(raw)
    plain = _SURROGATES.sub("\ufffd", text.replace("\\", "/").translate(_CONTROLS))
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass  # as Windows writes names in China; Taiwan's are told by what reads as Chinese
    try:
        return decode(raw)[0]
    except UnicodeError:
        return raw.decode("gb18030", errors="replace")


class Unique:
    """Gives names that were given before a number, so that each names one thing.

    Examples
    --------
    >>> unique = Unique()
    >>> [unique(name) for name in ("a.html", "b.html", "a.html")]
    ['a.html', 'b.html', 'a.html (2)']
    """

    def __init__(self) -> None:
        self._given: set[int] = set()  # hashes take a third of the room of names
        self._again: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        """Give the name, or the first numbered one that is free."""
        given = name
        while hash(given) in self._given:
            count = self._again[name] = self._again.get(name, 1) + 1
            given = f"{name} ({count})"
        self._given.add(hash(given))
        return given


def saved_pages(names: Iterable[str]) -> frozenset[str]:
    """The web pages among names, without their suffixes and in small letters.

    Parameters
    ----------
    names : iterable of str
        With ``/`` between folders.

    Examples
    --------
    >>> sorted(saved_pages(["2023/年报.HTML", "2023/表.pdf"]))
    ['2023/年报']
    """
    return frozenset(_PAGE.sub("", name).lower() for name in names if _PAGE.search(name))


def is_part_of_page(name: str, pages: Container[str]) -> bool:
    """Whether a file stands in the folder that a browser made for the parts of a page.

    Such a folder is called ``X_files`` or ``X.files`` and stands beside ``X.html``.
    Without the page it is a folder like others.

    Parameters
    ----------
    name : str
        With ``/`` between folders.
    pages : container of str
        From `saved_pages`.

    Examples
    --------
    >>> pages = saved_pages(["2023/年报.html"])
    >>> [is_part_of_page(f"2023/{name}", pages) for name in ("年报_files/a.png", "表_files/a.png")]
    [True, False]
    """
    if "iles/" not in name and _PARTS.search(name.rpartition("/")[0]) is None:
        return False
    folders = name.split("/")[:-1]
    for depth, folder in enumerate(folders):
        suffix = _PARTS.search(folder)
        if suffix is not None:
            page = "/".join((*folders[:depth], folder[: suffix.start()]))
            if page.lower() in pages:
                return True
    return False


def is_no_document(name: str) -> bool:
    """Whether a name says that something is no document.

    Hidden files, what systems leave behind, and what only gives pages their looks.

    Examples
    --------
    >>> [is_no_document(name) for name in ("__MACOSX/._年报.doc", "a/.b", "a/site.css", "../a.doc")]
    [True, True, True, False]
    """
    parts = PurePosixPath(name).parts
    return any(_is_system(part) for part in parts) or _LOOKS.search(name) is not None


def _is_system(part: str) -> bool:
    hidden = part.startswith((".", "~$")) and part not in (".", "..")
    return hidden or part.lower() in _SYSTEM


class Pages(Container[str]):
    """The pages in an archive whose names are only listed once they are needed.

    Parameters
    ----------
    names : callable
        Lists all names.
    """

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names
        self._pages: frozenset[str] | None = None

    def __contains__(self, page: object) -> bool:
        if self._pages is None:
            self._pages = saved_pages(self._names())
        return page in self._pages
