"""Statutory tables that lost their borders: placed by labels in running text.

Labels are found in a copy without spaces and pipes, so that a label torn over lines
is still one label; the values of a row are what stands between its label and the
next. A row is placed when it has exactly as many values as the form has columns.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from govinfo.parse.cells import read_number
from govinfo.parse.fold import Folded
from govinfo.parse.labels import ENUMERATOR, Vocabulary, core, has_han, vocabulary
from govinfo.parse.sheet import Entry, Place, Sheet, form_slots
from govinfo.parse.units import stated_unit
from govinfo.registry import tree

_DROP = re.compile(
    r"(?m)^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$"  # rule of a markdown table
    r"|<!--.*?-->|<br\s*/?>|[\s|｜\u200b-\u200f\ufeff]+"
)
_PAGE_MARK = re.compile(
    r"(?m)^[ \t\xa0]*(?:[-–—]{1,2}[ \t\xa0]*\d{1,3}[ \t\xa0]*[-–—]{1,2}|第\d{1,3}页(?:共\d{1,3}页)?)[ \t\xa0]*$"
)
_PIECE = re.compile(r"[^\s|｜]+")
_LONG = 5  # a label of so many characters is unmistakable wherever it stands
_STARTS_NUMBERED = re.compile(ENUMERATOR)


@dataclass(frozen=True, slots=True)
class Compact:
    """Text without spaces and pipes; ``at[i]`` is where ``text[i]`` stood."""

    text: str
    at: Sequence[int]


@dataclass(frozen=True, slots=True)
class Label:
    """A label in the compact text."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A value in the folded text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands between a label and the next: values, then perhaps a stranger.

    ``fields`` are the cells of the row's line where tabs or pipes mark them, blanks
    included; empty where they don't.
    """

    values: tuple[Piece, ...]
    stranger: str
    stranger_values: tuple[Piece, ...]
    fields: tuple[Piece, ...]


def compact(text: str) -> Compact:
    """``text`` without white space, pipes and markdown rules."""
    parts: list[str] = []
    at = array("i")
    here = 0
    for match in _DROP.finditer(text):
        parts.append(text[here : match.start()])
        at.extend(range(here, match.start()))
        here = match.end()
    parts.append(text[here:])
    at.extend(range(here, len(text)))
    return Compact("".join(parts), at)


def find_labels(packed: Compact, words: Vocabulary, start: int, end: int) -> list[Label]:
    """All labels between two places of the compact text.

    A short label counts only where it stands free: 其他 inside 其他情形 is none.
    """
    matches = [match.span() for match in words.scan.finditer(packed.text, start, end)]
    starts = {span[0] for span in matches}
    ends = {span[1] for span in matches}
    found: list[Label] = []
    for first, last in matches:
        printed = packed.text[first:last]
        name = core(printed)
        if len(name) < _LONG:
            before = packed.text[first - 1 : first]
            after = packed.text[last : last + 1]
            numbered = _STARTS_NUMBERED.match(printed) is not None
            if has_han(before) and first not in ends and not numbered:
                continue
            if has_han(after) and last not in starts:
                continue
        found.append(Label(name, first, last))
    return found


def regions(packed: Compact, names: Sequence[str], gap: int, at_least: int) -> list[tuple[int, int]]:
    """Where labels stand so close together that they must be a table.

    Parameters
    ----------
    packed : Compact
        The text.
    names : sequence of str
        Cores of labels that prose hardly holds.
    gap : int
        Characters between two labels of one table, at most.
    at_least : int
        Distinct labels that make a table.
    """
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    clusters: list[list[re.Match[str]]] = []
    for match in pattern.finditer(packed.text):
        if clusters and match.start() - clusters[-1][-1].end() <= gap:
            clusters[-1].append(match)
        else:
            clusters.append([match])
    return [
        (group[0].start(), group[-1].end())
        for group in clusters
        if len({match[0] for match in group}) >= at_least
    ]


def segment(text: str, start: int, end: int) -> Segment:
    """The values between two places of the folded text."""
    raw = _PAGE_MARK.sub(lambda match: " " * len(match[0]), text[start:end])
    values: list[Piece] = []
    foreign: list[Piece] = []
    stranger: list[str] = []
    for match in _PIECE.finditer(raw):
        printed = match[0]
        piece = Piece(printed, start + match.start(), start + match.end())
        status = read_number(printed, "change").status
        if status == "blank":
            continue
        if status == "unreadable":
            money = read_number(printed, "money").status == "reported"
            if not money and (has_han(printed) or not any(c.isdigit() for c in printed)):
                digits, rest = _leading_value(printed)
                if digits and not stranger:
                    values.append(Piece(digits, piece.start, piece.start + len(digits)))
                if has_han(rest):
                    stranger.append(rest)
                continue
        (foreign if stranger else values).append(piece)
    return Segment(
        tuple(values), "".join(stranger), tuple(foreign), _fields(raw, start) if not stranger else ()
    )


_VALUE_THEN_TEXT = re.compile(r"((?:[\d.,+-]+(?:万元|元|件)?)?)(.*)", re.DOTALL)


def _leading_value(printed: str) -> tuple[str, str]:
    """``0000000四、政府`` is a run of digits and the text that follows it."""
    match = _VALUE_THEN_TEXT.fullmatch(printed)
    return (match[1], match[2]) if match else ("", printed)


def _fields(raw: str, start: int) -> tuple[Piece, ...]:
    """The cells behind a label on its own line, by tabs or pipes, blank ones too."""
    line = raw.split("\n", 1)[0]
    mark = "\t" if "\t" in line else "|" if "|" in line else ""
    if not mark:
        return ()
    found: list[Piece] = []
    here = 0
    for text in line.split(mark):
        found.append(Piece(text, start + here, start + here + len(text)))
        here += len(text) + 1
    found = found[1:]  # between the label and the first mark
    if found and mark == "|" and line.rstrip().endswith("|"):
        found = found[:-1]
    return tuple(found)


class StreamReader:
    """Reads the statutory tables of one running text into sheets."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.packed = compact(folded.text)

    def requests(self, sheet: Sheet) -> bool:
        """Read the requests table; return whether there was one."""
        words = vocabulary("requests")
        certain = [name for name, key in words.rows.items() if len(name) >= _LONG]
        found = regions(self.packed, certain, gap=200, at_least=5)
        for start, end in found:
            self._requests_region(sheet, words, start, end)
        return bool(found)

    def _requests_region(self, sheet: Sheet, words: Vocabulary, start: int, end: int) -> None:
        order = tuple(dict.fromkeys(words.columns.values()))
        if not self._heads_agree(words, order, start):
            sheet.notes.append("header_conflict: the heads of the requests table stand in another order")
        usable = not any(note.startswith("header_conflict") for note in sheet.notes)
        begin = self._with_enumerator(start)
        labels = find_labels(self.packed, words, begin, self._limit(end, 400))
        empty: list[str] = []
        previous = ""
        for label, part in self._segments(labels):
            key = words.rows.get(label.name)
            if key == "other.other" and not previous.startswith("other."):
                key = None
            if key is None and label.name not in words.others:
                continue
            if key is not None:
                previous = key
            if key is not None and (key != "other.total" or part.values):
                sheet.rows_seen.add(key)
                if part.values:
                    self._row(sheet, key, order, part, usable)
                else:
                    empty.append(key)
            if part.stranger:
                self._stranger(sheet, words, order, part, usable)
            if key == "carried_out" and part.stranger:
                break
        for key in empty:
            if not any(row == key for row, _ in sheet.entries):
                sheet.row_uncertain(key, order, "blank", "", (0, 0, 0))

    def _with_enumerator(self, start: int) -> int:
        """The place before the enumerator of the label at ``start``."""
        return max(0, start - 4)

    def _limit(self, end: int, reach: int) -> int:
        """How far a table may go on behind its last certain label: not into a heading."""
        limit = min(end + reach, len(self.packed.text))
        heading = _headings().search(self.packed.text, end, limit)
        return heading.start() if heading else limit

    def _heads_agree(self, words: Vocabulary, order: Sequence[str], start: int) -> bool:
        """Whether the heads before the first row, where all are there, are the form's.

        A head over three rows is read as it stands: 总计 beside 自然人 comes before the
        five kinds of organisation.
        """
        labels = find_labels(self.packed, words, max(0, start - 160), start)
        keys = [words.columns[label.name] for label in labels if label.name in words.columns]
        keys = keys[-len(order) :]
        if sorted(keys) != sorted(order):
            return True
        head, *body, total = order
        return keys in ([head, *body, total], [head, total, *body])

    def _segments(self, labels: Sequence[Label]) -> Iterator[tuple[Label, Segment]]:
        """Each label with what stands between it and the next label or heading."""
        text, at = self.folded.text, self.packed.at
        for i, label in enumerate(labels):
            begin = at[label.end - 1] + 1
            if i + 1 < len(labels):
                end = at[labels[i + 1].start]
            else:
                limit = self._limit(label.end, 400)
                end = at[limit] if limit < len(at) else len(text)
            yield label, segment(text, begin, end)

    def _stranger(
        self,
        sheet: Sheet,
        words: Vocabulary,
        order: Sequence[str],
        part: Segment,
        usable: bool,
    ) -> None:
        if not part.stranger_values:
            return
        missing = [
            key for key in words.rows.values() if key not in sheet.rows_seen and len(key) > _LONG
        ]
        key = words.nearest_row(part.stranger, missing)
        if key is None:
            run = " ".join(piece.text for piece in part.stranger_values)
            sheet.strangers.append(f"{part.stranger[:40]}: {run[:60]}")
            return
        sheet.rows_seen.add(key)
        self._row(sheet, key, order, Segment(part.stranger_values, "", (), ()), usable)

    def _row(
        self, sheet: Sheet, row: str, columns: Sequence[str], part: Segment, usable: bool
    ) -> None:
        pieces: Sequence[Piece] = part.values
        if len(pieces) != len(columns) and len(part.fields) == len(columns):
            pieces = part.fields
        if usable and len(pieces) == len(columns) and all(map(_whole, pieces)):
            for piece, column in zip(pieces, columns, strict=True):
                sheet.put(row, column, Entry(piece.text, self._place(piece, piece), "stream"))
            return
        run = " ".join(piece.text for piece in part.values)
        place = self._place(part.values[0], part.values[-1])
        sheet.row_uncertain(row, columns, _doubt(part.values, len(columns)), run, place)

    def _place(self, first: Piece, last: Piece) -> Place:
        start, end = self.folded.span(first.start, max(last.end, first.start))
        return (0, start, max(end - 1, start))

    def proactive(self, sheet: Sheet) -> bool:
        """Read the proactive table; return whether there was one."""
        words = vocabulary("proactive")
        certain = [
            name
            for name in (*words.columns, *words.others)
            if len(name) >= 4 and name != "本年增减"
        ]
        found = regions(self.packed, certain, gap=90, at_least=4)
        for start, end in found:
            begin = self._with_enumerator(start)
            labels = find_labels(self.packed, words, begin, self._limit(end, 60))
            self._proactive_region(sheet, words, labels)
        return bool(found) and bool(sheet.rows_seen)

    def _proactive_region(
        self, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
    ) -> None:
        heads: list[str] = []
        units: dict[str, str] = {}
        in_head = False
        for label, part in self._segments(labels):
            column = words.columns.get(label.name)
            if column is not None:
                if not in_head:
                    heads, units, in_head = [], {}, True
                heads.append(column)
                units[column] = stated_unit(self.packed.text[label.start : label.end])
                continue
            row = words.rows.get(label.name)
            if row is None:
                # 第二十条第（五）项 opens a block: the heads above no longer hold.
                in_head, heads = False, []
                continue
            in_head = False
            if not heads or len(set(heads)) != len(heads):
                continue
            sheet.rows_seen.add(row)
            sheet.columns_seen.update(heads)
            if not part.values:
                sheet.row_uncertain(row, heads, "blank", "", (0, 0, 0))
                continue
            self._row(sheet, row, heads, part, usable=True)
            for column in heads:
                entry = sheet.entries.get((row, column))
                if entry is not None:
                    entry.stated_unit = units[column]

    def disputes(self, sheet: Sheet) -> bool:
        """Read the disputes table; return whether there was one."""
        words = vocabulary("disputes")
        certain = [name for name in words.columns if name not in ("总计", "合计")]
        slots = list(form_slots("disputes"))
        seen = False
        for start, end in self._dense(certain, gap=40, times=8):
            labels = find_labels(
                self.packed, words, max(0, start - 40), min(end + 40, len(self.packed.text))
            )
            columns = [label for label in labels if label.name in words.columns]
            if len(columns) != len(slots):
                continue
            seen = True
            *_, (_, part) = self._segments([*labels[: labels.index(columns[-1]) + 1]])
            self._disputes_row(sheet, slots, part)
        return seen

    def _dense(
        self, names: Sequence[str], gap: int, times: int
    ) -> Iterator[tuple[int, int]]:
        """Stretches in which the names occur so many times, close together."""
        pattern = re.compile("|".join(map(re.escape, names)))
        group: list[tuple[int, int]] = []
        for match in [*pattern.finditer(self.packed.text), None]:
            if match is not None and (not group or match.start() - group[-1][1] <= gap):
                group.append(match.span())
                continue
            if len(group) >= times:
                yield group[0][0], group[-1][1]
            group = [match.span()] if match is not None else []

    def _disputes_row(
        self, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment
    ) -> None:
        pieces: Sequence[Piece] = part.values
        if len(pieces) != len(slots) and len(part.fields) == len(slots):
            pieces = part.fields
        if len(pieces) == len(slots) and all(map(_whole, pieces)):
            for piece, (item, column) in zip(pieces, slots, strict=True):
                sheet.put(item, column, Entry(piece.text, self._place(piece, piece), "stream"))
            return
        if not part.values:
            for item, column in slots:
                sheet.put(item, column, Entry("", (0, 0, 0), "", "blank"))
            return
        run = " ".join(piece.text for piece in part.values)
        place = self._place(part.values[0], part.values[-1])
        status = _doubt(part.values, len(slots))
        for item, column in slots:
            sheet.put(item, column, Entry(run, place, "", status))
        likely = _likeliest(part.values)
        sheet.notes.append(
            f"unplaced_numbers: {len(part.values)} numbers stand for the {len(slots)} cells of the "
            f"disputes table ({run}); several placements fit.{likely}"
        )


