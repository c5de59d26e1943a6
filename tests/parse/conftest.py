"""Made-up statutory tables whose every cell is known, in the layouts that reports come in."""

import random
from dataclasses import dataclass, replace

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
    form: str
    blocks: list[Block]
    contents: bool = False
    torn: bool = False
    stray: bool = False
    tail: str = ""

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
        if block.head and 0 < len(row.values) < block.columns == 3:
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
    ends = [1 + max((j for k, j in taken if k == i), default=-1) for i in range(len(lines))]
    return [[taken[i, j] for j in range(end) if (i, j) in taken] for i, end in enumerate(ends)]


def plain(lines):
    """Each line's own cells, spans forgotten."""
    return [[span.text for span in line] for line in lines]


def halves(rng, block):
    """The block cut by a page, between two rows."""
    if len(block.rows) < 2:
        return [block]
    at = rng.randint(1, len(block.rows) - 1)
    return [replace(block, rows=block.rows[:at]), replace(block, rows=block.rows[at:])]


# --- Layouts: a block, or both halves of one, as a piece of a page ---------------------


def html_table(lines, *, spans=True):
    def cell(span):
        size = f' rowspan="{span.down}"' * (span.down > 1) + f' colspan="{span.across}"' * (
            span.across > 1
        )
        text = span.text.replace("\n", "<br>") or "&nbsp;"
        return f"<td{size if spans else ''}>{text}</td>"

    body = "".join(f"<tr>{''.join(map(cell, line))}</tr>\n" for line in lines)
    return f'<table border="1">\n{body}</table>\n'


def html_cells(cells):
    return html_table([[Span(text) for text in line] for line in cells])


def flat(text):
    return text.replace("\n", "")


def piped(cells, left="| ", right=" |"):
    return "\n".join(left + " | ".join(map(flat, line)) + right for line in cells) + "\n"


def marked_down(cells):
    first, *rest = [[text.replace("\n", "<br>") for text in line] for line in cells]
    rule = "|" + " --- |" * len(first)
    lines = ["| " + " | ".join(line) + " |" for line in (first, *rest)]
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def one_per_line(cells, *, blanks, mark="", page_marks=None):
    texts = [text for line in cells for text in line if blanks or text.strip()]
    if page_marks is not None:
        texts.insert(page_marks.randrange(len(texts)), "- 3 -")
    return "\n".join(mark + text for text in texts) + "\n"


def numbered(lines, block, *, headed):
    """A column of row codes between labels and values, under a head of its own."""
    if not block.width:
        return lines
    heads = len(block.head) if headed else 0
    found = []
    for i, line in enumerate(lines):
        at = 1 if block.columns == 3 else len(line) - block.columns
        if i >= heads:
            found.append([*line[:at], Span(f"{i - heads + 1:02d}"), *line[at:]])
        elif not line:
            found.append(line)
        elif heads == 2 and not i:
            found.append([replace(line[0], across=5)])
        elif heads == 2 or not i:
            found.append([*line[:1], Span("序号", 1 if i else heads), *line[1:]])
        else:
            found.append(line)
    return found


def with_subtotal(block):
    """An extra column 法人小计 behind the five kinds of organisation."""
    if block.columns != 7 or [len(line) for line in block.head] != [2, 3, 5]:
        return block
    head = [[replace(s, across=8) if s.across == 7 else s for s in line] for line in block.head]
    head[1] = [replace(s, across=6) if s.across == 5 else s for s in head[1]]
    head[2] = [*head[2], Span("法人小计")]
    rows = []
    for row in block.rows:
        five = [v.value for v in row.values[1:6]]
        known = len(row.values) == 7 and None not in five
        extra = Value("", f"{sum(five):g}" if known else "", None)
        rows.append(replace(row, values=[*row.values[:6], extra, *row.values[6:]]))
    return Block(head, rows, block.width, 8, block.separate)


