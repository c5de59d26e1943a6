"""JSON of crawlers: a record a line, a list of records, one record, or one after another."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import IO

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.holding.fields import Found, Page, pages_in
from govinfo.read.holding.flow import CHUNK, DAMAGED, HEAD, Opened, Part, Watch
from govinfo.read.holding.textlines import decoded, lines, utf8_or_wide

# Numbers are kept as printed: none is worth the time that one of a million digits takes.
_DECODER = JSONDecoder(strict=False, parse_int=str, parse_float=str)
_SPACE = " \t\r\n\x1e\ufeff"
_BETWEEN = " \t\r\n\x1e\ufeff,"
_MOST_HELD = 100  # records without a page before the first with one, each told by itself
_NAMES = "See the names that a crawl's fields may have."
_LARGE = 1 << 20
_VALUES_A_MEMBER = 4


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """List the pages of a crawl.

    Records a line are read line by line and lists element by element, so that only one
    record is held; a value that is all of the file is held as a whole.

    Raises
    ------
    RefusalError
        Where the JSON breaks off, or holds no page at all.
    """
    file = utf8_or_wide(opened)
    found = _by_line(file, watch.limits) if _is_by_line(file) else _by_value(file, watch.limits)
    yield from with_pages(found)


def with_pages(
    found: Iterator[tuple[str, Found | RefusalError | BeyondLimitError]],
) -> Iterator[Part]:
    """Make parts of records; where none holds a page, say so once.

    Raises
    ------
    RefusalError
        If no record holds a page.
    """
    waiting: list[Part] = []  # until it is clear that this is a crawl
    problem = ""
    more = 0
    crawl = False
    for name, item in found:
        if isinstance(item, Page):
            yield from waiting
            if more:
                others = RefusalError(f"{more:,} more records hold no page text", _NAMES)
                yield Part.failing(f"before {name}", others)
            waiting.clear()
            crawl, more = True, 0
            part = Part.of_bytes(name, item.data, url=item.url, plain=True)
            yield part.saying(item.metadata)
        elif isinstance(item, RefusalError | BeyondLimitError):
            yield Part.failing(name, item)
        elif crawl:
            yield Part.failing(name, RefusalError(item.problem, _NAMES))
        else:
            problem = problem or item.problem
            if len(waiting) < _MOST_HELD:
                waiting.append(Part.failing(name, RefusalError(item.problem, _NAMES)))
            else:
                more += 1
    if waiting:
        raise RefusalError(problem, "Leave it out if it is no crawl.")


def _is_by_line(file: io.BufferedReader) -> bool:
    """Whether the first or the second line is a whole JSON object."""
    head = file.peek(HEAD)
    written = [line for line in head.split(b"\n") if line.strip()]
    if not written or not written[0].strip().startswith(b"{"):
        return False
    if len(written) == 1:
        # It may be cut here; a single value may as well be read by its line.
        return len(head) >= HEAD or _is_object(written[0])
    return any(_is_object(line) for line in written[:2])


def _is_object(line: bytes) -> bool:
    text = decoded(line)
    if text is None:
        return False
    try:
        values = list(_values_in(text))
    except (ValueError, RecursionError):
        return False
    return bool(values) and all(isinstance(value, dict) for value in values)


def _by_line(
    file: IO[bytes], limits: Limits
) -> Iterator[tuple[str, Found | RefusalError | BeyondLimitError]]:
    for number, line in enumerate(lines(file, limits.document_bytes), 1):
        watch_records(number, limits)
        name = f"line {number}"
        if not isinstance(line, str):
            yield name, line
            continue
        if not line.strip(_SPACE):
            continue
        try:
            _watch_values(line, limits)
            values = list(_values_in(line))
        except BeyondLimitError as error:
            yield name, error
            continue
        except (ValueError, RecursionError) as error:
            yield name, _no_json(error)
            continue
        pages = list(pages_in(values))
        for count, page in enumerate(pages, 1):
            yield name if len(pages) == 1 else f"{name}, record {count}", page


def watch_records(number: int, limits: Limits) -> None:
    """Stop behind the last record allowed.

    Raises
    ------
    BeyondLimitError
        If this is one more.
    """
    if number > limits.members:
        raise BeyondLimitError("members", f"holds more than {limits.members:,} records")


def _values_in(text: str) -> Iterator[object]:
    at = 0
    while at < len(text):
        while at < len(text) and text[at] in _BETWEEN:
            at += 1
        if at < len(text):
            value, at = _DECODER.raw_decode(text, at)
            yield value


def _no_json(error: Exception) -> RefusalError:
    if isinstance(error, RecursionError):
        return RefusalError("nests its values too deeply", "Leave it out.")
    said = error.msg if isinstance(error, JSONDecodeError) else str(error)
    return RefusalError(f"is no valid JSON ({said})", DAMAGED)


def _watch_values(text: str, limits: Limits) -> None:
    """Stop before a text that makes too many values.

    Raises
    ------
    BeyondLimitError
        If it does.
    """
    most = _VALUES_A_MEMBER * limits.members
    if len(text) > max(_LARGE, most):
        count = text.count(",") + text.count("[") + text.count("{")
        if count > most:
            raise BeyondLimitError("members", f"holds {count:,} values in one record")


def _by_value(
    file: IO[bytes], limits: Limits
) -> Iterator[tuple[str, Found | RefusalError | BeyondLimitError]]:
    count = 0
    for value in _Window(file, limits).values():
        for page in pages_in(value):
            count += 1
            watch_records(count, limits)
            yield f"record {count}", page


class _Window:
    """A long JSON text, of which only the value that is being read is held."""

    def __init__(self, file: io.BufferedReader | IO[bytes], limits: Limits) -> None:
        self._file, self._limits = file, limits
        head = file.peek(HEAD) if isinstance(file, io.BufferedReader) else b""
        self._decoder = codecs.getincrementaldecoder(_codec(head))(errors="replace")
        self._text, self._at = "", 0
        self._ended = False

    def values(self) -> Iterator[object]:
        """The values that stand one after another, those of an outer list one by one.

        Raises
        ------
        RefusalError
            Where the text is damaged.
        BeyondLimitError
            If a value is too long.
        """
        listed = self._next() == "["
        if listed:
            self._at += 1
        while (sign := self._next(_BETWEEN)) and not (listed and sign == "]"):
            yield self._value()
        if listed and not sign:
            raise RefusalError("breaks off within its list", DAMAGED)

    def _next(self, between: str = _SPACE) -> str:
        """The next sign that stands for something; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in between:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on, twice as far as the value has come."""
        if self._ended:
            return False
        left, limit = len(self._text) - self._at, self._limits.document_bytes
        if left > limit:
            raise BeyondLimitError("document_bytes", f"holds a record of more than {limit:,} bytes")
        data = self._file.read(max(CHUNK, left))
        self._ended = not data
        self._text = self._text[self._at :] + self._decoder.decode(data, final=not data)
        self._at = 0
        return True

    def _value(self) -> object:
        while True:
            try:
                _watch_values(self._text, self._limits)
                value, end = _DECODER.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise _no_json(error) from error
            except ValueError as error:
                if _is_broken(error, self._text) or not self._more():
                    raise _no_json(error) from error
                continue
            if end < len(self._text) or self._ended or not self._more_behind(end):
                self._at = end if end <= len(self._text) else self._at
                return value

    def _more_behind(self, end: int) -> bool:
        """Whether a value that ends where the text ends may go on: only numbers do."""
        if self._text[end - 1] in '}]"':
            return False
        return self._more()


def _is_broken(error: ValueError, text: str) -> bool:
    """Whether more text would not mend it: it does not fail where the text ends."""
    if not isinstance(error, json.JSONDecodeError):
        return True
    return not error.msg.startswith("Unterminated") and error.pos < len(text) - 16


def _codec(head: bytes) -> str:
    """UTF-8, unless the first bytes are none; the last of them may be cut."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8" if len(head) - error.start <= 3 else "gb18030"
    return "utf-8"
