"""Mails and web archives: headers, parts, and what they were packed in.

Not the standard library's parser: it takes a header of a million semicolons apart in
hours, a mail of a million parts in gigabytes, and bytes outside ASCII for lost.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from govinfo.read.content import RefusalError
from govinfo.read.encoding import codec_of, decode

_MOST_HEAD = 1 << 18  # bytes of all headers of a part
_MOST_VALUE = 4096
_MOST_PARTS = 10_000
_DEEPEST = 20
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE_BREAK = re.compile(rb"\r\n|\n|\r")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)
_PARAMETER = re.compile(
    r';\s*([^\s=;*"]+)(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))', re.DOTALL
)
_WORD = re.compile(r"=\?([\w-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")
_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Entity:
    """A message or a part of one: its headers, and where its body stands in the data.

    ``complete`` tells that the mark that ends the part is there.
    """

    data: bytes
    start: int
    end: int
    headers: dict[str, str]
    complete: bool = True

    @property
    def kind(self) -> str:
        """The content type, in small letters; empty where none is given."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding that the content type names."""
        return parameter(self.headers.get("content-type", ""), "charset")

    @property
    def name(self) -> str:
        """The name of the file that the part is."""
        disposition = self.headers.get("content-disposition", "")
        kind = self.headers.get("content-type", "")
        return parameter(disposition, "filename") or parameter(kind, "name")

    @property
    def identity(self) -> str:
        """The content ID, without its brackets."""
        return self.headers.get("content-id", "").strip().strip("<>")

    def content(self) -> tuple[bytes, bool]:
        """Take the body out of its transfer encoding.

        Returns
        -------
        data : bytes
            As far as it can be unpacked.
        whole : bool
            Whether that is all of it.
        """
        raw = self.data[self.start : self.end]
        packing = self.headers.get("content-transfer-encoding", "").strip().lower()
        if packing == "base64":
            bare = _BASE64.sub(b"", raw)
            spare = len(bare) % 4
            data = binascii.a2b_base64(bare[: len(bare) - spare] if spare == 1 else bare + b"==")
            return data, self.complete and spare != 1
        if packing == "quoted-printable":
            return binascii.a2b_qp(raw), self.complete
        return raw, self.complete and packing in ("", "7bit", "8bit", "binary")

    def text(self) -> str:
        """Decode the body.

        Raises
        ------
        UnicodeError
            If it is no text in any encoding known here.
        """
        return decode(self.content()[0], self.charset)[0]


def message(data: bytes) -> Entity:
    r"""Read the headers of a message.

    Examples
    --------
    >>> mail = message(b"Subject: =?gb2312?B?xOqxqA==?=\nContent-Type: text/html\n\n<p>")
    >>> mail.headers["subject"], mail.kind, mail.content()
    ('年报', 'text/html', (b'<p>', True))
    """
    return _entity(data, 0, len(data))


def children(entity: Entity) -> list[Entity]:
    """List the parts of a ``multipart`` message, one level down.

    Raises
    ------
    RefusalError
        If there are too many.
    """
    boundary = parameter(entity.headers.get("content-type", ""), "boundary").rstrip()
    if not boundary:
        return []
    mark = b"--" + boundary.encode("latin-1", "replace")
    found: list[Entity] = []
    begin: int | None = None
    for line, after, closing in _marks(entity, mark):
        if begin is not None:
            found.append(_entity(entity.data, begin, _without_break(entity.data, begin, line)))
        begin = None if closing else after
        if closing:
            break
    if begin is not None and begin < entity.end:
        found.append(_entity(entity.data, begin, entity.end, complete=False))
    return found


def leaves(entity: Entity, depth: int = 0) -> Iterator[Entity]:
    """All parts that hold no others, in their order.

    Raises
    ------
    RefusalError
        If there are too many, or they are nested too deeply.
    """
    if depth > _DEEPEST:
        raise RefusalError("nests its parts too deeply", "Save it again.")
    parts = children(entity) if entity.kind.startswith("multipart/") else []
    if not parts:
        yield entity
    for part in parts:
        yield from leaves(part, depth + 1)