def lay_out(rng, layout, page):
    """The page's tables as text, in one layout."""
    blocks = page.blocks
    headed = [True] * len(blocks)
    if "split" in layout:
        cut = [halves(rng, block) for block in blocks]
        headed = [not i or "headed" in layout for parts in cut for i in range(len(parts))]
        blocks = [part for parts in cut for part in parts]
    if "subtotal" in layout:
        blocks = [with_subtotal(block) for block in blocks]
    if "torn" in layout:
        page.torn = True
    pieces = []
    lines_before = []
    for block, has_head in zip(blocks, headed, strict=True):
        lines = grid_of(block, page, headed=has_head)
        if "numbered" in layout:
            lines = numbered(lines, block, headed=has_head)
        if page.stray:
            at = rng.randint(len(block.head) if has_head else 0, len(lines))
            stray = [Span(str(rng.randint(1, 99))) for _ in range(rng.choice([1, 1, 2, 7]))]
            lines.insert(at, stray)
        if block.separate or "split" in layout:
            lines_before = []
            pieces.append(lines_before)
        lines_before += lines
    texts = [draw(rng, layout, lines) for lines in pieces]
    between = "<p>- 3 -</p>\n" if "html" in layout else "- 3 -\n"
    return (between if "split" in layout else "").join(texts)


def draw(rng, layout, lines):
    """One table of spans in one layout."""
    own, padded = plain(lines), expanded(lines, repeat=False)
    match layout.split("_")[0], layout.split("_")[-1]:
        case "html", "flat":
            return html_cells(own)
        case "html", "padded":
            return html_cells(padded)
        case "html", "repeated":
            return html_cells(expanded(lines, repeat=True))
        case "html", _:
            return html_table(lines)
        case "pipes", "own":
            return piped(own)
        case "pipes", "trailing":
            return piped(padded, left="")
        case "pipes", "open":
            return piped(padded, right="")
        case "pipes", "lines":
            return one_per_line(own, blanks=True, mark="| ")
        case "pipes", _:
            return piped(padded)
        case "markdown", "repeated":
            return marked_down(expanded(lines, repeat=True))
        case "markdown", _:
            return marked_down(padded)
        case "tabs", last:
            cells = padded if last == "padded" else own
            return "\n".join("\t".join(map(flat, line)) for line in cells) + "\n"
        case "lines", last:
            marks = rng if last == "paged" else None
            return one_per_line(own, blanks=last != "dense", page_marks=marks)
        case "spaced", _:
            return " ".join(flat(text) for line in own for text in line if text) + "\n"
        case "halfglued", _:
            texts = [flat(text) + rng.choice(["", " "]) for line in own for text in line]
            return "".join(texts) + "\n"
        case _:
            return "".join(flat(text) for line in own for text in line) + "\n"


TITLES = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


def make_page(form, layout, damage, seed, *, filled=False):
    """A page with one table, and the cells printed for each metric."""
    rng = random.Random(f"{form} {layout} {damage.__name__ if damage else 'none'} {seed}")
    page = Page(form, build(rng, form, filled=filled))
    if damage is not None:
        damage(rng, page)
    printed = {}
    for row in page.rows():
        for value in row.values:
            printed.setdefault(value.metric, []).append(value)
    table = lay_out(rng, layout, page)
    year = 2023 if "2021" in form or form == "disputes" else 2020
    before = ["临河县水利局", f"{year}年政府信息公开工作年度报告"]
    if page.contents:
        before += ["目录", "一、总体情况", *TITLES.values(), "五、存在的主要问题及改进情况"]
    before += [
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开"
        "行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。",
        "一、总体情况",
        f"{year}年，我局按时更新网站栏目，全年开会研究3次。",
        TITLES[form.partition(".")[0]],
    ]
    after = [
        "五、存在的主要问题及改进情况",
        "个别栏目更新慢，下一步加强培训2次。",
        "六、其他需要报告的事项",
        "无。",
    ]
    if layout.startswith("html"):
        html = "".join(f"<p>{line}</p>\n" for line in before)
        html += table + "".join(f"<p>{line}</p>\n" for line in after)
        return f"<html><head><title>{before[1]}</title></head><body>{html}</body></html>", printed
    return "\n".join([*before, table.rstrip("\n"), *after]) + "\n", printed


@pytest.fixture(scope="session", name="make_page")
def _make_page():
    return make_page
