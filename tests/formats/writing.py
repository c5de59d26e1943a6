"""Write a document in any format, as the programs that people use do.

For tests: what a reader makes of it must say the same as the document. Each format has
habits, ways in which real files differ; a test may draw any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from random import Random

from formats import books, crawls, lines, odf_sheets, odf_text, old, pages, paper, rtf, word
from govinfo.model import Document

Writer = Callable[[Document, Collection[str], Random], bytes]

WRITERS: Mapping[str, Writer] = {
    "docx": word.docx,
    "doc": old.doc,
    "odt": odf_text.odt,
    "rtf": rtf.rtf,
    "xlsx": books.xlsx,
    "xls": old.xls,
    "ods": odf_sheets.ods,
    "html": pages.html,
    "mhtml": pages.mhtml,
    "eml": pages.eml,
    "md": lines.markdown,
    "txt": lines.text,
    "csv": lines.csv,
    "pdf": paper.pdf,
    "jsonl": crawls.jsonl,
    "json": crawls.json_list,
    "zip": crawls.zipped,
    "tar.gz": crawls.tarred,
}

HABITS: Mapping[str, tuple[str, ...]] = {
    "docx": word.HABITS,
    "doc": old.DOC_HABITS,
    "odt": odf_text.HABITS,
    "rtf": rtf.HABITS,
    "xlsx": books.HABITS,
    "xls": old.XLS_HABITS,
    "ods": odf_sheets.HABITS,
    "html": pages.PAGE_HABITS,
    "mhtml": pages.ARCHIVE_HABITS,
    "eml": pages.MAIL_HABITS,
    "md": lines.MARKDOWN_HABITS,
    "txt": (),
    "csv": lines.CSV_HABITS,
    "pdf": paper.HABITS,
    "jsonl": crawls.RECORD_HABITS,
    "json": crawls.RECORD_HABITS,
    "zip": crawls.ZIP_HABITS,
    "tar.gz": (),
}

#: Habits that take away what a reader goes by: less may be read, nothing wrong.
LOSSY: Mapping[str, tuple[str, ...]] = {"pdf": paper.LOSSY}


def write(document: Document, kind: str, habits: Collection[str] = (), *, seed: int = 0) -> bytes:
    """Write a document.

    Parameters
    ----------
    document : Document
        Paragraphs and tables, as a reader gave them.
    kind : str
        One of `WRITERS`.
    habits : collection of str
        Of those that ``HABITS[kind]`` and ``LOSSY[kind]`` name.
    seed : int
        Decides where in the document the habits show.
    """
    unknown = set(habits).difference(HABITS[kind], LOSSY.get(kind, ()))
    if unknown:
        raise ValueError(f"{kind} has no habit {', '.join(sorted(unknown))}: {HABITS[kind]}")
    return WRITERS[kind](document, frozenset(habits), Random(seed))
