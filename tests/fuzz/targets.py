"""What is fuzzed: each reader, and what goes through files that hold documents."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path

from govinfo.errors import GovinfoError
from govinfo.model import Limits, Source, Table
from govinfo.read import _READERS, _finish, read_document
from govinfo.read.content import BeyondLimitError, RefusalError

Run = Callable[[bytes], None]

#: Small, so that what grows is stopped soon and many inputs are tried.
LIMITS = Limits(
    document_bytes=4 << 20, unpacked_bytes=8 << 20, cells=20_000, pages=20, members=1000
)
_MOST_MEMBERS = 20
_MOST_SEEDS = 40


@dataclass(frozen=True)
class Target:
    """One thing that is fuzzed.

    Parameters
    ----------
    name : str
        Of the reader or of what holds documents.
    load : callable
        Imports what is fuzzed and gives what reads bytes; whatever that raises is a finding.
    seeds : sequence of str
        Suffixes of the formats that the corpus begins with.
    words : sequence of str
        What inputs are made of, for the fuzzer's dictionary.
    shape : str
        How inputs are taken apart and put together again: ``""``, ``zip``, ``ole``, ``gzip``.
    native : bool
        Whether the work is done in compiled code, which gives no feedback.
    """

    name: str
    load: Callable[[], Run]
    seeds: Sequence[str]
    words: Sequence[str] = ()
    shape: str = ""
    native: bool = False

    @property
    def most(self) -> int:
        """The most bytes of an input: short ones are tried more often."""
        return 20_000 if self.shape == "ole" else 8_000


def reader(kind: str) -> Callable[[], Run]:
    """One reader, whatever the bytes look like, with the slower readings behind it."""

    def load() -> Run:
        read = import_module(f"govinfo.read.{_READERS[kind]}").read

        def run(data: bytes) -> None:
            source = Source("fuzzed", "0" * 64, kind, len(data))
            try:
                document = _finish(lambda: read(data, LIMITS), source, (), LIMITS)
                # Recognising characters takes seconds, nearly all of them in compiled code.
                while document.slower is not None and document.slower.limit == "seconds":
                    document = document.slower.read()
            except GovinfoError:
                return
            # What cannot be written would bring down whoever saves it.
            document.text.encode()
            for block in document.blocks:
                if isinstance(block, Table):
                    "".join(block.texts).encode()

        return run

    return load


def whole() -> Run:
    """From bytes to a report, as `govinfo.read_reports` does it."""
    from govinfo.parse import parse

    def run(data: bytes) -> None:
        try:
            parse(read_document(data, path="fuzzed", limits=LIMITS)).facts()
        except GovinfoError:
            return

    return run


def members() -> Run:
    """The documents in a file, each loaded."""
    from govinfo.read.members import documents

    def run(data: bytes) -> None:
        with tempfile.NamedTemporaryFile(dir=_folder()) as file:
            file.write(data)
            file.flush()
            for member in islice(documents(Path(file.name), LIMITS), _MOST_MEMBERS):
                try:
                    member.load()
                except (RefusalError, BeyondLimitError, OSError):
                    continue

    return run


def _folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


_HTML = (
    *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<th>", "</th>", "rowspan=", "0"),
    *("colspan=", "<tbody>", "<tfoot>", "<p>", "<br>", "<sup>", "<del>", "hidden", "display:none"),
    *("<!--", "-->", "<![", "<pre>", "<plaintext>", "<select>", "<svg>", "&nbsp;", "<caption>"),
    *("<style>", "<input value=", 'href="#"', "govinfo-grid=0", "charset=gb2312", "\f", "\0"),
)
_WORD = (
    *("<w:p>", "</w:p>", "<w:r>", "<w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr>"),
    *('<w:gridSpan w:val="', "<w:vMerge/>", '<w:vMerge w:val="restart"/>', "<w:del>", "<w:ins>"),
    *("<w:gridBefore", "<w:hMerge", "<w:txbxContent>", "<w:fldChar", "<w:sdt>", "<w:br/>"),
    *("<w:vertAlign", "<w:vanish/>", "<w:tab/>", "<w:numPr>", "<w:moveFrom>", "<!ENTITY"),
)
_ODF = (
    *("<table:table>", "<table:table-row>", "<table:table-cell>", "<table:covered-table-cell/>"),
    *('table:number-rows-repeated="', 'table:number-columns-repeated="', "<text:p>", "<text:s/>"),
    *('table:number-rows-spanned="', 'table:number-columns-spanned="', "<text:tracked-changes>"),
    *('office:value="', 'office:value-type="float"', "<text:list>", "<text:note>", "<!ENTITY"),
)
_RTF = (
    *("\\trowd", "\\cellx", "\\cell ", "\\row ", "\\intbl", "\\clmgf", "\\clmrg", "\\clvmgf"),
    *("\\clvmrg", "\\nestcell", "\\nestrow", "\\itap2", "\\par ", "\\u", "\\uc", "\\bin", "\\'b1"),
    *("{\\*\\", "\\deleted", "\\v ", "\\ansicpg936", "\\pard", "\\upr", "\\field", "\\super"),
)
_SHEET = (
    *('<c r="A1" t="s"><v>', "<row", '<mergeCell ref="A1:B2"/>', "<f>", 't="inlineStr"', "<is>"),
    *('t="e"', 't="b"', 't="d"', 's="1"', "hidden=", "<sheetData>", "<si><t>", "<!ENTITY"),
)
_PDF = (
    *("obj", "endobj", "stream", "endstream", "/Kids [", "/Count ", "/Type /Page", "xref", "BT"),
    *("ET", "Tj", "TJ", "Td", "Tm", "Tf", "re", "m", "l", "S", "cm", "Do", "Tr", "/ToUnicode"),
    *("beginbfchar", "beginbfrange", "/MediaBox [", "/Rotate 90", "/Encrypt", "/Filter"),
)
_MAIL = (
    *("Content-Type: multipart/mixed; boundary=", "Content-Transfer-Encoding: base64", "\r\n\r\n"),
    *("Content-Transfer-Encoding: quoted-printable", "charset=gb2312", "Content-Location: "),
    *("Content-Disposition: attachment; filename=", "=?utf-8?B?", "message/rfc822", "cid:", "--x"),
)
_CRAWL = (
    '"url"',
    '"html"',
    '"text"',
    '"content"',
    '"title"',
    "\\u0000",
    "\\ud800",
    "[",
    "{",
    "1e9",
)
_WARC = (
    *("WARC/1.0\r\n", "WARC-Type: response\r\n", "Content-Length: ", "HTTP/1.1 200 OK\r\n"),
    *("Transfer-Encoding: chunked\r\n", "Content-Encoding: gzip\r\n", "WARC-Target-URI: "),
)
_MARKS = ("|", "---", "# ", "- ", "> ", "**", "`", "```\n", "\\|", "[a](b)", "<br>", "    ")

# These fill the memory within compiled code, which only another process can end.
_BEYOND_HELP = ("form_of_itself.pdf", "forms_by_forms.pdf", "map_bomb.pdf")

TARGETS = {
    target.name: target
    for target in (
        Target("html", reader("html"), ["html"], _HTML),
        Target("text", reader("text"), ["txt"]),
        Target("markdown", reader("markdown"), ["md"], _MARKS),
        Target("csv", reader("csv"), ["csv"], (",", "\t", '"', '""', ";", "\r\n", "\0")),
        Target("docx", reader("docx"), ["docx"], _WORD, "zip"),
        Target("odt", reader("odt"), ["odt"], _ODF, "zip"),
        Target("doc", reader("doc"), ["doc"], shape="ole"),
        Target("rtf", reader("rtf"), ["rtf"], _RTF),
        Target("xlsx", reader("xlsx"), ["xlsx"], _SHEET, "zip"),
        Target("ods", reader("ods"), ["ods"], _ODF, "zip", native=True),
        Target("xls", reader("xls"), ["xls"], shape="ole", native=True),
        Target("pdf", reader("pdf"), ["pdf"], _PDF, native=True),
        Target("mhtml", reader("mhtml"), ["mhtml"], _MAIL),
        Target("eml", members, ["eml", "mhtml"], _MAIL),
        Target("json", members, ["json", "jsonl"], _CRAWL),
        Target("zip", members, ["zip", "docx"], ("PK\1\2", "PK\3\4", "PK\5\6"), "zip"),
        Target("tar", members, ["tar"], ("ustar", "../", "/etc/passwd")),
        Target("gzip", members, ["html.gz", "tar.gz"], shape="gzip"),
        Target("warc", members, ["warc", "warc.gz"], _WARC),
        Target("whole", whole, ["html", "txt", "csv", "md"], _HTML),
    )
}


def good(target: Target) -> list[bytes]:
    """The good report in each format of a target."""
    from hostile.seeds import SEEDS

    made = dict(SEEDS)
    made["tar.gz"] = lambda: gzip.compress(SEEDS["tar"]())
    made["warc.gz"] = lambda: gzip.compress(SEEDS["warc"]())
    return [made[suffix]() for suffix in target.seeds]


def seeds(target: Target) -> list[bytes]:
    """The corpus that a target begins with: good files, and hostile ones of its formats."""
    from hostile.makers import hostile

    found = good(target)
    found += [
        _written(suffix, habits=habits) for suffix in target.seeds for habits in (False, True)
    ]
    for file in hostile().values():
        if file.name not in _BEYOND_HELP and file.name.endswith(
            tuple(f".{suffix}" for suffix in target.seeds)
        ):
            found.append(file.make(10_000))
    # libFuzzer reads them all before it looks at the clock.
    return sorted((data for data in found if 0 < len(data) <= target.most), key=len)[-_MOST_SEEDS:]


def _written(suffix: str, *, habits: bool) -> bytes:
    """The end of a report as the writers of all formats give it; empty where none does."""
    from formats.writing import HABITS, WRITERS, write
    from hostile.report import PAGE

    if suffix not in WRITERS:
        return b""
    document = read_document(PAGE.read_bytes(), path=PAGE.name)
    last = max(i for i, block in enumerate(document.blocks) if isinstance(block, Table))
    short = replace(document, blocks=document.blocks[last - 1 : last + 3])
    return write(short, suffix, HABITS[suffix] if habits else (), seed=1)
