"""What happens to tables on their way: each changes a page that is about to be drawn."""

from dataclasses import replace

from variants.prints import PRINTS
from variants.tables import Span, Value


def foreign(value, rng):
    return replace(value, metric="", text=str(rng.randint(0, 30)), value=None)


def wide_row(rng, page):
    rows = [row for row in page.rows() if len(row.values) > 1]
    return rng.choice(rows)


def drop_blank(rng, page):
    row = wide_row(rng, page)
    at = rng.randrange(len(row.values))
    for column in range(rng.choice([1, 1, 2])):
        del row.values[min(at, len(row.values) - 1)]
        if column and len(row.values) < 2:
            return


def double_value(rng, page):
    row = wide_row(rng, page)
    at = rng.randrange(len(row.values))
    row.values.insert(at, replace(row.values[at], metric=""))


def rename(row, other):
    """``row`` under ``other``'s label: what is printed belongs to the label."""
    values = [
        replace(mine, metric=theirs.metric)
        for mine, theirs in zip(row.values, other.values, strict=True)
    ]
    return replace(row, label=other.label, values=values)


def swap_labels(rng, page):
    rows = page.rows()
    same = [
        (a, b)
        for i, a in enumerate(rows)
        for b in rows[i + 1 :]
        if len(a.values) == len(b.values)
        and [v.metric.split(".")[-1] for v in a.values]
        == [v.metric.split(".")[-1] for v in b.values]
        and len(a.label) > 8
        and len(b.label) > 8
    ]
    if not same:
        return
    one, other = rng.choice(same)
    first, second = rename(one, other), rename(other, one)
    for block in page.blocks:
        block.rows = [first if r is one else second if r is other else r for r in block.rows]


def alter_label(rng, page):
    row = rng.choice(page.rows())
    if len(row.label) > 3:
        at = rng.randrange(len(row.label))
        row.label = row.label[:at] + rng.choice(["", "沐", "口"]) + row.label[at + 1 :]


def drop_row(rng, page):
    block = rng.choice(page.blocks)
    if len(block.rows) > 1:
        del block.rows[rng.randrange(len(block.rows))]


def double_row(rng, page, *, changed=False):
    block = rng.choice(page.blocks)
    if not block.width:
        return
    at = rng.randrange(len(block.rows))
    row = block.rows[at]
    values = [
        replace(v, text=str(n := rng.randint(0, 40)), value=float(n)) if changed else v
        for v in row.values
    ]
    block.rows.insert(at + rng.randint(0, 1), replace(row, values=values))


def double_row_changed(rng, page):
    double_row(rng, page, changed=True)


def contents(rng, page):
    page.contents = True


def stray_numbers(rng, page):
    page.stray = True


def permute(block, order, line, first):
    """Columns of the body and of one line of the head in another order."""
    for row in block.rows:
        row.values = [row.values[i] for i in order]
    spans = block.head[line]
    count = len([i for i in order if first <= i < first + len(spans)])
    block.head[line] = [spans[order[first + i] - first] for i in range(count)]


def columns_permuted(rng, page):
    for block in page.blocks:
        if block.columns == 7:
            inner = rng.sample(range(1, 6), 5)
            permute(block, [0, *inner, 6], 2, 1)
        elif block.columns == 15:
            permute(block, [*range(5), *rng.sample(range(5, 10), 5), *range(10, 15)], 2, 5)
        elif len(block.head[1]) == 4:
            order = rng.sample(range(3), 3)
            block.head[1] = [block.head[1][0], *(block.head[1][1 + i] for i in order)]
            for row in block.rows:
                row.values = [row.values[i] for i in order]


def header_missing(rng, page):
    for block in page.blocks:
        block.head = []


def header_cell_lost(rng, page):
    block = rng.choice(page.blocks)
    line = rng.choice(block.head)
    del line[rng.randrange(len(line))]


def header_cell_doubled(rng, page):
    block = rng.choice(page.blocks)
    line = block.head[-1]
    at = rng.randrange(len(line))
    line.insert(at, line[at])