def _marks(entity: Entity, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where the lines that part the parts begin and end, and whether one is the last."""
    data, end = entity.data, entity.end
    seen = 0
    at = entity.start
    if not data.startswith(mark, at):
        at = data.find(b"\n" + mark, at, end) + 1
    while at > 0 or (at == entity.start and data.startswith(mark, at)):
        seen += 1
        if seen > _MOST_PARTS:
            raise RefusalError(f"holds more than {_MOST_PARTS:,} parts", "Leave it out.")
        after = data.find(b"\n", at + len(mark), end)
        after = end if after < 0 else after + 1
        rest = data[at + len(mark) : min(after, at + len(mark) + 80)].strip()
        if rest in (b"", b"--"):
            yield at, after, rest == b"--"
        at = data.find(b"\n" + mark, after - 1, end) + 1


def _without_break(data: bytes, start: int, end: int) -> int:
    """The end of a part without the line break that belongs to the mark behind it."""
    if end > start and data[end - 1 : end] == b"\n":
        end -= 1
    if end > start and data[end - 1 : end] == b"\r":
        end -= 1
    return end


def _entity(data: bytes, start: int, end: int, *, complete: bool = True) -> Entity:
    if data[start : start + 1] == b"\n" or data[start : start + 2] == b"\r\n":
        body = start + (1 if data[start : start + 1] == b"\n" else 2)
        return Entity(data, body, end, {}, complete)
    close = _END_OF_HEAD.search(data, start, min(end, start + _MOST_HEAD))
    head = data[start : close.start() if close else min(end, start + _MOST_HEAD)]
    body = close.end() if close else end
    return Entity(data, body, end, read_headers(head), complete)


def read_headers(head: bytes) -> dict[str, str]:
    r"""Read header lines; of several of one name the first counts.

    Examples
    --------
    >>> read_headers(b"From: a\nSubject: b\n c")
    {'from': 'a', 'subject': 'b c'}
    """
    found: dict[str, bytes] = {}
    name = ""
    for line in _LINE_BREAK.split(head):
        if line[:1] in (b" ", b"\t"):
            if name and len(found[name]) < _MOST_VALUE:
                found[name] += b" " + line.strip()
            continue
        field = _FIELD.match(line)
        name = field[1].decode("ascii").lower() if field else ""
        if field is None or name in found:
            name = ""
            continue
        found[name] = field[2].strip()
    return {name: decoded_words(_plain(value[:_MOST_VALUE])) for name, value in found.items()}


def _plain(value: bytes) -> str:
    for codec in ("utf-8", "gb18030"):
        try:
            return value.decode(codec)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def decoded_words(text: str) -> str:
    """Decode the encoded words of a header, which may cut characters in two.

    Examples
    --------
    >>> decoded_words("=?GB2312?B?xOo=?= =?gb2312?q?=B1=A8?= 2023")
    '年报 2023'
    """
    if "=?" not in text:
        return text
    joined = _BETWEEN_WORDS.sub(r"\1\2", text)
    out: list[str] = []
    charset, data, at = "", b"", 0
    for match in _WORD.finditer(joined):
        said = match[1].lower()
        if data and (match.start() > at or said != charset):
            out.append(_in_charset(data, charset))
            data = b""
        out.append(joined[at : match.start()])
        charset, data, at = said, data + _word(match[2], match[3]), match.end()
    if data:
        out.append(_in_charset(data, charset))
    return "".join((*out, joined[at:]))


def _word(packing: str, printed: str) -> bytes:
    if packing in "bB":
        bare = _BASE64.sub(b"", printed.encode("ascii", "ignore"))
        spare = len(bare) % 4
        return binascii.a2b_base64(bare[: len(bare) - spare] if spare == 1 else bare + b"==")
    return binascii.a2b_qp(printed.encode("latin-1", "replace"), header=True)


def _in_charset(data: bytes, charset: str) -> str:
    codec = codec_of(charset) or ("latin-1" if charset.startswith("iso-8859") else "utf-8")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return _plain(data)


def parameter(value: str, name: str) -> str:
    """Find a parameter of a header's value; empty where it is not given.

    Examples
    --------
    >>> parameter("attachment; filename*=UTF-8''%E5%B9%B4%E6%8A%A5.doc", "filename")
    '年报.doc'
    >>> parameter('text/html; charset="gb2312"', "charset")
    'gb2312'
    """
    plain = ""
    pieces: dict[int, tuple[str, bool]] = {}
    for found in _PARAMETER.finditer(value[:_MOST_VALUE]):
        if found[1].lower() != name:
            continue
        printed = re.sub(r"\\(.)", r"\1", found[4]) if found[4] is not None else found[5].strip()
        if found[2] is None and found[3] is None:
            plain = plain or printed
        else:
            pieces.setdefault(int(found[2] or 0), (printed, found[3] is not None))
    if not pieces:
        return plain
    charset, data = "", b""
    for number in sorted(pieces):
        printed, coded = pieces[number]
        if coded and number == min(pieces) and printed.count("'") >= 2:
            charset, _, printed = printed.split("'", 2)
        data += unquote_to_bytes(printed) if coded else printed.encode()
    return _in_charset(data, charset.lower())
