"""Made-up statutory tables whose every cell is known."""

from dataclasses import dataclass, replace

from govinfo.registry import rows as registry_rows

#: What is printed in a cell without a number.
BLANKS = ("", "-", "/", "—", "无", "--", "----", "\\", "／")
FORMS = ("requests.2021", "requests.2019", "proactive.2021", "proactive.2019", "disputes")
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
    form: str
    blocks: list[Block]
    contents: bool = False
    torn: bool = False
    stray: bool = False
    furniture: tuple[str, ...] = ()
    tail: str = ""
    script: str = ""

    def rows(self):
        return [row for block in self.blocks for row in block.rows]

    def another(self, rng):
        """The same table with other numbers."""
        return build(rng, self.form)


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
            found[metric] = round(found[metric] + rng.randint(1, 99) / 100, 2)
    return printed, found


def as_printed(rng, metric, number, empty):
    """The cell as an agency would print it: now and then a blank or a dash for 0."""
    if number == 0 and rng.random() < empty:
        return Value(metric, rng.choice(["", "", "-", "/", "—"]), None)
    text = f"+{number}" if metric.endswith("change") and number > 0 else f"{number}"
    return Value(metric, text, float(number))


def build(rng, form, *, filled=False):
    """The blocks of one form, filled."""
    size = rng.choice([3, 30, 2500])
    kind = form.partition(".")[0]
    cells = {"requests": requests_cells, "disputes": dispute_cells, "proactive": proactive_cells}
    printed, truth = cells[kind](rng, form, size)
    empty = 0.0 if filled else rng.choice([0.0, 0.0, 0.15])
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
            [Span(text, 2) for text in RESULTS],
            [Span(text) for text in RESULTS * 2],
        ]
        head[1] += [Span("未经复议直接起诉", 1, 5), Span("复议后起诉", 1, 5)]
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
