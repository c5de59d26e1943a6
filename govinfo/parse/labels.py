"""Printed labels: their normal form, and the keys of rows and columns they stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from govinfo.parse.fold import to_simplified
from govinfo.registry import tree

#: The statutory tables, in the order of the sections that hold them.
STATUTORY = ("proactive", "requests", "disputes")

_HAN_NUMERAL = "一二三四五六七八九十"
#: One enumerator: （一） 三、 2. 4、 and doubled 三三、.
ENUMERATOR = rf"(?:[（(][{_HAN_NUMERAL}]{{1,3}}[）)]|[{_HAN_NUMERAL}]{{1,3}}[、.．,，]|\d[.．、])"
_LEADING = re.compile(rf"{ENUMERATOR}+")
_NOTE = re.compile(r"[（(][^（）()]*[）)]?$")
_PUNCTUATION = r"“”\"'‘’「」《》〈〉<>、，,。.．:：;；/／\\|｜·…*_\-—–()（）"
_SPACE = re.compile(r"[\s\u200b-\u200f\ufeff]+")
_STRIP = re.compile(rf"[{_PUNCTUATION}]+")
_HAN = re.compile("[\u3400-\u9fff]")
_SYLLABLE = "[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}[)）]"
_PINYIN = re.compile(f"[(（](?<=[\u3400-\u9fff][(（]){_SYLLABLE}(?:[(（]{_SYLLABLE})*")


_SHORTEST_DAMAGED = 5
_LONG_LABEL = 12


@lru_cache(maxsize=65536)
def core(text: str) -> str:
    """A label without spaces, enumerator, punctuation and the note at its end.

    Examples
    --------
    >>> core("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    '部分公开'
    >>> core("3.危及“三安全一稳定”")
    '危及三安全一稳定'
    """
    if text.isalnum():
        return to_simplified(text)
    plain = to_simplified(_SPACE.sub("", text))
    plain = _PINYIN.sub("", plain)
    plain = _LEADING.sub("", plain, count=1)
    return _STRIP.sub("", _NOTE.sub("", plain))


def has_han(text: str) -> bool:
    """Whether there is any Han character in ``text``."""
    return _HAN.search(text) is not None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The labels of one statutory table.

    ``rows``, ``columns`` and ``others`` map a label's core to its key; a core may be
    both a row and a column (其他, 总计). ``scan`` finds every label in running text.
    """

    kind: str
    rows: Mapping[str, str]
    columns: Mapping[str, str]
    others: Mapping[str, str]
    scan: re.Pattern[str]

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The columns of the table in the form's order."""
        return tuple(dict.fromkeys(self.columns.values()))

    def row(self, text: str) -> str | None:
        """The key of the row that a printed label names, or None."""
        return self.rows.get(core(text)) or None

    def nearest_row(self, text: str, candidates: Iterable[str]) -> str | None:
        """The one row among ``candidates`` that a damaged label must mean, or None."""
        wanted = core(text)
        keys = set(candidates)
        known = [(label, key) for label, key in self.rows.items() if key in keys]
        merged = {key for label, key in known if self._behind_parent(text, wanted, label)}
        if len(merged) == 1:
            return merged.pop()
        if len(wanted) < _SHORTEST_DAMAGED:
            return None
        best: dict[str, int] = {}
        for label, key in known:
            if abs(len(wanted) - len(label)) > len(label) // 4:
                continue
            distance = _distance(wanted, label)
            if distance < best.get(key, len(wanted)) and _is_damage(wanted, label, distance):
                best[key] = distance
        ranked = sorted(best.items(), key=lambda pair: pair[1])
        if not ranked or (len(ranked) > 1 and ranked[1][1] - ranked[0][1] < 2):
            return None
        return ranked[0][0]

    def is_damaged_column(self, text: str, key: str) -> bool:
        """Whether a print can be the damaged head of a column."""
        wanted = core(text)
        labels = [label for label, column in self.columns.items() if column == key]
        return any(
            2 * _distance(wanted, label) <= len(label) and set(wanted) & set(label)
            for label in labels
        )

    def _behind_parent(self, text: str, wanted: str, label: str) -> bool:
        """Whether a label is the end of a cell that begins with its parent's.

        不予公开1.属于国家秘密 holds the whole parent; of a torn one, as in
        不4.保护第三方合法权益, the number behind it is the proof.
        """
        if len(label) < 4 or not wanted.endswith(label) or wanted == label:
            return False
        front = wanted[: -len(label)]
        parents = [name for name, key in self.others.items() if key.startswith("groups:")]
        parents += [name for name, key in self.rows.items() if key == "other.total"]
        if front in parents:
            return True
        printed = to_simplified(_SPACE.sub("", text))
        numbered = re.search(rf"{ENUMERATOR}{re.escape(label[:2])}", printed)
        bare = front.rstrip("0123456789")
        return numbered is not None and any(bare in parent for parent in parents)


def is_label(text: str) -> bool:
    """Whether a print is a label of any statutory table."""
    name = core(text)
    kinds = map(vocabulary, STATUTORY)
    return any(
        name in words.rows or name in words.columns or name in words.others for words in kinds
    )


@cache
def vocabulary(kind: str) -> Vocabulary:
    """The labels of the ``proactive``, ``requests`` or ``disputes`` table."""
    printed: Mapping[str, Mapping[str, list[str]]] = tree("labels")[kind]
    rows = _cores(printed.get("rows", {}))
    columns = _cores(printed["columns"])
    others = {
        label: f"{part}:{key}"
        for part in ("groups", "heads", "blocks")
        for label, key in _cores(printed.get(part, {})).items()
    }
    texts = [text for part in printed.values() for variants in part.values() for text in variants]
    bodies = sorted({_pattern(text) for text in texts}, key=len, reverse=True)
    scan = re.compile(rf"{ENUMERATOR}{{0,2}}(?:{'|'.join(bodies)})")
    return Vocabulary(kind, rows, columns, others, scan)


@cache
def statutory_labels() -> frozenset[str]:
    """All labels of the statutory tables, as printed and as their cores."""
    printed = {
        text
        for kind in STATUTORY
        for part in tree("labels")[kind].values()
        for variants in part.values()
        for text in variants
    }
    return frozenset(printed | set(map(core, printed)))


def _cores(labels: Mapping[str, list[str]]) -> dict[str, str]:
    return {core(text): key for key, variants in labels.items() for text in variants}


def _pattern(label: str) -> str:
    optional = rf"[{_PUNCTUATION}]{{0,2}}"
    return "".join(
        optional if _STRIP.fullmatch(character) else re.escape(character) for character in label
    )


def _is_damage(wanted: str, label: str, distance: int) -> bool:
    """Whether a print can be a label with lost or mistaken characters, not another label."""
    rest = iter(label)
    if all(character in rest for character in wanted):
        return distance <= len(label) // 4  # characters were lost, none was put in
    put_in = Counter(wanted) - Counter(label)
    meaningful = tree("labels")["damage"]["meaningful"]
    limit = 1 if len(label) < _LONG_LABEL else 2
    return distance <= limit and not any(character in meaningful for character in put_in)


def _distance(one: str, other: str) -> int:
    """Levenshtein distance."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1]
