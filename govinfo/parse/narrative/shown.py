"""The printed sentence around a place in a section, to show what was read in it."""

from __future__ import annotations

import re

_STOPS = "。！？!?"
_PAIRS = {"（": "）)", "(": "）)", "【": "】", "〔": "〕", "[": "]］", "［": "]］"}
_QUOTES = {"“": "”", "‘": "’", "《": "》", "「": "」", "『": "』", "〈": "〉"}
_SPEECH = "”’」』"
_LONGEST_ASIDE = 200  # characters; a bracket that closes later was left open by mistake
_LONG = 25  # characters; a shorter line that ends without a stop is a heading, not a wrap
_MARKS = re.compile(
    f"[{re.escape(''.join((_STOPS, '；;', *_PAIRS, *_QUOTES, *_QUOTES.values())))}\n]"
)
_NEW_PARAGRAPH = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[）)、]|[.．](?![0-9]))"
)


def sentence_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the printed sentence around what stands from ``start`` to ``end``.

    Parameters
    ----------
    text : str
        A section, as the offsets of a finding refer to it.
    start, end : int
        Where the number or the statement stands.

    Returns
    -------
    tuple of int
        Start and end of the sentence, its stop with it and blanks around it left out. It
        always holds what was asked for.

    Notes
    -----
    A sentence ends at a full stop, a question or exclamation mark, a semicolon or the
    end of a line, but never within brackets or quotation marks that close again, and
    never within a number. A line that the print wrapped goes on in the next.

    Examples
    --------
    >>> text = "工作有序。收到申请12件（当面2件；网上10件），办结11件。详见附表。"
    >>> start, end = sentence_of(text, 9, 12)
    >>> text[start:end]
    '收到申请12件（当面2件；网上10件），办结11件。'
    """
    first, last = 0, len(text)
    closed = 0
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        if mark in _PAIRS or mark in _QUOTES:
            closed = max(closed, _closing(text, at))
            continue
        if at < closed or not _ends(text, at):
            continue
        if at < start:
            first = at + 1
        elif at + 1 >= end:
            last = at + 1
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _closing(text: str, opening: int) -> int:
    """Offset of the mark that closes the one at ``opening``; 0 if there is none near."""
    mark = text[opening]
    partners = _PAIRS.get(mark) or _QUOTES[mark]
    depth = 0
    for at in range(opening, min(len(text), opening + _LONGEST_ASIDE)):
        if text[at] == mark:
            depth += 1
        elif text[at] in partners:
            depth -= 1
            if not depth:
                return at
    return 0


def _ends(text: str, at: int) -> bool:
    """Whether a sentence ends with the mark at an offset that no bracket holds."""
    if text[at] in _QUOTES.values():
        return text[at] in _SPEECH and text[at - 1] == "。"
    if text[at] == "\n":
        return not _goes_on(text, at)
    return not (text[at - 1 : at].isdecimal() and text[at + 1 : at + 2].isdecimal())


def _goes_on(text: str, line_end: int) -> bool:
    """Whether the next line goes on with the sentence, or even the number, of this one."""
    line = text[text.rfind("\n", 0, line_end) + 1 : line_end].strip()
    line_after, _, _ = text[line_end + 1 :].partition("\n")
    line_after = line_after.strip()
    if not line or not line_after:
        return False
    if line[-1].isdecimal() and line_after[0].isdecimal():
        return True
    wrapped = len(line) >= _LONG and line[-1] not in f"{_STOPS}；：;:"
    return wrapped and _NEW_PARAGRAPH.match(line_after) is None
