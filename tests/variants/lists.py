"""Statistics tables as pages print them: random numbers, many layouts, some damaged."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

import govinfo as gi

LAYOUTS = ("grid", "padded", "split", "pipes", "tabs", "lines", "rows", "spaced")
#: Layouts that lose what parts the cells.
GLUED = ("joined",)
COLUMNS = ("one", "two", "cumulative_first", "coded", "code_behind", "plain")
DAMAGES = (
    "none",
    "dropped_cell",
    "dropped_row",
    "extra_row",
    "extra_section",
    "swapped_last",
    "swapped",
    "duplicate",
    "other_duplicate",
    "no_header",
    "lost_numbers",
    "altered_label",
    "page_mark",
    "bare_page",
    "other_head",
    "no_groups",
    "glued",
    "moved_blank",
)
#: Under these, every printed number must be placed.
WHOLE = ("none", "swapped_last", "duplicate")
_MONEY = ("万元", "元")


@dataclass
class Row:
    label: str
    unit: str
    value: str
    whole: str
    metric: str = ""
    code: str = ""


@dataclass
class ListPage:
    """A page, its true values by metric, and the metrics whose numbers it prints."""

    data: bytes
    truth: dict[str, float]
    year: int = 2016
    printed: set[str] = field(default_factory=set)
    lost_blanks: int = 0


def make_list(form: str, columns: str, layout: str, damage: str, seed: int) -> ListPage:
    """One page with a table of a statistics form."""
    rng = random.Random(f"{form} {columns} {layout} {damage} {seed}")
    cells = gi.forms().query("form == @form").to_dict("records")
    rows: list[Row] = []
    truth: dict[str, float] = {}
    seen: set[str] = set()
    blanks = rng.choice([0, 0, 0.1])
    for cell in cells:
        *above, label = cell["row_path"].split("/")
        for group in above:
            if group not in seen and group != label:
                rows.append(Row(group, "——", "——", "——"))
            seen.add(group)
        seen.add(label)
        value = rng.choice([0, 0, 1, 2, rng.randrange(10), rng.randrange(100), rng.randrange(3000)])
        money = cell["unit"] in _MONEY
        printed = f"{value}.5" if money and value and rng.random() < 0.5 else str(value)
        whole = str(round(float(printed)) + rng.randrange(500) + 1)
        truth[cell["metric"]] = float(printed)
        if rng.random() < blanks:
            printed = ""
            del truth[cell["metric"]]
        rows.append(Row(label, cell["unit"], printed, whole, cell["metric"]))
    rows = _damage(rows, damage, rng)
    for i, row in enumerate(rows, start=1):
        row.code = f"{i:02d}" if columns == "code_behind" else str(i)
    table = [_header(form, columns), *(_cells(row, columns) for row in rows)]
    if damage == "dropped_cell":
        at = rng.randrange(1, len(table))
        filled = [j for j, text in enumerate(table[at]) if j != _label_at(columns)]
        del table[at][rng.choice(filled)]
    if damage == "moved_blank":
        at = rng.randrange(1, len(table))
        j = rng.randrange(1, len(table[at]))
        table[at] = [*table[at][:j], *table[at][j + 1 :], ""]
    if damage == "glued" and columns in ("two", "cumulative_first"):
        at = rng.randrange(1, len(table))
        table[at] = [*table[at][:-2], table[at][-2] + table[at][-1]]
        if layout in ("grid", "padded", "split", "pipes", "tabs"):
            table[at].append("")
    if damage == "other_head":
        table[0][-1] = rng.choice(
            ["上年数", "区直", "历年累计", "比上年增减", "2016年上半年", "占比"]
        )
    if damage == "no_header":
        table = table[1:]
    body = _lay_out(table, layout, rng, damage)
    printed = {row.metric for row in rows if row.metric and row.value}
    lost = sum(not row.value for row in rows)
    return ListPage(_page(body, layout), truth, printed=printed, lost_blanks=lost)


def _label_at(columns: str) -> int:
    return 1 if columns == "coded" else 0


def _header(form: str, columns: str) -> list[str]:
    label = "统计指标" if form == "statistics.2014" else "指标名称"
    own = "统计数" if form == "statistics.2014" else "2016年度"
    return {
        "one": [label, "单位", own],
        "two": [label, "计量单位", own, "历年累计"],
        "cumulative_first": [label, "单位", "历年累计", own],
        "coded": ["序号", label, "单位", own],
        "code_behind": [label, "单位", "代码", own, "历年累计"],
        "plain": [label, own],
    }[columns]


def _cells(row: Row, columns: str) -> list[str]:
    return {
        "one": [row.label, row.unit, row.value],
        "two": [row.label, row.unit, row.value, row.whole],
        "cumulative_first": [row.label, row.unit, row.whole, row.value],
        "coded": [row.code, row.label, row.unit, row.value],
        "code_behind": [row.label, row.unit, row.code, row.value, row.whole],
        "plain": [row.label, row.value],
    }[columns]


def _damage(rows: list[Row], damage: str, rng: random.Random) -> list[Row]:
    at = rng.randrange(1, len(rows))
    number, whole = str(rng.randrange(400)), str(rng.randrange(400, 900))
    if damage == "dropped_row":
        return [*rows[:at], *rows[at + 1 :]]
    if damage == "extra_row":
        label = rng.choice(["其他主动公开文件", "6.自助终端公开数", "（四）其他方式", "电话咨询数"])
        return [*rows[:at], Row(label, "件", number, whole), *rows[at:]]
    if damage == "extra_section":
        added = [
            Row("十、其他情况", "件", number, whole),
            Row("（一）被依法纠正数", "件", "3", "900"),
        ]
        return [*rows[:at], *added, *rows[at:]]
    if damage == "swapped_last":
        return [*rows[:-2], rows[-1], rows[-2]]
    if damage == "swapped":
        return [*rows[: at - 1], rows[at], rows[at - 1], *rows[at + 1 :]]
    if damage == "duplicate":
        return [*rows[:at], replace(rows[at]), *rows[at:]]
    if damage == "other_duplicate":
        other = rng.choice(rows)
        return [*rows[:at], Row(other.label, other.unit, number, whole), *rows[at:]]
    if damage == "lost_numbers":
        return [
            Row(row.label.lstrip("一二三四五六七八九（）、0123456789.．"), *_rest(row))
            for row in rows
        ]
    if damage == "altered_label":
        label = rows[at].label
        place = rng.randrange(len(label))
        changed = rng.choice(
            [label[:place] + "某" + label[place + 1 :], label[:place] + label[place + 1 :]]
        )
        return [*rows[:at], Row(changed, *_rest(rows[at])), *rows[at + 1 :]]
    if damage == "no_groups":
        return [row for row in rows if row.metric]
    return rows


def _rest(row: Row) -> tuple[str, str, str, str]:
    return row.unit, row.value, row.whole, row.metric


def _lay_out(table: list[list[str]], layout: str, rng: random.Random, damage: str) -> str:
    mark = rng.randrange(1, len(table)) if damage in ("page_mark", "bare_page") else -1
    printed = "- 3 -" if damage == "page_mark" else "3"
    if layout in ("grid", "padded", "split"):
        return _grid(table, layout, mark)
    parts = {"pipes": "|", "tabs": "\t", "lines": "\n", "rows": " ", "spaced": " ", "joined": ""}
    lines = []
    for i, row in enumerate(table):
        line = parts[layout].join(
            text for text in row if text or layout in ("pipes", "tabs", "lines")
        )
        if layout == "pipes":
            line = f"|{line}|"
        if i == mark:
            lines.append(printed)
        lines.append(line)
    return {"spaced": " ", "joined": ""}.get(layout, "\n").join(lines)


def _grid(table: list[list[str]], layout: str, mark: int) -> str:
    cut = len(table) // 2 if layout == "split" else len(table)
    found = []
    for half in (table[:cut], table[cut:]):
        rows = []
        for i, row in enumerate(half):
            wide = ' colspan="2"' if layout == "padded" else ""
            if i == mark:
                rows.append("<tr><td>- 3 -</td></tr>")
            first, *rest = [f"<td>{text}</td>" for text in row]
            rows.append(f"<tr>{first.replace('<td>', f'<td{wide}>')}{''.join(rest)}</tr>")
        if rows:
            found.append(f"<table>{''.join(rows)}</table>")
    return "<p>续表</p>".join(found)


def _page(body: str, layout: str) -> bytes:
    title = "某县水利局2016年政府信息公开工作年度报告"
    intro = "一、概述 本报告的统计期限为2016年1月1日至2016年12月31日。"
    last = "七、附表 政府信息公开情况统计表"
    if layout in ("grid", "padded", "split"):
        lines = "".join(f"<p>{line}</p>" for line in (title, intro, last))
        page = f"<html><body>{lines}{body}<p>附件下载</p></body></html>"
    elif layout in ("spaced", "joined"):
        page = f"{title} {intro} {last} {body} 附件下载"
    else:
        page = f"{title}\n{intro}\n{last}\n{body}\n附件下载\n"
    return page.encode()
