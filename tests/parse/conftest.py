"""Made-up statutory tables whose every cell is known, in the layouts that reports come in."""

import random
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest

from govinfo.registry import rows as registry_rows

RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


@dataclass(frozen=True)
class Value:
    """A printed cell; ``value`` is None where no number is printed in it."""

    metric: str
    text: str
    value: float | None


@dataclass(frozen=True)
class Span:
    text: str
    down: int = 1
    across: int = 1


@dataclass
class Row:
    parents: tuple[str, ...]
    label: str
    values: list[Value]


@dataclass
class Block:
    """Rows under one head; ``width`` columns are labels, ``columns`` hold values."""

    head: list[list[Span]]
    rows: list[Row]
    width: int
    columns: int
    separate: bool = True  # whether it is a table of its own


@dataclass
class Page:
    blocks: list[Block]
    contents: bool = False
    torn: bool = False
    stray: bool = False
    printed: dict[str, set[float | None]] = field(default_factory=dict)

    def rows(self):
        return [row for block in self.blocks for row in block.rows]


def numbers(rng, size):
    """One cell of a small, middling or large agency; half are zero."""
    return 0 if rng.random() < 0.45 else rng.randint(1, size)


def requests_cells(rng, form, size):
    """Row paths in printed order and the value of each metric; A1 to A3 hold."""
    printed = [row for row in registry_rows("forms") if row["form"] == form]
    paths = dict.fromkeys(row["row_path"] for row in printed)
    columns = len(printed) // len(paths)
    body = {path: [numbers(rng, size) for _ in range(columns - 1)] for path in paths}
    names = list(paths)
    new, carried_in, concluded, carried_out = names[0], names[1], names[-2], names[-1]
    body[concluded] = [sum(column) for column in zip(*(body[n] for n in names[2:-2]), strict=True)]
    whole = [a + b for a, b in zip(body[concluded], body[carried_out], strict=True)]
    body[carried_in] = [rng.randint(0, total // 2) for total in whole]
    body[new] = [total - old for total, old in zip(whole, body[carried_in], strict=True)]
    filled = iter([n for path in names for n in (*body[path], sum(body[path]))])
    return printed, {row["metric"]: next(filled) for row in printed}


def dispute_cells(rng, form, size):
    printed = [row for row in registry_rows("forms") if row["form"] == form]
    found = {}
    for start in range(0, len(printed), 5):
        kinds = [numbers(rng, size) for _ in range(4)]
        for row, n in zip(printed[start : start + 5], [*kinds, sum(kinds)], strict=True):
            found[row["metric"]] = n
    return printed, found


def proactive_cells(rng, form, size):
    printed = [row for row in registry_rows("forms") if row["form"] == form]
    found = {row["metric"]: numbers(rng, size) for row in printed}
    for metric in found:
        if metric.endswith("items_change") and rng.random() < 0.4:
            found[metric] = -found[metric]
        elif metric.endswith("amount") and rng.random() < 0.6:
            found[metric] += rng.randint(1, 99) / 100
    return printed, found


def as_printed(rng, metric, number, empty):
    """The cell as an agency would print it: now and then a blank or a dash for 0."""
    if number == 0 and rng.random() < empty:
        return Value(metric, rng.choice(["", "", "-", "/", "—"]), None)
    text = f"+{number}" if metric.endswith("change") and number > 0 else f"{number}"
    return Value(metric, text, float(number))


def build(rng, form):
    """The blocks of one form, filled."""
    size = rng.choice([3, 30, 2500])
    kind = form.partition(".")[0]
    cells = {"requests": requests_cells, "disputes": dispute_cells, "proactive": proactive_cells}
    printed, truth = cells[kind](rng, form, size)
    empty = rng.choice([0.0, 0.0, 0.15])
    grouped = {}
    for row in printed:
        value = as_printed(rng, row["metric"], truth[row["metric"]], empty)
        *parents, label = row["row_path"].split("/")
        grouped.setdefault((tuple(parents), label), []).append((row["column_path"], value))
    if kind == "requests":
        rows = [Row(p, label, [v for _, v in found]) for (p, label), found in grouped.items()]
        head = [
            [Span(RELATION, 3, 3), Span("申请人情况", 1, 7)],
            [Span("自然人", 2), Span("法人或其他组织", 1, 5), Span("总计", 2)],
            [Span(text) for text in ORGANISATIONS],
        ]
        return [Block(head, rows, 3, 7)]
    if kind == "disputes":
        (found,) = grouped.values()
        head = [
            [Span("行政复议", 1, 5), Span("行政诉讼", 1, 10)],
            [*(Span(text, 2) for text in RESULTS)]
            + [Span("未经复议直接起诉", 1, 5), Span("复议后起诉", 1, 5)],
            [Span(text) for text in RESULTS * 2],
        ]
        return [Block(head, [Row((), "", [v for _, v in found])], 0, 15)]
    blocks = []
    for ((article,), label), found in grouped.items():
        columns = [column for column, _ in found]
        row = Row((), label, [v for _, v in found])
        same = blocks and blocks[-1].head[0][0].text == article
        if same and [s.text for s in blocks[-1].head[1][1:]] == columns:
            blocks[-1].rows.append(row)
            continue
        wide = 3 // len(columns) if len(columns) != 2 else 1
        spans = [Span(column, 1, wide) for column in columns]
        if len(columns) == 2:
            spans[-1] = replace(spans[-1], across=2)
        head = [[Span(article, 1, 4)], [Span("信息内容"), *spans]]
        blocks.append(Block(head, [row], 1, 3, separate=not blocks))
    return blocks


def grid_of(block, page, *, headed=True):
    """Lines of spans: the head, then the rows with their parents' cells where they begin."""
    lines = [list(line) for line in block.head] if headed else []
    for i, row in enumerate(block.rows):
        line = []
        for depth, parent in enumerate(row.parents):
            path = row.parents[: depth + 1]
            if i and block.rows[i - 1].parents[: depth + 1] == path:
                continue
            down = 1
            while i + down < len(block.rows) and block.rows[i + down].parents[: depth + 1] == path:
                down += 1
            line.append(Span(tear(parent) if page.torn else parent, down))
        if block.width:
            label = tear(row.label) if page.torn else row.label
            line.append(Span(label, 1, max(1, block.width - len(row.parents))))
        shares = [1] * len(row.values)
        if row.values and len(row.values) < block.columns and block.columns == 3:
            spans = [span.across for span in block.head[-1][1:]]
            if len(spans) == len(row.values):
                shares = spans
        line += [Span(v.text, 1, n) for v, n in zip(row.values, shares, strict=True)]
        lines.append(line)
    return lines


def tear(label):
    """The label with a line break in its middle, as narrow cells print it."""
    middle = len(label) // 2
    return f"{label[:middle]}\n{label[middle:]}" if len(label) > 5 else label


def expanded(lines, *, repeat):
    """The full grid; cells that a span covers are empty, or repeat its text."""
    taken = {}
    for i, line in enumerate(lines):
        j = 0
        for span in line:
            while (i, j) in taken:
                j += 1
            for di in range(span.down):
                for dj in range(span.across):
                    taken[i + di, j + dj] = span.text if repeat or not (di or dj) else ""
            j += span.across
    width = 1 + max(j for _, j in taken)
    return [[taken.get((i, j), "") for j in range(width)] for i in range(len(lines))]


def plain(lines):
    """Each line's own cells, spans forgotten."""
    return [[span.text for span in line] for line in lines]


def halves(rng, block):
    """The block cut by a page, between two rows."""
    if len(block.rows) < 2:
        return [block]
    at = rng.randint(1, len(block.rows) - 1)
    return [replace(block, rows=block.rows[:at]), replace(block, rows=block.rows[at:])]


@pytest.fixture(scope="session")
def adjacent():
    return pairwise
