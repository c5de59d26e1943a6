"""Damages that change how a page is written, ruled or filled, and no number's place."""

import re
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from variants.tables import RESULTS, Block, Row, Span, Value

PINYIN = {
    "政": "zhèng", "府": "fǔ", "信": "xìn", "息": "xī", "公": "gōng", "开": "kāi", "申": "shēn",
    "请": "qǐng", "年": "nián", "一": "yī", "二": "èr", "三": "sān", "行": "xíng", "总": "zǒng",
    "数": "shù", "关": "guān", "其": "qí", "他": "tā", "法": "fǎ", "理": "lǐ",
}  # fmt: skip
TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔù", "aaaaeeeeiiiioooouuuu")
LOOK_ALIKES = {
    "请": "清", "结": "绪", "复": "夏", "公": "公.", "案": "宲", "密": "蜜", "许": "许,",
    "属": "厲", "举": "挙", "规": "観", "处": "処", "权": "杈",
}  # fmt: skip
FURNITURE = ("- 3 -", "— 5 —", "第 3 页 共 9 页", "第3页", "2023年政府信息公开工作年度报告")


def written(text, script):
    """The text in another script: ``s2t`` and the like, ``toned`` or ``toneless`` pinyin."""
    if not script:
        return text
    if script.startswith("s2"):
        return converter(script).convert(text)
    found = "".join(f"{sign}({PINYIN[sign]})" if sign in PINYIN else sign for sign in text)
    return found.translate(TONES) if script == "toneless" else found


@cache
def converter(script):
    return OpenCC(script)


def each_text(page, change):
    """Change every label and head of the page."""
    for block in page.blocks:
        block.head = [
            [replace(span, text=change(span.text)) for span in line] for line in block.head
        ]
        for row in block.rows:
            row.label = change(row.label)
            row.parents = tuple(map(change, row.parents))


def other_script(rng, page):
    page.script = rng.choice(["s2t", "s2tw", "s2twp", "s2hk"])
    each_text(page, lambda text: written(text, page.script))


def pinyin(rng, page):
    page.script = rng.choice(["toned", "toneless"])
    each_text(page, lambda text: written(text, page.script))


def look_alikes(rng, page):
    """One character each of some long labels, as a scanner reads it."""
    for row in page.rows():
        signs = [sign for sign in LOOK_ALIKES if sign in row.label]
        if len(row.label) > 8 and signs and rng.random() < 0.3:
            sign = rng.choice(signs)
            row.label = row.label.replace(sign, LOOK_ALIKES[sign], 1)


def enumerators(rng, page):
    """1. as 1、 or 1．, （一） as (一); mixed within the page."""

    def other(text):
        text = re.sub(r"^(\d)\.", lambda m: m[1] + rng.choice([".", "、", "．", ". "]), text)
        return re.sub(
            r"^（(.)）",
            lambda m: rng.choice(["（{}）", "({})", "（{})"]).format(m[1]),
            text,
        )

    seen = {}
    each_text(page, lambda text: seen.setdefault(text, other(text)))


def enumerators_lost(rng, page):
    each_text(page, lambda text: re.sub(r"^(?:\d\.|（.）|[一二三四五]、)", "", text))


def vertical_groups(rng, page):
    """Group labels one character a line."""
    for row in page.rows():
        row.parents = tuple("\n".join(parent) for parent in row.parents)


def furniture(rng, page):
    """Page numbers and running heads between the rows."""
    page.furniture = tuple(rng.choice(FURNITURE) for _ in range(rng.choice([1, 2])))


def blank_form(rng, page):
    """No number at all."""
    for row in page.rows():
        row.values = [Value(v.metric, "", None) for v in row.values]


def each_cell(page, change):
    for row in page.rows():
        row.values = [change(cell) for cell in row.values]


def other_blanks(rng, page):
    """Some zeros as 无 or a stroke, as agencies have them that had nothing to tell."""

    def other(cell):
        if cell.value == 0 and rng.random() < 0.3:
            return replace(cell, text=rng.choice(["无", "--", "----", "\\", "／"]), value=None)
        return cell

    each_cell(page, other)


def units(rng, page):
    """Numbers with their unit, changes in words, amounts in 元."""

    def other(cell):
        number = cell.value
        if number is None or rng.random() < 0.5:
            return cell
        if cell.metric.endswith("change"):
            return replace(cell, text=f"{'增' if number >= 0 else '减'}{abs(number):g}")
        if cell.metric == "fees.amount":
            return replace(cell, text=f"{round(number * 10_000)}元")
        fits = cell.metric.startswith("requests")
        return replace(cell, text=f"{cell.text}件") if fits else cell

    each_cell(page, other)


def persons_and_totals(rng, page):
    """Nothing under the kinds of organisation."""
    if page.form.startswith("requests"):
        for row in page.rows():
            row.values[1:6] = [replace(cell, text="", value=None) for cell in row.values[1:6]]


def totals_blank(rng, page):
    each_cell(page, lambda v: replace(v, text="", value=None) if v.metric.endswith(".total") else v)


def copied(rng, page):
    """The same table again, as pages with a version for printing have it."""
    page.blocks = [*page.blocks, *page.blocks]


def disputes_as_rows(rng, page):
    """The three kinds of dispute below each other."""
    values = all_disputes(page)
    if values:
        names = ("行政复议", "未经复议直接起诉", "复议后起诉")
        rows = [Row((), name, values[5 * i : 5 * i + 5]) for i, name in enumerate(names)]
        head = [[Span("案件类型"), *map(Span, RESULTS)]]
        page.blocks = [Block(head, rows, 1, 5)]


def disputes_labelled(rng, page):
    """A column of labels before the fifteen numbers."""
    if all_disputes(page):
        (block,) = page.blocks
        block.head[0] = [Span("项目", 3), *block.head[0]]
        block.rows[0].label = "数量"
        block.width = 1


def disputes_cut(rng, page):
    """Reconsideration in one table, suits in another."""
    values = all_disputes(page)
    if values:
        suits = [Span("未经复议直接起诉", 1, 5), Span("复议后起诉", 1, 5)]
        first = [[Span("行政复议", 1, 5)], [*map(Span, RESULTS)]]
        second = [[Span("行政诉讼", 1, 10)], suits, [*map(Span, RESULTS * 2)]]
        page.blocks = [
            Block(first, [Row((), "", values[:5])], 0, 5),
            Block(second, [Row((), "", values[5:])], 0, 10),
        ]


def all_disputes(page):
    values = page.rows()[0].values
    return values if page.form == "disputes" and len(values) == 15 else None


PRINTS = {
    damage.__name__: damage
    for damage in (
        other_script, pinyin, look_alikes, enumerators, enumerators_lost, vertical_groups,
        furniture, blank_form, other_blanks, units, persons_and_totals, totals_blank, copied,
        disputes_as_rows, disputes_labelled, disputes_cut,
    )
}  # fmt: skip