def column_lost(rng, page):
    """One column is not on the page at all, neither head nor cells."""
    block = rng.choice(page.blocks)
    if block.columns == 7:
        at = rng.randrange(5)
        del block.head[2][at]
        block.head[0][1] = replace(block.head[0][1], across=6)
        block.head[1][1] = replace(block.head[1][1], across=4)
        block.columns = 6
        for row in block.rows:
            del row.values[1 + at]
    elif block.columns == 15:
        at = rng.randrange(10)
        del block.head[2][at]
        block.head[0][1] = replace(block.head[0][1], across=9)
        block.head[1][5 + at // 5] = replace(block.head[1][5 + at // 5], across=4)
        block.columns = 14
        for row in block.rows:
            del row.values[5 + at]


def each_value(rng, page, share, change):
    for row in page.rows():
        row.values = [change(v) if rng.random() < share else v for v in row.values]


def extra_column(rng, page):
    """A column of no form, with a head of its own, among the others or behind them."""
    for block in page.blocks:
        if len(block.head) != 3 and len(block.head[-1]) != 4:
            continue
        at = rng.randint(1, len(block.rows[0].values))
        line = block.head[1] if block.columns == 7 else block.head[-1]
        if block.columns == 7:
            at = 7 if at > 3 else 0
        wide = block.head[0][-1]
        block.head[0][-1] = replace(wide, across=wide.across + 1)
        label = rng.choice(["上年数", "其中：网上", "备注", "累计"])
        place = {0: 0, 7: len(line)}[at] if block.columns == 7 else at + (block.columns == 3)
        if block.columns == 15:
            place, at = len(line), 15
        line.insert(place, Span(label, 2 if block.columns == 7 else 1))
        block.columns += 1
        for row in block.rows:
            extra = Value("", str(rng.randint(0, 60)), None)
            row.values = [*row.values[:at], extra, *row.values[at:]]


def full_width(rng, page):
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    each_value(
        rng, page, 1, lambda v: replace(v, text=v.text.translate(wide) if v.value else v.text)
    )


def footnote(rng, page):
    def marked(v):
        return v if v.value is None else replace(v, text=v.text + rng.choice("①²*"), value=None)

    each_value(rng, page, 0.05, marked)


def note(rng, page):
    each_value(
        rng,
        page,
        0.05,
        lambda v: v if v.value is None else replace(v, text=f"{v.text}（其中修订16件）"),
    )


def thousands(rng, page):
    def grouped(v):
        if v.value is None or v.value < 1000 or v.value % 1:
            return v
        return replace(v, text=f"{int(v.value):,}")

    each_value(rng, page, 1, grouped)


def nbsp(rng, page):
    each_value(
        rng, page, 0.5, lambda v: replace(v, text=f"\xa0\u3000{v.text}" if v.text else v.text)
    )


def split_number(rng, page):
    """20 is printed as 2 0."""

    def parted(v):
        if v.value is None or len(v.text) < 2 or not v.text.isdigit():
            return v
        return replace(v, text=f"{v.text[0]} {v.text[1:]}", value=None)

    each_value(rng, page, 0.2, parted)


def traditional(rng, page):
    row = rng.choice(page.rows())
    row.label = row.label.translate(str.maketrans("属国国务议规类结转", "屬國國務議規類結轉"))


def extra_rows(rng, page):
    block = rng.choice(page.blocks)
    if not block.width:
        return
    at = rng.randint(0, len(block.rows))
    near = block.rows[min(at, len(block.rows) - 1)]
    label = rng.choice(
        ["5.其他主动公开文件", "9.属于本地方另行规定的情形", "其中：线上", "其他情形"]
    )
    values = [foreign(v, rng) for v in near.values]
    block.rows.insert(at, replace(near, label=label, values=values))


def label_lost(rng, page):
    row = rng.choice(page.rows())
    if row.label and row.label != "数量":  # the dispute table has one row: it needs no label
        row.label = ""
        row.values = [replace(v, metric="") for v in row.values]


def merged_values(rng, page):
    """Two cells of a row became one."""
    row = wide_row(rng, page)
    at = rng.randrange(len(row.values) - 1)
    row.values[at : at + 2] = [replace(row.values[at], metric="")]


def tail_prose(rng, page):
    """The row before the prose is short, and the prose begins with a number."""
    row = page.rows()[-1]
    if row.label or not page.blocks[-1].width:
        for _ in range(rng.choice([0, 1, 1, 2])):
            if len(row.values) > 1:
                del row.values[rng.randrange(len(row.values))]
    page.tail = rng.choice(
        [
            "2023年，各类申请均按时答复。",
            "注：1.上表含下属单位2家。",
            "1.申请内容以城市管理为主。",
            "12345热线转办的不计在内。",
            "5 件申请延期答复。",
            "3",
            "第 6 页",
            "（单位：件）",
            "— 7 —",
            "附件1",
        ]
    )


def enumerated_rows(rng, page):
    """A row of no form whose label begins with a number, after a row with a lost blank."""
    block = rng.choice(page.blocks)
    if not block.width:
        return
    at = rng.randrange(len(block.rows))
    near = block.rows[at]
    label = rng.choice(
        [
            "9、属于地方另行规定的",
            "12345热线转办",
            "2重复來件",
            "9 其他不予公开",
            "10．涉密档案",
            "3 个月以上未答复",
        ]
    )
    values = [foreign(v, rng) for v in near.values]
    if len(near.values) > 1 and rng.random() < 0.7:
        del near.values[rng.randrange(len(near.values))]
    block.rows.insert(at + 1, replace(near, label=label, values=values))


def near_rows(rng, page):
    """A row of no form stands in place of one it resembles."""
    block = rng.choice(page.blocks)
    if not block.width:
        return
    at = rng.randrange(len(block.rows))
    row = block.rows[at]
    other = {
        "规章": "党内规章",
        "行政许可": "不予行政许可",
        "行政规范性文件": "党组规范性文件",
        "规范性文件": "党内规范性文件",
        "行政处罚": "不予行政处罚",
        "（一）予以公开": "（一）不予以公开",
        "2.重复申请": "2.非重复申请",
        "1.属于国家秘密": "1.属于商业秘密",
        "8.属于行政查询事项": "8.属于行政审批事项",
        "5.属于三类内部事务信息": "5.属于三类外部事务信息",
        "2.其他法律行政法规禁止公开": "2.其他法律行政法规允许公开",
        "一、本年新收政府信息公开申请数量": "一、上年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量": "二、本年结转政府信息公开申请数量",
    }.get(row.label)
    if other:
        values = [replace(v, metric="") for v in row.values]
        block.rows[at] = replace(row, label=other, values=values)


def page_number(rng, page):
    """A bare page number between rows, or a row short of a blank."""
    page.stray = True
    row = wide_row(rng, page)
    del row.values[rng.randrange(len(row.values))]


def twice(rng, page):
    """Last year's table stands before this year's."""
    page.blocks = [*page.another(rng), *page.blocks]


DAMAGES = {
    damage.__name__: damage
    for damage in (
        drop_blank, double_value, swap_labels, alter_label, drop_row, double_row,
        double_row_changed, contents, stray_numbers, columns_permuted, header_missing,
        header_cell_lost, header_cell_doubled, column_lost, full_width, footnote, note,
        extra_column, thousands, nbsp, split_number, traditional, extra_rows, label_lost,
        merged_values, twice, tail_prose, enumerated_rows, near_rows, page_number,
    )
} | PRINTS  # fmt: skip


def damage_named(name):
    """One damage, or one after the other where a plus joins their names; None for a clean page."""
    if "+" not in name:
        return DAMAGES.get(name)

    def both(rng, page):
        for part in name.split("+"):
            DAMAGES[part](rng, page)

    both.__name__ = name
    return both