@cache
def _headings() -> re.Pattern[str]:
    """Any numbered section heading."""
    words: dict[str, str] = tree("labels")["headings"]
    return re.compile(rf"(?:{ENUMERATOR}|[一二三四五六])(?:{'|'.join(words.values())})")


def _whole(piece: Piece) -> bool:
    """Whether a piece is one cell's print, not a run of several cells' digits."""
    return read_number(piece.text, "change").status != "unreadable" or (
        read_number(piece.text, "money").status != "unreadable"
    )


def _doubt(pieces: Sequence[Piece], cells: int) -> str:
    """Digits whose cut is uncertain are unreadable; whole numbers without cells, unplaced."""
    digits = sum(character.isdigit() for piece in pieces for character in piece.text)
    glued = len(pieces) < cells <= digits or not all(map(_whole, pieces))
    return "unreadable" if glued else "unplaced"


def _likeliest(pieces: Sequence[Piece]) -> str:
    """The reading that fills the first block, where its sum allows it."""
    numbers = [read_number(piece.text).value for piece in pieces[:5]]
    if len(numbers) == 5 and sum(numbers[:4]) == numbers[4]:
        block = " ".join(piece.text for piece in pieces[:5])
        return f" Likeliest: {block} for administrative reconsideration, the rest lost in part."
    return ""
