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
from govinfo.parse.decode import Row
from govinfo.parse.fold import Folded
from govinfo.parse.glued import decode_disputes, decode_filled, decode_requests
from govinfo.parse.labels import ENUMERATOR, Vocabulary, core, has_han, vocabulary
from govinfo.parse.segments import Piece, Segment, segment, values_only, whole
from govinfo.parse.sheet import Entry, Place, Sheet, form_slots
from govinfo.parse.units import stated_unit
from govinfo.registry import tree

_DROP = re.compile(
    r"(?m)^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$"  # rule of a markdown table
    r"|<!--.*?-->|<br\s*/?>|[\s|｜\u200b-\u200f\ufeff]+"
)
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

    A label behind other words is none (党组规范性文件); a short one counts only where it
    stands free on both sides: 其他 inside 其他情形 is none.
    """
    matches = list(words.scan.finditer(packed.text, start, end))
    found: list[Label] = []
    ends: set[int] = set()
    for i, match in enumerate(matches):
        first, last = match.span()
        name = core(match[0])
        if len(name) < _LONG and has_han(packed.text[last : last + 1]):
            follower = matches[i + 1] if i + 1 < len(matches) else None
            if (
                follower is None
                or follower.start() != last
                or not _may_touch(name, follower, words)
            ):
                continue
        ends.add(last)
        if not has_han(packed.text[first - 1 : first]) or first in ends or _is_numbered(match):
            found.append(Label(name, first, last))
    return found


def _may_touch(name: str, follower: re.Match[str], words: Vocabulary) -> bool:
    """Whether a label may stand right behind a short one.

    Heads run together where a copy lost its cells (自然人法人或其他组织); of rows, only a
    numbered one follows without a value between.
    """
    after = core(follower[0])
    if _is_numbered(follower):
        return True
    heads = {*words.columns, *words.others}
    group = words.others.get(after, "").startswith("groups:")
    return name in heads and not group and (after in heads or name not in words.rows)


def _is_numbered(match: re.Match[str]) -> bool:
    return _STARTS_NUMBERED.match(match[0]) is not None


def regions(
    packed: Compact, names: Sequence[str], gap: int, at_least: int
) -> list[tuple[int, int]]:
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
        begin = self._with_enumerator(start)
        labels = find_labels(self.packed, words, begin, self._limit(end, 400))
        usable = self._heads_agree(words, order, labels[0] if labels else None)
        if not usable:
            sheet.notes.append(
                "header_conflict: the heads of the requests table are not those of its form"
            )
        found = [
            (key, part) for key, part in self._request_rows(sheet, words, labels) if key is not None
        ]
        runs: dict[str, str] = {}
        for key, part in found:
            if runs.setdefault(key, part.run) != part.run:
                sheet.disputed.add((key, order[0]))
        full = [(key, part, part.row(len(order)) if usable else None) for key, part in found]
        doubtful = any(row is None and part.pieces for _, part, row in full) or sheet.strangers
        pending: dict[str, Segment] = {}
        for key, part, row in full:
            if row is not None and _row_stands(part, row, bool(doubtful)):
                self._put_row(sheet, key, order, row)
            elif part.pieces:
                pending[key] = part
        decoded = decode_requests(
            sheet, {key: part.runs for key, part in pending.items() if usable and part.one_line}
        )
        for key, part in pending.items():
            if key in decoded:
                self._put_decoded(sheet, key, order, part, decoded[key])
            else:
                self._uncertain(sheet, key, order, part)
        for key, part in found:
            if not part.pieces and not any(row == key for row, _ in sheet.entries):
                sheet.row_uncertain(key, order, "blank", "", (0, 0, 0))

    def _request_rows(
        self, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]
    ) -> Iterator[tuple[str | None, Segment]]:
        """Rows of the requests table with what stands behind their labels.

        Words behind a label are the rest of it, or a row whose own label is damaged.
        """
        previous = ""
        for label, part in self._segments(labels):
            key = words.rows.get(label.name)
            if key == "other.other" and not previous.startswith("other."):
                key = None
            if key is None and part.pieces:
                # A total of a group, or a label out of its place: a row of no form.
                sheet.strangers.append(f"{label.name}: {part.run[:60]}")
            if key is None and label.name not in words.others:
                continue
            # Digits among the words behind a label: its numbers, or those of another row.
            torn = key is not None and not part.pieces and part.has_digits
            if key is not None and not torn and (key != "other.total" or part.pieces):
                previous = key
                sheet.rows_seen.add(key)
                yield key, part
            if not part.foreign:
                if torn and key is not None and key != "other.total":
                    sheet.rows_seen.add(key)
                    place = self._place(part.words[0], part.words[-1])
                    sheet.row_uncertain(key, _columns(words), "unreadable", part.stranger, place)
                continue
            own = values_only(part.foreign, self.folded.text)
            missing = {
                row
                for row in words.rows.values()
                if row not in sheet.rows_seen and len(row) > _LONG
            }
            printed = part.stranger
            if torn and key is not None:
                missing.add(key)
                printed = label.name + part.stranger
            meant = words.nearest_row(printed, missing)
            if meant is None:
                sheet.strangers.append(f"{part.stranger[:40]}: {own.run[:60]}")
                if torn and key is not None:
                    # Numbers stand there: whose, cannot be told.
                    self._uncertain(sheet, key, _columns(words), own)
                    sheet.rows_seen.add(key)
                continue
            previous = meant
            sheet.rows_seen.add(meant)
            yield meant, own

    def _put_row(
        self, sheet: Sheet, row: str, columns: Sequence[str], pieces: Sequence[Piece]
    ) -> None:
        for piece, column in zip(pieces, columns, strict=True):
            sheet.put(row, column, Entry(piece.text, self._place(piece, piece), "stream"))

    def _put_decoded(
        self, sheet: Sheet, row: str, columns: Sequence[str], part: Segment, numbers: Row
    ) -> None:
        place = self._place(part.pieces[0], part.pieces[-1])
        for column, number in zip(columns, numbers, strict=True):
            sheet.put(row, column, Entry(part.run, place, "decoded", value=float(number)))

    def _uncertain(self, sheet: Sheet, row: str, columns: Sequence[str], part: Segment) -> None:
        place = self._place(part.pieces[0], part.pieces[-1])
        sheet.row_uncertain(row, columns, _doubt(part.pieces, len(columns)), part.run, place)

    def _with_enumerator(self, start: int) -> int:
        """The place before the enumerator of the label at ``start``."""
        return max(0, start - 4)

    def _limit(self, end: int, reach: int) -> int:
        """How far a table may go on behind its last certain label: not into a heading."""
        limit = min(end + reach, len(self.packed.text))
        heading = _headings().search(self.packed.text, end, limit)
        return heading.start() if heading else limit

    def _heads_agree(self, words: Vocabulary, order: Sequence[str], row: Label | None) -> bool:
        """Whether the heads before the first row are the form's, as far as they are there.

        Heads over three rows are read as they stand: 总计 beside 自然人 comes before the
        five kinds of organisation. Up to two may be damaged beyond recognition.
        """
        if row is None:
            return False
        window = max(0, row.start - 160)
        labels = find_labels(self.packed, words, window, row.end)
        keys = [
            words.columns[label.name]
            for label in labels
            if label.end <= row.start and label.name in words.columns
        ]
        if not keys:
            return True
        head, *body, total = order
        keys = keys[-len(order) :]
        return len(keys) >= len(order) - 2 and any(
            _is_subsequence(keys, form) for form in ([head, *body, total], [head, total, *body])
        )

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

    def _proactive_region(self, sheet: Sheet, words: Vocabulary, labels: Sequence[Label]) -> None:
        heads: list[str] = []
        units: dict[str, str] = {}
        in_head = False
        pending: dict[str, tuple[Segment, list[str]]] = {}
        placed: list[tuple[str, Segment, list[str], dict[str, str]]] = []
        for label, part in self._segments(labels):
            column = words.columns.get(label.name)
            if column is not None:
                if not in_head:
                    heads, units, in_head = [], {}, True
                heads.append(column)
                units[column] = stated_unit(self._head_text(label))
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
            if not part.pieces:
                # Words behind the label may be the rest of a row that cannot be told.
                status = "unplaced" if part.has_digits else "blank"
                run = " ".join(piece.text for piece in part.foreign)
                sheet.row_uncertain(row, heads, status, run, (0, 0, 0))
                continue
            if not part.is_plain(len(heads)):
                pending[row] = part, heads
                continue
            placed.append((row, part, heads, units))
        # Where cells run together somewhere, two runs are not surely two cells.
        glued = any(part.one_line for part, _ in pending.values())
        for row, part, own, stated in placed:
            pieces = part.row(len(own))
            if pieces is None or (glued and len(own) > 1 and part.one_line):
                pending[row] = part, own
                continue
            self._put_row(sheet, row, own, pieces)
            for column in own:
                sheet.entries[row, column].stated_unit = stated[column]
        decoded = decode_filled(
            {row: (part.runs, len(own)) for row, (part, own) in pending.items() if part.one_line}
        )
        for row, (part, own) in pending.items():
            if row in decoded:
                self._put_decoded(sheet, row, own, part, decoded[row])
            else:
                self._uncertain(sheet, row, own, part)

    def _head_text(self, label: Label) -> str:
        """A column head with what is left of its line, where its unit may stand."""
        start = self.packed.at[label.start]
        return self.folded.text[start : self.packed.at[label.end - 1] + 12].split("\n")[0]

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
            printed = [words.columns[label.name] for label in columns]
            if printed != [column for _, column in slots]:
                sheet.notes.append(
                    "header_conflict: the heads of the disputes table are not those of its form"
                )
                self._disputes_uncertain(sheet, slots, part)
                continue
            self._disputes_row(sheet, slots, part)
        return seen

    def _dense(self, names: Sequence[str], gap: int, times: int) -> Iterator[tuple[int, int]]:
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

    def _disputes_row(self, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment) -> None:
        pieces = part.row(len(slots))
        if pieces is not None and _blocks_stand(pieces, slots, plain=part.is_plain(len(slots))):
            for piece, (item, column) in zip(pieces, slots, strict=True):
                sheet.put(item, column, Entry(piece.text, self._place(piece, piece), "stream"))
            return
        decoded = decode_disputes(part.runs, slots) if part.one_line else None
        if decoded is None:
            self._disputes_uncertain(sheet, slots, part)
            return
        place = self._place(part.pieces[0], part.pieces[-1])
        for (item, column), number in zip(slots, decoded, strict=True):
            sheet.put(item, column, Entry(part.run, place, "decoded", value=float(number)))

    def _disputes_uncertain(
        self, sheet: Sheet, slots: Sequence[tuple[str, str]], part: Segment
    ) -> None:
        if not part.pieces:
            for item, column in slots:
                sheet.put(item, column, Entry("", (0, 0, 0), "", "blank"))
            return
        place = self._place(part.pieces[0], part.pieces[-1])
        status = _doubt(part.pieces, len(slots))
        for item, column in slots:
            sheet.put(item, column, Entry(part.run, place, "", status))
        sheet.notes.append(
            f"{status}_numbers: {len(part.pieces)} numbers stand for the {len(slots)} cells of "
            f"the disputes table ({part.run}); several placements fit.{_likeliest(part.pieces)}"
        )


@cache
def _headings() -> re.Pattern[str]:
    """Any numbered section heading."""
    words: dict[str, str] = tree("labels")["headings"]
    return re.compile(rf"(?:{ENUMERATOR}|[一二三四五六])(?:{'|'.join(words.values())})")


def _columns(words: Vocabulary) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.columns.values()))


def _is_subsequence(keys: Sequence[str], form: Sequence[str]) -> bool:
    rest = iter(form)
    return all(key in rest for key in keys)


def _row_stands(part: Segment, row: Sequence[Piece], doubtful: bool) -> bool:
    """Whether a row of seven may be placed in order.

    Where blanks count as cells, cells stand apart unevenly, or the table has other rows
    that did not come whole, the row's own sum must hold.
    """
    return (part.is_plain(len(row)) and not doubtful) or _adds_up(row)


def _adds_up(row: Sequence[Piece]) -> bool:
    """Whether the last number is the sum of the others, blanks counting as nothing."""
    numbers = [read_number(piece.text) for piece in row]
    parts = sum(number.value for number in numbers[:-1] if number.status == "reported")
    return parts == numbers[-1].value or all(n.status == "not_applicable" for n in numbers)


def _blocks_stand(
    pieces: Sequence[Piece], slots: Sequence[tuple[str, str]], *, plain: bool
) -> bool:
    """Whether a row of fifteen may be placed in order.

    A block that does not add up is a finding where all cells stand plainly side by side;
    not the last one, whose total may be a page number.
    """
    items = list(dict.fromkeys(item for item, _ in slots))
    stands = [
        _adds_up([piece for piece, slot in zip(pieces, slots, strict=True) if slot[0] == item])
        for item in items
    ]
    return all(stands) or (plain and stands[-1])


def _doubt(pieces: Sequence[Piece], cells: int) -> str:
    """Digits whose cut is uncertain are unreadable; whole numbers without cells, unplaced."""
    digits = sum(character.isdigit() for piece in pieces for character in piece.text)
    glued = len(pieces) < cells <= digits or not all(map(whole, pieces))
    return "unreadable" if glued else "unplaced"


def _likeliest(pieces: Sequence[Piece]) -> str:
    """The reading that fills the first block, where its sum allows it."""
    numbers = [read_number(piece.text).value for piece in pieces[:5]]
    if len(numbers) == 5 and sum(numbers[:4]) == numbers[4]:
        block = " ".join(piece.text for piece in pieces[:5])
        return f" Likeliest: {block} for administrative reconsideration, the rest lost in part."
    return ""
